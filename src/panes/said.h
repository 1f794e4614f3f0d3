/* What the last key or answer of a box came to: its own status line. */
#ifndef PANES_SAID_H
#define PANES_SAID_H

#include "panes/console.h"

/* Embedded, zeroed: nothing was said. str_clear and str_free its text. */
struct said {
	struct str text;
	enum style style;
};

void said_set(struct said *s, enum style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* "saved", "not saved: the name is taken": what became of something that `done` says. A commit
 * without an answer may stand, and is said so. NULL: the box was closed, and the console says it.
 */
void said_outcome(struct said *s, struct console *c, const char *done, const struct err *e);

#endif
