/* What only PostgreSQL has: types, schemas, notifications, roles without rights, locks. */
#include <poll.h>
#include <postgresql/libpq-fe.h>

#include "fixture.h"
#include "migrate/ready.h"

static const char *ask(void **state, struct db *db, const char *sql)
{
	return scratch_ask(*state, db, sql);
}

/* --- Types. --- */

static void columns_have_the_types_of_the_agents_models(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "head");
	assert_string_equal(
		ask(state, db,
			"SELECT column_name, data_type, column_default FROM "
			"information_schema.columns"
			" WHERE table_name = 'pending_posts' AND column_name IN"
			" ('id', 'persona_id', 'draft_metadata', 'reviewed_at', 'created_at')"
			" ORDER BY 1"),
		"created_at|timestamp with time zone|now()|\n"
		"draft_metadata|jsonb|NULL|\n"
		"id|uuid|NULL|\n"
		"persona_id|uuid|NULL|\n"
		"reviewed_at|timestamp with time zone|NULL|\n");
	assert_string_equal(ask(state, db,
				    "SELECT DISTINCT data_type FROM information_schema.columns "
				    "WHERE column_name"
				    " IN ('config', 'tags', 'metadata', 'draft_metadata', "
				    "'old_value', 'new_value',"
				    " 'config_value')"),
		"jsonb|\n");
	assert_string_equal(ask(state, db,
				    "SELECT column_name, data_type FROM information_schema.columns"
				    " WHERE column_name IN ('embedding', 'weight') ORDER BY 1"),
		"embedding|bytea|\nweight|double precision|\n");
	db_close(&db);
}

/* --- Databases whose agent made other choices. --- */

/* The agent's tables with one type in the place of another. */
static struct db *agent_with(void **state, const char *sql)
{
	struct db *db = agent_database(*state, "agent");

	scratch_exec(db, sql);
	return db;
}

/* All columns of one type get another: no foreign key may stand between. */
#define RETYPE(from, to, using) \
	"DO $$ DECLARE c record; BEGIN" \
	" FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint" \
	"  WHERE contype = 'f' LOOP" \
	"  EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP;" \
	" FOR c IN SELECT table_name, column_name FROM information_schema.columns" \
	"  WHERE table_schema = 'public' AND data_type = '" from "' LOOP" \
	"  EXECUTE format('ALTER TABLE %I ALTER %I DROP DEFAULT, ALTER %I TYPE " to \
	" USING " using "', c.table_name, c.column_name, c.column_name, c.column_name);" \
			" END LOOP; END $$"

static void is_ready(struct db *db)
{
	struct str notice = {0};
	struct err e = {0};

	if (migrate_ready(db, &notice, &e) != 0)
		fail_msg("%s", e.text);
	str_free(&notice);
}

static void is_refused(struct db *db, enum err_code code, const char *why, struct err *e)
{
	struct str notice = {0};

	assert_int_equal(migrate_ready(db, &notice, e), -1);
	assert_int_equal(e->code, code);
	if (!strstr(e->text, why))
		fail_msg("\"%s\" does not say \"%s\"", e->text, why);
	assert_int_equal(notice.len, 0);
}

static void ids_of_text_are_worked_with(void **state)
{
	struct db *db = agent_with(state, RETYPE("uuid", "VARCHAR", "%I"));

	is_ready(db);
	scratch_exec(db,
		"INSERT INTO admins (id, username, hashed_password, created_at, updated_at)"
		" VALUES ('" UUID(
			"a1") "', 'rosa', 'x', now(), now());"
			      "INSERT INTO console_accounts (account_id, role) VALUES ('" UUID(
				      "a1") "', 'admin');"
					    "INSERT INTO console_claims (post_id, account_id, "
					    "actor, expires_at)"
					    " VALUES ('" UUID("01") "', '" UUID(
						    "a1") "', 'rosa', now())");
	assert_string_equal(ask(state, db,
				    "SELECT a.username FROM admins a JOIN console_accounts c"
				    " ON c.account_id = a.id"),
		"rosa|\n");
	go(*state, db, "0007");
	go(*state, db, "head");
	db_close(&db);
}

