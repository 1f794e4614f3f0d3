/* Draws a question and takes its answer. */
#include "tui/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "tui/lineedit.h"
#include "tui/textview.h"

#define COLUMNS 68
#define TYPED_LEAST 8 /* columns to type in */
#define CLOSES " closes this"
#define LEAVE " leave everything as it is"
#define LEAVES " leaves everything as it is"

struct question {
	struct overlay overlay;
	struct arena arena;
	struct ask ask;
	struct textview *view;
	bool over; /* nothing is asked any more */
	struct lineedit edit; /* while something has to be typed */
	/* What came was not what is asked for. */
	enum { ASK_FIRST, ASK_WRONG, ASK_LEAVING, ASK_INTERRUPTED } tried;
};

static enum overlay_result say_yes(struct question *q)
{
	if (q->ask.done)
		q->ask.done(q->ask.arg);
	return OVERLAY_CLOSE;
}

static enum overlay_result type(struct question *q, const struct key *k)
{
	if (k->code != KEYC_ENTER) {
		q->tried = ASK_FIRST;
		lineedit_key(&q->edit, k);
		return OVERLAY_STAY;
	}
	if (span_is(lineedit_text(&q->edit), q->ask.typed))
		return say_yes(q);
	q->tried = ASK_WRONG;
	return OVERLAY_STAY;
}

static enum overlay_result leave(struct question *q, const struct key *k)
{
	bool interrupts = k->code == KEY_CTRL('C');

	if (!q->ask.once || q->over || (interrupts && q->tried == ASK_INTERRUPTED))
		return OVERLAY_CLOSE;
	q->tried = interrupts ? ASK_INTERRUPTED : ASK_LEAVING;
	return OVERLAY_STAY;
}

static enum overlay_result question_key(struct overlay *o, const struct key *k)
{
	struct question *q = (struct question *)o;

	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('C'): return leave(q, k);
	case KEYC_PGDN:
	case KEYC_DOWN: textview_page(q->view, 1); return OVERLAY_STAY;
	case KEYC_PGUP:
	case KEYC_UP: textview_page(q->view, -1); return OVERLAY_STAY;
	default: break;
	}
	if (q->ask.typed && !q->over)
		return type(q, k);
	if (k->code == 'J' || k->code == 'K') {
		textview_page(q->view, k->code == 'J' ? 1 : -1);
		return OVERLAY_STAY;
	}
	if (k->code == 'y' && !q->over)
		return say_yes(q);
	return k->code == 'n' || k->code == 'q' ? OVERLAY_CLOSE : OVERLAY_STAY;
}

/* Only keys answer. */
static enum overlay_result question_point(struct overlay *o, const struct point *at)
{
	struct question *q = (struct question *)o;

	lineedit_point(&q->edit, at);
	textview_point(q->view, at);
	return OVERLAY_STAY;
}

/* What has to be typed, and why it is still asked for. */
static void say_wanted(const struct question *q, struct str *out)
{
	static const char *const before[] = {
		[ASK_FIRST] = "",
		[ASK_WRONG] = "that is not it; ",
		[ASK_LEAVING] = "not shown again: ",
		[ASK_INTERRUPTED] = "Ctrl-C again loses it; ",
	};

	str_addf(out, "%stype %s and Enter to %s: ", before[q->tried], q->ask.typed, q->ask.yes);
}

/* Two where both halves of the answer don't fit into one. */
static int answer_rows(const struct question *q, int columns)
{
	struct str wanted = {0};
	int width;

	if (q->over) {
		width = (int)strlen("n" CLOSES);
	} else if (q->ask.typed) {
		say_wanted(q, &wanted);
		width = (int)text_width(str_span(&wanted)) + TYPED_LEAST;
		str_free(&wanted);
	} else {
		width = (int)(strlen("y   n" LEAVE) + text_width(span_of(q->ask.yes)));
	}
	return width > columns ? 2 : 1;
}

static void draw_answer(struct question *q, struct screen *s, struct rect r)
{
	struct str wanted = {0};
	int last = r.h - 1, x;

	if (q->over) {
		x = draw_str(s, r, 0, 0, STYLE_KEY, "n");
		draw_str(s, r, 0, x, STYLE_TEXT, CLOSES);
		return;
	}
	if (!q->ask.typed) {
		x = draw_str(s, r, 0, 0, STYLE_KEY, "y");
		x = draw_fmt(s, r, 0, x, STYLE_TEXT, " %s  ", q->ask.yes);
		x = draw_str(s, r, last, last > 0 ? 0 : x, STYLE_KEY, "n");
		draw_str(s, r, last, x, STYLE_TEXT, LEAVE);
		return;
	}
	say_wanted(q, &wanted);
	x = draw_text(
		s, r, 0, 0, q->tried == ASK_FIRST ? STYLE_TEXT : STYLE_WARN, str_span(&wanted));
	x = last > 0 ? 0 : x;
	lineedit_draw(&q->edit, s, r, last, x, r.w - x);
	str_free(&wanted);
}

static void question_draw(struct overlay *o, struct screen *s, struct rect r)
{
	struct question *q = (struct question *)o;
	int columns = r.w - 4 < COLUMNS ? r.w - 4 : COLUMNS;

	/* How many lines there are; a larger window would take the last ones off the pages. */
	textview_layout(q->view, columns, 1);
	int rows = answer_rows(q, columns);
	int no = q->ask.typed && !q->ask.once && !q->over ? 1 : 0;
	struct rect in =
		overlay_box(s, r, textview_lines(q->view) + 1 + rows + no, columns, q->ask.title);
	struct rect leave = rect_bottom(&in, in.h > rows + no ? no : 0);
	struct rect answer = rect_bottom(&in, in.h > rows ? rows : 1);
	struct rect between = rect_bottom(&in, in.h > 2 ? 1 : 0);
	textview_layout(q->view, in.w, in.h);
	textview_draw(q->view, s, in, false);
	if (textview_more(q->view))
		draw_str(s, between, 0, 0, STYLE_DIM,
			q->ask.typed && !q->over ? "more below · PgDn" : "more below · J/PgDn");
	draw_str(s, leave, 0, 0, STYLE_DIM, "Esc" LEAVES);
	draw_cursor(s, answer, 0, 0, false);
	draw_answer(q, s, answer);
}

static void question_free(struct overlay *o)
{
	struct question *q = (struct question *)o;

	if (q->ask.drop)
		q->ask.drop(q->ask.arg);
	textview_free(&q->view);
	arena_free(&q->arena);
	free(q);
}

struct overlay *ask_new(const struct ask *ask)
{
	static const struct overlay_ops ops = {
		question_key, question_draw, question_free, question_point};
	struct question *q = xcalloc(1, sizeof(*q));

	q->overlay.ops = &ops;
	q->ask = *ask;
	q->ask.title = arena_strdup(&q->arena, ask->title);
	q->ask.yes = arena_strdup(&q->arena, ask->yes);
	q->ask.typed = ask->typed ? arena_strdup(&q->arena, ask->typed) : NULL;
	q->view = textview_new();
	textview_reset(q->view);
	if (ask->text.p)
		textview_line(q->view, STYLE_TEXT, ask->text);
	return &q->overlay;
}

void ask_over(struct overlay *question, const char *title, struct span text)
{
	struct question *q = (struct question *)question;

	q->over = true;
	q->ask.title = arena_strdup(&q->arena, title);
	textview_reset(q->view);
	textview_line(q->view, STYLE_TEXT, text);
}

struct textview *ask_about(struct overlay *question)
{
	return ((struct question *)question)->view;
}
