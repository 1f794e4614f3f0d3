/* tenet db show. */
#include <string.h>

#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "db_place.h"
#include "migrate/records.h"

/* A step: of its file, of the records, or of both. */
struct shown {
	const char *revision, *name;
	const struct migration *m; /* NULL: no file */
	const struct migration_record *r; /* NULL: not recorded */
	const char *state;
};

static int find(struct place *p, const char *word, struct shown *out, struct err *e)
{
	struct migration_records all;
	/* What the agent's own tool made can be looked at as well. */
	const struct migration_state at = {.applied = p->state.applied, .beyond = p->state.beyond};
	size_t target;

	if (records_read(p->db, &p->a, &all, e) < 0)
		return -1;
	*out = (struct shown){.r = records_find(&all, word), .state = "recorded, no file"};
	struct err no_file = {0};
	if (migrate_target(word, &p->set, &at, &target, &no_file) < 0) {
		if (out->r) {
			out->revision = out->r->revision;
			out->name = out->r->name;
			return 0;
		}
		return err_take(e, &no_file);
	}
	if (target == 0)
		return err_set(e, ERR_USAGE, "base is where no step was made");
	const struct migration *m = &p->set.m[target - 1];
	out->m = m->missing ? NULL : m;
	out->revision = m->revision;
	out->r = records_find(&all, m->revision);
	if (m->missing && !out->r)
		return migrations_refuse_gap(&p->set, target - 1, target, e);
	out->name = m->missing ? out->r->name : m->name;
	out->state = place_step_state(p, target - 1, out->r);
	return 0;
}

static const char *down_of(const struct shown *s)
{
	if (s->r)
		return s->r->down;
	return s->m ? s->m->down : "";
}

static void print_shown(const struct shown *s)
{
	print_field("revision", span_of(s->revision));
	print_field("name", span_of(s->name));
	if (s->m) {
		print_field("file", span_of(s->m->path));
		print_field("checksum", span_of(s->m->checksum));
	}
	print_field("state", span_of(s->state));
	if (s->r) {
		print_fieldf(s->r->state == RECORD_DONE ? record_kind_name(s->r->kind) : "begun",
			"%s by %s", s->r->at, s->r->by ? s->r->by : "somebody");
		if (s->r->took >= 0)
			print_fieldf("took", "%lld ms", (long long)s->r->took);
		if (s->r->state != RECORD_DONE)
			print_fieldf("attention", "begun on its way %s, and not ended",
				s->r->state == RECORD_GOING_UP ? "up" : "down");
		if (s->r->checksum[0] && (!s->m || strcmp(s->m->checksum, s->r->checksum) != 0))
			print_field("recorded", span_of(s->r->checksum));
	}
	if (s->m) {
		print_heading("up");
		print_body(span_of(s->m->up));
	}
	print_heading(s->r ? "down, as recorded" : "down");
	print_body(span_of(down_of(s)));
}

static int shown_json(const struct shown *s)
{
	json_t *o = json_object();

	json_put(o, "revision", json_from_text(span_of(s->revision)));
	json_put(o, "name", json_from_text(span_of(s->name)));
	json_put(o, "file", json_from_text(span_of(s->m ? s->m->path : NULL)));
	json_put(o, "state", json_from_text(span_of(s->state)));
	json_put(o, "checksum", json_from_text(span_of(s->m ? s->m->checksum : NULL)));
	json_put(o, "recorded_checksum", json_from_text(span_of(s->r ? s->r->checksum : NULL)));
	json_put(o, "kind", json_from_text(span_of(s->r ? record_kind_name(s->r->kind) : NULL)));
	json_put(o, "applied_at", json_from_text(span_of(s->r ? s->r->at : NULL)));
	json_put(o, "applied_by", json_from_text(span_of(s->r ? s->r->by : NULL)));
	json_put(o, "took_ms", s->r && s->r->took >= 0 ? json_integer(s->r->took) : json_null());
	json_put(o, "up", json_from_text(span_of(s->m ? s->m->up : NULL)));
	json_put(o, "down", json_from_text(span_of(down_of(s))));
	return print_json(o) < 0 ? EXIT_FAILED : EXIT_DONE;
}

static int run_show(const struct call *c)
{
	struct shown s;
	struct place p = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	if (place_open(c, DB_READ_WRITE, &p, &e) < 0 || find(&p, c->words[0], &s, &e) < 0)
		status = command_fail(&e);
	else if (call_option(c, "--json"))
		status = shown_json(&s);
	else
		print_shown(&s);
	place_close(&p);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_db_show = {
	.name = "db show",
	.operands = "REVISION",
	.min = 1,
	.max = 1,
	.help = "Show a migration: what it runs up and down, and when that was done",
	.options = options,
	.run = run_show,
};
