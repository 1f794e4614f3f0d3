/* A question that must be answered on purpose: by y, or by typing what is at stake. */
#ifndef TUI_ASK_H
#define TUI_ASK_H

#include <stdbool.h>

#include "base/span.h"
#include "tui/overlay.h"
#include "tui/textview.h"

struct ask {
	const char *title; /* "Reject 12 drafts?" */
	struct span text; /* what is at stake; line feeds break lines; SPAN_NULL: see ask_about */
	const char *yes; /* what happens then: "reject them" */
	const char *typed; /* "12": has to be typed, y is not enough; NULL: y is */
	bool once; /* what is told is told once: Esc does not close it, and Ctrl-C the second time
		    */
	void (*done)(void *arg); /* it was answered with yes; may be NULL */
	void (*drop)(void *arg); /* always, at the end; may be NULL */
	void *arg;
};

/* Copies the texts. Neither Enter alone nor any key but y is a yes; Esc, n and q are a no, unless
 * something is told once. */
struct overlay *ask_new(const struct ask *ask);

/* What is asked has become untrue: says what holds instead, and takes no yes. */
void ask_over(struct overlay *question, const char *title, struct span text);

/* What is written above the answer, behind the text: for more than plain text. */
struct textview *ask_about(struct overlay *question);

#endif
