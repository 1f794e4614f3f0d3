/* What a key can mean. One table of names and help; keymap.h binds keys to it; panes receive
 * actions, never keys. */
#ifndef TUI_ACTION_H
#define TUI_ACTION_H

#include <stdbool.h>

#include "base/span.h"

enum action {
	ACTION_NONE,
	/* everywhere */
	ACTION_QUIT, /* q: close what is open; at the root quit */
	ACTION_CANCEL, /* Esc: peels off one layer */
	ACTION_INTERRUPT, /* Ctrl-C: cancels what runs */
	ACTION_HELP,
	ACTION_PALETTE,
	ACTION_LOCK,
	ACTION_THEME,
	ACTION_THEMES, /* no key */
	ACTION_REDRAW,
	ACTION_SUSPEND,
	ACTION_BELL, /* on and off; no key */
	ACTION_MOUSE, /* the same */
	ACTION_PANE_1,
	ACTION_PANE_2,
	ACTION_PANE_3,
	ACTION_PANE_4,
	ACTION_PANE_5,
	ACTION_PANE_6,
	ACTION_PANE_7,
	ACTION_PANE_MINE,
	ACTION_PANE_FINDINGS,
	ACTION_PERSONA, /* whose data the lists show */
	ACTION_PASS_PHRASE, /* one's own; no key */
	ACTION_SECOND_FACTOR, /* the same */
	ACTION_SETTINGS_FILE, /* no key */
	ACTION_TOUR, /* of a first start, again; no key */
	ACTION_NEXT_PART,
	ACTION_PREVIOUS_PART,
	/* in lists and texts */
	ACTION_DOWN,
	ACTION_UP,
	ACTION_PAGE_DOWN,
	ACTION_PAGE_UP,
	ACTION_TOP,
	ACTION_BOTTOM,
	ACTION_LEFT,
	ACTION_RIGHT,
	ACTION_OPEN,
	ACTION_BACK,
	ACTION_FILTER,
	ACTION_REFRESH, /* R: take in new rows */
	ACTION_SCROLL_DOWN, /* the text beside the list, without leaving the list */
	ACTION_SCROLL_UP,
	/* queue */
	ACTION_APPROVE,
	ACTION_REJECT,
	ACTION_SKIP,
	ACTION_UNDO,
	ACTION_EDIT,
	ACTION_EDIT_OUTSIDE,
	ACTION_MARK,
	ACTION_RANGE,
	ACTION_MARK_ALL,
	ACTION_UNMARK_ALL,
	ACTION_MARKED, /* the next action is for all that is marked */
	ACTION_HIDDEN, /* what the draft hides */
	ACTION_COPY,
	ACTION_COPY_ID,
	ACTION_SORT, /* the order of the list */
	ACTION_VIEWS, /* saved filters */
	ACTION_REASONS, /* saved reasons */
	/* one's own decisions */
	ACTION_TAKE_BACK,
	/* beliefs */
	ACTION_STANCES, /* open the timeline of this belief */
	/* steering */
	ACTION_RAISE,
	ACTION_LOWER,
	ACTION_SET,
	ACTION_LOCK_BELIEF,
	ACTION_UNDO_CHANGE,
	ACTION_ADD_BELIEF,
	ACTION_EDIT_BELIEF,
	ACTION_LINK,
	ACTION_CHANGE_EDGE,
	ACTION_DELETE,
	ACTION_EVIDENCE,
	/* the timeline */
	ACTION_MARK_VERSION,
	ACTION_COMPARE, /* with the version before, or the marked one */
	ACTION_HISTORY, /* all that happened around it */
	ACTION_ZOOM_IN,
	ACTION_ZOOM_OUT,
	ACTION_OLDER, /* along the chart */
	ACTION_NEWER,
	/* the belief graph */
	ACTION_FORWARD, /* ] */
	ACTION_PATH, /* between two beliefs */
	ACTION_SHALLOWER,
	ACTION_DEEPER,
	ACTION_DRAW,
	ACTION_MINIMAP,
	ACTION_NEXT_BELIEF,
	ACTION_PREVIOUS_BELIEF,
	ACTION_PAN_LEFT,
	ACTION_PAN_RIGHT,
	/* memory */
	ACTION_SIMILAR, /* what is like this interaction */
	/* settings */
	ACTION_CHANGE_SETTING,
	ACTION_STEP_UP,
	ACTION_STEP_DOWN,
	ACTION_ADD_SETTING,
	ACTION_UNSET,
	ACTION_VERSIONS, /* what it was, to bring it back */
	/* people */
	ACTION_ROLE,
	ACTION_DISABLE, /* or enable */
	ACTION_RESET, /* the pass phrase */
	ACTION_REMOVE_FACTOR, /* somebody else's second one */
	ACTION_RENAME,
	ACTION_ADD_ACCOUNT,
	ACTION_END_SESSION,
	ACTION_EVENTS, /* the log, and back */
	ACTION_COUNT
};

struct action_info {
	const char *name; /* "approve": as the footer, the palette and the settings write it */
	const char *help; /* "approve this draft: the agent will publish it" */
};

/* Keys stand in the help as actions (keymap_words). */
const struct action_info *action_info(enum action a);
/* Whether it asks for a line of words, which may follow its name: "sort newest". */
bool action_asks(enum action a);
/* Other words that people look for it with, ended by NULL: "accept". */
const char *const *action_words(enum action a);
/* ACTION_NONE for an unknown name. */
enum action action_named(struct span name);

#endif
