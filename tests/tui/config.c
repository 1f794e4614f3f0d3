/* Settings in the console: typed changes, their difference, who was faster, and what it was. */
#include "tui/fixture_walk.h"

#include "base/str.h"

#define K_CTRL_S "\023"
#define K_CTRL_K "\013"

static void open_at(struct walk *w, int rows, int columns)
{
	walk_open_size(w, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "Pj" K_ENTER);
	console_keys(w->c, "5");
}

static void open_config(struct walk *w)
{
	open_at(w, 40, 120);
}

static const char value_of[] = "SELECT CAST(config_value AS text) FROM agent_config WHERE "
			       "config_key = '%s' AND persona_id ="
			       " (SELECT id FROM personas WHERE reddit_username = 'HonestBubble')";

static void value_is(struct walk *w, const char *key, const char *expected)
{
	walk_expect_sql(w, arena_printf(&w->arena, value_of, key), expected);
}

/* As the agent does it. */
static void put(struct walk *w, const char *key, const char *json)
{
	walk_sql(w,
		arena_printf(&w->arena,
			"UPDATE agent_config SET config_value = '%s' WHERE config_key = '%s'", json,
			key));
}

static void each_says_what_it_means_and_who_changed_it(void **state)
{
	struct walk *w = *state;

	open_config(w);
	console_expect(w->c, "Config · HonestBubble");
	console_expect(w->c, "▸ auto_posting_enabled");
	console_expect(w->c, "Whether the agent publishes by itself.");
	console_expect(w->c, "holds      true or false");
	console_expect(w->c, "Changed by the agent, a seed or by hand: not recorded");
	console_keys(w->c, "jj");
	console_expect(w->c, "holds      a whole number from 1 to 86400");
	console_expect(w->c, "default    300");
	console_keys(w->c, "G");
	console_expect(w->c, "▸ console");
	console_expect(w->c, "(not set)");
	console_expect(w->c, "four_eyes: a filter of drafts");
}

static void what_is_risky_takes_the_word(void **state)
{
	struct walk *w = *state;

	open_config(w);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Change auto_posting_enabled of HonestBubble?");
	console_expect(w->c, "▲ Risky: the agent will publish by itself.");
	console_expect(w->c, "[-false-]{+true+}");
	console_keys(w->c, K_ENTER "y" K_ENTER);
	console_expect(w->c, "that is not it");
	value_is(w, "auto_posting_enabled", "false");
	console_keys(w->c, K_BACKSPACE "yes" K_ENTER);
	console_expect(w->c, "auto_posting_enabled is saved");
	console_expect(w->c, "Changed by rosa, just now");
	value_is(w, "auto_posting_enabled", "true");
	console_keys(w->c, K_ENTER);
	console_expect_not(w->c, "Risky");
	console_keys(w->c, "y");
	value_is(w, "auto_posting_enabled", "false");
}

static void a_number_goes_in_steps_and_by_typing(void **state)
{
	struct walk *w = *state;

	open_config(w);
	console_keys(w->c, "jj+");
	console_expect(w->c, "number  330");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, "Throw away");
	console_keys(w->c, "+");
	console_expect(w->c, "number  330");
	console_keys(w->c, "++-");
	console_expect(w->c, "number  360");
	console_keys(w->c, "0" K_CTRL_S);
	console_expect(w->c, "[-300-]{+3600+}");
	console_keys(w->c, K_ENTER "+" K_CTRL_S);
	value_is(w, "polling_interval_seconds", "300");
	console_keys(w->c, "y");
	console_expect(w->c, "polling_interval_seconds is saved");
	value_is(w, "polling_interval_seconds", "3600");
	console_keys(w->c, "e" K_BACKSPACE K_BACKSPACE K_BACKSPACE K_BACKSPACE "0" K_CTRL_S);
	console_expect(w->c, "polling_interval_seconds is not a whole number from 1 to 86400");
	console_keys(w->c, K_ESC "y");
	value_is(w, "polling_interval_seconds", "3600");
}

