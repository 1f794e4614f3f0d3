/* Settings: who may change them, on what was seen, and what they were before. */
#include "store/config.h"

#include <string.h>

#include "base/json.h"
#include "fixture.h"
#include "model/config_key.h"
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
	const char *values[] = {s->persona, key, json};
	struct setting was = get(s, key);

	store_write(s->db,
		was.state == SETTING_UNSET
			? "INSERT INTO agent_config (persona_id, config_key, config_value, id)"
			  " VALUES ($1, $2, $3, '99999999-9999-4999-8999-999999999999')"
			: "UPDATE agent_config SET config_value = $3"
			  " WHERE persona_id = $1 AND config_key = $2",
		values, 3);
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

static void it_is_stored_as_the_agent_writes_it(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);

	set(s, &rosa, "own", "{\"b\":[ 1,\n2],\"a\":\"\u00e9\"}");
	struct setting own = get(s, "own");
	json_t *value = json_read(own.value, NULL);
	struct span a = json_get_text(value, "a", &s->arena);
	json_decref(value);
	assert_span(a, "\u00e9");
	if (s->engine == DB_SQLITE)
		assert_span(own.value, "{\"b\": [1, 2], \"a\": \"\\u00e9\"}");
	assert_int_equal(strlen(store_text(s, "SELECT CAST(id AS text) FROM agent_config")), 36);
}

static void the_same_again_changes_nothing_and_says_so(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);
	struct persona p = bot(s);
	bool changed = true;
	struct err e = {0};

	set(s, &rosa, "own", "[1]");
	struct setting was = get(s, "own");
	struct config_change c = {.persona = &p, .json = SPAN_LIT(" [ 1 ] "), .was = &was};
	assert_ok(config_set(s->db, &rosa, &c, &changed, &e), e);
	assert_false(changed);
	assert_int_equal(
		store_number(s, "SELECT count(*) FROM console_events WHERE kind = 'config.set'"),
		1);
}

static void what_does_not_fit_is_refused_and_nothing_is_lost(void **state)
{
	static const struct {
		const char *key, *json, *says;
	} wrong[] = {
		{"own", "{\"a\": 1,\n \"a\": 2}", "not JSON: line 2, column 2: this member"},
		{"own", "[NaN]", "not JSON: line 1, column 2: JSON has neither NaN"},
		{"own", "\"\\udc00\"", "half of a surrogate pair"},
		{"polling_interval_seconds", "0", "is not a whole number from 1"},
		{"", "1", "a setting needs a name"},
		{"a\nb", "1", "may not hold tabs and line breaks"},
	};
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);

	set(s, &rosa, "own", "[1]");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct setting was = get(s, wrong[i].key);
		struct err e = {0};
		assert_fails(try_set(s, &rosa, &was, wrong[i].json, &e), e, ERR_USAGE);
		assert_says(e, wrong[i].says);
	}
	struct setting own = get(s, "own");
	assert_shown(&own, "[1]");
	assert_int_equal(store_number(s, "SELECT count(*) FROM agent_config"), 1);
}

/* "é" is six bytes where the agent writes it. */
static void what_grows_too_long_as_it_is_stored_is_refused(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);
	struct setting was = get(s, "own");
	struct str json = {0};
	struct err e = {0};

	str_addc(&json, '"');
	for (int i = 0; i < JSON_LONGEST / 4; i++)
		str_add(&json, "é");
	str_addc(&json, '"');
	assert_fails(try_set(s, &rosa, &was, str_cstr(&json), &e), e, ERR_USAGE);
	assert_says(e, "as the agent writes it, it has 1572866 bytes");
	str_free(&json);
}

