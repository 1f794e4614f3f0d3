/* Copies for the tests: from a SQLite file into a database of the case's engine, and back. */
#ifndef TESTS_MIGRATE_FIXTURE_COPY_H
#define TESTS_MIGRATE_FIXTURE_COPY_H

#include "fixture.h"
#include "migrate/copy.h"

/* The agent's database with the console's tables, an account, decisions and events. A file,
 * whatever the engine of the case. */
void rich_source(struct place *p, const char *name);
/* A database of another engine than the case's. */
struct db *file_open(struct place *p, const char *name, enum db_access access);
/* SQL for a file, foreign keys and checks off, as a program that knows neither would run it. */
void file_damage(struct place *p, const char *name, const char *sql);

struct trial {
	struct copy_options options;
	struct copy_result result;
	struct err err;
};
/* Copies the file `from` into the database `to` of the case's engine. */
int try_copy(struct place *p, const char *from, const char *to, struct trial *t);
/* … and the other way. */
int try_copy_back(struct place *p, const char *from, const char *to, struct trial *t);
int try_export(struct place *p, const char *from, const char *file, struct trial *t);
int try_import(struct place *p, const char *file, const char *to, struct trial *t);
/* Fails with the error's text when `result` is not 0. */
void must(int result, const struct trial *t);

/* The reject file of the case. */
const char *reject_path(struct place *p);
/* All values of a table of a file as the engine says them, ordered by key. */
const char *values_of(struct place *p, const char *name, const char *sql);

#endif
