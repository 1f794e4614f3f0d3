/* The user's own text editor, in place of the console. */
#ifndef TUI_OUTSIDE_H
#define TUI_OUTSIDE_H

#include "base/err.h"
#include "base/span.h"
#include "base/str.h"
#include "tui/term.h"

/*
 * Lets $VISUAL, or $EDITOR where that is unset, edit a file with this text, and appends what the
 * file says then to `out`; a line end that the editor added at the very end is left out. Returns
 * when the editor has ended. The file is the user's alone (see base/private_file.h) under `name`;
 * it is removed, but for an error after which it holds something that is nowhere else: the error
 * says where it is.
 */
int outside_edit(
	struct screen *s, const char *name, struct span text, struct str *out, struct err *e);

#endif
