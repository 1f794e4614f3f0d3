/* The table of keys, and what settings make of it. */
#include "tui/keymap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/str.h"
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
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_BELL},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_MOUSE},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_PASS_PHRASE},
	{KEYS_EVERYWHERE, KEYC_NONE, ACTION_SECOND_FACTOR},
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

struct keymap {
	struct key_binding *bindings;
	size_t n, room;
};

static struct key_binding *insert(struct keymap *m, size_t at)
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
		struct key_binding *b = insert(m, m->n);
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

static bool begins(const struct key_binding *b, const uint32_t *codes, size_t n)
{
	return b->n >= n && memcmp(b->codes, codes, n * sizeof(*codes)) == 0;
}

/* What is bound in a place itself. */
static enum keymap_match find_in(const struct keymap *m, enum key_place place,
	const uint32_t *codes, size_t n, enum action *out)
{
	enum keymap_match found = KEYMAP_NOTHING;

	for (size_t i = 0; i < m->n; i++) {
		const struct key_binding *b = &m->bindings[i];
		if (b->place != place || !begins(b, codes, n))
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
		found = find_in(m, place, codes, n, out);
	if (found != KEYMAP_ACTION) {
		enum keymap_match all = find_in(m, KEYS_EVERYWHERE, codes, n, out);
		/* Something that the place begins with hides a shorter one from everywhere. */
		if (found == KEYMAP_BEGUN)
			*out = ACTION_NONE;
		else
			found = all;
	}
	return found;
}

enum action keymap_action(const struct keymap *m, enum key_place place, uint32_t code)
{
	enum action a;

	return keymap_find(m, place, &code, 1, &a) == KEYMAP_ACTION ? a : ACTION_NONE;
}

bool keymap_holds(const struct keymap *m, enum key_place place, const struct key_binding *b)
{
	enum action a;

	if (b->place != place && b->place != KEYS_EVERYWHERE)
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

void keymap_key(const struct keymap *m, enum key_place place, enum action a, char out[KEYMAP_NAME])
{
	out[0] = '\0';
	for (size_t i = 0; i < m->n; i++) {
		const struct key_binding *b = &m->bindings[i];

		if (b->action != a || !keymap_holds(m, place, b))
			continue;
		if (b->n > 0)
			keymap_say(b->codes, b->n, out);
		else
			snprintf(out, KEYMAP_NAME, ":");
		return;
	}
}

/* --- In sentences. --- */

static bool place_named(struct span name, enum key_place *out)
{
	for (int i = 0; i < KEYS_PLACES; i++)
		if (span_is(name, key_place_name((enum key_place)i))) {
			*out = (enum key_place)i;
			return true;
		}
	return false;
}

/* The first binding of an action that holds in a place, else in any. */
static const struct key_binding *binding_of(
	const struct keymap *m, enum key_place place, enum action a)
{
	const struct key_binding *other = NULL;

	for (size_t i = 0; i < m->n; i++) {
		const struct key_binding *b = &m->bindings[i];
		if (b->action != a)
			continue;
		if (keymap_holds(m, place, b))
			return b;
		other = other ? other : b;
	}
	return other;
}

void keymap_call(const struct keymap *m, enum key_place place, enum action a, char out[KEYMAP_NAME])
{
	const struct key_binding *b = binding_of(m, place, a);
	const struct key_binding *by = binding_of(m, place, ACTION_PALETTE);

	if (b && b->n > 0) {
		keymap_say(b->codes, b->n, out);
		return;
	}
	by = by && by->n > 0 ? by : binding_of(m, place, ACTION_HELP);
	out[0] = '\0';
	if (by)
		keymap_say(by->codes, by->n, out);
	size_t used = strlen(out);
	/* "Ctrl-P undo", but as one writes it where it is one character. */
	snprintf(out + used, KEYMAP_NAME - used, "%s%s", used > 1 ? " " : "", action_info(a)->name);
}

static void add_escaped(struct str *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '%')
			str_addc(out, '%');
		str_addc(out, *text);
	}
}

