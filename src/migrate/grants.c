/* The SQL that lets an insider with psql do no more than the console lets him. */
#include "migrate/grants.h"

#include <string.h>

#include "base/embed.h"
#include "base/str.h"
#include "copy_row.h"
#include "schema.h"

#define MODERATORS "console_moderator, console_operator, console_admin"
#define OPERATORS "console_operator, console_admin"
#define ADMINS "console_admin"

/* Makes a group; roles belong to the whole server, so it may be there. */
#define GROUP(name) \
	"DO $$ BEGIN\n" \
	"    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" name "') THEN\n" \
	"        CREATE ROLE " name " NOLOGIN;\n" \
	"    END IF;\n" \
	"END $$"

/* Row security that leaves everybody the rows which their grants give them, but for what a
 * restrictive policy takes away. */
#define SECURE(table) "ALTER TABLE " table " ENABLE ROW LEVEL SECURITY"
#define DROP(policy, table) "DROP POLICY IF EXISTS " policy " ON " table
#define DROP_ALL(table) DROP("console_all", table)
#define ALL(table) "CREATE POLICY console_all ON " table " USING (true) WITH CHECK (true)"
#define DROP_OWN(table) DROP("console_own", table)
#define LIMIT(policy, table, rule) "CREATE POLICY " policy " ON " table " AS RESTRICTIVE\n    " rule
#define OWN_ACCOUNT "(SELECT a.id FROM admins a WHERE a.username = session_user)"

/* The clocks of two machines differ a little. */
#define OWN_CLAIM \
	"account_id = " OWN_ACCOUNT " AND actor = session_user\n" \
	"        AND claimed_at <= now() + interval '1 minute'\n" \
	"        AND expires_at <= now() + interval '6 minutes'"

/* {{schema}} stands for the name of the schema. */
#define OWN_KINDS \
	"subject = session_user\n" \
	"        AND kind IN ('login', 'login.failed', 'logout', 'account.password',\n" \
	"            'account.second_factor')"
#define DELETIONS "'belief.delete', 'belief.restore'"

