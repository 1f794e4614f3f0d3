/* What is risky in migrations, found by making them and reading back what they made. */
#ifndef MIGRATE_LINT_H
#define MIGRATE_LINT_H

#include "migrate/migrate.h"

enum lint_kind {
	LINT_DROP, /* a table or column, with what it holds */
	LINT_INDEX, /* a foreign key over columns with which no index begins */
	LINT_ON_DELETE, /* a foreign key that does not say what happens to its rows */
	LINT_NOT_NULL, /* a column that a table with rows refuses */
	LINT_TYPE, /* a column whose values are stored otherwise from now on */
	LINT_DOWN, /* the way down fails, does not lead back, or forgets rows */
	LINT_ALLOW, /* an exception that nothing needs, gives no reason, or names no kind */
};

/*
 * An exception is a comment in a section of a migration, or in schema.sql where the file must stay
 * as it was applied: `-- lint: allow KIND SUBJECT: reason`.
 */
struct lint_finding {
	enum lint_kind kind;
	const char *path; /* of the file; of an exception, where it stands */
	const char *subject; /* "stance_versions.persona_id": what an exception names */
	const char *text; /* one sentence */
};

/* In the arena, by file. */
struct lint {
	struct lint_finding *f;
	size_t n, allowed;
};

/* `db` says for which engine, as in shadow.h; NULL: SQLite. `dir` as in migrations_load. */
int lint_all(struct db *db, const char *dir, struct arena *a, struct lint *out, struct err *e);

/* "drop", "index", "on-delete", "not-null", "type", "down", "allow". */
const char *lint_kind_name(enum lint_kind kind);

#endif
