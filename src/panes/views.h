/* The inside of the box of saved filters, shared by the files that make it up. */
#ifndef VIEWS_H
#define VIEWS_H

#include "queue.h"
#include "said.h"
#include "store/views.h"
#include "tui/menu.h"

struct views_row {
	struct view view;
	int64_t count; /* of drafts; -1: not yet */
	bool counted; /* since something changed */
	struct err problem; /* why it could not be */
};

enum views_stage { VIEWS_CHOOSING, VIEWS_SAVING_OWN, VIEWS_SAVING_SHARED, VIEWS_RENAMING };

/* An overlay over the queue; it belongs to whoever shows overlays, and q->views points to it. */
struct views {
	struct overlay overlay;
	struct queue *queue;
	struct arena arena; /* of the rows */
	struct views_row *rows;
	struct menu menu;
	bool loaded;
	struct err load_error;
	bool counting;
	enum views_stage stage;
	struct lineedit name;
	char renamed[UUID_TEXT];
	char select[UUID_TEXT]; /* as soon as the list was read anew; "": the one that is */
	bool writing; /* the answer is on its way */
	struct said said;
};

/* views.c */
struct views_row *views_selected(const struct views *v); /* NULL: there is none */

/* views_draw.c */
void views_draw(struct overlay *o, struct screen *s, struct rect r);

/* queue_views.c: what is asked of the worker. */
void views_load(struct views *v);
void views_save(struct views *v, enum view_owner owner, struct span name);
void views_rename_to(struct views *v, const char *id, struct span name);
void views_remove(struct queue *q, const char *id);

#endif
