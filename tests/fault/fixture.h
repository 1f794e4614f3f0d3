/* A database to break things on, and questions to it that bypass the program. */
#ifndef TESTS_FAULT_FIXTURE_H
#define TESTS_FAULT_FIXTURE_H

#include <stddef.h>

/* Loads tests/data/agent.sql into a new file. */
void agent_load(const char *path);
/* The first column of the first row, as a number or as text (free it). */
long long agent_number(const char *path, const char *sql);
char *agent_text(const char *path, const char *sql);
/* The database is sound, and every draft that is decided has its row in the ledger. */
void agent_expect_sound(const char *path);
/* A file in the scratch folder of this test; free it. */
char *scratch_path(const char *name);

#endif
