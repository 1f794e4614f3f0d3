/* Rows of a list that are marked by id. */
#include "marks.h"

#include <string.h>

#include "base/time.h"
#include "panes/console.h"

bool marks_have(const struct marks *m, const char *id)
{
	return idmap_has(&m->set, id) || (m->range_end[0] && idmap_has(&m->range, id));
}

bool marks_add(struct marks *m, const char *id)
{
	if (idmap_count(&m->set) >= MARKS_MOST)
		return idmap_has(&m->set, id);
	idmap_put(&m->set, id, NULL);
	return true;
}

void marks_range_begin(struct marks *m, const char *id)
{
	idmap_put(&m->range, id, NULL);
	memcpy(m->range_end, id, UUID_TEXT);
}

static void end_range(struct marks *m)
{
	idmap_clear(&m->range);
	m->range_end[0] = '\0';
}

bool marks_range_close(struct marks *m, marks_may *may, void *arg)
{
	bool whole = true;
	char id[UUID_TEXT];

	for (size_t i = 0; i < idmap_count(&m->range); i++) {
		idmap_at(&m->range, i, id);
		if (!may || may(arg, id))
			whole = marks_add(m, id) && whole;
	}
	end_range(m);
	return whole;
}

bool marks_range_leave(struct marks *m, struct console *c)
{
	if (!m->range_end[0])
		return false;
	end_range(m);
	m->dragged = false;
	console_say(c, STYLE_DIM, "the range is left: its rows are not marked");
	return true;
}

size_t marks_count(const struct marks *m)
{
	size_t n = idmap_count(&m->set);
	char id[UUID_TEXT];

	for (size_t i = 0; i < idmap_count(&m->range); i++) {
		idmap_at(&m->range, i, id);
		n += !idmap_has(&m->set, id);
	}
	return n;
}

static size_t index_of(const struct list *l, const char *id)
{
	size_t i = 0;

	while (i < list_count(l) && strcmp(list_at(l, i)->id, id) != 0)
		i++;
	return i;
}

/* Row by row from the old end to the new one: a row that the range holds already is one that the
 * cursor comes back from. */
bool marks_range_follow(struct marks *m, const struct list *l)
{
	const struct list_row *selected = list_selected(l);

	if (!m->range_end[0] || !selected || strcmp(selected->id, m->range_end) == 0)
		return true;
	size_t at = index_of(l, m->range_end), to = list_selected_index(l);
	if (at == list_count(l))
		return false;
	while (at != to) {
		const char *from = list_at(l, at)->id;
		at = at < to ? at + 1 : at - 1;
		const char *next = list_at(l, at)->id;
		if (idmap_has(&m->range, next))
			idmap_remove(&m->range, from);
		else
			idmap_put(&m->range, next, NULL);
	}
	memcpy(m->range_end, selected->id, UUID_TEXT);
	return true;
}

bool marks_drag(struct marks *m, const struct list *l, const struct point *at)
{
	const struct list_row *selected = list_selected(l);

	if (at->on != l || !selected)
		return false;
	if (at->what == POINT_DRAG && !m->range_end[0] && at->y != list_selected_line(l)) {
		marks_range_begin(m, selected->id);
		m->dragged = true;
	}
	bool over = at->what == POINT_DROP && m->dragged && m->range_end[0];
	m->dragged = m->dragged && at->what == POINT_DRAG;
	return over;
}

void marks_status(const struct marks *m, struct str *out)
{
	const char *between = out->len > 0 ? " · " : "";
	size_t n = idmap_count(&m->set);
	char number[16];

	console_number((int64_t)n, number);
	if (n > 0)
		str_addf(out, "%s%s marked", between, number);
	if (m->range_end[0])
		str_addf(out, "%srange of %zu", n > 0 ? " · " : between, idmap_count(&m->range));
}

void marks_say_count(const struct marks *m, struct console *c)
{
	if (c->plain)
		console_say(c, STYLE_DIM, "%zu marked", idmap_count(&m->set));
}

void marks_clear(struct marks *m)
{
	idmap_clear(&m->set);
	end_range(m);
}

static bool may_say(const struct console *c)
{
	return c->progress.total == 0;
}

void marks_say_begin(struct console *c, const char *what)
{
	if (may_say(c))
		c->progress = (struct console_progress){.what = what, .since = time_monotonic()};
}

void marks_say_so_far(struct console *c, size_t marked)
{
	if (may_say(c))
		c->progress.done = marked;
}

void marks_say_end(struct console *c)
{
	if (may_say(c))
		c->progress = (struct console_progress){0};
}
