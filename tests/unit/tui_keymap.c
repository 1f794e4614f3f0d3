/* Promises of the tables of actions and keys. */
#include "tui/keymap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "tui/key.h"

static void every_action_has_a_name_of_its_own_and_a_help_text(void **state)
{
	(void)state;
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		const struct action_info *info = action_info((enum action)a);

		assert_non_null(info->name);
		assert_true(strlen(info->help) > 5);
		assert_int_equal(action_named(span_of(info->name)), a);
	}
	assert_int_equal(action_named(SPAN_LIT("explode")), ACTION_NONE);
	assert_int_equal(action_named(SPAN_NULL), ACTION_NONE);
}

static void every_action_has_a_key(void **state)
{
	char out[24];

	(void)state;
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		bool bound = false;

		for (int p = 0; p < KEYS_PLACES; p++) {
			keymap_key((enum key_place)p, (enum action)a, out);
			bound = bound || out[0];
		}
		assert_true(bound);
	}
}

static void no_key_is_bound_twice_in_one_place(void **state)
{
	size_t n;
	const struct key_binding *b = keymap_table(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			assert_false(b[i].place == b[j].place && b[i].code == b[j].code &&
				b[i].code != KEYC_NONE);
}

static void decisions_exist_in_the_queue_only(void **state)
{
	(void)state;
	assert_int_equal(keymap_action(KEYS_QUEUE, 'a'), ACTION_APPROVE);
	assert_int_equal(keymap_action(KEYS_QUEUE, 'x'), ACTION_REJECT);
	assert_int_equal(keymap_action(KEYS_BELIEFS, 'a'), ACTION_NONE);
	assert_int_equal(keymap_action(KEYS_STANCES, 'x'), ACTION_NONE);
	assert_int_equal(keymap_action(KEYS_EVERYWHERE, 'a'), ACTION_NONE);
	assert_int_equal(keymap_action(KEYS_BELIEFS, 't'), ACTION_STANCES);
}

static void keys_from_everywhere_work_in_every_place(void **state)
{
	(void)state;
	for (int p = 0; p < KEYS_PLACES; p++) {
		assert_int_equal(keymap_action((enum key_place)p, 'j'), ACTION_DOWN);
		assert_int_equal(keymap_action((enum key_place)p, KEYC_ESC), ACTION_CANCEL);
		assert_int_equal(keymap_action((enum key_place)p, 3), ACTION_INTERRUPT);
		assert_int_equal(keymap_action((enum key_place)p, '3'), ACTION_PANE_3);
	}
}

static void an_unknown_key_and_a_paste_mean_nothing(void **state)
{
	(void)state;
	for (int p = 0; p < KEYS_PLACES; p++) {
		assert_int_equal(keymap_action((enum key_place)p, KEYC_UNKNOWN), ACTION_NONE);
		assert_int_equal(keymap_action((enum key_place)p, KEYC_PASTE), ACTION_NONE);
		assert_int_equal(keymap_action((enum key_place)p, 0), ACTION_NONE);
	}
}

static void an_action_is_shown_by_its_first_key(void **state)
{
	char out[24];

	(void)state;
	keymap_key(KEYS_QUEUE, ACTION_APPROVE, out);
	assert_string_equal(out, "a");
	keymap_key(KEYS_BELIEFS, ACTION_APPROVE, out);
	assert_string_equal(out, "");
	keymap_key(KEYS_BELIEFS, ACTION_DOWN, out);
	assert_string_equal(out, "j");
	keymap_key(KEYS_STANCES, ACTION_PAGE_DOWN, out);
	assert_string_equal(out, "PgDn");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_action_has_a_name_of_its_own_and_a_help_text),
		cmocka_unit_test(every_action_has_a_key),
		cmocka_unit_test(no_key_is_bound_twice_in_one_place),
		cmocka_unit_test(decisions_exist_in_the_queue_only),
		cmocka_unit_test(keys_from_everywhere_work_in_every_place),
		cmocka_unit_test(an_unknown_key_and_a_paste_mean_nothing),
		cmocka_unit_test(an_action_is_shown_by_its_first_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
