/* The copy itself: every row is looked at, put where it goes, and compared in the end. */
#include "migrate/copy.h"

#include <unistd.h>

#include "copy_ends.h"
#include "copy_state.h"
#include "copy_target.h"
#include "lines.h"
#include "rejects.h"

struct job {
	const struct copy_options *o;
	struct copy_source *source;
	struct copy_sink *sink;
	struct db *target; /* NULL: a file */
	const char *from; /* what people call the source */
	bool reads_once; /* standard input, of which a part was used up */
	struct rejects rejects;
	bool refused_before; /* an interrupted copy left out rows that the engine did not take */
	struct copy_progress progress;
	struct copy_mark mark; /* of the table that is copied */
	struct str canonical, why;
	struct copy_result *out;
};

/* --- Telling, and being told to stop. --- */

static int tell(struct job *j, struct err *e)
{
	if (!j->o->watch || j->o->watch(j->o->arg, &j->progress))
		return 0;
	return err_set(e, ERR_CANCELLED, "stopped after %lld row%s of %s",
		(long long)j->progress.table_rows, j->progress.table_rows == 1 ? "" : "s",
		j->progress.what);
}

static int tell_row(struct job *j, struct err *e)
{
	j->progress.rows++;
	j->progress.table_rows++;
	return tell(j, e);
}

static void begin_phase(struct job *j, enum copy_phase phase, int64_t total)
{
	j->progress = (struct copy_progress){.phase = phase, .total = total};
}

static void begin_table(struct job *j, const struct copy_table *t)
{
	j->progress.what = t->name;
	j->progress.table_rows = j->progress.table_rejected = 0;
	j->progress.table_done = false;
}

static int end_table(struct job *j, struct err *e)
{
	j->progress.table_done = true;
	return tell(j, e);
}

/* --- One row. --- */

/* The engine does not take a row that was put already. */
static int refused(void *arg, const struct copy_row *r, const struct row_hash *h, const char *why,
	struct err *e)
{
	struct job *j = arg;
	struct copy_fault fault = {.column = -1};

	snprintf(fault.reason, sizeof(fault.reason), "%s", why);
	digest_remove(&j->mark.kept, h);
	return rejects_add(&j->rejects, r, &fault, e);
}

/* Before an interruption, the engine did not take it. */
static int was_refused(
	struct job *j, const struct copy_row *r, struct copy_fault *fault, struct err *e)
{
	if (!j->refused_before)
		return 0;
	if (copy_state_refused(j->target, r, &j->why, e) != 0)
		return -1;
	fault->column = -1;
	snprintf(fault->reason, sizeof(fault->reason), "%s", str_cstr(&j->why));
	return j->why.len > 0;
}

static int copy_row(struct job *j, struct copy_row *r, const struct copy_mark *done, struct err *e)
{
	struct copy_fault fault = {.column = -1};
	struct row_hash hash;

	j->mark.read++;
	if (copy_row_check(r, &j->canonical, &fault) != 0 ||
		rejects_hang_on(&j->rejects, r, &fault))
		return rejects_add(&j->rejects, r, &fault, e);
	bool is_there = j->mark.read <= done->read;
	int before = is_there ? was_refused(j, r, &fault, e) : 0;
	if (before != 0)
		return before < 0 ? -1 : rejects_add(&j->rejects, r, &fault, e);
	row_hash_of(str_span(&j->canonical), &hash);
	digest_add(&j->mark.kept, &hash);
	return is_there ? 0 : j->sink->put(j->sink, r, &hash, e);
}

/* --- One table. --- */

static int say_changed(struct job *j, const struct copy_table *t, int64_t rows, struct err *e)
{
	err_set(e, ERR_OTHER,
		"%s changed since its copy was interrupted: the first %lld rows of %s are not those"
		" that were copied",
		j->from, (long long)rows, t->name);
	return err_hint(e, "begin again with an empty database");
}

