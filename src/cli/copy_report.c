/* The result of a copy, as a table or as JSON. */
#include "base/json.h"
#include "cli/print.h"
#include "copying.h"

#define SHORT_HASH 16

static bool was_compared(const struct copy_result *r)
{
	return r->n > 0 && r->tables[r->n - 1].target[0];
}

static json_t *table_json(const struct copy_outcome *t)
{
	json_t *o = json_object();

	json_put(o, "table", json_from_text(span_of(t->table)));
	json_put(o, "rows", json_integer(t->rows));
	json_put(o, "rejected", json_integer(t->rejected));
	json_put(o, "source_hash", json_from_text(span_of(t->source)));
	if (!t->target[0])
		return o;
	json_put(o, "target_rows", json_integer(t->found));
	json_put(o, "target_hash", json_from_text(span_of(t->target)));
	json_put(o, "equal", json_boolean(t->equal));
	return o;
}

static int report_json(const char *source, const char *target, const struct copy_options *o,
	const struct copy_result *r)
{
	json_t *doc = json_object(), *tables = json_array();

	json_put(doc, "source", json_from_text(span_of(source)));
	json_put(doc, "target", json_from_text(span_of(target)));
	json_put(doc, "resumed", json_boolean(r->resumed));
	if (was_compared(r))
		json_put(doc, "equal", json_boolean(r->equal));
	json_put(doc, "rows", json_integer(r->rows));
	json_put(doc, "rejected", json_integer(r->rejected));
	json_put(doc, "reject_file", json_from_text(span_of(r->rejected ? o->reject_file : NULL)));
	json_put(doc, "not_copied", json_from_text(span_of(r->left_out)));
	for (size_t i = 0; i < r->n; i++)
		if (json_array_append_new(tables, table_json(&r->tables[i])) != 0)
			die_of_memory(0);
	json_put(doc, "tables", tables);
	return print_json(doc);
}

static int report_table(const struct copy_result *r)
{
	static const char *const compared[] = {
		"TABLE", ">ROWS", ">REJECTED", ">THERE", "HASH", "RESULT", NULL};
	static const char *const written[] = {"TABLE", ">ROWS", ">REJECTED", "HASH", NULL};
	bool both = was_compared(r);
	struct table *t = table_new(both ? compared : written);

	for (size_t i = 0; i < r->n; i++) {
		const struct copy_outcome *o = &r->tables[i];
		table_cell(t, span_of(o->table));
		table_cellf(t, "%lld", (long long)o->rows);
		table_cellf(t, "%lld", (long long)o->rejected);
		if (both)
			table_cellf(t, "%lld", (long long)o->found);
		table_cell(t, (struct span){o->source, SHORT_HASH});
		if (both)
			table_cell_styled(t, o->equal ? PRINT_GOOD : PRINT_BAD,
				o->equal ? SPAN_LIT("equal") : SPAN_LIT("DIFFERS"));
	}
	return table_print(&t, "no tables were copied");
}

static void say_end(const char *source, const char *target, const struct copy_options *o,
	const struct copy_result *r)
{
	const char *again =
		r->resumed ? "; this run went on where an interrupted one had stopped" : "";

	if (was_compared(r))
		print_line(PRINT_PLAIN, "%s and %s hold the same %lld %s%s%s", source, target,
			(long long)r->rows, copying_rows(r->rows),
			r->rejected > 0 ? ", but for what was rejected" : "", again);
	else
		print_line(PRINT_PLAIN, "%s holds the %lld %s of %s", target, (long long)r->rows,
			copying_rows(r->rows), source);
	if (r->rejected > 0)
		print_line(PRINT_WARN, "%lld %s rejected: %s says which, and why",
			(long long)r->rejected, r->rejected == 1 ? "row was" : "rows were",
			o->reject_file);
	if (*r->left_out)
		print_line(PRINT_WARN, "not copied, because the schema has no such thing: %s",
			r->left_out);
}

int copying_report(const struct call *call, const char *source, const char *target,
	const struct copy_options *o, const struct copy_result *result, const struct err *e)
{
	bool good = e->code == ERR_NONE;
	int lost = 0;

	if (good || was_compared(result)) {
		if (call_option(call, "--json"))
			lost = report_json(source, target, o, result);
		else
			lost = report_table(result);
		if (good && !call_option(call, "--json"))
			say_end(source, target, o, result);
	}
	if (!good)
		return command_fail(e);
	return lost < 0 ? EXIT_FAILED : EXIT_DONE;
}
