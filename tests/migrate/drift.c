/* Changes that somebody made by hand are found, whatever they changed. */
#include "fixture_grants.h"
#include "migrate/check.h"
#include "migrate/compare.h"
#include "migrate/judge.h"

struct drift {
	const char *what, *way; /* as the finding says it */
	const char *by; /* the SQL of the hand; NULL: the engine cannot do it */
	const char *text; /* the sentence */
};

/* SQLite changes a table by making it anew. */
#define ANEW(columns) \
	"DROP TABLE agent_config; CREATE TABLE agent_config (" columns ");" \
	"CREATE INDEX idx_agent_config_persona ON agent_config (persona_id);" \
	"CREATE INDEX idx_agent_config_key ON agent_config (config_key)"
#define TIMES \
	"created_at VARCHAR DEFAULT (datetime('now')) NOT NULL," \
	"updated_at VARCHAR DEFAULT (datetime('now')) NOT NULL,"
#define IDS "id VARCHAR NOT NULL, persona_id VARCHAR NOT NULL,"
#define REST "config_key VARCHAR(255) NOT NULL, config_value TEXT NOT NULL"
#define PRIMARY ", PRIMARY KEY (id)"
#define UNIQUE_KEY ", CONSTRAINT uq_persona_config_key UNIQUE (persona_id, config_key)"
#define FOREIGN ", FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE"
#define KEYS PRIMARY UNIQUE_KEY FOREIGN

