/* Goes from one revision to another, and lets one process at a time do it. */
#include <string.h>
#include <time.h>

#include "base/time.h"
#include "lock.h"
#include "migrate/faults.h"
#include "migrate/migrate.h"
#include "migrate/records.h"
#include "rebuild.h"
#include "scan.h"
#include "step.h"

struct runner {
	struct db *db;
	const struct migration_set *set;
	const struct migrate_run *run;
	enum direction way;
	bool began;
	bool rebuilds; /* one of the steps may */
	struct arena a; /* of one step */
	struct migration step;
};

enum outcome { FAILED = -1, ARRIVED, MADE };

static int refuse(struct db *db, const struct migration_state *now, const struct migrate_run *run,
	struct err *e)
{
	size_t target = run->target, position = step_position(now);

	if (now->newer && (!run->undoes_unknown || now->beyond == 0 || target > position)) {
		err_set(e, ERR_SCHEMA, "%s is at revision %s, which this tenet does not know",
			db_name(db), now->unknown);
		return err_hint(e, "use the tenet that migrated it, or a newer one");
	}
	if (target < now->adopted)
		return err_set(e, ERR_USAGE,
			"the agent's own tool made the first %zu steps: they stay", now->adopted);
	return 0;
}

static int hint_where(const struct runner *r, const struct migration_state *now, struct err *e)
{
	if (now->beyond > 0)
		return err_hint(e, "the database stays at %s", now->unknown);
	return err_hint(e, "the database stays at %s",
		now->applied ? r->set->m[now->applied - 1].revision : "base");
}

static int say_where_it_stays(
	const struct runner *r, const struct migration_state *now, struct err *e)
{
	err_prefix(e, r->way == UP ? "cannot apply %s" : "cannot undo %s", r->step.path);
	if (db_lost(r->db))
		return err_hint(
			e, "`%s db current` says where the database stands now", db_call(r->db));
	return hint_where(r, now, e);
}

/* --- A step without a transaction. --- */

static int say_half_done(const struct runner *r, struct err *e)
{
	err_prefix(e, "%s failed without a transaction around it", r->step.path);
	return err_hint(e,
		"a part of it may be there: `tenet db show %s` has its SQL, `%s db stamp` says"
		" what is true once you have finished or undone it by hand",
		r->step.revision, db_call(r->db));
}

static int finish_bare(struct runner *r, int64_t took, struct err *e)
{
	if (db_begin(r->db, e) != 0)
		return -1;
	int result = step_finish(r->db, r->set, &r->step, r->way, took, e);
	if (result == 0)
		result = db_commit(r->db, e);
	db_rollback(r->db);
	return result;
}

/* Within the transaction that found out what to do; ends it. */
static int make_bare(struct runner *r, const struct migration_state *now, struct err *e)
{
	int64_t began = time_monotonic();

	if (step_intend(r->db, r->set, now, &r->step, r->way, e) != 0 || db_commit(r->db, e) != 0)
		return say_where_it_stays(r, now, e);
	int result = lock_wait_long(r->db, e);
	if (result == 0)
		result = step_run_bare(r->db, &r->step, r->way, e);
	lock_wait_as_before(r->db);
	if (result == 0)
		result = finish_bare(r, (time_monotonic() - began) / 1000, e);
	return result == 0 ? 0 : say_half_done(r, e);
}

/* --- One step. --- */

static bool arrived(const struct runner *r, const struct migration_state *now)
{
	size_t position = step_position(now);

	return r->way == UP ? position >= r->run->target : position <= r->run->target;
}

static int begin_work(struct runner *r, struct err *e)
{
	if (!r->began && r->run->before && r->run->before(r->run->arg, e) != 0)
		return -1;
	r->began = true;
	return 0;
}

static int find_step(struct runner *r, const struct migration_state *now, struct err *e)
{
	arena_clear(&r->a);
	return step_find(r->db, r->set, now, r->way, &r->a, &r->step, e);
}

static int apply(struct runner *r, const struct migration_state *now, struct err *e)
{
	if (scan_alone(step_sql(&r->step, r->way)))
		return make_bare(r, now, e);
	if (step_make(r->db, r->set, now, &r->step, r->way, e) != 0 || db_commit(r->db, e) != 0)
		return say_where_it_stays(r, now, e);
	return 0;
}

static enum outcome look_and_step(struct runner *r, struct err *e)
{
	struct migration_state now;

	if (lock_begin(r->db, r->run, e) != 0)
		return FAILED;
	if (migrate_state(r->db, r->set, &now, e) != 0 || refuse(r->db, &now, r->run, e) != 0 ||
		migrate_refuse_halfway(r->db, &now, e) != 0)
		return FAILED;
	if (arrived(r, &now))
		return ARRIVED;
	if (begin_work(r, e) != 0)
		return FAILED;
	if (lock_refuse_stopped(r->run, e) != 0) {
		hint_where(r, &now, e);
		return FAILED;
	}
	return find_step(r, &now, e) == 0 && apply(r, &now, e) == 0 ? MADE : FAILED;
}

