/* What a copy promises: all rows, each value, or a reason; and everything around them. */
#include "fixture_copy.h"

#include "../../src/migrate/copy_tables.h"

/* --- All of it. --- */

/* All tables without the spelling: JSON leaf by leaf, times by their second (another test has the
 * microseconds). */
static const char *const all_values[] = {
	"SELECT id, created_at, replace(substr(updated_at, 1, 19), 'T', ' '), reddit_username,"
	" display_name FROM personas ORDER BY id",
	"SELECT p.id, e.fullkey, e.type, e.atom FROM personas p, json_tree(p.config) e"
	" WHERE e.atom IS NOT NULL ORDER BY 1, 2",
	"SELECT id, persona_id, title, summary, current_confidence FROM belief_nodes ORDER BY id",
	"SELECT n.id, e.fullkey, e.type, e.atom FROM belief_nodes n, json_tree(n.tags) e"
	" WHERE e.atom IS NOT NULL ORDER BY 1, 2",
	"SELECT id, persona_id, source_id, target_id, relation, weight FROM belief_edges"
	" ORDER BY id",
	"SELECT id, persona_id, belief_id, text, confidence, status, rationale FROM stance_versions"
	" ORDER BY id",
	"SELECT id, persona_id, belief_id, source_type, source_ref, strength FROM evidence_links"
	" ORDER BY id",
	"SELECT id, content, interaction_type, reddit_id, subreddit, parent_id, hex(embedding)"
	" FROM interactions ORDER BY id",
	"SELECT id, reason, trigger_type, updated_by FROM belief_updates ORDER BY id",
	"SELECT id, content, post_type, target_subreddit, parent_id, status, reviewed_by,"
	" replace(created_at, 'T', ' '), replace(substr(updated_at, 1, 19), 'T', ' '),"
	" replace(substr(reviewed_at, 1, 19), 'T', ' ') FROM pending_posts ORDER BY id",
	"SELECT p.id, e.fullkey, e.type, e.atom FROM pending_posts p,"
	" json_tree(p.draft_metadata) e WHERE e.atom IS NOT NULL ORDER BY 1, 2",
	"SELECT i.id, e.fullkey, e.type, e.atom FROM interactions i, json_tree(i.metadata) e"
	" WHERE e.atom IS NOT NULL ORDER BY 1, 2",
	"SELECT u.id, e.fullkey, e.type, e.atom FROM belief_updates u, json_tree(u.new_value) e"
	" WHERE e.atom IS NOT NULL ORDER BY 1, 2",
	"SELECT c.id, c.config_key, e.fullkey, e.type, e.atom FROM agent_config c,"
	" json_tree(c.config_value) e WHERE e.atom IS NOT NULL ORDER BY 1, 3",
	"SELECT id, username, hashed_password FROM admins ORDER BY id",
	"SELECT account_id, role, failures, last_login_at FROM console_accounts ORDER BY 1",
	"SELECT seq, id, post_id, actor, action, content_before, viewing_ms FROM console_decisions"
	" ORDER BY seq",
	"SELECT post_id, account_id, actor FROM console_claims ORDER BY 1",
	"SELECT id, code, text, action, position FROM console_reasons",
	"SELECT id, account_id, pane, name, filter FROM console_views",
	"SELECT seq, id, kind FROM console_events",
	"SELECT account_id, post_id, content, based_on FROM console_recovery ORDER BY 1, 2",
	"SELECT id, account_id, actor, origin, host, pid, ended_by FROM console_sessions",
	"SELECT account_id, secret, codes, last_step FROM console_totp",
};

static void same_values(struct place *p, const char *a, const char *b)
{
	for (size_t i = 0; i < sizeof(all_values) / sizeof(all_values[0]); i++)
		assert_string_equal(values_of(p, a, all_values[i]), values_of(p, b, all_values[i]));
}

static void a_database_that_was_copied_there_and_back_is_the_same_value_by_value(void **state)
{
	struct place *p = *state;
	struct trial there = {0}, back = {0};

	rich_source(p, "source");
	must(try_copy(p, "source", "target", &there), &there);
	assert_true(there.result.equal);
	assert_int_equal(there.result.rejected, 0);
	assert_string_equal(there.result.left_out, "");
	must(try_copy_back(p, "target", "back", &back), &back);
	assert_true(back.result.equal);
	assert_int_equal(back.result.rows, there.result.rows);
	for (size_t i = 0; i < there.result.n; i++)
		assert_string_equal(there.result.tables[i].source, back.result.tables[i].target);
	same_values(p, "source", "back");
}