static const struct drift on_sqlite[] = {
	{"view", "extra", "CREATE VIEW mine AS SELECT id FROM personas",
		"the view mine should not be there"},
	{"trigger", "extra", "CREATE TRIGGER mine AFTER DELETE ON personas BEGIN SELECT 1; END",
		"personas: the trigger mine should not be there"},
	{"table", "missing", "DROP TABLE agent_config", "the table agent_config is missing"},
	{"table", "extra", "CREATE TABLE notes (a)", "the table notes should not be there"},
	{"column", "missing", "ALTER TABLE interactions DROP COLUMN embedding",
		"interactions: the column embedding is missing"},
	{"column", "extra", "ALTER TABLE interactions ADD COLUMN mood TEXT",
		"interactions: the column mood should not be there"},
	{"type", "changed",
		ANEW(TIMES IDS "config_key TEXT NOT NULL, config_value TEXT NOT NULL" KEYS),
		"agent_config: the column config_key is of the type TEXT instead of VARCHAR(255)"},
	{"nullability", "changed",
		ANEW(TIMES IDS "config_key VARCHAR(255), config_value TEXT NOT NULL" KEYS),
		"agent_config: the column config_key takes NULL and should not"},
	{"default", "changed",
		ANEW(TIMES IDS "config_key VARCHAR(255) DEFAULT 'k' NOT NULL, config_value TEXT "
			       "NOT NULL" KEYS),
		"agent_config: the default of the column config_key is 'k' instead of none"},
	{"default", "changed",
		ANEW("created_at VARCHAR NOT NULL,"
		     "updated_at VARCHAR DEFAULT (datetime('now')) NOT NULL," IDS REST KEYS),
		"agent_config: the default of the column created_at is none instead of "
		"datetime('now')"},
	{"primary key", "missing", ANEW(TIMES IDS REST UNIQUE_KEY FOREIGN),
		"agent_config: the primary key (id) is missing"},
	{"primary key", "changed",
		ANEW(TIMES IDS REST ", PRIMARY KEY (id, config_key)" UNIQUE_KEY FOREIGN),
		"agent_config: the primary key is (id, config_key) instead of (id)"},
	{"foreign key", "missing", ANEW(TIMES IDS REST PRIMARY UNIQUE_KEY),
		"agent_config: the foreign key (persona_id) REFERENCES personas (id) ON DELETE "
		"CASCADE is missing"},
	{"foreign key", "extra",
		ANEW(TIMES IDS REST KEYS ", FOREIGN KEY (config_key) REFERENCES admins (id)"),
		"agent_config: the foreign key (config_key) REFERENCES admins (id) should not be "
		"there"},
	{"foreign key", "changed",
		ANEW(TIMES IDS REST PRIMARY UNIQUE_KEY
			", FOREIGN KEY (persona_id) REFERENCES personas (id)"),
		"agent_config: the foreign key is (persona_id) REFERENCES personas (id) instead of "
		"(persona_id) REFERENCES personas (id) ON DELETE CASCADE"},
	{"unique key", "missing", ANEW(TIMES IDS REST PRIMARY FOREIGN),
		"agent_config: the unique key uq_persona_config_key (persona_id, config_key) is "
		"missing"},
	{"unique key", "extra", ANEW(TIMES IDS REST KEYS ", UNIQUE (config_value)"),
		"agent_config: the unique key (config_value) should not be there"},
	{"unique key", "changed",
		ANEW(TIMES IDS REST PRIMARY FOREIGN
			", CONSTRAINT uq_persona_config_key UNIQUE (persona_id)"),
		"agent_config: the unique key uq_persona_config_key is (persona_id) instead of "
		"(persona_id, config_key)"},
	{"check", "extra", ANEW(TIMES IDS REST KEYS ", CHECK (length(config_key) > 1)"),
		"agent_config: the check length(config_key) > 1 should not be there"},
	{"check", "missing",
		"DROP TABLE console_reasons; CREATE TABLE console_reasons (id VARCHAR NOT NULL,"
		" code VARCHAR(50) NOT NULL, text TEXT NOT NULL,"
		" action VARCHAR(20) DEFAULT 'reject' NOT NULL, position INTEGER DEFAULT 0 NOT "
		"NULL,"
		" subreddit VARCHAR(100), post_type VARCHAR(50),"
		" " TIMES "PRIMARY KEY (id), UNIQUE (code))",
		"console_reasons: the check console_reasons_action action in ('approve', 'reject') "
		"is missing"},
	{"check", "changed",
		"DROP TABLE console_reasons; CREATE TABLE console_reasons (id VARCHAR NOT NULL,"
		" code VARCHAR(50) NOT NULL, text TEXT NOT NULL,"
		" action VARCHAR(20) DEFAULT 'reject' NOT NULL, position INTEGER DEFAULT 0 NOT "
		"NULL,"
		" subreddit VARCHAR(100), post_type VARCHAR(50),"
		" " TIMES "PRIMARY KEY (id), UNIQUE (code),"
		" CONSTRAINT console_reasons_action CHECK (action = 'reject'))",
		"console_reasons: the check console_reasons_action is action = 'reject' instead of "
		"action in ('approve', 'reject')"},
	{"index", "missing", "DROP INDEX idx_agent_config_key",
		"agent_config: the index idx_agent_config_key (config_key) is missing"},
	{"index", "extra", "CREATE INDEX by_hand ON agent_config (config_value)",
		"agent_config: the index by_hand (config_value) should not be there"},
	{"index", "changed",
		"DROP INDEX console_decisions_undoes;"
		"CREATE UNIQUE INDEX console_decisions_undoes ON console_decisions (undoes)",
		"console_decisions: the index console_decisions_undoes is UNIQUE (undoes) instead "
		"of UNIQUE (undoes) where undoes is not null"},
	{"trigger", "missing", "DROP TRIGGER console_events_no_delete",
		"console_events: the trigger console_events_no_delete is missing"},
	{"trigger", "extra", "CREATE TRIGGER mine AFTER DELETE ON personas BEGIN SELECT 1; END",
		"personas: the trigger mine should not be there"},
	{"trigger", "changed",
		"DROP TRIGGER console_events_no_delete;"
		"CREATE TRIGGER console_events_no_delete BEFORE DELETE ON console_events BEGIN"
		" SELECT 1; END",
		"console_events: the trigger console_events_no_delete does something else"},
};

#define CONFIG "ALTER TABLE agent_config "
#define PERSONA_KEY "agent_config_persona_id_fkey"

