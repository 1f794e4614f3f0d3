/* The table of keys, and what they mean. */
#include "tui/keymap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keymap_private.h"
#include "tui/key.h"

/* KEYC_NONE: it has its name alone. */
static const struct {
	enum key_place place;
	uint32_t code;
	enum action action;
} usual[] = {
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
	{KEYS_EVERYWHERE, '4', ACTION_PANE_4},
	{KEYS_EVERYWHERE, '5', ACTION_PANE_5},
	{KEYS_EVERYWHERE, '6', ACTION_PANE_6},
	{KEYS_EVERYWHERE, '7', ACTION_PANE_7},
	{KEYS_EVERYWHERE, 'D', ACTION_PANE_MINE},
	{KEYS_EVERYWHERE, 'P', ACTION_PERSONA},
	{KEYS_EVERYWHERE, '?', ACTION_HELP},
	{KEYS_EVERYWHERE, ':', ACTION_PALETTE},
	{KEYS_EVERYWHERE, 'T', ACTION_THEME},
	{KEYS_EVERYWHERE, 'L', ACTION_LOCK},
	{KEYS_EVERYWHERE, KEY_CTRL('L'), ACTION_REDRAW},
	{KEYS_EVERYWHERE, KEY_CTRL('Z'), ACTION_SUSPEND},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_THEMES},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_BELL},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_MOUSE},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_PASS_PHRASE},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_SECOND_FACTOR},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_SETTINGS_FILE},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_TOUR},
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
	{KEYS_BELIEFS, '+', ACTION_RAISE},
	{KEYS_BELIEFS, '-', ACTION_LOWER},
	{KEYS_BELIEFS, '=', ACTION_SET},
	{KEYS_BELIEFS, '!', ACTION_LOCK_BELIEF},
	{KEYS_BELIEFS, 'u', ACTION_UNDO_CHANGE},
	{KEYS_BELIEFS, 'A', ACTION_ADD_BELIEF},
	{KEYS_BELIEFS, 'e', ACTION_EDIT_BELIEF},
	{KEYS_BELIEFS, 'c', ACTION_LINK},
	{KEYS_BELIEFS, 'w', ACTION_CHANGE_EDGE},
	{KEYS_BELIEFS, 'd', ACTION_DELETE},
	{KEYS_BELIEFS, 'i', ACTION_EVIDENCE},
	{KEYS_STANCES, '+', ACTION_RAISE},
	{KEYS_STANCES, '-', ACTION_LOWER},
	{KEYS_STANCES, '=', ACTION_SET},
	{KEYS_STANCES, '!', ACTION_LOCK_BELIEF},
	{KEYS_STANCES, 'u', ACTION_UNDO_CHANGE},
	{KEYS_BELIEFS, 'f', ACTION_PANE_FINDINGS},
	{KEYS_STANCES, ' ', ACTION_MARK_VERSION},
	{KEYS_STANCES, 'c', ACTION_COMPARE},
	{KEYS_STANCES, 'h', ACTION_HISTORY},
	{KEYS_STANCES, 'z', ACTION_ZOOM_IN},
	{KEYS_STANCES, 'Z', ACTION_ZOOM_OUT},
	{KEYS_STANCES, KEYC_LEFT, ACTION_OLDER},
	{KEYS_STANCES, KEYC_RIGHT, ACTION_NEWER},
	{KEYS_BELIEFS, 'h', ACTION_LEFT},
	{KEYS_BELIEFS, 'l', ACTION_RIGHT},
	{KEYS_BELIEFS, KEYC_LEFT, ACTION_LEFT},
	{KEYS_BELIEFS, KEYC_RIGHT, ACTION_RIGHT},
	{KEYS_BELIEFS, ']', ACTION_FORWARD},
	{KEYS_BELIEFS, '<', ACTION_SHALLOWER},
	{KEYS_BELIEFS, '>', ACTION_DEEPER},
	{KEYS_BELIEFS, 'm', ACTION_DRAW},
	{KEYS_BELIEFS, 'p', ACTION_PATH},
	{KEYS_MEMORY, 's', ACTION_SIMILAR},
	{KEYS_MEMORY, 'o', ACTION_SORT},
	{KEYS_PEOPLE, 'r', ACTION_ROLE},
	{KEYS_PEOPLE, 'd', ACTION_DISABLE},
	{KEYS_PEOPLE, 'p', ACTION_RESET},
	{KEYS_PEOPLE, 'f', ACTION_REMOVE_FACTOR},
	{KEYS_PEOPLE, 'n', ACTION_RENAME},
	{KEYS_PEOPLE, 'A', ACTION_ADD_ACCOUNT},
	{KEYS_PEOPLE, 'x', ACTION_END_SESSION},
	{KEYS_PEOPLE, 'h', ACTION_EVENTS},
	{KEYS_MINE, 'u', ACTION_TAKE_BACK},
	{KEYS_DRAWING, 'h', ACTION_LEFT},
	{KEYS_DRAWING, 'l', ACTION_RIGHT},
	{KEYS_DRAWING, KEYC_LEFT, ACTION_LEFT},
	{KEYS_DRAWING, KEYC_RIGHT, ACTION_RIGHT},
	{KEYS_DRAWING, 'n', ACTION_NEXT_BELIEF},
	{KEYS_DRAWING, 'N', ACTION_PREVIOUS_BELIEF},
	{KEYS_DRAWING, '{', ACTION_PAN_LEFT},
	{KEYS_DRAWING, '}', ACTION_PAN_RIGHT},
	{KEYS_DRAWING, '<', ACTION_SHALLOWER},
	{KEYS_DRAWING, '>', ACTION_DEEPER},
	{KEYS_DRAWING, 'z', ACTION_MINIMAP},
	{KEYS_DRAWING, 't', ACTION_STANCES},
	{KEYS_CONFIG, KEYC_ENTER, ACTION_CHANGE_SETTING},
	{KEYS_CONFIG, 'e', ACTION_CHANGE_SETTING},
	{KEYS_CONFIG, '+', ACTION_STEP_UP},
	{KEYS_CONFIG, '-', ACTION_STEP_DOWN},
	{KEYS_CONFIG, 'A', ACTION_ADD_SETTING},
	{KEYS_CONFIG, 'd', ACTION_UNSET},
	{KEYS_CONFIG, 'h', ACTION_VERSIONS},
};

