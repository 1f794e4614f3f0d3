/* The inside of the people pane, shared by the files that make it up. */
#ifndef PEOPLE_PANE_H
#define PEOPLE_PANE_H

#include "model/event.h"
#include "panes/console.h"
#include "panes/split.h"
#include "store/accounts.h"
#include "store/log.h"
#include "store/sessions.h"
#include "tui/list.h"
#include "tui/textview.h"

struct people_row {
	struct account x;
	struct session_row *sessions; /* those that stand */
	size_t session_n;
};

struct people {
	struct pane pane;
	struct console *console;
	struct list *list, *log; /* accounts; events, newest first */
	struct textview *view;
	struct split split;
	bool detail_focus, in_log;
	bool loading, loaded;
	struct err error; /* of the list that is open */
	size_t in_now; /* accounts with a session, also those that are not shown */
	bool held_back; /* the server shows no account but one's own: see accounts_held_back */
	char viewed[UUID_TEXT]; /* what the view shows */
	char asked[UUID_TEXT]; /* the account whose detail is on its way */

	/* Of the account that is viewed. */
	struct arena detail_arena;
	struct event_row *events;
	size_t event_n;
	struct err events_error;
	int64_t decided; /* in the last PEOPLE_DAYS days */

	bool log_loading, log_loaded, stale; /* stale: events came that the log lists */
	int64_t log_newest; /* the highest seq that the log had under this filter; 0: none */
	struct str filter_text;
	struct arena filter_arena;
	struct event_filter filter;
};

#define PEOPLE_DAYS 7

/* people.c: the list that is open. */
struct list *people_list(const struct people *p);

/* people_load.c: what is asked of the worker. */
void people_load(struct people *p);
void people_load_detail(struct people *p, const struct people_row *row);
void people_load_log(struct people *p, enum page_from from); /* PAGE_FIRST or PAGE_LAST: anew */
void people_load_log_edge(struct people *p, enum list_edge edge);
void people_look_for_events(struct people *p); /* newer ones; says so by `stale` */
/* A prompt_done. */
bool people_filter_by(void *arg, struct span text, struct err *problem);

/* people_filter.c: a prompt_complete. */
void people_filter_complete(
	void *arg, struct span text, size_t cursor, struct arena *a, struct prompt_choices *out);

/* people_show.c: the account, or the event, that is selected, as a text. */
void people_show(const struct people *p, const struct people_row *row, struct textview *v);
void people_show_event(const struct event_row *r, struct textview *v);
/* "gave a role to mia: moderator → operator". */
void people_say_event(const struct event_row *r, struct str *out);

/* people_draw.c */
void people_draw(const struct pane *pane, struct screen *s, struct rect r);
void people_status(const struct pane *pane, struct str *out);

/* people_act.c: asks, shows what it would do, and does it after a yes. */
enum people_what {
	PEOPLE_ADD,
	PEOPLE_ROLE,
	PEOPLE_DISABLE,
	PEOPLE_ENABLE,
	PEOPLE_RESET,
	PEOPLE_FACTOR, /* takes the second one away */
	PEOPLE_RENAME,
	PEOPLE_END
};
/* Why `what` cannot be done to the account of this row (NULL: none is loaded yet); NULL: it can. */
const char *people_refuses(
	const struct people *p, enum people_what what, const struct people_row *row);
/* `row` is the selected account, NULL for PEOPLE_ADD; `session` the one to end, "" for all. */
void people_do(
	struct people *p, enum people_what what, const struct people_row *row, const char *session);

#endif
