/* The second factor: a code to scan, a code to type, and the recovery codes, shown once. */
#include "panes/second_factor.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "said.h"
#include "store/second_factor.h"
#include "tui/ask.h"
#include "tui/lineedit.h"
#include "tui/textview.h"

#define QUIET 2 /* light modules around the drawing, without which phones do not find it */
#define SIDE 30 /* columns of text beside it at least */
#define COLUMNS 76
#define BELOW_ROWS 6 /* of text below it */
#define OTHER_ROWS 16

enum stage {
	FACTOR_LOADING,
	FACTOR_SCAN, /* off: here is a secret, and what is its code? */
	FACTOR_ON,
};

struct factor_box {
	struct overlay overlay;
	struct console *console;
	enum stage stage;
	bool waits; /* for an answer */
	bool drawn; /* there was room for what the phone scans */
	bool inverted;
	char secret[TOTP_SECRET_TEXT];
	size_t left;
	QRcode *qr;
	struct lineedit field;
	struct said said;
	struct textview *text;
};

/* --- Tasks --- */

struct factor_task {
	struct task task;
	struct factor_box *box;
	struct session session;
	char typed[LINEEDIT_MOST];
	size_t typed_n;
	struct second_factor now;
	char secret[TOTP_SECRET_TEXT];
	char codes[TOTP_CODES][TOTP_CODE_TEXT];
};

static void task_clear(struct task *task)
{
	struct factor_task *t = (struct factor_task *)task;

	explicit_bzero(t->typed, sizeof(t->typed));
	explicit_bzero(t->secret, sizeof(t->secret));
	explicit_bzero(t->codes, sizeof(t->codes));
}

static void submit(struct factor_box *b, void (*run)(struct task *, void *),
	void (*done)(struct task *), const char *what)
{
	struct factor_task *t = task_new(sizeof(*t));
	struct span typed = lineedit_text(&b->field);

	t->task.run = run;
	t->task.done = done;
	t->task.clear = task_clear;
	t->task.owner = b;
	t->task.mode = TASK_KEEP;
	t->task.what = what;
	t->box = b;
	t->session = b->console->session;
	memcpy(t->typed, typed.p, typed.n);
	t->typed_n = typed.n;
	lineedit_wipe(&b->field);
	b->waits = true;
	worker_submit(b->console->worker, &t->task);
}

/* False, with what went wrong in the box. */
static bool answered(struct factor_box *b, struct task *task)
{
	b->waits = false;
	str_clear(&b->said.text);
	if (task->err.code == ERR_NONE)
		return true;
	said_set(&b->said, STYLE_BAD, "%s%s%s", task->err.text, task->err.hint[0] ? ": " : "",
		task->err.hint);
	return false;
}

static void look_run(struct task *task, void *context)
{
	struct factor_task *t = (struct factor_task *)task;

	if (second_factor_look(context, &t->session, &t->now, &task->err) == 0 && !t->now.on)
		second_factor_begin(context, &t->session, t->secret, &task->err);
}

static void look_done(struct task *task)
{
	struct factor_task *t = (struct factor_task *)task;
	struct factor_box *b = t->box;
	struct str uri = {0};

	if (!answered(b, task))
		return;
	b->stage = t->now.on ? FACTOR_ON : FACTOR_SCAN;
	b->field.secret = t->now.on;
	b->left = t->now.left;
	if (t->now.on)
		return;
	memcpy(b->secret, t->secret, sizeof(b->secret));
	totp_uri(span_of(b->console->session.name), span_of(b->secret), &uri);
	b->qr = QRcode_encodeString(uri.p, 0, QR_ECLEVEL_L, QR_MODE_8, 1);
	explicit_bzero(uri.p, uri.len);
	str_free(&uri);
}

static void confirm_run(struct task *task, void *context)
{
	struct factor_task *t = (struct factor_task *)task;

	second_factor_confirm(
		context, &t->session, (struct span){t->typed, t->typed_n}, t->codes, &task->err);
}

static void show_codes(struct console *c, const struct factor_task *t)
{
	struct overlay *o = ask_new(&(struct ask){
		.title = "Second factor", .yes = "close this", .typed = "noted", .once = true});
	struct textview *v = ask_about(o);

	textview_line(v, STYLE_GOOD, SPAN_LIT("The second factor is on."));
	textview_line(v, STYLE_TEXT,
		SPAN_LIT("Each of these codes lets you in once without the phone. Write them down: "
			 "they are not shown again."));
	textview_gap(v);
	for (size_t i = 0; i < TOTP_CODES; i++)
		textview_line(v, STYLE_STRONG, span_of(t->codes[i]));
	c->ops->overlay(c, o);
}