static void ids_that_are_no_uuids_are_named(void **state)
{
	struct db *db = agent_with(state,
		RETYPE("uuid", "VARCHAR",
			"%I") ";"
			      "UPDATE pending_posts SET id = 'not-a-uuid' WHERE id = '" UUID(
				      "02") "'");
	const char *before = schema_of(*state, db);
	struct err e = {0};

	is_refused(db, ERR_SCHEMA, "pending_posts.id holds \"not-a-uuid\", which is no UUID", &e);
	assert_string_equal(schema_of(*state, db), before);
	db_close(&db);
}

static void times_without_a_zone_are_worked_with(void **state)
{
	struct db *db = agent_with(state, RETYPE("timestamp with time zone", "TIMESTAMP", "%I"));

	is_ready(db);
	db_close(&db);
}

static void types_that_do_not_work_are_named(void **state)
{
	struct db *db = agent_with(
		state, RETYPE("timestamp with time zone", "VARCHAR", "to_char(%I, ''YYYY'')"));
	const char *before = schema_of(*state, db);
	struct err e = {0};

	is_refused(db, ERR_SCHEMA, "the column personas.created_at is character varying", &e);
	assert_non_null(strstr(e.hint, "timestamp with time zone"));
	assert_string_equal(schema_of(*state, db), before);
	db_close(&db);
}

static void ids_of_two_types_are_named(void **state)
{
	struct db *db = agent_with(state, "ALTER TABLE admins ALTER id TYPE TEXT");
	struct err e = {0};

	is_refused(db, ERR_SCHEMA, "personas.id is uuid, and admins.id is text", &e);
	db_close(&db);
}

/* --- Schemas. --- */

#define IN_MINE "&options=-csearch_path%3Dmine"

static void each_schema_is_a_database_of_its_own(void **state)
{
	struct db *ours = place_open(*state, "a", DB_CREATE);
	struct db *mine;

	go(*state, ours, "head");
	scratch_exec(ours, "CREATE SCHEMA mine");
	mine = place_open_url(*state, place_url(*state, "postgres", "a", IN_MINE));
	assert_true(state_of(*state, mine).empty);
	go(*state, mine, "head");
	is_ready(mine);
	go(*state, ours, "base");
	is_ready(mine);
	assert_true(state_of(*state, ours).empty);
	db_close(&mine);
	/* What the next case finds is the same database, emptied. */
	scratch_exec(ours, "DROP SCHEMA mine CASCADE");
	db_close(&ours);
}

static void a_schema_that_is_not_there_is_said(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	db_close(&db);
	db = place_open_url(*state, place_url(*state, "postgres", "a", IN_MINE));
	is_refused(db, ERR_SCHEMA, "names no schema", &e);
	db_close(&db);
}

/* --- Rights. --- */

static void tables_that_one_may_not_read_are_not_taken_for_missing(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	go(*state, db, "head");
	scratch_exec(db, "DROP ROLE IF EXISTS nobody_yet; CREATE ROLE nobody_yet LOGIN");
	db_close(&db);
	db = place_open_url(*state, place_url(*state, "nobody_yet", "a", ""));
	is_refused(db, ERR_DENIED, "permission denied", &e);
	db_close(&db);
}

