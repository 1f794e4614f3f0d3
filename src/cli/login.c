/* What a command does before its work: opens the database, logs somebody in. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "cli/command.h"
#include "cli/print.h"
#include "migrate/ready.h"
#include "model/password.h"
#include "store/accounts.h"
#include "waiting.h"

static int refuse_writing(const struct call *c, const struct db *db, struct err *e)
{
	if (c->globals->read_only)
		return err_set(
			e, ERR_READONLY, "%s writes, and --read-only forbids it", c->command->name);
	if (db && db_read_only(db))
		return err_set(
			e, ERR_READONLY, "%s: %s is read-only", c->command->name, db_name(db));
	return 0;
}

int command_open(const struct call *c, enum db_access access, struct arena *a, struct db **out,
	struct err *e)
{
	struct db_address where;
	struct str notice = {0};
	struct db *db = NULL;
	int result = -1;

	if (access == DB_READ_WRITE && refuse_writing(c, NULL, e) < 0)
		return -1;
	if (db_address_find(c->globals->database, a, &where, e) < 0)
		return -1;
	waiting_begin(c);
	if (waiting_open(c, &where, c->globals->read_only ? DB_READ_ONLY : DB_READ_WRITE, &db, e) <
			0 ||
		(access == DB_READ_WRITE && refuse_writing(c, db, e) < 0))
		goto out;
	if (migrate_ready(db, &notice, e) < 0) {
		if (e->code != ERR_READONLY || !c->command->agents_only)
			goto out;
		err_clear(e);
	}
	*out = db;
	db = NULL;
	result = 0;
out:
	db_close(&db);
	waiting_end();
	if (result == 0 && notice.len > 0)
		print_note("tenet: %s", str_cstr(&notice));
	str_free(&notice);
	return result;
}

/* The code of a second factor stands in the line after the pass phrase, or is asked for. */
static int ask_code(const struct call *c, struct db *db, struct credentials *who,
	struct session *out, struct err *e)
{
	struct str prompt = {0};
	char *code;
	size_t n;

	str_addf(&prompt, "Code for %.*s", (int)who->name.n, who->name.p);
	int result = command_password(c, "--password-fd", str_cstr(&prompt), false, &code, &n, e);
	str_free(&prompt);
	if (result < 0)
		return -1;
	who->code = (struct span){code, n};
	waiting_begin(c);
	result = session_login_with(db, who, out, e);
	waiting_end();
	password_wipe(code, n);
	free(code);
	return result;
}

int command_authenticate(const struct call *c, struct db *db, struct session *out, struct err *e)
{
	const char *name = call_option(c, "--user");
	struct str prompt = {0};
	char *password;
	size_t n;
	struct err first = {0}, ignored = {0};

	if (!name)
		name = getenv("USER");
	if (!name || !*name) {
		err_set(e, ERR_DENIED, "%s: nobody is named to log in", c->command->name);
		return err_hint(e, "--user NAME says which account acts");
	}
	str_addf(&prompt, "Pass phrase for %s", name);
	int result =
		command_password(c, "--password-fd", str_cstr(&prompt), false, &password, &n, e);
	str_free(&prompt);
	if (result < 0)
		return -1;
	struct credentials who = {.name = span_of(name), .password = {password, n}};
	waiting_begin(c);
	result = session_login_with(db, &who, out, &first);
	waiting_end();
	if (result < 0)
		result = first.code == ERR_CODE ? ask_code(c, db, &who, out, e)
						: err_take(e, &first);
	/* When this fails, the old hash lets in as well, and the next login tries again. */
	if (result == 0)
		session_rehash(db, out, who.password, &ignored);
	password_wipe(password, n);
	free(password);
	return result;
}

int command_login(const struct call *c, struct db *db, struct session *out, struct err *e)
{
	bool setting_up;

	if (accounts_setting_up(db, &setting_up, e) < 0)
		return -1;
	if (setting_up) {
		*out = (struct session){0};
		return 0;
	}
	if (command_authenticate(c, db, out, e) < 0)
		return -1;
	if (!out->must_change)
		return 0;
	err_set(e, ERR_DENIED, "%s must set a new pass phrase before anything else", out->name);
	return err_hint(e, "tenet accounts passwd --user %s", out->name);
}

int command_reader(const struct call *c, struct db *db, struct session *out, struct err *e)
{
	*out = (struct session){0};
	return call_option(c, "--user") ? command_authenticate(c, db, out, e) : 0;
}
