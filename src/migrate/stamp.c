/* Says where a database stands without going there. */
#include <string.h>

#include "lock.h"
#include "migrate/records.h"
#include "schema.h"
#include "step.h"

static bool is_below(const struct migration_set *set, size_t target, const char *revision)
{
	for (size_t i = 0; i < target; i++)
		if (strcmp(set->m[i].revision, revision) == 0)
			return true;
	return false;
}

static int stamp_step(struct db *db, const struct migration_records *all, const struct migration *m,
	struct err *e)
{
	const struct migration_record *old = records_find(all, m->revision);
	struct migration_record r = {.revision = m->revision,
		.name = m->name,
		.checksum = m->checksum,
		.down = m->down,
		.took = -1,
		.kind = RECORD_STAMPED};

	if (!old)
		return records_add(db, &r, e);
	if (old->state == RECORD_DONE)
		return 0;
	r = *old;
	r.state = RECORD_DONE;
	return records_change(db, old->revision, &r, e);
}

static int write_all(struct db *db, const struct migration_set *set,
	const struct migration_state *now, size_t target, struct arena *a, struct err *e)
{
	struct migration_records all;

	if (step_keep_books(db, set, now, e) != 0 || records_read(db, a, &all, e) != 0)
		return -1;
	for (size_t i = 0; i < all.n; i++)
		if (!is_below(set, target, all.r[i].revision) &&
			records_remove(db, all.r[i].revision, e) != 0)
			return -1;
	for (size_t i = 0; i < target; i++)
		if (!records_find(&all, set->m[i].revision) &&
			migrations_refuse_gap(set, i, i + 1, e) != 0)
			return -1;
	for (size_t i = 0; i < target; i++)
		if (stamp_step(db, &all, &set->m[i], e) != 0)
			return -1;
	/* Without records, tables that nobody accounts for are the agent's. */
	if (!now->ours && target == now->adopted && records_drop(db, e) != 0)
		return -1;
	return now->ours ? version_set(db, target ? set->m[target - 1].revision : NULL, e) : 0;
}

int migrate_stamp(struct db *db, const struct migration_set *set, size_t target, struct err *e)
{
	struct migration_state now;
	struct arena a = {0};
	struct turn turn;

	/* A step outside of a transaction may be at work: its record is not there to be ended. */
	if (turn_take(db, NULL, &turn, e) != 0)
		return -1;
	int result = lock_begin(db, NULL, e);
	if (result == 0)
		result = migrate_state_recorded(db, set, &now, e);
	if (result == 0 && target < now.adopted)
		result = err_set(
			e, ERR_USAGE, "the agent's own tool made the first %zu steps", now.adopted);
	if (result == 0)
		result = write_all(db, set, &now, target, &a, e);
	if (result == 0)
		result = db_commit(db, e);
	db_rollback(db);
	turn_end(&turn);
	arena_free(&a);
	return result;
}

static int ensure(struct db *db, const struct migration_set *set, struct err *e)
{
	struct migration_state now;
	struct schema_tables tables;

	if (migrate_state(db, set, &now, e) != 0 || schema_look(db, &tables, e) != 0)
		return -1;
	if (now.ours && !tables.alembic && version_make(db, e) != 0)
		return -1;
	return tables.log ? records_prepare(db, e) : 0;
}

int migrate_ensure_version(struct db *db, const struct migration_set *set, struct err *e)
{
	int result = lock_begin(db, NULL, e);

	if (result == 0)
		result = ensure(db, set, e);
	if (result == 0)
		result = db_commit(db, e);
	db_rollback(db);
	return result;
}
