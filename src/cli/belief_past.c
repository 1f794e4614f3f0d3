/* The live stance and the audit tail of a belief, for those who ask what it is. */
#include "belief_past.h"

#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "model/audit.h"
#include "model/confidence.h"

#define UPDATES 10

int belief_past_read(struct db *db, const char *belief_id, struct arena *a, struct belief_past *out,
	struct err *e)
{
	const struct history_query q = {.belief_id = belief_id,
		.kinds = 1u << HISTORY_AUDIT,
		.from = PAGE_FIRST,
		.limit = UPDATES};

	if (stances_live(db, belief_id, a, &out->live, &out->live_count, e) < 0)
		return -1;
	return history_page(db, &q, a, &out->updates, e);
}

static json_t *update_json(const struct history_row *h)
{
	json_t *o = json_object();

	json_put(o, "id", json_from_text(span_of(h->key.id)));
	json_put(o, "created_at", json_from_time(span_of(h->key.time)));
	json_put(o, "old_value", json_from_column(h->old_value));
	json_put(o, "new_value", json_from_column(h->new_value));
	json_put(o, "reason", json_from_text(h->text));
	json_put(o, "trigger_type", json_from_text(h->what));
	json_put(o, "updated_by", json_from_text(h->who));
	return o;
}

static void append(json_t *all, json_t *one)
{
	if (json_array_append_new(all, one) < 0)
		die_of_memory(0);
}

void belief_past_put(json_t *belief, const struct belief_past *p)
{
	json_t *live = json_array(), *updates = json_array();

	for (size_t i = 0; i < p->live_count; i++)
		append(live, stance_json(&p->live[i]));
	for (size_t i = 0; i < p->updates.n; i++)
		append(updates, update_json(&p->updates.rows[i]));
	json_put(belief, "live_stances", live);
	json_put(belief, "belief_updates", updates);
}

static void add_number(struct str *out, const struct audit_value *v)
{
	if (v->raw.p && !v->readable) {
		str_add(out, "(unreadable: ");
		str_adds(out, v->raw);
		str_add(out, ")");
	} else if (confidence_kind(v->confidence, v->confidence_broken) == CONFIDENCE_NONE) {
		str_add(out, "-");
	} else {
		confidence_say(v->confidence, v->confidence_broken, out);
	}
}

/* `said`: there is a column for what else was done. */
static void add_update(struct table *t, const struct history_row *h, bool said)
{
	struct arena a = {0};
	struct audit_value old, new;
	struct str change = {0};
	char at[20];

	audit_value_read(h->old_value, &a, &old);
	audit_value_read(h->new_value, &a, &new);
	history_time(h, at);
	add_number(&change, &old);
	if (!h->said.p || !audit_same_confidence(&old, &new)) {
		str_add(&change, " → ");
		add_number(&change, &new);
	}
	table_cell(t, SPAN_LIT(""));
	table_cell(t, span_of(at));
	table_cell(t, str_span(&change));
	if (said)
		table_cell(t, h->said);
	table_cell(t, h->what);
	table_cell(t, h->who);
	table_cell(t, h->text);
	str_free(&change);
	arena_free(&a);
}

static void print_live(const struct stance *s)
{
	struct str line = {0};
	char at[20];

	time_format_minutes(s->created, at);
	str_addf(&line, "  %.*s  %s  ", SHORT_ID, s->id, at);
	str_adds(&line, s->status_text);
	str_add(&line, "  ");
	confidence_say(s->confidence, s->confidence_broken, &line);
	print_text(PRINT_PLAIN, str_span(&line));
	print_quote("  ", s->text);
	str_free(&line);
}

/* The first column is empty: it indents the others. */
void belief_past_print(const struct belief_past *p)
{
	static const char *const headings[] = {
		"", "WHEN", "CONFIDENCE", "-TRIGGER", "-BY", "REASON", NULL};
	static const char *const with_said[] = {
		"", "WHEN", "CONFIDENCE", "-CHANGE", "-TRIGGER", "-BY", "REASON", NULL};
	bool said = false;

	print_heading(p->live_count > 1 ? "Live stances, of which one should be" : "Live stance");
	for (size_t i = 0; i < p->live_count; i++)
		print_live(&p->live[i]);
	if (p->live_count == 0)
		print_line(PRINT_WARN, "  There is none.");
	if (p->updates.n == 0)
		return;
	print_heading(p->updates.more ? "The last changes" : "Changes");
	for (size_t i = 0; i < p->updates.n; i++)
		said = said || p->updates.rows[i].said.p;
	struct table *t = table_new(said ? with_said : headings);
	table_tell_cut(t);
	for (size_t i = 0; i < p->updates.n; i++)
		add_update(t, &p->updates.rows[i], said);
	table_print(&t, "");
}
