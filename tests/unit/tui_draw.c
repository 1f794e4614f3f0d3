/* Promises of drawing and of the terminal, on a pseudo-terminal of ten rows and forty columns. */
#include "tui/draw.h"

#include <fcntl.h>
#include <locale.h>
#include <math.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"
#include "tui/point.h"
#include "tui/term.h"

#define ROWS 10
#define COLUMNS 40

struct fixture {
	int master, slave;
	int in, out; /* standard input and output while the terminal stands in for them */
	struct screen *s;
	struct str got; /* what the terminal was sent last */
	struct termios before;
};

static void set_size(struct fixture *f, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	assert_int_equal(ioctl(f->master, TIOCSWINSZ, &size), 0);
}

/* What was written to the terminal is there at once when write() has returned. */
static const char *sent(struct fixture *f)
{
	char bytes[4096];
	struct pollfd p = {.fd = f->master, .events = POLLIN};

	str_clear(&f->got);
	while (poll(&p, 1, 0) > 0 && (p.revents & POLLIN)) {
		ssize_t n = read(f->master, bytes, sizeof(bytes));

		assert_true(n > 0);
		str_addn(&f->got, bytes, (size_t)n);
	}
	return str_cstr(&f->got);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f || openpty(&f->master, &f->slave, NULL, NULL, NULL) < 0)
		return -1;
	*state = f;
	set_size(f, ROWS, COLUMNS);
	if (tcgetattr(f->slave, &f->before) < 0)
		return -1;
	f->in = dup(STDIN_FILENO);
	f->out = dup(STDOUT_FILENO);
	setenv("TERM", "xterm-256color", 1);
	unsetenv("TMUX");
	setlocale(LC_ALL, "C.UTF-8");
	return dup2(f->slave, STDIN_FILENO) < 0 || dup2(f->slave, STDOUT_FILENO) < 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	term_close(&f->s);
	if (dup2(f->in, STDIN_FILENO) < 0 || dup2(f->out, STDOUT_FILENO) < 0)
		return -1;
	close(f->in);
	close(f->out);
	close(f->master);
	if (f->slave >= 0)
		close(f->slave);
	str_free(&f->got);
	free(f);
	utf8_set_ambiguous(UTF8_AMBIGUOUS_NARROW);
	return 0;
}

static void open_screen(struct fixture *f, struct term_options o)
{
	struct err e = {0};

	assert_int_equal(term_open(&o, &f->s, &e), 0);
}

static struct rect whole(const struct fixture *f)
{
	return (struct rect){0, 0, screen_rows(f->s), screen_columns(f->s)};
}

/* Draws one text in a rectangle of `width` columns on an empty screen; what was sent for it. */
static const char *drawn(struct fixture *f, int width, struct span text)
{
	struct rect r = {1, 0, 1, width};

	term_begin(f->s);
	assert_true(term_end(f->s));
	sent(f);
	term_begin(f->s);
	draw_text(f->s, r, 0, 0, STYLE_TEXT, text);
	assert_true(term_end(f->s));
	return sent(f);
}

static void assert_has(const char *bytes, const char *part)
{
	if (!strstr(bytes, part))
		fail_msg("\"%s\" is not in \"%s\"", part, bytes);
}

static void assert_lacks(const char *bytes, const char *part)
{
	if (strstr(bytes, part))
		fail_msg("\"%s\" is in \"%s\"", part, bytes);
}

static void rectangles_are_cut_without_leaving_themselves(void **state)
{
	struct rect r = {2, 3, 10, 20};
	struct rect top = rect_top(&r, 1), bottom = rect_bottom(&r, 2);
	struct rect left = rect_left(&r, 5), right = rect_right(&r, 4);

	(void)state;
	assert_memory_equal(&top, (&(struct rect){2, 3, 1, 20}), sizeof(r));
	assert_memory_equal(&bottom, (&(struct rect){10, 3, 2, 20}), sizeof(r));
	assert_memory_equal(&left, (&(struct rect){3, 3, 7, 5}), sizeof(r));
	assert_memory_equal(&right, (&(struct rect){3, 19, 7, 4}), sizeof(r));
	assert_memory_equal(&r, (&(struct rect){3, 8, 7, 11}), sizeof(r));
	struct rect all = rect_top(&r, 100), none = rect_top(&r, 1);
	assert_int_equal(all.h, 7);
	assert_int_equal(none.h, 0);
	assert_int_equal(rect_left(&r, -3).w, 0);
}

