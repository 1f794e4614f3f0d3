/* Who may do what below the screen: every operation that writes, by everybody who could try it. */
#include <string.h>

#include "base/str.h"
#include "fixture_steer.h"
#include "store/accounts.h"
#include "store/bulk.h"
#include "store/claims.h"
#include "store/config.h"
#include "store/personas.h"
#include "store/reasons.h"
#include "store/recovery.h"
#include "store/second_factor.h"
#include "store/seed.h"
#include "store/sessions.h"
#include "store/views.h"

#define PHRASE SPAN_LIT("seven quiet harbours")
#define WHY SPAN_LIT("as the thread shows")
/* Of no pass phrase, but of the form that lets somebody log in. */
#define HASH "$2b$12$CeiW6MMIDq9DBzjM0LEf7OjgbSTgguftkA9OaHsiLlIliv/XNwhlu"

struct trial {
	struct store *s;
	struct session who; /* who tries */
	struct session ada; /* an admin, who made what is tried on */
	const char *made; /* what an operation's own preparation made */
	char other[UUID_TEXT];
	int n; /* for names that are new */
};

static const char *fresh(struct trial *t, const char *what)
{
	return arena_printf(&t->s->arena, "%s-%d", what, ++t->n);
}

/* Statements that must work, with one text or two. */
static void write_two(struct trial *t, const char *sql, const char *a, const char *b)
{
	const char *const values[] = {a, b};

	store_write(t->s->db, sql, values, b ? 2 : 1);
}

/* --- Drafts. --- */

static void make_draft(struct trial *t)
{
	t->made = store_draft(t->s, &(struct store_draft){.content = "as seen"});
}

static int decide(struct trial *t, struct err *e)
{
	struct decision_request r = {
		.post_id = t->made, .decision = DECIDE_APPROVE, .viewing_ms = -1};
	struct decision_result out;

	return posts_decide(t->s->db, &t->who, &r, &t->s->arena, &out, e);
}

static int edit(struct trial *t, struct err *e)
{
	struct decision_request r = {.post_id = t->made,
		.decision = DECIDE_APPROVE,
		.viewing_ms = -1,
		.content = SPAN_LIT("as edited")};
	struct decision_result out;

	return posts_decide(t->s->db, &t->who, &r, &t->s->arena, &out, e);
}

#define BATCH "b0b0b0b0-0000-4000-8000-000000000001"

static int decide_many(struct trial *t, struct err *e)
{
	struct bulk_request r = {.decision = DECIDE_APPROVE, .batch = BATCH};
	struct bulk_item item = {.own_viewing_ms = -1};

	memcpy(item.post_id, t->made, sizeof(item.post_id));
	return bulk_decide(t->s->db, &t->who, &r, &item, 1, &t->s->arena, e);
}

/* As if whoever tries had decided on it. */
static void make_decision(struct trial *t)
{
	uuid_new(t->other);
	make_draft(t);
	write_two(t, "UPDATE pending_posts SET status = 'approved', reviewed_by = $2 WHERE id = $1",
		t->made, t->who.name);
	const char *const row[] = {t->other, t->made, t->who.id[0] ? t->who.id : NULL,
		t->who.name[0] ? t->who.name : "nobody", BATCH};
	store_write(t->s->db,
		"INSERT INTO console_decisions (id, post_id, actor_id, actor, batch_id, action,"
		" status_before, status_after, decided_at) VALUES ($1, $2, $3, $4, $5, 'approve',"
		" 'pending', 'approved', '2026-11-22T10:00:00.000000')",
		row, 5);
}

static int undo(struct trial *t, struct err *e)
{
	struct undo_result out;

	return posts_undo(t->s->db, &t->who, t->made, 0, &t->s->arena, &out, e);
}

static int undo_this(struct trial *t, struct err *e)
{
	struct undo_result out;
	int64_t seq = store_number(t->s, "SELECT max(seq) FROM console_decisions");

	return posts_undo_this(t->s->db, &t->who, seq, &t->s->arena, &out, e);
}

static int undo_many(struct trial *t, struct err *e)
{
	struct undo_result out[4];
	size_t n;

	return bulk_undo(t->s->db, &t->who, BATCH, 0, 4, &t->s->arena, out, &n, e);
}

