/* Switching a second factor on, and logging in with it. */
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "model/totp.h"
#include "tui/fixture_walk.h"

/* What the phone shows at the time of the walks, so many steps of 30 seconds later. */
static const char *code_of(struct walk *w, int steps)
{
	const char *secret = walk_text(w, "SELECT secret FROM console_totp");
	unsigned char key[TOTP_SECRET_BYTES];
	int64_t now;

	assert_true(time_parse(SPAN_LIT("2026-11-22 12:00:00"), &now));
	assert_int_equal(base32_decode(span_of(secret), key, sizeof(key)), sizeof(key));
	uint64_t step = (uint64_t)(now / TIME_SECOND / 30 + steps);
	return arena_printf(&w->arena, "%06u", hotp_value(key, sizeof(key), step));
}

static void switch_on(struct walk *w)
{
	walk_rosa(w);
	console_keys(w->c, ":second-factor" K_ENTER);
	console_expect(w->c, "Scan this with an authenticator app");
	console_expect(w->c, "█▀▀▀▀▀█");
	console_keys(w->c, code_of(w, 0));
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "The second factor is on.");
}

static void a_login_asks_for_the_code_of_the_phone(void **state)
{
	struct walk *w = *state;

	switch_on(w);
	console_keys(w->c, "noted" K_ENTER);
	console_keys(w->c, "L");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "the code that your phone shows, or a recovery code");
	console_expect_not(w->c, "Queue");
	console_expect_not(w->c, "Tab next field");
	console_keys(w->c, code_of(w, 1));
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "welcome back, rosa");
}

/* They are the only way in without the phone, and stand nowhere else. */
static void recovery_codes_stay_until_they_are_noted(void **state)
{
	struct walk *w = *state;

	switch_on(w);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "not shown again: type noted and Enter to close this");
	console_keys(w->c, K_CTRL_C);
	console_expect(w->c, "Ctrl-C again loses it; type noted and Enter");
	console_expect(w->c, "The second factor is on.");
	console_keys(w->c, "noted" K_ENTER);
	console_expect_not(w->c, "The second factor is on.");
}

static void a_wrong_code_is_refused_and_escape_begins_again(void **state)
{
	struct walk *w = *state;

	switch_on(w);
	console_keys(w->c, "noted" K_ENTER);
	console_keys(w->c, "L");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "Pass phrase");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_keys(w->c, "000000" K_ENTER);
	console_expect(w->c, "login failed: wrong code, or too soon after a failed try");
	console_expect(w->c, "Pass phrase");
}

static void a_wrong_first_code_leaves_it_off(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, ":second-factor" K_ENTER);
	console_keys(w->c, "000000" K_ENTER);
	console_expect(w->c, "this is not the code of now");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "L");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "welcome back, rosa");
}

static void the_pass_phrase_switches_it_off(void **state)
{
	struct walk *w = *state;

	switch_on(w);
	console_keys(w->c, "noted" K_ENTER);
	console_keys(w->c, ":second-factor" K_ENTER);
	console_expect(w->c, "10 of 10 recovery codes are left");
	console_keys(w->c, "\033[200~tulips and\ttypewriters 1931\033[201~");
	console_expect(w->c, "more than one line of plain text");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "the second factor is off");
	walk_expect_sql(w, "SELECT count(*) FROM console_totp", "0");
}

static void a_small_terminal_says_so_and_shows_the_key(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 20, 60);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, ":second-factor" K_ENTER);
	console_expect(w->c, "too small for a drawing to scan");
	console_expect(w->c, "Type this key into an authenticator app:");
	console_expect_not(w->c, "Scan");
	console_expect_not(w->c, "invert");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(a_login_asks_for_the_code_of_the_phone),
		WALK(recovery_codes_stay_until_they_are_noted),
		WALK(a_wrong_code_is_refused_and_escape_begins_again),
		WALK(a_wrong_first_code_leaves_it_off),
		WALK_BOTH(the_pass_phrase_switches_it_off),
		WALK(a_small_terminal_says_so_and_shows_the_key),
	};

	return RUN_WALKS(tests);
}
