/* A draft open in the editor. */
#ifndef TESTS_TUI_FIXTURE_EDIT_H
#define TESTS_TUI_FIXTURE_EDIT_H

#include "tui/fixture_walk.h"

#define K_CTRL_S "\023"
#define DECISIONS "SELECT count(*) FROM console_decisions"
#define KEPT "SELECT count(*) FROM console_recovery"

#define TEXT "Teh cat sat on the mat."

/* Rosa opens the editor on a draft with this text; its id. */
const char *edit_of_size(struct walk *w, const char *text, int rows, int columns);
const char *edit(struct walk *w, const char *text);

#endif
