/* One draft with all that a moderator must see before deciding, as a text. */
#ifndef PANES_DRAFT_H
#define PANES_DRAFT_H

#include "base/arena.h"
#include "base/sanitize.h"
#include "model/belief.h"
#include "model/links.h"
#include "model/meta_tree.h"
#include "model/post.h"
#include "store/context.h"
#include "store/ledger.h"
#include "tui/textview.h"

#define DRAFT_FINDINGS 500 /* of which the place is known */
#define DRAFT_LINKS 10

/* What is loaded after the draft itself, and may be older than it. */
struct draft_context {
	struct arena arena;
	unsigned serial; /* another one each time that it was loaded; 0: not yet */
	bool stale; /* the database changed since */
	struct post_line *posts; /* the persona's last ones in the subreddit, newest first */
	size_t post_count;
	struct context_interaction *similar;
	size_t similar_count, looked;
	struct err failed; /* instead of all that */
};

/* Loaded and decoded on the worker; lives in its arena. */
struct draft {
	struct arena arena;
	struct post post;
	struct post_meta meta;
	struct text_report report; /* of what would be published: content and subreddit */
	struct text_report thread; /* of what others wrote */
	struct text_report beliefs; /* of what approving it would make the agent believe */
	struct text_finding *findings; /* of the content */
	size_t finding_count;
	struct link_warning *links;
	size_t link_count;
	struct meta_tree *tree; /* members of the metadata that nothing else shows; may be NULL */
	struct belief *now; /* of each update: the belief as it is; an empty id: there is none */
	struct ledger_row *history;
	size_t history_count;
	bool two; /* have to approve it */
	struct draft_context context;
	bool stale; /* the database changed since */
};

/* Loads a draft whole into `d` (which is empty). ERR_MISSING when it is gone. */
int draft_load(struct db *db, const char *id, struct draft *d, struct err *e);
/* The same for several by few questions, AHEAD_MOST at most. What is gone, or longer than anybody
 * should load who was not asked for it, stays empty: without an id. */
int draft_load_ahead(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct draft *const *d,
	struct err *e);
/* Finds out what the content hides or disguises, adds it to `report`, and where that is: `findings`
 * and `links`. */
void draft_find_tricks(struct draft *d);
/* What loading the context asks of a draft: a copy in the arena, for another thread. */
struct post draft_context_of(const struct draft *d, struct arena *a);
/* Loads it into `c` (which is empty). */
int draft_context_load(struct db *db, const struct post *p, struct draft_context *c, struct err *e);
void draft_free(struct draft *d);

/* Fills the view for the account `reader`: `notice` (empty for none: what the reader must know
 * before she decides), how the text became what it is from what it `was` when she saw it
 * (SPAN_NULL: nothing to say), warnings, thread, text, what the agent will do, flags, history,
 * context, metadata. Beliefs that it would change are targets. */
void draft_show(const struct draft *d, const char *reader, struct span notice, struct span was,
	struct textview *v);
/* The same, in the view that shows this draft already: where one reads, and what was read, stay. */
void draft_show_again(const struct draft *d, const char *reader, struct span notice,
	struct span was, struct textview *v);
/* How long ago things were, as draft_show would say it now; and what follows the history. */
void draft_ages(const struct draft *d, struct str *out);
void draft_context_ages(const struct draft *d, struct str *out);
/* Fills in anew what follows the history, in the view that shows this draft already. */
void draft_show_context(const struct draft *d, struct textview *v);
/* "comment in r/science" and "2h · DemoAgentBot": what stands above it. */
void draft_title(const struct draft *d, struct str *title, struct str *note);

#endif
