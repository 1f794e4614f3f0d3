/* Looks at a database's tables and columns and compares them with those the program needs. */
#include "schema.h"

#include "migrate/migrate.h"

/* Columns separated by blanks; a mark before the name says of which kind it is. `odd_ids` asks,
 * where the agent made the table, for one id that is none. */
struct table_spec {
	const char *name, *columns, *odd_ids;
	enum schema_part part;
	bool sqlite; /* on no other engine */
};

/* PostgreSQL holds columns to their types. The agent's tool chooses among several; ids are all of
 * the first kind or all of the others. */
static const struct {
	char mark;
	const char *types;
} kinds[] = {
	{'#', "uuid, character varying, text, character"},
	{'@', "timestamp with time zone, timestamp without time zone"},
	{'=', "double precision, real, numeric"},
	{'*', "bytea"},
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

#define TABLE(part, name, columns, odd) \
	{ \
		name, columns, odd, part, false \
	}
#define ODD_ID " !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'"
#define AGENT(name, columns) \
	TABLE(SCHEMA_AGENT, name, "#id @created_at @updated_at " columns, \
		"SELECT id FROM " name " WHERE id" ODD_ID " LIMIT 1")
#define CONSOLE(name, columns) TABLE(SCHEMA_WHOLE, name, columns, NULL)

static const struct table_spec tables[] = {
	AGENT("personas", "reddit_username display_name config"),
	AGENT("belief_nodes", "#persona_id title summary =current_confidence tags"),
	AGENT("belief_edges", "#persona_id #source_id #target_id relation =weight"),
	AGENT("stance_versions", "#persona_id #belief_id text =confidence status rationale"),
	AGENT("evidence_links", "#persona_id #belief_id source_type source_ref strength"),
	AGENT("interactions",
		"#persona_id content interaction_type reddit_id subreddit parent_id metadata"
		" *embedding"),
	AGENT("belief_updates",
		"#persona_id #belief_id old_value new_value reason trigger_type updated_by"),
	AGENT("pending_posts",
		"#persona_id content post_type target_subreddit parent_id draft_metadata status"
		" reviewed_by @reviewed_at"),
	AGENT("agent_config", "#persona_id config_key config_value"),
	AGENT("admins", "username hashed_password"),
	CONSOLE("console_accounts",
		"account_id role must_change_password failures next_try_at disabled last_login_at"
		" created_at updated_at password_expires_at"),
	CONSOLE("console_sessions",
		"id account_id actor started_at seen_at origin host pid ended_at ended_by"),
	CONSOLE("console_totp",
		"account_id secret codes last_step confirmed_at created_at updated_at"),
	CONSOLE("console_decisions",
		"seq id post_id actor_id actor action reason note status_before status_after"
		" content_before content_after seen_hash viewing_ms batch_id undoes decided_at"),
	CONSOLE("console_claims", "post_id account_id actor claimed_at expires_at"),
	CONSOLE("console_reasons",
		"id code text action position created_at updated_at subreddit post_type"),
	CONSOLE("console_recovery", "account_id post_id content based_on updated_at"),
	CONSOLE("console_views", "id account_id pane name filter position created_at updated_at"),
	{"console_belief_ranks", "id title degree evidence", NULL, SCHEMA_WHOLE, true},
	CONSOLE("console_events", "seq id at actor_id actor kind subject detail"),
};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

static const struct table_spec *table_named(struct span name)
{
	for (size_t i = 0; i < TABLES; i++)
		if (span_is(name, tables[i].name))
			return &tables[i];
	return NULL;
}

static const char names_sqlite[] = "SELECT name, 1 FROM sqlite_schema WHERE type = 'table'"
				   " AND substr(name, 1, 7) <> 'sqlite_'";
/* Not from information_schema, which leaves out what one may not read. One row at least, so that a
 * search path without a schema is told from a schema without tables. */
static const char names_postgres[] =
	"SELECT c.relname, n.here IS NOT NULL FROM (SELECT current_schema() AS here) n"
	" LEFT JOIN pg_catalog.pg_class c ON c.relkind IN ('r', 'p') AND c.relnamespace ="
	" (SELECT s.oid FROM pg_catalog.pg_namespace s WHERE s.nspname = n.here)";
static const char *const names[] = {[DB_SQLITE] = names_sqlite, [DB_POSTGRES] = names_postgres};

static void note_table(struct schema_tables *out, struct span name)
{
	const struct table_spec *spec = table_named(name);

	if (span_is(name, "alembic_version"))
		out->alembic = true;
	else if (span_is(name, "console_migrations"))
		out->log = true;
	else if (spec && spec->part == SCHEMA_AGENT)
		out->agent++;
	else
		out->other = true;
	out->console = out->console || (spec && spec->part != SCHEMA_AGENT);
}

int schema_look(struct db *db, struct schema_tables *out, struct err *e)
{
	struct stmt *st = db_prepare(db, names[db_engine(db)], e);
	bool somewhere = true;
	int row = -1;

	*out = (struct schema_tables){0};
	while (st && (row = stmt_step(st, e)) == 1) {
		somewhere = col_int(st, 1) != 0;
		if (!col_is_null(st, 0))
			note_table(out, col_text(st, 0));
	}
	stmt_done(&st);
	if (row == 0 && !somewhere) {
		err_set(e, ERR_SCHEMA,
			"the search path of %s names no schema that exists and that you may use",
			db_name(db));
		return err_hint(e, "create the schema, or grant USAGE on it");
	}
	return row;
}

/* How many columns there are, and whether `state` is one of them. */
static const char shape_sqlite[] = "SELECT count(*), coalesce(max(name = 'state'), 0)"
				   " FROM pragma_table_info('console_migrations')";
static const char shape_postgres[] =
	"SELECT count(*), count(*) FILTER (WHERE a.attname = 'state')"
	" FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
	" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	" WHERE n.nspname = current_schema() AND c.relname = 'console_migrations'"
	" AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped";
static const char *const shapes[] = {[DB_SQLITE] = shape_sqlite, [DB_POSTGRES] = shape_postgres};

int schema_log_shape(struct db *db, enum log_shape *out, struct err *e)
{
	struct stmt *st = db_prepare(db, shapes[db_engine(db)], e);
	int row = st ? stmt_step(st, e) : -1;

	if (row == 1 && col_int(st, 0) == 0)
		*out = LOG_MISSING;
	else if (row == 1)
		*out = col_int(st, 1) > 0 ? LOG_NEW : LOG_OLD;
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

/* Each column with its table and, where types matter, its type. */
static const char columns_sqlite[] =
	"SELECT t.name, c.name, NULL FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
	" WHERE t.type = 'table'";
static const char columns_postgres[] =
	"SELECT c.relname, a.attname, pg_catalog.format_type("
	" CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END, NULL)"
	" FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	" JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
	" JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
	" WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')"
	" AND a.attnum > 0 AND NOT a.attisdropped";
static const char *const columns_of[] = {
	[DB_SQLITE] = columns_sqlite, [DB_POSTGRES] = columns_postgres};

struct column {
	struct span table, name, type;
};
struct columns {
	struct column *c;
	size_t n, room;
	const struct column *id; /* the first column that holds ids: the others are like it */
};

static int read_columns(struct db *db, struct arena *a, struct columns *out, struct err *e)
{
	struct stmt *st = db_prepare(db, columns_of[db_engine(db)], e);
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		if (out->n == out->room) {
			struct column *old = out->c;
			out->room = out->room ? out->room * 2 : 256;
			out->c = arena_calloc(a, out->room, sizeof(*out->c));
			for (size_t i = 0; i < out->n; i++)
				out->c[i] = old[i];
		}
		out->c[out->n++] = (struct column){arena_span(a, col_text(st, 0)),
			arena_span(a, col_text(st, 1)), arena_span(a, col_text(st, 2))};
	}
	stmt_done(&st);
	return row;
}

/* A NULL name asks for any column of the table. */
static const struct column *find(const struct columns *all, const char *table, struct span name)
{
	for (size_t i = 0; i < all->n; i++)
		if (span_is(all->c[i].table, table) && (!name.p || span_eq(all->c[i].name, name)))
			return &all->c[i];
	return NULL;
}

static bool is_among(struct span type, const char *types)
{
	for (const char *p = types; *p; p += strspn(p, ", ")) {
		size_t n = strcspn(p, ",");
		if (span_eq(type, (struct span){p, n}))
			return true;
		p += n;
	}
	return false;
}

/* The mark before a column's name; '\0' for none, and for a column that is not there. */
static char mark_of(const struct table_spec *spec, const char *column)
{
	for (const char *p = spec->columns; *p; p += strspn(p, " ")) {
		char mark = strchr("#@=*", *p) ? *p++ : '\0';
		size_t n = strcspn(p, " ");
		if (span_eq(span_of(column), (struct span){p, n}))
			return mark;
		p += n;
	}
	return '\0';
}

bool schema_takes(const char *table, const char *column, const char *type)
{
	const struct table_spec *spec = table_named(span_of(table));
	char mark = spec ? mark_of(spec, column) : '\0';

	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].mark == mark)
			return is_among((struct span){type, strcspn(type, "(")}, kinds[i].types);
	return true;
}

