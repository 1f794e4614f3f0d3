/* Makes backups of SQLite files. */
#include "migrate/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "base/time.h"
#include "new_file.h"
#include "sqltext.h"

static const char data_tables[] = "SELECT name FROM sqlite_schema WHERE type = 'table'"
				  " AND substr(name, 1, 7) <> 'sqlite_'"
				  " AND name NOT IN ('alembic_version', 'console_migrations')";

/* One statement that asks every table for its first row; empty when there are none. */
static int any_row_sql(struct db *db, struct str *out, struct err *e)
{
	struct stmt *st = db_prepare(db, data_tables, e);
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		str_add(out,
			out->len ? " OR EXISTS (SELECT 1 FROM " : "SELECT EXISTS (SELECT 1 FROM ");
		sql_add_quoted(out, '"', col_text(st, 0));
		str_addc(out, ')');
	}
	stmt_done(&st);
	return row;
}

int backup_needed(struct db *db, bool *out, struct err *e)
{
	struct str sql = {0};
	int row = 0;

	*out = false;
	if (db_engine(db) != DB_SQLITE)
		return 0;
	if (any_row_sql(db, &sql, e) != 0)
		row = -1;
	if (row == 0 && sql.len > 0) {
		struct stmt *st = db_prepare(db, str_cstr(&sql), e);
		row = st ? stmt_step(st, e) : -1;
		*out = row == 1 && col_int(st, 0) != 0;
		stmt_done(&st);
	}
	str_free(&sql);
	return row < 0 ? -1 : 0;
}

const char *backup_name(const struct db_address *where, const char *revision, struct arena *a)
{
	char now[20];
	const char *name;
	struct str stamp = {0};
	int copy = 1;

	time_format_seconds(time_now(), now);
	for (const char *p = now; *p; p++)
		if (*p == ' ')
			str_addc(&stamp, '-');
		else if (*p >= '0' && *p <= '9')
			str_addc(&stamp, *p);
	name = arena_printf(a, "%s.%s.%s.bak", where->target, revision, str_cstr(&stamp));
	while (access(name, F_OK) == 0)
		name = arena_printf(
			a, "%s.%s.%s-%d.bak", where->target, revision, str_cstr(&stamp), ++copy);
	str_free(&stamp);
	return name;
}

/* --- Writing. --- */

static int fail(const char *what, const char *path, int why, struct err *e)
{
	return err_set(e, why == ENOSPC || why == EDQUOT ? ERR_FULL : ERR_OTHER,
		"cannot %s the backup %s: %s", what, path, strerror(why));
}

/* Empty, and ours while the descriptor is open; one that a killed process left is taken over. */
static int make_part(const char *path, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail("make", path, errno, e);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fchmod(fd, 0600) == 0 && ftruncate(fd, 0) == 0)
		return fd;
	int why = errno;
	close(fd);
	if (why == EWOULDBLOCK)
		return err_set(e, ERR_BUSY, "somebody else writes the backup %s", path);
	return fail("make", path, why, e);
}

static int check(struct db *of, const char *path, struct err *e)
{
	const struct db_address where = {.engine = DB_SQLITE, .target = path, .name = path};
	struct db *db = NULL;
	bool sound = false;

	if (db_open(&where, DB_READ_ONLY, &db, e) != 0)
		return -1;
	db_set_helper(of, db);
	struct stmt *st = db_prepare(db, "PRAGMA integrity_check(1)", e);
	int row = st ? stmt_step(st, e) : -1;
	if (row == 1) {
		struct span said = col_text(st, 0);
		sound = span_is(said, "ok");
		if (!sound)
			err_set(e, ERR_CORRUPT, "the backup is damaged: %.*s", (int)said.n, said.p);
	}
	stmt_done(&st);
	db_set_helper(of, NULL);
	db_close(&db);
	return sound ? 0 : -1;
}

static int sync_file(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail("sync", path, errno, e);
	int result = fsync(fd) == 0 ? 0 : fail("sync", path, errno, e);
	close(fd);
	return result;
}

static int write_as(struct db *db, const char *part, const char *path, struct err *e)
{
	if (db_copy_into(db, part, e) != 0 || check(db, part, e) != 0 || sync_file(part, e) != 0)
		return -1;
	int why = new_file_name(part, path);
	return why == 0 ? 0 : fail("name", path, why, e);
}

int backup_write(struct db *db, const char *path, struct err *e)
{
	struct str part = {0};

	if (new_file_refuse(path, e) != 0)
		return err_hint(e, "a backup never replaces a file: give another name");
	str_addf(&part, "%s.part", path);
	int fd = make_part(str_cstr(&part), e);
	int result = fd < 0 ? -1 : write_as(db, str_cstr(&part), path, e);
	if (fd >= 0 && result != 0) {
		(void)unlink(str_cstr(&part));
		str_add(&part, "-journal");
		(void)unlink(str_cstr(&part));
	}
	if (fd >= 0)
		close(fd);
	str_free(&part);
	if (result != 0 && e->code == ERR_CANCELLED)
		err_hint(e, "what was copied so far is removed");
	return result == 0 ? 0 : err_prefix(e, "no backup of %s", db_name(db));
}