static const struct grant script[] = {
	{"Who may read, decide, steer and configure. Login roles are put into one of these.",
		"BEGIN"},
	{NULL, "SET LOCAL client_min_messages = warning"},
	{NULL, GROUP("console_moderator")},
	{NULL, GROUP("console_operator")},
	{NULL, GROUP("console_admin")},
	{NULL, "SET LOCAL search_path = {{schema}}, pg_temp"},
	{"From nothing, so that this can be run again.",
		"REVOKE ALL ON ALL TABLES IN SCHEMA {{schema}} FROM " MODERATORS},
	{"Whoever could create here could put functions in the way of other people's sessions.",
		"REVOKE CREATE ON SCHEMA {{schema}} FROM PUBLIC, " MODERATORS},
	{NULL, "GRANT USAGE ON SCHEMA {{schema}} TO " MODERATORS},

	{"Reading. The rows of admins and console_accounts are one's own, see below.",
		"GRANT SELECT ON personas, belief_nodes, belief_edges, stance_versions,\n"
		"    evidence_links, interactions, belief_updates, pending_posts, agent_config,\n"
		"    admins, console_accounts, console_decisions, console_claims,\n"
		"    console_reasons, console_views, console_recovery, console_sessions, "
		"console_totp,\n"
		"    console_migrations\n"
		"    TO " MODERATORS},
	{NULL,
		"DO $$ BEGIN\n"
		"    IF to_regclass('alembic_version') IS NOT NULL THEN\n"
		"        GRANT SELECT ON alembic_version TO " MODERATORS ";\n"
		"    END IF;\n"
		"END $$"},
	{NULL, "GRANT SELECT ON console_events TO " ADMINS},

	{"Logging in, and setting one's own password.",
		"GRANT UPDATE (must_change_password, failures, next_try_at, last_login_at, "
		"updated_at,\n"
		"    password_expires_at) ON console_accounts TO " MODERATORS},
	{NULL, "GRANT INSERT, UPDATE, DELETE ON console_sessions, console_totp TO " MODERATORS},
	{NULL, "GRANT UPDATE (hashed_password, updated_at) ON admins TO " MODERATORS},
	{NULL,
		"GRANT INSERT (id, at, actor_id, actor, kind, subject, detail)\n"
		"    ON console_events TO " MODERATORS},

	{"Deciding, and editing what is approved.",
		"GRANT UPDATE (status, content, reviewed_by, reviewed_at, updated_at)\n"
		"    ON pending_posts TO " MODERATORS},
	{NULL, "GRANT INSERT, UPDATE, DELETE ON console_claims, console_recovery TO " MODERATORS},
	{NULL,
		"GRANT INSERT (id, post_id, actor_id, actor, action, reason, note, status_before,\n"
		"    status_after, content_before, content_after, seen_hash, viewing_ms, "
		"batch_id,\n"
		"    undoes, decided_at) ON console_decisions TO " MODERATORS},

	{NULL, "GRANT INSERT, DELETE, UPDATE (name, updated_at) ON console_views TO " MODERATORS},

	{"Steering.",
		"GRANT INSERT ON belief_nodes, belief_edges, stance_versions,\n"
		"    evidence_links, belief_updates TO " OPERATORS},
	{NULL,
		"GRANT UPDATE (title, summary, current_confidence, tags, updated_at)\n"
		"    ON belief_nodes TO " OPERATORS},
	{NULL, "GRANT UPDATE (relation, weight, updated_at) ON belief_edges TO " OPERATORS},
	{NULL, "GRANT UPDATE (status, updated_at) ON stance_versions TO " OPERATORS},
	{"What goes with a deleted belief goes by the foreign keys, in nobody's name.",
		"GRANT DELETE ON belief_nodes, belief_edges, evidence_links TO " OPERATORS},
	{"An undo reads what the event of the deletion kept.",
		"GRANT SELECT ON console_events TO console_operator"},

	{"Configuring. Accounts are disabled, never deleted.",
		"GRANT INSERT, DELETE, UPDATE (config_value, updated_at) ON agent_config "
		"TO " ADMINS},
	{NULL, "GRANT INSERT, UPDATE (display_name, config, updated_at) ON personas TO " ADMINS},
	{NULL, "GRANT INSERT, UPDATE, DELETE ON console_reasons TO " ADMINS},
	{NULL, "GRANT INSERT, UPDATE (username) ON admins TO " ADMINS},
	{NULL,
		"GRANT INSERT (account_id, role, must_change_password, failures, next_try_at,\n"
		"    disabled, created_at, updated_at, password_expires_at), UPDATE (role, "
		"disabled)\n"
		"    ON console_accounts TO " ADMINS},

	{"Everybody but admins sees and changes the account of the own name only: no other hash.",
		SECURE("admins")},
	{NULL, DROP_ALL("admins")},
	{NULL, ALL("admins")},
	{NULL, DROP_OWN("admins")},
	{NULL,
		"CREATE POLICY console_own ON admins AS RESTRICTIVE\n"
		"    TO console_moderator, console_operator USING (username = session_user)"},
	{NULL, SECURE("console_accounts")},
	{NULL, DROP_ALL("console_accounts")},
	{NULL, ALL("console_accounts")},
	{NULL, DROP_OWN("console_accounts")},
	{NULL,
		"CREATE POLICY console_own ON console_accounts AS RESTRICTIVE\n"
		"    TO console_moderator, console_operator\n"
		"    USING (account_id = " OWN_ACCOUNT ")"},

	{"Nor a second factor. Who is in is for all to see; an end that was set stays.",
		SECURE("console_totp")},
	{NULL, DROP_ALL("console_totp")},
	{NULL, ALL("console_totp")},
	{NULL, DROP_OWN("console_totp")},
	{NULL,
		"CREATE POLICY console_own ON console_totp AS RESTRICTIVE\n"
		"    TO console_moderator, console_operator\n"
		"    USING (account_id = " OWN_ACCOUNT ")"},
	{NULL, SECURE("console_sessions")},
	{NULL, DROP_ALL("console_sessions")},
	{NULL, ALL("console_sessions")},
	{NULL, DROP("console_own_insert", "console_sessions")},
	{NULL,
		LIMIT("console_own_insert", "console_sessions",
			"FOR INSERT TO " MODERATORS "\n"
			"    WITH CHECK (account_id = " OWN_ACCOUNT ")")},
	{NULL, DROP("console_own_update", "console_sessions")},
	{NULL,
		LIMIT("console_own_update", "console_sessions",
			"FOR UPDATE TO console_moderator, console_operator\n"
			"    USING (account_id = " OWN_ACCOUNT " AND ended_at IS NULL)\n"
			"    WITH CHECK (account_id = " OWN_ACCOUNT ")")},
	{NULL, DROP("console_own_delete", "console_sessions")},
	{NULL,
		LIMIT("console_own_delete", "console_sessions",
			"FOR DELETE TO " MODERATORS "\n"
			"    USING (account_id = " OWN_ACCOUNT ")")},

	{"What is written into ledger and log is written in the own name.",
		SECURE("console_decisions")},
	{NULL, DROP_ALL("console_decisions")},
	{NULL, ALL("console_decisions")},
	{NULL, DROP_OWN("console_decisions")},
	{NULL,
		"CREATE POLICY console_own ON console_decisions AS RESTRICTIVE FOR INSERT\n"
		"    TO " MODERATORS "\n"
		"    WITH CHECK (actor = session_user AND actor_id = " OWN_ACCOUNT ")"},
	{NULL, SECURE("console_events")},
	{NULL, DROP_ALL("console_events")},
	{NULL, ALL("console_events")},
	{NULL, DROP_OWN("console_events")},
	{NULL,
		"CREATE POLICY console_own ON console_events AS RESTRICTIVE FOR INSERT\n"
		"    TO " MODERATORS "\n"
		"    WITH CHECK (CASE WHEN kind = 'login.failed'\n"
		"        THEN actor IS NULL AND actor_id IS NULL\n"
		"        ELSE actor = session_user AND actor_id = " OWN_ACCOUNT " END)"},
	{"Of events, all but admins write those of their own account, and operators those of\n"
	 "-- the beliefs that they delete and bring back.",
		DROP("console_own_kinds", "console_events")},
	{NULL,
		LIMIT("console_own_kinds", "console_events",
			"FOR INSERT TO console_moderator\n"
			"    WITH CHECK (" OWN_KINDS ")")},
	{NULL, DROP("console_own_steering", "console_events")},
	{NULL,
		LIMIT("console_own_steering", "console_events",
			"FOR INSERT TO console_operator\n"
			"    WITH CHECK ((" OWN_KINDS ")\n"
			"        OR kind IN (" DELETIONS "))")},
	{NULL, DROP("console_own_deletions", "console_events")},
	{NULL,
		LIMIT("console_own_deletions", "console_events",
			"FOR SELECT TO console_operator\n"
			"    USING (kind IN (" DELETIONS "))")},

	{"A claim is one's own, until it runs out. Whoever decides on a draft ends what others\n"
	 "-- claim of it.",
		SECURE("console_claims")},
	{NULL, DROP_ALL("console_claims")},
	{NULL, ALL("console_claims")},
	{NULL, DROP("console_own_insert", "console_claims")},
	{NULL,
		LIMIT("console_own_insert", "console_claims",
			"FOR INSERT TO " MODERATORS "\n    WITH CHECK (" OWN_CLAIM ")")},
	{NULL, DROP("console_own_update", "console_claims")},
	{NULL,
		LIMIT("console_own_update", "console_claims",
			"FOR UPDATE TO " MODERATORS "\n"
			"    USING (account_id = " OWN_ACCOUNT "\n"
			"        OR expires_at <= now() + interval '1 minute')\n"
			"    WITH CHECK (" OWN_CLAIM ")")},
	{NULL, DROP("console_own_delete", "console_claims")},
	{NULL,
		LIMIT("console_own_delete", "console_claims",
			"FOR DELETE TO " MODERATORS "\n"
			"    USING (account_id = " OWN_ACCOUNT "\n"
			"        OR expires_at <= now() OR EXISTS (\n"
			"            SELECT FROM console_decisions d\n"
			"            WHERE d.post_id = console_claims.post_id\n"
			"            AND d.xmin = CAST(pg_current_xact_id() AS xid)))")},

	{"What somebody is typing is nobody else's business.", SECURE("console_recovery")},
	{NULL, DROP_ALL("console_recovery")},
	{NULL, ALL("console_recovery")},
	{NULL, DROP_OWN("console_recovery")},
	{NULL,
		"CREATE POLICY console_own ON console_recovery AS RESTRICTIVE\n"
		"    TO " MODERATORS "\n"
		"    USING (account_id = " OWN_ACCOUNT ")"},
	{"Nor are the views that somebody keeps. Those of everybody are the admins'.",
		SECURE("console_views")},
	{NULL, DROP_ALL("console_views")},
	{NULL, ALL("console_views")},
	{NULL, DROP_OWN("console_views")},
	{NULL,
		LIMIT("console_own", "console_views",
			"TO " MODERATORS "\n"
			"    USING (account_id IS NULL OR account_id = " OWN_ACCOUNT ")")},
	{NULL, DROP("console_own_insert", "console_views")},
	{NULL,
		LIMIT("console_own_insert", "console_views",
			"FOR INSERT TO console_moderator, console_operator\n"
			"    WITH CHECK (account_id IS NOT NULL)")},
	{NULL, DROP("console_own_update", "console_views")},
	{NULL,
		LIMIT("console_own_update", "console_views",
			"FOR UPDATE TO console_moderator, console_operator\n"
			"    USING (account_id IS NOT NULL)")},
	{NULL, DROP("console_own_delete", "console_views")},
	{NULL,
		LIMIT("console_own_delete", "console_views",
			"FOR DELETE TO console_moderator, console_operator\n"
			"    USING (account_id IS NOT NULL)")},
};
#define STATEMENTS (sizeof(script) / sizeof(script[0]))

