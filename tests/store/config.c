/* Settings: who may change them, on what was seen, and what they were before. */
#include "store/config.h"

#include <string.h>

#include "fixture.h"
#include "store/personas.h"

static struct persona bot(struct store *s)
{
	struct persona p;
	struct err e = {0};

	assert_ok(personas_get(s->db, SPAN_LIT("TestBot"), &s->arena, &p, &e), e);
	return p;
}

static struct setting get(struct store *s, const char *key)
{
	struct setting out;
	struct err e = {0};

	assert_ok(config_get(s->db, s->persona, span_of(key), &s->arena, &out, &e), e);
	return out;
}

static int try_set(struct store *s, const struct session *who, const struct setting *was,
	const char *json, struct err *e)
{
	struct persona p = bot(s);
	struct config_change c = {.persona = &p, .json = span_of(json), .was = was};
	bool changed;

	return config_set(s->db, who, &c, &changed, e);
}

static void set(struct store *s, const struct session *who, const char *key, const char *json)
{
	struct setting was = get(s, key);
	struct err e = {0};

	assert_ok(try_set(s, who, &was, json, &e), e);
}

static void assert_shown(const struct setting *setting, const char *expected)
{
	struct str text = {0};

	setting_show(setting, JSON_STORED, &text);
	assert_string_equal(str_cstr(&text), expected);
	str_free(&text);
}

/* As the agent, or somebody by hand, puts it there. */
static void put_outside(struct store *s, const char *key, const char *json)
{
	const char *values[] = {"99999999-9999-4999-8999-999999999999", s->persona, key, json};

	store_write(s->db,
		"DELETE FROM agent_config WHERE config_key = $3 AND $1 = $1 AND $2 = $2 AND $4 = "
		"$4",
		values, 4);
	values[0] = arena_printf(&s->arena, "99999999-9999-4999-8999-9999999999%02zx",
		(size_t)(unsigned char)key[0]);
	store_write(s->db,
		"INSERT INTO agent_config (id, persona_id, config_key, config_value)"
		" VALUES ($1, $2, $3, $4)",
		values, 4);
}

static void an_admin_sets_changes_and_removes_one_and_the_log_says_so(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);

	set(s, &rosa, "polling_interval_seconds", " 300 ");
	struct setting one = get(s, "polling_interval_seconds");
	assert_int_equal(one.state, SETTING_OPEN);
	assert_shown(&one, "300");
	assert_non_null(one.created_at.p);
	set(s, &rosa, "polling_interval_seconds", "600");
	set(s, &rosa, "polling_interval_seconds", NULL);
	assert_int_equal(get(s, "polling_interval_seconds").state, SETTING_UNSET);
	assert_string_equal(
		store_column(
			s, "SELECT kind FROM console_events WHERE actor = 'rosa' ORDER BY seq"),
		"config.set config.set config.unset ");
	assert_string_equal(
		store_column(s,
			"SELECT detail FROM console_events"
			" WHERE subject = 'TestBot polling_interval_seconds' ORDER BY seq"),
		"{\"after\": 300} {\"before\": 300, \"after\": 600} {\"before\": 600} ");
}

static void nobody_but_an_admin_changes_one(void **state)
{
	struct store *s = *state;
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_OPERATOR};
	struct setting was = get(s, "polling_interval_seconds");

	for (size_t i = 0; i < 2; i++) {
		struct session who = store_account(s, role_name(roles[i]), roles[i]);
		struct err e = {0};
		assert_fails(try_set(s, &who, &was, "300", &e), e, ERR_DENIED);
	}
	assert_int_equal(store_number(s, "SELECT count(*) FROM agent_config"), 0);
	assert_int_equal(
		store_number(s, "SELECT count(*) FROM console_events WHERE kind LIKE 'config.%'"),
		0);
}

static void who_was_slower_is_told_who_changed_it_and_changes_nothing(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN),
		       otto = store_account(s, "otto", ROLE_ADMIN);
	struct setting unset = get(s, "own");
	struct err e = {0};

	set(s, &rosa, "own", "[1]");
	assert_fails(try_set(s, &otto, &unset, "[2]", &e), e, ERR_CONFLICT);
	assert_says(e, "rosa changed own meanwhile (");
	struct setting first = get(s, "own");
	set(s, &rosa, "own", NULL);
	err_clear(&e);
	assert_fails(try_set(s, &otto, &first, "[2]", &e), e, ERR_CONFLICT);
	assert_says(e, "rosa removed own meanwhile (");
	put_outside(s, "own", "[3]");
	err_clear(&e);
	assert_fails(try_set(s, &otto, &first, "[2]", &e), e, ERR_CONFLICT);
	assert_says(e, "something outside tenet changed own meanwhile (");
	struct setting now = get(s, "own");
	assert_shown(&now, "[3]");
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		ON_FRESH(an_admin_sets_changes_and_removes_one_and_the_log_says_so),
		ON_FRESH(nobody_but_an_admin_changes_one),
		ON_FRESH(who_was_slower_is_told_who_changed_it_and_changes_nothing),
	};
	return RUN_CASES(cases);
}
