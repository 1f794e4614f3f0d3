/* tenet completion: scripts for three shells, made from the tables of commands and options, and the
 * names that they ask for. */
#include <string.h>

#include "base/str.h"
#include "cli/print.h"
#include "commands.h"
#include "completion_names.h"
#include "model/belief.h"
#include "model/config_key.h"
#include "parse.h"

/*
 * All three know a state: the words of the command so far ("", "posts", "posts list"), and behind
 * them how many operands there are already ("beliefs nudge 2"), or an option whose value is being
 * typed ("posts list --status"). An option is offered once its "-" is typed, wherever that is. For
 * each state the tables say which words may follow, what kind of names may (completion_names.h),
 * and whether files may; a shell says how that is written. A name is data: no shell may take it for
 * anything but a word.
 */
enum files { NO_FILES, WITH_FILES, FILES_WITH_SLASH };

struct shell {
	const char *name;
	const char *before_valued, *before_groups, *before_repeated, *before_states, *tail;
	const char * or ; /* between the alternatives of a case */
	void (*begin)(struct str *out, const char *state);
	void (*word)(struct str *out, const char *state, const char *word, const char *help);
	void (*end)(struct str *out, const char *state, const char *names, enum files files);
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
	str_addf(out, "\t'%s') items='", state);
}

static void bash_word(struct str *out, const char *state, const char *word, const char *help)
{
	(void)state;
	(void)help;
	str_addf(out, "%s ", word);
}

static void end_case(struct str *out, const char *names, enum files files)
{
	if (names)
		str_addf(out, " names=%s", names);
	if (files != NO_FILES)
		str_addf(out, " files=%c", files == WITH_FILES ? '1' : '/');
	str_add(out, " ;;\n");
}

static void bash_end(struct str *out, const char *state, const char *names, enum files files)
{
	(void)state;
	if (out->p[out->len - 1] == ' ')
		out->len--; /* the blank behind the last word */
	str_add(out, "'");
	end_case(out, names, files);
}

/*
 * COMP_WORDS is of no use: it is cut at ":" and "=", which stand in URLs and in filters, and words
 * in it are quoted as they were typed. So the line is read anew. What is offered begins behind the
 * last of these signs in turn, because that is where bash begins to replace. Where files are
 * offered, bash quotes what is offered, and closes folders with a slash. It closes a quote that is
 * open, but not behind another one.
 */
#define BASH_WORDS \
	"# eval \"$(tenet completion bash)\"\n" \
	"_tenet_words() {\n" \
	"\tlocal line=${COMP_LINE:0:COMP_POINT} escaped= begun= c i\n" \
	"\twords=() cur= quote= head=0\n" \
	"\tfor ((i = 0; i < ${#line}; i++)); do\n" \
	"\t\tc=${line:i:1}\n" \
	"\t\tif [[ -n $escaped ]]; then\n" \
	"\t\t\tcur+=$c escaped=\n" \
	"\t\telif [[ $c = \\\\ && $quote != \\' ]]; then\n" \
	"\t\t\tescaped=1\n" \
	"\t\telif [[ -n $quote ]]; then\n" \
	"\t\t\t[[ $c != \"$quote\" ]] && cur+=$c || quote=\n" \
	"\t\telif [[ $c = [\\'\\\"] ]]; then\n" \
	"\t\t\tquote=$c\n" \
	"\t\telif [[ $c = [[:blank:]] ]]; then\n" \
	"\t\t\t[[ -z $cur$begun ]] || words+=(\"$cur\")\n" \
	"\t\t\tcur= begun= head=0\n" \
	"\t\t\tcontinue\n" \
	"\t\telse\n" \
	"\t\t\tcur+=$c\n" \
	"\t\t\t[[ $c != [:=] || ${COMP_WORDBREAKS-} != *$c* ]] || head=${#cur}\n" \
	"\t\tfi\n" \
	"\t\tbegun=1\n" \
	"\tdone\n" \
	"}\n" \
	"_tenet_offer() {\n" \
	"\tlocal name=$before$1 c\n" \
	"\t[[ $name = \"$cur\"* || $names = *-filters ]] || return\n" \
	"\tname=${name:head}\n" \
	"\tcase $files$quote in\n" \
	"\t[1/]*) ;;\n" \
	"\t'') [[ -z $name ]] || printf -v name %q \"$name\" ;;\n" \
	"\t\\') name=${name//\\'/\\'\\\\\\'\\'} ;;\n" \
	"\t*) for c in \\\\ \\$ \\` \\\"; do name=${name//\"$c\"/\\\\\"$c\"}; done ;;\n" \
	"\tesac\n" \
	"\t[[ -z $quote || -n $files || $name != *\"$quote\" ]] || name+=$quote\n" \
	"\tCOMPREPLY+=(\"$name\")\n" \
	"\t[[ $name != *[:\\<\\>] ]] || compopt -o nospace 2>/dev/null\n" \
	"}\n" \
	"_tenet_files() {\n" \
	"\tlocal name\n" \
	"\tcompopt -o filenames 2>/dev/null\n" \
	"\twhile IFS= read -r name; do\n" \
	"\t\t_tenet_offer \"$name\"\n" \
	"\tdone < <(compgen -f -- \"${cur#\"$before\"}\")\n" \
	"}\n"

