/* tenet accounts add, list, passwd. */
#include <stdlib.h>

#include "base/json.h"
#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "model/password.h"
#include "store/accounts.h"

static json_t *account_json(const struct account *x)
{
	json_t *o = json_object();
	json_put(o, "id", json_from_text(span_of(x->id)));
	json_put(o, "username", json_from_text(x->username));
	json_put(o, "role", json_from_text(span_of(role_name(x->role))));
	json_put(o, "must_change_password", json_boolean(x->must_change));
	json_put(o, "disabled", json_boolean(x->disabled));
	json_put(o, "failures", json_integer(x->failures));
	json_put(o, "last_login_at", json_from_time(x->last_login));
	json_put(o, "created_at", json_from_time(x->created_at));
	json_put(o, "updated_at", json_from_time(x->updated_at));
	return o;
}

static int print_accounts(const struct call *c, const struct account *list, size_t n)
{
	static const char *const headings[] = {"NAME", "ROLE", "LAST LOGIN", "STATE", NULL};
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
		if (list[i].disabled)
			table_cell_styled(t, PRINT_BAD, SPAN_LIT("disabled"));
		else if (list[i].must_change)
			table_cell_styled(t, PRINT_WARN, SPAN_LIT("must change the pass phrase"));
		else
			table_cell(t, SPAN_LIT(""));
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
		accounts_list(db, &a, &list, &n, &e) < 0)
		status = command_fail(&e);
	else
		status = print_accounts(c, list, n) < 0 ? EXIT_FAILED : EXIT_DONE;
	db_close(&db);
	arena_free(&a);
	return status;
}

/* Says what was done to the account `name`: a sentence, or its row. */
static int report(const struct call *c, struct db *db, struct arena *a, const char *verb,
	struct span name, struct err *e)
{
	struct account *list;
	size_t n;

	if (accounts_list(db, a, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!span_eq(list[i].username, name))
			continue;
		if (call_option(c, "--json"))
			return print_json(account_json(&list[i]));
		print_line(PRINT_PLAIN, "%s %s (%s)", verb, arena_memdup(a, name.p, name.n),
			role_name(list[i].role));
		return 0;
	}
	return err_set(e, ERR_MISSING, "the account %.*s is gone again", (int)name.n, name.p);
}

static int ask_new(const struct call *c, struct arena *a, struct span name, char **out, size_t *n,
	struct err *e)
{
	char *prompt = arena_printf(a, "New pass phrase for %s", arena_memdup(a, name.p, name.n));
	return command_password(c, "--new-password-fd", prompt, true, out, n, e);
}

static void forget(char *password, size_t n)
{
	if (password)
		password_wipe(password, n);
	free(password);
}

static int add(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct span name = span_of(c->words[0]);
	const char *word = call_option(c, "--role");
	enum role role = word ? role_of(span_of(word)) : ROLE_NONE;
	struct session s;
	char *password = NULL;
	size_t n = 0;
	int result = -1;

	if (command_login(c, db, &s, e) < 0)
		return -1;
	if (!word && accounts_default_role(db, &role, e) < 0)
		return -1;
	if (ask_new(c, a, name, &password, &n, e) < 0)
		return -1;
	if (accounts_add(db, &s, name, (struct span){password, n}, role,
		    call_option(c, "--must-change") != NULL, e) == 0)
		result = report(c, db, a, "added", name, e);
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
	if (ask_new(c, a, name, &password, &n, e) < 0)
		return -1;
	if (accounts_set_password(db, &s, name, (struct span){password, n}, e) == 0)
		result = report(c, db, a, "changed the pass phrase of", name, e);
	forget(password, n);
	return result;
}

typedef int write_fn(const struct call *c, struct db *db, struct arena *a, struct err *e);

static int write_with(const struct call *c, write_fn *fn)
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
	return write_with(c, add);
}

static int run_passwd(const struct call *c)
{
	return write_with(c, passwd);
}

static const char *const roles[] = {"moderator", "operator", "admin", NULL};

#define OPTION_NEW_PASSWORD_FD \
	{ \
		"--new-password-fd", "N", "read the new pass phrase from file descriptor N", NULL \
	}

static const struct option_spec add_options[] = {
	{"--role", "ROLE", "what it may do (default: moderator; the first account: admin)", roles},
	{"--must-change", NULL, "ask for another pass phrase at the first login", NULL},
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
