/* What SQLite makes of the type of a column. */
#ifndef MIGRATE_AFFINITY_H
#define MIGRATE_AFFINITY_H

#include <stdbool.h>

/* The shortest type of the same affinity: "NUMERIC", "TEXT", "REAL", or "" for none. `type` is as
 * it is declared, or in words: `{{json}}`. https://www.sqlite.org/datatype3.html, section 3.1;
 * INTEGER and NUMERIC differ in casts alone. */
const char *affinity_of(const char *type);
/* Whether columns of these types store every value alike. */
bool affinity_is_same(const char *type, const char *other);

#endif
