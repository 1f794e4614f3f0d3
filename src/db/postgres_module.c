/* What the program finds in the driver when it has loaded it. */
#include "module.h"

extern const struct module tenet_module;

__attribute__((visibility("default"))) const struct module tenet_module = {
	.version = TENET_VERSION,
	.engine_size = sizeof(struct engine),
	.db_size = sizeof(struct db),
	.engine = &postgres_engine,
};
