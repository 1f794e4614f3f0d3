/* tenet db stamp, ensure-version, repair: the bookkeeping without the steps. */
#include <string.h>

#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "db_place.h"
#include "migrate/faults.h"

static int run(const struct call *c, int (*work)(const struct call *, struct place *, struct err *))
{
	struct place p = {0};
	struct err e = {0};
	int status = work(c, &p, &e) < 0 ? command_fail(&e) : EXIT_DONE;

	place_close(&p);
	return status;
}

/* --- stamp, ensure-version. --- */

static int stamp(const struct call *c, struct place *p, struct err *e)
{
	struct session s;
	size_t target;

	if (place_open_recorded(c, p, e) < 0 ||
		migrate_target(c->words[0], &p->set, &p->state, &target, e) < 0 ||
		place_log_in(c, p, &s, e) < 0 || migrate_stamp(p->db, &p->set, target, e) < 0)
		return -1;
	const char *revision = target ? p->set.m[target - 1].revision : "base";
	if (place_record(p, &s, "migrate.stamp", revision, e) < 0)
		return err_prefix(e, "%s is stamped, but not in the log of events", revision);
	return place_print_end(c, p, "nothing was run: ", e);
}

static int run_stamp(const struct call *c)
{
	return run(c, stamp);
}

static int ensure(const struct call *c, struct place *p, struct err *e)
{
	if (place_open_to_write(c, DB_CREATE, p, e) < 0 ||
		migrate_ensure_version(p->db, &p->set, e) < 0)
		return -1;
	return place_print_end(c, p, "", e);
}

static int run_ensure(const struct call *c)
{
	return run(c, ensure);
}

/* --- repair. --- */

/* What accepting a fault means, as it is asked about and as it is told afterwards. */
static const char *consequence(const struct fault *f, struct arena *a)
{
	switch (f->kind) {
	case FAULT_CHANGED:
		return arena_printf(
			a, "%s is taken for what was applied as %s", f->path, f->revision);
	case FAULT_MISSING:
		if (f->followed)
			return arena_printf(a,
				"%s_%s counts as done without a file; its way back stays as it is"
				" recorded",
				f->revision, f->name);
		return arena_printf(a,
			"%s_%s is forgotten, with its way back; what it made stays in the database",
			f->revision, f->name);
	case FAULT_SKIPPED:
		return arena_printf(a,
			"%s is taken as applied without being run: what it does is yours to do",
			f->path);
	case FAULT_MOVED: break;
	}
	return arena_printf(
		a, "what was applied as %s is recorded as %s", f->revision, f->m->revision);
}

static void print_accepted(const struct call *c, struct place *p, const struct faults *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct fault *f = &all->f[i];
		if (!call_option(c, "--json")) {
			print_line(PRINT_PLAIN, "accepted: %s", consequence(f, &p->a));
			continue;
		}
		json_t *o = json_object();
		json_put(o, "accepted", json_from_text(span_of(consequence(f, &p->a))));
		json_put(o, "revision", json_from_text(span_of(f->revision)));
		json_put(o, "file", json_from_text(span_of(f->path)));
		json_put(o, "checksum", json_from_text(span_of(f->m ? f->m->checksum : NULL)));
		json_put(o, "recorded_checksum", json_from_text(span_of(f->recorded)));
		(void)print_json(o);
	}
}

static int confirm(const struct call *c, struct place *p, const struct faults *all, struct err *e)
{
	struct str question = {0};

	for (size_t i = 0; i < all->n; i++)
		str_addf(&question, "%s.\n  If you accept that: %s.\n",
			fault_text(&all->f[i], &p->a), consequence(&all->f[i], &p->a));
	int result = place_ask(c, str_cstr(&question), fault_text(&all->f[0], &p->a),
		"--yes accepts it (and what else `tenet db current --verbose` lists)", e);
	str_free(&question);
	return result;
}

static int repair(const struct call *c, struct place *p, struct err *e)
{
	struct faults all;
	struct session s;

	if (place_open_to_write(c, DB_READ_WRITE, p, e) < 0 ||
		faults_find(p->db, &p->set, &p->a, &all, e) < 0)
		return -1;
	if (p->at_work)
		return err_set(e, ERR_BUSY, "somebody else is migrating %s", db_name(p->db));
	if (migrate_refuse_halfway(p->db, &p->state, e) < 0)
		return -1;
	if (all.n == 0)
		return place_print_end(c, p, "nothing to repair: ", e);
	if (place_log_in(c, p, &s, e) < 0 || confirm(c, p, &all, e) < 0 ||
		faults_accept(p->db, &p->set, &all, e) < 0)
		return -1;
	print_accepted(c, p, &all);
	for (size_t i = 0; i < all.n; i++)
		if (place_record(p, &s, "migrate.repair", all.f[i].revision, e) < 0)
			return err_prefix(e, "it is accepted, but not in the log of events");
	return place_print_end(c, p, "", e);
}

static int run_repair(const struct call *c)
{
	return run(c, repair);
}

static const struct option_spec stamp_options[] = {OPTION_LOGIN, OPTION_JSON, OPTION_END};
static const struct option_spec ensure_options[] = {OPTION_JSON, OPTION_END};
static const struct option_spec repair_options[] = {
	{"--yes", NULL, "accept the files without being asked", NULL}, OPTION_LOGIN, OPTION_JSON,
	OPTION_END};

const struct command command_db_stamp = {
	.name = "db stamp",
	.operands = "REVISION",
	.min = 1,
	.max = 1,
	.help = "Say that the database is at a revision, without running anything",
	.options = stamp_options,
	.run = run_stamp,
};

const struct command command_db_ensure_version = {
	.name = "db ensure-version",
	.operands = "",
	.help = "Make the table of the revision where it is missing, and nothing else",
	.options = ensure_options,
	.run = run_ensure,
};

const struct command command_db_repair = {
	.name = "db repair",
	.operands = "",
	.help = "Accept files that are not what was applied, after saying what that means",
	.options = repair_options,
	.run = run_repair,
};
