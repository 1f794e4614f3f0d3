/* What the demonstration says: beliefs with their histories, drafts, and memories. */
#ifndef STORE_SEED_TEXT_H
#define STORE_SEED_TEXT_H

#include <stddef.h>

enum seed_belief_name {
	SEED_REPLICATION,
	SEED_NUMBERS,
	SEED_SPACING,
	SEED_FAITH,
	SEED_OPEN_SOURCE,
	SEED_FEET,
	SEED_ELECTRIC,
	SEED_DISCLOSURE,
	SEED_WORDS,
	SEED_BELIEFS
};

struct seed_belief {
	const char *title, *summary;
	const char *tags[4];
	double first_confidence;
	int days; /* since it was seeded */
	const char *first_text;
	const char *last_status; /* current or locked */
};
extern const struct seed_belief seed_beliefs[SEED_BELIEFS];

/* One step of a stance's history; those of one belief stand together, oldest first. The confidence
 * follows from the strength and the direction. */
struct seed_step {
	enum seed_belief_name belief;
	int days; /* ago */
	int direction; /* +1 or -1 */
	const char *strength;
	const char *text; /* NULL: unchanged */
	const char *reason;
	const char *trigger, *by; /* belief_updates */
};
#define SEED_STEPS 29
extern const struct seed_step seed_steps[SEED_STEPS];

struct seed_evidence {
	enum seed_belief_name belief;
	const char *type, *ref, *strength;
};
#define SEED_EVIDENCE 19
extern const struct seed_evidence seed_evidence[SEED_EVIDENCE];

struct seed_edge {
	enum seed_belief_name source, target;
	const char *relation;
	double weight;
};
#define SEED_EDGES 7
extern const struct seed_edge seed_edges[SEED_EDGES];

/* What the agent will do to a belief once the draft is approved. */
struct seed_proposal {
	const char *strength; /* NULL ends the list */
	enum seed_belief_name belief;
	int direction;
	const char *reason;
};

struct seed_new_belief {
	const char *title, *summary, *reason;
	const char *tags[3];
	double confidence;
};

struct seed_draft {
	int minutes; /* ago */
	int depth;
	int bare; /* the agent wrote no metadata */
	const char *type, *subreddit, *parent;
	const char *content;
	const char *their_author, *their_body; /* what a reply answers */
	const char *our_body; /* what that had answered */
	const char *flags[3];
	struct seed_proposal proposals[3];
	const struct seed_new_belief *new_belief;
};
#define SEED_DRAFTS 30
extern const struct seed_draft seed_drafts[SEED_DRAFTS];

struct seed_memory {
	int hours; /* ago */
	int score;
	const char *type, *subreddit, *reddit_id, *parent;
	const char *content;
};
#define SEED_MEMORIES 24
extern const struct seed_memory seed_memories[SEED_MEMORIES];

#endif
