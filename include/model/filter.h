/*
 * The filter language as a syntax tree: words and field:value, ! for not, | for or, parentheses,
 * < and > for numbers and ages, and the order of the list.
 */
#ifndef MODEL_FILTER_H
#define MODEL_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/* What is looked for. Each has fields and orders of its own; the language is one. */
enum filter_dialect { FILTER_DRAFTS, FILTER_BELIEFS, FILTER_INTERACTIONS };

enum filter_field {
	FILTER_WORD, /* text anywhere in the content; in a belief's title, summary and tags */
	FILTER_STATUS, /* status:pending, status:any */
	FILTER_SUB, /* sub:science, case-insensitive, r/ accepted */
	FILTER_TYPE, /* type:post, comment, reply; other: none of them */
	FILTER_PERSONA, /* persona:HonestBubble, case-insensitive, u/ accepted */
	FILTER_BY, /* by:rosa: who reviewed it, or ever changed the belief; case-insensitive */
	FILTER_AGE, /* age>2h, of beliefs created>2h: time since it was written */
	FILTER_REVIEWED, /* reviewed<3d: time since it was decided; none matches a pending draft */
	FILTER_CONF, /* conf<0.6: see below */
	FILTER_LEN, /* len>500: characters of the content */
	FILTER_FLAG, /* flag:any, flag:none, flag:lottery (in one of the flags) */
	FILTER_DEPTH, /* depth>3: metadata.conversation_depth */
	FILTER_ID, /* id:07ed: how the id begins */
	FILTER_HAS, /* has:thread, beliefs, note, error; each dialect has parts of its own */
	FILTER_REASON, /* reason:spam: in the reason of a decision that stands */
	/* Of beliefs: */
	FILTER_TAG, /* tag:science: one of its tags, case-insensitive, # accepted */
	FILTER_REL, /* rel:contradicts: has an edge of this relation, in or out; other, any */
	FILTER_NEAR, /* near:07ed: the belief whose id begins so, and those one edge away */
	FILTER_LOCKED, /* locked:yes, no */
	FILTER_EVIDENCE, /* evidence:0: links to evidence */
	FILTER_DEGREE, /* degree>3, or edges>3: edges in and out; one to itself counts once */
	FILTER_CHANGED, /* changed<7d: time since it last changed */
	FILTER_STANCES, /* stances:0: live ones (current or locked); one is as it should be */
	/* Of interactions: */
	FILTER_SCORE, /* score<0: points on Reddit */
	FILTER_COST, /* cost>0.01: what it cost, in millionths */
	FILTER_REDDIT, /* reddit:t1_1388: its id on Reddit */
	FILTER_PARENT, /* parent:t3_80915aa: what it answers */
	FILTER_SORT, /* sort:conf; never in the tree */
};

/*
 * conf: the agent gives a draft no confidence of its own. What it says is how sure it will be of
 * the belief that the draft moves: belief_proposals.updates[0].proposed_confidence, else that of a
 * new belief, initial_confidence; in thousandths. A draft that moves no belief has none, matches no
 * comparison, and comes last in sort:conf. A belief's is its current one, rounded to what the
 * screen shows; conf:none finds those where it is NULL or no number.
 */
#define FILTER_NONE (-1) /* the number of conf:none */

enum filter_compare {
	FILTER_IS,
	FILTER_LESS,
	FILTER_LESS_OR_IS,
	FILTER_MORE,
	FILTER_MORE_OR_IS,
};

struct filter_node {
	enum { FILTER_TERM, FILTER_ALL, FILTER_SOME } kind;
	bool negated;
	struct filter_node *next; /* its neighbour */
	struct filter_node *first; /* FILTER_ALL, FILTER_SOME: the parts */
	/* FILTER_TERM: */
	enum filter_field field;
	enum filter_compare compare; /* FILTER_IS for all but numbers and ages */
	struct span
		value; /* as written, quotes removed; in lower case where the values are fixed */
	int64_t number; /* an age in seconds, 1000 years at most, a confidence in thousandths, a
			   cost in millionths, or the number */
	size_t column; /* where it stands, from 1 */
};

