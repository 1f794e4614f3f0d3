/* The box of what a setting was, from which an earlier value is brought back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "config_pane.h"
#include "said.h"
#include "tui/menu.h"

#define COLUMNS 76

struct versions_box {
	struct overlay overlay;
	struct config *pane;
	struct menu menu; /* the newest first */
	struct arena arena; /* of the setting's name, and whose it is */
	struct persona persona;
	struct span key;
	struct arena list_arena;
	struct config_version *v; /* the oldest first */
	struct span *titles;
	size_t n;
	bool loaded;
	struct err error;
	struct said said;
};

/* --- Loading --- */

struct versions_task {
	struct task task;
	struct versions_box *box;
	struct persona persona;
	struct span key;
	struct config_version *v;
	struct span *titles;
	size_t n;
};

static void load_run(struct task *task, void *context)
{
	struct versions_task *t = (struct versions_task *)task;
	struct arena *a = &task->arena;

	if (config_history(context, &t->persona, t->key, a, &t->v, &t->n, &task->err) < 0)
		return;
	t->titles = arena_calloc(a, t->n, sizeof(*t->titles));
	for (size_t i = 0; i < t->n; i++)
		t->titles[i] = config_title(&t->v[i].setting, a);
}

static void load_done(struct task *task)
{
	struct versions_task *t = (struct versions_task *)task;
	struct versions_box *b = t->box;

	b->error = task->err;
	b->loaded = task->err.code == ERR_NONE;
	if (!b->loaded)
		return;
	b->list_arena = task->arena;
	task->arena = (struct arena){0};
	b->v = t->v;
	b->titles = t->titles;
	b->n = t->n;
	menu_set(&b->menu, b->n);
}

static void load(struct versions_box *b)
{
	struct versions_task *t = task_new(sizeof(*t));

	t->task.run = load_run;
	t->task.done = load_done;
	t->task.owner = b;
	t->task.mode = TASK_LATEST;
	t->task.what = "reading what it was";
	t->box = b;
	memcpy(t->persona.id, b->persona.id, UUID_TEXT);
	t->persona.username = arena_span(&t->task.arena, b->persona.username);
	t->key = arena_span(&t->task.arena, b->key);
	worker_submit(b->pane->console->worker, &t->task);
}

/* --- Keys --- */

static enum overlay_result bring_back(struct versions_box *b)
{
	const char *why = console_refuses(b->pane->console, MAY_CONFIGURE);
	const struct config_version *now = b->n > 0 ? &b->v[b->n - 1] : NULL, *chosen;

	if (!now)
		return OVERLAY_STAY;
	chosen = &b->v[b->n - 1 - b->menu.at];
	if (why)
		said_set(&b->said, STYLE_WARN, "not restored: %s", why);
	else if (chosen->setting.state == now->setting.state &&
		span_eq(chosen->setting.value, now->setting.value))
		said_set(&b->said, STYLE_DIM, "it is that already");
	else {
		config_bring_back(b->pane, &b->persona, &now->setting, chosen);
		return OVERLAY_CLOSE;
	}
	return OVERLAY_STAY;
}

static enum overlay_result box_key(struct overlay *o, const struct key *k)
{
	struct versions_box *b = (struct versions_box *)o;

	str_clear(&b->said.text);
	if (menu_key(&b->menu, k))
		return OVERLAY_STAY;
	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('C'):
	case 'q': return OVERLAY_CLOSE;
	case KEYC_ENTER: return bring_back(b);
	default: return OVERLAY_STAY;
	}
}

static enum overlay_result box_point(struct overlay *o, const struct point *at)
{
	struct versions_box *b = (struct versions_box *)o;

	menu_point(&b->menu, at);
	return OVERLAY_STAY;
}

/* --- On the screen --- */

static void draw_row(const void *arg, struct screen *s, struct rect r, size_t i, bool selected)
{
	const struct versions_box *b = arg;
	const struct config_version *v = &b->v[b->n - 1 - i];
	char when[20] = "";
	int64_t t;

	(void)selected;
	rect_left(&r, 2);
	draw_fmt(s, rect_left(&r, 5), 0, 0, STYLE_DIM, "%3lld", (long long)v->number);
	if (time_parse(v->at, &t))
		time_format_minutes(t, when);
	draw_str(s, rect_left(&r, 18), 0, 0, STYLE_DIM, when);
	struct rect by = rect_left(&r, r.w > 30 ? 14 : r.w / 2);
	by.w -= by.w > 1;
	draw_text(s, by, 0, 0, STYLE_TEXT, v->outside ? SPAN_LIT("not recorded") : v->by);
	draw_text(s, r, 0, 0, v->setting.state == SETTING_OPEN ? STYLE_TEXT : STYLE_DIM,
		b->titles[b->n - 1 - i]);
}

static void box_draw(struct overlay *o, struct screen *s, struct rect r)
{
	static const char *const keys[] = {"Enter", "bring it back", "Esc", "close", NULL};
	static const char *const may_look[] = {"Esc", "close", NULL};
	struct versions_box *b = (struct versions_box *)o;
	int columns = r.w - 4 < COLUMNS ? r.w - 4 : COLUMNS;
	struct str title = {0};

	str_addf(&title, "What %.*s was", (int)b->key.n, b->key.p);
	struct rect in =
		overlay_box(s, r, (b->n > 0 ? (int)b->n : 1) + 3, columns, str_cstr(&title));
	struct rect last = rect_bottom(&in, in.h > 3 ? 1 : 0);
	struct rect said = rect_bottom(&in, in.h > 1 ? 1 : 0);
	str_free(&title);
	if (b->loaded && b->n > 0)
		menu_draw(&b->menu, s, in, draw_row, b);
	else if (b->error.code != ERR_NONE)
		draw_str(s, in, 0, 0, STYLE_BAD, b->error.text);
	else
		draw_str(s, in, 0, 0, STYLE_DIM,
			b->loaded ? "It was never set." : "Reading what it was …");
	if (!b->loaded || b->n == 0)
		draw_cursor(s, in, 0, 0, false);
	draw_text(s, said, 0, 0, b->said.style, str_span(&b->said.text));
	overlay_keys(s, last, console_refuses(b->pane->console, MAY_CONFIGURE) ? may_look : keys);
}

static void box_free(struct overlay *o)
{
	struct versions_box *b = (struct versions_box *)o;

	worker_forget(b->pane->console->worker, b);
	arena_free(&b->arena);
	arena_free(&b->list_arena);
	str_free(&b->said.text);
	free(b);
}

void config_versions(struct config *c, const struct config_line *line)
{
	static const struct overlay_ops ops = {box_key, box_draw, box_free, box_point};
	struct versions_box *b = xcalloc(1, sizeof(*b));

	b->overlay.ops = &ops;
	b->pane = c;
	memcpy(b->persona.id, line->persona->id, UUID_TEXT);
	b->persona.username = arena_span(&b->arena, line->persona->username);
	b->key = arena_span(&b->arena, line->setting.key);
	load(b);
	c->console->ops->overlay(c->console, &b->overlay);
}