#define AFTER_UPDATE \
	"    AFTER UPDATE OF status, content, reviewed_by, reviewed_at, updated_at\n" \
	"    ON pending_posts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW\n"

/* They come after the function that they call, src/migrate/console_decided.sql. */
static const struct grant triggers[] = {
	{NULL, "DROP TRIGGER IF EXISTS console_decided ON pending_posts"},
	{NULL,
		"CREATE CONSTRAINT TRIGGER console_decided\n" AFTER_UPDATE
		"    EXECUTE FUNCTION console_decided()"},
	{NULL, "DROP TRIGGER IF EXISTS console_decided_from ON pending_posts"},
	{"Of several changes in one transaction the first one tells how it found the draft.",
		"CREATE CONSTRAINT TRIGGER console_decided_from\n" AFTER_UPDATE
		"    WHEN (OLD.xmin <> CAST(pg_current_xact_id() AS xid))\n"
		"    EXECUTE FUNCTION console_decided('from')"},
	{NULL, "DROP TRIGGER IF EXISTS console_decided ON console_decisions"},
	{NULL,
		"CREATE CONSTRAINT TRIGGER console_decided\n"
		"    AFTER INSERT ON console_decisions\n"
		"    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW\n"
		"    EXECUTE FUNCTION console_decided()"},
};
#define TRIGGERS (sizeof(triggers) / sizeof(triggers[0]))

