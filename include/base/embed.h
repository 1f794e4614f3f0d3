/* Files of the source tree that are part of the program: migrations/, themes/, and what
 * the grants hold (scripts/embed.sh). */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

/* Ordered by name; the tables end with a NULL name. */
struct embedded {
	const char *name; /* "0001_personas.sql" */
	const char *text;
	size_t n;
};

extern const struct embedded embedded_migrations[];
extern const struct embedded embedded_themes[];
extern const struct embedded embedded_grants[]; /* one: src/migrate/console_decided.sql */

#endif
