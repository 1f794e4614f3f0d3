/* The SQL that lets an insider with psql do no more than the console lets him. */
#include "migrate/grants.h"

#include <string.h>

#include "base/str.h"
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
#define DROP_ALL(table) "DROP POLICY IF EXISTS console_all ON " table
#define ALL(table) "CREATE POLICY console_all ON " table " USING (true) WITH CHECK (true)"
#define DROP_OWN(table) "DROP POLICY IF EXISTS console_own ON " table
#define OWN_ACCOUNT "(SELECT a.id FROM admins a WHERE a.username = session_user)"
#define DROP_SHARED(what) "DROP POLICY IF EXISTS console_" what " ON console_views"
#define SHARED(what, clause) \
	"CREATE POLICY console_" what " ON console_views AS RESTRICTIVE FOR " what "\n" \
	"    TO console_moderator, console_operator " clause " (account_id IS NOT NULL)"

/* {{schema}} stands for the name of the schema. */
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
		"    console_reasons, console_views, console_recovery, console_migrations\n"
		"    TO " MODERATORS},
	{NULL,
		"DO $$ BEGIN\n"
		"    IF to_regclass('alembic_version') IS NOT NULL THEN\n"
		"        GRANT SELECT ON alembic_version TO " MODERATORS ";\n"
		"    END IF;\n"
		"END $$"},
	{NULL, "GRANT SELECT ON console_events TO " ADMINS},

	{"Logging in, and setting one's own password.",
		"GRANT INSERT (account_id, role, must_change_password, failures, next_try_at,\n"
		"    disabled, created_at, updated_at),\n"
		"    UPDATE (must_change_password, failures, next_try_at, last_login_at, "
		"updated_at)\n"
		"    ON console_accounts TO " MODERATORS},
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

	{"Views of one's own, and an admin's for everybody: see below.",
		"GRANT INSERT, UPDATE, DELETE ON console_views TO " MODERATORS},

	{"Steering.",
		"GRANT INSERT ON belief_nodes, belief_edges, stance_versions,\n"
		"    evidence_links, belief_updates TO " OPERATORS},
	{NULL,
		"GRANT UPDATE (title, summary, current_confidence, tags, updated_at)\n"
		"    ON belief_nodes TO " OPERATORS},
	{NULL, "GRANT UPDATE (relation, weight, updated_at) ON belief_edges TO " OPERATORS},
	{NULL, "GRANT UPDATE (status, updated_at) ON stance_versions TO " OPERATORS},

	{"Configuring. Accounts are disabled, never deleted.",
		"GRANT INSERT, DELETE, UPDATE (config_value, updated_at) ON agent_config "
		"TO " ADMINS},
	{NULL, "GRANT INSERT, UPDATE (display_name, config, updated_at) ON personas TO " ADMINS},
	{NULL, "GRANT INSERT ON admins TO " ADMINS},
	{NULL, "GRANT UPDATE (role, disabled) ON console_accounts TO " ADMINS},
	{NULL, "GRANT INSERT, UPDATE, DELETE ON console_reasons TO " ADMINS},

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
		"    WITH CHECK (actor = session_user AND actor_id = " OWN_ACCOUNT ")"},

	{"What somebody is typing is nobody else's business.", SECURE("console_recovery")},
	{NULL, DROP_ALL("console_recovery")},
	{NULL, ALL("console_recovery")},
	{NULL, DROP_OWN("console_recovery")},
	{NULL,
		"CREATE POLICY console_own ON console_recovery AS RESTRICTIVE\n"
		"    TO " MODERATORS "\n"
		"    USING (account_id = " OWN_ACCOUNT ")"},

	{"Views that somebody saved for herself are hers, and only admins change what all see.",
		SECURE("console_views")},
	{NULL, DROP_ALL("console_views")},
	{NULL, ALL("console_views")},
	{NULL, DROP_OWN("console_views")},
	{NULL,
		"CREATE POLICY console_own ON console_views AS RESTRICTIVE\n"
		"    TO " MODERATORS "\n"
		"    USING (account_id IS NULL OR account_id = " OWN_ACCOUNT ")"},
	{NULL, DROP_SHARED("insert")},
	{NULL, SHARED("insert", "WITH CHECK")},
	{NULL, DROP_SHARED("update")},
	{NULL, SHARED("update", "USING")},
	{NULL, DROP_SHARED("delete")},
	{NULL, SHARED("delete", "USING")},

	{"No decision without its row in the ledger, and none on what somebody else decided. The\n"
	 "-- agent and the tables' owner are not asked.",
		"CREATE OR REPLACE FUNCTION console_decided() RETURNS trigger\n"
		"    LANGUAGE plpgsql SET search_path FROM CURRENT AS $$\n"
		"BEGIN\n"
		"    IF pg_has_role(session_user, (SELECT relowner FROM pg_class\n"
		"            WHERE oid = TG_RELID), 'MEMBER')\n"
		"        OR NOT EXISTS (SELECT FROM pg_roles WHERE rolname IN\n"
		"            ('console_moderator', 'console_operator', 'console_admin')\n"
		"            AND pg_has_role(session_user, oid, 'MEMBER')) THEN\n"
		"        RETURN NULL;\n"
		"    END IF;\n"
		"    IF OLD.status IS DISTINCT FROM 'pending'\n"
		"        AND OLD.reviewed_by IS DISTINCT FROM session_user THEN\n"
		"        RAISE EXCEPTION 'somebody else decided on this draft'\n"
		"            USING ERRCODE = 'insufficient_privilege';\n"
		"    END IF;\n"
		"    IF NOT EXISTS (\n"
		"        SELECT FROM pending_posts p CROSS JOIN LATERAL (\n"
		"            SELECT d.actor, d.status_after, d.content_after\n"
		"            FROM console_decisions d\n"
		"            WHERE d.post_id = p.id ORDER BY d.seq DESC LIMIT 1) d\n"
		"        WHERE p.id = NEW.id AND d.actor = session_user\n"
		"        AND (NEW.content = OLD.content OR d.content_after = p.content)\n"
		"        AND d.status_after = p.status AND CASE p.status\n"
		"            WHEN 'pending' THEN p.reviewed_by IS NULL\n"
		"            ELSE p.reviewed_by = session_user END) THEN\n"
		"        RAISE EXCEPTION 'a decision needs its row in console_decisions'\n"
		"            USING ERRCODE = 'insufficient_privilege';\n"
		"    END IF;\n"
		"    RETURN NULL;\n"
		"END;\n"
		"$$"},
	{NULL, "DROP TRIGGER IF EXISTS console_decided ON pending_posts"},
	{NULL,
		"CREATE CONSTRAINT TRIGGER console_decided\n"
		"    AFTER UPDATE OF status, content, reviewed_by, reviewed_at ON pending_posts\n"
		"    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW\n"
		"    WHEN (ROW(OLD.status, OLD.content, OLD.reviewed_by, OLD.reviewed_at) IS\n"
		"        DISTINCT FROM ROW(NEW.status, NEW.content, NEW.reviewed_by, "
		"NEW.reviewed_at))\n"
		"    EXECUTE FUNCTION console_decided()"},
	{NULL, "COMMIT"},
};
#define STATEMENTS (sizeof(script) / sizeof(script[0]))

