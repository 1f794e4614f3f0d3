/* What the panes share: who is logged in, the worker, and what they may ask of the console. */
#ifndef PANES_CONSOLE_H
#define PANES_CONSOLE_H

#include <stdbool.h>
#include <stdint.h>

#include "panes/drawing.h"
#include "store/posts.h"
#include "store/sessions.h"
#include "tui/loop.h"
#include "tui/overlay.h"
#include "tui/pane.h"
#include "tui/prompt.h"
#include "tui/worker.h"

/* In the order of their actions. Those from PANE_MINE on have no number, and a tab only while they
 * are in front. */
enum pane_id {
	PANE_QUEUE,
	PANE_BELIEFS,
	PANE_STANCES,
	PANE_MEMORY,
	PANE_CONFIG,
	PANE_PEOPLE,
	PANE_PULSE,
	PANE_MINE,
	PANE_FINDINGS,
	PANE_DRAWING,
	PANE_COUNT
};

struct console;

struct console_ops {
	void (*say)(struct console *c, enum style style, const char *text);
	/* `complete` may be NULL. */
	void (*prompt)(struct console *c, const char *label, struct span initial, prompt_done *done,
		prompt_complete *complete, void *arg);
	void (*show)(struct console *c, enum pane_id pane, const char *id);
	/* Lays it over everything and frees it in the end. */
	void (*overlay)(struct console *c, struct overlay *o);
	/* Takes it away again without a key: an answer came. It is freed. */
	void (*uncover)(struct console *c, struct overlay *o);
	/* The same as soon as nothing else has the keys: for what comes by itself. */
	void (*later)(struct console *c, struct overlay *o);
	/* Sends it to the terminal's clipboard; false when that is too small for it. */
	bool (*copy)(struct console *c, struct span text);
	/* Another persona was chosen: tells all panes that are open. */
	void (*narrow)(struct console *c);
	void (*bell)(struct console *c);
	/* Lets the user's own editor change a text; see outside_edit. */
	int (*outside)(struct console *c, const char *name, struct span text, struct str *out,
		struct err *e);
};

/* Work of many tasks: the status line of every pane says how far it is, and Ctrl-C asks it to stop.
 */
struct console_progress {
	const char *what; /* "approving"; NULL: there is none */
	size_t done, total; /* total 0: nobody knows it */
	int64_t since; /* time_monotonic */
	bool stop;
};

struct console {
	const struct console_ops *ops;
	struct loop *loop; /* for timers */
	struct worker *worker; /* its context is the struct db */
	const struct keymap *keymap;
	enum key_place keys_of; /* the pane in front, whose keys hold */
	struct session session;
	struct session_place place; /* where this console runs */
	bool read_only;
	bool may_edit_outside;
	bool plain; /* what it shows is said in lines: one part at a time, and no drawing */
	bool restricted; /* it starts no program, writes no file, and does not stop */
	const char *database; /* as people are shown it */
	uint64_t keys; /* how many were pressed; a chord is one */
	struct console_progress progress;
	int64_t key_time; /* time_monotonic when the key that is being acted on was read */
	uint32_t
		key_code; /* which one it is: what it opens does not take it, held down, for more */
	int64_t others; /* accounts that are here, too, as last counted */
	int64_t pending; /* drafts that wait, as last counted; -1: not yet */
	char belief[UUID_TEXT]; /* the belief last looked at: what the stances pane opens with */
	struct drawing_of drawing; /* what the drawing shows */
	char persona_id[UUID_TEXT]; /* whose data the lists show; "": everybody's */
	struct str persona; /* its name on Reddit */
	enum pane_id came_from; /* in front when `show` was last called */
	int writes; /* submitted and not yet answered: leaving waits for them */
	int in_doubt; /* lost on the way: nobody knows yet whether they stand */
	bool bell; /* drafts that arrive ring it */
	bool lost; /* the connection is gone; it is being tried again */
	bool done; /* what is said next was done, in whatever colour */
	bool failed; /* one of them did not do what was asked: leaving does not go on */
};

/* Drafts are counted up to here; beyond it people read "10,000+". */
#define CONSOLE_COUNT_CAP 10000

/* One line under the pane, until the next key: done, failed, or why nothing happened. */
void console_say(struct console *c, enum style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Says a task's error, unless it was only cancelled by a newer one. */
void console_say_error(struct console *c, const struct err *e);
/* What a step of one's own does to the number of drafts that wait, unless nobody knows it. */
void console_pending_changed(struct console *c, int by);
/* Says what was taken back, and `more` behind it. */
void console_say_undone(struct console *c, const struct undo_result *r, const char *more);
#define CONSOLE_READ_ONLY "the database is open read-only"
/* The key of an action where the reader is, as people read it: for a sentence. */
struct console_key {
	char text[KEYMAP_NAME];
};
struct console_key console_key(const struct console *c, enum action a);
/* A sentence of ours with keys in it, which stand in braces as actions: "{undo} takes it back"
 * (keymap_words). What console_say is given as a format is such a text already. */
struct console_text {
	char text[320];
};
struct console_text console_words(const struct console *c, const char *text);
/* console_say of such a text that is not known here: why something was refused. */
void console_say_words(struct console *c, enum style style, const char *text);
/* NULL when this session may do it now, else why not, as a sentence for the user. */
const char *console_refuses(const struct console *c, enum permission what);
/* Adds the persona that was chosen, if any, to what a list is filtered by. */
void console_require_persona(const struct console *c, struct filter *f, struct arena *a);
/* Adds " · HonestBubble" to the title of a list that shows one persona alone. */
void console_say_persona(const struct console *c, struct str *out);
/* "180", "12,345". */
void console_number(int64_t n, char out[16]);
/* A number up to the cap: "180", "10,000+". */
void console_count(int64_t n, char out[16]);

extern const struct pane_ops queue_pane, beliefs_pane, stances_pane, memory_pane, config_pane,
	people_pane, pulse_pane, mine_pane, findings_pane, drawing_pane;

#endif
