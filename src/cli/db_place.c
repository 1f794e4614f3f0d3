/* Where the database of a call stands. */
#include "db_place.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/sanitize.h"
#include "cli/print.h"
#include "migrate/backup.h"
#include "migrate/check.h"
#include "migrate/copy.h"
#include "store/accounts.h"
#include "store/events.h"
#include "waiting.h"

void place_close(struct place *p)
{
	db_close(&p->db);
	arena_free(&p->a);
}

typedef int read_state(
	struct db *db, const struct migration_set *set, struct migration_state *out, struct err *e);

static int open_at(const struct call *c, enum db_access access, read_state *read, struct place *p,
	struct err *e)
{
	if (c->globals->read_only && (access == DB_READ_WRITE || access == DB_AS_IT_IS))
		access = DB_READ_ONLY;
	if (db_address_find(c->globals->database, &p->a, &p->where, e) < 0 ||
		migrations_load_any(c->globals->migrations, p->where.engine, &p->a, &p->set, e) <
			0 ||
		waiting_open(c, &p->where, access, &p->db, e) < 0)
		return -1;
	int unfinished = copy_unfinished(p->db, e);
	p->half_copied = unfinished == 1;
	if (unfinished < 0 || read(p->db, &p->set, &p->state, e) < 0)
		return -1;
	return p->state.halfway ? migrate_at_work(p->db, &p->at_work, e) : 0;
}

static int open_with(const struct call *c, enum db_access access, read_state *read, struct place *p,
	struct err *e)
{
	waiting_begin(c);
	int result = open_at(c, access, read, p, e);
	waiting_end();
	return result;
}

int place_open(const struct call *c, enum db_access access, struct place *p, struct err *e)
{
	return open_with(c, access, migrate_state, p, e);
}

int place_refuse_half(const struct place *p, struct err *e)
{
	return p->half_copied ? copy_check_finished(p->db, e) : 0;
}

int place_refuse_read_only(const struct call *c, const struct place *p, struct err *e)
{
	if (c->globals->read_only)
		return err_set(
			e, ERR_READONLY, "%s writes, and --read-only forbids it", c->command->name);
	if (p->db && db_read_only(p->db))
		return err_set(
			e, ERR_READONLY, "%s: %s is read-only", c->command->name, db_name(p->db));
	return 0;
}

static int open_to_write(const struct call *c, enum db_access access, read_state *read,
	struct place *p, struct err *e)
{
	if (place_refuse_read_only(c, p, e) < 0 || open_with(c, access, read, p, e) < 0 ||
		place_refuse_read_only(c, p, e) < 0)
		return -1;
	return place_refuse_half(p, e);
}

int place_open_to_write(const struct call *c, enum db_access access, struct place *p, struct err *e)
{
	return open_to_write(c, access, migrate_state, p, e);
}

int place_open_recorded(const struct call *c, struct place *p, struct err *e)
{
	return open_to_write(c, DB_READ_WRITE, migrate_state_recorded, p, e);
}

const char *place_revision(const struct place *p)
{
	if (p->state.newer)
		return p->state.unknown;
	return p->state.applied ? p->set.m[p->state.applied - 1].revision : "base";
}

const char *place_step_state(const struct place *p, size_t i, const struct migration_record *r)
{
	if (r && r->state != RECORD_DONE)
		return "begun";
	if (i >= p->state.applied)
		return p->set.m[i].missing ? "missing" : "pending";
	if (p->set.m[i].missing)
		return "applied, no file";
	if (r)
		return record_kind_name(r->kind);
	return i < p->state.adopted ? "adopted" : "applied";
}

static bool at_head(const struct place *p)
{
	return !p->state.newer && p->state.applied == p->set.n;
}

void place_say(const struct place *p, struct str *out)
{
	str_add(out, place_revision(p));
	if (at_head(p))
		str_add(out, " (head)");
	const char *gap = check_gap(&p->set, &p->state);
	if (gap)
		str_addf(out, ", but %s has no record", gap);
	else if (p->state.newer)
		str_add(out, " (not known to this tenet)");
	if (p->state.halfway)
		str_addf(out, ", and %s %s", p->state.unsure,
			p->at_work ? "is being run" : "was begun and did not end");
	if (p->half_copied)
		str_add(out, ", and a copy into it was not finished");
	if (!p->state.ours)
		str_addf(out, ", beside the agent's own %s",
			p->state.foreign[0] ? p->state.foreign : "tables");
}

json_t *place_json(const struct place *p)
{
	json_t *o = json_object();

	json_put(o, "revision", json_from_text(span_of(place_revision(p))));
	json_put(o, "head", json_boolean(at_head(p)));
	if (p->half_copied)
		json_put(o, "copy_unfinished", json_true());
	json_put(o, "agent_revision",
		p->state.foreign[0] ? json_from_text(span_of(p->state.foreign)) : json_null());
	return o;
}

int place_print_end(const struct call *c, struct place *p, const char *before, struct err *e)
{
	struct str line = {0};

	if (migrate_state(p->db, &p->set, &p->state, e) < 0)
		return -1;
	if (call_option(c, "--json")) {
		(void)print_json(place_json(p));
		return 0;
	}
	str_addf(&line, "%s%s is at ", before, db_name(p->db));
	place_say(p, &line);
	print_line(PRINT_PLAIN, "%s", str_cstr(&line));
	str_free(&line);
	return 0;
}

/* Before the console's tables are there nobody can log in, and nothing of theirs can be lost. */
int place_log_in(const struct call *c, struct place *p, struct session *out, struct err *e)
{
	bool there;

	*out = (struct session){0};
	if (accounts_there(p->db, &there, e) < 0)
		return -1;
	if (!there)
		return 0;
	if (command_login(c, p->db, out, e) < 0)
		return -1;
	return session_check(p->db, out, MAY_MIGRATE, e);
}

int place_record(struct place *p, const struct session *s, const char *kind, const char *subject,
	struct err *e)
{
	bool there;

	if (accounts_there(p->db, &there, e) < 0)
		return -1;
	return there ? events_record(p->db, s, kind, span_of(subject), SPAN_NULL, e) : 0;
}

static void print_backup(const struct call *c, const char *name)
{
	if (!call_option(c, "--json")) {
		print_line(PRINT_PLAIN, "backup  %s", name);
		return;
	}
	json_t *o = json_object();
	json_put(o, "backup", json_from_text(span_of(name)));
	(void)print_json(o);
}

int place_back_up(const struct call *c, struct place *p, struct err *e)
{
	bool needed;

	if (call_option(c, "--no-backup"))
		return 0;
	if (backup_needed(p->db, &needed, e) < 0)
		return -1;
	if (!needed)
		return 0;
	const char *name = backup_name(&p->where, place_revision(p), &p->a);
	if (backup_write(p->db, name, e) < 0)
		return err_hint(e, "nothing was changed; --no-backup goes without one");
	print_backup(c, name);
	return 0;
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

int place_ask(const struct call *c, const char *question, const char *otherwise, const char *hint,
	struct err *e)
{
	struct str safe = {0};

	if (call_option(c, "--yes"))
		return 0;
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
		err_set(e, ERR_USAGE, "%s", otherwise);
		return err_hint(e, "%s", hint);
	}
	text_sanitize(&safe, span_of(question), TEXT_MANY_LINES);
	fprintf(stderr, "%s Type yes to go on: ", str_cstr(&safe));
	str_free(&safe);
	return says_yes() ? 0 : err_set(e, ERR_CANCELLED, "nothing was changed");
}
