/* Where a user's own files are. */
#include "base/home.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void the_variable_names_the_folder(void **state)
{
	struct arena a = {0};

	(void)state;
	setenv("HOME", "/home/rosa", 1);
	setenv("XDG_CONFIG_HOME", "/etc/rosa", 1);
	assert_string_equal(
		home_path(HOME_CONFIG, "config.json", &a), "/etc/rosa/tenet/config.json");
	assert_string_equal(home_path(HOME_CONFIG, "", &a), "/etc/rosa/tenet");
	arena_free(&a);
}

static void without_it_the_home_folder_does(void **state)
{
	struct arena a = {0};

	(void)state;
	setenv("HOME", "/home/rosa", 1);
	setenv("XDG_CONFIG_HOME", "not/absolute", 1);
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_STATE_HOME");
	assert_string_equal(
		home_path(HOME_CONFIG, "config.json", &a), "/home/rosa/.config/tenet/config.json");
	assert_string_equal(
		home_path(HOME_DATA, "tenet.db", &a), "/home/rosa/.local/share/tenet/tenet.db");
	assert_string_equal(home_path(HOME_STATE, "", &a), "/home/rosa/.local/state/tenet");
	arena_free(&a);
}

static void a_home_that_is_no_path_is_none(void **state)
{
	struct arena a = {0};

	(void)state;
	setenv("HOME", "relative", 1);
	unsetenv("XDG_CONFIG_HOME");
	assert_null(home_path(HOME_CONFIG, "config.json", &a));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_variable_names_the_folder),
		cmocka_unit_test(without_it_the_home_folder_does),
		cmocka_unit_test(a_home_that_is_no_path_is_none),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
