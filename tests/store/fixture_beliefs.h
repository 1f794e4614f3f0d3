/* Beliefs and what hangs on them, for the contract suite. All belong to the store's persona; NULL
 * is NULL. */
#ifndef TESTS_STORE_FIXTURE_BELIEFS_H
#define TESTS_STORE_FIXTURE_BELIEFS_H

#include "fixture.h"

void store_belief(struct store *s, const char *id, const char *title, const char *summary,
	const char *confidence, const char *tags);
void store_edge(struct store *s, const char *source, const char *target, const char *relation,
	const char *weight);
void store_evidence(struct store *s, const char *belief, const char *ref, const char *strength,
	const char *created);
void store_stance(struct store *s, const char *belief, const char *status);

#endif
