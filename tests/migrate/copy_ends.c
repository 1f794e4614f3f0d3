/* What a copy promises before it begins: nothing is changed that it will not fill, and both ends
 * are known by any name. */
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/migrate/copy_ends.h"
#include "../../src/migrate/copy_target.h"
#include "fixture_copy.h"
#include "migrate/check.h"
#include "migrate/doctor.h"

/* --- A target that is refused. --- */

static const char *revision_in(struct place *p, const char *name)
{
	struct db *db = place_open(p, name, DB_READ_ONLY);
	const char *text =
		arena_printf(&p->s.a, "%s%zu", tables_of(p, db), state_of(p, db).applied);

	db_close(&db);
	return text;
}

static void says_that_it_holds_rows(const struct trial *t)
{
	assert_non_null(strstr(t->err.text, "holds rows already: personas ("));
}

static void a_target_that_is_refused_is_as_it_was(void **state)
{
	struct place *p = *state;
	struct trial t = {.options.reject_file = reject_path(p)}, in = {0};
	struct db *db = agent_database(p, "target");

	db_close(&db);
	const char *before = revision_in(p, "target");
	rich_source(p, "source");
	assert_int_equal(try_copy(p, "source", "target", &t), -1);
	says_that_it_holds_rows(&t);
	assert_string_equal(revision_in(p, "target"), before);
	must(try_export(p, "source", "all.jsonl", &in), &in);
	assert_int_equal(try_import(p, "all.jsonl", "target", &in), -1);
	says_that_it_holds_rows(&in);
	assert_string_equal(revision_in(p, "target"), before);
	assert_int_equal(access(reject_path(p), F_OK), -1);
}

/* As `tenet db upgrade` leaves it on its way from an older revision. */
static void migrated_target(struct place *p)
{
	struct db *db = place_open(p, "target", DB_CREATE);

	go(p, db, "head");
	scratch_exec(db,
		"INSERT INTO console_events (id, kind, subject) VALUES ('" UUID(
			"91") "',"
			      " 'migrate.up', '0010'), ('" UUID("92") "', 'migrate.up', '0011')");
	db_close(&db);
}

static void is_filled_and_says_it_once(struct place *p)
{
	struct err e = {0};
	struct db *db = place_open(p, "target", DB_READ_WRITE);

	assert_string_equal(
		scratch_ask(&p->s, db, "SELECT seq, kind FROM console_events"), "41|login|\n");
	/* It only grows, as before. */
	assert_int_equal(db_exec(db, "DELETE FROM console_events", &e), -1);
	assert_non_null(strstr(e.text, "append-only"));
	db_close(&db);
	place_fresh(p, "target");
}

static void a_target_that_was_only_migrated_is_empty(void **state)
{
	struct place *p = *state;
	struct trial t = {0}, in = {0};

	rich_source(p, "source");
	migrated_target(p);
	must(try_copy(p, "source", "target", &t), &t);
	assert_true(t.result.equal);
	is_filled_and_says_it_once(p);
	must(try_export(p, "source", "all.jsonl", &in), &in);
	migrated_target(p);
	must(try_import(p, "all.jsonl", "target", &in), &in);
	assert_true(in.result.equal);
	is_filled_and_says_it_once(p);
}

static void events_of_people_are_rows(void **state)
{
	struct place *p = *state;
	struct trial t = {0};

	rich_source(p, "source");
	migrated_target(p);
	struct db *db = place_open(p, "target", DB_READ_WRITE);
	scratch_exec(
		db, "INSERT INTO console_events (id, kind) VALUES ('" UUID("93") "', 'login')");
	db_close(&db);
	assert_int_equal(try_copy(p, "source", "target", &t), -1);
	assert_non_null(strstr(t.err.text, "holds rows already: console_events (1)"));
}

/* --- One database by several names. --- */

static struct db *by_another_name(struct place *p, const char *name, enum db_access access)
{
	if (p->engine == DB_POSTGRES)
		return place_open_url(p,
			arena_printf(&p->s.a, "postgresql:///%s%s&user=postgres", name,
				strchr(place_url(p, "postgres", name, ""), '?')));
	(void)symlink(".", scratch_path(&p->s, "here"));
	return file_open(p, arena_printf(&p->s.a, "here/%s", name), access);
}

static void is_itself(struct place *p, struct db *source, struct db *target)
{
	struct trial t = {0};

	assert_int_equal(
		copy_databases(source, target, &t.options, &p->s.a, &t.result, &t.err), -1);
	assert_int_equal(t.err.code, ERR_USAGE);
	assert_non_null(strstr(t.err.text, "cannot be copied into itself"));
	db_close(&source);
	db_close(&target);
}

static void no_name_copies_a_database_into_itself(void **state)
{
	struct place *p = *state;
	struct db *db = agent_database(p, "a");

	db_close(&db);
	const char *before = revision_in(p, "a");
	is_itself(p, place_open(p, "a", DB_READ_ONLY), place_open(p, "a", DB_READ_WRITE));
	is_itself(p, place_open(p, "a", DB_READ_ONLY), by_another_name(p, "a", DB_READ_WRITE));
	if (p->engine == DB_SQLITE) {
		assert_int_equal(link(scratch_path(&p->s, "a"), scratch_path(&p->s, "b")), 0);
		is_itself(p, place_open(p, "a", DB_READ_ONLY), place_open(p, "b", DB_READ_WRITE));
	}
	assert_string_equal(revision_in(p, "a"), before);
}

static bool stop_early(void *arg, const struct copy_progress *now)
{
	(void)arg;
	return now->rows < 100;
}

