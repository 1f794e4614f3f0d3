/* The table of keys. */
#include "tui/keymap.h"

#include "tui/key.h"

static const struct key_binding bindings[] = {
	{KEYS_EVERYWHERE, 'j', ACTION_DOWN},
	{KEYS_EVERYWHERE, 'k', ACTION_UP},
	{KEYS_EVERYWHERE, KEYC_DOWN, ACTION_DOWN},
	{KEYS_EVERYWHERE, KEYC_UP, ACTION_UP},
	{KEYS_EVERYWHERE, KEYC_PGDN, ACTION_PAGE_DOWN},
	{KEYS_EVERYWHERE, KEYC_PGUP, ACTION_PAGE_UP},
	{KEYS_EVERYWHERE, 'g', ACTION_TOP},
	{KEYS_EVERYWHERE, 'G', ACTION_BOTTOM},
	{KEYS_EVERYWHERE, KEYC_HOME, ACTION_TOP},
	{KEYS_EVERYWHERE, KEYC_END, ACTION_BOTTOM},
	{KEYS_EVERYWHERE, KEYC_ENTER, ACTION_OPEN},
	{KEYS_EVERYWHERE, KEYC_BACKSPACE, ACTION_BACK},
	{KEYS_EVERYWHERE, 'J', ACTION_SCROLL_DOWN},
	{KEYS_EVERYWHERE, 'K', ACTION_SCROLL_UP},
	{KEYS_EVERYWHERE, KEY_CTRL('D'), ACTION_SCROLL_DOWN},
	{KEYS_EVERYWHERE, KEY_CTRL('U'), ACTION_SCROLL_UP},
	{KEYS_EVERYWHERE, KEYC_TAB, ACTION_NEXT_PART},
	{KEYS_EVERYWHERE, KEYC_BACKTAB, ACTION_PREVIOUS_PART},
	{KEYS_EVERYWHERE, '/', ACTION_FILTER},
	{KEYS_EVERYWHERE, 'R', ACTION_REFRESH},
	{KEYS_EVERYWHERE, '1', ACTION_PANE_1},
	{KEYS_EVERYWHERE, '2', ACTION_PANE_2},
	{KEYS_EVERYWHERE, '3', ACTION_PANE_3},
	{KEYS_EVERYWHERE, '7', ACTION_PANE_7},
	{KEYS_EVERYWHERE, 'D', ACTION_PANE_MINE},
	{KEYS_EVERYWHERE, '?', ACTION_HELP},
	{KEYS_EVERYWHERE, ':', ACTION_PALETTE},
	{KEYS_EVERYWHERE, 'T', ACTION_THEME},
	{KEYS_EVERYWHERE, 'L', ACTION_LOCK},
	{KEYS_EVERYWHERE, KEY_CTRL('L'), ACTION_REDRAW},
	{KEYS_EVERYWHERE, KEY_CTRL('Z'), ACTION_SUSPEND},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_BELL},
	{KEYS_EVERYWHERE, KEY_CTRL('C'), ACTION_INTERRUPT},
	{KEYS_EVERYWHERE, KEYC_ESC, ACTION_CANCEL},
	{KEYS_EVERYWHERE, 'q', ACTION_QUIT},
	{KEYS_QUEUE, 'a', ACTION_APPROVE},
	{KEYS_QUEUE, 'x', ACTION_REJECT},
	{KEYS_QUEUE, 's', ACTION_SKIP},
	{KEYS_QUEUE, 'e', ACTION_EDIT},
	{KEYS_QUEUE, 'E', ACTION_EDIT_OUTSIDE},
	{KEYS_QUEUE, 'u', ACTION_UNDO},
	{KEYS_QUEUE, ' ', ACTION_MARK},
	{KEYS_QUEUE, 'v', ACTION_RANGE},
	{KEYS_QUEUE, '*', ACTION_MARK_ALL},
	{KEYS_QUEUE, 'U', ACTION_UNMARK_ALL},
	{KEYS_QUEUE, ';', ACTION_MARKED},
	{KEYS_QUEUE, 'h', ACTION_HIDDEN},
	{KEYS_QUEUE, 'y', ACTION_COPY},
	{KEYS_QUEUE, 'Y', ACTION_COPY_ID},
	{KEYS_QUEUE, 'o', ACTION_SORT},
	{KEYS_QUEUE, 'V', ACTION_VIEWS},
	{KEYS_QUEUE, 'X', ACTION_REASONS},
	{KEYS_BELIEFS, ' ', ACTION_MARK},
	{KEYS_BELIEFS, 'v', ACTION_RANGE},
	{KEYS_BELIEFS, '*', ACTION_MARK_ALL},
	{KEYS_BELIEFS, 'U', ACTION_UNMARK_ALL},
	{KEYS_BELIEFS, 'o', ACTION_SORT},
	{KEYS_BELIEFS, 't', ACTION_STANCES},
	{KEYS_MINE, 'u', ACTION_TAKE_BACK},
};

#define BINDINGS (sizeof(bindings) / sizeof(bindings[0]))

const struct key_binding *keymap_table(size_t *n)
{
	*n = BINDINGS;
	return bindings;
}

static const struct key_binding *find_key(enum key_place place, uint32_t code)
{
	for (size_t i = 0; i < BINDINGS; i++)
		if (bindings[i].place == place && bindings[i].code == code)
			return &bindings[i];
	return NULL;
}

enum action keymap_action(enum key_place place, uint32_t code)
{
	const struct key_binding *b = find_key(place, code);

	if (!b)
		b = find_key(KEYS_EVERYWHERE, code);
	return b ? b->action : ACTION_NONE;
}

void keymap_key(enum key_place place, enum action a, char out[24])
{
	out[0] = '\0';
	for (size_t i = 0; i < BINDINGS; i++) {
		const struct key_binding *b = &bindings[i];

		if (b->action != a || (b->place != place && b->place != KEYS_EVERYWHERE))
			continue;
		if (keymap_action(place, b->code) != a)
			continue; /* the place gives this key another meaning */
		key_name(b->code, out);
		return;
	}
}

const char *key_place_name(enum key_place place)
{
	static const char *const names[KEYS_PLACES] = {
		[KEYS_EVERYWHERE] = "everywhere",
		[KEYS_QUEUE] = "queue",
		[KEYS_BELIEFS] = "beliefs",
		[KEYS_STANCES] = "stances",
		[KEYS_MINE] = "decisions",
	};

	return place < KEYS_PLACES ? names[place] : "";
}
