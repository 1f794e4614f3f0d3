/* Finds the differences between records and files. */
#include "migrate/faults.h"

#include <string.h>

#include "migrate/records.h"

static const struct migration *file_of(const struct migration_set *set, const char *revision)
{
	for (size_t i = 0; i < set->n; i++)
		if (strcmp(set->m[i].revision, revision) == 0)
			return &set->m[i];
	return NULL;
}

static const struct migration *same_source(const struct migration_set *set, const char *checksum)
{
	for (size_t i = 0; i < set->n; i++)
		if (strcmp(set->m[i].checksum, checksum) == 0)
			return &set->m[i];
	return NULL;
}

static void add(struct faults *out, enum fault_kind kind, const struct migration_record *r,
	const struct migration *m)
{
	out->f[out->n++] = (struct fault){.kind = kind,
		.revision = r ? r->revision : m->revision,
		.name = r ? r->name : m->name,
		.path = m ? m->path : NULL,
		.recorded = r ? r->checksum : NULL,
		.found = m ? m->checksum : NULL,
		.m = m};
}

static void compare(
	const struct migration_set *set, const struct migration_record *r, struct faults *out)
{
	const struct migration *m = file_of(set, r->revision);
	bool followed = m && m->missing;

	/* Of a step without a file that was accepted the checksum is empty, too. */
	if (m && strcmp(m->checksum, r->checksum) == 0)
		return;
	m = followed ? NULL : m;
	const struct migration *moved = same_source(set, r->checksum);
	if (!moved) {
		add(out, m ? FAULT_CHANGED : FAULT_MISSING, r, m);
		out->f[out->n - 1].followed = followed;
		return;
	}
	add(out, FAULT_MOVED, r, moved);
	out->f[out->n - 1].found = m ? m->checksum : NULL;
}

/* Whether the step that this file is has been applied under any number. */
static bool is_applied(
	const struct migration_records *all, const struct faults *found, const struct migration *m)
{
	for (size_t i = 0; i < found->n; i++)
		if (found->f[i].m == m)
			return true;
	const struct migration_record *r = records_find(all, m->revision);
	return r && strcmp(r->checksum, m->checksum) == 0;
}

/* Files below the highest one that was applied, under its own number or another. */
static void find_skipped(
	const struct migration_set *set, const struct migration_records *all, struct faults *out)
{
	size_t top = set->n, known = out->n;

	while (top > 0 && !is_applied(all, out, &set->m[top - 1]))
		top--;
	for (size_t i = 0; i < top; i++) {
		struct faults before = {out->f, known};
		if (!set->m[i].missing && !is_applied(all, &before, &set->m[i]))
			add(out, FAULT_SKIPPED, NULL, &set->m[i]);
	}
}

static void find(const struct migration_set *set, const struct migration_records *all,
	struct arena *a, struct faults *out)
{
	out->f = arena_calloc(a, all->n + set->n, sizeof(*out->f));
	out->n = 0;
	if (all->n == 0)
		return;
	for (size_t i = 0; i < all->n; i++)
		compare(set, &all->r[i], out);
	find_skipped(set, all, out);
}

int faults_find(struct db *db, const struct migration_set *set, struct arena *a, struct faults *out,
	struct err *e)
{
	struct migration_records all;

	if (records_read(db, a, &all, e) != 0)
		return -1;
	find(set, &all, a, out);
	return 0;
}

const char *fault_text(const struct fault *f, struct arena *a)
{
	switch (f->kind) {
	case FAULT_CHANGED:
		return arena_printf(a,
			"%s is not what was applied as %s: its checksum is %s, and %s is recorded",
			f->path, f->revision, f->found, f->recorded[0] ? f->recorded : "none");
	case FAULT_MISSING:
		return arena_printf(a,
			"%s_%s.sql is missing: it is recorded as applied, with the checksum %s",
			f->revision, f->name, f->recorded);
	case FAULT_SKIPPED:
		return arena_printf(a,
			"%s is out of order: it was never applied, and later ones were (its"
			" checksum is %s, and none is recorded)",
			f->path, f->found);
	case FAULT_MOVED: break;
	}
	return arena_printf(a,
		"%s is out of order: it was applied as %s, with the checksum %s; the file %s of"
		" now has %s",
		f->path, f->revision, f->recorded, f->revision, f->found ? f->found : "none");
}

