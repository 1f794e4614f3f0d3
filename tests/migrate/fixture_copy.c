/* Copies for the tests. */
#include "fixture_copy.h"

struct db *file_open(struct place *p, const char *name, enum db_access access)
{
	return scratch_open(&p->s, name, access);
}

static void migrate_file(struct place *p, struct db *db)
{
	enum db_engine engine = p->engine;

	p->engine = DB_SQLITE;
	go(p, db, "head");
	p->engine = engine;
}

/* Three drafts of the agent's are no JSON: here they are. */
static const char console_rows[] =
	"UPDATE pending_posts SET draft_metadata = '{\"was\": \"no JSON\"}'"
	" WHERE NOT json_valid(draft_metadata);"
	"INSERT INTO console_accounts (account_id, role, failures, last_login_at)"
	" SELECT id, 'admin', 3, '2026-11-22T10:00:00.000001' FROM admins;"
	"INSERT INTO console_decisions (id, post_id, actor, action, content_before, viewing_ms)"
	" SELECT 'dddddddd-0000-4000-8000-' || printf('%012d', rowid), id, 'rosa', 'approve',"
	" content, rowid * 1000000000 FROM pending_posts WHERE status = 'approved';"
	"INSERT INTO console_claims (post_id, account_id, actor, expires_at)"
	" SELECT p.id, a.id, 'rosa', '2026-11-22 10:00:00.5' FROM pending_posts p, admins a"
	" WHERE a.username = 'rosa' LIMIT 5;"
	"INSERT INTO console_recovery (account_id, post_id, content, based_on)"
	" SELECT a.id, p.id, 'half a thought ' || p.rowid, 'x' FROM pending_posts p, admins a"
	" WHERE p.rowid IN (3, 5, 200);"
	"INSERT INTO console_sessions (id, account_id, actor, started_at, seen_at, origin, host, "
	"pid)"
	" SELECT id, id, username, '2026-11-22 10:00:00', '2026-11-22 10:00:00.5', '10.0.0.7', "
	"'a', 7"
	" FROM admins WHERE username = 'rosa';"
	"INSERT INTO console_totp (account_id, secret, codes, last_step)"
	" SELECT id, 'GEZDGNBV', '[]', 3000000000 FROM admins WHERE username = 'rosa';"
	"INSERT INTO console_reasons (id, code, text) VALUES ("
	"'" UUID(
		"01") "', 'off', 'Off \"topic\"');"
		      "INSERT INTO console_views (id, pane, name, filter) VALUES ('" UUID(
			      "02") "', 'queue', 'x', 'y');"
				    "INSERT INTO console_events (seq, id, kind) VALUES (41, '" UUID(
					    "03") "', 'login')";

void rich_source(struct place *p, const char *name)
{
	struct db *db = file_open(p, name, DB_CREATE);

	load_agent_sql(db);
	migrate_file(p, db);
	scratch_exec(db, console_rows);
	db_close(&db);
}

void file_damage(struct place *p, const char *name, const char *sql)
{
	struct db *db = file_open(p, name, DB_READ_WRITE);

	scratch_exec(db, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
	scratch_exec(db, sql);
	db_close(&db);
}

static int run(struct db *source, struct db *target, struct place *p, struct trial *t)
{
	int result = copy_databases(source, target, &t->options, &p->s.a, &t->result, &t->err);

	db_close(&source);
	db_close(&target);
	return result;
}

int try_copy(struct place *p, const char *from, const char *to, struct trial *t)
{
	struct db *source = file_open(p, from, DB_READ_ONLY);

	return run(source, place_open(p, to, DB_CREATE), p, t);
}

int try_copy_back(struct place *p, const char *from, const char *to, struct trial *t)
{
	struct db *source = place_open(p, from, DB_READ_ONLY);

	return run(source, file_open(p, to, DB_CREATE), p, t);
}

int try_export(struct place *p, const char *from, const char *file, struct trial *t)
{
	struct db *source = file_open(p, from, DB_READ_ONLY);
	int result = copy_export(
		source, scratch_path(&p->s, file), &t->options, &p->s.a, &t->result, &t->err);

	db_close(&source);
	return result;
}

int try_import(struct place *p, const char *file, const char *to, struct trial *t)
{
	struct copy_file from;

	if (copy_file_open(scratch_path(&p->s, file), t->options.migrations, &from, &t->err) != 0)
		return -1;
	struct db *target = place_open(p, to, DB_CREATE);
	int result = copy_import(&from, target, &t->options, &p->s.a, &t->result, &t->err);
	db_close(&target);
	return result;
}

void must(int result, const struct trial *t)
{
	if (result != 0)
		fail_msg("%s (%s)", t->err.text, t->err.hint);
}

const char *reject_path(struct place *p)
{
	return scratch_path(&p->s, "rejected.jsonl");
}

const char *values_of(struct place *p, const char *name, const char *sql)
{
	struct db *db = file_open(p, name, DB_READ_ONLY);
	const char *text = scratch_ask(&p->s, db, sql);

	db_close(&db);
	return text;
}