static int claim(struct trial *t, struct err *e)
{
	return claims_take(t->s->db, &t->who, t->made, e);
}

static int keep_text(struct trial *t, struct err *e)
{
	struct recovery r = {.content = SPAN_LIT("half a sent"), .at = 1};

	memcpy(r.post_id, t->made, sizeof(r.post_id));
	return recovery_save(t->s->db, &t->who, &r, e);
}

/* --- Beliefs. --- */

static const char *new_belief(struct trial *t)
{
	char *id = arena_alloc(&t->s->arena, UUID_TEXT);

	uuid_new(id);
	given_belief(t->s, id, fresh(t, "belief"), "0.5", "current");
	return id;
}

static void make_belief(struct trial *t)
{
	t->made = new_belief(t);
}

static int change_as(struct trial *t, const struct steer_change *c, struct err *e)
{
	struct steer_belief seen = steer_look(t->s, t->made);
	struct steer_result out = {0};

	return steer_change(t->s->db, &t->who, &seen, c, &t->s->arena, &out, e);
}

static int change_belief(struct trial *t, struct err *e)
{
	return change_as(
		t, &(struct steer_change){.what = STEER_SET, .reason = WHY, .confidence = 0.9}, e);
}

static int nudge_belief(struct trial *t, struct err *e)
{
	return change_as(t,
		&(struct steer_change){.what = STEER_NUDGE,
			.reason = WHY,
			.strength = STRENGTH_WEAK,
			.direction = 1},
		e);
}

static int edit_belief(struct trial *t, struct err *e)
{
	return change_as(
		t, &(struct steer_change){.what = STEER_EDIT, .reason = WHY, .summary = WHY}, e);
}

static int link_evidence(struct trial *t, struct err *e)
{
	return change_as(t,
		&(struct steer_change){.what = STEER_EVIDENCE,
			.reason = WHY,
			.strength = STRENGTH_WEAK,
			.source_type = SPAN_LIT("note"),
			.source_ref = WHY},
		e);
}

static int lock_belief(struct trial *t, struct err *e)
{
	return change_as(t, &(struct steer_change){.what = STEER_LOCK, .reason = WHY}, e);
}

static void make_locked(struct trial *t)
{
	struct steer_change c = {.what = STEER_LOCK, .reason = WHY};

	make_belief(t);
	steer_do(t->s, &t->ada, t->made, &c);
}

static int unlock_belief(struct trial *t, struct err *e)
{
	return change_as(t, &(struct steer_change){.what = STEER_UNLOCK, .reason = WHY}, e);
}

static int add_belief(struct trial *t, struct err *e)
{
	const char *title = fresh(t, "added");
	struct steer_new n = {.persona = span_of(t->s->persona),
		.title = span_of(title),
		.summary = WHY,
		.confidence = 0.5,
		.reason = WHY};
	struct steer_result out = {0};

	return steer_add(t->s->db, &t->who, &n, &t->s->arena, &out, e);
}

static int delete_belief(struct trial *t, struct err *e)
{
	struct steer_belief seen = steer_look(t->s, t->made);
	struct steer_result out = {0};
	struct steer_toll toll;

	assert_ok(steer_toll(t->s->db, t->made, &toll, e), *e);
	return steer_delete(
		t->s->db, &t->who, &seen, &toll, seen.title, WHY, &t->s->arena, &out, e);
}

/* Ada's change, to be taken back. */
static void make_change(struct trial *t)
{
	struct steer_change c = {.what = STEER_SET, .reason = WHY, .confidence = 0.9};

	make_belief(t);
	struct steer_result done = steer_do(t->s, &t->ada, t->made, &c);
	memcpy(t->other, done.update_id, sizeof(t->other));
}

static int undo_change(struct trial *t, struct err *e)
{
	struct steer_result out = {0};
	struct steer_undo u;

	assert_ok(steer_undo_find(t->s->db, &t->ada, span_of(t->other), &t->s->arena, &u, e), *e);
	return steer_undo(t->s->db, &t->who, &u, WHY, &t->s->arena, &out, e);
}

static const struct steer_edge_change supports = {
	.relation = {"supports", 8}, .weight = 0.5, .reason = {"so", 2}};

