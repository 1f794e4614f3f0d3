/* What panes may ask of the console: panes, overlays, prompts, and a word below them. */
#include "app_parts.h"
#include "base/time.h"
#include "tui/outside.h"

static struct app *app_of(struct console *c)
{
	return (struct app *)c;
}

static void app_say(struct console *c, enum style style, const char *text)
{
	struct app *a = app_of(c);

	str_clear(&a->message);
	str_add(&a->message, text);
	a->message_style = style;
	a->message_failed = style == STYLE_BAD && !c->done;
	a->message_new = true;
	a->dirty = true;
	c->done = false;
	if (a->message_failed && a->login.locked && !app_logged_in(a))
		login_tell(&a->login, text);
}

static void app_prompt(struct console *c, const char *label, struct span initial, prompt_done *done,
	prompt_complete *complete, void *arg)
{
	prompt_open(&app_of(c)->prompt, label, initial, done, complete, arg);
}

void app_leave_front(struct app *a)
{
	struct pane *p = a->pane[a->front];

	if (p && p->ops->leave)
		p->ops->leave(p);
}

void app_bring_to_front(struct app *a, enum pane_id id, const char *show)
{
	const struct pane_ops *ops = app_panes[id];

	if (id != a->front)
		app_leave_front(a);
	a->front = id;
	a->console.keys_of = ops->keys;
	if (!a->pane[id]) {
		a->pane[id] = xcalloc(1, ops->size);
		a->pane[id]->ops = ops;
		ops->open(a->pane[id], &a->console);
	}
	if (show && ops->show)
		ops->show(a->pane[id], show);
	ops->enter(a->pane[id]);
	draw_cover(a->screen);
	a->dirty = true;
}

static void app_show(struct console *c, enum pane_id id, const char *show)
{
	c->came_from = app_of(c)->front;
	app_bring_to_front(app_of(c), id, show);
}

static void app_overlay(struct console *c, struct overlay *o)
{
	struct app *a = app_of(c);

	o->below = a->over;
	a->over = o;
	draw_cover(a->screen);
	a->dirty = true;
}

/* In the order in which they came. */
static void app_later(struct console *c, struct overlay *o)
{
	struct overlay **at = &app_of(c)->later;

	while (*at)
		at = &(*at)->below;
	*at = o;
	o->below = NULL;
}

void app_show_later(struct app *a)
{
	struct overlay *o = a->later;

	if (!o || a->over || a->palette || a->prompt.open)
		return;
	a->later = o->below;
	app_overlay(&a->console, o);
}

static bool app_copy(struct console *c, struct span text)
{
	return term_copy(app_of(c)->screen, text);
}

static void app_bell(struct console *c)
{
	term_bell(app_of(c)->screen);
}

static int app_outside(
	struct console *c, const char *name, struct span text, struct str *out, struct err *e)
{
	struct app *a = app_of(c);
	int rc = outside_edit(a->screen, name, text, out, e);

	a->last_key = time_monotonic();
	a->dirty = true;
	return rc;
}

void app_take_away(struct app *a, struct overlay *o)
{
	struct overlay **at = &a->over;

	while (*at != o)
		at = &(*at)->below;
	*at = o->below;
	o->ops->free(o);
	if (a->screen)
		draw_cover(a->screen);
}

static void app_uncover(struct console *c, struct overlay *o)
{
	app_take_away(app_of(c), o);
	app_of(c)->dirty = true;
}

static void app_narrow(struct console *c)
{
	struct app *a = app_of(c);

	for (int i = 0; i < PANE_COUNT; i++)
		if (a->pane[i] && a->pane[i]->ops->narrowed)
			a->pane[i]->ops->narrowed(a->pane[i]);
	a->dirty = true;
}

const struct console_ops app_console_ops = {
	app_say,
	app_prompt,
	app_show,
	app_overlay,
	app_uncover,
	app_later,
	app_copy,
	app_narrow,
	app_bell,
	app_outside,
};