static void a_text_that_fits_is_drawn_whole(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	assert_has(drawn(f, 5, SPAN_LIT("abcde")), "abcde");
	assert_has(drawn(f, 6, SPAN_LIT("中文字")), "中文字");
}

static void a_text_that_does_not_fit_ends_in_an_ellipsis(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	assert_has(drawn(f, 5, SPAN_LIT("abcdef")), "abcd…");
	assert_lacks(drawn(f, 5, SPAN_LIT("abcdef")), "e");
	assert_has(drawn(f, 1, SPAN_LIT("ab")), "…");
}

static void a_wide_character_is_never_half_drawn(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	assert_has(drawn(f, 5, SPAN_LIT("中文字")), "中文…");
	assert_has(drawn(f, 4, SPAN_LIT("中文字")), "中…");
	assert_lacks(drawn(f, 4, SPAN_LIT("中文字")), "文");
	assert_has(drawn(f, 1, SPAN_LIT("中")), "…");
}

static void nothing_untrusted_reaches_the_terminal_raw(void **state)
{
	struct fixture *f = *state;
	const char *bytes;

	open_screen(f, (struct term_options){0});
	bytes = drawn(f, COLUMNS, SPAN_LIT("a\033[5mb\033]0;t\ac\302\233d\342\200\256e\377f"));
	assert_lacks(bytes, "\033[5m");
	assert_lacks(bytes, "\033]");
	assert_lacks(bytes, "\a");
	assert_lacks(bytes, "\302\233");
	assert_lacks(bytes, "\342\200\256");
	assert_lacks(bytes, "\377");
	assert_has(bytes, "<U+202E>");
}

static void marks_stay_with_their_letter(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	assert_has(drawn(f, 9, SPAN_LIT("e\314\201x")), "e\314\201x");
}

static void of_joined_emoji_each_is_drawn(void **state)
{
	struct fixture *f = *state;
	struct str many = {0};

	open_screen(f, (struct term_options){0});
	assert_has(drawn(f, 12, SPAN_LIT("<👩‍👩‍👧‍👦>")), "<👩👩👧👦>");
	assert_has(drawn(f, 16, SPAN_LIT("A 😀‍🔫‍💀‍🖕 Z")), "A 😀🔫💀🖕");
	assert_has(drawn(f, 9, SPAN_LIT("<🏳\xef\xb8\x8f‍🌈>")), "<🏳 🌈>");
	for (int i = 0; i < 15; i++)
		str_add(&many, "😀‍");
	str_add(&many, "💣");
	assert_has(drawn(f, COLUMNS, str_span(&many)), "😀💣");
	assert_has(drawn(f, 5, SPAN_LIT("😀‍🔫‍💀")), "😀🔫…");
	str_free(&many);
}

static void what_terminals_draw_in_different_ways_is_named(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	assert_has(drawn(f, 20, SPAN_LIT("<👍🏽>")), "<tone 4>");
	assert_has(drawn(f, 20, SPAN_LIT("🏴󠁧󠁢󠁳󠁣󠁴󠁿")), "<flag gbsct>");
	/* A character and a mark that are younger than the C library. */
	assert_has(drawn(f, 20, SPAN_LIT("\U0001FAE8")), "<U+1FAE8>");
	assert_has(drawn(f, 20, SPAN_LIT("а\U0001E08F")), "<U+1E08F>");
}

static bool is_listed(const char *bytes, uint32_t cp)
{
	char one[5] = "";

	return utf8_encode(cp, one) && strstr(bytes, one);
}

/* Terminals differ in what they do with joiners and selectors; ink must not get lost. */
static void every_character_is_drawn_or_named(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	for (uint32_t cp = 0xA1; cp <= 0x323AF; cp += cp < 0x3400 || cp > 0x1CFFF ? 1 : 53) {
		char bytes[4], name[16];
		size_t n = utf8_encode(cp, bytes);
		bool flag = cp >= 0x1F1E6 && cp <= 0x1F1FF, tone = cp >= 0x1F3FB && cp <= 0x1F3FF;

		if (n == 0 || flag || tone || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200A))
			continue;
		const char *out = drawn(f, 12, (struct span){bytes, n});
		snprintf(name, sizeof(name), "<U+%04X>", cp);
		if (!is_listed(out, cp) && !strstr(out, name) && !strstr(out, "<+1 mark>"))
			fail_msg("U+%04X is lost", cp);
	}
}