static void add_words(const struct keymap *m, enum key_place place, const char *text,
	void (*add_key)(struct str *out, const char *key), struct str *out)
{
	const char *open, *close;

	while ((open = strchr(text, '{')) && (close = strchr(open, '}'))) {
		struct span name = {open + 1, (size_t)(close - open - 1)};
		const char *dot = memchr(name.p, '.', name.n);
		enum key_place where = place;
		char key[KEYMAP_NAME];
		if (dot && place_named((struct span){name.p, (size_t)(dot - name.p)}, &where))
			name = (struct span){dot + 1, (size_t)(close - dot - 1)};
		enum action a = action_named(name);
		str_adds(out, (struct span){text, (size_t)(open - text)});
		if (a == ACTION_NONE) {
			str_adds(out, (struct span){open, (size_t)(close - open + 1)});
		} else {
			keymap_call(m, where, a, key);
			add_key(out, key);
		}
		text = close + 1;
	}
	str_add(out, text);
}

void keymap_words(const struct keymap *m, enum key_place place, const char *text, struct str *out)
{
	add_words(m, place, text, str_add, out);
}

void keymap_format(const struct keymap *m, enum key_place place, const char *fmt, struct str *out)
{
	add_words(m, place, fmt, add_escaped, out);
}

/* --- Changing. --- */

struct chord {
	uint32_t codes[KEYMAP_CHORD];
	size_t n;
};

static int read_chord(struct span text, struct chord *out, struct err *e)
{
	size_t at = 0;

	*out = (struct chord){0};
	while (at < text.n) {
		size_t end = at;
		while (end < text.n && text.p[end] != ' ')
			end++;
		struct span name = {text.p + at, end - at};
		uint32_t code;
		at = end + (end < text.n);
		if (name.n == 0)
			continue;
		if (out->n == KEYMAP_CHORD)
			return err_set(e, ERR_USAGE, "\"%.*s\" is more than %d keys", (int)text.n,
				text.p, KEYMAP_CHORD);
		if (!key_parse(name, &code)) {
			err_set(e, ERR_USAGE, "\"%.*s\" is no key", (int)name.n, name.p);
			return err_hint(e, "a character, or a name as in PgDn, Ctrl-D, F5, Space");
		}
		if (code == KEYC_ESC || code == KEY_CTRL('C'))
			return err_set(e, ERR_USAGE, "%.*s keeps its meaning", (int)name.n, name.p);
		out->codes[out->n++] = code;
	}
	if (out->n == 0)
		return err_set(e, ERR_USAGE, "a key is missing between the quotes");
	return 0;
}

/* "approve", or "beliefs.mark"; place KEYS_PLACES: all of them. */
static int read_action(struct span text, enum key_place *place, enum action *action, struct err *e)
{
	const char *dot = memchr(text.p, '.', text.n);
	struct span name = text;

	*place = KEYS_PLACES;
	if (dot) {
		struct span where = {text.p, (size_t)(dot - text.p)};
		name = (struct span){dot + 1, text.n - where.n - 1};
		if (!place_named(where, place)) {
			err_set(e, ERR_USAGE, "\"%.*s\" is no place that has keys", (int)where.n,
				where.p);
			return err_hint(e, "tenet(5) names the places: queue, beliefs, …");
		}
	}
	*action = action_named(name);
	if (*action == ACTION_CANCEL || *action == ACTION_INTERRUPT)
		return err_set(e, ERR_USAGE, "%s keeps its key", action_info(*action)->name);
	if (*action != ACTION_NONE)
		return 0;
	struct str typed = {0};
	str_adds(&typed, name);
	struct nearest near = {.word = str_cstr(&typed)};
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
		nearest_offer(&near, action_info((enum action)a)->name);
	err_set(e, ERR_USAGE, "there is no action \"%.*s\"", (int)name.n, name.p);
	if (near.best)
		err_hint(e, "did you mean %s?", near.best);
	str_free(&typed);
	return -1;
}

