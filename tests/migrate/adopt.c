/* Taking over a database that the agent's own tool made: what differs is said, and only what
 * matters stops it. */
#include "base/time.h"
#include "fixture.h"
#include "migrate/check.h"
#include "migrate/doctor.h"

struct choice {
	const char *by; /* what the agent's tool did otherwise; NULL: not on this engine */
	const char *text; /* the sentence */
	bool matters;
};

static const struct choice both[] = {
	{"DROP INDEX idx_pending_posts_status",
		"pending_posts: the index idx_pending_posts_status (status) is missing", false},
	{"DROP INDEX ix_admins_username",
		"admins: the index ix_admins_username UNIQUE (username) is missing", true},
	{"CREATE INDEX mine ON personas (config)",
		"personas: the index mine (config) should not be there", false},
	{"ALTER TABLE interactions ADD COLUMN mood TEXT",
		"interactions: the column mood should not be there", false},
	{"ALTER TABLE interactions DROP COLUMN embedding",
		"interactions: the column embedding is missing", true},
	{"DROP TABLE agent_config", "the table agent_config is missing", true},
	{"CREATE TABLE agent_sessions (id TEXT)", "the table agent_sessions should not be there",
		false},
};

static const struct choice postgres[] = {
	{"ALTER TABLE interactions ADD COLUMN mood TEXT NOT NULL",
		"interactions: the column mood should not be there", true},
	{"ALTER TABLE pending_posts ALTER status TYPE TEXT",
		"pending_posts: the column status is of the type text instead of character "
		"varying(50)",
		false},
	{"ALTER TABLE pending_posts ALTER reviewed_at TYPE TIMESTAMP",
		"pending_posts: the column reviewed_at is of the type timestamp without time zone "
		"instead of timestamp with time zone",
		false},
	{"ALTER TABLE pending_posts ALTER reviewed_at TYPE TEXT",
		"pending_posts: the column reviewed_at is of the type text instead of timestamp "
		"with time zone",
		true},
	{"ALTER TABLE pending_posts ALTER content DROP NOT NULL",
		"pending_posts: the column content takes NULL and should not", false},
	{"DELETE FROM pending_posts; ALTER TABLE pending_posts ALTER reviewed_by SET NOT NULL",
		"pending_posts: the column reviewed_by takes no NULL and should", true},
	{"ALTER TABLE pending_posts ALTER created_at DROP DEFAULT",
		"pending_posts: the default of the column created_at is none instead of now()",
		false},
	{"ALTER TABLE pending_posts DROP CONSTRAINT pending_posts_pkey",
		"pending_posts: the primary key pending_posts_pkey (id) is missing", true},
	{"ALTER TABLE pending_posts DROP CONSTRAINT pending_posts_persona_id_fkey",
		"pending_posts: the foreign key pending_posts_persona_id_fkey (persona_id) "
		"REFERENCES personas(id) ON DELETE CASCADE is missing",
		false},
	{"ALTER TABLE agent_config RENAME CONSTRAINT uq_persona_config_key TO mine",
		"agent_config: the unique key (persona_id, config_key) is named mine instead of "
		"uq_persona_config_key",
		false},
	{"ALTER TABLE belief_nodes DROP CONSTRAINT ck_belief_confidence_range",
		"belief_nodes: the check ck_belief_confidence_range (current_confidence IS NULL OR "
		"current_confidence >= 0::double precision AND current_confidence <= 1::double "
		"precision) is missing",
		false},
};

static struct check look(struct place *p, struct db *db)
{
	struct migration_set set = builtin_set(p);
	struct check k;
	struct err e = {0};

	if (check_agent(db, &set, &p->s.a, &k, &e) != 0)
		fail_msg("%s", e.text);
	return k;
}

static void is_judged(struct place *p, const struct choice *c)
{
	struct db *db = agent_database(p, "agent");

	scratch_exec(db, c->by);
	struct check k = look(p, db);
	if (k.n != 1)
		fail_msg("%s: %zu differences", c->by, k.n);
	assert_string_equal(k.f[0].text, c->text);
	assert_int_equal(k.matter, c->matters);
	if (c->matters)
		assert_null(k.f[0].excuse);
	else
		assert_true(strlen(k.f[0].excuse) > 10);
	db_close(&db);
	place_fresh(p, "agent");
}

static void what_the_agent_chose_otherwise_is_judged(void **state)
{
	struct place *p = *state;

	for (size_t i = 0; i < sizeof(both) / sizeof(both[0]); i++)
		is_judged(p, &both[i]);
	for (size_t i = 0; i < sizeof(postgres) / sizeof(postgres[0]); i++)
		if (p->engine == DB_POSTGRES)
			is_judged(p, &postgres[i]);
}

static void an_agents_tables_are_ours_before_and_after(void **state)
{
	struct place *p = *state;
	struct db *db = agent_database(p, "agent");

	assert_int_equal(look(p, db).n, 0);
	go(p, db, "head");
	assert_int_equal(look(p, db).n, 0);
	assert_string_equal(scratch_ask(&p->s, db, "SELECT version_num FROM alembic_version"),
		FOREIGN_REVISION "|\n");
	db_close(&db);
}

