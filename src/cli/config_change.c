/* tenet config set, unset. */
#include "config_change.h"
#include "base/diff.h"
#include "base/json.h"
#include "base/str.h"
#include "cli/print.h"
#include "commands.h"
#include "db_place.h"
#include "model/config_key.h"

/* --- What is about to be changed. --- */

static void add_diff(struct str *out, const struct setting *was, struct span json)
{
	struct arena a = {0};
	struct str before = {0}, after = {0};
	struct diff d;

	setting_show(was, JSON_LINES, &before);
	if (json.p)
		json_lay_out(&after, json, JSON_LINES, NULL);
	else
		str_add(&after, "(not set)");
	diff_words(str_span(&before), str_span(&after), &a, &d);
	diff_add_signs(&d, out);
	str_free(&before);
	str_free(&after);
	arena_free(&a);
}

static int ask_risk(struct config_call *x, const struct config_change *c, struct err *e)
{
	const char *risk = config_key_risk(c->was->key, c->was->value, c->json);
	struct str question = {0};

	if (!risk || call_option(x->call, "--yes"))
		return 0;
	add_diff(&question, c->was, c->json);
	str_addf(&question, "\n%s.", risk);
	int rc = place_ask(x->call, str_cstr(&question), risk, "--yes changes it all the same", e);
	str_free(&question);
	return rc;
}

/* Who sets a new name that is nearly a known one may believe to have set that. */
static int ask_name(struct config_call *x, const struct config_change *c, struct err *e)
{
	const char *key = x->call->words[0];
	bool adds = c->was->state == SETTING_UNSET && c->json.p && !c->restores;
	const char *meant = adds ? config_key_meant(c->was->key) : NULL;
	struct str otherwise = {0}, question = {0};

	if (!meant || call_option(x->call, "--yes"))
		return 0;
	str_addf(&otherwise, "%s is not set, and tenet knows no setting of that name", key);
	str_addf(&question, "%s: did you mean %s?", str_cstr(&otherwise), meant);
	const char *hint =
		arena_printf(x->arena, "did you mean %s? --yes sets %s all the same", meant, key);
	int rc = place_ask(x->call, str_cstr(&question), str_cstr(&otherwise), hint, e);
	str_free(&otherwise);
	str_free(&question);
	return rc;
}

static int report(
	struct config_call *x, const char *verb, struct span key, bool changed, struct err *e)
{
	struct setting now;

	if (config_get(x->db, x->persona.id, key, x->arena, &now, e) < 0)
		return -1;
	if (changed && span_is(key, "console") && db_engine(x->db) == DB_POSTGRES)
		print_note("hint: where the server has the console's roles, the owner of the tables"
			   " runs what `tenet db grants` prints, so that it knows this four_eyes,"
			   " too");
	if (call_option(x->call, "--json"))
		return print_json(config_json(&x->persona, &now));
	if (changed)
		print_line(PRINT_PLAIN, "%s %.*s of %.*s", verb, (int)key.n, key.p,
			(int)x->persona.username.n, x->persona.username.p);
	else
		print_line(PRINT_PLAIN, "%.*s is that already", (int)key.n, key.p);
	return 0;
}

/* The whole way of a change; what cannot be done is refused before anybody is asked, and the pass
 * phrase comes before the questions, as in every command. */
static int change(
	struct config_call *x, const struct config_change *c, const char *verb, struct err *e)
{
	struct session s;
	bool changed;

	if (config_check(c, e) < 0 || command_login(x->call, x->db, &s, e) < 0 ||
		ask_name(x, c, e) < 0 || ask_risk(x, c, e) < 0 ||
		config_set(x->db, &s, c, &changed, e) < 0)
		return -1;
	return report(x, verb, c->was->key, changed, e);
}

int config_restore(struct config_call *x, const struct setting *was,
	const struct config_version *version, struct err *e)
{
	struct config_change c = {.persona = &x->persona,
		.json = version->setting.value,
		.was = was,
		.restores = version->number};

	if (setting_check_open(&version->setting, e) < 0)
		return -1;
	return change(x, &c, "restored", e);
}

/* --- The commands. --- */

/* "-" is what comes from standard input: a word of a call cannot be long. */
static int read_json(const struct call *c, struct arena *a, struct span *out, struct err *e)
{
	struct str text = {0};
	size_t n = 1;

	*out = span_of(c->words[1]);
	if (!span_is(*out, "-"))
		return 0;
	while (n > 0 && text.len <= JSON_LONGEST) {
		n = fread(str_reserve(&text, 65536), 1, 65536, stdin);
		text.len += n;
	}
	int failed = ferror(stdin);
	*out = arena_span(a, (struct span){text.p, text.len});
	str_free(&text);
	if (failed)
		return err_set(e, ERR_OTHER, "cannot read standard input");
	return out->n > JSON_LONGEST ? err_set(e, ERR_USAGE,
					       "standard input holds more than 1 MB (%d bytes), and"
					       " a value may not",
					       JSON_LONGEST)
				     : 0;
}

/* A config_work. */
static int set(struct config_call *x, struct err *e)
{
	struct setting was;
	struct config_change c = {.persona = &x->persona, .was = &was};

	if (read_json(x->call, x->arena, &c.json, e) < 0 ||
		config_get(x->db, x->persona.id, span_of(x->call->words[0]), x->arena, &was, e) < 0)
		return -1;
	return change(x, &c, "set", e);
}

/* A config_work. */
static int unset(struct config_call *x, struct err *e)
{
	struct setting was;
	struct config_change c = {.persona = &x->persona, .was = &was};

	if (config_get(x->db, x->persona.id, span_of(x->call->words[0]), x->arena, &was, e) < 0)
		return -1;
	if (was.state == SETTING_UNSET)
		return config_missing(x, e);
	return change(x, &c, "unset", e);
}

static int run_set(const struct call *c)
{
	return config_run(c, DB_READ_WRITE, set);
}

static int run_unset(const struct call *c)
{
	return config_run(c, DB_READ_WRITE, unset);
}

static const struct option_spec options[] = {
	OPTION_PERSONA,
	OPTION_RISKY,
	OPTION_LOGIN,
	OPTION_JSON,
	OPTION_END,
};

const struct command command_config_set = {
	.name = "config set",
	.operands = "KEY JSON",
	.min = 2,
	.max = 2,
	.help = "Set one setting, as admin; JSON \"-\" reads it from standard input",
	.exits = "4 when somebody else changed it meanwhile",
	.options = options,
	.run = run_set,
};

const struct command command_config_unset = {
	.name = "config unset",
	.operands = "KEY",
	.min = 1,
	.max = 1,
	.help = "Remove one setting, as admin",
	.exits = "4 when somebody else changed it meanwhile",
	.options = options,
	.run = run_unset,
};
