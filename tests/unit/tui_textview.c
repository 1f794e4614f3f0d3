/* The text view: where lines break, that nothing is lost, scrolling, targets, and what is
 * drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <locale.h>

#include "base/utf8.h"
#include "tui/textview.h"

#include "../../src/tui/wrap.h"
#include "tui_glass.h"

/* Draws all lines of the view at this width, each ended by a '|'. */
static char *shown(struct textview *v, int width)
{
	struct str out = {0};
	textview_layout(v, width, 1);
	textview_layout(v, width, textview_lines(v));
	struct screen *s = glass_new(textview_lines(v), width);
	textview_draw(v, s, glass_whole(s), false);
	for (int y = 0; y < s->rows; y++) {
		char *row = glass_row(s, y);
		str_add(&out, row);
		str_addc(&out, '|');
		free(row);
	}
	glass_free(s);
	return out.p;
}

static void assert_shown(struct textview *v, int width, const char *expected)
{
	char *is = shown(v, width);
	assert_string_equal(is, expected);
	free(is);
}

static void assert_wrapped(const char *text, int width, const char *expected)
{
	struct textview *v = textview_new();
	textview_line(v, STYLE_TEXT, span_of(text));
	assert_shown(v, width, expected);
	textview_free(&v);
	assert_null(v);
}

static void text_wraps_at_blanks_and_drops_those_at_the_break(void **state)
{
	(void)state;
	assert_wrapped("the quick brown fox jumps", 16, "the quick brown|fox jumps|");
	assert_wrapped("the quick browns fox", 16, "the quick browns|fox|");
	assert_wrapped("the quick browns     fox", 16, "the quick browns|fox|");
	assert_wrapped("the quick brow     fox", 16, "the quick brow|fox|");
	assert_wrapped("the quick browns     ", 16, "the quick browns|");
	assert_wrapped("the quick browns     \nfox", 16, "the quick browns|fox|");
	assert_wrapped("", 16, "|");
}

static void line_feeds_break_lines_and_empty_lines_stay(void **state)
{
	(void)state;
	assert_wrapped("one\ntwo\r\n\nfour", 16, "one|two||four|");
	assert_wrapped("0123456789abcdef\nnext", 16, "0123456789abcdef|next|");
	assert_wrapped("\n", 16, "||");
}

static void an_indented_word_is_not_torn_from_its_indent(void **state)
{
	(void)state;
	assert_wrapped("x\n    indented words", 16, "x|    indented|words|");
	assert_wrapped("        0123456789", 16, "        01234567|89|");
}

static void long_words_break_after_hyphens_and_slashes(void **state)
{
	(void)state;
	assert_wrapped("a well-established truth-seeker", 16, "a well-|established|truth-seeker|");
	assert_wrapped(
		"https://reddit.com/r/science/about", 16, "https://|reddit.com/r/|science/about|");
	assert_wrapped("it was on the 2026-11-22", 16, "it was on the|2026-11-22|");
	assert_wrapped("set the option --verbose", 16, "set the option|--verbose|");
}

static void what_is_longer_than_a_line_is_divided_between_clusters(void **state)
{
	(void)state;
	assert_wrapped("0123456789abcdefghij", 16, "0123456789abcdef|ghij|");
	assert_wrapped("x 0123456789abcdefghij", 16, "x|0123456789abcdef|ghij|");
	assert_wrapped("eeeeeeeeeeeeeeee\xcc\x81"
		       "e",
		16, "eeeeeeeeeeeeeeee\xcc\x81|e|");
}

static void chinese_breaks_between_characters_but_not_before_a_comma(void **state)
{
	(void)state;
	assert_wrapped("一二三四五六七八九十", 16, "一二三四五六七八|九十|");
	assert_wrapped("一二三四五六七八。九十", 16, "一二三四五六七|八。九十|");
	assert_wrapped("一二三四五六七「九」", 16, "一二三四五六七|「九」|");
	assert_wrapped("abcdefg 一二三四五六七", 16, "abcdefg 一二三四|五六七|");
	assert_wrapped("一二三四五六七abc", 16, "一二三四五六七|abc|");
	assert_wrapped("x一二三四五六七八", 16, "x一二三四五六七|八|");
}

