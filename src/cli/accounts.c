/* tenet accounts add, list, passwd. */
#include <stdlib.h>
#include <string.h>

#include "accounts.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "model/password.h"

static json_t *json_moment(int64_t t)
{
	char text[27];

	if (t == TIME_NONE)
		return json_null();
	time_format_micros(t, text);
	return json_from_time(span_of(text));
}

json_t *account_json(const struct account *x)
{
	json_t *o = json_object();
	json_put(o, "id", json_from_text(span_of(x->id)));
	json_put(o, "username", json_from_text(x->username));
	json_put(o, "role", json_from_text(span_of(role_name(x->role))));
	json_put(o, "must_change_password", json_boolean(x->must_change));
	json_put(o, "disabled", json_boolean(x->disabled));
	json_put(o, "usable_password", json_boolean(x->usable));
	json_put(o, "password_expires_at", json_moment(x->expires));
	json_put(o, "failures", json_integer(x->failures));
	json_put(o, "next_try_at", json_moment(x->next_try));
	json_put(o, "second_factor", json_boolean(x->second_factor));
	json_put(o, "last_login_at", json_from_time(x->last_login));
	json_put(o, "created_at", json_from_time(x->created_at));
	json_put(o, "updated_at", json_from_time(x->updated_at));
	return o;
}

/* The first one is the worst. */
static struct str *another(struct str *out, enum print_style *style, enum print_style of)
{
	if (out->len == 0)
		*style = of;
	else
		str_add(out, ", ");
	return out;
}

static void say_password(struct str *out, enum print_style *style, const struct account *x)
{
	char until[20];

	time_format_minutes(x->expires, until);
	if (!x->usable)
		str_add(another(out, style, PRINT_BAD), "unusable pass phrase");
	if (account_ran_out(x, time_now()))
		str_add(another(out, style, PRINT_BAD), "its pass phrase ran out");
	else if (x->must_change && x->expires != TIME_NONE)
		str_addf(another(out, style, PRINT_PLAIN), "new pass phrase by %s", until);
	else if (x->must_change)
		str_add(another(out, style, PRINT_WARN), "must change the pass phrase");
}

/* What keeps somebody out, or will, and what she needs. */
static void put_state(struct table *t, const struct account *x)
{
	enum print_style style = PRINT_PLAIN;
	struct str out = {0};
	char when[20];

	if (x->disabled)
		str_add(another(&out, &style, PRINT_BAD), "disabled");
	say_password(&out, &style, x);
	time_format_minutes(x->next_try, when);
	if (x->next_try != TIME_NONE && x->next_try > time_now())
		str_addf(another(&out, &style, PRINT_PLAIN),
			"waits until %s after %lld failed logins", when, (long long)x->failures);
	if (x->second_factor)
		str_add(another(&out, &style, PRINT_PLAIN), "second factor");
	table_cell_styled(t, style, str_span(&out));
	str_free(&out);
}

static int print_accounts(const struct call *c, const struct account *list, size_t n)
{
	static const char *const headings[] = {"NAME", "ROLE", "-LAST LOGIN", "STATE", NULL};
	struct table *t;

	if (call_option(c, "--json")) {
		for (size_t i = 0; i < n; i++)
			if (print_json(account_json(&list[i])) < 0)
				return -1;
		return 0;
	}
	t = table_new(headings);
	for (size_t i = 0; i < n; i++) {
		char last[20] = "never";
		int64_t at;
		if (time_parse(list[i].last_login, &at))
			time_format_minutes(at, last);
		table_cell(t, list[i].username);
		table_cell(t, span_of(role_name(list[i].role)));
		table_cell(t, span_of(last));
		put_state(t, &list[i]);
	}
	return table_print(&t, "There are no accounts. tenet accounts add NAME makes one.");
}

static int run_list(const struct call *c)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct account *list;
	size_t n;
	int status;

	if (command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 ||
		accounts_list(db, &a, &list, &n, &e) < 0 || accounts_terms(db, list, n, &e) < 0)
		status = command_fail(&e);
	else
		status = print_accounts(c, list, n) < 0 ? EXIT_FAILED : EXIT_DONE;
	db_close(&db);
	arena_free(&a);
	return status;
}

int account_report(const struct call *c, struct db *db, struct arena *a, const char *verb,
	struct span name, const char *one_time, struct err *e)
{
	struct account x;
	char until[20];

	if (accounts_find(db, name, a, &x, e) < 0)
		return -1;
	if (call_option(c, "--json")) {
		json_t *o = account_json(&x);
		if (one_time)
			json_put(o, "one_time_password", json_from_text(span_of(one_time)));
		return print_json(o);
	}
	print_line(PRINT_PLAIN, "%s %s (%s)", verb, arena_memdup(a, name.p, name.n),
		role_name(x.role));
	if (!one_time)
		return 0;
	print_line(PRINT_STRONG, "%s", one_time);
	time_format_minutes(x.expires, until);
	if (x.expires == TIME_NONE)
		print_line(PRINT_PLAIN,
			"It is shown this once, and must be changed at the next login.");
	else
		print_line(PRINT_PLAIN,
			"It is shown this once, lets in until %s, and must be changed then.",
			until);
	return 0;
}

