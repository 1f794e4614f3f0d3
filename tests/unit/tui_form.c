/* Forms: going from field to field, choosing, being told what is wrong, and leaving. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <locale.h>

#include "tui/form.h"

#include "tui_glass.h"

enum { STRENGTH, REASON, TEXT, FIELDS };
static const char *const strengths[] = {"weak", "moderate", "strong", NULL};

struct heard {
	struct form *form;
	int submitted, changed, cancelled, dropped;
	enum { NOTHING, FAILS, FAILS_AS_A_WHOLE, WAITS, DOUBTS } answer;
};

static void on_changed(void *arg, struct form *f, size_t field)
{
	struct heard *h = arg;

	(void)f;
	assert_in_range(field, 0, FIELDS - 1);
	h->changed++;
}

static void on_submit(void *arg, struct form *f)
{
	struct heard *h = arg;

	h->submitted++;
	if (h->answer == FAILS)
		form_fail(f, REASON, "say %s", "why");
	else if (h->answer == FAILS_AS_A_WHOLE)
		form_fail(f, FORM_WHOLE, "it changed meanwhile");
	else if (h->answer == DOUBTS)
		form_doubt(f, "it is %s", "new");
	else if (h->answer == WAITS)
		form_wait(f, "saving ...");
}

static void on_cancel(void *arg)
{
	((struct heard *)arg)->cancelled++;
}

static void on_drop(void *arg)
{
	((struct heard *)arg)->dropped++;
}

static void open_form(struct heard *h)
{
	const struct form_field fields[] = {
		[STRENGTH] = {.label = "evidence",
			.kind = FORM_CHOICE,
			.choices = strengths,
			.choice = 1},
		[REASON] = {.label = "reason", .kind = FORM_LINE, .none = "why"},
		[TEXT] = {.label = "text",
			.kind = FORM_TEXT,
			.rows = 2,
			.value = SPAN_LIT("one\ntwo")},
	};

	h->form = form_new(&(struct form_ask){.title = "Nudge",
		.fields = fields,
		.n = FIELDS,
		.button = "nudge it",
		.opened_by = '+',
		.changed = on_changed,
		.submit = on_submit,
		.cancel = on_cancel,
		.drop = on_drop,
		.arg = h});
}

static enum overlay_result press(struct heard *h, uint32_t code)
{
	struct overlay *o = form_overlay(h->form);

	return o->ops->key(o, &(struct key){.code = code});
}

static void type(struct heard *h, const char *text)
{
	for (; *text; text++)
		assert_int_equal(press(h, (unsigned char)*text), OVERLAY_STAY);
}

static void close_form(struct heard *h)
{
	form_overlay(h->form)->ops->free(form_overlay(h->form));
	assert_int_equal(h->dropped, 1);
}

static void assert_text(struct heard *h, size_t field, const char *expected)
{
	assert_true(span_is(form_text(h->form, field), expected));
}

/* Whether some row of the form, drawn so large, holds the words. */
static bool shows(struct heard *h, int rows, int columns, const char *words)
{
	struct screen *s = glass_new(rows, columns);
	bool found = false;

	form_overlay(h->form)->ops->draw(form_overlay(h->form), s, glass_whole(s));
	for (int y = 0; y < rows; y++) {
		char *row = glass_row(s, y);
		found |= strstr(row, words) != NULL;
		free(row);
	}
	glass_free(s);
	return found;
}

static void enter_goes_from_field_to_field_and_the_button_does_it(void **state)
{
	struct heard h = {0};

	(void)state;
	open_form(&h);
	press(&h, KEYC_ENTER);
	type(&h, "two labs");
	assert_text(&h, REASON, "two labs");
	press(&h, KEYC_ENTER);
	press(&h, KEYC_ENTER);
	assert_text(&h, TEXT, "one\ntwo\n");
	assert_int_equal(h.submitted, 0);
	press(&h, KEYC_TAB);
	press(&h, KEYC_ENTER);
	assert_int_equal(h.submitted, 1);
	press(&h, KEYC_TAB);
	press(&h, KEYC_BACKTAB);
	press(&h, KEYC_ENTER);
	assert_int_equal(h.submitted, 2);
	close_form(&h);
}

