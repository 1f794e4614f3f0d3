/* With --ascii, what the console says by itself is ASCII to the last byte. */
#include "tui/fixture_raw.h"

#define PLAIN "GLOB '*[^' || char(10) || ' -~]*'"

/* The agent's database without anything that is not ASCII. A subreddit of three lines and a text
 * with controls stay: what the console shows in their place is its own. */
static void keep_ascii_only(struct walk *w)
{
	walk_sql(w,
		"DELETE FROM pending_posts WHERE content " PLAIN " OR draft_metadata " PLAIN
		" OR draft_metadata LIKE '%\\u%';"
		"DELETE FROM interactions WHERE content " PLAIN " OR metadata " PLAIN
		" OR metadata LIKE '%\\u%';"
		"UPDATE belief_nodes SET title = 'Belief ' || id WHERE title " PLAIN ";"
		"UPDATE belief_nodes SET summary = 'in short' WHERE summary " PLAIN ";"
		"UPDATE belief_nodes SET tags = '[\"tag\"]' WHERE tags " PLAIN ";"
		"UPDATE stance_versions SET text = 'a stance' WHERE text " PLAIN ";"
		"UPDATE stance_versions SET rationale = 'because' WHERE rationale " PLAIN ";"
		"UPDATE evidence_links SET source_ref = 'a note' WHERE source_ref " PLAIN ";"
		"UPDATE belief_updates SET reason = 'because' WHERE reason " PLAIN ";"
		"UPDATE belief_updates SET old_value = NULL, new_value = '{}'"
		" WHERE old_value " PLAIN " OR new_value " PLAIN);
	walk_add_first(w, SPAN_LIT("Controls: \033[2J and a tab\there,\nand \233 as a byte."));
	const char *odd = walk_add_first(w, SPAN_LIT("From an odd place."));
	walk_sql_on(w,
		"UPDATE pending_posts SET target_subreddit = 'a' || char(9) || 'b' || char(10)"
		" || 'c', draft_metadata = '{not json' WHERE id = '%s'",
		odd);
}

static void expect_ascii(const struct raw *r)
{
	struct span sent = raw_sent(r);

	for (size_t i = 0; i < sent.n; i++) {
		if ((unsigned char)sent.p[i] < 0x80)
			continue;
		size_t from = i < 60 ? 0 : i - 60;
		fail_msg("byte %zu: \"%.*s\"", i, (int)(i - from + 4), sent.p + from);
	}
}

static void press(struct raw *r, const char *const *keys)
{
	for (; *keys; keys++) {
		raw_keys(r, *keys);
		expect_ascii(r);
	}
}

static const char *const log_in[] = {K_TAB, K_TAB, ROSA K_TAB ROSAS_WORDS K_ENTER, NULL};
static const char *const queue[] = {"j", "j", "j", "k", "J", "K", "a", "x", "2", "u", "u", "u", "s",
	K_PGDN, K_PGUP, "G", "g", K_TAB, K_TAB, K_BACKTAB, K_ENTER, K_ENTER, K_BACKSPACE, "z", "t",
	"/type:post" K_ENTER, K_ESC, "V", "j", "sx" K_ENTER, "d", K_ESC, "S", K_ESC, K_ESC, "X",
	"j", "e", K_TAB, K_ENTER, K_ESC, "a", K_ENTER, K_ESC, "d", K_ESC, "-", K_ESC,
	"/nowhere:x" K_ENTER, "\025zebras" K_ENTER, K_ESC, K_ESC, "R", "?", K_ENTER, K_PGDN, "zzz",
	K_ENTER, K_ESC, ":", "not", "\025lo", K_DOWN, K_ESC, K_CTRL_C, NULL};
static const char *const beliefs[] = {"2", "j", "j", K_PGDN, K_ENTER, "j", K_ENTER, K_ENTER,
	K_BACKSPACE, K_TAB, "j", "J", "/e" K_ENTER, K_ESC, "?", K_ESC, "R", NULL};
static const char *const stances[] = {"t", "j", "k", "J", K_TAB, "j", "?", K_ESC, "R", "2", "G",
	"t", "3", "G", " ", "c", "z", "k", "Z", K_LEFT, "h", "j", "/audit" K_ENTER, "j", "h", NULL};
static const char *const findings[] = {
	"2", "f", "g", "j", "j", K_TAB, "j", K_ENTER, "f", "J", "?", K_ESC, "R", "q", NULL};
static const char *const decisions[] = {
	"D", "j", K_ENTER, "J", K_BACKSPACE, "u", "u", "?", K_ESC, "R", "q", NULL};
