/* The folders of one user. */
#include "base/home.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

static const struct {
	const char *variable, *below;
} kinds[] = {
	[HOME_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
	[HOME_DATA] = {"XDG_DATA_HOME", ".local/share"},
	[HOME_STATE] = {"XDG_STATE_HOME", ".local/state"},
};

static const char *absolute(const char *path)
{
	return path && path[0] == '/' ? path : NULL;
}

const char *home_folder(void)
{
	const char *dir = getenv("HOME");

	if (!dir || !dir[0]) {
		const struct passwd *entry = getpwuid(getuid());
		dir = entry ? entry->pw_dir : NULL;
	}
	return absolute(dir);
}

const char *home_path(enum home_kind kind, const char *name, struct arena *a)
{
	const char *base = absolute(getenv(kinds[kind].variable)), *slash = name[0] ? "/" : "";

	if (base)
		return arena_printf(a, "%s/tenet%s%s", base, slash, name);
	base = home_folder();
	return base ? arena_printf(a, "%s/%s/tenet%s%s", base, kinds[kind].below, slash, name)
		    : NULL;
}

const char *home_variable(enum home_kind kind)
{
	return kinds[kind].variable;
}
