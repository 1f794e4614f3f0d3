/* The table of actions: their names and what they do, in words. */
#include "tui/action.h"

static const struct action_info actions[ACTION_COUNT] = {
	[ACTION_NONE] = {"none", ""},
	[ACTION_QUIT] = {"close", "close what is open; with nothing open, quit"},
	[ACTION_CANCEL] = {"cancel", "leave a prompt, a filter or a box"},
	[ACTION_INTERRUPT] = {"interrupt", "stop what runs in the background"},
	[ACTION_HELP] = {"help", "list the keys that work here; type to search"},
	[ACTION_PALETTE] = {"command", "run any action by its name"},
	[ACTION_LOCK] = {"lock", "lock the screen until you log in again"},
	[ACTION_THEME] = {"theme", "switch to the next colour theme"},
	[ACTION_REDRAW] = {"redraw", "draw the whole screen again"},
	[ACTION_SUSPEND] = {"suspend", "stop and go to the shell; fg comes back"},
	[ACTION_BELL] = {"bell", "ring when drafts arrive, or not (at first not)"},
	[ACTION_PANE_1] = {"queue", "go to the drafts that wait for a decision"},
	[ACTION_PANE_2] = {"beliefs", "go to the belief graph"},
	[ACTION_PANE_3] = {"stances", "go to the timeline of a belief's stances"},
	[ACTION_PANE_4] = {"memory", "go to what the agent remembers"},
	[ACTION_PANE_7] = {"pulse", "go to how the queue does"},
	[ACTION_PANE_MINE] = {"decisions", "go to what you decided"},
	[ACTION_PERSONA] = {"persona", "show one persona alone, or all; edit them"},
	[ACTION_PANE_FINDINGS] = {"findings", "list what is wrong in the graph, and why"},
	[ACTION_NEXT_PART] = {"next-part", "move to the next part of this pane"},
	[ACTION_PREVIOUS_PART] = {"previous-part", "move to the previous part of this pane"},
	[ACTION_DOWN] = {"down", "one row down"},
	[ACTION_UP] = {"up", "one row up"},
	[ACTION_PAGE_DOWN] = {"page-down", "one screen down"},
	[ACTION_PAGE_UP] = {"page-up", "one screen up"},
	[ACTION_TOP] = {"top", "go to the first row"},
	[ACTION_BOTTOM] = {"bottom", "go to the last row"},
	[ACTION_LEFT] = {"left", "to the left: to what leads in"},
	[ACTION_RIGHT] = {"right", "to the right: to what leads out"},
	[ACTION_OPEN] = {"open", "open what is selected, or follow the link"},
	[ACTION_BACK] = {"back", "go back to where you came from"},
	[ACTION_FILTER] = {"filter", "show only rows that match words and field:value"},
	[ACTION_REFRESH] = {"refresh", "take in the rows that are new"},
	[ACTION_SCROLL_DOWN] = {"scroll-down", "scroll the text beside the list down"},
	[ACTION_SCROLL_UP] = {"scroll-up", "scroll the text beside the list up"},
	[ACTION_APPROVE] = {"approve", "approve this draft: the agent will publish it"},
	[ACTION_REJECT] = {"reject", "reject this draft: it will not be published"},
	[ACTION_SKIP] = {"skip", "leave this draft undecided and go to the next"},
	[ACTION_UNDO] = {"undo", "take back your last decision, unless published"},
	[ACTION_EDIT] = {"edit", "edit what this draft says, then approve that"},
	[ACTION_EDIT_OUTSIDE] = {"edit-outside", "edit in your own editor"},
	[ACTION_MARK] = {"mark", "mark this row, or take its mark away; go down"},
	[ACTION_RANGE] = {"range", "begin or end a range that follows the cursor"},
	[ACTION_MARK_ALL] = {"mark-all", "mark all that match and may be marked"},
	[ACTION_UNMARK_ALL] = {"unmark-all", "take all marks away"},
	[ACTION_MARKED] = {"to-marked", "do the next key, a or x, to all that is marked"},
	[ACTION_HIDDEN] = {"hidden", "show what this draft hides, in words and bytes"},
	[ACTION_COPY] = {"copy", "copy the draft's text to the clipboard"},
	[ACTION_COPY_ID] = {"copy-id", "copy the draft's id to the clipboard"},
	[ACTION_SORT] = {"sort", "order the list by something else"},
	[ACTION_VIEWS] = {"views", "show a saved filter, or save the one that is on"},
	[ACTION_REASONS] = {"reasons", "edit the reasons that x offers (admins)"},
	[ACTION_TAKE_BACK] = {"take-back", "take back the decision that is selected"},
	[ACTION_STANCES] = {"timeline", "open the stance timeline of this belief"},
	[ACTION_MARK_VERSION] = {"mark-version", "mark this version to compare others with it"},
	[ACTION_COMPARE] = {"compare", "say what changed since the one before or marked"},
	[ACTION_HISTORY] = {"history", "list all that happened around this belief"},
	[ACTION_ZOOM_IN] = {"zoom-in", "show half of the time around the cursor"},
	[ACTION_ZOOM_OUT] = {"zoom-out", "show twice the time, up to all of it"},
	[ACTION_OLDER] = {"older", "go to the next older one along the chart"},
	[ACTION_NEWER] = {"newer", "go to the next newer one along the chart"},
	[ACTION_FORWARD] = {"forward", "go where Backspace came from"},
	[ACTION_PATH] = {"path", "find how this belief and another hang together"},
	[ACTION_SHALLOWER] = {"shallower", "show less of what lies behind neighbours"},
	[ACTION_DEEPER] = {"deeper", "show more of what lies behind neighbours"},
	[ACTION_DRAW] = {"draw", "draw what is marked, filtered, or around this"},
	[ACTION_MINIMAP] = {"minimap", "show or hide the map of the whole drawing"},
	[ACTION_NEXT_BELIEF] = {"next-belief", "select the next belief that an edge leads to"},
	[ACTION_PREVIOUS_BELIEF] = {"previous-belief", "select the one before"},
	[ACTION_PAN_LEFT] = {"pan-left", "move the window over the drawing to the left"},
	[ACTION_PAN_RIGHT] = {"pan-right", "move the window over the drawing to the right"},
	[ACTION_SIMILAR] = {"similar", "find what means nearly the same"},
};

const struct action_info *action_info(enum action a)
{
	return &actions[a < ACTION_COUNT ? a : ACTION_NONE];
}

enum action action_named(struct span name)
{
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
		if (span_is(name, actions[a].name))
			return (enum action)a;
	return ACTION_NONE;
}