static const struct drift on_postgres[] = {
	{"table", "missing", "DROP TABLE agent_config", "the table agent_config is missing"},
	{"table", "extra", "CREATE TABLE notes ()", "the table notes should not be there"},
	{"column", "missing", "ALTER TABLE interactions DROP COLUMN embedding",
		"interactions: the column embedding is missing"},
	{"column", "extra", "ALTER TABLE interactions ADD COLUMN mood TEXT",
		"interactions: the column mood should not be there"},
	{"type", "changed", CONFIG "ALTER config_key TYPE TEXT",
		"agent_config: the column config_key is of the type text instead of character "
		"varying(255)"},
	{"nullability", "changed", CONFIG "ALTER config_key DROP NOT NULL",
		"agent_config: the column config_key takes NULL and should not"},
	{"nullability", "changed", "ALTER TABLE personas ALTER display_name SET NOT NULL",
		"personas: the column display_name takes no NULL and should"},
	{"default", "changed", CONFIG "ALTER config_key SET DEFAULT 'k'",
		"agent_config: the default of the column config_key is 'k'::character varying "
		"instead of none"},
	{"default", "changed", CONFIG "ALTER created_at DROP DEFAULT",
		"agent_config: the default of the column created_at is none instead of now()"},
	{"primary key", "missing", CONFIG "DROP CONSTRAINT agent_config_pkey",
		"agent_config: the primary key agent_config_pkey (id) is missing"},
	{"primary key", "changed",
		CONFIG "DROP CONSTRAINT agent_config_pkey, ADD PRIMARY KEY (id, config_key)",
		"agent_config: the primary key agent_config_pkey is (id, config_key) instead of "
		"(id)"},
	{"foreign key", "missing", CONFIG "DROP CONSTRAINT " PERSONA_KEY,
		"agent_config: the foreign key " PERSONA_KEY
		" (persona_id) REFERENCES personas(id) ON DELETE CASCADE is missing"},
	{"foreign key", "extra",
		CONFIG "ADD CONSTRAINT mine FOREIGN KEY (id) REFERENCES personas (id)",
		"agent_config: the foreign key mine (id) REFERENCES personas(id) should not be "
		"there"},
	{"foreign key", "changed",
		CONFIG "DROP CONSTRAINT " PERSONA_KEY ", ADD FOREIGN KEY (persona_id)"
		       " REFERENCES personas (id) ON DELETE CASCADE NOT VALID",
		"agent_config: the foreign key " PERSONA_KEY
		" is (persona_id) REFERENCES personas(id) ON DELETE CASCADE NOT VALID instead of "
		"(persona_id) REFERENCES personas(id) ON DELETE CASCADE"},
	{"unique key", "missing", CONFIG "DROP CONSTRAINT uq_persona_config_key",
		"agent_config: the unique key uq_persona_config_key (persona_id, config_key) is "
		"missing"},
	{"unique key", "extra", CONFIG "ADD CONSTRAINT mine UNIQUE (config_value)",
		"agent_config: the unique key mine (config_value) should not be there"},
	{"unique key", "changed",
		CONFIG "DROP CONSTRAINT uq_persona_config_key,"
		       " ADD CONSTRAINT uq_persona_config_key UNIQUE (persona_id)",
		"agent_config: the unique key uq_persona_config_key is (persona_id) instead of "
		"(persona_id, config_key)"},
	{"unique key", "renamed", CONFIG "RENAME CONSTRAINT uq_persona_config_key TO mine",
		"agent_config: the unique key (persona_id, config_key) is named mine instead of "
		"uq_persona_config_key"},
	{"check", "extra", CONFIG "ADD CONSTRAINT mine CHECK (length(config_key) > 1)",
		"agent_config: the check mine (length(config_key) > 1) should not be there"},
	{"check", "missing", "ALTER TABLE belief_nodes DROP CONSTRAINT ck_belief_confidence_range",
		"belief_nodes: the check ck_belief_confidence_range (current_confidence IS NULL OR "
		"current_confidence >= 0::double precision AND current_confidence <= 1::double "
		"precision) is missing"},
	{"check", "changed",
		"ALTER TABLE console_reasons DROP CONSTRAINT console_reasons_action, ADD CONSTRAINT"
		" console_reasons_action CHECK (position > 0)",
		"console_reasons: the check console_reasons_action is (\"position\" > 0) instead "
		"of (action = ANY (ARRAY['approve', 'reject']))"},
	{"check", "changed",
		"ALTER TABLE console_reasons DROP CONSTRAINT console_reasons_action, ADD CONSTRAINT"
		" console_reasons_action CHECK (action IN ('approve''::text', 'reject'))",
		"console_reasons: the check console_reasons_action is (action = ANY (ARRAY["
		"'approve''::text', 'reject'])) instead of (action = ANY (ARRAY['approve', "
		"'reject']))"},
	{"index", "missing", "DROP INDEX idx_agent_config_key",
		"agent_config: the index idx_agent_config_key (config_key) is missing"},
	{"index", "extra", "CREATE INDEX by_hand ON agent_config USING hash (config_value)",
		"agent_config: the index by_hand hash (config_value) should not be there"},
	{"index", "changed",
		"DROP INDEX console_decisions_undoes;"
		"CREATE UNIQUE INDEX console_decisions_undoes ON console_decisions (undoes)",
		"console_decisions: the index console_decisions_undoes is UNIQUE (undoes) instead "
		"of UNIQUE (undoes) WHERE undoes IS NOT NULL"},
	{"trigger", "missing", "DROP TRIGGER console_events_no_delete ON console_events",
		"console_events: the trigger console_events_no_delete is missing"},
	{"trigger", "extra",
		"CREATE TRIGGER mine AFTER DELETE ON personas FOR EACH ROW EXECUTE FUNCTION"
		" console_changed()",
		"personas: the trigger mine should not be there"},
	{"trigger", "changed",
		"ALTER TABLE console_events DISABLE TRIGGER console_events_no_delete",
		"console_events: the trigger console_events_no_delete does something else"},
	{"rule", "extra", "CREATE RULE mine AS ON DELETE TO personas DO INSTEAD NOTHING",
		"personas: the rule mine should not be there"},
	{"policy", "extra", "CREATE POLICY mine ON personas USING (id IS NULL)",
		"personas: the policy mine should not be there"},
	{"row security", "extra", "ALTER TABLE personas ENABLE ROW LEVEL SECURITY",
		"personas: the row security should not be there"},
	{"view", "extra", "CREATE VIEW mine AS SELECT id FROM personas",
		"the view mine should not be there"},
	{"view", "extra", "CREATE MATERIALIZED VIEW mine AS SELECT id FROM personas",
		"the view mine should not be there"},
	{"function", "extra",
		"CREATE FUNCTION mine(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a'",
		"the function mine(a integer) should not be there"},
	{"function", "extra",
		"CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; "
		"END'",
		"the function mine() should not be there"},
	{"type", "extra", "CREATE TYPE mine AS ENUM ('a', 'b')",
		"the type mine should not be there"},
	{"type", "extra", "CREATE TYPE mine AS (a integer, b text)",
		"the type mine should not be there"},
	{"type", "extra", "CREATE TYPE mine AS RANGE (subtype = date)",
		"the type mine should not be there"},
	{"type", "changed", "ALTER DOMAIN console_id SET NOT NULL",
		"the type console_id is another one"},
	{"sequence", "extra", "CREATE SEQUENCE mine", "the sequence mine should not be there"},
	{"trigger", "changed",
		"CREATE OR REPLACE FUNCTION console_changed() RETURNS trigger LANGUAGE plpgsql"
		" AS 'BEGIN RETURN NULL; END'",
		"personas: the trigger console_changed does something else"},
};