/* Takes the bindings of an action in one place away and puts others where the first stood. */
static void replace(struct keymap *m, enum key_place place, enum action action,
	const struct chord *chords, size_t n)
{
	size_t at = m->n, kept = 0;

	for (size_t i = 0; i < m->n; i++) {
		if (m->bindings[i].action == action && m->bindings[i].place == place) {
			at = at == m->n ? kept : at;
			continue;
		}
		m->bindings[kept++] = m->bindings[i];
	}
	at = at < kept ? at : kept;
	m->n = kept;
	for (size_t i = 0; i < n || i == 0; i++) {
		struct key_binding *b = insert(m, at + i);
		b->place = place;
		b->action = action;
		b->own = true;
		b->n = n > 0 ? chords[i].n : 0;
		if (n > 0)
			memcpy(b->codes, chords[i].codes, sizeof(b->codes));
	}
}

static bool has_action(const struct keymap *m, enum key_place place, enum action action)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->bindings[i].place == place && m->bindings[i].action == action)
			return true;
	return false;
}

int keymap_rebind(
	struct keymap *m, struct span action, const struct span *keys, size_t n, struct err *e)
{
	struct chord *chords = xcalloc(n + 1, sizeof(*chords));
	enum key_place place = KEYS_PLACES;
	enum action a = ACTION_NONE;
	int rc = read_action(action, &place, &a, e);

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = read_chord(keys[i], &chords[i], e);
	bool anywhere = has_action(m, KEYS_EVERYWHERE, a);
	if (rc == 0 && place < KEYS_PLACES && !anywhere && !has_action(m, place, a))
		rc = err_set(e, ERR_USAGE, "%s has no meaning in %s", action_info(a)->name,
			key_place_name(place));
	for (int p = 0; rc == 0 && p < KEYS_PLACES; p++)
		if ((int)place == p ||
			(place == KEYS_PLACES && has_action(m, (enum key_place)p, a)))
			replace(m, (enum key_place)p, a, chords, n);
	free(chords);
	return rc;
}

/* --- Whether all of it can be typed. --- */

/* Two bindings that cannot both be in a place; `b` is not the place's if only one of them is. */
static int check_pair(const struct key_binding *a, const struct key_binding *b, struct err *e)
{
	char short_one[KEYMAP_NAME], long_one[KEYMAP_NAME];

	if (a->n == b->n) {
		/* That a place has a meaning of its own is known of the usual keys alone. */
		bool hides = a->place != b->place && !a->own && !b->own;
		if (hides || !begins(a, b->codes, b->n))
			return 0;
		keymap_say(a->codes, a->n, short_one);
		if (a->action == b->action)
			return err_set(e, ERR_USAGE, "%s stands twice for %s", short_one,
				action_info(a->action)->name);
		return err_set(e, ERR_USAGE, "%s means both %s and %s", short_one,
			action_info(a->action)->name, action_info(b->action)->name);
	}
	if (a->n > b->n)
		return check_pair(b, a, e);
	if (!begins(b, a->codes, a->n))
		return 0;
	keymap_say(a->codes, a->n, short_one);
	keymap_say(b->codes, b->n, long_one);
	return err_set(e, ERR_USAGE, "%s is %s, so \"%s\" (%s) cannot begin with it", short_one,
		action_info(a->action)->name, long_one, action_info(b->action)->name);
}

static bool meets(const struct key_binding *a, const struct key_binding *b)
{
	return a->place == b->place || a->place == KEYS_EVERYWHERE || b->place == KEYS_EVERYWHERE;
}

int keymap_check(const struct keymap *m, struct err *e)
{
	bool reachable = false;

	for (size_t i = 0; i < m->n; i++) {
		const struct key_binding *a = &m->bindings[i];
		reachable |= a->n > 0 && (a->action == ACTION_HELP || a->action == ACTION_PALETTE);
		for (size_t j = i + 1; j < m->n; j++) {
			const struct key_binding *b = &m->bindings[j];
			if (a->n > 0 && b->n > 0 && meets(a, b) && check_pair(a, b, e) < 0)
				return -1;
		}
	}
	if (!reachable)
		return err_set(e, ERR_USAGE, "neither help nor command has a key: one must have");
	return 0;
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