static int check_id(struct db *db, const struct columns *all, const struct column *c, struct err *e)
{
	const struct column *first = all->id;

	if (span_is(first->type, "uuid") == span_is(c->type, "uuid"))
		return 0;
	return err_set(e, ERR_SCHEMA,
		"ids in %s are of two types: %.*s.%.*s is %.*s, and %.*s.%.*s is %.*s", db_name(db),
		(int)first->table.n, first->table.p, (int)first->name.n, first->name.p,
		(int)first->type.n, first->type.p, (int)c->table.n, c->table.p, (int)c->name.n,
		c->name.p, (int)c->type.n, c->type.p);
}

static int check_type(
	struct db *db, struct columns *all, const struct column *c, char mark, struct err *e)
{
	for (size_t i = 0; i < KINDS; i++) {
		if (kinds[i].mark != mark || is_among(c->type, kinds[i].types))
			continue;
		err_set(e, ERR_SCHEMA, "%s: the column %.*s.%.*s is %.*s", db_name(db),
			(int)c->table.n, c->table.p, (int)c->name.n, c->name.p, (int)c->type.n,
			c->type.p);
		return err_hint(e, "it can be %s", kinds[i].types);
	}
	if (mark != '#')
		return 0;
	if (!all->id)
		all->id = c;
	return check_id(db, all, c, e);
}

