/* The clock as it is built for people: nothing in the environment moves it. */
#undef TENET_TEST_CLOCK
#include "../../src/base/time.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void the_shipped_clock_ignores_the_environment(void **state)
{
	(void)state;
	int64_t before = (int64_t)time(NULL) * TIME_SECOND;
	assert_int_equal(setenv("TENET_NOW", "2001-01-01 00:00:00", 1), 0);
	int64_t now = time_now();
	assert_true(now >= before && now < before + 60 * TIME_SECOND);
}

/* Login delays and the times of decisions hang on it. */
static void only_the_builds_for_tests_take_their_time_from_the_environment(void **state)
{
	char *line = NULL;
	size_t room = 0;
	FILE *f = popen("make -n -B CC=cc build/src/base/time.o V=1", "r");
	bool compiled = false;

	(void)state;
	assert_non_null(f);
	while (getline(&line, &room, f) > 0) {
		compiled = compiled || strstr(line, "src/base/time.c");
		assert_null(strstr(line, "TENET_TEST_CLOCK"));
	}
	free(line);
	assert_int_equal(pclose(f), 0);
	assert_true(compiled);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_clock_ignores_the_environment),
		cmocka_unit_test(only_the_builds_for_tests_take_their_time_from_the_environment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
