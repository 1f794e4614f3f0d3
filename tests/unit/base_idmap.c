/* Sets of ids keep what was put in, whatever the ids look like and whatever was taken out. */
#include "base/idmap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MANY 3000

static void a_set_knows_what_was_put_in(void **state)
{
	struct idmap m = {0};

	(void)state;
	assert_false(idmap_has(&m, "3d110dbb-0000-4000-8000-000000000001"));
	assert_false(idmap_remove(&m, "3d110dbb-0000-4000-8000-000000000001"));
	assert_true(idmap_put(&m, "3d110dbb-0000-4000-8000-000000000001", NULL));
	assert_false(idmap_put(&m, "3d110dbb-0000-4000-8000-000000000001", NULL));
	assert_true(idmap_has(&m, "3d110dbb-0000-4000-8000-000000000001"));
	assert_false(idmap_has(&m, "3d110dbb-0000-4000-8000-000000000002"));
	assert_int_equal(idmap_count(&m), 1);
	idmap_clear(&m);
	assert_int_equal(idmap_count(&m), 0);
}

static void ids_come_back_as_they_were_written(void **state)
{
	static const char *const ids[] = {
		"3d110dbb-0000-4000-8000-00000000000a",
		"00000000-0000-0000-0000-000000000000",
		"3D110DBB-0000-4000-8000-00000000000A",
		"3d110dbb-0000-4000-8000-00000000000",
		"3d110dbb-0000-4000-8000-0000000000",
		"3d110dbb-0000-4000-8000-00000000000g",
		"3d110dbb-0000-4000-8000-00000000000 ",
		"3d110dbb0000-4000-8000-000000000000a",
		"3d110dbb-",
		"7",
		"",
		"a text of thirty-six characters, yes",
		"\xff\xfe",
	};
	const size_t n = sizeof(ids) / sizeof(ids[0]);
	struct idmap m = {0};
	char id[UUID_TEXT];

	(void)state;
	for (size_t i = 0; i < n; i++)
		assert_true(idmap_put(&m, ids[i], NULL));
	assert_int_equal(idmap_count(&m), n);
	for (size_t i = 0; i < n; i++) {
		idmap_at(&m, i, id);
		assert_string_equal(id, ids[i]);
		assert_true(idmap_has(&m, ids[i]));
	}
	idmap_clear(&m);
}

static void each_id_carries_its_own_value(void **state)
{
	struct idmap m = {.value = sizeof(int)};
	char id[UUID_TEXT];

	(void)state;
	for (int i = 0; i < 100; i++) {
		snprintf(id, sizeof(id), "%08x-0000-4000-8000-000000000000", (unsigned)i);
		idmap_put(&m, id, &i);
	}
	assert_int_equal(*(const int *)idmap_get(&m, "0000002a-0000-4000-8000-000000000000"), 42);
	idmap_put(&m, "0000002a-0000-4000-8000-000000000000", &(int){7});
	assert_int_equal(*(const int *)idmap_get(&m, "0000002a-0000-4000-8000-000000000000"), 7);
	assert_null(idmap_get(&m, "ffffffff-0000-4000-8000-000000000000"));
	idmap_clear(&m);
}

static void a_copy_goes_its_own_way(void **state)
{
	struct idmap m = {.value = sizeof(int)}, copy = {0};
	char id[UUID_TEXT];

	(void)state;
	for (int i = 0; i < 100; i++) {
		snprintf(id, sizeof(id), "%08x-0000-4000-8000-000000000000", (unsigned)i);
		idmap_put(&m, id, &i);
	}
	idmap_put(&m, "odd", &(int){-1});
	idmap_copy(&copy, &m);
	idmap_clear(&m);
	assert_int_equal(idmap_count(&copy), 101);
	assert_int_equal(*(const int *)idmap_get(&copy, "odd"), -1);
	for (int i = 100; i < 1000; i++) {
		snprintf(id, sizeof(id), "%08x-0000-4000-8000-000000000000", (unsigned)i);
		assert_true(idmap_put(&copy, id, &i));
	}
	for (int i = 0; i < 1000; i++) {
		snprintf(id, sizeof(id), "%08x-0000-4000-8000-000000000000", (unsigned)i);
		assert_int_equal(*(const int *)idmap_get(&copy, id), i);
	}
	idmap_clear(&copy);
	idmap_copy(&m, &copy);
	assert_int_equal(idmap_count(&m), 0);
	idmap_clear(&m);
}

/* Beside a plain array of what must be there. */
static void what_is_taken_out_is_gone_and_nothing_else(void **state)
{
	struct idmap m = {.value = sizeof(unsigned)};
	char(*ids)[UUID_TEXT] = calloc(MANY, sizeof(*ids));
	unsigned char *there = calloc(MANY, 1);
	size_t count = 0;
	unsigned chance = 1;

	(void)state;
	for (unsigned i = 0; i < MANY; i++) {
		uuid_new(ids[i]);
		if (i % 7 == 0)
			snprintf(ids[i], sizeof(ids[i]), "odd id %u", i);
	}
	for (int step = 0; step < 5 * MANY; step++) {
		chance = chance * 1103515245 + 12345;
		unsigned i = chance / 65536 % MANY;
		if (step % 3 == 2) {
			assert_int_equal(idmap_remove(&m, ids[i]), there[i]);
			count -= there[i];
			there[i] = 0;
		} else {
			assert_int_equal(idmap_put(&m, ids[i], &i), !there[i]);
			count += !there[i];
			there[i] = 1;
		}
	}
	assert_int_equal(idmap_count(&m), count);
	for (unsigned i = 0; i < MANY; i++) {
		const unsigned *value = idmap_get(&m, ids[i]);
		assert_int_equal(value != NULL, there[i]);
		if (value)
			assert_int_equal(*value, i);
	}
	for (size_t i = 0; i < count; i++) {
		char id[UUID_TEXT];
		idmap_at(&m, i, id);
		assert_true(idmap_has(&m, id));
	}
	idmap_clear(&m);
	free(ids);
	free(there);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_set_knows_what_was_put_in),
		cmocka_unit_test(ids_come_back_as_they_were_written),
		cmocka_unit_test(each_id_carries_its_own_value),
		cmocka_unit_test(a_copy_goes_its_own_way),
		cmocka_unit_test(what_is_taken_out_is_gone_and_nothing_else),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