#define LACKING \
	"`tenet db check` says what else is missing; go back to a backup, or name another " \
	"database"

static int check_table(
	struct db *db, struct columns *all, const struct table_spec *spec, struct err *e)
{
	if (!find(all, spec->name, SPAN_NULL)) {
		err_set(e, ERR_SCHEMA, "%s lacks the table %s", db_name(db), spec->name);
		return err_hint(e, LACKING);
	}
	for (const char *p = spec->columns; *p; p += strspn(p, " ")) {
		char mark = strchr("#@=*", *p) ? *p++ : '\0';
		struct span name = {p, strcspn(p, " ")};
		const struct column *c = find(all, spec->name, name);
		if (!c) {
			err_set(e, ERR_SCHEMA, "%s lacks the column %s.%.*s", db_name(db),
				spec->name, (int)name.n, name.p);
			return err_hint(e, LACKING);
		}
		if (c->type.p && mark && check_type(db, all, c, mark, e) != 0)
			return -1;
		p += name.n;
	}
	return 0;
}

/* Ids of text may be anything; those that are no UUIDs could be listed, and never be found. */
static int check_rows(struct db *db, const struct table_spec *spec, struct err *e)
{
	struct stmt *st = db_prepare(db, spec->odd_ids, e);
	int row = st ? stmt_step(st, e) : -1;

	if (row == 1) {
		struct span id = col_text(st, 0);
		err_set(e, ERR_SCHEMA, "%s: %s.id holds \"%.*s\", which is no UUID", db_name(db),
			spec->name, (int)id.n, id.p);
		err_hint(e, "the agent's ids are UUIDs in lower case, and tenet finds no others");
	}
	stmt_done(&st);
	return row == 0 ? 0 : -1;
}

int schema_check(struct db *db, enum schema_part part, struct err *e)
{
	struct arena a = {0};
	struct columns all = {0};
	int result = read_columns(db, &a, &all, e);

	for (size_t i = 0; i < TABLES && result == 0; i++)
		if (tables[i].part <= part && (!tables[i].sqlite || db_engine(db) == DB_SQLITE))
			result = check_table(db, &all, &tables[i], e);
	bool text_ids = db_engine(db) == DB_POSTGRES && all.id && !span_is(all.id->type, "uuid");
	for (size_t i = 0; i < TABLES && result == 0 && part == SCHEMA_AGENT && text_ids; i++)
		if (tables[i].part == part)
			result = check_rows(db, &tables[i], e);
	arena_free(&a);
	return result;
}
