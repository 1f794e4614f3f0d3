/* Any CREATE TABLE: items lie inside of the text, and one spelling of SQL stays the same when it is
 * spelled again. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/migrate/ddl.h"
#include "../../src/migrate/sqltext.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void look_inside(const char *sql, struct arena *a)
{
	size_t length = strlen(sql);
	struct ddl_table t;

	ddl_read(sql, a, &t);
	for (size_t i = 0; i < t.n; i++) {
		const struct ddl_item *item = &t.items[i];
		assert(item->text.p >= sql && item->text.p + item->text.n <= sql + length);
		assert(item->kind != DDL_COLUMN || item->name);
		if (item->kind == DDL_COLUMN)
			assert(ddl_column(&t, item->name));
		else if (item->kind != DDL_CHECK)
			(void)ddl_constraint(&t, item->kind, "(a)", a);
	}
}

static void spell_twice(const char *sql, struct arena *a)
{
	const char *once = sql_canonical(span_of(sql), a);

	assert(strcmp(sql_canonical(span_of(once), a), once) == 0);
	(void)sql_canonical_bare(span_of(sql), a);
	(void)sql_find_create(sql, "INDEX", "a", a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a = {0};
	/* Exactly as long as it is, so that a step too far is one outside. */
	char *sql = arena_memdup(&a, (const char *)data, n);
	char *own = malloc(strlen(sql) + 1);

	if (!own)
		return 0;
	memcpy(own, sql, strlen(sql) + 1);
	look_inside(own, &a);
	spell_twice(own, &a);
	free(own);
	arena_free(&a);
	return 0;
}
