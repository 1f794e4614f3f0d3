/* Migrating a scratch database, and comparing what two databases hold. */
#ifndef TESTS_MIGRATE_FIXTURE_H
#define TESTS_MIGRATE_FIXTURE_H

#include "migrate/migrate.h"
#include "unit/db_scratch.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)
#define HEAD 8

static inline struct migration_set builtin_set(struct scratch *s)
{
	struct migration_set set;
	struct err e = {0};

	if (migrations_load(NULL, DB_SQLITE, &s->a, &set, &e) != 0)
		fail_msg("%s", e.text);
	return set;
}

static inline struct migration_state state_of(struct scratch *s, struct db *db)
{
	struct migration_set set = builtin_set(s);
	struct migration_state state;
	struct err e = {0};

	if (migrate_state(db, &set, &state, &e) != 0)
		fail_msg("%s", e.text);
	return state;
}

/* Goes where `word` says ("+1", "0003", "base"). */
static inline void go(struct scratch *s, struct db *db, const char *word)
{
	struct migration_set set = builtin_set(s);
	struct migration_state state = state_of(s, db);
	struct err e = {0};
	size_t target;

	if (migrate_target(word, &set, &state, &target, &e) != 0 ||
		migrate_go(db, &set, target, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(state_of(s, db).applied, target);
}

/* Everything that the database says of its schema, but for the records of the migrations. */
static inline const char *schema_of(struct scratch *s, struct db *db)
{
	return scratch_ask(s, db,
		"SELECT type, name, tbl_name, sql FROM sqlite_schema"
		" WHERE tbl_name NOT IN ('alembic_version', 'console_migrations')"
		" ORDER BY type, name");
}

/* A database as the agent leaves it behind. */
static inline struct db *agent_database(struct scratch *s, const char *name)
{
	struct db *db = scratch_open(s, name, DB_CREATE);
	struct str sql = {0};
	FILE *f = fopen("tests/data/agent.sql", "re");
	size_t n;

	assert_non_null(f);
	while ((n = fread(str_reserve(&sql, 65536), 1, 65536, f)) > 0)
		sql.len += n;
	assert_int_equal(fclose(f), 0);
	str_addc(&sql, '\n');
	scratch_exec(db, str_cstr(&sql));
	str_free(&sql);
	db_close(&db);
	return scratch_open(s, name, DB_READ_WRITE);
}

#endif
