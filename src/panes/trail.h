/* Where one has been, and where one came back from, as in a browser. */
#ifndef PANES_TRAIL_H
#define PANES_TRAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "base/uuid.h"
#include "panes/console.h"

#define TRAIL_MOST 64

/* Embedded, zeroed: nowhere yet. Beyond TRAIL_MOST steps the oldest are forgotten. */
struct trail {
	char back[TRAIL_MOST][UUID_TEXT], ahead[TRAIL_MOST][UUID_TEXT];
	size_t back_count, ahead_count;
};

/* One leaves `from` for a new place: there is no way forward any more. True when the oldest step
 * was forgotten for it. */
bool trail_push(struct trail *t, const char *from);
/* One goes back, or forward, from `from`: where to is in `to`. False when there is no such step. */
bool trail_back(struct trail *t, const char *from, char to[UUID_TEXT]);
bool trail_forward(struct trail *t, const char *from, char to[UUID_TEXT]);
void trail_clear(struct trail *t);
/* "2 back: Backspace · 1 ahead: ]", as far as there are any. */
void trail_note(const struct trail *t, const struct console *c, struct str *out);

#endif
