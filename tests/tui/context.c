/* What stands beside a draft, what it hides, and copying it. */
#include "tui/fixture_raw.h"

#include <sys/stat.h>
#include <unistd.h>

#define K_CTRL_S "\023"
#define K_DELETE "\033[3~"
#define NEW_WORDS "an umbrella for the ferry"

static void rosa_at_120(struct walk *w)
{
	walk_open_size(w, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "rosa (");
}

/* Scrolls the draft until the text is on the screen. */
static void look_for(struct walk *w, const char *text)
{
	for (int i = 0; i < 20 && !console_has(w->c, text); i++)
		console_keys(w->c, "J");
	console_expect(w->c, text);
}

static void put(struct walk *w, const char *sql, const struct span *values, int n)
{
	struct err e = {0};
	struct stmt *st = db_prepare(w->db, sql, &e);

	if (!st)
		fail_msg("%s", e.text);
	for (int i = 0; i < n; i++)
		stmt_text(st, i + 1, values[i]);
	if (stmt_step(st, &e) != 0)
		fail_msg("%s", e.text);
	stmt_done(&st);
}

static const char neighbour[] =
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, status,"
	" created_at, updated_at) SELECT $1, id, $2, 'comment', 'science', $3, $4, $4"
	" FROM personas LIMIT 1";

static void add_neighbours(struct walk *w)
{
	static const struct {
		const char *id, *content, *status, *time;
	} all[] = {
		{"eeeeeeee-0000-4000-8000-000000000001", "An approved one\nof two lines",
			"approved", "2026-08-01 00:00:00"},
		{"eeeeeeee-0000-4000-8000-000000000002", "A rejected one", "rejected",
			"2026-08-02 00:00:00"},
		{"eeeeeeee-0000-4000-8000-000000000003", "One that \033[31m hides", "approved",
			"2026-08-03T00:00:00.5"},
		{"eeeeeeee-0000-4000-8000-000000000004", "One that came later", "approved",
			"2026-09-02 00:00:00"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		put(w, neighbour,
			(const struct span[]){span_of(all[i].id), span_of(all[i].content),
				span_of(all[i].status), span_of(all[i].time)},
			4);
}

static const char alike[] =
	"INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id, subreddit,"
	" created_at, updated_at) SELECT 'ffffffff-0000-4000-8000-000000000001', id, $1,"
	" 'comment', 't1_x', 'science', '2026-08-02 00:00:00', '2026-08-02 00:00:00'"
	" FROM personas LIMIT 1";

static void the_neighbours_of_a_draft_stand_below_it_with_their_outcome(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("Of flour and a windmill."));
	add_neighbours(w);
	put(w, alike, &SPAN_LIT("The windmill grinds \342\200\256flour."), 1);
	rosa_at_120(w);
	console_expect(w->c, "Of flour and a windmill.");
	console_expect(w->c, "✗ rejected  A rejected one");
	console_expect(w->c, "✓ approved  An approved one of two lines");
	console_expect(w->c, "✓ approved  One that ^[[31m hides");
	console_expect_not(w->c, "One that came later");
	console_expect(w->c, "comment: flour, windmill");
	console_expect(w->c, "The windmill grinds <U+202E>flour.");
	if (w->engine == DB_SQLITE)
		console_expect_screen(w->c, "draft-context");
}

static void a_draft_without_neighbours_shows_none(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, SPAN_LIT("Alone."));

	walk_sql_on(w,
		"UPDATE pending_posts SET target_subreddit = 'nobody-was-here' WHERE id = '%s'",
		id);
	rosa_at_120(w);
	console_expect(w->c, "Alone.");
	console_expect(w->c, "Details");
	console_expect(w->c, "Its first draft in this subreddit.");
	console_expect_not(w->c, "Its last drafts");
	console_expect_not(w->c, "Said here before");
}

static void metadata_is_a_tree(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, SPAN_LIT("An honest answer."));

	walk_sql_on(w,
		"UPDATE pending_posts SET draft_metadata = '{\"model\": {\"name\": \"m\","
		" \"limits\": [5, \"5\", null, {}], \"a\\u001bb\": \"one\\ntwo\"}}' WHERE id = "
		"'%s'",
		id);
	rosa_at_120(w);
	look_for(w, "model  3 members");
	console_expect(w->c, "  name \"m\"");
	console_expect(w->c, "  limits 4 items");
	console_expect(w->c, "    - 5");
	console_expect(w->c, "    - \"5\"");
	console_expect(w->c, "    - null");
	console_expect(w->c, "    - {}");
	console_expect(w->c, "  a^[b \"one");
	console_expect(w->c, "      two\"");
}

