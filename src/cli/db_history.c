/* tenet db current, history. */
#include <string.h>

#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "db_place.h"
#include "migrate/faults.h"
#include "migrate/records.h"

/* What the database knows of its steps, beside what the files say. */
struct known {
	struct migration_records records;
	struct faults faults;
};

static int open_known(const struct call *c, struct place *p, struct known *k, struct err *e)
{
	if (place_open(c, DB_READ_WRITE, p, e) < 0 ||
		records_read(p->db, &p->a, &k->records, e) < 0)
		return -1;
	return faults_find(p->db, &p->set, &p->a, &k->faults, e);
}

/* "2026-11-22 10:00:00 by ann, 12 ms" */
static const char *when_text(struct place *p, const struct migration_record *r)
{
	const char *who = r->by ? arena_printf(&p->a, " by %s", r->by) : "";

	if (r->took < 0)
		return arena_printf(&p->a, "%s%s", r->at, who);
	return arena_printf(&p->a, "%s%s, %lld ms", r->at, who, (long long)r->took);
}

static void put_record(json_t *o, const struct migration_record *r)
{
	json_put(o, "checksum", json_from_text(span_of(r ? r->checksum : NULL)));
	json_put(o, "applied_at", json_from_text(span_of(r ? r->at : NULL)));
	json_put(o, "applied_by", json_from_text(span_of(r ? r->by : NULL)));
	json_put(o, "took_ms", r && r->took >= 0 ? json_integer(r->took) : json_null());
}

/* --- current. --- */

static void print_faults(struct place *p, const struct known *k)
{
	for (size_t i = 0; i < k->faults.n; i++)
		print_field(i ? NULL : "faults", span_of(fault_text(&k->faults.f[i], &p->a)));
}

static void print_current(struct place *p, const struct known *k)
{
	const struct migration_record *r = records_find(&k->records, place_revision(p));
	struct str line = {0};

	place_say(p, &line);
	print_field("database", span_of(db_name(p->db)));
	print_field("library", span_of(db_library(p->db)));
	print_field("revision", str_span(&line));
	if (r) {
		print_field("name", span_of(r->name));
		print_field("applied", span_of(when_text(p, r)));
		print_field("checksum", span_of(r->checksum));
	}
	print_fieldf("pending", "%zu", p->set.n - p->state.applied);
	print_faults(p, k);
	str_free(&line);
}

static json_t *faults_json(struct place *p, const struct known *k)
{
	json_t *list = json_array();

	for (size_t i = 0; i < k->faults.n; i++)
		json_array_append_new(
			list, json_from_text(span_of(fault_text(&k->faults.f[i], &p->a))));
	return list;
}

static int current_json(struct place *p, const struct known *k, bool verbose)
{
	json_t *o = place_json(p);

	if (verbose) {
		json_put(o, "library", json_from_text(span_of(db_library(p->db))));
		json_put(o, "pending", json_integer((json_int_t)(p->set.n - p->state.applied)));
		put_record(o, records_find(&k->records, place_revision(p)));
		json_put(o, "faults", faults_json(p, k));
	}
	return print_json(o) < 0 ? EXIT_FAILED : EXIT_DONE;
}

static int run_current(const struct call *c)
{
	bool verbose = call_option(c, "--verbose") != NULL;
	struct known k = {0};
	struct place p = {0};
	struct err e = {0};
	struct str line = {0};
	int status = EXIT_DONE;

	if (open_known(c, &p, &k, &e) < 0) {
		status = command_fail(&e);
	} else if (call_option(c, "--json")) {
		status = current_json(&p, &k, verbose);
	} else if (verbose) {
		print_current(&p, &k);
	} else {
		place_say(&p, &line);
		print_line(PRINT_PLAIN, "%s", str_cstr(&line));
	}
	str_free(&line);
	place_close(&p);
	return status;
}

/* --- history. --- */

static int step_json(const struct place *p, const struct known *k, size_t i, bool verbose)
{
	const struct migration *m = &p->set.m[i];
	const struct migration_record *r = records_find(&k->records, m->revision);
	json_t *o = json_object();

	json_put(o, "revision", json_from_text(span_of(m->revision)));
	json_put(o, "name", json_from_text(span_of(m->missing && r ? r->name : m->name)));
	json_put(o, "state", json_from_text(span_of(place_step_state(p, i, r))));
	json_put(o, "current", json_boolean(!p->state.newer && i + 1 == p->state.applied));
	json_put(o, "head", json_boolean(i + 1 == p->set.n));
	if (verbose)
		put_record(o, r);
	return print_json(o);
}

