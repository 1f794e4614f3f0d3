/* Roles and permissions. */
#include "model/role.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_role_is_known_by_its_stored_name(void **state)
{
	(void)state;
	for (int r = ROLE_MODERATOR; r <= ROLE_ADMIN; r++)
		assert_int_equal(role_of(span_of(role_name((enum role)r))), r);
	assert_int_equal(role_of(SPAN_LIT("none")), ROLE_NONE);
	assert_int_equal(role_of(SPAN_LIT("Admin")), ROLE_NONE);
	assert_int_equal(role_of(SPAN_LIT("admin\0x")), ROLE_NONE);
	assert_int_equal(role_of(SPAN_NULL), ROLE_NONE);
}

static void each_role_may_what_its_table_says(void **state)
{
	static const char *const may[PERMISSIONS] = {
		[MAY_READ] = "moa",
		[MAY_DECIDE] = "moa",
		[MAY_STEER] = "oa",
		[MAY_CONFIGURE] = "a",
		[MAY_SHARE] = "a",
		[MAY_MANAGE] = "a",
		[MAY_MIGRATE] = "a",
	};

	(void)state;
	for (int r = ROLE_NONE; r <= ROLE_ADMIN; r++)
		for (int p = MAY_READ; p < PERMISSIONS; p++)
			assert_int_equal(role_may((enum role)r, (enum permission)p),
				strchr(may[p], role_name((enum role)r)[0]) != NULL);
}

static void a_permission_reads_as_the_end_of_a_sentence(void **state)
{
	(void)state;
	assert_string_equal(permission_name(MAY_DECIDE), "decide on drafts");
	assert_string_equal(
		permission_refusal(MAY_STEER), "only operators and admins may steer beliefs");
	assert_string_equal(permission_name(MAY_CONFIGURE), "change configuration and personas");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_role_is_known_by_its_stored_name),
		cmocka_unit_test(each_role_may_what_its_table_says),
		cmocka_unit_test(a_permission_reads_as_the_end_of_a_sentence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
