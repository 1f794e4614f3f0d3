/* tenet completion: scripts for three shells, made from the tables of commands and options, and the
 * names that they ask for. */
#include <string.h>

#include "base/str.h"
#include "cli/print.h"
#include "commands.h"
#include "completion_names.h"
#include "model/config_key.h"
#include "parse.h"

/*
 * All three know a state: the words of the command so far ("", "posts", "posts list"), and behind
 * them an option whose value is being typed ("posts list --status"). For each state the tables say
 * which words may follow, and of what kind the names are that a database holds for this place; a
 * shell says how that is written. A name is data: no shell may take it for anything but a word.
 */
struct shell {
	const char *name;
	const char *before_valued, *before_groups, *before_states, *tail;
	const char * or ; /* between the alternatives of a case */
	void (*begin)(struct str *out, const char *state);
	void (*word)(struct str *out, const char *state, const char *word, const char *help);
	void (*end)(struct str *out, const char *state, const char *names); /* NULL: none */
	void (*files)(struct str *out, const char *state);
};

static void add_escaped(struct str *out, const char *text)
{
	for (; *text; text++)
		if (*text == '\'')
			str_add(out, "'\\''");
		else
			str_addc(out, *text);
}

/* --- bash --- */

static void bash_begin(struct str *out, const char *state)
{
	str_addf(out, "\t'%s') words='", state);
}

static void bash_word(struct str *out, const char *state, const char *word, const char *help)
{
	(void)state;
	(void)help;
	str_addf(out, "%s ", word);
}

static void bash_end(struct str *out, const char *state, const char *names)
{
	(void)state;
	if (out->p[out->len - 1] == ' ')
		out->len--; /* the blank behind the last word */
	str_add(out, "'");
	if (names)
		str_addf(out, " names=%s", names);
	str_add(out, " ;;\n");
}

static void bash_files(struct str *out, const char *state)
{
	str_addf(out, "\t'%s') COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", state);
}

static const struct shell bash = {
	.name = "bash",
	.before_valued =
		"# eval \"$(tenet completion bash)\"\n"
		"_tenet() {\n"
		"\tlocal cur=${COMP_WORDS[COMP_CWORD]} state= option= words= names= name i\n"
		"\tlocal -a database=()\n"
		"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		"\t\toption=\n"
		"\t\tcase ${COMP_WORDS[i]} in\n\t\t",
	.before_groups = ")\n\t\t\toption=\" ${COMP_WORDS[i]}\"; ((i++))\n"
			 "\t\t\t[[ ${COMP_WORDS[i]-} != = ]] || ((i++))\n"
			 "\t\t\t[[ $option != ' --database' ]] ||\n"
			 "\t\t\t\tdatabase=(--database \"${COMP_WORDS[i]-}\") ;;\n"
			 "\t\t--database=*) database=(\"${COMP_WORDS[i]}\") ;;\n"
			 "\t\t-*) ;;\n"
			 "\t\t*) case $state in\n"
			 "\t\t   '') state=${COMP_WORDS[i]} ;;\n\t\t   ",
	.before_states = ") state=\"$state ${COMP_WORDS[i]}\" ;;\n"
			 "\t\t   esac ;;\n"
			 "\t\tesac\n"
			 "\tdone\n"
			 "\t((i > COMP_CWORD)) || option=\n"
			 "\tcase $state$option in\n",
	.tail = "\tesac\n"
		"\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
		"\t[ -n \"$names\" ] || return 0\n"
		"\twhile IFS= read -r name; do\n" /* compgen would run what $(…) says */
		"\t\tprintf -v words %q \"$name\"\n"
		"\t\t[[ $name != \"$cur\"* && $words != \"$cur\"* ]] || "
		"COMPREPLY+=(\"$words\")\n"
		"\tdone < <(command tenet \"${database[@]}\" completion $names 2>/dev/null)\n"
		"}\n"
		"complete -F _tenet tenet\n",
	.or = "|",
	.begin = bash_begin,
	.word = bash_word,
	.end = bash_end,
	.files = bash_files,
};

/* --- zsh --- */

static void zsh_begin(struct str *out, const char *state)
{
	str_addf(out, "\t'%s') items=(", state);
}

static void zsh_word(struct str *out, const char *state, const char *word, const char *help)
{
	(void)state;
	str_addf(out, "\n\t\t'%s%s", word, *help ? ":" : "");
	add_escaped(out, help);
	str_add(out, "'");
}

static void zsh_end(struct str *out, const char *state, const char *names)
{
	(void)state;
	str_add(out, ")");
	if (names)
		str_addf(out, " names=%s", names);
	str_add(out, " ;;\n");
}

static void zsh_files(struct str *out, const char *state)
{
	str_addf(out, "\t'%s') _files; return ;;\n", state);
}

