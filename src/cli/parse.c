/* Finds the command and reads its options and operands from the tables. */
#include "parse.h"

#include <ctype.h>
#include <string.h>

#include "base/nearest.h"
#include "base/str.h"

/* Length of the first word of a name. */
static size_t first_length(const char *name)
{
	return strcspn(name, " ");
}

static bool first_is(const struct command *cmd, const char *first)
{
	size_t n = first_length(cmd->name);
	return strlen(first) == n && strncmp(cmd->name, first, n) == 0;
}

bool command_is(const struct command *cmd, const char *first, const char *second)
{
	const char *rest = cmd->name + first_length(cmd->name);
	if (!first_is(cmd, first))
		return false;
	return *rest == '\0' ? !second : second && strcmp(rest + 1, second) == 0;
}

bool command_is_group(const char *first)
{
	for (size_t i = 0; commands[i]; i++)
		if (first_is(commands[i], first) && strchr(commands[i]->name, ' '))
			return true;
	return false;
}

/* An empty one is seen between quotes alone. */
static const char *seen_word(const char *word)
{
	return *word ? word : "\"\"";
}

static int unknown_first(const char *word, struct err *e)
{
	struct nearest near = {.word = word};
	char name[64];

	for (size_t i = 0; commands[i]; i++) {
		size_t n = first_length(commands[i]->name);
		struct nearest one = {.word = word};
		memcpy(name, commands[i]->name, n);
		name[n] = '\0';
		nearest_offer(&one, name);
		if (one.best && (!near.best || one.distance < near.distance))
			near = (struct nearest){word, commands[i]->name, one.distance};
	}
	err_set(e, ERR_USAGE, "%s: no such command", seen_word(word));
	if (near.best)
		return err_hint(
			e, "did you mean \"%.*s\"?", (int)first_length(near.best), near.best);
	return err_hint(e, "tenet help lists the commands");
}

/* "config check" is "config-check". */
static const char *with_dash(const char *group, const char *word)
{
	size_t n = strlen(group);

	for (size_t i = 0; commands[i]; i++) {
		const char *name = commands[i]->name;
		if (strncmp(name, group, n) == 0 && name[n] == '-' &&
			strcmp(name + n + 1, word) == 0)
			return name;
	}
	return NULL;
}

static int unknown_second(const char *group, const char *word, struct err *e)
{
	struct nearest near = {.word = word};
	const char *dashed = with_dash(group, word);

	if (word[0] == '-') {
		err_set(e, ERR_USAGE, "%s: %s stands before the command", group, word);
		return err_hint(e, "options come behind it: tenet %s COMMAND %s", group, word);
	}
	if (dashed) {
		err_set(e, ERR_USAGE, "%s %s: no such command", group, word);
		return err_hint(e, "did you mean \"%s\"?", dashed);
	}
	for (size_t i = 0; commands[i]; i++)
		if (first_is(commands[i], group))
			nearest_offer(&near, commands[i]->name + strlen(group) + 1);
	err_set(e, ERR_USAGE, "%s %s: no such command", group, seen_word(word));
	if (near.best)
		return err_hint(e, "did you mean \"%s %s\"?", group, near.best);
	return err_hint(e, "tenet help %s lists the commands", group);
}

const struct command *command_find(int argc, char **argv, int *used, struct err *e)
{
	const char *second = argc > 1 ? argv[1] : NULL;

	for (size_t i = 0; commands[i]; i++) {
		*used = strchr(commands[i]->name, ' ') ? 2 : 1;
		if (command_is(commands[i], argv[0], *used == 2 ? second : NULL))
			return commands[i];
	}
	db_address_hide(argv[0]);
	if (second)
		db_address_hide(argv[1]);
	if (!command_is_group(argv[0]))
		unknown_first(argv[0], e);
	else if (second)
		unknown_second(argv[0], second, e);
	else
		err_set(e, ERR_USAGE, "%s: which one?", argv[0]);
	return NULL;
}