#define USUAL (sizeof(usual) / sizeof(usual[0]))

struct key_binding *keymap_insert(struct keymap *m, size_t at)
{
	if (m->n == m->room) {
		m->room = m->room ? 2 * m->room : 256;
		m->bindings = xrealloc(m->bindings, m->room * sizeof(*m->bindings));
	}
	memmove(&m->bindings[at + 1], &m->bindings[at], (m->n - at) * sizeof(*m->bindings));
	m->n++;
	m->bindings[at] = (struct key_binding){0};
	return &m->bindings[at];
}

struct keymap *keymap_new(void)
{
	struct keymap *m = xcalloc(1, sizeof(*m));

	for (size_t i = 0; i < USUAL; i++) {
		struct key_binding *b = keymap_insert(m, m->n);
		b->place = usual[i].place;
		b->action = usual[i].action;
		b->n = usual[i].code != KEYC_NONE;
		b->codes[0] = usual[i].code;
	}
	return m;
}

void keymap_free(struct keymap **m)
{
	if (*m)
		free((*m)->bindings);
	free(*m);
	*m = NULL;
}

const struct key_binding *keymap_table(const struct keymap *m, size_t *n)
{
	*n = m->n;
	return m->bindings;
}

/* --- Looking up. --- */

bool keymap_begins(const struct key_binding *b, const uint32_t *codes, size_t n)
{
	return b->n >= n && memcmp(b->codes, codes, n * sizeof(*codes)) == 0;
}

