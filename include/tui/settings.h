/* What a user set for the console: the file config.json, and what it may hold. */
#ifndef TUI_SETTINGS_H
#define TUI_SETTINGS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/json_fault.h"
#include "base/json_text.h"
#include "tui/keymap.h"
#include "tui/themes.h"

struct settings {
	const char *theme; /* a name or a path, from settings_load on as themes_beside has it; NULL:
			      the default one */
	bool mouse, bell, plain, ascii;
	bool wide; /* characters of ambiguous width take two columns */
	bool absolute; /* dates as time of day and day, not as age */
	const char *zone;
	long overlap; /* rows of a page that the next one shows again; below 0: as usual */
	long margin; /* rows that stay in sight before and behind the selected one */
	long wheel; /* rows that a notch of the wheel moves */
	enum action start; /* goes to the pane that is in front after the login */
	struct keymap *keymap;
	const char *path; /* of the file that was asked for; NULL: none was */
	size_t more_faults; /* beside the first one, where it could not be read */
	/* private */
	struct json_place theme_at;
	struct arena arena;
};

/* How many more faults there are; what stands before its colon is enough where room is scarce. */
#define SETTINGS_MORE "and %zu more: tenet config-check lists them"

/* The path of the user's file, $XDG_CONFIG_HOME/tenet/config.json; or, if there is none and for a
 * restricted console always, /etc/tenet/config.json. NULL: there is no home folder. */
const char *settings_path(bool restricted, struct arena *a);

/* What holds without a file. */
void settings_init(struct settings *s);
void settings_clear(struct settings *s);

/* All that is wrong in the text of a file and in the theme that it names, each with the nearest
 * name as a hint; NULL: it is good. `path` is the file's, for themes that are named beside it. */
struct json_fault *settings_faults(struct span json, const char *path, struct arena *a);

/*
 * Reads a text into settings that are as settings_init made them. ERR_USAGE, the first fault, with
 * how many more there are in its hint; then they are as at first. What is wrong with the theme
 * counts beside other faults; alone it is not looked for, as all else holds then.
 */
int settings_read(struct settings *s, struct span json, const char *path, enum themes_from from,
	struct err *e);
/* The same from a file; one that is not there holds nothing. The error begins with its path. */
int settings_load(struct settings *s, const char *path, enum themes_from from, struct err *e);
/* Puts the file and the place that name the theme before what is wrong with it: "FILE: line 2,
 * column 12: no theme is called dusk". Returns -1. */
int settings_blame_theme(const struct settings *s, struct err *e);

/* Every setting with what it may hold and what it does, for the reader and the manual; ended by a
 * NULL name. */
enum setting_kind {
	SETTING_SWITCH, /* of a bool */
	SETTING_WORD, /* of a bool: `no` or `yes` */
	SETTING_NUMBER, /* of a long, from `least` to `most` */
	SETTING_THEME, /* of a const char * */
	SETTING_ZONE,
	SETTING_START,
	SETTING_KEYS
};
struct setting_info {
	const char *name, *holds, *help;
	enum setting_kind kind;
	size_t at; /* of struct settings, in bytes */
	const char *no, *yes;
	long least, most;
};
extern const struct setting_info settings_list[];

#endif
