/* Makes and undoes single steps. */
#include "step.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "migrate/records.h"
#include "rebuild.h"
#include "scan.h"
#include "schema.h"
#include "triggers.h"

size_t step_position(const struct migration_state *now)
{
	return now->applied + now->beyond;
}

const char *step_sql(const struct migration *m, enum direction way)
{
	return way == UP ? m->up : m->down;
}

static int from_record(
	const struct migration_record *r, struct arena *a, struct migration *out, struct err *e)
{
	if (!r)
		return err_set(e, ERR_SCHEMA, "a step that was applied has no record");
	if (strlen(r->revision) >= sizeof(out->revision))
		return err_set(e, ERR_SCHEMA, "revision %s is none of tenet's", r->revision);
	*out = (struct migration){.name = r->name, .up = "", .down = r->down};
	snprintf(out->revision, sizeof(out->revision), "%s", r->revision);
	snprintf(out->checksum, sizeof(out->checksum), "%s", r->checksum);
	out->path = arena_printf(a, "%s_%s.sql", r->revision, r->name);
	return 0;
}

int step_find(struct db *db, const struct migration_set *set, const struct migration_state *now,
	enum direction way, struct arena *a, struct migration *out, struct err *e)
{
	struct migration_records all;

	if (way == UP) {
		*out = set->m[now->applied];
		return 0;
	}
	if (records_read(db, a, &all, e) != 0)
		return -1;
	size_t position = step_position(now);
	const struct migration_record *r = position <= all.n ? &all.r[position - 1] : NULL;
	if (now->beyond > 0 || set->m[now->applied - 1].missing)
		return from_record(r, a, out, e);
	*out = set->m[now->applied - 1];
	if (r && strcmp(r->revision, out->revision) == 0)
		out->down = r->down;
	return 0;
}

/* --- Bookkeeping. --- */

static int record(struct db *db, const struct migration *m, enum record_kind kind,
	enum record_state state, int64_t took, struct err *e)
{
	const struct migration_record r = {.revision = m->revision,
		.name = m->name,
		.checksum = m->checksum,
		.down = m->down,
		.took = took,
		.kind = kind,
		.state = state};

	return records_add(db, &r, e);
}

/* Steps that are there without a record get one: those of the agent's own tool once its tables were
 * found to be right. */
int step_keep_books(struct db *db, const struct migration_set *set,
	const struct migration_state *now, struct err *e)
{
	struct schema_tables tables;

	if (schema_look(db, &tables, e) != 0)
		return -1;
	if (now->ours && !tables.alembic && version_make(db, e) != 0)
		return -1;
	if (tables.log)
		return records_prepare(db, e);
	if (!now->ours && schema_check(db, SCHEMA_AGENT, e) != 0)
		return -1;
	if (records_prepare(db, e) != 0)
		return -1;
	if (migrations_refuse_gap(set, 0, now->applied, e) != 0)
		return -1;
	for (size_t i = 0; i < now->applied; i++)
		if (record(db, &set->m[i], now->ours ? RECORD_STAMPED : RECORD_ADOPTED, RECORD_DONE,
			    -1, e) != 0)
			return -1;
	return 0;
}

/* With the last step that is not somebody else's, the table goes too. */
static int forget(struct db *db, const struct migration *m, struct err *e)
{
	struct migration_records left;
	struct arena a = {0};
	int result = records_remove(db, m->revision, e);

	if (result == 0)
		result = records_read(db, &a, &left, e);
	if (result == 0 && (left.n == 0 || left.r[left.n - 1].kind == RECORD_ADOPTED))
		result = records_drop(db, e);
	arena_free(&a);
	return result;
}

static const char last_record[] =
	"SELECT max(revision) FROM console_migrations WHERE revision <> $1";

