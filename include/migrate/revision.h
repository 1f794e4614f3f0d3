/* Writes the next file of the migrations. */
#ifndef MIGRATE_REVISION_H
#define MIGRATE_REVISION_H

#include "migrate/migrate.h"

enum revision_content {
	REVISION_EMPTY, /* the sections, to be filled by hand */
	REVISION_GENERATED, /* what is missing between the migrations and schema.sql */
};

/* In the arena. */
struct revision {
	const char *path; /* of the new file; NULL: nothing was missing, and none was written */
	const char *revision; /* "0009" */
	const char **notes; /* what a person must still look at, one sentence each */
	size_t n;
};

/*
 * Writes `dir`/NNNN_message.sql, NNNN being the number after the last one. A generated file is for
 * both engines; it is tried afterwards, up and down, on SQLite in memory and, where `postgres` is
 * not NULL, in a schema there that is rolled back: what does not come out as declared is noted.
 * ERR_CONFLICT when somebody made that file meanwhile, ERR_USAGE for a message without a letter.
 */
int revision_write(const char *dir, const char *message, enum revision_content content,
	struct db *postgres, struct arena *a, struct revision *out, struct err *e);

#endif