static const char *replace(const char *sql, const char *word, struct span by, struct arena *a)
{
	struct str out = {0};

	for (const char *at; (at = strstr(sql, word)); sql = at + strlen(word)) {
		str_addn(&out, sql, (size_t)(at - sql));
		str_adds(&out, by);
	}
	str_add(&out, sql);
	sql = arena_strdup(a, str_cstr(&out));
	str_free(&out);
	return sql;
}

static void add(struct grants *g, const struct grant *list, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n; i++)
		g->statements[g->n++] = (struct grant){
			list[i].why, replace(list[i].sql, "{{schema}}", g->schema, a)};
}

/* Says in the database which statements made its rights: the same ones have the same name. */
static const char *version(struct arena *a)
{
	struct str all = {0};
	struct row_hash h;

	for (size_t i = 0; i < STATEMENTS; i++)
		str_add(&all, script[i].sql);
	str_add(&all, embedded_grants[0].text);
	for (size_t i = 0; i < TRIGGERS; i++)
		str_add(&all, triggers[i].sql);
	row_hash_of(str_span(&all), &h);
	str_free(&all);
	return arena_printf(a, "tenet db grants %016llx", (unsigned long long)h.low);
}

static void add_all(struct grants *g, struct span four_eyes, struct arena *a)
{
	const struct grant guard = {
		"No decision without its row in the ledger, no row without its decision, and both "
		"as the\n-- console makes them. The agent and the tables' owner are not asked.",
		replace(embedded_grants[0].text, "{{four eyes}}\n", four_eyes, a)};
	const struct grant end[] = {
		{NULL,
			arena_printf(
				a, "COMMENT ON FUNCTION console_decided() IS '%s'", version(a))},
		{NULL, "COMMIT"}};

	g->statements = arena_calloc(a, STATEMENTS + 1 + TRIGGERS + 2, sizeof(*g->statements));
	add(g, script, STATEMENTS, a);
	add(g, &guard, 1, a);
	add(g, triggers, TRIGGERS, a);
	add(g, end, 2, a);
}

