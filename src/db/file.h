/* What can be known of a database file before SQLite opens it. */
#ifndef DB_FILE_H
#define DB_FILE_H

#include "base/str.h"
#include "db/db.h"

enum file_access { FILE_READ_ONLY, FILE_WRITABLE };

/*
 * Looks at the file, makes it (and its folders, 0700 and 0600) for DB_CREATE, and says in `out`
 * whether file and folder can be written. Errors: missing, a directory, no regular file, no right
 * to read, not a database, cut off below the smallest database; DB_CREATE on what cannot be
 * written.
 */
int file_examine(const struct db_address *where, enum db_access access, enum file_access *out,
	struct err *e);

/* Adds the file, and the log beside it where there is one, to an inotify descriptor: whatever is
 * written to them makes it readable. False when one of them could not be added. */
bool file_watch(const char *path, int inotify);

/* True when a file of this path and suffix ("-wal") exists. */
bool file_has(const char *path, const char *suffix);

/* Adds the path as a file: URI, in which any character may stand. */
void file_uri(const char *path, struct str *out);

/* True, and how many bytes there are and should be, when the file is shorter than its header says.
 * Means something only for a database that SQLite found damaged. */
bool file_cut_off(const char *path, int64_t *size, int64_t *expected);

#endif
