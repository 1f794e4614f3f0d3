/* tenet db adopt. */
#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "findings.h"
#include "migrate/migrate.h"
#include "store/accounts.h"
#include "store/events.h"

struct adoption {
	const struct call *call;
	struct arena a;
	struct db *db;
	struct migration_set set;
	struct migration_state state;
	struct check check;
	struct session session; /* nobody while there are no accounts */
	size_t steps; /* made so far */
};

static bool is_dry(const struct adoption *d)
{
	return call_option(d->call, "--dry-run") != NULL;
}

static bool is_json(const struct adoption *d)
{
	return call_option(d->call, "--json") != NULL;
}

static int look(struct adoption *d, struct err *e)
{
	const struct globals *g = d->call->globals;
	struct db_address where;

	if (g->read_only)
		return err_set(e, ERR_READONLY, "db adopt writes, and --read-only forbids it");
	if (db_address_find(g->database, &d->a, &where, e) < 0 ||
		migrations_load(g->migrations, where.engine, &d->a, &d->set, e) < 0 ||
		db_open(&where, DB_READ_WRITE, &d->db, e) < 0)
		return -1;
	return migrate_state(d->db, &d->set, &d->state, e);
}

static int log_in(struct adoption *d, struct err *e)
{
	bool there;

	if (accounts_there(d->db, &there, e) < 0)
		return -1;
	if (!there)
		return 0;
	if (command_login(d->call, d->db, &d->session, e) < 0)
		return -1;
	return session_check(d->db, &d->session, MAY_CONFIGURE, e);
}

static int report_differences(struct adoption *d, struct err *e)
{
	if (check_agent(d->db, &d->set, &d->a, &d->check, e) < 0)
		return -1;
	for (size_t i = 0; i < d->check.n; i++)
		if (!is_json(d))
			finding_print(&d->check.f[i]);
		else if (print_json(finding_json(&d->check.f[i])) < 0)
			return err_set(e, ERR_OTHER, "cannot write to standard output");
	if (d->check.matter == 0)
		return 0;
	err_set(e, ERR_SCHEMA, "%s was not adopted: %zu difference%s matter%s, nothing was changed",
		db_name(d->db), d->check.matter, d->check.matter == 1 ? "" : "s",
		d->check.matter == 1 ? "s" : "");
	return err_hint(e, "the agent's own tool can put its tables right; then try again");
}

static void report_step(void *arg, const struct migration *m, bool up)
{
	struct adoption *d = arg;
	json_t *o;

	(void)up;
	d->steps++;
	if (!is_json(d)) {
		print_line(PRINT_PLAIN, "%s %s %s", is_dry(d) ? "would apply" : "applied",
			m->revision, m->name);
		return;
	}
	o = json_object();
	json_put(o, "step", json_from_text(SPAN_LIT("up")));
	json_put(o, "revision", json_from_text(span_of(m->revision)));
	json_put(o, "name", json_from_text(span_of(m->name)));
	/* What could not be written is found out at the end of the command. */
	(void)print_json(o);
}

static void say_end(struct adoption *d)
{
	const char *head = d->set.m[d->set.n - 1].revision;
	const char *foreign = d->state.foreign;
	json_t *o;

	if (!is_json(d)) {
		print_line(PRINT_GOOD, "%s%s %s %s, beside the agent's own %s",
			d->steps ? "" : "nothing to do: ", db_name(d->db),
			is_dry(d) && d->steps ? "would be at" : "is at", head,
			foreign[0] ? foreign : "tables");
		return;
	}
	o = json_object();
	json_put(o, "adopted", json_boolean(!is_dry(d) || d->steps == 0));
	json_put(o, "revision", json_from_text(span_of(head)));
	json_put(o, "agent_revision", foreign[0] ? json_from_text(span_of(foreign)) : json_null());
	(void)print_json(o);
}

static int adopt_agents(struct adoption *d, struct err *e)
{
	const struct migrate_run run = {
		.target = d->set.n, .rolls_back = is_dry(d), .report = report_step, .arg = d};

	if (report_differences(d, e) < 0)
		return -1;
	if (d->state.newer || d->state.applied < d->set.n) {
		if (log_in(d, e) < 0 || migrate_run(d->db, &d->set, &run, e) < 0)
			return -1;
		if (!is_dry(d) &&
			events_record(d->db, &d->session, "migrate.adopt", span_of(db_name(d->db)),
				span_of(d->state.foreign), e) < 0)
			return err_prefix(e, "adopted, but not in the log of events");
	}
	say_end(d);
	return 0;
}

static int adopt(struct adoption *d, struct err *e)
{
	if (look(d, e) < 0)
		return -1;
	if (d->state.empty) {
		err_set(e, ERR_SCHEMA, "%s is empty: there is nothing to adopt", db_name(d->db));
		return err_hint(e, "`tenet db upgrade head` makes the tables");
	}
	if (!d->state.ours)
		return adopt_agents(d, e);
	if (d->state.applied == 0 && !d->state.newer)
		return err_set(e, ERR_SCHEMA,
			"%s holds none of the agent's tables: there is nothing"
			" to adopt",
			db_name(d->db));
	if (is_json(d)) {
		json_t *o = json_object();
		json_put(o, "adopted", json_false());
		(void)print_json(o);
	} else {
		print_line(PRINT_PLAIN, "nothing to do: tenet itself made the tables of %s",
			db_name(d->db));
	}
	return 0;
}

static int run_adopt(const struct call *c)
{
	struct adoption d = {.call = c};
	struct err e = {0};
	int status = adopt(&d, &e) < 0 ? command_fail(&e) : EXIT_DONE;

	db_close(&d.db);
	arena_free(&d.a);
	return status;
}

static const struct option_spec options[] = {
	{"--dry-run", NULL, "say what differs and try the steps, but keep nothing", NULL},
	OPTION_LOGIN, OPTION_JSON, OPTION_END};

const struct command command_db_adopt = {
	.name = "db adopt",
	.operands = "",
	.help = "Take a database that the agent's own tool made: compare it, add what is missing",
	.options = options,
	.run = run_adopt,
};
