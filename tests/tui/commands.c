/* Help and commands: every action by its key, by its name, and why it is not there. */
#include "tui/fixture_walk.h"

#include <signal.h>
#include <stdio.h>

#include "postgres/relay.h"
#include "tui/keymap.h"

#define NEW_WORDS "an umbrella for the ferry"
#define DECISIONS "SELECT count(*) FROM console_decisions"

static void help_lists_what_works_and_is_searched_by_typing(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "?");
	console_expect(w->c, "What works here");
	console_expect(w->c, "one row down");
	console_keys(w->c, "take back");
	console_expect(w->c, "take back your last decision");
	console_expect_not(w->c, "one row down");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, "What works here");
	console_expect(w->c, "1 of 180");
}

static void help_has_the_keys_of_the_pane_in_front(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "2");
	console_keys(w->c, "?timeline");
	console_expect(w->c, "open the stance timeline of this belief");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "?approve");
	console_expect_not(w->c, "the agent will publish it");
}

static void an_action_runs_by_its_name(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, ":beliefs" K_ENTER);
	console_expect(w->c, "AI systems should say what they are");
	console_keys(w->c, ":timeline" K_ENTER);
	console_expect(w->c, "1 of 3 versions");
	console_keys(w->c, ":queue" K_ENTER);
	console_expect(w->c, "1 of 180");
}

static void no_box_takes_the_key_that_opened_it_or_enter_for_yes(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	static const char *const keys[] = {":", "?", "::", "??", "/"};
	for (size_t i = 0; i < 5; i++) {
		console_keys(w->c, keys[i]);
		console_keys(w->c, K_ENTER);
		console_keys(w->c, K_ESC);
	}
	console_expect(w->c, "Queue  status:pending");
	walk_expect_sql(w, DECISIONS, "0");
}

static void an_action_that_cannot_be_done_says_why_in_the_list(void **state)
{
	static const char *const args[] = {"--read-only", NULL};
	struct walk *w = *state;

	walk_open(w);
	console_type(w->c, K_CTRL_C);
	walk_expect_exit(w, 0);
	walk_open_with(w, args, NULL);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, ":approve");
	console_expect(w->c, "Not here, or not now");
	console_expect(w->c, "approve        the database is open read-only");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "the database is open read-only");
	walk_expect_sql(w, DECISIONS, "0");
}

/* Those lead out of the pane, or end it. */
static bool leads_away(enum action a)
{
	return (a >= ACTION_PANE_1 && a <= ACTION_PANE_FINDINGS) || a == ACTION_QUIT ||
		a == ACTION_LOCK || a == ACTION_SUSPEND || a == ACTION_CANCEL;
}

static void all_that_is_listed_has_a_meaning(
	struct walk *w, const struct keymap *keys, const char *way, enum key_place place)
{
	size_t n;
	const struct key_binding *all = keymap_table(keys, &n);
	char typed[64];

	for (size_t i = 0; i < n; i++) {
		const char *name = action_info(all[i].action)->name;
		if ((all[i].place != place && all[i].place != KEYS_EVERYWHERE) ||
			leads_away(all[i].action))
			continue;
		snprintf(typed, sizeof(typed), ":%s" K_ENTER, name);
		console_keys(w->c, way);
		console_keys(w->c, typed);
		console_expect_not(w->c, "has no meaning here");
		for (int k = 0; k < 3; k++)
			console_keys(w->c, K_ESC);
	}
}

static void what_is_listed_as_working_has_a_meaning(void **state)
{
	static const struct {
		const char *way;
		enum key_place place;
	} panes[] = {{"1", KEYS_QUEUE}, {"2", KEYS_BELIEFS}, {"3", KEYS_STANCES},
		{"4", KEYS_MEMORY}, {"5", KEYS_CONFIG}, {"6", KEYS_PEOPLE}, {"7", KEYS_EVERYWHERE},
		{"D", KEYS_MINE}, {"2f", KEYS_FINDINGS}, {"2m", KEYS_DRAWING}};
	struct walk *w = *state;
	struct keymap *keys = keymap_new();

	walk_open(w);
	walk_login(w, ADMIN, ADMINS_WORDS);
	console_keys(w->c, NEW_WORDS K_ENTER NEW_WORDS K_ENTER);
	for (size_t i = 0; i < sizeof(panes) / sizeof(panes[0]); i++)
		all_that_is_listed_has_a_meaning(w, keys, panes[i].way, panes[i].place);
	keymap_free(&keys);
}

static void nothing_matches_is_said(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, ":zebra");
	console_expect(w->c, "nothing matches");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "nothing matches");
}

