/* What happened around a belief, from four tables, as one list. */
#include "store/history.h"

#include <math.h>
#include <string.h>

#include "fixture.h"

#define BELIEF "bbbbbbbb-0000-4000-8000-000000000001"
#define OTHER "bbbbbbbb-0000-4000-8000-000000000002"
#define ROW(n) "dddddddd-0000-4000-8000-00000000000" #n

static void add(struct store *s, const char *sql, const char *id, const char *belief,
	const char *what, const char *created)
{
	const char *const values[] = {id, belief, what, created};

	store_write(s->db, sql, values, 4);
}

static const char audit[] =
	"INSERT INTO belief_updates (id, persona_id, belief_id, reason, created_at, old_value,"
	" new_value, trigger_type, updated_by) VALUES ($1, '" STORE_PERSONA
	"', $2, $3, $4, '{\"confidence\": 0.5}', '{\"confidence\": 0.6}', 'agent', 'bot')";
static const char evidence[] =
	"INSERT INTO evidence_links (id, persona_id, belief_id, source_type, source_ref,"
	" created_at) VALUES ($1, '" STORE_PERSONA "', $2, 'note', $3, $4)";
static const char memory[] =
	"INSERT INTO interactions (id, persona_id, interaction_type, content, created_at,"
	" reddit_id, subreddit) VALUES ($1, '" STORE_PERSONA "', 'reply', $3, $4, $2, 'science')";
static const char decision[] =
	"INSERT INTO console_decisions (id, post_id, actor, action, note, decided_at)"
	" VALUES ($1, $2, 'ingrid', 'approve', $3, $4)";

#define METADATA(belief) \
	"{\"belief_proposals\": {\"updates\": [7, {\"belief_id\": \"x\"}, {\"belief_id\": " \
	"\"" belief "\", \"current_confidence\": 0.6, \"proposed_confidence\": 0.7," \
	" \"reason\": \"because\"}]}}"

/* Three rows at one moment of one day, one the day before, one of a day on which nothing else
 * happened, and some of another belief. */
static void add_all(struct store *s)
{
	store_exec(s->db,
		"INSERT INTO belief_nodes (id, persona_id, title, summary) VALUES"
		" ('" BELIEF "', '" STORE_PERSONA "', 'title', ''),"
		" ('" OTHER "', '" STORE_PERSONA "', 'other', '')");
	const char *draft = store_draft(
		s, &(struct store_draft){.content = "the draft", .metadata = METADATA(BELIEF)});
	const char *stranger =
		store_draft(s, &(struct store_draft){.content = "no", .metadata = METADATA(OTHER)});
	add(s, evidence, ROW(1), BELIEF, "t1_a", "2026-11-20 10:00:00");
	add(s, audit, ROW(2), BELIEF, "a reason", "2026-11-20T10:00:00");
	add(s, decision, ROW(3), draft, "well done", "2026-11-20 10:00:00");
	add(s, memory, ROW(4), "t1_b", "said so", "2026-11-20T23:59:59.5");
	add(s, memory, ROW(5), "t1_c", "on no such day", "2026-11-21 00:00:00");
	add(s, audit, ROW(6), BELIEF, "earlier", "2026-11-19 09:00:00");
	add(s, memory, ROW(7), "t1_d", "and so", "2026-11-19 00:00:00");
	add(s, audit, ROW(8), OTHER, "of another", "2026-11-20 11:00:00");
	add(s, decision, ROW(9), stranger, "of another", "2026-11-20 11:00:00");
}

static struct history_page page_of(struct store *s, const struct history_query *q)
{
	struct history_page page;
	struct err e = {0};

	assert_ok(history_page(s->db, q, &s->arena, &page, &e), e);
	return page;
}

/* The last digits of the ids. */
static const char *ids(struct store *s, const struct history_page *p)
{
	const char *all = "";

	for (size_t i = 0; i < p->n; i++)
		all = arena_printf(&s->arena, "%s%c", all, p->rows[i].key.id[UUID_TEXT - 2]);
	return all;
}

static const char *of_kinds(struct store *s, unsigned kinds)
{
	struct history_page page = page_of(
		s, &(struct history_query){.belief_id = BELIEF, .kinds = kinds, .limit = 20});

	assert_false(page.more);
	return ids(s, &page);
}

