/* Changes that hang together: what is written for them applies, gives the declared schema, and can
 * be undone with the rows in place, on both engines. */
#include <sys/stat.h>

#include "fixture.h"
#include "migrate/check.h"
#include "migrate/compare.h"
#include "migrate/revision.h"

struct change {
	const char *what;
	const char *have, *want; /* the first migration's way up, and schema.sql */
	const char *rows, *ask; /* rows before it, and a question that is answered alike after it */
	const char *drop; /* the first migration's way down */
};

#define PEOPLE_AND_LETTERS "DROP TABLE letters; DROP TABLE people;\n"

static const struct change changes[] = {
	{"a column by another name whose index is another one",
		"CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, age INTEGER);\n"
		"CREATE INDEX people_name ON people (name);\n",
		"CREATE TABLE people (id INTEGER PRIMARY KEY, title TEXT, -- was: name\n"
		"    age INTEGER);\n"
		"CREATE INDEX people_name ON people (title, age);\n",
		"INSERT INTO people VALUES (1, 'rosa', 7)", "SELECT * FROM people",
		"DROP TABLE people;\n"},
	{"a column by another name whose check is another one",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, CHECK (text <> ''));\n",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, -- was: text\n"
		"    CHECK (body <> 'none'));\n",
		"INSERT INTO notes VALUES (1, 'a')", "SELECT * FROM notes", "DROP TABLE notes;\n"},
	{"a table by another name that others refer to",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);\n"
		"CREATE TABLE answers (id INTEGER PRIMARY KEY, note_id INTEGER NOT NULL,"
		" FOREIGN KEY (note_id) REFERENCES notes (id) ON DELETE CASCADE);\n",
		"CREATE TABLE remarks ( -- was: notes\n    id INTEGER PRIMARY KEY, text TEXT);\n"
		"CREATE TABLE answers (id INTEGER PRIMARY KEY, note_id INTEGER NOT NULL,"
		" FOREIGN KEY (note_id) REFERENCES remarks (id) ON DELETE CASCADE);\n",
		"INSERT INTO notes VALUES (1, 'a'); INSERT INTO answers VALUES (2, 1)",
		"SELECT * FROM answers", "DROP TABLE answers; DROP TABLE notes;\n"},
	{"the same, with a key by another name and a child that changes too",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);\n"
		"CREATE TABLE answers (id INTEGER PRIMARY KEY, note_id INTEGER NOT NULL,"
		" FOREIGN KEY (note_id) REFERENCES notes (id) ON DELETE CASCADE);\n",
		"CREATE TABLE remarks ( -- was: notes\n    number INTEGER PRIMARY KEY, -- was: id\n"
		"    text TEXT NOT NULL);\n"
		"CREATE TABLE answers (id INTEGER PRIMARY KEY,\n    to_id INTEGER NOT NULL, -- "
		"was: "
		"note_id\n    mood TEXT DEFAULT '' NOT NULL CHECK (mood <> 'bad'),\n"
		"    FOREIGN KEY (to_id) REFERENCES remarks (number) ON DELETE RESTRICT);\n",
		"INSERT INTO notes VALUES (1, 'a'); INSERT INTO answers VALUES (2, 1)",
		"SELECT count(*) FROM answers", "DROP TABLE answers; DROP TABLE notes;\n"},
	{"the primary key of a table that others refer to",
		"CREATE TABLE people (id INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY "
		"(id));\n"
		"CREATE TABLE letters (id INTEGER PRIMARY KEY, by_id INTEGER,"
		" FOREIGN KEY (by_id) REFERENCES people (id) ON DELETE CASCADE);\n",
		"CREATE TABLE people (id INTEGER NOT NULL, number INTEGER NOT NULL,"
		" PRIMARY KEY (number), UNIQUE (id));\n"
		"CREATE TABLE letters (id INTEGER PRIMARY KEY, by_id INTEGER,"
		" FOREIGN KEY (by_id) REFERENCES people (id) ON DELETE CASCADE);\n",
		"INSERT INTO people VALUES (1, 7); INSERT INTO letters VALUES (2, 1)",
		"SELECT * FROM letters", PEOPLE_AND_LETTERS},
	{"one of two checks of one column",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, f INTEGER, CHECK (f > 0), CHECK (f < "
		"9));\n",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, f INTEGER, CHECK (f > 0), CHECK (f < "
		"8));\n",
		"INSERT INTO notes VALUES (1, 2)", "SELECT * FROM notes", "DROP TABLE notes;\n"},
	{"a check before another one of its column",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, f INTEGER, CHECK (f > 0));\n",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, f INTEGER, CHECK (f < 9), CHECK (f > "
		"0));\n",
		"INSERT INTO notes VALUES (1, 2)", "SELECT * FROM notes", "DROP TABLE notes;\n"},
	{"the first of four checks that are counted",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, f INTEGER, CHECK (f > 0), CHECK (f < "
		"9), CHECK (f <> 5), CHECK (f <> 6));\n",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, f INTEGER, CHECK (f < 9), CHECK (f <> "
		"5), CHECK (f <> 6));\n",
		"INSERT INTO notes VALUES (1, 2)", "SELECT * FROM notes", "DROP TABLE notes;\n"},
	{"fewer checks of one column, of which one is another",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, f INTEGER, CHECK (f > 0), CHECK (f < "
		"9), CHECK (f <> 5));\n",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, f INTEGER, CHECK (f < 10));\n",
		"INSERT INTO notes VALUES (1, 2)", "SELECT * FROM notes", "DROP TABLE notes;\n"},
	{"no unique key, and no check",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, UNIQUE (text),"
		" CONSTRAINT notes_long CHECK (length(text) > 1));\n",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);\n",
		"INSERT INTO notes VALUES (1, 'ab')", "SELECT * FROM notes", "DROP TABLE notes;\n"},
	{"no column, and none of its key and index",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, code TEXT, UNIQUE "
		"(code));\n"
		"CREATE INDEX notes_code ON notes (code, text);\n",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);\n",
		"INSERT INTO notes VALUES (1, 'ab', NULL)", "SELECT id, text FROM notes",
		"DROP TABLE notes;\n"},
	{"no plain column", "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, code TEXT);\n",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);\n",
		"INSERT INTO notes VALUES (1, 'ab', NULL)", "SELECT id, text FROM notes",
		"DROP TABLE notes;\n"},
	{"no tables that refer to one another, and no key to one of them",
		"CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id) ON DELETE"
		" CASCADE);\nCREATE INDEX b_a ON b (a_id);\n"
		"CREATE TABLE c (id INTEGER PRIMARY KEY, a_id INTEGER, FOREIGN KEY (a_id)"
		" REFERENCES a (id) ON DELETE CASCADE);\n",
		"CREATE TABLE c (id INTEGER PRIMARY KEY, a_id INTEGER);\n",
		"INSERT INTO c VALUES (1, NULL)", "SELECT * FROM c",
		"DROP TABLE c; DROP TABLE b; DROP TABLE a;\n"},
	{"what goes and what changes in one table",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, code TEXT,"
		" CHECK (text <> code), UNIQUE (code));\n"
		"CREATE INDEX notes_both ON notes (text, code);\n"
		"CREATE TABLE answers (id INTEGER PRIMARY KEY REFERENCES notes (id) ON DELETE"
		" CASCADE);\n",
		"CREATE TABLE remarks ( -- was: notes\n    id INTEGER PRIMARY KEY,\n"
		"    body TEXT DEFAULT '' NOT NULL -- was: text\n);\n",
		"INSERT INTO notes VALUES (1, 'ab', NULL)", "SELECT 1",
		"DROP TABLE answers; DROP TABLE notes;\n"},
	{"a view that is another one, and one more",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);\n"
		"CREATE VIEW short AS SELECT id FROM notes;\n"
		"CREATE VIEW gone AS SELECT text FROM notes;\n",
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, mood TEXT);\n"
		"CREATE VIEW short AS SELECT id, mood FROM notes;\n"
		"CREATE VIEW long AS SELECT text FROM notes;\n",
		"INSERT INTO notes VALUES (1, 'ab')", "SELECT id FROM short",
		"DROP VIEW gone; DROP VIEW short; DROP TABLE notes;\n"},
	{"names that need quotes",
		"CREATE TABLE \"my order\" (\"group\" INTEGER PRIMARY KEY, \"a \"\"b\"\"\" TEXT);\n"
		"CREATE TABLE \"Items\" (id INTEGER PRIMARY KEY, o INTEGER, FOREIGN KEY (o)"
		" REFERENCES \"my order\" (\"group\") ON DELETE CASCADE);\n",
		"CREATE TABLE \"my order\" (\"group\" INTEGER PRIMARY KEY, \"a \"\"b\"\"\" TEXT"
		" DEFAULT 'x', CHECK (\"a \"\"b\"\"\" <> ''));\n"
		"CREATE INDEX \"my index\" ON \"my order\" (\"a \"\"b\"\"\");\n"
		"CREATE TABLE \"Items\" (id INTEGER PRIMARY KEY, o INTEGER NOT NULL, FOREIGN KEY "
		"(o)"
		" REFERENCES \"my order\" (\"group\") ON DELETE CASCADE);\n",
		"INSERT INTO \"my order\" VALUES (1, 'a'); INSERT INTO \"Items\" VALUES (2, 1)",
		"SELECT * FROM \"my order\" JOIN \"Items\" ON o = \"group\"",
		"DROP TABLE \"Items\"; DROP TABLE \"my order\";\n"},
};
#define CHANGES (sizeof(changes) / sizeof(changes[0]))

