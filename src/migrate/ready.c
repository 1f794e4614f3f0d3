/* Decides whether an open database is one to work on, and gives an agent's database the console's
 * own tables. */
#include "migrate/ready.h"

#include <string.h>

#include "migrate/backup.h"
#include "migrate/copy.h"
#include "migrate/migrate.h"
#include "schema.h"

static int say_newer(struct db *db, const struct migration_set *set,
	const struct migration_state *state, struct err *e)
{
	err_set(e, ERR_SCHEMA,
		"%s is at revision %s, which this tenet does not know: it knows 0001 to %s",
		db_name(db), state->unknown, set->m[set->n - 1].revision);
	return err_hint(e, "use the tenet that migrated it, or a newer one");
}

/* Those that must change their pass phrase are still being set up, unless it is for one login
 * (store/accounts.h). */
#define TERMS_STEP 14 /* since when pass phrases run out */
#define WORKING_ACCOUNTS \
	"SELECT count(*) FROM admins a LEFT JOIN console_accounts c ON c.account_id = a.id" \
	" WHERE coalesce(c.must_change_password, 0) = 0"
static const char *const working_accounts[] = {
	WORKING_ACCOUNTS, WORKING_ACCOUNTS " OR c.password_expires_at IS NOT NULL"};

const char *migrate_login_words(struct db *db, const struct migration_state *s)
{
	struct err ignored = {0};

	if (s->applied <= AGENT_STEPS)
		return "";
	struct stmt *st = db_prepare(db, working_accounts[s->applied >= TERMS_STEP], &ignored);
	bool some = st && stmt_step(st, &ignored) == 1 && col_int(st, 0) > 0;
	stmt_done(&st);
	return some ? " --user NAME" : "";
}

static int say_behind(struct db *db, const struct migration_set *set,
	const struct migration_state *state, struct err *e)
{
	if (state->empty)
		err_set(e, ERR_SCHEMA, "%s is empty: it has no tables yet", db_name(db));
	else if (state->applied == 0)
		err_set(e, ERR_SCHEMA, "%s holds none of the agent's tables", db_name(db));
	else
		err_set(e, ERR_SCHEMA, "%s is at revision %s, and this tenet needs %s", db_name(db),
			set->m[state->applied - 1].revision, set->m[set->n - 1].revision);
	return err_hint(
		e, "run `%s db upgrade head%s`", db_call(db), migrate_login_words(db, state));
}

static int hint_at_other_ways(const struct db *db, const struct err *why, struct err *e)
{
	if (why->code == ERR_DENIED)
		return err_hint(e, "open it once as the role that owns the agent's tables");
	if (why->code == ERR_BUSY)
		return err_hint(e, "run `%s db upgrade head`, which takes the time that it needs",
			db_call(db));
	return err_hint(e, "%s", why->hint);
}

/* The console's tables on their way into a database of the agent's. */
struct addition {
	struct db *db;
	const char *revision; /* where it stands */
	struct arena *a;
	const char *backup; /* NULL: none was needed */
	size_t steps;
};

/* Before the first step, while nobody else can write. */
static int back_up(void *arg, struct err *e)
{
	struct addition *d = arg;
	bool needed;

	if (backup_needed(d->db, &needed, e) != 0)
		return -1;
	if (!needed)
		return 0;
	const struct db_address where = {.engine = DB_SQLITE, .target = db_file(d->db)};
	d->backup = backup_name(&where, d->revision, d->a);
	if (backup_write(d->db, d->backup, e) == 0)
		return 0;
	return err_hint(e, "nothing was changed; `%s db adopt --no-backup` goes without one",
		db_call(d->db));
}

static void count_step(void *arg, const struct migration *m, bool up)
{
	struct addition *d = arg;

	(void)m;
	d->steps += up;
}

static void say_added(
	const struct addition *d, const struct migration_state *state, struct str *notice)
{
	str_addf(
		notice, "added the console's own tables to %s; the agent's tables", db_name(d->db));
	if (state->foreign[0])
		str_addf(notice, " and its revision %s", state->foreign);
	str_add(notice, " are as they were");
	if (d->backup)
		str_addf(notice, ", and %s beside it is the file before that",
			strrchr(d->backup, '/') + 1);
}

static int add_console(struct db *db, const struct migration_set *set,
	const struct migration_state *state, struct arena *a, struct str *notice, struct err *e)
{
	struct addition d = {.db = db, .revision = set->m[state->applied - 1].revision, .a = a};
	struct err why = {0};

	if (schema_check(db, SCHEMA_AGENT, e) != 0)
		return -1;
	if (db_read_only(db)) {
		err_set(e, ERR_READONLY,
			"%s lacks the console's own tables (accounts, the ledger of decisions),"
			" and it cannot be written as it is open now",
			db_name(db));
		return err_hint(e,
			"they are added as soon as somebody who may write the file opens"
			" it, without --read-only");
	}
	const struct migrate_run run = {.target = set->n,
		.patience = MIGRATE_HURRIES,
		.before = back_up,
		.report = count_step,
		.arg = &d};
	if (migrate_run(db, set, &run, &why) != 0) {
		err_set(e, why.code, "%s", why.text);
		return hint_at_other_ways(db, &why, e);
	}
	/* Without a step another process added them meanwhile, and says so. */
	if (d.steps > 0)
		say_added(&d, state, notice);
	return 0;
}

static int check(struct db *db, const struct migration_set *set, struct arena *a,
	struct str *notice, struct err *e)
{
	struct migration_state state;

	if (copy_check_finished(db, e) != 0 || migrate_state(db, set, &state, e) != 0)
		return -1;
	if (state.newer)
		return say_newer(db, set, &state, e);
	if (state.applied < set->n) {
		if (state.ours)
			return say_behind(db, set, &state, e);
		if (add_console(db, set, &state, a, notice, e) != 0)
			return -1;
	}
	return schema_check(db, SCHEMA_WHOLE, e);
}

int migrate_ready(struct db *db, struct str *notice, struct err *e)
{
	struct arena a = {0};
	struct migration_set set;
	int result = migrations_load(NULL, db_engine(db), &a, &set, e);

	if (result == 0)
		result = check(db, &set, &a, notice, e);
	arena_free(&a);
	return result;
}
