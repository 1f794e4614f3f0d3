/* Migrations that are written out of schema.sql: what they make is what it declares, and going down
 * leads back, with the rows, on both engines. */
#include <sys/stat.h>

#include "fixture.h"
#include "migrate/check.h"
#include "migrate/compare.h"
#include "migrate/revision.h"

#define LETTERS(name) \
	"CREATE TABLE " name "\n" \
	"    id {{id}} NOT NULL,\n" \
	"    person_id {{id}} NOT NULL,\n" \
	"    text TEXT,\n" \
	"    PRIMARY KEY (id),\n" \
	"    UNIQUE (text),\n" \
	"    FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE\n" \
	");\n"

static const char base[] = "CREATE TABLE people (\n"
			   "    id {{id}} NOT NULL,\n"
			   "    name VARCHAR(50) NOT NULL,\n"
			   "    age INTEGER,\n"
			   "    born {{timestamp}} DEFAULT {{now}} NOT NULL,\n"
			   "    PRIMARY KEY (id),\n"
			   "    CONSTRAINT people_age CHECK (age > 0)\n"
			   ");\n"
			   "CREATE INDEX people_name ON people (name);\n" LETTERS("letters (");

static const char rows[] = "INSERT INTO people (id, name, age) VALUES ('" UUID(
	"01") "', 'rosa', 7);"
	      "INSERT INTO letters (id, person_id, text) VALUES ('" UUID("02") "', '" UUID(
		      "01") "', 'hello')";

/* What somebody changes in schema.sql. An empty `from` adds at its end. */
struct edit {
	const char *what, *from, *to;
};