static void adopting_needs_the_owners_rights_and_says_so(void **state)
{
	struct db *db = agent_with(state,
		"DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN;"
		"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
	struct err e = {0};

	db_close(&db);
	db = place_open_url(*state, place_url(*state, "reader", "agent", ""));
	is_refused(db, ERR_DENIED, "permission denied", &e);
	assert_non_null(strstr(e.hint, "owns"));
	assert_false(db_in_transaction(db));
	db_close(&db);
	db = place_open(*state, "agent", DB_READ_WRITE);
	scratch_exec(db, "DROP OWNED BY reader; DROP ROLE reader");
	is_ready(db);
	db_close(&db);
}

/* --- Locks. --- */

static void a_step_waits_no_longer_than_the_agents_locks_last(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = agent_database(*state, "agent");
	struct db *agent = place_open(*state, "agent", DB_READ_WRITE);
	struct err e = {0};

	scratch_exec(agent, "BEGIN; UPDATE pending_posts SET status = 'approved'");
	db_set_busy_timeout(db, 100);
	assert_int_equal(migrate_go(db, &set, HEAD, NULL, NULL, &e), -1);
	assert_int_equal(e.code, ERR_BUSY);
	assert_non_null(strstr(e.hint, "stays at 0007"));
	scratch_exec(agent, "COMMIT");
	go(*state, db, "head");
	db_close(&agent);
	db_close(&db);
}

static void adopting_does_not_wait_for_long_and_says_what_does(void **state)
{
	struct db *db = agent_database(*state, "agent");
	struct db *agent = place_open(*state, "agent", DB_READ_WRITE);
	struct err e = {0};

	scratch_exec(agent, "BEGIN; UPDATE pending_posts SET status = 'approved'");
	db_set_busy_timeout(db, 100);
	is_refused(db, ERR_BUSY, "cannot apply migrations/0008_console.sql", &e);
	assert_non_null(strstr(e.hint, " db upgrade head"));
	db_close(&agent);
	is_ready(db);
	db_close(&db);
}

/* --- Notifications. --- */

static PGconn *listener(void **state)
{
	PGconn *conn = PQconnectdb(place_url(*state, "postgres", "a", ""));

	assert_int_equal(PQstatus(conn), CONNECTION_OK);
	PQclear(PQexec(conn, "LISTEN console_changed"));
	return conn;
}

/* The payload of the next notification. Fails when none comes. */
static const char *heard(void **state, PGconn *conn)
{
	struct place *p = *state;
	struct pollfd fd = {PQsocket(conn), POLLIN, 0};
	PGnotify *n;

	while (PQconsumeInput(conn) && !(n = PQnotifies(conn)))
		if (poll(&fd, 1, 20000) == 0)
			fail_msg("nothing was heard");
	assert_string_equal(n->relname, "console_changed");
	const char *table = arena_strdup(&p->s.a, n->extra);
	PQfreemem(n);
	return table;
}

static void who_listens_hears_each_changed_table_once_a_transaction(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);
	PGconn *conn;

	go(*state, db, "head");
	conn = listener(state);
	scratch_exec(db,
		"BEGIN; INSERT INTO personas (id, reddit_username, config)"
		" VALUES ('" PERSONA "', 'rosa', '{}');"
		"INSERT INTO pending_posts (id, persona_id, content)"
		" VALUES ('" UUID(
			"01") "', '" PERSONA "', 'one');"
			      "INSERT INTO pending_posts (id, persona_id, content)"
			      " VALUES ('" UUID(
				      "02") "', '" PERSONA "', 'two');"
					    "UPDATE pending_posts SET status = 'pending'; COMMIT");
	assert_string_equal(heard(state, conn), "personas");
	assert_string_equal(heard(state, conn), "pending_posts");
	scratch_exec(db, "BEGIN; DELETE FROM pending_posts; ROLLBACK");
	scratch_exec(db, "TRUNCATE agent_config");
	assert_string_equal(heard(state, conn), "agent_config");
	PQfinish(conn);
	db_close(&db);
}

static void every_table_that_a_pane_shows_is_heard_of(void **state)
{
	static const char *const tables[] = {"personas", "belief_nodes", "belief_edges",
		"stance_versions", "evidence_links", "interactions", "belief_updates",
		"pending_posts", "agent_config", "console_claims"};
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	PGconn *conn;

	go(p, db, "head");
	conn = listener(state);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		scratch_exec(db, arena_printf(&p->s.a, "DELETE FROM %s", tables[i]));
		assert_string_equal(heard(state, conn), tables[i]);
	}
	PQfinish(conn);
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		POSTGRES(columns_have_the_types_of_the_agents_models),
		POSTGRES(ids_of_text_are_worked_with),
		POSTGRES(ids_that_are_no_uuids_are_named),
		POSTGRES(times_without_a_zone_are_worked_with),
		POSTGRES(types_that_do_not_work_are_named),
		POSTGRES(ids_of_two_types_are_named),
		POSTGRES(each_schema_is_a_database_of_its_own),
		POSTGRES(a_schema_that_is_not_there_is_said),
		POSTGRES(tables_that_one_may_not_read_are_not_taken_for_missing),
		POSTGRES(adopting_needs_the_owners_rights_and_says_so),
		POSTGRES(a_step_waits_no_longer_than_the_agents_locks_last),
		POSTGRES(adopting_does_not_wait_for_long_and_says_what_does),
		POSTGRES(who_listens_hears_each_changed_table_once_a_transaction),
		POSTGRES(every_table_that_a_pane_shows_is_heard_of),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
