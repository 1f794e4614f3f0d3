/* That the queue's pages cost what they show: the statements as each engine means to run them. */
#include <string.h>

#include "base/str.h"
#include "fixture.h"

/* The statements are nobody's business but their file's and this test's. */
#include "../../src/store/post_page.c"

static const char many_drafts[] =
	"INSERT INTO pending_posts (id, persona_id, content, target_subreddit, status, created_at)"
	" SELECT gen_random_uuid(), '" STORE_PERSONA "', repeat('A thought. ', 20), 'science',"
	" CASE WHEN n < 13000 THEN 'approved' ELSE 'pending' END,"
	" TIMESTAMPTZ '2026-01-01' + n * INTERVAL '1 minute' FROM generate_series(1, 20000) n";

/* What the plan must and must not say. */
struct expected {
	const char *forward, *backward, *never[3];
};

static void assert_plan(
	struct store *s, const struct post_query *q, build *make, const struct expected *x)
{
	struct query sql = {.engine = s->engine};

	make(&sql, q, &s->arena);
	const char *plan = store_plan(s, &sql);
	const char *how = side_of(q) >= BEFORE ? x->backward : x->forward;
	if (!strstr(plan, how))
		fail_msg("no \"%s\" in:\n%s\nof %s", how, plan, str_cstr(&sql.sql));
	for (size_t i = 0; i < 3; i++)
		if (x->never[i] && strstr(plan, x->never[i]))
			fail_msg("the plan of %s reads more than the page:\n%s", str_cstr(&sql.sql),
				plan);
	query_clear(&sql);
}

static void assert_plans_of(
	struct store *s, const char *filter, build *make, const struct expected *x)
{
	static const enum page_from directions[] = {
		PAGE_FIRST, PAGE_LAST, PAGE_AFTER, PAGE_BEFORE, PAGE_AT};
	struct post_query q = {.limit = 64,
		.key = {.time = "2026-01-07 00:00:00",
			.seq = 7000,
			.id = "77777777-7777-4777-8777-777777777777"}};
	struct err e = {0};

	assert_ok(filter_parse(FILTER_DRAFTS, span_of(filter), &s->arena, &q.filter, &e), e);
	for (size_t i = 0; i < sizeof(directions) / sizeof(directions[0]); i++) {
		q.from = directions[i];
		assert_plan(s, &q, make, x);
	}
}

static void assert_plans(struct store *s, const char *filter, const struct expected *x)
{
	assert_plans_of(s, filter, build_page, x);
}

#define NO_SCAN \
	{ \
		"TEMP B-TREE", "SCAN", NULL \
	}

static void a_page_of_one_status_enters_the_queue_index_at_its_key(void **state)
{
	static const struct expected x = {"console_pending_posts_queue (status=? AND <expr>>?)",
		"console_pending_posts_queue (status=? AND <expr><?)", NO_SCAN};

	assert_plans(*state, "", &x);
}

static void a_page_of_all_drafts_enters_the_time_index_at_its_key(void **state)
{
	static const struct expected x = {"console_pending_posts_time (<expr>>?)",
		"console_pending_posts_time (<expr><?)", NO_SCAN};

	assert_plans(*state, "status:any", &x);
}

static void a_filtered_page_walks_the_same_index(void **state)
{
	static const struct expected x = {"console_pending_posts_queue (status=?",
		"console_pending_posts_queue (status=?", NO_SCAN};

	assert_plans(*state, "lottery sub:science", &x);
}

static void pages_by_length_and_subreddit_enter_their_index_at_the_key(void **state)
{
	static const struct expected length = {"console_pending_posts_length (<expr>>?)",
		"console_pending_posts_length (<expr><?)", NO_SCAN};
	static const struct expected sub = {"console_pending_posts_subreddit (<expr>>?)",
		"console_pending_posts_subreddit (<expr><?)", NO_SCAN};

	assert_plans(*state, "sort:length", &length);
	assert_plans(*state, "sort:-length lottery", &length);
	assert_plans(*state, "sort:sub", &sub);
	assert_plans(*state, "sort:-sub conf<0.5", &sub);
}

static void drafts_without_a_subreddit_are_found_at_their_place_in_the_index(void **state)
{
	static const struct expected x = {"console_pending_posts_subreddit (<expr>=? AND <expr>>?)",
		"console_pending_posts_subreddit (<expr>=? AND <expr><?)", NO_SCAN};

	assert_plans_of(*state, "sort:sub", build_nameless, &x);
	assert_plans_of(*state, "sort:-sub lottery", build_nameless, &x);
}

