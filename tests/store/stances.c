/* The timeline of a belief. */
#include "store/stances.h"

#include <math.h>
#include <string.h>

#include "fixture.h"

#define BELIEF "bbbbbbbb-0000-4000-8000-000000000001"
#define VERSION(n) "cccccccc-0000-4000-8000-00000000000" #n

/* Not in their order; the second and the third happened in one second. */
static const struct {
	const char *id, *text, *confidence, *status, *created;
} history[] = {
	{VERSION(3), "c", "0.5", "deprecated", "2026-11-22T10:00:00.5"},
	{VERSION(1), "a", "0.6", "deprecated", "2026-11-22 10:00:00"},
	{VERSION(2), "b", "0.75", "deprecated", "2026-11-22T10:00:00"},
	{VERSION(4), "d", NULL, "archived", "2026-11-22 10:00:01"},
	{VERSION(5), "e", "0.9", "locked", "2026-11-23 00:00:00"},
};

static void add_history(struct store *s)
{
	store_exec(s->db,
		"INSERT INTO belief_nodes (id, persona_id, title, summary) VALUES"
		" ('" BELIEF "', '" STORE_PERSONA "', 'title', '')");
	for (size_t i = 0; i < sizeof(history) / sizeof(history[0]); i++) {
		const char *const values[] = {history[i].id, history[i].text, history[i].confidence,
			history[i].status, history[i].created};
		store_write(s->db,
			"INSERT INTO stance_versions (id, text, confidence, status, created_at,"
			" persona_id, belief_id) VALUES ($1, $2, $3, $4, $5, '" STORE_PERSONA
			"', '" BELIEF "')",
			values, 5);
	}
}

static struct stance_page page_of(struct store *s, const struct stance_query *q)
{
	struct stance_page page;
	struct err e = {0};

	assert_ok(stances_page(s->db, q, &s->arena, &page, &e), e);
	return page;
}

static size_t list(struct store *s, const char *belief, size_t limit, struct stance **out)
{
	struct stance_page page =
		page_of(s, &(struct stance_query){.belief_id = belief, .limit = limit});

	*out = page.rows;
	return page.n;
}

static void versions_come_newest_first_whatever_form_their_time_has(void **state)
{
	static const char *const versions[] = {
		VERSION(5), VERSION(4), VERSION(3), VERSION(2), VERSION(1)};
	struct store *s = *state;
	struct stance *v;

	add_history(s);
	assert_int_equal(list(s, BELIEF, 9, &v), 5);
	for (int i = 0; i < 5; i++)
		assert_string_equal(v[i].id, versions[i]);
	assert_int_equal(v[0].status, STANCE_LOCKED);
	assert_int_equal(v[1].status, STANCE_OTHER);
	assert_span(v[1].status_text, "archived");
	assert_int_equal(v[4].status, STANCE_DEPRECATED);
}

static void a_change_is_against_the_version_before(void **state)
{
	struct store *s = *state;
	struct stance *v;

	add_history(s);
	list(s, BELIEF, 9, &v);
	assert_true(isnan(v[0].change)); /* there is no confidence before it */
	assert_true(isnan(v[1].change));
	assert_float_equal(v[2].change, -0.25, 1e-9);
	assert_float_equal(v[3].change, 0.15, 1e-9);
	assert_true(isnan(v[4].change));
}

static void a_cut_list_still_knows_the_change_of_its_last_row(void **state)
{
	struct store *s = *state;
	struct stance *v;

	add_history(s);
	assert_int_equal(list(s, BELIEF, 3, &v), 3);
	assert_float_equal(v[2].change, -0.25, 1e-9);
	assert_int_equal(list(s, BELIEF, 5, &v), 5);
	assert_true(isnan(v[4].change));
}

static void a_belief_without_a_stance_has_an_empty_timeline(void **state)
{
	struct store *s = *state;
	struct stance_query q = {.belief_id = "nothing", .limit = 9};
	struct stance_page page;
	struct stance *v;
	struct err e = {0};

	add_history(s);
	store_exec(s->db, "DELETE FROM stance_versions WHERE belief_id = '" BELIEF "'");
	assert_int_equal(list(s, BELIEF, 9, &v), 0);
	assert_fails(stances_page(s->db, &q, &s->arena, &page, &e), e, ERR_MISSING);
	assert_says(e, "nothing");
}