/* What a person does who means it: the comments after the ones that say so become SQL. */
static const char *without_dashes(struct place *p, const char *text)
{
	struct str out = {0};
	bool dashed = false;

	for (const char *line = text; *line;) {
		size_t n = strcspn(line, "\n") + 1;
		bool says = strstr(line, "the dashes away: ") &&
			strstr(line, "the dashes away: ") < line + n;
		dashed = says || (dashed && strncmp(line, "-- ", 3) == 0);
		size_t skip = dashed && !says ? 3 : 0;
		str_addn(&out, line + skip, n - skip);
		line += n;
	}
	const char *done = arena_strdup(&p->s.a, str_cstr(&out));
	str_free(&out);
	return done;
}

static const char *write_dir(struct place *p, const char *name, const struct change *c)
{
	const char *dir = scratch_path(&p->s, name);

	assert_int_equal(mkdir(dir, 0700), 0);
	scratch_write(&p->s, arena_printf(&p->s.a, "%s/0001_base.sql", name),
		span_of(arena_printf(
			&p->s.a, "-- tenet:up\n%s-- tenet:down\n%s", c->have, c->drop)));
	scratch_write(&p->s, arena_printf(&p->s.a, "%s/schema.sql", name), span_of(c->want));
	return dir;
}

static void go_in(struct place *p, struct db *db, const char *dir, size_t target, const char *what)
{
	struct migration_set set;
	struct err e = {0};

	if (migrations_load(dir, p->engine, &p->s.a, &set, &e) != 0 ||
		migrate_go(db, &set, target, NULL, NULL, &e) != 0)
		fail_msg("%s, to %zu: %s\n%s", what, target, e.text,
			scratch_read(&p->s, arena_printf(&p->s.a, "%s/0002_what_changed.sql", dir))
				.p);
}