static const char *with_schema(const char *sql, struct span schema, struct arena *a)
{
	static const char word[] = "{{schema}}";
	struct str out = {0};

	for (const char *at; (at = strstr(sql, word)); sql = at + strlen(word)) {
		str_addn(&out, sql, (size_t)(at - sql));
		str_adds(&out, schema);
	}
	str_add(&out, sql);
	sql = arena_strdup(a, str_cstr(&out));
	str_free(&out);
	return sql;
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

/* Names that a role can have: PostgreSQL would cut a longer one, and keeps pg_ for itself. */
#define NAMED_ACCOUNTS \
	" FROM admins a LEFT JOIN console_accounts c ON c.account_id = a.id" \
	" WHERE coalesce(c.disabled, 0) = 0 AND octet_length(a.username) < 64" \
	" AND a.username !~ '^(pg|console)_|[[:cntrl:]]' AND a.username NOT IN ('public', 'none')"
static const char account_count[] = "SELECT count(*)" NAMED_ACCOUNTS;
static const char account_roles[] =
	"SELECT 'CREATE ROLE ' || quote_ident(a.username) || ' LOGIN IN ROLE console_'"
	" || coalesce(c.role, 'admin')" NAMED_ACCOUNTS " ORDER BY a.username";

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

int grants_list(struct db *db, struct arena *a, struct grants *out, struct err *e)
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
	out->statements = arena_calloc(a, STATEMENTS, sizeof(*out->statements));
	out->n = STATEMENTS;
	for (size_t i = 0; i < STATEMENTS; i++)
		out->statements[i] =
			(struct grant){script[i].why, with_schema(script[i].sql, out->schema, a)};
	return 0;
}
