/* tenet memory show: one interaction, its thread, and what it led to. */
#include <math.h>

#include "base/json.h"
#include "base/number.h"
#include "base/sanitize.h"
#include "base/str.h"
#include "base/time.h"
#include "memory.h"
#include "model/confidence.h"
#include "posts.h"

struct shown {
	struct interaction it;
	struct interaction_meta meta;
	struct memory_thread thread;
	struct memory_effects led;
};

/* --- JSON. --- */

static const char *const ends[] = {
	[THREAD_ROOT] = "root",
	[THREAD_ELSEWHERE] = "not remembered",
	[THREAD_LOOP] = "loop",
	[THREAD_LONG] = "longer",
};
static const char *const links[] = {
	[DRAFT_PUBLISHED_AS] = "published as it",
	[DRAFT_ANSWERS] = "answers it",
	[DRAFT_NAMES] = "names it",
};

static void append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) < 0)
		die_of_memory(0);
}

static json_t *line_json(const struct memory_line *line)
{
	json_t *o = json_object();

	json_put(o, "id", json_from_text(span_of(line->id)));
	json_put(o, "reddit_id", json_from_text(line->reddit_id));
	json_put(o, "parent_id", json_from_text(line->parent_id));
	json_put(o, "interaction_type", json_from_text(line->type));
	json_put(o, "score", line->has_score ? json_integer(line->score) : json_null());
	return o;
}

static json_t *thread_json(const struct memory_thread *t)
{
	json_t *o = json_object(), *above = json_array(), *below = json_array();

	for (size_t i = 0; i < t->above_count; i++)
		append(above, line_json(&t->above[i]));
	for (size_t i = 0; i < t->below_count; i++) {
		json_t *reply = line_json(&t->below[i].line);
		json_put(reply, "depth", json_integer(t->below[i].depth));
		append(below, reply);
	}
	json_put(o, "above", above);
	json_put(o, "begins", json_from_text(span_of(ends[t->end])));
	json_put(o, "beyond", json_from_text(t->beyond));
	json_put(o, "below", below);
	json_put(o, "below_more", json_boolean(t->below_more));
	return o;
}

static json_t *drafts_json(const struct memory_effects *led)
{
	json_t *all = json_array();

	for (size_t i = 0; i < led->draft_count; i++) {
		json_t *o = json_object();
		json_put(o, "id", json_from_text(span_of(led->drafts[i].line.id)));
		json_put(o, "link", json_from_text(span_of(links[led->drafts[i].link])));
		json_put(o, "status", json_from_text(led->drafts[i].line.status_text));
		append(all, o);
	}
	return all;
}

static json_t *changes_json(const struct memory_effects *led)
{
	json_t *all = json_array();

	for (size_t i = 0; i < led->change_count; i++) {
		const struct memory_change *c = &led->changes[i];
		json_t *o = json_object();
		json_put(o, "belief_id", json_from_text(span_of(c->belief_id)));
		json_put(o, "title", json_from_text(c->title));
		json_put(o, "kind",
			json_from_text(c->evidence ? SPAN_LIT("evidence") : SPAN_LIT("update")));
		json_put(o, c->evidence ? "strength" : "reason", json_from_text(c->text));
		json_put(o, "before", json_from_real(c->before));
		json_put(o, "after", json_from_real(c->after));
		append(all, o);
	}
	return all;
}

static int print_all_json(const struct shown *s)
{
	json_t *o = memory_json(&s->it);

	json_put(o, "thread", thread_json(&s->thread));
	json_put(o, "drafts", drafts_json(&s->led));
	json_put(o, "beliefs", changes_json(&s->led));
	return print_json(o);
}

/* --- For people. --- */

static void print_embedding(const struct interaction *it)
{
	if (it->embedding == EMBEDDING_FINE)
		print_fieldf("embedding", "%zu numbers", it->dimension);
	else
		print_fieldf("embedding", "%s (%zu bytes)", embedding_fault_text(it->embedding),
			it->embedding_bytes);
}

static void print_cost(double cost)
{
	char text[NUMBER_TEXT];

	number_format(cost, text);
	print_field("cost", span_of(text));
}

static void print_meta(const struct interaction *it, const struct interaction_meta *m)
{
	if (m->has_score)
		print_fieldf("score", "%lld", (long long)m->score);
	if (!isnan(m->cost))
		print_cost(m->cost);
	if (m->author.p)
		print_field("author", m->author);
	if (m->state == META_INVALID)
		print_fieldf("metadata", "%s", m->problem);
	else if (it->metadata.p)
		print_field("metadata", it->metadata);
}

static void print_fields(const struct shown *s, struct arena *a)
{
	const struct interaction *it = &s->it;

	print_field("interaction", span_of(it->id));
	print_field("reddit id", it->reddit_id);
	print_field("type", it->type);
	print_field("subreddit", post_place(it->subreddit, a));
	print_field("answers", it->parent_id);
	print_field("persona", it->persona.p ? it->persona : it->persona_id);
	print_time("created", it->created_at);
	print_meta(it, &s->meta);
	print_embedding(it);
}

static void print_warning(struct span text)
{
	struct text_report report;
	struct str what = {0};

	text_scan(text, &report);
	if (text_report_say(&report, &what))
		print_line(
			PRINT_WARN, "Warning: hidden or misleading content: %s", str_cstr(&what));
	str_free(&what);
}

