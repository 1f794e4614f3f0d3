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

static void fails(struct db *db, const char *sql, const char *why)
{
	struct err e = {0};

	assert_int_equal(db_exec(db, sql, &e), -1);
	if (!strstr(e.text, why))
		fail_msg("\"%s\" does not say \"%s\"", e.text, why);
	db_rollback(db);
}

static void on_a_database_that_stands_elsewhere_nothing_is_changed(void **state)
{
	struct place *p = *state;
	struct migration_set set = builtin_set(p);
	struct db *db = place_open(p, "a", DB_CREATE);
	struct str up = {0}, down = {0};
	struct err e = {0};

	assert_int_equal(migrate_script(&set, p->engine, 9, HEAD, &up, &e), 0);
	assert_int_equal(migrate_script(&set, p->engine, HEAD, 9, &down, &e), 0);
	fails(db, str_cstr(&up), "this database is not at 0009");
	assert_string_equal(tables_of(p, db), "");
	go(p, db, "0008");
	const char *before = schema_of(p, db);
	fails(db, str_cstr(&up), "this database is not at 0009");
	fails(db, str_cstr(&down), "this database is not at");
	assert_string_equal(schema_of(p, db), before);
	assert_int_equal(state_of(p, db).applied, 8);
	scratch_exec(db, "UPDATE console_migrations SET state = 'down' WHERE revision = '0008'");
	str_clear(&up);
	assert_int_equal(migrate_script(&set, p->engine, 8, 9, &up, &e), 0);
	fails(db, str_cstr(&up), "this database is not at 0008");
	str_free(&up);
	str_free(&down);
	db_close(&db);
}

static void the_agents_revision_stays_as_it_is(void **state)
{
	struct place *p = *state;
	static const char drafts[] = "SELECT count(*) FROM pending_posts";
	struct db *db = agent_database(p, "a");
	const char *before = scratch_ask(&p->s, db, drafts);

	run_script(p, db, 7, HEAD);
	struct migration_state now = state_of(p, db);
	assert_false(now.ours);
	assert_string_equal(now.foreign, FOREIGN_REVISION);
	assert_int_equal(now.adopted, 7);
	assert_int_equal(now.applied, HEAD);
	run_script(p, db, HEAD, 7);
	assert_string_equal(state_of(p, db).foreign, FOREIGN_REVISION);
	go(p, db, "head");
	run_script(p, db, HEAD, HEAD - 1);
	go(p, db, "0007");
	struct migration_set set = builtin_set(p);
	struct str sql = {0};
	struct err e = {0};
	assert_int_equal(migrate_script(&set, p->engine, 7, 6, &sql, &e), 0);
	fails(db, str_cstr(&sql), "this database is not at 0007");
	assert_string_equal(scratch_ask(&p->s, db, drafts), before);
	str_free(&sql);
	db_close(&db);
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

static struct migration_set rebuilding(struct place *p, const char *new_p)
{
	struct scratch *s = &p->s;
	struct migration_set set;
	struct err e = {0};

	assert_int_equal(mkdir(scratch_path(s, "m"), 0700), 0);
	scratch_write(s, "m/0001_a.sql",
		SPAN_LIT("-- tenet:up\nCREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, x "
			 "TEXT);\n"
			 "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id)"
			 " ON DELETE CASCADE);\nCREATE INDEX p_x ON p (x);\n"
			 "INSERT INTO p VALUES (100, 'old'); DELETE FROM p;\n"
			 "-- tenet:down\nDROP TABLE c; DROP TABLE p;\n"));
	scratch_write(s, "m/0002_b.sql",
		span_of(arena_printf(
			&s->a, "-- tenet:up\n-- rebuild: p\n%s\n-- end\n-- tenet:down\n", new_p)));
	if (migrations_load(scratch_path(s, "m"), DB_SQLITE, &s->a, &set, &e) != 0)
		fail_msg("%s", e.text);
	return set;
}

#define NEW_P "CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT NOT NULL, y TEXT);"

static void a_rebuild_keeps_what_the_live_table_has_or_stops(void **state)
{
	struct place *p = *state;
	struct scratch *s = &p->s;
	struct migration_set set = rebuilding(p, NEW_P);
	struct db *db = place_open(p, "a", DB_CREATE);
	struct str sql = {0};
	struct err e = {0};

	assert_int_equal(migrate_go(db, &set, 1, NULL, NULL, &e), 0);
	assert_int_equal(migrate_script(&set, DB_SQLITE, 1, 2, &sql, &e), 0);
	static const char *const more[][2] = {{"CREATE INDEX mine ON p (x, id)", "DROP INDEX mine"},
		{"CREATE TRIGGER mine AFTER INSERT ON p BEGIN SELECT 1; END", "DROP TRIGGER mine"},
		{"ALTER TABLE p ADD COLUMN mine", "ALTER TABLE p DROP COLUMN mine"}};
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		scratch_exec(db, more[i][0]);
		fails(db, str_cstr(&sql), "p has columns, indices or triggers");
		scratch_exec(db, more[i][1]);
	}
	scratch_exec(db, "INSERT INTO p VALUES (5000, 'a'); DELETE FROM p");
	scratch_exec(db, str_cstr(&sql));
	scratch_exec(db, "INSERT INTO p (x) VALUES ('b')");
	assert_string_equal(scratch_ask(s, db, "SELECT id FROM p"), "5001|\n");
	str_free(&sql);
	db_close(&db);
}

static void a_rebuild_that_would_leave_rows_alone_stops(void **state)
{
	struct place *p = *state;
	struct scratch *s = &p->s;
	struct migration_set set = rebuilding(p, NEW_P);
	struct db *db = place_open(p, "a", DB_CREATE);
	struct str sql = {0};
	struct err e = {0};

	assert_int_equal(migrate_go(db, &set, 1, NULL, NULL, &e), 0);
	scratch_exec(db, "INSERT INTO p VALUES (1, 'a'); INSERT INTO c VALUES (1, 1)");
	set.m[1].up = "-- rebuild: p\nCREATE TABLE p (id INTEGER PRIMARY KEY, x TEXT);\n-- end\n"
		      "DELETE FROM p;";
	assert_int_equal(migrate_script(&set, DB_SQLITE, 1, 2, &sql, &e), 0);
	fails(db, str_cstr(&sql), "rows would be left without what they refer to");
	assert_string_equal(scratch_ask(s, db, "SELECT * FROM p, c"), "1|a|1|1|\n");
	str_free(&sql);
	db_close(&db);
}

static void a_rebuild_is_written_out(void **state)
{
	static const char rows[] = "INSERT INTO p VALUES (1, 'a'); INSERT INTO c VALUES (1, 1); "
				   "INSERT INTO c VALUES (2, 1)";
	struct place *p = *state;
	struct scratch *s = &p->s;
	struct migration_set set = rebuilding(p, NEW_P);
	struct str sql = {0};
	struct err e = {0};

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
		BOTH(on_a_database_that_stands_elsewhere_nothing_is_changed),
		BOTH(the_agents_revision_stays_as_it_is),
		BOTH(it_needs_no_database_of_its_engine),
		SQLITE(a_rebuild_is_written_out),
		SQLITE(a_rebuild_keeps_what_the_live_table_has_or_stops),
		SQLITE(a_rebuild_that_would_leave_rows_alone_stops),
		SQLITE(what_a_rebuild_refuses_the_script_refuses),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
