/* What keys are called, and which key a name means. */
#include "tui/key.h"

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

static void offer(struct nearest *n, uint32_t code, char best[24])
{
	char known[24];
	uint32_t parsed;

	key_name(code, known);
	if (!key_parse(span_of(known), &parsed))
		return;
	nearest_offer(n, known);
	if (n->best == known)
		n->best = memcpy(best, known, sizeof(known));
}

/* As others write it: "C-x", "^X". */
static bool is_ctrl_of_others(const char *word, char out[24])
{
	size_t mark = word[0] == '^' ? 1 : strncasecmp(word, "C-", 2) == 0 ? 2 : 0;
	uint32_t code;

	snprintf(out, 24, "Ctrl-%s", word + mark);
	if (mark == 0 || strlen(word) != mark + 1 || !key_parse(span_of(out), &code))
		return false;
	key_name(code, out);
	return true;
}

bool key_nearest(const char *word, char out[24])
{
	struct nearest near = {.word = word};

	if (is_ctrl_of_others(word, out))
		return true;

	for (uint32_t c = 1; c < ' '; c++)
		offer(&near, c, out);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		offer(&near, names[i].code, out);
	for (uint32_t c = KEYC_UP; c <= KEYC_F12; c++)
		for (uint32_t held = 0; held <= KEYM_ANY; held += KEYM_SHIFT)
			offer(&near, c | held, out);
	return near.best;
}