static void times_keep_their_instant_to_the_microsecond(void **state)
{
	static const char ask[] = "SELECT created_at, updated_at, reviewed_at FROM pending_posts"
				  " WHERE id = '" UUID("77") "'";
	struct place *p = *state;
	struct trial t = {0};

	rich_source(p, "source");
	file_damage(p, "source",
		"INSERT INTO pending_posts (id, persona_id, content, created_at, updated_at,"
		" reviewed_at) VALUES ('" UUID("77") "', '" PERSONA "', 'x',"
						     " '2026-03-29T02:30:00.000001', '2026-02-28 "
						     "23:59:59', '2024-02-29T10:00:00.5Z')");
	must(try_copy(p, "source", "target", &t), &t);
	must(try_copy_back(p, "target", "back", &t), &t);
	if (p->engine == DB_SQLITE)
		assert_string_equal(values_of(p, "back", ask),
			"2026-03-29T02:30:00.000001|2026-02-28 23:59:59|2024-02-29T10:00:00.5Z|\n");
	else
		assert_string_equal(values_of(p, "back", ask),
			"2026-03-29T02:30:00.000001|2026-02-28T23:59:59.000000|"
			"2024-02-29T10:00:00.500000|\n");
}

static void a_target_has_the_schema_of_one_that_was_only_migrated(void **state)
{
	struct place *p = *state;
	struct trial t = {0};

	rich_source(p, "source");
	must(try_copy(p, "source", "target", &t), &t);
	struct db *target = place_open(p, "target", DB_READ_ONLY);
	const char *copied = schema_of(p, target);
	db_close(&target);
	struct db *fresh = place_open(p, "fresh", DB_CREATE);
	go(p, fresh, "head");
	assert_string_equal(copied, schema_of(p, fresh));
	db_close(&fresh);
}

static void what_people_were_typing_goes_along(void **state)
{
	static const char ask[] = "SELECT content FROM console_recovery ORDER BY post_id";
	struct place *p = *state;
	struct trial t = {.options.reject_file = reject_path(p)}, back = {0};

	rich_source(p, "source");
	file_damage(p, "source", "UPDATE console_recovery SET content = x'ff' WHERE rowid = 2");
	must(try_copy(p, "source", "target", &t), &t);
	assert_int_equal(t.result.rejected, 1);
	must(try_copy_back(p, "target", "back", &back), &back);
	assert_string_equal(values_of(p, "back", ask),
		values_of(p, "source",
			"SELECT content FROM console_recovery WHERE rowid <> 2 ORDER BY post_id"));
	assert_non_null(strstr(values_of(p, "back", ask), "half a thought"));
}

static void numbers_go_on_behind_the_copied_ones(void **state)
{
	struct place *p = *state;
	struct trial t = {0};

	rich_source(p, "source");
	must(try_copy(p, "source", "target", &t), &t);
	struct db *db = place_open(p, "target", DB_READ_WRITE);
	scratch_exec(db, "INSERT INTO console_events (id, kind) VALUES ('" UUID("04") "', 'x')");
	assert_string_equal(scratch_ask(&p->s, db, "SELECT max(seq) FROM console_events"), "42|\n");
	db_close(&db);
}

/* --- The tables in the code are those of the catalog. --- */

static const char catalog[] =
	"SELECT c.relname || '.' || a.attname, a.attnotnull::int,"
	" CASE format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL)"
	"  WHEN 'uuid' THEN 'id' WHEN 'jsonb' THEN 'json' WHEN 'bytea' THEN 'blob'"
	"  WHEN 'timestamp with time zone' THEN 'time' WHEN 'double precision' THEN 'real'"
	"  WHEN 'integer' THEN 'int4' WHEN 'bigint' THEN 'int8'"
	"  ELSE 'text' || greatest(a.atttypmod - 4, 0) END,"
	" coalesce((SELECT k.confrelid::regclass::text FROM pg_constraint k WHERE k.contype = 'f'"
	"  AND k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum]), '')"
	" FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
	" JOIN pg_type t ON t.oid = a.atttypid WHERE c.relkind = 'r'"
	" AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0"
	" AND c.relname NOT IN ('alembic_version', 'console_migrations')"
	" ORDER BY c.relname || '.' || a.attname || '|' COLLATE \"C\"";

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *known_columns(struct arena *a)
{
	static const char *const kinds[] = {"id", "text", "json", "time", "real", "int", "blob"};
	const char *lines[400];
	struct str all = {0};
	size_t n = 0;

	for (size_t i = 0; i < copy_tables_n; i++)
		for (size_t c = 0; c < copy_tables[i].n; c++) {
			const struct copy_column *column = &copy_tables[i].columns[c];
			bool sized = column->kind == COLUMN_TEXT || column->kind == COLUMN_INT;
			lines[n++] = arena_printf(a, "%s.%s|%d|%s%s|%s|\n", copy_tables[i].name,
				column->name, column->needed, kinds[column->kind],
				sized ? arena_printf(a, "%d", column->max) : "",
				column->parent ? column->parent : "");
		}
	qsort(lines, n, sizeof(lines[0]), by_text);
	for (size_t i = 0; i < n; i++)
		str_add(&all, lines[i]);
	const char *text = arena_strdup(a, str_cstr(&all));
	str_free(&all);
	return text;
}