static void a_belief_leads_to_its_pane_and_backspace_back_to_the_draft(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, SPAN_LIT("It changes a belief."));
	const char *belief =
		walk_text(w, "SELECT id FROM belief_nodes WHERE title LIKE 'Strong encryption%'");

	put(w, "UPDATE pending_posts SET draft_metadata = $1 WHERE id = $2",
		(const struct span[]){
			span_of(arena_printf(&w->arena,
				"{\"belief_proposals\": {\"updates\": [{\"belief_id\": \"%s\","
				" \"belief_title\": \"Strong encryption\","
				" \"current_confidence\": 0.4, \"proposed_confidence\": 0.5}]}}",
				belief)),
			span_of(id)},
		2);
	rosa_at_120(w);
	console_keys(w->c, K_TAB "j");
	int row = console_find(w->c, "Strong encryption  0.400 to 0.500");
	assert_non_null(strstr(console_row(w->c, row), "▸"));
	const char *draft = walk_rows(w, 2, -3);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Beliefs");
	console_expect(w->c, "back to the draft: Backspace");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "1 back: Backspace");
	console_keys(w->c, K_BACKSPACE);
	console_keys(w->c, K_BACKSPACE);
	assert_string_equal(walk_rows(w, 2, -3), draft);
}

/* PostgreSQL has no text with NUL in it. */
static const char with_nul[] = "A fine start\nand then \342\200\256desrever\342\200\254, \000 end";
static const char with_esc[] = "A fine start\nand then \342\200\256desrever\342\200\254, \033 end";

static struct span tricky(const struct walk *w)
{
	return (struct span){w->engine == DB_SQLITE ? with_nul : with_esc, sizeof(with_nul) - 1};
}

static void what_hides_is_shown_with_place_reason_and_bytes(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, tricky(w));
	walk_rosa(w);
	console_keys(w->c, "h");
	console_expect(w->c, "1 of 3  bidirectional control  U+202E right-to-left override");
	console_expect(w->c, "line 2, column 10, byte 22");
	console_expect(w->c, "It reverses the order in which the text is shown");
	console_expect(w->c, "[e2 80 ae]64 65 73");
	if (w->engine == DB_SQLITE)
		console_expect_screen(w->c, "hidden-view");
	console_keys(w->c, "n");
	console_expect(w->c, "2 of 3");
	console_expect(w->c, "line 2, column 19, byte 33");
	console_keys(w->c, "n");
	console_expect(w->c,
		w->engine == DB_SQLITE ? "3 of 3  control character  U+0000 NUL"
				       : "3 of 3  control character  U+001B escape: a command to "
					 "the terminal begins");
	console_keys(w->c, "n");
	console_expect(w->c, "1 of 3");
	console_keys(w->c, "N");
	console_expect(w->c, "3 of 3");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, "Hidden content");
}

static void a_draft_that_hides_something_is_approved_only_by_who_looked(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, tricky(w));
	walk_rosa(w);
	console_keys(w->c, "a");
	console_expect(w->c, "not approved: it hides something · h shows what, then approve");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
	console_keys(w->c, "h");
	console_keys(w->c, "a");
	console_keys(w->c, K_ESC);
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
	console_keys(w->c, "a");
	console_expect(w->c, "approved");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions WHERE action = 'approve'", "1");
}

static void another_text_must_be_looked_at_again(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, tricky(w));

	walk_rosa(w);
	console_keys(w->c, "h");
	console_keys(w->c, K_ESC);
	walk_sql_on(w, "UPDATE pending_posts SET content = 'x\033' WHERE id = '%s'", id);
	console_keys(w->c, "R");
	console_expect(w->c, "x^[");
	console_keys(w->c, "a");
	console_expect_not(w->c, "approved r/");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
}

/* The second of two approvers, too, in a session of her own. */
static void each_of_two_approvers_has_to_look(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, tricky(w));
	walk_sql(w, "DELETE FROM agent_config WHERE config_key = 'console'");
	walk_sql(w,
		"INSERT INTO agent_config (id, persona_id, config_key, config_value)"
		" SELECT 'cccccccc-0000-4000-8000-000000000001', persona_id, 'console',"
		" '{\"four_eyes\": \"sub:science\"}' FROM pending_posts"
		" WHERE id = 'dddddddd-0000-4000-8000-000000000001'");
	walk_rosa(w);
	console_keys(w->c, "h");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "a");
	console_expect(w->c, "approved, the first of two");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	walk_open(w);
	walk_login(w, ADMIN, ADMINS_WORDS);
	console_keys(w->c, NEW_WORDS K_ENTER NEW_WORDS K_ENTER);
	console_keys(w->c, "a");
	console_expect(w->c, "not approved: it hides something");
	console_keys(w->c, "h");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/science");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "2");
}

