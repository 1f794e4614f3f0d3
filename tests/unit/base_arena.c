/* Arena memory is zeroed, aligned, stays where it is, and goes all at once. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static void memory_is_zeroed_and_aligned(void **state)
{
	struct arena a = {0};

	(void)state;
	for (size_t n = 0; n < 300; n++) {
		unsigned char *p = arena_alloc(&a, n);
		assert_int_equal((uintptr_t)p % sizeof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, n);
	}
	arena_free(&a);
}

static void memory_stays_where_it_is_while_the_arena_grows(void **state)
{
	struct arena a = {0};
	char *first = arena_strdup(&a, "still here");

	(void)state;
	for (int i = 0; i < 1000; i++)
		memset(arena_alloc(&a, 5000), i, 5000);
	memset(arena_alloc(&a, 3 << 20), 1, 3 << 20);
	assert_string_equal(first, "still here");
	assert_true(a.used >= 1000 * 5000 + (3 << 20));
	arena_free(&a);
	assert_int_equal(a.used, 0);
}

static void a_cleared_arena_hands_out_zeroes_again(void **state)
{
	struct arena a = {0};

	(void)state;
	for (int round = 0; round < 5; round++) {
		unsigned char *p = arena_alloc(&a, 1000);
		for (int i = 0; i < 1000; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xFF, 1000);
		arena_clear(&a);
		assert_int_equal(a.used, 0);
	}
	arena_free(&a);
}

static void clearing_and_freeing_an_empty_arena_is_nothing(void **state)
{
	struct arena a = {0};

	(void)state;
	arena_clear(&a);
	arena_free(&a);
	assert_null(a.head);
	assert_string_equal(arena_strdup(&a, "usable"), "usable");
	arena_free(&a);
}

static void null_and_empty_spans_stay_apart(void **state)
{
	struct arena a = {0};
	struct span copy = arena_span(&a, SPAN_LIT("a\0b"));

	(void)state;
	assert_null(arena_span(&a, SPAN_NULL).p);
	assert_non_null(arena_span(&a, SPAN_LIT("")).p);
	assert_int_equal(copy.n, 3);
	assert_memory_equal(copy.p, "a\0b", 4);
	arena_free(&a);
}

static void printed_text_is_never_cut(void **state)
{
	struct arena a = {0};
	const char *p = arena_printf(&a, "%09000d|%s", 7, "end");

	(void)state;
	assert_int_equal(strlen(p), 9004);
	assert_string_equal(p + 8999, "7|end");
	arena_free(&a);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(memory_stays_where_it_is_while_the_arena_grows),
		cmocka_unit_test(a_cleared_arena_hands_out_zeroes_again),
		cmocka_unit_test(clearing_and_freeing_an_empty_arena_is_nothing),
		cmocka_unit_test(null_and_empty_spans_stay_apart),
		cmocka_unit_test(printed_text_is_never_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