static const char *const drawing[] = {"2", "m", "j", "l", "h", "n", "N", "{", "}", "J", "K", ">",
	"<", "z", "z", "?", K_ESC, "R", K_ENTER, "q", NULL};
static const char *const steering[] = {"2", "j", "+", K_RIGHT, K_TAB, "so", K_ESC, "n", K_ESC, "y",
	"=", "0.4", K_TAB, "\007So. ", K_ESC, "y", "!", K_ESC, "A", K_TAB, K_ESC, "e", K_ESC, "c",
	K_ESC, "i", K_RIGHT, K_ESC, "d", K_ESC, "-", K_RIGHT, K_TAB, "because\023", "u", K_ENTER,
	" ", "j", "j", "p", "j", K_ESC, "U", NULL};
static const char *const memory[] = {"4", "j", "J", "K", K_ENTER, "j", K_ENTER, K_BACKSPACE,
	K_BACKSPACE, "s", "j", K_BACKSPACE, "/score>" K_TAB, "\025zebras" K_ENTER, K_ESC,
	"/score>5 sort:"
	"score" K_ENTER,
	K_ESC, "G", "g", "?", K_ESC, "R", NULL};
static const char *const config[] = {"P", "j", "e", K_TAB, K_ESC, "a", K_ESC, K_ENTER, "5", "j",
	"J", K_ENTER, K_ESC, "j", "+", "\023", "y", "h", "j", K_ESC, "j", K_ENTER, K_DOWN, "x\023",
	K_ESC, "y", "d", K_ESC, "A", K_ESC, "?", K_ESC, "R", NULL};
static const char *const people[] = {"6", "j", "k", "J", "A", K_TAB, K_RIGHT, K_ESC, "r", K_ESC,
	"p", K_ESC, "n", K_ESC, "d", K_ESC, "x", K_ESC, "f", K_ESC, "h", "j", "J", "/kind:" K_TAB,
	"\025zebras" K_ENTER, K_ESC, "h", "?", K_ESC, "R", NULL};
static const char *const pulse[] = {
	"7", "j", "k", "J", "K", K_PGDN, "G", "g", "?", K_ESC, "R", NULL};
static const char *const boxes[] = {"1", "g", K_ENTER, "h", "n", "j", "J", "h", K_ESC, K_BACKSPACE,
	"j", "e", "Oh ", "\006", "Oh", K_ESC, "\023", "J", K_ESC, "a", "n", " ", "v", "j", "v", ";",
	"x", "2", "y", K_ESC, "u", "y", K_ESC, "o", K_TAB, K_ESC, "y", ":pass-phrase" K_ENTER,
	K_TAB, K_ESC, ":second-factor" K_ENTER, K_ESC, ":bell" K_ENTER, ":mouse" K_ENTER, NULL};
static const char *const ends[] = {"T", "T", "T", K_CTRL_L, "L", ROSAS_WORDS K_ENTER, "1", NULL};

static void every_byte_is_ascii_where_ascii_was_asked_for(void **state)
{
	static const char *const args[] = {"--database", "agent.db", "--ascii", NULL};
	static const char *const seen[] = {"welcome, rosa", "not JSON", "Controls: ", "<9B>",
		"approved r/", "No draft matches", "choose a line first", "Beliefs", "Stances",
		"What changed", "Memory", "reddit", "Config", "polling", "People", "logged in",
		"arrived, by 2 hours", "Raise the confidence", "taken back", "Hidden content",
		"Approve your", "Your pass phrase", "Type this key", "History", "Tensions", "theme",
		"screen is locked"};
	struct walk *w = *state;

	keep_ascii_only(w);
	struct raw *r = raw_start(w, args, NULL, NULL, NULL);
	press(r, log_in);
	press(r, queue);
	press(r, beliefs);
	press(r, stances);
	press(r, findings);
	press(r, decisions);
	press(r, drawing);
	press(r, steering);
	press(r, memory);
	press(r, config);
	press(r, people);
	press(r, pulse);
	press(r, boxes);
	press(r, ends);
	press(r, (const char *const[]){"U", "q", NULL});
	assert_int_equal(raw_wait(r), 0);
	expect_ascii(r);
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		if (!memmem(raw_sent(r).p, raw_sent(r).n, seen[i], strlen(seen[i])))
			fail_msg("the walk came past no \"%s\"", seen[i]);
	raw_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(every_byte_is_ascii_where_ascii_was_asked_for),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
