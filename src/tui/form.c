/* The fields of a form and its keys. */
#include "form_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/time.h"

#define WORD_PAUSE TIME_SECOND /* behind it letters begin another word */

struct overlay *form_overlay(struct form *f)
{
	return &f->overlay;
}

struct textview *form_about(struct form *f)
{
	return f->about;
}

struct span form_text(const struct form *f, size_t field)
{
	const struct form_item *i = &f->items[field];

	return form_has_editor(i) ? editor_text(i->editor) : lineedit_text(&i->line);
}

size_t form_choice(const struct form *f, size_t field)
{
	return f->items[field].choice;
}

size_t form_picked(const struct form *f, size_t field)
{
	return f->items[field].picked;
}

static void put_value(struct form_item *i, struct span value)
{
	i->field.value = value;
	if (form_has_editor(i)) {
		editor_set_text(i->editor, value);
		editor_go(i->editor, value.n);
	} else {
		lineedit_set(&i->line, value);
		lineedit_select(&i->line);
	}
}

void form_set(struct form *f, size_t field, struct span value)
{
	put_value(&f->items[field], arena_span(&f->arena, value));
}

void form_set_choice(struct form *f, size_t field, size_t choice)
{
	f->items[field].choice = f->items[field].field.choice = choice;
}

void form_offer(struct form *f, size_t field, const struct span *texts, size_t n)
{
	struct form_item *i = &f->items[field];

	arena_clear(&i->arena);
	i->offered = arena_calloc(&i->arena, n, sizeof(*i->offered));
	for (size_t k = 0; k < n; k++)
		i->offered[k] = arena_span(&i->arena, texts[k]);
	i->menu = (struct menu){0};
	menu_set(&i->menu, n);
	i->picked = SIZE_MAX;
}

static void write_line(struct textview *v, enum style style, const char *text)
{
	textview_reset(v);
	textview_line(v, style, span_of(text));
}

/* Below all fields, until the next key. */
static void say(struct form *f, enum style style, const char *text)
{
	write_line(f->said, style, text);
	f->saying = true;
}

void form_fail(struct form *f, size_t field, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	int n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		die_of_memory(0);
	if (field == FORM_WHOLE) {
		say(f, STYLE_BAD, text);
	} else {
		write_line(f->items[field].error, STYLE_BAD, text);
		f->items[field].failed = true;
		f->at = field;
	}
	free(text);
}

void form_rename(struct form *f, const char *title, const char *button)
{
	f->ask.title = title;
	f->ask.button = button;
}

const char *form_button(const struct form *f)
{
	return f->ask.button;
}

void form_type(struct form *f, size_t field, struct span value)
{
	struct form_item *i = &f->items[field];

	if (form_has_editor(i))
		editor_set_text(i->editor, value);
	else
		lineedit_set(&i->line, value);
}

void form_begin(struct form *f, size_t field, struct span value)
{
	form_type(f, field, value);
	f->items[field].field.value = arena_span(&f->arena, value);
}

void form_go(struct form *f, size_t field, size_t at)
{
	if (form_has_editor(&f->items[field]))
		editor_go(f->items[field].editor, at);
}

void form_doubt(struct form *f, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	int n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		die_of_memory(0);
	say(f, STYLE_WARN, text);
	f->doubt = FORM_UNSEEN;
	free(text);
}

void form_wait(struct form *f, const char *what)
{
	f->waiting = what;
}

void form_load(struct form *f, const char *what)
{
	f->waiting = what;
	f->loading = true;
}

void form_go_on(struct form *f)
{
	f->waiting = NULL;
	f->loading = false;
}

/* --- Keys --- */

static bool item_modified(const struct form_item *i)
{
	switch (i->field.kind) {
	case FORM_LONG:
	case FORM_TEXT: return editor_modified(i->editor);
	case FORM_CHOICE: return false; /* moved, not typed */
	case FORM_LINE:
	case FORM_SECRET:
	case FORM_PICK: break;
	}
	struct span text = lineedit_text(&i->line), was = i->field.value;
	return text.n != was.n || (was.n > 0 && memcmp(text.p, was.p, was.n) != 0);
}