bool keymap_is_replaced(const struct keymap *m, enum key_place place, const struct key_binding *b)
{
	if (b->place != KEYS_EVERYWHERE || place == KEYS_EVERYWHERE)
		return false;
	for (size_t i = 0; i < m->n; i++)
		if (m->bindings[i].own && m->bindings[i].place == place &&
			m->bindings[i].action == b->action)
			return true;
	return false;
}

/* What of that which is bound in `bound` itself holds in a place. */
static enum keymap_match find_in(const struct keymap *m, enum key_place bound, enum key_place place,
	const uint32_t *codes, size_t n, enum action *out)
{
	enum keymap_match found = KEYMAP_NOTHING;

	for (size_t i = 0; i < m->n; i++) {
		const struct key_binding *b = &m->bindings[i];
		if (b->place != bound || !keymap_begins(b, codes, n) ||
			keymap_is_replaced(m, place, b))
			continue;
		if (b->n > n) {
			found = KEYMAP_BEGUN;
			continue;
		}
		*out = b->action;
		return KEYMAP_ACTION;
	}
	return found;
}

enum keymap_match keymap_find(const struct keymap *m, enum key_place place, const uint32_t *codes,
	size_t n, enum action *out)
{
	enum keymap_match found = KEYMAP_NOTHING;

	*out = ACTION_NONE;
	if (n == 0)
		return KEYMAP_NOTHING;
	if (place != KEYS_EVERYWHERE)
		found = find_in(m, place, place, codes, n, out);
	/* What the place begins with hides whatever is meant everywhere. */
	return found == KEYMAP_NOTHING ? find_in(m, KEYS_EVERYWHERE, place, codes, n, out) : found;
}

enum action keymap_action(const struct keymap *m, enum key_place place, uint32_t code)
{
	enum action a;

	return keymap_find(m, place, &code, 1, &a) == KEYMAP_ACTION ? a : ACTION_NONE;
}

bool keymap_holds(const struct keymap *m, enum key_place place, const struct key_binding *b)
{
	enum action a;

	if ((b->place != place && b->place != KEYS_EVERYWHERE) || keymap_is_replaced(m, place, b))
		return false;
	return b->n == 0 ||
		(keymap_find(m, place, b->codes, b->n, &a) == KEYMAP_ACTION && a == b->action);
}

void keymap_say(const uint32_t *codes, size_t n, char out[KEYMAP_NAME])
{
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		char name[24];
		key_name(codes[i], name);
		used += (size_t)snprintf(
			out + used, KEYMAP_NAME - used, "%s%s", i > 0 ? " " : "", name);
		if (used >= KEYMAP_NAME)
			return;
	}
}

const struct key_binding *keymap_binding(
	const struct keymap *m, enum key_place place, enum action a)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->bindings[i].action == a && keymap_holds(m, place, &m->bindings[i]))
			return &m->bindings[i];
	return NULL;
}

void keymap_key(const struct keymap *m, enum key_place place, enum action a, char out[KEYMAP_NAME])
{
	const struct key_binding *b = keymap_binding(m, place, a);

	if (b && b->n > 0)
		keymap_say(b->codes, b->n, out);
	else
		snprintf(out, KEYMAP_NAME, "%s", b ? ":" : "");
}

const char *key_place_name(enum key_place place)
{
	static const char *const names[KEYS_PLACES] = {
		[KEYS_EVERYWHERE] = "everywhere",
		[KEYS_QUEUE] = "queue",
		[KEYS_BELIEFS] = "beliefs",
		[KEYS_STANCES] = "stances",
		[KEYS_MEMORY] = "memory",
		[KEYS_PEOPLE] = "people",
		[KEYS_MINE] = "decisions",
		[KEYS_FINDINGS] = "findings",
		[KEYS_DRAWING] = "drawing",
		[KEYS_CONFIG] = "config",
	};

	return place < KEYS_PLACES ? names[place] : "";
}

bool keymap_place_named(struct span name, enum key_place *out)
{
	for (int i = 0; i < KEYS_PLACES; i++)
		if (span_is(name, key_place_name((enum key_place)i))) {
			*out = (enum key_place)i;
			return true;
		}
	return false;
}
