/* The tour: three sentences of the pane in front above the status, at a first start and whenever
 * one asks for them. */
#include <string.h>
#include <unistd.h>

#include "app_parts.h"
#include "base/home.h"
#include "base/private_file.h"

#define MARK "tour" /* in the folder of the user's state: there, it was ended */
#define SENTENCES 3
#define WHOLE_COLUMNS 80 /* of the longest sentence */
#define LEAST_ROWS 4 /* that are left to the pane */
#define AROUND 4 /* rows around the pane */

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

	a->tour = a->tour_shown = false;
	a->dirty = true;
	if (!a->console.restricted && private_file(MARK, SPAN_LIT(""), &path, &e) < 0) {
		err_prefix(&e, "the tour will come again");
		console_say_error(&a->console, &e);
	} else {
		console_say_words(&a->console, STYLE_DIM,
			"that was the tour · {tour} shows it again, {help} has all keys");
	}
	str_free(&path);
}

#define SECOND "{approve} approves, {reject} rejects, {undo} takes it back"
#define THIRD \
	"{help} lists what works here, {command} finds anything by name. {cancel} ends this tour."

static const char *const whole[SENTENCES] = {
	"{down} and {up} go through the drafts; {scroll-down} reads on in the one beside the list.",
	SECOND ": nothing goes out without you.",
	THIRD,
};
/* In words that forty columns have room for. */
static const char *const brief[SENTENCES] = {
	"{down} and {up}: the drafts; {scroll-down} reads on.",
	SECOND ".",
	"{help} lists all keys. {cancel} ends this tour.",
};
/* Where nothing stands beside the list. */
static const char *const in_lines[SENTENCES] = {
	"{down} and {up} go through the drafts; {scroll-down} reads on in the one that {open} "
	"opened.",
	SECOND ": nothing goes out without you.",
	THIRD,
};

#define BACK "{queue} leads to the drafts that wait for you."

/* The first sentence in the other panes, broken where there is no room. */
static const char *const elsewhere[PANE_COUNT] = {
	[PANE_BELIEFS] =
		"What the agent believes: {open} opens a belief, {raise} and {lower} nudge it.",
	[PANE_STANCES] =
		"A belief's stances over time: {compare} says what changed, {zoom-in} zooms.",
	[PANE_MEMORY] =
		"What the agent remembers: {open} reads it whole, {similar} finds what is like it.",
	[PANE_CONFIG] = "The agent's settings: {change} changes one, {versions} shows what it was.",
	[PANE_PEOPLE] = "Who may log in, and who is here: {log} shows what they did.",
	[PANE_PULSE] = "How the queue does, day by day: {refresh} counts anew.",
	[PANE_MINE] = "What you decided, newest first: {take-back} takes the selected one back.",
	[PANE_FINDINGS] = "What is wrong in the graph, and why: {open} goes to where it is.",
	[PANE_DRAWING] = "The graph as a drawing: {next-belief} selects the next, {open} opens it.",
};

static const char *sentence(const struct app *a, const char *const *of_queue, int i)
{
	if (a->front == PANE_QUEUE || i == SENTENCES - 1)
		return of_queue[i];
	return i == 0 ? elsewhere[a->front] : BACK;
}

/* Adds a sentence broken into rows, with a line feed behind each; returns how many. */
static int add_rows(struct str *out, struct span text, int columns)
{
	int rows = 0;

	for (; text.n > 0 && columns > 0; rows++) {
		size_t n = text_fit(text, columns);
		str_addn(out, text.p, n);
		str_addc(out, '\n');
		text = (struct span){text.p + n, text.n - n};
	}
	return rows;
}

static int say_tour(const struct app *a, int columns, struct str *out)
{
	const char *const *sentences = a->console.plain ? in_lines
		: columns < WHOLE_COLUMNS               ? brief
							: whole;
	int rows = 0;

	for (int i = 0; i < SENTENCES; i++) {
		struct str text = {0};
		keymap_words(
			a->console.keymap, a->console.keys_of, sentence(a, sentences, i), &text);
		rows += add_rows(out, str_span(&text), columns - 1);
		str_free(&text);
	}
	return rows;
}

/* The pane keeps some rows: 0 where the tour would leave it none. */
static int tour_rows(const struct app *a, struct rect r, struct str *out)
{
	int rows = 1 + say_tour(a, draw_long_row(a->screen, r, 0).w, out);

	return r.h < rows + LEAST_ROWS ? 0 : rows;
}

void app_tour_again(struct app *a)
{
	struct rect r = {0, 0, screen_rows(a->screen) - AROUND, screen_columns(a->screen)};
	struct str text = {0};

	a->tour = true;
	a->dirty = true;
	if (tour_rows(a, r, &text) == 0)
		console_say(&a->console, STYLE_DIM, "the tour needs a larger screen");
	str_free(&text);
}

void app_tour_draw(struct app *a, struct rect *r)
{
	struct str text = {0};
	int rows = a->tour ? tour_rows(a, *r, &text) : 0;
	char *rest = text.p;

	a->tour_shown = rows > 0;
	if (rows > 0) {
		struct rect lines = rect_bottom(r, rows);
		draw_hline(a->screen, lines, 0, 0, lines.w, STYLE_BORDER);
		draw_str(a->screen, lines, 0, 1, STYLE_STRONG, " First steps ");
		for (int y = 1; y < rows; y++)
			draw_str(a->screen, draw_long_row(a->screen, lines, y), 0, 1, STYLE_TEXT,
				strsep(&rest, "\n"));
	}
	str_free(&text);
}
