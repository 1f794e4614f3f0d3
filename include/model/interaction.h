/* What the agent said or read once, as it remembers it, and what the metadata says of it. */
#ifndef MODEL_INTERACTION_H
#define MODEL_INTERACTION_H

#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/uuid.h"
#include "model/embedding.h"
#include "model/meta_tree.h"
#include "model/post.h"

/* A row of interactions; texts are in the arena of whoever read it. */
struct interaction {
	char id[UUID_TEXT];
	struct span persona_id, persona, content, type, reddit_id, subreddit, parent_id, metadata;
	struct span created_at, updated_at;
	int64_t created; /* microseconds, TIME_NONE when unreadable */
	size_t dimension; /* of the embedding; the bytes themselves are not kept */
	size_t embedding_bytes;
	enum embedding_fault embedding;
};

struct interaction_meta {
	enum meta_state state;
	const char *problem; /* META_INVALID: what it is instead */
	bool has_score;
	int64_t score;
	double cost; /* as the agent wrote it; NAN: it says none */
	struct span author;
	struct meta_tree *tree; /* all other members; NULL: there are none */
};

/* Never fails: what cannot be read is said in `state` and `problem`. Texts are in the arena. */
void interaction_meta_read(struct span metadata, struct arena *a, struct interaction_meta *out);

#endif
