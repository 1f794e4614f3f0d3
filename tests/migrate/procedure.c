/* The procedure that a migration discipline asks for, from an empty database and back. */
#include "fixture.h"
#include "migrate/ready.h"
#include "store/seed.h"

static void seed(struct db *db)
{
	const struct session nobody = {0};
	struct str report = {0};
	struct err e = {0};

	if (seed_admin(db, &nobody, &report, &e) != 0 ||
		seed_config(db, &nobody, &report, &e) != 0 ||
		seed_demo(db, &nobody, &report, &e) != 0)
		fail_msg("%s", e.text);
	str_free(&report);
}

static void is_ready(struct db *db)
{
	struct str notice = {0};
	struct err e = {0};

	if (migrate_ready(db, &notice, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(notice.len, 0);
	str_free(&notice);
}

/* How many rows the seeds make in each table. */
static const char *rows_of(struct place *p, struct db *db)
{
	static const char *const tables[] = {"personas", "belief_nodes", "belief_edges",
		"stance_versions", "evidence_links", "interactions", "belief_updates",
		"pending_posts", "agent_config", "admins", "console_accounts"};
	struct str sql = {0};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		str_addf(&sql, "%s(SELECT count(*) FROM %s)", i ? ", " : "SELECT ", tables[i]);
	const char *rows = scratch_ask(&p->s, db, str_cstr(&sql));
	str_free(&sql);
	return rows;
}

static void base_head_seed_base_head_seed(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "base");
	go(p, db, "head");
	is_ready(db);
	const char *schema = schema_of(p, db);
	seed(db);
	const char *rows = rows_of(p, db);
	assert_null(strstr(rows, "0|0|0"));

	go(p, db, "base");
	assert_string_equal(tables_of(p, db), "alembic_version|\n");
	assert_string_equal(schema_of(p, db), "");
	assert_string_equal(scratch_ask(&p->s, db, "SELECT * FROM alembic_version"), "");

	go(p, db, "head");
	is_ready(db);
	assert_string_equal(schema_of(p, db), schema);
	seed(db);
	assert_string_equal(rows_of(p, db), rows);
	db_close(&db);
}

static void every_step_up_down_up_gives_the_same_schema(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	for (int i = 0; i < HEAD; i++) {
		const char *before = schema_of(p, db);
		go(p, db, "+1");
		const char *after = schema_of(p, db);
		/* 0015 keeps counts, on SQLite alone. */
		bool same = p->engine == DB_POSTGRES && i + 1 == 15;
		assert_int_equal(strcmp(after, before) == 0, same);
		go(p, db, "-1");
		assert_string_equal(schema_of(p, db), before);
		go(p, db, "+1");
		assert_string_equal(schema_of(p, db), after);
	}
	seed(db);
	/* The same with rows in the tables, from the other end. */
	for (int i = HEAD; i > 0; i--) {
		const char *after = schema_of(p, db);
		go(p, db, "-1");
		const char *before = schema_of(p, db);
		go(p, db, "+1");
		assert_string_equal(schema_of(p, db), after);
		go(p, db, "-1");
		assert_string_equal(schema_of(p, db), before);
	}
	assert_string_equal(tables_of(p, db), "alembic_version|\n");
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(base_head_seed_base_head_seed),
		BOTH(every_step_up_down_up_gives_the_same_schema),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
