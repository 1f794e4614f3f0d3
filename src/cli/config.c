/* tenet config list, get. */
#include "config.h"

#include <string.h>

#include "base/json.h"
#include "base/nearest.h"
#include "base/str.h"
#include "cli/print.h"
#include "commands.h"
#include "model/config_key.h"
#include "store/accounts.h"
#include "store/personas.h"

#define LONGEST_CELL 60

/* --- Whose. --- */

static int say_which(const struct persona *personas, size_t n, struct err *e)
{
	struct str names = {0};

	for (size_t i = 0; i < n; i++)
		str_addf(&names, "%s%.*s", i ? ", " : "", (int)personas[i].username.n,
			personas[i].username.p);
	err_set(e, ERR_USAGE, "there are %zu personas: say which one with --persona", n);
	err_hint(e, "%s", str_cstr(&names));
	str_free(&names);
	return -1;
}

static int find_persona(struct config_call *x, struct err *e)
{
	const char *name = call_option(x->call, "--persona");
	struct persona *all;
	size_t n;

	if (name)
		return personas_get(x->db, span_of(name), x->arena, &x->persona, e);
	if (personas_list(x->db, x->arena, &all, &n, e) < 0)
		return -1;
	if (n == 0) {
		err_set(e, ERR_MISSING, "there is no persona that could have settings");
		return err_hint(e, "`tenet personas add` adds one");
	}
	if (n > 1)
		return say_which(all, n, e);
	x->persona = all[0];
	return 0;
}

