/* Identifiers are version 4, and digests depend on where one part ends and the next begins. */
#include "base/uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void a_new_uuid_is_lower_case_version_4_text(void **state)
{
	char id[UUID_TEXT], other[UUID_TEXT];

	(void)state;
	for (int i = 0; i < 100; i++) {
		uuid_new(id);
		assert_int_equal(strlen(id), 36);
		assert_int_equal(strspn(id, "0123456789abcdef-"), 36);
		assert_int_equal(id[14], '4');
		assert_non_null(strchr("89ab", id[19]));
		uuid_new(other);
		assert_string_not_equal(id, other);
	}
}

static void a_series_is_of_uuids_that_differ(void **state)
{
	char ids[300][UUID_TEXT];

	(void)state;
	uuid_series(ids, 300);
	for (int i = 0; i < 300; i++) {
		assert_int_equal(strspn(ids[i], "0123456789abcdef-"), 36);
		assert_int_equal(ids[i][14], '4');
		assert_memory_equal(ids[i], ids[0], 28);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(ids[i], ids[k]);
	}
}

static void a_named_series_is_the_same_each_time(void **state)
{
	char first[UUID_TEXT], second[UUID_TEXT], other[UUID_TEXT];

	(void)state;
	assert_int_equal(setenv("TENET_IDS", "pictures", 1), 0);
	uuid_new(first);
	uuid_new(second);
	assert_int_equal(setenv("TENET_IDS", "others", 1), 0);
	uuid_new(other);
	assert_int_equal(unsetenv("TENET_IDS"), 0);
	assert_string_equal(first, "dac3e226-6983-444b-b7c2-8a2fb46fd4f3");
	assert_int_equal(second[14], '4');
	assert_string_not_equal(first, second);
	assert_string_not_equal(second, other);
}

static void a_digest_is_that_of_lengths_and_bytes(void **state)
{
	const struct span parts[] = {SPAN_LIT("abc"), SPAN_NULL};
	char out[SHA256_TEXT];

	(void)state;
	/* printf '\3\0\0\0\0\0\0\0abc\377\377\377\377\377\377\377\377' | sha256sum */
	sha256_parts(parts, 2, out);
	assert_string_equal(
		out, "72fcf86c5e82ed986836be54d958988e996cba991efc8605c718776fdaedeb6b");
	sha256_parts(NULL, 0, out);
	assert_string_equal(
		out, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void no_two_lists_share_a_digest(void **state)
{
	const struct span lists[][2] = {
		{SPAN_LIT("ab"), SPAN_LIT("c")},
		{SPAN_LIT("a"), SPAN_LIT("bc")},
		{SPAN_LIT("abc"), SPAN_LIT("")},
		{SPAN_LIT("abc"), SPAN_NULL},
		{SPAN_NULL, SPAN_LIT("abc")},
		{SPAN_LIT("abc\0"), SPAN_LIT("")},
	};
	enum { COUNT = sizeof(lists) / sizeof(lists[0]) };
	char digests[COUNT][SHA256_TEXT];

	(void)state;
	for (int i = 0; i < COUNT; i++) {
		sha256_parts(lists[i], 2, digests[i]);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(digests[i], digests[k]);
	}
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_uuid_is_lower_case_version_4_text),
		cmocka_unit_test(a_series_is_of_uuids_that_differ),
		cmocka_unit_test(a_named_series_is_the_same_each_time),
		cmocka_unit_test(a_digest_is_that_of_lengths_and_bytes),
		cmocka_unit_test(no_two_lists_share_a_digest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
