/* The scripts of the three shells, but for what the tables say. */
#include "completion_shells.h"

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

const struct shell shell_bash = {
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
const struct shell shell_zsh = {
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

const struct shell shell_fish = {
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
	/* What stands behind "--theme=" is what would behind "--theme ". */
	.tail = "function __tenet_behind_equals\n"
		"\tset -l line (commandline -pc)\n"
		"\tset -l typed (commandline -ct)\n"
		"\tset -l parts (string split -m 1 = -- $typed)\n"
		"\tset -l before (math (string length -- $line) - (string length -- $typed))\n"
		"\tset -l line (string sub -l $before -- $line)\n"
		"\tstring join \\n -- \"$parts[1]=\"(complete -C \"$line$parts[1] $parts[2]\")\n"
		"end\n"
		"complete -c tenet -n 'string match -q -- \"--*=*\" (commandline -ct)' "
		"-a '(__tenet_behind_equals)'\n",
	.or = " ",
	.begin = fish_begin,
	.word = fish_word,
	.end = fish_end,
};
