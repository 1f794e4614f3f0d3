/* What happened to a belief within one second keeps the order in which it was written. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_steer.h"
#include "store/beliefs.h"
#include "store/history.h"
#include "store/stances.h"

#define NUDGES 5

/* Up and up, then down: what each made of the confidence before. */
static const int directions[NUDGES] = {+1, +1, -1, +1, -1};

/* The clock stands still for all of them; `after` is what each left, the oldest first. */
static void given_nudges(struct store *s, double after[NUDGES])
{
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);

	setenv("TENET_NOW", "2026-11-22 12:00:00", 1);
	given_belief(s, STEER_ID(1), "one", "0.5", "current");
	store_exec(s->db, "UPDATE stance_versions SET created_at = '2026-11-20 00:00:00'");
	for (int i = 0; i < NUDGES; i++) {
		struct steer_change c = {.what = STEER_NUDGE,
			.reason = span_of(arena_printf(&s->arena, "nudge %d", i)),
			.strength = STRENGTH_MODERATE,
			.direction = directions[i]};
		if (i >= 3)
			c.strength = STRENGTH_STRONG;
		after[i] = steer_do(s, &rosa, STEER_ID(1), &c).after.confidence;
	}
	unsetenv("TENET_NOW");
}

static void assert_in_order(
	struct store *s, const struct stance *rows, size_t n, const double after[NUDGES])
{
	assert_int_equal(n, NUDGES + 1);
	for (int i = 0; i < NUDGES; i++) {
		const struct stance *v = &rows[NUDGES - 1 - i];
		assert_span(v->rationale, arena_printf(&s->arena, "nudge %d", i));
		assert_float_equal(
			(float)v->change, (float)(after[i] - (i > 0 ? after[i - 1] : 0.5)), 1e-6f);
		assert_int_equal(v->status, i == NUDGES - 1 ? STANCE_CURRENT : STANCE_DEPRECATED);
	}
}

static void versions_come_in_the_order_of_their_writing(void **state)
{
	struct store *s = *state;
	struct stance_query q = {.belief_id = STEER_ID(1), .limit = 9};
	struct stance_page page;
	double after[NUDGES];
	struct err e = {0};

	given_nudges(s, after);
	assert_ok(stances_page(s->db, &q, &s->arena, &page, &e), e);
	assert_in_order(s, page.rows, page.n, after);
	steer_assert_whole(s, STEER_ID(1), NUDGES, NUDGES + 1);
}

static void pages_join_within_the_second(void **state)
{
	struct store *s = *state;
	struct stance_query q = {.belief_id = STEER_ID(1), .limit = 1};
	struct stance rows[NUDGES + 2];
	struct stance_page page;
	double after[NUDGES];
	struct err e = {0};
	size_t n = 0;

	given_nudges(s, after);
	do {
		assert_ok(stances_page(s->db, &q, &s->arena, &page, &e), e);
		assert_int_equal(page.n, 1);
		rows[n++] = page.rows[0];
		q.from = PAGE_AFTER;
		q.key = page.keys[0];
	} while (page.more && n < NUDGES + 2);
	assert_in_order(s, rows, n, after);

	q.from = PAGE_LAST;
	for (n = NUDGES + 1; n > 0; n--) {
		assert_ok(stances_page(s->db, &q, &s->arena, &page, &e), e);
		rows[n - 1] = page.rows[0];
		q.from = PAGE_BEFORE;
		q.key = page.keys[0];
	}
	assert_in_order(s, rows, NUDGES + 1, after);
}

static void the_one_before_is_the_one_written_before(void **state)
{
	struct store *s = *state;
	struct stance_query q = {.belief_id = STEER_ID(1), .limit = 9};
	struct stance_page page;
	struct stance before;
	double after[NUDGES];
	struct err e = {0};

	given_nudges(s, after);
	assert_ok(stances_page(s->db, &q, &s->arena, &page, &e), e);
	for (size_t i = 0; i < page.n; i++) {
		int found = stances_before(s->db, page.rows[i].id, &s->arena, &before, &e);
		assert_int_equal(found, i + 1 < page.n);
		if (found)
			assert_string_equal(before.id, page.rows[i + 1].id);
	}
}

static void the_course_ends_at_the_newest(void **state)
{
	static const char id[1][UUID_TEXT] = {STEER_ID(1)};
	struct store *s = *state;
	struct belief_course list;
	struct stance_course c;
	double after[NUDGES];
	struct err e = {0};

	given_nudges(s, after);
	assert_ok(stances_course(s->db, STEER_ID(1), &s->arena, &c, &e), e);
	assert_ok(beliefs_courses(s->db, id, 1, &list, &e), e);
	assert_int_equal(c.n, NUDGES + 1);
	assert_int_equal(list.n, NUDGES + 1);
	for (int i = 0; i < NUDGES; i++) {
		assert_float_equal(c.points[i + 1].v, after[i], 1e-9);
		assert_float_equal(list.v[i + 1], after[i], 1e-9);
	}
}

static void audit_rows_come_in_the_order_of_their_writing(void **state)
{
	struct store *s = *state;
	struct history_query q = {
		.belief_id = STEER_ID(1), .kinds = 1u << HISTORY_AUDIT, .limit = 1};
	struct history_page page;
	double after[NUDGES];
	struct err e = {0};

	given_nudges(s, after);
	for (int i = NUDGES - 1; i >= 0; i--) {
		assert_ok(history_page(s->db, &q, &s->arena, &page, &e), e);
		assert_int_equal(page.n, 1);
		assert_span(page.rows[0].text, arena_printf(&s->arena, "nudge %d", i));
		assert_int_equal(page.more, i > 0);
		q.from = PAGE_AFTER;
		q.key = page.rows[0].key;
	}
	for (int i = 1; i < NUDGES; i++) {
		q.from = PAGE_BEFORE;
		assert_ok(history_page(s->db, &q, &s->arena, &page, &e), e);
		assert_span(page.rows[0].text, arena_printf(&s->arena, "nudge %d", i));
		q.key = page.rows[0].key;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(versions_come_in_the_order_of_their_writing),
		ON_FRESH(pages_join_within_the_second),
		ON_FRESH(the_one_before_is_the_one_written_before),
		ON_FRESH(the_course_ends_at_the_newest),
		ON_FRESH(audit_rows_come_in_the_order_of_their_writing),
	};

	return RUN_CASES(tests);
}
