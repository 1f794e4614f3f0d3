/* A question on one line, answered by typing. */
#ifndef TUI_PROMPT_H
#define TUI_PROMPT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/span.h"
#include "tui/draw.h"
#include "tui/key.h"
#include "tui/lineedit.h"

/*
 * Takes the text. Returns true to close the prompt; false keeps it open with the sentence in
 * `problem`, so that nothing typed is lost. Not called when the user gives up with Esc.
 */
typedef bool prompt_done(void *arg, struct span text, struct err *problem);

/* Embedded, zeroed: closed. */
struct prompt {
	bool open;
	const char *label; /* borrowed while it is open */
	struct lineedit edit;
	prompt_done *done;
	void *arg;
	struct err problem;
};

void prompt_open(
	struct prompt *p, const char *label, struct span initial, prompt_done *done, void *arg);
/* Closes and forgets what was typed. */
void prompt_close(struct prompt *p);
void prompt_key(struct prompt *p, const struct key *k);
/* Draws label and field in the first row of r; the problem is the caller's to show. */
void prompt_draw(struct prompt *p, struct screen *s, struct rect r);

#endif
