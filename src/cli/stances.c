/* tenet stances list, diff. */
#include <math.h>

#include "base/diff.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "belief_past.h"
#include "cli/print.h"
#include "commands.h"
#include "limit.h"
#include "model/confidence.h"
#include "store/beliefs.h"
#include "store/stances.h"

#define PAGE 200

json_t *stance_json(const struct stance *s)
{
	json_t *o = json_object();
	json_put(o, "id", json_from_text(span_of(s->id)));
	json_put(o, "persona_id", json_from_text(s->persona_id));
	json_put(o, "belief_id", json_from_text(s->belief_id));
	json_put(o, "text", json_from_text(s->text));
	json_put(o, "confidence", json_from_real(s->confidence));
	json_put(o, "status", json_from_text(s->status_text));
	json_put(o, "rationale", json_from_text(s->rationale));
	json_put(o, "created_at", json_from_time(s->created_at));
	json_put(o, "updated_at", json_from_time(s->updated_at));
	return o;
}

static void add_row(struct table *t, const struct stance *s)
{
	static const enum print_style styles[] = {
		[STANCE_CURRENT] = PRINT_GOOD,
		[STANCE_DEPRECATED] = PRINT_DIM,
		[STANCE_LOCKED] = PRINT_WARN,
		[STANCE_OTHER] = PRINT_PLAIN,
	};
	char when[20];

	time_format_minutes(s->created, when);
	table_cellf(t, "%.*s", SHORT_ID, s->id);
	table_cell(t, span_of(when));
	table_cell_styled(t, styles[s->status], s->status_text);
	table_confidence(t, s->confidence, s->confidence_broken);
	if (isnan(s->change))
		table_cell(t, SPAN_LIT(""));
	else
		table_cellf(t, "%+.3f", s->change);
	table_cell(t, s->rationale);
	table_cell(t, s->text);
}

/* "35d7a2b1  2026-10-07 09:14  deprecated  0.924" */
static void add_side(struct str *out, const struct stance *s)
{
	char when[20];

	time_format_minutes(s->created, when);
	str_addf(out, "%.*s  %s  ", SHORT_ID, s->id, when);
	str_adds(out, s->status_text.p ? s->status_text : SPAN_LIT("no status"));
	str_add(out, "  ");
	confidence_say(s->confidence, s->confidence_broken, out);
}

/* All of them, or as many as --limit says, page by page. */
static int list(struct db *db, const char *belief, size_t limit, struct table *t, struct err *e)
{
	struct stance_query q = {.belief_id = belief, .from = PAGE_FIRST};
	struct stance_page page = {.more = true};
	struct arena a = {0};
	int result = 0;

	while (result == 0 && page.more && limit > 0 && !print_lost()) {
		arena_clear(&a);
		q.limit = limit < PAGE ? limit : PAGE;
		result = stances_page(db, &q, &a, &page, e);
		if (result < 0 || page.n == 0)
			break;
		for (size_t i = 0; i < page.n; i++) {
			if (t)
				add_row(t, &page.rows[i]);
			else if (print_json(stance_json(&page.rows[i])) < 0)
				break;
		}
		q.from = PAGE_AFTER;
		q.key = page.keys[page.n - 1];
		limit -= page.n;
	}
	arena_free(&a);
	return result;
}

static int run_list(const struct call *c)
{
	static const char *const headings[] = {
		"ID", "-SINCE", "STATUS", ">CONFIDENCE", "->CHANGE", "-RATIONALE", "STANCE", NULL};
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct belief_detail d;
	struct table *t = NULL;
	size_t limit = SIZE_MAX;
	int status = EXIT_DONE;

	if ((call_option(c, "--limit") && limit_read(c, &limit, &e) < 0) ||
		command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 ||
		beliefs_get(db, span_of(c->words[0]), &a, &d, &e) < 0) {
		status = command_fail(&e);
		goto out;
	}
	if (!call_option(c, "--json"))
		t = table_new(headings);
	if (list(db, d.belief.id, limit, t, &e) < 0)
		status = command_fail(&e);
	if (t && table_print(&t, status == EXIT_DONE ? "This belief has no stances." : NULL) < 0)
		status = EXIT_FAILED;
out:
	db_close(&db);
	arena_free(&a);
	return status;
}

/* --- diff --- */

