/* Warnings about migrations, one kind after the other, and the exceptions from them. */
#include <sys/stat.h>

#include "fixture.h"
#include "migrate/lint.h"

#define PEOPLE "CREATE TABLE people (id {{id}} NOT NULL, name TEXT, PRIMARY KEY (id));\n"
#define FOREIGN(after) \
	"CREATE TABLE letters (id {{id}} NOT NULL, by_id {{id}}, PRIMARY KEY (id)," \
	" FOREIGN KEY (by_id) REFERENCES people (id)" after ");\n"

struct risk {
	const char *up, *down; /* of the second migration */
	const char *kind, *subject; /* NULL: none */
};

static const struct risk risks[] = {
	{FOREIGN(" ON DELETE CASCADE") "CREATE INDEX letters_by ON letters (by_id, id);\n",
		"DROP TABLE letters;\n", NULL, NULL},
	{FOREIGN(" ON DELETE CASCADE"), "DROP TABLE letters;\n", "index", "letters.by_id"},
	{FOREIGN(" ON DELETE CASCADE") "CREATE INDEX letters_by ON letters (id, by_id);\n",
		"DROP TABLE letters;\n", "index", "letters.by_id"},
	{FOREIGN(" ON DELETE CASCADE") "CREATE INDEX letters_by ON letters (by_id) WHERE id IS"
				       " NULL;\n",
		"DROP TABLE letters;\n", "index", "letters.by_id"},
	{FOREIGN("") "CREATE INDEX letters_by ON letters (by_id);\n", "DROP TABLE letters;\n",
		"on-delete", "letters.by_id"},
	{"ALTER TABLE people ADD COLUMN boss {{id}} REFERENCES people (id) ON DELETE SET NULL;\n",
		"-- rebuild: people\n" PEOPLE "-- end\n"
		"-- only: postgres\nALTER TABLE people DROP COLUMN boss;\n-- end\n",
		"index", "people.boss"},
	{"ALTER TABLE people DROP COLUMN name;\n", "ALTER TABLE people ADD COLUMN name TEXT;\n",
		"drop", "people.name"},
	{"DROP TABLE people;\n", PEOPLE, "drop", "people"},
	{"ALTER TABLE people RENAME COLUMN name TO called;\n",
		"ALTER TABLE people RENAME COLUMN called TO name;\n", NULL, NULL},
	{"ALTER TABLE people ADD COLUMN age INTEGER DEFAULT 1 NOT NULL;\n"
	 "ALTER TABLE people RENAME COLUMN age TO years;\n",
		"ALTER TABLE people DROP COLUMN years;\n", NULL, NULL},
	{"ALTER TABLE people RENAME TO persons;\n", "ALTER TABLE persons RENAME TO people;\n", NULL,
		NULL},
	{"-- rebuild: people\nCREATE TABLE people (id {{id}} NOT NULL, PRIMARY KEY (id));\n-- end\n"
	 "-- only: postgres\nALTER TABLE people DROP COLUMN name;\n-- end\n",
		"ALTER TABLE people ADD COLUMN name TEXT;\n", "drop", "people.name"},
	{"ALTER TABLE people ADD COLUMN age INTEGER NOT NULL;\n",
		"ALTER TABLE people DROP COLUMN age;\n", "not-null", "people.age"},
	{"ALTER TABLE people ADD COLUMN age INTEGER NOT NULL DEFAULT 0;\n",
		"ALTER TABLE people DROP COLUMN age;\n", NULL, NULL},
	{"-- rebuild: people\nCREATE TABLE people (id {{id}} NOT NULL, name TEXT NOT NULL,"
	 " PRIMARY KEY (id));\n-- end\n"
	 "-- only: postgres\nALTER TABLE people ALTER name SET NOT NULL;\n-- end\n",
		"-- rebuild: people\n" PEOPLE "-- end\n"
		"-- only: postgres\nALTER TABLE people ALTER name DROP NOT NULL;\n-- end\n",
		"not-null", "people.name"},
	{"-- rebuild: people\nCREATE TABLE people (id {{id}} NOT NULL, name INTEGER,"
	 " PRIMARY KEY (id));\n-- end\n"
	 "-- only: postgres\nALTER TABLE people ALTER name TYPE INTEGER USING name::INTEGER;\n"
	 "-- end\n",
		"-- rebuild: people\n" PEOPLE "-- end\n"
		"-- only: postgres\nALTER TABLE people ALTER name TYPE TEXT;\n-- end\n",
		"type", "people.name"},
	{"CREATE INDEX people_name ON people (name);\n", "", "down", "people"},
	{"CREATE INDEX people_name ON people (name);\n",
		"-- lint: allow down people: it may stay\n", NULL, NULL},
	{"-- lint: allow drop people.name: nobody needs it\nALTER TABLE people DROP COLUMN name;\n",
		"ALTER TABLE people ADD COLUMN name TEXT;\n", NULL, NULL},
	{"-- lint: allow drop people: nobody needs it\n", "", "allow",
		"drop people: nobody needs it"},
	{"-- lint: allow drop people.name:\n", "", "allow", "drop people.name:"},
	{"-- lint: allow dropp people: why not\n", "", "allow", "dropp people: why not"},
	{"DELETE FROM people WHERE name = 'x';\n", "-- nothing\n", "down", "people"},
	{"UPDATE people SET name = 'x';\n", "", "down", "people"},
	{"WITH x AS (SELECT 1) DELETE FROM people WHERE id IS NULL;\n", "", "down", "people"},
	{"UPDATE people SET name = 'x';\n", "UPDATE people SET name = NULL;\n", NULL, NULL},
	{"UPDATE people SET name = 'x';\n", "-- lint: allow down people: x was meant always\n",
		NULL, NULL},
	{"CREATE INDEX people_name ON people (name);\n", "DROP TABLE nowhere;\n", "down", "0002"},
};

