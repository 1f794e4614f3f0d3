/* Compares files, records, declared schema and database. */
#include "migrate/check.h"

#include <string.h>

#include "catalog_build.h"
#include "migrate/compare.h"
#include "migrate/copy.h"
#include "migrate/faults.h"
#include "migrate/judge.h"
#include "migrate/shadow.h"
#include "schema.h"

struct checking {
	struct db *db; /* NULL: none */
	enum db_engine engine;
	const char *dir;
	struct migration_set set;
	struct migration_state state;
	struct arena *a;
	struct check *out;
};

static struct check_finding *add(struct checking *c, enum check_part part, const char *text)
{
	struct check *out = c->out;

	out->f = catalog_room(c->a, out->f, out->n, sizeof(*out->f));
	out->f[out->n] = (struct check_finding){.part = part, .text = text};
	return &out->f[out->n++];
}

static void add_differences(struct checking *c, enum check_part part, const struct catalog *want,
	const struct catalog *have, enum judge_owner owner)
{
	struct differences d;

	catalog_compare(want, have, c->a, &d);
	for (size_t i = 0; i < d.n; i++) {
		struct check_finding *f = add(c, part, d.d[i].text);
		f->what = difference_name(&d.d[i]);
		f->way = difference_way_name(d.d[i].way);
		f->table = d.d[i].table;
		f->object = difference_object(&d.d[i]);
		if (part == CHECK_DATABASE)
			f->excuse = judge_excuse(&d.d[i], owner, c->engine);
		c->out->matter += !f->excuse;
	}
}

/* --- The files. --- */

static int check_files(struct checking *c, struct err *e)
{
	static const char *const ways[] = {[FAULT_CHANGED] = "changed",
		[FAULT_MISSING] = "missing",
		[FAULT_SKIPPED] = "skipped",
		[FAULT_MOVED] = "moved"};
	struct faults faults;

	if (faults_find(c->db, &c->set, c->a, &faults, e) != 0)
		return -1;
	for (size_t i = 0; i < faults.n; i++) {
		struct check_finding *f = add(c, CHECK_FILES, fault_text(&faults.f[i], c->a));
		f->what = "file";
		f->way = ways[faults.f[i].kind];
		f->object = faults.f[i].path;
		c->out->matter++;
	}
	return 0;
}

/* --- The records. --- */

static void add_record(struct checking *c, const char *way, const char *object, const char *text)
{
	struct check_finding *f = add(c, CHECK_FILES, text);

	f->what = "record";
	f->way = way;
	f->object = object;
	c->out->matter++;
}

static const char count_versions[] = "SELECT count(*) FROM alembic_version";

