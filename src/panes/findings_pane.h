/* The inside of the pane of findings, shared by the files that make it up. */
#ifndef FINDINGS_PANE_H
#define FINDINGS_PANE_H

#include "panes/console.h"
#include "panes/split.h"
#include "store/beliefs.h"
#include "store/findings.h"
#include "tui/list.h"
#include "tui/textview.h"

/* A line of the list: the heading of a kind, or one finding below it. */
struct finding_line {
	enum finding_kind kind;
	const struct finding *finding; /* NULL: the heading */
};

struct findings {
	struct pane pane;
	struct console *console;
	struct list *list; /* data: struct finding_line */
	struct textview *view;
	struct split split;
	bool detail_focus;
	struct arena arenas[FINDING_KINDS];
	struct finding_list found[FINDING_KINDS];
	enum finding_kind next; /* what is looked for now; FINDING_KINDS: all was */
	bool stopped; /* before all was looked for: cancelled, or failed */
	bool stale; /* what was looked at has changed since */
	struct str state; /* of that, before the first kind was looked for */
	char viewed[UUID_TEXT], wanted[UUID_TEXT]; /* lines of the list */
};

static inline const struct finding_line *finding_line_of(const struct list_row *r)
{
	return r ? r->data : NULL;
}

/* findings_load.c: what is asked of the worker. */
void findings_load(struct findings *f); /* all kinds anew, one after the other */
void findings_look(struct findings *f); /* whether that has changed; says so by `stale` */
void findings_want_detail(struct findings *f);
/* findings_show.c: why a kind matters; one finding, with what stands behind both beliefs (NULL: not
 * there). */
void finding_kind_show(enum finding_kind kind, const struct finding_list *list, struct textview *v);
void finding_show(const struct finding *f, const struct belief_detail *belief,
	const struct belief_detail *other, struct textview *v);

#endif
