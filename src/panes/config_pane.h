/* The inside of the pane of settings, shared by the files that make it up. */
#ifndef CONFIG_PANE_H
#define CONFIG_PANE_H

#include "model/config_key.h"
#include "panes/console.h"
#include "panes/split.h"
#include "store/config.h"
#include "tui/list.h"
#include "tui/textview.h"

enum { CONFIG_TASK_LIST, CONFIG_TASK_PAST };

/* A row: a setting, or one that is known and not set. */
struct config_line {
	const struct persona *persona;
	struct setting setting;
	struct span title; /* its value on one line */
	const struct config_key *known; /* NULL: nobody here knows it */
};

struct config {
	struct pane pane;
	struct console *console;
	struct list *list; /* data: struct config_line */
	struct textview *view;
	struct split split;
	bool detail_focus, loading, loaded;
	struct err error;
	size_t personas; /* whose settings are listed */

	char viewed[UUID_TEXT]; /* what the view holds; "": nothing, or it is stale */
	struct arena past_arena;
	struct config_version past; /* how the selected one came to be what it is */
	struct err past_error;
	enum { PAST_UNKNOWN, PAST_NONE, PAST_KNOWN, PAST_FAILED } past_state;
};

static inline struct config_line *config_selected(const struct config *c)
{
	const struct list_row *row = list_selected(c->list);

	return row ? row->data : NULL;
}

/* config_load.c */
void config_load(struct config *c);
/* What is shown for its value on one line, in the arena. */
struct span config_title(const struct setting *s, struct arena *a);
/* Asks how the selected one came to be what it is. */
void config_load_past(struct config *c);

/* config_show.c */
void config_draw(const struct pane *p, struct screen *s, struct rect r);
void config_show(struct config *c, struct textview *v);
/* Adds how it came to be what it is and what it may hold, behind the mark of the view. */
void config_show_rest(const struct config *c, struct textview *v);
/* Adds what a setting means and may hold: a block each. */
void config_show_known(struct textview *v, const struct config_key *k);

/* config_edit.c: each ends in a question that shows the difference, and then saves. */
void config_toggle(struct config *c, const struct config_line *line);
/* `step`: of a number, +1, -1, or 0 to begin with what it is. */
void config_edit(struct config *c, const struct config_line *line, int step, uint32_t opened_by);
void config_add(struct config *c, const struct persona *p, uint32_t opened_by);
void config_remove(struct config *c, const struct config_line *line);
void config_bring_back(struct config *c, const struct persona *p, const struct setting *now,
	const struct config_version *version);

/* config_versions.c: the box of what it was. */
void config_versions(struct config *c, const struct config_line *line);

#endif