static void a_secret_does_not_leave_the_store_nor_is_it_changed(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);
	struct setting unset = get(s, "new");
	struct config_version *v;
	struct persona p = bot(s);
	struct err e = {0};
	size_t n;

	put_outside(s, "llm", "{\"model\": \"m\", \"auth\": {\"apiKey\": \"hush\"}}");
	struct setting part = get(s, "llm");
	assert_int_equal(part.state, SETTING_PARTLY_SECRET);
	assert_null(memmem(part.value.p, part.value.n, "hush", 4));
	assert_fails(try_set(s, &rosa, &part, "{}", &e), e, ERR_DENIED);
	err_clear(&e);
	assert_fails(try_set(s, &rosa, &part, NULL, &e), e, ERR_DENIED);
	err_clear(&e);
	assert_fails(try_set(s, &rosa, &unset, "[{\"password\": \"hush\"}]", &e), e, ERR_DENIED);
	err_clear(&e);
	assert_fails(try_set(s, &rosa, &unset, "\"postgres://u:hush@h/d\"", &e), e, ERR_DENIED);
	assert_ok(config_history(s->db, &p, SPAN_LIT("llm"), &s->arena, &v, &n, &e), e);
	assert_int_equal(n, 1);
	assert_null(memmem(v[0].setting.value.p, v[0].setting.value.n, "hush", 4));
	store_exec(s->db, "DELETE FROM agent_config");
	put_outside(s, "reddit_password", "\"hush\"");
	struct setting whole = get(s, "reddit_password");
	assert_int_equal(whole.state, SETTING_SECRET);
	assert_null(whole.value.p);
	err_clear(&e);
	assert_fails(try_set(s, &rosa, &whole, "\"new\"", &e), e, ERR_DENIED);
	assert_int_equal(
		store_number(s, "SELECT count(*) FROM console_events WHERE detail LIKE '%hush%'"),
		0);
}

/* A name that was free when it was looked at, and holds a secret by now. */
static void a_secret_that_came_meanwhile_is_not_overwritten(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);
	struct setting unset = get(s, "llm");
	struct err e = {0};

	put_outside(s, "llm", "{\"token\": \"hush\"}");
	assert_fails(try_set(s, &rosa, &unset, "{}", &e), e, ERR_DENIED);
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM agent_config WHERE"
				 " CAST(config_value AS text) LIKE '%hush%'"),
		1);
}

static void the_history_tells_what_was_changed_outside(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);
	struct persona p = bot(s);
	struct config_version *v;
	struct err e = {0};
	size_t n;

	put_outside(s, "own", "[0]");
	set(s, &rosa, "own", "[1]");
	put_outside(s, "own", "[2]");
	set(s, &rosa, "own", NULL);
	put_outside(s, "own", "[3]");
	assert_ok(config_history(s->db, &p, SPAN_LIT("own"), &s->arena, &v, &n, &e), e);
	assert_int_equal(n, 5);
	static const char *const values[] = {"[0]", "[1]", "[2]", "(not set)", "[3]"};
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(v[i].number, i + 1);
		assert_shown(&v[i].setting, values[i]);
		assert_int_equal(v[i].outside, i % 2 == 0);
		if (!v[i].outside)
			assert_span(v[i].by, "rosa");
	}
}

static void any_earlier_value_is_brought_back(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);
	struct persona p = bot(s);
	struct config_version *v;
	struct err e = {0};
	bool changed;
	size_t n;

	put_outside(s, "polling_interval_seconds", "\"as the agent liked it\"");
	set(s, &rosa, "polling_interval_seconds", "300");
	struct setting was = get(s, "polling_interval_seconds");
	assert_ok(config_history(s->db, &p, was.key, &s->arena, &v, &n, &e), e);
	struct config_change c = {
		.persona = &p, .json = v[0].setting.value, .was = &was, .restores = 1};
	assert_ok(config_set(s->db, &rosa, &c, &changed, &e), e);
	struct setting now = get(s, "polling_interval_seconds");
	assert_shown(&now, "\"as the agent liked it\"");
	assert_ok(config_history(s->db, &p, was.key, &s->arena, &v, &n, &e), e);
	assert_int_equal(n, 3);
	assert_int_equal(v[2].restores, 1);
	assert_span(v[2].by, "rosa");
	assert_string_equal(
		store_column(
			s, "SELECT kind FROM console_events WHERE actor = 'rosa' ORDER BY seq"),
		"config.set config.restore ");
	/* Whoever comes late is told of it as of any change. */
	c.was = &was;
	assert_fails(config_set(s->db, &rosa, &c, &changed, &e), e, ERR_CONFLICT);
	assert_says(e, "rosa");
}