static void make_two(struct trial *t)
{
	memcpy(t->other, new_belief(t), sizeof(t->other));
	make_belief(t);
}

static void make_edge(struct trial *t)
{
	struct steer_result out = {0};
	struct err e = {0};

	make_two(t);
	assert_ok(steer_edge_add(
			  t->s->db, &t->ada, t->made, t->other, &supports, &t->s->arena, &out, &e),
		e);
}

static struct steer_edge edge_of(struct trial *t)
{
	struct steer_edge out;
	struct err e = {0};

	assert_ok(steer_edge_between(
			  t->s->db, t->made, supports.relation, t->other, &t->s->arena, &out, &e),
		e);
	return out;
}

static int add_edge(struct trial *t, struct err *e)
{
	struct steer_result out = {0};

	return steer_edge_add(
		t->s->db, &t->who, t->made, t->other, &supports, &t->s->arena, &out, e);
}

static int set_edge(struct trial *t, struct err *e)
{
	struct steer_edge_change c = supports;
	struct steer_edge seen = edge_of(t);
	struct steer_result out = {0};

	c.weight = 0.7;
	return steer_edge_set(t->s->db, &t->who, &seen, &c, &t->s->arena, &out, e);
}

static int delete_edge(struct trial *t, struct err *e)
{
	struct steer_edge seen = edge_of(t);
	struct steer_result out = {0};

	return steer_edge_delete(t->s->db, &t->who, &seen, WHY, &t->s->arena, &out, e);
}

/* --- What admins look after. --- */

static int change_setting(struct trial *t, struct span json, int64_t restores, struct err *e)
{
	struct persona p;
	struct setting was;
	bool changed;

	if (personas_get(t->s->db, span_of(t->s->persona), &t->s->arena, &p, e) < 0 ||
		config_get(t->s->db, p.id, SPAN_LIT("mood"), &t->s->arena, &was, e) < 0)
		return -1;
	const struct config_change c = {
		.persona = &p, .json = json, .was = &was, .restores = restores};
	return config_set(t->s->db, &t->who, &c, &changed, e);
}

static struct span new_mood(struct trial *t)
{
	return span_of(arena_printf(&t->s->arena, "%d", ++t->n));
}

static int set_setting(struct trial *t, struct err *e)
{
	return change_setting(t, new_mood(t), 0, e);
}

static void make_setting(struct trial *t)
{
	struct session who = t->who;
	struct err e = {0};

	t->who = t->ada;
	assert_ok(set_setting(t, &e), e);
	t->who = who;
}

static int unset_setting(struct trial *t, struct err *e)
{
	return change_setting(t, SPAN_NULL, 0, e);
}

static int restore_setting(struct trial *t, struct err *e)
{
	return change_setting(t, new_mood(t), 1, e);
}

static int add_persona(struct trial *t, struct err *e)
{
	const char *name = fresh(t, "bot");
	struct persona p = {.username = span_of(name), .config = SPAN_LIT("{}")};
	char id[UUID_TEXT];

	return personas_add(t->s->db, &t->who, &p, id, e);
}

static int set_persona(struct trial *t, struct err *e)
{
	const char *name = fresh(t, "Name");
	struct persona was, now;

	assert_ok(personas_get(t->s->db, span_of(t->s->persona), &t->s->arena, &was, e), *e);
	now = was;
	now.display_name = span_of(name);
	return personas_set(t->s->db, &t->who, &now, &was, e);
}

static int add_reason(struct trial *t, struct err *e)
{
	const char *code = fresh(t, "code");
	struct reason r = {.code = span_of(code), .text = WHY};

	return reasons_save(t->s->db, &t->who, &r, NULL, e);
}

static void no_reasons(struct trial *t)
{
	store_exec(t->s->db, "DELETE FROM console_reasons");
}

static void make_reasons(struct trial *t)
{
	struct session who = t->who;
	struct err e = {0};

	no_reasons(t);
	t->who = t->ada;
	assert_ok(add_reason(t, &e), e);
	assert_ok(add_reason(t, &e), e);
	t->who = who;
}

static struct reason *reasons_of(struct trial *t)
{
	struct reason *list;
	struct err e = {0};
	size_t n;

