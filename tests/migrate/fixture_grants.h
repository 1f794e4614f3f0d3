/* A database with the rights of `tenet db grants`, accounts, login roles, and what each may do. */
#ifndef TESTS_MIGRATE_FIXTURE_GRANTS_H
#define TESTS_MIGRATE_FIXTURE_GRANTS_H

#include "fixture.h"
#include "migrate/grants.h"
#include "store/posts.h"

#define PASSWORD "tulips and typewriters 1931"
/* The same with few rounds. */
#define HASH "$2b$04$V9tU2PabOsn9viFaLYcYG.WoPUyAphaGMJpzO4/cf7iD7o0ozXF/e"
#define MIA UUID("a0")
#define ROSA UUID("a1")
#define PAUL UUID("a2")
#define ANNA UUID("a3")
#define BELIEF UUID("b1")
#define DRAFT(n) UUID("0" n)

/* With the drafts 1 to 5 of one persona; mia and rosa are moderators, paul is an operator, anna an
 * admin, each with a login role that grants_list names. */
struct db *guarded(void **state);
struct grants grants_of(void **state, struct db *db);
void run_grants(void **state, struct db *db);
/* Over the role's own connection. */
struct db *as(void **state, const char *role);
const char *ask(void **state, struct db *db, const char *sql);

struct session log_in(struct db *db, const char *name);
/* Approves. */
enum decision_outcome decide(void **state, struct db *db, const struct session *s,
	const char *draft, struct decision_result *out);

/* The server refuses the statements to the role, as a matter of rights. */
void refused(void **state, const char *role, const char *sql);

#endif