static const struct edit edits[] = {
	{"a table", "",
		"CREATE TABLE notes (\n    id {{id}} NOT NULL, text TEXT DEFAULT 'a, b)',\n"
		"    PRIMARY KEY (id)\n);\nCREATE INDEX notes_text ON notes (text);\n"},
	{"tables that refer to one another", "",
		"CREATE TABLE z_last (id {{id}} NOT NULL, PRIMARY KEY (id));\n"
		"CREATE TABLE a_first (id {{id}} NOT NULL, z {{id}} REFERENCES z_last (id) ON "
		"DELETE"
		" CASCADE, PRIMARY KEY (id));\n"},
	{"a column", "age INTEGER,", "age INTEGER,\n    mood {{json}},"},
	{"a column with a constant", "age INTEGER,",
		"age INTEGER,\n    size INTEGER DEFAULT 3 NOT NULL,"},
	{"a column with the time", "age INTEGER,",
		"age INTEGER,\n    seen {{timestamp}} DEFAULT {{now}} NOT NULL,"},
	{"a column with its own key", "text TEXT,",
		"text TEXT,\n    to_id {{id}} REFERENCES people (id) ON DELETE SET NULL,"},
	{"a column with its own check", "age INTEGER,",
		"age INTEGER,\n    size INTEGER CHECK (size < 9),"},
	{"a type", "VARCHAR(50)", "VARCHAR(80)"},
	{"a type of two engines", "name VARCHAR(50)", "name TEXT"},
	{"NULL taken", "name VARCHAR(50) NOT NULL", "name VARCHAR(50)"},
	{"NULL refused", "age INTEGER,", "age INTEGER NOT NULL,"},
	{"a default", "age INTEGER,", "age INTEGER DEFAULT 5,"},
	{"another default", "DEFAULT {{now}}", "DEFAULT '2026-01-01 00:00:00'"},
	{"no default", "born {{timestamp}} DEFAULT {{now}} NOT NULL",
		"born {{timestamp}} NOT NULL"},
	{"a wider primary key", "    PRIMARY KEY (id),\n    UNIQUE (text)",
		"    PRIMARY KEY (id, person_id),\n    UNIQUE (text)"},
	{"a foreign key that does something else", "ON DELETE CASCADE", "ON DELETE RESTRICT"},
	{"a foreign key", "    UNIQUE (text),",
		"    UNIQUE (text),\n    FOREIGN KEY (id) REFERENCES letters (id) ON DELETE "
		"CASCADE,"},
	{"a unique key", "    PRIMARY KEY (id),\n    CONSTRAINT",
		"    PRIMARY KEY (id),\n    UNIQUE (name),\n    CONSTRAINT"},
	{"a named unique key", "    PRIMARY KEY (id),\n    CONSTRAINT",
		"    PRIMARY KEY (id),\n    CONSTRAINT one_name UNIQUE (name, age),\n    "
		"CONSTRAINT"},
	{"a check", "    PRIMARY KEY (id),\n    UNIQUE (text)",
		"    PRIMARY KEY (id),\n    CHECK (text <> ''),\n    UNIQUE (text)"},
	{"another check", "age > 0", "age > 0 AND age < 200"},
	{"a check of another name", "people_age", "people_of_age"},
	{"an index", "", "CREATE UNIQUE INDEX people_born ON people (born) WHERE age > 5;\n"},
	{"another index", "people_name ON people (name)", "people_name ON people (name, age)"},
	{"an index that differs by engine", "",
		"-- only: sqlite\nCREATE INDEX people_by ON people (replace(name, 'a', 'b'));\n-- "
		"end\n"
		"-- only: postgres\nCREATE INDEX people_by ON people USING hash (name);\n-- end\n"},
	{"an index of PostgreSQL's own", "",
		"-- only: postgres\nCREATE INDEX people_hash ON people USING hash (name);\n-- "
		"end\n"},
	{"a trigger", "",
		"-- only: sqlite\nCREATE TRIGGER people_stay BEFORE DELETE ON people\nBEGIN\n"
		"    SELECT RAISE(ABORT, 'people; stay');\nEND;\n-- end\n"},
	{"a name of a column", "    born {{timestamp}} DEFAULT {{now}} NOT NULL,",
		"    arrived {{timestamp}} DEFAULT {{now}} NOT NULL, -- was: born"},
	{"a column by another name that takes NULL",
		"    born {{timestamp}} DEFAULT {{now}} NOT NULL,",
		"    arrived {{timestamp}} DEFAULT {{now}}, -- was: born"},
	{"a column of keys by another name",
		"    person_id {{id}} NOT NULL,\n    text TEXT,\n    PRIMARY KEY (id),\n"
		"    UNIQUE (text),\n    FOREIGN KEY (person_id)",
		"    by_id {{id}} NOT NULL, -- was: person_id\n    says TEXT, -- was: text\n"
		"    PRIMARY KEY (id),\n    UNIQUE (says),\n    FOREIGN KEY (by_id)"},
	{"a name of a table", LETTERS("letters ("), LETTERS("post ( -- was: letters")},
	{"a table by another name with another column", LETTERS("letters ("),
		LETTERS("post ( -- was: letters\n    read INTEGER DEFAULT 0 NOT NULL CHECK (read < "
			"2),")},
	{"two things at once", "    age INTEGER,\n    born {{timestamp}}",
		"    age BIGINT,\n    mood TEXT,\n    born {{timestamp}}"},
};
#define EDITS (sizeof(edits) / sizeof(edits[0]))