static void confirm_done(struct task *task)
{
	struct factor_task *t = (struct factor_task *)task;
	struct factor_box *b = t->box;
	struct console *c = b->console;

	if (!answered(b, task))
		return;
	c->ops->uncover(c, &b->overlay);
	show_codes(c, t);
}

static void off_run(struct task *task, void *context)
{
	struct factor_task *t = (struct factor_task *)task;

	second_factor_off(context, &t->session, (struct span){t->typed, t->typed_n}, &task->err);
}

static void off_done(struct task *task)
{
	struct factor_box *b = ((struct factor_task *)task)->box;

	if (!answered(b, task))
		return;
	console_say(b->console, STYLE_GOOD, "the second factor is off");
	b->console->ops->uncover(b->console, &b->overlay);
}

/* --- Keys --- */

static enum overlay_result box_key(struct overlay *o, const struct key *k)
{
	struct factor_box *b = (struct factor_box *)o;
	bool types = b->stage == FACTOR_SCAN || b->stage == FACTOR_ON;

	if (k->code == KEYC_ESC || k->code == KEY_CTRL('C'))
		return OVERLAY_CLOSE;
	if (b->waits || !types)
		return OVERLAY_STAY;
	str_clear(&b->said.text);
	if (b->drawn && k->code == 'i')
		b->inverted = !b->inverted;
	else if (lineedit_parts(k) > 1)
		said_set(&b->said, STYLE_WARN, "%s", lineedit_one_line);
	else if (k->code != KEYC_ENTER)
		lineedit_key(&b->field, k);
	else if (b->field.len == 0)
		said_set(&b->said, STYLE_WARN, "nothing was typed");
	else if (b->stage == FACTOR_SCAN)
		submit(b, confirm_run, confirm_done, "switching the second factor on");
	else
		submit(b, off_run, off_done, "switching the second factor off");
	return OVERLAY_STAY;
}

static enum overlay_result box_point(struct overlay *o, const struct point *at)
{
	struct factor_box *b = (struct factor_box *)o;

	lineedit_point(&b->field, at);
	textview_point(b->text, at);
	return OVERLAY_STAY;
}

/* --- The drawing --- */

static bool is_dark(const struct factor_box *b, int y, int x)
{
	int n = b->qr->width;

	y -= QUIET;
	x -= QUIET;
	bool dark = y >= 0 && x >= 0 && y < n && x < n && (b->qr->data[y * n + x] & 1);
	return dark != b->inverted;
}

/* Two modules share a cell; in ASCII each is two cells wide, dark by the style alone. */
static void draw_qr(const struct factor_box *b, struct screen *s, struct rect r)
{
	static const char *const halves[] = {" ", "▄", "▀", "█"};
	int side = b->qr->width + 2 * QUIET;

	for (int y = 0; y < side; y += screen_ascii(s) ? 1 : 2) {
		for (int x = 0; x < side; x++) {
			bool upper = is_dark(b, y, x), lower = is_dark(b, y + 1, x);
			if (screen_ascii(s))
				draw_str(s, r, y, 2 * x, upper ? STYLE_TEXT : STYLE_QR, "  ");
			else
				draw_str(s, r, y / 2, x, STYLE_QR, halves[upper * 2 + lower]);
		}
	}
}

static int qr_columns(const struct factor_box *b, struct screen *s)
{
	int side = b->qr->width + 2 * QUIET;

	return screen_ascii(s) ? 2 * side : side;
}

static int qr_rows(const struct factor_box *b, struct screen *s)
{
	int side = b->qr->width + 2 * QUIET;

	return screen_ascii(s) ? side : (side + 1) / 2;
}

/* With the text beside the drawing, where there is room for that, else below it. */
static int rows_wanted(const struct factor_box *b, struct screen *s, struct rect r)
{
	int columns = r.w - 4 < COLUMNS ? r.w - 4 : COLUMNS;

	if (b->stage != FACTOR_SCAN || !b->qr || screen_plain(s))
		return OTHER_ROWS;
	bool beside = columns >= qr_columns(b, s) + 2 + SIDE;
	int rows = qr_rows(b, s) + (beside ? 0 : BELOW_ROWS + 2);
	return rows <= r.h - 2 ? rows : OTHER_ROWS;
}

/* Cuts the drawing off, if it fits with text beside or below it. */
static struct rect qr_place(const struct factor_box *b, struct screen *s, struct rect *in)
{
	struct rect place;

