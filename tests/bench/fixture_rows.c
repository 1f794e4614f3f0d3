/* Rows that are made up, the same on every run. */
#include "fixture_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

/* splitmix64 (Steele, Lea, Flood 2014). */
uint64_t rows_draw(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

size_t rows_pick(uint64_t *state, size_t n)
{
	return (size_t)(rows_draw(state) % n);
}

char *rows_copy(const char *text, size_t n)
{
	char *p = xmalloc(n + 1);

	memcpy(p, text, n);
	p[n] = '\0';
	return p;
}

void rows_id(uint64_t *state, char out[UUID_TEXT])
{
	uint64_t a = rows_draw(state), b = rows_draw(state);

	snprintf(out, UUID_TEXT, "%08x-%04x-4%03x-%04x-%012" PRIx64, (unsigned)(a >> 32),
		(unsigned)(a >> 16) & 0xFFFF, (unsigned)a & 0xFFF,
		((unsigned)(b >> 48) & 0x3FFF) | 0x8000, b & UINT64_C(0xFFFFFFFFFFFF));
}

void rows_time(time_t seconds, enum rows_form form, char out[40])
{
	struct tm tm;

	gmtime_r(&seconds, &tm);
	size_t n = strftime(
		out, 32, form == ROWS_MICROS ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &tm);
	if (form == ROWS_MICROS)
		memcpy(out + n, ".123456", sizeof(".123456"));
}

void rows_bind(sqlite3_stmt *st, int param, const char *text)
{
	sqlite3_bind_text(st, param, text, -1, SQLITE_STATIC);
}

static const char account[] =
	"INSERT INTO admins (id, username, hashed_password) VALUES"
	" ('0be7c4a0-5a5e-4d4e-8f3a-6d1f3c2b1a00', '" BENCH_USER "', '" BENCH_HASH "')";

void rows_begin(sqlite3 *db, const char *schema)
{
	bare_exec(db,
		"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
		"PRAGMA cache_size = -500000");
	bare_exec(db, schema);
	bare_exec(db, account);
}

void rows_end(sqlite3 *db)
{
	bare_exec(db, "PRAGMA journal_mode = WAL");
	sqlite3_close(db);
}
