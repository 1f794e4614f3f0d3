/* That a page of beliefs enters the index of its order at its key. */
#include <string.h>

#include "base/str.h"
#include "fixture.h"

/* The statements are nobody's business but their file's and this test's. */
#include "../../src/store/belief_page.c"

static const char *plan_of(struct store *s, const char *filter, enum page_from from)
{
	struct belief_query q = {.from = from,
		.key = {.title_key = SPAN_LIT("belief 3000"),
			.id = "77777777-7777-4777-8777-777777777777",
			.rank = 0.5,
			.time = "2026-11-22 10:00:00"},
		.limit = 64};
	struct query sql = {.engine = s->engine};
	struct err e = {0};

	assert_ok(filter_parse(FILTER_BELIEFS, span_of(filter), &s->arena, &q.filter, &e), e);
	build_page(&sql, &q, &s->arena);
	const char *plan = store_plan(s, &sql);
	query_clear(&sql);
	return plan;
}

static void assert_enters(struct store *s, const char *filter, enum page_from from, const char *how)
{
	const char *plan = plan_of(s, filter, from);

	if (!strstr(plan, how) || strstr(plan, "TEMP B-TREE") || strstr(plan, "SCAN b") ||
		strstr(plan, "SCAN r"))
		fail_msg("%s: no \"%s\" in:\n%s", filter, how, plan);
}

static void a_page_enters_the_index_of_its_order_at_its_key(void **state)
{
	static const struct {
		const char *filter, *index, *columns;
		bool backwards;
	} orders[] = {
		{"", "console_belief_nodes_title", "<expr>", false},
		{"sort:-title", "console_belief_nodes_title", "<expr>", true},
		{"sort:conf", "console_belief_nodes_confidence", "<expr>", false},
		{"sort:-conf", "console_belief_nodes_surest", "<expr>", false},
		{"sort:changed", "console_belief_nodes_changed", "<expr>", true},
		{"sort:-changed", "console_belief_nodes_changed", "<expr>", false},
		{"sort:degree", "console_belief_ranks_degree", "<expr>", false},
		{"sort:-evidence", "console_belief_ranks_evidence", "<expr>", true},
		{"persona:TestBot sort:conf", "console_belief_nodes_confidence", "<expr>", false},
		{"word locked:yes rel:supports sort:changed", "console_belief_nodes_changed",
			"<expr>", true},
	};
	struct store *s = *state;

	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		const char *how[2];
		for (size_t k = 0; k < 2; k++)
			how[k] = arena_printf(&s->arena, "%s (%s%c", orders[i].index,
				orders[i].columns, k ? '<' : '>');
		assert_enters(s, orders[i].filter, PAGE_AFTER, how[orders[i].backwards]);
		assert_enters(s, orders[i].filter, PAGE_AT, how[orders[i].backwards]);
		assert_enters(s, orders[i].filter, PAGE_BEFORE, how[!orders[i].backwards]);
	}
}

static const char many_beliefs[] =
	"INSERT INTO belief_nodes (id, persona_id, title, summary, current_confidence)"
	" SELECT gen_random_uuid(), '" STORE_PERSONA "', 'Belief ' || n, 'It is so.',"
	" n / 5000.0 FROM generate_series(1, 5000) n";

static void pages_walk_the_index_of_their_order_and_sort_nothing(void **state)
{
	static const enum page_from directions[] = {
		PAGE_FIRST, PAGE_LAST, PAGE_AFTER, PAGE_BEFORE, PAGE_AT};
	static const char *const orders[][3] = {
		{"", "console_belief_nodes_title", "Index Cond: ((lower((title)::text) "},
		{"sort:conf", "console_belief_nodes_confidence", "Index Cond: ((CASE"},
		{"sort:-conf", "console_belief_nodes_surest", "Index Cond: ((CASE"},
		{"sort:changed", "console_belief_nodes_changed", "Index Cond: ((updated_at "},
	};
	struct store *s = *state;

	store_exec(s->db, many_beliefs);
	store_exec(s->db, "ANALYZE belief_nodes");
	for (size_t i = 0; i < 4 * sizeof(directions) / sizeof(directions[0]); i++) {
		enum page_from from = directions[i / 4];
		const char *const *order = orders[i % 4];
		const char *plan = plan_of(s, order[0], from);
		if (!strstr(plan, arena_printf(&s->arena, "using %s on", order[1])) ||
			strstr(plan, "Sort") || strstr(plan, "Seq Scan on belief_nodes"))
			fail_msg("%s: more than the page is read:\n%s", order[0], plan);
		if (from > PAGE_LAST && !strstr(plan, order[2]))
			fail_msg("%s: the index is not entered at the key:\n%s", order[0], plan);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_SQLITE(a_page_enters_the_index_of_its_order_at_its_key),
		AGENT_SQLITE(a_page_enters_the_index_of_its_order_at_its_key),
		FRESH_POSTGRES(pages_walk_the_index_of_their_order_and_sort_nothing),
	};

	return RUN_CASES(tests);
}