static void signs_of_east_asia_stand_on_the_right_side_of_a_break(void **state)
{
	(void)state;
	/* Eight wide characters to a line. */
	assert_wrapped("ああああああい「いい」", 16, "ああああああい|「いい」|");
	assert_wrapped("ああああああああっと", 16, "あああああああ|あっと|");
	assert_wrapped("ああああああいうーーう", 16, "ああああああい|うーーう|");
	assert_wrapped("ああああああああ！？う", 16, "あああああああ|あ！？う|");
	assert_wrapped("字字字字字字字字・字", 16, "字字字字字字字|字・字|");
	assert_wrapped("가나다라마바사아자", 16, "가나다라마바사아|자|");
	assert_wrapped("བོད་སྐད་ཡིག་བོད་སྐད་ཡིག་བོད་སྐད་ཡིག", 16, "བོད་སྐད་ཡིག་བོད་སྐད་|ཡིག་བོད་སྐད་ཡིག|");
}

static void a_letter_is_never_parted_from_its_vowel(void **state)
{
	(void)state;
	/* Thai has no blanks; its AM and India's vowel signs are columns of their own. */
	assert_wrapped("กกกกกกกกกกกกกกกกำ", 16, "กกกกกกกกกกกกกกก|กำ|");
	assert_wrapped("ककककककककककककककककाक", 16, "ककककककककककककककक|काक|");
}

static void cyrillic_that_is_wide_breaks_at_words_all_the_same(void **state)
{
	(void)state;
	utf8_set_ambiguous(UTF8_AMBIGUOUS_WIDE);
	assert_wrapped("да или нет", 16, "да или|нет|");
	utf8_set_ambiguous(UTF8_AMBIGUOUS_NARROW);
}

static void a_tab_goes_to_the_next_multiple_of_eight(void **state)
{
	(void)state;
	assert_wrapped("a\tb", 24, "a       b|");
	assert_wrapped("12345678\tb", 24, "12345678        b|");
	assert_wrapped("a\tb\tc\td", 16, "a       b|c       d|");
}

static void runs_of_a_block_flow_into_each_other(void **state)
{
	(void)state;
	struct textview *v = textview_new();
	textview_block(v, 0, 4, false, NULL);
	textview_run(v, STYLE_DIM, SPAN_LIT("un"));
	textview_run(v, STYLE_TEXT, SPAN_NULL);
	textview_run(v, STYLE_BAD, SPAN_LIT("believable "));
	textview_glyph(v, STYLE_GOOD, GLYPH_RIGHT);
	textview_runf(v, STYLE_TEXT, " %d%%", 42);
	assert_shown(v, 16, "unbelievable →|    42%|");
	textview_free(&v);
}

static void styles_escapes_and_meters_reach_the_screen(void **state)
{
	(void)state;
	struct textview *v = textview_new();
	textview_block(v, 2, 2, true, NULL);
	textview_run(v, STYLE_QUOTE, SPAN_LIT("a\x1b[2Jb\xff"));
	textview_run(v, STYLE_BAD, SPAN_LIT("c"));
	textview_meter(v, 0.5, 4);
	textview_layout(v, 40, 2);
	struct screen *s = glass_new(2, 40);
	textview_draw(v, s, glass_whole(s), false);
	assert_row(s, 0, "  │ a^[[2Jb<FF>c██░░");
	assert_int_equal(glass_cell(s, 0, 4)->style, STYLE_QUOTE);
	assert_int_equal(glass_cell(s, 0, 5)->style, STYLE_ESCAPE);
	assert_int_equal(glass_cell(s, 0, 6)->style, STYLE_ESCAPE);
	assert_int_equal(glass_cell(s, 0, 7)->style, STYLE_QUOTE);
	assert_int_equal(glass_cell(s, 0, 11)->style, STYLE_ESCAPE);
	assert_int_equal(glass_cell(s, 0, 15)->style, STYLE_BAD);
	assert_int_equal(glass_cell(s, 0, 16)->style, STYLE_METER);
	assert_int_equal(s->cursor_y, -1);
	glass_free(s);
	textview_free(&v);
}

