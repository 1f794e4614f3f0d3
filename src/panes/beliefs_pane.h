/* The inside of the beliefs pane, shared by the files that make it up. */
#ifndef BELIEFS_H
#define BELIEFS_H

#include "ego.h"
#include "panes/console.h"
#include "panes/split.h"
#include "steer.h"
#include "store/beliefs.h"
#include "trail.h"
#include "tui/list.h"

struct belief_row {
	struct belief belief;
	struct belief_key key;
};

struct beliefs {
	struct pane pane;
	struct console *console;
	struct list *list;
	struct ego_view ego;
	struct split split;
	bool detail_focus;
	struct str words;
	int64_t total;
	bool loading, loaded, stale; /* stale: somebody changed data since the list was loaded */
	struct err error;

	char focus[UUID_TEXT]; /* whose detail is asked for: the selected row, or a followed edge */
	char viewed[UUID_TEXT]; /* whose detail is on the screen */
	char asked[UUID_TEXT]; /* the detail is on its way */
	struct belief_detail detail; /* without its edges; in the ego graph's arena */
	struct trail trail; /* where Backspace leads, and ] */
	char path_from[UUID_TEXT]; /* one end of the path that is to be found; "" for none */
	bool from_queue; /* a draft, or a finding, named the belief at the foot of the trail:
			    Backspace goes there */
	enum pane_id back_to;
	size_t foot;
	struct steer steer;
};

/* What is asked of the worker. */
void beliefs_load(
	struct beliefs *b, enum page_from from); /* PAGE_FIRST or PAGE_LAST: the list anew */
void beliefs_load_edge(struct beliefs *b, enum list_edge edge);
void beliefs_load_detail(struct beliefs *b, const char *id);
void beliefs_find_paths(struct beliefs *b, const char *from, const char *to);
/* p: one end of a path, or the other, from which on it is looked for. There is a focus. */
void beliefs_path(struct beliefs *b);

#endif
