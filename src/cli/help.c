/* Help: usage lines, and lists in two columns that fit into 80. */
#include "help.h"

#include <stdio.h>
#include <string.h>

#include "base/sanitize.h"
#include "cli/print.h"
#include "commands.h"
#include "parse.h"

#define HELP_WIDTH 80
#define HELP_LEAST 40
#define HELP_INDENT 2
#define HELP_GAP 2
#define HELP_BELOW 6 /* column of explanations where they have no room beside */
#define HELP_LEFT 26 /* what is wider has its explanation on the next line */

static size_t cells(const char *text)
{
	return text_width(span_of(text));
}

/* A terminal that is narrower than the usual one gets narrower lines, as far as words have room. */
static size_t line_width(void)
{
	size_t columns = print_columns();

	return columns == 0 || columns > HELP_WIDTH ? HELP_WIDTH
		: columns < HELP_LEAST              ? HELP_LEAST
						    : columns;
}

/* Adds words from column `at`, continued at column `indent`. */
static void add_wrapped(struct str *out, size_t at, size_t indent, const char *text)
{
	size_t most = line_width();

	while (*text) {
		size_t n = strcspn(text, " ");
		size_t width = text_width((struct span){text, n});
		if (at > indent && at + 1 + width > most) {
			str_addf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (at > indent) {
			str_addc(out, ' ');
			at++;
		}
		str_addn(out, text, n);
		at += width;
		text += n + strspn(text + n, " ");
	}
	str_addc(out, '\n');
}

/* The column that holds `left` too, unless that is one of the few wide ones. */
static size_t widened(size_t width, const char *left)
{
	size_t n = cells(left);

	return n > width && n <= HELP_LEFT ? n : width;
}

static void add_row(struct str *out, size_t left_width, const char *left, const char *text)
{
	size_t indent = HELP_INDENT + left_width + HELP_GAP;
	size_t end = HELP_INDENT + cells(left) + HELP_GAP;

	if (indent > line_width() / 2)
		indent = HELP_BELOW;
	str_addf(out, "%*s%s", HELP_INDENT, "", left);
	if (end > indent)
		str_addf(out, "\n%*s", (int)indent, "");
	else
		str_addf(out, "%*s", (int)(indent - end) + HELP_GAP, "");
	add_wrapped(out, indent, indent, text);
}

static void option_name(struct str *out, const struct option_spec *o)
{
	str_clear(out);
	str_addf(out, o->value ? "%s %s" : "%s%s", o->name, o->value ? o->value : "");
}

void option_help(struct str *out, const struct option_spec *o)
{
	str_clear(out);
	str_add(out, o->help);
	for (size_t i = 0; o->choices && o->choices[i]; i++)
		str_addf(out, "%s%s", i ? ", " : ": ", o->choices[i]);
}

static void add_options(struct str *out, const struct option_spec *options)
{
	struct str name = {0}, help = {0};
	size_t width = 0;

	for (const struct option_spec *o = options; o->name; o++) {
		option_name(&name, o);
		width = widened(width, str_cstr(&name));
	}
	for (const struct option_spec *o = options; o->name; o++) {
		option_name(&name, o);
		option_help(&help, o);
		add_row(out, width, str_cstr(&name), str_cstr(&help));
	}
	str_free(&name);
	str_free(&help);
}

static bool in_group(const struct command *cmd, const char *group)
{
	size_t n = group ? strlen(group) : 0;
	return !group || (strncmp(cmd->name, group, n) == 0 && cmd->name[n] == ' ');
}

/* Commands of one group, or all with a blank line between groups. */
static void add_commands(struct str *out, const char *group)
{
	struct str left = {0};
	const char *last = NULL;
	size_t width = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; commands[i]; i++) {
			const struct command *cmd = commands[i];
			size_t first = strcspn(cmd->name, " ");
			if (!in_group(cmd, group))
				continue;
			str_clear(&left);
			str_addf(&left, "%s%s%s", cmd->name, *cmd->operands ? " " : "",
				cmd->operands);
			if (pass == 0) {
				width = widened(width, str_cstr(&left));
				continue;
			}
			if (last && strncmp(last, cmd->name, first + 1) != 0 &&
				(cmd->name[first] || strchr(last, ' ')))
				str_addc(out, '\n');
			add_row(out, width, str_cstr(&left), cmd->help);
			last = cmd->name;
		}
	str_free(&left);
}

