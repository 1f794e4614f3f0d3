/* The timeline of a belief. */
#include "store/stances.h"

#include <math.h>
#include <string.h>

#include "fixture.h"

#define BELIEF "bbbbbbbb-0000-4000-8000-000000000001"

static const char history[] =
	"INSERT INTO belief_nodes (id, persona_id, title, summary) VALUES"
	" ('" BELIEF "', '11111111-1111-4111-8111-111111111111', 'title', '');"
	"INSERT INTO stance_versions (id, persona_id, belief_id, text, confidence, status,"
	" created_at) VALUES"
	" ('v3', '11111111-1111-4111-8111-111111111111', '" BELIEF "', 'c', 0.5, 'deprecated',"
	" '2026-11-22T10:00:00.5'),"
	" ('v1', '11111111-1111-4111-8111-111111111111', '" BELIEF "', 'a', 0.6, 'deprecated',"
	" '2026-11-22 10:00:00'),"
	" ('v2', '11111111-1111-4111-8111-111111111111', '" BELIEF "', 'b', 0.75, 'deprecated',"
	" '2026-11-22T10:00:00'),"
	" ('v4', '11111111-1111-4111-8111-111111111111', '" BELIEF "', 'd', NULL, 'archived',"
	" '2026-11-22 10:00:01'),"
	" ('v5', '11111111-1111-4111-8111-111111111111', '" BELIEF "', 'e', 0.9, 'locked',"
	" '2026-11-23 00:00:00')";

static size_t list(struct store *s, const char *belief, size_t limit, struct stance **out)
{
	struct err e = {0};
	size_t n = 0;

	assert_ok(stances_list(s->db, belief, limit, &s->arena, out, &n, &e), e);
	return n;
}

static void versions_come_newest_first_whatever_form_their_time_has(void **state)
{
	struct store *s = *state;
	struct stance *v;

	store_exec(s->db, history);
	assert_int_equal(list(s, BELIEF, 0, &v), 5);
	for (int i = 0; i < 5; i++)
		assert_string_equal(v[i].id, ((const char *[]){"v5", "v4", "v3", "v2", "v1"})[i]);
	assert_int_equal(v[0].status, STANCE_LOCKED);
	assert_int_equal(v[1].status, STANCE_OTHER);
	assert_span(v[1].status_text, "archived");
	assert_int_equal(v[4].status, STANCE_DEPRECATED);
}

static void a_change_is_against_the_version_before(void **state)
{
	struct store *s = *state;
	struct stance *v;

	store_exec(s->db, history);
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

	store_exec(s->db, history);
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

	store_exec(s->db, history);
	store_exec(s->db, "DELETE FROM stance_versions WHERE belief_id = '" BELIEF "'");
	assert_int_equal(list(s, BELIEF, 0, &v), 0);
	assert_fails(stances_list(s->db, "nothing", 0, &s->arena, &v, &n, &e), e, ERR_MISSING);
	assert_says(e, "nothing");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		ON_BOTH(versions_come_newest_first_whatever_form_their_time_has),
		ON_FRESH(a_change_is_against_the_version_before),
		ON_FRESH(a_cut_list_still_knows_the_change_of_its_last_row),
		ON_BOTH(a_belief_without_a_stance_has_an_empty_timeline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
