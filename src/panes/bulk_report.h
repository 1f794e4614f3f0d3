/* What became of each draft of a batch, as a box that is scrolled. */
#ifndef BULK_REPORT_H
#define BULK_REPORT_H

#include "base/span.h"
#include "tui/draw.h"
#include "tui/key.h"
#include "tui/overlay.h"

struct report;

/* What stands before each draft that was done. */
struct report *report_new(enum style style, enum glyph done);
/* One draft, in the order in which they stand: what was not done comes first. `why` (may be empty)
 * and the text are copied; where there are many that were done, only their ids are kept. */
enum report_kind { REPORT_NOT_DONE, REPORT_FIRST, REPORT_DONE };
#define REPORT_KINDS (REPORT_DONE + 1)
void report_add(
	struct report *r, enum report_kind kind, const char *id, struct span why, struct span text);
/* The key that closes the box and begins to take all of it back. */
struct report_undo {
	uint32_t key; /* code with modifiers; KEYC_NONE: there is none */
	void (*begin)(void *arg);
	void *arg;
};
/* Takes the report over. The summary, a paragraph for each line feed, stands on top. */
struct overlay *report_overlay(struct report **from, const char *title, struct span summary,
	const struct report_undo *undo);
void report_free(struct report **r);

#endif
