/* What is remembered of each step, in a table of today and in one of tenet 0.1. */
#include "migrate/records.h"
#include "fixture.h"
#include "migrate/faults.h"
#include "migrate/ready.h"

static struct migration_records records_of(struct place *p, struct db *db)
{
	struct migration_records all;
	struct err e = {0};

	if (records_read(db, &p->s.a, &all, &e) != 0)
		fail_msg("%s", e.text);
	return all;
}

/* The table as tenet 0.1 made it, with the same rows. */
static void make_old(struct db *db)
{
	scratch_exec(db,
		"CREATE TABLE kept AS SELECT * FROM console_migrations;"
		"DROP TABLE console_migrations;"
		"CREATE TABLE console_migrations (revision VARCHAR(32) NOT NULL,"
		" name VARCHAR(255) NOT NULL, checksum VARCHAR(64) NOT NULL,"
		" down_sql TEXT NOT NULL, applied_at VARCHAR(32) NOT NULL, applied_by VARCHAR(255),"
		" kind VARCHAR(20) NOT NULL, PRIMARY KEY (revision),"
		" CONSTRAINT console_migrations_kind CHECK (kind IN ('applied', 'adopted')));"
		"INSERT INTO console_migrations SELECT revision, name, checksum, down_sql,"
		" applied_at, applied_by, kind FROM kept;"
		"DROP TABLE kept");
}

static void each_step_says_who_when_and_how_long(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = place_open(*state, "a", DB_CREATE);

	assert_int_equal(records_of(*state, db).n, 0);
	go(*state, db, "head");
	struct migration_records all = records_of(*state, db);
	assert_int_equal(all.n, set.n);
	for (size_t i = 0; i < all.n; i++) {
		const struct migration_record *r = &all.r[i];
		assert_string_equal(r->revision, set.m[i].revision);
		assert_string_equal(r->name, set.m[i].name);
		assert_string_equal(r->checksum, set.m[i].checksum);
		assert_string_equal(r->down, set.m[i].down);
		assert_int_equal(strlen(r->at), 19);
		assert_non_null(r->by);
		assert_in_range(r->took, 0, 600000);
		assert_int_equal(r->kind, RECORD_APPLIED);
		assert_int_equal(r->state, RECORD_DONE);
	}
	db_close(&db);
}

static void records_of_an_older_tenet_are_read_as_they_are(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "0005");
	make_old(db);
	struct migration_records all = records_of(*state, db);
	assert_int_equal(all.n, 5);
	assert_int_equal(all.r[4].took, -1);
	assert_int_equal(all.r[4].state, RECORD_DONE);
	assert_int_equal(state_of(*state, db).applied, 5);
	db_close(&db);
}

static void the_next_step_brings_an_older_tenets_records_up_to_date(void **state)
{
	static const char kept[] = "SELECT revision, name, checksum, down_sql, applied_at,"
				   " applied_by, kind FROM console_migrations"
				   " WHERE revision <= '0005' ORDER BY revision";
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "0005");
	const char *before = scratch_ask(*state, db, kept);
	make_old(db);
	go(*state, db, "head");
	assert_string_equal(scratch_ask(*state, db, kept), before);
	struct migration_records all = records_of(*state, db);
	assert_int_equal(all.n, HEAD);
	assert_int_equal(all.r[4].took, -1);
	assert_in_range(all.r[5].took, 0, 600000);
	make_old(db);
	go(*state, db, "base");
	assert_string_equal(tables_of(*state, db), "alembic_version|\n");
	db_close(&db);
}

static void an_adopted_database_of_an_older_tenet_goes_on(void **state)
{
	struct db *db = agent_database(*state, "agent");
	struct str notice = {0};
	struct err e = {0};

	go(*state, db, "head");
	make_old(db);
	assert_int_equal(migrate_ready(db, &notice, &e), 0);
	go(*state, db, "0007");
	go(*state, db, "head");
	struct migration_records all = records_of(*state, db);
	assert_int_equal(all.n, HEAD);
	assert_int_equal(all.r[6].kind, RECORD_ADOPTED);
	assert_int_equal(all.r[7].kind, RECORD_APPLIED);
	str_free(&notice);
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(each_step_says_who_when_and_how_long),
		BOTH(records_of_an_older_tenet_are_read_as_they_are),
		BOTH(the_next_step_brings_an_older_tenets_records_up_to_date),
		BOTH(an_adopted_database_of_an_older_tenet_goes_on),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
