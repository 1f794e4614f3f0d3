/* The forms in which a database can be named. */
#include "unit/db_scratch.h"

static struct db_address parsed(struct scratch *s, const char *text)
{
	struct db_address out = {0};
	struct err e = {0};

	if (db_address_parse(text, &s->a, &out, &e) != 0)
		fail_msg("%s: %s", text, e.text);
	return out;
}

static void all_forms_of_a_file_name_the_same_file(void **state)
{
	static const char *const forms[] = {"data/agent.db", "sqlite:///data/agent.db",
		"sqlite+aiosqlite:///data/agent.db", "SQLite:///data/agent.db?timeout=5"};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct db_address a = parsed(*state, forms[i]);
		assert_int_equal(a.engine, DB_SQLITE);
		assert_string_equal(a.target, "./data/agent.db");
		assert_string_equal(a.name, "data/agent.db");
	}
	assert_string_equal(
		parsed(*state, "sqlite+aiosqlite:///./data/agent.db").target, "././data/agent.db");
}

static void four_slashes_begin_an_absolute_path(void **state)
{
	assert_string_equal(parsed(*state, "sqlite:////srv/agent.db").target, "/srv/agent.db");
	assert_string_equal(parsed(*state, "/srv/agent.db").target, "/srv/agent.db");
}

static void a_plain_path_may_hold_any_character(void **state)
{
	static const char *const names[] = {"a b?c#d%20.db", "file:x.db", "-1.db", "./a:b@c",
		"ä.db", "./user=x", "postgres.db"};
	struct scratch *s = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_string_equal(parsed(s, names[i]).name, names[i]);
		struct db *db = scratch_open(s, names[i], DB_CREATE);
		scratch_exec(db, "CREATE TABLE t (x)");
		db_close(&db);
		assert_int_equal(access(scratch_path(s, names[i]), F_OK), 0);
	}
}

static void a_relative_name_that_sqlite_would_interpret_is_still_a_file(void **state)
{
	assert_string_equal(parsed(*state, "file:x.db").target, "./file:x.db");
}

static void a_password_is_never_part_of_the_name(void **state)
{
	static const char *const urls[] = {"postgresql://rosa:s3cret@db.example:5432/agent",
		"postgresql+asyncpg://rosa:s3cret@db.example:5432/agent?sslmode=require",
		"postgres://rosa:s3cret/with?odd:@s3cret@db.example:5432/agent"};

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct db_address a = parsed(*state, urls[i]);
		assert_int_equal(a.engine, DB_POSTGRES);
		assert_string_equal(a.name, "postgresql://rosa@db.example:5432/agent");
		assert_non_null(strstr(a.target, "s3cret"));
	}
	struct db_address a = parsed(*state, "postgresql://h/db?user=rosa&password=s3cret");
	assert_string_equal(a.name, "postgresql://h/db");
	a = parsed(*state, "postgresql://?password=s3cret&service=prod&user=rosa");
	assert_string_equal(a.name, "postgresql://?service=prod");
	a = parsed(*state, "postgresql://h/db?password=s3cret&user=a@b");
	assert_null(strstr(a.name, "s3cret"));
}

static void what_names_no_database_is_refused(void **state)
{
	static const char *const wrong[] = {"", ":memory:", "sqlite://",
		"sqlite:///:memory:", "sqlite://host/file.db", "mysql://h/db"};
	struct scratch *s = *state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct db_address out;
		struct err e = {0};
		assert_int_equal(db_address_parse(wrong[i], &s->a, &out, &e), -1);
		assert_int_equal(e.code, ERR_USAGE);
	}
}

static const char *found(struct scratch *s, const char *option)
{
	struct db_address out;
	struct err e = {0};

	assert_int_equal(db_address_find(option, &s->a, &out, &e), 0);
	return out.name;
}

static const char *called(struct scratch *s, const char *option)
{
	struct db_address out;
	struct err e = {0};

	assert_int_equal(db_address_find(option, &s->a, &out, &e), 0);
	return out.call ? out.call : "tenet";
}

