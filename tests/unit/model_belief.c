/* The belief update against independently computed numbers; relations, strengths, tags, stances. */
#include "model/belief.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "model/stance.h"

static void assert_near(double a, double b)
{
	if (!(fabs(a - b) < 1e-9))
		fail_msg("%.6f is not %.6f", a, b);
}

/* The rule in odds instead of log-odds: odds' = odds · e^(±5δ), and p' = odds' / (1 + odds'). */
static double by_odds(double p, double factor)
{
	p = p < 0.01 ? 0.01 : p > 0.99 ? 0.99 : p;
	double q = p * factor / (p * factor + 1.0 - p);
	q = q < 0.01 ? 0.01 : q > 0.99 ? 0.99 : q;
	return floor(q * 1000.0 + 0.5) / 1000.0;
}

static void a_confidence_moves_by_the_rule_of_the_agent(void **state)
{
	/* e^0.25, e^0.5 and e^1 */
	static const double factors[] = {1.2840254166877414, 1.6487212707001282, 2.718281828459045};

	(void)state;
	for (int i = 0; i <= 100; i++) {
		double p = i / 100.0;
		for (int s = STRENGTH_WEAK; s <= STRENGTH_STRONG; s++) {
			enum belief_strength strength = (enum belief_strength)s;
			assert_near(belief_update(p, strength, +1), by_odds(p, factors[s]));
			assert_near(belief_update(p, strength, -1), by_odds(p, 1 / factors[s]));
		}
	}
}

static void known_updates_have_known_results(void **state)
{
	(void)state;
	assert_near(belief_update(0.5, STRENGTH_WEAK, 1), 0.562);
	assert_near(belief_update(0.5, STRENGTH_MODERATE, 1), 0.622);
	assert_near(belief_update(0.5, STRENGTH_STRONG, 1), 0.731);
	assert_near(belief_update(0.5, STRENGTH_STRONG, -1), 0.269);
	assert_near(belief_update(0.9, STRENGTH_MODERATE, -1), 0.845);
}

static void certainty_is_never_reached_and_never_a_trap(void **state)
{
	(void)state;
	assert_near(belief_update(1.0, STRENGTH_STRONG, 1), 0.99);
	assert_near(belief_update(0.0, STRENGTH_STRONG, -1), 0.01);
	assert_near(belief_update(0.985, STRENGTH_STRONG, 1), 0.99);
	assert_near(belief_update(1.0, STRENGTH_STRONG, -1), by_odds(0.99, 1 / 2.718281828459045));
	assert_near(belief_update(INFINITY, STRENGTH_WEAK, 1), 0.99);
	assert_near(belief_update(-3, STRENGTH_WEAK, -1), 0.01);
	assert_true(isnan(belief_update(NAN, STRENGTH_WEAK, 1)));
}

static void an_unknown_strength_moves_nothing(void **state)
{
	(void)state;
	assert_near(belief_update(0.42, STRENGTH_OTHER, 1), 0.42);
}

static void words_of_the_agent_are_told_from_others(void **state)
{
	(void)state;
	assert_int_equal(relation_of(SPAN_LIT("supports")), REL_SUPPORTS);
	assert_int_equal(relation_of(SPAN_LIT("contradicts")), REL_CONTRADICTS);
	assert_int_equal(relation_of(SPAN_LIT("depends_on")), REL_DEPENDS_ON);
	assert_int_equal(relation_of(SPAN_LIT("evidence_for")), REL_EVIDENCE_FOR);
	assert_int_equal(relation_of(SPAN_LIT("inspired_by")), REL_OTHER);
	assert_int_equal(relation_of(SPAN_NULL), REL_OTHER);
	assert_int_equal(strength_of(SPAN_LIT("weak")), STRENGTH_WEAK);
	assert_int_equal(strength_of(SPAN_LIT("moderate")), STRENGTH_MODERATE);
	assert_int_equal(strength_of(SPAN_LIT("strong")), STRENGTH_STRONG);
	assert_int_equal(strength_of(SPAN_LIT("Strong")), STRENGTH_OTHER);
	assert_int_equal(strength_of(SPAN_NULL), STRENGTH_OTHER);
	assert_int_equal(stance_status_of(SPAN_LIT("current")), STANCE_CURRENT);
	assert_int_equal(stance_status_of(SPAN_LIT("deprecated")), STANCE_DEPRECATED);
	assert_int_equal(stance_status_of(SPAN_LIT("locked")), STANCE_LOCKED);
	assert_int_equal(stance_status_of(SPAN_LIT("")), STANCE_OTHER);
	assert_int_equal(stance_status_of(SPAN_NULL), STANCE_OTHER);
}

static void tags_that_are_no_list_of_texts_are_called_broken(void **state)
{
	static const struct {
		const char *tags;
		size_t count;
		bool broken;
	} cases[] = {
		{NULL, 0, false},
		{"[]", 0, false},
		{"[\"science\", \"core-value\"]", 2, false},
		{"[\"science\", 3, null, [\"x\"]]", 1, true},
		{"{\"science\": true}", 0, true},
		{"science, health", 0, true},
		{"", 0, true},
		{"null", 0, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena a = {0};
		struct belief b = {.tags = span_of(cases[i].tags)};
		belief_tags_read(&b, &a);
		assert_int_equal(b.tag_count, cases[i].count);
		assert_int_equal(b.tags_broken, cases[i].broken);
		if (b.tag_count > 0)
			assert_true(span_is(b.tag[0], "science"));
		arena_free(&a);
	}
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_confidence_moves_by_the_rule_of_the_agent),
		cmocka_unit_test(known_updates_have_known_results),
		cmocka_unit_test(certainty_is_never_reached_and_never_a_trap),
		cmocka_unit_test(an_unknown_strength_moves_nothing),
		cmocka_unit_test(words_of_the_agent_are_told_from_others),
		cmocka_unit_test(tags_that_are_no_list_of_texts_are_called_broken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
