/* The two ends of a copy, before anything is done to them. */
#ifndef MIGRATE_COPY_ENDS_H
#define MIGRATE_COPY_ENDS_H

#include "base/arena.h"
#include "copy_state.h"

/* Where a source stands, and whether the console's own tables are there. In the arena. */
struct copy_standing {
	const char *revision, *agent_revision;
	bool console;
};
/* In a read transaction of the caller's. ERR_SCHEMA when it is behind head, beyond it, or holds a
 * part of another copy. `dir` as in struct copy_options. */
int copy_look_at_source(
	struct db *db, const char *dir, struct arena *a, struct copy_standing *out, struct err *e);

/* ERR_SCHEMA when an export was made at a revision that this tenet has no file of. */
int copy_check_revision(const char *file, const char *revision, const char *dir, struct err *e);

/* Who a source is, in the arena: the same whatever it is called. "-" is standard input. */
int copy_origin_of(struct db *db, struct arena *a, struct copy_origin *out, struct err *e);
void copy_origin_of_file(const char *path, struct arena *a, struct copy_origin *out);

/* ERR_USAGE when both are one database. */
int copy_refuse_itself(struct db *source, struct db *target, struct err *e);

/* Whether a copy from `from` was interrupted here. An error when it was a copy from elsewhere, and
 * when the target holds rows. Events of tenet's own migrating are no rows. Only reads. */
int copy_look_at_target(
	struct db *db, const struct copy_origin *from, bool *unfinished, struct err *e);
/* Brings it to head; where a copy was interrupted it must be there, because keys and indices are
 * not. */
int copy_migrate_target(struct db *db, const char *dir, bool unfinished, struct err *e);
/* An error that names the tables that hold rows. */
int copy_refuse_rows(struct db *db, struct err *e);

/* --- copy_events.c: what tenet's own migrating of an empty database left there. --- */

/* How many events speak of anything else. The table must be there. */
int copy_count_events(struct db *db, int64_t *out, struct err *e);
/* In the caller's transaction: takes the events away, once there are no others; the records of the
 * migrations say the same. */
int copy_forget_events(struct db *db, struct err *e);

#endif