static void a_hint_calls_tenet_with_the_database_of_the_option(void **state)
{
	setenv("TENET_DATABASE", "t.db", 1);
	assert_string_equal(called(*state, NULL), "tenet");
	assert_string_equal(called(*state, "o.db"), "tenet --database o.db");
	assert_string_equal(called(*state, "sqlite:////data/o.db"), "tenet --database /data/o.db");
	assert_string_equal(
		called(*state, "Rosa's own.db"), "tenet --database 'Rosa'\\''s own.db'");
	assert_string_equal(called(*state, "postgresql://rosa:s3cret@db:5432/agent"),
		"tenet --database postgresql://rosa@db:5432/agent");
	unsetenv("TENET_DATABASE");
}

static void the_option_goes_before_the_environment_and_that_before_the_default(void **state)
{
	setenv("TENET_DATABASE", "t.db", 1);
	setenv("DATABASE_URL", "sqlite:///d.db", 1);
	setenv("XDG_DATA_HOME", "/data", 1);
	setenv("HOME", "/home/rosa", 1);
	assert_string_equal(found(*state, "o.db"), "o.db");
	assert_string_equal(found(*state, NULL), "t.db");
	setenv("TENET_DATABASE", "", 1);
	assert_string_equal(found(*state, NULL), "d.db");
	unsetenv("DATABASE_URL");
	assert_string_equal(found(*state, NULL), "/data/tenet/tenet.db");
	setenv("XDG_DATA_HOME", "not/absolute", 1);
	assert_string_equal(found(*state, NULL), "/home/rosa/.local/share/tenet/tenet.db");
}

static void a_password_reaches_libpq_whatever_is_in_it(void **state)
{
	static const struct {
		const char *url, *target;
	} cases[] = {
		{"postgres://rosa:p@ss/w?rd:#%@h/db",
			"postgresql://rosa:p%40ss%2Fw%3Frd%3A%23%25@h/db"},
		{"postgresql://rosa:p%40ss@h/db", "postgresql://rosa:p%40ss@h/db"},
		{"postgresql://rosa:p%00@h/db", "postgresql://rosa:p%2500@h/db"},
		{"postgresql://rosa:@h/db", "postgresql://rosa:@h/db"},
		{"postgresql://rosa@h/db?sslmode=require",
			"postgresql://rosa@h/db?sslmode=require"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(parsed(*state, cases[i].url).target, cases[i].target);
}

static void hosts_ports_and_options_are_left_to_libpq(void **state)
{
	static const char *const urls[] = {"postgresql:///agent?service=prod&passfile=/x",
		"postgresql://rosa@h1:5432,h2,[::1]:5433/agent?target_session_attrs=primary",
		"postgresql://", "postgresql://h", "postgresql:///agent?host=/run/postgresql",
		"postgresql://h/agent?user=a@b&options=-csearch_path%3Dtenet"};

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		assert_string_equal(parsed(*state, urls[i]).target, urls[i]);
}

static void options_of_the_agents_driver_are_understood(void **state)
{
	assert_string_equal(
		parsed(*state, "postgresql+asyncpg://h/db?ssl=verify-full&command_timeout=5")
			.target,
		"postgresql://h/db?sslmode=verify-full");
	assert_string_equal(
		parsed(*state,
			"postgresql+asyncpg://h/db?prepared_statement_cache_size=0&ssl=true&user=x")
			.target,
		"postgresql://h/db?sslmode=require&user=x");
}

static void assert_refused_in_silence(struct scratch *s, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct db_address out;
		struct err e = {0};
		if (db_address_parse(texts[i], &s->a, &out, &e) == 0)
			fail_msg("%s is taken", texts[i]);
		assert_int_equal(e.code, ERR_USAGE);
		assert_null(strstr(e.text, "s3cret"));
		assert_null(strstr(e.hint, "s3cret"));
	}
}

static void an_unreadable_url_is_refused_without_repeating_a_password(void **state)
{
	static const char *const urls[] = {"postgresql://rosa:s3cret",
		"postgresql://rosa:s3cret/db", "postgresql://h/db?password=x&s3cret",
		"postgresql://h/db?password=s3cret%zz", "postgresql://[::1]:s3cret/db",
		"postgresql://h:1,rosa:s3cret/db", "postgresql://rosa:s3cret@[::1/db",
		"postgresql://rosa:s3cret@[::1]x/db", "postgresql://rosa:s3cret@[]/db",
		"postgresql://rosa:s3cret@h,[::1/db", "postgresql://h/db?passwOrd=s3cret",
		"postgresql://h/db?Password=s3cret&user=a@b", "postgresql://rosa/s3cret@h/db",
		"postgresql://h?PGPASSWORD=s3cret", "sqlite://rosa:s3cret@h/db",
		"mysql://rosa:s3cret@h/db"};

	assert_refused_in_silence(*state, urls, sizeof(urls) / sizeof(urls[0]));
}

/* What libpq's own programs take, and what is nearly a URL, is no name of a file to be made. */
static void what_means_a_server_never_becomes_a_file(void **state)
{
	static const char *const texts[] = {"host=h password=s3cret dbname=agent",
		"password = s3cret", "dbname=agent user=rosa password='s3cret'", "PASSWORD=s3cret",
		"postgresql:/rosa:s3cret@h/db", "postgresql:rosa:s3cret@h/db",
		"postgresql//rosa:s3cret@h/db", "postgres/rosa:s3cret@h",
		" postgresql://rosa:s3cret@h", "'postgresql://rosa:s3cret@h/db'",
		"jdbc:postgresql://rosa:s3cret@h/db", "DATABASE_URL=postgresql://rosa:s3cret@h/db",
		"://rosa:s3cret@h/db", "PostgreSQL+asyncpg:/rosa:s3cret@h/db",
		"rosa:s3cret@h:5432/db"};

	assert_refused_in_silence(*state, texts, sizeof(texts) / sizeof(texts[0]));
}

static void a_password_in_an_argument_can_be_hidden(void **state)
{
	static const struct {
		const char *before, *after;
	} cases[] = {
		{"postgresql://rosa:s3cret@h/db", "postgresql://rosa:******@h/db"},
		{"postgresql+asyncpg://rosa:s@c/e@h", "postgresql+asyncpg://rosa:*****@h"},
		{"postgres://h/db?user=rosa&password=s3&sslpassword=x",
			"postgres://h/db?user=rosa&password=**&sslpassword=*"},
		{"postgresql://rosa@h:5432/db", "postgresql://rosa@h:5432/db"},
		{"data/a:b@c.db", "data/a:b@c.db"},
		{"host=h password=s3", "host=*************"},
		{"postgresql:/rosa:s3@h", "postgresql:**********"},
		{"--databse=postgresql://rosa:s3@h", "--databse=**********************"},
		{"sqlite:///a:b@c.db", "sqlite:///a:b@c.db"},
	};
	struct scratch *s = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *argument = arena_strdup(&s->a, cases[i].before);
		db_address_hide(argument);
		assert_string_equal(argument, cases[i].after);
	}
}

