/* What is left of a pass phrase in the memory of the program that it was given to. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "tui/fixture_walk.h"

/* The middle of both pass phrases that are typed here. */
#define MARK "typewriters"
#define WRONG_WORDS "daffodils and typewriters 1931"
#define PIECE (1u << 20)

/* Two pieces overlap by what may be cut. */
static size_t count_in(int mem, uint64_t from, uint64_t to)
{
	char *piece = xmalloc(PIECE + sizeof(MARK));
	size_t found = 0;

	for (uint64_t at = from; at < to; at += PIECE) {
		size_t want =
			to - at < PIECE + sizeof(MARK) ? (size_t)(to - at) : PIECE + sizeof(MARK);
		ssize_t n = pread(mem, piece, want, (off_t)at);
		const char *p = piece;
		while (n > 0 && (p = memmem(p, (size_t)(piece + n - p), MARK, strlen(MARK)))) {
			found++;
			p++;
		}
	}
	free(piece);
	return found;
}

#define SHADOW (UINT64_C(1) << 32) /* what is larger is AddressSanitizer's notes on the rest */

/* In all memory of a process that can be written; its program file holds no pass phrase. */
static size_t count_marks(pid_t pid)
{
	char path[64], line[512];
	size_t found = 0, maps = 0;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	int mem = open(path, O_RDONLY | O_CLOEXEC);
	if (mem < 0 && errno == EACCES)
		skip(); /* it keeps its memory to itself, even from us */
	assert_true(mem >= 0);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	FILE *f = fopen(path, "re");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		unsigned long long from, to;
		char mode[5];
		if (sscanf(line, "%llx-%llx %4s", &from, &to, mode) != 3 || mode[1] != 'w' ||
			to - from >= SHADOW)
			continue;
		maps++;
		found += count_in(mem, from, to);
	}
	assert_int_equal(fclose(f), 0);
	close(mem);
	assert_true(maps > 10);
	return found;
}

/* Were it not, the other tests would prove nothing. */
static void a_name_that_was_typed_is_found(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	console_keys(w->c, MARK);
	assert_true(count_marks(console_pid(w->c)) > 0);
}

static void nothing_is_left_after_a_login(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	assert_int_equal(count_marks(console_pid(w->c)), 0);
	console_keys(w->c, "L");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "welcome back, rosa");
	assert_int_equal(count_marks(console_pid(w->c)), 0);
}

static void nothing_is_left_after_a_login_that_failed(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	walk_login(w, ROSA, WRONG_WORDS);
	console_expect(w->c, "login failed");
	assert_int_equal(count_marks(console_pid(w->c)), 0);
	console_keys(w->c, WRONG_WORDS K_ENTER);
	assert_int_equal(count_marks(console_pid(w->c)), 0);
	console_keys(w->c, "half of it, typewriters" K_ESC);
	assert_int_equal(count_marks(console_pid(w->c)), 0);
}

static void nothing_is_left_of_what_was_pasted(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	console_keys(w->c, ROSA K_TAB);
	console_keys(w->c, "\033[200~" ROSAS_WORDS "\033[201~");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "welcome, rosa");
	assert_int_equal(count_marks(console_pid(w->c)), 0);
}

static void nothing_is_left_of_a_new_pass_phrase(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	walk_login(w, ADMIN, ADMINS_WORDS);
	console_keys(w->c, "short typewriters" K_ENTER "other typewriters 2" K_ENTER);
	console_expect(w->c, "not the same");
	assert_int_equal(count_marks(console_pid(w->c)), 0);
	console_keys(w->c, "two typewriters at sea" K_ENTER "two typewriters at sea" K_ENTER);
	console_expect(w->c, "welcome, admin");
	assert_int_equal(count_marks(console_pid(w->c)), 0);
}

static void nothing_is_left_of_a_pass_phrase_that_was_changed(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, ":pass-phrase" K_ENTER);
	console_keys(w->c, WRONG_WORDS K_ENTER "new typewriters at sea" K_ENTER);
	console_keys(w->c, "new typewriters at sea" K_ENTER K_ENTER);
	console_expect(w->c, "not changed: wrong pass phrase");
	assert_int_equal(count_marks(console_pid(w->c)), 0);
	console_keys(w->c, "half of it, typewriters" K_ESC);
	console_keys(w->c, "y");
	assert_int_equal(count_marks(console_pid(w->c)), 0);
}

/* Stands still at its end, when all of its memory is still there. */
static pid_t start_command(const struct walk *w, int phrase)
{
	pid_t pid = fork();
	char fd[16];

	assert_true(pid >= 0);
	if (pid > 0)
		return pid;
	snprintf(fd, sizeof(fd), "%d", phrase);
	/* The leak checker would be a second tracer. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	int null = open("/dev/null", O_WRONLY);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0)
		execl(getenv("TENET"), "tenet", "--database", w->address, "posts", "approve",
			"no such draft", "--user", ROSA, "--password-fd", fd, (char *)NULL);
	_exit(127);
}

/* How many marks are left in a command that was given this pass phrase; its exit status. */
static size_t left_by_command(struct walk *w, const char *phrase, int *exit_status)
{
	int fds[2], status;

	walk_enter(w);
	assert_int_equal(pipe(fds), 0);
	pid_t pid = start_command(w, fds[0]);
	close(fds[0]);
	assert_int_equal(write(fds[1], phrase, strlen(phrase)), strlen(phrase));
	assert_int_equal(write(fds[1], "\n", 1), 1);
	close(fds[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSTOPPED(status));
	assert_int_equal(ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACEEXIT), 0);
	do {
		int signo = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
		assert_int_equal(ptrace(PTRACE_CONT, pid, NULL, signo), 0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSTOPPED(status));
	} while (status >> 8 != (SIGTRAP | PTRACE_EVENT_EXIT << 8));
	size_t found = count_marks(pid);
	assert_int_equal(ptrace(PTRACE_CONT, pid, NULL, 0), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	walk_leave();
	assert_true(WIFEXITED(status));
	*exit_status = WEXITSTATUS(status);
	return found;
}

static void nothing_is_left_in_a_command(void **state)
{
	struct walk *w = *state;
	int status;

	assert_int_equal(left_by_command(w, ROSAS_WORDS, &status), 0);
	assert_int_equal(status, 1);
	assert_int_equal(left_by_command(w, WRONG_WORDS, &status), 0);
	assert_int_equal(status, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(a_name_that_was_typed_is_found),
		WALK_BOTH(nothing_is_left_after_a_login),
		WALK_BOTH(nothing_is_left_after_a_login_that_failed),
		WALK(nothing_is_left_of_what_was_pasted),
		WALK(nothing_is_left_of_a_new_pass_phrase),
		WALK(nothing_is_left_of_a_pass_phrase_that_was_changed),
		WALK_BOTH(nothing_is_left_in_a_command),
	};

	return RUN_WALKS(tests);
}
