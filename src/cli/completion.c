/* tenet completion: scripts for three shells, made from the tables of commands and options, and the
 * names that they ask for. */
#include <string.h>

#include "base/nearest.h"
#include "base/str.h"
#include "cli/print.h"
#include "commands.h"
#include "completion_names.h"
#include "completion_shells.h"
#include "model/belief.h"
#include "model/config_key.h"
#include "parse.h"

/* --- the walk over the tables --- */

static const char *second_word(const struct command *cmd)
{
	const char *blank = strchr(cmd->name, ' ');
	return blank ? blank + 1 : NULL;
}

/* Its operands are the words of a command, as "posts list" is behind "help". */
static bool takes_commands(const struct command *cmd)
{
	return strcmp(cmd->operands, "[COMMAND]") == 0;
}

/* The first word of commands[i] when no command before it has the same; else "". */
static const char *new_first_word(size_t i, struct arena *a)
{
	const char *first = arena_memdup(a, commands[i]->name, strcspn(commands[i]->name, " "));
	for (size_t j = 0; j < i; j++)
		if (command_is(commands[j], first, second_word(commands[j])))
			return "";
	return first;
}

/* Adds an alternative to a case unless it stands there. */
static void add_once(struct str *list, const char * or, const char *word)
{
	struct str whole = {0}, sought = {0};

	str_addf(&whole, "%s%s%s", or, str_cstr(list), or);
	str_addf(&sought, "%s%s%s", or, word, or);
	if (!strstr(str_cstr(&whole), str_cstr(&sought)))
		str_addf(list, "%s%s", list->len > 0 ? or : "", word);
	str_free(&whole);
	str_free(&sought);
}

static void add_valued(const struct shell *sh, struct str *list, const struct option_spec *options)
{
	for (const struct option_spec *o = options; o && o->name; o++)
		if (o->value)
			add_once(list, sh->or, o->name);
}

static void add_head(const struct shell *sh, struct str *out, struct arena *a)
{
	struct str valued = {0}, groups = {0}, repeated = {0};

	add_valued(sh, &valued, global_options);
	for (size_t i = 0; commands[i]; i++) {
		const char *first = new_first_word(i, a);
		add_valued(sh, &valued, commands[i]->options);
		if (*first && (second_word(commands[i]) || takes_commands(commands[i])))
			add_once(&groups, sh->or, first);
		if (strstr(commands[i]->operands, "…"))
			add_once(&repeated, sh->or, arena_printf(a, "'%s'", commands[i]->name));
	}
	str_addf(out, "%s%s%s%s%s%s%s", sh->before_valued, str_cstr(&valued), sh->before_groups,
		str_cstr(&groups), sh->before_repeated, str_cstr(&repeated), sh->before_states);
	str_free(&valued);
	str_free(&groups);
	str_free(&repeated);
}

/* What a first word does: the command's help, or the words that may follow it. */
static const char *first_help(size_t i, const char *first, struct arena *a)
{
	const char *help = "";
	if (!second_word(commands[i]))
		return commands[i]->help;
	for (size_t j = i; commands[j]; j++)
		if (command_is(commands[j], first, second_word(commands[j])))
			help = arena_printf(
				a, "%s%s%s", help, *help ? ", " : "", second_word(commands[j]));
	return help;
}

static void add_first_words(
	const struct shell *sh, struct str *out, const char *state, struct arena *a)
{
	for (size_t i = 0; commands[i]; i++) {
		const char *first = new_first_word(i, a);
		if (*first)
			sh->word(out, state, first, first_help(i, first, a));
	}
}

static void add_start(const struct shell *sh, struct str *out, struct arena *a)
{
	sh->begin(out, "");
	add_first_words(sh, out, "", a);
	for (const struct option_spec *o = global_options; o->name; o++)
		sh->word(out, "", o->name, o->help);
	sh->end(out, "", NULL, NO_FILES);
}

/* The second words of a group, in the state that ends with the first. */
static void add_second_words(
	const struct shell *sh, struct str *out, const char *state, const char *first)
{
	sh->begin(out, state);
	for (size_t i = 0; commands[i]; i++)
		if (second_word(commands[i]) &&
			command_is(commands[i], first, second_word(commands[i])))
			sh->word(out, state, second_word(commands[i]), commands[i]->help);
	sh->end(out, state, NULL, NO_FILES);
}

