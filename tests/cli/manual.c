/* The manual against the tables: keys, commands and options. `manual --write` writes into the pages
 * what comes from the tables: what stands between the comments "keys begin" and "keys end", and
 * between "options COMMAND" and "options end". */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/cli/commands.h"
#include "../../src/cli/help.h"
#include "../../src/cli/parse.h"
#include "base/sanitize.h"
#include "base/str.h"
#include "tui/editor.h"
#include "tui/key.h"
#include "tui/keymap.h"
#include "tui/settings.h"
#include "tui/theme.h"

#define KEYS_BEGIN ".\\\" keys begin\n"
#define KEYS_END ".\\\" keys end\n"
#define SETTINGS_BEGIN ".\\\" settings begin\n"
#define SETTINGS_END ".\\\" settings end\n"
#define OPTIONS_BEGIN ".\\\" options "
#define OPTIONS_END ".\\\" options end\n"
#define LINE_WIDTH 80

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

/* A text in which no character means anything to mdoc. */
static void add_literal(struct str *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		str_add(out, "\\&");
	for (; *text; text++)
		if (*text == '-' && text[1] == '-') {
			str_add(out, "\\-");
		} else if (strncmp(text, "…", strlen("…")) == 0) { /* not every locale has it */
			str_add(out, "...");
			text += strlen("…") - 1;
		} else {
			str_add(out, *text == '\\' ? "\\e" : (char[]){*text, '\0'});
		}
}

/* The same in lines that mandoc finds short enough. */
static void add_text(struct str *out, const char *text)
{
	size_t at = 0;

	while (*text) {
		size_t n = strcspn(text, " ");
		char *word = strndup(text, n);
		str_add(out, at == 0 ? "" : at + 1 + n > LINE_WIDTH - 4 ? "\n" : " ");
		at = at == 0 || at + 1 + n > LINE_WIDTH - 4 ? n : at + 1 + n;
		add_literal(out, word);
		free(word);
		text += n + (text[n] == ' ');
	}
	str_addc(out, '\n');
}

static bool is_first(const struct key_binding *all, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (all[j].place == all[i].place && all[j].action == all[i].action)
			return false;
	return true;
}

/* All keys of one action in one place, and what it does. */
static void add_action(
	struct str *out, const struct keymap *m, const struct key_binding *all, size_t n, size_t i)
{
	struct str help = {0};
	const char *between = ".It ";
	char name[KEYMAP_NAME];

	for (size_t j = i; j < n; j++) {
		if (all[j].place != all[i].place || all[j].action != all[i].action)
			continue;
		keymap_say(all[j].codes, all[j].n, name);
		str_addf(out, "%sIc \\&", between);
		add_literal(out, all[j].n > 0 ? name : ":");
		if (all[j].n == 0)
			add_literal(out, action_info(all[j].action)->name);
		between = " , ";
	}
	str_addc(out, '\n');
	keymap_words(m, all[i].place, action_info(all[i].action)->help, &help);
	add_literal(out, str_cstr(&help));
	str_free(&help);
	str_addf(out, "\n.Pq Cm %s\n", action_info(all[i].action)->name);
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

	str_add(out, ".Ss Keys of the editor\n.Bl -tag -compact -width \"Backspace\"\n");
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
	struct keymap *usual = keymap_new();
	const struct key_binding *all = keymap_table(usual, &n);

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
			add_action(out, usual, all, n, i);
		}
		str_add(out, any ? ".El\n" : "");
	}
	keymap_free(&usual);
	add_editor_keys(out);
}

static void add_settings(struct str *out)
{
	str_add(out, ".Bl -tag -width \"ambiguous\"\n");
	for (const struct setting_info *i = settings_list; i->name; i++) {
		str_addf(out, ".It Cm %s\n", i->name);
		add_text(out, i->holds);
		str_add(out, ".br\n");
		add_text(out, i->help);
	}
	str_add(out, ".El\n");
}

/* Options that mean the same wherever they stand: tenet(1) says what. */
static const struct option_spec common[] = {OPTION_LOGIN, OPTION_JSON, OPTION_END};