static const char *const ways_out[] = {
	[FAULT_CHANGED] = "put the file back as it was; or undo it (`tenet db downgrade`); or let"
			  " `tenet db repair` accept it as it is",
	[FAULT_MISSING] = "use the tenet or the --migrations that have it; or undo it (`tenet db"
			  " downgrade`); or let `tenet db repair` forget it",
	[FAULT_SKIPPED] = "give it a number after those that are applied, or let `tenet db repair`"
			  " take it as done",
	[FAULT_MOVED] = "give the files their numbers back, or let `tenet db repair` accept the new"
			" ones",
};

static const char *way_out(const struct fault *f)
{
	return f->followed
		? "put the file back; or undo what follows and it (`tenet db downgrade`);"
		  " or let `tenet db repair` take it for done without a file"
		: ways_out[f->kind];
}

/* A number without a file and without a record: nobody knows what the step was. */
static int refuse_unknown(
	struct db *db, const struct migration_set *set, struct arena *a, struct err *e)
{
	struct migration_records all;

	if (records_read(db, a, &all, e) != 0)
		return -1;
	for (size_t i = 0; i < set->n; i++)
		if (set->m[i].missing && !records_find(&all, set->m[i].revision))
			return migrations_refuse_gap(set, i, set->n, e);
	return 0;
}

int faults_refuse(struct db *db, const struct migration_set *set, struct err *e)
{
	struct arena a = {0};
	struct faults all;
	int result = faults_find(db, set, &a, &all, e);

	if (result == 0 && all.n > 0) {
		err_set(e, ERR_SCHEMA, "%s", fault_text(&all.f[0], &a));
		result = err_hint(e, "%s", way_out(&all.f[0]));
	}
	if (result == 0)
		result = refuse_unknown(db, set, &a, e);
	arena_free(&a);
	return result;
}

/* --- Accepting. --- */

static bool same(const struct fault *a, const struct fault *b)
{
	return a->kind == b->kind && a->followed == b->followed &&
		strcmp(a->revision, b->revision) == 0 && a->m == b->m &&
		(!a->recorded || strcmp(a->recorded, b->recorded) == 0);
}

static int still(const struct faults *now, const struct faults *accepted, struct err *e)
{
	bool equal = now->n == accepted->n;

	for (size_t i = 0; i < now->n && equal; i++)
		equal = same(&now->f[i], &accepted->f[i]);
	return equal ? 0
		     : err_set(e, ERR_CONFLICT,
			       "somebody else changed the records meanwhile: look again");
}

/* Takes away what the file does not say any more; the new rows come afterwards, so that no number
 * is there twice. */
static int clear_row(struct db *db, const struct fault *f, struct err *e)
{
	return f->recorded && !f->followed ? records_remove(db, f->revision, e) : 0;
}

static int write_row(
	struct db *db, const struct migration_records *before, const struct fault *f, struct err *e)
{
	const struct migration_record *old = f->recorded ? records_find(before, f->revision) : NULL;
	struct migration_record r = {.kind = RECORD_STAMPED, .took = -1};

	if (!f->m && !f->followed)
		return 0;
	if (old)
		r = *old;
	if (f->followed) {
		r.checksum = "";
		return records_change(db, f->revision, &r, e);
	}
	r.revision = f->m->revision;
	r.name = f->m->name;
	r.checksum = f->m->checksum;
	r.down = f->m->down;
	return records_add(db, &r, e);
}

static int accept(struct db *db, const struct migration_set *set, const struct faults *accepted,
	struct arena *a, struct err *e)
{
	struct migration_records before, after;
	struct migration_state state;
	struct faults now;

	if (migrate_state(db, set, &state, e) != 0 || records_prepare(db, e) != 0 ||
		records_read(db, a, &before, e) != 0)
		return -1;
	find(set, &before, a, &now);
	if (still(&now, accepted, e) != 0)
		return -1;
	for (size_t i = 0; i < now.n; i++)
		if (clear_row(db, &now.f[i], e) != 0)
			return -1;
	for (size_t i = 0; i < now.n; i++)
		if (write_row(db, &before, &now.f[i], e) != 0)
			return -1;
	if (records_read(db, a, &after, e) != 0)
		return -1;
	return state.ours ? version_set(db, after.n ? after.r[after.n - 1].revision : NULL, e) : 0;
}

int faults_accept(struct db *db, const struct migration_set *set, const struct faults *accepted,
	struct err *e)
{
	struct arena a = {0};
	int result = db_begin(db, e);

	if (result == 0)
		result = accept(db, set, accepted, &a, e);
	if (result == 0)
		result = db_commit(db, e);
	db_rollback(db);
	arena_free(&a);
	return result;
}
