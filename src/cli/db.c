/* tenet db upgrade, downgrade, current, history. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/str.h"
#include "cli/print.h"
#include "commands.h"
#include "migrate/migrate.h"
#include "store/accounts.h"
#include "store/events.h"

/* The database of one call, and where it stands. */
struct place {
	struct arena a;
	struct db *db;
	struct migration_set set;
	struct migration_state state;
};

static void place_close(struct place *p)
{
	db_close(&p->db);
	arena_free(&p->a);
}

static int place_open(const struct call *c, enum db_access access, struct place *p, struct err *e)
{
	struct db_address where;

	if (c->globals->read_only && access == DB_READ_WRITE)
		access = DB_READ_ONLY;
	if (db_address_find(c->globals->database, &p->a, &where, e) < 0 ||
		migrations_load(c->globals->migrations, where.engine, &p->a, &p->set, e) < 0 ||
		db_open(&where, access, &p->db, e) < 0)
		return -1;
	return migrate_state(p->db, &p->set, &p->state, e);
}

static int refuse_read_only(const struct call *c, const struct place *p, struct err *e)
{
	if (c->globals->read_only)
		return err_set(
			e, ERR_READONLY, "%s writes, and --read-only forbids it", c->command->name);
	if (p->db && db_read_only(p->db))
		return err_set(
			e, ERR_READONLY, "%s: %s is read-only", c->command->name, db_name(p->db));
	return 0;
}

/* --- Where it stands. --- */

static const char *revision(const struct place *p)
{
	if (p->state.newer)
		return p->state.unknown;
	return p->state.applied ? p->set.m[p->state.applied - 1].revision : "base";
}

static bool at_head(const struct place *p)
{
	return !p->state.newer && p->state.applied == p->set.n;
}

/* "0008 (head), beside the agent's own 7c2e41f09ab3" */
static void say_place(const struct place *p, struct str *out)
{
	str_add(out, revision(p));
	if (at_head(p))
		str_add(out, " (head)");
	if (p->state.newer)
		str_add(out, " (not known to this tenet)");
	if (!p->state.ours)
		str_addf(out, ", beside the agent's own %s",
			p->state.foreign[0] ? p->state.foreign : "tables");
}

static json_t *place_json(const struct place *p)
{
	json_t *o = json_object();

	json_put(o, "revision", json_from_text(span_of(revision(p))));
	json_put(o, "head", json_boolean(at_head(p)));
	json_put(o, "agent_revision",
		p->state.foreign[0] ? json_from_text(span_of(p->state.foreign)) : json_null());
	return o;
}

static int run_current(const struct call *c)
{
	struct place p = {0};
	struct err e = {0};
	struct str line = {0};
	int status = EXIT_DONE;

	if (place_open(c, DB_READ_WRITE, &p, &e) < 0) {
		status = command_fail(&e);
	} else if (call_option(c, "--json")) {
		status = print_json(place_json(&p)) < 0 ? EXIT_FAILED : EXIT_DONE;
	} else {
		say_place(&p, &line);
		print_line(PRINT_PLAIN, "%s", str_cstr(&line));
	}
	str_free(&line);
	place_close(&p);
	return status;
}

static const char *step_state(const struct place *p, size_t i)
{
	if (i >= p->state.applied)
		return "pending";
	return i < p->state.adopted ? "adopted" : "applied";
}

static int print_step(const struct call *c, const struct place *p, size_t i)
{
	const struct migration *m = &p->set.m[i];
	bool head = i + 1 == p->set.n, current = !p->state.newer && i + 1 == p->state.applied;

	if (!call_option(c, "--json")) {
		print_line(PRINT_PLAIN, "%s  %-20s  %s%s%s", m->revision, m->name, step_state(p, i),
			current ? ", current" : "", head ? ", head" : "");
		return 0;
	}
	json_t *o = json_object();
	json_put(o, "revision", json_from_text(span_of(m->revision)));
	json_put(o, "name", json_from_text(span_of(m->name)));
	json_put(o, "state", json_from_text(span_of(step_state(p, i))));
	json_put(o, "current", json_boolean(current));
	json_put(o, "head", json_boolean(head));
	return print_json(o);
}