static const char schema_name[] = "SELECT quote_ident(current_schema())";

static int read_schema(struct db *db, struct arena *a, struct span *out, struct err *e)
{
	struct stmt *st = db_prepare(db, schema_name, e);
	int row = st ? stmt_step(st, e) : -1;

	if (row == 1)
		*out = arena_span(a, col_text(st, 0));
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

/* Those with a role in the console, and with names that a role can have: PostgreSQL would cut a
 * longer one, and keeps pg_ for itself. */
#define NAMED_ACCOUNTS \
	" FROM admins a JOIN console_accounts c ON c.account_id = a.id" \
	" WHERE c.disabled = 0 AND octet_length(a.username) < 64" \
	" AND a.username !~ '^(pg|console)_|[[:cntrl:]]' AND a.username NOT IN ('public', 'none')"
static const char account_count[] = "SELECT count(*)" NAMED_ACCOUNTS;
static const char account_roles[] =
	"SELECT 'CREATE ROLE ' || quote_ident(a.username) || ' LOGIN IN ROLE console_'"
	" || c.role" NAMED_ACCOUNTS " ORDER BY a.username";

static int read_logins(struct db *db, struct arena *a, struct grants *out, struct err *e)
{
	struct stmt *st = db_prepare(db, account_count, e);
	int row = st ? stmt_step(st, e) : -1;
	size_t room = row == 1 ? (size_t)col_int(st, 0) : 0;

	stmt_done(&st);
	out->logins = arena_calloc(a, room, sizeof(*out->logins));
	st = row < 0 ? NULL : db_prepare(db, account_roles, e);
	row = -1;
	while (st && (row = stmt_step(st, e)) == 1 && out->n_logins < room)
		out->logins[out->n_logins++] = arena_span(a, col_text(st, 0));
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

static int read_all(struct db *db, struct arena *a, struct grants *out, struct err *e)
{
	if (schema_check(db, SCHEMA_WHOLE, e) != 0)
		return -1;
	if (read_schema(db, a, &out->schema, e) != 0)
		return -1;
	return read_logins(db, a, out, e);
}

int grants_list(
	struct db *db, struct span four_eyes, struct arena *a, struct grants *out, struct err *e)
{
	*out = (struct grants){0};
	if (db_engine(db) == DB_SQLITE) {
		err_set(e, ERR_OTHER, "%s is an SQLite file, which knows no roles and no grants",
			db_name(db));
		return err_hint(
			e, "who may read and write it is said by its mode and its folder's");
	}
	if (db_begin_read(db, e) != 0)
		return -1;
	int result = read_all(db, a, out, e);
	db_rollback(db);
	if (result != 0)
		return -1;
	add_all(out, four_eyes, a);
	return 0;
}

/* --- Whether they hold. --- */

#define GROUPS \
	"(SELECT oid FROM pg_catalog.pg_roles WHERE rolname IN" \
	" ('console_moderator', 'console_operator', 'console_admin'))"
#define HERE \
	" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace" \
	" AND n.nspname = current_schema()"

/* How many tables give one of the groups a right; what is there of the triggers and of the tables
 * with policies; the name of the statements; and how many of the console's tables an admin cannot
 * read. */
static const char standing[] =
	"SELECT"
	" (SELECT count(*) FROM pg_catalog.pg_class c" HERE " WHERE EXISTS (SELECT 1 FROM"
	"  pg_catalog.aclexplode(c.relacl) x WHERE x.grantee IN " GROUPS ")"
	"  OR EXISTS (SELECT 1 FROM pg_catalog.pg_attribute t, pg_catalog.aclexplode(t.attacl) x"
	"  WHERE t.attrelid = c.oid AND x.grantee IN " GROUPS ")),"
	" (SELECT count(*) FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c"
	"  ON c.oid = t.tgrelid" HERE " WHERE t.tgname IN ('console_decided',"
	"  'console_decided_from') AND t.tgenabled IN ('O', 'A')),"
	" (SELECT count(*) FROM pg_catalog.pg_class c" HERE " WHERE c.relrowsecurity AND c.relname"
	"  IN ('admins', 'console_accounts', 'console_decisions', 'console_events',"
	"  'console_claims', 'console_recovery', 'console_views', 'console_sessions',"
	"  'console_totp') AND EXISTS (SELECT 1 FROM pg_catalog.pg_policy p"
	"  WHERE p.polrelid = c.oid AND NOT p.polpermissive)),"
	" (SELECT pg_catalog.obj_description(c.oid, 'pg_proc') FROM (SELECT p.oid, p.pronamespace"
	"  AS relnamespace FROM pg_catalog.pg_proc p WHERE p.proname = 'console_decided') c" HERE
	"),"
	" (SELECT count(*) FROM pg_catalog.pg_class c" HERE " JOIN pg_catalog.pg_roles r"
	"  ON r.rolname = 'console_admin' WHERE c.relkind = 'r'"
	"  AND starts_with(c.relname, 'console_')"
	"  AND NOT pg_catalog.has_table_privilege(r.oid, c.oid, 'SELECT'))";
#define ALL_TRIGGERS 3
#define ALL_SECURED 9

int grants_state(struct db *db, struct arena *a, enum grants_state *out, struct err *e)
{
	*out = GRANTS_NONE;
	if (db_engine(db) == DB_SQLITE)
		return 0;
	struct stmt *st = db_prepare(db, standing, e);
	int row = st ? stmt_step(st, e) : -1;
	if (row == 1 && col_int(st, 0) > 0) {
		bool whole = col_int(st, 1) == ALL_TRIGGERS && col_int(st, 2) == ALL_SECURED &&
			span_is(col_text(st, 3), version(a)) && col_int(st, 4) == 0;
		*out = whole ? GRANTS_WHOLE : GRANTS_BROKEN;
	}
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

static const char take_back[] =
	"DO $$ BEGIN"
	" EXECUTE (SELECT 'REVOKE ALL ON ALL TABLES IN SCHEMA ' || quote_ident(current_schema())"
	" || ' FROM ' || string_agg(rolname, ', ') FROM pg_catalog.pg_roles"
	" WHERE rolname IN ('console_moderator', 'console_operator', 'console_admin'));"
	" END $$";

int grants_take_back(struct db *db, struct err *e)
{
	return db_exec(db, take_back, e);
}
