/* That a page of what happened costs what it shows: audit rows and what was said come along their
 * indices, from the place where reading begins. */
#include <string.h>

#include "fixture.h"

/* The statements are nobody's business but their file's and this test's. */
#include "../../src/store/history.c"

#define BELIEF "bbbbbbbb-0000-4000-8000-000000000001"

static const char *plan_of(struct store *s, enum history_kind kind, enum direction direction)
{
	struct query q = {.engine = s->engine};

	query_bind_text(&q, SPAN_LIT(BELIEF));
	query_bind_text(&q, SPAN_LIT("2026-01-07 00:00:00"));
	if (s->engine == DB_SQLITE)
		query_bind_int(&q, 77);
	else
		query_bind_text(&q, SPAN_LIT("77777777-7777-4777-8777-777777777777"));
	query_bind_int(&q, 65);
	if (kind == HISTORY_MEMORY) {
		query_bind_text(&q, SPAN_LIT("2026-01-06 00:00:00"));
		query_bind_text(&q, SPAN_LIT("2026-01-07 00:00:00"));
	}
	if (kind == HISTORY_AUDIT && s->engine == DB_POSTGRES)
		query_bind_text(&q, SPAN_LIT("2026-01-07 00:00:00.5"));
	query_add(&q, statements[s->engine][kind][direction]);
	const char *plan = store_plan(s, &q);
	query_clear(&q);
	return plan;
}

static void sqlite_enters_at_the_place(void **state)
{
	static const enum history_kind kinds[] = {HISTORY_AUDIT, HISTORY_MEMORY};
	static const char *const index[] = {"console_belief_updates_time (belief_id=? AND <expr>",
		"console_interactions_persona (persona_id=? AND <expr>>? AND <expr><?)"};

	for (int i = 0; i < 2; i++)
		for (enum direction d = OLDER; d <= NEWER; d++) {
			const char *plan = plan_of(*state, kinds[i], d);
			if (!strstr(plan, index[i]) || strstr(plan, "TEMP B-TREE") ||
				strstr(plan, "SCAN"))
				fail_msg("no \"%s\" in:\n%s", index[i], plan);
		}
}

static void sqlite_steps_from_day_to_day(void **state)
{
	struct store *s = *state;

	for (enum direction d = OLDER; d <= NEWER; d++) {
		struct query q = {.engine = s->engine};
		query_bind_text(&q, SPAN_LIT(BELIEF));
		query_bind_text(&q, SPAN_LIT("2026-01-07 00:00:00"));
		query_add(&q, nearest[s->engine][d]);
		const char *plan = store_plan(s, &q);
		if (!strstr(plan, "console_stance_versions_time (belief_id=? AND <expr>") ||
			!strstr(plan, "console_belief_updates_time (belief_id=? AND <expr>"))
			fail_msg("more than the nearest is read:\n%s", plan);
		query_clear(&q);
	}
}

static const char many_rows[] =
	"INSERT INTO belief_nodes (id, persona_id, title, summary) VALUES ('" BELIEF
	"', '" STORE_PERSONA "', 'Belief', ''); INSERT INTO belief_nodes (id, persona_id, title,"
	" summary) SELECT gen_random_uuid(), '" STORE_PERSONA "', 'Belief ' || n, '' FROM"
	" generate_series(1, 20) n;"
	"INSERT INTO belief_updates (id, persona_id, belief_id, reason, created_at)"
	" SELECT gen_random_uuid(), persona_id, id, 'so', TIMESTAMPTZ '2026-01-01' +"
	" n * INTERVAL '1 minute' FROM belief_nodes, generate_series(1, 1000) n;"
	"INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id, subreddit,"
	" created_at) SELECT gen_random_uuid(), '" STORE_PERSONA "', repeat('A thought. ', 20),"
	" 'comment', 't1_' || n, 'science', TIMESTAMPTZ '2026-01-01' + n * INTERVAL '1 minute'"
	" FROM generate_series(1, 20000) n; ANALYZE";

/* The rows of one day may be sorted: there are not many. */
static void postgres_walks_the_indices(void **state)
{
	struct store *s = *state;

	store_exec(s->db, many_rows);
	for (enum direction d = OLDER; d <= NEWER; d++) {
		const char *audit = plan_of(s, HISTORY_AUDIT, d);
		const char *memory = plan_of(s, HISTORY_MEMORY, d);
		if (!strstr(audit, "using console_belief_updates_time on") || strstr(audit, "Sort"))
			fail_msg("more than the page is read:\n%s", audit);
		if (strstr(memory, "Seq Scan on interactions"))
			fail_msg("more than the day is read:\n%s", memory);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_SQLITE(sqlite_enters_at_the_place),
		AGENT_SQLITE(sqlite_enters_at_the_place),
		FRESH_SQLITE(sqlite_steps_from_day_to_day),
		FRESH_POSTGRES(postgres_walks_the_indices),
	};

	return RUN_CASES(tests);
}
