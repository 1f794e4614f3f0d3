/* The inside of the box in which admins edit the saved reasons, shared by the files that make it
 * up.
 */
#ifndef REASONS_EDIT_H
#define REASONS_EDIT_H

#include "queue.h"
#include "said.h"
#include "tui/menu.h"

enum reasons_field { REASONS_CODE, REASONS_TEXT, REASONS_SUBREDDIT, REASONS_TYPE, REASONS_FIELDS };

/* An overlay over the queue; it belongs to whoever shows overlays, and q->reasons_edit points to
 * it.
 */
struct reasons_edit {
	struct overlay overlay;
	struct queue *queue;
	struct arena arena; /* of the list */
	struct reason *list;
	struct menu menu;
	struct err load_error;
	struct lineedit field[REASONS_FIELDS];
	struct arena was_arena;
	struct reason was; /* what it said when the form was opened; an empty code: it is new */
	struct str select; /* the code to be selected when the list was read anew; "": none */
	struct said said;
	enum reasons_field at;
	bool typing; /* the form is open: a new reason, or another text for `was` */
	bool loaded;
	bool was_changed; /* somebody else changed it: the list, when it comes, has it */
	bool writing; /* the answer is on its way */
};

/* reasons_edit.c */
struct reason *reasons_edit_selected(const struct reasons_edit *r); /* NULL: there is none */
/* Takes over what the reason of the form says now; false: it is gone. */
bool reasons_edit_take_current(struct reasons_edit *r);

/* reasons_edit_draw.c */
void reasons_edit_draw(struct overlay *o, struct screen *s, struct rect r);

/* queue_reasons_edit.c: what is asked of the worker. */
void reasons_edit_load(struct reasons_edit *r);
void reasons_edit_save(struct reasons_edit *r, const struct reason *now);
void reasons_edit_remove(struct queue *q, const struct reason *was);
void reasons_edit_exchange(
	struct reasons_edit *r, const struct reason *one, const struct reason *other);

#endif
