/* tenet personas list, show, add, set. */
#include "store/personas.h"
#include "base/json.h"
#include "cli/print.h"
#include "commands.h"

static json_t *persona_json(const struct persona *p)
{
	json_t *o = json_object();

	json_put(o, "id", json_from_text(span_of(p->id)));
	json_put(o, "reddit_username", json_from_text(p->username));
	json_put(o, "display_name", json_from_text(p->display_name));
	json_put(o, "config", json_from_column(p->config));
	json_put(o, "created_at", json_from_time(p->created_at));
	json_put(o, "updated_at", json_from_time(p->updated_at));
	return o;
}

/* --- Reading. --- */

static int list(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	static const char *const headings[] = {"ID", "NAME", "DISPLAY NAME", "-CONFIG", NULL};
	struct persona *personas;
	size_t n;

	if (personas_list(db, a, &personas, &n, e) < 0)
		return -1;
	if (call_option(c, "--json")) {
		for (size_t i = 0; i < n; i++)
			if (print_json(persona_json(&personas[i])) < 0)
				return -1;
		return 0;
	}
	struct table *t = table_new(headings);
	for (size_t i = 0; i < n; i++) {
		table_cellf(t, "%.*s", SHORT_ID, personas[i].id);
		table_cell(t, personas[i].username);
		table_cell(t, personas[i].display_name);
		table_cell(t, personas[i].config);
	}
	return table_print(&t, "There are no personas.");
}

static int show(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct persona p;

	if (personas_get(db, span_of(c->words[0]), a, &p, e) < 0)
		return -1;
	if (call_option(c, "--json"))
		return print_json(persona_json(&p));
	print_field("persona", span_of(p.id));
	print_field("name", p.username);
	print_field("display name", p.display_name);
	print_time("created", p.created_at);
	print_time("updated", p.updated_at);
	putchar('\n');
	print_quote("  ", p.config);
	return 0;
}

/* --- Writing. --- */

/* Reads it again: it is what was stored. */
static int report(const struct call *c, struct db *db, struct arena *a, const char *verb,
	struct span name, struct err *e)
{
	struct persona p;

	if (personas_get(db, name, a, &p, e) < 0)
		return -1;
	if (call_option(c, "--json"))
		return print_json(persona_json(&p));
	print_line(PRINT_PLAIN, "%s the persona %.*s", verb, (int)p.username.n, p.username.p);
	return 0;
}

static int add(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	const char *config = call_option(c, "--config");
	struct persona p = {
		.username = span_of(c->words[0]),
		.display_name = span_of(call_option(c, "--display-name")),
		.config = span_of(config ? config : "{}"),
	};
	struct session s;
	char id[UUID_TEXT];

	if (command_login(c, db, &s, e) < 0 || personas_add(db, &s, &p, id, e) < 0)
		return -1;
	return report(c, db, a, "added", span_of(id), e);
}

static int set(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	const char *config = call_option(c, "--config"),
		   *display_name = call_option(c, "--display-name");
	struct persona was, now;
	struct session s;

	if (!config && !display_name)
		return err_set(e, ERR_USAGE,
			"personas set: there is nothing to set: --display-name or --config");
	if (command_login(c, db, &s, e) < 0 ||
		personas_get(db, span_of(c->words[0]), a, &was, e) < 0)
		return -1;
	now = was;
	if (display_name)
		now.display_name = span_of(display_name);
	if (config)
		now.config = span_of(config);
	if (personas_set(db, &s, &now, &was, e) < 0)
		return -1;
	return report(c, db, a, "changed", span_of(was.id), e);
}

typedef int work_fn(const struct call *c, struct db *db, struct arena *a, struct err *e);

static int run_with(const struct call *c, enum db_access access, work_fn *fn)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	int status = EXIT_DONE;

	if (command_open(c, access, &a, &db, &e) < 0 || fn(c, db, &a, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&db);
	arena_free(&a);
	return status;
}

static int run_list(const struct call *c)
{
	return run_with(c, DB_READ_ONLY, list);
}

static int run_show(const struct call *c)
{
	return run_with(c, DB_READ_ONLY, show);
}

static int run_add(const struct call *c)
{
	return run_with(c, DB_READ_WRITE, add);
}

static int run_set(const struct call *c)
{
	return run_with(c, DB_READ_WRITE, set);
}

static const struct option_spec read_options[] = {OPTION_JSON, OPTION_END};
static const struct option_spec write_options[] = {
	{"--display-name", "TEXT", "how people are shown it; an empty text is none", NULL},
	{"--config", "JSON", "an object: tone, style, values and whatever else it holds", NULL},
	OPTION_LOGIN,
	OPTION_JSON,
	OPTION_END,
};

const struct command command_personas_list = {
	.name = "personas list",
	.operands = "",
	.help = "List who the agent is on Reddit",
	.options = read_options,
	.agents_only = true,
	.run = run_list,
};

const struct command command_personas_show = {
	.name = "personas show",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "Show a persona, by name or id, with its config",
	.options = read_options,
	.agents_only = true,
	.run = run_show,
};

const struct command command_personas_add = {
	.name = "personas add",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "Add a persona, as admin",
	.options = write_options,
	.run = run_add,
};

const struct command command_personas_set = {
	.name = "personas set",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "Change a persona's display name or config, as admin",
	.options = write_options,
	.run = run_set,
};