static enum overlay_result leave(struct form *f)
{
	for (size_t i = 0; i < f->ask.n; i++)
		f->leaving |= item_modified(&f->items[i]);
	if (!f->leaving)
		return OVERLAY_CLOSE;
	say(f, STYLE_WARN, "Throw away what was typed? ");
	textview_run(f->said, STYLE_KEY, SPAN_LIT("y"));
	textview_run(f->said, STYLE_TEXT, SPAN_LIT(" does, "));
	textview_run(f->said, STYLE_KEY, SPAN_LIT("n"));
	textview_run(f->said, STYLE_TEXT, SPAN_LIT(" or Esc goes on typing"));
	return OVERLAY_STAY;
}

/* As in every question, Esc means no; whoever meant to leave is told that the box is still there.
 */
static enum overlay_result answer(struct form *f, const struct key *k)
{
	switch (k->code) {
	case 'y': return OVERLAY_CLOSE;
	case 'n':
	case 'q':
	case KEYC_ESC:
	case KEY_CTRL('C'):
		f->leaving = false;
		say(f, STYLE_WARN, "nothing was thrown away: the box is still open");
		break;
	default: break;
	}
	return OVERLAY_STAY;
}

static void submit(struct form *f)
{
	if (f->doubt != FORM_SURE) {
		f->saying = true; /* the same again */
		return;
	}
	for (size_t i = 0; i < f->ask.n; i++)
		f->items[i].failed = false;
	f->ask.submit(f->ask.arg, f);
}

static void changed(struct form *f)
{
	f->items[f->at].failed = false;
	if (f->ask.changed)
		f->ask.changed(f->ask.arg, f, f->at);
}

static size_t choices(const struct form_item *i)
{
	size_t n = 0;

	while (i->field.choices[n])
		n++;
	return n;
}

static bool begins(const char *choice, const char *word, size_t n)
{
	return strncasecmp(choice, word, n) == 0;
}

static bool is_one_letter(const char *word, size_t n)
{
	for (size_t k = 1; k < n; k++)
		if (word[k] != word[0])
			return false;
	return true;
}

/* The choice that begins with the word; where it is one letter, again and again, the next such. */
static bool by_word(const struct form_item *i, size_t *out)
{
	const char *word = i->word.letters;
	bool one = is_one_letter(word, i->word.n);
	size_t all = choices(i), from = one ? i->choice + 1 : 0;

	for (size_t k = 0; k < all; k++) {
		*out = (from + k) % all;
		if (begins(i->field.choices[*out], word, one ? 1 : i->word.n))
			return true;
	}
	return false;
}

/* Behind a pause a word begins anew. */
static bool in_word(const struct form_item *i)
{
	return i->word.n > 0 && time_monotonic() - i->word.at <= WORD_PAUSE;
}

/* A word that nothing begins with was meant for another field: none of its letters chooses. */
static void choose_by_letter(struct form *f, struct form_item *i, uint32_t code)
{
	if (!in_word(i)) {
		i->word.n = 0;
		i->word.choice = i->choice;
	}
	i->word.at = time_monotonic();
	if (i->word.n < sizeof(i->word.letters))
		i->word.letters[i->word.n++] = code < 0x80 ? (char)code : '?';
	if (by_word(i, &i->choice))
		return;
	i->choice = i->word.choice;
	say(f, STYLE_WARN, "not typed: nothing to choose begins so; Tab goes to the next field");
}

static bool is_character(const struct key *k)
{
	return k->code >= KEYC_SPACE && k->code != KEYC_BACKSPACE && k->code < KEYC_UP;
}

static void step_choice(struct form_item *i, uint32_t code)
{
	size_t n = choices(i);

	i->word.n = 0;
	if (code == KEYC_LEFT)
		i->choice = (i->choice + n - 1) % n;
	else if (code == KEYC_RIGHT || code == KEYC_SPACE)
		i->choice = (i->choice + 1) % n;
}

static void choose(struct form *f, struct form_item *i, const struct key *k)
{
	size_t was = i->choice;

	if (choices(i) == 0)
		return;
	if (is_character(k) && (k->code != KEYC_SPACE || in_word(i)))
		choose_by_letter(f, i, k->code);
	else
		step_choice(i, k->code);
	if (i->choice != was)
		changed(f);
}

