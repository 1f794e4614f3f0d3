/* That a page of the agent's memory enters the index by time at its key, and a thread the one by
 * parents. */
#include <string.h>

#include "base/str.h"
#include "fixture.h"

/* The statements are nobody's business but their file's and this test's. */
#include "../../src/store/memory_page.c"

static const char *plan_of(struct store *s, enum page_from from, bool newest_first)
{
	struct memory_query q = {
		.filter = {.dialect = FILTER_INTERACTIONS, .reversed = newest_first},
		.from = from,
		.key = {.time = "2026-11-01 10:00:00",
			.seq = 7,
			.id = "77777777-7777-4777-8777-777777777777"},
		.limit = 64};
	struct query sql = {.engine = s->engine};

	build_page(&sql, &q, &s->arena);
	const char *plan = store_plan(s, &sql);
	query_clear(&sql);
	return plan;
}

static void assert_enters(struct store *s, enum page_from from, bool newest_first, const char *how)
{
	const char *plan = plan_of(s, from, newest_first);

	if (!strstr(plan, how) || strstr(plan, "TEMP B-TREE FOR ORDER BY") || strstr(plan, "SCAN"))
		fail_msg("no \"%s\" in:\n%s", how, plan);
}

static void a_page_enters_the_index_of_times_at_its_key(void **state)
{
	static const char after[] = "console_interactions_time (<expr>>?)",
			  before[] = "console_interactions_time (<expr><?)";

	assert_enters(*state, PAGE_AFTER, false, after);
	assert_enters(*state, PAGE_AT, false, after);
	assert_enters(*state, PAGE_BEFORE, false, before);
	assert_enters(*state, PAGE_FIRST, true, before);
	assert_enters(*state, PAGE_AFTER, true, before);
	assert_enters(*state, PAGE_AT, true, before);
	assert_enters(*state, PAGE_BEFORE, true, after);
}

static const char many[] =
	"INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id, subreddit,"
	" created_at) SELECT gen_random_uuid(), '" STORE_PERSONA "', 'Words.', 'comment',"
	" 't1_' || n, 'science', timestamptz '2026-10-01' + n * interval '1 minute'"
	" FROM generate_series(1, 50000) n";

/* The agent's own index of times will do: rows of one moment, which are few, are sorted then. */
static void pages_walk_an_index_of_times_and_sort_no_more_than_a_moment(void **state)
{
	static const enum page_from directions[] = {
		PAGE_FIRST, PAGE_LAST, PAGE_AFTER, PAGE_BEFORE, PAGE_AT};
	struct store *s = *state;

	store_exec(s->db, many);
	store_exec(s->db, "ANALYZE interactions");
	for (size_t i = 0; i < sizeof(directions) / sizeof(directions[0]); i++) {
		const char *plan = plan_of(s, directions[i], true);
		const char *sort = strstr(plan, "Sort  (");
		bool whole = sort && !strstr(plan, "Incremental Sort");
		if (!strstr(plan, "using console_interactions_time on") &&
			!strstr(plan, "using idx_interactions_created on"))
			fail_msg("no index of times in:\n%s", plan);
		if (whole || strstr(plan, "Seq Scan on interactions"))
			fail_msg("more than the page is read:\n%s", plan);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_SQLITE(a_page_enters_the_index_of_times_at_its_key),
		AGENT_SQLITE(a_page_enters_the_index_of_times_at_its_key),
		FRESH_POSTGRES(pages_walk_an_index_of_times_and_sort_no_more_than_a_moment),
	};

	return RUN_CASES(tests);
}