static const struct {
	const struct drift *d;
	size_t n;
} drifts[] = {
	[DB_SQLITE] = {on_sqlite, sizeof(on_sqlite) / sizeof(on_sqlite[0])},
	[DB_POSTGRES] = {on_postgres, sizeof(on_postgres) / sizeof(on_postgres[0])},
};

static const struct difference *found(const struct differences *all, const struct drift *d)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->d[i].text, d->text) == 0)
			return &all->d[i];
	fail_msg("after %.200s:\n\"%s\" was not found; the first of %zu: \"%s\"", d->by, d->text,
		all->n, all->n ? all->d[0].text : "");
	return NULL;
}

static void is_found_alone(const struct differences *all, const struct drift *d)
{
	const struct difference *one = found(all, d);

	assert_string_equal(difference_name(one), d->what);
	assert_string_equal(difference_way_name(one->way), d->way);
	assert_null(judge_excuse(one, JUDGE_OURS, DB_SQLITE));
	/* A function may change the triggers of many tables. */
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(difference_name(&all->d[i]), d->what) != 0)
			fail_msg("after %.200s:\n\"%s\" was found, too", d->by, all->d[i].text);
}

/* As pg_dump writes them and pg_restore reads them: PostgreSQL then spells the casts of a list at
 * each of its words. */
static const char restore_checks[] =
	"DO $$ DECLARE k record; BEGIN"
	" FOR k IN SELECT conrelid::regclass AS t, conname, pg_get_constraintdef(oid) AS def"
	"  FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace LOOP"
	"  EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s', k.t,"
	"   k.conname, k.conname, k.def);"
	" END LOOP; END $$";