static struct lint look(struct place *p, size_t i, struct db *db)
{
	const char *name = arena_printf(&p->s.a, "m%zu", i), *dir = scratch_path(&p->s, name);
	struct lint l;
	struct err e = {0};

	assert_int_equal(mkdir(dir, 0700), 0);
	scratch_write(&p->s, arena_printf(&p->s.a, "%s/0001_people.sql", name),
		SPAN_LIT("-- tenet:up\n" PEOPLE "-- tenet:down\nDROP TABLE people;\n"
			 "-- lint: allow drop none: only on the way up it counts\n"));
	scratch_write(&p->s, arena_printf(&p->s.a, "%s/0002_risk.sql", name),
		span_of(arena_printf(
			&p->s.a, "-- tenet:up\n%s-- tenet:down\n%s", risks[i].up, risks[i].down)));
	if (lint_all(db, dir, &p->s.a, &l, &e) != 0)
		fail_msg("%s: %s", risks[i].up, e.text);
	return l;
}

static bool is_found(const struct lint *l, const struct risk *r)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(lint_kind_name(l->f[i].kind), r->kind) == 0 &&
			strcmp(l->f[i].subject, r->subject) == 0)
			return true;
	return false;
}

static void each_risk_is_warned_of(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	for (size_t i = 0; i < sizeof(risks) / sizeof(risks[0]); i++) {
		const struct risk *r = &risks[i];
		struct lint l = look(p, i, db);
		/* One is of the exception in the first file, which nothing needs. */
		size_t expected = r->kind ? 2 : 1;
		if (l.n != expected)
			fail_msg("%s: %zu warnings, the first is \"%s\"", r->up, l.n - 1,
				l.n > 1 ? l.f[0].text : "");
		if (r->kind && !is_found(&l, r))
			fail_msg("%s: no warning %s %s, but \"%s\"", r->up, r->kind, r->subject,
				l.f[0].text);
		if (r->kind && strcmp(r->kind, "allow") != 0)
			assert_non_null(strstr(l.f[0].path, "0002_risk.sql"));
	}
	assert_true(tables_of(p, db)[0] == '\0');
	db_close(&db);
}

/* Neither hides the drop, nor is laid at the door of the steps before it. */
static void a_way_down_that_does_nothing_is_its_files_alone(void **state)
{
	static const char up[] = "-- tenet:up\nDROP TABLE letters;\n-- tenet:down\n";
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct lint l;
	struct err e = {0};

	assert_int_equal(mkdir(scratch_path(&p->s, "m"), 0700), 0);
	scratch_write(&p->s, "m/0001_people.sql",
		SPAN_LIT("-- tenet:up\n" PEOPLE "-- tenet:down\nDROP TABLE people;\n"));
	scratch_write(&p->s, "m/0002_letters.sql",
		SPAN_LIT("-- tenet:up\nCREATE TABLE letters (id {{id}}, PRIMARY KEY (id));\n"
			 "-- tenet:down\nDROP TABLE letters;\n"));
	scratch_write(
		&p->s, "m/0003_drop.sql", span_of(arena_printf(&p->s.a, "%sSELECT 1;\n", up)));
	if (lint_all(db, scratch_path(&p->s, "m"), &p->s.a, &l, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(l.n, 2);
	assert_string_equal(lint_kind_name(l.f[0].kind), "drop");
	assert_string_equal(lint_kind_name(l.f[1].kind), "down");
	assert_string_equal(
		l.f[1].text, "going down does not undo it: the table letters is missing");
	for (size_t i = 0; i < l.n; i++)
		assert_non_null(strstr(l.f[i].path, "0003_drop.sql"));
	db_close(&db);
}

static void our_own_migrations_are_clean(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct lint l;
	struct err e = {0};

	assert_int_equal(lint_all(db, NULL, &p->s.a, &l, &e), 0);
	if (l.n > 0)
		fail_msg("%s: %s", l.f[0].path, l.f[0].text);
	assert_int_equal(l.allowed, 3);
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(each_risk_is_warned_of),
		BOTH(a_way_down_that_does_nothing_is_its_files_alone),
		BOTH(our_own_migrations_are_clean),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
