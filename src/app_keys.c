/* The keys of a pane, one by one or one after the other as a chord: after a pause, what may follow.
 */
#include "app_parts.h"

#define PAUSE_MS 500 /* who knows the chord has typed it by then */
#define WIDEST 60

static void on_pause(void *arg)
{
	struct app *a = arg;

	a->chord.timer = 0;
	a->chord.shown = true;
	a->dirty = true;
}

static void wait_for_more(struct app *a)
{
	loop_cancel(a->console.loop, a->chord.timer);
	a->chord.timer = loop_after(a->console.loop, PAUSE_MS, on_pause, a);
}

void app_chord_end(struct app *a)
{
	loop_cancel(a->console.loop, a->chord.timer);
	a->chord = (struct chord_keys){0};
}

/* Whether a binding goes on from the keys that were typed, and is what they mean here. */
static bool follows(const struct app *a, const struct key_binding *b)
{
	const struct chord_keys *c = &a->chord;

	return b->n > c->n && memcmp(b->codes, c->codes, c->n * sizeof(*c->codes)) == 0 &&
		keymap_holds(a->console.keymap, a->pane[a->front]->ops->keys, b);
}

static void draw_follower(struct app *a, struct rect r, int y, const struct key_binding *b)
{
	const struct action_info *info = action_info(b->action);
	char keys[KEYMAP_NAME];
	const char *why = NULL;
	bool on = app_enabled(a, b->action, &why);

	keymap_say(b->codes + a->chord.n, b->n - a->chord.n, keys);
	draw_str(a->screen, r, y, 0, on ? STYLE_KEY : STYLE_DIM, keys);
	struct console_text help = console_words(&a->console, info->help);
	struct console_text refusal = console_words(&a->console, on || !why ? "" : why);
	draw_fmt(a->screen, r, y, 8, on ? STYLE_TEXT : STYLE_DIM,
		refusal.text[0] ? "%s (%s)" : "%s", help.text, refusal.text);
}

/* As many as there is room for, and that there are more. */
static void draw_followers(struct app *a, struct rect r, int count)
{
	size_t n;
	const struct key_binding *all = keymap_table(a->console.keymap, &n);
	int shown = count < r.h ? count : r.h > 2 ? r.h - 2 : 0, y = 0;

	for (size_t i = 0; i < n && y < shown; i++)
		if (follows(a, &all[i]))
			draw_follower(a, r, y++, &all[i]);
	if (shown < count && r.h > 1)
		draw_fmt(a->screen, r, y++, 0, STYLE_DIM, "and %d more: Esc, then %s",
			count - shown, console_key(&a->console, ACTION_HELP).text);
	draw_str(a->screen, r, y, 0, STYLE_DIM, "Esc: none of them");
}

void app_chord_draw(struct app *a, struct rect r)
{
	char typed[KEYMAP_NAME];
	size_t n;
	const struct key_binding *all = keymap_table(a->console.keymap, &n);
	int count = 0;

	if (!a->chord.shown)
		return;
	for (size_t i = 0; i < n; i++)
		count += follows(a, &all[i]);
	keymap_say(a->chord.codes, a->chord.n, typed);
	draw_followers(a, overlay_box(a->screen, r, count + 1, WIDEST, typed), count);
}

/* A key with modifiers that nothing is bound to is the key without them. */
static enum keymap_match find_chord(struct app *a, const struct key *k, enum action *out)
{
	struct chord_keys *c = &a->chord;
	enum key_place place = a->pane[a->front]->ops->keys;
	enum keymap_match found = KEYMAP_NOTHING;
	const uint32_t tries[] = {k->code | k->modifiers, k->code};

	for (size_t i = 0; i < 2 && found == KEYMAP_NOTHING; i++) {
		c->codes[c->n] = tries[i];
		found = keymap_find(a->console.keymap, place, c->codes, c->n + 1, out);
	}
	c->n++;
	return found;
}

static void say_means_nothing(struct app *a, const struct key *k)
{
	char name[KEYMAP_NAME] = "pasted text";

	if (k->code != KEYC_PASTE)
		keymap_say(a->chord.codes, a->chord.n, name);
	console_say(&a->console, STYLE_DIM, "%s means nothing here · %s lists what does", name,
		console_key(&a->console, ACTION_HELP).text);
}

void app_pane_key(struct app *a, const struct key *k)
{
	bool begun = a->chord.n > 0;
	enum action action;

	str_clear(&a->message);
	if (begun && (k->code == KEYC_ESC || k->code == KEYC_BACKSPACE)) {
		app_chord_end(a);
		return;
	}
	switch (find_chord(a, k, &action)) {
	case KEYMAP_BEGUN:
		a->console.keys--; /* a chord is one key */
		wait_for_more(a);
		return;
	case KEYMAP_ACTION: app_act(a, action); break;
	case KEYMAP_NOTHING: say_means_nothing(a, k); break;
	}
	app_chord_end(a);
}