	assert_ok(reasons_list(t->s->db, &t->s->arena, &list, &n, &e), e);
	assert_int_equal(n, 2);
	return list;
}

static int set_reason(struct trial *t, struct err *e)
{
	struct reason *was = reasons_of(t), now = *was;

	now.text = SPAN_LIT("other words");
	return reasons_save(t->s->db, &t->who, &now, was, e);
}

static int delete_reason(struct trial *t, struct err *e)
{
	return reasons_delete(t->s->db, &t->who, reasons_of(t), e);
}

static int move_reason(struct trial *t, struct err *e)
{
	struct reason *list = reasons_of(t);

	return reasons_exchange(t->s->db, &t->who, list[0].id, list[1].id, e);
}

static int begin_reasons(struct trial *t, struct err *e)
{
	return reasons_begin(t->s->db, &t->who, e);
}

static int save_view(struct trial *t, enum view_owner owner, struct err *e)
{
	const char *name = fresh(t, "view");
	char id[UUID_TEXT];

	return views_add(t->s->db, &t->who, "queue", owner, span_of(name), WHY, id, e);
}

static int own_view(struct trial *t, struct err *e)
{
	return save_view(t, VIEW_OWN, e);
}

static int shared_view(struct trial *t, struct err *e)
{
	return save_view(t, VIEW_SHARED, e);
}

static void make_view(struct trial *t)
{
	struct err e = {0};
	const char *name = fresh(t, "view");

	assert_ok(views_add(t->s->db, &t->ada, "queue", VIEW_SHARED, span_of(name), WHY, t->other,
			  &e),
		e);
}

static int rename_view(struct trial *t, struct err *e)
{
	const char *name = fresh(t, "view");

	return views_rename(t->s->db, &t->who, t->other, span_of(name), e);
}

static int delete_view(struct trial *t, struct err *e)
{
	return views_delete(t->s->db, &t->who, t->other, e);
}

static int sow(struct trial *t, struct err *e)
{
	struct str report = {0};
	int result = seed_config(t->s->db, &t->who, &report, e);

	str_free(&report);
	return result;
}

static void nothing_sown(struct trial *t)
{
	store_exec(t->s->db,
		"DELETE FROM agent_config; DELETE FROM personas WHERE id <>"
		" '" STORE_PERSONA "'");
}

/* --- Accounts and sessions. --- */

static void make_account(struct trial *t)
{
	t->made = fresh(t, "person");
	struct session made = store_account(t->s, t->made, ROLE_MODERATOR);
	struct err e = {0};

	assert_ok(sessions_begin(t->s->db, &made, &(struct session_place){"", "", 1}, &e), e);
	memcpy(t->other, made.console, sizeof(t->other));
}

static void make_disabled(struct trial *t)
{
	make_account(t);
	write_two(t,
		"UPDATE console_accounts SET disabled = 1 WHERE account_id ="
		" (SELECT id FROM admins WHERE username = $1)",
		t->made, NULL);
}

static struct account seen(struct trial *t)
{
	struct account x;
	struct err e = {0};

	assert_ok(accounts_find(t->s->db, span_of(t->made), &t->s->arena, &x, &e), e);
	return x;
}

static void make_phone(struct trial *t)
{
	make_account(t);
	write_two(t,
		"INSERT INTO console_totp (account_id, secret, codes, created_at, updated_at,"
		" confirmed_at) SELECT id, 'x', '[]', '2026-11-22 10:00:00',"
		" '2026-11-22 10:00:00', '2026-11-22 10:00:00' FROM admins WHERE username = $1",
		t->made, NULL);
}

static int remove_factor(struct trial *t, struct err *e)
{
	struct account x = seen(t);

	return second_factor_remove(t->s->db, &t->who, &x, e);
}

static int add_account(struct trial *t, struct err *e)
{
	const char *name = fresh(t, "new");

	return accounts_add(t->s->db, &t->who, span_of(name), PHRASE, ROLE_MODERATOR, true, e);
}

static int give_password(struct trial *t, struct err *e)
{
	return accounts_set_password(t->s->db, &t->who, span_of(t->made), PHRASE, e);
}

