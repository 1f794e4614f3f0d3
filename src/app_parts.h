/* The inside of the console, shared by the files that put it together. */
#ifndef APP_PARTS_H
#define APP_PARTS_H

#include "panes/console.h"
#include "panes/login.h"
#include "panes/watch.h"
#include "tui/palette.h"
#include "tui/settings.h"
#include "tui/term.h"
#include "tui/theme_watch.h"

#define SLOW_MS 300 /* work that takes longer says so */
#define SPIN_MS 200 /* … and that it goes on, so often */

/* What the worker needs to open the database, and what it found. Written by its thread before the
 * first task is answered, read by this one afterwards. */
struct opening {
	struct db_address where;
	enum db_access access;
	bool read_only, affected;
	char library[64];
	struct str notice;
};

/* What the screen looks like. */
struct app_theme {
	struct theme shown;
	struct theme_source wanted; /* shown, unless its file is wrong */
	struct theme_source asked; /* at the start */
	struct theme_watch *watch;
	struct arena arena; /* of `wanted` once it is not `asked` */
};

struct app {
	struct console console; /* first: panes hand it back */
	struct arena arena;
	struct opening opening;
	char host[256];
	struct screen *screen;
	struct login login;
	struct pane *pane[PANE_COUNT];
	enum pane_id front;
	struct overlay *over; /* the uppermost has the keys */
	struct overlay *later; /* shown when nothing has them */
	struct palette *palette;
	struct chord_keys {
		uint32_t codes[KEYMAP_CHORD];
		size_t n; /* typed of a chord that is not whole yet */
		int timer;
		bool shown; /* what may follow is on the screen */
	} chord;
	struct prompt prompt;
	struct pointer pointer;
	struct str message;
	enum style message_style;
	bool message_failed; /* it says what was not done, and is told at the lock */
	bool message_new; /* it was not painted yet */
	struct str total; /* in plain lines: the length of the list that was said last */
	struct str running; /* in plain lines: what was last said to be under way, … */
	int64_t running_at; /* … and when that may be said anew, in ms */
	struct app_theme theme;
	const struct settings *settings;
	struct err theme_error; /* of the theme that the settings name: where, and what … */
	struct err theme_fault; /* … and only what, for a line that has no room for both */
	const struct err *settings_error; /* to be said once after the login; or NULL */
	bool dirty, leaving;
	bool told_of_marks; /* that leaving forgets them: the next time it is done */
	bool tour; /* of a first start, or asked for: wanted … */
	bool tour_shown; /* … and on the screen */
	int64_t resize_first, resize_last; /* of a burst of SIGWINCH that is not over; 0: none */
	int status;
	int64_t last_key;
	int64_t picked; /* key_time of a digit that closed a box, or of the last key of its rest; 0
			 */
	struct watch watch;
	unsigned age_ticks; /* of AGE_MS in front of a pane that writes none anew by itself */
	bool slow; /* the screen says how long something takes */
	int test_fd;
	bool test_due;
	struct err fatal;
};

extern const struct pane_ops *const app_panes[PANE_COUNT];

/* app.c */
bool app_logged_in(const struct app *a);
void app_act(struct app *a, enum action action);
/* Whether an action works now, wherever its key stands; a palette_enabled of the app. */
bool app_enabled(void *arg, enum action action, const char **why);
/* What a key or a click in the palette came to. */
void app_palette(struct app *a, enum palette_result result);
/* Takes the answers of the worker, with all that follows from them. */
void app_take_results(struct app *a);
/* The terminal is gone, and with it whoever could be told anything: as if SIGHUP had come first. */
void app_lost(struct app *a);

/* app_console.c: what panes may ask for. */
extern const struct console_ops app_console_ops;
void app_leave_front(struct app *a);
void app_bring_to_front(struct app *a, enum pane_id id, const char *show);
/* An overlay, which may not be the uppermost any more, is gone and freed. */
void app_take_away(struct app *a, struct overlay *o);
/* The first of those that wait for it is laid over everything, unless something has the keys. */
void app_show_later(struct app *a);

/* app_theme.c: reads the theme of a name or a file (NULL: that of the settings); shows it from here
 * on, and when its file is saved; the next one, or this one, in its place; says what is wrong in
 * the settings, once; says which file holds them, or why it does not; adds what is wrong in the
 * settings, and what holds then. */
int app_theme_open(struct app *a, const char *name, struct err *e);
void app_theme_begin(struct app *a);
void app_theme_next(struct app *a);
void app_theme_take(struct app *a, const struct theme_source *source);
void app_say_settings_error(struct app *a);
void app_say_settings_file(struct app *a);
void app_settings_fault(const struct app *a, const struct err *e, struct str *out);
void app_theme_close(struct app *a);
/* Colours the screen, for a while. */
void app_theme_show(struct app *a, const struct theme *t);
/* All that can be taken, in the arena, and which of them is shown: their number when its file is
 * gone. */
size_t app_theme_list(
	const struct app *a, struct arena *arena, struct theme_source **out, size_t *shown);
/* In one line the folder of a file would take the room of what is wrong in it. */
void app_theme_cut_folder(struct err *e, const char *path);
/* app_themes.c: they are chosen from a box. */
void app_themes_choose(struct app *a);

/* app_keys.c: a key for the pane in front. Where a chord begins with it, the screen says after a
 * pause what may follow; app_chord_end forgets what was typed of it. */
void app_pane_key(struct app *a, const struct key *k);
void app_chord_end(struct app *a);
void app_chord_draw(struct app *a, struct rect r);

/* app_tour.c: whether it is due, which is known after the login; because somebody asked; its end;
 * its lines, cut off the bottom of r. */
void app_tour_begin(struct app *a);
void app_tour_again(struct app *a);
void app_tour_end(struct app *a);
void app_tour_draw(struct app *a, struct rect *r);

/* app_mouse.c */
void app_use_mouse(struct app *a, bool on);
void app_mouse(struct app *a, const struct mouse *m);

/* app_paint.c */
void app_paint(struct app *a);

/* app_open.c: starts the worker and gives a database that cannot be opened a moment to say so
 * before the terminal is touched. */
void app_open_database(struct app *a);

#endif