/* The ids that paging from one end to the other gives, and the changes beside them. */
static const char *walked(struct store *s, size_t limit, bool back)
{
	struct stance_query q = {
		.belief_id = BELIEF, .from = back ? PAGE_LAST : PAGE_FIRST, .limit = limit};
	const char *all = "";
	struct stance_page page;

	do {
		page = page_of(s, &q);
		const char *rows = "";
		for (size_t i = 0; i < page.n; i++)
			rows = arena_printf(&s->arena, "%s%s %.3f ", rows, page.rows[i].id,
				isnan(page.rows[i].change) ? 9 : page.rows[i].change);
		all = arena_printf(&s->arena, "%s%s", back ? rows : all, back ? all : rows);
		q.from = back ? PAGE_BEFORE : PAGE_AFTER;
		q.key = page.keys[back ? 0 : page.n - 1];
	} while (page.more);
	return all;
}

static void pages_join_in_both_directions(void **state)
{
	struct store *s = *state;

	add_history(s);
	const char *whole = walked(s, 9, false);
	for (size_t limit = 1; limit < 7; limit++) {
		assert_string_equal(walked(s, limit, false), whole);
		assert_string_equal(walked(s, limit, true), whole);
	}
}

static void a_page_at_a_key_begins_with_its_version(void **state)
{
	struct store *s = *state;

	add_history(s);
	struct stance_page all =
		page_of(s, &(struct stance_query){.belief_id = BELIEF, .limit = 9});
	for (size_t i = 0; i < all.n; i++) {
		struct stance_query q = {
			.belief_id = BELIEF, .from = PAGE_AT, .key = all.keys[i], .limit = 2};
		struct stance_page at = page_of(s, &q);
		assert_string_equal(at.rows[0].id, all.rows[i].id);
		assert_int_equal(at.more, i + 2 < all.n);
	}
	struct stance_query newer = {.belief_id = BELIEF, .from = PAGE_BEFORE, .limit = 9};
	assert_int_equal(page_of(s, &newer).n, 0);
}

static void a_version_is_found_by_the_beginning_of_its_id(void **state)
{
	struct store *s = *state;
	struct stance v;
	struct err e = {0};

	add_history(s);
	assert_ok(stances_get(s->db, SPAN_LIT(VERSION(3)), &s->arena, &v, &e), e);
	assert_span(v.text, "c");
	store_exec(s->db,
		"UPDATE stance_versions SET id = 'dddd0000-0000-4000-8000-000000000000'"
		" WHERE id = '" VERSION(5) "'");
	assert_ok(stances_get(s->db, SPAN_LIT("dddd"), &s->arena, &v, &e), e);
	assert_span(v.text, "e");
	assert_fails(stances_get(s->db, SPAN_LIT("cccc"), &s->arena, &v, &e), e, ERR_USAGE);
	assert_says(e, "several versions begin with \"cccc\"");
	err_clear(&e);
	assert_fails(stances_get(s->db, SPAN_LIT("ddd"), &s->arena, &v, &e), e, ERR_MISSING);
	assert_string_equal(e.hint, "an id needs its first 4 characters at least");
	err_clear(&e);
	assert_fails(stances_get(s->db, SPAN_LIT("\xFFnone"), &s->arena, &v, &e), e, ERR_MISSING);
}

static void the_version_before_is_that_of_the_timeline(void **state)
{
	struct store *s = *state;
	struct stance v;
	struct err e = {0};

	add_history(s);
	assert_int_equal(stances_before(s->db, VERSION(5), &s->arena, &v, &e), 1);
	assert_string_equal(v.id, VERSION(4));
	assert_int_equal(stances_before(s->db, VERSION(3), &s->arena, &v, &e), 1);
	assert_string_equal(v.id, VERSION(2));
	assert_int_equal(stances_before(s->db, VERSION(1), &s->arena, &v, &e), 0);
	assert_int_equal(stances_before(s->db, "nothing", &s->arena, &v, &e), 0);
}

