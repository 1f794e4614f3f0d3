/* What kind of terminal TERM names: whether the console can run on it, and what may be sent there.
 */
#ifndef TUI_TERM_TYPE_H
#define TUI_TERM_TYPE_H

#include <stdbool.h>

#include "base/err.h"

/* Refuses (ERR_USAGE, with a hint) what is no terminal, is not known to this machine, or cannot
 * move its cursor; `plain` needs only an input that is one. */
int term_type_check(const char *type, bool plain, struct err *e);

/* The others ask of the terminal that curses was started on. */

/* It writes its styles as ECMA-48 does: other sequences of that kind do no harm there. */
bool term_type_is_ecma(void);
/* Whether it is known to hold a frame back until it is whole. Those that do not know the marks
 * ignore them, but they cost bytes. */
bool term_type_syncs(const char *type);
/* Whether it may be asked that. Through SSH and multiplexers most call themselves by a few names;
 * others may not even know how to leave a question alone. */
bool term_type_may_be_asked(const char *type);
/* term_type_is_ecma() of a terminal that curses is not started on; a pipe and a file are none. */
bool term_type_may_be_switched(const char *type);

#endif
