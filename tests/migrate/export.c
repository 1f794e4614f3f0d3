/* What an export promises: all rows in one file that says so itself, and back from it. */
#include <jansson.h>
#include <sha256.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture_copy.h"

static struct span bytes_of(struct place *p, const char *name)
{
	return scratch_read(&p->s, scratch_path(&p->s, name));
}

static void export(struct place *p, const char *file)
{
	struct trial t = {0};

	rich_source(p, "source");
	must(try_export(p, "source", file, &t), &t);
}

static void comes_back_from(struct place *p, const char *file)
{
	struct trial t = {0}, back = {0};

	export(p, file);
	must(try_import(p, file, "target", &t), &t);
	assert_true(t.result.equal);
	must(try_copy_back(p, "target", "back", &back), &back);
	must(try_export(p, "back", "again.jsonl", &t), &t);
	for (size_t i = 0; i < t.result.n; i++)
		assert_string_equal(t.result.tables[i].source, back.result.tables[i].target);
}

static void a_database_comes_back_from_its_export(void **state)
{
	comes_back_from(*state, "all.jsonl");
}

static void a_database_comes_back_from_a_compressed_export(void **state)
{
	struct place *p = *state;

	comes_back_from(p, "all.jsonl.gz");
	assert_memory_equal(bytes_of(p, "all.jsonl.gz").p, "\x1f\x8b", 2);
}

static void the_same_rows_give_the_same_file(void **state)
{
	struct place *p = *state;
	struct trial t = {0};

	export(p, "one.jsonl");
	must(try_export(p, "source", "two.jsonl", &t), &t);
	assert_true(span_eq(bytes_of(p, "one.jsonl"), bytes_of(p, "two.jsonl")));
}

static void a_file_says_in_its_last_line_what_it_holds(void **state)
{
	struct place *p = *state;

	export(p, "all.jsonl");
	char *text = arena_strdup(&p->s.a, bytes_of(p, "all.jsonl").p);
	*strrchr(text, '\n') = '\0';
	json_t *end = json_loads(strrchr(text, '\n') + 1, 0, NULL);
	assert_true(json_is_true(json_object_get(end, "end")));
	const json_t *personas = json_object_get(json_object_get(end, "tables"), "personas");
	assert_int_equal(json_integer_value(json_object_get(personas, "rows")), 2);
	assert_int_equal(strlen(json_string_value(json_object_get(end, "sha256"))), 64);
	json_decref(end);
}

/* --- Files that are not what they were. --- */

static void is_refused(struct place *p, struct span bytes, const char *why)
{
	struct trial t = {0};

	scratch_write(&p->s, "bad.jsonl", bytes);
	assert_int_equal(try_import(p, "bad.jsonl", "bad", &t), -1);
	assert_int_equal(t.err.code, ERR_CORRUPT);
	if (!strstr(t.err.text, why))
		fail_msg("\"%s\" does not say \"%s\"", t.err.text, why);
}

static void a_file_that_was_cut_off_is_refused_before_anything_is_done(void **state)
{
	struct place *p = *state;

	export(p, "all.jsonl");
	struct span all = bytes_of(p, "all.jsonl");
	is_refused(p, (struct span){all.p, 0}, "is no export of tenet's");
	for (size_t i = 1; i < 20; i++)
		is_refused(p, (struct span){all.p, all.n * i / 20}, "");
	struct span without_end = all;
	for (without_end.n--; without_end.p[without_end.n - 1] != '\n';)
		without_end.n--;
	is_refused(p, without_end, "the export was cut off behind this line, at byte ");
}

static void a_compressed_file_that_was_cut_off_is_refused(void **state)
{
	struct place *p = *state;

	export(p, "all.jsonl.gz");
	struct span all = bytes_of(p, "all.jsonl.gz");
	for (size_t i = 1; i < 10; i++)
		is_refused(p, (struct span){all.p, all.n * i / 10}, "");
	is_refused(p, (struct span){all.p, all.n - 8}, "");
}

static void a_file_in_which_a_byte_was_changed_is_refused(void **state)
{
	struct place *p = *state;

	export(p, "all.jsonl");
	struct span all = bytes_of(p, "all.jsonl");
	char *text = arena_memdup(&p->s.a, all.p, all.n);
	char *word = strstr(text, "Honest Bubble");
	word[0] = 'h';
	is_refused(p, (struct span){text, all.n}, "the file was changed");
	word[0] = 'H';
	char *row = memchr(text, '\n', all.n), *next = strchr(row + 1, '\n');
	memmove(row, next, all.n - (size_t)(next - text));
	is_refused(p, (struct span){text, all.n - (size_t)(next - row)}, "");
	assert_true(all.n > 0);
}

static void something_behind_the_last_line_is_refused(void **state)
{
	struct place *p = *state;
	struct str more = {0};

	export(p, "all.jsonl");
	str_adds(&more, bytes_of(p, "all.jsonl"));
	str_add(&more, "{\"table\":\"personas\",\"row\":{}}\n");
	is_refused(p, str_span(&more), "something stands behind the last line");
	str_free(&more);
}