static void ctrl_s_does_it_from_every_field(void **state)
{
	struct heard h = {0};

	(void)state;
	open_form(&h);
	for (int i = 0; i <= FIELDS; i++) {
		press(&h, KEY_CTRL('S'));
		press(&h, KEYC_TAB);
	}
	assert_int_equal(h.submitted, FIELDS + 1);
	close_form(&h);
}

static void a_choice_is_made_by_arrows_blanks_and_letters(void **state)
{
	struct heard h = {0};

	(void)state;
	open_form(&h);
	assert_int_equal(form_choice(h.form, STRENGTH), 1);
	press(&h, KEYC_RIGHT);
	assert_int_equal(form_choice(h.form, STRENGTH), 2);
	press(&h, KEYC_SPACE);
	assert_int_equal(form_choice(h.form, STRENGTH), 0);
	press(&h, KEYC_LEFT);
	assert_int_equal(form_choice(h.form, STRENGTH), 2);
	press(&h, 'm');
	assert_int_equal(form_choice(h.form, STRENGTH), 1);
	assert_int_equal(h.changed, 4);
	assert_true(shows(&h, 24, 80, "evidence   weak  ▸moderate   strong"));
	assert_true(shows(&h, 24, 24, "▸moderate"));
	assert_false(shows(&h, 24, 24, "strong"));
	assert_true(shows(&h, 24, 24, "2 of 3"));
	close_form(&h);
}

static void the_key_that_opened_it_does_nothing_while_held_down(void **state)
{
	struct heard h = {0};

	(void)state;
	open_form(&h);
	press(&h, '+');
	press(&h, '+');
	press(&h, KEYC_TAB);
	type(&h, "+");
	assert_text(&h, REASON, "+");
	close_form(&h);
}

static void what_is_wrong_stands_below_its_field_until_that_changes(void **state)
{
	struct heard h = {.answer = FAILS};

	(void)state;
	open_form(&h);
	press(&h, KEY_CTRL('S'));
	assert_true(shows(&h, 24, 80, "say why"));
	press(&h, KEYC_TAB);
	assert_true(shows(&h, 24, 80, "say why"));
	press(&h, KEYC_BACKTAB);
	type(&h, "because");
	assert_text(&h, REASON, "because");
	assert_false(shows(&h, 24, 80, "say why"));
	h.answer = FAILS_AS_A_WHOLE;
	press(&h, KEY_CTRL('S'));
	assert_true(shows(&h, 24, 80, "it changed meanwhile"));
	press(&h, KEYC_TAB);
	assert_false(shows(&h, 24, 80, "it changed meanwhile"));
	close_form(&h);
}

static void what_is_new_is_not_done_before_it_was_looked_at(void **state)
{
	struct heard h = {.answer = DOUBTS};

	(void)state;
	open_form(&h);
	press(&h, KEY_CTRL('S'));
	h.answer = NOTHING;
	/* Not on the screen yet: no key was an answer to it. */
	press(&h, KEYC_TAB);
	press(&h, KEY_CTRL('S'));
	assert_int_equal(h.submitted, 1);
	assert_true(shows(&h, 24, 80, "it is new"));
	press(&h, KEY_CTRL('S'));
	assert_int_equal(h.submitted, 1);
	assert_true(shows(&h, 24, 80, "it is new"));
	press(&h, KEYC_TAB);
	press(&h, KEY_CTRL('S'));
	assert_int_equal(h.submitted, 2);
	close_form(&h);
}

static void a_hint_stands_still_when_the_field_gets_the_keys(void **state)
{
	struct heard h = {0};

	(void)state;
	open_form(&h);
	assert_true(shows(&h, 24, 80, " reason    why "));
	press(&h, KEYC_TAB);
	assert_true(shows(&h, 24, 80, " reason    why "));
	press(&h, KEYC_TAB);
	assert_true(shows(&h, 24, 80, " reason    why "));
	close_form(&h);
}

static void while_it_waits_no_key_but_ctrl_c_does_anything(void **state)
{
	struct heard h = {.answer = WAITS};

	(void)state;
	open_form(&h);
	press(&h, KEY_CTRL('S'));
	assert_true(shows(&h, 24, 80, "saving ..."));
	assert_true(shows(&h, 24, 80, "Ctrl-C stops it"));
	assert_false(shows(&h, 24, 80, "Esc leaves"));
	press(&h, KEY_CTRL('S'));
	assert_int_equal(press(&h, KEYC_ESC), OVERLAY_STAY);
	assert_int_equal(h.submitted, 1);
	press(&h, KEY_CTRL('C'));
	assert_int_equal(h.cancelled, 1);
	form_go_on(h.form);
	assert_false(shows(&h, 24, 80, "Ctrl-C stops it"));
	assert_int_equal(press(&h, KEYC_ESC), OVERLAY_CLOSE);
	close_form(&h);
}

