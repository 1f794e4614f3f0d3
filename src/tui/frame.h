/* What curses wrote, in fewer bytes that more terminals understand. */
#ifndef SRC_TUI_FRAME_H
#define SRC_TUI_FRAME_H

#include "base/span.h"
#include "base/str.h"

/*
 * Appends the frame to `out`. For terminals with ECMA-48 sequences. Adjacent SGR sequences become
 * one, and what a reset undoes is left out; ESC ( B goes, as nothing is drawn in another character
 * set; REP (CSI n b) becomes the characters themselves, as not every terminal that calls itself
 * xterm-256color knows it.
 */
void frame_spare(struct str *out, struct span frame);

#endif
