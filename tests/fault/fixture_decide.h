/* The agent's database with many more drafts that wait, and decisions on them through the store. */
#ifndef TESTS_FAULT_FIXTURE_DECIDE_H
#define TESTS_FAULT_FIXTURE_DECIDE_H

#include "db/db.h"
#include "store/posts.h"

/* The one moderator, and her pass phrase. */
#define DECIDE_USER "mia"
#define DECIDE_PHRASE "a calm cup of tea"

/* Makes it at `path`, with the drafts 1 to `drafts`. */
void decide_prepare(const char *path, int drafts);
/* The id of a draft. */
void decide_id(int draft, char out[UUID_TEXT]);
struct db *decide_open(const char *path);
int decide_try_open(const char *path, struct db **out, struct err *e);
/* Approves a draft on what is seen of it now. 0: it is decided; -1: the error; 1: an outcome that
 * is neither. */
int decide_try(struct db *db, int draft, struct err *e);
/* Approves a draft of which this was seen. */
int decide_seen_by(struct db *db, const char *id, const char *hash, struct arena *a,
	struct decision_result *out, struct err *e);
/* As decide_try, and fails the test instead of 1. */
int decide_draft(struct db *db, int draft, struct err *e);
/* Which of the `n` drafts from `first` are approved and in the ledger; the others wait, and are
 * not in it. */
void decide_states(const char *path, int first, int n, bool *decided);
/* The file is sound, and its drafts are so. At most 16. */
void decide_expect(const char *path, int first, int n, const bool *decided);

#endif
