/* Every pane and what opens over it, at four sizes, in colour, without, and in ASCII. The stored
 * screens of it are there to be read: nothing is cut without a mark, and each says where to go. */
#include "tui/fixture_walk.h"

#include "base/str.h"

static const int sizes[][2] = {{15, 40}, {24, 80}, {40, 120}, {50, 200}};

/* Each step is typed when the one before is answered. */
struct place {
	const char *name;
	const char *open[6], *close[4];
};

static const struct place places[] = {
	{"login", {0}, {0}},
	{"tour", {ROSA K_TAB ROSAS_WORDS K_ENTER}, {K_ESC}},
	{"queue", {"j"}, {0}},
	{"draft", {K_ENTER}, {K_BACKSPACE}},
	{"reject", {"x"}, {K_ESC}},
	{"editor", {"e"}, {K_ESC}},
	{"draft-hidden", {"g", K_ENTER}, {0}},
	{"hidden", {"h"}, {K_ESC, K_BACKSPACE}},
	{"filter", {"/", "sub:science typ:"}, {K_ESC}},
	{"filter-none", {"/", "zebras" K_ENTER}, {K_ESC}},
	{"help", {"?"}, {K_ESC}},
	{"palette", {":", "be"}, {K_ESC, K_ESC}},
	{"views", {"V"}, {K_ESC}},
	{"reasons", {"X"}, {K_ESC}},
	{"personas", {"P", "j"}, {K_ENTER}},
	{"bulk", {"*", ";a"}, {K_ESC, K_ESC, "U"}},
	{"beliefs", {"2", "jj"}, {0}},
	{"ego", {K_ENTER}, {0}},
	{"nudge", {"+"}, {K_ESC}},
	{"drawing", {"m"}, {"q"}},
	{"findings", {"f"}, {"q"}},
	{"stances", {"t", "j"}, {0}},
	{"history", {"h"}, {"h"}},
	{"memory", {"4", "j"}, {0}},
	{"similar", {"s"}, {K_BACKSPACE}},
	{"config", {"5", "jjj"}, {0}},
	{"config-edit", {K_ENTER}, {K_ESC}},
	{"people", {"6"}, {0}},
	{"log", {"h"}, {"h"}},
	{"pulse", {"7"}, {0}},
	{"decisions", {"1", "j", "x1", "D"}, {"q"}},
	{"locked", {"L"}, {0}},
};

static void press(struct walk *w, const char *const *keys, size_t n)
{
	for (size_t i = 0; i < n && keys[i]; i++)
		console_keys(w->c, keys[i]);
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
