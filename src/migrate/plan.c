/* Where a database stands among the migrations, and what a target word means there. */
#include <stdio.h>
#include <string.h>

#include "migrate/migrate.h"
#include "schema.h"

static const char read_alembic[] = "SELECT version_num FROM alembic_version"
				   " ORDER BY version_num DESC LIMIT 1";

/* The agent's or our revision; "" for none. */
static int alembic_revision(struct db *db, char out[64], struct err *e)
{
	struct stmt *st = db_prepare(db, read_alembic, e);
	int row = st ? stmt_step(st, e) : -1;

	out[0] = '\0';
	if (row == 1)
		snprintf(out, 64, "%.*s", (int)col_text(st, 0).n, col_text(st, 0).p);
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

/* How many steps a revision stands for; 0 when the set does not know it. */
static size_t steps_of(const struct migration_set *set, const char *revision)
{
	for (size_t i = 0; i < set->n; i++)
		if (strcmp(set->m[i].revision, revision) == 0)
			return i + 1;
	return 0;
}

static void set_newer(struct migration_state *s, const char *revision)
{
	s->newer = true;
	snprintf(s->unknown, sizeof(s->unknown), "%s", revision);
}

static const char *const read_log[] = {
	[LOG_OLD] = "SELECT revision, kind, 'done' FROM console_migrations ORDER BY revision",
	[LOG_NEW] = "SELECT revision, kind, state FROM console_migrations ORDER BY revision"};

static void note_record(const struct migration_set *set, struct migration_state *s,
	const char *revision, struct stmt *st)
{
	bool adopted = span_is(col_text(st, 1), "adopted");

	if (!span_is(col_text(st, 2), "done")) {
		s->halfway = true;
		snprintf(s->unsure, sizeof(s->unsure), "%s", revision);
	}
	/* What is on its way up is not there yet; what is on its way down is not gone yet. */
	if (span_is(col_text(st, 2), "up"))
		return;
	if (s->beyond == 0 && steps_of(set, revision) == s->applied + 1) {
		s->applied++;
	} else {
		s->beyond++;
		set_newer(s, revision);
	}
	if (adopted)
		s->adopted = s->applied;
}

static int read_log_rows(
	struct db *db, const struct migration_set *set, struct migration_state *s, struct err *e)
{
	enum log_shape shape;
	char revision[64];
	int row = -1;

	if (schema_log_shape(db, &shape, e) != 0)
		return -1;
	struct stmt *st = db_prepare(db, read_log[shape], e);
	while (st && (row = stmt_step(st, e)) == 1) {
		struct span text = col_text(st, 0);
		snprintf(revision, sizeof(revision), "%.*s", (int)text.n, text.p);
		note_record(set, s, revision, st);
	}
	stmt_done(&st);
	return row;
}

static int say_contradiction(struct db *db, const struct migration_set *set, const char *revision,
	const struct migration_state *s, struct err *e)
{
	const char *recorded = s->applied ? set->m[s->applied - 1].revision : "base";

	err_set(e, ERR_SCHEMA,
		"%s contradicts itself: alembic_version says \"%s\", and the records in"
		" console_migrations end at %s",
		db_name(db), revision, recorded);
	return err_hint(e,
		"see which tables are there; `%s db stamp %s`, or another revision, says what is"
		" true",
		db_call(db), recorded);
}

enum believed { BELIEVE_BOTH, BELIEVE_RECORDS };

/* A database that has our log: alembic_version must agree with it, unless it is the agent's. */
static int state_from_log(struct db *db, const struct migration_set *set, const char *revision,
	enum believed believed, struct migration_state *s, struct err *e)
{
	if (read_log_rows(db, set, s, e) != 0)
		return -1;
	s->ours = s->adopted == 0;
	if (!s->ours || s->newer || believed == BELIEVE_RECORDS)
		return 0;
	size_t steps = steps_of(set, revision);
	if (revision[0] && steps == 0)
		set_newer(s, revision);
	else if (steps != s->applied)
		return say_contradiction(db, set, revision, s, e);
	return 0;
}

static bool is_number(const char *text)
{
	return text[0] && text[strspn(text, "0123456789")] == '\0';
}

/* The agent's tool made all of them at once, and may count as we do. tenet has its log from the
 * first step on: ours that lost it is known by tables that are not there yet, or by the console's.
 */
static bool is_agents(const struct schema_tables *tables)
{
	return tables->agent == AGENT_TABLES && !tables->console;
}

static void state_without_log(const struct migration_set *set, const char *revision,
	const struct schema_tables *tables, struct migration_state *s)
{
	size_t steps = steps_of(set, revision);

	s->ours = !is_agents(tables) &&
		(steps > 0 || (!revision[0] && !tables->agent) ||
			(strlen(revision) == 4 && is_number(revision)));
	s->applied = steps;
	if (s->ours && revision[0] && steps == 0)
		set_newer(s, revision);
	if (!s->ours)
		s->applied = s->adopted = set->n < AGENT_STEPS ? set->n : AGENT_STEPS;
}

static int read_state(struct db *db, const struct migration_set *set, enum believed believed,
	struct migration_state *out, struct err *e)
{
	struct schema_tables tables;
	char revision[64] = "";

	if (schema_look(db, &tables, e) != 0)
		return -1;
	if (tables.alembic && alembic_revision(db, revision, e) != 0)
		return -1;
	out->empty = !tables.log && !tables.agent && !tables.other && !revision[0];
	if (!tables.log)
		state_without_log(set, revision, &tables, out);
	else if (state_from_log(db, set, revision, believed, out, e) != 0)
		return -1;
	if (!out->ours)
		snprintf(out->foreign, sizeof(out->foreign), "%s", revision);
	return 0;
}

#define LOOKS 3

static int snapshot(struct db *db, const struct migration_set *set, enum believed believed,
	struct migration_state *out, struct err *e)
{
	struct err why = {0};
	int result = -1;

	*out = (struct migration_state){0};
	if (db_in_transaction(db))
		return read_state(db, set, believed, out, e);
	/* One snapshot: another process may be migrating. But PostgreSQL looks tables up by their
	 * names as they are by then: one that was dropped after it was seen is looked for again. */
	for (int look = 0; look < LOOKS && result != 0; look++) {
		why = (struct err){0};
		*out = (struct migration_state){0};
		if (db_begin_read(db, &why) != 0)
			break;
		result = read_state(db, set, believed, out, &why);
		db_rollback(db);
		if (why.code != ERR_SCHEMA)
			break;
	}
	return result == 0 ? 0 : err_take(e, &why);
}

int migrate_state(
	struct db *db, const struct migration_set *set, struct migration_state *out, struct err *e)
{
	return snapshot(db, set, BELIEVE_BOTH, out, e);
}

int migrate_state_recorded(
	struct db *db, const struct migration_set *set, struct migration_state *out, struct err *e)
{
	return snapshot(db, set, BELIEVE_RECORDS, out, e);
}