static void leaving_asks_only_when_something_was_typed(void **state)
{
	struct heard h = {0};

	(void)state;
	open_form(&h);
	assert_int_equal(press(&h, KEYC_ESC), OVERLAY_CLOSE);
	press(&h, KEYC_TAB);
	type(&h, "a");
	assert_int_equal(press(&h, KEYC_ESC), OVERLAY_STAY);
	assert_true(shows(&h, 24, 80, "Throw away what was typed?"));
	assert_true(shows(&h, 24, 80, "y does, n or Esc goes on typing"));
	assert_true(shows(&h, 24, 80, "y throws it away  n, Esc goes on typing"));
	assert_false(shows(&h, 24, 80, "Esc leaves"));
	/* Esc is no, as in every question, and says so. */
	assert_int_equal(press(&h, KEYC_ESC), OVERLAY_STAY);
	assert_false(shows(&h, 24, 80, "Throw away"));
	assert_true(shows(&h, 24, 80, "nothing was thrown away: the box is still open"));
	assert_true(shows(&h, 24, 80, "Esc leaves"));
	assert_text(&h, REASON, "a");
	press(&h, KEYC_ESC);
	assert_int_equal(press(&h, KEYC_ENTER), OVERLAY_STAY);
	type(&h, "+x");
	assert_true(shows(&h, 24, 80, "Throw away what was typed?"));
	assert_text(&h, REASON, "a");
	assert_int_equal(press(&h, 'n'), OVERLAY_STAY);
	press(&h, KEYC_BACKSPACE);
	assert_false(shows(&h, 24, 80, "nothing was thrown away"));
	type(&h, "b");
	press(&h, KEYC_ESC);
	assert_int_equal(press(&h, 'y'), OVERLAY_CLOSE);
	close_form(&h);
}

static void type_word(struct heard *h, const char *word)
{
	for (; *word; word++)
		press(h, (uint32_t)*word);
}

static void a_choice_is_made_by_its_word_and_by_no_other(void **state)
{
	struct heard h = {0};

	(void)state;
	open_form(&h);
	type_word(&h, "strong");
	assert_int_equal(form_choice(h.form, STRENGTH), 2);
	press(&h, KEYC_LEFT);
	type_word(&h, "weak");
	assert_int_equal(form_choice(h.form, STRENGTH), 0);
	press(&h, KEYC_RIGHT);
	type_word(&h, "some weak reason");
	assert_int_equal(form_choice(h.form, STRENGTH), 1);
	assert_true(shows(&h, 24, 80, "not typed: nothing to choose begins so"));
	press(&h, KEYC_LEFT);
	type_word(&h, "mm");
	assert_int_equal(form_choice(h.form, STRENGTH), 1);
	close_form(&h);
}

static void a_moved_choice_is_not_typed_text(void **state)
{
	struct heard h = {0};

	(void)state;
	open_form(&h);
	press(&h, KEYC_RIGHT);
	assert_int_equal(form_choice(h.form, STRENGTH), 2);
	assert_int_equal(press(&h, KEYC_ESC), OVERLAY_CLOSE);
	close_form(&h);
}

static void what_is_typed_on_the_button_is_not_swallowed_without_a_word(void **state)
{
	struct heard h = {0};

	(void)state;
	open_form(&h);
	press(&h, KEYC_BACKTAB);
	type(&h, "x");
	assert_true(shows(&h, 24, 80, "not typed: Tab goes to the fields"));
	press(&h, KEYC_TAB);
	assert_false(shows(&h, 24, 80, "not typed"));
	assert_int_equal(press(&h, KEYC_ESC), OVERLAY_CLOSE);
	close_form(&h);
}