int config_run(const struct call *c, enum db_access access, config_work *work)
{
	struct arena a = {0};
	struct config_call x = {.call = c, .arena = &a};
	struct err e = {0};
	int status = EXIT_DONE;

	if (command_open(c, access, &a, &x.db, &e) < 0 || find_persona(&x, &e) < 0 ||
		work(&x, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&x.db);
	arena_free(&a);
	return status;
}

/* --- One. --- */

static const char *const states[] = {
	[SETTING_UNSET] = "not set",
	[SETTING_OPEN] = "set",
	[SETTING_PARTLY_SECRET] = "partly hidden",
	[SETTING_SECRET] = "hidden",
	[SETTING_BROKEN] = "not JSON",
};

const char *config_state(const struct setting *s)
{
	if (setting_is_unreadable(s))
		return "not JSON, hidden";
	return states[s->state];
}

json_t *config_json(const struct persona *p, const struct setting *s)
{
	const struct config_key *k = config_key_find(s->key);
	json_t *o = json_object();

	json_put(o, "persona", json_from_text(p->username));
	json_put(o, "config_key", json_from_text(s->key));
	json_put(o, "config_value",
		s->state == SETTING_BROKEN ? json_from_text(s->value) : json_from_column(s->value));
	json_put(o, "state", json_from_text(span_of(config_state(s))));
	json_put(o, "known", json_boolean(k));
	json_put(o, "default", json_from_column(span_of(k ? k->fallback : NULL)));
	json_put(o, "created_at", json_from_time(s->created_at));
	json_put(o, "updated_at", json_from_time(s->updated_at));
	return o;
}

void config_cell(struct table *t, const struct setting *s)
{
	struct str text = {0};

	setting_show(s, JSON_LINE, &text);
	table_cell_cut(t, str_span(&text), LONGEST_CELL);
	str_free(&text);
}

static void add_row(struct table *t, const struct setting *s)
{
	const struct config_key *k = config_key_find(s->key);

	table_cell(t, s->key);
	config_cell(t, s);
	table_cell(t, span_of(s->state == SETTING_BROKEN ? "not JSON" : config_type_name(k)));
	table_time(t, s->updated_at);
}

/* Known ones that are not there come last, as in the console. */
static void add_unset(struct config_call *x, struct setting **all, size_t *n)
{
	struct setting *more = arena_calloc(x->arena, *n + config_keys_n, sizeof(*more));
	size_t set = *n;

	if (set > 0)
		memcpy(more, *all, set * sizeof(*more));
	for (size_t k = 0; k < config_keys_n; k++) {
		struct span key = span_of(config_keys[k].name);
		size_t i = 0;
		while (i < set && !span_eq(more[i].key, key))
			i++;
		if (i == set)
			more[(*n)++] = (struct setting){.key = key};
	}
	*all = more;
}

/* A config_work. */
static int list(struct config_call *x, struct err *e)
{
	static const char *const headings[] = {"KEY", "VALUE", "-TYPE", "-UPDATED", NULL};
	struct setting *all;
	size_t n;

	if (config_list(x->db, x->persona.id, x->arena, &all, &n, e) < 0)
		return -1;
	if (call_option(x->call, "--all"))
		add_unset(x, &all, &n);
	if (call_option(x->call, "--json")) {
		for (size_t i = 0; i < n; i++)
			if (print_json(config_json(&x->persona, &all[i])) < 0)
				return -1;
		return 0;
	}
	struct table *t = table_new(headings);
	for (size_t i = 0; i < n; i++)
		add_row(t, &all[i]);
	return table_print(&t, "There are no settings; `tenet config set KEY JSON` adds one.");
}

static void print_known(const struct config_key *k)
{
	struct str type = {0};

	config_key_describe(&type, k);
	print_field("type", str_span(&type));
	for (const struct config_key *m = k ? k->members : NULL; m && m->type != CONFIG_ANY; m++) {
		str_clear(&type);
		str_addf(&type, "%s: ", m->name ? m->name : "each");
		config_key_describe(&type, m);
		str_addf(&type, "%s%s", m->meaning ? "; " : "", m->meaning ? m->meaning : "");
		print_field("member", str_span(&type));
	}
	print_field("meaning", span_of(k ? k->meaning : NULL));
	print_field("default", span_of(k ? k->fallback : NULL));
	str_free(&type);
}

/* Of those that are known, and those that the persona has. */
static const char *nearest_key(const struct config_call *x)
{
	struct nearest near = {.word = x->call->words[0]};
	struct setting *all;
	size_t n = 0;

	for (size_t i = 0; i < config_keys_n; i++)
		nearest_offer(&near, config_keys[i].name);
	if (config_list(x->db, x->persona.id, x->arena, &all, &n, NULL) == 0)
		for (size_t i = 0; i < n; i++)
			nearest_offer(&near, arena_memdup(x->arena, all[i].key.p, all[i].key.n));
	return near.best && strcmp(near.best, near.word) != 0 ? near.best : NULL;
}

int config_missing(const struct config_call *x, struct err *e)
{
	int n = (int)x->persona.username.n;
	const char *name = x->persona.username.p, *near = nearest_key(x);

	err_set(e, ERR_MISSING, "%.*s has no setting \"%s\"", n, name, x->call->words[0]);
	if (near)
		return err_hint(e, "did you mean %s?", near);
	return err_hint(e, "`tenet config list --all --persona %.*s` names them", n, name);
}

/* NULL where nobody knows: on a database of the agent alone, or where the server keeps the events
 * from who asks. */
static int find_change(struct config_call *x, const struct setting *s,
	const struct config_version **out, struct err *e)
{
	struct config_version *v;
	struct err why = {0};
	bool there;
	size_t n;

	*out = NULL;
	if (accounts_there(x->db, &there, e) < 0)
		return -1;
	if (!there)
		return 0;
	if (config_history(x->db, &x->persona, s->key, x->arena, &v, &n, &why) < 0)
		return why.code == ERR_DENIED ? 0 : err_take(e, &why);
	if (n > 0)
		*out = &v[n - 1];
	return 0;
}

static void print_change(const struct config_version *v)
{
	if (v)
		print_field("changed by",
			v->outside ? SPAN_LIT("the agent, a seed or by hand: not recorded")
				   : v->by);
	if (v)
		print_time("changed at", v->at);
}

static int print_one_json(
	const struct config_call *x, const struct setting *s, const struct config_version *v)
{
	json_t *o = config_json(&x->persona, s);

	json_put(o, "changed_by", json_from_text(v && !v->outside ? v->by : SPAN_NULL));
	json_put(o, "changed_at", json_from_time(v ? v->at : SPAN_NULL));
	json_put(o, "changed_outside", v ? json_boolean(v->outside) : json_null());
	return print_json(o);
}

static void print_one(
	const struct config_call *x, const struct setting *s, const struct config_version *v)
{
	struct str text = {0};

	print_field("setting", s->key);
	print_field("persona", x->persona.username);
	print_known(config_key_find(s->key));
	print_time("updated", s->updated_at);
	print_change(v);
	if (s->state != SETTING_OPEN)
		print_field("state", span_of(config_state(s)));
	if (s->state == SETTING_UNSET)
		return;
	setting_show(s, JSON_LINES, &text);
	putchar('\n');
	print_quote("  ", str_span(&text));
	str_free(&text);
}

/* One that is known is told of where it is not set, too: -1 without an error then. A config_work.
 */
static int get(struct config_call *x, struct err *e)
{
	const struct config_version *v;
	struct setting s;

	if (config_get(x->db, x->persona.id, span_of(x->call->words[0]), x->arena, &s, e) < 0)
		return -1;
	if (s.state == SETTING_UNSET && !config_key_find(s.key))
		return config_missing(x, e);
	if (find_change(x, &s, &v, e) < 0)
		return -1;
	if (call_option(x->call, "--json")) {
		if (print_one_json(x, &s, v) < 0)
			return -1;
	} else {
		print_one(x, &s, v);
	}
	return s.state == SETTING_UNSET ? -1 : 0;
}

static int run_list(const struct call *c)
{
	return config_run(c, DB_READ_ONLY, list);
}

static int run_get(const struct call *c)
{
	return config_run(c, DB_READ_ONLY, get);
}

static const struct option_spec list_options[] = {
	{"--all", NULL, "also those that are known and not set", NULL}, OPTION_PERSONA, OPTION_JSON,
	OPTION_END};
static const struct option_spec get_options[] = {OPTION_PERSONA, OPTION_JSON, OPTION_END};

const struct command command_config_list = {
	.name = "config list",
	.operands = "",
	.help = "List the agent's settings",
	.options = list_options,
	.agents_only = true,
	.run = run_list,
};

const struct command command_config_get = {
	.name = "config get",
	.operands = "KEY",
	.min = 1,
	.max = 1,
	.help = "Show one setting, and what may stand in it",
	.exits = "1 when it is not set",
	.options = get_options,
	.agents_only = true,
	.run = run_get,
};