const char *call_option(const struct call *c, const char *name)
{
	const struct option_spec *o = c->command->options;
	for (size_t i = 0; o && o[i].name; i++)
		if (strcmp(o[i].name, name) == 0)
			return c->option_values[i];
	return NULL;
}

static int unknown_option(const struct command *cmd, const char *word, size_t length, struct err *e)
{
	char typed[64] = "";
	const struct option_spec *o = cmd->options;

	if (length < sizeof typed)
		memcpy(typed, word, length);
	struct nearest near = {.word = typed};
	for (size_t i = 0; o && o[i].name; i++)
		nearest_offer(&near, o[i].name);
	err_set(e, ERR_USAGE, "%s: no option %.*s", cmd->name, (int)length, word);
	for (const struct option_spec *global = global_options; global->name; global++)
		if (strcmp(global->name, typed) == 0)
			return err_hint(e, "%s stands before the command: tenet %s%s%s %s", typed,
				typed, global->value ? " " : "", global->value ? global->value : "",
				cmd->name);
	if (near.best)
		return err_hint(e, "did you mean %s?", near.best);
	return err_hint(e, "tenet %s --help lists the options", cmd->name);
}

static bool is_choice(const struct option_spec *o, const char *word)
{
	for (size_t i = 0; o->choices && o->choices[i]; i++)
		if (strcmp(o->choices[i], word) == 0)
			return true;
	return false;
}

static int check_choice(
	const struct command *cmd, const struct option_spec *o, const char *value, struct err *e)
{
	struct str all = {0};
	struct nearest near = {.word = value};
	if (!o->choices)
		return 0;
	if (is_choice(o, value))
		return 0;
	for (size_t i = 0; o->choices[i]; i++) {
		str_addf(&all, "%s%s", i ? ", " : "", o->choices[i]);
		nearest_offer(&near, o->choices[i]);
	}
	err_set(e, ERR_USAGE, "%s: %s cannot be \"%s\" (%s)", cmd->name, o->name, value,
		str_cstr(&all));
	str_free(&all);
	return near.best ? err_hint(e, "did you mean %s?", near.best) : -1;
}

/* Takes argv[i], an option, and its value; returns how many words that were. */
static int take_option(struct call *c, int argc, char **argv, int i, struct err *e)
{
	const char *word = argv[i];
	size_t length = strcspn(word, "=");
	const char *value = word[length] == '=' ? word + length + 1 : NULL;
	const struct option_spec *o = c->command->options;
	size_t at = 0;

	while (o && o[at].name &&
		!(strlen(o[at].name) == length && strncmp(o[at].name, word, length) == 0))
		at++;
	if (!o || !o[at].name)
		return unknown_option(c->command, word, length, e);
	if (!o[at].value) {
		if (value)
			return err_set(e, ERR_USAGE, "%s: %s takes no value", c->command->name,
				o[at].name);
		c->option_values[at] = "";
		return 1;
	}
	bool may_stand_alone = o[at].value[0] == '[';
	if (!value && may_stand_alone && (i + 1 == argc || !is_choice(&o[at], argv[i + 1]))) {
		c->option_values[at] = "";
		return 1;
	}
	if (!value && i + 1 == argc)
		return err_set(e, ERR_USAGE, "%s: %s needs a value (%s)", c->command->name,
			o[at].name, o[at].value);
	c->option_values[at] = value ? value : argv[i + 1];
	if (check_choice(c->command, &o[at], c->option_values[at], e) < 0)
		return -1;
	return value ? 1 : 2;
}

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1] != '\0' && !isdigit((unsigned char)word[1]);
}

/* Where a URL may be in the wrong place, its password is not repeated. */
static const char *without_password(const char *word, struct arena *a)
{
	char *copy = arena_strdup(a, word);

	db_address_hide(copy);
	return copy;
}

