/* What the commands about drafts share. */
#ifndef CLI_POSTS_H
#define CLI_POSTS_H

#include <jansson.h>

#include "base/arena.h"
#include "commands.h"
#include "model/post.h"
#include "store/ledger.h"

/* All columns of pending_posts, and what its texts hide. */
json_t *post_json(const struct post *p, struct arena *a);
/* All columns of console_decisions. */
json_t *post_decision_json(const struct ledger_row *r);
/* "07ed25f3 r/science": a draft in one word or two. */
const char *post_label(const char *id, struct span subreddit, struct arena *a);
/* "r/science", SPAN_NULL stays NULL. */
struct span post_place(struct span subreddit, struct arena *a);

#endif
