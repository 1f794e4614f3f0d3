/* Files that are not what they were when they were applied. */
#include "migrate/faults.h"

#include "fixture.h"
#include "migrate/records.h"

struct file {
	const char *name, *text;
};

static void write_files(struct place *p, const char *dir, const struct file *files)
{
	assert_int_equal(mkdir(scratch_path(&p->s, dir), 0700), 0);
	for (; files->name; files++)
		scratch_write(&p->s, arena_printf(&p->s.a, "%s/%s", dir, files->name),
			span_of(files->text));
}

static struct migration_set set_of(struct place *p, const char *dir, const struct file *files)
{
	struct migration_set set;
	struct err e = {0};

	write_files(p, dir, files);
	if (migrations_load(scratch_path(&p->s, dir), p->engine, &p->s.a, &set, &e) != 0)
		fail_msg("%s", e.text);
	return set;
}

#define STEP(t) "-- tenet:up\nCREATE TABLE " t " (x INTEGER);\n-- tenet:down\nDROP TABLE " t ";\n"
#define STEP_AFTERWARDS(t) "-- edited\n" STEP(t)
#define A \
	{ \
		"0001_a.sql", STEP("a") \
	}
#define B \
	{ \
		"0002_b.sql", STEP("b") \
	}

static const struct file two[] = {A, B, {NULL, NULL}};

/* A database that two files made, and the files as they are now. */
static struct db *made_and_now(
	struct place *p, const struct file *files, struct migration_set *now, struct faults *found)
{
	struct migration_set set = set_of(p, "then", two);
	struct db *db = place_open(p, "a", DB_CREATE);
	struct err e = {0};

