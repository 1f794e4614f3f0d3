/* Puts rows into a database in batches; each is one transaction with the note of how far it is. */
#include "copy_target.h"

#include <stdlib.h>

#include "base/time.h"
#include "copy_ends.h"
#include "lock.h"

#define BATCH_ROWS 5000
#define BATCH_BYTES (8 << 20)
#define LOG_BYTES (64 << 20) /* SQLite: how long the log gets */

/* Kept until it is certain that the engine takes them. */
struct kept {
	struct copy_row row;
	struct row_hash hash;
};

struct copy_target {
	struct copy_sink sink;
	struct db *db;
	size_t limit;
	const struct copy_table *table;
	const char *columns[COPY_COLUMNS];
	struct copy_mark committed;
	struct load *load;
	struct err refused; /* why the engine does not take the batch as it is */
	struct arena a; /* of the batch */
	struct kept *rows;
	size_t n;
};

/* --- Rows into the engine. --- */

/* Of a time that was checked: whether it says more than date, clock and fraction. */
static bool has_zone(struct span time)
{
	for (size_t i = 19; i < time.n; i++)
		if (strchr("Z+-", time.p[i]))
			return true;
	return false;
}

/* A type without a zone would drop the one that stands there: PostgreSQL gets UTC. */
static void put_time(
	const struct copy_target *t, struct load *l, const struct copy_value *v, char text[27])
{
	if (db_engine(t->db) == DB_SQLITE || !has_zone(v->bytes)) {
		load_text(l, v->bytes);
		return;
	}
	time_format_micros(v->number, text);
	load_text(l, span_of(text));
}

static int put_row(
	const struct copy_target *t, struct load *l, const struct copy_row *r, struct err *e)
{
	char times[COPY_COLUMNS][27];

	for (size_t i = 0; i < r->table->n; i++) {
		const struct copy_value *v = &r->v[i];
		switch (v->kind) {
		case COL_NULL: load_text(l, SPAN_NULL); break;
		case COL_INT: load_int(l, v->number); break;
		case COL_REAL: load_real(l, v->real); break;
		case COL_BLOB: load_blob(l, v->bytes); break;
		case COL_TEXT:
			if (r->table->columns[i].kind == COLUMN_TIME)
				put_time(t, l, v, times[i]);
			else
				load_text(l, v->bytes);
			break;
		}
	}
	return load_row(l, e);
}

static struct load *open_load(const struct copy_target *t, struct err *e)
{
	return load_begin(t->db, t->table->name, t->columns, (int)t->table->n, e);
}

/* An error that is about a row, not about the engine. */
static bool is_about_rows(const struct err *e)
{
	return e->code == ERR_CONSTRAINT;
}

/* --- Batches. --- */

static int begin(
	struct copy_sink *s, const struct copy_table *table, struct copy_mark *done, struct err *e)
{
	struct copy_target *t = (struct copy_target *)s;

	t->table = table;
	for (size_t i = 0; i < table->n; i++)
		t->columns[i] = table->columns[i].name;
	if (copy_state_read(t->db, table, &t->committed, e) != 0)
		return -1;
	*done = t->committed;
	return 0;
}

static void keep(struct copy_target *t, const struct copy_row *r, const struct row_hash *h)
{
	struct kept *k = &t->rows[t->n++];

	k->row = *r;
	k->hash = *h;
	for (size_t i = 0; i < r->table->n; i++)
		if (r->v[i].kind == COL_TEXT || r->v[i].kind == COL_BLOB)
			k->row.v[i].bytes = arena_span(&t->a, r->v[i].bytes);
}

/* From here on no other copy can work on the table. */
static int begin_batch(struct copy_target *t, struct err *e)
{
	if (db_begin(t->db, e) != 0 ||
		copy_state_write(t->db, t->table, &t->committed, &t->committed, e) != 0)
		return -1;
	t->load = open_load(t, e);
	return t->load ? 0 : -1;
}

static int put(
	struct copy_sink *s, const struct copy_row *r, const struct row_hash *h, struct err *e)
{
	struct copy_target *t = (struct copy_target *)s;

	if (t->n == 0 && begin_batch(t, e) != 0)
		return -1;
	keep(t, r, h);
	if (t->refused.code == ERR_NONE && put_row(t, t->load, r, &t->refused) != 0 &&
		!is_about_rows(&t->refused))
		return err_take(e, &t->refused);
	return 0;
}

static bool full(const struct copy_sink *s)
{
	const struct copy_target *t = (const struct copy_target *)s;

	return t->n == t->limit || t->a.used >= BATCH_BYTES;
}

/* One row in a part of the transaction that can be undone by itself. */
static int put_alone(struct copy_target *t, const struct kept *k, struct err *e)
{
	struct err why = {0};
	struct load *l;

	if (db_exec(t->db, "SAVEPOINT copy_row", e) != 0)
		return -1;
	l = open_load(t, &why);
	int result = l ? put_row(t, l, &k->row, &why) : -1;
	if (result == 0)
		result = load_end(&l, &why);
	load_abort(&l);
	if (result == 0)
		return db_exec(t->db, "RELEASE SAVEPOINT copy_row", e);
	if (!is_about_rows(&why))
		return err_take(e, &why);
	if (db_exec(t->db, "ROLLBACK TO SAVEPOINT copy_row", e) != 0 ||
		db_exec(t->db, "RELEASE SAVEPOINT copy_row", e) != 0 ||
		copy_state_refuse(t->db, &k->row, why.text, e) != 0)
		return -1;
	return t->sink.refused(t->sink.arg, &k->row, &k->hash, why.text, e);
}

