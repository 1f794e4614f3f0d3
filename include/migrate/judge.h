/* Which differences between an agent's tables and ours the program can live with. */
#ifndef MIGRATE_JUDGE_H
#define MIGRATE_JUDGE_H

#include "migrate/compare.h"

/* Whose tables the agent's ten are: ours to hold to every word, or made by the agent's own tool. */
enum judge_owner { JUDGE_OURS, JUDGE_AGENTS };

/* Why a difference (ours wanted, the database had) does not matter, as half a sentence; NULL: it
 * matters. */
const char *judge_excuse(const struct difference *d, enum judge_owner owner, enum db_engine engine);

#endif
