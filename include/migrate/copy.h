/*
 * All rows of one database into another, or into a file and back, with proof that they arrived.
 *
 * What is copied: the agent's ten tables and, where the source has them, the console's own. Each
 * database keeps its own record of migrations. What "equal" means: the same rows, and in each
 * column the same value: texts and bytes byte by byte, whole numbers, doubles to all their digits
 * (-0 is 0), times as the instant to the microsecond, whatever form they are written in, JSON as
 * the value, whatever its spelling and the order of members. src/migrate/copy_row.h defines the
 * canonical form that is hashed.
 */
#ifndef MIGRATE_COPY_H
#define MIGRATE_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"

enum copy_phase { COPY_ROWS, COPY_KEYS, COPY_COMPARE };

/* Where a copy is. Borrowed. */
struct copy_progress {
	enum copy_phase phase;
	const char *what; /* the table, or the index that is made */
	int64_t rows, total; /* of all tables in this phase; total 0: not known */
	int64_t table_rows; /* of this table in this phase */
	int64_t table_rejected; /* those of them that stay behind, once the table is done */
	bool table_done;
};
/* Called for each row; false stops, and what was committed by then is kept. */
typedef bool copy_watch(void *arg, const struct copy_progress *p);

struct copy_options {
	/* NULL: the first row that one of the engines could not hold is an error, ERR_CONSTRAINT.
	 * Else such rows, and those that hang on them, are left out and written there
	 * (src/migrate/rejects.h): the file replaces none, and is there at the end, when there are
	 * such rows. An interrupted copy that goes on writes it anew, whole. */
	const char *reject_file;
	const char *migrations; /* a folder, NULL: those of the program */
	size_t batch; /* rows of one transaction; 0: as many as are good */
	copy_watch *watch; /* may be NULL */
	void *arg;
};

#define COPY_HASH 33

struct copy_outcome {
	const char *table;
	int64_t rows, rejected; /* of the source: those that went on, and those that did not */
	int64_t found; /* rows of the target */
	char source[COPY_HASH], target[COPY_HASH]; /* hashes of the canonical rows */
	bool equal;
};

struct copy_result {
	struct copy_outcome *tables; /* those that were copied; in the arena */
	size_t n;
	bool resumed; /* it went on where an interrupted copy had stopped */
	bool equal; /* all of them */
	int64_t rows, rejected;
	const char *left_out; /* tables and columns that are no part of the schema: "" for none */
};

/*
 * Each of these reads from one snapshot and returns 0 when all was done and everything is equal, or
 * -1. A target is migrated to head first; one that holds other rows is refused. When the
 * comparison found a difference, `out` is filled in as well. Until the end the target has a table
 * console_copy, and no console opens it; the same call goes on there after an error. On PostgreSQL
 * foreign keys and secondary indices come back after the rows.
 */
int copy_databases(struct db *source, struct db *target, const struct copy_options *o,
	struct arena *a, struct copy_result *out, struct err *e);
/* The file (src/migrate/lines.h) is there under its name once it is whole. "-" is standard output.
 * ERR_USAGE when there is something of that name, or of the reject file's, and when both are one.
 */
int copy_export(struct db *source, const char *file, const struct copy_options *o, struct arena *a,
	struct copy_result *out, struct err *e);

/* An export that is to be read in. Zeroed before it is opened. */
struct copy_file {
	const char *path; /* borrowed; "-" is standard input */
	int64_t rows; /* 0 for standard input */
	struct copy_source *source; /* behind the first line */
};
/* Reads it through first, without looking into its rows: ERR_CORRUPT when it was cut off or
 * changed. Of standard input, which can be read only once, this looks at the first line alone. */
int copy_file_open(const char *path, const char *migrations, struct copy_file *out, struct err *e);
void copy_file_close(struct copy_file *f);
/* Standard input shows at its end only whether it is whole: when it is not, the copy is not
 * finished. Reads the file to its end, and closes it. */
int copy_import(struct copy_file *file, struct db *target, const struct copy_options *o,
	struct arena *a, struct copy_result *out, struct err *e);

/* Whether a copy into the database was not finished, so that keys, indices and rows may lack: 1, 0,
 * -1. */
int copy_unfinished(struct db *db, struct err *e);
/* ERR_SCHEMA when one was not. */
int copy_check_finished(struct db *db, struct err *e);

#endif