static void add_groups(const struct shell *sh, struct str *out, const char *before, struct arena *a)
{
	for (size_t i = 0; commands[i]; i++) {
		const char *first = new_first_word(i, a);
		if (*first && second_word(commands[i]))
			add_second_words(sh, out, arena_printf(a, "%s%s", before, first), first);
	}
}

/* --- names --- */

static const struct place {
	const char *command; /* its first words; "" for all */
	const char *place; /* an operand, or an option: whose value it is */
	const char *kind; /* of names; NULL: none */
	enum files files;
} places[] = {
	{"accounts add", "NAME", NULL, NO_FILES}, /* what is added has no name yet */
	{"personas add", "NAME", NULL, NO_FILES},
	{"views save", "NAME", NULL, NO_FILES},
	{"beliefs add", "TITLE", NULL, NO_FILES},
	{"accounts", "NAME", "accounts", NO_FILES},
	{"personas", "NAME", "personas", NO_FILES},
	{"config", "KEY", "settings", NO_FILES},
	{"config restore", "N", "setting-versions", NO_FILES},
	{"config set", "JSON", "setting-value", NO_FILES},
	{"views", "NAME", "saved-views", NO_FILES},
	{"beliefs edge", "ID", "edges", NO_FILES},
	{"beliefs unlink", "ID", "edges", NO_FILES},
	{"beliefs undo", "CHANGE", "changes", NO_FILES},
	{"beliefs evidence", "SOURCE", "sources", NO_FILES},
	{"beliefs", "ID", "beliefs", NO_FILES},
	{"beliefs", "OTHER", "beliefs", NO_FILES},
	{"memory", "ID", "memories", NO_FILES},
	{"posts approve", "ID", "undecided", NO_FILES},
	{"posts reject", "ID", "undecided", NO_FILES},
	{"posts undo", "ID", "decided", NO_FILES},
	{"posts", "ID", "drafts", NO_FILES},
	{"stances list", "BELIEF", "beliefs", NO_FILES},
	{"stances diff", "VERSION", "versions", NO_FILES},
	{"themes", "NAME", "themes", FILES_WITH_SLASH},
	{"db copy", "SOURCE", NULL, WITH_FILES},
	{"db copy", "TARGET", NULL, WITH_FILES},
	{"db", "REVISION", "revisions", NO_FILES},
	{"", "FILE", NULL, WITH_FILES},
	{"posts", "--filter", "draft-filters", NO_FILES},
	{"posts", "--reason", "reasons", NO_FILES},
	{"views", "--filter", "draft-filters", NO_FILES},
	{"beliefs", "--filter", "belief-filters", NO_FILES},
	{"log", "--filter", "log-filters", NO_FILES},
	{"memory", "--filter", "memory-filters", NO_FILES},
	{"", "--by", "accounts", NO_FILES},
	{"", "--database", NULL, WITH_FILES},
	{"", "--migrations", NULL, WITH_FILES},
	{"", "--persona", "personas", NO_FILES},
	{"", "--reject-file", NULL, WITH_FILES},
	{"", "--theme", "themes", FILES_WITH_SLASH},
	{"", "--user", "accounts", NO_FILES},
	{"", "--view", "views", NO_FILES},
};

/* The first that fits; NULL: nothing is known of this place. */
static const struct place *place_of(const char *command, const char *place)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strncmp(command, places[i].command, strlen(places[i].command)) == 0 &&
			strcmp(place, places[i].place) == 0)
			return &places[i];
	return NULL;
}

static void end_state(
	const struct shell *sh, struct str *out, const char *state, const struct place *at)
{
	sh->end(out, state, at ? at->kind : NULL, at ? at->files : NO_FILES);
}

/* Operands whose names stand for a few words, and an option's value that is one of these, too. */
static const struct {
	const char *operand;
	const char *const *words;
} written_out[] = {
	{"KIND", evidence_kinds},
	{"RELATION", relation_names},
	{"--relation", relation_names},
	{"STRENGTH", strength_names},
};

static const char *const *words_of(const char *operand)
{
	for (size_t i = 0; i < sizeof written_out / sizeof *written_out; i++)
		if (strcmp(operand, written_out[i].operand) == 0)
			return written_out[i].words;
	return NULL;
}

static void add_all(
	const struct shell *sh, struct str *out, const char *state, const char *const *words)
{
	for (; words && *words; words++)
		sh->word(out, state, *words, "");
}