static void without_its_driver_postgresql_is_named_as_what_is_missing(void **state)
{
	struct err e = {0};
	struct db_address where = parsed(*state, "postgresql://rosa:s3cret@h/db");
	struct db *db;

	assert_int_equal(db_open(&where, DB_READ_WRITE, &db, &e), -1);
	assert_null(db);
	assert_int_equal(e.code, ERR_MISSING);
	assert_non_null(strstr(e.text, "PostgreSQL driver"));
	assert_non_null(strstr(e.text, "tenet-postgres.so"));
	assert_null(strstr(e.text, "s3cret"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		TEST(all_forms_of_a_file_name_the_same_file),
		TEST(four_slashes_begin_an_absolute_path),
		TEST(a_plain_path_may_hold_any_character),
		TEST(a_relative_name_that_sqlite_would_interpret_is_still_a_file),
		TEST(a_password_is_never_part_of_the_name),
		TEST(what_names_no_database_is_refused),
		TEST(the_option_goes_before_the_environment_and_that_before_the_default),
		TEST(a_hint_calls_tenet_with_the_database_of_the_option),
		TEST(a_password_reaches_libpq_whatever_is_in_it),
		TEST(hosts_ports_and_options_are_left_to_libpq),
		TEST(options_of_the_agents_driver_are_understood),
		TEST(an_unreadable_url_is_refused_without_repeating_a_password),
		TEST(what_means_a_server_never_becomes_a_file),
		TEST(a_password_in_an_argument_can_be_hidden),
		TEST(without_its_driver_postgresql_is_named_as_what_is_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
