/* The box of personas: Enter shows the data of one alone, or of all. */
#include "personas_box.h"

#include <stdlib.h>
#include <string.h>

#include "panes/personas.h"

#define COLUMNS 72
#define NAME_COLUMNS 24
#define WIDE 46 /* columns of the box from which its keys stand in one row */

/* --- The list --- */

struct list_task {
	struct task task;
	struct personas_box *box;
	struct persona *list;
	size_t n;
};

static void list_run(struct task *task, void *context)
{
	struct list_task *t = (struct list_task *)task;

	personas_list(context, &task->arena, &t->list, &t->n, &task->err);
}

static void catch_up(struct personas_box *b);

static void list_done(struct task *task)
{
	struct list_task *t = (struct list_task *)task;
	struct personas_box *b = t->box;

	b->load_error = task->err;
	if (task->err.code != ERR_NONE)
		return;
	arena_free(&b->arena);
	b->arena = task->arena;
	task->arena = (struct arena){0};
	b->list = t->list;
	b->n = t->n;
	b->loaded = true;
	menu_set(&b->menu, b->n + 1);
	for (size_t i = 0; b->select[0] && i < b->n; i++)
		if (strcmp(b->list[i].id, b->select) == 0)
			b->menu.at = i + 1;
	b->select[0] = '\0';
	catch_up(b);
}

void personas_box_load(struct personas_box *b)
{
	struct list_task *t = task_new(sizeof(*t));

	t->task.run = list_run;
	t->task.done = list_done;
	t->task.owner = b;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading personas";
	t->box = b;
	worker_submit(b->console->worker, &t->task);
}

/* NULL: all of them, or none is there yet. */
static const struct persona *selected(const struct personas_box *b)
{
	return b->loaded && b->menu.at > 0 ? &b->list[b->menu.at - 1] : NULL;
}

/* --- Keys --- */

static enum overlay_result choose(struct personas_box *b)
{
	const struct persona *p = selected(b);
	struct console *c = b->console;

	str_clear(&c->persona);
	c->persona_id[0] = '\0';
	if (p) {
		memcpy(c->persona_id, p->id, UUID_TEXT);
		str_adds(&c->persona, p->username);
	}
	c->ops->narrow(c);
	return OVERLAY_CLOSE;
}

static void edit(struct personas_box *b, uint32_t key)
{
	const char *why = console_refuses(b->console, MAY_CONFIGURE);

	if (why)
		said_set(&b->said, STYLE_WARN, "not changed: %s", why);
	else if (key == 'a' || selected(b))
		personas_edit(b, key == 'a' ? NULL : selected(b), key);
	else
		said_set(&b->said, STYLE_DIM, "choose the one to edit");
}

static bool leaves(uint32_t key)
{
	return key == KEYC_ESC || key == KEY_CTRL('C') || key == 'q';
}

/* What comes behind a key that leads out of the list was not meant for it. */
static void keep_early(struct personas_box *b, uint32_t key)
{
	uint32_t last = b->early_count > 0 ? b->early[b->early_count - 1] : 0;

	if (b->early_count < PERSONAS_EARLY && last != KEYC_ENTER && last != 'a' && last != 'e')
		b->early[b->early_count++] = key;
}

static enum overlay_result box_key(struct overlay *o, const struct key *k)
{
	struct personas_box *b = (struct personas_box *)o;

	if (!b->loaded && !leaves(k->code)) {
		keep_early(b, k->code);
		return OVERLAY_STAY;
	}
	str_clear(&b->said.text);
	if (menu_key(&b->menu, k))
		return OVERLAY_STAY;
	if (leaves(k->code))
		return OVERLAY_CLOSE;
	switch (k->code) {
	case KEYC_ENTER: return choose(b);
	case 'a':
	case 'e': edit(b, k->code); break;
	default: break;
	}
	return OVERLAY_STAY;
}

static enum overlay_result box_point(struct overlay *o, const struct point *at)
{
	struct personas_box *b = (struct personas_box *)o;
	bool again = menu_point(&b->menu, at) == POINTED_AGAIN;

