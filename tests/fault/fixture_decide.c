/* Decisions through the store, and what the bare library says of them. */
#include "fault/fixture_decide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/time.h"
#include "fault/fixture.h"
#include "migrate/ready.h"

#define MODERATOR "00000001-0000-4000-8000-000000000000"

void decide_id(int draft, char out[UUID_TEXT])
{
	snprintf(out, UUID_TEXT, "%08x-1111-4111-8111-111111111111", (unsigned)draft);
}

/* DECIDE_PHRASE, as bcrypt has it at the lowest cost. */
#define HASH "$2b$04$KBCwKxOzLha2MUDgW0PjXeRYxmG9ZP4G78qRAEfx69pkFTeFHVAua"

static const char add_moderator[] =
	"INSERT INTO admins (id, username, hashed_password) VALUES ('" MODERATOR "', '" DECIDE_USER
	"', '" HASH "');"
	"INSERT INTO console_accounts (account_id, role) VALUES ('" MODERATOR "', 'moderator')";
static const char add_drafts[] =
	"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
	" INSERT INTO pending_posts (id, persona_id, content, status)"
	" SELECT printf('%08x-1111-4111-8111-111111111111', i), (SELECT min(id) FROM personas),"
	" 'Draft ' || i || ': ' || hex(zeroblob(i % 100)), 'pending' FROM n";

int decide_try_open(const char *path, struct db **out, struct err *e)
{
	const struct db_address where = {.engine = DB_SQLITE, .target = path, .name = path};

	return db_open(&where, DB_READ_WRITE, out, e);
}

struct db *decide_open(const char *path)
{
	struct db *db = NULL;
	struct err e = {0};

	if (decide_try_open(path, &db, &e) != 0)
		fail_msg("%s", e.text);
	return db;
}

void decide_prepare(const char *path, int drafts)
{
	struct str notice = {0};
	struct err e = {0};

	agent_load(path);
	struct db *db = decide_open(path);
	if (migrate_ready(db, &notice, &e) != 0 || db_exec(db, add_moderator, &e) != 0)
		fail_msg("%s", e.text);
	str_free(&notice);
	struct stmt *st = db_prepare(db, add_drafts, &e);
	assert_non_null(st);
	stmt_int(st, 1, drafts);
	if (stmt_step(st, &e) != 0)
		fail_msg("%s", e.text);
	stmt_done(&st);
	db_close(&db);
}

int decide_seen_by(struct db *db, const char *id, const char *hash, struct arena *a,
	struct decision_result *out, struct err *e)
{
	const struct session mia = {
		.id = MODERATOR, .name = DECIDE_USER, .role = ROLE_MODERATOR, .since = time_now()};
	const struct decision_request request = {
		.post_id = id,
		.seen_hash = hash,
		.decision = DECIDE_APPROVE,
		.viewing_ms = -1,
	};

	return posts_decide(db, &mia, &request, a, out, e);
}

int decide_try(struct db *db, int draft, struct err *e)
{
	struct arena a = {0};
	struct decision_result result;
	struct post seen;
	char id[UUID_TEXT];

	decide_id(draft, id);
	int outcome = posts_get(db, span_of(id), &a, &seen, e);
	if (outcome == 0)
		outcome = decide_seen_by(db, id, seen.hash, &a, &result, e);
	arena_free(&a);
	return outcome == 0 && result.outcome != DECIDED ? 1 : outcome;
}

int decide_draft(struct db *db, int draft, struct err *e)
{
	int outcome = decide_try(db, draft, e);

	if (outcome > 0)
		fail_msg("draft %d cannot be decided", draft);
	return outcome;
}

static const char states[] =
	"SELECT group_concat(CASE"
	" WHEN status = 'approved' AND reviewed_by = '" DECIDE_USER "' AND n = 1 THEN '1'"
	" WHEN status = 'pending' AND reviewed_by IS NULL AND n = 0 THEN '0' ELSE '?' END, '')"
	" FROM (SELECT *, (SELECT count(*) FROM console_decisions d WHERE d.post_id = p.id) AS n"
	" FROM pending_posts p WHERE id BETWEEN '%08x' AND '%08x-z' ORDER BY id)";

void decide_states(const char *path, int first, int n, bool *decided)
{
	char sql[600];

	snprintf(sql, sizeof(sql), states, (unsigned)first, (unsigned)(first + n - 1));
	char *found = agent_text(path, sql);
	if (strlen(found) != (size_t)n || strchr(found, '?'))
		fail_msg("drafts %d to %d are half decided: %s", first, first + n - 1, found);
	for (int i = 0; i < n; i++)
		decided[i] = found[i] == '1';
	free(found);
}

void decide_expect(const char *path, int first, int n, const bool *decided)
{
	bool found[16];

	assert_in_range(n, 1, 16);
	agent_expect_sound(path);
	decide_states(path, first, n, found);
	for (int i = 0; i < n; i++)
		if (found[i] != decided[i])
			fail_msg("draft %d %s", first + i,
				decided[i] ? "is not decided" : "is decided");
}
