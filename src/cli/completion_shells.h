/* How the three shells write what a completion offers. */
#ifndef CLI_COMPLETION_SHELLS_H
#define CLI_COMPLETION_SHELLS_H

#include "base/str.h"

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
extern const struct shell shell_bash, shell_zsh, shell_fish;

#endif
