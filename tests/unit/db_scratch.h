/* A folder of its own for a test's databases, and short ways to ask them. */
#ifndef TESTS_DB_SCRATCH_H
#define TESTS_DB_SCRATCH_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "db/db.h"

struct scratch {
	char dir[64];
	struct arena a;
};

static inline int scratch_setup(void **state)
{
	struct scratch *s = xcalloc(1, sizeof(*s));

	snprintf(s->dir, sizeof(s->dir), "/tmp/tenet-test-XXXXXX");
	*state = s;
	return mkdtemp(s->dir) ? 0 : -1;
}

static inline int scratch_remove(
	const char *path, const struct stat *st, int flag, struct FTW *level)
{
	(void)st;
	(void)flag;
	(void)level;
	return remove(path);
}

static inline int scratch_teardown(void **state)
{
	struct scratch *s = *state;
	int result = nftw(s->dir, scratch_remove, 16, FTW_DEPTH | FTW_PHYS);

	arena_free(&s->a);
	free(s);
	return result;
}

static inline const char *scratch_path(struct scratch *s, const char *name)
{
	return arena_printf(&s->a, "%s/%s", s->dir, name);
}

static inline void scratch_write(struct scratch *s, const char *name, struct span bytes)
{
	FILE *f = fopen(scratch_path(s, name), "we");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
	assert_int_equal(fclose(f), 0);
}

/* A whole file, with a NUL behind it. */
static inline struct span scratch_read(struct scratch *s, const char *path)
{
	struct str text = {0};
	FILE *f = fopen(path, "re");
	size_t n;

	assert_non_null(f);
	while ((n = fread(str_reserve(&text, 65536), 1, 65536, f)) > 0)
		text.len += n;
	assert_int_equal(fclose(f), 0);
	struct span copy = arena_span(&s->a, str_span(&text));
	str_free(&text);
	return copy;
}

static inline int scratch_try(
	struct scratch *s, const char *name, enum db_access access, struct db **out, struct err *e)
{
	struct db_address where;

	if (db_address_parse(scratch_path(s, name), &s->a, &where, e) != 0)
		return -1;
	return db_open(&where, access, out, e);
}

static inline struct db *scratch_open(struct scratch *s, const char *name, enum db_access access)
{
	struct err e = {0};
	struct db *db = NULL;

	if (scratch_try(s, name, access, &db, &e) != 0)
		fail_msg("%s", e.text);
	return db;
}

static inline void scratch_exec(struct db *db, const char *sql)
{
	struct err e = {0};

	if (db_exec(db, sql, &e) != 0)
		fail_msg("%s", e.text);
}

/* All rows of a query as text: cells end with '|', rows with a line feed. In the scratch's arena.
 */
static inline const char *scratch_ask(struct scratch *s, struct db *db, const char *sql)
{
	struct err e = {0};
	struct str out = {0};
	struct stmt *st = db_prepare(db, sql, &e);
	int row = -1;

	while (st && (row = stmt_step(st, &e)) == 1) {
		for (int i = 0; i < stmt_columns(st); i++) {
			struct span cell = col_text(st, i);
			str_adds(&out, cell.p ? cell : SPAN_LIT("NULL"));
			str_addc(&out, '|');
		}
		str_addc(&out, '\n');
	}
	stmt_done(&st);
	if (row != 0)
		fail_msg("%s", e.text);
	const char *text = arena_strdup(&s->a, str_cstr(&out));
	str_free(&out);
	return text;
}

#endif
