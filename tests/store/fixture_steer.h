/* Beliefs to be steered, and what must hold of them afterwards. */
#ifndef TESTS_STORE_FIXTURE_STEER_H
#define TESTS_STORE_FIXTURE_STEER_H

#include "fixture.h"
#include "store/steer.h"

#define STEER_ID(n) "bbbbbbbb-0000-4000-8000-00000000000" #n

/* Adds a belief of the persona with a live stance that says "it is so". A confidence or a status of
 * NULL is NULL, a status of "" adds no stance. */
void given_belief(struct store *s, const char *id, const char *title, const char *confidence,
	const char *status);
/* How it stands. */
struct steer_belief steer_look(struct store *s, const char *id);
/* One live stance that has the belief's confidence, and as many audit rows and versions as said. */
void steer_assert_whole(struct store *s, const char *id, int64_t updates, int64_t versions);
/* Members of the newest audit row, as text: "old_value", "confidence". */
const char *steer_value(struct store *s, const char *id, const char *column, const char *member);
/* A column of the newest audit row. */
const char *steer_column(struct store *s, const char *id, const char *column);

/* A change that must work. */
struct steer_result steer_do(
	struct store *s, const struct session *by, const char *id, const struct steer_change *c);

#endif