static const struct shell bash = {
	.name = "bash",
	.before_valued = BASH_WORDS
	"_tenet() {\n"
	"\tlocal cur quote head before= state= operand=0 option= items= names= files=\n"
	"\tlocal name i IFS=$' \\t\\n'\n"
	"\tlocal -a words globals=()\n"
	"\t_tenet_words\n"
	"\tfor ((i = 1; i < ${#words[@]}; i++)); do\n"
	"\t\toption=\n"
	"\t\tcase ${words[i]} in\n\t\t",
	.before_groups = ")\n\t\t\toption=\" ${words[i]}\"; ((i++))\n"
			 "\t\t\t[[ $option != ' --database' && $option != ' --migrations' ]] ||\n"
			 "\t\t\t\tglobals+=(\"${option# }\" \"${words[i]-}\") ;;\n"
			 "\t\t--database=* | --migrations=*) globals+=(\"${words[i]}\") ;;\n"
			 "\t\t-*) ;;\n"
			 "\t\t*) case $state in\n"
			 "\t\t   '') state=${words[i]} ;;\n\t\t   ",
	.before_repeated = ") state=\"$state ${words[i]}\" ;;\n\t\t   ",
	.before_states = ") ;;\n"
			 "\t\t   *) ((operand++)) ;;\n"
			 "\t\t   esac ;;\n"
			 "\t\tesac\n"
			 "\tdone\n"
			 "\t((i > ${#words[@]})) || option=\n"
			 "\t[[ -n $option || $cur != --*=* ]] || option=\" ${cur%%=*}\" "
			 "before=${cur%%=*}=\n"
			 "\t[[ -n $option || $cur = -* || $operand = 0 ]] || state+=\" $operand\"\n"
			 "\tCOMPREPLY=()\n"
			 "\tcase $state$option in\n",
	.tail = "\tesac\n"
		"\t[[ $files != / || $cur = */* ]] || files=\n"
		"\tset -f\n"
		"\tfor name in $items; do\n"
		"\t\t[[ $name = -* && $cur != -* ]] || _tenet_offer \"$name\"\n"
		"\tdone\n"
		"\tset +f\n"
		"\t[[ -z $files ]] || _tenet_files\n"
		"\t[[ -n $names ]] || return 0\n"
		"\twhile IFS=$'\\t' read -r name _; do\n"
		"\t\t_tenet_offer \"$name\"\n"
		"\tdone < <(command tenet \"${globals[@]}\" completion $names -- "
		"\"${cur#\"$before\"}\" \"${words[@]:1}\" 2>/dev/null)\n"
		"\treturn 0\n"
		"}\n"
		"complete -F _tenet tenet\n",
	.or = "|",
	.begin = bash_begin,
	.word = bash_word,
	.end = bash_end,
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

static void zsh_end(struct str *out, const char *state, const char *names, enum files files)
{
	(void)state;
	str_add(out, ")");
	end_case(out, names, files);
}

/* To zsh a filter that has got a quote does not begin as what is typed: where none does, -U. */
static const struct shell zsh = {
	.name = "zsh",
	.before_valued = "#compdef tenet\n"
			 "_tenet() {\n"
			 "\tlocal state= operand=0 option= names= files= quoted= name line i\n"
			 "\tlocal -a items begun globals\n"
			 "\tfor ((i = 2; i < CURRENT; i++)); do\n"
			 "\t\toption=\n"
			 "\t\tcase ${words[i]} in\n\t\t",
	.before_groups = ")\n\t\t\toption=\" ${words[i]}\"; ((i++))\n"
			 "\t\t\t[[ $option != ' --database' && $option != ' --migrations' ]] ||\n"
			 "\t\t\t\tglobals+=(${option# } ${(Q)words[i]}) ;;\n"
			 "\t\t--database=* | --migrations=*) globals+=(${(Q)words[i]}) ;;\n"
			 "\t\t-*) ;;\n"
			 "\t\t*) case $state in\n"
			 "\t\t   '') state=${words[i]} ;;\n\t\t   ",
	.before_repeated = ") state=\"$state ${words[i]}\" ;;\n\t\t   ",
	.before_states =
		") ;;\n"
		"\t\t   *) ((operand++)) ;;\n"
		"\t\t   esac ;;\n"
		"\t\tesac\n"
		"\tdone\n"
		"\t((i > CURRENT)) || option=\n"
		"\tif [[ -z $option && $PREFIX = --*=* ]]; then\n"
		"\t\toption=\" ${PREFIX%%=*}\"\n"
		"\t\tcompset -P '*='\n"
		"\tfi\n"
		"\t[[ -n $option || $PREFIX = -* || $operand = 0 ]] || state+=\" $operand\"\n"
		"\tcase $state$option in\n",
	.tail = "\tesac\n"
		"\t[[ $PREFIX = -* ]] || items=(${items:#-*})\n"
		"\t[[ $names != *-filters ]] || quoted=1\n"
		"\t[[ -z $names ]] ||\n"
		"\t\tfor line in ${(f)\"$(command tenet $globals completion $names -- "
		"\"${(Q)PREFIX}\" \"${(@Q)words[2,CURRENT-1]}\" 2>/dev/null)\"}; do\n"
		"\t\t\t[[ ${(L)line} != ${(L)${(Q)PREFIX}}* ]] || quoted=\n"
		"\t\t\tname=${${${line%%$'\\t'*}//\\\\/\\\\\\\\}//:/\\\\:}\n"
		"\t\t\t[[ $line != *$'\\t'* ]] || line=$name:${line#*$'\\t'}\n"
		"\t\t\t[[ $line = $name:* ]] || line=$name\n"
		"\t\t\tif [[ $name = *[:\\<\\>] ]]; then begun+=($line); else items+=($line); fi\n"
		"\t\tdone\n"
		"\tlocal -a either=(-M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}')\n"
		"\t[[ -z $quoted ]] || either+=(-U)\n"
		"\t_describe tenet items $either -- begun -S '' $either\n"
		"\t[[ $files != 1 && $files$PREFIX != /*/* ]] || _files\n"
		"}\n"
		"if [[ $funcstack[1] = _tenet ]]; then _tenet \"$@\"; else compdef _tenet tenet; "
		"fi\n",
	.or = "|",
	.begin = zsh_begin,
	.word = zsh_word,
	.end = zsh_end,
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

static void fish_end(struct str *out, const char *state, const char *names, enum files files)
{
	if (names)
		str_addf(out,
			"complete -c tenet -n '__tenet_at \"%s\"' -k -a '(__tenet_names %s)'\n",
			state, names);
	if (files != NO_FILES)
		str_addf(out, "complete -c tenet -n '__tenet_at \"%s\"%s' -F\n", state,
			files == WITH_FILES ? ""
					    : "; and string match -q \"*/*\" -- (commandline -ct)");
}

static const struct shell fish = {
	.name = "fish",
	.before_valued = "# tenet completion fish | source\n"
			 "function __tenet_at\n"
			 "\tset -l state ''\n"
			 "\tset -l operand 0\n"
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
	.before_repeated = "\n\t\t\t\tset state \"$state $word\"\n\t\t\tcase ",
	.before_states = "\n\t\t\tcase '*'\n"
			 "\t\t\t\tset operand (math $operand + 1)\n"
			 "\t\t\tend\n"
			 "\t\tend\n"
			 "\tend\n"
			 "\tset -l typed (commandline -ct)\n"
			 "\tif test $operand != 0 -a -z \"$option\"\n"
			 "\t\tand not string match -q -- '-*' \"$typed\"\n"
			 "\t\tset state \"$state $operand\"\n"
			 "\tend\n"
			 "\ttest \"$state$option\" = $argv[1]\n"
			 "end\n"
			 "function __tenet_names\n"
			 "\tset -l globals\n"
			 "\tset -l words (commandline -opc)\n"
			 "\tfor i in (seq 2 (count $words))\n"
			 "\t\tswitch $words[$i]\n"
			 "\t\tcase --database --migrations\n"
			 "\t\t\tset -a globals $words[$i] $words[(math $i + 1)]\n"
			 "\t\tcase '--database=*' '--migrations=*'\n"
			 "\t\t\tset -a globals $words[$i]\n"
			 "\t\tend\n"
			 "\tend\n"
			 "\tset -l typed (commandline -ct)\n" /* a quote may be open */
			 "\tif string match -qr '^[\"\\']' -- $typed\n"
			 "\t\tset typed (string sub -s 2 -- $typed)\n"
			 "\telse\n"
			 "\t\tset typed (string unescape -- $typed)\n"
			 "\tend\n"
			 "\tcommand tenet $globals completion $argv[1] -- \"$typed\" $words[2..-1] "
			 "2>/dev/null\n"
			 "end\n"
			 "complete -c tenet -f\n",
	.tail = "",
	.or = " ",
	.begin = fish_begin,
	.word = fish_word,
	.end = fish_end,
};

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
	{"views", "NAME", "views", NO_FILES},
	{"beliefs edge", "ID", "edges", NO_FILES},
	{"beliefs unlink", "ID", "edges", NO_FILES},
	{"beliefs undo", "CHANGE", "changes", NO_FILES},
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

/* Operands whose names stand for a few words. */
static const struct {
	const char *operand;
	const char *const *words;
} written_out[] = {
	{"KIND", evidence_kinds},
	{"RELATION", relation_names},
	{"STRENGTH", strength_names},
};

static void add_written_out(
	const struct shell *sh, struct str *out, const char *state, const char *operand)
{
	for (size_t i = 0; i < sizeof written_out / sizeof *written_out; i++)
		if (strcmp(operand, written_out[i].operand) == 0)
			for (const char *const *word = written_out[i].words; *word; word++)
				sh->word(out, state, *word, "");
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
	add_written_out(sh, out, state, operand);
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
		if (!o->choices && !at)
			continue;
		sh->begin(out, state);
		for (size_t i = 0; o->choices && o->choices[i]; i++)
			sh->word(out, state, o->choices[i], "");
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
	if (completion_names(c, c->words[0], c->n > 1 ? c->words[1] : ""))
		return EXIT_DONE;
	err_set(&e, ERR_USAGE, "completion: there is none for \"%s\" (bash, zsh, fish)",
		c->words[0]);
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