static void a_paste_that_was_cut_is_not_taken(void **state)
{
	struct heard h = {0};

	(void)state;
	open_form(&h);
	press(&h, KEYC_BACKTAB);
	press(&h, KEYC_BACKTAB);
	form_overlay(h.form)->ops->key(form_overlay(h.form),
		&(struct key){.code = KEYC_PASTE, .paste = SPAN_LIT("xxx"), .cut = true});
	assert_text(&h, TEXT, "one\ntwo");
	assert_true(shows(&h, 24, 80, "it holds more than 1 MB (1048576 bytes): it was not taken"));
	close_form(&h);
}

static void nothing_is_shown_of_a_secret(void **state)
{
	static const struct form_field fields[] = {
		{.label = "present one", .kind = FORM_SECRET}, {.label = "why", .kind = FORM_LINE}};
	struct heard h = {0};

	(void)state;
	h.form = form_new(&(struct form_ask){
		.title = "", .fields = fields, .n = 2, .button = "", .drop = on_drop, .arg = &h});
	type(&h, "tulips");
	assert_text(&h, 0, "tulips");
	assert_false(shows(&h, 24, 80, "tulips"));
	press(&h, KEYC_TAB);
	assert_false(shows(&h, 24, 80, "tulips"));
	form_set(h.form, 0, SPAN_LIT(""));
	assert_text(&h, 0, "");
	close_form(&h);
}

static void paste_into(struct heard *h, const struct key *k)
{
	form_overlay(h->form)->ops->key(form_overlay(h->form), k);
}

static void what_is_pasted_into_a_secret_goes_on_to_the_next_one_at_a_tab(void **state)
{
	static const struct form_field fields[] = {{.label = "present one", .kind = FORM_SECRET},
		{.label = "new one", .kind = FORM_SECRET}, {.label = "why", .kind = FORM_LINE}};
	struct heard h = {0};

	(void)state;
	h.form = form_new(&(struct form_ask){
		.title = "", .fields = fields, .n = 3, .button = "", .drop = on_drop, .arg = &h});
	paste_into(&h, &(struct key){.code = KEYC_PASTE, .paste = SPAN_LIT("a\tb\tshown\n")});
	assert_text(&h, 0, "");
	assert_text(&h, 2, "");
	assert_true(shows(&h, 24, 80, "more than one line of plain text"));
	paste_into(&h, &(struct key){.code = KEYC_PASTE, .paste = SPAN_LIT("tulips\tdaffodils\n")});
	assert_text(&h, 0, "tulips");
	assert_text(&h, 1, "daffodils");
	type(&h, "!");
	assert_text(&h, 1, "daffodils!");
	paste_into(&h,
		&(struct key){.code = KEYC_PASTE, .paste = SPAN_LIT(" and more\n"), .fast = true});
	assert_text(&h, 1, "daffodils! and more");
	type(&h, "because");
	assert_text(&h, 2, "because");
	close_form(&h);
}

/* --- Picking, and long lines --- */

static const struct span found[] = {
	{"Replication beats novelty", 25}, {"Numbers need their source", 25}};

static void search(void *arg, struct form *f, size_t field)
{
	((struct heard *)arg)->changed++;
	if (form_picked(f, field) == SIZE_MAX)
		form_offer(f, field, found, 2);
}

static void open_pick(struct heard *h)
{
	const struct form_field fields[] = {
		{.label = "title", .kind = FORM_LONG, .rows = 2},
		{.label = "to", .kind = FORM_PICK, .none = "words of its title"},
	};

	h->form = form_new(&(struct form_ask){.title = "Link",
		.fields = fields,
		.n = 2,
		.at = 1,
		.button = "link them",
		.changed = search,
		.submit = on_submit,
		.drop = on_drop,
		.arg = h});
}

static void one_of_what_was_found_is_picked(void **state)
{
	struct heard h = {0};

	(void)state;
	open_pick(&h);
	assert_int_equal(form_picked(h.form, 1), SIZE_MAX);
	type(&h, "n");
	assert_true(shows(&h, 24, 80, "▸ Replication beats novelty"));
	press(&h, KEYC_DOWN);
	assert_true(shows(&h, 24, 80, "▸ Numbers need their source"));
	press(&h, KEYC_ENTER);
	assert_int_equal(form_picked(h.form, 1), 1);
	assert_true(shows(&h, 24, 80, "to     • Numbers need their source"));
	assert_false(shows(&h, 24, 80, "Replication"));
	press(&h, KEYC_BACKTAB);
	type(&h, "u");
	assert_int_equal(form_picked(h.form, 1), SIZE_MAX);
	close_form(&h);
}

