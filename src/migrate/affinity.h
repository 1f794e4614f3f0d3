/* What SQLite makes of the type of a column. */
#ifndef MIGRATE_AFFINITY_H
#define MIGRATE_AFFINITY_H

#include <stdbool.h>

/* Whether columns of these types (as they are declared, or in words: `{{json}}`) store every value
 * alike. https://www.sqlite.org/datatype3.html, section 3.1; INTEGER and NUMERIC differ in casts
 * alone. */
bool affinity_is_same(const char *type, const char *other);

#endif