/* The agent's own tool may have several revisions at once. */
static int check_records(struct checking *c, struct err *e)
{
	struct schema_tables tables;

	if (schema_look(c->db, &tables, e) != 0)
		return -1;
	if (!c->state.ours)
		return 0;
	if (!tables.log && c->state.applied > 0)
		add_record(c, "missing", "console_migrations",
			arena_printf(c->a,
				"the table console_migrations is missing: nothing says which files"
				" were applied, nor how to undo them; `%s db stamp %s` records"
				" the files of now",
				db_call(c->db), c->set.m[c->state.applied - 1].revision));
	if (!tables.alembic)
		return 0;
	struct stmt *st = db_prepare(c->db, count_versions, e);
	int row = st ? stmt_step(st, e) : -1;
	if (row == 1 && col_int(st, 0) > 1)
		add_record(c, "extra", "alembic_version",
			arena_printf(c->a, "alembic_version has %lld rows instead of one",
				(long long)col_int(st, 0)));
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

const char *check_gap(const struct migration_set *set, const struct migration_state *state)
{
	for (size_t i = state->applied; state->newer && i < set->n; i++)
		if (strcmp(set->m[i].revision, state->unknown) == 0)
			return set->m[state->applied].revision;
	return NULL;
}

/* --- The declared schema. --- */

static int check_schema(struct checking *c, struct err *e)
{
	struct declared declared;
	struct catalog want, have;

	if (declared_load(c->dir, c->engine, MIGRATION_SQL, c->a, &declared, e) != 0)
		return -1;
	if (!declared.sql) {
		c->out->left_out[CHECK_SCHEMA] =
			arena_printf(c->a, "there is no %s", declared.path);
		return 0;
	}
	if (shadow_of_sql(c->db, declared.path, declared.sql, c->a, &want, e) != 0 ||
		shadow_of_steps(c->db, &c->set, c->set.n, c->a, &have, e) != 0)
		return -1;
	add_differences(c, CHECK_SCHEMA, &want, &have, JUDGE_OURS);
	return 0;
}

/* --- The database. --- */

/* Steps up to the last one that is recorded, whatever records lack before it. */
static size_t steps_made(const struct checking *c)
{
	size_t n = c->state.applied;

	if (!check_gap(&c->set, &c->state))
		return n;
	while (strcmp(c->set.m[n].revision, c->state.unknown) != 0)
		n++;
	return n + 1;
}

static int check_database(struct checking *c, struct err *e)
{
	struct catalog want, have;

	if (c->state.newer && !check_gap(&c->set, &c->state)) {
		c->out->left_out[CHECK_DATABASE] = arena_printf(c->a,
			"%s is at %s, of which there is no file", db_name(c->db), c->state.unknown);
		return 0;
	}
	if (shadow_of_steps(c->db, &c->set, steps_made(c), c->a, &want, e) != 0 ||
		catalog_read(c->db, c->a, &have, e) != 0)
		return -1;
	add_differences(c, CHECK_DATABASE, &want, &have, c->state.ours ? JUDGE_OURS : JUDGE_AGENTS);
	return 0;
}

/* Everything that it still lacks would differ. */
static int say_unfinished(struct checking *c)
{
	struct check_finding *f = add(c, CHECK_DATABASE,
		arena_printf(c->a,
			"%s holds a copy that was not finished: it is compared once it is",
			db_name(c->db)));

	f->what = "copy";
	f->way = "unfinished";
	c->out->matter++;
	return 0;
}

int check_all(struct db *db, enum db_engine engine, const char *dir, struct arena *a,
	struct check *out, struct err *e)
{
	struct checking c = {.db = db, .engine = engine, .dir = dir, .a = a, .out = out};

	*out = (struct check){0};
	if (db ? migrations_load_any(dir, engine, a, &c.set, e)
	       : migrations_load(dir, engine, a, &c.set, e))
		return -1;
	struct err gap = {0};
	if (!db) {
		out->left_out[CHECK_FILES] = out->left_out[CHECK_DATABASE] = "there is no database";
		if (engine == DB_SQLITE)
			return check_schema(&c, e);
		out->left_out[CHECK_SCHEMA] = out->left_out[CHECK_FILES];
		return 0;
	}
	if (migrate_state(db, &c.set, &c.state, e) != 0 || check_files(&c, e) != 0 ||
		check_records(&c, e) != 0)
		return -1;
	if (migrations_refuse_gap(&c.set, 0, c.set.n, &gap) != 0) {
		out->left_out[CHECK_SCHEMA] = out->left_out[CHECK_DATABASE] =
			arena_strdup(a, gap.text);
		return 0;
	}
	if (check_schema(&c, e) != 0)
		return -1;
	int unfinished = copy_unfinished(db, e);
	if (unfinished != 0)
		return unfinished < 0 ? -1 : say_unfinished(&c);
	return check_database(&c, e);
}

int check_agent(struct db *db, const struct migration_set *set, struct arena *a, struct check *out,
	struct err *e)
{
	struct checking c = {.db = db, .engine = db_engine(db), .set = *set, .a = a, .out = out};
	struct catalog want, have;
	size_t kept = 0;

	*out = (struct check){0};
	if (shadow_of_steps(db, set, set->n < AGENT_STEPS ? set->n : AGENT_STEPS, a, &want, e) !=
			0 ||
		catalog_read(db, a, &have, e) != 0)
		return -1;
	add_differences(&c, CHECK_DATABASE, &want, &have, JUDGE_AGENTS);
	for (size_t i = 0; i < out->n; i++)
		if (!catalog_is_consoles(out->f[i].table) && !catalog_is_consoles(out->f[i].object))
			out->f[kept++] = out->f[i];
	out->n = kept;
	out->matter = 0;
	for (size_t i = 0; i < kept; i++)
		out->matter += !out->f[i].excuse;
	return 0;
}

const char *check_part_name(enum check_part part)
{
	static const char *const names[] = {
		[CHECK_FILES] = "files", [CHECK_SCHEMA] = "schema", [CHECK_DATABASE] = "database"};

	return names[part];
}
