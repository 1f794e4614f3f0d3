/* Personas: listing them, and changing how they show and what they are told to be. */
#ifndef STORE_PERSONAS_H
#define STORE_PERSONAS_H

#include <stddef.h>

#include "base/arena.h"
#include "db/db.h"
#include "model/persona.h"
#include "store/session.h"

/* By name, letters of ASCII in either case. */
int personas_list(struct db *db, struct arena *a, struct persona **out, size_t *n, struct err *e);
/* One by its name in either case, with or without u/, or by its id. ERR_MISSING. */
int personas_get(
	struct db *db, struct span name, struct arena *a, struct persona *out, struct err *e);

/*
 * Adds one, or changes display name and config of the one that `was` read: admins only, with an
 * event that holds what was before and after. What is to be stored is checked first
 * (model/persona.h; ERR_USAGE); a display name that is empty or NULL is none. The config is stored
 * as it is given; what looks like a secret is neither shown nor set (see struct persona), and
 * ERR_DENIED is what it meets. ERR_CONSTRAINT when the name is taken in either case; ERR_CONFLICT
 * when somebody else changed it since it was read, ERR_MISSING when it was deleted: then nothing
 * was changed.
 */
int personas_add(struct db *db, const struct session *s, const struct persona *p,
	char id[UUID_TEXT], struct err *e);
int personas_set(struct db *db, const struct session *s, const struct persona *p,
	const struct persona *was, struct err *e);

#endif