static void all_kinds_stand_in_one_list_by_time(void **state)
{
	struct store *s = *state;

	add_all(s);
	assert_string_equal(of_kinds(s, 0), "432167");
	struct history_page page =
		page_of(s, &(struct history_query){.belief_id = OTHER, .limit = 20});
	assert_string_equal(ids(s, &page), "498");
	page = page_of(s, &(struct history_query){.belief_id = "nothing", .limit = 20});
	assert_int_equal(page.n, 0);
}

static void kinds_are_chosen(void **state)
{
	struct store *s = *state;

	add_all(s);
	assert_string_equal(of_kinds(s, 1u << HISTORY_AUDIT), "26");
	assert_string_equal(of_kinds(s, 1u << HISTORY_EVIDENCE), "1");
	assert_string_equal(of_kinds(s, 1u << HISTORY_DECISION), "3");
	assert_string_equal(of_kinds(s, 1u << HISTORY_MEMORY), "47");
	assert_string_equal(of_kinds(s, 1u << HISTORY_MEMORY | 1u << HISTORY_AUDIT), "4267");
}

static void pages_join_in_both_directions(void **state)
{
	struct store *s = *state;

	add_all(s);
	for (size_t limit = 1; limit < 8; limit++) {
		for (int back = 0; back < 2; back++) {
			struct history_query q = {.belief_id = BELIEF,
				.from = back ? PAGE_LAST : PAGE_FIRST,
				.limit = limit};
			struct history_page page;
			const char *all = "";
			do {
				page = page_of(s, &q);
				all = arena_printf(&s->arena, "%s%s", back ? ids(s, &page) : all,
					back ? all : ids(s, &page));
				q.from = back ? PAGE_BEFORE : PAGE_AFTER;
				q.key = page.rows[back ? 0 : page.n - 1].key;
			} while (page.more);
			assert_string_equal(all, "432167");
		}
	}
}

static void each_kind_says_what_its_row_says(void **state)
{
	struct store *s = *state;

	add_all(s);
	struct history_page page =
		page_of(s, &(struct history_query){.belief_id = BELIEF, .limit = 20});
	const struct history_row *h = page.rows;
	assert_span(h[0].what, "reply");
	assert_span(h[0].place, "science");
	assert_span(h[0].ref, "t1_b");
	assert_span(h[1].what, "approve");
	assert_span(h[1].who, "ingrid");
	assert_span(h[1].note, "well done");
	assert_span(h[1].text, "the draft");
	assert_float_equal(h[1].from, 0.6, 1e-9);
	assert_float_equal(h[1].to, 0.7, 1e-9);
	assert_span(h[1].why, "because");
	assert_span(h[2].text, "a reason");
	assert_span(h[2].who, "bot");
	assert_non_null(strstr(h[2].old_value.p, "0.5"));
	assert_non_null(strstr(h[2].new_value.p, "0.6"));
	assert_span(h[3].text, "t1_a");
	assert_null(h[3].place.p);
	assert_true(h[0].at > h[1].at && h[1].at == h[2].at && h[2].at == h[3].at);
}

/* In a file anything may stand where an id, a time or metadata should. */
static void what_is_broken_is_left_out_or_shown(void **state)
{
	struct store *s = *state;

	add_all(s);
	store_exec(s->db,
		"UPDATE pending_posts SET draft_metadata = '{\"" BELIEF
		"' WHERE content = 'the draft';"
		"UPDATE belief_updates SET created_at = 'when?', old_value = '{'"
		" WHERE id = '" ROW(
			2) "';"
			   "UPDATE evidence_links SET created_at = '' WHERE belief_id = '" BELIEF
			   "'");
	struct history_page page =
		page_of(s, &(struct history_query){.belief_id = BELIEF, .limit = 20});
	assert_string_equal(ids(s, &page), "2671");
	page = page_of(
		s, &(struct history_query){.belief_id = BELIEF, .from = PAGE_LAST, .limit = 20});
	assert_string_equal(ids(s, &page), "2671");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(all_kinds_stand_in_one_list_by_time),
		ON_FRESH(kinds_are_chosen),
		ON_FRESH(pages_join_in_both_directions),
		ON_FRESH(each_kind_says_what_its_row_says),
		FRESH_SQLITE(what_is_broken_is_left_out_or_shown),
	};

	return RUN_CASES(tests);
}
