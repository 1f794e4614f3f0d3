/* One draft with all that a moderator must see before deciding, as a text. */
#ifndef PANES_DRAFT_H
#define PANES_DRAFT_H

#include "base/arena.h"
#include "base/sanitize.h"
#include "model/belief.h"
#include "model/post.h"
#include "store/ledger.h"
#include "tui/textview.h"

/* Loaded and decoded on the worker; lives in its arena. */
struct draft {
	struct arena arena;
	struct post post;
	struct post_meta meta;
	struct text_report report; /* of what would be published: content and subreddit */
	struct text_report thread; /* of what others wrote */
	struct text_report beliefs; /* of what approving it would make the agent believe */
	struct belief *now; /* of each update: the belief as it is; an empty id: there is none */
	struct ledger_row *history;
	size_t history_count;
};

/* Loads a draft whole into `d` (which is empty). ERR_MISSING when it is gone. */
int draft_load(struct db *db, const char *id, struct draft *d, struct err *e);
void draft_free(struct draft *d);

/* Fills the view: `notice` (empty for none: what the reader must know before she decides), how the
 * text became what it is from what it `was` when she saw it (SPAN_NULL: nothing to say), warnings,
 * thread, text, what the agent will do, flags, history, metadata. */
void draft_show(const struct draft *d, struct span notice, struct span was, struct textview *v);
/* "comment in r/science" and "2h · DemoAgentBot": what stands above it. */
void draft_title(const struct draft *d, struct str *title, struct str *note);

#endif