static void a_flag_is_drawn_as_its_letters_and_a_variation_keeps_its_columns(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	assert_has(drawn(f, 9, SPAN_LIT("🇩🇪")), "DE");
	assert_has(drawn(f, 9, SPAN_LIT("<❤\xef\xb8\x8f>")), "<❤ >");
}

static void drawing_outside_draws_nothing(void **state)
{
	struct fixture *f = *state;
	struct rect r = {3, 5, 4, 6};

	open_screen(f, (struct term_options){0});
	term_begin(f->s);
	assert_true(term_end(f->s));
	sent(f);
	term_begin(f->s);
	draw_str(f->s, r, -1, 0, STYLE_TEXT, "above");
	draw_str(f->s, r, 4, 0, STYLE_TEXT, "below");
	draw_str(f->s, r, 0, 6, STYLE_TEXT, "beside");
	draw_str(f->s, (struct rect){100, 0, 1, 9}, 0, 0, STYLE_TEXT, "away");
	draw_str(f->s, (struct rect){0, 0, 0, 0}, 0, 0, STYLE_TEXT, "empty");
	draw_str(f->s, (struct rect){0, 0, -1, -5}, 0, 0, STYLE_TEXT, "less");
	draw_glyph(f->s, r, 9, 9, STYLE_TEXT, GLYPH_MARK);
	draw_hline(f->s, r, 5, 0, 100, STYLE_BORDER);
	draw_box(f->s, (struct rect){0, 0, 1, 1}, STYLE_BORDER);
	draw_fill(f->s, (struct rect){-5, -5, 3, 3}, STYLE_SELECTED);
	draw_row_style(f->s, r, 7, STYLE_SELECTED);
	draw_row_style(f->s, (struct rect){50, 50, 3, 3}, 0, STYLE_SELECTED);
	assert_true(term_end(f->s));
	assert_string_equal(sent(f), "");
}

static void columns_are_counted_as_they_are_drawn(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	term_begin(f->s);
	struct rect r = whole(f);
	assert_int_equal(draw_str(f->s, r, 0, 2, STYLE_TEXT, "ab中"), 6);
	assert_int_equal(draw_fmt(f->s, r, 0, 6, STYLE_TEXT, "%d%%", 50), 9);
	assert_int_equal(draw_right(f->s, r, 1, 20, STYLE_TEXT, SPAN_LIT("中abc")), 15);
	assert_int_equal(draw_right(f->s, r, 2, 3, STYLE_TEXT, SPAN_LIT("abcdef")), 0);
	assert_int_equal(draw_glyph(f->s, r, 3, 0, STYLE_GOOD, GLYPH_APPROVED), 1);
	assert_int_equal(draw_text(f->s, r, 4, 38, STYLE_TEXT, SPAN_LIT("abcdef")), COLUMNS);
	assert_true(term_end(f->s));
	assert_has(sent(f), "ab…");
}

static void a_meter_shows_its_part(void **state)
{
	struct fixture *f = *state;

	setlocale(LC_ALL, "C");
	open_screen(f, (struct term_options){0});
	term_begin(f->s);
	draw_meter(f->s, whole(f), 0, 0, 10, 0.42);
	draw_meter(f->s, whole(f), 1, 0, 5, NAN);
	draw_meter(f->s, whole(f), 2, 0, 6, 7.0);
	assert_true(term_end(f->s));
	const char *bytes = sent(f);
	assert_has(bytes, "####");
	assert_lacks(bytes, "#######");
	assert_has(bytes, ".....");
}

static void ascii_has_a_letter_for_every_glyph(void **state)
{
	struct fixture *f = *state;

	setlocale(LC_ALL, "C");
	open_screen(f, (struct term_options){0});
	assert_true(screen_ascii(f->s));
	for (int g = 0; g < GLYPH_COUNT; g++) {
		const char *text = glyph_text(f->s, (enum glyph)g);

		assert_int_equal(strlen(text), 1);
		assert_in_range(text[0], '!', '~');
	}
}

