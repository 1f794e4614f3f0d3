/* The programs that tenet is measured beside. */
#include "fixture_others.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"

#define STARTS 3

void reading_take(struct reading *r, struct program *p, const char *key, enum pty_protocol how)
{
	program_type(p, key);
	samples_add(&r->time,
		how == PTY_SAYS_IDLE ? program_wait_idle(p) : program_wait_quiet(p, QUIET));
	samples_add(&r->bytes, (double)program_bytes(p));
}

void reading_free(struct reading *r)
{
	samples_free(&r->time);
	samples_free(&r->bytes);
}

static bool is_installed(const char *name)
{
	const char *path = getenv("PATH");
	struct str file = {0};
	bool found = false;

	while (path && *path && !found) {
		size_t n = strcspn(path, ":");
		str_clear(&file);
		str_addf(&file, "%.*s/%s", (int)n, path, name);
		found = access(str_cstr(&file), X_OK) == 0;
		path += n + (path[n] == ':');
	}
	str_free(&file);
	return found;
}

static void open_other(struct other *o, const char *const *argv, const char *first)
{
	struct samples starts = {0};

	if (!is_installed(o->name))
		return;
	for (int i = 0; i < STARTS; i++) {
		if (o->program)
			program_stop(&o->program);
		o->program = program_start(argv, COLUMNS, LINES, PTY_SILENT);
		samples_add(&starts, program_wait_text(o->program, first));
		program_wait_quiet(o->program, 500);
	}
	o->first_paint = samples_median(&starts);
	samples_free(&starts);
}

/* Read-only, without a configuration, at the first mail: keys must have somewhere to go. */
void other_neomutt(struct other *o, const char *mailbox)
{
	const char *const argv[] = {"neomutt", "-n", "-F", "/dev/null", "-R", "-e",
		"set folder=/tmp quit=yes mark_old=no; push <first-entry>", "-f", mailbox, NULL};

	*o = (struct other){.name = "neomutt"};
	open_other(o, argv, "Msgs:");
}

void other_tig(struct other *o, const char *repository)
{
	const char *const argv[] = {"tig", "-C", repository, NULL};

	*o = (struct other){.name = "tig"};
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("TIGRC_USER", "/dev/null", 1);
	open_other(o, argv, "[main]");
}

void other_free(struct other *o)
{
	if (o->program)
		program_stop(&o->program);
	reading_free(&o->line);
	reading_free(&o->page);
}

/* Mute: what it says of being stopped is no result. */
static pid_t command_start(const char *const *argv, bool mute)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t usual;
	pid_t pid;

	/* Ctrl-C is ignored by what a script runs in the background. */
	sigemptyset(&usual);
	sigaddset(&usual, SIGINT);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &usual);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (mute)
		posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
	int failed =
		posix_spawnp(&pid, argv[0], &actions, &attributes, (char *const *)argv, environ);
	if (failed)
		bench_fail("cannot run %s: %s", argv[0], strerror(failed));
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return pid;
}

static int command_wait(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) < 0)
		bench_fail("cannot wait for a command: %s", strerror(errno));
	return status;
}

double command_run(const char *const *argv)
{
	double began = bench_now();
	int status = command_wait(command_start(argv, false));
	double took = bench_now() - began;

	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		bench_fail("%s %s failed", argv[0], argv[1]);
	return took;
}

double command_interrupt(const char *const *argv, int after)
{
	pid_t pid = command_start(argv, true);

	poll(NULL, 0, after);
	double began = bench_now();
	kill(pid, SIGINT);
	int status = command_wait(pid);
	double took = bench_now() - began;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		bench_fail("%s %s was over before it could be stopped", argv[0], argv[1]);
	return took;
}
