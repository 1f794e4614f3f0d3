/* Personas: the one whose data the lists show, and the form in which admins change them. */
#include "tui/fixture_walk.h"

#define K_CTRL_S "\023"

static void open_box(struct walk *w)
{
	walk_open_size(w, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "P");
}

static void at_first_the_lists_show_all_of_them(void **state)
{
	struct walk *w = *state;

	open_box(w);
	console_expect(w->c, "· all personas ▾");
	console_expect(w->c, "▸ • all personas");
	console_expect(w->c, "    HonestBubble             Honest Bubble");
	console_expect(w->c, "    NightOwlSkeptic");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 180");
}

static void the_one_that_is_chosen_narrows_queue_and_memory_and_stands_above(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE interactions SET persona_id = (SELECT id FROM personas WHERE"
		" reddit_username = 'NightOwlSkeptic') WHERE reddit_id = 't1_138b'");
	open_box(w);
	console_keys(w->c, "jj" K_ENTER);
	console_expect(w->c, "· NightOwlSkeptic ▾");
	console_expect(w->c, "Queue  status:pending · NightOwlSkeptic");
	console_expect(w->c, "rosa (admin) · 20 pending");
	console_expect(w->c, "1 of 20");
	console_keys(w->c, "4");
	console_expect(w->c, "Memory · NightOwlSkeptic");
	console_expect(w->c, "1 of 1");
	console_keys(w->c, "P");
	console_expect(w->c, "▸ • NightOwlSkeptic");
	console_keys(w->c, "g" K_ENTER);
	console_expect(w->c, "1 of 120");
	console_keys(w->c, "1");
	console_expect(w->c, "1 of 180");
}

/* All of it comes before the list can have been read. */
static void keys_wait_for_the_list_of_personas(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "Pjj" K_ENTER);
	console_expect(w->c, "Queue  status:pending · NightOwlSkeptic");
	console_keys(w->c, "Pg" K_ENTER "j");
	console_expect(w->c, "1 of 180");
	console_keys(w->c, "Pea");
	console_expect(w->c, "choose the one to edit");
	console_keys(w->c, K_ESC);
}

static void it_holds_beside_the_filter_that_one_writes(void **state)
{
	struct walk *w = *state;

	open_box(w);
	console_keys(w->c, "jj" K_ENTER);
	console_keys(w->c, "/type:reply" K_ENTER);
	console_expect(w->c, "Queue  type:reply · NightOwlSkeptic");
	console_expect_not(w->c, "1 of 180");
	walk_expect_sql(w,
		"SELECT count(*) FROM pending_posts p JOIN personas s ON s.id = p.persona_id"
		" WHERE s.reddit_username = 'NightOwlSkeptic' AND p.status = 'pending'",
		"20");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 20");
}

static void an_admin_edits_one_and_sees_the_difference_first(void **state)
{
	struct walk *w = *state;

	open_box(w);
	console_keys(w->c, "jje");
	console_expect(w->c, "Edit the persona NightOwlSkeptic");
	console_keys(w->c, "Night Owl" K_CTRL_S);
	console_expect(w->c, "What would change:");
	console_expect(w->c, "display name: none becomes Night Owl");
	console_expect(w->c, "The config stays as it is.");
	console_expect(w->c, "not saved yet");
	walk_expect_sql(w,
		"SELECT coalesce(display_name, '-') FROM personas WHERE reddit_username ="
		" 'NightOwlSkeptic'",
		"-");
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "saved");
	console_expect(w->c, "▸   NightOwlSkeptic          Night Owl");
	walk_expect_sql(w,
		"SELECT display_name FROM personas WHERE reddit_username ="
		" 'NightOwlSkeptic'",
		"Night Owl");
	walk_expect_sql(w, "SELECT actor FROM console_events WHERE kind = 'persona.set'", "rosa");
}

