/* Asks why, without making a moderator wait: most rejections are two keys. */
#include "panes/reasons.h"

#include <stdlib.h>

#include "base/err.h"
#include "tui/lineedit.h"

#define COLUMNS 66
#define DIGITS 9
#define FIELD 8 /* column of what is typed */
#define WHOLE_HINT 56 /* columns of the longer one */

enum part { PART_LIST, PART_REASON, PART_NOTE, PARTS };

struct reasons_box {
	struct overlay overlay;
	struct arena arena;
	struct reasons_ask ask;
	struct lineedit edit[PARTS]; /* that of the list is not used */
	enum part at;
	size_t shown; /* of the list, where the screen has no room for all */
	const char *problem;
};

static enum overlay_result finish(struct reasons_box *b, struct span reason)
{
	struct span note = lineedit_text(&b->edit[PART_NOTE]);

	b->ask.done(b->ask.arg, reason, note.n > 0 ? note : SPAN_NULL);
	return OVERLAY_CLOSE;
}

static enum overlay_result enter(struct reasons_box *b)
{
	struct span typed = lineedit_text(&b->edit[PART_REASON]);

	if (typed.n > 0)
		return finish(b, typed);
	b->problem = b->ask.n > 0 ? "no reason yet: a digit picks one, or type your own"
				  : "no reason yet: type one";
	return OVERLAY_STAY;
}

static size_t digits(const struct reasons_box *b)
{
	return b->ask.n < DIGITS ? b->ask.n : DIGITS;
}

static bool typed_reason(const struct reasons_box *b)
{
	return lineedit_text(&b->edit[PART_REASON]).n > 0;
}

/* On the list a digit decides, and what else can be typed begins a reason of one's own; the key
 * that opened the box does neither. */
static enum overlay_result list_key(struct reasons_box *b, const struct key *k)
{
	if (k->code >= '1' && k->code < '1' + b->shown)
		return finish(b, b->ask.list[k->code - '1'].code);
	if (k->code >= '1' && k->code < '1' + digits(b)) {
		b->problem = "no room for it: type it";
	} else if (k->code >= '0' && k->code <= '9') {
		b->problem = "no reason has this digit";
	} else if (k->code != b->ask.opened_by && lineedit_key(&b->edit[PART_REASON], k)) {
		b->at = PART_REASON;
	}
	return OVERLAY_STAY;
}

static enum overlay_result box_key(struct overlay *o, const struct key *k)
{
	struct reasons_box *b = (struct reasons_box *)o;

	b->problem = NULL;
	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('C'): return OVERLAY_CLOSE;
	case KEYC_ENTER: return enter(b);
	/* A reason of one's own is begun by typing: from the list Tab goes to what its digits need.
	 */
	case KEYC_TAB:
		b->at = b->at == PART_LIST && b->shown > 0 ? PART_NOTE : (b->at + 1) % PARTS;
		return OVERLAY_STAY;
	case KEYC_DOWN: b->at = (b->at + 1) % PARTS; return OVERLAY_STAY;
	case KEYC_BACKTAB:
	case KEYC_UP: b->at = (b->at + PARTS - 1) % PARTS; return OVERLAY_STAY;
	default: break;
	}
	if (b->at == PART_LIST)
		return list_key(b, k);
	lineedit_key(&b->edit[b->at], k);
	if (b->edit[b->at].full)
		b->problem = "too long for this line: it was not taken";
	return OVERLAY_STAY;
}

/* A reason that is picked rejects: only its digit does that. */
static enum overlay_result box_point(struct overlay *o, const struct point *at)
{
	struct reasons_box *b = (struct reasons_box *)o;

	if (at->on == b && at->what == POINT_PRESS && at->index < PARTS)
		b->at = (enum part)at->index;
	lineedit_point(&b->edit[b->at], at);
	return OVERLAY_STAY;
}

static void draw_list(const struct reasons_box *b, struct screen *s, struct rect r)
{
	for (size_t i = 0; i < b->shown; i++) {
		const struct reason *one = &b->ask.list[i];
		struct rect row = draw_long_row(s, r, (int)i), text = row;
		int code = row.w > 44 ? row.w - 15 : row.w;
		if (!screen_plain(s))
			text.w = code < row.w ? code - 1 : row.w;
		draw_fmt(s, text, 0, 0, b->at == PART_LIST ? STYLE_KEY : STYLE_DIM, "%zu", i + 1);
		int end = draw_text(s, text, 0, 3, STYLE_TEXT, one->text);
		draw_text(s, row, 0, draw_column(s, end, code), STYLE_DIM, one->code);
	}
	if (digits(b) == 0)
		draw_str(s, r, 0, 0, STYLE_DIM, "No reason is saved for drafts of this kind.");
	else if (r.h > (int)b->shown && !screen_plain(s))
		draw_str(s, r, (int)b->shown, 0, STYLE_DIM, "   most used first, as at your login");
}

