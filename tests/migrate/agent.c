/* Databases that the agent's own tool migrated, and the schema that ours must equal. */
#include <stdlib.h>
#include <sys/stat.h>

#include "fixture.h"
#include "migrate/ready.h"

static int ready(struct db *db, struct str *notice, struct err *e)
{
	return migrate_ready(db, notice, e);
}

static void is_ready(struct db *db)
{
	struct str notice = {0};
	struct err e = {0};

	if (ready(db, &notice, &e) != 0)
		fail_msg("%s", e.text);
	str_free(&notice);
}

static void is_not_ready(struct db *db, enum err_code code, const char *why)
{
	struct str notice = {0};
	struct err e = {0};

	assert_int_equal(ready(db, &notice, &e), -1);
	assert_int_equal(e.code, code);
	if (!strstr(e.text, why))
		fail_msg("\"%s\" does not say \"%s\"", e.text, why);
	assert_int_equal(notice.len, 0);
	if (strstr(why, "lacks"))
		assert_non_null(strstr(e.hint, " db check"));
}

/* --- The same schema. --- */

#define AGENT_TABLES \
	" FROM sqlite_schema t, %s WHERE t.type = 'table'" \
	" AND t.name NOT LIKE 'console%%' AND t.name <> 'alembic_version'" \
	" ORDER BY 1, 2, 3, 4, 5"

static void same(struct place *p, struct db *ours, struct db *theirs, const char *columns,
	const char *source)
{
	struct scratch *s = &p->s;
	const char *tail = arena_printf(&s->a, AGENT_TABLES, source);
	const char *sql = arena_printf(&s->a, "SELECT t.name, %s%s", columns, tail);
	const char *expected = scratch_ask(s, theirs, sql);

	assert_true(strlen(expected) > 0);
	assert_string_equal(scratch_ask(s, ours, sql), expected);
}

static void the_ten_tables_are_those_of_the_agents_orm(void **state)
{
	struct place *s = *state;
	struct db *theirs = agent_database(s, "agent");
	struct db *ours = place_open(s, "ours", DB_CREATE);

	go(s, ours, "0007");
	same(s, ours, theirs, "c.cid, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk",
		"pragma_table_xinfo(t.name) c");
	same(s, ours, theirs, "f.\"from\", f.\"table\", f.\"to\", f.on_update, f.on_delete",
		"pragma_foreign_key_list(t.name) f");
	same(s, ours, theirs, "i.name, i.\"unique\", i.origin, i.partial",
		"pragma_index_list(t.name) i");
	same(s, ours, theirs, "i.name, c.seqno, c.name, c.desc, c.coll",
		"pragma_index_list(t.name) i, pragma_index_xinfo(i.name) c");
	db_close(&theirs);
	db_close(&ours);
}

/* Checks and names of constraints are in the text only; blanks do not count. */
static void the_text_of_each_table_and_index_is_the_agents(void **state)
{
	static const char text[] =
		"SELECT name, replace(replace(replace(sql, ' ', ''), char(9), ''), char(10), '')"
		" FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'console%'"
		" ORDER BY name";
	struct place *s = *state;
	struct db *theirs = agent_database(s, "agent");
	struct db *ours = place_open(s, "ours", DB_CREATE);

	go(s, ours, "0007");
	assert_string_equal(scratch_ask(*state, ours, text), scratch_ask(*state, theirs, text));
	db_close(&theirs);
	db_close(&ours);
}

/* --- Adopting. --- */

static const char revision[] = "SELECT version_num FROM alembic_version";
static const char drafts[] = "SELECT count(*), sum(length(content)) FROM pending_posts";

static void an_agents_database_gets_the_consoles_tables_and_keeps_its_revision(void **state)
{
	struct db *db = agent_database(*state, "agent");
	const char *before = scratch_ask(*state, db, drafts);
	struct str notice = {0};
	struct err e = {0};

	assert_int_equal(ready(db, &notice, &e), 0);
	assert_non_null(strstr(str_cstr(&notice), "7c2e41f09ab3"));
	assert_string_equal(scratch_ask(*state, db, revision), "7c2e41f09ab3|\n");
	assert_string_equal(scratch_ask(*state, db, drafts), before);
	assert_string_equal(scratch_ask(*state, db,
				    "SELECT kind, count(*), min(revision), max(revision)"
				    " FROM console_migrations GROUP BY kind ORDER BY kind"),
		"adopted|7|0001|0007|\napplied|8|0008|0015|\n");
	assert_string_equal(scratch_ask(*state, db, "SELECT * FROM console_accounts"), "");
	str_clear(&notice);
	assert_int_equal(ready(db, &notice, &e), 0);
	assert_int_equal(notice.len, 0);
	str_free(&notice);
	db_close(&db);
}

