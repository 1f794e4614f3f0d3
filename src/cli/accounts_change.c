/* tenet accounts role, disable, enable, reset, remove-factor, rename. */
#include "accounts.h"
#include "cli/print.h"
#include "commands.h"
#include "model/password.h"
#include "store/second_factor.h"

/* Who acts, and on which account as it is now. */
static int begin(const struct call *c, struct db *db, struct arena *a, struct session *s,
	struct account *x, struct err *e)
{
	if (command_login(c, db, s, e) < 0)
		return -1;
	return accounts_find(db, span_of(c->words[0]), a, x, e);
}

static int role(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	enum role role = role_of(span_of(c->words[1]));
	struct session s;
	struct account x;

	if (role == ROLE_NONE) {
		err_set(e, ERR_USAGE, "\"%s\" is no role (moderator, operator, admin)",
			c->words[1]);
		return err_hint(e, "tenet accounts roles says what each may do");
	}
	if (begin(c, db, a, &s, &x, e) < 0 || accounts_set_role(db, &s, &x, role, e) < 0)
		return -1;
	return account_report(c, db, a, "gave a role to", x.username, NULL, e);
}

static int disable(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct session s;
	struct account x;

	if (begin(c, db, a, &s, &x, e) < 0 || accounts_disable(db, &s, &x, e) < 0)
		return -1;
	return account_report(c, db, a, "disabled", x.username, NULL, e);
}

static int enable(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct session s;
	struct account x;

	if (begin(c, db, a, &s, &x, e) < 0 || accounts_enable(db, &s, &x, e) < 0)
		return -1;
	return account_report(c, db, a, "enabled", x.username, NULL, e);
}

static int reset(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct session s;
	struct account x;
	char one_time[PASSWORD_ONE_TIME];

	if (begin(c, db, a, &s, &x, e) < 0 || accounts_reset(db, &s, &x, one_time, e) < 0)
		return -1;
	int result = account_report(
		c, db, a, "gave a pass phrase for one login to", x.username, one_time, e);
	password_wipe(one_time, sizeof(one_time));
	if (result == 0 && x.second_factor && !call_option(c, "--json"))
		print_line(PRINT_PLAIN, "The second factor stays, and is asked for as well.");
	return result;
}

static int remove_factor(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct session s;
	struct account x;

	if (begin(c, db, a, &s, &x, e) < 0 || second_factor_remove(db, &s, &x, e) < 0)
		return -1;
	return account_report(c, db, a, "took away the second factor of", x.username, NULL, e);
}

static int rename_account(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct span name = span_of(c->words[1]);
	struct session s;
	struct account x;

	if (begin(c, db, a, &s, &x, e) < 0 || accounts_rename(db, &s, &x, name, e) < 0)
		return -1;
	if (account_report(c, db, a, "there is now", name, NULL, e) < 0)
		return -1;
	if (!call_option(c, "--json"))
		print_line(PRINT_PLAIN, "Sessions under the old name have ended.");
	return 0;
}

static int run_role(const struct call *c)
{
	return account_write_with(c, role);
}

static int run_disable(const struct call *c)
{
	return account_write_with(c, disable);
}

static int run_enable(const struct call *c)
{
	return account_write_with(c, enable);
}

static int run_reset(const struct call *c)
{
	return account_write_with(c, reset);
}

static int run_remove_factor(const struct call *c)
{
	return account_write_with(c, remove_factor);
}

static int run_rename(const struct call *c)
{
	return account_write_with(c, rename_account);
}

static const struct option_spec options[] = {OPTION_LOGIN, OPTION_JSON, OPTION_END};

const struct command command_accounts_role = {
	.name = "accounts role",
	.operands = "NAME moderator|operator|admin",
	.min = 2,
	.max = 2,
	.help = "Say what an account may do",
	.options = options,
	.run = run_role,
};

const struct command command_accounts_disable = {
	.name = "accounts disable",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "Let an account in no more, and end its sessions",
	.options = options,
	.run = run_disable,
};

const struct command command_accounts_enable = {
	.name = "accounts enable",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "Let an account in again, at once if it has to wait",
	.options = options,
	.run = run_enable,
};

const struct command command_accounts_reset = {
	.name = "accounts reset",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "Give an account a pass phrase for one login, and end its sessions; its second "
		"factor stays",
	.options = options,
	.run = run_reset,
};

const struct command command_accounts_remove_factor = {
	.name = "accounts remove-factor",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "Take away somebody's second factor that was lost",
	.options = options,
	.run = run_remove_factor,
};

const struct command command_accounts_rename = {
	.name = "accounts rename",
	.operands = "NAME NEW",
	.min = 2,
	.max = 2,
	.help = "Give an account another name, and end its sessions",
	.options = options,
	.run = run_rename,
};