static void wrong_json_is_named_by_place_and_the_cursor_goes_there(void **state)
{
	struct walk *w = *state;

	open_config(w);
	console_keys(w->c, "jjjj" K_ENTER);
	console_expect(w->c, "Change target_subreddits of HonestBubble");
	console_keys(w->c, K_DOWN K_END K_BACKSPACE K_CTRL_S);
	console_expect(w->c, "not JSON: line 3, column 3: a comma or the closing bracket");
	console_keys(w->c, "\"a_new_one\"," K_CTRL_S);
	console_expect(w->c, "line 3, column 3: a comma");
	console_keys(w->c, K_UP K_END "," K_CTRL_S);
	console_expect(w->c, "{+a_new_one");
	console_keys(w->c, "y");
	console_expect(w->c, "target_subreddits is saved");
	walk_expect_sql(w,
		"SELECT count(*) FROM agent_config WHERE CAST(config_value AS text) LIKE"
		" '%science\", \"a_new_one\", \"AskHistorians%'",
		"1");
}

static void who_was_slower_keeps_what_she_typed(void **state)
{
	struct walk *w = *state;

	open_config(w);
	console_keys(w->c, "jj+" K_CTRL_S);
	put(w, "polling_interval_seconds", "77");
	console_keys(w->c, "y");
	console_expect(w->c, "not saved: something outside tenet changed polling_interval_seconds");
	console_expect(w->c, "[-77-]{+330+}");
	console_expect(w->c, "number  330");
	value_is(w, "polling_interval_seconds", "77");
	console_keys(w->c, K_CTRL_S "y");
	value_is(w, "polling_interval_seconds", "330");
}

static void an_earlier_value_is_brought_back(void **state)
{
	struct walk *w = *state;

	open_config(w);
	console_keys(w->c, "jj+" K_CTRL_S "y");
	console_keys(w->c, "d");
	console_expect(w->c, "Remove polling_interval_seconds of HonestBubble?");
	console_keys(w->c, "y");
	console_expect(w->c, "polling_interval_seconds is removed");
	walk_expect_sql(w,
		"SELECT count(*) FROM agent_config WHERE config_key = 'polling_interval_seconds'",
		"0");
	console_keys(w->c, "G");
	while (!console_has(w->c, "▸ polling_interval_seconds"))
		console_keys(w->c, "k");
	console_keys(w->c, "h");
	console_expect(w->c, "What polling_interval_seconds was");
	console_expect(w->c, "rosa          (not set)");
	console_expect(w->c, "not recorded  300");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "it is that already");
	console_keys(w->c, "G" K_ENTER);
	console_expect(w->c, "Restore polling_interval_seconds of HonestBubble?");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "(not set)");
	console_keys(w->c, "y");
	console_expect(w->c, "polling_interval_seconds is saved");
	console_expect(w->c, "was in version 1");
	value_is(w, "polling_interval_seconds", "300");
}

static void one_is_added_under_a_name_that_is_free(void **state)
{
	struct walk *w = *state;

	open_config(w);
	console_keys(w->c, "Asafety_flags\t1" K_CTRL_S);
	console_expect(w->c, "there is a setting of this name");
	console_keys(w->c, "_too" K_CTRL_S);
	console_expect(w->c, "Add safety_flags_too of HonestBubble?");
	console_keys(w->c, "y");
	console_expect(w->c, "safety_flags_too is saved");
	value_is(w, "safety_flags_too", "1");
	console_keys(w->c, "Apassword\t1" K_CTRL_S);
	console_expect(w->c, "looks like a secret");
	console_keys(w->c, K_ESC "y");
}

static void a_name_that_is_nearly_a_known_one_is_warned_of(void **state)
{
	struct walk *w = *state;

	open_config(w);
	console_keys(w->c, "Aauto_posting_enabld\tfalse" K_CTRL_S);
	console_expect(w->c, "Add auto_posting_enabld of HonestBubble?");
	console_expect(w->c, "Nobody here knows a setting of this name");
	console_expect(w->c, "  auto_posting_enabled?");
	console_keys(w->c, "y");
	console_expect(w->c, "auto_posting_enabld is saved");
}

/* At 24 × 80 a long difference does not fit: the question says so, and turns its pages. */
static void a_long_difference_says_that_there_is_more(void **state)
{
	struct walk *w = *state;
	struct str json = {0};

	str_add(&json, "Along\t[");
	for (int i = 1; i <= 60; i++)
		str_addf(&json, "%s\"entry %d\"", i > 1 ? "," : "", i);
	str_add(&json, "]" K_CTRL_S);
	open_at(w, 24, 80);
	console_keys(w->c, str_cstr(&json));
	str_free(&json);
	console_expect(w->c, "\"entry 1\"");
	console_expect(w->c, "more below · J/PgDn");
	for (int i = 0; i < 6; i++)
		console_keys(w->c, "J");
	console_expect(w->c, "\"entry 60\"");
	console_expect_not(w->c, "more below");
	console_keys(w->c, "y");
	console_expect(w->c, "long is saved");
}

