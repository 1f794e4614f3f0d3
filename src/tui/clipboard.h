/* OSC 52: the terminal keeps a copy of a text. */
#ifndef SRC_TUI_CLIPBOARD_H
#define SRC_TUI_CLIPBOARD_H

#include "base/span.h"
#include "base/str.h"

enum clipboard_way { CLIPBOARD_DIRECT, CLIPBOARD_TMUX };

/* Appends the bytes to send. */
void clipboard_copy(struct str *out, struct span text, enum clipboard_way way);

#endif
