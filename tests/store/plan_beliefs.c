/* That a page of beliefs enters the index by title at its key. */
#include <string.h>

#include "base/str.h"
#include "fixture.h"

/* The statements are nobody's business but their file's and this test's. */
#include "../../src/store/belief_page.c"

static void assert_enters(struct store *s, const char *page, const char *order, const char *how)
{
	struct err e = {0};
	const char *sql = arena_printf(&s->arena, "EXPLAIN QUERY PLAN %s%s", page, order);
	struct stmt *st = db_prepare(s->db, sql, &e);
	struct str plan = {0};

	if (!st)
		fail_msg("%s", e.text);
	while (stmt_step(st, &e) > 0) {
		struct span detail = col_text(st, 3);
		str_addf(&plan, "%.*s\n", (int)detail.n, detail.p);
	}
	stmt_done(&st);
	if (!strstr(str_cstr(&plan), how) || strstr(str_cstr(&plan), "TEMP B-TREE") ||
		strstr(str_cstr(&plan), "SCAN"))
		fail_msg("%s:\n%s", sql, str_cstr(&plan));
	str_free(&plan);
}

static void a_page_enters_the_title_index_at_its_key(void **state)
{
	struct store *s = *state;

	assert_enters(s, arena_printf(&s->arena, "%s%s", rows, after), in_order,
		"console_belief_nodes_title (<expr>>?)");
	assert_enters(s, arena_printf(&s->arena, "%s%s", rows, before), in_reverse,
		"console_belief_nodes_title (<expr><?)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(a_page_enters_the_title_index_at_its_key),
	};

	return RUN_CASES(tests);
}
