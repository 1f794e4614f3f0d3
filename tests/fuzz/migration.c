/* Any bytes as a migration file: it expands or is refused, what expands is the same twice, and none
 * of its statements would end the transaction that it runs in. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/migrate/scan.h"
#include "migrate/migrate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct migration *m, const struct migration *again)
{
	if (strlen(m->checksum) != 64 || strcmp(m->checksum, again->checksum) != 0 ||
		strcmp(m->up, again->up) != 0 || strcmp(m->down, again->down) != 0)
		abort();
}

static void check_statement(struct span sql, enum db_engine engine)
{
	static const char *const ends[] = {"PRAGMA", "BEGIN", "START", "COMMIT", "END", "ROLLBACK",
		"ABORT", "SAVEPOINT", "RELEASE", "ATTACH", "DETACH", "PREPARE"};
	struct piece first;

	if (!scan_next(&sql, engine, &first))
		abort();
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (piece_is(&first, ends[i]))
			abort();
}

/* A copy without a NUL behind it, so that a look too far is found. */
static void check_section(const char *sql, enum db_engine engine)
{
	size_t n = strlen(sql), seen = 0;
	char *copy = malloc(n ? n : 1);
	struct span rest = {copy, n}, one;
	struct part part;

	memcpy(copy, sql, n);
	while (scan_part(&rest, engine, &part)) {
		if (part.table.p && (engine != DB_SQLITE || part.table.n == 0))
			abort();
		seen += part.sql.n;
		for (struct span sqls = part.sql; scan_statement(&sqls, engine, &one);)
			check_statement(one, engine);
	}
	if (seen > n || rest.n != 0)
		abort();
	free(copy);
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
		check_section(m.up, engines[i]);
		check_section(m.down, engines[i]);
	}
	/* Words and marks are the same for both engines. */
	if (accepted == 1)
		abort();
	arena_free(&a);
	return 0;
}
