/* The inside of the pane of one's own decisions, shared by the files that make it up. */
#ifndef MINE_PANE_H
#define MINE_PANE_H

#include "base/sanitize.h"
#include "panes/console.h"
#include "panes/split.h"
#include "store/ledger.h"
#include "store/mine.h"
#include "tui/list.h"
#include "tui/textview.h"

/* One decision whole, with its draft as it is now. */
struct mine_detail {
	struct ledger_row row;
	bool found, gone; /* the decision; its draft */
	struct post post;
	struct post_meta meta;
	struct text_report report; /* of the text that was decided on */
};

struct mine {
	struct pane pane;
	struct console *console;
	struct list *list; /* its data: struct mine_row */
	struct textview *view;
	struct split split;
	bool detail_focus;
	bool loading, loaded;
	bool keeps; /* the page that is loading leaves the selection where it is, if it can */
	struct err load_error;
	char viewed[UUID_TEXT]; /* what the view holds: a decision; "": nothing, or it is stale */
	char wanted[UUID_TEXT]; /* being loaded */
	char doubt[UUID_TEXT]; /* the row of a taking back whose commit got no answer */
};

static inline struct mine_row *mine_row_of(const struct list_row *r)
{
	return r ? r->data : NULL;
}

/* mine_load.c: what is asked of the worker. */
void mine_load(struct mine *m, enum mine_from end); /* from the newest (OLDER) or the oldest on */
void mine_load_edge(struct mine *m, enum list_edge edge);
void mine_refresh(struct mine *m); /* what became of those around the selected one */
void mine_want_detail(struct mine *m);
/* mine_undo.c */
void mine_take_back(struct mine *m);
void mine_doubt_ask(struct mine *m); /* if a taking back got no answer */
/* mine_show.c: fills the view. */
void mine_show(const struct console *c, const struct mine_detail *d, const struct mine_row *row,
	struct textview *v);

#endif
