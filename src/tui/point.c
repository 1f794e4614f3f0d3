/* Where the mouse points, and what a click may do. */
#include "tui/point.h"

#include <stdint.h>

#include "screen.h"

const char point_actions[] = "actions";

static bool is_inside(struct rect r, int y, int x)
{
	return y >= r.y && y < r.y + r.h && x >= r.x && x < r.x + r.w;
}

static const struct spot *spot_at(const struct screen *s, int y, int x)
{
	for (size_t i = s->spot_count; i-- > 0;)
		if (is_inside(s->spots[i].r, y, x))
			return &s->spots[i];
	return NULL;
}

static bool find_spot(struct pointer *p, const struct screen *s, const struct mouse *m)
{
	const struct spot *spot = spot_at(s, m->y, m->x);

	if (!spot)
		return false;
	p->r = spot->r;
	p->held = (struct point){.on = spot->on, .index = spot->index};
	return true;
}

/* What the button went down on, seen from where the mouse is now. */
static void see(const struct pointer *p, const struct mouse *m, struct point *out)
{
	*out = p->held;
	out->y = m->y - p->r.y;
	out->x = m->x - p->r.x;
}

static bool find_wheel(
	const struct pointer *p, const struct screen *s, const struct mouse *m, struct point *out)
{
	struct pointer there = {0};

	if (!find_spot(&there, s, m))
		return false;
	see(&there, m, out);
	out->what = POINT_WHEEL;
	out->lines = m->what == MOUSE_WHEEL_UP ? -p->lines : p->lines;
	return true;
}

bool pointer_find(
	struct pointer *p, const struct screen *s, const struct mouse *m, struct point *out)
{
	bool moved = m->y != p->y || m->x != p->x;

	if (m->what == MOUSE_WHEEL_UP || m->what == MOUSE_WHEEL_DOWN)
		return find_wheel(p, s, m, out);
	if (m->button != 0)
		return false; /* the others are the terminal's: they paste */
	if (m->what == MOUSE_DOWN) {
		p->dragged = false;
		p->down = find_spot(p, s, m);
	}
	p->y = m->y;
	p->x = m->x;
	if (!p->down || (m->what == MOUSE_MOVED && !moved))
		return false;
	see(p, m, out);
	if (m->what == MOUSE_DOWN) {
		out->what = POINT_PRESS;
	} else if (m->what == MOUSE_MOVED) {
		p->dragged = true;
		out->what = POINT_DRAG;
	} else {
		p->down = false;
		out->what = POINT_DROP;
		return p->dragged;
	}
	return true;
}

/*
 * A key that decides is pressed on purpose, by somebody who looks at what it decides on; a click
 * may be meant for the window below, or land on what has just moved under the pointer. So what
 * approves, rejects, takes back, writes without a box that asks, or ends the console has to be
 * typed, wherever its name stands.
 */
bool point_may_run(enum action a)
{
	switch (a) {
	case ACTION_APPROVE:
	case ACTION_REJECT:
	case ACTION_MARKED:
	case ACTION_UNDO:
	case ACTION_TAKE_BACK:
	case ACTION_UNDO_CHANGE:
	case ACTION_LOCK_BELIEF:
	case ACTION_DELETE:
	case ACTION_CHANGE_SETTING:
	case ACTION_STEP_UP:
	case ACTION_STEP_DOWN:
	case ACTION_UNSET:
	case ACTION_ROLE:
	case ACTION_DISABLE:
	case ACTION_RESET:
	case ACTION_REMOVE_FACTOR:
	case ACTION_END_SESSION:
	case ACTION_QUIT: return false;
	default: return a != ACTION_NONE;
	}
}

size_t point_row(const struct point *p, size_t top, size_t height, size_t count)
{
	if (count == 0)
		return SIZE_MAX;
	if (p->what == POINT_DRAG && p->y < 0)
		return top > 0 ? top - 1 : 0;
	size_t row = top + (p->y < (int)height ? (size_t)p->y : height);
	if (row < count)
		return row;
	return p->what == POINT_DRAG ? count - 1 : SIZE_MAX;
}
