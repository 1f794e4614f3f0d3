/* That a page of a timeline enters its index at the key and sorts nothing. */
#include <string.h>

#include "fixture.h"

/* The statements are nobody's business but their file's and this test's. */
#include "../../src/store/stances.c"

#define BELIEF "bbbbbbbb-0000-4000-8000-000000000001"

static const char *plan_of(struct store *s, enum page_from from)
{
	struct query q = {.engine = s->engine};

	query_bind_text(&q, SPAN_LIT(BELIEF));
	if (from != PAGE_FIRST && from != PAGE_LAST) {
		query_bind_text(&q, SPAN_LIT("2026-01-07 00:00:00"));
		if (s->engine == DB_SQLITE)
			query_bind_int(&q, 77);
		else
			query_bind_text(&q, SPAN_LIT("77777777-7777-4777-8777-777777777777"));
	}
	query_bind_int(&q, 65);
	if (q.n == 4 && s->engine == DB_POSTGRES)
		query_bind_text(&q, SPAN_LIT("2026-01-07 00:00:00.5"));
	query_add(&q, pages[s->engine][from]);
	const char *plan = store_plan(s, &q);
	query_clear(&q);
	return plan;
}

static void a_page_enters_the_index_at_its_key(void **state)
{
	static const char *const how[] = {
		[PAGE_FIRST] = "console_stance_versions_time (belief_id=?)",
		[PAGE_LAST] = "console_stance_versions_time (belief_id=?)",
		[PAGE_AFTER] = "console_stance_versions_time (belief_id=? AND <expr><?)",
		[PAGE_BEFORE] = "console_stance_versions_time (belief_id=? AND <expr>>?)",
		[PAGE_AT] = "console_stance_versions_time (belief_id=? AND <expr><?)",
	};

	for (enum page_from from = PAGE_FIRST; from <= PAGE_AT; from++) {
		const char *plan = plan_of(*state, from);
		if (!strstr(plan, how[from]) || strstr(plan, "TEMP B-TREE") || strstr(plan, "SCAN"))
			fail_msg("no \"%s\" in:\n%s", how[from], plan);
	}
}

static const char many_versions[] =
	"INSERT INTO belief_nodes (id, persona_id, title, summary) VALUES ('" BELIEF
	"', '" STORE_PERSONA "', 'Belief', '');"
	"INSERT INTO belief_nodes (id, persona_id, title, summary) SELECT gen_random_uuid(),"
	" '" STORE_PERSONA "', 'Belief ' || n, '' FROM generate_series(1, 50) n;"
	"INSERT INTO stance_versions (id, persona_id, belief_id, text, created_at)"
	" SELECT gen_random_uuid(), persona_id, id, 'It is so.', TIMESTAMPTZ '2026-01-01' +"
	" n * INTERVAL '1 minute' FROM belief_nodes, generate_series(1, 1000) n;"
	"ANALYZE stance_versions";

static void pages_walk_the_index_and_sort_nothing(void **state)
{
	struct store *s = *state;

	store_exec(s->db, many_versions);
	for (enum page_from from = PAGE_FIRST; from <= PAGE_AT; from++) {
		const char *plan = plan_of(s, from);
		if (!strstr(plan, "using console_stance_versions_time on") ||
			strstr(plan, "Sort") || strstr(plan, "Seq Scan"))
			fail_msg("more than the page is read:\n%s", plan);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_SQLITE(a_page_enters_the_index_at_its_key),
		AGENT_SQLITE(a_page_enters_the_index_at_its_key),
		FRESH_POSTGRES(pages_walk_the_index_and_sort_nothing),
	};

	return RUN_CASES(tests);
}
