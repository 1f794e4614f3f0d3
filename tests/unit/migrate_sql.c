/* SQL in one spelling, and what a CREATE TABLE says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/migrate/ddl.h"
#include "../../src/migrate/sqltext.h"

static void what_means_the_same_is_spelled_the_same(void **state)
{
	static const struct {
		const char *sql, *same;
	} cases[] = {
		{"a>=0 AND\n\t(B<1)", "a >= 0 and (b < 1)"},
		{"lower( title ),id", "lower(title), id"},
		{"x IN('a', 'B')", "x in ('a', 'B')"},
		{"\"name\" = \"a b\"", "name = \"a b\""},
		{"[x] -- why\n/* what */ + `y`", "x + y"},
		{"now() :: text || 'It''s'", "now() :: text || 'It''s'"},
		{"VARCHAR (255)", "varchar(255)"},
		{"1.5+$$a b$$", "1.5 + $$a b$$"},
		{"\"select\"", "\"select\""},
		{"'never ends", "'never ends"},
		{"", ""},
	};
	struct arena a = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *once = sql_canonical(span_of(cases[i].sql), &a);
		assert_string_equal(once, cases[i].same);
		assert_string_equal(sql_canonical(span_of(once), &a), once);
	}
	assert_string_equal(sql_canonical_bare(SPAN_LIT("((a) )"), &a), "a");
	assert_string_equal(sql_canonical_bare(SPAN_LIT("(a) OR (b)"), &a), "(a) or (b)");
	arena_free(&a);
}

static const char table[] =
	"CREATE TABLE \"the people\" ( -- was: persons\n"
	"  id INTEGER PRIMARY KEY AUTOINCREMENT,\n"
	"  name VARCHAR(20) DEFAULT 'a, (b' NOT NULL CONSTRAINT long CHECK (length(name) > 2), "
	"-- was: called\n"
	"  -- was: nothing\n"
	"  boss INTEGER REFERENCES people (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,\n"
	"  mail TEXT COLLATE NOCASE UNIQUE,\n"
	"  CONSTRAINT pair UNIQUE (name, \"mail\"),\n"
	"  CHECK (id > 0 AND name <> ','),\n"
	"  FOREIGN KEY(boss) REFERENCES other\n"
	")";

static void a_table_is_read_item_by_item(void **state)
{
	static const struct {
		enum ddl_kind kind;
		const char *name, *column, *was;
	} items[] = {
		{DDL_COLUMN, "id", NULL, NULL},
		{DDL_PRIMARY, NULL, "id", NULL},
		{DDL_COLUMN, "name", NULL, "called"},
		{DDL_CHECK, "long", "name", NULL},
		{DDL_COLUMN, "boss", NULL, NULL},
		{DDL_FOREIGN, NULL, "boss", NULL},
		{DDL_COLUMN, "mail", NULL, NULL},
		{DDL_UNIQUE, NULL, "mail", NULL},
		{DDL_UNIQUE, "pair", NULL, NULL},
		{DDL_CHECK, NULL, NULL, NULL},
		{DDL_FOREIGN, NULL, NULL, NULL},
	};
	struct arena a = {0};
	struct ddl_table t;

	(void)state;
	ddl_read(table, &a, &t);
	assert_string_equal(t.was, "persons");
	assert_int_equal(t.n, sizeof(items) / sizeof(items[0]));
	for (size_t i = 0; i < t.n; i++) {
		assert_int_equal(t.items[i].kind, items[i].kind);
		assert_true(span_eq(span_of(t.items[i].name), span_of(items[i].name)));
		assert_true(span_eq(span_of(t.items[i].column), span_of(items[i].column)));
		assert_true(span_eq(span_of(t.items[i].was), span_of(items[i].was)));
	}
	assert_true(t.items[0].autoincrement);
	assert_true(t.items[5].deferred);
	assert_false(t.items[10].deferred);
	assert_string_equal(t.items[6].collation, "NOCASE");
	assert_true(span_is(t.items[9].expression, "id > 0 AND name <> ','"));
	assert_ptr_equal(ddl_constraint(&t, DDL_UNIQUE, "(name, mail)", &a), &t.items[8]);
	assert_null(ddl_constraint(&t, DDL_UNIQUE, "(name)", &a));
	arena_free(&a);
}

static void what_is_no_table_has_no_items(void **state)
{
	static const char *const others[] = {
		"", "CREATE", "CREATE TABLE t AS SELECT 1", "CREATE TABLE t", "DROP TABLE t (a)"};
	struct arena a = {0};
	struct ddl_table t;

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		ddl_read(others[i], &a, &t);
		assert_int_equal(t.n, 0);
	}
	arena_free(&a);
}

static void a_statement_is_found_by_what_it_makes(void **state)
{
	static const char sql[] =
		"CREATE INDEX a ON t (x); DROP INDEX a;"
		"CREATE UNIQUE INDEX IF NOT EXISTS \"a\" ON t (y);"
		"CREATE TRIGGER a BEFORE DELETE ON t BEGIN SELECT 1; SELECT 2; END;";
	struct arena a = {0};

	(void)state;
	assert_string_equal(sql_find_create(sql, "INDEX", "A", &a),
		"CREATE UNIQUE INDEX IF NOT EXISTS \"a\" ON t (y)");
	assert_string_equal(sql_find_create(sql, "TRIGGER", "a", &a),
		"CREATE TRIGGER a BEFORE DELETE ON t BEGIN SELECT 1; SELECT 2; END");
	assert_null(sql_find_create(sql, "TABLE", "a", &a));
	assert_null(sql_find_create(NULL, "TABLE", "a", &a));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_means_the_same_is_spelled_the_same),
		cmocka_unit_test(a_table_is_read_item_by_item),
		cmocka_unit_test(what_is_no_table_has_no_items),
		cmocka_unit_test(a_statement_is_found_by_what_it_makes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