/* What alembic_version says once the step is undone; "" for base. */
static int revision_below(struct db *db, const struct migration *m, char out[64], struct err *e)
{
	struct stmt *st = db_prepare(db, last_record, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(m->revision));
	int row = stmt_step(st, e);
	snprintf(out, 64, "%.*s", row == 1 ? (int)col_text(st, 0).n : 0,
		row == 1 && !col_is_null(st, 0) ? col_text(st, 0).p : "");
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

static int write_down(struct db *db, const struct migration_state *now, const struct migration *m,
	enum direction way, int64_t took, struct err *e)
{
	char below[64] = "";

	if (way == UP) {
		if (record(db, m, RECORD_APPLIED, RECORD_DONE, took, e) != 0)
			return -1;
		return now->ours ? version_set(db, m->revision, e) : 0;
	}
	if (revision_below(db, m, below, e) != 0 || forget(db, m, e) != 0)
		return -1;
	return now->ours ? version_set(db, below[0] ? below : NULL, e) : 0;
}

/* --- In a transaction. --- */

/* What is recorded was never looked at as a file is. */
int step_run_statement(struct db *db, struct span statement, struct err *e)
{
	struct span rest = statement;
	struct piece first;
	struct str text = {0};
	const char *word = scan_next(&rest, db_engine(db), &first) ? piece_forbidden(&first) : NULL;

	if (word)
		return err_set(e, ERR_OTHER, "a migration may not say %s", word);
	str_adds(&text, statement);
	int result = db_exec_within(db, str_cstr(&text), e);
	str_free(&text);
	return result;
}

static int run_plain(struct db *db, struct span sql, struct err *e)
{
	struct span statement;

	while (scan_statement(&sql, db_engine(db), &statement))
		if (step_run_statement(db, statement, e) != 0)
			return -1;
	return 0;
}

static int run_part(struct db *db, const struct part *part, struct str *script, struct err *e)
{
	if (part->table.p)
		return rebuild_table(db, part->table, part->sql, script, e);
	if (script)
		str_adds(script, part->sql);
	return run_plain(db, part->sql, e);
}

static int run_parts(struct db *db, const char *sql, struct str *script, struct err *e)
{
	struct span rest = span_of(sql);
	struct part part;

	while (scan_part(&rest, db_engine(db), &part))
		if (run_part(db, &part, script, e) != 0)
			return -1;
	return 0;
}

/* What was wrong before is not the step's fault. */
static int run_rebuilding(struct db *db, const char *sql, struct str *script, struct err *e)
{
	struct str broken = {0};
	int result = -1;

	if (triggers_keep(db, &broken, e) == 0 && rebuild_keep_orphans(db, script, e) == 0 &&
		run_parts(db, sql, script, e) == 0 && triggers_refuse(db, &broken, e) == 0)
		result = rebuild_refuse_orphans(db, script, e);
	str_free(&broken);
	return result;
}

int step_run(struct db *db, const char *sql, struct str *script, struct err *e)
{
	return scan_rebuilds(sql, db_engine(db)) ? run_rebuilding(db, sql, script, e)
						 : run_parts(db, sql, script, e);
}

int step_make(struct db *db, const struct migration_set *set, const struct migration_state *now,
	const struct migration *m, enum direction way, struct err *e)
{
	int64_t began = time_monotonic();

	if (step_keep_books(db, set, now, e) != 0 || step_run(db, step_sql(m, way), NULL, e) != 0)
		return -1;
	return write_down(db, now, m, way, (time_monotonic() - began) / 1000, e);
}

/* --- Without one. --- */

static const char set_state[] = "UPDATE console_migrations SET state = $2 WHERE revision = $1";

static int mark(struct db *db, const struct migration *m, const char *state, struct err *e)
{
	struct stmt *st = db_prepare(db, set_state, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(m->revision));
	stmt_text(st, 2, span_of(state));
	int row = stmt_step(st, e);
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

int step_intend(struct db *db, const struct migration_set *set, const struct migration_state *now,
	const struct migration *m, enum direction way, struct err *e)
{
	if (step_keep_books(db, set, now, e) != 0)
		return -1;
	if (way == UP)
		return record(db, m, RECORD_APPLIED, RECORD_GOING_UP, -1, e);
	return mark(db, m, "down", e);
}

int step_run_bare(struct db *db, const struct migration *m, enum direction way, struct err *e)
{
	struct span rest = span_of(step_sql(m, way)), statement;
	int result = 0;

	while (result == 0 && scan_statement(&rest, db_engine(db), &statement)) {
		struct str sql = {0};
		str_adds(&sql, statement);
		result = db_exec(db, str_cstr(&sql), e);
		str_free(&sql);
	}
	return result;
}

int step_finish(struct db *db, const struct migration_set *set, const struct migration *m,
	enum direction way, int64_t took, struct err *e)
{
	struct migration_state now;

	if (migrate_state(db, set, &now, e) != 0)
		return -1;
	if (way == UP && records_remove(db, m->revision, e) != 0)
		return -1;
	return write_down(db, &now, m, way, took, e);
}

static const struct migration_record *halfway(const struct migration_records *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->r[i].state != RECORD_DONE)
			return &all->r[i];
	return NULL;
}

static const char *below(const struct migration_records *all, const struct migration_record *r)
{
	return r == all->r ? "base" : r[-1].revision;
}

int migrate_refuse_halfway(struct db *db, const struct migration_state *now, struct err *e)
{
	struct migration_records all;
	struct arena a = {0};
	const struct migration_record *r = NULL;

	if (!now->halfway)
		return 0;
	if (records_read(db, &a, &all, e) == 0)
		r = halfway(&all);
	if (r) {
		err_set(e, ERR_SCHEMA,
			"%s_%s was begun without a transaction by %s at %s, on its way %s, and did"
			" not end: a part of it may be there",
			r->revision, r->name, r->by ? r->by : "somebody", r->at,
			r->state == RECORD_GOING_UP ? "up" : "down");
		err_hint(e,
			"`tenet db show %s` has its SQL: finish or undo it by hand, then say which:"
			" `%s db stamp %s` or `%s db stamp %s`",
			r->revision, db_call(db), r->revision, db_call(db), below(&all, r));
	}
	arena_free(&a);
	return -1;
}
