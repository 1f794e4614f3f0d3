/* Keys that are typed one after the other: after a pause, what may follow. */
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

void app_chord_wait(struct app *a)
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

static void draw_follower(const struct app *a, struct rect r, int y, const struct key_binding *b)
{
	const struct action_info *info = action_info(b->action);
	const struct pane *p = a->pane[a->front];
	char keys[KEYMAP_NAME];
	const char *why = NULL;
	bool on = p->ops->enabled(p, b->action, &why);

	keymap_say(b->codes + a->chord.n, b->n - a->chord.n, keys);
	draw_str(a->screen, r, y, 0, on ? STYLE_KEY : STYLE_DIM, keys);
	struct console_text help = console_words(&a->console, info->help);
	struct console_text refusal = console_words(&a->console, on || !why ? "" : why);
	draw_fmt(a->screen, r, y, 8, on ? STYLE_TEXT : STYLE_DIM,
		refusal.text[0] ? "%s (%s)" : "%s", help.text, refusal.text);
}

void app_chord_draw(const struct app *a, struct rect r)
{
	char typed[KEYMAP_NAME];
	size_t n;
	const struct key_binding *all = keymap_table(a->console.keymap, &n);
	int rows = 0, y = 0;

	if (!a->chord.shown)
		return;
	for (size_t i = 0; i < n; i++)
		rows += follows(a, &all[i]);
	keymap_say(a->chord.codes, a->chord.n, typed);
	struct rect box = overlay_box(a->screen, r, rows + 1, WIDEST, typed);
	for (size_t i = 0; i < n; i++)
		if (follows(a, &all[i]))
			draw_follower(a, box, y++, &all[i]);
	draw_str(a->screen, box, y, 0, STYLE_DIM, "Esc: none of them");
}