	if (!b->qr || screen_plain(s))
		return (struct rect){0};
	int w = qr_columns(b, s), h = qr_rows(b, s);
	if (in->w >= w + 2 + SIDE && in->h >= h) {
		place = rect_left(in, w);
		rect_left(in, 2);
		return place;
	}
	if (in->w >= w && in->h >= h + BELOW_ROWS) {
		place = rect_top(in, h);
		rect_top(in, 1);
		return place;
	}
	textview_line(
		b->text, STYLE_WARN, SPAN_LIT("The terminal is too small for a drawing to scan."));
	textview_gap(b->text);
	return (struct rect){0};
}

static void say_secret(const struct factor_box *b)
{
	struct str key = {0};

	for (size_t i = 0; b->secret[i]; i++) {
		if (i > 0 && i % 4 == 0)
			str_addc(&key, ' ');
		str_addc(&key, b->secret[i]);
	}
	textview_line(b->text, STYLE_TEXT,
		b->drawn
			? SPAN_LIT("Scan this with an authenticator app, or type this key into it:")
			: SPAN_LIT("Type this key into an authenticator app:"));
	textview_line(b->text, STYLE_STRONG, str_span(&key));
	textview_gap(b->text);
	textview_line(b->text, STYLE_TEXT,
		SPAN_LIT("Then type the six digits that it shows, and Enter:"));
	if (key.p)
		explicit_bzero(key.p, key.len);
	str_free(&key);
}

static void say_on(const struct factor_box *b)
{
	struct str line = {0};

	str_addf(&line, "The second factor is on; %zu of %d recovery codes are left.", b->left,
		TOTP_CODES);
	textview_line(b->text, STYLE_TEXT, str_span(&line));
	textview_gap(b->text);
	textview_line(b->text, STYLE_TEXT,
		SPAN_LIT("To switch it off, type your pass phrase, and Enter:"));
	str_free(&line);
}

static void box_draw(struct overlay *o, struct screen *s, struct rect r)
{
	static const char *const scan[] = {
		"Enter", "switch on", "i", "invert", "Esc", "leave it off", NULL};
	static const char *const words[] = {"Enter", "switch on", "Esc", "leave it off", NULL};
	static const char *const on[] = {"Enter", "switch off", "Esc", "leave it on", NULL};
	struct factor_box *b = (struct factor_box *)o;
	struct rect in = overlay_box(s, r, rows_wanted(b, s, r), COLUMNS, "Second factor");

	textview_reset(b->text);
	struct rect qr = b->stage == FACTOR_SCAN ? qr_place(b, s, &in) : (struct rect){0};
	b->drawn = qr.h > 0;
	if (b->drawn)
		draw_qr(b, s, qr);
	overlay_keys(s, rect_bottom(&in, in.h > 4 ? (in.w < 44 ? 2 : 1) : 0),
		b->stage != FACTOR_SCAN ? on
			: b->drawn      ? scan
					: words);
	bool types = b->stage == FACTOR_SCAN || b->stage == FACTOR_ON;
	struct rect field = rect_bottom(&in, types ? 1 : 0);
	switch (b->stage) {
	case FACTOR_LOADING: textview_line(b->text, STYLE_DIM, SPAN_LIT("Looking …")); break;
	case FACTOR_SCAN: say_secret(b); break;
	case FACTOR_ON: say_on(b); break;
	}
	if (b->said.text.len > 0) {
		textview_gap(b->text);
		textview_line(b->text, b->said.style, str_span(&b->said.text));
	}
	textview_layout(b->text, in.w, in.h);
	textview_draw(b->text, s, in, false);
	if (types)
		lineedit_draw(&b->field, s, field, 0, 0, field.w);
	else
		draw_cursor(s, in, 0, 0, false);
}

/* --- Opening and closing --- */

static void box_free(struct overlay *o)
{
	struct factor_box *b = (struct factor_box *)o;

	worker_forget(b->console->worker, b);
	if (b->qr)
		QRcode_free(b->qr);
	lineedit_wipe(&b->field);
	textview_free(&b->text);
	str_free(&b->said.text);
	explicit_bzero(b, sizeof(*b));
	free(b);
}

void second_factor_open(struct console *c)
{
	static const struct overlay_ops ops = {box_key, box_draw, box_free, box_point};

	if (c->read_only) {
		console_say(c, STYLE_WARN, "not changed: %s", CONSOLE_READ_ONLY);
		return;
	}
	struct factor_box *b = xcalloc(1, sizeof(*b));
	b->overlay.ops = &ops;
	b->console = c;
	b->text = textview_new();
	submit(b, look_run, look_done, "looking at the second factor");
	c->ops->overlay(c, &b->overlay);
}