static const struct shell zsh = {
	.name = "zsh",
	.before_valued = "#compdef tenet\n"
			 "_tenet() {\n"
			 "\tlocal state= option= names= i\n"
			 "\tlocal -a items database\n"
			 "\tfor ((i = 2; i < CURRENT; i++)); do\n"
			 "\t\toption=\n"
			 "\t\tcase ${words[i]} in\n\t\t",
	.before_groups = ")\n\t\t\toption=\" ${words[i]}\"; ((i++))\n"
			 "\t\t\t[[ $option != ' --database' ]] || database=(--database "
			 "${(Q)words[i]}) ;;\n"
			 "\t\t--database=*) database=(${(Q)words[i]}) ;;\n"
			 "\t\t-*) ;;\n"
			 "\t\t*) case $state in\n"
			 "\t\t   '') state=${words[i]} ;;\n\t\t   ",
	.before_states = ") state=\"$state ${words[i]}\" ;;\n"
			 "\t\t   esac ;;\n"
			 "\t\tesac\n"
			 "\tdone\n"
			 "\t((i > CURRENT)) || option=\n"
			 "\tcase $state$option in\n",
	.tail = "\tesac\n"
		"\t_describe tenet items\n"
		"\t[[ -z $names ]] || compadd -- "
		"${(f)\"$(command tenet $database completion $names 2>/dev/null)\"}\n"
		"}\n"
		"if [[ $funcstack[1] = _tenet ]]; then _tenet \"$@\"; else compdef _tenet tenet; "
		"fi\n",
	.or = "|",
	.begin = zsh_begin,
	.word = zsh_word,
	.end = zsh_end,
	.files = zsh_files,
};

/* --- fish --- */

static void fish_begin(struct str *out, const char *state)
{
	(void)out;
	(void)state;
}

static void fish_word(struct str *out, const char *state, const char *word, const char *help)
{
	str_addf(out, "complete -c tenet -n '__tenet_at \"%s\"' -a '%s' -d '", state, word);
	add_escaped(out, help);
	str_add(out, "'\n");
}

static void fish_end(struct str *out, const char *state, const char *names)
{
	if (names)
		str_addf(out, "complete -c tenet -n '__tenet_at \"%s\"' -a '(__tenet_names %s)'\n",
			state, names);
}

static void fish_files(struct str *out, const char *state)
{
	str_addf(out, "complete -c tenet -n '__tenet_at \"%s\"' -F\n", state);
}

static const struct shell fish = {
	.name = "fish",
	.before_valued = "# tenet completion fish | source\n"
			 "function __tenet_at\n"
			 "\tset -l state ''\n"
			 "\tset -l option ''\n"
			 "\tset -l words (commandline -opc)\n"
			 "\tfor word in $words[2..-1]\n"
			 "\t\tif test -n \"$option\"\n"
			 "\t\t\tset option ''\n"
			 "\t\t\tcontinue\n"
			 "\t\tend\n"
			 "\t\tswitch $word\n"
			 "\t\tcase ",
	.before_groups = "\n\t\t\tset option \" $word\"\n"
			 "\t\tcase '-*'\n"
			 "\t\tcase '*'\n"
			 "\t\t\tswitch \"$state\"\n"
			 "\t\t\tcase ''\n"
			 "\t\t\t\tset state $word\n"
			 "\t\t\tcase ",
	.before_states = "\n\t\t\t\tset state \"$state $word\"\n"
			 "\t\t\tend\n"
			 "\t\tend\n"
			 "\tend\n"
			 "\ttest \"$state$option\" = $argv[1]\n"
			 "end\n"
			 "function __tenet_names\n"
			 "\tset -l database\n"
			 "\tset -l words (commandline -opc)\n"
			 "\tfor i in (seq 2 (count $words))\n"
			 "\t\tswitch $words[$i]\n"
			 "\t\tcase --database\n"
			 "\t\t\tset database --database $words[(math $i + 1)]\n"
			 "\t\tcase '--database=*'\n"
			 "\t\t\tset database $words[$i]\n"
			 "\t\tend\n"
			 "\tend\n"
			 "\tcommand tenet $database completion $argv[1] 2>/dev/null\n"
			 "end\n"
			 "complete -c tenet -f\n",
	.tail = "",
	.or = " ",
	.begin = fish_begin,
	.word = fish_word,
	.end = fish_end,
	.files = fish_files,
};

/* --- the walk over the tables --- */

