/* The agent's memory: pages of interactions, one with its thread and what it led to, and those that
 * mean nearly the same. */
#ifndef STORE_MEMORY_H
#define STORE_MEMORY_H

#include <stdatomic.h>

#include "base/arena.h"
#include "db/db.h"
#include "model/belief.h"
#include "model/filter.h"
#include "model/interaction.h"
#include "store/posts.h"

/* A place in the list: the time, what orders the rows of one time (on SQLite the order of
 * insertion, on PostgreSQL the id), and before both what the filter orders by. All zero: before the
 * first. */
struct memory_key {
	int64_t rank; /* by score; else 0 */
	char time[40];
	int64_t seq;
	char id[UUID_TEXT];
};

/* What a line of the list shows. */
struct memory_line {
	char id[UUID_TEXT];
	struct memory_key key;
	struct span type, subreddit, reddit_id, parent_id;
	struct span snippet; /* the first 400 bytes or so of the content, cut between characters */
	int64_t created; /* microseconds, TIME_NONE when unreadable */
	bool has_score;
	int64_t score;
	bool hides; /* the content or a name beside it holds what raises an alarm */
};

struct memory_query {
	struct filter filter; /* of FILTER_INTERACTIONS */
	enum page_from from;
	struct memory_key key;
	size_t limit;
};

struct memory_page {
	struct memory_line *lines;
	size_t n;
	bool more; /* further rows lie in the direction of reading */
};

/*
 * One page in the order of the filter, by key and never by OFFSET. By time it is read along an
 * index, and terms are looked at row by row on the way; by score all that match are read and sorted
 * for every page.
 */
int memory_page(struct db *db, const struct memory_query *q, struct arena *a,
	struct memory_page *out, struct err *e);
/* Counts at most `cap` matching ones; `cap + 1` means more than cap. */
int memory_count(struct db *db, const struct filter *f, int64_t cap, int64_t *out, struct err *e);

/* One interaction whole, its embedding looked at but not kept. `id` may be its id on Reddit, or a
 * prefix of the id of at least four characters (ERR_USAGE when several begin so). ERR_MISSING. */
int memory_get(
	struct db *db, struct span id, struct arena *a, struct interaction *out, struct err *e);

#define MEMORY_ABOVE 32
#define MEMORY_BELOW 100
#define MEMORY_DEPTH 8

enum thread_end {
	THREAD_ROOT, /* the uppermost answers nothing */
	THREAD_ELSEWHERE, /* it answers what the agent does not remember: see `beyond` */
	THREAD_LOOP, /* it answers one of those below it: see `beyond` */
	THREAD_LONG, /* more than MEMORY_ABOVE lie above */
};

struct memory_reply {
	struct memory_line line;
	int depth; /* 1: it answers the one that was asked for */
};

/* The thread as far as the agent remembers it: parents name the id on Reddit. */
struct memory_thread {
	struct memory_line *above; /* the root first */
	size_t above_count;
	enum thread_end end;
	struct span beyond; /* the parent that the uppermost names */
	struct memory_reply *below; /* as a tree: each behind what it answers, oldest first */
	size_t below_count;
	bool below_more; /* beyond MEMORY_BELOW replies, or deeper than MEMORY_DEPTH */
};
int memory_thread(struct db *db, const struct interaction *it, struct arena *a,
	struct memory_thread *out, struct err *e);

#define MEMORY_EFFECTS 50 /* of each kind */
#define MEMORY_LOOKED 2000 /* rows that are looked through for a name in a text, at most */

enum draft_link {
	DRAFT_PUBLISHED_AS, /* the interaction is what became of the draft */
	DRAFT_ANSWERS, /* the draft answers it */
	DRAFT_NAMES, /* its metadata name it in some other place */
};
struct memory_draft {
	struct post_line line;
	enum draft_link link;
};

/* A change of a belief whose reason, or a piece of evidence whose source, names the interaction. */
struct memory_change {
	char belief_id[UUID_TEXT];
	struct span title;
	bool evidence; /* else a row of belief_updates */
	struct span text; /* the reason; of evidence its strength */
	struct span by; /* who; SPAN_NULL for evidence */
	int64_t created;
	double before, after; /* confidence; NAN: unknown, or evidence */
	bool before_broken, after_broken; /* see model/confidence.h */
};

struct memory_effects {
	struct memory_draft *drafts; /* oldest first */
	size_t draft_count;
	struct memory_change *changes; /* audit rows, then evidence, each oldest first */
	size_t change_count;
	bool drafts_more, changes_more; /* beyond MEMORY_EFFECTS */
};

/*
 * What names the interaction by its id or its id on Reddit. Drafts are sought among those of the
 * same persona in the same subreddit, MEMORY_LOOKED on either side of its time; texts of audit rows
 * among the first MEMORY_LOOKED since then. Evidence is found wherever it is.
 */
int memory_effects(struct db *db, const struct interaction *it, struct arena *a,
	struct memory_effects *out, struct err *e);

struct memory_match {
	struct memory_line line;
	double cosine; /* 1: the same direction; see model/embedding.h */
};

struct memory_similar {
	struct memory_match *matches; /* the nearest first; of equal ones the lower id */
	size_t n;
	size_t dimension;
	int64_t others; /* interactions beside it */
	int64_t without; /* of them, an embedding */
	int64_t compared; /* those that were skipped not among them */
	int64_t skipped[EMBEDDING_FAULTS]; /* by what is wrong; EMBEDDING_NONE is not counted */
};

/*
 * The `most` interactions nearest to one, itself left out, of all that have an embedding of the
 * same dimension, or of one persona alone (SPAN_NULL: all). Every row is read and none kept: memory
 * stays flat. `looked` says meanwhile how many, `whole` of how many at most (NULL: nobody asks).
 * ERR_USAGE when it has no embedding that can be compared, with what is wrong as the text.
 */
int memory_similar(struct db *db, const struct interaction *it, struct span persona_id, size_t most,
	struct arena *a, struct memory_similar *out, atomic_llong *looked, atomic_llong *whole,
	struct err *e);

#endif
