/* tenet export. */
#include <string.h>

#include "commands.h"
#include "copying.h"

static int run(const struct call *c)
{
	struct db *source = NULL;
	struct db_address where;
	struct copying progress = {0};
	struct copy_options options = {0};
	struct copy_result result = {0};
	struct arena a = {0};
	struct err e = {0};
	int status;

	if (copying_options(&progress, c, "exported", &options, &e) == 0 &&
		db_address_find(c->globals->database, &a, &where, &e) == 0 &&
		copying_open(c, &where, DB_READ_ONLY, &source, &e) == 0 &&
		copying_begin(&progress, &e) == 0)
		copy_export(source, c->words[0], &options, &a, &result, &e);
	copying_end(&progress);
	/* Standard output holds the rows, and their last line says the same. */
	if (strcmp(c->words[0], "-") == 0)
		status = e.code == ERR_NONE ? EXIT_DONE : command_fail(&e);
	else
		status = copying_report(
			c, source ? db_name(source) : "", c->words[0], &options, &result, &e);
	db_close(&source);
	arena_free(&a);
	return status;
}

static const struct option_spec options_of_export[] = {OPTION_ON_BAD, OPTION_JSON, OPTION_END};

const struct command command_export = {
	.name = "export",
	.operands = "FILE",
	.min = 1,
	.max = 1,
	.help = "Write all rows to a file of JSON Lines, compressed when it ends in .gz; - is "
		"standard output",
	.options = options_of_export,
	.run = run,
};
