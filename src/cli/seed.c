/* tenet seed admin, config, demo. */
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "cli/print.h"
#include "commands.h"
#include "store/seed.h"
#include "waiting.h"

typedef int seed_fn(struct db *db, const struct session *s, struct str *report, struct err *e);

static int print_report(const struct call *c, struct str *report)
{
	json_t *lines = json_array(), *o = json_object();
	char *rest = report->p, *line;

	while ((line = strsep(&rest, "\n"))) {
		if (!*line)
			continue;
		if (!call_option(c, "--json"))
			print_line(PRINT_PLAIN, "%s", line);
		else if (json_array_append_new(lines, json_from_text(span_of(line))) < 0)
			die_of_memory(0);
	}
	json_put(o, "report", lines);
	if (call_option(c, "--json"))
		return print_json(o);
	json_decref(o);
	return 0;
}

static int seed(const struct call *c, seed_fn *fn)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct session s;
	struct str report = {0};
	int status = EXIT_FAILED;

	if (command_open(c, DB_READ_WRITE, &a, &db, &e) < 0 || command_login(c, db, &s, &e) < 0) {
		status = command_fail(&e);
		goto out;
	}
	waiting_begin(c);
	int seeded = fn(db, &s, &report, &e);
	waiting_end();
	if (seeded < 0) {
		status = command_fail(&e);
		goto out;
	}
	if (print_report(c, &report) == 0)
		status = EXIT_DONE;
out:
	str_free(&report);
	db_close(&db);
	arena_free(&a);
	return status;
}

static int run_admin(const struct call *c)
{
	return seed(c, seed_admin);
}

static int run_config(const struct call *c)
{
	return seed(c, seed_config);
}

static int run_demo(const struct call *c)
{
	return seed(c, seed_demo);
}

static const struct option_spec options[] = {OPTION_LOGIN, OPTION_JSON, OPTION_END};

const struct command command_seed_admin = {
	.name = "seed admin",
	.operands = "",
	.help = "Add the account admin with the well-known first pass phrase, to be changed at "
		"once",
	.options = options,
	.run = run_admin,
};

const struct command command_seed_config = {
	.name = "seed config",
	.operands = "",
	.help = "Add the persona DemoAgentBot and its first configuration",
	.options = options,
	.run = run_config,
};

const struct command command_seed_demo = {
	.name = "seed demo",
	.operands = "",
	.help = "Add beliefs, drafts and a history to a persona, to try things out on",
	.options = options,
	.run = run_demo,
};