static const char *replaced(struct arena *a, const char *text, const char *from, const char *to)
{
	const char *at = *from ? strstr(text, from) : text + strlen(text);

	assert_non_null(at);
	return arena_printf(a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static const char *write_dir(struct place *p, const char *name, const char *declared)
{
	const char *dir = scratch_path(&p->s, name);

	assert_int_equal(mkdir(dir, 0700), 0);
	scratch_write(&p->s, arena_printf(&p->s.a, "%s/0001_base.sql", name),
		span_of(arena_printf(&p->s.a,
			"-- tenet:up\n%s-- tenet:down\nDROP TABLE letters;\nDROP TABLE people;\n",
			base)));
	scratch_write(&p->s, arena_printf(&p->s.a, "%s/schema.sql", name), span_of(declared));
	return dir;
}

static struct revision write_one(struct place *p, const char *dir, struct db *db)
{
	struct revision r;
	struct err e = {0};

	if (revision_write(dir, "What changed", REVISION_GENERATED,
		    p->engine == DB_POSTGRES ? db : NULL, &p->s.a, &r, &e) != 0)
		fail_msg("%s", e.text);
	return r;
}

static void go_in(struct place *p, struct db *db, const char *dir, size_t target, const char *what)
{
	struct migration_set set;
	struct err e = {0};

	if (migrations_load(dir, p->engine, &p->s.a, &set, &e) != 0 ||
		migrate_go(db, &set, target, NULL, NULL, &e) != 0)
		fail_msg("%s: %s", what, e.text);
}

static struct catalog read_schema(struct place *p, struct db *db)
{
	struct catalog c;
	struct err e = {0};

	if (catalog_read(db, &p->s.a, &c, &e) != 0)
		fail_msg("%s", e.text);
	return c;
}

static void nothing_is_left(const struct edit *edit, const struct revision *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (strstr(r->notes[i], ", after") || strstr(r->notes[i], "does not run"))
			fail_msg("%s: %s", edit->what, r->notes[i]);
}

static void is_as_declared(struct place *p, struct db *db, const char *dir, const struct edit *edit)
{
	struct check k;
	struct err e = {0};

	if (check_all(db, p->engine, dir, &p->s.a, &k, &e) != 0)
		fail_msg("%s: %s", edit->what, e.text);
	if (k.n > 0)
		fail_msg("%s: %s", edit->what, k.f[0].text);
	for (int part = 0; part < 3; part++)
		assert_null(k.left_out[part]);
}

static void goes_up_and_down(struct place *p, const struct edit *edit, size_t i)
{
	const char *name = arena_printf(&p->s.a, "m%zu", i);
	const char *dir = write_dir(p, name, replaced(&p->s.a, base, edit->from, edit->to));
	struct db *db;
	struct differences d;

	place_fresh(p, "a");
	db = place_open(p, "a", DB_CREATE);
	struct revision r = write_one(p, dir, db);
	assert_non_null(r.path);
	assert_string_equal(r.revision, "0002");
	nothing_is_left(edit, &r);
	go_in(p, db, dir, 1, edit->what);
	scratch_exec(db, rows);
	struct catalog before = read_schema(p, db);
	go_in(p, db, dir, 2, edit->what);
	is_as_declared(p, db, dir, edit);
	go_in(p, db, dir, 1, edit->what);
	struct catalog after = read_schema(p, db);
	catalog_compare(&before, &after, &p->s.a, &d);
	if (d.n > 0)
		fail_msg("%s, and back: %s", edit->what, d.d[0].text);
	assert_string_equal(scratch_ask(&p->s, db,
				    "SELECT p.name, p.age, l.text FROM people p JOIN letters l ON"
				    " l.person_id = p.id"),
		"rosa|7|hello|\n");
	db_close(&db);
}

static void what_is_declared_is_made_and_unmade(void **state)
{
	for (size_t i = 0; i < EDITS; i++)
		goes_up_and_down(*state, &edits[i], i);
}

static void where_nothing_is_missing_nothing_is_written(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	const char *dir = write_dir(p, "m", base);

	assert_null(write_one(p, dir, db).path);
	db_close(&db);
}

/* --- Drops. --- */

static void drops_are_written_out_but_commented(void **state)
{
	static const struct {
		const char *from, *to, *line;
	} drops[] = {
		{"    age INTEGER,\n", "", "-- ALTER TABLE people DROP COLUMN age;\n"},
		{"CREATE INDEX people_name ON people (name);\n", "",
			"-- DROP INDEX people_name;\n"},
		{"    UNIQUE (text),\n", "",
			"-- ALTER TABLE letters DROP CONSTRAINT letters_text_key;\n"},
		{",\n    CONSTRAINT people_age CHECK (age > 0)", "",
			"-- ALTER TABLE people DROP CONSTRAINT people_age;\n"},
	};
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	for (size_t i = 0; i < sizeof(drops) / sizeof(drops[0]); i++) {
		const char *without = replaced(&p->s.a, base, drops[i].from, drops[i].to);
		/* A check cannot name a column that is gone. */
		if (i == 0)
			without = replaced(&p->s.a, without,
				",\n    CONSTRAINT people_age CHECK (age > 0)", "");
		const char *dir = write_dir(p, arena_printf(&p->s.a, "d%zu", i), without);
		struct revision r = write_one(p, dir, db);
		const char *text = scratch_read(&p->s, r.path).p;
		if (!strstr(text, drops[i].line))
			fail_msg("%s does not hold %s", text, drops[i].line);
		assert_null(strstr(text, "\nALTER"));
		assert_null(strstr(text, "\nDROP"));
		assert_non_null(strstr(r.notes[0], "its drop is commented out"));
	}
	db_close(&db);
}

static void a_rebuild_keeps_what_is_not_dropped_yet(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	const char *declared = replaced(&p->s.a, base, "    text TEXT,\n", "");
	declared = replaced(&p->s.a, declared, "    UNIQUE (text),\n", "");
	declared = replaced(&p->s.a, declared, "ON DELETE CASCADE", "ON DELETE RESTRICT");
	const char *dir = write_dir(p, "m", declared);
	struct migration_set set;
	struct err e = {0};

	(void)write_one(p, dir, db);
	assert_int_equal(migrations_load(dir, p->engine, &p->s.a, &set, &e), 0);
	assert_int_equal(migrate_go(db, &set, 1, NULL, NULL, &e), 0);
	scratch_exec(db, rows);
	assert_int_equal(migrate_go(db, &set, 2, NULL, NULL, &e), 0);
	assert_string_equal(scratch_ask(&p->s, db, "SELECT text FROM letters"), "hello|\n");
	db_close(&db);
}

static void a_type_that_stores_otherwise_is_said(void **state)
{
	struct place *p = *state;
	const char *dir =
		write_dir(p, "m", replaced(&p->s.a, base, "    text TEXT,", "    text INTEGER,"));
	struct revision r = write_one(p, dir, NULL);
	const char *text = scratch_read(&p->s, r.path).p;

	if (!strstr(text, "-- SQLite refuses this while a value of text would read differently"))
		fail_msg("%s", text);
	assert_string_equal(r.notes[0],
		"letters.text changes its type: SQLite refuses it while a value would read"
		" differently, and PostgreSQL may need a USING");
	dir = write_dir(p, "n", replaced(&p->s.a, base, "VARCHAR(50)", "VARCHAR(80)"));
	r = write_one(p, dir, NULL);
	assert_null(strstr(scratch_read(&p->s, r.path).p, "-- SQLite"));
	assert_non_null(strstr(r.notes[0], "SQLite keeps the values as they are"));
}

/* --- The file. --- */

static void the_file_is_named_and_numbered(void **state)
{
	struct place *p = *state;
	const char *dir = write_dir(p, "m", base);
	struct revision r;
	struct err e = {0};

	assert_int_equal(revision_write(dir, "tenet:up, Ärger & 2 more", REVISION_EMPTY, NULL,
				 &p->s.a, &r, &e),
		0);
	assert_string_equal(r.path, arena_printf(&p->s.a, "%s/0002_tenet_up_rger_2_more.sql", dir));
	assert_string_equal(scratch_read(&p->s, r.path).p,
		"-- Tenet:up, Ärger & 2 more.\n-- tenet:up\n\n\n-- tenet:down\n\n");
	struct db *db = place_open(p, "a", DB_CREATE);
	go_in(p, db, dir, 2, "empty");
	db_close(&db);
	assert_int_equal(revision_write(dir, "¿?", REVISION_EMPTY, NULL, &p->s.a, &r, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
}

static void without_a_declared_schema_nothing_can_be_generated(void **state)
{
	struct place *p = *state;
	const char *dir = write_dir(p, "m", base);
	struct revision r;
	struct err e = {0};

	assert_int_equal(remove(arena_printf(&p->s.a, "%s/schema.sql", dir)), 0);
	assert_int_equal(revision_write(dir, "x", REVISION_GENERATED, NULL, &p->s.a, &r, &e), -1);
	assert_int_equal(e.code, ERR_MISSING);
	assert_null(r.path);
}

static void a_schema_that_does_not_run_is_an_error_and_writes_nothing(void **state)
{
	struct place *p = *state;
	const char *dir = write_dir(p, "m", "CREATE TABLE people (id {{id}}, id {{id}});\n");
	struct revision r;
	struct err e = {0};

	assert_int_equal(revision_write(dir, "x", REVISION_GENERATED, NULL, &p->s.a, &r, &e), -1);
	assert_non_null(strstr(e.text, "schema.sql"));
	assert_non_null(strstr(e.text, "duplicate column"));
	assert_null(r.path);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(what_is_declared_is_made_and_unmade),
		BOTH(where_nothing_is_missing_nothing_is_written),
		BOTH(drops_are_written_out_but_commented),
		BOTH(a_rebuild_keeps_what_is_not_dropped_yet),
		SQLITE(a_type_that_stores_otherwise_is_said),
		SQLITE(the_file_is_named_and_numbered),
		SQLITE(without_a_declared_schema_nothing_can_be_generated),
		SQLITE(a_schema_that_does_not_run_is_an_error_and_writes_nothing),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
