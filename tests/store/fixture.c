/* Databases for the contract suite, and questions to them. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "fixture_make.h"

static const char add_persona[] = "INSERT INTO personas (id, reddit_username, config)"
				  " VALUES ('" STORE_PERSONA "', 'TestBot', '{}')";

static int set_up(void **state, enum db_engine engine, enum store_rows rows)
{
	struct store *s = xcalloc(1, sizeof(*s));

	s->engine = engine;
	s->address = engine == DB_SQLITE ? make_sqlite(rows) : make_postgres(rows);
	s->db = store_connect(s, DB_READ_WRITE);
	store_exec(s->db, add_persona);
	memcpy(s->persona, STORE_PERSONA, UUID_TEXT);
	*state = s;
	return 0;
}

int store_fresh_sqlite(void **state)
{
	return set_up(state, DB_SQLITE, ROWS_NONE);
}

int store_fresh_postgres(void **state)
{
	return set_up(state, DB_POSTGRES, ROWS_NONE);
}

int store_turkish_postgres(void **state)
{
	return set_up(state, DB_POSTGRES, ROWS_TURKISH);
}

int store_agent_sqlite(void **state)
{
	return set_up(state, DB_SQLITE, ROWS_OF_AGENT);
}

int store_agent_postgres(void **state)
{
	return set_up(state, DB_POSTGRES, ROWS_OF_AGENT);
}

int store_drop(void **state)
{
	struct store *s = *state;

	db_close(&s->db);
	if (s->engine == DB_SQLITE)
		drop_sqlite(s->address);
	arena_free(&s->arena);
	free(s->address);
	free(s);
	return 0;
}

/* --- Running the cases. --- */

static void left_out(void **state)
{
	(void)state;
	skip();
}

static bool needs_server(const struct CMUnitTest *c)
{
	return strstr(c->name, "_on_postgres") != NULL;
}

int store_run(const struct CMUnitTest *cases, size_t n)
{
	struct CMUnitTest *all = xcalloc(n, sizeof(*all));

	cmocka_set_message_output(CM_OUTPUT_TAP);
	for (size_t i = 0; i < n; i++) {
		all[i] = cases[i];
		if (needs_server(&cases[i]) && !server_wanted())
			all[i] = (struct CMUnitTest){.name = cases[i].name, .test_func = left_out};
	}
	int failed = _cmocka_run_group_tests("store", all, n, NULL, stop_server);
	free(all);
	return failed;
}

struct db *store_connect(struct store *s, enum db_access access)
{
	struct db_address where;
	struct db *db = NULL;
	struct err e = {0};

	assert_ok(db_address_parse(s->address, &s->arena, &where, &e), e);
	assert_ok(db_open(&where, access, &db, &e), e);
	return db;
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

const char *store_column(struct store *s, const char *sql)
{
	struct err e = {0};
	struct stmt *st = db_prepare(s->db, sql, &e);
	struct str rows = {0};
	int step = -1;

	while (st && (step = stmt_step(st, &e)) > 0) {
		struct span text = col_text(st, 0);
		str_adds(&rows, text);
		str_addc(&rows, ' ');
	}
	stmt_done(&st);
	if (step < 0)
		fail_msg("%s", e.text);
	const char *all = arena_strdup(&s->arena, str_cstr(&rows));
	str_free(&rows);
	return all;
}

const char *store_plan(struct store *s, const struct query *q)
{
	bool sqlite = s->engine == DB_SQLITE;
	struct query explain = *q;
	struct str plan = {0};
	struct err e = {0};

	explain.sql = (struct str){0};
	query_add(&explain, sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ");
	query_add(&explain, str_cstr((struct str *)&q->sql));
	struct stmt *st = query_prepare(&explain, s->db, &e);
	if (!st)
		fail_msg("%s", e.text);
	while (stmt_step(st, &e) > 0) {
		str_adds(&plan, col_text(st, sqlite ? 3 : 0));
		str_addc(&plan, '\n');
	}
	stmt_done(&st);
	const char *text = arena_strdup(&s->arena, str_cstr(&plan));
	str_free(&plan);
	query_clear(&explain);
	return text;
}

const char *store_queue_order(const struct store *s)
{
	static const char *const orders[] = {
		[DB_SQLITE] = " ORDER BY replace(created_at, 'T', ' '), rowid",
		[DB_POSTGRES] = " ORDER BY created_at, id",
	};

	return orders[s->engine];
}

int64_t store_number(struct store *s, const char *sql)
{
	return strtoll(store_text(s, sql), NULL, 10);
}

void store_write(struct db *db, const char *sql, const char *const *values, size_t n)
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
	store_write(s->db,
		"INSERT INTO admins (id, username, hashed_password) VALUES ($1, $2, '*')", admin,
		2);
	const char *const account[] = {out.id, role_name(role)};
	store_write(s->db, "INSERT INTO console_accounts (account_id, role) VALUES ($1, $2)",
		account, 2);
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
	store_write(s->db,
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
