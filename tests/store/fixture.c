/* Databases for the contract suite. */
#include "fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "base/time.h"
#include "migrate/migrate.h"
#include "migrate/ready.h"

static void read_file(const char *path, struct str *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		fail_msg("cannot read %s", path);
	char *to = str_reserve(out, (size_t)st.st_size);
	assert_int_equal(read(fd, to, (size_t)st.st_size), st.st_size);
	out->len += (size_t)st.st_size;
	close(fd);
}

struct db *store_connect(struct store *s, enum db_access access)
{
	struct db_address where;
	struct db *db = NULL;
	struct err e = {0};

	assert_ok(db_address_parse(s->path, &s->arena, &where, &e), e);
	assert_ok(db_open(&where, access, &db, &e), e);
	return db;
}

static struct store *store_new(void)
{
	const char *folder = getenv("TMPDIR");
	struct store *s = xcalloc(1, sizeof(*s));
	struct str path = {0};

	str_addf(&path, "%s/tenet-store-XXXXXX", folder ? folder : "/tmp");
	s->path = xstrdup(str_cstr(&path));
	str_free(&path);
	int fd = mkstemp(s->path);
	assert_true(fd >= 0);
	close(fd);
	s->db = store_connect(s, DB_CREATE);
	return s;
}

static const char add_persona[] =
	"INSERT INTO personas (id, reddit_username, config)"
	" VALUES ('11111111-1111-4111-8111-111111111111', 'TestBot', '{}')";

static void finish(struct store *s, void **state)
{
	store_exec(s->db, add_persona);
	memcpy(s->persona, "11111111-1111-4111-8111-111111111111", UUID_TEXT);
	*state = s;
}

int store_fresh(void **state)
{
	struct store *s = store_new();
	struct migration_set set;
	struct err e = {0};

	assert_ok(migrations_load(NULL, db_engine(s->db), &s->arena, &set, &e), e);
	assert_ok(migrate_go(s->db, &set, set.n, NULL, NULL, &e), e);
	finish(s, state);
	return 0;
}

int store_adopted(void **state)
{
	struct store *s = store_new();
	struct str sql = {0}, notice = {0};
	struct err e = {0};

	read_file("tests/data/agent.sql", &sql);
	store_exec(s->db, str_cstr(&sql));
	str_free(&sql);
	assert_ok(migrate_ready(s->db, &notice, &e), e);
	assert_true(notice.len > 0);
	str_free(&notice);
	finish(s, state);
	return 0;
}

int store_drop(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	struct store *s = *state;
	struct str path = {0};

	db_close(&s->db);
	for (size_t i = 0; i < 3; i++) {
		str_clear(&path);
		str_addf(&path, "%s%s", s->path, ends[i]);
		unlink(str_cstr(&path));
	}
	str_free(&path);
	arena_free(&s->arena);
	free(s->path);
	free(s);
	return 0;
}

void store_exec(struct db *db, const char *sql)
{
	struct err e = {0};

	assert_ok(db_exec(db, sql, &e), e);
}

const char *store_text_of(struct store *s, const char *sql, const char *value)
{
	struct err e = {0};
	struct stmt *st = db_prepare(s->db, sql, &e);

	if (!st)
		fail_msg("%s", e.text);
	if (value)
		stmt_text(st, 1, span_of(value));
	if (stmt_step(st, &e) <= 0)
		fail_msg("no row: %s %s", sql, e.text);
	struct span text = arena_span(&s->arena, col_text(st, 0));
	stmt_done(&st);
	return text.p ? text.p : "";
}

const char *store_text(struct store *s, const char *sql)
{
	return store_text_of(s, sql, NULL);
}

int64_t store_number(struct store *s, const char *sql)
{
	return strtoll(store_text(s, sql), NULL, 10);
}

static void run(struct db *db, const char *sql, const char *const *values, size_t n)
{
	struct err e = {0};
	struct stmt *st = db_prepare(db, sql, &e);

	if (!st)
		fail_msg("%s", e.text);
	for (size_t i = 0; i < n; i++)
		stmt_text(st, (int)i + 1, span_of(values[i]));
	assert_ok(stmt_step(st, &e), e);
	stmt_done(&st);
}

struct session store_account(struct store *s, const char *name, enum role role)
{
	struct session out = {.role = role, .since = time_now()};

	uuid_new(out.id);
	snprintf(out.name, sizeof(out.name), "%s", name);
	const char *const admin[] = {out.id, name};
	run(s->db, "INSERT INTO admins (id, username, hashed_password) VALUES ($1, $2, '*')", admin,
		2);
	const char *const account[] = {out.id, role_name(role)};
	run(s->db, "INSERT INTO console_accounts (account_id, role) VALUES ($1, $2)", account, 2);
	return out;
}

static const char *or_else(const char *value, const char *missing)
{
	return value ? value : missing;
}

const char *store_draft(struct store *s, const struct store_draft *d)
{
	char *id = arena_alloc(&s->arena, UUID_TEXT);

	uuid_new(id);
	const char *const values[] = {id, s->persona, or_else(d->content, "A thought."),
		or_else(d->subreddit, "science"), or_else(d->status, "pending"),
		or_else(d->created, "2026-11-22 10:00:00"), d->metadata};
	run(s->db,
		"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit,"
		" status, created_at, draft_metadata)"
		" VALUES ($1, $2, $3, 'comment', $4, $5, $6, $7)",
		values, 7);
	return id;
}

struct post store_post(struct store *s, const char *id)
{
	struct post p = {0};
	struct err e = {0};

	assert_ok(posts_get(s->db, span_of(id), &s->arena, &p, &e), e);
	return p;
}