static void a_draft_that_was_covered_is_decided_on_when_it_is_named(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, ":approve" K_ENTER);
	console_expect(w->c, "approved r/de");
	walk_expect_sql(w, DECISIONS, "1");
}

/* The other process holds the file; a terminal sends SIGINT for Ctrl-C. */
static void a_command_that_waits_says_so_and_stops(void **state)
{
	static const char *const args[] = {"posts", "list", NULL};
	struct walk *w = *state;

	walk_hold(w);
	walk_open_with(w, args, NULL);
	console_wait_text(w->c, "posts list · 0.", 30);
	console_wait_text(w->c, "posts list · 1.", 30);
	console_expect(w->c, "s · Ctrl-C stops");
	console_send(w->c, K_CTRL_C);
	assert_int_equal(console_wait_exit(w->c, 20), 128 + SIGINT);
	console_expect(w->c, "tenet: stopped: nothing was changed");
	db_rollback(w->db);
}

static void a_command_that_waits_ends_with_its_terminal(void **state)
{
	static const char *const args[] = {"posts", "list", NULL};
	struct walk *w = *state;

	walk_hold(w);
	walk_open_with(w, args, NULL);
	console_wait_text(w->c, "posts list · 0.", 30);
	console_hangup(w->c);
	assert_int_equal(console_wait_exit(w->c, 20), 128 + SIGHUP);
	db_rollback(w->db);
}

/* It is told by another process, and says so where its line stood. */
static void a_command_that_is_terminated_says_what_is_kept(void **state)
{
	static const char *const args[] = {"posts", "list", NULL};
	struct walk *w = *state;

	walk_hold(w);
	walk_open_with(w, args, NULL);
	console_wait_text(w->c, "posts list · 0.", 30);
	console_signal(w->c, SIGTERM);
	assert_int_equal(console_wait_exit(w->c, 20), 128 + SIGTERM);
	console_expect(w->c, "tenet: stopped: nothing was changed");
	console_expect_not(w->c, "Ctrl-C stops");
	db_rollback(w->db);
}

/* The server does not answer; a command that is new to this has its line nevertheless. */
static void whatever_a_command_waits_for_it_says_so_and_stops(void **state)
{
	static const char *const commands[][5] = {
		{"db", "check"},
		{"db", "doctor"},
		{"db", "lint"},
		{"db", "revision", "--autogenerate", "-m", "mood"},
		{"db", "current"},
		{"db", "copy", "", "none.db"},
		{"export", "all.jsonl"},
		{"beliefs", "graph"},
		{"memory", "list"},
		{"stats"},
	};
	struct walk *w = *state;
	char url[SERVER_URL];
	struct relay *r = relay_start(walk_server(), "walk", url);

	w->address = arena_strdup(&w->arena, url);
	relay_late(r, 60000);
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		const char *args[6] = {0};
		memcpy(args, commands[i], sizeof(commands[i]));
		for (size_t j = 0; j < 5; j++)
			if (args[j] && !*args[j])
				args[j] = w->address;
		walk_open_with(w, args, NULL);
		console_wait_text(w->c, " · 0.", 30);
		console_expect(w->c, args[0]);
		console_wait_text(w->c, " · 1.", 30);
		console_send(w->c, K_CTRL_C);
		assert_int_equal(console_wait_exit(w->c, 20), 128 + SIGINT);
		console_expect(w->c, "tenet: stopped: nothing was changed");
		console_expect_not(w->c, "Ctrl-C stops");
		console_free(&w->c);
	}
	relay_stop(&r);
}

static void a_slip_decides_what_was_meant_once_it_was_seen(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, ":aprpove");
	console_expect(w->c, "approve this draft: the agent will publish it");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "approved r/de");
	walk_expect_sql(w, DECISIONS, "1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(help_lists_what_works_and_is_searched_by_typing),
		WALK(help_has_the_keys_of_the_pane_in_front),
		WALK(an_action_runs_by_its_name),
		WALK(no_box_takes_the_key_that_opened_it_or_enter_for_yes),
		WALK(an_action_that_cannot_be_done_says_why_in_the_list),
		WALK(what_is_listed_as_working_has_a_meaning),
		WALK(nothing_matches_is_said),
		WALK(a_draft_that_was_covered_is_decided_on_when_it_is_named),
		WALK(a_slip_decides_what_was_meant_once_it_was_seen),
		WALK(a_command_that_waits_says_so_and_stops),
		WALK(a_command_that_waits_ends_with_its_terminal),
		WALK(a_command_that_is_terminated_says_what_is_kept),
		WALK_POSTGRES(whatever_a_command_waits_for_it_says_so_and_stops),
	};

	return RUN_WALKS(tests);
}