/* Only SQLite keeps it. */
static void what_is_no_json_can_be_replaced_and_is_kept_in_the_log(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);
	struct persona p = bot(s);
	struct config_version *v;
	struct err e = {0};
	size_t n;

	put_outside(s, "own", "{nope \xff");
	assert_int_equal(get(s, "own").state, SETTING_BROKEN);
	set(s, &rosa, "own", "[1]");
	assert_ok(config_history(s->db, &p, SPAN_LIT("own"), &s->arena, &v, &n, &e), e);
	assert_int_equal(n, 2);
	assert_int_equal(v[0].setting.state, SETTING_BROKEN);
	assert_span(v[0].setting.value, "{nope \uFFFD");
	store_exec(s->db, "DELETE FROM agent_config");
	put_outside(s, "other", "{\"api_key\": \"hush");
	assert_int_equal(get(s, "other").state, SETTING_SECRET);
}

static void the_agents_own_settings_are_read_as_they_are(void **state)
{
	struct store *s = *state;
	struct persona *all;
	struct setting *settings;
	struct err e = {0};
	size_t n, personas;

	assert_ok(personas_list(s->db, &s->arena, &all, &personas, &e), e);
	assert_ok(config_list(s->db, all[0].id, &s->arena, &settings, &n, &e), e);
	assert_int_equal(n, 5);
	assert_span(settings[0].key, "auto_posting_enabled");
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(settings[i].state, SETTING_OPEN);
		assert_ok(config_key_check(config_key_find(settings[i].key), settings[i].value, &e),
			e);
	}
}

static void the_keys_of_all_personas_are_named_once(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);
	struct persona other = {.username = SPAN_LIT("OtherBot"), .config = SPAN_LIT("{}")};
	struct span *keys;
	struct err e = {0};
	size_t n;

	put_outside(s, "mood", "1");
	store_write(s->db,
		"INSERT INTO agent_config (persona_id, config_key, config_value, id)"
		" VALUES ($1, 'a word', '1', '99999999-9999-4999-8999-999999999997')",
		(const char *[]){s->persona}, 1);
	assert_ok(personas_add(s->db, &rosa, &other, other.id, &e), e);
	store_write(s->db,
		"INSERT INTO agent_config (persona_id, config_key, config_value, id)"
		" VALUES ($1, 'mood', '2', '99999999-9999-4999-8999-999999999998')",
		(const char *[]){other.id}, 1);
	assert_ok(config_keys_set(s->db, &s->arena, &keys, &n, &e), e);
	assert_int_equal(n, 2);
	assert_span(keys[0], "a word");
	assert_span(keys[1], "mood");
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		ON_FRESH(an_admin_sets_changes_and_removes_one_and_the_log_says_so),
		ON_FRESH(nobody_but_an_admin_changes_one),
		ON_FRESH(who_was_slower_is_told_who_changed_it_and_changes_nothing),
		ON_FRESH(it_is_stored_as_the_agent_writes_it),
		ON_FRESH(the_same_again_changes_nothing_and_says_so),
		ON_FRESH(what_does_not_fit_is_refused_and_nothing_is_lost),
		ON_FRESH(what_grows_too_long_as_it_is_stored_is_refused),
		ON_FRESH(a_secret_does_not_leave_the_store_nor_is_it_changed),
		ON_FRESH(a_secret_that_came_meanwhile_is_not_overwritten),
		ON_FRESH(the_history_tells_what_was_changed_outside),
		ON_FRESH(any_earlier_value_is_brought_back),
		FRESH_SQLITE(what_is_no_json_can_be_replaced_and_is_kept_in_the_log),
		ON_FRESH(the_keys_of_all_personas_are_named_once),
		AMONG_ROWS(the_agents_own_settings_are_read_as_they_are),
	};
	return RUN_CASES(cases);
}
