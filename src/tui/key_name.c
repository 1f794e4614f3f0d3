/* What keys are called, and which key a name means. */
#include "tui/key.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "base/utf8.h"

static const struct {
	uint32_t code;
	const char *name;
} names[] = {
	{KEYC_ENTER, "Enter"},
	{KEYC_TAB, "Tab"},
	{KEYC_ESC, "Esc"},
	{KEYC_SPACE, "Space"},
	{KEYC_BACKSPACE, "Backspace"},
	{' ', "Space"},
	{KEYC_UP, "Up"},
	{KEYC_DOWN, "Down"},
	{KEYC_LEFT, "Left"},
	{KEYC_RIGHT, "Right"},
	{KEYC_HOME, "Home"},
	{KEYC_END, "End"},
	{KEYC_PGUP, "PgUp"},
	{KEYC_PGDN, "PgDn"},
	{KEYC_INSERT, "Ins"},
	{KEYC_DELETE, "Del"},
	{KEYC_BACKTAB, "Shift-Tab"},
	{KEYC_PASTE, "Paste"},
	{KEYC_MOUSE, "Mouse"},
	{KEYC_NONE, ":"},
	{KEYC_UNKNOWN, "that key"},
};

void key_name(uint32_t code, char out[24])
{
	int held = snprintf(out, 24, "%s%s", code & KEYM_CTRL ? "Ctrl-" : "",
		code & KEYM_SHIFT ? "Shift-" : "");
	size_t room = 24 - (size_t)held;

	out += held;
	code &= ~KEYM_ANY;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].code == code) {
			snprintf(out, room, "%s", names[i].name);
			return;
		}
	if (code >= KEYC_F1 && code <= KEYC_F12) {
		snprintf(out, room, "F%u", code - KEYC_F1 + 1);
	} else if (code < ' ') {
		snprintf(out, room, "Ctrl-%c", (int)code + '@');
	} else {
		out[utf8_encode(code, out)] = '\0';
	}
}

/* No two names differ in case alone. */
static bool is_name(struct span text, const char *name)
{
	return text.n == strlen(name) && strncasecmp(text.p, name, text.n) == 0;
}

/* Takes a prefix off the front of a name. */
static bool take_word(struct span *name, const char *word)
{
	size_t n = strlen(word);

	if (name->n <= n || strncasecmp(name->p, word, n) != 0)
		return false;
	*name = (struct span){name->p + n, name->n - n};
	return true;
}

static bool parse_plain(struct span name, uint32_t *code)
{
	uint32_t cp;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i].name) > 1 && is_name(name, names[i].name)) {
			*code = names[i].code;
			return *code != KEYC_PASTE && *code != KEYC_UNKNOWN;
		}
	for (uint32_t f = KEYC_F1; f <= KEYC_F12; f++) {
		char known[24];
		key_name(f, known);
		if (is_name(name, known)) {
			*code = f;
			return true;
		}
	}
	if (name.n == 0 || utf8_decode(name, 0, &cp) != name.n || cp <= ' ' ||
		(cp >= 0x7f && cp < 0xa0))
		return false;
	*code = cp;
	return true;
}

static bool is_letter(uint32_t code)
{
	return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
}

bool key_parse(struct span name, uint32_t *code)
{
	uint32_t held = 0;

	if (take_word(&name, "Ctrl-"))
		held |= KEYM_CTRL;
	if (!is_name(name, "Shift-Tab") && take_word(&name, "Shift-"))
		held |= KEYM_SHIFT;
	if (!parse_plain(name, code))
		return false;
	if (*code >= KEYC_UP) { /* no character: it may be held with others */
		*code |= held;
		return true;
	}
	if (held == KEYM_CTRL && is_letter(*code)) {
		*code = KEY_CTRL(*code);
		return true;
	}
	return held == 0;
}

/* Takes off what is held with the key. */
static uint32_t take_held(struct span *name)
{
	uint32_t held = 0;

	if (take_word(name, "Ctrl-"))
		held |= KEYM_CTRL;
	if (take_word(name, "Shift-"))
		held |= KEYM_SHIFT;
	return held;
}

/* "F13" */
static bool is_numbered(struct span name)
{
	size_t n = 1;

	while (n < name.n && isdigit((unsigned char)name.p[n]))
		n++;
	return name.n > 1 && n == name.n && toupper((unsigned char)name.p[0]) == 'F';
}

