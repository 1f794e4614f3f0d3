/* What the seeds share: one transaction, one persona, and rows that look as the agent's do. */
#ifndef STORE_SEED_PRIVATE_H
#define STORE_SEED_PRIVATE_H

#include <jansson.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/uuid.h"
#include "db/db.h"
#include "seed_text.h"
#include "store/session.h"

struct seed {
	struct db *db;
	struct arena *arena; /* texts that statements need until they have run */
	struct str *report;
	struct err *err;
	int64_t now;
	int added; /* rows; among them: */
	int stances, evidence;
	char persona[UUID_TEXT];
};

/* Adds or finds DemoAgentBot and remembers its id. */
int seed_persona(struct seed *s);

/* Prepares an INSERT whose first values are id, created_at, updated_at and persona_id; a NULL id
 * gives a new one. */
struct stmt *seed_insert(struct seed *s, const char *sql, const char *id, int64_t created);
/* Looks a row up: binds the values to $1 and on, and copies the first column. 1 found, 0 not, -1
 * error. */
int seed_find(
	struct seed *s, const char *sql, const char *const *values, size_t n, char id[UUID_TEXT]);
/* The JSON as the agent's own program writes it; takes the reference. */
struct span seed_json(struct seed *s, json_t *value);
/* Appends to an array and takes the reference. */
void seed_append(json_t *array, json_t *value);

/* One line of the report: "added 8 beliefs" or "8 beliefs were there already". */
void seed_say(struct seed *s, const char *things, int added, int found);

/* The parts of the demonstration, in this order. */
struct seed_graph {
	char ids[SEED_BELIEFS][UUID_TEXT];
	double confidence[SEED_BELIEFS];
};
int seed_graph_add(struct seed *s, struct seed_graph *g);
int seed_memories_add(struct seed *s);
int seed_drafts_add(struct seed *s, const struct seed_graph *g);

#endif
