/* A question on one line, answered by typing. */
#ifndef TUI_PROMPT_H
#define TUI_PROMPT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "base/str.h"
#include "tui/draw.h"
#include "tui/key.h"
#include "tui/lineedit.h"

/*
 * Takes the text. Returns true to close the prompt; false keeps it open with the sentence in
 * `problem`, so that nothing typed is lost. Not called when the user gives up with Esc.
 */
typedef bool prompt_done(void *arg, struct span text, struct err *problem);

/* What may stand where the cursor is. Everything lives in the arena. */
struct prompt_choices {
	size_t start, end; /* the bytes that a choice replaces */
	struct span *v;
	size_t n;
};
typedef void prompt_complete(
	void *arg, struct span text, size_t cursor, struct arena *a, struct prompt_choices *out);

/* Embedded, zeroed: closed. */
struct prompt {
	bool open;
	bool asked; /* the last key was Tab */
	const char *label; /* borrowed while it is open */
	struct lineedit edit;
	prompt_done *done;
	prompt_complete *complete;
	void *arg;
	struct err problem;
	struct arena arena; /* of the choices */
	struct prompt_choices choices; /* for what is typed now */
};

/* With `complete` it offers choices while one types, and Tab completes as far as they agree; NULL:
 * there are none. */
void prompt_open(struct prompt *p, const char *label, struct span initial, prompt_done *done,
	prompt_complete *complete, void *arg);
/* "status:  sub:  subreddit…": what Tab would choose from; nothing when there is no choice. */
void prompt_say_choices(const struct prompt *p, struct str *out);
/* Closes and forgets what was typed. */
void prompt_close(struct prompt *p);
void prompt_key(struct prompt *p, const struct key *k);
/* Draws label and field in the first row of r; the problem is the caller's to show. */
void prompt_point(struct prompt *p, const struct point *at);
void prompt_draw(struct prompt *p, struct screen *s, struct rect r);

#endif