static int print_step(const struct call *c, struct place *p, const struct known *k, size_t i)
{
	const struct migration *m = &p->set.m[i];
	bool verbose = call_option(c, "--verbose") != NULL;
	const struct migration_record *r = records_find(&k->records, m->revision);

	if (call_option(c, "--json"))
		return step_json(p, k, i, verbose);
	print_line(PRINT_PLAIN, "%s  %-20s  %s%s%s", m->revision,
		m->missing && r ? r->name : m->name, place_step_state(p, i, r),
		!p->state.newer && i + 1 == p->state.applied ? ", current" : "",
		i + 1 == p->set.n ? ", head" : "");
	if (verbose && r) {
		print_line(PRINT_PLAIN, "      %s %s", record_kind_name(r->kind), when_text(p, r));
		print_line(PRINT_PLAIN, "      %s", r->checksum);
	}
	return 0;
}

/* "0002:0004", each end may be left out; in steps, the first of them from 1. */
static int find_range(
	const struct call *c, struct place *p, size_t *from, size_t *to, struct err *e)
{
	const char *range = call_option(c, "--range");
	const char *colon = range ? strchr(range, ':') : NULL;

	*from = 1;
	*to = p->set.n;
	if (!range)
		return 0;
	if (!colon) {
		err_set(e, ERR_USAGE, "%s is no range", range);
		return err_hint(e, "a range is A:B, and either end may be left out");
	}
	const char *first = arena_memdup(&p->a, range, (size_t)(colon - range));
	if ((*first && migrate_target(first, &p->set, &p->state, from, e) < 0) ||
		(colon[1] && migrate_target(colon + 1, &p->set, &p->state, to, e) < 0))
		return -1;
	if (*from == 0)
		*from = 1;
	if (*from > *to) {
		err_set(e, ERR_USAGE, "%s holds nothing: it begins above its end", range);
		return err_hint(e, "the lower revision comes first");
	}
	return 0;
}

/* Steps that are recorded and have no file here. */
static int print_beyond(const struct call *c, struct place *p, const struct known *k)
{
	for (size_t i = k->records.n; i > k->records.n - p->state.beyond; i--) {
		const struct migration_record *r = &k->records.r[i - 1];
		if (!call_option(c, "--json")) {
			print_line(
				PRINT_PLAIN, "%s  %-20s  applied, no file", r->revision, r->name);
			continue;
		}
		json_t *o = json_object();
		json_put(o, "revision", json_from_text(span_of(r->revision)));
		json_put(o, "name", json_from_text(span_of(r->name)));
		json_put(o, "state", json_from_text(SPAN_LIT("missing")));
		if (print_json(o) < 0)
			return -1;
	}
	return 0;
}

static int run_history(const struct call *c)
{
	struct known k = {0};
	struct place p = {0};
	struct err e = {0};
	size_t from = 1, to = 0;
	int status = EXIT_DONE;

	if (open_known(c, &p, &k, &e) < 0 || find_range(c, &p, &from, &to, &e) < 0)
		status = command_fail(&e);
	if (status == EXIT_DONE && to == p.set.n && print_beyond(c, &p, &k) < 0)
		status = EXIT_FAILED;
	for (size_t i = to; status == EXIT_DONE && i >= from; i--)
		if (print_step(c, &p, &k, i - 1) < 0)
			status = EXIT_FAILED;
	place_close(&p);
	return status;
}

#define OPTION_VERBOSE(what) \
	{ \
		"--verbose", NULL, what, NULL \
	}

static const struct option_spec current_options[] = {
	OPTION_VERBOSE("say also when, by whom, with which file, and what is wrong with the files"),
	OPTION_JSON, OPTION_END};
static const struct option_spec history_options[] = {
	OPTION_VERBOSE("say also when, by whom, how long it took, and the checksum"),
	{"--range", "A:B", "only the revisions from A to B; either may be left out", NULL},
	OPTION_JSON, OPTION_END};

const struct command command_db_current = {
	.name = "db current",
	.operands = "",
	.help = "Say which revision the database is at",
	.options = current_options,
	.run = run_current,
};

const struct command command_db_history = {
	.name = "db history",
	.operands = "",
	.help = "List the migrations, newest first, and which of them are applied",
	.options = history_options,
	.run = run_history,
};
