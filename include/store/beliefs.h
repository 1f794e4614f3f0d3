/* Beliefs by keyset pages, and one with its edges and evidence. */
#ifndef STORE_BELIEFS_H
#define STORE_BELIEFS_H

#include "base/arena.h"
#include "db/db.h"
#include "model/belief.h"
#include "store/posts.h"

/* A place in the list: ordered by title without case, then id. Empty title_key and id: before the
 * first. */
struct belief_key {
	struct span title_key;
	char id[UUID_TEXT];
};

struct belief_query {
	struct span words; /* every word must occur in title, summary or tags; NULL or empty: all */
	enum page_from from;
	struct belief_key key;
	size_t limit;
};

struct belief_page {
	struct belief *rows; /* summary included; edges and evidence counted */
	struct belief_key *keys;
	size_t n;
	bool more;
};

int beliefs_page(struct db *db, const struct belief_query *q, struct arena *a,
	struct belief_page *out, struct err *e);
int beliefs_count(struct db *db, struct span words, int64_t cap, int64_t *out, struct err *e);
/* `id` may be a unique prefix of at least four characters, or an exact title. ERR_MISSING. */
int beliefs_get(
	struct db *db, struct span id, struct arena *a, struct belief_detail *out, struct err *e);
/* The same without its edges, of which there may be thousands: graph_around has the heaviest. */
int beliefs_get_node(
	struct db *db, struct span id, struct arena *a, struct belief_detail *out, struct err *e);

/* The belief alone, by the same names. */
int beliefs_named(
	struct db *db, struct span name, struct arena *a, struct belief *out, struct err *e);
/* One belief by its exact id, without edges and evidence: 1 found, 0 there is none, -1 error. */
int beliefs_find(struct db *db, struct span id, struct arena *a, struct belief *out, struct err *e);
/* The same for several by few questions: the i-th into a[i]; an empty id where there is none. */
int beliefs_find_all(struct db *db, const struct span *ids, size_t n, struct arena *const *a,
	struct belief *out, struct err *e);

#endif
