/* That the queue's pages cost what they show: the statements as SQLite means to run them. */
#include <string.h>

#include "base/str.h"
#include "fixture.h"

/* The statements are nobody's business but their file's and this test's. */
#include "../../src/store/post_page.c"

static const char *plan_of(struct store *s, const char *sql)
{
	struct str out = {0};
	struct err e = {0};
	const char *explain = arena_printf(&s->arena, "EXPLAIN QUERY PLAN %s", sql);
	struct stmt *st = db_prepare(s->db, explain, &e);

	if (!st)
		fail_msg("%s", e.text);
	while (stmt_step(st, &e) > 0) {
		struct span detail = col_text(st, 3);
		str_addf(&out, "%.*s\n", (int)detail.n, detail.p);
	}
	stmt_done(&st);
	const char *text = arena_strdup(&s->arena, str_cstr(&out));
	str_free(&out);
	return text;
}

static void assert_plan(struct store *s, const char *sql, const char *index)
{
	const char *plan = plan_of(s, sql);

	if (!strstr(plan, index))
		fail_msg("no \"%s\" in the plan of %s:\n%s", index, sql, plan);
	if (strstr(plan, "TEMP B-TREE") || strstr(plan, "SCAN"))
		fail_msg("the plan of %s reads more than the page:\n%s", sql, plan);
}

static const char *page(struct store *s, const char *const statements[][3], enum direction way)
{
	return arena_printf(&s->arena, "%s%s", statements[DB_SQLITE][way], orders[DB_SQLITE][way]);
}

static void a_page_of_one_status_enters_the_queue_index_at_its_key(void **state)
{
	struct store *s = *state;

	assert_plan(s, page(s, status_pages, AFTER),
		"console_pending_posts_queue (status=? AND <expr>>?)");
	assert_plan(s, page(s, status_pages, AT),
		"console_pending_posts_queue (status=? AND <expr>>?)");
	assert_plan(s, page(s, status_pages, BEFORE),
		"console_pending_posts_queue (status=? AND <expr><?)");
}

static void a_page_of_all_drafts_enters_the_time_index_at_its_key(void **state)
{
	struct store *s = *state;

	assert_plan(s, page(s, pages, AFTER), "console_pending_posts_time (<expr>>?)");
	assert_plan(s, page(s, pages, BEFORE), "console_pending_posts_time (<expr><?)");
}

static void a_filtered_page_walks_the_same_index(void **state)
{
	struct store *s = *state;
	struct err e = {0};

	for (int back = 0; back < 2; back++) {
		struct query sql = {.engine = DB_SQLITE};
		struct post_query q = {.from = back ? PAGE_LAST : PAGE_FIRST, .limit = 10};
		assert_ok(
			filter_parse(SPAN_LIT("lottery sub:science"), &s->arena, &q.filter, &e), e);
		build_page(&sql, &q, &s->arena);
		assert_plan(s, str_cstr(&sql.sql), "console_pending_posts_queue (status=?");
		query_clear(&sql);
	}
}

/* The agent's tool may have run ANALYZE; its numbers must not lead the planner astray. */
static void statistics_do_not_change_the_plan(void **state)
{
	struct store *s = *state;

	store_exec(s->db, "ANALYZE");
	a_page_of_one_status_enters_the_queue_index_at_its_key(state);
	a_page_of_all_drafts_enters_the_time_index_at_its_key(state);
	a_filtered_page_walks_the_same_index(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(a_page_of_one_status_enters_the_queue_index_at_its_key),
		ON_BOTH(a_page_of_all_drafts_enters_the_time_index_at_its_key),
		ON_BOTH(a_filtered_page_walks_the_same_index),
		ON_BOTH(statistics_do_not_change_the_plan),
	};

	return RUN_CASES(tests);
}