/* What is typed beside it changes nothing of that, and is looked at with it. */
static void what_hides_in_an_edited_text_has_to_be_looked_at_too(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, tricky(w));
	walk_rosa(w);
	console_keys(w->c, "h");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "e");
	console_keys(w->c, "Not " K_CTRL_S);
	console_expect(w->c, "h what it hides  a approve your text");
	console_keys(w->c, "a");
	console_expect(
		w->c, "not approved: your text hides something · h shows what, then approve");
	console_keys(w->c, "h");
	console_expect(w->c, "1 of 3  bidirectional control");
	console_expect(w->c, "Not A fine start");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "e");
	console_keys(w->c, "\033[200~\033\033[201~" K_CTRL_S);
	console_keys(w->c, "a");
	console_expect(w->c, "not approved: your text hides something");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
	console_keys(w->c, "h");
	console_expect(w->c, "1 of 4  control character");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "a");
	console_expect(w->c, "as you edited it");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "1");
}

static void what_is_edited_out_of_it_needs_no_look(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("\342\200\256txet"));
	walk_rosa(w);
	console_keys(w->c, "e");
	console_keys(w->c, K_DELETE K_CTRL_S);
	console_expect_not(w->c, "Hidden or misleading content in your text");
	console_expect(w->c, "a approve your text");
	console_keys(w->c, "a");
	console_expect(w->c, "as you edited it");
}

static void the_list_marks_what_hides_something(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, tricky(w));
	const char *id = walk_add_first(w, SPAN_LIT("in\342\200\213visible"));
	walk_sql_on(w,
		"UPDATE pending_posts SET draft_metadata = '{\"evaluation\": {\"flagged\": true,"
		" \"flags\": [\"spam\"]}}' WHERE id = '%s'",
		id);
	walk_add_first(w, SPAN_LIT("An honest one."));
	rosa_at_120(w);
	console_expect(w->c, "comment   ▲ A fine start");
	console_expect(w->c, "comment   ⚑▲ in<U+200B>visible");
	console_expect(w->c, "comment     An honest one.");
}

static void rejecting_what_hides_asks_for_no_look(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, tricky(w));
	walk_rosa(w);
	console_keys(w->c, "x");
	console_keys(w->c, "1");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions WHERE action = 'reject'", "1");
}

static void an_honest_draft_hides_nothing_and_says_so(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("An honest draft."));
	walk_rosa(w);
	console_keys(w->c, "h");
	console_expect(w->c, "The text holds nothing hidden or misleading that is known of.");
	console_expect(w->c, "00000000  41 6e 20 68 6f");
	console_keys(w->c, "nNjkJKgG");
	console_keys(w->c, "q");
	console_expect_not(w->c, "Hidden content");
}

static void the_hidden_view_fits_any_terminal(void **state)
{
	static const int sizes[][2] = {{1, 1}, {2, 3}, {4, 20}, {8, 40}, {15, 40}, {60, 200}};
	struct walk *w = *state;

	walk_add_first(w, tricky(w));
	walk_rosa(w);
	console_keys(w->c, "h");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		console_resize(w->c, sizes[i][0], sizes[i][1]);
		console_keys(w->c, "nJjG");
	}
	console_resize(w->c, 24, 80);
	console_expect(w->c, "1 of 3");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, "Hidden content");
}

static void a_draft_of_blanks_is_said_to_be_one(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT(" \302\240\n\343\200\200 \342\200\203"));
	walk_rosa(w);
	console_expect(w->c, "(nothing but blanks)");
	console_keys(w->c, "j");
	console_expect_not(w->c, "(nothing but blanks)");
}

static void a_link_that_leads_elsewhere_is_warned_of_on_top(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("See [good.example](https://evil.example/x) for more."));
	walk_rosa(w);
	console_expect(w->c, "▲ A link says good.example and leads to evil.example");
	console_keys(w->c, "h");
	console_expect(w->c, "1 of 1  link that says another host");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "a");
	console_expect(w->c, "approved");
}

/* --- copying --- */

static struct raw *raw_rosa(struct walk *w, const char *const *env)
{
	const char *args[] = {"--database", w->address, NULL};
	struct raw *r = raw_start(w, args, NULL, NULL, env);