static int copy_rows(struct job *j, const struct copy_table *t, struct err *e)
{
	struct copy_mark done;
	struct copy_row row;
	int more;

	if (j->sink->begin(j->sink, t, &done, e) != 0)
		return -1;
	while ((more = j->source->next(j->source, &row, e)) == 1) {
		if (copy_row(j, &row, &done, e) != 0)
			return -1;
		if (j->mark.read == done.read && !digest_equal(&j->mark.kept, &done.kept))
			return say_changed(j, t, done.read, e);
		if (j->sink->full(j->sink) && j->sink->commit(j->sink, &j->mark, e) != 0)
			return -1;
		if (tell_row(j, e) != 0)
			return -1;
	}
	if (more < 0)
		return -1;
	if (j->mark.read < done.read)
		return say_changed(j, t, done.read, e);
	return j->mark.read == done.read ? 0 : j->sink->commit(j->sink, &j->mark, e);
}

static int copy_table(struct job *j, const struct copy_table *t, struct err *e)
{
	int there = j->source->begin(j->source, t, e);

	if (there != 1)
		return there;
	j->mark = (struct copy_mark){0};
	begin_table(j, t);
	if (copy_rows(j, t, e) != 0)
		return -1;
	struct copy_outcome *o = &j->out->tables[j->out->n++];
	o->table = t->name;
	o->rows = j->mark.kept.rows;
	o->rejected = j->mark.read - j->mark.kept.rows;
	digest_format(&j->mark.kept, o->source);
	j->out->rows += o->rows;
	j->out->rejected += o->rejected;
	j->progress.table_rejected = o->rejected;
	return end_table(j, e);
}

static int copy_tables_all(struct job *j, struct err *e)
{
	for (size_t i = 0; i < copy_tables_n; i++)
		if (copy_table(j, &copy_tables[i], e) != 0)
			return -1;
	return j->source->finish(j->source, e);
}

/* --- Reading back. --- */

static int compare_table(
	struct job *j, struct copy_source *back, struct copy_outcome *o, struct err *e)
{
	struct copy_fault fault;
	struct digest found = {0};
	struct row_hash hash;
	struct copy_row row;
	int more = back->begin(back, copy_table_named(span_of(o->table)), e);

	begin_table(j, copy_table_named(span_of(o->table)));
	if (more != 1)
		return -1;
	while ((more = back->next(back, &row, e)) == 1) {
		if (copy_row_check(&row, &j->canonical, &fault) != 0) {
			rejects_add(&(struct rejects){0}, &row, &fault, e);
			return err_prefix(e, "%s gives back another row", db_name(j->target));
		}
		row_hash_of(str_span(&j->canonical), &hash);
		digest_add(&found, &hash);
		if (tell_row(j, e) != 0)
			return -1;
	}
	if (more < 0)
		return -1;
	o->found = found.rows;
	digest_format(&found, o->target);
	o->equal = o->found == o->rows && strcmp(o->source, o->target) == 0;
	return end_table(j, e);
}

static int compare(struct job *j, struct err *e)
{
	begin_phase(j, COPY_COMPARE, j->out->rows);
	if (db_begin_read(j->target, e) != 0)
		return -1;
	struct copy_source *back = copy_read_new(j->target, COPY_LOOK_AT_ROWS);
	int result = 0;
	bool equal = true;
	for (size_t i = 0; i < j->out->n && result == 0; i++) {
		result = compare_table(j, back, &j->out->tables[i], e);
		equal = equal && j->out->tables[i].equal;
	}
	back->close(back);
	db_rollback(j->target);
	j->out->equal = result == 0 && equal;
	if (result == 0 && !equal) {
		err_set(e, ERR_OTHER, "%s does not hold what %s held", db_name(j->target), j->from);
		return err_hint(e, "somebody wrote to it meanwhile: copy into an empty database");
	}
	return result;
}

/* --- The ends of a copy. --- */

static bool step(void *arg, const char *what)
{
	struct job *j = arg;

	j->progress.what = what;
	return !j->o->watch || j->o->watch(j->o->arg, &j->progress);
}

static int open_rejects(struct job *j, struct err *e)
{
	const char *file = j->o->reject_file;

	if (!file)
		return 0;
	return rejects_refuse(file, e) == 0 ? rejects_open(&j->rejects, file, e) : -1;
}

static void begin_job(struct job *j, struct arena *a)
{
	*j->out = (struct copy_result){.left_out = ""};
	j->out->tables = arena_calloc(a, copy_tables_n, sizeof(*j->out->tables));
}

static void end_job(struct job *j)
{
	if (j->source)
		j->source->close(j->source);
	if (j->sink)
		j->sink->close(j->sink);
	rejects_drop(&j->rejects);
	str_free(&j->canonical);
	str_free(&j->why);
}

