/* Other keys than the usual ones, and whether all of them can be typed. */
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/str.h"
#include "keymap_private.h"
#include "tui/key.h"

struct chord {
	uint32_t codes[KEYMAP_CHORD];
	size_t n, at;
};

/* Two characters that are meant one after the other. */
static bool is_pair(struct span name)
{
	uint32_t first, second;

	return name.n == 2 && key_parse((struct span){name.p, 1}, &first) &&
		key_parse((struct span){name.p + 1, 1}, &second);
}

static int say_no_key(struct span name, struct err *e)
{
	struct str typed = {0};
	char near[24];

	str_adds(&typed, name);
	err_set(e, ERR_USAGE, "\"%.*s\" is no key", (int)name.n, name.p);
	if (key_nearest(str_cstr(&typed), near))
		err_hint(e, "did you mean %s?", near);
	else if (is_pair(name))
		err_hint(e, "did you mean \"%c %c\", one after the other?", name.p[0], name.p[1]);
	str_free(&typed);
	return err_hint(e, "%s", key_instead(name));
}

static int say_kept(uint32_t code, struct err *e)
{
	char name[24];

	key_name(code, name);
	return err_set(e, ERR_USAGE, "%s keeps its meaning", name);
}

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
		if (!key_parse(name, &code))
			return say_no_key(name, e);
		if (code == KEYC_ESC || code == KEY_CTRL('C'))
			return say_kept(code, e);
		out->codes[out->n++] = code;
	}
	if (out->n == 0)
		return err_set(e, ERR_USAGE, "a key is missing between the quotes");
	return 0;
}

int keymap_check_key(struct span text, struct err *e)
{
	struct chord ignored;

	return read_chord(text, &ignored, e);
}

static int say_unknown_place(struct span name, struct err *e)
{
	struct str typed = {0};

	str_adds(&typed, name);
	struct nearest near = {.word = str_cstr(&typed)};
	for (int p = 0; p < KEYS_PLACES; p++)
		nearest_offer(&near, key_place_name((enum key_place)p));
	err_set(e, ERR_USAGE, "\"%.*s\" is no place that has keys", (int)name.n, name.p);
	if (near.best)
		err_hint(e, "did you mean %s?", near.best);
	str_free(&typed);
	return err_hint(e, "tenet(5) names the places: queue, beliefs, …");
}

static bool is_word_of(enum action a, struct span name)
{
	for (const char *const *word = action_words(a); *word; word++)
		if (span_is(name, *word))
			return true;
	return false;
}

/* Another word for an action comes before a name that is spelled nearly so. */
static int say_unknown_action(struct span name, struct err *e)
{
	struct str typed = {0};

	str_adds(&typed, name);
	struct nearest near = {.word = str_cstr(&typed)};
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
		nearest_offer(&near, action_info((enum action)a)->name);
	for (int a = ACTION_COUNT - 1; a > ACTION_NONE; a--)
		if (is_word_of((enum action)a, name))
			near.best = action_info((enum action)a)->name;
	err_set(e, ERR_USAGE, "there is no action \"%.*s\"", (int)name.n, name.p);
	if (near.best)
		err_hint(e, "did you mean %s?", near.best);
	str_free(&typed);
	return -1;
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
		if (!keymap_place_named(where, place))
			return say_unknown_place(where, e);
	}
	*action = action_named(name);
	if (*action == ACTION_CANCEL || *action == ACTION_INTERRUPT)
		return err_set(e, ERR_USAGE, "%s keeps its key", action_info(*action)->name);
	return *action == ACTION_NONE ? say_unknown_action(name, e) : 0;
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
		struct key_binding *b = keymap_insert(m, at + i);
		b->place = place;
		b->action = action;
		b->own = true;
		b->at = n > 0 ? chords[i].at : 0;
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

static int read_chords(
	const struct key_text *keys, size_t n, struct chord *out, size_t *fault, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (read_chord(keys[i].text, &out[i], e) < 0) {
			*fault = keys[i].at;
			return -1;
		}
		out[i].at = keys[i].at;
	}
	return 0;
}

int keymap_rebind(struct keymap *m, struct span action, const struct key_text *keys, size_t n,
	size_t *fault, struct err *e)
{
	struct chord *chords = xcalloc(n + 1, sizeof(*chords));
	enum key_place place = KEYS_PLACES;
	enum action a = ACTION_NONE;
	int rc = read_chords(keys, n, chords, fault, e);

	if (rc == 0)
		rc = read_action(action, &place, &a, e);
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
		if (hides || !keymap_begins(a, b->codes, b->n))
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
	if (!keymap_begins(b, a->codes, a->n))
		return 0;
	keymap_say(a->codes, a->n, short_one);
	keymap_say(b->codes, b->n, long_one);
	return err_set(e, ERR_USAGE, "%s is %s, so \"%s\" (%s) cannot begin with it", short_one,
		action_info(a->action)->name, long_one, action_info(b->action)->name);
}

static bool meets(const struct keymap *m, const struct key_binding *a, const struct key_binding *b)
{
	if (a->place != b->place && a->place != KEYS_EVERYWHERE && b->place != KEYS_EVERYWHERE)
		return false;
	return !keymap_is_replaced(m, a->place, b) && !keymap_is_replaced(m, b->place, a);
}

/* Of the two that are written in the settings, the later one. */
static size_t place_of(const struct key_binding *a, const struct key_binding *b)
{
	return !a->own ? b->at : !b->own ? a->at : a->at > b->at ? a->at : b->at;
}

/* Who gives a key away may not know whose it is. One from everywhere need not be lost elsewhere. */
static void hint_usual(const struct key_binding *a, const struct key_binding *b, struct err *e)
{
	const struct key_binding *own = a->own ? a : b, *usual = a->own ? b : a;
	const char *name = action_info(usual->action)->name;
	bool here = usual->place != own->place && usual->place == KEYS_EVERYWHERE;
	const char *place = here ? key_place_name(own->place) : "", *dot = here ? "." : "";

	if (a->own != b->own)
		err_hint(e, "give %s other keys as well, or none: \"%s%s%s\": []", name, place, dot,
			name);
}

void keymap_forget(struct keymap *m, size_t at)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->bindings[i].own && m->bindings[i].at == at)
			m->bindings[i].n = 0;
}

/* Without either, nobody finds out what the other keys are. */
static int check_reachable(const struct keymap *m, enum key_place place, struct err *e)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct key_binding *b = &m->bindings[i];
		if (b->n > 0 && (b->action == ACTION_HELP || b->action == ACTION_PALETTE) &&
			keymap_holds(m, place, b))
			return 0;
	}
	if (place == KEYS_EVERYWHERE)
		return err_set(e, ERR_USAGE, "neither help nor command has a key: one must have");
	return err_set(e, ERR_USAGE, "neither help nor command has a key in %s: one must have",
		key_place_name(place));
}

int keymap_check(const struct keymap *m, size_t *fault, struct err *e)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct key_binding *a = &m->bindings[i];
		for (size_t j = i + 1; j < m->n; j++) {
			const struct key_binding *b = &m->bindings[j];
			if (a->n == 0 || b->n == 0 || !meets(m, a, b) || check_pair(a, b, e) == 0)
				continue;
			*fault = place_of(a, b);
			hint_usual(a, b, e);
			return -1;
		}
	}
	for (int p = 0; p < KEYS_PLACES; p++)
		if (check_reachable(m, (enum key_place)p, e) < 0)
			return -1;
	return 0;
}
