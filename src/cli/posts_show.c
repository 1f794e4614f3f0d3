/* tenet posts show: all that a moderator should read before deciding. */
#include <math.h>

#include "base/json.h"
#include "base/sanitize.h"
#include "base/str.h"
#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "posts.h"
#include "store/ledger.h"
#include "store/posts.h"

#define INDENT "  "
#define DEEPER "      "
#define QUOTE "  | "
#define PARTS(...) \
	(const struct span[]){__VA_ARGS__}, \
		sizeof((const struct span[]){__VA_ARGS__}) / sizeof(struct span)

/* Says what a text hides, if it hides something. */
static bool warn(const char *of, struct span text)
{
	struct text_report report;
	struct str what = {0};
	bool alarm;

	text_scan(text, &report);
	alarm = text_report_say(&report, &what);
	if (alarm)
		print_line(PRINT_WARN, "Warning: hidden or misleading content%s: %s", of,
			str_cstr(&what));
	str_free(&what);
	return alarm;
}

static void print_evaluation(const struct post_meta *m)
{
	struct str line = {0};

	if (!m->evaluated)
		return;
	str_add(&line, m->flagged ? "flagged" : m->eval_approved ? "not flagged" : "not approved");
	if (m->eval_action.p) {
		str_add(&line, ", action ");
		str_adds(&line, m->eval_action);
	}
	print_field("evaluation", str_span(&line));
	str_free(&line);
}

static void print_fields(const struct post *p, const struct post_meta *m, struct arena *a)
{
	print_field("draft", span_of(p->id));
	print_field("status", p->status_text);
	print_field("type", p->post_type);
	print_field("subreddit", post_place(p->target_subreddit, a));
	print_field("answers", p->parent_id);
	print_field("persona", p->persona.p ? p->persona : p->persona_id);
	print_time("created", p->created_at);
	print_time_by("reviewed", p->reviewed_at, p->reviewed_by);
	print_field("published", m->reddit_id);
	print_field("failed", m->post_error);
	print_evaluation(m);
	if (m->depth >= 0)
		print_fieldf("depth", "%lld", (long long)m->depth);
	print_field("correlation", m->correlation_id);
	print_field("seen", span_of(p->hash));
}

/* One indented line made of parts, those that are NULL left out. */
static void print_parts(enum print_style style, const struct span *parts, size_t n)
{
	struct str line = {0};
	str_add(&line, INDENT);
	for (size_t i = 0; i < n; i++)
		str_adds(&line, parts[i]);
	print_text(style, str_span(&line));
	str_free(&line);
}

static void print_part(const char *intro, const struct thread_part *part)
{
	if (!part->body.p)
		return;
	print_heading(intro);
	if (part->author.p)
		print_parts(PRINT_PLAIN, PARTS(part->author, SPAN_LIT(" wrote:")));
	warn(" in it", part->body);
	print_quote(QUOTE, part->body);
}

static const char *direction(const struct belief_proposal *u)
{
	if (isnan(u->current) || isnan(u->proposed))
		return "move ";
	return u->proposed > u->current ? "raise " : u->proposed < u->current ? "lower " : "keep ";
}

static void print_other(struct span other)
{
	if (other.p)
		print_parts(PRINT_WARN, PARTS(SPAN_LIT("  not understood: "), other));
}

static void print_update(const struct belief_proposal *u, struct arena *a)
{
	const char *from = isnan(u->current) ? "" : arena_printf(a, " from %.3f", u->current);
	const char *to = isnan(u->proposed) ? "" : arena_printf(a, " to %.3f", u->proposed);
	struct span before = u->strength.p ? SPAN_LIT(" (") : SPAN_NULL;
	struct span after = u->strength.p ? SPAN_LIT(" evidence)") : SPAN_NULL;

	print_parts(PRINT_PLAIN,
		PARTS(span_of(direction(u)), SPAN_LIT("\""), u->title.p ? u->title : u->belief_id,
			SPAN_LIT("\""), span_of(from), span_of(to), before, u->strength, after));
	print_quote(DEEPER, u->reason);
	print_other(u->other);
}

static void print_new_belief(const struct post_meta *m, struct arena *a)
{
	const char *at =
		isnan(m->new_confidence) ? "" : arena_printf(a, " at %.3f", m->new_confidence);
	struct str tags = {0};

	for (size_t i = 0; i < m->new_tag_count; i++) {
		str_add(&tags, i ? ", " : ", tagged ");
		str_adds(&tags, m->new_tags[i]);
	}
	print_parts(PRINT_PLAIN,
		PARTS(SPAN_LIT("add the belief \""), m->new_title, SPAN_LIT("\""), span_of(at),
			str_span(&tags)));
	print_quote(DEEPER, m->new_summary);
	print_quote(DEEPER, m->new_reason);
	print_other(m->new_other);
	str_free(&tags);
}

