/* One row on its way: its values, whether they may go on, and its hash. */
#ifndef MIGRATE_COPY_ROW_H
#define MIGRATE_COPY_ROW_H

#include <stdint.h>

#include "base/str.h"
#include "copy_tables.h"
#include "db/db.h"

/* As the source holds it. */
struct copy_value {
	enum col_kind kind;
	struct span bytes; /* text and blob */
	int64_t number; /* COL_INT; of a column of times, once it was checked: µs since 1970 */
	double real;
};

struct copy_row {
	const struct copy_table *table;
	struct copy_value v[COPY_COLUMNS];
	uint32_t orphan; /* a bit for each column whose parent is not in the source */
};

/* The value of the key as text, "NULL" for none, of two columns with a blank between; in `out`,
 * which is cleared first. */
void copy_row_key(const struct copy_row *r, struct str *out);

/* Why a row may not go on. */
struct copy_fault {
	int column; /* -1: it is the row as a whole */
	char reason[256];
};

/*
 * Looks at every value, and writes the row's canonical form to `out`, which is cleared first. 0, or
 * -1 with the first value that its column cannot hold on both engines.
 *
 * The canonical form is the table's name and a NUL, then each column in the order of copy_tables,
 * separated by nothing: "n" for NULL; "i" and the decimal digits of a whole number; "r" and the
 * shortest digits that give a double back; "@" and the microseconds since 1970 of a time; "t", "b",
 * "j" and the length of a text, of bytes, of a JSON value in canon_json's spelling, ":" and the
 * bytes. Each number ends with ";".
 */
int copy_row_check(struct copy_row *r, struct str *out, struct copy_fault *why);

/*
 * What a set of rows adds up to: how many, and the sum of the 128-bit XXH3 hashes of their
 * canonical forms modulo 2^128. The order of the rows does not matter, and a row can be taken out
 * again. It finds what went wrong, not what somebody made up to deceive it.
 */
struct digest {
	int64_t rows;
	uint64_t low, high;
};
#define DIGEST_TEXT 33

struct row_hash {
	uint64_t low, high;
};
void row_hash_of(struct span canonical, struct row_hash *out);
void digest_add(struct digest *d, const struct row_hash *h);
void digest_remove(struct digest *d, const struct row_hash *h);
bool digest_equal(const struct digest *a, const struct digest *b);
/* The sum, 32 hexadecimal digits, the highest first. */
void digest_format(const struct digest *d, char out[DIGEST_TEXT]);
/* Sets the sum from such digits; to 0 when they are none. */
void digest_parse(struct span text, struct digest *out);

#endif