static int set_role(struct trial *t, struct err *e)
{
	struct account x = seen(t);

	return accounts_set_role(t->s->db, &t->who, &x, ROLE_ADMIN, e);
}

static int disable(struct trial *t, struct err *e)
{
	struct account x = seen(t);

	return accounts_disable(t->s->db, &t->who, &x, e);
}

static int enable(struct trial *t, struct err *e)
{
	struct account x = seen(t);

	return accounts_enable(t->s->db, &t->who, &x, e);
}

static int rename_account(struct trial *t, struct err *e)
{
	struct account x = seen(t);
	const char *name = fresh(t, "renamed");

	return accounts_rename(t->s->db, &t->who, &x, span_of(name), e);
}

static int reset(struct trial *t, struct err *e)
{
	struct account x = seen(t);
	char one_time[PASSWORD_ONE_TIME];

	return accounts_reset(t->s->db, &t->who, &x, one_time, e);
}

static int end_session(struct trial *t, struct err *e)
{
	return sessions_stop(t->s->db, &t->who, t->other, e);
}

/* --- The tables. --- */

static const struct operation {
	const char *name;
	enum permission needs;
	void (*prepare)(struct trial *t);
	int (*run)(struct trial *t, struct err *e);
} operations[] = {
	{"save a view of one's own", MAY_READ, NULL, own_view},
	{"decide", MAY_DECIDE, make_draft, decide},
	{"approve an edited text", MAY_DECIDE, make_draft, edit},
	{"decide many", MAY_DECIDE, make_draft, decide_many},
	{"undo", MAY_DECIDE, make_decision, undo},
	{"undo this one", MAY_DECIDE, make_decision, undo_this},
	{"undo many", MAY_DECIDE, make_decision, undo_many},
	{"claim", MAY_DECIDE, make_draft, claim},
	{"keep what is typed", MAY_DECIDE, make_draft, keep_text},
	{"set a confidence", MAY_STEER, make_belief, change_belief},
	{"nudge a belief", MAY_STEER, make_belief, nudge_belief},
	{"edit a belief", MAY_STEER, make_belief, edit_belief},
	{"link evidence", MAY_STEER, make_belief, link_evidence},
	{"lock a belief", MAY_STEER, make_belief, lock_belief},
	{"unlock a belief", MAY_STEER, make_locked, unlock_belief},
	{"add a belief", MAY_STEER, NULL, add_belief},
	{"delete a belief", MAY_STEER, make_belief, delete_belief},
	{"undo a change", MAY_STEER, make_change, undo_change},
	{"add an edge", MAY_STEER, make_two, add_edge},
	{"change an edge", MAY_STEER, make_edge, set_edge},
	{"delete an edge", MAY_STEER, make_edge, delete_edge},
	{"set a setting", MAY_CONFIGURE, NULL, set_setting},
	{"remove a setting", MAY_CONFIGURE, make_setting, unset_setting},
	{"bring a setting back", MAY_CONFIGURE, make_setting, restore_setting},
	{"add a persona", MAY_CONFIGURE, NULL, add_persona},
	{"change a persona", MAY_CONFIGURE, NULL, set_persona},
	{"add a reason", MAY_SHARE, NULL, add_reason},
	{"change a reason", MAY_SHARE, make_reasons, set_reason},
	{"delete a reason", MAY_SHARE, make_reasons, delete_reason},
	{"move a reason", MAY_SHARE, make_reasons, move_reason},
	{"begin with reasons", MAY_SHARE, no_reasons, begin_reasons},
	{"share a view", MAY_SHARE, NULL, shared_view},
	{"rename a shared view", MAY_SHARE, make_view, rename_view},
	{"delete a shared view", MAY_SHARE, make_view, delete_view},
	{"sow", MAY_MIGRATE, nothing_sown, sow},
	{"add an account", MAY_MANAGE, NULL, add_account},
	{"set somebody's pass phrase", MAY_MANAGE, make_account, give_password},
	{"give a role", MAY_MANAGE, make_account, set_role},
	{"disable", MAY_MANAGE, make_account, disable},
	{"enable", MAY_MANAGE, make_disabled, enable},
	{"rename", MAY_MANAGE, make_account, rename_account},
	{"reset a pass phrase", MAY_MANAGE, make_account, reset},
	{"take a second factor away", MAY_MANAGE, make_phone, remove_factor},
	{"end somebody's session", MAY_MANAGE, make_account, end_session},
};
#define OPERATIONS (sizeof(operations) / sizeof(operations[0]))

