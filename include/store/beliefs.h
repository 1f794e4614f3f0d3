/* Beliefs by keyset pages, and one with its edges and evidence. */
#ifndef STORE_BELIEFS_H
#define STORE_BELIEFS_H

#include "base/arena.h"
#include "db/db.h"
#include "model/belief.h"
#include "model/filter.h"
#include "store/posts.h"

/* A place in the list. Empty title_key and id: before the first. A key belongs to the order of the
 * filter that it was read with. */
struct belief_key {
	struct span title_key; /* not by change */
	char id[UUID_TEXT];
	double rank; /* by confidence, degree, evidence */
	char time[40]; /* by change */
};

struct belief_query {
	struct filter filter; /* FILTER_BELIEFS; zeroed: all by title */
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

/*
 * One page in the order of the filter, by key and never by OFFSET: beliefs are read along an index,
 * and terms are looked at row by row on the way. By degree and evidence PostgreSQL counts and sorts
 * all that match for every page.
 */
int beliefs_page(struct db *db, const struct belief_query *q, struct arena *a,
	struct belief_page *out, struct err *e);
/* Counts at most `cap` beliefs that match; `cap + 1` means more than cap. */
int beliefs_count(struct db *db, const struct filter *f, int64_t cap, int64_t *out, struct err *e);
/* The ids of at most `most` that match and come behind `after` in the order of ids ("": from the
 * first). `more`: there are further ones. */
int beliefs_ids(struct db *db, const struct filter *f, const char *after, size_t most,
	struct arena *a, char (**out)[UUID_TEXT], size_t *n, bool *more, struct err *e);

/* The confidences of a belief's last versions, oldest first; NAN for what is no number. */
#define BELIEF_COURSE 16
struct belief_course {
	double v[BELIEF_COURSE];
	size_t n;
};
/* Of several beliefs by few questions: the i-th into out[i], empty where there are no versions. */
int beliefs_courses(struct db *db, const char (*ids)[UUID_TEXT], size_t n,
	struct belief_course *out, struct err *e);
/* The rows of several by few questions: the i-th into out[i]; an empty id where there is none. */
int beliefs_rows(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct belief *out, struct err *e);

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