/* There is no index for these (see migration 0009); they sort what waits, and read nothing else. */
static void pages_by_confidence_and_flags_sort_what_waits(void **state)
{
	static const struct expected x = {"console_pending_posts_queue (status=?)",
		"console_pending_posts_queue (status=?)", {"SCAN", NULL, NULL}};

	assert_plans(*state, "sort:conf", &x);
	assert_plans(*state, "sort:-flags", &x);
}

/* The agent's tool may have run ANALYZE; its numbers must not lead the planner astray. */
static void statistics_do_not_change_the_plan(void **state)
{
	struct store *s = *state;

	store_exec(s->db, "ANALYZE");
	a_page_of_one_status_enters_the_queue_index_at_its_key(state);
	a_page_of_all_drafts_enters_the_time_index_at_its_key(state);
	a_filtered_page_walks_the_same_index(state);
	pages_by_length_and_subreddit_enter_their_index_at_the_key(state);
}

/* Decided drafts are older than those that wait, as they always are: on the way through all times
 * to the first one that waits lies every one of them. */
static void pages_walk_an_index_and_sort_nothing(void **state)
{
	static const struct expected one = {"Index Scan using console_pending_posts_queue",
		"Index Scan Backward using console_pending_posts_queue",
		{"Sort", "Seq Scan", "Bitmap"}};
	/* The agent's own index of times will do: what it leaves unordered is one moment. */
	static const struct expected all = {"Index Scan using ", "Index Scan Backward using ",
		{"-> Sort", "Seq Scan", "Bitmap"}};
	static const struct expected keyed = {"created_at, id) >", "created_at, id) <", {NULL}};
	struct store *s = *state;

	store_exec(s->db, many_drafts);
	store_exec(s->db, "ANALYZE pending_posts");
	assert_plans(s, "", &one);
	assert_plans(s, "", &keyed);
	assert_plans(s, "status:approved", &one);
	assert_plans(s, "thought", &one);
	assert_plans(s, "status:any", &all);
	assert_plans(s, "status:any", &keyed);
}

static void pages_of_every_order_walk_an_index_and_sort_nothing(void **state)
{
	static const char *const orders[][2] = {{"sort:length", "length"},
		{"sort:conf", "confidence"}, {"sort:flags", "flags"}, {"sort:sub", "subreddit"}};
	struct store *s = *state;

	store_exec(s->db, many_drafts);
	store_exec(s->db, "ANALYZE pending_posts");
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		const struct expected x = {
			.forward = arena_printf(&s->arena,
				"Index Scan using console_pending_posts_%s", orders[i][1]),
			.backward = arena_printf(&s->arena,
				"Index Scan Backward using console_pending_posts_%s", orders[i][1]),
			.never = {"Sort", "Seq Scan", "Bitmap"}};
		assert_plans(s, orders[i][0], &x);
		assert_plans(s, arena_printf(&s->arena, "%s thought", orders[i][0]), &x);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_SQLITE(a_page_of_one_status_enters_the_queue_index_at_its_key),
		AGENT_SQLITE(a_page_of_one_status_enters_the_queue_index_at_its_key),
		FRESH_SQLITE(a_page_of_all_drafts_enters_the_time_index_at_its_key),
		AGENT_SQLITE(a_page_of_all_drafts_enters_the_time_index_at_its_key),
		FRESH_SQLITE(a_filtered_page_walks_the_same_index),
		AGENT_SQLITE(a_filtered_page_walks_the_same_index),
		FRESH_SQLITE(pages_by_length_and_subreddit_enter_their_index_at_the_key),
		AGENT_SQLITE(pages_by_length_and_subreddit_enter_their_index_at_the_key),
		FRESH_SQLITE(drafts_without_a_subreddit_are_found_at_their_place_in_the_index),
		FRESH_SQLITE(pages_by_confidence_and_flags_sort_what_waits),
		FRESH_SQLITE(statistics_do_not_change_the_plan),
		AGENT_SQLITE(statistics_do_not_change_the_plan),
		FRESH_POSTGRES(pages_walk_an_index_and_sort_nothing),
		FRESH_POSTGRES(pages_of_every_order_walk_an_index_and_sort_nothing),
	};

	return RUN_CASES(tests);
}