static int run_history(const struct call *c)
{
	struct place p = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	if (place_open(c, DB_READ_WRITE, &p, &e) < 0)
		status = command_fail(&e);
	for (size_t i = p.set.n; status == EXIT_DONE && i > 0; i--)
		if (print_step(c, &p, i - 1) < 0)
			status = EXIT_FAILED;
	place_close(&p);
	return status;
}

/* --- Going up and down. --- */

/* Who goes, and what went wrong on the way. */
struct trip {
	const struct call *call;
	struct db *db;
	struct session session; /* nobody while there are no accounts to log in to */
	bool there; /* the console's tables, before the next step */
	struct err err;
};

/* The log of events has the steps that it lived through: console_migrations has them all. */
static int record_step(struct trip *t, const struct migration *m, bool up, struct err *e)
{
	bool before = t->there;

	if (accounts_there(t->db, &t->there, e) < 0)
		return -1;
	if (!before || !t->there)
		return 0;
	return events_record(t->db, &t->session, up ? "migrate.up" : "migrate.down",
		span_of(m->revision), SPAN_NULL, e);
}

static void report_step(void *arg, const struct migration *m, bool up)
{
	struct trip *t = arg;
	const struct call *c = t->call;

	if (t->err.code == ERR_NONE && record_step(t, m, up, &t->err) < 0)
		err_prefix(&t->err, "%s is done, but not in the log of events", m->revision);
	if (!call_option(c, "--json")) {
		print_line(
			PRINT_PLAIN, "%s %s %s", up ? "applied" : "undone ", m->revision, m->name);
		return;
	}
	json_t *o = json_object();
	json_put(o, "step", json_from_text(span_of(up ? "up" : "down")));
	json_put(o, "revision", json_from_text(span_of(m->revision)));
	json_put(o, "name", json_from_text(span_of(m->name)));
	/* What could not be written is found out at the end of the command. */
	(void)print_json(o);
}

/* Ends with where the database stands now, read again. */
static int say_end(const struct call *c, struct place *p, const char *before, struct err *e)
{
	struct str line = {0};

	if (migrate_state(p->db, &p->set, &p->state, e) < 0)
		return -1;
	if (call_option(c, "--json")) {
		(void)print_json(place_json(p));
		return 0;
	}
	str_addf(&line, "%s%s is at ", before, db_name(p->db));
	say_place(p, &line);
	print_line(PRINT_PLAIN, "%s", str_cstr(&line));
	str_free(&line);
	return 0;
}

static int go(const struct call *c, struct place *p, struct trip *t, size_t target, struct err *e)
{
	bool there = !p->state.newer && p->state.applied == target;

	/* What is there already stays, whoever moves the database meanwhile: nobody has logged in.
	 */
	if (there)
		return say_end(c, p, "nothing to do: ", e);
	if (migrate_go(p->db, &p->set, target, report_step, t, e) < 0)
		return -1;
	if (t->err.code != ERR_NONE) {
		*e = t->err;
		return -1;
	}
	return say_end(c, p, "", e);
}

/* Before the console's tables are there nobody can log in, and nothing of theirs can be lost. */
static int log_in(
	const struct call *c, struct place *p, size_t target, struct trip *t, struct err *e)
{
	*t = (struct trip){.call = c, .db = p->db};
	if (target == p->state.applied)
		return 0;
	if (accounts_there(p->db, &t->there, e) < 0)
		return -1;
	if (!t->there)
		return 0;
	if (command_login(c, p->db, &t->session, e) < 0)
		return -1;
	return session_check(p->db, &t->session, MAY_CONFIGURE, e);
}