/* Whether any of the steps rebuilds a table; of the way down the records know. */
static int look_for_rebuilds(struct runner *r, const struct migration_state *now, struct err *e)
{
	struct migration_records all = {0};

	if (db_engine(r->db) != DB_SQLITE)
		return 0;
	for (size_t i = now->applied; r->way == UP && i < r->run->target; i++)
		r->rebuilds = r->rebuilds || scan_rebuilds(r->set->m[i].up, DB_SQLITE);
	if (r->way == UP)
		return 0;
	if (records_read(r->db, &r->a, &all, e) != 0)
		return -1;
	for (size_t i = 0; i < all.n; i++)
		r->rebuilds = r->rebuilds || scan_rebuilds(all.r[i].down, DB_SQLITE);
	for (size_t i = 0; i < now->applied && all.n == 0; i++)
		r->rebuilds = r->rebuilds || scan_rebuilds(r->set->m[i].down, DB_SQLITE);
	return 0;
}

/* Whether the next step rebuilds a table, in which nobody comes between: it is our turn. */
static int rebuilds(struct runner *r, bool *out, struct err *e)
{
	struct migration_state now;

	*out = false;
	if (!r->rebuilds)
		return 0;
	if (migrate_state(r->db, r->set, &now, e) != 0)
		return -1;
	if (arrived(r, &now) || refuse(r->db, &now, r->run, NULL) != 0)
		return 0;
	if (find_step(r, &now, e) != 0)
		return -1;
	*out = scan_rebuilds(step_sql(&r->step, r->way), DB_SQLITE);
	return 0;
}

static enum outcome attempt(struct runner *r, struct err *e)
{
	bool keys_off;

	if (rebuilds(r, &keys_off, e) != 0 || (keys_off && rebuild_keys_off(r->db, e) != 0))
		return FAILED;
	enum outcome result = look_and_step(r, e);
	db_rollback(r->db);
	if (keys_off && rebuild_keys_on(r->db, e) != 0)
		return FAILED;
	return result;
}

#define STEP_TRIES 5
#define LOCK_TRIES 3

static int tries_for(const struct runner *r, enum err_code code)
{
	if (code == ERR_RETRY)
		return STEP_TRIES;
	return code == ERR_BUSY && r->run->patience == MIGRATE_WAITS ? LOCK_TRIES : 1;
}

/* A step that met the agent's transactions (a deadlock, a lock that was held for too long) is made
 * again. */
static enum outcome attempt_again(struct runner *r, struct err *e)
{
	for (int i = 1;; i++) {
		struct err why = {0};
		enum outcome result = attempt(r, &why);
		if (result != FAILED)
			return result;
		if (i < tries_for(r, why.code))
			continue;
		err_take(e, &why);
		return FAILED;
	}
}

static int go(struct runner *r, struct err *e)
{
	for (;;) {
		switch (attempt_again(r, e)) {
		case FAILED: return -1;
		case ARRIVED: return 0;
		case MADE:
			if (r->run->report)
				r->run->report(r->run->arg, &r->step, r->way == UP);
			break;
		}
	}
}

/* --- A run that leaves nothing behind. --- */

static int try_step(struct runner *r, struct err *e)
{
	struct migration_state now;

	if (migrate_state(r->db, r->set, &now, e) != 0 ||
		migrate_refuse_halfway(r->db, &now, e) != 0)
		return -1;
	if (arrived(r, &now))
		return ARRIVED;
	if (lock_refuse_stopped(r->run, e) != 0 || find_step(r, &now, e) != 0)
		return -1;
	if (scan_alone(step_sql(&r->step, r->way)))
		return err_set(e, ERR_OTHER,
			"%s runs without a transaction and could not be rolled back: the trial"
			" ends before it",
			r->step.path);
	if (step_make(r->db, r->set, &now, &r->step, r->way, e) != 0) {
		err_prefix(e, r->way == UP ? "cannot apply %s" : "cannot undo %s", r->step.path);
		return err_hint(e, "nothing was changed");
	}
	if (r->run->report)
		r->run->report(r->run->arg, &r->step, r->way == UP);
	return MADE;
}

/* Foreign keys cannot be switched between the steps of one transaction. */
static int try_all(struct runner *r, struct err *e)
{
	bool keys_off = r->rebuilds;
	int result = MADE;

	if (keys_off && rebuild_keys_off(r->db, e) != 0)
		return -1;
	if (lock_begin(r->db, r->run, e) != 0)
		result = -1;
	while (result == MADE)
		result = try_step(r, e);
	db_rollback(r->db);
	if (keys_off && rebuild_keys_on(r->db, e) != 0)
		return -1;
	return result == ARRIVED ? 0 : -1;
}

int migrate_run(struct db *db, const struct migration_set *set, const struct migrate_run *run,
	struct err *e)
{
	struct migration_state now;
	struct turn turn;

	if (migrate_state(db, set, &now, e) != 0)
		return -1;
	size_t position = step_position(&now);
	struct runner r = {
		.db = db, .set = set, .run = run, .way = run->target > position ? UP : DOWN};
	bool needs_files = r.way == UP || (now.beyond > 0 && !run->undoes_unknown);
	if ((needs_files && faults_refuse(db, set, e) != 0) || refuse(db, &now, run, e) != 0)
		return -1;
	if (position == run->target)
		return 0;
	int result = turn_take(db, run, &turn, e);
	if (result == 0)
		result = look_for_rebuilds(&r, &now, e);
	if (result == 0)
		result = run->rolls_back ? try_all(&r, e) : go(&r, e);
	turn_end(&turn);
	db_forget(db);
	arena_free(&r.a);
	return result;
}

int migrate_go(struct db *db, const struct migration_set *set, size_t target,
	migrate_report *report, void *arg, struct err *e)
{
	const struct migrate_run run = {.target = target, .report = report, .arg = arg};

	return migrate_run(db, set, &run, e);
}
