/* A draft as a moderator reads it: the row, and what its metadata says. */
#ifndef MODEL_POST_H
#define MODEL_POST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/uuid.h"

enum post_status { POST_PENDING, POST_APPROVED, POST_REJECTED, POST_OTHER };

/* POST_OTHER for NULL and for words that the agent does not document. */
enum post_status post_status_of(struct span text);
const char *post_status_name(enum post_status status);

/* One column per field, as stored: borrowed from the arena that loaded it; SPAN_NULL is SQL NULL.
 */
struct post {
	char id[UUID_TEXT];
	struct span persona_id, persona; /* persona: personas.reddit_username */
	struct span content, post_type, target_subreddit, parent_id, draft_metadata, status_text;
	struct span reviewed_by, reviewed_at, created_at, updated_at;
	enum post_status status;
	int64_t created; /* microseconds, TIME_NONE when unreadable */
	char hash[SHA256_TEXT]; /* post_hash of this row */
};

/* SHA-256 over all that a moderator sees of a draft (content, type, subreddit, parent, metadata):
 * what "unchanged since it was shown" means. */
void post_hash(const struct post *p, char out[SHA256_TEXT]);

/* Content as one line of a list: blanks, tabs and line breaks in a row become one blank. A lone CR
 * stays, as it is a trick and no layout. In the arena. */
struct span post_one_line(struct span s, struct arena *a);

enum meta_state { META_NONE, META_INVALID, META_OK };

struct belief_proposal {
	struct span belief_id, title, reason, strength;
	double current, proposed; /* NAN when absent, or no number from 0 to 1 */
	struct span other; /* members that these do not cover, as JSON; SPAN_NULL: none */
};

struct thread_part {
	struct span author, body, reddit_id; /* body SPAN_NULL: there is none */
};

/* draft_metadata decoded (D3). Everything may be missing; texts are in the arena. */
struct post_meta {
	enum meta_state state;
	const char *problem; /* META_INVALID: what it is: "not JSON: line 1, column 4: …" */
	bool evaluated, eval_approved, flagged;
	struct span eval_action;
	struct span *flags;
	size_t flag_count;
	struct belief_proposal *updates;
	size_t update_count;
	bool has_new_belief;
	struct span new_title, new_summary, new_reason;
	struct span *new_tags;
	size_t new_tag_count;
	double new_confidence; /* NAN when absent, or no number from 0 to 1 */
	struct span new_other; /* members of the new belief that these do not cover, as JSON */
	struct span proposals_other; /* the same of belief_proposals as a whole */
	struct thread_part original_reply, our_comment;
	int64_t depth; /* -1 when absent */
	struct span correlation_id, reddit_id, post_error;
	/* every top-level member that the fields above do not cover, as "key" and its JSON text */
	struct span *other_keys, *other_values;
	size_t other_count;
};
/* Never fails: what cannot be read is said in `state` and `problem`. */
void post_meta_read(struct span metadata, struct arena *a, struct post_meta *out);

#endif