static void a_long_line_takes_no_line_break(void **state)
{
	struct heard h = {0};
	struct str title = {0};

	(void)state;
	open_pick(&h);
	press(&h, KEYC_BACKTAB);
	for (int i = 0; i < 500; i++)
		str_add(&title, "界");
	struct overlay *o = form_overlay(h.form);
	o->ops->key(o, &(struct key){.code = KEYC_PASTE, .paste = SPAN_LIT("two\nlines")});
	assert_text(&h, 0, "");
	assert_true(shows(&h, 24, 80, "it is one line"));
	o->ops->key(o, &(struct key){.code = KEYC_PASTE, .paste = str_span(&title)});
	assert_true(span_eq(form_text(h.form, 0), str_span(&title)));
	press(&h, KEYC_ENTER);
	type(&h, "n");
	assert_text(&h, 1, "n");
	str_free(&title);
	close_form(&h);
}

static void it_can_be_drawn_at_any_size(void **state)
{
	struct heard h = {.answer = FAILS};

	(void)state;
	open_form(&h);
	textview_line(form_about(h.form), STYLE_TEXT, SPAN_LIT("What this is about, at length"));
	press(&h, KEY_CTRL('S'));
	for (int rows = 1; rows < 30; rows++)
		for (int columns = 1; columns < 90; columns += 3)
			shows(&h, rows, columns, "");
	assert_true(shows(&h, 24, 80, "What this is about"));
	/* However low, the field that one types in is shown. */
	type(&h, "abc");
	assert_true(shows(&h, 3, 80, "abc"));
	assert_true(shows(&h, 6, 20, "abc"));
	close_form(&h);
}

static void what_it_is_about_comes_before_blanks_and_hints(void **state)
{
	struct heard h = {0};
	struct textview *about;

	(void)state;
	open_form(&h);
	about = form_about(h.form);
	textview_block(about, 0, 0, false, NULL);
	textview_single(about);
	textview_field(about, STYLE_TEXT, SPAN_LIT("A title that is longer than one row of it"));
	textview_line(about, STYLE_TEXT, SPAN_LIT("It rises"));
	textview_mark(about);
	textview_line(about, STYLE_DIM, SPAN_LIT("A hint"));
	assert_true(shows(&h, 24, 80, "A hint"));
	assert_true(shows(&h, 9, 30, "A title that is longer~"));
	assert_true(shows(&h, 9, 30, "It rises"));
	assert_true(shows(&h, 9, 30, "moderate"));
	assert_false(shows(&h, 9, 30, "A hint"));
	assert_true(shows(&h, 9, 30, "It rises                  ~"));
	assert_false(shows(&h, 24, 80, "~"));
	close_form(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(enter_goes_from_field_to_field_and_the_button_does_it),
		cmocka_unit_test(ctrl_s_does_it_from_every_field),
		cmocka_unit_test(a_choice_is_made_by_arrows_blanks_and_letters),
		cmocka_unit_test(the_key_that_opened_it_does_nothing_while_held_down),
		cmocka_unit_test(what_is_wrong_stands_below_its_field_until_that_changes),
		cmocka_unit_test(what_is_new_is_not_done_before_it_was_looked_at),
		cmocka_unit_test(a_hint_stands_still_when_the_field_gets_the_keys),
		cmocka_unit_test(while_it_waits_no_key_but_ctrl_c_does_anything),
		cmocka_unit_test(leaving_asks_only_when_something_was_typed),
		cmocka_unit_test(a_choice_is_made_by_its_word_and_by_no_other),
		cmocka_unit_test(a_moved_choice_is_not_typed_text),
		cmocka_unit_test(what_is_typed_on_the_button_is_not_swallowed_without_a_word),
		cmocka_unit_test(a_paste_that_was_cut_is_not_taken),
		cmocka_unit_test(nothing_is_shown_of_a_secret),
		cmocka_unit_test(what_is_pasted_into_a_secret_goes_on_to_the_next_one_at_a_tab),
		cmocka_unit_test(one_of_what_was_found_is_picked),
		cmocka_unit_test(a_long_line_takes_no_line_break),
		cmocka_unit_test(it_can_be_drawn_at_any_size),
		cmocka_unit_test(what_it_is_about_comes_before_blanks_and_hints),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
