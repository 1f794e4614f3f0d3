/* The SQL that is printed does what a migration does. */
#include "fixture.h"
#include "migrate/records.h"

static const char records[] = "SELECT revision, name, checksum, down_sql, kind, state"
			      " FROM console_migrations ORDER BY revision";

static void run_script(struct place *p, struct db *db, size_t from, size_t to)
{
	struct migration_set set = builtin_set(p);
	struct str sql = {0};
	struct err e = {0};

	if (migrate_script(&set, p->engine, from, to, &sql, &e) != 0)
		fail_msg("%s", e.text);
	scratch_exec(db, str_cstr(&sql));
	str_free(&sql);
}

static void run_by_hand_it_gives_the_same_database(void **state)
{
	struct place *p = *state;
	struct db *ours = place_open(p, "a", DB_CREATE), *theirs = place_open(p, "b", DB_CREATE);

	go(p, ours, "head");
	run_script(p, theirs, 0, 3);
	assert_int_equal(state_of(p, theirs).applied, 3);
	run_script(p, theirs, 3, HEAD);
	assert_int_equal(state_of(p, theirs).applied, HEAD);
	assert_string_equal(schema_of(p, theirs), schema_of(p, ours));
	assert_string_equal(scratch_ask(&p->s, theirs, records), scratch_ask(&p->s, ours, records));
	/* Either goes on where the other stopped. */
	go(p, theirs, "-2");
	run_script(p, theirs, HEAD - 2, 0);
	assert_string_equal(tables_of(p, theirs), "alembic_version|\n");
	run_script(p, theirs, 0, HEAD);
	assert_string_equal(schema_of(p, theirs), schema_of(p, ours));
	go(p, theirs, "base");
	go(p, ours, "base");
	db_close(&ours);
	db_close(&theirs);
}

static void it_needs_no_database_of_its_engine(void **state)
{
	struct place *p = *state;
	struct migration_set set = builtin_set(p);
	struct str sql = {0};
	struct err e = {0};

	assert_int_equal(migrate_script(&set, p->engine, 7, 8, &sql, &e), 0);
	assert_int_equal(strstr(str_cstr(&sql), "plpgsql") != NULL, p->engine == DB_POSTGRES);
	assert_int_equal(strstr(str_cstr(&sql), "RAISE(ABORT") != NULL, p->engine == DB_SQLITE);
	str_free(&sql);
}

static void a_rebuild_is_written_out(void **state)
{
	static const char rows[] = "INSERT INTO p VALUES (1, 'a'); INSERT INTO c VALUES (1, 1); "
				   "INSERT INTO c VALUES (2, 1)";
	struct place *p = *state;
	struct scratch *s = &p->s;
	struct migration_set set;
	struct str sql = {0};
	struct err e = {0};

	assert_int_equal(mkdir(scratch_path(s, "m"), 0700), 0);
	scratch_write(s, "m/0001_a.sql",
		SPAN_LIT("-- tenet:up\nCREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, x "
			 "TEXT);\n"
			 "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id)"
			 " ON DELETE CASCADE);\nCREATE INDEX p_x ON p (x);\n"
			 "-- tenet:down\nDROP TABLE c; DROP TABLE p;\n"));
	scratch_write(s, "m/0002_b.sql",
		SPAN_LIT("-- tenet:up\n-- rebuild: p\nCREATE TABLE p (id INTEGER PRIMARY KEY"
			 " AUTOINCREMENT, x TEXT NOT NULL, y TEXT);\n-- end\n-- tenet:down\n"));
	if (migrations_load(scratch_path(s, "m"), DB_SQLITE, &s->a, &set, &e) != 0)
		fail_msg("%s", e.text);
	struct db *ours = place_open(p, "a", DB_CREATE), *theirs = place_open(p, "b", DB_CREATE);
	assert_int_equal(migrate_go(ours, &set, 1, NULL, NULL, &e), 0);
	assert_int_equal(migrate_go(theirs, &set, 1, NULL, NULL, &e), 0);
	scratch_exec(ours, rows);
	scratch_exec(theirs, rows);
	assert_int_equal(migrate_go(ours, &set, 2, NULL, NULL, &e), 0);
	assert_int_equal(migrate_script(&set, DB_SQLITE, 1, 2, &sql, &e), 0);
	scratch_exec(theirs, str_cstr(&sql));
	assert_string_equal(schema_of(p, theirs), schema_of(p, ours));
	assert_string_equal(scratch_ask(s, theirs, "SELECT * FROM c"), "1|1|\n2|1|\n");
	assert_string_equal(scratch_ask(s, theirs, "SELECT * FROM p"), "1|a|NULL|\n");
	str_free(&sql);
	db_close(&ours);
	db_close(&theirs);
}

static void what_a_rebuild_refuses_the_script_refuses(void **state)
{
	struct place *p = *state;
	struct scratch *s = &p->s;
	struct migration_set set;
	struct str sql = {0};
	struct err e = {0};

	assert_int_equal(mkdir(scratch_path(s, "m"), 0700), 0);
	scratch_write(s, "m/0001_a.sql",
		SPAN_LIT("-- tenet:up\nCREATE TABLE p (x TEXT);\n-- tenet:down\nDROP TABLE p;\n"));
	scratch_write(s, "m/0002_b.sql",
		SPAN_LIT("-- tenet:up\n-- rebuild: p\nCREATE TABLE p (x INTEGER);\n-- end\n"
			 "-- tenet:down\n"));
	if (migrations_load(scratch_path(s, "m"), DB_SQLITE, &s->a, &set, &e) != 0)
		fail_msg("%s", e.text);
	struct db *db = place_open(p, "a", DB_CREATE);
	assert_int_equal(migrate_go(db, &set, 1, NULL, NULL, &e), 0);
	assert_int_equal(migrate_script(&set, DB_SQLITE, 1, 2, &sql, &e), 0);
	scratch_exec(db, "INSERT INTO p VALUES ('007')");
	assert_int_equal(db_exec(db, str_cstr(&sql), &e), -1);
	assert_int_equal(e.code, ERR_CONSTRAINT);
	scratch_exec(db, "ROLLBACK; UPDATE p SET x = '7'");
	scratch_exec(db, str_cstr(&sql));
	assert_string_equal(scratch_ask(s, db, "SELECT x, typeof(x) FROM p"), "7|integer|\n");
	str_free(&sql);
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(run_by_hand_it_gives_the_same_database),
		BOTH(it_needs_no_database_of_its_engine),
		SQLITE(a_rebuild_is_written_out),
		SQLITE(what_a_rebuild_refuses_the_script_refuses),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
