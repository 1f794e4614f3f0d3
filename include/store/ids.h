/* Ids that begin with what is typed, for completion. */
#ifndef STORE_IDS_H
#define STORE_IDS_H

#include "base/arena.h"
#include "db/db.h"

enum ids_of {
	IDS_DRAFTS,
	IDS_UNDECIDED,
	IDS_DECIDED,
	IDS_APPROVED_ONCE, /* drafts that wait for the second approval, of whichever text */
	IDS_INTERACTIONS,
	IDS_REDDIT, /* of interactions, too: what Reddit calls them */
	IDS_BELIEFS,
	IDS_EDGES,
	IDS_CHANGES, /* of beliefs, by whoever has an account; not one that was taken back */
	IDS_VERSIONS
};

struct id_begun {
	struct span id, about; /* about: the beginning of its text */
};

/* At most `most`, in the order of ids, along their index; changes and IDS_APPROVED_ONCE: the newest
 * first. */
int ids_beginning(struct db *db, enum ids_of of, struct span typed, size_t most, struct arena *a,
	struct id_begun **out, size_t *n, struct err *e);

#endif