static void a_check_is_the_same_after_a_dump(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct catalog before, after;
	struct differences all;
	struct err e = {0};

	go(p, db, "head");
	assert_int_equal(catalog_read(db, &p->s.a, &before, &e), 0);
	scratch_exec(db, restore_checks);
	assert_int_equal(catalog_read(db, &p->s.a, &after, &e), 0);
	catalog_compare(&before, &after, &p->s.a, &all);
	if (all.n > 0)
		fail_msg("%s", all.d[0].text);
	db_close(&db);
}

static void each_kind_of_drift_is_found_and_nothing_else(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct catalog before, after;
	struct differences all;
	struct err e = {0};

	go(p, db, "head");
	assert_int_equal(catalog_read(db, &p->s.a, &before, &e), 0);
	for (size_t i = 0; i < drifts[p->engine].n; i++) {
		const struct drift *d = &drifts[p->engine].d[i];
		assert_int_equal(db_begin(db, &e), 0);
		if (db_exec(db, d->by, &e) != 0 || catalog_read(db, &p->s.a, &after, &e) != 0)
			fail_msg("%s", e.text);
		db_rollback(db);
		catalog_compare(&before, &after, &p->s.a, &all);
		is_found_alone(&all, d);
	}
	db_close(&db);
}

static struct check look(struct place *p, struct db *db)
{
	struct check k;
	struct err e = {0};

	if (check_all(db, p->engine, NULL, &p->s.a, &k, &e) != 0)
		fail_msg("%s", e.text);
	return k;
}

static void drift_fails_the_check(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "head");
	scratch_exec(db, "DROP INDEX idx_agent_config_key; CREATE TABLE notes (a INTEGER)");
	struct check k = look(p, db);
	assert_int_equal(k.n, 2);
	assert_int_equal(k.matter, 2);
	for (size_t i = 0; i < k.n; i++)
		assert_int_equal(k.f[i].part, CHECK_DATABASE);
	db_close(&db);
}

static void what_nobody_touched_has_no_differences(void **state)
{
	static const char *const words[] = {"0001", "0005", "head"};
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		go(p, db, words[i]);
		struct check k = look(p, db);
		if (k.n > 0)
			fail_msg("at %s: %s", words[i], k.f[0].text);
		for (int part = 0; part < 3; part++)
			assert_null(k.left_out[part]);
	}
	db_close(&db);
}

static void looking_changes_nothing(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "head");
	const char *before = schema_of(p, db);
	(void)look(p, db);
	assert_string_equal(schema_of(p, db), before);
	if (p->engine == DB_POSTGRES)
		assert_string_equal(scratch_ask(&p->s, db,
					    "SELECT count(*) FROM pg_namespace WHERE nspname LIKE"
					    " 'tenet%'"),
			"0|\n");
	db_close(&db);
}

static void an_agents_database_differs_in_nothing_that_matters(void **state)
{
	struct place *p = *state;
	struct db *db = agent_database(p, "agent");

	go(p, db, "head");
	scratch_exec(db,
		"DROP INDEX idx_pending_posts_status;"
		"ALTER TABLE pending_posts ADD COLUMN priority INTEGER;"
		"CREATE TABLE agent_sessions (id TEXT)");
	struct check k = look(p, db);
	assert_int_equal(k.n, 3);
	assert_int_equal(k.matter, 0);
	scratch_exec(db, "DROP INDEX console_pending_posts_queue; DROP INDEX ix_admins_username");
	k = look(p, db);
	assert_int_equal(k.n, 5);
	assert_int_equal(k.matter, 2);
	db_close(&db);
}

static void a_changed_file_is_named(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "head");
	scratch_exec(
		db, "UPDATE console_migrations SET checksum = 'other' WHERE revision = '0003'");
	struct check k = look(p, db);
	assert_int_equal(k.matter, 1);
	assert_int_equal(k.f[0].part, CHECK_FILES);
	assert_string_equal(k.f[0].object, "migrations/0003_stances_evidence.sql");
	db_close(&db);
}

/* As the script says it, and not otherwise. */
static void what_the_grants_say_is_known_and_more_is_not(void **state)
{
	static const char *const more[] = {
		"DROP POLICY console_own ON admins; CREATE POLICY console_own ON admins USING "
		"(true)",
		"CREATE POLICY mine ON admins USING (true)",
		"DROP POLICY console_all ON console_events; CREATE POLICY console_all ON"
		" console_events USING (actor <> 'eve')",
		"ALTER TABLE personas ENABLE ROW LEVEL SECURITY",
	};
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "head");
	run_grants(state, db);
	struct check k = look(p, db);
	assert_true(k.n > 10);
	for (size_t i = 0; i < k.n; i++)
		if (!k.f[i].excuse)
			fail_msg("%s", k.f[i].text);
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		scratch_exec(db, more[i]);
		assert_int_equal(look(p, db).matter, i + 1);
	}
	db_close(&db);
}