/* The а and о of the second word are Cyrillic. */
static void words_of_look_alike_letters_stand_out_on_every_line_they_stand_on(void **state)
{
	(void)state;
	static const enum style word = STYLE_ESCAPE, text = STYLE_TEXT;
	struct textview *v = textview_new();
	struct screen *s = glass_new(4, 16);

	textview_lookalikes(v, STYLE_TEXT, SPAN_LIT("open p\u0430yp\u0430ls-l\u043egin now"));
	textview_layout(v, 16, 4);
	textview_draw(v, s, glass_whole(s), false);
	assert_row(s, 0, "open p\u0430yp\u0430ls-");
	assert_row(s, 1, "l\u043egin now");
	assert_int_equal(glass_cell(s, 0, 3)->style, text);
	assert_int_equal(glass_cell(s, 0, 5)->style, word);
	assert_int_equal(glass_cell(s, 0, 12)->style, word);
	assert_int_equal(glass_cell(s, 1, 0)->style, word);
	assert_int_equal(glass_cell(s, 1, 4)->style, word);
	assert_int_equal(glass_cell(s, 1, 6)->style, text);

	/* Another text may lie where that one lay. */
	textview_reset(v);
	textview_lookalikes(v, STYLE_TEXT, SPAN_LIT("open paypals-login now"));
	textview_layout(v, 16, 4);
	textview_draw(v, s, glass_whole(s), false);
	assert_int_equal(glass_cell(s, 0, 5)->style, text);
	glass_free(s);
	textview_free(&v);
}

static void headings_gaps_and_bars_have_their_lines(void **state)
{
	(void)state;
	struct textview *v = textview_new();
	textview_heading(v, "Thread");
	textview_gap(v);
	textview_block(v, 0, 0, true, NULL);
	textview_run(v, STYLE_QUOTE, SPAN_LIT("what do you think of it"));
	assert_shown(v, 18, "Thread ───────────||│ what do you|│ think of it|");
	textview_free(&v);
}

static void a_window_too_narrow_for_the_indent_still_has_text(void **state)
{
	(void)state;
	struct textview *v = textview_new();
	textview_block(v, 30, 30, true, "t");
	textview_run(v, STYLE_TEXT, SPAN_LIT("0123456789abcdef"));
	assert_shown(v, 20, "      │ 0123456789ab|      │ cdef|");
	for (int width = 0; width < 6; width++) {
		textview_layout(v, width, 1);
		struct screen *s = glass_new(1, width);
		textview_select(v, "t");
		textview_draw(v, s, glass_whole(s), true);
		glass_free(s);
	}
	textview_free(&v);
}

