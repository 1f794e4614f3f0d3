/* A draft open in the editor. */
#include "tui/fixture_edit.h"

const char *edit_of_size(struct walk *w, const char *text, int rows, int columns)
{
	const char *id = walk_add_first(w, span_of(text));

	walk_open_size(w, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
	if (rows < 24)
		console_keys(w->c, K_ENTER);
	console_keys(w->c, "e");
	return id;
}

const char *edit(struct walk *w, const char *text)
{
	return edit_of_size(w, text, 24, 80);
}