static int open_target(struct job *j, const struct copy_origin *from, struct err *e)
{
	struct copy_target *t;

	/* Nothing is changed before it is certain that the copy can begin. */
	if (copy_look_at_target(j->target, from, &j->out->resumed, e) != 0 ||
		open_rejects(j, e) != 0 ||
		copy_migrate_target(j->target, j->o->migrations, j->out->resumed, e) != 0 ||
		(!j->out->resumed && copy_target_start(j->target, from, e) != 0))
		return -1;
	t = copy_target_new(j->target, j->o->batch);
	j->sink = copy_target_sink(t);
	j->sink->refused = refused;
	j->sink->arg = j;
	return copy_state_any_refused(j->target, &j->refused_before, e);
}

static int finish_target(struct job *j, struct err *e)
{
	begin_phase(j, COPY_KEYS, 0);
	if (copy_target_finish(j->target, step, j, e) != 0 || compare(j, e) != 0 ||
		rejects_keep(&j->rejects, e) != 0)
		return -1;
	return copy_target_forget(j->target, e);
}

/* What was committed stays: says how to go on. */
static int hint_at_resuming(const struct job *j, struct err *e)
{
	struct err ignored = {0};
	bool lost = db_lost(j->target);

	if ((!j->sink && e->code != ERR_BUSY) ||
		(!lost && copy_state_there(j->target, &ignored) != 1))
		return -1;
	if (e->code != ERR_BUSY && j->reads_once)
		return err_hint(e,
			"give the whole export to the same command: it goes on where this one"
			" stopped");
	if (e->code != ERR_BUSY)
		return err_hint(e, "the same command goes on where this one stopped");
	err_prefix(e, "another copy, or another program, is at work there");
	return err_hint(e, "when it is done, the same command says what is left to copy");
}

/* --- Databases as sources. --- */

/* The snapshot may have to stand for hours, and its first row must not wait until all are sorted.
 */
static const char no_limits[] = "SET LOCAL statement_timeout = 0;"
				"SET LOCAL idle_in_transaction_session_timeout = 0;"
				"SET LOCAL enable_sort = off";

static int open_source(
	struct job *j, struct db *db, struct arena *a, struct copy_standing *out, struct err *e)
{
	struct str left_out = {0};
	int64_t total = 0, n;

	if (db_begin_read(db, e) != 0 ||
		(db_engine(db) == DB_POSTGRES && db_exec(db, no_limits, e) != 0) ||
		copy_look_at_source(db, j->o->migrations, a, out, e) != 0)
		return -1;
	int result = copy_left_out(db, &left_out, e);
	j->out->left_out = arena_strdup(a, str_cstr(&left_out));
	str_free(&left_out);
	for (size_t i = 0; i < copy_tables_n && result == 0; i++) {
		result = copy_count(db, &copy_tables[i], &n, e);
		total += n;
	}
	j->source = copy_read_new(db, COPY_LOOK_AT_PARENTS);
	begin_phase(j, COPY_ROWS, total);
	return result;
}

int copy_databases(struct db *source, struct db *target, const struct copy_options *o,
	struct arena *a, struct copy_result *out, struct err *e)
{
	struct job j = {.o = o, .target = target, .from = db_name(source), .out = out};
	struct copy_standing standing;
	struct copy_origin from;
	int result = -1;

	begin_job(&j, a);
	if (copy_refuse_itself(source, target, e) == 0 &&
		copy_origin_of(source, a, &from, e) == 0 &&
		open_source(&j, source, a, &standing, e) == 0 && open_target(&j, &from, e) == 0)
		result = copy_tables_all(&j, e);
	if (j.source)
		j.source->close(j.source);
	j.source = NULL;
	db_rollback(source);
	if (result == 0)
		result = finish_target(&j, e);
	if (result != 0)
		db_rollback(target);
	if (result != 0)
		hint_at_resuming(&j, e);
	end_job(&j);
	return result;
}

