/* The terminal's cursor, which screen readers and magnifiers follow: it stands in the field that is
 * typed in, else on what is selected, else where the text begins. The gallery looks at the rest. */
#include "tui/fixture_walk.h"

#define K_CTRL_S "\023"
#define K_CTRL_U "\025"

/* Each step is typed when the one before is answered. */
struct stand {
	const char *keys[4];
	const char *row; /* what the cursor's row says */
};

static void expect_row(struct walk *w, const char *text)
{
	const char *row = console_row(w->c, console_cursor(w->c).row);

	if (strstr(row, text))
		return;
	console_print(w->c);
	fail_msg("the cursor is not at \"%s\" but at \"%s\"", text,
		console_row(w->c, console_cursor(w->c).row));
}

static void go_through(struct walk *w, const struct stand *stands, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < 4 && stands[i].keys[k]; k++)
			console_keys(w->c, stands[i].keys[k]);
		expect_row(w, stands[i].row);
	}
}

#define GO_THROUGH(w, stands) go_through(w, stands, sizeof(stands) / sizeof((stands)[0]))

static void boxes_have_it_at_the_field_that_is_typed_in(void **state)
{
	static const struct stand stands[] = {
		{{"x", K_DOWN}, "reason "},
		{{K_DOWN}, "note "},
		{{K_ESC, "V", "s"}, "save as: "},
		{{K_ESC, K_ESC, "X", "e"}, "text "},
		{{K_DOWN}, "subreddit "},
		{{K_ESC, K_ESC, ":pass-phrase" K_ENTER}, "present one"},
		{{K_TAB}, "new one"},
		{{K_ESC, "P", "je"}, "display name"},
		{{K_ESC, K_ESC, "6", "A"}, "name"},
		{{K_ESC, "1", "/"}, "filter: "},
	};
	struct walk *w = *state;

	walk_rosa(w);
	GO_THROUGH(w, stands);
	assert_true(console_cursor_visible(w->c));
}

static void questions_have_it_at_their_answers(void **state)
{
	static const struct stand stands[] = {
		{{"X", "d"}, "y remove"},
		{{"n", K_ESC, "2", "j"}, "Bayesian updating"},
		{{"="}, "confidence"},
		{{"0.6", K_ESC}, "Throw away what was typed? y does"},
		{{"n"}, "0.6"},
	};
	struct walk *w = *state;

	walk_rosa(w);
	GO_THROUGH(w, stands);
}

static void where_nothing_is_listed_it_stands_at_why(void **state)
{
	static const struct stand stands[] = {
		{{"D"}, "You have not decided anything yet."},
		{{"q", "/zebras" K_ENTER}, "No draft matches this filter."},
		{{"2", "/zebras" K_ENTER}, "No belief matches this filter."},
		{{"4", "/zebras" K_ENTER}, "No interaction matches this filter."},
		{{"6", "h", "/zebras" K_ENTER}, "No event matches this filter."},
	};
	struct walk *w = *state;

	walk_rosa(w);
	GO_THROUGH(w, stands);
}

static void what_is_only_read_has_it_where_the_text_begins(void **state)
{
	static const struct stand stands[] = {
		{{"7"}, "How long they have waited"},
		{{"1", "*", ";x", "1"}, "180"},
		{{"180" K_ENTER}, "180"},
	};
	struct walk *w = *state;

	walk_rosa(w);
	GO_THROUGH(w, stands);
}

static void a_choice_has_it_at_the_word_that_is_chosen(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "2");
	console_keys(w->c, "j");
	console_keys(w->c, "-");
	expect_row(w, "weak ");
	int before = console_cursor(w->c).col;
	console_keys(w->c, K_RIGHT);
	assert_int_equal(console_cursor(w->c).col, before + (int)strlen("weak") + 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(boxes_have_it_at_the_field_that_is_typed_in),
		WALK(questions_have_it_at_their_answers),
		WALK(where_nothing_is_listed_it_stands_at_why),
		WALK(what_is_only_read_has_it_where_the_text_begins),
		WALK(a_choice_has_it_at_the_word_that_is_chosen),
	};

	return RUN_WALKS(tests);
}
