/* The user's own text editor, on the terminal of the console, with the keys of its own job. */
#include "tui/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/private_file.h"

#define BYTES_MOST (64 * 1024 * 1024)

static const char *chosen_editor(struct err *e)
{
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");

	if (visual && *visual)
		return visual;
	if (editor && *editor)
		return editor;
	err_set(e, ERR_USAGE, "neither VISUAL nor EDITOR names an editor");
	return NULL;
}

/* In front of the terminal, with signals as a shell gives them. Gives an error number. */
static int start(const char *editor, const char *path, pid_t *child)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t how;
	struct str line = {0};
	sigset_t none;

	str_add(&line, editor);
	str_add(&line, " \"$1\"");
	const char *const words[] = {"sh", "-c", str_cstr(&line), "sh", path, NULL};
	sigemptyset(&none);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setpgroup(&how, 0);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addtcsetpgrp_np(&actions, STDIN_FILENO);
	int rc = posix_spawn(child, "/bin/sh", &actions, &how, (char *const *)words, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&how);
	str_free(&line);
	return rc;
}

/* The console has no jobs: an editor that was stopped goes on at once. */
static int wait_child(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, WUNTRACED) < 0 || WIFSTOPPED(status)) {
		if (WIFSTOPPED(status)) {
			tcsetpgrp(STDIN_FILENO, child);
			kill(-child, SIGCONT);
		} else if (errno != EINTR) {
			return -1;
		}
		status = 0;
	}
	return status;
}

static int run_editor(const char *editor, const char *path, struct err *e)
{
	sigset_t background, before;
	pid_t child;
	int rc = start(editor, path, &child);

	if (rc != 0)
		return err_set(e, ERR_OTHER, "cannot start %s: %s", editor, strerror(rc));
	/* Taking the terminal back from the background would stop us. */
	sigemptyset(&background);
	sigaddset(&background, SIGTTOU);
	pthread_sigmask(SIG_BLOCK, &background, &before);
	int status = wait_child(child);
	tcsetpgrp(STDIN_FILENO, getpgrp());
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (status != 0)
		return err_set(e, ERR_OTHER, "%s ended with %s %d", editor,
			WIFSIGNALED(status) ? "signal" : "status",
			WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	return 0;
}

static int read_back(const char *path, struct str *out, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	size_t before = out->len;
	ssize_t n = -1;

	if (fd < 0 || fstat(fd, &st) != 0)
		err_set(e, ERR_OTHER, "cannot read %s: %s", path, strerror(errno));
	else if (st.st_size > BYTES_MOST)
		err_set(e, ERR_OTHER, "%s holds more than 64 MiB", path);
	else
		while ((n = read(fd, str_reserve(out, 65536), 65536)) > 0 &&
			out->len - before <= BYTES_MOST)
			out->len += (size_t)n;
	if (fd >= 0)
		close(fd);
	if (n == 0)
		return 0;
	return e->code != ERR_NONE ? -1 : err_set(e, ERR_OTHER, "cannot read %s", path);
}

static void drop_added_line_end(struct span text, struct str *out)
{
	bool had = text.n > 0 && text.p[text.n - 1] == '\n';

	if (!had && out->len > 0 && out->p[out->len - 1] == '\n')
		out->len--;
}

int outside_edit(
	struct screen *s, const char *name, struct span text, struct str *out, struct err *e)
{
	const char *editor = chosen_editor(e);
	struct str path = {0};
	int rc = -1;

	if (editor && private_file(name, text, &path, e) == 0) {
		term_lend(s);
		rc = run_editor(editor, str_cstr(&path), e);
		term_retake(s);
		if (rc == 0)
			rc = read_back(str_cstr(&path), out, e);
		if (rc == 0) {
			drop_added_line_end(text, out);
			unlink(str_cstr(&path));
		} else {
			err_hint(e, "what it wrote is in %s", str_cstr(&path));
		}
	}
	str_free(&path);
	return rc;
}
