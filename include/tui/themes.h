/* Finding a theme by its name or file: those built in, and a user's own in
 * $XDG_CONFIG_HOME/tenet/themes/NAME.json. */
#ifndef TUI_THEMES_H
#define TUI_THEMES_H

#include "base/arena.h"
#include "tui/theme.h"

enum themes_from {
	THEMES_ALL,
	THEMES_BUILT_IN /* no file is read: a restricted console */
};

/* Own ones beyond so many are left out. */
#define THEMES_OWN_MOST 250

/* Where a theme is, read or not. `name` is that of its file without ".json"; what others named. */
struct theme_source {
	const char *name;
	const char *path; /* NULL: built in */
};

/* All that have a name, "default" first and the others by name; an own one stands for the one built
 * in of the same name. In the arena, with room for one more. */
size_t themes_list(enum themes_from from, struct arena *a, struct theme_source **out);

/*
 * The theme of a name, or the file of a path, which holds a slash. It is not read. ERR_USAGE for a
 * name that there is not, with those that there are as the hint; ERR_DENIED for a path where no
 * file is read.
 */
int themes_locate(const char *name, enum themes_from from, struct arena *a,
	struct theme_source *out, struct err *e);

/* What stands in a file of settings as a theme: a path in it goes by the folder of that file
 * (NULL: the current one), and "~/" is the home folder. In the arena. */
const char *themes_beside(const char *theme, const char *settings, struct arena *a);

/* Reads it; it is called by the name of its source. Errors of a file begin with its path: "FILE:
 * line 3, column 14: …". */
int themes_read(const struct theme_source *source, struct theme *out, struct err *e);
/* The same with all that is wrong, in the arena, each with the path; NULL: it is read. */
struct json_fault *themes_faults(
	const struct theme_source *source, struct theme *out, struct arena *a);
/* The theme of a name or path, read. */
int themes_open(
	const char *name, enum themes_from from, struct arena *a, struct theme *out, struct err *e);

#endif
