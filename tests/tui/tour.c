/* The tour: at a first start, and when one asks for it. */
#include "tui/fixture_walk.h"

#define MARK "$HOME/.local/state/tenet/tour"
#define FIRST "First steps"

static void open_for_the_first_time(struct walk *w)
{
	assert_int_equal(system("rm -f " MARK), 0);
	walk_open(w);
	walk_login(w, ROSA, ROSAS_WORDS);
}

static void a_first_start_shows_three_lines_that_esc_ends_for_good(void **state)
{
	struct walk *w = *state;

	open_for_the_first_time(w);
	console_expect(w->c, FIRST);
	console_expect(w->c, "j and k go through the drafts; J reads on");
	console_expect(w->c, "a approves, x rejects, u takes it back");
	console_expect(w->c, "? lists what works here, : finds anything by name.");
	/* All keys work meanwhile, in every pane. */
	console_keys(w->c, "j");
	console_expect(w->c, "2 of 180");
	console_keys(w->c, "2");
	console_expect(w->c, FIRST);
	console_expect_not(w->c, "go through the drafts");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, FIRST);
	console_expect(w->c, "that was the tour · :tour shows it again, ? has all keys");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	walk_open(w);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect_not(w->c, FIRST);
}

static void who_only_leaves_sees_it_again(void **state)
{
	struct walk *w = *state;

	open_for_the_first_time(w);
	console_expect(w->c, FIRST);
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	walk_open(w);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, FIRST);
	console_keys(w->c, K_ESC);
}

static void forty_columns_have_all_of_it(void **state)
{
	struct walk *w = *state;

	assert_int_equal(system("rm -f " MARK), 0);
	walk_open_size(w, 15, 40);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, FIRST);
	console_expect(w->c, "j and k: the drafts; J reads on.");
	console_expect(w->c, "a approves, x rejects, u takes it back.");
	console_expect(w->c, "? lists all keys. Esc ends this tour.");
	console_expect(w->c, "1 of 180");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, FIRST);
}

static void each_pane_has_its_own_sentence(void **state)
{
	static const struct {
		const char *keys, *said;
	} panes[] = {
		{"2", "What the agent believes: Enter opens a belief, + and - nudge it."},
		{"m", "The graph as a drawing: n selects the next, Enter opens it."},
		{"2f", "What is wrong in the graph, and why: Enter goes to where it is."},
		{"3", "A belief's stances over time: c says what changed, z zooms."},
		{"4", "What the agent remembers: Enter reads it whole, s finds what is like it."},
		{"5", "The agent's settings: Enter changes one, h shows what it was."},
		{"6", "Who may log in, and who is here: h shows what they did."},
		{"7", "How the queue does, day by day: R counts anew."},
		{"D", "What you decided, newest first: u takes the selected one back."},
	};
	struct walk *w = *state;

	open_for_the_first_time(w);
	for (size_t i = 0; i < sizeof(panes) / sizeof(*panes); i++) {
		console_keys(w->c, panes[i].keys);
		console_expect(w->c, panes[i].said);
		console_expect(w->c, "1 leads to the drafts that wait for you.");
		console_expect(w->c, "? lists what works here");
	}
	console_keys(w->c, "1");
	console_expect(w->c, "j and k go through the drafts");
	console_keys(w->c, K_ESC);
}

static void a_small_screen_keeps_its_rows(void **state)
{
	struct walk *w = *state;

	assert_int_equal(system("rm -f " MARK), 0);
	walk_open_size(w, 11, 60);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect_not(w->c, FIRST);
	/* Nobody ends what was never there. */
	console_keys(w->c, K_ESC);
	console_resize(w->c, 24, 80);
	console_expect(w->c, FIRST);
	console_keys(w->c, K_ESC);
}

static void it_comes_back_when_it_is_asked_for(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_expect_not(w->c, FIRST);
	console_keys(w->c, "?tour");
	console_expect(w->c, "show the first steps again, until Esc");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, FIRST);
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, FIRST);
	console_resize(w->c, 11, 60);
	console_keys(w->c, ":tour" K_ENTER);
	console_expect(w->c, "the tour needs a larger screen");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(a_first_start_shows_three_lines_that_esc_ends_for_good),
		WALK(who_only_leaves_sees_it_again),
		WALK(forty_columns_have_all_of_it),
		WALK(each_pane_has_its_own_sentence),
		WALK(a_small_screen_keeps_its_rows),
		WALK(it_comes_back_when_it_is_asked_for),
	};

	return RUN_WALKS(tests);
}
