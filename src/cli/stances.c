/* tenet stances list. */
#include <math.h>

#include "base/json.h"
#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "store/beliefs.h"
#include "store/stances.h"

static json_t *stance_json(const struct stance *s)
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
	table_cell(t, span_of(when));
	table_cell_styled(t, styles[s->status], s->status_text);
	table_number(t, s->confidence);
	if (isnan(s->change))
		table_cell(t, SPAN_LIT(""));
	else
		table_cellf(t, "%+.3f", s->change);
	table_cell(t, s->rationale);
	table_cell(t, s->text);
}

static int print_stances(const struct call *c, const struct stance *list, size_t n)
{
	static const char *const headings[] = {
		"SINCE", "STATUS", ">CONFIDENCE", ">CHANGE", "RATIONALE", "STANCE", NULL};
	struct table *t;

	if (call_option(c, "--json")) {
		for (size_t i = 0; i < n; i++)
			if (print_json(stance_json(&list[i])) < 0)
				return -1;
		return 0;
	}
	t = table_new(headings);
	for (size_t i = 0; i < n; i++)
		add_row(t, &list[i]);
	return table_print(&t, "This belief has no stances.");
}

static int run(const struct call *c)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct belief_detail d;
	struct stance *list;
	size_t n;
	int status;

	if (command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 ||
		beliefs_get(db, span_of(c->words[0]), &a, &d, &e) < 0 ||
		stances_list(db, d.belief.id, 0, &a, &list, &n, &e) < 0)
		status = command_fail(&e);
	else
		status = print_stances(c, list, n) < 0 ? EXIT_FAILED : EXIT_DONE;
	db_close(&db);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_stances_list = {
	.name = "stances list",
	.operands = "BELIEF",
	.min = 1,
	.max = 1,
	.help = "List the versions of a belief's stance, newest first",
	.options = options,
	.agents_only = true,
	.run = run,
};
