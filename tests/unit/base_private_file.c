/* Files for the user alone: where they are, what they may be read by, and what is not overwritten.
 */
#include "base/private_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/tenet-private-XXXXXX";

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

static void assert_mode(const char *path, mode_t mode)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, mode);
}

static void assert_holds(const char *path, const char *text)
{
	char bytes[64] = "";
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	size_t n = fread(bytes, 1, sizeof(bytes) - 1, f);
	fclose(f);
	assert_int_equal(n, strlen(text));
	assert_string_equal(bytes, text);
}

static void folders_are_made_and_all_is_for_the_user_alone(void **state)
{
	struct str path = {0}, expected = {0};
	struct err e = {0};

	(void)state;
	unsetenv("XDG_STATE_HOME");
	setenv("HOME", folder, 1);
	umask(0);
	assert_int_equal(private_file("draft.txt", SPAN_LIT("secret"), &path, &e), 0);
	str_addf(&expected, "%s/.local/state/tenet/draft.txt", folder);
	assert_string_equal(str_cstr(&path), str_cstr(&expected));
	assert_holds(path.p, "secret");
	assert_mode(path.p, 0600);
	*strrchr(path.p, '/') = '\0';
	assert_mode(path.p, 0700);
	str_free(&path);
	str_free(&expected);
}

static void a_link_is_replaced_and_not_followed(void **state)
{
	struct str path = {0}, target = {0};
	struct err e = {0};

	(void)state;
	str_addf(&target, "%s/state", folder);
	setenv("XDG_STATE_HOME", target.p, 1);
	assert_int_equal(private_file("draft.txt", SPAN_LIT("one"), &path, &e), 0);
	str_add(&target, "/precious");
	assert_int_equal(rename(path.p, target.p), 0);
	assert_int_equal(symlink(target.p, path.p), 0);
	str_clear(&path);
	assert_int_equal(private_file("draft.txt", SPAN_LIT("two"), &path, &e), 0);
	assert_holds(target.p, "one");
	assert_holds(path.p, "two");
	str_free(&path);
	str_free(&target);
}

static void a_folder_that_cannot_be_made_is_named(void **state)
{
	struct str path = {0};
	struct err e = {0};

	(void)state;
	setenv("XDG_STATE_HOME", "/dev/null/x", 1);
	assert_int_equal(private_file("draft.txt", SPAN_LIT("x"), &path, &e), -1);
	assert_string_equal(e.text, "cannot make /dev/null/x: Not a directory");
	str_free(&path);
	e = (struct err){0};
	setenv("XDG_STATE_HOME", "relative", 1);
	setenv("HOME", "relative", 1);
	assert_int_equal(private_file("draft.txt", SPAN_LIT("x"), &path, &e), -1);
	assert_string_equal(e.text, "neither XDG_STATE_HOME nor HOME names a folder");
	str_free(&path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folders_are_made_and_all_is_for_the_user_alone),
		cmocka_unit_test(a_link_is_replaced_and_not_followed),
		cmocka_unit_test(a_folder_that_cannot_be_made_is_named),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
