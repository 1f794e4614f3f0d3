/* tenet beliefs findings. */
#include <math.h>
#include <stdint.h>

#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "store/findings.h"
#include "waiting.h"

#define ALL (SIZE_MAX / 4)

static const char *const kind_names[] = {"tension", "two-ways", "cycle", "no-evidence", "drift",
	"live", "personas", "self-edge", "double-edge", "confidence", "tags", "audit", "no-end",
	"stale", NULL};
_Static_assert(sizeof(kind_names) / sizeof(kind_names[0]) == FINDING_KINDS + 1,
	"every kind can be asked for");

static json_t *id_json(const char *id)
{
	return id[0] ? json_from_text(span_of(id)) : json_null();
}

static json_t *one_json(const struct finding *f)
{
	const struct finding_info *info = finding_info(f->kind);
	struct str why = {0};
	json_t *o = json_object();

	finding_explain(f, &why);
	json_put(o, "kind", json_string(info->name));
	json_put(o, "severity", json_string(finding_severity_name(info->severity)));
	json_put(o, "belief_id", id_json(f->belief));
	json_put(o, "title", json_from_text(f->title));
	json_put(o, "current_confidence", json_from_real(f->confidence));
	json_put(o, "other_id", id_json(f->other));
	json_put(o, "other_title", json_from_text(f->other_title));
	json_put(o, "other_confidence", json_from_real(f->other_confidence));
	json_put(o, "weight", json_from_real(f->weight));
	json_put(o, "explanation", json_from_text(str_span(&why)));
	str_free(&why);
	return o;
}

static void print_one(const struct finding *f)
{
	struct str line = {0};

	str_addf(&line, "  %.*s  ", SHORT_ID, f->belief);
	finding_explain(f, &line);
	print_text(PRINT_PLAIN, str_span(&line));
	str_free(&line);
}

static void print_kind(enum finding_kind kind, const struct finding_list *list, bool first)
{
	const struct finding_info *info = finding_info(kind);

	if (!first)
		putchar('\n');
	print_line(PRINT_STRONG, "%s (%zu, %s)", info->title, list->n,
		finding_severity_name(info->severity));
	for (size_t i = 0; i < list->n && !print_lost(); i++)
		print_one(&list->rows[i]);
}

/* One kind after the other, so that memory holds one. */
static int find(
	const struct call *c, struct db *db, enum finding_kind kind, size_t *found, struct err *e)
{
	bool json = call_option(c, "--json") != NULL;
	struct arena a = {0};
	struct finding_list list;

	waiting_begin(c);
	int rc = findings_of_kind(db, kind, time_now(), SPAN_NULL, ALL, &a, &list, e);
	waiting_end();
	if (rc == 0 && list.n > 0 && !json)
		print_kind(kind, &list, *found == 0);
	for (size_t i = 0; rc == 0 && json && i < list.n && !print_lost(); i++)
		print_json(one_json(&list.rows[i]));
	*found += rc == 0 ? list.n : 0;
	arena_free(&a);
	return rc;
}

static int run(const struct call *c)
{
	const char *only = call_option(c, "--kind");
	bool json = call_option(c, "--json") != NULL;
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	size_t found = 0;
	int rc = command_open(c, DB_READ_ONLY, &a, &db, &e);

	for (int k = 0; rc == 0 && k < FINDING_KINDS; k++)
		if (!only || (int)finding_named(span_of(only)) == k)
			rc = find(c, db, (enum finding_kind)k, &found, &e);
	db_close(&db);
	arena_free(&a);
	if (rc < 0)
		return command_fail(&e);
	if (found == 0 && !json)
		print_line(PRINT_GOOD,
			only ? "Nothing of this kind was found."
			     : "Nothing was found to be wrong.");
	return found > 0 ? EXIT_FAILED : EXIT_DONE;
}

static const struct option_spec options[] = {
	{"--kind", "KIND", "look only for this", kind_names}, OPTION_JSON, OPTION_END};

const struct command command_beliefs_findings = {
	.name = "beliefs findings",
	.operands = "",
	.help = "List what is wrong in the graph, and why",
	.exits = "1 when there is anything, 0 when there is nothing",
	.options = options,
	.agents_only = true,
	.run = run,
};