static void every_column_of_the_catalog_is_known(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	go(p, db, "head");
	assert_string_equal(known_columns(&p->s.a), scratch_ask(&p->s, db, catalog));
	db_close(&db);
}

/* --- Where a copy may go. --- */

static void a_target_that_holds_rows_is_refused_and_says_which(void **state)
{
	struct place *p = *state;
	struct trial t = {0}, again = {0};

	rich_source(p, "source");
	must(try_copy(p, "source", "target", &t), &t);
	assert_int_equal(try_copy(p, "source", "target", &again), -1);
	assert_non_null(strstr(again.err.text, "holds rows already: personas (2), belief_nodes"));
}

static void an_agents_database_is_copied_without_the_consoles_tables(void **state)
{
	struct place *p = *state;
	struct trial t = {0};
	struct db *db = file_open(p, "agent", DB_CREATE);

	scratch_exec(db, "CREATE TABLE notes (x); CREATE TABLE console_copies (y)");
	load_agent_sql(db);
	scratch_exec(db,
		"ALTER TABLE personas ADD COLUMN mood TEXT;"
		"UPDATE pending_posts SET draft_metadata = NULL");
	db_close(&db);
	must(try_copy(p, "agent", "target", &t), &t);
	assert_int_equal(t.result.n, 10);
	assert_string_equal(t.result.left_out, "console_copies, notes, personas.mood");
	assert_string_equal(values_of(p, "agent",
				    "SELECT count(*) FROM sqlite_schema"
				    " WHERE name = 'console_migrations'"),
		"0|\n");
}

static void a_source_behind_head_is_refused(void **state)
{
	struct place *p = *state;
	struct trial t = {0};
	enum db_engine engine = p->engine;
	struct db *db = file_open(p, "source", DB_CREATE);

	p->engine = DB_SQLITE;
	go(p, db, "0005");
	p->engine = engine;
	db_close(&db);
	assert_int_equal(try_copy(p, "source", "target", &t), -1);
	assert_int_equal(t.err.code, ERR_SCHEMA);
	assert_non_null(strstr(t.err.text, "is at 0005"));
}

/* Another program changes the copy before it is compared. */
static bool change_before_comparing(void *arg, const struct copy_progress *now)
{
	struct place *p = arg;

	if (now->phase == COPY_ROWS && now->table_done &&
		strcmp(now->what, "console_events") == 0) {
		struct db *db = place_open(p, "target", DB_READ_WRITE);
		scratch_exec(db,
			"UPDATE personas SET display_name = 'Somebody else'"
			" WHERE id = '" PERSONA "'");
		db_close(&db);
	}
	return true;
}

static void a_value_that_is_not_what_it_was_is_found(void **state)
{
	struct place *p = *state;
	struct trial t = {.options = {.watch = change_before_comparing, .arg = p}};

	rich_source(p, "source");
	assert_int_equal(try_copy(p, "source", "target", &t), -1);
	assert_non_null(strstr(t.err.text, "does not hold what"));
	assert_false(t.result.equal);
	assert_false(t.result.tables[0].equal);
	assert_string_equal(t.result.tables[0].table, "personas");
	for (size_t i = 1; i < t.result.n; i++)
		assert_true(t.result.tables[i].equal);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(a_database_that_was_copied_there_and_back_is_the_same_value_by_value),
		BOTH(times_keep_their_instant_to_the_microsecond),
		BOTH(a_target_has_the_schema_of_one_that_was_only_migrated),
		BOTH(what_people_were_typing_goes_along),
		BOTH(numbers_go_on_behind_the_copied_ones),
		POSTGRES(every_column_of_the_catalog_is_known),
		BOTH(a_target_that_holds_rows_is_refused_and_says_which),
		BOTH(an_agents_database_is_copied_without_the_consoles_tables),
		BOTH(a_source_behind_head_is_refused),
		BOTH(a_value_that_is_not_what_it_was_is_found),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
