/* tenet db adopt. */
#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "db_place.h"
#include "findings.h"
#include "migrate/doctor.h"
#include "waiting.h"

struct adoption {
	const struct call *call;
	struct place place;
	bool dry;
	size_t steps; /* made so far */
};

static int report(const struct adoption *d, const struct check_finding *f, struct err *e)
{
	if (!call_option(d->call, "--json"))
		finding_print(f);
	else if (print_json(finding_json(f)) < 0)
		return err_set(e, ERR_OTHER, "cannot write to standard output");
	return 0;
}

/* Rows that break foreign keys were broken before, and do not stop it. */
static int report_keys(struct adoption *d, struct err *e)
{
	struct arena *a = &d->place.a;
	struct doctor keys = {0};

	doctor_foreign_keys(d->place.db, a, &keys);
	for (size_t i = 0; i < keys.n; i++) {
		const struct doctor_line *l = &keys.l[i];
		const struct check_finding f = {.part = CHECK_DATABASE,
			.what = "rows",
			.way = "broken",
			.text = arena_printf(a, "%s: %s", l->what, l->text),
			.excuse = "they stay as they are; `tenet db doctor` says what to do"};
		if (l->state != DOCTOR_OK && report(d, &f, e) < 0)
			return -1;
	}
	return 0;
}

static int report_differences(struct adoption *d, struct err *e)
{
	struct place *p = &d->place;
	struct check k = {0};

	waiting_begin(d->call);
	int checked = check_agent(p->db, &p->set, &p->a, &k, e);
	waiting_end();
	if (checked < 0)
		return -1;
	for (size_t i = 0; i < k.n; i++)
		if (report(d, &k.f[i], e) < 0)
			return -1;
	if (report_keys(d, e) < 0)
		return -1;
	if (k.matter == 0)
		return 0;
	err_set(e, ERR_SCHEMA, "%s differs in %zu thing%s that matter%s: nothing was changed",
		db_name(p->db), k.matter, k.matter == 1 ? "" : "s", k.matter == 1 ? "s" : "");
	return err_hint(e, "the agent's own tool can put its tables right; then try again");
}

static void report_step(void *arg, const struct migration *m, bool up)
{
	struct adoption *d = arg;
	json_t *o;

	(void)up;
	d->steps++;
	if (!call_option(d->call, "--json")) {
		print_line(PRINT_PLAIN, "%s %s %s", d->dry ? "would apply" : "applied", m->revision,
			m->name);
		return;
	}
	o = json_object();
	json_put(o, "step", json_from_text(span_of(d->dry ? "would be up" : "up")));
	json_put(o, "revision", json_from_text(span_of(m->revision)));
	json_put(o, "name", json_from_text(span_of(m->name)));
	/* What could not be written is found out at the end of the command. */
	(void)print_json(o);
}

static int back_up(void *arg, struct err *e)
{
	struct adoption *d = arg;

	return d->dry ? 0 : place_back_up(d->call, &d->place, e);
}

static int make_steps(struct adoption *d, struct err *e)
{
	struct place *p = &d->place;
	const struct migrate_run run = {.target = p->set.n,
		.rolls_back = d->dry,
		.before = back_up,
		.report = report_step,
		.arg = d};
	struct session session;

	if (!p->state.newer && p->state.applied == p->set.n)
		return 0;
	if (place_log_in(d->call, p, &session, e) < 0 || migrate_run(p->db, &p->set, &run, e) < 0)
		return -1;
	if (d->dry)
		return 0;
	if (place_record(p, &session, "migrate.adopt", db_name(p->db), e) < 0)
		return err_prefix(e, "adopted, but not in the log of events");
	return 0;
}

static int adopt(struct adoption *d, struct err *e)
{
	struct place *p = &d->place;

	if (place_open_to_write(d->call, DB_READ_WRITE, p, e) < 0 ||
		migrations_refuse_gap(&p->set, 0, p->set.n, e) < 0)
		return -1;
	if (p->state.ours && p->state.applied > 0)
		return place_print_end(
			d->call, p, "nothing to do, tenet itself made its tables: ", e);
	if (p->state.ours) {
		err_set(e, ERR_SCHEMA, "%s holds none of the agent's tables to adopt",
			db_name(p->db));
		return err_hint(e, "`%s db upgrade head` makes them", db_call(p->db));
	}
	if (report_differences(d, e) < 0 || make_steps(d, e) < 0)
		return -1;
	return place_print_end(d->call, p,
		d->steps == 0    ? "nothing to do: "
			: d->dry ? "nothing was kept: "
				 : "adopted: ",
		e);
}

static int run_adopt(const struct call *c)
{
	struct adoption d = {.call = c, .dry = call_option(c, "--dry-run") != NULL};
	struct err e = {0};
	int status = adopt(&d, &e) < 0 ? command_fail(&e) : EXIT_DONE;

	place_close(&d.place);
	return status;
}

static const struct option_spec options[] = {
	{"--dry-run", NULL, "say what differs and try the steps, but keep nothing", NULL},
	{"--no-backup", NULL, "do not copy the file first", NULL}, OPTION_LOGIN, OPTION_JSON,
	OPTION_END};

const struct command command_db_adopt = {
	.name = "db adopt",
	.operands = "",
	.help = "Take a database that the agent's own tool made: compare it, add what is missing",
	.options = options,
	.run = run_adopt,
};
