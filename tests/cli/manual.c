/* The manual against the tables: keys, commands and options. `manual --keys` prints the key
 * section. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "cli/command.h"
#include "tui/editor.h"
#include "tui/key.h"
#include "tui/keymap.h"

#define KEYS_BEGIN ".\\\" keys begin\n"
#define KEYS_END ".\\\" keys end\n"

static void read_page(const char *path, struct str *out)
{
	char part[4096];
	size_t n;
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		str_addn(out, part, n);
	fclose(f);
}

/* All pages, one behind the other. */
static void read_manual(struct str *out)
{
	glob_t pages;

	assert_int_equal(glob("man/*.[157]", 0, NULL, &pages), 0);
	for (size_t i = 0; i < pages.gl_pathc; i++)
		read_page(pages.gl_pathv[i], out);
	globfree(&pages);
}

/* A text in which no character means anything to mdoc. */
static void add_literal(struct str *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		str_add(out, "\\&");
	for (; *text; text++)
		str_add(out, *text == '\\' ? "\\e" : (char[]){*text, '\0'});
}

static bool is_first(const struct key_binding *all, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (all[j].place == all[i].place && all[j].action == all[i].action)
			return false;
	return true;
}

/* All keys of one action in one place, and what it does. */
static void add_action(struct str *out, const struct key_binding *all, size_t n, size_t i)
{
	const char *between = ".It ";
	char name[24];

	for (size_t j = i; j < n; j++) {
		if (all[j].place != all[i].place || all[j].action != all[i].action)
			continue;
		key_name(all[j].code, name);
		str_addf(out, "%sIc \\&", between);
		add_literal(out, name);
		if (all[j].code == KEYC_NONE)
			add_literal(out, action_info(all[j].action)->name);
		between = " , ";
	}
	str_addc(out, '\n');
	add_literal(out, action_info(all[i].action)->help);
	str_addc(out, '\n');
}

static bool is_first_of_editor(const struct editor_binding *all, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (all[j].op == all[i].op)
			return false;
	return true;
}

static void add_editor_keys(struct str *out)
{
	char name[24];
	size_t n;
	const struct editor_binding *all = editor_bindings(&n);

	str_add(out, ".Ss In the editor\n.Bl -tag -compact -width \"Backspace\"\n");
	for (size_t i = 0; i < n; i++) {
		if (!is_first_of_editor(all, i))
			continue;
		const char *between = ".It ";
		for (size_t j = i; j < n; j++) {
			if (all[j].op != all[i].op)
				continue;
			key_name(all[j].code, name);
			str_addf(out, "%sIc \\&", between);
			add_literal(out, name);
			between = " , ";
		}
		str_addc(out, '\n');
		add_literal(out, editor_op_help(all[i].op));
		str_addc(out, '\n');
	}
	str_add(out, ".El\n");
}

static void add_keys(struct str *out)
{
	size_t n;
	const struct key_binding *all = keymap_table(&n);

	for (int place = 0; place < KEYS_PLACES; place++) {
		bool any = false;
		for (size_t i = 0; i < n; i++) {
			if ((int)all[i].place != place || !is_first(all, i))
				continue;
			if (!any) {
				str_add(out,
					place == KEYS_EVERYWHERE ? ".Ss Everywhere\n"
								 : ".Ss Only in the ");
				if (place != KEYS_EVERYWHERE)
					str_addf(
						out, "%s\n", key_place_name((enum key_place)place));
				str_add(out, ".Bl -tag -compact -width \"Backspace\"\n");
			}
			any = true;
			add_action(out, all, n, i);
		}
		str_add(out, any ? ".El\n" : "");
	}
	add_editor_keys(out);
}

static void the_key_section_says_what_the_keymap_says(void **state)
{
	struct str manual = {0}, keys = {0};
	const char *begin, *end;

	(void)state;
	read_manual(&manual);
	add_keys(&keys);
	begin = strstr(str_cstr(&manual), KEYS_BEGIN);
	assert_non_null(begin);
	begin += strlen(KEYS_BEGIN);
	end = strstr(begin, KEYS_END);
	assert_non_null(end);
	char *section = strndup(begin, (size_t)(end - begin));
	assert_string_equal(section, str_cstr(&keys));
	free(section);
	str_free(&manual);
	str_free(&keys);
}

static void every_command_has_its_entry(void **state)
{
	struct str manual = {0};

	(void)state;
	read_manual(&manual);
	for (size_t i = 0; commands[i]; i++) {
		struct str entry = {0};
		str_addf(&entry, "\n.It Cm %s", commands[i]->name);
		if (!strstr(str_cstr(&manual), str_cstr(&entry)))
			fail_msg("the manual has no entry for tenet %s", commands[i]->name);
		str_free(&entry);
	}
	str_free(&manual);
}

static void every_option_is_named(void **state)
{
	struct str manual = {0};

	(void)state;
	read_manual(&manual);
	for (size_t i = 0; commands[i]; i++) {
		for (const struct option_spec *o = commands[i]->options; o && o->name; o++) {
			struct str name = {0};
			str_addf(&name, "Fl %s", o->name + 1);
			if (!strstr(str_cstr(&manual), str_cstr(&name)))
				fail_msg("the manual does not name %s of %s", o->name,
					commands[i]->name);
			str_free(&name);
		}
	}
	str_free(&manual);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_key_section_says_what_the_keymap_says),
		cmocka_unit_test(every_command_has_its_entry),
		cmocka_unit_test(every_option_is_named),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (argc == 2 && strcmp(argv[1], "--keys") == 0) {
		struct str keys = {0};
		add_keys(&keys);
		fputs(str_cstr(&keys), stdout);
		str_free(&keys);
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