static void draw_field(
	struct reasons_box *b, struct screen *s, struct rect r, enum part part, const char *label)
{
	bool here = b->at == part;

	/* Heard one at a time: an empty one is named when one comes to it. */
	if (screen_plain(s) && !here && lineedit_text(&b->edit[part]).n == 0)
		return;
	draw_spot(s, r, b, part);
	int x = draw_str(s, r, 0, 0, here ? STYLE_STRONG : STYLE_DIM, label);
	x = screen_plain(s) ? draw_str(s, r, 0, x, STYLE_DIM, ":") + 1 : FIELD;
	r = draw_long_row(s, r, 0);
	if (here)
		lineedit_draw(&b->edit[part], s, r, 0, x, r.w - x);
	else
		draw_text(s, r, 0, x, STYLE_TEXT, lineedit_text(&b->edit[part]));
}

static void draw_hint(const struct reasons_box *b, struct screen *s, struct rect r)
{
	if (b->problem)
		draw_str(s, r, 0, 0, STYLE_WARN, b->problem);
	else if (b->at == PART_LIST && b->shown > 0)
		draw_fmt(s, r, 0, 0, STYLE_DIM,
			r.w < WHOLE_HINT
				? "1–%zu or type it · Tab note · Esc not"
				: "1–%zu rejects · type another reason · Tab note · Esc not",
			b->shown);
	else if (b->at == PART_NOTE && b->shown > 0 && !typed_reason(b))
		draw_fmt(s, r, 0, 0, STYLE_DIM,
			r.w < WHOLE_HINT ? "Tab, then 1–%zu rejects · Esc not"
					 : "a note; Tab, then 1–%zu rejects · Esc does not reject",
			b->shown);
	else if (!typed_reason(b))
		draw_str(s, r, 0, 0, STYLE_DIM,
			r.w < WHOLE_HINT ? "type a reason · Tab next · Esc not"
					 : "type a reason · Tab next line · Esc does not reject");
	else
		draw_str(s, r, 0, 0, STYLE_DIM,
			r.w < WHOLE_HINT ? "Enter rejects · Tab next · Esc not"
					 : "Enter rejects · Tab next line · Esc does not reject");
}

static void box_draw(struct overlay *o, struct screen *s, struct rect r)
{
	struct reasons_box *b = (struct reasons_box *)o;
	int rows = digits(b) > 0 ? (int)digits(b) : 1;
	/* Low on the left, over the list: the draft stays in sight. */
	struct rect corner = rect_left(&r, COLUMNS + 4);
	rect_bottom(&corner, corner.h > rows + 8 ? 2 : 0);
	corner = rect_bottom(&corner, rows + 6);
	struct rect in = overlay_box(s, corner, rows + 4, COLUMNS, b->ask.title);
	struct rect hint = rect_bottom(&in, 1);
	struct rect note = rect_bottom(&in, in.h > 1 ? 1 : 0);
	struct rect reason = rect_bottom(&in, 1);

	b->shown = in.h < (int)digits(b) ? (size_t)in.h : digits(b);
	draw_spot(s, in, b, PART_LIST);
	draw_list(b, s, in);
	if (!screen_plain(s)) /* its row would be said last */
		draw_cursor(s, in, 0, 0, false);
	draw_field(b, s, reason, PART_REASON, "reason");
	draw_field(b, s, note, PART_NOTE, "note");
	draw_hint(b, s, hint);
}

static void box_free(struct overlay *o)
{
	struct reasons_box *b = (struct reasons_box *)o;

	if (b->ask.drop)
		b->ask.drop(b->ask.arg);
	arena_free(&b->arena);
	free(b);
}

struct overlay *reasons_new(const struct reasons_ask *ask)
{
	static const struct overlay_ops ops = {box_key, box_draw, box_free, box_point};
	struct reasons_box *b = xcalloc(1, sizeof(*b));
	struct reason *list = arena_calloc(&b->arena, ask->n, sizeof(*list));

	b->overlay.ops = &ops;
	b->ask = *ask;
	b->ask.title = arena_strdup(&b->arena, ask->title);
	b->ask.list = list;
	for (size_t i = 0; i < ask->n; i++) {
		list[i] = ask->list[i];
		list[i].code = arena_span(&b->arena, list[i].code);
		list[i].text = arena_span(&b->arena, list[i].text);
	}
	b->shown = digits(b); /* until it is drawn: who knows the digit is ahead of the screen */
	return &b->overlay;
}
