/* A database with the rights of `tenet db grants`, accounts, login roles, and what each may do. */
#include "fixture_grants.h"
#include "store/four_eyes.h"

static const char rows[] =
	"INSERT INTO personas (id, reddit_username, config) VALUES ('" PERSONA "', 'bot', '{}');"
	"INSERT INTO pending_posts (id, persona_id, content, status)"
	" SELECT CAST('" DRAFT(
		"") "' || n AS uuid), '" PERSONA "', 'draft ' || n, 'pending'"
		    " FROM generate_series(1, 5) n;"
		    "INSERT INTO belief_nodes (id, persona_id, title, summary) VALUES ('" BELIEF
		    "', '" PERSONA "', 'title', 'summary');"
		    "INSERT INTO stance_versions (id, persona_id, belief_id, text, status) VALUES "
		    "('" UUID(
			    "c1") "', '" PERSONA "', '" BELIEF "', 'text', 'current');"
				  "INSERT INTO admins (id, username, hashed_password) VALUES ('" MIA
				  "', 'mia', '" HASH "'),"
				  " ('" ROSA "', 'rosa', '" HASH "'), ('" PAUL "', 'paul', '" HASH
				  "'),"
				  " ('" ANNA "', 'anna', '" HASH "');"
				  "INSERT INTO console_accounts (account_id, role) VALUES ('" MIA
				  "', 'moderator'),"
				  " ('" ROSA "', 'moderator'), ('" PAUL "', 'operator'), ('" ANNA
				  "', 'admin')";

struct grants grants_of(void **state, struct db *db)
{
	struct place *p = *state;
	struct str eyes = {0};
	struct grants g;
	struct err e = {0};

	if (four_eyes_spell(db, &eyes, &e) != 0 ||
		grants_list(db, str_span(&eyes), &p->s.a, &g, &e) != 0)
		fail_msg("%s", e.text);
	str_free(&eyes);
	return g;
}

void run_grants(void **state, struct db *db)
{
	struct grants g = grants_of(state, db);
	struct str sql = {0};

	for (size_t i = 0; i < g.n; i++)
		str_addf(&sql, "-- %s\n%s;\n", g.statements[i].why ? g.statements[i].why : "",
			g.statements[i].sql);
	scratch_exec(db, str_cstr(&sql));
	str_free(&sql);
}

/* Login roles outlive the databases of the cases before. */
static const char drop_logins[] = "DROP ROLE IF EXISTS mia, rosa, paul, anna, agent, stranger";

/* A database with accounts, whose login roles are those that grants_list names. */
struct db *guarded(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "head");
	scratch_exec(db, rows);
	scratch_exec(db, drop_logins);
	run_grants(state, db);
	struct grants g = grants_of(state, db);
	assert_int_equal(g.n_logins, 4);
	for (size_t i = 0; i < g.n_logins; i++)
		scratch_exec(db, g.logins[i].p);
	return db;
}

struct db *as(void **state, const char *role)
{
	return place_open_url(*state, place_url(*state, role, "a", ""));
}

const char *ask(void **state, struct db *db, const char *sql)
{
	return scratch_ask(*state, db, sql);
}

struct session log_in(struct db *db, const char *name)
{
	struct session s;
	struct err e = {0};

	if (session_login(db, span_of(name), SPAN_LIT(PASSWORD), &s, &e) != 0)
		fail_msg("%s", e.text);
	return s;
}

enum decision_outcome decide(void **state, struct db *db, const struct session *s,
	const char *draft, struct decision_result *out)
{
	struct place *p = *state;
	struct decision_request r = {
		.post_id = draft, .decision = DECIDE_APPROVE, .viewing_ms = 1000};
	struct err e = {0};

	if (posts_decide(db, s, &r, &p->s.a, out, &e) != 0)
		fail_msg("%s", e.text);
	return out->outcome;
}

void refused(void **state, const char *role, const char *sql)
{
	struct db *db = as(state, role);
	struct err e = {0};

	if (db_exec(db, sql, &e) == 0)
		fail_msg("%s may: %s", role, sql);
	if (e.code != ERR_DENIED)
		fail_msg("%s: %s: %s", role, sql, e.text);
	db_close(&db);
}
