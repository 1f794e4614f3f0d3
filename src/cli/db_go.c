/* tenet db upgrade, downgrade. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "db_place.h"
#include "db_script.h"
#include "migrate/faults.h"
#include "migrate/grants.h"
#include "stopping.h"
#include "store/accounts.h"
#include "store/events.h"

/* Who goes, and what went wrong on the way. */
struct trip {
	const struct call *call;
	struct place *place;
	struct session session; /* nobody while there are no accounts to log in to */
	bool there; /* the console's tables, before the next step */
	bool trial; /* everything is rolled back in the end */
	struct migrate_losses losses; /* of the whole way */
	size_t made;
	struct stopping stopping;
	struct err err;
};

/* The log of events has the steps that it lived through: console_migrations has them all. */
static int record_step(struct trip *t, const struct migration *m, bool up, struct err *e)
{
	bool before = t->there;

	if (t->trial)
		return 0;
	if (accounts_there(t->place->db, &t->there, e) < 0)
		return -1;
	if (!before || !t->there)
		return 0;
	return events_record(t->place->db, &t->session, up ? "migrate.up" : "migrate.down",
		span_of(m->revision), SPAN_NULL, e);
}

static const char *made_word(const struct trip *t, bool up)
{
	if (t->trial)
		return up ? "would apply" : "would undo";
	return up ? "applied" : "undone ";
}

static void report_step(void *arg, const struct migration *m, bool up)
{
	struct trip *t = arg;

	t->made++;
	if (t->err.code == ERR_NONE && record_step(t, m, up, &t->err) < 0)
		err_prefix(&t->err, "%s is done, but not in the log of events", m->revision);
	if (!call_option(t->call, "--json")) {
		print_line(PRINT_PLAIN, "%s %s %s", made_word(t, up), m->revision, m->name);
		return;
	}
	json_t *o = json_object();
	json_put(o, "step", json_from_text(span_of(up ? "up" : "down")));
	json_put(o, "revision", json_from_text(span_of(m->revision)));
	json_put(o, "name", json_from_text(span_of(m->name)));
	if (t->trial)
		json_put(o, "trial", json_true());
	/* What could not be written is found out at the end of the command. */
	(void)print_json(o);
}

static int back_up(void *arg, struct err *e)
{
	struct trip *t = arg;

	return place_back_up(t->call, t->place, e);
}

static bool is_stopped(void *arg)
{
	return stopping_asked(&((struct trip *)arg)->stopping);
}

/* While it only waited, nobody has said yet where the database stands. */
static int say_stopped(struct trip *t, struct err *e)
{
	struct place *p = t->place;

	if (e->code == ERR_CANCELLED && !e->hint[0] &&
		migrate_state(p->db, &p->set, &p->state, NULL) == 0)
		err_hint(e, "the database stays at %s", place_revision(p));
	return -1;
}

static int take_back(struct db *db, struct err *e)
{
	if (grants_take_back(db, e) < 0)
		return err_prefix(e, "the console's roles keep their rights on the agent's tables");
	print_note("tenet: the console's roles have no rights here any more, because what kept"
		   " them in bounds is gone");
	print_note("hint: after the next upgrade, `tenet db grants | psql …`");
	return 0;
}

/* The rights of roles on the agent's tables outlive the console's tables and what hung on them. */
static int look_after_grants(const struct trip *t, struct err *e)
{
	struct place *p = t->place;
	enum grants_state state;
	bool there;

	if (t->trial)
		return 0;
	if (grants_state(p->db, &p->a, &state, e) < 0 || accounts_there(p->db, &there, e) < 0)
		return -1;
	if (state != GRANTS_BROKEN)
		return 0;
	if (!there)
		return take_back(p->db, e);
	print_note("tenet: " GRANTS_BROKEN_TEXT);
	print_note("hint: " GRANTS_BROKEN_TODO);
	return 0;
}

static json_t *loss_json(const struct migrate_loss *l)
{
	json_t *o = json_object();

	json_put(o, "table", json_from_text(span_of(l->table)));
	json_put(o, "column", json_from_text(span_of(l->column)));
	json_put(o, "rows", l->rows < 0 ? json_null() : json_integer(l->rows));
	json_put(o, "text", json_from_text(span_of(l->text)));
	return o;
}

/* What the call would ask about that is no trial. */
static void say_losses(const struct trip *t)
{
	struct str line = {0};

	if (call_option(t->call, "--json")) {
		json_t *o = json_object(), *list = json_array();
		for (size_t i = 0; i < t->losses.n; i++)
			if (json_array_append_new(list, loss_json(&t->losses.l[i])) < 0)
				die_of_memory(0);
		json_put(o, "losses", list);
		json_put(o, "trial", json_true());
		(void)print_json(o);
		return;
	}
	if (t->losses.n == 0)
		return;
	migrate_losses_add(&t->losses, &line);
	print_line(PRINT_WARN, "%s would be lost: without --dry-run this needs --yes",
		str_cstr(&line));
	str_free(&line);
}

static int go(struct trip *t, size_t target, struct err *e)
{
	const struct call *c = t->call;
	struct place *p = t->place;
	const struct migrate_run run = {.target = target,
		.undoes_unknown = target < p->state.applied + p->state.beyond &&
			c->command == &command_db_downgrade,
		.rolls_back = t->trial,
		.before = back_up,
		.report = report_step,
		.stopped = is_stopped,
		.arg = t};

	if (stopping_begin(&t->stopping, p->db, e) < 0)
		return -1;
	int result = migrate_run(p->db, &p->set, &run, e);
	stopping_end(&t->stopping);
	if (result < 0)
		return say_stopped(t, e);
	if (look_after_grants(t, e) < 0)
		return -1;
	if (t->err.code != ERR_NONE) {
		*e = t->err;
		return -1;
	}
	if (t->trial) {
		say_losses(t);
		return place_print_end(c, p, "nothing was changed: ", e);
	}
	return place_print_end(c, p, t->made ? "" : "nothing to do: ", e);
}

