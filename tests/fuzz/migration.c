/* Any bytes as a migration file: it expands or is refused, and what expands is the same twice. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "migrate/migrate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct migration *m, const struct migration *again)
{
	if (strlen(m->checksum) != 64 || strcmp(m->checksum, again->checksum) != 0 ||
		strcmp(m->up, again->up) != 0 || strcmp(m->down, again->down) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum db_engine engines[] = {DB_SQLITE, DB_POSTGRES};
	struct span source = {(const char *)data, size};
	struct arena a = {0};
	int accepted = 0;

	for (size_t i = 0; i < 2; i++) {
		struct migration m, again;
		struct err e = {0};
		if (migration_expand("fuzz.sql", source, engines[i], &a, &m, &e) != 0) {
			if (e.code == ERR_NONE || !e.text[0])
				abort();
			continue;
		}
		accepted++;
		if (migration_expand("fuzz.sql", source, engines[i], &a, &again, &e) != 0)
			abort();
		check(&m, &again);
	}
	/* Words and marks are the same for both engines. */
	if (accepted == 1)
		abort();
	arena_free(&a);
	return 0;
}
