/* The keys of an editor. Each operation has one that every terminal sends. */
#include "editor_private.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const helps[EDITOR_OPS] = {
	[EDITOR_NONE] = "",
	[EDITOR_LEFT] = "one character back; with Shift, moves select",
	[EDITOR_RIGHT] = "one character on",
	[EDITOR_UP] = "one row up",
	[EDITOR_DOWN] = "one row down",
	[EDITOR_WORD_LEFT] = "to the beginning of the word",
	[EDITOR_WORD_RIGHT] = "to the end of the word",
	[EDITOR_HOME] = "to the beginning of the row; again: of the line",
	[EDITOR_END] = "to the end of the row; again: of the line",
	[EDITOR_PAGE_UP] = "one screen up",
	[EDITOR_PAGE_DOWN] = "one screen down",
	[EDITOR_TOP] = "to the beginning of the text",
	[EDITOR_BOTTOM] = "to the end of the text",
	[EDITOR_TURN] = "to the beginning of the text; again: to its end",
	[EDITOR_NEWLINE] = "begin a new line",
	[EDITOR_TAB] = "a tab",
	[EDITOR_BACKSPACE] = "delete the character before the cursor, or the selection",
	[EDITOR_DELETE] = "delete the character at the cursor, or the selection",
	[EDITOR_DELETE_WORD] = "delete back to the beginning of the word",
	[EDITOR_DELETE_NEXT_WORD] = "delete to the end of the word",
	[EDITOR_CUT_END] = "cut to the end of the line, or the selection",
	[EDITOR_CUT_START] = "cut back to the beginning of the line, or the selection",
	[EDITOR_MARK] = "begin to select, or stop; then move",
	[EDITOR_CUT] = "cut what is selected",
	[EDITOR_COPY] = "copy what is selected",
	[EDITOR_PASTE] = "paste what was cut or copied",
	[EDITOR_UNDO] = "take the last change back",
	[EDITOR_REDO] = "do again what was taken back",
	[EDITOR_SEARCH] = "search while you type; once more for the last words",
	[EDITOR_NEXT] = "search: the next place",
	[EDITOR_PREVIOUS] = "search: the place before",
	[EDITOR_FOUND] = "search: stay here, with what was found selected",
	[EDITOR_GIVE_UP] = "search: go back; else drop the selection",
};

static const struct editor_binding bindings[] = {
	{KEYC_LEFT, EDITOR_LEFT, false},
	{KEYC_RIGHT, EDITOR_RIGHT, false},
	{KEYC_UP, EDITOR_UP, false},
	{KEYC_DOWN, EDITOR_DOWN, false},
	{KEY_CTRL('P'), EDITOR_WORD_LEFT, false},
	{KEYM_CTRL | KEYC_LEFT, EDITOR_WORD_LEFT, false},
	{KEY_CTRL('N'), EDITOR_WORD_RIGHT, false},
	{KEYM_CTRL | KEYC_RIGHT, EDITOR_WORD_RIGHT, false},
	{KEYC_HOME, EDITOR_HOME, false},
	{KEY_CTRL('A'), EDITOR_HOME, false},
	{KEYC_END, EDITOR_END, false},
	{KEY_CTRL('E'), EDITOR_END, false},
	{KEYC_PGUP, EDITOR_PAGE_UP, false},
	{KEYC_PGDN, EDITOR_PAGE_DOWN, false},
	{KEY_CTRL('G'), EDITOR_TURN, false},
	{KEYM_CTRL | KEYC_HOME, EDITOR_TOP, false},
	{KEYM_CTRL | KEYC_END, EDITOR_BOTTOM, false},
	{KEYC_ENTER, EDITOR_NEWLINE, false},
	{KEY_CTRL('J'), EDITOR_NEWLINE, false},
	{KEYC_TAB, EDITOR_TAB, false},
	{KEYC_BACKSPACE, EDITOR_BACKSPACE, false},
	{KEYC_DELETE, EDITOR_DELETE, false},
	{KEY_CTRL('D'), EDITOR_DELETE, false},
	{KEY_CTRL('W'), EDITOR_DELETE_WORD, false},
	{KEYM_CTRL | KEYC_DELETE, EDITOR_DELETE_NEXT_WORD, false},
	{KEY_CTRL('K'), EDITOR_CUT_END, false},
	{KEY_CTRL('U'), EDITOR_CUT_START, false},
	{KEY_CTRL('T'), EDITOR_MARK, false},
	{KEY_CTRL('X'), EDITOR_CUT, false},
	{KEY_CTRL('C'), EDITOR_COPY, false},
	{KEY_CTRL('V'), EDITOR_PASTE, false},
	{KEY_CTRL('Z'), EDITOR_UNDO, false},
	{KEY_CTRL('Y'), EDITOR_REDO, false},
	{KEY_CTRL('R'), EDITOR_REDO, false},
	{KEY_CTRL('F'), EDITOR_SEARCH, false},
	{KEYC_ESC, EDITOR_GIVE_UP, false},
	{KEY_CTRL('F'), EDITOR_NEXT, true},
	{KEYC_DOWN, EDITOR_NEXT, true},
	{KEYC_UP, EDITOR_PREVIOUS, true},
	{KEY_CTRL('P'), EDITOR_PREVIOUS, true},
	{KEY_CTRL('N'), EDITOR_NEXT, true},
	{KEYC_ENTER, EDITOR_FOUND, true},
	{KEYC_ESC, EDITOR_GIVE_UP, true},
	{KEY_CTRL('C'), EDITOR_GIVE_UP, true},
};

const struct editor_binding *editor_bindings(size_t *n)
{
	*n = COUNT(bindings);
	return bindings;
}

const char *editor_op_help(enum editor_op op)
{
	return op < EDITOR_OPS ? helps[op] : "";
}
