/* Saved filters, console_views: one's own, those that everybody sees, and some to begin with. */
#ifndef STORE_VIEWS_H
#define STORE_VIEWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"
#include "store/session.h"

enum view_owner {
	VIEW_OWN,
	VIEW_SHARED,
	VIEW_BUILT_IN, /* comes with tenet: nobody saved it, it has no id, and it stays as it is */
};

struct view {
	char id[UUID_TEXT];
	struct span name, filter;
	enum view_owner owner;
};

/* "own", "shared", "built-in". */
const char *view_owner_name(enum view_owner owner);

/* Those built in first, shared ones, then the session's own, each in the order in which they were
 * added. `pane` is the pane's name: "queue", which alone has some built in. Nobody's session has no
 * own. */
int views_list(struct db *db, const struct session *s, const char *pane, struct arena *a,
	struct view **out, size_t *n, struct err *e);

/* The view with this name: the session's own, else a shared one, else one that is built in.
 * ERR_MISSING. */
int views_find(struct db *db, const struct session *s, const char *pane, struct span name,
	struct arena *a, struct view *out, struct err *e);

/*
 * Saves a filter under a name. Whoever is logged in keeps views of her own; shared ones need
 * MAY_SHARE (ERR_DENIED), as do renaming and deleting them. ERR_USAGE: the filter does not
 * parse ("column 5: …"), or the name is empty, longer than 64 characters, or holds what cannot be
 * seen; ERR_CONSTRAINT: the name is taken among the views of that owner. `id` gets the new view's.
 */
int views_add(struct db *db, const struct session *s, const char *pane, enum view_owner owner,
	struct span name, struct span filter, char id[UUID_TEXT], struct err *e);
/* ERR_MISSING when it is gone or is somebody else's. */
int views_rename(
	struct db *db, const struct session *s, const char *id, struct span name, struct err *e);
int views_delete(struct db *db, const struct session *s, const char *id, struct err *e);

/* How many drafts a view of the queue shows, counted up to `cap` (`cap + 1`: more). ERR_USAGE when
 * its filter does not parse any more. */
int views_count(struct db *db, const struct view *v, int64_t cap, int64_t *out, struct err *e);

#endif
