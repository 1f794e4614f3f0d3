/* The PostgreSQL driver as a file beside the program, which only those need who use PostgreSQL. */
#ifndef DB_MODULE_H
#define DB_MODULE_H

#include "engine.h"

#define MODULE_FILE "tenet-postgres.so"

/* What the file exports as `tenet_module`. Program and module must come from one build: they share
 * structs. */
struct module {
	const char *version;
	size_t engine_size, db_size;
	const struct engine *engine;
};

/* Loads it, once and for good, from the program's own folder or from ../lib/tenet beside that. NULL
 * when it is missing, cannot be loaded, or belongs to another version. */
const struct engine *module_engine(const struct db_address *where, struct err *e);

#endif
