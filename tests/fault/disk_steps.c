/*
 * The command decides where the disk has room for nothing, then for a little more each time, until
 * it has room enough: whatever step it is that fails, it says so, decides nothing, and does it when
 * there is room.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/fixture.h"
#include "fault/fixture_decide.h"

#define DRAFTS 1000
#define FRAME 4120 /* of the log: a page and its header */

struct scene {
	char *folder, *path, *filler;
	char said[2048]; /* by the command, on both its outputs */
	int draft; /* the next one */
};

static struct scene *scene_new(const char *folder)
{
	struct scene *s = xcalloc(1, sizeof(*s));

	s->folder = scratch_path(folder);
	if (mkdir(s->folder, 0777) < 0)
		assert_int_equal(errno, EEXIST);
	return s;
}

static void scene_fill(struct scene *s)
{
	assert_true(asprintf(&s->path, "%s/agent.db", s->folder) > 0);
	assert_true(asprintf(&s->filler, "%s/filler", s->folder) > 0);
	decide_prepare(s->path, DRAFTS);
	s->draft = 1;
}

static void scene_free(struct scene *s)
{
	unlink(s->path);
	unlink(s->filler);
	free(s->folder);
	free(s->path);
	free(s->filler);
	free(s);
}

/* --- The command. --- */

static void become_command(const struct scene *s, rlim_t limit, int out)
{
	const char *program = getenv("TENET");
	char id[UUID_TEXT];
	int pipes[2];

	decide_id(s->draft, id);
	if (!program)
		program = "build/asan/tenet";
	if (pipe(pipes) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(126);
	dprintf(pipes[1], "%s\n", DECIDE_PHRASE);
	dup2(pipes[0], 9);
	close(pipes[1]);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){limit, RLIM_INFINITY});
	execl(program, "tenet", "--database", s->path, "posts", "approve", id, "--user",
		DECIDE_USER, "--password-fd", "9", (char *)NULL);
	_exit(127);
}

/* Approves the next draft; its exit status. */
static int approve(struct scene *s, rlim_t limit)
{
	int status, ends[2];
	size_t n = 0;
	ssize_t got;

	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		become_command(s, limit, ends[1]);
	close(ends[1]);
	while ((got = read(ends[0], s->said + n, sizeof(s->said) - 1 - n)) > 0)
		n += (size_t)got;
	s->said[n] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static const char forget_tries[] =
	"UPDATE console_accounts SET failures = 0, next_try_at = NULL RETURNING 0";

/* The command found too little room. */
static void expect_nothing_done(struct scene *s, int status, const char *why)
{
	if (status != 1 || !strstr(s->said, why) || strstr(s->said, "approved "))
		fail_msg("status %d: %s", status, s->said);
}

/* And now there is room: what was refused works, and the file is sound. */
static void expect_done_later(struct scene *s)
{
	decide_expect(s->path, s->draft, 1, (const bool[]){false});
	/* A login that could not be finished counts as a failed try. */
	agent_number(s->path, forget_tries);
	if (approve(s, RLIM_INFINITY) != 0)
		fail_msg("with room: %s", s->said);
	decide_expect(s->path, s->draft, 1, (const bool[]){true});
}

/* --- A disk of our own. --- */

/* False where the system does not let us have one. */
static bool mount_disk(const char *folder)
{
	if (unshare(CLONE_NEWNS) < 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0)
		return false;
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
		mount("tmpfs", folder, "tmpfs", 0, "size=8m") == 0;
}

/* Leaves so many pages free. */
static void fill_but(const struct scene *s, unsigned pages)
{
	struct statvfs disk;
	int fd = open(s->filler, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(statvfs(s->folder, &disk), 0);
	assert_true(disk.f_bavail > pages);
	off_t size = (off_t)((disk.f_bavail - pages) * disk.f_bsize);
	assert_int_equal(posix_fallocate(fd, 0, size), 0);
	close(fd);
	assert_int_equal(statvfs(s->folder, &disk), 0);
	assert_int_equal(disk.f_bavail, pages);
}

static void a_disk_with_too_few_pages_decides_nothing(void **state)
{
	struct scene *s = scene_new("disk");
	unsigned refused = 0, done = 0;

	(void)state;
	if (!mount_disk(s->folder)) {
		free(s->folder);
		free(s);
		skip();
	}
	scene_fill(s);
	for (unsigned pages = 0; done < 5; pages++, s->draft++) {
		fill_but(s, pages);
		int status = approve(s, RLIM_INFINITY);
		if (status == 0) {
			assert_non_null(strstr(s->said, "approved "));
			done++;
		} else {
			expect_nothing_done(s, status, "is full");
			refused++;
		}
		assert_int_equal(unlink(s->filler), 0);
		if (status == 0)
			decide_expect(s->path, s->draft, 1, (const bool[]){true});
		else
			expect_done_later(s);
	}
	/* The index of the log alone takes eight. */
	assert_true(refused > 8);
	umount(s->folder);
	scene_free(s);
}

/* --- A limit to the length of files, which needs no rights. --- */

static void a_log_that_may_not_grow_decides_nothing(void **state)
{
	struct scene *s = scene_new("limited");
	int refused = 0, done = 0;

	(void)state;
	scene_fill(s);
	for (rlim_t limit = 0; done < 5; limit += FRAME / 3, s->draft++) {
		int status = approve(s, limit);
		if (status == 0) {
			assert_non_null(strstr(s->said, "approved "));
			decide_expect(s->path, s->draft, 1, (const bool[]){true});
			done++;
			continue;
		}
		expect_nothing_done(s, status, strerror(EFBIG));
		expect_done_later(s);
		refused++;
	}
	assert_true(refused > 12);
	scene_free(s);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_with_too_few_pages_decides_nothing),
		cmocka_unit_test(a_log_that_may_not_grow_decides_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
