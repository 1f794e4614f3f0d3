/* A disk that is full at the moment of a decision: it says so, nothing is half written, and with
 * room again the same key works. */
#include "tui/fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fault/fixture.h"

/* A disk of our own, of 3 MB. False where the system does not let us have one. */
static bool mount_small_disk(const char *folder)
{
	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		return false;
	if (unshare(CLONE_NEWNS) < 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0)
		return false;
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
		mount("tmpfs", folder, "tmpfs", 0, "size=3m") == 0;
}

/* Writes until nothing fits any more. */
static void fill(const char *path)
{
	char block[512] = {0};
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
	assert_true(fd >= 0);
	while (write(fd, block, sizeof(block)) > 0)
		;
	assert_int_equal(errno, ENOSPC);
	close(fd);
}

static const char decisions[] = "SELECT count(*) FROM console_decisions";

static void a_decision_on_a_full_disk_says_so_and_can_be_made_later(void **state)
{
	char *folder = scratch_path("disk");
	if (!mount_small_disk(folder)) {
		free(folder);
		skip();
	}
	char *path = scratch_path("disk/agent.db"), *filler = scratch_path("disk/filler");
	agent_load(path);

	const char *const args[] = {"--database", path, NULL};
	struct console_options options = {.rows = 30, .columns = 200, .args = args};
	struct console *c = console_start(&options);
	*state = c;
	console_keys(c, "rosa" K_TAB "tulips and typewriters 1931" K_ENTER);
	console_expect(c, "180 pending");
	agent_number(path, "PRAGMA wal_checkpoint(TRUNCATE)");
	fill(filler);

	console_keys(c, "a");
	console_expect(c, "was not decided");
	console_expect(c, "is full");
	console_expect(c, "180 pending");
	assert_int_equal(unlink(filler), 0);
	assert_int_equal(agent_number(path, decisions), 0);
	agent_expect_sound(path);

	console_keys(c, "a");
	console_expect(c, "179 pending");
	assert_int_equal(agent_number(path, decisions), 1);
	agent_expect_sound(path);
	console_type(c, "q");
	assert_int_equal(console_wait_exit(c, 10), 0);
	console_free((struct console **)state);
	umount(folder);
	free(filler);
	free(path);
	free(folder);
}

static int end_console(void **state)
{
	console_free((struct console **)state);
	return 0;
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
			a_decision_on_a_full_disk_says_so_and_can_be_made_later, end_console),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