static void json_that_is_wrong_is_named_by_line_and_column(void **state)
{
	struct walk *w = *state;

	open_box(w);
	console_keys(w->c, "jje\t" K_END K_BACKSPACE "\"a\": 1,\r\"a\": 2}" K_CTRL_S);
	console_expect(w->c, "line 2, column 1: this member");
	walk_expect_sql(w, "SELECT count(*) FROM console_events WHERE kind = 'persona.set'", "0");
}

static void one_is_added_and_selected(void **state)
{
	struct walk *w = *state;

	open_box(w);
	console_keys(w->c, "aA name" K_CTRL_S);
	console_expect(w->c, "3 to 20 letters");
	for (int i = 0; i < 6; i++)
		console_keys(w->c, K_BACKSPACE);
	console_keys(w->c, "Another" K_CTRL_S);
	console_expect(w->c, "What would be added:");
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "added");
	console_expect(w->c, "▸   Another");
	walk_expect_sql(w, "SELECT count(*) FROM personas WHERE reddit_username = 'Another'", "1");
}

static void who_is_slower_sees_what_she_would_overwrite(void **state)
{
	struct walk *w = *state;

	open_box(w);
	console_keys(w->c, "jjeMine" K_CTRL_S);
	walk_sql(w,
		"UPDATE personas SET display_name = 'Theirs' WHERE reddit_username ="
		" 'NightOwlSkeptic'");
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "Somebody changed it meanwhile.");
	console_expect(w->c, "display name: Theirs becomes Mine");
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "saved");
	walk_expect_sql(w,
		"SELECT display_name FROM personas WHERE reddit_username ="
		" 'NightOwlSkeptic'",
		"Mine");
}

static void only_admins_edit(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 24, 80);
	walk_login(w, ROSA, ROSAS_WORDS);
	walk_sql(w,
		"INSERT INTO console_accounts (account_id, role, must_change_password, failures,"
		" disabled, created_at, updated_at) SELECT id, 'moderator', 0, 0, 0,"
		" '2026-11-22 10:00:00', '2026-11-22 10:00:00' FROM admins WHERE username = 'rosa'"
		" ON CONFLICT (account_id) DO UPDATE SET role = 'moderator'");
	console_keys(w->c, "L");
	walk_login(w, "", ROSAS_WORDS);
	console_keys(w->c, "P");
	console_expect(w->c, "Enter show it alone  Esc close");
	console_keys(w->c, "je");
	console_expect(w->c, "not changed: only admins may change");
}

static void the_box_at_three_sizes(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 24, 80);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "P");
	console_keys(w->c, "j");
	console_expect_screen(w->c, "personas-24x80");
	console_keys(w->c, "e");
	console_expect_screen(w->c, "persona-24x80");
	console_resize(w->c, 40, 120);
	console_expect_screen(w->c, "persona-40x120");
	console_resize(w->c, 50, 200);
	console_expect_screen(w->c, "persona-50x200");
	console_keys(w->c, K_ESC);
	console_expect_screen(w->c, "personas-50x200");
	for (int n = 1; n < 16; n += 5)
		console_resize(w->c, n, n);
	console_resize(w->c, 40, 120);
	console_expect_screen(w->c, "personas-40x120");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(at_first_the_lists_show_all_of_them),
		WALK_BOTH(the_one_that_is_chosen_narrows_queue_and_memory_and_stands_above),
		WALK_BOTH(keys_wait_for_the_list_of_personas),
		WALK_BOTH(it_holds_beside_the_filter_that_one_writes),
		WALK_BOTH(an_admin_edits_one_and_sees_the_difference_first),
		WALK_BOTH(json_that_is_wrong_is_named_by_line_and_column),
		WALK_BOTH(one_is_added_and_selected),
		WALK_BOTH(who_is_slower_sees_what_she_would_overwrite),
		WALK(only_admins_edit),
		WALK(the_box_at_three_sizes),
	};

	return RUN_WALKS(tests);
}