static void every_glyph_takes_one_column(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	for (int g = 0; g < GLYPH_COUNT; g++)
		assert_int_equal(text_width(span_of(glyph_text(f->s, (enum glyph)g))), 1);
}

static void a_locale_without_utf8_means_ascii(void **state)
{
	struct fixture *f = *state;

	setlocale(LC_ALL, "C");
	open_screen(f, (struct term_options){0});
	assert_true(screen_ascii(f->s));
	const char *bytes = drawn(f, 30, SPAN_LIT("a中b\303\251"));
	assert_has(bytes, "<U+4E2D>");
	assert_has(bytes, "<U+00E9>");
	for (const char *p = bytes; *p; p++)
		assert_true((unsigned char)*p < 0x80);
}

/* Curses goes past what stays: it has to know how wide that is. */
static void assert_next_column(struct fixture *f, const char *text, const char *column)
{
	struct rect r = whole(f);

	for (int frame = 0; frame < 2; frame++) {
		term_begin(f->s);
		int x = draw_str(f->s, r, 1, 0, STYLE_TEXT, text);
		draw_str(f->s, r, 1, x, STYLE_TEXT, frame ? "y" : "x");
		assert_true(term_end(f->s));
		if (!frame)
			sent(f);
	}
	assert_has(sent(f), column);
}

static void curses_counts_columns_as_the_program_does(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	assert_next_column(f, "ямщик", "\033[2;6H");
	assert_next_column(f, "漢字", "\033[2;5H");
}

static void where_ambiguous_characters_are_wide_texts_keep_them_and_lines_are_ascii(void **state)
{
	struct fixture *f = *state;

	utf8_set_ambiguous(UTF8_AMBIGUOUS_WIDE);
	open_screen(f, (struct term_options){0});
	assert_next_column(f, "ямщик", "\033[2;11H");
	assert_has(drawn(f, 10, SPAN_LIT("ямщик")), "ямщик");
	assert_has(drawn(f, 9, SPAN_LIT("ямщик")), "ямщи~");
	term_begin(f->s);
	draw_box(f->s, whole(f), STYLE_BORDER);
	assert_true(term_end(f->s));
	const char *bytes = sent(f);
	for (; *bytes; bytes++)
		assert_true((unsigned char)*bytes < 0x80);
}

/* In "|" is the mark that ends what goes from right to left. */
static void assert_frame(struct fixture *f, const char *expected)
{
	struct str bytes = {0};

	assert_true(term_end(f->s));
	for (const char *p = sent(f); *p; p++) {
		if (strncmp(p, "\342\200\216", 3) == 0) {
			str_addc(&bytes, '|');
			p += 2;
		} else {
			str_addc(&bytes, *p);
		}
	}
	assert_has(str_cstr(&bytes), expected);
	str_free(&bytes);
}

static void empty_frame(struct fixture *f)
{
	term_begin(f->s);
	assert_true(term_end(f->s));
	sent(f);
	term_begin(f->s);
}

static void texts_that_go_right_to_left_end_where_they_end(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	struct rect r = whole(f);
	empty_frame(f);
	draw_str(f->s, r, 1, 2, STYLE_TEXT, "שלום עולם");
	draw_glyph(f->s, r, 1, 11, STYLE_TEXT, GLYPH_VLINE);
	draw_str(f->s, r, 1, 12, STYLE_TEXT, "مرحبا 12");
	draw_str(f->s, r, 1, 20, STYLE_TEXT, "345 abc");
	assert_frame(f, " |שלום עולם|│مرحبا 12|345 abc");

	empty_frame(f);
	draw_text(f->s, (struct rect){1, 1, 1, 5}, 0, 0, STYLE_TEXT, SPAN_LIT("שלום עולם"));
	draw_str(f->s, r, 1, 6, STYLE_TEXT, "7");
	assert_frame(f, "|שלום|…7");
}

static void what_stands_before_a_text_that_goes_left_stays_whole(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	empty_frame(f);
	draw_str(f->s, whole(f), 1, 0, STYLE_TEXT, "1 👨👩中");
	draw_str(f->s, whole(f), 1, 8, STYLE_TEXT, "مرحبا");
	assert_frame(f, "1 👨👩中|مرحبا|");
}