static void a_secret_is_on_no_screen(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE agent_config SET config_key = 'api_key', config_value = '\"hushhush\"'"
		" WHERE config_key = 'persona_style';"
		"UPDATE agent_config SET config_value = '{\"accessToken\": \"hushhush\", \"a\": 1}'"
		" WHERE config_key = 'safety_flags'");
	open_config(w);
	console_expect(w->c, "▸ api_key");
	console_expect(w->c, "(hidden)");
	console_expect_not(w->c, "hushhush");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "what looks like a secret is not changed here");
	console_keys(w->c, "jjj");
	console_expect(w->c, "\"accessToken\": \"(hidden)\"");
	console_keys(w->c, "d");
	console_expect(w->c, "what looks like a secret is not changed here");
	console_keys(w->c, "h");
	console_expect(w->c, "What safety_flags was");
	console_expect_not(w->c, "hushhush");
}

static void what_is_no_json_is_shown_and_can_be_replaced(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE agent_config SET config_value = '{\033[31mred' WHERE config_key ="
		" 'auto_posting_enabled'");
	open_config(w);
	console_expect(w->c, "not JSON: {");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Change auto_posting_enabled of HonestBubble");
	for (int i = 0; i < 9; i++)
		console_keys(w->c, "\033[3~");
	console_keys(w->c, "false" K_CTRL_S "y");
	console_expect(w->c, "auto_posting_enabled is saved");
	value_is(w, "auto_posting_enabled", "false");
}

static void only_admins_change_and_nobody_does_read_only(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 24, 80);
	walk_login(w, ROSA, ROSAS_WORDS);
	walk_sql(w,
		"INSERT INTO console_accounts (account_id, role, must_change_password, failures,"
		" disabled, created_at, updated_at) SELECT id, 'operator', 0, 0, 0,"
		" '2026-11-22 10:00:00', '2026-11-22 10:00:00' FROM admins WHERE username = 'rosa'"
		" ON CONFLICT (account_id) DO UPDATE SET role = 'operator'");
	console_keys(w->c, "L");
	walk_login(w, "", ROSAS_WORDS);
	console_keys(w->c, "5");
	console_expect(w->c, "1 of 12 · admins change them");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "only admins may");
	console_keys(w->c, "h");
	console_expect(w->c, "What auto_posting_enabled was");
	console_expect_not(w->c, "bring it back");
}

static void the_pane_at_three_sizes(void **state)
{
	struct walk *w = *state;

	open_at(w, 24, 80);
	console_keys(w->c, "jjj");
	console_expect_screen(w->c, "config-24x80");
	console_keys(w->c, K_ENTER);
	console_expect_screen(w->c, "config-edit-24x80");
	console_resize(w->c, 40, 120);
	console_expect_screen(w->c, "config-edit-40x120");
	console_resize(w->c, 50, 200);
	console_expect_screen(w->c, "config-edit-50x200");
	console_keys(w->c, K_ESC);
	console_expect_screen(w->c, "config-50x200");
	for (int n = 1; n < 16; n += 5)
		console_resize(w->c, n, n);
	console_resize(w->c, 40, 120);
	console_expect_screen(w->c, "config-40x120");
	console_keys(w->c, "gkk" K_ENTER);
	console_resize(w->c, 24, 80);
	console_expect_screen(w->c, "config-risky-24x80");
	console_keys(w->c, "yes" K_ENTER "h");
	console_expect_screen(w->c, "config-versions-24x80");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(each_says_what_it_means_and_who_changed_it),
		WALK_BOTH(what_is_risky_takes_the_word),
		WALK_BOTH(a_number_goes_in_steps_and_by_typing),
		WALK_BOTH(wrong_json_is_named_by_place_and_the_cursor_goes_there),
		WALK_BOTH(who_was_slower_keeps_what_she_typed),
		WALK_BOTH(an_earlier_value_is_brought_back),
		WALK_BOTH(one_is_added_under_a_name_that_is_free),
		WALK(a_name_that_is_nearly_a_known_one_is_warned_of),
		WALK(a_long_difference_says_that_there_is_more),
		WALK_BOTH(a_secret_is_on_no_screen),
		WALK(what_is_no_json_is_shown_and_can_be_replaced),
		WALK(only_admins_change_and_nobody_does_read_only),
		WALK(the_pane_at_three_sizes),
	};

	return RUN_WALKS(tests);
}
