/* Keeping a process to itself. */
#include "base/confine.h"

#include <ctype.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

void confine_memory(void)
{
	const struct rlimit none = {0, 0};

	/* Neither fails for a process that only takes from itself. */
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* --- The environment. --- */

struct allowed {
	const char *name; /* ends in "_": all names that begin so */
	const char *marks; /* what its value may hold beside letters and digits; NULL: anything */
	size_t most; /* bytes */
};

/* A TERM with a slash would name a file, and so does a TZ that begins with one. */
static const struct allowed table[] = {
	{"TERM", "._+-", 64},
	{"COLORTERM", "-", 32},
	{"NO_COLOR", "", 32},
	{"LANG", "._@-", 64},
	{"LC_", "._@-", 64},
	{"TZ", "_+-,./:<>", 64},
	{"SSH_CONNECTION", ".:% -", 160},
	{"SSH_ORIGINAL_COMMAND", NULL, 0},
};

static bool fits_name(const struct allowed *a, const char *name, size_t n)
{
	size_t m = strlen(a->name);

	if (a->name[m - 1] != '_')
		return n == m && memcmp(name, a->name, n) == 0;
	if (n <= m || memcmp(name, a->name, m) != 0)
		return false;
	for (size_t i = m; i < n; i++)
		if (!isupper((unsigned char)name[i]))
			return false;
	return true;
}

static bool fits_value(const struct allowed *a, const char *value)
{
	if (!a->marks)
		return true;
	if (strlen(value) > a->most || strstr(value, "..") || value[0] == '/' || value[0] == ':')
		return false;
	for (const char *p = value; *p; p++)
		if (!isascii(*p) || (!isalnum((unsigned char)*p) && !strchr(a->marks, *p)))
			return false;
	return true;
}

static bool may_stay(const char *entry)
{
	size_t n = strcspn(entry, "=");

	if (entry[n] != '=')
		return false;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (fits_name(&table[i], entry, n))
			return fits_value(&table[i], entry + n + 1);
	return false;
}

size_t confine_environment(char *const *from, struct arena *a, char ***out)
{
	size_t n = 0, kept = 0;

	while (from[n])
		n++;
	*out = arena_calloc(a, n + 1, sizeof(**out));
	for (size_t i = 0; i < n; i++)
		if (may_stay(from[i]))
			(*out)[kept++] = from[i];
	return n - kept;
}

int confine_restart(char *const *argv, char *const *environment, struct err *e)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n > 0) {
		self[n] = '\0';
		execve(self, argv, environment);
	}
	return err_set(
		e, ERR_OTHER, "cannot start anew with a clean environment: %s", strerror(errno));
}

bool confine_marked(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == 0 &&
		(st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static const char *mark_in_folder(const char *file, struct arena *a)
{
	const char *mark = arena_printf(a, "%s/restricted", dirname(arena_strdup(a, file)));

	return confine_marked(mark) ? mark : NULL;
}

const char *confine_mark_beside(const char *file, struct arena *a)
{
	const char *mark = mark_in_folder(file, a);
	char *real = mark ? NULL : realpath(file, NULL);

	if (real)
		mark = mark_in_folder(real, a);
	free(real);
	return mark;
}
