/* The ego graph of the beliefs pane: what leads into a belief, the belief, what it leads to; and
 * below it what the belief says. */
#ifndef PANES_EGO_H
#define PANES_EGO_H

#include "base/str.h"
#include "model/belief.h"
#include "model/graph.h"
#include "tui/hub.h"
#include "tui/textview.h"

/* Embedded, zeroed, then ego_open. */
struct ego_view {
	struct arena arena; /* holds what is shown */
	struct belief_detail detail;
	struct ego ego;
	const struct console *console;
	struct hub *hub;
	struct textview *text;
	int depth; /* as it is wanted */
	char shown[UUID_TEXT]; /* "" before the first, and when it is gone */
	struct rect graph, rest; /* where both are drawn */
};

void ego_open(struct ego_view *v, const struct console *c);
void ego_close(struct ego_view *v);
/* Shows a belief and what is around it; takes the arena that both lie in. The selected neighbour
 * stays when it is the same belief. */
void ego_put(struct ego_view *v, const struct belief_detail *d, const struct ego *ego,
	struct arena *arena);
/* The belief was deleted: says so, below its title, which may be SPAN_NULL, and what to do `then`.
 */
void ego_gone(struct ego_view *v, struct span title, const char *then);
void ego_layout(struct ego_view *v, struct rect r);
void ego_draw(const struct ego_view *v, struct screen *s, bool focused);
/* Selects a neighbour when none is. */
void ego_choose(struct ego_view *v);
/* Moves among the neighbours. True if it moved. */
bool ego_act(struct ego_view *v, enum action a);
/* The line that is selected, or NULL. */
const struct tie *ego_selected(const struct ego_view *v);
/* "3 in · 2 out · depth 2". */
void ego_heading(const struct ego_view *v, struct str *out);
/* NULL when the depth can change by so much, else why not. */
const char *ego_keeps_depth(int depth, int by);

/* The line that a relation is drawn with. */
enum line_kind ego_line(struct span relation);
enum style ego_style(struct span relation);

#endif