static const struct person {
	const char *name;
	enum role logged_in; /* as the session has it */
	enum role is; /* what the account may do now; ROLE_NONE: nothing at all */
	const char *happened; /* to the account, $1, since it logged in */
} people[] = {
	{"nobody", ROLE_NONE, ROLE_NONE, NULL},
	{"a moderator", ROLE_MODERATOR, ROLE_MODERATOR, NULL},
	{"an operator", ROLE_OPERATOR, ROLE_OPERATOR, NULL},
	{"an admin", ROLE_ADMIN, ROLE_ADMIN, NULL},
	{"a moderator who says she is an admin", ROLE_ADMIN, ROLE_MODERATOR,
		"UPDATE console_accounts SET role = 'moderator' WHERE account_id = $1"},
	{"a disabled admin", ROLE_ADMIN, ROLE_NONE,
		"UPDATE console_accounts SET disabled = 1 WHERE account_id = $1"},
	{"an admin who must change", ROLE_ADMIN, ROLE_NONE,
		"UPDATE console_accounts SET must_change_password = 1 WHERE account_id = $1"},
	{"an admin whose session was ended", ROLE_ADMIN, ROLE_NONE,
		"UPDATE console_sessions SET ended_at = '2026-11-22T10:00:00.000000'"
		" WHERE account_id = $1"},
	{"an account that was deleted", ROLE_ADMIN, ROLE_NONE, "DELETE FROM admins WHERE id = $1"},
};
#define PEOPLE (sizeof(people) / sizeof(people[0]))

/* --- What stands in the database. --- */

static void add_table(struct store *s, const char *table, struct str *out)
{
	struct err e = {0};
	struct stmt *st = db_prepare(
		s->db, arena_printf(&s->arena, "SELECT * FROM %s ORDER BY 1", table), &e);

	if (!st)
		fail_msg("%s", e.text);
	while (stmt_step(st, &e) > 0)
		for (int i = 0; i < stmt_columns(st); i++) {
			str_adds(out, col_is_null(st, i) ? SPAN_LIT("\x01") : col_text(st, i));
			str_addc(out, '\x02');
		}
	stmt_done(&st);
	assert_int_equal(e.code, ERR_NONE);
}

static void digest(struct store *s, char out[SHA256_TEXT])
{
	static const char *const tables[] = {"personas", "belief_nodes", "belief_edges",
		"stance_versions", "evidence_links", "interactions", "belief_updates",
		"pending_posts", "agent_config", "admins", "console_accounts", "console_decisions",
		"console_claims", "console_reasons", "console_views", "console_events",
		"console_recovery", "console_sessions", "console_totp"};
	struct str all = {0};
	struct span text;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		add_table(s, tables[i], &all);
	text = str_span(&all);
	sha256_parts(&text, 1, out);
	str_free(&all);
}

/* --- The cases. --- */

static void log_in(struct trial *t, const struct person *p)
{
	struct session_place place = {"", "", 1};
	struct err e = {0};

	t->who = (struct session){0};
	if (p->logged_in == ROLE_NONE)
		return;
	t->who = store_account(t->s, fresh(t, "who"), p->logged_in);
	assert_ok(sessions_begin(t->s->db, &t->who, &place, &e), e);
	if (p->happened)
		write_two(t, p->happened, t->who.id, NULL);
}

static void try(struct trial *t, const struct person *p, const struct operation *o)
{
	char before[SHA256_TEXT], after[SHA256_TEXT];
	bool may = p->is != ROLE_NONE && role_may(p->is, o->needs);
	struct err e = {0};

	log_in(t, p);
	if (o->prepare)
		o->prepare(t);
	digest(t->s, before);
	int result = o->run(t, &e);
	assert_false(db_in_transaction(t->s->db));
	digest(t->s, after);
	if (may && result != 0)
		fail_msg("%s may not %s: %s", p->name, o->name, e.text);
	if (may && strcmp(before, after) == 0)
		fail_msg("%s: %s changed nothing", p->name, o->name);
	if (!may && (result == 0 || e.code != ERR_DENIED))
		fail_msg("%s could %s: %s", p->name, o->name, e.text);
	if (!may && strcmp(before, after) != 0)
		fail_msg("%s may not %s, and something changed", p->name, o->name);
}