/* Random text of what wrapping treats differently. */
static void add_random(struct str *out, int pieces)
{
	static const char *const piece[] = {"a", "word", " ", "  ", "\t", "\n", "\r\n", "-", "/",
		"7", "一", "。", "「", "e\xcc\x81", "👩‍💻", "🇩🇪", "\x1b", "\xff",
		"\xe2\x80\xae", "o\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "(",
		")", "—", "longer-than-some/lines-are", " ", " ", " "};
	for (int i = 0; i < pieces; i++)
		str_add(out, piece[(size_t)rand() % (sizeof(piece) / sizeof(*piece))]);
}

/* What separates two lines may be one line feed or blanks, nothing else. */
static void assert_dropped(const struct wrap_item *item, int *feeds)
{
	assert_int_equal(item->cluster.n, 1);
	char c = item->cluster.p[0];
	assert_true(c == ' ' || c == '\t' || c == '\n');
	*feeds += c == '\n';
	assert_true(*feeds <= 1);
}

static bool same_place(
	const struct wrap_cursor *a, const struct wrap_cursor *b, const struct wrap_run *runs)
{
	if (a->run == b->run)
		return a->it.at == b->it.at;
	/* The end of a run is the start of the next. */
	const struct wrap_cursor *low = a->run < b->run ? a : b;
	const struct wrap_cursor *high = a->run < b->run ? b : a;
	return low->run + 1 == high->run && high->it.at == 0 && low->it.at == runs[low->run].text.n;
}

/* Walks the lines along the text: each item stands in one line, in order, or was dropped at a
 * break. Lines are no wider than the window unless one item alone is. */
static void assert_nothing_lost(const struct wrap_run *runs, size_t n, struct wrap_shape shape,
	const struct wrap_lines *lines)
{
	struct wrap_cursor at;
	struct wrap_item item;
	wrap_start(runs, 0, n, &at);
	for (size_t i = 0; i < lines->n; i++) {
		const struct wrap_line *line = &lines->v[i];
		int feeds = 0;
		while (!same_place(&at, &line->from, runs)) {
			assert_true(wrap_next(runs, n, &at, &item));
			assert_dropped(&item, &feeds);
		}
		int column = 0;
		for (size_t k = 0; k < line->items; k++) {
			assert_true(wrap_next(runs, n, &at, &item));
			assert_false(item.cluster.p[0] == '\n');
			column += wrap_width(&item, column);
		}
		assert_true(line->items <= 1 || column <= shape.width - line->indent);
		assert_int_equal(line->indent, i == 0 ? shape.indent : shape.hang);
	}
	int feeds = 0;
	while (wrap_next(runs, n, &at, &item))
		assert_dropped(&item, &feeds);
	assert_int_equal(feeds, 0);
}

static void no_text_is_ever_lost_or_doubled(void **state)
{
	(void)state;
	srand(3);
	for (int round = 0; round < 3000; round++) {
		struct str text[3] = {0};
		struct wrap_run runs[3] = {0};
		size_t n = (size_t)rand() % 3 + 1;
		for (size_t i = 0; i < n; i++) {
			add_random(&text[i], rand() % 30 + 1);
			runs[i].text = str_span(&text[i]);
		}
		struct wrap_shape shape = {rand() % 40 + 16, rand() % 4, rand() % 4};
		struct wrap_lines lines = {0};
		wrap_paragraph(runs, 0, n, shape, 0, &lines);
		assert_nothing_lost(runs, n, shape, &lines);
		free(lines.v);
		for (size_t i = 0; i < n; i++)
			str_free(&text[i]);
	}
}

static void a_line_ends_early_only_where_the_next_word_does_not_fit(void **state)
{
	(void)state;
	srand(5);
	for (int round = 0; round < 200; round++) {
		struct str text = {0};
		for (int i = 0; i < 60; i++)
			str_addf(&text, "%.*s ", rand() % 9 + 1, "wwwwwwwww");
		struct textview *v = textview_new();
		textview_line(v, STYLE_TEXT, str_span(&text));
		int width = rand() % 30 + 16;
		char *all = shown(v, width);
		for (char *line = all, *end; (end = strchr(line, '|')) && end[1]; line = end + 1) {
			size_t next = strcspn(end + 1, " |");
			assert_true((size_t)(end - line) <= (size_t)width);
			assert_true((size_t)(end - line) + 1 + next > (size_t)width);
		}
		free(all);
		textview_free(&v);
		str_free(&text);
	}
}

static void add_numbers(struct textview *v, int n)
{
	for (int i = 0; i < n; i++) {
		textview_block(v, 0, 0, false, NULL);
		textview_runf(v, STYLE_TEXT, "%d", i);
	}
}

static void a_page_shows_again_as_many_rows_as_are_asked_for(void **state)
{
	static const struct {
		int overlap, top;
	} cases[] = {{-1, 9}, {0, 10}, {3, 7}, {10, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct textview *v = textview_new();
		struct screen *s = glass_new(10, 20);
		s->paging.overlap = cases[i].overlap;
		add_numbers(v, 30);
		textview_layout(v, 20, 10);
		textview_draw(v, s, glass_whole(s), true);
		textview_page(v, 1);
		assert_int_equal(textview_top(v), cases[i].top);
		glass_free(s);
		textview_free(&v);
	}
}

static void scrolling_stops_at_both_ends_and_says_whether_it_moved(void **state)
{
	(void)state;
	struct textview *v = textview_new();
	add_numbers(v, 30);
	textview_layout(v, 20, 10);
	assert_int_equal(textview_lines(v), 30);
	assert_false(textview_scroll(v, -1));
	assert_true(textview_more(v));
	assert_true(textview_page(v, 1));
	assert_int_equal(textview_top(v), 9);
	assert_true(textview_page(v, 5));
	assert_int_equal(textview_top(v), 20);
	assert_false(textview_more(v));
	assert_false(textview_scroll(v, 1));
	assert_true(textview_edge(v, -1));
	assert_int_equal(textview_top(v), 0);
	assert_true(textview_scroll(v, INT32_MAX));
	assert_int_equal(textview_top(v), 20);
	assert_true(textview_scroll(v, INT32_MIN));
	assert_int_equal(textview_top(v), 0);
	assert_true(textview_edge(v, 1));
	textview_layout(v, 20, 25);
	assert_int_equal(textview_top(v), 5);
	textview_reset(v);
	textview_layout(v, 20, 10);
	assert_int_equal(textview_lines(v), 0);
	assert_int_equal(textview_top(v), 0);
	assert_false(textview_scroll(v, 1));
	textview_free(&v);
}

static void a_new_width_keeps_the_place_where_one_reads(void **state)
{
	(void)state;
	struct str text = {0};
	for (int i = 0; i < 400; i++)
		str_addf(&text, "w%03d ", i);
	struct textview *v = textview_new();
	textview_line(v, STYLE_TEXT, str_span(&text));
	textview_layout(v, 50, 5); /* ten words a line */
	textview_scroll(v, 20);
	textview_layout(v, 20, 5); /* four words a line */
	assert_int_equal(textview_top(v), 50);
	textview_layout(v, 50, 5);
	assert_int_equal(textview_top(v), 20);
	textview_line(v, STYLE_TEXT, SPAN_LIT("more"));
	textview_layout(v, 50, 5);
	assert_int_equal(textview_top(v), 20);
	textview_free(&v);
	str_free(&text);
}

/* Ten lines, then targets "a" and "b" of two lines each, ten lines, target "c", ten lines. */
static struct textview *view_with_targets(void)
{
	struct textview *v = textview_new();
	add_numbers(v, 10);
	textview_block(v, 2, 4, false, "a");
	textview_run(v, STYLE_ACCENT, SPAN_LIT("first\nof two"));
	textview_block(v, 2, 4, false, "b");
	textview_run(v, STYLE_ACCENT, SPAN_LIT("second\nof two"));
	add_numbers(v, 10);
	textview_block(v, 2, 4, false, "c");
	textview_run(v, STYLE_ACCENT, SPAN_LIT("third"));
	add_numbers(v, 10);
	textview_layout(v, 20, 6);
	return v;
}

static void moving_scrolls_until_a_target_is_in_the_window(void **state)
{
	(void)state;
	struct textview *v = view_with_targets();
	assert_string_equal(textview_target(v), "");
	for (int i = 1; i <= 5; i++) {
		assert_true(textview_move(v, 1));
		assert_int_equal(textview_top(v), i);
		assert_string_equal(textview_target(v), "");
	}
	assert_true(textview_move(v, 1));
	assert_string_equal(textview_target(v), "a");
	assert_int_equal(textview_top(v), 6);
	assert_true(textview_move(v, 1));
	assert_int_equal(textview_top(v), 7);
	assert_true(textview_move(v, 1));
	assert_string_equal(textview_target(v), "b");
	assert_int_equal(textview_top(v), 8);
	assert_true(textview_move(v, -1));
	assert_string_equal(textview_target(v), "a");
	assert_int_equal(textview_top(v), 8);
	assert_true(textview_move(v, -1));
	assert_string_equal(textview_target(v), "a");
	assert_int_equal(textview_top(v), 7);
	textview_free(&v);
}

static void the_end_of_the_text_is_reached_by_moving(void **state)
{
	(void)state;
	struct textview *v = view_with_targets();
	int moves = 0;
	while (textview_move(v, 1))
		assert_true(++moves < 100);
	assert_false(textview_more(v));
	assert_string_equal(textview_target(v), "c");
	while (textview_move(v, -1))
		assert_true(++moves < 200);
	assert_int_equal(textview_top(v), 0);
	textview_free(&v);
}

static void moving_goes_on_from_the_window_when_the_selection_is_elsewhere(void **state)
{
	(void)state;
	struct textview *v = view_with_targets();
	textview_select(v, "a");
	textview_layout(v, 20, 6);
	assert_int_equal(textview_top(v), 6);
	textview_scroll(v, 15);
	assert_true(textview_move(v, 1));
	assert_string_equal(textview_target(v), "c");
	textview_scroll(v, -12);
	assert_true(textview_move(v, -1));
	assert_string_equal(textview_target(v), "b");
	textview_free(&v);
}

static void a_target_is_selected_by_name_and_shown_with_the_next_layout(void **state)
{
	(void)state;
	struct textview *v = view_with_targets();
	assert_false(textview_select(v, "nobody"));
	assert_string_equal(textview_target(v), "");
	assert_true(textview_select(v, "c"));
	textview_layout(v, 20, 6);
	assert_string_equal(textview_target(v), "c");
	assert_int_equal(textview_top(v), 19);
	struct screen *s = glass_new(6, 20);
	textview_draw(v, s, glass_whole(s), true);
	assert_row(s, 5, "▸ third");
	assert_int_equal(glass_cell(s, 5, 0)->style, STYLE_SELECTED);
	assert_int_equal(glass_cell(s, 5, 19)->style, STYLE_SELECTED);
	assert_int_equal(glass_cell(s, 4, 0)->style, STYLE_TEXT);
	assert_int_equal(s->cursor_y, 5);
	assert_int_equal(s->cursor_x, 0);
	assert_false(s->cursor_visible);
	glass_free(s);
	s = glass_new(6, 20);
	textview_draw(v, s, glass_whole(s), false);
	assert_row(s, 5, "  third");
	assert_int_equal(s->cursor_y, -1);
	glass_free(s);
	textview_reset(v);
	assert_string_equal(textview_target(v), "");
	textview_free(&v);
}

static void a_low_window_opens_at_what_the_reader_came_for(void **state)
{
	(void)state;
	struct textview *v = textview_new();
	add_numbers(v, 10);
	textview_start(v);
	add_numbers(v, 10);
	textview_layout(v, 20, 18);
	assert_int_equal(textview_top(v), 0);
	textview_reset(v);
	add_numbers(v, 10);
	textview_start(v);
	add_numbers(v, 10);
	textview_layout(v, 20, 6);
	assert_int_equal(textview_top(v), 8);
	textview_scroll(v, -8);
	textview_layout(v, 20, 6);
	assert_int_equal(textview_top(v), 0);
	textview_free(&v);
}

/* A quadratic walk would meet the runner's time limit. */
static void what_was_not_on_the_glass_is_unread(void **state)
{
	struct textview *v = textview_new();

	(void)state;
	textview_line(v, STYLE_TEXT, SPAN_LIT("before"));
	textview_read_from(v);
	add_numbers(v, 30);
	textview_read_to(v);
	add_numbers(v, 10);
	textview_layout(v, 20, 10);
	assert_int_equal(textview_unread(v), 30);
	assert_int_equal(textview_unread_after(v), 21);
	textview_painted(v);
	assert_int_equal(textview_unread(v), 21);
	/* Jumped over is not read. */
	textview_edge(v, 1);
	textview_painted(v);
	assert_int_equal(textview_unread(v), 21);
	textview_edge(v, -1);
	textview_page(v, 1);
	textview_painted(v);
	assert_int_equal(textview_unread(v), 12);
	/* Of what is cut off, nobody knows what it says. */
	textview_layout(v, 10, 30);
	textview_painted(v);
	assert_int_equal(textview_unread(v), 12);
	textview_layout(v, 20, 30);
	assert_int_equal(textview_unread(v), 12);
	textview_painted(v);
	assert_int_equal(textview_unread(v), 0);
	textview_layout(v, 16, 2);
	assert_int_equal(textview_unread(v), 0);
	textview_free(&v);
}

static void another_width_keeps_what_was_read(void **state)
{
	struct textview *v = textview_new();
	struct str text = {0};

	(void)state;
	for (int i = 100; i < 200; i++)
		str_addf(&text, "%d%s", i, i < 199 ? " " : "");
	textview_read_from(v);
	textview_line(v, STYLE_TEXT, str_span(&text));
	textview_read_to(v);
	textview_layout(v, 40, 5); /* ten numbers a line */
	textview_painted(v);
	assert_int_equal(textview_unread(v), 5);
	textview_layout(v, 20, 1); /* five a line */
	assert_int_equal(textview_unread(v), 10);
	textview_layout(v, 40, 1);
	assert_int_equal(textview_unread(v), 5);
	textview_reset(v);
	assert_int_equal(textview_unread(v), 0);
	str_free(&text);
	textview_free(&v);
}

static void a_line_of_a_megabyte_is_laid_out_to_its_end(void **state)
{
	static const char *const pieces[] = {"word ", "x", "漢", "\xff", "e\xcc\x81 "};
	const size_t bytes = 1 << 20;

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		struct str text = {0};
		while (text.len < bytes)
			str_add(&text, pieces[i]);
		struct textview *v = textview_new();
		textview_line(v, STYLE_TEXT, str_span(&text));
		textview_layout(v, 80, 24);
		assert_true(textview_lines(v) > (int)(bytes / 400));
		textview_free(&v);
		str_free(&text);
	}
}

/* Lays out until nothing is left; how often that took. */
static int lay_out(struct textview *v, int width, int height)
{
	int times = 1;

	for (textview_layout(v, width, height); textview_unfinished(v); times++)
		textview_layout(v, width, height);
	return times;
}

static void a_long_text_is_laid_out_share_by_share_and_unread_until_then(void **state)
{
	struct textview *v = textview_new(), *whole = textview_new();
	struct str text = {0};

	(void)state;
	while (text.len < 1000000)
		str_add(&text, "Füße 漢字 and some words. ");
	for (int i = 0; i < 2; i++) {
		struct textview *t = i ? whole : v;
		textview_line(t, STYLE_TEXT, SPAN_LIT("a title"));
		textview_read_from(t);
		textview_line(t, STYLE_TEXT, str_span(&text));
		textview_read_to(t);
		textview_line(t, STYLE_TEXT, SPAN_LIT("the end"));
	}
	textview_layout(whole, 40, 10);
	assert_false(textview_unfinished(whole));
	textview_gradual(v);
	textview_layout(v, 40, 10);
	assert_true(textview_unfinished(v));
	assert_true(textview_more(v));
	textview_painted(v);
	assert_true(textview_unread(v) > 0);
	/* To the end, while it is not known where that is. */
	textview_edge(v, 1);
	assert_true(lay_out(v, 40, 10) > 4);
	assert_int_equal(textview_lines(v), textview_lines(whole));
	assert_int_equal(textview_top(v), textview_lines(v) - 10);
	assert_int_equal(textview_unread(v), textview_lines(v) - 1 - 1 - 9);
	/* The place where one reads is there at once on another width. */
	textview_scroll(v, -textview_lines(v) / 2);
	int top = textview_top(v);
	textview_layout(v, 60, 10);
	textview_layout(whole, 60, 10);
	assert_in_range(textview_top(v), top * 3 / 5, top * 3 / 4);
	lay_out(v, 60, 10);
	assert_int_equal(textview_lines(v), textview_lines(whole));
	str_free(&text);
	textview_free(&v);
	textview_free(&whole);
}

static void what_was_read_stays_so_while_it_is_laid_out_on_another_width(void **state)
{
	struct textview *v = textview_new();
	struct str text = {0};

	(void)state;
	while (text.len < 600000)
		str_add(&text, "words and more words ");
	textview_gradual(v);
	textview_read_from(v);
	textview_line(v, STYLE_TEXT, str_span(&text));
	textview_read_to(v);
	lay_out(v, 40, 500);
	do
		textview_painted(v);
	while (textview_page(v, 1));
	textview_painted(v);
	assert_int_equal(textview_unread(v), 0);
	textview_edge(v, -1);
	textview_layout(v, 50, 10);
	assert_true(textview_unfinished(v) && textview_unread(v) > 0);
	lay_out(v, 50, 10);
	assert_int_equal(textview_unread(v), 0);
	str_free(&text);
	textview_free(&v);
}

/* What would be nothing but blanks for a while is no line that was read. */
static void blanks_without_end_are_not_read_before_what_follows_them(void **state)
{
	struct textview *v = textview_new();
	struct str text = {0};

	(void)state;
	while (text.len < 300000)
		str_addc(&text, ' ');
	str_add(&text, "here");
	textview_gradual(v);
	textview_read_from(v);
	textview_line(v, STYLE_TEXT, str_span(&text));
	textview_read_to(v);
	textview_layout(v, 40, 10);
	textview_painted(v);
	assert_true(textview_unread(v) > 0);
	lay_out(v, 40, 10);
	textview_painted(v);
	assert_int_equal(textview_unread(v), 0);
	str_free(&text);
	textview_free(&v);
}

static void what_follows_the_mark_is_replaced_while_one_reads(void **state)
{
	(void)state;
	struct textview *v = textview_new();
	textview_line(v, STYLE_TEXT, SPAN_LIT("one"));
	textview_block(v, 2, 2, false, "a");
	textview_run(v, STYLE_TEXT, SPAN_LIT("two"));
	textview_mark(v);
	textview_line(v, STYLE_TEXT, SPAN_LIT("old"));
	textview_block(v, 2, 2, false, "b");
	textview_run(v, STYLE_TEXT, SPAN_LIT("older"));
	assert_true(textview_select(v, "a"));
	assert_shown(v, 20, "one|  two|old|  older|");
	textview_layout(v, 20, 1);
	textview_scroll(v, 1);
	textview_cut(v);
	textview_line(v, STYLE_TEXT, SPAN_LIT("new"));
	textview_layout(v, 20, 1);
	assert_int_equal(textview_top(v), 1);
	assert_string_equal(textview_target(v), "a");
	assert_shown(v, 20, "one|  two|new|");
	textview_cut(v);
	assert_shown(v, 20, "one|  two|");
	textview_run(v, STYLE_TEXT, SPAN_LIT(" more"));
	assert_shown(v, 20, "one|  two more|");
	textview_mark(v);
	textview_block(v, 2, 2, false, "b");
	textview_select(v, "b");
	textview_cut(v);
	assert_string_equal(textview_target(v), "");
	textview_free(&v);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_wraps_at_blanks_and_drops_those_at_the_break),
		cmocka_unit_test(line_feeds_break_lines_and_empty_lines_stay),
		cmocka_unit_test(an_indented_word_is_not_torn_from_its_indent),
		cmocka_unit_test(long_words_break_after_hyphens_and_slashes),
		cmocka_unit_test(what_is_longer_than_a_line_is_divided_between_clusters),
		cmocka_unit_test(chinese_breaks_between_characters_but_not_before_a_comma),
		cmocka_unit_test(a_tab_goes_to_the_next_multiple_of_eight),
		cmocka_unit_test(runs_of_a_block_flow_into_each_other),
		cmocka_unit_test(styles_escapes_and_meters_reach_the_screen),
		cmocka_unit_test(words_of_look_alike_letters_stand_out_on_every_line_they_stand_on),
		cmocka_unit_test(headings_gaps_and_bars_have_their_lines),
		cmocka_unit_test(a_window_too_narrow_for_the_indent_still_has_text),
		cmocka_unit_test(no_text_is_ever_lost_or_doubled),
		cmocka_unit_test(a_line_ends_early_only_where_the_next_word_does_not_fit),
		cmocka_unit_test(a_page_shows_again_as_many_rows_as_are_asked_for),
		cmocka_unit_test(scrolling_stops_at_both_ends_and_says_whether_it_moved),
		cmocka_unit_test(a_new_width_keeps_the_place_where_one_reads),
		cmocka_unit_test(moving_scrolls_until_a_target_is_in_the_window),
		cmocka_unit_test(the_end_of_the_text_is_reached_by_moving),
		cmocka_unit_test(moving_goes_on_from_the_window_when_the_selection_is_elsewhere),
		cmocka_unit_test(a_target_is_selected_by_name_and_shown_with_the_next_layout),
		cmocka_unit_test(a_low_window_opens_at_what_the_reader_came_for),
		cmocka_unit_test(what_was_not_on_the_glass_is_unread),
		cmocka_unit_test(another_width_keeps_what_was_read),
		cmocka_unit_test(a_long_text_is_laid_out_share_by_share_and_unread_until_then),
		cmocka_unit_test(what_was_read_stays_so_while_it_is_laid_out_on_another_width),
		cmocka_unit_test(blanks_without_end_are_not_read_before_what_follows_them),
		cmocka_unit_test(signs_of_east_asia_stand_on_the_right_side_of_a_break),
		cmocka_unit_test(a_letter_is_never_parted_from_its_vowel),
		cmocka_unit_test(cyrillic_that_is_wide_breaks_at_words_all_the_same),
		cmocka_unit_test(what_follows_the_mark_is_replaced_while_one_reads),
		cmocka_unit_test(a_line_of_a_megabyte_is_laid_out_to_its_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