static void the_live_versions_are_those_in_force(void **state)
{
	struct store *s = *state;
	struct stance *v;
	struct err e = {0};
	size_t n;

	add_history(s);
	assert_ok(stances_live(s->db, BELIEF, &s->arena, &v, &n, &e), e);
	assert_int_equal(n, 1);
	assert_string_equal(v[0].id, VERSION(5));
	store_exec(
		s->db, "UPDATE stance_versions SET status = 'current' WHERE id = '" VERSION(1) "'");
	assert_ok(stances_live(s->db, BELIEF, &s->arena, &v, &n, &e), e);
	assert_int_equal(n, 2);
	assert_string_equal(v[1].id, VERSION(1));
	assert_ok(stances_live(s->db, "nothing", &s->arena, &v, &n, &e), e);
	assert_int_equal(n, 0);
}

static struct stance_course course_of(struct store *s, const char *belief)
{
	struct stance_course c;
	struct err e = {0};

	assert_ok(stances_course(s->db, belief, &s->arena, &c, &e), e);
	return c;
}

static void the_course_has_every_confidence_oldest_first(void **state)
{
	struct store *s = *state;

	add_history(s);
	struct stance_course c = course_of(s, BELIEF);
	assert_int_equal(c.n, 5);
	assert_int_equal(c.versions, 5);
	assert_float_equal(c.points[0].v, 0.6, 1e-9);
	assert_float_equal(c.points[2].v, 0.5, 1e-9);
	assert_true(isnan(c.points[3].v));
	assert_true(c.points[3].t < c.points[4].t);
	assert_int_equal(course_of(s, "nothing").n, 0);
}

static const char *const many_versions[] = {
	[DB_SQLITE] = "INSERT INTO stance_versions (id, text, confidence, status, created_at,"
		      " persona_id, belief_id) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT"
		      " i + 1 FROM n WHERE i < 40000) SELECT printf("
		      "'eeeeeeee-0000-4000-8000-%012d', i), 't', CASE i WHEN 777 THEN 0.01 WHEN"
		      " 39001 THEN 0.99 ELSE 0.5 END, 'deprecated', datetime('2020-01-01', i ||"
		      " ' hours'), '" STORE_PERSONA "', '" BELIEF "' FROM n",
	[DB_POSTGRES] =
		"INSERT INTO stance_versions (id, text, confidence, status, created_at, persona_id,"
		" belief_id) SELECT CAST('eeeeeeee-0000-4000-8000-' || lpad(CAST(i AS text), 12,"
		" '0') AS uuid), 't', CASE i WHEN 777 THEN 0.01 WHEN 39001 THEN 0.99 ELSE 0.5 END,"
		" 'deprecated', TIMESTAMP '2020-01-01' + i * INTERVAL '1 hour', '" STORE_PERSONA
		"', '" BELIEF "' FROM generate_series(1, 40000) i",
};

static void a_long_course_keeps_its_lowest_and_highest(void **state)
{
	struct store *s = *state;
	double low = 1, high = 0;

	add_history(s);
	store_exec(s->db, many_versions[s->engine]);
	struct stance_course c = course_of(s, BELIEF);
	assert_int_equal(c.versions, 40005);
	assert_true(c.n <= STANCE_POINTS);
	for (size_t i = 0; i < c.n; i++) {
		assert_true(i == 0 || c.points[i].t >= c.points[i - 1].t);
		low = fmin(c.points[i].v, low);
		high = fmax(c.points[i].v, high);
	}
	assert_float_equal(low, 0.01, 1e-9);
	assert_float_equal(high, 0.99, 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(versions_come_newest_first_whatever_form_their_time_has),
		ON_FRESH(a_change_is_against_the_version_before),
		ON_FRESH(a_cut_list_still_knows_the_change_of_its_last_row),
		ON_BOTH(pages_join_in_both_directions),
		ON_BOTH(a_page_at_a_key_begins_with_its_version),
		ON_FRESH(a_version_is_found_by_the_beginning_of_its_id),
		ON_FRESH(the_version_before_is_that_of_the_timeline),
		ON_FRESH(the_live_versions_are_those_in_force),
		ON_FRESH(the_course_has_every_confidence_oldest_first),
		ON_FRESH(a_long_course_keeps_its_lowest_and_highest),
		ON_BOTH(a_belief_without_a_stance_has_an_empty_timeline),
	};

	return RUN_CASES(tests);
}