static void parts_of_a_text_are_not_closed_off_from_each_other(void **state)
{
	static const char *const parts[] = {"1 👨", "👩", "<+3 marks>", "👧 مرحبا", "👦 7"};
	struct fixture *f = *state;
	uint32_t all = 0;
	int x = 0;

	open_screen(f, (struct term_options){0});
	empty_frame(f);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		x = draw_text_part(f->s, whole(f), 1, x, STYLE_TEXT, span_of(parts[i]), &all);
	draw_str(f->s, whole(f), 1, x, STYLE_TEXT, "8");
	assert_frame(f, "1 👨👩<+3 marks>👧 مرحبا👦 7|8");
}

static void a_letter_with_four_marks_leaves_the_end_to_its_neighbour(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	empty_frame(f);
	draw_str(f->s, whole(f), 1, 1, STYLE_TEXT, "בּ\u05B0\u05B1\u05B2");
	draw_glyph(f->s, whole(f), 1, 2, STYLE_TEXT, GLYPH_VLINE);
	assert_frame(f, "|בּ\u05B0\u05B1\u05B2│|");
}

static void what_is_drawn_over_a_text_that_goes_right_to_left_is_apart_from_it(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	empty_frame(f);
	draw_str(f->s, whole(f), 1, 1, STYLE_TEXT, "שלוםעולם");
	draw_str(f->s, whole(f), 1, 4, STYLE_TEXT, "12");
	assert_frame(f, "|שלו|12ולם|");
}

static void where_nothing_goes_right_to_left_no_byte_is_spent_on_it(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	assert_lacks(drawn(f, COLUMNS, SPAN_LIT("Füße, 漢字, Ёлка, हिन्दी, ไทย 😀")), "\342\200\216");
	/* Nor again in a frame without change. */
	for (int frame = 0; frame < 2; frame++) {
		term_begin(f->s);
		draw_str(f->s, whole(f), 1, 1, STYLE_TEXT, "שלום");
		assert_true(term_end(f->s));
		if (frame)
			assert_string_equal(sent(f), "");
		else
			sent(f);
	}
	/* A mark of the text's own is named. */
	assert_has(drawn(f, COLUMNS, SPAN_LIT("a\u200E")), "<U+200E>");
}

static void draw_list(struct fixture *f, int selected)
{
	struct rect r = whole(f);

	term_begin(f->s);
	for (int y = 0; y < r.h; y++)
		draw_fmt(f->s, r, y, 0, STYLE_TEXT, "  %dh  r/science  reply  a draft", y);
	draw_row_style(f->s, r, selected, STYLE_SELECTED);
	draw_cursor(f->s, r, selected, 0, false);
	assert_true(term_end(f->s));
}

static void a_frame_without_change_sends_nothing(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	draw_list(f, 3);
	uint64_t before = term_sent(f->s);
	assert_true(before > 0);
	for (int i = 0; i < 10; i++)
		draw_list(f, 3);
	assert_int_equal(term_sent(f->s), before);
}

static void moving_the_selection_costs_two_rows(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	draw_list(f, 3);
	uint64_t before = term_sent(f->s);
	draw_list(f, 4);
	assert_in_range(term_sent(f->s) - before, 20, 2 * COLUMNS + 30);
}

static void the_cursor_shows_where_text_is_typed_only(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	draw_list(f, 1);
	assert_lacks(sent(f), "\033[?25h");
	term_begin(f->s);
	draw_cursor(f->s, whole(f), 2, 7, true);
	assert_true(term_end(f->s));
	assert_has(sent(f), "\033[?25h");
	draw_list(f, 1);
	assert_has(sent(f), "\033[?25l");
}

static void an_invalidated_screen_is_sent_whole(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	draw_list(f, 1);
	sent(f);
	term_invalidate(f->s);
	draw_list(f, 1);
	assert_has(sent(f), "7h  r/science");
}

