/* Logging in, and failing to. */
#include "fixture_login.h"

const char login_rosa[] = "INSERT INTO admins (id, username, hashed_password) VALUES"
			  " ('aaaaaaaa-0000-4000-8000-0000000000ff', 'Rosa',"
			  " '$2b$12$yGTCfHh.LYmsDDurXEAxQu18a5gXm9Hgtt6y3DLF7ZRe/wJ/x1J2O')";

void login_at(const char *time)
{
	assert_int_equal(setenv("TENET_NOW", time, 1), 0);
}

int login_thaw(void **state)
{
	unsetenv("TENET_NOW");
	return store_drop(state);
}

void login_refused(struct db *db, const char *name, const char *password)
{
	struct session out = {0};
	struct err e = {0};

	assert_fails(session_login(db, span_of(name), span_of(password), &out, &e), e, ERR_DENIED);
	assert_string_equal(e.text, LOGIN_REFUSAL);
	assert_string_equal(out.id, "");
	assert_false(db_in_transaction(db));
}

struct session login_ok(struct db *db, const char *name, const char *password)
{
	struct session out = {0};
	struct err e = {0};

	assert_ok(session_login(db, span_of(name), span_of(password), &out, &e), e);
	assert_false(db_in_transaction(db));
	return out;
}