static int upgrade(const struct call *c, struct place *p, struct err *e)
{
	const char *word = c->n ? c->words[0] : "head";
	struct trip t;
	size_t target;

	if (refuse_read_only(c, p, e) < 0 || place_open(c, DB_CREATE, p, e) < 0 ||
		migrate_target(word, &p->set, &p->state, &target, e) < 0)
		return -1;
	if (target < p->state.applied) {
		err_set(e, ERR_USAGE, "%s is at %s already, above %s", db_name(p->db), revision(p),
			word);
		return err_hint(e, "`tenet db downgrade %s` goes down", word);
	}
	if (log_in(c, p, target, &t, e) < 0)
		return -1;
	return go(c, p, &t, target, e);
}

static int run_upgrade(const struct call *c)
{
	struct place p = {0};
	struct err e = {0};
	int status = upgrade(c, &p, &e) < 0 ? command_fail(&e) : EXIT_DONE;

	place_close(&p);
	return status;
}

static bool says_yes(void)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n = getline(&line, &room, stdin);
	bool yes = n > 0 && (strcmp(line, "yes\n") == 0 || strcmp(line, "yes") == 0);

	free(line);
	return yes;
}

/* Rows that go are asked about, on a terminal; elsewhere only --yes lets them go. */
static int confirm(const struct call *c, struct place *p, size_t target, struct err *e)
{
	struct str lost = {0};
	int result = 0;

	if (call_option(c, "--yes"))
		return 0;
	if (migrate_losses(p->db, &p->set, &p->state, target, &lost, e) < 0) {
		result = -1;
	} else if (lost.len && !(isatty(STDIN_FILENO) && isatty(STDERR_FILENO))) {
		err_set(e, ERR_USAGE, "all rows of %s would be lost", str_cstr(&lost));
		result = err_hint(e, "--yes lets them go");
	} else if (lost.len) {
		fprintf(stderr,
			"All rows of %s will be lost. Type yes to go on: ", str_cstr(&lost));
		if (!says_yes())
			result = err_set(e, ERR_CANCELLED, "nothing was undone");
	}
	str_free(&lost);
	return result;
}

static int downgrade(const struct call *c, struct place *p, struct err *e)
{
	const char *word = c->words[0];
	struct trip t;
	size_t target;

	if (place_open(c, DB_READ_WRITE, p, e) < 0 || refuse_read_only(c, p, e) < 0 ||
		migrate_target(word, &p->set, &p->state, &target, e) < 0)
		return -1;
	if (target > p->state.applied) {
		err_set(e, ERR_USAGE, "%s is at %s, below %s", db_name(p->db), revision(p), word);
		return err_hint(e, "`tenet db upgrade %s` goes up", word);
	}
	if (log_in(c, p, target, &t, e) < 0 || confirm(c, p, target, e) < 0)
		return -1;
	return go(c, p, &t, target, e);
}

static int run_downgrade(const struct call *c)
{
	struct place p = {0};
	struct err e = {0};
	int status = downgrade(c, &p, &e) < 0 ? command_fail(&e) : EXIT_DONE;

	place_close(&p);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};
static const struct option_spec upgrade_options[] = {OPTION_LOGIN, OPTION_JSON, OPTION_END};
static const struct option_spec downgrade_options[] = {
	{"--yes", NULL, "do not ask when rows will be lost", NULL}, OPTION_LOGIN, OPTION_JSON,
	OPTION_END};

const struct command command_db_upgrade = {
	.name = "db upgrade",
	.operands = "[REVISION]",
	.max = 1,
	.help = "Make the database, or bring it up to a revision: 0003, +1, or head (default)",
	.options = upgrade_options,
	.run = run_upgrade,
};

const struct command command_db_downgrade = {
	.name = "db downgrade",
	.operands = "REVISION",
	.min = 1,
	.max = 1,
	.help = "Undo migrations down to a revision: 0003, -1, or base",
	.options = downgrade_options,
	.run = run_downgrade,
};

const struct command command_db_current = {
	.name = "db current",
	.operands = "",
	.help = "Say which revision the database is at",
	.options = options,
	.run = run_current,
};

const struct command command_db_history = {
	.name = "db history",
	.operands = "",
	.help = "List the migrations, newest first, and which of them are applied",
	.options = options,
	.run = run_history,
};
