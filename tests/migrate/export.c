/* What an export promises: all rows in one file that says so itself, and back from it. */
#include <jansson.h>

#include "fixture_copy.h"

static struct span bytes_of(struct place *p, const char *name)
{
	struct str text = {0};
	FILE *f = fopen(scratch_path(&p->s, name), "re");
	size_t n;

	assert_non_null(f);
	while ((n = fread(str_reserve(&text, 65536), 1, 65536, f)) > 0)
		text.len += n;
	assert_int_equal(fclose(f), 0);
	struct span copy = {arena_memdup(&p->s.a, text.p ? text.p : "", text.len), text.len};
	str_free(&text);
	return copy;
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
	is_refused(p, without_end, "ends before its last line");
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

static void an_export_that_is_stopped_leaves_the_older_file_as_it_was(void **state)
{
	struct place *p = *state;
	struct trial t = {.options.watch = stop_early};

	rich_source(p, "source");
	scratch_write(&p->s, "all.jsonl", SPAN_LIT("older"));
	assert_int_equal(try_export(p, "source", "all.jsonl", &t), -1);
	assert_int_equal(t.err.code, ERR_CANCELLED);
	assert_string_equal(bytes_of(p, "all.jsonl").p, "older");
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
		SQLITE(an_export_stops_at_a_bad_row_and_leaves_no_file),
		SQLITE(an_export_that_is_stopped_leaves_the_older_file_as_it_was),
		BOTH(an_import_that_is_stopped_goes_on),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