/* Which letter is held with Ctrl, or which number F has, is nothing that a slip explains. */
static bool is_another(struct span typed, struct span known, bool letter)
{
	if (letter)
		return typed.n == 0 ||
			tolower((unsigned char)typed.p[typed.n - 1]) !=
			tolower((unsigned char)known.p[known.n - 1]);
	return is_numbered(typed) && is_numbered(known);
}

/* "Delete", of Del */
static bool is_longer_form(struct span typed, struct span known)
{
	return known.n == 3 && typed.n > 3 && strncasecmp(typed.p, known.p, 3) == 0;
}

/* What both names begin with says nothing about the key. */
static void offer(struct nearest *n, const char *word, uint32_t code, char best[24])
{
	char name[24];
	uint32_t parsed;

	key_name(code, name);
	struct span typed = span_of(word), known = span_of(name);
	if (!key_parse(known, &parsed))
		return;
	if (take_held(&typed) != take_held(&known)) {
		typed = span_of(word);
		known = span_of(name);
	}
	if (is_another(typed, known, code < ' ' && strchr(name, '-')))
		return;
	n->word = is_longer_form(typed, known) ? known.p : typed.p;
	nearest_offer(n, known.p);
	if (n->best == known.p)
		n->best = memcpy(best, name, sizeof(name));
}

/* As others write it: "C-x", "^X", "Strg-X". */
static bool is_ctrl_of_others(const char *word, char out[24])
{
	static const char *const others[] = {"^", "C-", "Strg-"};
	uint32_t code;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct span rest = span_of(word);
		if (!take_word(&rest, others[i]) || rest.n != 1)
			continue;
		snprintf(out, 24, "Ctrl-%s", rest.p);
		if (!key_parse(span_of(out), &code))
			return false;
		key_name(code, out);
		return true;
	}
	return false;
}

/* As keyboards and other programs write it, also with what is held: "Return". */
static bool is_name_of_others(const char *word, char out[24])
{
	static const char *const others[][2] = {
		{"Return", "Enter"}, {"PageUp", "PgUp"}, {"PageDown", "PgDn"}};
	struct span rest = span_of(word);
	uint32_t held = take_held(&rest), code;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (is_name(rest, others[i][0]) && parse_plain(span_of(others[i][1]), &code)) {
			key_name(code | held, out);
			return key_parse(span_of(out), &code);
		}
	return false;
}

/* "Alt-a", "Ctrl-Alt-a", "M-a": no key that there is. */
static bool is_alt(struct span name)
{
	take_held(&name);
	return take_word(&name, "Alt-") || take_word(&name, "Meta-") || take_word(&name, "M-");
}

/* "Shift-a" */
static bool is_capital(const char *word, char out[24])
{
	struct span rest = span_of(word);

	if (!take_word(&rest, "Shift-") || rest.n != 1 || !is_letter((unsigned char)*rest.p))
		return false;
	snprintf(out, 24, "%c", toupper((unsigned char)*rest.p));
	return true;
}

bool key_nearest(const char *word, char out[24])
{
	struct nearest near = {.word = word};

	if (is_alt(span_of(word)))
		return false;
	if (is_ctrl_of_others(word, out) || is_name_of_others(word, out) || is_capital(word, out))
		return true;

	for (uint32_t c = 1; c < ' '; c++)
		offer(&near, word, c, out);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		offer(&near, word, names[i].code, out);
	for (uint32_t c = KEYC_UP; c <= KEYC_F12; c++)
		for (uint32_t held = 0; held <= KEYM_ANY; held += KEYM_SHIFT)
			offer(&near, word, c | held, out);
	return near.best;
}

const char *key_instead(struct span name)
{
	bool alt = is_alt(name);
	uint32_t held = take_held(&name);

	if (alt)
		return "there are no keys with Alt: a terminal sends it as Esc";
	if (is_numbered(name))
		return "a terminal sends F1 to F12";
	if (held == KEYM_CTRL)
		return "a terminal sends Ctrl with a letter, or with a key as in Ctrl-Up";
	if (held)
		return "a terminal sends Shift with a key as in Shift-Up";
	return "a character, or a name as in PgDn, Ctrl-D, F5, Space";
}
