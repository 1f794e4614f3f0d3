/* tenet db copy. */
#include "base/confine.h"
#include "commands.h"
#include "copying.h"

/* main looked beside the database of --database only. */
static int check_marks(const struct call *c, struct arena *a, struct err *e)
{
	struct db_address where;

	for (int i = 0; i < c->n; i++) {
		if (db_address_parse(c->words[i], a, &where, e) < 0)
			return -1;
		const char *mark =
			where.engine == DB_SQLITE ? confine_mark_beside(where.target, a) : NULL;
		if (!mark)
			continue;
		err_set(e, ERR_DENIED,
			"db copy: a restricted tenet is the console and nothing else");
		return err_hint(e, "%s, which is root's, makes it so", mark);
	}
	return 0;
}

static int open_word(const struct call *c, int i, enum db_access access, struct arena *a,
	struct db **out, struct err *e)
{
	struct db_address where;

	if (db_address_parse(c->words[i], a, &where, e) < 0)
		return -1;
	if (copying_open(c, &where, access, out, e) == 0)
		return 0;
	if (access == DB_READ_ONLY && e->code == ERR_MISSING)
		e->hint[0] = '\0'; /* how to make one is no advice for a source */
	return -1;
}

static int run(const struct call *c)
{
	struct db *source = NULL, *target = NULL;
	struct copying progress = {0};
	struct copy_options options = {0};
	struct copy_result result = {0};
	struct arena a = {0};
	struct err e = {0};

	if (copying_refuse_read_only(c, &e) == 0 && check_marks(c, &a, &e) == 0 &&
		copying_options(&progress, c, "copied", &options, &e) == 0 &&
		open_word(c, 0, DB_READ_ONLY, &a, &source, &e) == 0 &&
		open_word(c, 1, DB_CREATE, &a, &target, &e) == 0 &&
		copying_begin(&progress, &e) == 0)
		copy_databases(source, target, &options, &a, &result, &e);
	copying_end(&progress);
	int status = copying_report(c, source ? db_name(source) : "", target ? db_name(target) : "",
		&options, &result, &e);
	db_close(&source);
	db_close(&target);
	arena_free(&a);
	return status;
}

static const struct option_spec options_of_copy[] = {OPTION_ON_BAD, OPTION_JSON, OPTION_END};

const struct command command_db_copy = {
	.name = "db copy",
	.operands = "SOURCE TARGET",
	.min = 2,
	.max = 2,
	.help = "Copy all rows into another, empty database, of either engine, and compare",
	.exits = "0 only when both sides are equal",
	.options = options_of_copy,
	.run = run,
};