static void type_line(struct form *f, struct form_item *i, const struct key *k)
{
	struct lineedit was = i->line;

	lineedit_key(&i->line, k);
	if (i->line.len != was.len || memcmp(i->line.buf, was.buf, was.len) != 0) {
		i->picked = SIZE_MAX;
		changed(f);
	}
	if (i->line.full)
		form_fail(f, f->at, "too long for this line: it was not taken");
	lineedit_wipe(&was);
}

static size_t secrets_from_here(const struct form *f)
{
	size_t end = f->at;

	while (end < f->ask.n && f->items[end].field.kind == FORM_SECRET)
		end++;
	return end - f->at;
}

static void paste_secrets(struct form *f, struct key k)
{
	bool enters = lineedit_enters(&k);
	struct key part;

	if (lineedit_parts(&k) > secrets_from_here(f)) {
		form_fail(f, f->at, "%s", lineedit_one_line);
		return;
	}
	while (lineedit_cut(&k, &part)) {
		type_line(f, &f->items[f->at], &part);
		f->at++;
	}
	type_line(f, &f->items[f->at], &part);
	f->at += enters;
}

static bool breaks_line(const struct key *k)
{
	return k->code == KEYC_ENTER || k->code == KEY_CTRL('J') ||
		(k->code == KEYC_PASTE &&
			(memchr(k->paste.p, '\n', k->paste.n) ||
				memchr(k->paste.p, '\r', k->paste.n)));
}

static void type_text(struct form *f, struct form_item *i, const struct key *k)
{
	uint64_t version = editor_version(i->editor);
	struct editor_status status;

	editor_status(i->editor, &status);
	if (i->field.kind == FORM_LONG && breaks_line(k) && !status.searching) {
		form_fail(f, f->at, "it is one line: the line break was not taken");
		return;
	}
	if (k->code == KEYC_PASTE && k->cut) {
		form_fail(f, f->at, "it holds more than 1 MB (%u bytes): it was not taken",
			KEY_PASTE_MOST);
		return;
	}
	editor_key(i->editor, k);
	if (editor_version(i->editor) != version)
		changed(f);
}

static void type(struct form *f, const struct key *k)
{
	struct form_item *i = &f->items[f->at];

	if (f->at == f->ask.n)
		say(f, STYLE_WARN, "not typed: Tab goes to the fields, Enter does it");
	else if (form_has_editor(i))
		type_text(f, i, k);
	else if (i->field.kind == FORM_CHOICE)
		choose(f, i, k);
	else if (i->field.kind == FORM_SECRET && k->code == KEYC_PASTE)
		paste_secrets(f, *k);
	else
		type_line(f, i, k);
}

static void go(struct form *f, bool on)
{
	f->at = (f->at + (on ? 1 : f->ask.n)) % (f->ask.n + 1);
}

static void enter(struct form *f, const struct key *k)
{
	struct form_item *i = &f->items[f->at];

	if (f->at == f->ask.n) {
		submit(f);
	} else if (i->field.kind == FORM_TEXT) {
		type(f, k);
	} else {
		if (form_offers(f, i) > 0) {
			i->picked = i->menu.at;
			changed(f);
		}
		go(f, true);
	}
}

/* Up and down are for what has rows of its own, else for the fields. */
static void up_down(struct form *f, const struct key *k)
{
	struct form_item *i = &f->items[f->at];

	if (f->at < f->ask.n && i->field.kind == FORM_TEXT)
		type(f, k);
	else if (f->at == f->ask.n || form_offers(f, i) == 0)
		go(f, k->code == KEYC_DOWN);
	else if (k->code == KEYC_UP && i->menu.at == 0)
		go(f, false);
	else
		menu_key(&i->menu, k);
}

/* An editor that searches or has something selected takes Esc, Ctrl-C and Enter for itself. */
static bool is_for_editor(const struct form *f)
{
	struct editor_status status;

	if (f->at == f->ask.n || !form_has_editor(&f->items[f->at]))
		return false;
	editor_status(f->items[f->at].editor, &status);
	return status.searching || status.selected > 0 || status.marking;
}

static bool wakes(struct form *f, const struct key *k)
{
	f->awake |= k->code != f->ask.opened_by;
	return f->awake;
}

static bool does_it(const struct form *f, const struct key *k)
{
	return k->code == KEY_CTRL('O') || k->code == KEY_CTRL('S') ||
		(k->code == KEYC_ENTER && f->at == f->ask.n);
}