	return again ? box_key(o, &(struct key){.code = KEYC_ENTER}) : OVERLAY_STAY;
}

/* The box is gone when the last of them closes it. */
static void catch_up(struct personas_box *b)
{
	size_t n = b->early_count;

	b->early_count = 0;
	for (size_t i = 0; i < n; i++) {
		struct key k = {.code = b->early[i]};
		if (box_key(&b->overlay, &k) == OVERLAY_CLOSE) {
			b->console->ops->uncover(b->console, &b->overlay);
			return;
		}
	}
}

/* --- On the screen --- */

static void draw_row(const void *arg, struct screen *s, struct rect r, size_t i, bool is_selected)
{
	const struct personas_box *b = arg;
	const struct persona *p = i > 0 ? &b->list[i - 1] : NULL;
	const char *chosen = b->console->persona_id;

	(void)is_selected;
	if (p ? strcmp(p->id, chosen) == 0 : !chosen[0])
		draw_glyph(s, r, 0, 2, STYLE_ACCENT, GLYPH_MARK);
	rect_left(&r, 4);
	if (!p) {
		draw_str(s, r, 0, 0, STYLE_TEXT, "all personas");
		return;
	}
	struct rect name = rect_left(&r, NAME_COLUMNS);
	draw_text(s, name, 0, 0, STYLE_TEXT, p->username);
	draw_text(s, r, 0, 1, STYLE_DIM, p->display_name);
}

/* What the last key came to, else what the selected one is told to be. */
static void draw_said(const struct personas_box *b, struct screen *s, struct rect r)
{
	const struct persona *p = selected(b);

	if (b->said.text.len > 0)
		draw_text(s, r, 0, 0, b->said.style, str_span(&b->said.text));
	else if (p)
		draw_text(s, r, 0, 0, STYLE_DIM, p->config);
}

static void box_draw(struct overlay *o, struct screen *s, struct rect r)
{
	static const char *const all[] = {
		"Enter", "show it alone", "a", "add", "e", "edit", "Esc", "close", NULL};
	static const char *const may_look[] = {"Enter", "show it alone", "Esc", "close", NULL};
	struct personas_box *b = (struct personas_box *)o;
	bool may_edit = !console_refuses(b->console, MAY_CONFIGURE);
	int columns = r.w - 4 < COLUMNS ? r.w - 4 : COLUMNS;
	int key_rows = columns < WIDE ? 2 : 1;
	struct rect in = overlay_box(s, r, (int)b->n + 3 + key_rows, columns, "Personas");
	struct rect last = rect_bottom(&in, in.h > 3 + key_rows ? key_rows : 0);
	struct rect said = rect_bottom(&in, in.h > 1 ? 1 : 0);

	rect_bottom(&in, in.h > (int)b->n + 1 ? 1 : 0);
	if (b->loaded)
		menu_draw(&b->menu, s, in, draw_row, b);
	else if (b->load_error.code != ERR_NONE)
		draw_str(s, in, 0, 0, STYLE_BAD, b->load_error.text);
	else
		draw_str(s, in, 0, 0, STYLE_DIM, "Loading personas …");
	if (!b->loaded)
		draw_cursor(s, in, 0, 0, false);
	draw_said(b, s, said);
	overlay_keys(s, last, may_edit ? all : may_look);
}

/* --- Opening and closing --- */

static void box_free(struct overlay *o)
{
	struct personas_box *b = (struct personas_box *)o;

	worker_forget(b->console->worker, b);
	arena_free(&b->arena);
	str_free(&b->said.text);
	free(b);
}

void personas_choose(struct console *c)
{
	static const struct overlay_ops ops = {box_key, box_draw, box_free, box_point};
	struct personas_box *b = xcalloc(1, sizeof(*b));

	b->overlay.ops = &ops;
	b->console = c;
	memcpy(b->select, c->persona_id, UUID_TEXT);
	personas_box_load(b);
	c->ops->overlay(c, &b->overlay);
}
