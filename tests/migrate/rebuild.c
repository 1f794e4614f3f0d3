/* A table of SQLite gets a new definition, and all that refers to it stays as it was. */
#include "fixture.h"

/* A parent with everything that can hang on a table: children that would be deleted with it, a
 * trigger, indices, a view, a trigger elsewhere that writes to it, numbers that go on. */
static const char family[] =
	"-- tenet:up\n"
	"CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, old TEXT,"
	" of INTEGER REFERENCES parent (id));\n"
	"CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL"
	" REFERENCES parent (id) ON DELETE CASCADE);\n"
	"CREATE TABLE log (what TEXT);\n"
	"CREATE INDEX parent_name ON parent (name);\n"
	"CREATE UNIQUE INDEX parent_lower ON parent (lower(name)) WHERE name <> '';\n"
	"CREATE VIEW names AS SELECT name FROM parent;\n"
	"CREATE TRIGGER parent_added AFTER INSERT ON parent BEGIN"
	" INSERT INTO log VALUES ('added ' || new.name); END;\n"
	"CREATE TRIGGER parent_gone AFTER DELETE ON parent BEGIN"
	" INSERT INTO log VALUES ('gone ' || old.name); END;\n"
	"CREATE TRIGGER child_added AFTER INSERT ON child BEGIN"
	" UPDATE parent SET name = name || '+' WHERE id = new.parent_id; END;\n"
	"CREATE TABLE loose (name TEXT PRIMARY KEY, x TEXT);\n"
	"CREATE TABLE tight (name TEXT PRIMARY KEY, x TEXT) WITHOUT ROWID;\n"
	"-- tenet:down\n"
	"DROP TABLE tight; DROP TABLE loose; DROP TRIGGER child_added; DROP VIEW names;"
	" DROP TABLE log; DROP TABLE child; DROP TABLE parent;\n";

static const char rows[] =
	"INSERT INTO parent (id, name, old) VALUES (1, 'ann', 'a'), (7, 'bob', 'b'), (9, 'eve', "
	"'c');"
	"UPDATE parent SET of = 1 WHERE id = 7;"
	"DELETE FROM parent WHERE id = 9;"
	"INSERT INTO child VALUES (1, 1), (2, 1), (3, 7);"
	"INSERT INTO loose (rowid, name, x) VALUES (30, 'a', '1'), (10, 'b', '2'), (20, 'c', '3');"
	"INSERT INTO tight VALUES ('b', '2'), ('a', '1');"
	"DELETE FROM log";

static const char new_parent[] =
	"-- rebuild: parent\n"
	"CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" name TEXT NOT NULL DEFAULT '' CHECK (length(name) < 10), old TEXT,"
	" of INTEGER REFERENCES parent (id), added TEXT DEFAULT 'x');\n"
	"-- end\n";

/* `up` and `down` are the second step's. */
static struct migration_set set_with(struct place *p, const char *up, const char *down)
{
	struct migration_set set;
	struct err e = {0};
	struct scratch *s = &p->s;

	(void)mkdir(scratch_path(s, "m"), 0700);
	scratch_write(s, "m/0001_family.sql", span_of(family));
	scratch_write(s, "m/0002_change.sql",
		span_of(arena_printf(&s->a, "-- tenet:up\n%s-- tenet:down\n%s", up, down)));
	if (migrations_load(scratch_path(s, "m"), p->engine, &s->a, &set, &e) != 0)
		fail_msg("%s", e.text);
	return set;
}

static struct db *with_rows(struct place *p, const struct migration_set *set)
{
	struct db *db = place_open(p, "a", DB_CREATE);
	struct err e = {0};