static void types_never_matter_to_sqlite(void **state)
{
	struct place *p = *state;
	struct db *db = agent_database(p, "agent");

	scratch_exec(db,
		"DROP TABLE agent_config; CREATE TABLE agent_config (id CHAR(36) NOT NULL PRIMARY"
		" KEY, persona_id CHAR(36) NOT NULL REFERENCES personas (id) ON DELETE CASCADE,"
		" created_at DATETIME, updated_at DATETIME, config_key VARCHAR(255) NOT NULL,"
		" config_value JSON NOT NULL)");
	struct check k = look(p, db);
	assert_true(k.n > 5);
	assert_int_equal(k.matter, 0);
	db_close(&db);
}

/* --- The doctor. --- */

static struct doctor visit(struct place *p, struct db *db)
{
	struct migration_set set = builtin_set(p);
	struct doctor d = {0};

	doctor_database(db, &set, &p->s.a, &d);
	return d;
}

static const struct doctor_line *about(const struct doctor *d, const char *what)
{
	for (size_t i = 0; i < d->n; i++)
		if (strcmp(d->l[i].what, what) == 0)
			return &d->l[i];
	fail_msg("nothing was said about %s", what);
	return NULL;
}

static void a_database_that_is_well_is_said_to_be(void **state)
{
	static const char *const sqlite[] = {
		"migrations", "integrity", "foreign keys", "log", NULL};
	static const char *const server[] = {"migrations", "version", "encoding", "foreign keys",
		"time zone", "notifications", "encryption", NULL};
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "head");
	struct doctor d = visit(p, db);
	for (const char *const *w = p->engine == DB_SQLITE ? sqlite : server; *w; w++) {
		const struct doctor_line *l = about(&d, *w);
		if (l->state != DOCTOR_OK)
			fail_msg("%s: %s", *w, l->text);
		assert_null(l->todo);
	}
	/* The test's server saves time. */
	if (p->engine == DB_POSTGRES)
		assert_int_equal(about(&d, "durability")->state, DOCTOR_BAD);
	db_close(&db);
}

static void rows_without_their_parents_are_said_by_themselves(void **state)
{
	struct place *p = *state;
	struct db *db = agent_database(p, "agent");
	struct doctor d = {0};

	doctor_foreign_keys(db, &p->s.a, &d);
	assert_int_equal(d.n, 1);
	assert_int_equal(d.l[0].state, DOCTOR_OK);
	if (p->engine == DB_SQLITE)
		scratch_exec(db, "PRAGMA foreign_keys = OFF; DELETE FROM personas");
	else
		scratch_exec(db,
			"ALTER TABLE pending_posts DROP CONSTRAINT pending_posts_persona_id_fkey,"
			" ADD FOREIGN KEY (persona_id) REFERENCES personas (id) NOT VALID");
	doctor_foreign_keys(db, &p->s.a, &d);
	assert_int_not_equal(d.l[1].state, DOCTOR_OK);
	assert_non_null(strstr(d.l[1].text, "pending_posts"));
	db_close(&db);
}

static void what_waits_or_was_changed_is_said(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "0005");
	struct doctor d = visit(p, db);
	assert_int_equal(about(&d, "migrations")->state, DOCTOR_BAD);
	assert_non_null(strstr(about(&d, "migrations")->todo, " db upgrade head"));
	db_close(&db);
	db = agent_database(p, "agent");
	d = visit(p, db);
	assert_int_equal(about(&d, "migrations")->state, DOCTOR_WARN);
	assert_non_null(strstr(about(&d, "migrations")->todo, " db adopt"));
	db_close(&db);
}

static void a_servers_faults_are_said(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "head");
	scratch_exec(db,
		"ALTER TABLE console_claims DROP CONSTRAINT console_claims_post_id_fkey, ADD"
		" FOREIGN KEY (post_id) REFERENCES pending_posts (id) NOT VALID;"
		"UPDATE pg_index SET indisvalid = false WHERE indexrelid ="
		" 'console_claims_account'::regclass;"
		"SET synchronous_commit = off");
	struct doctor d = visit(p, db);
	assert_non_null(strstr(about(&d, "foreign keys")->text, "console_claims_post_id_fkey"));
	assert_int_equal(about(&d, "integrity")->state, DOCTOR_BAD);
	assert_non_null(strstr(about(&d, "integrity")->text, "console_claims_account"));
	assert_non_null(strstr(about(&d, "durability")->text, "synchronous_commit off"));
	db_close(&db);
}

static void the_newest_row_tells_of_a_clock_that_is_behind(void **state)
{
	struct place *p = *state;
	struct db *db = agent_database(p, "agent");
	struct err e = {0};
	int64_t newest = 0, expected;

	go(p, db, "head");
	assert_true(time_parse(SPAN_LIT("2031-01-02 03:04:05"), &expected));
	scratch_exec(db, "UPDATE pending_posts SET created_at = '2031-01-02 03:04:05'");
	assert_int_equal(doctor_newest(db, &newest, &e), 0);
	assert_int_equal(newest, expected);
	scratch_exec(db, "DELETE FROM pending_posts");
	assert_int_equal(doctor_newest(db, &newest, &e), 0);
	assert_int_equal(newest, TIME_NONE);
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(what_the_agent_chose_otherwise_is_judged),
		BOTH(an_agents_tables_are_ours_before_and_after),
		SQLITE(types_never_matter_to_sqlite),
		BOTH(a_database_that_is_well_is_said_to_be),
		BOTH(rows_without_their_parents_are_said_by_themselves),
		BOTH(what_waits_or_was_changed_is_said),
		POSTGRES(a_servers_faults_are_said),
		BOTH(the_newest_row_tells_of_a_clock_that_is_behind),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
