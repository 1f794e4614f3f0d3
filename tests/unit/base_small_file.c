/* Files that a person writes: read whole, or refused, and never waited for. */
#include "base/small_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/tenet-small-XXXXXX";

static int enter_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? chdir(folder) : -1;
}

static int drop_folder(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return chdir("/") != 0 || system(command) != 0;
}

static void write_file(const char *path, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	for (size_t i = 0; i < n; i++)
		fputc('x', f);
	fclose(f);
}

static void a_file_is_added_whole(void **state)
{
	struct str out = {0};
	struct err e = {0};

	(void)state;
	write_file("most", SMALL_FILE_MOST);
	write_file("none", 0);
	str_add(&out, "a");
	assert_int_equal(small_file_read("most", &out, &e), 0);
	assert_int_equal(out.len, SMALL_FILE_MOST + 1);
	assert_int_equal(strlen(out.p), out.len);
	assert_int_equal(small_file_read("none", &out, &e), 0);
	assert_int_equal(out.len, SMALL_FILE_MOST + 1);
	str_free(&out);
}

static void refused(const char *path, enum err_code code, const char *says)
{
	struct str out = {0};
	struct err e = {0};

	str_add(&out, "a");
	assert_int_equal(small_file_read(path, &out, &e), -1);
	assert_int_equal(e.code, code);
	assert_string_equal(e.text, says);
	assert_string_equal(str_cstr(&out), "a");
	str_free(&out);
}

static void what_is_large_or_no_file_is_refused_at_once(void **state)
{
	(void)state;
	write_file("large", SMALL_FILE_MOST + 1);
	assert_int_equal(mkfifo("pipe", 0600), 0);
	refused("large", ERR_OTHER, "large has more than 64 KiB");
	refused("pipe", ERR_OTHER, "pipe is not a file");
	refused("/dev/zero", ERR_OTHER, "/dev/zero is not a file");
	refused(".", ERR_OTHER, ". is not a file");
	refused("no/such", ERR_MISSING, "cannot read no/such: No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_added_whole),
		cmocka_unit_test(what_is_large_or_no_file_is_refused_at_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, enter_folder, drop_folder);
}
