/* A pass phrase that was typed is nowhere but in the head of who typed it. */
#include "ssh/fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* A mapping that is larger is a sanitizer's map of the others, and not memory of the program. */
#define SHADOW (1ULL << 32)

static bool holds(const struct str *bytes, const char *what)
{
	return bytes->len > 0 && memmem(bytes->p, bytes->len, what, strlen(what));
}

static void expect_not_in(const char *where, struct str *bytes)
{
	if (holds(bytes, ROSAS_WORDS))
		fail_msg("the pass phrase is in %s", where);
	str_free(bytes);
}

static void read_whole(const char *path, struct str *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	assert_true(fd >= 0);
	while ((n = read(fd, str_reserve(out, 65536), 65536)) > 0)
		out->len += (size_t)n;
	close(fd);
}

/* The database, what stands beside it, the log of sshd, whatever else was left. */
static void expect_not_in_files(void)
{
	DIR *folder = opendir(ssh_walk()->folder);

	assert_non_null(folder);
	for (struct dirent *d; (d = readdir(folder));) {
		struct str bytes = {0};
		if (d->d_type != DT_REG)
			continue;
		read_whole(ssh_path(d->d_name), &bytes);
		expect_not_in(d->d_name, &bytes);
	}
	closedir(folder);
}

static void expect_not_in_process(pid_t pid)
{
	static const char *const names[] = {"cmdline", "environ", "stat", "status", "comm"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct str bytes = {0};
		ssh_read_proc(pid, names[i], &bytes);
		expect_not_in(names[i], &bytes);
	}
}

static void while_the_console_is_open(void **state)
{
	(void)state;
	struct console *c = ssh_rosa(NULL, NULL);
	pid_t pid = ssh_console_pid();

	expect_not_in_process(pid);
	expect_not_in_files();
	ssh_leave(&c);
	expect_not_in_files();
}

static void no_core_file_would_be_written(void **state)
{
	struct str limits = {0};

	(void)state;
	struct console *c = ssh_rosa(NULL, NULL);
	ssh_read_proc(ssh_console_pid(), "limits", &limits);
	const char *line = strstr(str_cstr(&limits), "Max core file size");
	assert_non_null(line);
	line += strlen("Max core file size");
	line += strspn(line, " ");
	assert_int_equal(strncmp(line, "0 ", 2), 0);
	ssh_leave(&c);
	str_free(&limits);
}

/* What a debugger would see. Whoever may not look gets nothing: that is promised as well. Root may,
 * but for a machine that lets nobody (CAP_SYS_PTRACE is taken away in containers). */
static size_t search_memory(pid_t pid, const char *what, bool *readable)
{
	struct arena *a = &ssh_walk()->arena;
	FILE *maps = fopen(arena_printf(a, "/proc/%d/maps", (int)pid), "r");
	int fd = open(arena_printf(a, "/proc/%d/mem", (int)pid), O_RDONLY | O_CLOEXEC);
	unsigned long long from, to;
	char line[512], rights[5];
	size_t found = 0;

	*readable = maps && fd >= 0;
	while (*readable && fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%llx-%llx %4s", &from, &to, rights) != 3 || rights[1] != 'w' ||
			to - from > SHADOW)
			continue;
		for (; from < to; from += 1 << 20) {
			struct str part = {0};
			size_t n =
				to - from < (1 << 20) + 64 ? (size_t)(to - from) : (1 << 20) + 64;
			ssize_t got = pread(fd, str_reserve(&part, n), n, (off_t)from);
			part.len = got > 0 ? (size_t)got : 0;
			found += holds(&part, what);
			str_free(&part);
		}
	}
	if (maps)
		fclose(maps);
	if (fd >= 0)
		close(fd);
	return found;
}

static void nothing_of_it_is_left_in_memory(void **state)
{
	bool readable;

	(void)state;
	struct console *c = ssh_rosa(NULL, NULL);
	console_wait_text(c, "HonestBubble", 60); /* the drafts are there */
	size_t names = search_memory(ssh_console_pid(), "HonestBubble", &readable);
	bool looked = readable;
	assert_false(looked && geteuid() != 0);
	assert_int_equal(names > 0, looked); /* it finds what is there */
	assert_int_equal(search_memory(ssh_console_pid(), ROSAS_WORDS, &readable), 0);
	ssh_leave(&c);
	if (!looked)
		skip(); /* said, not passed over */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(while_the_console_is_open),
		cmocka_unit_test(no_core_file_would_be_written),
		cmocka_unit_test(nothing_of_it_is_left_in_memory),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, ssh_setup, ssh_teardown);
}