static void any_size_survives(void **state)
{
	struct fixture *f = *state;
	static const int sizes[][2] = {{1, 1}, {1, 200}, {200, 1}, {2, 2}, {24, 80}, {10, 40}};

	open_screen(f, (struct term_options){0});
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		set_size(f, sizes[i][0], sizes[i][1]);
		term_resize(f->s);
		assert_int_equal(screen_rows(f->s), sizes[i][0]);
		assert_int_equal(screen_columns(f->s), sizes[i][1]);
		draw_list(f, sizes[i][0] - 1);
		assert_string_not_equal(sent(f), "");
	}
}

static void no_color_means_attributes_only(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){.mono = true});
	term_begin(f->s);
	for (int i = 0; i < STYLE_COUNT && i < ROWS; i++)
		draw_str(f->s, whole(f), i, 0, (enum style)(STYLE_COUNT - 1 - i), "text");
	assert_true(term_end(f->s));
	const char *bytes = sent(f);
	assert_has(bytes, "text");
	for (int colour = 0; colour < 8; colour++) {
		char code[16];

		snprintf(code, sizeof(code), "\033[3%dm", colour);
		assert_lacks(bytes, code);
	}
}

static void the_terminal_is_given_back_as_it_was(void **state)
{
	struct fixture *f = *state;
	struct termios after;

	open_screen(f, (struct term_options){0});
	assert_int_equal(tcgetattr(f->slave, &after), 0);
	assert_false(after.c_lflag & (ECHO | ICANON | ISIG));
	draw_list(f, 1);
	assert_has(sent(f), "\033[?1049h");
	term_close(&f->s);
	assert_null(f->s);
	term_close(&f->s);
	const char *bytes = sent(f);
	assert_has(bytes, "\033[?1049l");
	assert_has(bytes, "\033[?2004l");
	assert_has(bytes, "\033[?25h");
	assert_int_equal(tcgetattr(f->slave, &after), 0);
	assert_int_equal(after.c_iflag, f->before.c_iflag);
	assert_int_equal(after.c_oflag, f->before.c_oflag);
	assert_int_equal(after.c_lflag, f->before.c_lflag);
	assert_int_equal(after.c_cflag, f->before.c_cflag);
	assert_memory_equal(after.c_cc, f->before.c_cc, sizeof(after.c_cc));
}

