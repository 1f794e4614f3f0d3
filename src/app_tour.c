/* The tour of a first start: three lines above the status, until Esc ends them for good. */
#include <unistd.h>

#include "app_parts.h"
#include "base/home.h"
#include "base/private_file.h"

#define MARK "tour" /* in the folder of the user's state: there, it was ended */
#define LEAST_ROWS 14 /* of a pane that can spare some */
#define ROWS 4
#define WHOLE_COLUMNS 80 /* of its longest sentence */

/* A restricted console writes no file, and its user is everybody's: there it is for an account that
 * logs in for the first time. */
void app_tour_begin(struct app *a)
{
	struct arena here = {0};
	const char *mark = home_path(HOME_STATE, MARK, &here);

	if (a->console.restricted)
		a->tour = a->console.session.first;
	else
		a->tour = mark && access(mark, F_OK) != 0;
	arena_free(&here);
}

void app_tour_end(struct app *a)
{
	struct str path = {0};
	struct err e = {0};

	a->tour = false;
	a->dirty = true;
	if (a->console.restricted)
		return;
	if (private_file(MARK, SPAN_LIT(""), &path, &e) < 0) {
		err_prefix(&e, "the tour will come again");
		console_say_error(&a->console, &e);
	} else {
		console_say(&a->console, STYLE_DIM, "the tour does not come again · %s has it all",
			console_key(&a->console, ACTION_HELP).text);
	}
	str_free(&path);
}

static struct console_key queue_key(const struct app *a, enum action action)
{
	struct console_key key = {0};

	keymap_call(a->console.keymap, KEYS_QUEUE, action, key.text);
	return key;
}

/* The same in the words that forty columns have room for. */
static void draw_short(const struct app *a, struct rect lines)
{
	draw_fmt(a->screen, lines, 1, 1, STYLE_TEXT, "%s and %s: the drafts; %s reads on.",
		queue_key(a, ACTION_DOWN).text, queue_key(a, ACTION_UP).text,
		queue_key(a, ACTION_SCROLL_DOWN).text);
	draw_fmt(a->screen, lines, 2, 1, STYLE_TEXT, "%s approves, %s rejects, %s takes it back.",
		queue_key(a, ACTION_APPROVE).text, queue_key(a, ACTION_REJECT).text,
		queue_key(a, ACTION_UNDO).text);
	draw_fmt(a->screen, lines, 3, 1, STYLE_TEXT, "%s lists all keys. Esc ends this tour.",
		queue_key(a, ACTION_HELP).text);
}

void app_tour_draw(const struct app *a, struct rect *r)
{
	if (!a->tour || r->h < LEAST_ROWS)
		return;
	struct rect lines = rect_bottom(r, ROWS);
	draw_hline(a->screen, lines, 0, 0, lines.w, STYLE_BORDER);
	draw_str(a->screen, lines, 0, 1, STYLE_STRONG, " First steps ");
	if (lines.w < WHOLE_COLUMNS && !a->console.plain) {
		draw_short(a, lines);
		return;
	}
	draw_fmt(a->screen, draw_long_row(a->screen, lines, 1), 0, 1, STYLE_TEXT,
		"%s and %s go through the drafts; %s reads on in the one %s.",
		queue_key(a, ACTION_DOWN).text, queue_key(a, ACTION_UP).text,
		queue_key(a, ACTION_SCROLL_DOWN).text,
		a->console.plain ? "that Enter opened" : "beside the list");
	draw_fmt(a->screen, draw_long_row(a->screen, lines, 2), 0, 1, STYLE_TEXT,
		"%s approves, %s rejects, %s takes it back: nothing goes out without you.",
		queue_key(a, ACTION_APPROVE).text, queue_key(a, ACTION_REJECT).text,
		queue_key(a, ACTION_UNDO).text);
	draw_fmt(a->screen, draw_long_row(a->screen, lines, 3), 0, 1, STYLE_TEXT,
		"%s lists what works here, %s finds anything by name. Esc ends this tour for good.",
		queue_key(a, ACTION_HELP).text, queue_key(a, ACTION_PALETTE).text);
}