	if (migrate_go(db, &set, 2, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	*now = set_of(p, "now", files);
	if (faults_find(db, now, &p->s.a, found, &e) != 0)
		fail_msg("%s", e.text);
	return db;
}

static void is_said(struct place *p, const struct fault *f, const char *const *words)
{
	const char *text = fault_text(f, &p->s.a);

	for (; *words; words++)
		if (!strstr(text, *words))
			fail_msg("\"%s\" does not say \"%s\"", text, *words);
}

static void is_refused(
	struct db *db, const struct migration_set *set, size_t target, const char *hint)
{
	struct err e = {0};

	assert_int_equal(migrate_go(db, set, target, NULL, NULL, &e), -1);
	assert_int_equal(e.code, ERR_SCHEMA);
	if (!strstr(e.hint, hint))
		fail_msg("\"%s\" does not say \"%s\"", e.hint, hint);
}

static void is_accepted(struct place *p, struct db *db, const struct migration_set *set,
	const struct faults *found, const char *records)
{
	struct faults left;
	struct err e = {0};

	if (faults_accept(db, set, found, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(faults_find(db, set, &p->s.a, &left, &e), 0);
	assert_int_equal(left.n, 0);
	assert_string_equal(scratch_ask(&p->s, db,
				    "SELECT revision, name, kind FROM console_migrations"
				    " ORDER BY revision"),
		records);
	assert_int_equal(migrate_go(db, set, set->n, NULL, NULL, &e), 0);
}

static void files_as_they_were_have_no_faults(void **state)
{
	struct migration_set set;
	struct faults found;
	struct db *db = made_and_now(*state, two, &set, &found);

	assert_int_equal(found.n, 0);
	db_close(&db);
}

static void an_edited_file_is_named_with_both_checksums(void **state)
{
	static const struct file files[] = {
		{"0001_a.sql", STEP_AFTERWARDS("a")}, B, {"0003_c.sql", STEP("c")}, {NULL, NULL}};
	struct migration_set set;
	struct faults found;
	struct db *db = made_and_now(*state, files, &set, &found);

	assert_int_equal(found.n, 1);
	assert_int_equal(found.f[0].kind, FAULT_CHANGED);
	is_said(*state, &found.f[0],
		(const char *[]){"now/0001_a.sql", set.m[0].checksum, found.f[0].recorded, NULL});
	assert_string_not_equal(found.f[0].recorded, set.m[0].checksum);
	is_refused(db, &set, 3, "tenet db repair");
	is_accepted(*state, db, &set, &found, "0001|a|applied|\n0002|b|applied|\n");
	db_close(&db);
}

static void an_edited_file_does_not_hinder_going_down(void **state)
{
	static const struct file files[] = {A, {"0002_b.sql", STEP_AFTERWARDS("b")}, {NULL, NULL}};
	struct migration_set set;
	struct faults found;
	struct db *db = made_and_now(*state, files, &set, &found);
	struct err e = {0};

	assert_int_equal(migrate_go(db, &set, 1, NULL, NULL, &e), 0);
	assert_int_equal(migrate_go(db, &set, 2, NULL, NULL, &e), 0);
	assert_int_equal(faults_find(db, &set, &((struct place *)*state)->s.a, &found, &e), 0);
	assert_int_equal(found.n, 0);
	db_close(&db);
}

static void a_missing_file_is_named_and_its_step_can_be_undone(void **state)
{
	static const struct file files[] = {A, {NULL, NULL}};
	struct place *p = *state;
	struct migration_set set;
	struct faults found;
	struct db *db = made_and_now(p, files, &set, &found);
	struct err e = {0};

	assert_int_equal(found.n, 1);
	assert_int_equal(found.f[0].kind, FAULT_MISSING);
	is_said(p, &found.f[0],
		(const char *[]){"0002_b.sql is missing", found.f[0].recorded, NULL});
	/* Without the file, with what was recorded. */
	struct migrate_run down = {.target = 1, .undoes_unknown = true};
	assert_int_equal(migrate_run(db, &set, &down, &e), 0);
	assert_string_equal(tables_of(p, db), "a|\nalembic_version|\nconsole_migrations|\n");
	assert_string_equal(
		scratch_ask(&p->s, db, "SELECT version_num FROM alembic_version"), "0001|\n");
	db_close(&db);
}

static void a_missing_file_can_be_forgotten(void **state)
{
	static const struct file files[] = {A, {NULL, NULL}};
	struct migration_set set;
	struct faults found;
	struct db *db = made_and_now(*state, files, &set, &found);

	is_refused(db, &set, 1, "use the tenet or the --migrations that have it");
	is_accepted(*state, db, &set, &found, "0001|a|applied|\n");
	assert_string_equal(
		scratch_ask(*state, db, "SELECT version_num FROM alembic_version"), "0001|\n");
	db_close(&db);
}

static void a_file_that_was_put_before_an_applied_one_is_named(void **state)
{
	static const struct file files[] = {
		A, {"0002_c.sql", STEP("c")}, {"0003_b.sql", STEP("b")}, {NULL, NULL}};
	struct migration_set set;
	struct faults found;
	struct db *db = made_and_now(*state, files, &set, &found);

	assert_int_equal(found.n, 2);
	assert_int_equal(found.f[0].kind, FAULT_MOVED);
	is_said(*state, &found.f[0],
		(const char *[]){"now/0003_b.sql is out of order: it was applied as 0002",
			set.m[1].checksum, set.m[2].checksum, NULL});
	assert_int_equal(found.f[1].kind, FAULT_SKIPPED);
	is_said(*state, &found.f[1],
		(const char *[]){"now/0002_c.sql is out of order", set.m[1].checksum, NULL});
	is_refused(db, &set, 3, "give the files their numbers back");
	is_accepted(
		*state, db, &set, &found, "0001|a|applied|\n0002|c|stamped|\n0003|b|applied|\n");
	assert_string_equal(
		scratch_ask(*state, db, "SELECT version_num FROM alembic_version"), "0003|\n");
	db_close(&db);
}

static void what_changed_after_it_was_shown_is_not_accepted(void **state)
{
	static const struct file files[] = {{"0001_a.sql", STEP_AFTERWARDS("a")}, B, {NULL, NULL}};
	struct migration_set set;
	struct faults found;
	struct db *db = made_and_now(*state, files, &set, &found);
	struct err e = {0};

	scratch_exec(
		db, "UPDATE console_migrations SET checksum = 'other' WHERE revision = '0002'");
	assert_int_equal(faults_accept(db, &set, &found, &e), -1);
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_false(db_in_transaction(db));
	db_close(&db);
}

/* The file of a step in the middle is gone. */
static struct db *made_without_the_second(struct place *p, struct migration_set *now)
{
	static const struct file then[] = {A, B, {"0003_c.sql", STEP("c")}, {NULL, NULL}};
	static const struct file left[] = {
		A, {"0003_c.sql", STEP("c")}, {"0004_d.sql", STEP("d")}, {NULL, NULL}};
	struct migration_set set = set_of(p, "then", then);
	struct db *db = place_open(p, "a", DB_CREATE);
	struct err e = {0};

	if (migrate_go(db, &set, 3, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	write_files(p, "now", left);
	const char *dir = scratch_path(&p->s, "now");
	assert_int_equal(migrations_load(dir, p->engine, &p->s.a, now, &e), -1);
	assert_non_null(strstr(e.text, "0003_c.sql: revision 0002 is missing before it"));
	err_clear(&e);
	if (migrations_load_any(dir, p->engine, &p->s.a, now, &e) != 0)
		fail_msg("%s", e.text);
	return db;
}

static void a_file_missing_in_the_middle_is_named_and_can_be_done_without(void **state)
{
	struct place *p = *state;
	struct migration_set set;
	struct migration_state now;
	struct faults found;
	struct err e = {0};
	struct db *db = made_without_the_second(p, &set);

	assert_int_equal(migrate_state(db, &set, &now, &e), 0);
	assert_int_equal(now.applied, 3);
	assert_int_equal(faults_find(db, &set, &p->s.a, &found, &e), 0);
	assert_int_equal(found.n, 1);
	is_said(p, &found.f[0],
		(const char *const[]){
			"0002_b.sql is missing", "with the checksum ", found.f[0].recorded, NULL});
	is_refused(db, &set, 4, "tenet db repair");
	is_accepted(p, db, &set, &found, "0001|a|applied|\n0002|b|applied|\n0003|c|applied|\n");
	assert_int_equal(migrate_go(db, &set, 0, NULL, NULL, &e), 0);
	assert_string_equal(tables_of(p, db), "alembic_version|\n");
	db_close(&db);
}

static void a_step_without_its_file_is_undone_with_what_is_recorded(void **state)
{
	struct migration_set set;
	struct err e = {0};
	struct db *db = made_without_the_second(*state, &set);

	assert_int_equal(migrate_go(db, &set, 1, NULL, NULL, &e), 0);
	assert_string_equal(tables_of(*state, db), "a|\nalembic_version|\nconsole_migrations|\n");
	/* What it was nobody knows now. */
	assert_int_equal(migrate_go(db, &set, 4, NULL, NULL, &e), -1);
	assert_non_null(strstr(e.text, "revision 0002 is missing before it"));
	err_clear(&e);
	assert_int_equal(migrate_stamp(db, &set, 3, &e), -1);
	assert_non_null(strstr(e.text, "revision 0002 is missing before it"));
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(files_as_they_were_have_no_faults),
		BOTH(an_edited_file_is_named_with_both_checksums),
		BOTH(an_edited_file_does_not_hinder_going_down),
		BOTH(a_missing_file_is_named_and_its_step_can_be_undone),
		BOTH(a_missing_file_can_be_forgotten),
		BOTH(a_file_that_was_put_before_an_applied_one_is_named),
		BOTH(what_changed_after_it_was_shown_is_not_accepted),
		BOTH(a_file_missing_in_the_middle_is_named_and_can_be_done_without),
		BOTH(a_step_without_its_file_is_undone_with_what_is_recorded),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
