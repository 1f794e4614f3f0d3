/* tenet db check. */
#include "migrate/check.h"

#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "findings.h"
#include "waiting.h"

json_t *finding_json(const struct check_finding *f)
{
	json_t *o = json_object();

	json_put(o, "part", json_from_text(span_of(check_part_name(f->part))));
	json_put(o, "what", json_from_text(span_of(f->what)));
	json_put(o, "way", json_from_text(span_of(f->way)));
	json_put(o, "table", json_from_text(span_of(f->table)));
	json_put(o, "object", json_from_text(span_of(f->object)));
	json_put(o, "text", json_from_text(span_of(f->text)));
	json_put(o, "matters", json_boolean(!f->excuse));
	json_put(o, "why_not", json_from_text(span_of(f->excuse)));
	return o;
}

void finding_print(const struct check_finding *f)
{
	const char *part = f->excuse ? "note" : check_part_name(f->part);

	print_hanging(f->excuse ? PRINT_DIM : PRINT_BAD, 10, "%-9s %s%s%s", part, f->text,
		f->excuse ? ": " : "", f->excuse ? f->excuse : "");
}

static void say_left_out(const struct check *k)
{
	for (int part = CHECK_FILES; part <= CHECK_DATABASE; part++)
		if (k->left_out[part])
			print_line(PRINT_WARN, "%-9s not compared: %s",
				check_part_name((enum check_part)part), k->left_out[part]);
}

static void print_check(const struct check *k)
{
	for (size_t i = 0; i < k->n; i++)
		finding_print(&k->f[i]);
	say_left_out(k);
	if (k->matter)
		print_line(PRINT_PLAIN, "%zu difference%s", k->matter, k->matter == 1 ? "" : "s");
	else
		print_line(PRINT_GOOD, "no differences%s", k->n ? " that matter" : "");
}

/* What is there to compare may be the files alone. */
static int look(
	const struct call *c, struct arena *a, struct db **db, struct check *out, struct err *e)
{
	struct db_address where;
	struct err missing = {0};

	if (db_address_find(c->globals->database, a, &where, e) < 0)
		return -1;
	if (db_open(&where, c->globals->read_only ? DB_READ_ONLY : DB_READ_WRITE, db, &missing) <
			0 &&
		missing.code != ERR_MISSING)
		return err_take(e, &missing);
	return check_all(*db, where.engine, c->globals->migrations, a, out, e);
}

static int run_check(const struct call *c)
{
	struct arena a = {0};
	struct db *db = NULL;
	struct check k = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	waiting_begin(c);
	int looked = look(c, &a, &db, &k, &e);
	waiting_end();
	if (looked < 0) {
		status = command_fail(&e);
	} else {
		status = k.matter ? EXIT_FAILED : EXIT_DONE;
		if (!call_option(c, "--json"))
			print_check(&k);
		for (size_t i = 0; call_option(c, "--json") && i < k.n; i++)
			if (print_json(finding_json(&k.f[i])) < 0)
				status = EXIT_FAILED;
	}
	db_close(&db);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_db_check = {
	.name = "db check",
	.operands = "",
	.help = "Compare the migrations with what was applied, with schema.sql and with the "
		"database",
	.exits = "1 when anything differs that matters",
	.options = options,
	.run = run_check,
};
