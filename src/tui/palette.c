/* The actions of a place as lines to search and run. */
#include <stdlib.h>

#include "base/err.h"
#include "palette_private.h"

struct palette *palette_open(const struct keymap *keys, enum key_place place,
	enum palette_scope scope, const char *title, palette_enabled *enabled, void *arg)
{
	struct palette *p = xcalloc(1, sizeof(*p));
	p->keys = keys;
	p->place = place;
	p->scope = scope;
	p->title = arena_strdup(&p->arena, title);
	p->enabled = enabled;
	p->arg = arg;
	palette_gather(p);
	palette_find(p);
	return p;
}

void palette_close(struct palette **p)
{
	if (!*p)
		return;
	arena_free(&(*p)->arena);
	free(*p);
	*p = NULL;
}

enum action palette_action(const struct palette *p)
{
	const struct palette_line *line = palette_selected(p);

	return line ? line->action : ACTION_NONE;
}

static void move(struct palette *p, bool down, size_t rows)
{
	if (!p->match_count)
		return;
	size_t last = p->match_count - 1;
	size_t before_end = palette_matches_before(p, p->top + p->height);
	size_t bottom = before_end > 0 && before_end <= last ? before_end - 1 : last;
	p->news = true;
	if (p->selected == PALETTE_NOTHING)
		p->selected = down ? palette_matches_before(p, p->top) : bottom;
	else if (down)
		p->selected = rows > last - p->selected ? last : p->selected + rows;
	else
		p->selected = rows > p->selected ? 0 : p->selected - rows;
}

/* Who only reads, and has nothing selected, has nothing selected after it. */
static void turn(struct palette *p, bool down, size_t rows)
{
	size_t height = p->height ? p->height : 1, all = palette_rows(p);
	size_t end = all > height ? all - height : 0;
	if (down)
		p->top = rows > end - p->top ? end : p->top + rows;
	else
		p->top = rows > p->top ? 0 : p->top - rows;
	if (p->selected != PALETTE_NOTHING)
		move(p, down, rows);
}

static void turn_page(struct palette *p, bool down)
{
	turn(p, down, p->height > 2 ? p->height - 1 : 1);
}

/* What the key that opens a box does in it, while nothing is searched. */
static enum action opener(const struct palette *p, const struct key *k)
{
	return p->filter.len ? ACTION_NONE : keymap_action(p->keys, p->place, k->code);
}

/* What was guessed is run by nobody who has not seen it. */
static enum palette_result run(struct palette *p)
{
	const struct palette_line *line = palette_selected(p);
	p->news = true;
	if (!line)
		p->refusal = p->match_count ? "choose a line first" : "nothing matches";
	else if (!palette_works(p, line, &p->refusal))
		return PALETTE_STAY;
	else if (line->fit >= FIT_SLIP && !p->seen)
		p->refusal = "this is a guess: Enter again runs it";
	else
		return PALETTE_RUN;
	return PALETTE_STAY;
}

/* Whether the words of `sort newest` follow now. */
static bool are_words_next(const struct palette *p, const struct key *k)
{
	const struct palette_line *line = palette_selected(p);
	const char *why;

	return k->code == ' ' && line && action_asks(line->action) &&
		span_is(lineedit_text(&p->filter), action_info(line->action)->name) &&
		palette_works(p, line, &why);
}

enum palette_result palette_key(struct palette *p, const struct key *k)
{
	p->refusal = NULL;
	if (p->scope == PALETTE_HERE && opener(p, k) == ACTION_HELP)
		return PALETTE_CLOSE;
	/* Who types it again means the words behind it, which are nothing for the pane. */
	if (opener(p, k) == ACTION_PALETTE)
		return PALETTE_STAY;
	if (are_words_next(p, k))
		return PALETTE_ASK;
	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('c'): return PALETTE_CLOSE;
	case KEYC_ENTER: return run(p);
	case KEYC_DOWN: move(p, true, 1); break;
	case KEYC_UP: move(p, false, 1); break;
	case KEYC_PGDN: turn_page(p, true); break;
	case KEYC_PGUP: turn_page(p, false); break;
	case KEYC_LEFT:
	case KEYC_RIGHT:
	case KEYC_HOME:
	case KEYC_END: lineedit_key(&p->filter, k); break;
	default:
		if (lineedit_key(&p->filter, k))
			palette_find(p);
	}
	return PALETTE_STAY;
}

enum palette_result palette_point(struct palette *p, const struct point *at)
{
	size_t was = p->selected, row, match;

	if (at->on != p)
		return PALETTE_STAY;
	if (at->what == POINT_WHEEL)
		turn(p, at->lines > 0, (size_t)abs(at->lines));
	if (at->what != POINT_PRESS)
		return PALETTE_STAY;
	p->refusal = NULL;
	row = point_row(at, p->top, p->height, palette_rows(p));
	match = row == SIZE_MAX ? PALETTE_NOTHING : palette_match(p, row);
	if (match == PALETTE_NOTHING)
		return PALETTE_STAY;
	p->selected = match;
	if (match != was)
		return PALETTE_STAY;
	if (point_may_run(palette_action(p)))
		return run(p);
	p->refusal = "no click does this: Enter does";
	return PALETTE_STAY;
}