#define BACKUP "agent.0007.20261122-120000.bak"

static void a_file_of_the_agents_is_copied_before_it_gets_them(void **state)
{
	struct db *db = agent_database(*state, "agent");
	const char *before = scratch_ask(*state, db, drafts), *schema = schema_of(*state, db);
	struct str notice = {0};
	struct err e = {0};

	setenv("TENET_NOW", "2026-11-22 12:00:00", 1);
	assert_int_equal(ready(db, &notice, &e), 0);
	assert_non_null(strstr(str_cstr(&notice), BACKUP " beside it is the file before that"));
	db_close(&db);
	db = place_open(*state, BACKUP, DB_READ_ONLY);
	assert_string_equal(scratch_ask(*state, db, drafts), before);
	assert_string_equal(schema_of(*state, db), schema);
	db_close(&db);
	str_free(&notice);
	unsetenv("TENET_NOW");
}

static void without_that_copy_a_file_of_the_agents_stays_as_it_is(void **state)
{
	struct place *p = *state;
	struct db *db = agent_database(p, "agent");
	struct str notice = {0};
	struct err e = {0};

	setenv("TENET_NOW", "2026-11-22 12:00:00", 1);
	assert_int_equal(mkdir(scratch_path(&p->s, BACKUP ".part"), 0700), 0);
	assert_int_equal(ready(db, &notice, &e), -1);
	assert_non_null(strstr(e.text, "no backup of"));
	assert_non_null(strstr(e.hint, " db adopt --no-backup` goes without one"));
	assert_int_equal(state_of(p, db).applied, 7);
	assert_null(strstr(tables_of(p, db), "console"));
	db_close(&db);
	str_free(&notice);
	unsetenv("TENET_NOW");
}

static void adopting_and_leaving_changes_nothing_of_the_agents(void **state)
{
	struct db *db = agent_database(*state, "agent");
	const char *schema = schema_of(*state, db), *tables = tables_of(*state, db);

	go(*state, db, "head");
	assert_string_not_equal(schema_of(*state, db), schema);
	go(*state, db, "0007");
	assert_string_equal(schema_of(*state, db), schema);
	assert_string_equal(tables_of(*state, db), tables);
	assert_string_equal(scratch_ask(*state, db, revision), "7c2e41f09ab3|\n");
	db_close(&db);
}