/* Finds the rows that the engine refuses. */
static int put_one_by_one(struct copy_target *t, struct err *e)
{
	db_rollback(t->db);
	if (db_begin(t->db, e) != 0)
		return -1;
	for (size_t i = 0; i < t->n; i++)
		if (put_alone(t, &t->rows[i], e) != 0)
			return -1;
	return 0;
}

static int end_load(struct copy_target *t, struct err *e)
{
	if (t->load && t->refused.code == ERR_NONE)
		load_end(&t->load, &t->refused);
	load_abort(&t->load);
	if (t->refused.code == ERR_NONE)
		return 0;
	return is_about_rows(&t->refused) ? put_one_by_one(t, e) : err_take(e, &t->refused);
}

static void forget_batch(struct copy_target *t)
{
	load_abort(&t->load);
	db_rollback(t->db);
	err_clear(&t->refused);
	arena_clear(&t->a);
	t->n = 0;
}

static int commit(struct copy_sink *s, const struct copy_mark *now, struct err *e)
{
	struct copy_target *t = (struct copy_target *)s;
	int result = t->n > 0 ? end_load(t, e) : db_begin(t->db, e);

	if (result == 0)
		result = copy_state_write(t->db, t->table, &t->committed, now, e);
	if (result == 0)
		result = db_commit(t->db, e);
	if (result == 0)
		t->committed = *now;
	forget_batch(t);
	if (result == 0 && db_log_size(t->db) > LOG_BYTES)
		return db_checkpoint(t->db, e);
	return result;
}

static void close_target(struct copy_sink *s)
{
	struct copy_target *t = (struct copy_target *)s;

	forget_batch(t);
	arena_free(&t->a);
	free(t->rows);
	free(t);
}

/* --- Beginning. --- */

/* Once the lock is held nobody else migrates, or begins a copy. */
static int start(struct db *db, const struct copy_origin *from, struct err *e)
{
	int other = copy_state_there(db, e);

	if (other == 1)
		return err_set(e, ERR_OTHER, "another copy into %s is at work", db_name(db));
	if (other < 0 || copy_refuse_rows(db, e) != 0 || copy_forget_events(db, e) != 0 ||
		copy_state_make(db, from, e) != 0)
		return -1;
	return db_engine(db) == DB_POSTGRES ? copy_state_put_aside(db, e) : 0;
}

int copy_target_start(struct db *db, const struct copy_origin *from, struct err *e)
{
	int result = lock_begin(db, NULL, e);

	if (result == 0)
		result = start(db, from, e);
	if (result == 0)
		result = db_commit(db, e);
	db_rollback(db);
	return result;
}

struct copy_target *copy_target_new(struct db *db, size_t batch)
{
	struct copy_target *t = xcalloc(1, sizeof(*t));

	t->sink = (struct copy_sink){
		.begin = begin, .put = put, .commit = commit, .full = full, .close = close_target};
	t->db = db;
	t->limit = batch ? batch : BATCH_ROWS;
	t->rows = xcalloc(t->limit, sizeof(*t->rows));
	return t;
}

struct copy_sink *copy_target_sink(struct copy_target *t)
{
	return &t->sink;
}

/* --- The end. --- */

static int make_again(struct db *db, const char *name, const char *sql, struct err *e)
{
	if (db_begin(db, e) != 0)
		return -1;
	int result = db_exec(db, sql, e);
	if (result == 0)
		result = copy_state_made(db, name, e);
	if (result == 0)
		result = db_commit(db, e);
	db_rollback(db);
	return result == 0 ? 0 : err_prefix(e, "cannot make %s", name);
}

/* The next number after the copied ones, which did not come from the counter. */
static const char set_counter[] =
	"SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('%s', 'seq'),"
	" coalesce(max(seq), 1), max(seq) IS NOT NULL) FROM %s";

static int set_counters(struct db *db, struct err *e)
{
	int result = 0;

	for (size_t i = 0; i < copy_tables_n && result == 0; i++) {
		const struct copy_table *t = &copy_tables[i];
		struct str sql = {0};
		if (strcmp(t->key, "seq") == 0) {
			str_addf(&sql, set_counter, t->name, t->name);
			result = db_exec(db, str_cstr(&sql), e);
		}
		str_free(&sql);
	}
	return result;
}

static const char find_broken[] = "SELECT \"table\", \"parent\", count(*)"
				  " FROM pragma_foreign_key_check() GROUP BY 1, 2";

static int check_keys(struct db *db, struct err *e)
{
	struct stmt *st = db_prepare(db, find_broken, e);
	int row = st ? stmt_step(st, e) : -1;

	if (row == 1)
		err_set(e, ERR_CONSTRAINT, "%lld rows of %s name rows that are not in %s",
			(long long)col_int(st, 2), col_text(st, 0).p, col_text(st, 1).p);
	stmt_done(&st);
	return row == 0 ? 0 : -1;
}

int copy_target_finish(struct db *db, copy_step *step, void *arg, struct err *e)
{
	struct str name = {0}, sql = {0};
	int next;

	if (db_engine(db) == DB_SQLITE)
		return check_keys(db, e);
	while ((next = copy_state_next_aside(db, &name, &sql, e)) == 1) {
		if (!step(arg, str_cstr(&name)))
			next = err_set(e, ERR_CANCELLED, "stopped");
		else
			next = make_again(db, str_cstr(&name), str_cstr(&sql), e);
		if (next != 0)
			break;
	}
	str_free(&name);
	str_free(&sql);
	return next == 0 && set_counters(db, e) == 0 ? db_exec(db, "ANALYZE", e) : -1;
}

int copy_target_forget(struct db *db, struct err *e)
{
	if (db_begin(db, e) != 0)
		return -1;
	int result = db_exec(db, "DROP TABLE console_copy", e);
	if (result == 0)
		result = db_commit(db, e);
	db_rollback(db);
	return result;
}
