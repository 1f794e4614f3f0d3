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

static size_t list(struct store *s, const char *belief, size_t limit, struct stance **out)
{
	struct err e = {0};
	size_t n = 0;

	assert_ok(stances_list(s->db, belief, limit, &s->arena, out, &n, &e), e);
	return n;
}

static void versions_come_newest_first_whatever_form_their_time_has(void **state)
{
	static const char *const versions[] = {
		VERSION(5), VERSION(4), VERSION(3), VERSION(2), VERSION(1)};
	struct store *s = *state;
	struct stance *v;

	add_history(s);
	assert_int_equal(list(s, BELIEF, 0, &v), 5);
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
	list(s, BELIEF, 0, &v);
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
	struct stance *v;
	struct err e = {0};
	size_t n;

	add_history(s);
	store_exec(s->db, "DELETE FROM stance_versions WHERE belief_id = '" BELIEF "'");
	assert_int_equal(list(s, BELIEF, 0, &v), 0);
	assert_fails(stances_list(s->db, "nothing", 0, &s->arena, &v, &n, &e), e, ERR_MISSING);
	assert_says(e, "nothing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(versions_come_newest_first_whatever_form_their_time_has),
		ON_FRESH(a_change_is_against_the_version_before),
		ON_FRESH(a_cut_list_still_knows_the_change_of_its_last_row),
		ON_BOTH(a_belief_without_a_stance_has_an_empty_timeline),
	};

	return RUN_CASES(tests);
}