static void refuses(struct fixture *f, const char *says)
{
	struct err e = {0};
	struct term_options o = {0};

	assert_int_equal(term_open(&o, &f->s, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_has(e.text, says);
	assert_true(e.hint[0] != '\0');
	assert_string_equal(sent(f), "");
}

static void what_is_no_terminal_is_refused_before_anything_is_sent(void **state)
{
	struct fixture *f = *state;
	int null = open("/dev/null", O_RDWR);

	unsetenv("TERM");
	refuses(f, "TERM is not set");
	setenv("TERM", "dumb", 1);
	refuses(f, "dumb");
	setenv("TERM", "no-such-terminal", 1);
	refuses(f, "no-such-terminal");
	setenv("TERM", "xterm-256color", 1);
	assert_true(dup2(null, STDIN_FILENO) >= 0);
	refuses(f, "standard input is not a terminal");
	close(null);
}

static void nothing_is_sent_of_a_mouse_that_is_off(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	term_set_mouse(f->s, false);
	term_close(&f->s);
	assert_lacks(sent(f), "?100");
}

static void the_mouse_is_asked_for_while_it_is_on_and_given_back(void **state)
{
	static const char on[] = "\033[?1006h\033[?1002h", off[] = "\033[?1002l\033[?1006l";
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	sent(f);
	term_set_mouse(f->s, true);
	assert_string_equal(sent(f), on);
	assert_true(term_mouse(f->s));
	term_lend(f->s);
	assert_has(sent(f), off);
	term_retake(f->s);
	assert_has(sent(f), on);
	term_set_mouse(f->s, false);
	assert_string_equal(sent(f), off);
	term_lend(f->s);
	term_set_mouse(f->s, true);
	assert_lacks(sent(f), "?100");
	term_retake(f->s);
	assert_has(sent(f), on);
	term_close(&f->s);
	assert_has(sent(f), off);
}

static bool pointed(struct pointer *p, struct fixture *f, struct mouse m, struct point *out)
{
	return pointer_find(p, f->s, &m, out);
}

static void the_mouse_points_at_what_was_drawn_last(void **state)
{
	struct fixture *f = *state;
	struct pointer p = {.lines = 3};
	struct point at;
	int below, above;

	open_screen(f, (struct term_options){0});
	assert_false(pointed(&p, f, (struct mouse){MOUSE_DOWN, 0, 3, 3}, &at));
	draw_spot(f->s, whole(f), &below, 1);
	draw_spot(f->s, (struct rect){2, 2, 3, 3}, &above, 7);
	draw_spot(f->s, (struct rect){0, 0, 0, 9}, &above, 8);
	assert_true(pointed(&p, f, (struct mouse){MOUSE_DOWN, 0, 0, 0}, &at));
	assert_ptr_equal(at.on, &below);
	assert_true(pointed(&p, f, (struct mouse){MOUSE_WHEEL_UP, 0, 3, 4}, &at));
	assert_ptr_equal(at.on, &above);
	assert_int_equal(at.what, POINT_WHEEL);
	assert_int_equal(at.lines, -3);
	assert_int_equal(at.index, 7);
	assert_int_equal(at.y, 1);
	assert_int_equal(at.x, 2);
	assert_false(pointed(&p, f, (struct mouse){MOUSE_DOWN, 2, 3, 3}, &at));
	assert_false(pointed(&p, f, (struct mouse){MOUSE_DOWN, 0, 9998, 9998}, &at));
	draw_cover(f->s);
	assert_false(pointed(&p, f, (struct mouse){MOUSE_DOWN, 0, 3, 3}, &at));
}

static void a_drag_stays_with_what_it_began_on(void **state)
{
	struct fixture *f = *state;
	struct pointer p = {.lines = 3};
	struct point at;
	int list, other;

	open_screen(f, (struct term_options){0});
	draw_spot(f->s, whole(f), &other, 0);
	draw_spot(f->s, (struct rect){2, 2, 3, 3}, &list, 0);
	assert_false(pointed(&p, f, (struct mouse){MOUSE_MOVED, 0, 3, 3}, &at));
	assert_true(pointed(&p, f, (struct mouse){MOUSE_DOWN, 0, 3, 3}, &at));
	assert_int_equal(at.what, POINT_PRESS);
	assert_false(pointed(&p, f, (struct mouse){MOUSE_MOVED, 0, 3, 3}, &at));
	assert_false(pointed(&p, f, (struct mouse){MOUSE_UP, 0, 3, 3}, &at));
	assert_true(pointed(&p, f, (struct mouse){MOUSE_DOWN, 0, 3, 3}, &at));
	assert_true(pointed(&p, f, (struct mouse){MOUSE_MOVED, 0, 0, 9}, &at));
	assert_ptr_equal(at.on, &list);
	assert_int_equal(at.what, POINT_DRAG);
	assert_int_equal(at.y, -2);
	assert_true(pointed(&p, f, (struct mouse){MOUSE_UP, 0, 9, 9}, &at));
	assert_ptr_equal(at.on, &list);
	assert_int_equal(at.what, POINT_DROP);
	assert_false(pointed(&p, f, (struct mouse){MOUSE_UP, 0, 9, 9}, &at));
}

static void keys_come_from_the_terminal(void **state)
{
	struct fixture *f = *state;
	struct key k;
	int wait;

	open_screen(f, (struct term_options){0});
	assert_int_equal(term_read(f->s), 0);
	assert_int_equal(write(f->master, "j\033[A", 4), 4);
	struct pollfd p = {.fd = term_fd(f->s), .events = POLLIN};
	assert_int_equal(poll(&p, 1, 5000), 1);
	assert_int_equal(term_read(f->s), 4);
	assert_int_equal(term_received(f->s), 4);
	assert_true(term_key(f->s, &k, &wait));
	assert_int_equal(k.code, 'j');
	assert_true(term_key(f->s, &k, &wait));
	assert_int_equal(k.code, KEYC_UP);
	assert_false(term_key(f->s, &k, &wait));
	assert_int_equal(wait, -1);
}

static void a_lone_escape_is_known_after_25_milliseconds(void **state)
{
	struct fixture *f = *state;
	struct key k;
	int wait;

	open_screen(f, (struct term_options){0});
	assert_int_equal(write(f->master, "\033", 1), 1);
	struct pollfd p = {.fd = term_fd(f->s), .events = POLLIN};
	assert_int_equal(poll(&p, 1, 5000), 1);
	assert_int_equal(term_read(f->s), 1);
	while (!term_key(f->s, &k, &wait)) {
		assert_in_range(wait, 1, 25);
		assert_int_equal(poll(&p, 1, wait), 0);
	}
	assert_int_equal(k.code, KEYC_ESC);
}

static void a_terminal_that_is_gone_is_noticed(void **state)
{
	struct fixture *f = *state;

	open_screen(f, (struct term_options){0});
	draw_list(f, 1);
	close(f->master);
	f->master = dup(f->in); /* tear_down closes it */
	assert_int_equal(term_read(f->s), -1);
	term_begin(f->s);
	draw_str(f->s, whole(f), 0, 0, STYLE_TEXT, "nobody reads this");
	assert_false(term_end(f->s));
}

static void a_copy_is_sent_whole_or_not_at_all(void **state)
{
	struct fixture *f = *state;
	static char large[TERM_COPY_MOST + 1];

	open_screen(f, (struct term_options){0});
	sent(f);
	assert_true(term_copy(f->s, SPAN_LIT("hi")));
	assert_string_equal(sent(f), "\033]52;c;aGk=\a");
	assert_true(term_copy(f->s, SPAN_LIT("tulips")));
	assert_string_equal(sent(f), "\033]52;c;dHVsaXBz\a");
	assert_false(term_copy(f->s, (struct span){large, sizeof(large)}));
	assert_string_equal(sent(f), "");
	term_bell(f->s);
	assert_string_equal(sent(f), "\a");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rectangles_are_cut_without_leaving_themselves),
		TEST(a_text_that_fits_is_drawn_whole),
		TEST(a_text_that_does_not_fit_ends_in_an_ellipsis),
		TEST(a_wide_character_is_never_half_drawn),
		TEST(nothing_untrusted_reaches_the_terminal_raw),
		TEST(marks_stay_with_their_letter),
		TEST(of_joined_emoji_each_is_drawn),
		TEST(what_terminals_draw_in_different_ways_is_named),
		TEST(every_character_is_drawn_or_named),
		TEST(a_flag_is_drawn_as_its_letters_and_a_variation_keeps_its_columns),
		TEST(drawing_outside_draws_nothing),
		TEST(columns_are_counted_as_they_are_drawn),
		TEST(a_meter_shows_its_part),
		TEST(ascii_has_a_letter_for_every_glyph),
		TEST(every_glyph_takes_one_column),
		TEST(a_locale_without_utf8_means_ascii),
		TEST(curses_counts_columns_as_the_program_does),
		TEST(where_ambiguous_characters_are_wide_texts_keep_them_and_lines_are_ascii),
		TEST(texts_that_go_right_to_left_end_where_they_end),
		TEST(what_stands_before_a_text_that_goes_left_stays_whole),
		TEST(parts_of_a_text_are_not_closed_off_from_each_other),
		TEST(a_letter_with_four_marks_leaves_the_end_to_its_neighbour),
		TEST(what_is_drawn_over_a_text_that_goes_right_to_left_is_apart_from_it),
		TEST(where_nothing_goes_right_to_left_no_byte_is_spent_on_it),
		TEST(a_frame_without_change_sends_nothing),
		TEST(moving_the_selection_costs_two_rows),
		TEST(the_cursor_shows_where_text_is_typed_only),
		TEST(an_invalidated_screen_is_sent_whole),
		TEST(any_size_survives),
		TEST(no_color_means_attributes_only),
		TEST(the_terminal_is_given_back_as_it_was),
		TEST(nothing_is_sent_of_a_mouse_that_is_off),
		TEST(the_mouse_is_asked_for_while_it_is_on_and_given_back),
		TEST(the_mouse_points_at_what_was_drawn_last),
		TEST(a_drag_stays_with_what_it_began_on),
		TEST(what_is_no_terminal_is_refused_before_anything_is_sent),
		TEST(keys_come_from_the_terminal),
		TEST(a_lone_escape_is_known_after_25_milliseconds),
		TEST(a_terminal_that_is_gone_is_noticed),
		TEST(a_copy_is_sent_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