static bool is_common(const struct option_spec *o)
{
	for (const struct option_spec *c = common; c->name; c++)
		if (strcmp(o->name, c->name) == 0 && strcmp(o->help, c->help) == 0)
			return true;
	return false;
}

static void add_option(struct str *out, const struct option_spec *o)
{
	struct str help = {0};

	str_addf(out, ".It Fl %s%s", o->name + 1, o->value ? " Ar " : "");
	for (const char *p = o->value; p && *p; p++)
		if (*p == '|')
			str_add(out, " Ns | Ns Ar ");
		else
			str_addc(out, *p);
	str_addc(out, '\n');
	option_help(&help, o);
	add_text(out, str_cstr(&help));
	str_free(&help);
}

static void add_common_options(struct str *out, const struct option_spec *options)
{
	size_t left = 0;
	const char *blank = "";

	for (const struct option_spec *o = options; o && o->name; o++)
		left += is_common(o);
	if (left == 0)
		return;
	str_add(out, ".Pp\nAs everywhere:\n");
	for (const struct option_spec *o = options; o && o->name; o++) {
		if (!is_common(o))
			continue;
		str_addf(out, "%s.Fl %s%s%s", blank, o->name + 1, o->value ? " Ar " : "",
			o->value ? o->value : "");
		left--;
		blank = left > 1 ? " ,\n" : left == 1 ? "\nand\n" : " .\n";
	}
	str_add(out, blank);
}

static void add_note(struct str *out, const char *begin, const char *text)
{
	struct str says = {0};

	if (!text)
		return;
	str_addf(&says, "%s%s.", begin, text);
	str_add(out, ".Pp\n");
	add_text(out, str_cstr(&says));
	str_free(&says);
}

static void add_command_options(struct str *out, const struct command *cmd)
{
	bool any = false;

	for (const struct option_spec *o = cmd->options; o && o->name; o++) {
		if (is_common(o))
			continue;
		str_add(out, any ? "" : ".Bl -tag -width Ds\n");
		any = true;
		add_option(out, o);
	}
	str_add(out, any ? ".El\n" : "");
	add_common_options(out, cmd->options);
	add_note(out, "Signs: ", cmd->signs);
	add_note(out, "The exit status is ", cmd->exits);
}

