/* That a page of beliefs enters the index by title at its key. */
#include <string.h>

#include "base/str.h"
#include "fixture.h"

/* The statements are nobody's business but their file's and this test's. */
#include "../../src/store/belief_page.c"

static const char *plan_of(struct store *s, enum page_from from)
{
	struct belief_query q = {.from = from,
		.key = {SPAN_LIT("belief 3000"), "77777777-7777-4777-8777-777777777777"},
		.limit = 64};
	struct query sql = {.engine = s->engine};
	struct err e = {0};

	assert_ok(build_page(&sql, &q, &e), e);
	const char *plan = store_plan(s, &sql);
	query_clear(&sql);
	return plan;
}

static void assert_enters(struct store *s, enum page_from from, const char *how)
{
	const char *plan = plan_of(s, from);

	if (!strstr(plan, how) || strstr(plan, "TEMP B-TREE") || strstr(plan, "SCAN"))
		fail_msg("no \"%s\" in:\n%s", how, plan);
}

static void a_page_enters_the_title_index_at_its_key(void **state)
{
	assert_enters(*state, PAGE_AFTER, "console_belief_nodes_title (<expr>>?)");
	assert_enters(*state, PAGE_AT, "console_belief_nodes_title (<expr>>?)");
	assert_enters(*state, PAGE_BEFORE, "console_belief_nodes_title (<expr><?)");
}

static const char many_beliefs[] =
	"INSERT INTO belief_nodes (id, persona_id, title, summary) SELECT gen_random_uuid(),"
	" '" STORE_PERSONA "', 'Belief ' || n, 'It is so.' FROM generate_series(1, 5000) n";

static void pages_walk_the_title_index_and_sort_nothing(void **state)
{
	static const enum page_from directions[] = {
		PAGE_FIRST, PAGE_LAST, PAGE_AFTER, PAGE_BEFORE, PAGE_AT};
	struct store *s = *state;

	store_exec(s->db, many_beliefs);
	store_exec(s->db, "ANALYZE belief_nodes");
	for (size_t i = 0; i < sizeof(directions) / sizeof(directions[0]); i++) {
		const char *plan = plan_of(s, directions[i]);
		if (!strstr(plan, "using console_belief_nodes_title on") || strstr(plan, "Sort") ||
			strstr(plan, "Seq Scan on belief_nodes"))
			fail_msg("more than the page is read:\n%s", plan);
		if (i > 1 && !strstr(plan, "Index Cond: ((lower((title)::text) "))
			fail_msg("the index is not entered at the key:\n%s", plan);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_SQLITE(a_page_enters_the_title_index_at_its_key),
		AGENT_SQLITE(a_page_enters_the_title_index_at_its_key),
		FRESH_POSTGRES(pages_walk_the_title_index_and_sort_nothing),
	};

	return RUN_CASES(tests);
}