static int print_diff_json(const struct stance *from, const struct stance *to, const struct diff *d)
{
	static const char *const kinds[] = {
		[DIFF_KEPT] = "kept", [DIFF_DELETED] = "deleted", [DIFF_INSERTED] = "inserted"};
	json_t *o = json_object(), *pieces = json_array();

	for (size_t i = 0; i < d->n; i++) {
		json_t *piece = json_object();
		json_put(piece, "kind", json_string(kinds[d->v[i].kind]));
		json_put(piece, "text", json_from_text(d->v[i].text));
		if (json_array_append_new(pieces, piece) < 0)
			die_of_memory(0);
	}
	json_put(o, "from", stance_json(from));
	json_put(o, "to", stance_json(to));
	/* What 0.97 - 0.9 leaves in its last digits is nobody's change. */
	json_put(o, "change",
		json_from_real(round((to->confidence - from->confidence) * 1e12) / 1e12));
	json_put(o, "text", pieces);
	return print_json(o);
}

static void print_text_diff(const struct diff *d)
{
	struct str text = {0};
	bool changed = false;

	diff_add_signs(d, &text);
	for (size_t i = 0; i < d->n; i++)
		changed |= d->v[i].kind != DIFF_KEPT;
	putchar('\n');
	print_quote("  ", str_span(&text));
	if (!changed)
		print_line(PRINT_DIM, "The text is the same.");
	str_free(&text);
}

static void print_diff(const struct belief *b, const struct stance *from, const struct stance *to,
	const struct diff *d)
{
	struct str side = {0};

	print_field("belief", b->title.n > 0 ? b->title : SPAN_LIT("(no title)"));
	add_side(&side, from);
	print_field("from", str_span(&side));
	str_clear(&side);
	add_side(&side, to);
	print_field("to", str_span(&side));
	if (isfinite(to->confidence - from->confidence))
		print_fieldf("change", "%+.3f", to->confidence - from->confidence);
	print_field("why", to->rationale);
	print_text_diff(d);
	str_free(&side);
}

/* One word: that version and the one before it. Two: from the first to the second, as named. */
static int find_sides(const struct call *c, struct db *db, struct arena *a, struct stance *from,
	struct stance *to, struct err *e)
{
	if (stances_get(db, span_of(c->words[c->n - 1]), a, to, e) < 0)
		return -1;
	if (c->n == 1) {
		int found = stances_before(db, to->id, a, from, e);
		if (found == 0) {
			err_set(e, ERR_MISSING, "version %s is the first of its belief", to->id);
			found = err_hint(e, "name two versions to compare them");
		}
		return found > 0 ? 0 : -1;
	}
	if (stances_get(db, span_of(c->words[0]), a, from, e) < 0)
		return -1;
	if (span_eq(from->belief_id, to->belief_id))
		return 0;
	return err_set(e, ERR_USAGE, "%s and %s are versions of two beliefs", from->id, to->id);
}

static int run_diff(const struct call *c)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct stance from = {0}, to = {0};
	struct belief b = {0};
	struct diff d = {0};
	int status = EXIT_DONE;

	if (command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 ||
		find_sides(c, db, &a, &from, &to, &e) < 0 ||
		beliefs_find(db, to.belief_id, &a, &b, &e) < 0) {
		status = command_fail(&e);
		goto out;
	}
	diff_words(from.text, to.text, &a, &d);
	if (!call_option(c, "--json"))
		print_diff(&b, &from, &to, &d);
	else if (print_diff_json(&from, &to, &d) < 0)
		status = EXIT_FAILED;
out:
	db_close(&db);
	arena_free(&a);
	return status;
}

static const struct option_spec list_options[] = {
	{"--limit", "N", "at most so many, the newest", NULL}, OPTION_JSON, OPTION_END};
static const struct option_spec diff_options[] = {OPTION_JSON, OPTION_END};

const struct command command_stances_list = {
	.name = "stances list",
	.operands = "BELIEF",
	.min = 1,
	.max = 1,
	.help = "List the versions of a belief's stance, newest first",
	.options = list_options,
	.agents_only = true,
	.run = run_list,
};

const struct command command_stances_diff = {
	.name = "stances diff",
	.operands = "VERSION [VERSION]",
	.min = 1,
	.max = 2,
	.help = "Say how a version differs from the one before it, or from another",
	.options = diff_options,
	.agents_only = true,
	.run = run_diff,
};
