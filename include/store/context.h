/* What a persona wrote in a draft's subreddit before: what a moderator judges the draft against. */
#ifndef STORE_CONTEXT_H
#define STORE_CONTEXT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"
#include "store/posts.h"

#define CONTEXT_POSTS 5
#define CONTEXT_LOOKED 500 /* interactions that are compared, at most */
#define CONTEXT_SIMILAR 3

/* The drafts of the same persona and subreddit that are as old as `p` or older, newest first; at
 * most CONTEXT_POSTS, read along one index. None for a draft without a subreddit. */
int context_posts(struct db *db, const struct post *p, struct arena *a, struct post_line **out,
	size_t *n, struct err *e);

struct context_interaction {
	struct span type, reddit_id;
	struct span snippet; /* the first 400 bytes or so, cut between characters */
	struct span words[3]; /* as the draft writes them, the rarest first; SPAN_NULL when fewer */
	int64_t created; /* microseconds, TIME_NONE when unreadable */
};

/*
 * The earlier interactions of the same persona and subreddit that are most like the draft, best
 * first; at most CONTEXT_SIMILAR. Alike means that they share rare words (model/similar.h), found
 * among the newest CONTEXT_LOOKED that are as old as the draft or older, of each its first 2,000
 * bytes. Embeddings cannot help: an interaction may have one, a draft has none, and it is the agent
 * that knows the model. `*looked` says how many were compared.
 */
int context_similar(struct db *db, const struct post *p, struct arena *a,
	struct context_interaction **out, size_t *n, size_t *looked, struct err *e);

#endif
