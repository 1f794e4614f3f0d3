/* Every pane and what opens over it, at four sizes, in colour, without, and in ASCII. The stored
 * screens of it are there to be read: nothing is cut without a mark, and each says where to go. */
#include "tui/fixture_walk.h"

#include "base/str.h"

static const int sizes[][2] = {{15, 40}, {24, 80}, {40, 120}, {50, 200}};

/* Each step is typed when the one before is answered. */
struct place {
	const char *name, *under; /* the cursor's row; NULL: it is in a field that is empty */
	const char *open[6], *close[4];
};

static const struct place places[] = {
	{"login", "User", {0}, {0}},
	{"tour", "r/science", {ROSA K_TAB ROSAS_WORDS K_ENTER}, {K_ESC}},
	{"queue", "r/de", {"j"}, {0}},
	{"draft", "would write", {K_ENTER}, {K_BACKSPACE}},
	{"reject", "Has little to do", {"x"}, {K_ESC}},
	{"editor", "I disagree", {"e"}, {K_ESC}},
	{"draft-hidden", "Hidden or misleading", {"g", K_ENTER}, {0}},
	{"hidden", "1 of 5", {"h"}, {K_ESC, K_BACKSPACE}},
	{"filter", "sub:science typ:", {"/", "sub:science typ:"}, {K_ESC}},
	{"filter-none", "No draft matches", {"/", "zebras" K_ENTER}, {K_ESC}},
	{"help", NULL, {"?"}, {K_ESC}},
	{"palette", "be", {":", "be"}, {K_ESC, K_ESC}},
	{"views", "waiting", {"V"}, {K_ESC}},
	{"reasons", "off-topic", {"X"}, {K_ESC}},
	{"personas", "HonestBubble", {"P", "j"}, {K_ENTER}},
	{"bulk", NULL, {"*", ";a"}, {K_ESC, K_ESC, "U"}},
	{"beliefs", "Cities should", {"2", "jj"}, {0}},
	{"ego", "Rent control", {K_ENTER}, {0}},
	{"nudge", "weak", {"+"}, {K_ESC}},
	{"drawing", "Cities should", {"m"}, {"q"}},
	{"findings", "Nuclear power", {"f"}, {"q"}},
	{"stances", "deprecated", {"t", "j"}, {0}},
	{"history", "audit", {"h"}, {"h"}},
	{"memory", "I read the", {"4", "j"}, {0}},
	{"similar", "1.00 r/AskHist", {"s"}, {K_BACKSPACE}},
	{"config", "safety_flags", {"5", "jjj"}, {0}},
	{"config-edit", "{", {K_ENTER}, {K_ESC}},
	{"people", "rosa", {"6"}, {0}},
	{"log", "rosa logged in", {"h"}, {"h"}},
	{"pulse", "How long", {"7"}, {0}},
	{"decisions", "off-topic", {"1", "j", "x1", "D"}, {"q"}},
	{"locked", "Pass phrase", {"L"}, {0}},
};

static void press(struct walk *w, const char *const *keys, size_t n)
{
	for (size_t i = 0; i < n && keys[i]; i++)
		console_keys(w->c, keys[i]);
}

/* Screen readers and magnifiers follow it. */
static void expect_cursor(struct console *c, const struct place *p)
{
	const char *row = console_row(c, console_cursor(c).row);

	if (p->under ? strstr(row, p->under) != NULL : console_cursor_visible(c))
		return;
	console_print(c);
	fail_msg("the cursor of %s is not at \"%s\"", p->name, p->under ? p->under : "its field");
}

static void go_through(struct walk *w, const char *mode, const char *const *args, const char *more)
{
	const char *const env[] = {"TENET_LAYOUT=own", "TENET_IDS=gallery", more, NULL};

	walk_add_first(w,
		SPAN_LIT("harmless start \033[2J\033[H and then a cleared screen,"
			 " a\u200bppro\u200cve and user\u202ejpg.exe"));
	walk_sql(w,
		"UPDATE pending_posts SET created_at = datetime('2026-11-22 11:30:00', '-' ||"
		" (rowid * rowid % 47) || ' hours') WHERE rowid % 5 = 0");
	assert_int_equal(system("rm -f $HOME/.local/state/tenet/tour"), 0);
	walk_open_with(w, args, env);
	console_resize(w->c, 40, 120);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const struct place *p = &places[i];
		press(w, p->open, sizeof(p->open) / sizeof(p->open[0]));
		if (strcmp(p->name, "tour") == 0) /* the host's own name would stand in people */
			walk_sql(w, "UPDATE console_sessions SET host = 'desk'");
		console_expect_screens(w->c, arena_printf(&w->arena, "all-%s-%s", p->name, mode),
			sizes, sizeof(sizes) / sizeof(sizes[0]));
		for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
			console_resize(w->c, sizes[k][0], sizes[k][1]);
			expect_cursor(w->c, p);
		}
		console_resize(w->c, 40, 120);
		press(w, p->close, sizeof(p->close) / sizeof(p->close[0]));
	}
}

static void in_colour(void **state)
{
	go_through(*state, "colour", NULL, NULL);
}

static void without_colour(void **state)
{
	go_through(*state, "mono", NULL, "NO_COLOR=1");
}

static void in_ascii(void **state)
{
	go_through(*state, "ascii", (const char *const[]){"--ascii", NULL}, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(in_colour),
		WALK(without_colour),
		WALK(in_ascii),
	};

	return RUN_WALKS(tests);
}