static const struct {
	const char *first, *page; /* the first word of a command, and the page it stands in */
} pages[] = {
	{"accounts", "tenet-accounts"},
	{"beliefs", "tenet-beliefs"},
	{"config", "tenet-config"},
	{"db", "tenet-db"},
	{"export", "tenet-export"},
	{"import", "tenet-export"},
	{"log", "tenet-log"},
	{"memory", "tenet-memory"},
	{"personas", "tenet-personas"},
	{"posts", "tenet-posts"},
	{"seed", "tenet-seed"},
	{"stances", "tenet-stances"},
	{"stats", "tenet-log"},
	{"views", "tenet-views"},
};

static const char *page_of(const char *name)
{
	size_t n = strcspn(name, " ");

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (strlen(pages[i].first) == n && memcmp(pages[i].first, name, n) == 0)
			return pages[i].page;
	return "tenet";
}

const char *command_page(const struct command *cmd)
{
	return page_of(cmd->name);
}

void help_all(struct str *out)
{
	str_add(out,
		"usage: tenet [options] [command]\n\n"
		"Without a command: the console, where drafts are reviewed.\n\n"
		"options, before the command:\n");
	add_options(out, global_options);
	str_add(out, "\ncommands (tenet COMMAND --help says more):\n");
	add_commands(out, NULL);
	str_add(out,
		"\nA page for each group: man tenet-posts, …; the console: man tenet-console;\n"
		"keys, filters and settings: man 5 tenet; an hour with it: man tenet-tutorial\n");
}

void help_group(struct str *out, const char *group)
{
	str_addf(out, "usage: tenet %s COMMAND\n\n", group);
	str_addf(out, "commands (tenet %s COMMAND --help says more):\n", group);
	add_commands(out, group);
	str_addf(out, "\nman %s has more\n", page_of(group));
}

static void add_note(struct str *out, const char *label, const char *text)
{
	if (text) {
		str_addf(out, "\n%s", label);
		add_wrapped(out, strlen(label), strlen(label), text);
	}
}

void help_command(struct str *out, const struct command *cmd)
{
	bool options = cmd->options && cmd->options->name;
	str_addf(out, "usage: tenet %s%s%s%s\n\n", cmd->name, options ? " [options]" : "",
		*cmd->operands ? " " : "", cmd->operands);
	add_wrapped(out, 0, 0, cmd->help);
	if (options) {
		str_add(out, "\noptions:\n");
		add_options(out, cmd->options);
	}
	add_note(out, "signs: ", cmd->signs);
	add_note(out, "exit status: ", cmd->exits);
	str_addf(out, "\nman %s has more\n", cmd->manual ? cmd->manual : command_page(cmd));
}

static const struct command *find(const struct call *c, struct err *e)
{
	char *words[2] = {0};
	int used;

	for (int i = 0; i < c->n; i++)
		words[i] = (char *)c->words[i];
	const struct command *cmd = command_find(c->n, words, &used, e);
	if (!cmd || used == c->n)
		return cmd;
	db_address_hide(words[used]);
	err_set(e, ERR_USAGE, "help: one word too many: \"%s\"", words[used]);
	err_hint(e, "usage: tenet help [COMMAND]");
	return NULL;
}

static int run(const struct call *c)
{
	struct err e = {0};
	struct str text = {0};

	if (c->n == 0) {
		help_all(&text);
	} else if (c->n == 1 && command_is_group(c->words[0])) {
		help_group(&text, c->words[0]);
	} else {
		const struct command *cmd = find(c, &e);
		if (!cmd)
			return command_fail(&e);
		help_command(&text, cmd);
	}
	print_body(str_span(&text));
	str_free(&text);
	return EXIT_DONE;
}

const struct command command_help = {
	.name = "help",
	.operands = "[COMMAND]",
	.max = 2,
	.help = "Say what there is, or what a command takes",
	.run = run,
};