static bool is_standard(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* Before the source is looked at, which may take long. */
static int refuse_files(const char *file, const char *rejects, struct err *e)
{
	if (lines_refuse(file, e) != 0 || (rejects && rejects_refuse(rejects, e) != 0))
		return -1;
	if (rejects && new_file_same(file, rejects))
		return err_set(e, ERR_USAGE,
			"%s cannot hold the rejected rows as well: name another file", file);
	return 0;
}

/* Rows that were left behind are never without a file that says so. */
static int finish_export(struct job *j, struct err *e)
{
	if (rejects_keep(&j->rejects, e) != 0)
		return -1;
	int result = lines_write_end(j->sink, e);
	if (result != 0 && j->out->rejected > 0)
		(void)unlink(j->o->reject_file);
	return result;
}

static int say_stopped_export(const char *file, struct err *e)
{
	if (is_standard(file))
		return err_hint(e, "what went to standard output is no whole export");
	return err_hint(e, "there is no %s", file);
}

int copy_export(struct db *source, const char *file, const struct copy_options *o, struct arena *a,
	struct copy_result *out, struct err *e)
{
	struct job j = {.o = o, .from = db_name(source), .out = out};
	struct copy_standing standing;
	struct lines_out *lines;
	int result = -1;

	begin_job(&j, a);
	if (refuse_files(file, o->reject_file, e) == 0 &&
		open_source(&j, source, a, &standing, e) == 0 && open_rejects(&j, e) == 0 &&
		lines_create(file, &lines, e) == 0 &&
		lines_write_new(lines,
			&(struct lines_header){
				standing.revision, standing.agent_revision, standing.console},
			&j.sink, e) == 0)
		result = copy_tables_all(&j, e);
	if (result == 0)
		result = finish_export(&j, e);
	end_job(&j);
	db_rollback(source);
	if (e->code == ERR_CANCELLED)
		say_stopped_export(file, e);
	out->equal = result == 0;
	return result;
}

/* --- Files as sources. --- */

static int read_head(struct copy_file *f, const char *migrations, struct err *e)
{
	struct lines_in *lines;

	if (lines_open(f->path, &lines, e) != 0 || lines_read_new(lines, &f->source, e) != 0)
		return -1;
	return copy_check_revision(is_standard(f->path) ? "standard input" : f->path,
		lines_revision(f->source), migrations, e);
}

int copy_file_open(const char *path, const char *migrations, struct copy_file *out, struct err *e)
{
	*out = (struct copy_file){.path = path};
	if ((is_standard(path) || lines_verify(path, &out->rows, e) == 0) &&
		read_head(out, migrations, e) == 0)
		return 0;
	copy_file_close(out);
	return e->code == ERR_CORRUPT ? err_hint(e, "nothing was done with it") : -1;
}

void copy_file_close(struct copy_file *f)
{
	if (f->source)
		f->source->close(f->source);
	f->source = NULL;
}

/* What went on is what the file says it holds. */
static int compare_file(const struct job *j, struct err *e)
{
	for (size_t i = 0; i < j->out->n; i++) {
		const struct copy_outcome *o = &j->out->tables[i];
		struct digest said = lines_expected(j->source, copy_table_named(span_of(o->table)));
		char hash[DIGEST_TEXT];
		digest_format(&said, hash);
		if (said.rows != o->rows + o->rejected)
			return err_set(e, ERR_CORRUPT,
				"%s: %s has %lld rows, and its end says %lld", j->from, o->table,
				(long long)(o->rows + o->rejected), (long long)said.rows);
		if (o->rejected == 0 && strcmp(hash, o->source) != 0)
			return err_set(e, ERR_CORRUPT,
				"%s: the rows of %s are not those that its end speaks of", j->from,
				o->table);
	}
	return 0;
}

int copy_import(struct copy_file *file, struct db *target, const struct copy_options *o,
	struct arena *a, struct copy_result *out, struct err *e)
{
	struct job j = {.o = o,
		.source = file->source,
		.target = target,
		.reads_once = is_standard(file->path),
		.out = out};
	struct copy_origin from;
	int result = -1;

	file->source = NULL;
	copy_origin_of_file(file->path, a, &from);
	j.from = from.name;
	begin_job(&j, a);
	begin_phase(&j, COPY_ROWS, file->rows);
	if (open_target(&j, &from, e) == 0)
		result = copy_tables_all(&j, e);
	if (result == 0)
		result = compare_file(&j, e);
	if (result == 0)
		result = finish_target(&j, e);
	if (result != 0)
		db_rollback(target);
	if (result != 0)
		hint_at_resuming(&j, e);
	end_job(&j);
	return result;
}
