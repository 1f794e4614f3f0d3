/* Tables, fields, quotes and JSON as they arrive in a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <locale.h>
#include <math.h>
#include <unistd.h>

#include "base/json.h"
#include "base/str.h"
#include "cli/print.h"

/* Standard output goes to a file between these two. */
struct capture {
	int out;
	FILE *file;
};

static struct capture begin(void)
{
	struct capture c = {.file = tmpfile()};

	assert_non_null(c.file);
	fflush(stdout);
	c.out = dup(STDOUT_FILENO);
	assert_true(dup2(fileno(c.file), STDOUT_FILENO) >= 0);
	return c;
}

static struct str end(struct capture *c)
{
	struct str text = {0};
	char part[4096];
	size_t n;

	fflush(stdout);
	dup2(c->out, STDOUT_FILENO);
	close(c->out);
	rewind(c->file);
	while ((n = fread(part, 1, sizeof(part), c->file)) > 0)
		str_addn(&text, part, n);
	fclose(c->file);
	return text;
}

#define assert_printed(capture, expected) \
	do { \
		struct str printed = end(capture); \
		assert_string_equal(str_cstr(&printed), expected); \
		str_free(&printed); \
	} while (0)

static void columns_are_aligned_in_cells(void **state)
{
	static const char *const headings[] = {"NAME", ">N", "", "TEXT", NULL};
	struct capture c = begin();
	struct table *t = table_new(headings);

	(void)state;
	table_cell(t, SPAN_LIT("翻訳は"));
	table_number(t, 0.5);
	table_cell(t, SPAN_LIT(""));
	table_cell(t, SPAN_LIT("a\x1b[2Jb"));
	table_cell(t, SPAN_LIT("é"));
	table_number(t, NAN);
	table_cell(t, SPAN_LIT(""));
	table_cell(t, SPAN_LIT(""));
	assert_int_equal(table_print(&t, ""), 0);
	assert_null(t);
	assert_printed(&c,
		"NAME        N    TEXT\n"
		"翻訳は  0.500    a^[[2Jb\n"
		"é           -\n");
}

static void a_long_table_widens_on_its_way(void **state)
{
	static const char *const headings[] = {"A", "B", NULL};
	struct capture c = begin();
	struct table *t = table_new(headings);
	const char *p;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		table_cellf(t, "%s", i < 999 ? "a" : "wide");
		table_cell(t, SPAN_LIT("b"));
	}
	assert_int_equal(table_print(&t, ""), 0);
	struct str printed = end(&c);
	assert_memory_equal(str_cstr(&printed), "A  B\na  b\na  b\n", 15);
	p = strstr(str_cstr(&printed), "wide");
	assert_non_null(p);
	assert_string_equal(p, "wide  b\n");
	str_free(&printed);
}

static void quotes_keep_lines_and_show_what_is_hidden(void **state)
{
	struct capture c = begin();

	(void)state;
	print_quote("  | ", SPAN_LIT("one\n\ntwo\x07\x00three"));
	print_field("name", SPAN_LIT("a\nb"));
	print_field("absent", SPAN_NULL);
	print_line(PRINT_WARN, "%s", "\xe2\x80\xae!");
	assert_printed(&c,
		"  | one\n  |\n  | two^G^@three\n"
		"name         a␊b\n"
		"<U+202E>!\n");
}

static void json_is_ascii_and_numbers_stay_themselves(void **state)
{
	struct capture c = begin();
	json_t *o = json_object();

	(void)state;
	json_put(o, "text", json_from_text(SPAN_LIT("é\xe2\x80\xae\x1b\x00x")));
	json_put(o, "p", json_real(0.95));
	assert_int_equal(print_json(o), 0);
	assert_int_equal(print_json(json_real(0.1 + 0.2)), 0);
	assert_int_equal(print_json(json_null()), 0);
	assert_printed(&c,
		"{\"text\": \"\\u00E9\\u202E\\u001B\\u0000x\", \"p\": 0.95}\n"
		"0.30000000000000004\nnull\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_aligned_in_cells),
		cmocka_unit_test(a_long_table_widens_on_its_way),
		cmocka_unit_test(quotes_keep_lines_and_show_what_is_hidden),
		cmocka_unit_test(json_is_ascii_and_numbers_stay_themselves),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