	raw_keys(r, ROSA K_TAB ROSAS_WORDS K_ENTER);
	return r;
}

static void assert_sent(struct raw *r, const char *bytes)
{
	struct span sent = raw_sent(r);

	if (!memmem(sent.p, sent.n, bytes, strlen(bytes)))
		fail_msg("\"%s\" was not sent", bytes);
}

static void a_copy_goes_to_the_terminal_and_through_tmux(void **state)
{
	static const char *const tmux[] = {"TMUX=/tmp/tmux-0/default,1,0", NULL};
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("hi"));
	struct raw *r = raw_rosa(w, NULL);
	raw_keys(r, "y");
	assert_sent(r, "\033]52;c;aGk=\a");
	assert_sent(r, "sent to the clipboard");
	raw_keys(r, "Y");
	assert_sent(r, "\033]52;c;ZGRkZGRkZGQtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAx\a");
	raw_free(&r);
	r = raw_rosa(w, tmux);
	raw_keys(r, "y");
	assert_sent(r, "\033Ptmux;\033\033]52;c;aGk=\a\033\\");
	raw_free(&r);
}

static void a_copy_too_large_for_the_terminal_is_a_private_file(void **state)
{
	struct walk *w = *state;
	char *text = arena_alloc(&w->arena, 80001);
	char *folder = arena_printf(&w->arena, "%s/state/tenet", w->folder);
	const char *file = arena_printf(
		&w->arena, "%s/draft-dddddddd-0000-4000-8000-000000000001.txt", folder);
	const char *env[] = {arena_printf(&w->arena, "XDG_STATE_HOME=%s/state", w->folder), NULL};
	struct stat st;

	memset(text, 'm', 80000);
	walk_add_first(w, (struct span){text, 80000});
	walk_open_with(w, NULL, env);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "y");
	console_expect(w->c, "too large for the terminal: written to");
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_size, 80000);
	assert_int_equal(st.st_mode & 07777, 0600);
	unlink(file);
	rmdir(folder);
	*strrchr(folder, '/') = '\0';
	rmdir(folder);
}

static void the_bell_is_off_until_it_is_asked_for(void **state)
{
	struct walk *w = *state;
	struct raw *r = raw_rosa(w, NULL);

	raw_keys(r, ":bell" K_ENTER);
	assert_sent(r, "the bell rings when drafts arrive");
	assert_false(memchr(raw_sent(r).p, '\a', raw_sent(r).n));
	put(w, neighbour,
		(const struct span[]){SPAN_LIT("eeeeeeee-0000-4000-8000-000000000001"),
			SPAN_LIT("It arrives."), SPAN_LIT("pending"),
			SPAN_LIT("2026-11-22 11:59:00")},
		4);
	/* The console looks once a second. */
	for (int i = 0; i < 100000 && !memchr(raw_sent(r).p, '\a', raw_sent(r).n); i++)
		raw_keys(r, "j");
	assert_sent(r, "\a");
	raw_keys(r, ":bell" K_ENTER);
	assert_sent(r, "the bell is off");
	raw_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(the_neighbours_of_a_draft_stand_below_it_with_their_outcome),
		WALK_BOTH(a_draft_without_neighbours_shows_none),
		WALK_BOTH(metadata_is_a_tree),
		WALK_BOTH(a_belief_leads_to_its_pane_and_backspace_back_to_the_draft),
		WALK_BOTH(what_hides_is_shown_with_place_reason_and_bytes),
		WALK_BOTH(a_draft_that_hides_something_is_approved_only_by_who_looked),
		WALK_BOTH(another_text_must_be_looked_at_again),
		WALK_BOTH(each_of_two_approvers_has_to_look),
		WALK_BOTH(what_hides_in_an_edited_text_has_to_be_looked_at_too),
		WALK_BOTH(what_is_edited_out_of_it_needs_no_look),
		WALK_BOTH(the_list_marks_what_hides_something),
		WALK_BOTH(rejecting_what_hides_asks_for_no_look),
		WALK_BOTH(an_honest_draft_hides_nothing_and_says_so),
		WALK(the_hidden_view_fits_any_terminal),
		WALK(a_draft_of_blanks_is_said_to_be_one),
		WALK_BOTH(a_link_that_leads_elsewhere_is_warned_of_on_top),
		WALK_BOTH(a_copy_goes_to_the_terminal_and_through_tmux),
		WALK_BOTH(a_copy_too_large_for_the_terminal_is_a_private_file),
		WALK_BOTH(the_bell_is_off_until_it_is_asked_for),
	};

	return RUN_WALKS(tests);
}
