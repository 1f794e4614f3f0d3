/* The roles that the console's people get in a PostgreSQL server, as SQL. */
#ifndef MIGRATE_GRANTS_H
#define MIGRATE_GRANTS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "db/db.h"

/* One statement without its semicolon, and what it is for; NULL: it goes with the one before. */
struct grant {
	const char *why, *sql;
};

/* All in the arena. */
struct grants {
	struct span schema; /* that the tables are in, quoted where it must be */
	struct grant *statements; /* one transaction; may be run again */
	size_t n;
	struct span
		*logins; /* one CREATE ROLE for each account, to be looked at by whoever runs it */
	size_t n_logins;
};

/*
 * What makes the groups console_moderator, console_operator and console_admin, with the rights that
 * the console needs for a login role that is named like its account. Only reads. ERR_SCHEMA when
 * the database is not one that the statements fit, ERR_OTHER on SQLite, which has no roles.
 * `four_eyes`: what four_eyes_spell gives, by which the server knows the drafts that need two.
 */
int grants_list(
	struct db *db, struct span four_eyes, struct arena *a, struct grants *out, struct err *e);

enum grants_state {
	GRANTS_NONE, /* the three groups have no rights in this schema, or there are none */
	GRANTS_WHOLE, /* they have what grants_list of this very program gives them */
	GRANTS_BROKEN, /* they have rights, but not as it says: those on tables that a migration
			  added, or what keeps them in bounds, may be missing */
};
#define GRANTS_BROKEN_TEXT \
	"the console's roles have rights here, but those on newer tables, or what keeps them in" \
	" bounds, are not all there, or not of this tenet"
#define GRANTS_BROKEN_TODO "give them again, as the owner: `tenet db grants | psql …`"
/* Anybody may ask. Of what was changed by hand only the parts that hold the rest are looked at. */
int grants_state(struct db *db, struct arena *a, enum grants_state *out, struct err *e);

/* Takes the groups' rights on all tables of the schema: for the agent's tables, once the console's
 * are gone with what kept them in bounds. The groups must exist. */
int grants_take_back(struct db *db, struct err *e);

#endif