static const char *second_word(const struct command *cmd)
{
	const char *blank = strchr(cmd->name, ' ');
	return blank ? blank + 1 : NULL;
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
	struct str valued = {0}, groups = {0};

	add_valued(sh, &valued, global_options);
	for (size_t i = 0; commands[i]; i++) {
		const char *first = new_first_word(i, a);
		add_valued(sh, &valued, commands[i]->options);
		if (*first && second_word(commands[i]))
			add_once(&groups, sh->or, first);
	}
	str_addf(out, "%s%s%s%s%s", sh->before_valued, str_cstr(&valued), sh->before_groups,
		str_cstr(&groups), sh->before_states);
	str_free(&valued);
	str_free(&groups);
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

static void add_first_words(const struct shell *sh, struct str *out, struct arena *a)
{
	sh->begin(out, "");
	for (size_t i = 0; commands[i]; i++) {
		const char *first = new_first_word(i, a);
		if (*first)
			sh->word(out, "", first, first_help(i, first, a));
	}
	for (const struct option_spec *o = global_options; o->name; o++)
		sh->word(out, "", o->name, o->help);
	sh->end(out, "", NULL);
}

static void add_second_words(const struct shell *sh, struct str *out, const char *first)
{
	sh->begin(out, first);
	for (size_t i = 0; commands[i]; i++)
		if (second_word(commands[i]) &&
			command_is(commands[i], first, second_word(commands[i])))
			sh->word(out, first, second_word(commands[i]), commands[i]->help);
	sh->end(out, first, NULL);
}

/* --- names --- */

static const struct {
	const char *first; /* word of a command, or an option: whose operand, or value, it is */
	const char *operand;
	const char *kind;
} places[] = {
	{"accounts", "NAME", "accounts"},
	{"personas", "NAME", "personas"},
	{"config", "KEY", "settings"},
	{"--user", "NAME", "accounts"},
	{"--by", "NAME", "accounts"},
	{"--persona", "NAME", "personas"},
};

static const char *names_of(const char *first, size_t n, const char *operand)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strlen(places[i].first) == n && memcmp(places[i].first, first, n) == 0 &&
			strncmp(operand, places[i].operand, strlen(places[i].operand)) == 0)
			return places[i].kind;
	return NULL;
}

/* What is added has no name yet. */
static const char *operand_names(const struct command *cmd)
{
	const char *second = second_word(cmd), *operand = cmd->operands;

	if (!second || strcmp(second, "add") == 0)
		return NULL;
	return names_of(cmd->name, strcspn(cmd->name, " "), operand + (*operand == '['));
}

/* The settings that are known by name; a database may hold others. */
static void add_keys(const struct shell *sh, struct str *out, const struct command *cmd)
{
	for (size_t i = 0; i < config_keys_n; i++)
		sh->word(out, cmd->name, config_keys[i].name, config_keys[i].meaning);
}

/* An operand written as "bash|zsh|fish" is one of these. */
static void add_operands(
	const struct shell *sh, struct str *out, const struct command *cmd, struct arena *a)
{
	for (const char *p = cmd->operands; *p;) {
		size_t operand = strcspn(p, " ");
		const char *end = p + operand;
		bool choices = memchr(p, '|', operand) != NULL;
		if (operand == 3 && strncmp(p, "KEY", 3) == 0)
			add_keys(sh, out, cmd);
		while (p < end) {
			size_t n = strcspn(p, "| ");
			if (choices)
				sh->word(out, cmd->name, arena_memdup(a, p, n), "");
			p += n + (p[n] == '|');
		}
		p += *p == ' ';
	}
}

/* The states in which an option's value is typed, where something is known about it. */
static void add_values(const struct shell *sh, struct str *out, const char *name,
	const struct option_spec *options, struct arena *a)
{
	for (const struct option_spec *o = options; o && o->name; o++) {
		const char *state = arena_printf(a, "%s %s", name, o->name);
		if (o->value && (strstr(o->value, "FILE") || strstr(o->value, "DIR")))
			sh->files(out, state);
		const char *names = o->value ? names_of(o->name, strlen(o->name), o->value) : NULL;
		if (!o->choices && !names)
			continue;
		sh->begin(out, state);
		for (size_t i = 0; o->choices && o->choices[i]; i++)
			sh->word(out, state, o->choices[i], "");
		sh->end(out, state, names);
	}
}

static void add_command(
	const struct shell *sh, struct str *out, const struct command *cmd, struct arena *a)
{
	sh->begin(out, cmd->name);
	add_operands(sh, out, cmd, a);
	for (const struct option_spec *o = cmd->options; o && o->name; o++)
		sh->word(out, cmd->name, o->name, o->help);
	sh->word(out, cmd->name, "--help", "say what it takes");
	sh->end(out, cmd->name, operand_names(cmd));
	add_values(sh, out, cmd->name, cmd->options, a);
}

static void add_script(const struct shell *sh, struct str *out, struct arena *a)
{
	add_head(sh, out, a);
	add_first_words(sh, out, a);
	add_values(sh, out, "", global_options, a);
	for (size_t i = 0; commands[i]; i++) {
		const char *first = new_first_word(i, a);
		if (*first && second_word(commands[i]))
			add_second_words(sh, out, first);
		add_command(sh, out, commands[i], a);
	}
	str_add(out, sh->tail);
}

static int run(const struct call *c)
{
	static const struct shell *const shells[] = {&bash, &zsh, &fish};
	struct err e = {0};

	for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
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
	for (size_t i = 0; completion_kinds[i]; i++)
		if (strcmp(completion_kinds[i], c->words[0]) == 0) {
			completion_names(c, completion_kinds[i]);
			return EXIT_DONE;
		}
	err_set(&e, ERR_USAGE, "completion: there is none for \"%s\" (bash, zsh, fish)",
		c->words[0]);
	return command_fail(&e);
}

const struct command command_completion = {
	.name = "completion",
	.operands = "bash|zsh|fish|accounts|personas|settings",
	.min = 1,
	.max = 1,
	.help = "Print the completion script for a shell, or the names that it asks for",
	.run = run,
};
