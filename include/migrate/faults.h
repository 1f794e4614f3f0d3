/* Whether the files of the migrations are still those that a database was made with. */
#ifndef MIGRATE_FAULTS_H
#define MIGRATE_FAULTS_H

#include "migrate/migrate.h"

enum fault_kind {
	FAULT_CHANGED, /* the file is not what was applied */
	FAULT_MISSING, /* a step is recorded, and there is no file of it; `followed`: of later ones
			* there are */
	FAULT_SKIPPED, /* a file stands before applied ones and was not applied itself */
	FAULT_MOVED, /* what was applied has another number now */
};

/* In the arena. What there is none of is NULL: a missing file has no path. */
struct fault {
	enum fault_kind kind;
	bool followed;
	const char *revision; /* as recorded; of a skipped file, its own */
	const char *name; /* as recorded, else the file's */
	const char *path; /* of the file: for a moved one, where it is now */
	const char *recorded,
		*found; /* checksums: in the records, and of the file of that number */
	const struct migration *m; /* the file */
};

struct faults {
	struct fault *f; /* by revision */
	size_t n;
};

/* Compares the records with the files by number and checksum. Only reads. */
int faults_find(struct db *db, const struct migration_set *set, struct arena *a, struct faults *out,
	struct err *e);

/* One sentence, with file and checksums. */
const char *fault_text(const struct fault *f, struct arena *a);

/* ERR_SCHEMA with the first fault, and what can be done about it; ERR_OTHER for a gap in the files
 * that no record fills; 0 when there is nothing of both. */
int faults_refuse(struct db *db, const struct migration_set *set, struct err *e);

/*
 * Writes into the records that the files are right as they are: in one transaction, which looks
 * again (ERR_CONFLICT when the faults are not those that were `accepted`). Nothing is run: a
 * skipped file is recorded as stamped, a missing one is forgotten, or, where it is followed by
 * others, stays recorded as a step without a file (its checksum is empty).
 */
int faults_accept(struct db *db, const struct migration_set *set, const struct faults *accepted,
	struct err *e);

#endif