static void a_view_of_the_agents_does_not_matter(void **state)
{
	struct place *p = *state;
	struct db *db = agent_database(p, "agent");

	go(p, db, "head");
	scratch_exec(db, "CREATE VIEW waiting AS SELECT id FROM pending_posts");
	struct check k = look(p, db);
	assert_int_equal(k.n, 1);
	assert_int_equal(k.matter, 0);
	assert_null(k.f[0].table);
	assert_string_equal(k.f[0].object, "waiting");
	db_close(&db);
}

/* --- The records. --- */

static void records_that_are_gone_are_missed(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "head");
	scratch_exec(db, "DROP TABLE console_migrations");
	struct check k = look(p, db);
	assert_int_equal(k.matter, 1);
	assert_int_equal(k.f[0].part, CHECK_FILES);
	assert_string_equal(k.f[0].object, "console_migrations");
	/* The way out that it names. */
	struct migration_set set = builtin_set(p);
	assert_non_null(strstr(
		k.f[0].text, arena_printf(&p->s.a, "db stamp %s", set.m[HEAD - 1].revision)));
	struct err e = {0};
	assert_int_equal(migrate_stamp(db, &set, HEAD, &e), 0);
	assert_int_equal(look(p, db).matter, 0);
	db_close(&db);
}

static void a_second_revision_is_found_where_one_is_ours(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "head");
	scratch_exec(db, "INSERT INTO alembic_version VALUES ('0001')");
	struct check k = look(p, db);
	assert_int_equal(k.matter, 1);
	assert_string_equal(k.f[0].text, "alembic_version has 2 rows instead of one");
	db_close(&db);
	db = agent_database(p, "agent");
	go(p, db, "head");
	scratch_exec(db, "INSERT INTO alembic_version VALUES ('8a13b7c20d11')");
	assert_int_equal(look(p, db).matter, 0);
	db_close(&db);
}

static void a_step_without_a_record_is_named_and_the_rest_compared(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "head");
	scratch_exec(db,
		"DELETE FROM console_migrations WHERE revision = '0005';"
		"DROP INDEX idx_agent_config_key");
	struct migration_set set = builtin_set(p);
	struct migration_state now = state_of(p, db);
	assert_string_equal(check_gap(&set, &now), "0005");
	struct check k = look(p, db);
	assert_int_equal(k.matter, 2);
	assert_non_null(strstr(k.f[0].text, "0005_pending_posts.sql"));
	assert_null(k.left_out[CHECK_DATABASE]);
	assert_string_equal(k.f[1].text,
		"agent_config: the index idx_agent_config_key (config_key) is missing");
	db_close(&db);
}

static void a_role_that_may_make_no_schema_is_told_so(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct err e = {0};
	struct check k;

	go(p, db, "head");
	scratch_exec(db,
		"DROP ROLE IF EXISTS looker; CREATE ROLE looker LOGIN;"
		"GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker");
	db_close(&db);
	db = place_open_url(p, place_url(p, "looker", "a", ""));
	assert_int_equal(check_all(db, p->engine, NULL, &p->s.a, &k, &e), -1);
	assert_int_equal(e.code, ERR_DENIED);
	assert_non_null(strstr(e.hint, "CREATE"));
	assert_false(db_in_transaction(db));
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(each_kind_of_drift_is_found_and_nothing_else),
		BOTH(drift_fails_the_check),
		BOTH(what_nobody_touched_has_no_differences),
		BOTH(looking_changes_nothing),
		BOTH(an_agents_database_differs_in_nothing_that_matters),
		BOTH(a_changed_file_is_named),
		BOTH(a_view_of_the_agents_does_not_matter),
		BOTH(records_that_are_gone_are_missed),
		BOTH(a_second_revision_is_found_where_one_is_ours),
		BOTH(a_step_without_a_record_is_named_and_the_rest_compared),
		POSTGRES(a_check_is_the_same_after_a_dump),
		POSTGRES(what_the_grants_say_is_known_and_more_is_not),
		POSTGRES(a_role_that_may_make_no_schema_is_told_so),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