static void everybody_does_what_the_table_of_roles_says_and_nothing_else(void **state)
{
	struct trial t = {.s = *state};

	t.ada = store_account(t.s, "ada", ROLE_ADMIN);
	store_exec(t.s->db, "UPDATE admins SET hashed_password = '" HASH "'");
	make_draft(&t); /* and its persona */
	for (size_t i = 0; i < PEOPLE; i++)
		for (size_t j = 0; j < OPERATIONS; j++)
			try(&t, &people[i], &operations[j]);
}

/* What is one's own needs no permission, but an account and a session that still work. */
static void ones_own_is_ones_own_while_one_is_in(void **state)
{
	struct trial t = {.s = *state};

	t.ada = store_account(t.s, "ada", ROLE_ADMIN);
	for (size_t i = 0; i < PEOPLE; i++) {
		const struct person *p = &people[i];
		char before[SHA256_TEXT], after[SHA256_TEXT];
		bool may = p->is != ROLE_NONE || strstr(p->name, "must change");
		struct err e = {0}, other = {0};
		if (p->logged_in == ROLE_NONE)
			continue;
		log_in(&t, p);
		digest(t.s, before);
		int password =
			accounts_set_password(t.s->db, &t.who, span_of(t.who.name), PHRASE, &e);
		int session = sessions_stop(t.s->db, &t.who, t.who.console, &other);
		digest(t.s, after);
		if ((password == 0) != may || (session == 0) != may)
			fail_msg("%s: %s; %s", p->name, e.text, other.text);
		if (!may && strcmp(before, after) != 0)
			fail_msg("%s changed something", p->name);
	}
}

/* Ada has a draft open, and another text of the draft that is tried on. */
static void make_adas(struct trial *t)
{
	struct session who = t->who;
	struct err e = {0};

	t->who = t->ada;
	make_draft(t);
	assert_ok(claim(t, &e), e);
	make_draft(t);
	assert_ok(keep_text(t, &e), e);
	t->who = who;
}

static const char own_claim[] =
	"INSERT INTO console_claims (post_id, account_id, actor, claimed_at, expires_at)"
	" SELECT $1, id, username, '2026-11-22T10:00:00.000000', '2099-11-22T10:00:00.000000'"
	" FROM admins WHERE id = $2";
static const char own_text[] =
	"INSERT INTO console_recovery (account_id, post_id, content, based_on, updated_at)"
	" SELECT id, $1, 'half a sent', '', '2026-11-22T10:00:00.000000'"
	" FROM admins WHERE id = $2";

/* A claim that ends and a text that is forgotten need no role: who is out of one may still tidy up
 * behind herself, and reaches nothing but her own rows. */
static void letting_go_takes_ones_own_rows_and_no_others(void **state)
{
	struct trial t = {.s = *state};

	t.ada = store_account(t.s, "ada", ROLE_ADMIN);
	for (size_t i = 0; i < PEOPLE; i++) {
		char before[SHA256_TEXT], after[SHA256_TEXT];
		struct err e = {0};
		log_in(&t, &people[i]);
		make_adas(&t);
		digest(t.s, before);
		if (t.who.id[0]) {
			write_two(&t, own_claim, t.made, t.who.id);
			write_two(&t, own_text, t.made, t.who.id);
		}
		assert_ok(claims_release(t.s->db, &t.who, &e), e);
		assert_ok(recovery_drop(t.s->db, &t.who, t.made, &e), e);
		digest(t.s, after);
		if (strcmp(before, after) != 0)
			fail_msg("%s took more, or less, than what was hers", people[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(everybody_does_what_the_table_of_roles_says_and_nothing_else),
		ON_FRESH(ones_own_is_ones_own_while_one_is_in),
		ON_FRESH(letting_go_takes_ones_own_rows_and_no_others),
	};

	return RUN_CASES(tests);
}