static void is_as_declared(struct place *p, struct db *db, const char *dir, const char *what)
{
	struct check k;
	struct err e = {0};

	if (check_all(db, p->engine, dir, &p->s.a, &k, &e) != 0)
		fail_msg("%s: %s", what, e.text);
	if (k.n > 0)
		fail_msg("%s: %s", what, k.f[0].text);
}

static void go_and_look(struct place *p, struct db *db, const char *dir, const struct change *c)
{
	struct catalog before, after;
	struct differences d;
	struct err e = {0};

	go_in(p, db, dir, 1, c->what);
	scratch_exec(db, c->rows);
	assert_int_equal(catalog_read(db, &p->s.a, &before, &e), 0);
	const char *had = scratch_ask(&p->s, db, c->ask);
	go_in(p, db, dir, 2, c->what);
	is_as_declared(p, db, dir, c->what);
	go_in(p, db, dir, 1, c->what);
	assert_string_equal(scratch_ask(&p->s, db, c->ask), had);
	assert_int_equal(catalog_read(db, &p->s.a, &after, &e), 0);
	catalog_compare(&before, &after, &p->s.a, &d);
	if (d.n > 0)
		fail_msg("%s, and back: %s", c->what, d.d[0].text);
	go_in(p, db, dir, 2, c->what);
	is_as_declared(p, db, dir, c->what);
}

/* Once as it was written, which undoes all that it did, and once with the dashes away. */
static void is_made_and_unmade(struct place *p, const struct change *c, size_t i)
{
	const char *name = arena_printf(&p->s.a, "m%zu", i);
	const char *dir = write_dir(p, name, c);
	struct revision r;
	struct err e = {0};

	place_fresh(p, "a");
	struct db *db = place_open(p, "a", DB_CREATE);
	if (revision_write(dir, "What changed", REVISION_GENERATED,
		    p->engine == DB_POSTGRES ? db : NULL, &p->s.a, &r, &e) != 0)
		fail_msg("%s: %s", c->what, e.text);
	assert_non_null(r.path);
	const char *text = scratch_read(&p->s, r.path).p;
	for (size_t k = 0; k < r.n; k++)
		if (strstr(r.notes[k], ", after undoing") || strstr(r.notes[k], "does not run"))
			fail_msg("%s: %s\n%s", c->what, r.notes[k], text);
	go_in(p, db, dir, 2, c->what);
	go_in(p, db, dir, 0, c->what);
	scratch_write(&p->s, arena_printf(&p->s.a, "%s/0002_what_changed.sql", name),
		span_of(without_dashes(p, text)));
	go_and_look(p, db, dir, c);
	db_close(&db);
}

static void what_hangs_together_is_made_and_unmade(void **state)
{
	for (size_t i = 0; i < CHANGES; i++)
		is_made_and_unmade(*state, &changes[i], i);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(what_hangs_together_is_made_and_unmade),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
