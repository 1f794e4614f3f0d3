/* The parts of a draft's text that have files of their own. */
#ifndef DRAFT_PARTS_H
#define DRAFT_PARTS_H

#include "panes/draft.h"

/* draft.c: what somebody else wrote, and ", 2h ago (2026-11-22 10:00 UTC)" of a stored time. */
void draft_show_quote(struct textview *v, const char *whose, const struct thread_part *part);
void draft_show_when(struct textview *v, struct span stored);

/* draft_report.c: says what a text hides, and spells out its words of look-alikes. */
void draft_show_report(
	struct textview *v, const char *where, const struct text_report *r, struct span text);
/* Runs of the text, in which words of look-alikes stand out. */
void draft_show_text(
	struct textview *v, enum style style, struct span text, const struct text_report *r);

/* Links that lead elsewhere than they say. */
void draft_show_links(const struct draft *d, struct textview *v);

/* draft_beliefs.c: what the agent will do to its beliefs once the draft is approved, and where that
 * contradicts them. Each belief that there is is a target. */
void draft_show_beliefs(const struct draft *d, struct textview *v);

/* draft_context.c: drafts before this one, and what is alike; nothing before they are loaded. */
void draft_show_earlier(const struct draft *d, struct textview *v);
void draft_show_similar(const struct draft *d, struct textview *v);

/* draft_meta.c: ids, times, and what else the metadata says, as a tree that the worker reads. */
void draft_read_tree(struct draft *d);
void draft_show_details(const struct draft *d, struct textview *v);
/* Members that nothing else shows (NULL: none), and metadata that are no object, of anything. */
void meta_show_tree(const struct meta_tree *t, struct textview *v);
void meta_show_broken(const char *problem, struct span metadata, struct textview *v);

#endif