static const struct command *command_named(const char *name, size_t n)
{
	for (size_t i = 0; commands[i]; i++)
		if (strlen(commands[i]->name) == n && memcmp(commands[i]->name, name, n) == 0)
			return commands[i];
	return NULL;
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* The page as it should be, by the tables. */
static void renew(struct str *out, const char *path, const char *page)
{
	while (*page) {
		size_t n = strcspn(page, "\n") + 1;
		const char *end = NULL;
		const size_t prefix = strlen(OPTIONS_BEGIN);
		str_addn(out, page, n);
		if (begins(page, KEYS_BEGIN)) {
			end = KEYS_END;
			add_keys(out);
		} else if (begins(page, SETTINGS_BEGIN)) {
			end = SETTINGS_END;
			add_settings(out);
		} else if (begins(page, OPTIONS_BEGIN)) {
			const struct command *cmd = command_named(page + prefix, n - 1 - prefix);
			if (!cmd)
				fail_msg("%s: there is no %.*s", path, (int)(n - 1), page);
			end = OPTIONS_END;
			add_command_options(out, cmd);
		}
		page += n;
		if (end && !(page = strstr(page, end)))
			fail_msg("%s: there is no %s", path, end);
		if (end) {
			str_add(out, end);
			page += strlen(end);
		}
	}
}

static void each_page(void (*visit)(const char *path, const struct str *page))
{
	glob_t pages;

	assert_int_equal(glob("man/*.[157]", 0, NULL, &pages), 0);
	for (size_t i = 0; i < pages.gl_pathc; i++) {
		struct str page = {0};
		read_page(pages.gl_pathv[i], &page);
		visit(pages.gl_pathv[i], &page);
		str_free(&page);
	}
	globfree(&pages);
}

static void write_renewed(const char *path, const struct str *page)
{
	struct str renewed = {0};
	FILE *f;

	renew(&renewed, path, str_cstr(page));
	if (strcmp(str_cstr(page), str_cstr(&renewed)) != 0) {
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(str_cstr(&renewed), f);
		assert_int_equal(fclose(f), 0);
		printf("wrote %s\n", path);
	}
	str_free(&renewed);
}

static void check_renewed(const char *path, const struct str *page)
{
	struct str renewed = {0};

	renew(&renewed, path, str_cstr(page));
	if (strcmp(str_cstr(page), str_cstr(&renewed)) != 0)
		fail_msg("%s is not what the tables say; `manual --write` makes it so", path);
	str_free(&renewed);
}

static void the_pages_say_what_the_tables_say(void **state)
{
	(void)state;
	each_page(check_renewed);
}

/* The letters of a usage line or a heading, without what mdoc or the reader needs between them. */
static void add_letters(struct str *out, const char *text, size_t n)
{
	static const char *const macros[] = {"Ar", "Cm", "Ns", "Op"};

	for (size_t i = 0; i < n;) {
		size_t word = strcspn(text + i, " []|.\n");
		bool is_macro = false;
		for (size_t m = 0; m < sizeof macros / sizeof *macros; m++)
			is_macro |= word == 2 && memcmp(text + i, macros[m], 2) == 0;
		if (begins(text + i, "…"))
			word = 0;
		for (size_t j = 0; j < word && !is_macro && !begins(text + i + j, "…"); j++)
			str_addc(out, text[i + j]);
		i += word + 1;
	}
}

/* What the page says of a command: from its heading to the next one. */
static char *section_of(const struct command *cmd, const char *page)
{
	struct str usage = {0}, heading = {0};
	const char *found = NULL, *end;

	add_letters(&usage, cmd->name, strlen(cmd->name));
	add_letters(&usage, cmd->operands, strlen(cmd->operands));
	for (const char *p = page; !found && (p = strstr(p, "\n.Ss "));) {
		p += strlen("\n.Ss ");
		str_clear(&heading);
		add_letters(&heading, p, strcspn(p, "\n"));
		if (strcmp(str_cstr(&heading), str_cstr(&usage)) == 0)
			found = p;
	}
	if (!found)
		fail_msg("%s.1 has no heading for %s %s", command_page(cmd), cmd->name,
			cmd->operands);
	str_free(&usage);
	str_free(&heading);
	for (end = found; (end = strstr(end, "\n.S")) && end[3] != 's' && end[3] != 'h';)
		end++;
	return strndup(found, end ? (size_t)(end - found) : strlen(found));
}

static bool names_option(const char *text, const char *name)
{
	struct str flag = {0};
	const char *found = text;
	bool named = false;

	str_addf(&flag, "Fl %s", name + 1);
	while (!named && (found = strstr(found, str_cstr(&flag)))) {
		found += flag.len;
		named = *found == ' ' || *found == '\n';
	}
	str_free(&flag);
	return named;
}

static void every_command_stands_in_its_page_with_its_options(void **state)
{
	(void)state;
	for (size_t i = 0; commands[i]; i++) {
		const struct command *cmd = commands[i];
		struct str path = {0}, page = {0};
		str_addf(&path, "man/%s.1", command_page(cmd));
		read_page(str_cstr(&path), &page);
		char *section = section_of(cmd, str_cstr(&page));
		for (const struct option_spec *o = cmd->options; o && o->name; o++)
			if (!names_option(is_common(o) ? str_cstr(&page) : section, o->name))
				fail_msg("%s does not name %s of %s", str_cstr(&path), o->name,
					cmd->name);
		free(section);
		str_free(&path);
		str_free(&page);
	}
}

static void every_global_option_is_named(void **state)
{
	struct str page = {0};

	(void)state;
	read_page("man/tenet.1", &page);
	for (const struct option_spec *o = global_options; o->name; o++)
		if (!names_option(str_cstr(&page), o->name))
			fail_msg("tenet(1) does not name %s", o->name);
	str_free(&page);
}

static bool among(const struct option_spec *options, const char *name, size_t n)
{
	for (const struct option_spec *o = options; o && o->name; o++)
		if (strlen(o->name) == n && memcmp(o->name, name, n) == 0)
			return true;
	return false;
}

static bool is_option_of_any(const char *name, size_t n)
{
	bool known = among(global_options, name, n) || (n == 6 && memcmp(name, "--help", 6) == 0);

	for (size_t i = 0; !known && commands[i]; i++)
		known = among(commands[i]->options, name, n);
	return known;
}

/* "posts list" of "posts list --limit 5"; "posts" alone means all that begin with it. */
static bool is_command(const char *text)
{
	size_t first = strcspn(text, " \n|)");
	size_t second =
		text[first] == ' ' ? strspn(text + first + 1, "abcdefghijklmnopqrstuvwxyz-") : 0;
	char *word = strndup(text, first);
	bool known = command_named(text, first) ||
		(command_is_group(word) &&
			(second == 0 || text[first + 1] == '-' ||
				command_named(text, first + 1 + second)));
	free(word);
	return known;
}

static void check_options_of(const char *path, const char *line, size_t n, const char *mark)
{
	for (const char *p = line; (p = strstr(p, mark)) && p < line + n;) {
		const char *name = p + strlen(mark) - 1;
		size_t length = strspn(name, "-abcdefghijklmnopqrstuvwxyz");
		if (strcmp(mark, "Fl -") == 0) {
			char full[64];
			snprintf(full, sizeof full, "-%.*s", (int)length, name);
			if (length > 2 && !is_option_of_any(full, length + 1))
				fail_msg("%s names %s, which no command takes", path, full);
		} else {
			name--;
			length = strspn(name, "-abcdefghijklmnopqrstuvwxyz");
			if (length > 3 && !is_option_of_any(name, length))
				fail_msg("%s: no command takes %.*s", path, (int)length, name);
		}
		p += strlen(mark);
	}
}

/* A line that names options, a command in the text, or one in an example. */
static void check_line(const char *path, const char *line, size_t n)
{
	const char *example = strstr(line, "$ tenet ");
	const char *quoted = ".Ql tenet ";

	if (begins(line, quoted) && !is_command(line + strlen(quoted)))
		fail_msg("%s: there is no command %.*s", path, (int)n, line);
	if (*line == '.')
		check_options_of(path, line, n, "Fl -");
	if (example && example < line + n) {
		check_options_of(path, line, n, " --");
		example += strlen("$ tenet ");
		if (*example != '-' && !is_command(example))
			fail_msg("%s: there is no command %.*s", path, (int)n, line);
	}
}

static void check_names(const char *path, const struct str *page)
{
	for (const char *p = str_cstr(page); *p; p += strcspn(p, "\n") + 1)
		check_line(path, p, strcspn(p, "\n"));
}

static void no_page_names_what_is_not_there(void **state)
{
	(void)state;
	each_page(check_names);
}

/* Under COMMANDS stand commands and nothing else. */
static void check_headings(const char *path, const struct str *page)
{
	const char *p = strstr(str_cstr(page), "\n.Sh COMMANDS\n");
	const char *end = p ? strstr(p + 1, "\n.Sh ") : NULL;

	while (p && (p = strstr(p, "\n.Ss ")) && p < end) {
		p += strlen("\n.Ss ");
		if (!is_command(p))
			fail_msg("%s: there is no command %.*s", path, (int)strcspn(p, "\n"), p);
	}
}

static void no_page_has_a_command_that_is_not_there(void **state)
{
	(void)state;
	each_page(check_headings);
}

static void check_help(const char *name, const char *page, const struct str *help)
{
	struct str last = {0};

	for (const char *p = str_cstr(help); *p; p += strcspn(p, "\n") + 1)
		if (text_width((struct span){p, strcspn(p, "\n")}) > LINE_WIDTH)
			fail_msg("%s --help is too wide: %.*s", name, (int)strcspn(p, "\n"), p);
	str_addf(&last, "\nman %s has more\n", page);
	if (help->len < last.len || strcmp(help->p + help->len - last.len, last.p) != 0)
		fail_msg("%s --help does not end with its page", name);
	str_free(&last);
}

static void every_help_fits_and_names_its_page(void **state)
{
	(void)state;
	for (size_t i = 0; commands[i]; i++) {
		const char *name = commands[i]->name, *page = command_page(commands[i]);
		char *group = strndup(name, strcspn(name, " "));
		struct str help = {0};
		help_command(&help, commands[i]);
		check_help(name, commands[i]->manual ? commands[i]->manual : page, &help);
		str_clear(&help);
		if (command_is_group(group)) {
			help_group(&help, group);
			check_help(group, page, &help);
		}
		str_free(&help);
		free(group);
	}
}

static bool is_key(const char *name, size_t n)
{
	char known[KEYMAP_NAME];
	size_t count;
	struct keymap *usual = keymap_new();
	const struct key_binding *keys = keymap_table(usual, &count);
	/* What questions and forms take. */
	bool found = (n == 1 && *name == 'y') || (n == 6 && memcmp(name, "Ctrl-S", 6) == 0);

	for (size_t i = 0; i < count && !found; i++) {
		keymap_say(keys[i].codes, keys[i].n, known);
		found = strlen(known) == n && memcmp(known, name, n) == 0;
	}
	keymap_free(&usual);
	const struct editor_binding *editing = editor_bindings(&count);
	for (size_t i = 0; i < count && !found; i++) {
		key_name(editing[i].code, known);
		found = strlen(known) == n && memcmp(known, name, n) == 0;
	}
	return found;
}

static void the_tutorial_names_keys_that_there_are(void **state)
{
	struct str page = {0};

	(void)state;
	read_page("man/tenet-tutorial.7", &page);
	for (const char *p = str_cstr(&page); (p = strstr(p, "\n.Ic "));) {
		p += strlen("\n.Ic ");
		p += begins(p, "\\&") ? 2 : 0;
		if (!is_key(p, strcspn(p, " \n")))
			fail_msg("no key is called %.*s", (int)strcspn(p, "\n"), p);
	}
	str_free(&page);
}

/* The items of the list of styles, one a line. */
static void add_items(struct str *out, const char *from, const char *to)
{
	for (const char *p = from; (p = strstr(p, "\n.It Cm ")) && p < to;) {
		p += strlen("\n.It Cm ");
		str_addf(out, "%.*s\n", (int)strcspn(p, "\n"), p);
	}
}

static void every_style_of_a_theme_is_named_in_its_order(void **state)
{
	struct str page = {0}, said = {0}, styles = {0};

	(void)state;
	read_page("man/tenet-theme.5", &page);
	const char *begin = strstr(str_cstr(&page), ".\\\" styles begin\n");
	const char *end = strstr(str_cstr(&page), ".\\\" styles end\n");
	assert_non_null(begin);
	assert_non_null(end);
	add_items(&said, begin, end);
	for (int i = 0; i < STYLE_COUNT; i++)
		str_addf(&styles, "%s\n", style_name((enum style)i));
	assert_string_equal(str_cstr(&said), str_cstr(&styles));
	str_free(&page);
	str_free(&said);
	str_free(&styles);
}

static void the_theme_of_the_manual_is_a_theme(void **state)
{
	struct str page = {0};
	struct err e = {0};
	struct theme t;

	(void)state;
	read_page("man/tenet-theme.5", &page);
	const char *begin = strstr(str_cstr(&page), "\n{\n"), *end = strstr(begin, "\n}\n");
	if (theme_parse((struct span){begin, (size_t)(end + 2 - begin)}, &t, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(t.pair[STYLE_METER].fg, 75);
	for (size_t i = 0; attribute_name(i); i++)
		assert_non_null(strstr(str_cstr(&page), attribute_name(i)));
	str_free(&page);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_pages_say_what_the_tables_say),
		cmocka_unit_test(every_command_stands_in_its_page_with_its_options),
		cmocka_unit_test(every_global_option_is_named),
		cmocka_unit_test(every_style_of_a_theme_is_named_in_its_order),
		cmocka_unit_test(the_theme_of_the_manual_is_a_theme),
		cmocka_unit_test(no_page_names_what_is_not_there),
		cmocka_unit_test(no_page_has_a_command_that_is_not_there),
		cmocka_unit_test(every_help_fits_and_names_its_page),
		cmocka_unit_test(the_tutorial_names_keys_that_there_are),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (argc == 2 && strcmp(argv[1], "--write") == 0) {
		each_page(write_renewed);
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
