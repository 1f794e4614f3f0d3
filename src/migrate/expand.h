/* Expanding the files of the migrations. */
#ifndef MIGRATE_EXPAND_H
#define MIGRATE_EXPAND_H

#include "migrate/migrate.h"

/* The file that declares the whole schema, beside the migrations. */
#define DECLARED "schema.sql"

/* For whom: an engine's own SQL, or its blocks with the words left as they are. */
struct form {
	enum db_engine engine;
	enum migration_words words;
};

int expand_migration(const char *path, struct span source, const struct form *form, struct arena *a,
	struct migration *out, struct err *e);
/* A file without sections; rebuilds have no place in it. */
int expand_declared(const char *path, struct span source, const struct form *form, struct arena *a,
	const char **out, struct err *e);

#endif