static int find_losses(struct trip *t, size_t target, struct err *e)
{
	struct place *p = t->place;

	if (!t->trial && call_option(t->call, "--yes"))
		return 0;
	if (stopping_begin(&t->stopping, p->db, e) < 0)
		return -1;
	int result = migrate_losses(p->db, &p->set, &p->state, target, &p->a, &t->losses, e);
	stopping_end(&t->stopping);
	if (result == 0 && stopping_came())
		result = err_set(e, ERR_CANCELLED, "cancelled");
	return result < 0 ? say_stopped(t, e) : 0;
}

/* Rows that go are asked about, on a terminal; elsewhere only --yes lets them go. */
static int confirm(struct trip *t, struct err *e)
{
	struct str question = {0}, otherwise = {0};

	if (t->trial || t->losses.n == 0)
		return 0;
	migrate_losses_add(&t->losses, &question);
	str_adds(&otherwise, str_span(&question));
	str_add(&question, " will be lost.");
	str_add(&otherwise, " would be lost");
	int result = place_ask(
		t->call, str_cstr(&question), str_cstr(&otherwise), "--yes lets them go", e);
	str_free(&question);
	str_free(&otherwise);
	return result;
}

static int start(struct trip *t, size_t target, struct err *e)
{
	struct place *p = t->place;

	/* What is there already stays, whoever moves the database meanwhile: nobody logs in. */
	if (!p->state.newer && p->state.applied == target)
		return look_after_grants(t, e) < 0
			? -1
			: place_print_end(t->call, p, "nothing to do: ", e);
	/* A login would write; a trial changes nothing. */
	if ((!t->trial && place_log_in(t->call, p, &t->session, e) < 0) ||
		accounts_there(p->db, &t->there, e) < 0 || find_losses(t, target, e) < 0 ||
		confirm(t, e) < 0)
		return -1;
	return go(t, target, e);
}

static int upgrade(const struct call *c, struct place *p, struct err *e)
{
	const char *word = c->n ? c->words[0] : "head";
	struct trip t = {.call = c, .place = p, .trial = call_option(c, "--dry-run") != NULL};
	size_t target;

	if (call_option(c, "--sql"))
		return db_script(c, word, SCRIPT_UP, &p->a, e);
	/* What is at its target already may be read-only. */
	if (place_refuse_read_only(c, p, e) < 0 ||
		place_open(c, t.trial ? DB_AS_IT_IS : DB_CREATE, p, e) < 0 ||
		place_refuse_half(p, e) < 0 ||
		migrate_target(word, &p->set, &p->state, &target, e) < 0 ||
		faults_refuse(p->db, &p->set, e) < 0)
		return -1;
	if (target < p->state.applied) {
		err_set(e, ERR_USAGE, "%s is at %s already, above %s", db_name(p->db),
			place_revision(p), word);
		return err_hint(e, "`tenet db downgrade %s` goes down", word);
	}
	return start(&t, target, e);
}

static int run_upgrade(const struct call *c)
{
	struct place p = {0};
	struct err e = {0};
	int status = upgrade(c, &p, &e) < 0 ? command_fail(&e) : EXIT_DONE;

	place_close(&p);
	return status;
}

static int downgrade(const struct call *c, struct place *p, struct err *e)
{
	const char *word = c->words[0];
	struct trip t = {.call = c, .place = p, .trial = call_option(c, "--dry-run") != NULL};
	size_t target;

	if (call_option(c, "--sql"))
		return db_script(c, word, SCRIPT_DOWN, &p->a, e);
	if (place_open_to_write(c, t.trial ? DB_AS_IT_IS : DB_READ_WRITE, p, e) < 0 ||
		migrate_target(word, &p->set, &p->state, &target, e) < 0)
		return -1;
	if (target > p->state.applied + p->state.beyond) {
		err_set(e, ERR_USAGE, "%s is at %s, below %s", db_name(p->db), place_revision(p),
			word);
		return err_hint(e, "`%s db upgrade %s` goes up", db_call(p->db), word);
	}
	return start(&t, target, e);
}

static int run_downgrade(const struct call *c)
{
	struct place p = {0};
	struct err e = {0};
	int status = downgrade(c, &p, &e) < 0 ? command_fail(&e) : EXIT_DONE;

	place_close(&p);
	return status;
}

static const char *const engines[] = {"sqlite", "postgres", NULL};
static const struct option_spec options[] = {
	{"--yes", NULL, "do not ask when rows will be lost", NULL},
	{"--no-backup", NULL, "make no backup of an SQLite file that holds rows", NULL},
	{"--dry-run", NULL,
		"run the steps and roll all of them back, and say which rows would be lost", NULL},
	{"--sql", "[ENGINE]",
		"run nothing, print the SQL from base, or from A to B (A:B); without ENGINE for"
		" that of the database",
		engines},
	OPTION_LOGIN, OPTION_JSON, OPTION_END};

const struct command command_db_upgrade = {
	.name = "db upgrade",
	.operands = "[REVISION]",
	.max = 1,
	.help = "Make the database, or bring it up to a revision: 0003, +1, or head (default)",
	.exits = "2 when rows would be lost and nobody said yes",
	.options = options,
	.run = run_upgrade,
};

const struct command command_db_downgrade = {
	.name = "db downgrade",
	.operands = "REVISION",
	.min = 1,
	.max = 1,
	.help = "Undo migrations down to a revision: 0003, -1, or base",
	.exits = "2 when rows would be lost and nobody said yes",
	.options = options,
	.run = run_downgrade,
};
