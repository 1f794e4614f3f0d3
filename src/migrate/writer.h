/* What the parts of a writer of migrations share. */
#ifndef MIGRATE_WRITER_H
#define MIGRATE_WRITER_H

#include "base/str.h"
#include "migrate/write.h"

/* In the order of the way up. Names come before a rebuild, which copies columns by them, and new
 * tables before the keys that refer to them. */
enum phase {
	PHASE_KEYS_OFF, /* foreign keys (PostgreSQL): other keys hang on them */
	PHASE_OFF, /* indices and triggers; keys and checks (PostgreSQL) */
	PHASE_NAMES,
	PHASE_MAKE,
	PHASE_CHANGE,
	PHASE_ON,
	PHASE_KEYS_ON,
	PHASE_DROP, /* in comments */
};
#define PHASES (PHASE_DROP + 1)

enum write_way { WRITE_UP, WRITE_DOWN };

/* The differences of one table. */
struct group {
	const struct catalog_table *have, *want;
	const struct difference **d, **kept; /* kept: what is there and stays, being extra */
	size_t n, n_kept;
	bool rebuild;
};

struct writer {
	struct arena *a;
	const struct write_from *from;
	const struct differences *d;
	struct str up[PHASES], down[PHASES];
	struct written *out;
};

/* Adds a piece of the way up to its phase, and what undoes it in front of what is there; both are
 * emptied. */
void writer_step(struct writer *w, enum phase on, enum phase off, struct str *up, struct str *down);
void writer_note(struct writer *w, const char *text);

/* A block of one engine; nothing for no SQL. */
void write_only(struct str *out, const char *engine, const char *sql);

/* --- What has a statement of its own: indices, triggers and views. --- */

bool write_stands_alone(const struct catalog_object *o);
/* For both engines, each as it is declared for it in `postgres`. */
void write_make(
	struct writer *w, struct str *out, const struct catalog_object *o, const char *postgres);
/* `table` bears a trigger; NULL for what is on none. */
void write_drop(struct writer *w, struct str *out, const struct catalog_object *o,
	const char *table, const char *postgres);
/* CREATE TABLE with its indices and triggers. */
void write_whole_table(
	struct writer *w, struct str *out, const struct catalog_table *t, const char *postgres);

/* --- What is not wanted any more. --- */

/* Writes out every drop and what undoes it, in comments. */
void write_drops(struct writer *w);

#endif