static void the_agents_tables_are_never_taken_away(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = agent_database(*state, "agent");
	const char *before = scratch_ask(*state, db, drafts);
	struct err e = {0};

	assert_int_equal(migrate_go(db, &set, 0, NULL, NULL, &e), -1);
	err_clear(&e);
	go(*state, db, "head");
	assert_int_equal(migrate_go(db, &set, 6, NULL, NULL, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_int_equal(state_of(*state, db).applied, HEAD);
	assert_string_equal(scratch_ask(*state, db, drafts), before);
	db_close(&db);
}

static void the_agents_revision_may_look_like_one_of_ours(void **state)
{
	static const char *const theirs[] = {"0005", "0011", "0099"};
	struct place *p = *state;

	for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++) {
		struct db *db = agent_database(p, "agent");
		scratch_exec(db,
			arena_printf(&p->s.a, "UPDATE alembic_version SET version_num = '%s'",
				theirs[i]));
		struct migration_state now = state_of(p, db);
		assert_false(now.ours);
		assert_false(now.newer);
		assert_int_equal(now.applied, 7);
		assert_string_equal(now.foreign, theirs[i]);
		is_ready(db);
		assert_int_equal(state_of(p, db).applied, HEAD);
		assert_string_equal(scratch_ask(&p->s, db, revision),
			arena_printf(&p->s.a, "%s|\n", theirs[i]));
		db_close(&db);
		place_fresh(p, "agent");
	}
}

static void tables_without_a_revision_are_the_agents_too(void **state)
{
	struct db *db = agent_database(*state, "agent");

	scratch_exec(db, "DROP TABLE alembic_version");
	is_ready(db);
	assert_null(strstr(tables_of(*state, db), "alembic_version"));
	db_close(&db);
}

static void tables_and_columns_that_we_do_not_know_do_not_matter(void **state)
{
	struct db *db = agent_database(*state, "agent");

	scratch_exec(db,
		"CREATE TABLE agent_sessions (id TEXT);"
		"ALTER TABLE pending_posts ADD COLUMN priority INTEGER");
	is_ready(db);
	db_close(&db);
}

static void a_missing_table_or_column_is_named_and_nothing_is_added(void **state)
{
	struct db *db = agent_database(*state, "agent");
	const char *before;

	scratch_exec(db, "ALTER TABLE evidence_links DROP COLUMN strength");
	before = schema_of(*state, db);
	is_not_ready(db, ERR_SCHEMA, "lacks the column evidence_links.strength");
	scratch_exec(
		db, "ALTER TABLE evidence_links ADD COLUMN strength TEXT; DROP TABLE agent_config");
	is_not_ready(db, ERR_SCHEMA, "lacks the table agent_config");
	scratch_exec(db,
		"CREATE TABLE agent_config (id UUID, created_at TIMESTAMPTZ, updated_at "
		"TIMESTAMPTZ,"
		" persona_id UUID, config_key TEXT, config_value TEXT)");
	is_ready(db);
	assert_string_not_equal(schema_of(*state, db), before);
	db_close(&db);
}

static void an_agents_database_that_cannot_be_written_says_so(void **state)
{
	struct db *db = agent_database(*state, "agent");

	db_close(&db);
	db = place_open(*state, "agent", DB_READ_ONLY);
	is_not_ready(db, ERR_READONLY, "cannot be written");
	db_close(&db);
	db = place_open(*state, "agent", DB_READ_WRITE);
	is_ready(db);
	db_close(&db);
	db = place_open(*state, "agent", DB_READ_ONLY);
	is_ready(db);
	db_close(&db);
}

/* --- Our own. --- */

static void an_empty_database_says_what_to_run(void **state)
{
	struct str notice = {0};
	struct err e = {0};
	struct db *db = place_open(*state, "a", DB_CREATE);

	assert_int_equal(ready(db, &notice, &e), -1);
	assert_int_equal(e.code, ERR_SCHEMA);
	assert_non_null(strstr(e.hint, " db upgrade head"));
	go(*state, db, "head");
	go(*state, db, "base");
	is_not_ready(db, ERR_SCHEMA, "is empty");
	db_close(&db);
}

static void a_database_behind_is_not_upgraded_unasked(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "0005");
	is_not_ready(db, ERR_SCHEMA, "is at revision 0005, and this tenet needs 0015");
	assert_int_equal(state_of(*state, db).applied, 5);
	go(*state, db, "head");
	is_ready(db);
	db_close(&db);
}

static void a_database_ahead_is_refused(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "head");
	scratch_exec(db, "UPDATE alembic_version SET version_num = '0042'");
	is_not_ready(db, ERR_SCHEMA, "0042");
	db_close(&db);
}

static void a_database_of_ours_that_lost_a_table_is_refused(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "head");
	scratch_exec(db, "DROP TABLE console_events");
	is_not_ready(db, ERR_SCHEMA, "lacks the table console_events");
	db_close(&db);
}

static void somebody_elses_database_is_refused(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	scratch_exec(db, "CREATE TABLE bookmarks (url TEXT)");
	is_not_ready(db, ERR_SCHEMA, "holds none of the agent's tables");
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		SQLITE(the_ten_tables_are_those_of_the_agents_orm),
		SQLITE(the_text_of_each_table_and_index_is_the_agents),
		BOTH(an_agents_database_gets_the_consoles_tables_and_keeps_its_revision),
		SQLITE(a_file_of_the_agents_is_copied_before_it_gets_them),
		SQLITE(without_that_copy_a_file_of_the_agents_stays_as_it_is),
		BOTH(adopting_and_leaving_changes_nothing_of_the_agents),
		BOTH(the_agents_tables_are_never_taken_away),
		BOTH(the_agents_revision_may_look_like_one_of_ours),
		BOTH(tables_without_a_revision_are_the_agents_too),
		BOTH(tables_and_columns_that_we_do_not_know_do_not_matter),
		BOTH(a_missing_table_or_column_is_named_and_nothing_is_added),
		BOTH(an_agents_database_that_cannot_be_written_says_so),
		BOTH(an_empty_database_says_what_to_run),
		BOTH(a_database_behind_is_not_upgraded_unasked),
		BOTH(a_database_ahead_is_refused),
		BOTH(a_database_of_ours_that_lost_a_table_is_refused),
		BOTH(somebody_elses_database_is_refused),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