static void print_meta(const struct post *p, const struct post_meta *m, struct arena *a)
{
	if (m->state == META_INVALID) {
		print_heading("Metadata");
		print_parts(PRINT_WARN, PARTS(span_of(m->problem)));
		print_quote(QUOTE, p->draft_metadata);
	}
	print_part("The comment it answers", &m->original_reply);
	print_part("Our comment before that", &m->our_comment);
	if (m->update_count > 0 || m->has_new_belief || m->proposals_other.p)
		print_heading("If approved, the agent will");
	for (size_t i = 0; i < m->update_count; i++)
		print_update(&m->updates[i], a);
	if (m->has_new_belief)
		print_new_belief(m, a);
	print_other(m->proposals_other);
	if (m->flag_count > 0)
		print_heading("Flags");
	for (size_t i = 0; i < m->flag_count; i++)
		print_parts(PRINT_WARN, PARTS(SPAN_LIT("! "), m->flags[i]));
	if (m->other_count > 0)
		print_heading("Other metadata");
	for (size_t i = 0; i < m->other_count; i++)
		print_parts(
			PRINT_PLAIN, PARTS(m->other_keys[i], SPAN_LIT(": "), m->other_values[i]));
}

static struct span told(const struct ledger_row *row)
{
	if (ledger_is_first(row))
		return SPAN_LIT("approved, the first of two");
	if (span_is(row->action, "approve"))
		return SPAN_LIT("approved");
	if (span_is(row->action, "reject"))
		return SPAN_LIT("rejected");
	if (span_is(row->action, "undo"))
		return SPAN_LIT("took that back");
	return row->action;
}

static void print_history(const struct ledger_row *rows, size_t n)
{
	if (n > 0)
		print_heading("History");
	for (size_t i = 0; i < n; i++) {
		char when[20] = "unknown time";
		int64_t at;
		if (time_parse(rows[i].decided_at, &at))
			time_format_minutes(at, when);
		print_parts(PRINT_PLAIN,
			PARTS(span_of(when), SPAN_LIT("  "), rows[i].actor, SPAN_LIT(": "),
				told(&rows[i]), rows[i].reason.p ? SPAN_LIT(", ") : SPAN_NULL,
				rows[i].reason));
		print_quote(DEEPER, rows[i].note);
		if (rows[i].content_after.p) {
			print_parts(PRINT_PLAIN,
				PARTS(SPAN_LIT("    with another text; before it said:")));
			print_quote(DEEPER QUOTE, rows[i].content_before);
		}
	}
}

static void print_post(
	const struct post *p, const struct ledger_row *rows, size_t n, struct arena *a)
{
	struct post_meta m;

	post_meta_read(p->draft_metadata, a, &m);
	if (warn("", p->content))
		putchar('\n');
	print_fields(p, &m, a);
	print_heading("Draft");
	print_quote(INDENT, p->content);
	print_meta(p, &m, a);
	print_history(rows, n);
}

static int print_whole_json(struct db *db, const struct post *p, const struct ledger_row *rows,
	size_t n, struct arena *a, struct err *e)
{
	struct post_line *line;

	if (posts_lines(db, (const char(*)[UUID_TEXT])p->id, 1, a, &line, e) < 0)
		return -1;
	json_t *o = post_json(p, a), *decisions = json_array();
	for (size_t i = 0; i < n; i++)
		if (json_array_append_new(decisions, post_decision_json(&rows[i])) < 0)
			die_of_memory(0);
	json_put(o, "approved_once", json_boolean(line->approved_once));
	json_put(o, "seen_hash", json_from_text(span_of(p->hash)));
	json_put(o, "decisions", decisions);
	return print_json(o);
}

static int run(const struct call *c)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct post p;
	struct ledger_row *rows;
	size_t n;
	int status = EXIT_DONE;

	if (command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 ||
		posts_get(db, span_of(c->words[0]), &a, &p, &e) < 0 ||
		ledger_of_post(db, p.id, &a, &rows, &n, &e) < 0)
		status = command_fail(&e);
	else if (!call_option(c, "--json"))
		print_post(&p, rows, n, &a);
	else if (print_whole_json(db, &p, rows, n, &a, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&db);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_posts_show = {
	.name = "posts show",
	.operands = "ID",
	.min = 1,
	.max = 1,
	.help = "Show a draft whole: its text, what it answers, what it will change, its history",
	.options = options,
	.run = run,
};