static void add_line(struct table *t, const struct memory_line *line, int depth, struct arena *a)
{
	struct str text = {0};

	str_addf(&text, "%*s", 2 * depth, "");
	str_adds(&text, post_one_line(line->snippet, a));
	table_cell(t, SPAN_LIT(""));
	table_cellf(t, "%.*s", SHORT_ID, line->id);
	table_cell(t, line->reddit_id);
	table_cell(t, str_span(&text));
	str_free(&text);
}

static void print_thread(const struct memory_thread *t, struct arena *a)
{
	static const char *const headings[] = {"", "ID", "-REDDIT ID", "TEXT", NULL};
	struct table *table;

	if (t->above_count > 0 || t->end != THREAD_ROOT)
		print_heading("What it answers");
	if (t->end == THREAD_ELSEWHERE)
		print_line(PRINT_DIM,
			"  It begins with an answer to %.*s, which is not remembered.",
			(int)t->beyond.n, t->beyond.p);
	if (t->end == THREAD_LOOP)
		print_line(PRINT_WARN, "  A loop: the first answers %.*s, which stands below it.",
			(int)t->beyond.n, t->beyond.p);
	if (t->end == THREAD_LONG)
		print_line(PRINT_DIM, "  More than %d stand above.", MEMORY_ABOVE);
	if (t->above_count > 0) {
		table = table_new(headings);
		for (size_t i = 0; i < t->above_count; i++)
			add_line(table, &t->above[i], 0, a);
		table_print(&table, "");
	}
	if (t->below_count == 0)
		return;
	print_heading("What answers it");
	table = table_new(headings);
	for (size_t i = 0; i < t->below_count; i++)
		add_line(table, &t->below[i].line, t->below[i].depth - 1, a);
	table_print(&table, "");
	if (t->below_more)
		print_line(PRINT_DIM, "  and more");
}

static void print_drafts(const struct memory_effects *led, struct arena *a)
{
	static const char *const headings[] = {"", "ID", "-LINK", "STATUS", "DRAFT", NULL};

	if (led->draft_count == 0)
		return;
	print_heading("Drafts");
	struct table *t = table_new(headings);
	for (size_t i = 0; i < led->draft_count; i++) {
		const struct memory_draft *d = &led->drafts[i];
		table_cell(t, SPAN_LIT(""));
		table_cellf(t, "%.*s", SHORT_ID, d->line.id);
		table_cell(t, span_of(links[d->link]));
		table_cell(t, d->line.status_text);
		table_cell(t, post_one_line(d->line.snippet, a));
	}
	table_print(&t, "");
	if (led->drafts_more)
		print_line(PRINT_DIM, "  and more");
}

static void add_change(struct table *t, const struct memory_change *c)
{
	struct str said = {0};

	if (confidence_kind(c->before, c->before_broken) == CONFIDENCE_NONE ||
		confidence_kind(c->after, c->after_broken) == CONFIDENCE_NONE) {
		table_cell(t, SPAN_LIT("changed"));
		return;
	}
	confidence_say(c->before, c->before_broken, &said);
	str_add(&said, " to ");
	confidence_say(c->after, c->after_broken, &said);
	table_cell(t, str_span(&said));
	str_free(&said);
}

static void print_changes(const struct memory_effects *led)
{
	static const char *const headings[] = {
		"", "-WHEN", "-ID", "CHANGE", "BELIEF", "-WHY", NULL};

	if (led->change_count == 0)
		return;
	print_heading("Beliefs that it moved");
	struct table *t = table_new(headings);
	for (size_t i = 0; i < led->change_count; i++) {
		const struct memory_change *c = &led->changes[i];
		char when[20];
		time_format_minutes(c->created, when);
		table_cell(t, SPAN_LIT(""));
		table_cell(t, span_of(when));
		table_cellf(t, "%.*s", SHORT_ID, c->belief_id);
		if (c->evidence)
			table_cell(t, SPAN_LIT("evidence"));
		else
			add_change(t, c);
		table_cell(t, c->title);
		table_cell(t, c->text);
	}
	table_print(&t, "");
	if (led->changes_more)
		print_line(PRINT_DIM, "  and more");
}

static void print_all(const struct shown *s, struct arena *a)
{
	print_fields(s, a);
	putchar('\n');
	print_warning(s->it.content);
	print_quote("  ", s->it.content);
	print_thread(&s->thread, a);
	print_drafts(&s->led, a);
	print_changes(&s->led);
}

static int run(const struct call *c)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct shown s;
	int status = EXIT_DONE;

	if (command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 ||
		memory_get(db, span_of(c->words[0]), &a, &s.it, &e) < 0 ||
		memory_thread(db, &s.it, &a, &s.thread, &e) < 0 ||
		memory_effects(db, &s.it, &a, &s.led, &e) < 0) {
		status = command_fail(&e);
	} else {
		interaction_meta_read(s.it.metadata, &a, &s.meta);
		if (!call_option(c, "--json"))
			print_all(&s, &a);
		else if (print_all_json(&s) < 0)
			status = EXIT_FAILED;
	}
	db_close(&db);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_memory_show = {
	.name = "memory show",
	.operands = "ID",
	.min = 1,
	.max = 1,
	.help = "Show an interaction with its thread and what it led to",
	.options = options,
	.agents_only = true,
	.run = run,
};
