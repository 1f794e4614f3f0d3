/* Several drafts by one question: each as if it had been asked for alone. */
#include "store/ahead.h"

#include <string.h>

#include "fixture.h"
#include "store/beliefs.h"

#define BIG 1000

static void expect_same(struct store *s, const struct post_ahead *p)
{
	struct post alone = store_post(s, p->post.id);
	struct ledger_row *rows;
	struct err e = {0};
	size_t n;

	assert_string_equal(p->post.hash, alone.hash);
	assert_true(span_eq(p->post.content, alone.content));
	assert_true(span_eq(p->post.persona, alone.persona));
	assert_true(span_eq(p->post.draft_metadata, alone.draft_metadata));
	assert_true(span_eq(p->post.created_at, alone.created_at));
	assert_ok(ledger_of_post(s->db, p->post.id, &s->arena, &rows, &n, &e), e);
	assert_int_equal(p->history_count, n);
	for (size_t i = 0; i < n; i++)
		assert_true(span_eq(p->history[i].id, rows[i].id));
}

static void free_all(struct post_ahead *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		arena_free(&out[i].arena);
}

static void approve_and_take_back(struct store *s, const struct session *who, const char *id)
{
	struct decision_request r = {.post_id = id, .decision = DECIDE_APPROVE, .viewing_ms = -1};
	struct decision_result decided;
	struct undo_result undone;
	struct err e = {0};

	assert_ok(posts_decide(s->db, who, &r, &s->arena, &decided, &e), e);
	assert_ok(posts_undo(s->db, who, NULL, 0, &s->arena, &undone, &e), e);
}

static void each_comes_with_its_history_in_the_order_asked_for(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct post_ahead out[AHEAD_MOST] = {0};
	char ids[AHEAD_MOST][UUID_TEXT];
	struct err e = {0};

	for (int i = AHEAD_MOST; i-- > 0;)
		memcpy(ids[i],
			store_draft(s,
				&(struct store_draft){
					.content = arena_printf(&s->arena, "draft %d", i)}),
			UUID_TEXT);
	approve_and_take_back(s, &mia, ids[5]);
	approve_and_take_back(s, &mia, ids[9]);
	approve_and_take_back(s, &mia, ids[5]);
	assert_ok(posts_ahead(s->db, (const char(*)[UUID_TEXT])ids, AHEAD_MOST, BIG, out, &e), e);
	for (int i = 0; i < AHEAD_MOST; i++) {
		assert_string_equal(out[i].post.id, ids[i]);
		expect_same(s, &out[i]);
	}
	assert_int_equal(out[5].history_count, 4);
	assert_int_equal(out[9].history_count, 2);
	free_all(out, AHEAD_MOST);
}

static void what_is_gone_or_too_long_is_left_out(void **state)
{
	struct store *s = *state;
	char *longer = arena_printf(&s->arena, "%0*d", BIG + 1, 0);
	char *as_long = arena_printf(&s->arena, "%0*d", BIG, 0);
	struct post_ahead out[3] = {0};
	char ids[3][UUID_TEXT] = {"00000000-0000-4000-8000-00000000dead"};
	struct err e = {0};

	memcpy(ids[1], store_draft(s, &(struct store_draft){.content = longer}), UUID_TEXT);
	memcpy(ids[2], store_draft(s, &(struct store_draft){.content = as_long}), UUID_TEXT);
	assert_ok(posts_ahead(s->db, (const char(*)[UUID_TEXT])ids, 3, BIG, out, &e), e);
	assert_string_equal(out[0].post.id, "");
	assert_string_equal(out[1].post.id, "");
	assert_string_equal(out[2].post.id, ids[2]);
	expect_same(s, &out[2]);
	free_all(out, 3);
}

static void beliefs_are_found_together_even_twice(void **state)
{
	struct store *s = *state;
	struct span ids[40];
	struct arena *arenas[40];
	struct belief found[40], alone;
	struct err e = {0};

	const char *id = store_text(s, "SELECT id FROM belief_nodes ORDER BY title LIMIT 1");
	for (int i = 0; i < 40; i++) {
		ids[i] = i % 2 ? span_of(id) : SPAN_LIT("no such belief");
		arenas[i] = &s->arena;
	}
	assert_ok(beliefs_find_all(s->db, ids, 40, arenas, found, &e), e);
	assert_int_equal(beliefs_find(s->db, span_of(id), &s->arena, &alone, &e), 1);
	for (int i = 0; i < 40; i++) {
		assert_string_equal(found[i].id, i % 2 ? id : "");
		assert_true(i % 2 == 0 || span_eq(found[i].title, alone.title));
	}
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		ON_BOTH(each_comes_with_its_history_in_the_order_asked_for),
		ON_BOTH(what_is_gone_or_too_long_is_left_out),
		AMONG_ROWS(beliefs_are_found_together_even_twice),
	};

	return RUN_CASES(cases);
}
