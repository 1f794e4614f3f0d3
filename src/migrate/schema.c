/* Looks at a database's tables and columns and compares them with those the program needs. */
#include "schema.h"

#include "migrate/migrate.h"

/* Columns separated by blanks. `rows` asks whether the table holds any. */
struct table_spec {
	const char *name, *columns, *rows;
	enum schema_part part;
};

#define TABLE(part, name, columns) \
	{ \
		name, columns, "SELECT 1 FROM " name " LIMIT 1", part \
	}

static const struct table_spec tables[] = {
	TABLE(SCHEMA_AGENT, "personas",
		"id created_at updated_at reddit_username display_name config"),
	TABLE(SCHEMA_AGENT, "belief_nodes",
		"id created_at updated_at persona_id title summary current_confidence tags"),
	TABLE(SCHEMA_AGENT, "belief_edges",
		"id created_at updated_at persona_id source_id target_id relation weight"),
	TABLE(SCHEMA_AGENT, "stance_versions",
		"id created_at updated_at persona_id belief_id text confidence status rationale"),
	TABLE(SCHEMA_AGENT, "evidence_links",
		"id created_at updated_at persona_id belief_id source_type source_ref strength"),
	TABLE(SCHEMA_AGENT, "interactions",
		"id created_at updated_at persona_id content interaction_type reddit_id subreddit"
		" parent_id metadata embedding"),
	TABLE(SCHEMA_AGENT, "belief_updates",
		"id created_at updated_at persona_id belief_id old_value new_value reason"
		" trigger_type updated_by"),
	TABLE(SCHEMA_AGENT, "pending_posts",
		"id created_at updated_at persona_id content post_type target_subreddit parent_id"
		" draft_metadata status reviewed_by reviewed_at"),
	TABLE(SCHEMA_AGENT, "agent_config",
		"id created_at updated_at persona_id config_key config_value"),
	TABLE(SCHEMA_AGENT, "admins", "id created_at updated_at username hashed_password"),
	TABLE(SCHEMA_WHOLE, "console_accounts",
		"account_id role must_change_password failures next_try_at disabled last_login_at"
		" created_at updated_at"),
	TABLE(SCHEMA_WHOLE, "console_decisions",
		"seq id post_id actor_id actor action reason note status_before status_after"
		" content_before content_after seen_hash viewing_ms batch_id undoes decided_at"),
	TABLE(SCHEMA_WHOLE, "console_claims", "post_id account_id actor claimed_at expires_at"),
	TABLE(SCHEMA_WHOLE, "console_reasons",
		"id code text action position created_at updated_at"),
	TABLE(SCHEMA_WHOLE, "console_views",
		"id account_id pane name filter position created_at updated_at"),
	TABLE(SCHEMA_WHOLE, "console_events", "seq id at actor_id actor kind subject detail"),
};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

static const struct table_spec *table_named(struct span name)
{
	for (size_t i = 0; i < TABLES; i++)
		if (span_is(name, tables[i].name))
			return &tables[i];
	return NULL;
}

static const char names_sqlite[] = "SELECT name FROM sqlite_schema WHERE type = 'table'"
				   " AND substr(name, 1, 7) <> 'sqlite_'";
static const char names_postgres[] =
	"SELECT table_name FROM information_schema.tables"
	" WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'";

int schema_look(struct db *db, struct schema_tables *out, struct err *e)
{
	struct stmt *st =
		db_prepare(db, db_engine(db) == DB_SQLITE ? names_sqlite : names_postgres, e);
	int row = -1;

	*out = (struct schema_tables){0};
	while (st && (row = stmt_step(st, e)) == 1) {
		struct span name = col_text(st, 0);
		const struct table_spec *spec = table_named(name);
		if (span_is(name, "alembic_version"))
			out->alembic = true;
		else if (span_is(name, "console_migrations"))
			out->log = true;
		else if (spec && spec->part == SCHEMA_AGENT)
			out->agent = true;
		else
			out->other = true;
	}
	stmt_done(&st);
	return row;
}

/* Each table and each column as a line of its own, "personas" and "personas.id". */
static const char columns_sqlite[] =
	"SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
	" WHERE t.type = 'table'";
static const char columns_postgres[] = "SELECT table_name, column_name"
				       " FROM information_schema.columns"
				       " WHERE table_schema = current_schema()";

struct column {
	struct span table, name;
};
struct columns {
	struct column *c;
	size_t n, room;
};

static int read_columns(struct db *db, struct arena *a, struct columns *out, struct err *e)
{
	struct stmt *st =
		db_prepare(db, db_engine(db) == DB_SQLITE ? columns_sqlite : columns_postgres, e);
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		if (out->n == out->room) {
			struct column *old = out->c;
			out->room = out->room ? out->room * 2 : 256;
			out->c = arena_calloc(a, out->room, sizeof(*out->c));
			for (size_t i = 0; i < out->n; i++)
				out->c[i] = old[i];
		}
		out->c[out->n++] = (struct column){
			arena_span(a, col_text(st, 0)), arena_span(a, col_text(st, 1))};
	}
	stmt_done(&st);
	return row;
}

/* A NULL name asks for the table. */
static bool has(const struct columns *all, const char *table, struct span name)
{
	for (size_t i = 0; i < all->n; i++)
		if (span_is(all->c[i].table, table) && (!name.p || span_eq(all->c[i].name, name)))
			return true;
	return false;
}

static int check_table(
	struct db *db, const struct columns *all, const struct table_spec *spec, struct err *e)
{
	if (!has(all, spec->name, SPAN_NULL))
		return err_set(e, ERR_SCHEMA, "%s lacks the table %s", db_name(db), spec->name);
	for (const char *p = spec->columns; *p; p += strspn(p, " ")) {
		struct span column = {p, strcspn(p, " ")};
		if (!has(all, spec->name, column))
			return err_set(e, ERR_SCHEMA, "%s lacks the column %s.%.*s", db_name(db),
				spec->name, (int)column.n, column.p);
		p += column.n;
	}
	return 0;
}

int schema_check(struct db *db, enum schema_part part, struct err *e)
{
	struct arena a = {0};
	struct columns all = {0};
	int result = read_columns(db, &a, &all, e);

	for (size_t i = 0; i < TABLES && result == 0; i++)
		if (tables[i].part <= part)
			result = check_table(db, &all, &tables[i], e);
	arena_free(&a);
	return result;
}

/* Whether the SQL holds DROP TABLE with this name. */
static bool drops(const char *sql, const char *table)
{
	static const char drop[] = "DROP TABLE ";

	while ((sql = strstr(sql, drop))) {
		sql += strlen(drop);
		struct span name = {sql, strcspn(sql, " ;\n")};
		if (span_is(name, table))
			return true;
	}
	return false;
}

/* Whether undoing the steps above `target` drops this table. */
static bool goes(const struct migration_set *set, const struct migration_state *now, size_t target,
	const char *table)
{
	for (size_t i = target; i < now->applied; i++)
		if (drops(set->m[i].down, table))
			return true;
	return false;
}

int migrate_losses(struct db *db, const struct migration_set *set,
	const struct migration_state *now, size_t target, struct str *out, struct err *e)
{
	for (size_t i = 0; i < TABLES; i++) {
		if (!goes(set, now, target, tables[i].name))
			continue;
		struct stmt *st = db_prepare(db, tables[i].rows, e);
		int row = st ? stmt_step(st, e) : -1;
		stmt_done(&st);
		if (row < 0)
			return -1;
		if (row == 1)
			str_addf(out, "%s%s", out->len ? ", " : "", tables[i].name);
	}
	return 0;
}
