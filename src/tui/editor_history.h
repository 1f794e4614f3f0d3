/* What was changed, to take it back and do it again. */
#ifndef TUI_EDITOR_HISTORY_H
#define TUI_EDITOR_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "base/str.h"

/* Changes of one kind that follow each other without a pause, by the word, are taken back as one.
 */
enum change_kind { CHANGE_TYPED, CHANGE_ERASED_BEFORE, CHANGE_ERASED_BEHIND, CHANGE_OTHER };

struct editor_change {
	enum change_kind kind;
	size_t at;
	struct str removed, inserted;
	size_t cursor; /* before it */
};

struct editor_history {
	struct editor_change *v;
	size_t n, room;
	size_t done; /* of these; the others were taken back */
	size_t bytes; /* removed and inserted, in all */
	bool open; /* the last one may grow */
};

/* Notes that `removed` at `at` became `inserted`; forgets what was taken back. Beyond 32 MB the
 * oldest changes are forgotten, but never the last. */
void history_add(struct editor_history *h, enum change_kind kind, size_t at, struct span removed,
	struct span inserted, size_t cursor);
/* The next change is one of its own. */
void history_pause(struct editor_history *h);
/* The change to take back or to do again, or NULL. Borrowed until the next history_add. */
const struct editor_change *history_undo(struct editor_history *h);
const struct editor_change *history_redo(struct editor_history *h);
void history_clear(struct editor_history *h);
void history_free(struct editor_history *h);

#endif
