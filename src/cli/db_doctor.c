/* tenet db doctor. */
#include "base/json.h"
#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "doctor_host.h"
#include "store/accounts.h"
#include "waiting.h"

#define WHAT_COLUMN 6 /* behind the state */
#define TEXT_COLUMN 21 /* and behind what it is about */
#define LEAST_TEXT 24 /* cells: where a terminal leaves less, the text is below */

struct visit {
	struct arena a;
	struct db_address where;
	struct db *db; /* NULL: it could not be opened */
	struct migration_set set;
	struct doctor found;
};

static void add(struct visit *v, enum doctor_state state, const char *what, const char *text,
	const char *todo)
{
	doctor_add(&v->found, &v->a, &(struct doctor_line){state, what, text, todo});
}

static void add_error(struct visit *v, const char *what, const struct err *e)
{
	add(v, DOCTOR_BAD, what, arena_strdup(&v->a, e->text),
		e->hint[0] ? arena_strdup(&v->a, e->hint) : NULL);
}

/* --- Accounts. --- */

static void look_at_hash(struct visit *v, const struct account *x)
{
	int n = (int)x->username.n;

	add(v, DOCTOR_WARN, "passwords",
		arena_printf(&v->a, "%.*s can never log in: the stored hash is none that is used",
			n, x->username.p),
		arena_printf(&v->a, "tenet accounts reset %.*s", n, x->username.p));
}

static int look_at_password(struct visit *v, const struct account *x, bool *found, struct err *e)
{
	bool is_default = false;

	if (x->disabled)
		return 0;
	if (!x->usable)
		look_at_hash(v, x);
	else if (accounts_uses_default(v->db, x, &is_default, e) < 0)
		return -1;
	*found = *found || is_default || !x->usable;
	if (is_default)
		add(v, DOCTOR_BAD, "passwords",
			arena_printf(&v->a,
				"%.*s still has the pass phrase that is printed in the agent's "
				"manual",
				(int)x->username.n, x->username.p),
			arena_printf(&v->a, "tenet accounts passwd %.*s", (int)x->username.n,
				x->username.p));
	return 0;
}

/* Whom the server shows no account but his own cannot know. */
static int look_for_admins(struct visit *v, const struct account *list, size_t n, struct err *e)
{
	int64_t now = time_now();
	bool held_back;

	if (accounts_held_back(v->db, &held_back, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (list[i].role == ROLE_ADMIN && account_lets_in(&list[i], now))
			return 0;
	if (n > 0 && !held_back)
		add(v, DOCTOR_BAD, "accounts", "no admin can log in",
			"the owner of the database lets one in: see tenet-accounts(1)");
	return 0;
}

static void look_at_role(struct visit *v, const struct account *x, bool *found)
{
	if (x->has_role && x->role != ROLE_NONE)
		return;
	*found = true;
	add(v, DOCTOR_WARN, "roles",
		arena_printf(&v->a,
			x->has_role
				? "%.*s has a role that this tenet does not know: it may do nothing"
				: "nobody gave %.*s a role: it counts as an admin",
			(int)x->username.n, x->username.p),
		"give it the least role that it needs");
}

static int look_at_accounts(struct visit *v, struct err *e)
{
	bool there, password = false, role = false;
	struct account *list;
	size_t n;

	if (accounts_there(v->db, &there, e) < 0)
		return -1;
	if (!there)
		return 0;
	if (accounts_list(v->db, &v->a, &list, &n, e) < 0 ||
		accounts_terms(v->db, list, n, e) < 0 || look_for_admins(v, list, n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (look_at_password(v, &list[i], &password, e) < 0)
			return -1;
		look_at_role(v, &list[i], &role);
	}
	if (n == 0)
		add(v, DOCTOR_WARN, "accounts", "there are none: whoever can write may do all",
			"tenet accounts add NAME --role admin");
	if (n > 0 && !password)
		add(v, DOCTOR_OK, "passwords", "all can be used, and none is the well-known one",
			NULL);
	if (n > 0 && !role)
		add(v, DOCTOR_OK, "roles", "every account has one", NULL);
	return 0;
}

/* --- The visit. --- */

static void look_at_clock(struct visit *v)
{
	int64_t newest = TIME_NONE;
	struct err e = {0};

	/* Without the tables there are no rows to compare with. */
	if (doctor_newest(v->db, &newest, &e) < 0)
		newest = TIME_NONE;
	doctor_clock(newest, &v->a, &v->found);
}

static int visit(const struct call *c, struct visit *v, struct err *e)
{
	struct err why = {0};

	if (db_address_find(c->globals->database, &v->a, &v->where, e) < 0 ||
		migrations_load(c->globals->migrations, v->where.engine, &v->a, &v->set, e) < 0)
		return -1;
	if (db_open(&v->where, c->globals->read_only ? DB_READ_ONLY : DB_READ_WRITE, &v->db, &why) <
		0) {
		add_error(v, "open", &why);
	} else {
		doctor_database(v->db, &v->set, &v->a, &v->found);
		why = (struct err){0};
		if (look_at_accounts(v, &why) < 0)
			add_error(v, "accounts", &why);
		look_at_clock(v);
	}
	if (v->where.engine == DB_SQLITE && why.code != ERR_MISSING)
		doctor_files(v->where.target, &v->a, &v->found);
	return 0;
}

static void print_one(const struct doctor_line *l)
{
	static const enum print_style styles[] = {
		[DOCTOR_OK] = PRINT_GOOD, [DOCTOR_WARN] = PRINT_WARN, [DOCTOR_BAD] = PRINT_BAD};

	const char *state = doctor_state_name(l->state);
	size_t columns = print_columns();
	bool below = columns > 0 && columns < TEXT_COLUMN + LEAST_TEXT;
	int column = below ? WHAT_COLUMN : TEXT_COLUMN;

	if (below) {
		print_line(styles[l->state], "%-4s  %s", state, l->what);
		print_hanging(styles[l->state], WHAT_COLUMN, "%*s%s", column, "", l->text);
	} else {
		print_hanging(
			styles[l->state], TEXT_COLUMN, "%-4s  %-13s  %s", state, l->what, l->text);
	}
	if (l->todo)
		print_hanging(PRINT_PLAIN, (size_t)column + 3, "%*s-> %s", column, "", l->todo);
}

static int line_json(const struct doctor_line *l)
{
	json_t *o = json_object();

	json_put(o, "state", json_from_text(span_of(doctor_state_name(l->state))));
	json_put(o, "what", json_from_text(span_of(l->what)));
	json_put(o, "text", json_from_text(span_of(l->text)));
	json_put(o, "todo", json_from_text(span_of(l->todo)));
	return print_json(o);
}

static int report(const struct call *c, const struct visit *v)
{
	int status = EXIT_DONE;

	for (size_t i = 0; i < v->found.n; i++) {
		const struct doctor_line *l = &v->found.l[i];
		if (l->state == DOCTOR_BAD)
			status = EXIT_FAILED;
		if (!call_option(c, "--json"))
			print_one(l);
		else if (line_json(l) < 0)
			return EXIT_FAILED;
	}
	return status;
}

static int run_doctor(const struct call *c)
{
	struct visit v = {0};
	struct err e = {0};

	waiting_begin(c);
	int visited = visit(c, &v, &e);
	waiting_end();
	int status = visited < 0 ? command_fail(&e) : report(c, &v);

	db_close(&v.db);
	arena_free(&v.a);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_db_doctor = {
	.name = "db doctor",
	.operands = "",
	.help = "Say whether the database is well, and what to do where it is not",
	.exits = "1 when a line is bad",
	.options = options,
	.run = run_doctor,
};
