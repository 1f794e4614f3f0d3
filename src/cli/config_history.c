/* tenet config history, restore. */
#include "base/json.h"
#include "base/number.h"
#include "cli/print.h"
#include "commands.h"
#include "config.h"
#include "config_change.h"
#include "model/config_key.h"

static json_t *version_json(const struct config_version *v)
{
	json_t *o = json_object();
	bool broken = v->setting.state == SETTING_BROKEN;

	json_put(o, "number", json_integer(v->number));
	json_put(o, "at", json_from_time(v->at));
	json_put(o, "actor", json_from_text(v->by));
	json_put(o, "outside", json_boolean(v->outside));
	json_put(o, "restores", v->restores ? json_integer(v->restores) : json_null());
	json_put(o, "state", json_from_text(span_of(config_state(&v->setting))));
	json_put(o, "config_value",
		broken ? json_from_text(v->setting.value) : json_from_column(v->setting.value));
	return o;
}

static void add_row(struct table *t, const struct config_version *v)
{
	table_cellf(t, "%lld", (long long)v->number);
	table_time(t, v->at);
	table_cell(t, v->outside ? SPAN_LIT("not recorded") : v->by);
	if (v->restores)
		table_cellf(t, "as in %lld", (long long)v->restores);
	else
		table_cell(t, SPAN_LIT(""));
	config_cell(t, &v->setting);
}

/* A config_work. */
static int history(struct config_call *x, struct err *e)
{
	static const char *const headings[] = {">N", "TIME", "-BY", "-RESTORED", "VALUE", NULL};
	struct config_version *v;
	size_t n;

	if (config_history(x->db, &x->persona, span_of(x->call->words[0]), x->arena, &v, &n, e) < 0)
		return -1;
	if (n == 0 && !config_key_find(span_of(x->call->words[0])))
		return config_missing(x, e);
	if (call_option(x->call, "--json")) {
		for (size_t i = n; i > 0; i--)
			if (print_json(version_json(&v[i - 1])) < 0)
				return -1;
		return 0;
	}
	struct table *t = table_new(headings);
	for (size_t i = n; i > 0; i--)
		add_row(t, &v[i - 1]);
	return table_print(&t, "It is not set, and was not changed here.");
}

/* A config_work. */
static int restore(struct config_call *x, struct err *e)
{
	struct config_version *v;
	struct setting was;
	size_t n;
	double number;

	if (!number_read(span_of(x->call->words[1]), &number))
		return err_set(e, ERR_USAGE, "config restore: \"%s\" is no number of a version",
			x->call->words[1]);
	if (config_get(x->db, x->persona.id, span_of(x->call->words[0]), x->arena, &was, e) < 0 ||
		config_history(x->db, &x->persona, was.key, x->arena, &v, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if ((double)v[i].number == number)
			return config_restore(x, &was, &v[i], e);
	err_set(e, ERR_MISSING, "%s has no version \"%s\"", x->call->words[0], x->call->words[1]);
	return err_hint(e, "`tenet config history %s` lists them", x->call->words[0]);
}

static int run_history(const struct call *c)
{
	return config_run(c, DB_READ_ONLY, history);
}

static int run_restore(const struct call *c)
{
	return config_run(c, DB_READ_WRITE, restore);
}

static const struct option_spec read_options[] = {OPTION_PERSONA, OPTION_JSON, OPTION_END};
static const struct option_spec write_options[] = {
	OPTION_PERSONA, OPTION_RISKY, OPTION_LOGIN, OPTION_JSON, OPTION_END};

const struct command command_config_history = {
	.name = "config history",
	.operands = "KEY",
	.min = 1,
	.max = 1,
	.help = "List what a setting was, newest first, by whom and when",
	.options = read_options,
	.run = run_history,
};

const struct command command_config_restore = {
	.name = "config restore",
	.operands = "KEY N",
	.min = 2,
	.max = 2,
	.help = "Set a setting back to what it was in version N of its history, as admin",
	.exits = "4 when somebody else changed it meanwhile",
	.options = write_options,
	.run = run_restore,
};