static void a_newer_format_is_refused(void **state)
{
	struct place *p = *state;
	struct trial t = {0};

	scratch_write(&p->s, "new.jsonl",
		SPAN_LIT("{\"tenet\":\"export\",\"format\":2,\"revision\":\"0009\",\"tables\":{}}"
			 "\n"));
	assert_int_equal(try_import(p, "new.jsonl", "target", &t), -1);
	assert_int_equal(t.err.code, ERR_SCHEMA);
	assert_non_null(strstr(t.err.hint, "a newer one"));
}

/* A file of a newer tenet has a good sum of its own. */
static void is_of_a_newer_tenet(struct place *p, const char *header, const char *what)
{
	struct trial t = {0};
	struct str text = {0};
	SHA256_CTX sha;
	char sum[65];

	str_addf(&text, "%s\n", header);
	SHA256Init(&sha);
	SHA256Update(&sha, (const uint8_t *)text.p, text.len);
	SHA256End(&sha, sum);
	str_addf(&text, "{\"end\":true,\"rows\":0,\"tables\":{},\"sha256\":\"%s\"}\n", sum);
	scratch_write(&p->s, "new.jsonl", str_span(&text));
	str_free(&text);
	assert_int_equal(try_import(p, "new.jsonl", "target", &t), -1);
	assert_int_equal(t.err.code, ERR_SCHEMA);
	assert_non_null(strstr(t.err.text, what));
	assert_non_null(strstr(t.err.hint, "a newer one"));
	struct db *db = place_open(p, "target", DB_CREATE);
	assert_string_equal(tables_of(p, db), "");
	db_close(&db);
}

static void what_this_tenet_does_not_know_of_a_header_is_refused(void **state)
{
	is_of_a_newer_tenet(*state,
		"{\"tenet\":\"export\",\"format\":1,\"revision\":\"0099\",\"tables\":{}}",
		"is of revision 0099, which this tenet does not know");
	is_of_a_newer_tenet(*state,
		"{\"tenet\":\"export\",\"format\":1,\"revision\":\"0011\",\"tables\":{\"moods\":[]}"
		"}",
		"holds a table moods");
	is_of_a_newer_tenet(*state,
		"{\"tenet\":\"export\",\"format\":1,\"revision\":\"0011\",\"tables\":"
		"{\"personas\":[\"id\",\"mood\"]}}",
		"holds a column mood");
}

static void a_changed_header_is_refused(void **state)
{
	struct place *p = *state;

	export(p, "all.jsonl");
	struct span all = bytes_of(p, "all.jsonl");
	char *text = arena_memdup(&p->s.a, all.p, all.n);
	memcpy(strstr(text, "\"revision\":\""), "\"revision\":\"0010", 16);
	is_refused(p, (struct span){text, all.n}, "the file was changed");
}

/* --- What cannot be written. --- */

static void an_export_stops_at_a_bad_row_and_leaves_no_file(void **state)
{
	struct place *p = *state;
	struct trial t = {0};

	rich_source(p, "source");
	file_damage(p, "source", "UPDATE personas SET display_name = x'ff' WHERE rowid = 2");
	assert_int_equal(try_export(p, "source", "all.jsonl", &t), -1);
	assert_int_equal(t.err.code, ERR_CONSTRAINT);
	assert_int_equal(access(scratch_path(&p->s, "all.jsonl"), F_OK), -1);
}

static bool stop_early(void *arg, const struct copy_progress *now)
{
	(void)arg;
	return now->rows < 100;
}

static void an_export_that_is_stopped_leaves_no_file(void **state)
{
	struct place *p = *state;
	struct trial t = {.options.watch = stop_early};

	rich_source(p, "source");
	assert_int_equal(try_export(p, "source", "all.jsonl", &t), -1);
	assert_int_equal(t.err.code, ERR_CANCELLED);
	assert_int_equal(access(scratch_path(&p->s, "all.jsonl"), F_OK), -1);
}

/* --- What is there stays. --- */

static void says_that_it_is_there(const struct trial *t, const char *hint)
{
	assert_int_equal(t->err.code, ERR_USAGE);
	assert_non_null(strstr(t->err.text, "is there already"));
	assert_non_null(strstr(t->err.hint, hint));
}

static void is_not_replaced(struct place *p, const char *name)
{
	struct trial t = {0}, rejects = {.options.reject_file = scratch_path(&p->s, name)};

	assert_int_equal(try_export(p, "source", name, &t), -1);
	says_that_it_is_there(&t, "an export never replaces a file");
	assert_int_equal(try_export(p, "source", "new.jsonl", &rejects), -1);
	says_that_it_is_there(&rejects, "rejected rows never replace a file");
	assert_int_equal(access(scratch_path(&p->s, "new.jsonl"), F_OK), -1);
	assert_int_equal(try_copy(p, "source", "target", &rejects), -1);
}

static mode_t kind_of(struct place *p, const char *name)
{
	struct stat st;

	assert_int_equal(lstat(scratch_path(&p->s, name), &st), 0);
	return st.st_mode & S_IFMT;
}