	if (migrate_go(db, set, 1, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	scratch_exec(db, rows);
	return db;
}

static void must_go(struct db *db, const struct migration_set *set, size_t target)
{
	struct err e = {0};

	if (migrate_go(db, set, target, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	assert_false(db_in_transaction(db));
}

static const char *ask(void **state, struct db *db, const char *sql)
{
	return scratch_ask(*state, db, sql);
}

static const char objects[] = "SELECT type, name, tbl_name FROM sqlite_schema"
			      " WHERE name NOT LIKE 'sqlite%' ORDER BY 1, 2";

static void a_parent_is_rebuilt_and_no_child_is_lost(void **state)
{
	struct migration_set set = set_with(*state, new_parent, "");
	struct db *db = with_rows(*state, &set);
	const char *before = ask(state, db, objects);

	must_go(db, &set, 2);
	assert_string_equal(ask(state, db, "SELECT id, name, old, of, added FROM parent"),
		"1|ann++|a|NULL|x|\n7|bob+|b|1|x|\n");
	assert_string_equal(ask(state, db, "SELECT * FROM child"), "1|1|\n2|1|\n3|7|\n");
	assert_string_equal(ask(state, db, "SELECT * FROM log"), "");
	assert_string_equal(ask(state, db, objects), before);
	assert_string_equal(ask(state, db, "PRAGMA integrity_check"), "ok|\n");
	assert_string_equal(ask(state, db, "PRAGMA foreign_key_check"), "");
	db_close(&db);
}

static void afterwards_keys_triggers_and_views_work_as_before(void **state)
{
	struct migration_set set = set_with(*state, new_parent, "");
	struct db *db = with_rows(*state, &set);
	struct err e = {0};

	must_go(db, &set, 2);
	assert_string_equal(ask(state, db, "PRAGMA foreign_keys"), "1|\n");
	assert_string_equal(ask(state, db, "PRAGMA legacy_alter_table"), "0|\n");
	assert_int_equal(db_exec(db, "INSERT INTO child VALUES (9, 99)", &e), -1);
	scratch_exec(db, "INSERT INTO child VALUES (4, 7)");
	assert_string_equal(ask(state, db, "SELECT name FROM names"), "ann++|\nbob++|\n");
	scratch_exec(db, "UPDATE parent SET of = NULL; DELETE FROM parent WHERE id = 1");
	assert_string_equal(ask(state, db, "SELECT * FROM log"), "gone ann++|\n");
	assert_string_equal(ask(state, db, "SELECT * FROM child"), "3|7|\n4|7|\n");
	db_close(&db);
}

static void a_number_that_was_given_once_is_not_given_again(void **state)
{
	struct migration_set set = set_with(*state, new_parent, "");
	struct db *db = with_rows(*state, &set);

	must_go(db, &set, 2);
	scratch_exec(db, "INSERT INTO parent (name) VALUES ('joe')");
	assert_string_equal(ask(state, db, "SELECT id FROM parent WHERE name = 'joe'"), "10|\n");
	db_close(&db);
}

static void numbers_go_on_in_a_table_without_rows(void **state)
{
	struct migration_set set = set_with(*state, new_parent, "");
	struct db *db = with_rows(*state, &set);

	scratch_exec(db, "UPDATE parent SET of = NULL; DELETE FROM parent");
	must_go(db, &set, 2);
	scratch_exec(db, "INSERT INTO parent (name) VALUES ('joe')");
	assert_string_equal(ask(state, db, "SELECT id FROM parent"), "10|\n");
	db_close(&db);
}

/* The queue shows drafts of one second in the order of their rowids. */
static void rows_keep_their_order_of_insertion(void **state)
{
	struct migration_set set = set_with(*state,
		"-- rebuild: loose\nCREATE TABLE loose (x TEXT, name TEXT PRIMARY KEY);\n-- end\n"
		"-- rebuild: tight\nCREATE TABLE tight (x TEXT, name TEXT PRIMARY KEY) WITHOUT "
		"ROWID;\n"
		"-- end\n",
		"");
	struct db *db = with_rows(*state, &set);

	must_go(db, &set, 2);
	assert_string_equal(
		ask(state, db, "SELECT rowid, x, name FROM loose"), "10|2|b|\n20|3|c|\n30|1|a|\n");
	assert_string_equal(ask(state, db, "SELECT x, name FROM tight"), "1|a|\n2|b|\n");
	db_close(&db);
}

static void down_rebuilds_from_what_was_recorded(void **state)
{
	struct migration_set set = set_with(*state, new_parent,
		"-- rebuild: parent\n"
		"CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, old TEXT,"
		" of INTEGER REFERENCES parent (id));\n-- end\n");
	struct db *db = with_rows(*state, &set);
	const char *before = ask(state, db, "SELECT * FROM parent");

	must_go(db, &set, 2);
	set.m[1].down = "";
	must_go(db, &set, 1);
	assert_string_equal(ask(state, db, "SELECT * FROM parent"), before);
	assert_string_equal(ask(state, db, "SELECT count(*) FROM child"), "3|\n");
	must_go(db, &set, 2);
	must_go(db, &set, 1);
	db_close(&db);
}

/* --- Rebuilds that fail leave everything as it was. --- */

static void fails(void **state, const char *up, const char *prepare, const char *why)
{
	struct migration_set set = set_with(*state, up, "");
	struct db *db = with_rows(*state, &set);
	struct err e = {0};

	scratch_exec(db, prepare);
	const char *before = ask(state, db, "SELECT type, name, sql FROM sqlite_schema ORDER BY 2");
	assert_int_equal(migrate_go(db, &set, 2, NULL, NULL, &e), -1);
	if (!strstr(e.text, why))
		fail_msg("\"%s\" does not say \"%s\"", e.text, why);
	assert_non_null(strstr(e.text, "m/0002_change.sql"));
	assert_non_null(strstr(e.hint, "stays at 0001"));
	assert_string_equal(ask(state, db, "PRAGMA foreign_keys"), "1|\n");
	assert_string_equal(ask(state, db, "PRAGMA legacy_alter_table"), "0|\n");
	assert_string_equal(
		ask(state, db, "SELECT type, name, sql FROM sqlite_schema ORDER BY 2"), before);
	assert_string_equal(ask(state, db, "SELECT count(*) FROM child"), "3|\n");
	/* Nothing of it is left in the connection either. */
	set = set_with(*state, "-- rebuild: loose\nCREATE TABLE loose (name TEXT);\n-- end\n", "");
	must_go(db, &set, 2);
	db_close(&db);
}

/* SQLite turns texts into numbers where a new type prefers them. */
static void a_value_that_would_read_differently_stops_it(void **state)
{
	fails(state,
		"-- rebuild: loose\nCREATE TABLE loose (name TEXT PRIMARY KEY, x INTEGER);\n-- "
		"end\n",
		"UPDATE loose SET x = '007' WHERE name = 'b';"
		"UPDATE loose SET x = '00712345678901234567890' WHERE name = 'c'",
		"rebuilding loose: 2 values of the column x would read differently in its new type,"
		" the first being '007', which would become 7:");
	place_fresh(*state, "a");
	fails(state,
		"-- rebuild: loose\nCREATE TABLE loose (name TEXT PRIMARY KEY, x FLOAT);\n-- end\n",
		"SELECT 1", "the first being '2', which would become 2.0");
}

static void values_that_read_alike_get_their_new_type(void **state)
{
	struct migration_set set = set_with(*state,
		"UPDATE loose SET x = CAST(x AS INTEGER) WHERE x = '007';\n"
		"-- rebuild: loose\nCREATE TABLE loose (name TEXT PRIMARY KEY, x INTEGER);\n-- "
		"end\n",
		"-- rebuild: loose\nCREATE TABLE loose (name TEXT PRIMARY KEY, x TEXT);\n-- end\n");
	struct db *db = with_rows(*state, &set);

	scratch_exec(db,
		"UPDATE loose SET x = '007' WHERE name = 'a'; UPDATE loose SET x = 'none' WHERE"
		" name = 'b'; UPDATE loose SET x = NULL WHERE name = 'c'");
	must_go(db, &set, 2);
	assert_string_equal(ask(state, db, "SELECT x, typeof(x) FROM loose ORDER BY name"),
		"7|integer|\nnone|text|\nNULL|null|\n");
	must_go(db, &set, 1);
	assert_string_equal(ask(state, db, "SELECT x, typeof(x) FROM loose ORDER BY name"),
		"7|text|\nnone|text|\nNULL|null|\n");
	db_close(&db);
}

/* Of two kinds of numbers those are alike that are equal. */
static void numbers_stay_what_they_are(void **state)
{
	static const char up[] =
		"-- rebuild: child\nCREATE TABLE child (id INTEGER PRIMARY KEY, parent_id REAL NOT"
		" NULL);\n-- end\n";
	struct migration_set set = set_with(*state, up,
		"-- rebuild: child\nCREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER"
		" NOT NULL);\n-- end\n");
	struct db *db = with_rows(*state, &set);

	must_go(db, &set, 2);
	must_go(db, &set, 1);
	assert_string_equal(ask(state, db, "SELECT * FROM child"), "1|1|\n2|1|\n3|7|\n");
	db_close(&db);
	place_fresh(*state, "a");
	fails(state, up,
		"PRAGMA foreign_keys=OFF; DROP TRIGGER child_added;"
		"UPDATE child SET parent_id = 9007199254740993 WHERE id = 3; PRAGMA "
		"foreign_keys=ON",
		"the first being 9007199254740993");
}

static void a_row_that_does_not_fit_stops_it(void **state)
{
	fails(state,
		"-- rebuild: parent\nCREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT,"
		" CHECK (length(name) < 4));\n-- end\n",
		"SELECT 1", "rebuilding parent");
}

static void a_view_that_does_not_fit_is_named(void **state)
{
	fails(state,
		"DROP INDEX parent_name; DROP INDEX parent_lower; DROP TRIGGER parent_added;"
		" DROP TRIGGER parent_gone; DROP TRIGGER child_added;\n"
		"-- rebuild: parent\nCREATE TABLE parent (id INTEGER PRIMARY KEY, of INTEGER);\n"
		"-- end\n",
		"SELECT 1", "view names");
}

static void a_trigger_that_does_not_fit_is_named(void **state)
{
	fails(state,
		"DROP INDEX parent_name; DROP INDEX parent_lower; DROP VIEW names;\n"
		"-- rebuild: parent\nCREATE TABLE parent (id INTEGER PRIMARY KEY, of INTEGER);\n"
		"-- end\n",
		"SELECT 1", "trigger");
}

/* SQLite itself sees such a one only when it fires. */
static void a_trigger_elsewhere_that_sets_a_dropped_column_stops_it(void **state)
{
	static const char rebuilt[] =
		"-- rebuild: loose\nCREATE TABLE loose (other TEXT);\n-- end\n";
	static const char fires[] = "ALTER TABLE loose ADD COLUMN other TEXT;"
				    "CREATE TABLE q (x); CREATE TRIGGER q_added AFTER INSERT ON q"
				    " BEGIN UPDATE loose SET name = 1; END";

	fails(state, rebuilt, fires, "a trigger of q would fail with every INSERT afterwards");
}

static void a_trigger_that_the_step_mends_does_not_hinder(void **state)
{
	struct migration_set set = set_with(*state,
		"-- rebuild: loose\nCREATE TABLE loose (other TEXT);\n-- end\nDROP TRIGGER "
		"q_added;\n",
		"");
	struct db *db = with_rows(*state, &set);

	scratch_exec(db,
		"ALTER TABLE loose ADD COLUMN other TEXT; CREATE TABLE q (x);"
		"CREATE TRIGGER q_added AFTER INSERT ON q BEGIN UPDATE loose SET name = 1; END;"
		"CREATE TABLE r (x); CREATE TRIGGER wrong BEFORE UPDATE ON r"
		" BEGIN UPDATE loose SET nowhere = 1; END");
	must_go(db, &set, 2);
	db_close(&db);
}

static void an_index_that_does_not_fit_stops_it(void **state)
{
	fails(state,
		"DROP VIEW names;\n-- rebuild: parent\n"
		"CREATE TABLE parent (id INTEGER PRIMARY KEY, old TEXT);\n-- end\n",
		"SELECT 1", "name");
}

static void a_child_that_would_lose_its_parent_stops_it(void **state)
{
	fails(state,
		"DELETE FROM parent WHERE id = 7;\n"
		"-- rebuild: loose\nCREATE TABLE loose (name TEXT);\n-- end\n",
		"UPDATE parent SET of = NULL",
		"row 3 of child would be left without what it refers to");
}

static void a_table_that_is_not_there_is_said(void **state)
{
	fails(state, "-- rebuild: nowhere\nCREATE TABLE nowhere (id);\n-- end\n", "SELECT 1",
		"there is no table nowhere");
}

/* What was wrong before is not the rebuild's fault. */
static void orphans_that_were_there_before_do_not_hinder(void **state)
{
	struct migration_set set = set_with(*state, new_parent, "");
	struct db *db = with_rows(*state, &set);

	scratch_exec(db,
		"PRAGMA foreign_keys=OFF; DROP TRIGGER child_added; INSERT INTO child VALUES (8, "
		"88);"
		"PRAGMA foreign_keys=ON");
	must_go(db, &set, 2);
	assert_string_equal(ask(state, db, "SELECT count(*) FROM child"), "4|\n");
	db_close(&db);
}

static void on_postgres_the_section_is_left_out(void **state)
{
	struct place *p = *state;
	struct migration_set set;
	struct err e = {0};

	assert_int_equal(mkdir(scratch_path(&p->s, "m"), 0700), 0);
	scratch_write(&p->s, "m/0001_a.sql",
		SPAN_LIT("-- tenet:up\nCREATE TABLE a (x INTEGER);\n"
			 "-- rebuild: a\nCREATE TABLE a (x INTEGER NOT NULL);\n-- end\n"
			 "-- only: postgres\nALTER TABLE a ALTER x SET NOT NULL;\n-- end\n"
			 "-- tenet:down\nDROP TABLE a;\n"));
	assert_int_equal(
		migrations_load(scratch_path(&p->s, "m"), p->engine, &p->s.a, &set, &e), 0);
	struct db *db = place_open(p, "a", DB_CREATE);
	must_go(db, &set, 1);
	assert_int_equal(db_exec(db, "INSERT INTO a VALUES (NULL)", &e), -1);
	assert_int_equal(e.code, ERR_CONSTRAINT);
	must_go(db, &set, 0);
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		SQLITE(a_parent_is_rebuilt_and_no_child_is_lost),
		SQLITE(afterwards_keys_triggers_and_views_work_as_before),
		SQLITE(a_number_that_was_given_once_is_not_given_again),
		SQLITE(numbers_go_on_in_a_table_without_rows),
		SQLITE(rows_keep_their_order_of_insertion),
		SQLITE(down_rebuilds_from_what_was_recorded),
		SQLITE(a_value_that_would_read_differently_stops_it),
		SQLITE(values_that_read_alike_get_their_new_type),
		SQLITE(numbers_stay_what_they_are),
		SQLITE(a_row_that_does_not_fit_stops_it),
		SQLITE(a_view_that_does_not_fit_is_named),
		SQLITE(a_trigger_that_does_not_fit_is_named),
		SQLITE(a_trigger_elsewhere_that_sets_a_dropped_column_stops_it),
		SQLITE(a_trigger_that_the_step_mends_does_not_hinder),
		SQLITE(an_index_that_does_not_fit_stops_it),
		SQLITE(a_child_that_would_lose_its_parent_stops_it),
		SQLITE(a_table_that_is_not_there_is_said),
		SQLITE(orphans_that_were_there_before_do_not_hinder),
		BOTH(on_postgres_the_section_is_left_out),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
