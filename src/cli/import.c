/* tenet import. */
#include <string.h>

#include "commands.h"
#include "copying.h"
#include "waiting.h"

static int open_file(const struct call *c, struct copy_file *out, struct err *e)
{
	waiting_begin(c);
	int result = copy_file_open(c->words[0], c->globals->migrations, out, e);
	waiting_end();
	return result;
}

static int run(const struct call *c)
{
	struct db *target = NULL;
	struct db_address where;
	struct copying progress = {0};
	struct copy_options options = {0};
	struct copy_result result = {0};
	struct arena a = {0};
	struct err e = {0};
	struct copy_file file = {0};

	if (copying_refuse_read_only(c, &e) == 0 &&
		copying_options(&progress, c, "imported", &options, &e) == 0 &&
		db_address_find(c->globals->database, &a, &where, &e) == 0 &&
		open_file(c, &file, &e) == 0 &&
		copying_open(c, &where, DB_CREATE, &target, &e) == 0 &&
		copying_begin(&progress, &e) == 0)
		copy_import(&file, target, &options, &a, &result, &e);
	copying_end(&progress);
	copy_file_close(&file);
	const char *from = strcmp(c->words[0], "-") == 0 ? "standard input" : c->words[0];
	int status = copying_report(c, from, target ? db_name(target) : "", &options, &result, &e);
	db_close(&target);
	arena_free(&a);
	return status;
}

static const struct option_spec options_of_import[] = {OPTION_ON_BAD, OPTION_JSON, OPTION_END};

const struct command command_import = {
	.name = "import",
	.operands = "FILE",
	.min = 1,
	.max = 1,
	.help = "Read what export wrote into an empty database, and compare; - is standard input",
	.options = options_of_import,
	.run = run,
};