/* Ties of drafts and interactions come oldest first, those of beliefs by title. */
enum filter_sort {
	FILTER_OLDEST,
	FILTER_BY_CONF, /* the least sure first */
	FILTER_BY_LENGTH, /* the shortest first */
	FILTER_BY_FLAGS, /* the most flags first */
	FILTER_BY_SUB, /* by name, letters of ASCII in lower case */
	FILTER_BY_TITLE, /* letters of ASCII in lower case */
	FILTER_BY_CHANGED, /* the latest change first */
	FILTER_BY_DEGREE, /* the most edges first */
	FILTER_BY_EVIDENCE, /* the most first */
	FILTER_BY_SCORE, /* the highest first */
};

/* All of `first` and its neighbours must hold. `{0}` is the empty filter of drafts. */
struct filter {
	enum filter_dialect dialect;
	struct filter_node *first;
	size_t n; /* how many terms were written, sort: among them */
	enum filter_sort sort;
	bool reversed; /* the last one first: sort:newest, sort:-conf */
};

/*
 * Parses `sub:science type:reply age>2h conf<0.6 flag:any !by:admin (lottery | "two words")`. "|"
 * binds closer than the blank between terms, and closest without blanks: `status:pending|rejected`
 * and `a|b` are one term each, which "!" turns round whole. Errors: ERR_USAGE that begins "column
 * N: " and names the nearest field or value. At most 32 terms, and parentheses 16 deep. `out` lives
 * in the arena. Without sort: drafts come oldest first, beliefs by title, interactions newest
 * first.
 */
int filter_parse(enum filter_dialect dialect, struct span text, struct arena *a, struct filter *out,
	struct err *e);

/* One more term that must hold, beside all that was written: the value, copied, as it would stand
 * behind the field. */
void filter_require(struct filter *f, enum filter_field field, struct span value, struct arena *a);

/* A copy that needs nothing of the original. */
struct filter filter_copy(const struct filter *f, struct arena *a);

/* Whether a term of this field stands anywhere in it. */
bool filter_names(const struct filter *f, enum filter_field field);

/*
 * The single status that a filter of drafts asks for. "pending" when it names none, unless one of
 * its terms asks for what a pending draft has not or may not have (by:, reviewed<, reason:, id:);
 * NULL then, and for status:any, and where several statuses, "!" or "|" are in play.
 */
const char *filter_status(const struct filter *f);
/* The term that filter_status speaks of, NULL when there is none. */
const struct filter_node *filter_status_term(const struct filter *f);

/* The fixed values of a field ("any", "none" for flags), NULL-terminated; NULL: they are not fixed,
 * or the dialect has no such field. */
const char *const *filter_field_values(enum filter_dialect dialect, enum filter_field field);

/* What may stand at a place of the text. */
struct filter_completion {
	size_t start, end; /* the bytes that a choice replaces; end is the cursor */
	enum filter_field field; /* whose value is being written; FILTER_WORD: a field or word */
	struct span typed; /* what stands there so far; borrowed from the text */
	const char **choices; /* "status:", "age>"; "pending"; in the arena */
	size_t n;
};

/* Fields and fixed values that begin as what stands before the cursor (a byte offset); never
 * fails. Other values are in the database: see store/filter_values.h. */
void filter_complete(enum filter_dialect dialect, struct span text, size_t cursor, struct arena *a,
	struct filter_completion *out);
/* Whether a value from the database is among the choices already. */
bool filter_has_choice(const struct filter_completion *c, struct span value);
/* A value as it stands in a filter, in the arena: in quotes where it means something else, or
 * nothing, without them. SPAN_NULL when it cannot be written: nothing stands for a quote. */
struct span filter_written(struct span value, struct arena *a);

#endif
