/* The mouse in the console: who gets what it points at. */
#include "app_parts.h"

void app_use_mouse(struct app *a, bool on)
{
	const char *now = "the mouse is off: it selects text as the terminal does";

	term_set_mouse(a->screen, on);
	a->pointer = (struct pointer){.lines = (int)a->settings->wheel};
	if (term_mouse(a->screen))
		now = "the mouse is on: click, drag, wheel · with Shift it selects text as ever";
	else if (on)
		now = "this terminal has no mouse";
	console_say(&a->console, STYLE_DIM, "%s", now);
}

static void click_action(struct app *a, enum action action)
{
	if (point_may_run(action))
		app_act(a, action);
	else
		console_say(&a->console, STYLE_DIM, "no click does %s: press %s",
			action_info(action)->name, console_key(&a->console, action).text);
}

static void point_at_pane(struct app *a, const struct point *at)
{
	struct pane *p = a->pane[a->front];
	enum action action = p->ops->point ? p->ops->point(p, at) : ACTION_NONE;

	if (action != ACTION_NONE)
		app_act(a, action);
}

/* Whoever has the keys. What lies below was covered, and is not found. */
void app_mouse(struct app *a, const struct mouse *m)
{
	struct overlay *o = a->over;
	bool over_all = o || a->palette || a->prompt.open;
	struct point at;

	if (!over_all && mouse_acts(m)) {
		str_clear(&a->message);
		app_chord_end(a);
	}
	if (!pointer_find(&a->pointer, a->screen, m, &at))
		return;
	if (o) {
		if (o->ops->point && o->ops->point(o, &at) == OVERLAY_CLOSE)
			app_take_away(a, o);
	} else if (a->palette) {
		app_palette(a, palette_point(a->palette, &at));
	} else if (a->prompt.open) {
		prompt_point(&a->prompt, &at);
	} else if (at.on != point_actions) {
		point_at_pane(a, &at);
	} else if (at.what == POINT_PRESS) {
		click_action(a, (enum action)at.index);
	}
}
