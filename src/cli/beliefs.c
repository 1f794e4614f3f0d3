/* tenet beliefs show, and how the list of beliefs reads, too. */
#include "beliefs.h"
#include "base/time.h"
#include "belief_past.h"
#include "cli/print.h"
#include "commands.h"
#include "model/confidence.h"
#include "store/beliefs.h"

json_t *belief_json(const struct belief *b)
{
	json_t *o = json_object();
	json_put(o, "id", json_from_text(span_of(b->id)));
	json_put(o, "persona_id", json_from_text(b->persona_id));
	json_put(o, "title", json_from_text(b->title));
	json_put(o, "summary", json_from_text(b->summary));
	json_put(o, "current_confidence", json_from_real(b->confidence));
	json_put(o, "tags", json_from_column(b->tags));
	json_put(o, "created_at", json_from_time(b->created_at));
	json_put(o, "updated_at", json_from_time(b->updated_at));
	return o;
}

struct span belief_titled(struct span title)
{
	return title.n > 0 ? title : SPAN_LIT("(no title)");
}

void belief_add_tags(struct str *out, const struct belief *b)
{
	for (size_t i = 0; i < b->tag_count; i++) {
		str_add(out, i ? ", " : "");
		str_adds(out, b->tag[i]);
	}
	if (b->tags_broken) {
		str_addf(out, "%sno list of texts: ", b->tag_count > 0 ? "; " : "");
		str_adds(out, b->tags);
	}
}

static json_t *edges_json(const struct belief_edge *edges, size_t n, const char *id, bool in)
{
	json_t *all = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();
		json_put(o, "id", json_from_text(span_of(edges[i].id)));
		json_put(o, "source_id", json_from_text(span_of(in ? edges[i].other_id : id)));
		json_put(o, "target_id", json_from_text(span_of(in ? id : edges[i].other_id)));
		json_put(o, "relation", json_from_text(edges[i].relation));
		json_put(o, "weight", json_from_real(edges[i].weight));
		if (json_array_append_new(all, o) < 0)
			die_of_memory(0);
	}
	return all;
}

static json_t *evidence_json(const struct evidence *list, size_t n)
{
	json_t *all = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();
		json_put(o, "id", json_from_text(span_of(list[i].id)));
		json_put(o, "source_type", json_from_text(list[i].source_type));
		json_put(o, "source_ref", json_from_text(list[i].source_ref));
		json_put(o, "strength", json_from_text(list[i].strength));
		json_put(o, "created_at", json_from_time(list[i].created_at));
		if (json_array_append_new(all, o) < 0)
			die_of_memory(0);
	}
	return all;
}

static int print_detail_json(const struct belief_detail *d, const struct belief_past *past)
{
	const char *id = d->belief.id;
	json_t *o = belief_json(&d->belief);
	json_put(o, "edges_in", edges_json(d->in, d->in_count, id, true));
	json_put(o, "edges_out", edges_json(d->out, d->out_count, id, false));
	json_put(o, "evidence", evidence_json(d->evidence, d->evidence_count));
	belief_past_put(o, past);
	return print_json(o);
}

/* The first column is empty: it indents the others. */
static void print_edges(const char *title, const struct belief_edge *edges, size_t n)
{
	static const char *const headings[] = {
		"", "RELATION", "->WEIGHT", "-ID", "->CONFIDENCE", "BELIEF", NULL};
	struct table *t;

	if (n == 0)
		return;
	print_heading(title);
	t = table_new(headings);
	table_tell_cut(t);
	for (size_t i = 0; i < n; i++) {
		table_cell(t, SPAN_LIT(""));
		table_cell(t, edges[i].relation);
		table_number(t, edges[i].weight);
		table_cellf(t, "%.*s", SHORT_ID, edges[i].other_id);
		table_confidence(t, edges[i].other_confidence, edges[i].other_broken);
		table_cell(t, belief_titled(edges[i].other_title));
	}
	table_print(&t, "");
}

static void print_evidence(const struct evidence *list, size_t n)
{
	static const char *const headings[] = {"", "-ADDED", "-STRENGTH", "KIND", "SOURCE", NULL};
	struct table *t;

	if (n == 0)
		return;
	print_heading("Evidence");
	t = table_new(headings);
	table_tell_cut(t);
	for (size_t i = 0; i < n; i++) {
		char added[20] = "unknown time";
		int64_t at;
		if (time_parse(list[i].created_at, &at))
			time_format_minutes(at, added);
		table_cell(t, SPAN_LIT(""));
		table_cell(t, span_of(added));
		table_cell(t, list[i].strength);
		table_cell(t, list[i].source_type);
		table_cell(t, list[i].source_ref);
	}
	table_print(&t, "");
}

static void print_detail(const struct belief_detail *d)
{
	const struct belief *b = &d->belief;
	struct str tags = {0}, confidence = {0};

	belief_add_tags(&tags, b);
	print_field("belief", span_of(b->id));
	print_field("title", belief_titled(b->title));
	print_field("persona", b->persona.p ? b->persona : b->persona_id);
	confidence_say(b->confidence, b->confidence_broken, &confidence);
	if (confidence_kind(b->confidence, b->confidence_broken) == CONFIDENCE_NONE)
		print_field("confidence", SPAN_LIT("none"));
	else
		print_fieldf(
			"confidence", "%s%s", str_cstr(&confidence), b->locked ? " (locked)" : "");
	if (tags.len > 0)
		print_field("tags", str_span(&tags));
	print_time("created", b->created_at);
	print_time("updated", b->updated_at);
	putchar('\n');
	print_quote("  ", b->summary);
	print_edges("Beliefs that point here", d->in, d->in_count);
	print_edges("Beliefs it points to", d->out, d->out_count);
	print_evidence(d->evidence, d->evidence_count);
	str_free(&confidence);
	str_free(&tags);
}

static int run_show(const struct call *c)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct belief_detail d;
	struct belief_past past;
	int status = EXIT_DONE;

	if (command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 ||
		beliefs_get(db, span_of(c->words[0]), &a, &d, &e) < 0 ||
		belief_past_read(db, d.belief.id, &a, &past, &e) < 0) {
		status = command_fail(&e);
	} else if (!call_option(c, "--json")) {
		print_detail(&d);
		belief_past_print(&past);
	} else if (print_detail_json(&d, &past) < 0) {
		status = EXIT_FAILED;
	}
	db_close(&db);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_beliefs_show = {
	.name = "beliefs show",
	.operands = "ID",
	.min = 1,
	.max = 1,
	.help = "Show a belief, by id or title, with its edges and evidence",
	.options = options,
	.agents_only = true,
	.run = run_show,
};