static void an_interrupted_copy_goes_on_from_any_name_of_its_source(void **state)
{
	struct place *p = *state;
	struct trial there = {0}, first = {.options = {.batch = 20, .watch = stop_early}},
		     second = {0};

	rich_source(p, "file");
	must(try_copy(p, "file", "source", &there), &there);
	assert_int_equal(try_copy_back(p, "source", "target", &first), -1);
	assert_int_equal(first.err.code, ERR_CANCELLED);
	struct db *source = by_another_name(p, "source", DB_READ_ONLY);
	struct db *target = file_open(p, "target", DB_READ_WRITE);
	must(copy_databases(source, target, &second.options, &p->s.a, &second.result, &second.err),
		&second);
	assert_true(second.result.resumed);
	assert_true(second.result.equal);
	db_close(&source);
	db_close(&target);
}

static void an_interrupted_import_goes_on_from_any_name_of_its_file(void **state)
{
	struct place *p = *state;
	struct trial first = {.options = {.batch = 20, .watch = stop_early}}, second = {0};

	rich_source(p, "source");
	must(try_export(p, "source", "all.jsonl", &second), &second);
	assert_int_equal(symlink("all.jsonl", scratch_path(&p->s, "link.jsonl")), 0);
	assert_int_equal(try_import(p, "all.jsonl", "target", &first), -1);
	assert_int_equal(first.err.code, ERR_CANCELLED);
	must(try_import(p, "link.jsonl", "target", &second), &second);
	assert_true(second.result.resumed);
}

/* --- A half-copied target. --- */

static const struct doctor_line *said_about(const struct doctor *d, const char *what)
{
	for (size_t i = 0; i < d->n; i++)
		if (strcmp(d->l[i].what, what) == 0)
			return &d->l[i];
	return NULL;
}

static void a_half_copied_target_is_not_called_well(void **state)
{
	struct place *p = *state;
	struct trial t = {.options = {.batch = 20, .watch = stop_early}};
	struct migration_set set = builtin_set(p);
	struct doctor d = {0};
	struct check k;
	struct err e = {0};

	rich_source(p, "source");
	assert_int_equal(try_copy(p, "source", "target", &t), -1);
	struct db *db = place_open(p, "target", DB_READ_WRITE);
	doctor_database(db, &set, &p->s.a, &d);
	assert_int_equal(said_about(&d, "copy")->state, DOCTOR_BAD);
	assert_null(said_about(&d, "foreign keys"));
	assert_int_equal(check_all(db, p->engine, NULL, &p->s.a, &k, &e), 0);
	assert_int_equal(k.n, 1);
	assert_int_equal(k.matter, 1);
	assert_non_null(strstr(k.f[0].text, "holds a copy that was not finished"));
	db_close(&db);
}

/* --- Two at once. --- */

/* Both find the target empty, and one of them begins. */
static void of_two_copies_that_begin_at_once_one_says_so(void **state)
{
	struct place *p = *state;
	struct copy_origin from = {"source", "source"};
	struct err e = {0};
	struct db *one = place_open(p, "target", DB_CREATE);
	struct db *other = place_open(p, "target", DB_CREATE);
	bool unfinished;

	go(p, one, "head");
	assert_int_equal(copy_look_at_target(one, &from, &unfinished, &e), 0);
	assert_int_equal(copy_look_at_target(other, &from, &unfinished, &e), 0);
	assert_int_equal(copy_target_start(one, &from, &e), 0);
	assert_int_equal(copy_target_start(other, &from, &e), -1);
	assert_non_null(strstr(e.text, "another copy into "));
	assert_non_null(strstr(e.text, " is at work"));
	db_close(&one);
	db_close(&other);
}

/* The other one is in the middle of a batch. */
static bool hold(void *arg, const struct copy_progress *now)
{
	struct err e = {0};

	if (now->phase != COPY_ROWS || now->rows != 1)
		return true;
	return db_begin(arg, &e) == 0 &&
		db_exec(arg, "UPDATE console_copy SET rows_read = rows_read", &e) == 0;
}

static struct db *impatient(struct place *p, const char *name)
{
	struct db *db = place_open(p, name, DB_CREATE);

	db_set_busy_timeout(db, 0);
	if (p->engine == DB_POSTGRES)
		scratch_exec(db, "SET lock_timeout = '10ms'");
	return db;
}

static void a_copy_that_waits_in_vain_for_another_says_so(void **state)
{
	struct place *p = *state;
	struct trial first = {.options = {.batch = 1, .watch = stop_early}};

	rich_source(p, "source");
	assert_int_equal(try_copy(p, "source", "target", &first), -1);
	struct db *source = file_open(p, "source", DB_READ_ONLY), *target = impatient(p, "target");
	struct db *other = place_open(p, "target", DB_READ_WRITE);
	struct trial t = {.options = {.batch = 1, .watch = hold, .arg = other}};
	assert_int_equal(
		copy_databases(source, target, &t.options, &p->s.a, &t.result, &t.err), -1);
	assert_int_equal(t.err.code, ERR_BUSY);
	assert_non_null(strstr(t.err.text, "another copy, or another program, is at work there"));
	assert_non_null(strstr(t.err.hint, "the same command"));
	db_close(&source);
	db_close(&target);
	db_close(&other);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(a_target_that_is_refused_is_as_it_was),
		BOTH(a_target_that_was_only_migrated_is_empty),
		BOTH(events_of_people_are_rows),
		BOTH(no_name_copies_a_database_into_itself),
		BOTH(an_interrupted_copy_goes_on_from_any_name_of_its_source),
		BOTH(an_interrupted_import_goes_on_from_any_name_of_its_file),
		BOTH(a_half_copied_target_is_not_called_well),
		BOTH(of_two_copies_that_begin_at_once_one_says_so),
		BOTH(a_copy_that_waits_in_vain_for_another_says_so),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