/* The settings that are known by name; a database may hold others. */
static void add_keys(const struct shell *sh, struct str *out, const char *state)
{
	for (size_t i = 0; i < config_keys_n; i++)
		sh->word(out, state, config_keys[i].name, config_keys[i].meaning);
}

/* An operand written as "bash|zsh|fish" is one of these. */
static void add_words(const struct shell *sh, struct str *out, const char *state,
	const char *operand, struct arena *a)
{
	if (strcmp(operand, "KEY") == 0)
		add_keys(sh, out, state);
	if (strcmp(operand, "COMMAND") == 0)
		add_first_words(sh, out, state, a);
	add_all(sh, out, state, words_of(operand));
	for (const char *p = strchr(operand, '|') ? operand : ""; *p;) {
		size_t n = strcspn(p, "|");
		sh->word(out, state, arena_memdup(a, p, n), "");
		p += n + (p[n] == '|');
	}
}

/* The states in which an option's value is typed, where something is known about it. */
static void add_values(const struct shell *sh, struct str *out, const char *name,
	const struct option_spec *options, struct arena *a)
{
	for (const struct option_spec *o = options; o && o->name; o++) {
		const char *state = arena_printf(a, "%s %s", name, o->name);
		const struct place *at = o->value ? place_of(name, o->name) : NULL;
		const char *const *words = o->choices ? o->choices : words_of(o->name);
		if (!words && !at)
			continue;
		sh->begin(out, state);
		add_all(sh, out, state, words);
		end_state(sh, out, state, at);
	}
}

static void add_options(const struct shell *sh, struct str *out, const struct command *cmd)
{
	for (const struct option_spec *o = cmd->options; o && o->name; o++)
		sh->word(out, cmd->name, o->name, o->help);
	sh->word(out, cmd->name, "--help", "say what it takes");
}

static void add_operand(const struct shell *sh, struct str *out, const struct command *cmd,
	int behind, struct arena *a)
{
	struct span name = operand_name(cmd->operands, behind);
	const char *operand = arena_memdup(a, name.p, name.n);
	const char *state = behind ? arena_printf(a, "%s %d", cmd->name, behind) : cmd->name;

	sh->begin(out, state);
	add_words(sh, out, state, operand, a);
	if (behind == 0)
		add_options(sh, out, cmd);
	end_state(sh, out, state, place_of(cmd->name, operand));
}

static void add_command(
	const struct shell *sh, struct str *out, const struct command *cmd, struct arena *a)
{
	int behind = 0;

	add_operand(sh, out, cmd, behind, a);
	for (const char *p = cmd->operands; (p = strchr(p, ' ')); p++)
		add_operand(sh, out, cmd, ++behind, a);
	add_values(sh, out, cmd->name, cmd->options, a);
	if (takes_commands(cmd))
		add_groups(sh, out, arena_printf(a, "%s ", cmd->name), a);
}

static void add_script(const struct shell *sh, struct str *out, struct arena *a)
{
	add_head(sh, out, a);
	add_start(sh, out, a);
	add_values(sh, out, "", global_options, a);
	add_groups(sh, out, "", a);
	for (size_t i = 0; commands[i]; i++)
		add_command(sh, out, commands[i], a);
	str_add(out, sh->tail);
}

static int run(const struct call *c)
{
	static const struct shell *const shells[] = {&shell_bash, &shell_zsh, &shell_fish};
	struct nearest near = {.word = c->words[0]};
	struct err e = {0};

	for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
		nearest_offer(&near, shells[i]->name);
		struct str out = {0};
		struct arena a = {0};
		if (strcmp(shells[i]->name, c->words[0]) != 0)
			continue;
		add_script(shells[i], &out, &a);
		print_body(str_span(&out));
		str_free(&out);
		arena_free(&a);
		return EXIT_DONE;
	}
	if (completion_names(c, c->words[0], c->n > 1 ? c->words[1] : ""))
		return EXIT_DONE;
	err_set(&e, ERR_USAGE, "completion: there is none for \"%s\" (bash, zsh, fish)",
		c->words[0]);
	if (near.best)
		err_hint(&e, "did you mean %s?", near.best);
	return command_fail(&e);
}

const struct command command_completion = {
	.name = "completion",
	.operands = "bash|zsh|fish",
	.min = 1,
	.max = -1, /* of what the scripts ask for: what is typed, and the words before it */
	.help = "Print the completion script for a shell",
	.run = run,
};
