/* Rows of a list that are marked by id: they stay marked whatever list, filter and order show. */
#ifndef MARKS_H
#define MARKS_H

#include "base/idmap.h"
#include "base/str.h"
#include "tui/list.h"

#define MARKS_MOST 100000

struct console;

/* Embedded; zeroed, none are set. */
struct marks {
	struct idmap set;
	struct idmap range; /* rows from where a range began to range_end */
	bool dragged; /* the range that is open was begun by the mouse */
	char range_end[UUID_TEXT]; /* where the cursor has taken it to; "": none is open */
};

/* Whether the row is marked, or in the range that is open. */
bool marks_have(const struct marks *m, const char *id);
/* False when there are as many as there may be, and this is none of them. */
bool marks_add(struct marks *m, const char *id);

void marks_range_begin(struct marks *m, const char *id);
/* Marks what is in the range; `may` (NULL: all may) says whether a row can be marked. False when
 * there were too many. */
typedef bool marks_may(void *arg, const char *id);
bool marks_range_close(struct marks *m, marks_may *may, void *arg);
/* Ends it with nothing of it marked. False when none is open. */
bool marks_range_leave(struct marks *m, struct console *c);
/* The list's selection may have moved: the range ends there now. False when its end is not loaded
 * any more, so that it has to be closed where it was. */
bool marks_range_follow(struct marks *m, const struct list *l);

/* The mouse over the list, before its selection follows: a range begins at the row where the button
 * went down when it leaves that row. True when it was let go, so that the range is to be closed. */
bool marks_drag(struct marks *m, const struct list *l, const struct point *at);

/* "3 marked · range of 12", behind what stands there already. */
void marks_status(const struct marks *m, struct str *out);
/* All of them, with those of an open range. */
size_t marks_count(const struct marks *m);
void marks_clear(struct marks *m);

/* In lines: the row is left before it could say that it is marked, or is not any more. */
void marks_say_count(const struct marks *m, struct console *c);
/* Marking all that match, part by part, says how far it is, unless a batch that runs is what is
 * said. */
void marks_say_begin(struct console *c, const char *what);
void marks_say_so_far(struct console *c, size_t marked);
void marks_say_end(struct console *c);

#endif
