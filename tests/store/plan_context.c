/* That what stands beside a draft costs what it shows: each statement enters its index at the
 * draft's own place and time, and sorts nothing. */
#include <string.h>

#include "fixture.h"

/* The statements are nobody's business but their file's and this test's. */
#include "../../src/store/context.c"

static const char *plan_of(struct store *s, const char *const *sql)
{
	struct query q = {.engine = s->engine};

	query_bind_text(&q, span_of(STORE_PERSONA));
	query_bind_text(&q, SPAN_LIT("science"));
	query_bind_text(&q, SPAN_LIT("2026-01-07 00:00:00"));
	query_bind_int(&q, 6);
	query_add(&q, sql[s->engine]);
	const char *plan = store_plan(s, &q);
	query_clear(&q);
	return plan;
}

static void assert_walks(
	struct store *s, const char *const *sql, const char *how, const char *const never[3])
{
	const char *plan = plan_of(s, sql);

	if (!strstr(plan, how))
		fail_msg("no \"%s\" in:\n%s", how, plan);
	for (int i = 0; i < 3; i++)
		if (strstr(plan, never[i]))
			fail_msg("more is read than is shown:\n%s", plan);
}

static void sqlite_enters_at_place_and_time(void **state)
{
	static const char *const never[] = {"TEMP B-TREE", "SCAN", "idx_"};

	assert_walks(*state, earlier_posts,
		"console_pending_posts_place (persona_id=? AND target_subreddit=? AND <expr><?)",
		never);
	assert_walks(*state, earlier_interactions,
		"console_interactions_place (persona_id=? AND subreddit=? AND <expr><?)", never);
}

/* The agent's tool may have run ANALYZE; its numbers must not lead the planner astray. */
static void statistics_do_not_change_the_plan(void **state)
{
	store_exec(((struct store *)*state)->db, "ANALYZE");
	sqlite_enters_at_place_and_time(state);
}

/* A subreddit that few of the rows are in: where many are, reading along the time does as well. */
static const char many_rows[] =
	"INSERT INTO pending_posts (id, persona_id, content, target_subreddit, status, created_at)"
	" SELECT gen_random_uuid(), '" STORE_PERSONA "', repeat('A thought. ', 20),"
	" CASE WHEN n % 200 = 0 THEN 'science' ELSE 'tulips' END, 'pending',"
	" TIMESTAMPTZ '2026-01-01' + n * INTERVAL '1 minute' FROM generate_series(1, 20000) n;"
	"INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id, subreddit,"
	" created_at) SELECT gen_random_uuid(), '" STORE_PERSONA "', repeat('A thought. ', 20),"
	" 'comment', 't1_' || n, CASE WHEN n % 200 = 0 THEN 'science' ELSE 'tulips' END,"
	" TIMESTAMPTZ '2026-01-01' + n * INTERVAL '1 minute' FROM generate_series(1, 20000) n";

static void postgres_walks_the_index_backward(void **state)
{
	static const char *const never[] = {"Sort", "Seq Scan", "Bitmap"};
	struct store *s = *state;

	store_exec(s->db, many_rows);
	store_exec(s->db, "ANALYZE pending_posts; ANALYZE interactions");
	assert_walks(
		s, earlier_posts, "Index Scan Backward using console_pending_posts_place", never);
	assert_walks(s, earlier_interactions,
		"Index Scan Backward using console_interactions_place", never);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_SQLITE(sqlite_enters_at_place_and_time),
		AGENT_SQLITE(sqlite_enters_at_place_and_time),
		FRESH_SQLITE(statistics_do_not_change_the_plan),
		AGENT_SQLITE(statistics_do_not_change_the_plan),
		FRESH_POSTGRES(postgres_walks_the_index_backward),
	};

	return RUN_CASES(tests);
}