static void nothing_that_is_there_is_replaced(void **state)
{
	struct place *p = *state;

	rich_source(p, "source");
	file_damage(p, "source", "UPDATE personas SET config = '{' WHERE rowid = 2");
	scratch_write(&p->s, "older.jsonl", SPAN_LIT("older"));
	assert_int_equal(symlink("older.jsonl", scratch_path(&p->s, "link")), 0);
	assert_int_equal(symlink("nowhere", scratch_path(&p->s, "broken")), 0);
	assert_int_equal(mkfifo(scratch_path(&p->s, "pipe"), 0600), 0);
	struct span before = bytes_of(p, "source");
	static const char *const names[] = {"source", "older.jsonl", "link", "broken", "pipe"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		is_not_replaced(p, names[i]);
	assert_true(span_eq(before, bytes_of(p, "source")));
	assert_string_equal(bytes_of(p, "older.jsonl").p, "older");
	assert_int_equal(kind_of(p, "link"), S_IFLNK);
	assert_int_equal(kind_of(p, "broken"), S_IFLNK);
	assert_int_equal(kind_of(p, "pipe"), S_IFIFO);
	assert_int_equal(access(scratch_path(&p->s, "nowhere"), F_OK), -1);
}

static void rows_and_rejected_rows_do_not_share_a_file(void **state)
{
	struct place *p = *state;

	rich_source(p, "source");
	assert_int_equal(symlink(".", scratch_path(&p->s, "here")), 0);
	const char *const names[] = {"all.jsonl", "./all.jsonl", "here/all.jsonl"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct trial t = {.options.reject_file = scratch_path(&p->s, names[i])};
		assert_int_equal(try_export(p, "source", "all.jsonl", &t), -1);
		assert_int_equal(t.err.code, ERR_USAGE);
		assert_non_null(strstr(t.err.text, "cannot hold the rejected rows as well"));
		assert_int_equal(access(scratch_path(&p->s, "all.jsonl"), F_OK), -1);
	}
}

/* Somebody else takes the name while the rows are written. */
static bool take_the_name(void *arg, const struct copy_progress *now)
{
	struct place *p = arg;

	if (now->rows == 50)
		scratch_write(&p->s, "all.jsonl", SPAN_LIT("theirs"));
	return true;
}

static void a_file_that_appears_meanwhile_is_not_replaced(void **state)
{
	struct place *p = *state;
	const char *rejects = scratch_path(&p->s, "bad.jsonl");
	struct trial t = {.options = {.reject_file = rejects, .watch = take_the_name, .arg = p}};

	rich_source(p, "source");
	file_damage(p, "source", "UPDATE personas SET config = '{' WHERE rowid = 2");
	assert_int_equal(try_export(p, "source", "all.jsonl", &t), -1);
	assert_non_null(strstr(t.err.text, "all.jsonl: File exists"));
	assert_string_equal(bytes_of(p, "all.jsonl").p, "theirs");
	assert_int_equal(access(rejects, F_OK), -1);
}

static void where_nothing_was_rejected_there_is_no_file_of_it(void **state)
{
	struct place *p = *state;
	struct trial t = {.options.reject_file = reject_path(p)};

	rich_source(p, "source");
	must(try_copy(p, "source", "target", &t), &t);
	assert_int_equal(access(reject_path(p), F_OK), -1);
}

static void an_import_that_is_stopped_goes_on(void **state)
{
	struct place *p = *state;
	struct trial first = {.options = {.batch = 20, .watch = stop_early}}, second = {0};

	export(p, "all.jsonl.gz");
	assert_int_equal(try_import(p, "all.jsonl.gz", "target", &first), -1);
	assert_int_equal(first.err.code, ERR_CANCELLED);
	must(try_import(p, "all.jsonl.gz", "target", &second), &second);
	assert_true(second.result.resumed);
	assert_true(second.result.equal);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(a_database_comes_back_from_its_export),
		BOTH(a_database_comes_back_from_a_compressed_export),
		SQLITE(the_same_rows_give_the_same_file),
		SQLITE(a_file_says_in_its_last_line_what_it_holds),
		SQLITE(a_file_that_was_cut_off_is_refused_before_anything_is_done),
		SQLITE(a_compressed_file_that_was_cut_off_is_refused),
		BOTH(a_file_in_which_a_byte_was_changed_is_refused),
		SQLITE(something_behind_the_last_line_is_refused),
		SQLITE(a_newer_format_is_refused),
		BOTH(what_this_tenet_does_not_know_of_a_header_is_refused),
		SQLITE(a_changed_header_is_refused),
		SQLITE(an_export_stops_at_a_bad_row_and_leaves_no_file),
		SQLITE(an_export_that_is_stopped_leaves_no_file),
		BOTH(nothing_that_is_there_is_replaced),
		SQLITE(rows_and_rejected_rows_do_not_share_a_file),
		SQLITE(a_file_that_appears_meanwhile_is_not_replaced),
		BOTH(where_nothing_was_rejected_there_is_no_file_of_it),
		BOTH(an_import_that_is_stopped_goes_on),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
