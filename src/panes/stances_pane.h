/* The inside of the pane of a belief's stances, shared by the files that make it up. */
#ifndef STANCES_PANE_H
#define STANCES_PANE_H

#include "panes/console.h"
#include "panes/split.h"
#include "steer.h"
#include "store/history.h"
#include "store/stances.h"
#include "tui/chart.h"
#include "tui/list.h"
#include "tui/textview.h"

/* Data of the list of versions. */
struct version_row {
	struct stance stance;
	struct stance_key key;
};

/* What lies in the list: the versions, or all that happened. */
struct stances {
	struct pane pane;
	struct console *console;
	struct list *versions, *events; /* data: struct version_row, struct history_row */
	struct textview *view;
	struct split split;
	struct rect chart;
	struct rect chart_head; /* where it stands between the list and the text */
	bool detail_focus;
	bool history; /* the list is that of events */
	bool compares; /* the detail says how the version came out of another one */

	char belief[UUID_TEXT]; /* whose timeline is wanted, and whose is loaded */
	char loaded[UUID_TEXT];
	struct arena arena; /* of title and points */
	struct span title;
	bool locked;
	bool none; /* the agent holds no beliefs: there is nobody's timeline */
	struct chart_point *points; /* oldest first */
	size_t n;
	int64_t count; /* versions in all */
	struct chart_view zoom;
	bool loading, loading_events, events_loaded;
	bool without_decisions; /* the list of events, so far */
	bool seconds; /* some events are told apart by them */
	bool stale; /* somebody changed data, and the reader is far from the newest version */
	struct err error, events_error;
	unsigned kinds; /* of events, see history_query */
	struct str words; /* by which they were chosen */
	char viewed[UUID_TEXT]; /* what the view holds; "": nothing, or it is stale */

	struct arena mark_arena;
	struct stance mark; /* to compare with; its id is "" where there is none */

	struct steer steer;
};

static inline struct stance *version_of(const struct list_row *r)
{
	return r ? &((struct version_row *)r->data)->stance : NULL;
}

static inline struct history_row *event_of(const struct list_row *r)
{
	return r ? r->data : NULL;
}

/* stances.c: the list that is open, and the chart above it as it is to be drawn. */
struct list *stances_list(const struct stances *st);
struct chart stances_chart(const struct stances *st);
/* stances_draw.c */
void stances_draw(const struct pane *p, struct screen *s, struct rect r);
/* stances_load.c: what is asked of the worker. */
void stances_load(struct stances *st, enum page_from from); /* all of it anew */
void stances_load_edge(struct stances *st, enum list_edge edge);
/* What was loaded belongs to another belief, or to one that is gone. */
void stances_forget(struct stances *st);
/* stances_events.c: the same for what happened, and its filter. */
void events_load(struct stances *st, enum page_from from);
void events_load_edge(struct stances *st, enum list_edge edge);
void events_ask_kinds(struct stances *st);
/* stances_events_show.c */
void events_draw_row(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected);
void events_draw_empty(const struct stances *st, struct screen *s);
void event_show(const struct history_row *h, struct textview *v);
/* stances_show.c: one version, or how it differs from another (NULL: it is the first). */
void version_show(const struct stance *s, struct textview *v);
void version_compare(
	const struct stance *s, const struct stance *with, bool marked, struct textview *v);

#endif