static int ask_new(const struct call *c, struct arena *a, struct span name, char **out, size_t *n,
	struct err *e)
{
	char *prompt = arena_printf(a, "New pass phrase for %s, at least %d characters",
		arena_memdup(a, name.p, name.n), PASSWORD_MIN_CHARACTERS);
	return command_password(c, "--new-password-fd", prompt, true, out, n, e);
}

static void forget(char *password, size_t n)
{
	if (password)
		password_wipe(password, n);
	free(password);
}

/* Asked for, or with --one-time made up. */
static int new_password(const struct call *c, struct arena *a, struct span name, char **out,
	size_t *n, struct err *e)
{
	if (!call_option(c, "--one-time"))
		return ask_new(c, a, name, out, n, e);
	*out = xcalloc(1, PASSWORD_ONE_TIME);
	if (password_generate(*out, e) < 0)
		return -1;
	*n = strlen(*out);
	return 0;
}

static int add(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct span name = span_of(c->words[0]);
	const char *word = call_option(c, "--role");
	bool one_time = call_option(c, "--one-time") != NULL;
	enum role role = word ? role_of(span_of(word)) : ROLE_NONE;
	struct session s;
	char *password = NULL;
	size_t n = 0;
	int result = -1;

	if (one_time && call_option(c, "--new-password-fd"))
		return err_set(e, ERR_USAGE,
			"accounts add: --one-time makes up a pass phrase, and --new-password-fd "
			"reads one: give one of the two");
	if (command_login(c, db, &s, e) < 0)
		return -1;
	if (!word && accounts_default_role(db, &role, e) < 0)
		return -1;
	if (accounts_check_add(db, &s, name, role, e) < 0)
		return -1;
	if (new_password(c, a, name, &password, &n, e) == 0 &&
		accounts_add(db, &s, name, (struct span){password, n}, role,
			one_time || call_option(c, "--must-change"), e) == 0)
		result = account_report(c, db, a, "added", name, one_time ? password : NULL, e);
	forget(password, n);
	return result;
}

static int passwd(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct session s;
	struct span name;
	char *password = NULL;
	size_t n = 0;
	int result = -1;

	if (command_authenticate(c, db, &s, e) < 0)
		return -1;
	name = span_of(c->n > 0 ? c->words[0] : s.name);
	if (accounts_check_set_password(db, &s, name, e) < 0 ||
		ask_new(c, a, name, &password, &n, e) < 0)
		return -1;
	if (accounts_set_password(db, &s, name, (struct span){password, n}, e) == 0)
		result = account_report(c, db, a, "changed the pass phrase of", name, NULL, e);
	forget(password, n);
	return result;
}

int account_write_with(const struct call *c, account_write *fn)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	int status = EXIT_DONE;

	if (command_open(c, DB_READ_WRITE, &a, &db, &e) < 0 || fn(c, db, &a, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&db);
	arena_free(&a);
	return status;
}

static int run_add(const struct call *c)
{
	return account_write_with(c, add);
}

static int run_passwd(const struct call *c)
{
	return account_write_with(c, passwd);
}

static const char *const roles[] = {"moderator", "operator", "admin", NULL};

#define OPTION_NEW_PASSWORD_FD \
	{ \
		"--new-password-fd", "N", "read the new pass phrase from file descriptor N", NULL \
	}

static const struct option_spec add_options[] = {
	{"--role", "ROLE", "what it may do (default: moderator; the first account: admin)", roles},
	{"--must-change", NULL, "ask for another pass phrase at the first login", NULL},
	{"--one-time", NULL, "make up a pass phrase for one login, and print it", NULL},
	OPTION_NEW_PASSWORD_FD, OPTION_LOGIN, OPTION_JSON, OPTION_END};
static const struct option_spec list_options[] = {OPTION_JSON, OPTION_END};
static const struct option_spec passwd_options[] = {
	OPTION_NEW_PASSWORD_FD, OPTION_LOGIN, OPTION_JSON, OPTION_END};

const struct command command_accounts_add = {
	.name = "accounts add",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "Add an account; the first one needs no login",
	.options = add_options,
	.run = run_add,
};

const struct command command_accounts_list = {
	.name = "accounts list",
	.operands = "",
	.help = "List the accounts with their roles",
	.options = list_options,
	.run = run_list,
};

const struct command command_accounts_passwd = {
	.name = "accounts passwd",
	.operands = "[NAME]",
	.max = 1,
	.help = "Set one's own pass phrase, or as admin somebody else's",
	.options = passwd_options,
	.run = run_passwd,
};