static enum overlay_result form_key(struct overlay *o, const struct key *k)
{
	struct form *f = (struct form *)o;

	if (f->waiting) {
		if (k->code == KEY_CTRL('C') && f->ask.cancel)
			f->ask.cancel(f->ask.arg);
		return f->loading && k->code == KEYC_ESC ? OVERLAY_CLOSE : OVERLAY_STAY;
	}
	if (f->leaving)
		return answer(f, k);
	if (!wakes(f, k))
		return OVERLAY_STAY;
	f->saying = false;
	if (f->doubt == FORM_SEEN && !does_it(f, k))
		f->doubt = FORM_SURE;
	if (is_for_editor(f) && k->code != KEYC_TAB && k->code != KEYC_BACKTAB) {
		type(f, k);
		return OVERLAY_STAY;
	}
	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('C'): return leave(f);
	case KEYC_TAB: go(f, true); break;
	case KEYC_BACKTAB: go(f, false); break;
	case KEYC_UP:
	case KEYC_DOWN: up_down(f, k); break;
	case KEYC_ENTER: enter(f, k); break;
	case KEYC_PGUP:
	case KEYC_PGDN: textview_page(f->about, k->code == KEYC_PGDN ? 1 : -1); break;
	case KEY_CTRL('O'):
	case KEY_CTRL('S'): submit(f); break;
	default: type(f, k);
	}
	return OVERLAY_STAY;
}

static void point_at_choice(struct form *f, size_t field, size_t choice)
{
	struct form_item *i = &f->items[field];

	f->at = field;
	if (choice == i->choice)
		return;
	i->choice = choice;
	changed(f);
}

/* Goes to a field, and within it; the button is only gone to, and what is offered only selected:
 * Enter does the rest. */
static enum overlay_result form_point(struct overlay *o, const struct point *at)
{
	struct form *f = (struct form *)o;

	if (f->waiting || f->leaving)
		return OVERLAY_STAY;
	textview_point(f->about, at);
	for (size_t k = 0; k < f->ask.n; k++) {
		struct form_item *i = &f->items[k];
		menu_point(&i->menu, at);
		lineedit_point(&i->line, at);
		if (form_has_editor(i) && editor_point(i->editor, at))
			f->at = k;
		if (at->on == i && at->what == POINT_PRESS && at->index < choices(i))
			point_at_choice(f, k, at->index);
	}
	if (at->on == f && at->what == POINT_PRESS && at->index <= f->ask.n)
		f->at = at->index;
	return OVERLAY_STAY;
}

/* --- Beginning and end --- */

static void item_init(struct form_item *i, const struct form_field *field, struct arena *a)
{
	i->field = *field;
	i->choice = field->choice;
	i->picked = SIZE_MAX;
	i->error = textview_new();
	i->line.secret = field->kind == FORM_SECRET;
	if (form_has_editor(i))
		i->editor = editor_new();
	put_value(i, arena_span(a, field->value));
}

static void form_free(struct overlay *o)
{
	struct form *f = (struct form *)o;

	if (f->ask.drop)
		f->ask.drop(f->ask.arg);
	for (size_t i = 0; i < f->ask.n; i++) {
		lineedit_wipe(&f->items[i].line);
		editor_free(&f->items[i].editor);
		textview_free(&f->items[i].error);
		arena_free(&f->items[i].arena);
	}
	textview_free(&f->about);
	textview_free(&f->said);
	arena_free(&f->arena);
	free(f->items);
	free(f);
}

struct form *form_new(const struct form_ask *ask)
{
	static const struct overlay_ops ops = {form_key, form_draw, form_free, form_point};
	struct form *f = xcalloc(1, sizeof(*f));

	f->overlay.ops = &ops;
	f->ask = *ask;
	f->ask.title = arena_strdup(&f->arena, ask->title);
	f->ask.button = arena_strdup(&f->arena, ask->button);
	f->at = ask->at;
	f->about = textview_new();
	f->said = textview_new();
	/* One more, so that the button is an item that is never looked into. */
	f->items = xcalloc(ask->n + 1, sizeof(*f->items));
	for (size_t i = 0; i < ask->n; i++)
		item_init(&f->items[i], &ask->fields[i], &f->arena);
	return f;
}