struct span operand_name(const char *operands, int place)
{
	for (; place > 0 && strchr(operands, ' '); place--)
		operands = strchr(operands, ' ') + 1;
	operands += *operands == '[';
	size_t n = strcspn(operands, " ]");
	while (n > 0 && (operands[n - 1] & 0x80))
		n--; /* the ellipsis: there may be several */
	return (struct span){operands, n};
}

/* Whether an operand of this name says which one is meant, and is no text of its own. */
static bool means_one(struct span operand)
{
	static const char *const all[] = {
		"ID", "NAME", "BELIEF", "OTHER", "VERSION", "CHANGE", "REVISION", "FILE", "KEY"};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (span_is(operand, all[i]))
			return true;
	return false;
}

/* The name of the first operand that is empty and must not be; SPAN_NULL: none is. */
static struct span empty_operand(const struct call *c)
{
	for (int i = 0; i < c->n; i++) {
		struct span name = operand_name(c->command->operands, i);
		if (!*c->words[i] && means_one(name))
			return name;
	}
	return SPAN_NULL;
}

/* Ends with the options that are needed. */
static int hint_usage(const struct command *cmd, struct err *e)
{
	struct str needed = {0};

	for (const struct option_spec *o = cmd->options; o && o->name; o++)
		if (strstr(o->help, OPTION_NEEDED))
			str_addf(&needed, " %s%s%s", o->name, o->value ? " " : "",
				o->value ? o->value : "");
	err_hint(e, "usage: tenet %s%s%s%s", cmd->name, *cmd->operands ? " " : "", cmd->operands,
		str_cstr(&needed));
	str_free(&needed);
	return -1;
}

static int check_operands(const struct call *c, struct arena *a, struct err *e)
{
	const struct command *cmd = c->command;
	struct span empty = empty_operand(c);

	if (c->n < cmd->min) {
		struct span name = operand_name(cmd->operands, c->n);
		err_set(e, ERR_USAGE, "%s: %.*s is missing", cmd->name, (int)name.n, name.p);
	} else if (cmd->max == 0 && c->n > 0)
		err_set(e, ERR_USAGE, "%s takes no operands: \"%s\"", cmd->name,
			without_password(c->words[0], a));
	else if (cmd->max >= 0 && c->n > cmd->max)
		err_set(e, ERR_USAGE, "%s: one word too many: \"%s\"", cmd->name,
			without_password(c->words[cmd->max], a));
	else if (empty.p)
		err_set(e, ERR_USAGE, "%s: %.*s is empty", cmd->name, (int)empty.n, empty.p);
	else if (c->n > 0 && strstr(cmd->operands, "FILE") && db_address_means_server(c->words[0]))
		err_set(e, ERR_USAGE, "%s: FILE is the name of a file, and not of a database",
			cmd->name);
	else
		return 0;
	return hint_usage(cmd, e);
}

/* Other users can read the command line, and a URL in it may hold a password. */
static const char *take_operand(char *word, struct arena *a)
{
	const char *copy = arena_strdup(a, word);

	db_address_hide(word);
	return copy;
}

int call_parse(const struct command *cmd, int argc, char **argv, const struct globals *g,
	struct arena *a, struct call *out, struct err *e)
{
	bool options = true;

	*out = (struct call){.command = cmd, .globals = g};
	out->words = arena_calloc(a, (size_t)argc + 1, sizeof *out->words);
	for (int i = 0; i < argc;) {
		const char *word = argv[i];
		if (!options || !is_option(word)) {
			out->words[out->n++] = take_operand(argv[i], a);
			i++;
		} else if (strcmp(word, "--") == 0) {
			options = false;
			i++;
		} else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
			return 1;
		} else {
			int taken = take_option(out, argc, argv, i, e);
			if (taken < 0)
				return -1;
			i += taken;
		}
	}
	return check_operands(out, a, e);
}
