/* Bytes from a terminal become keys: a pure decoder without a clock or a descriptor. */
#include "tui/key.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

#define ESC 0x1b

static const char paste_end[] = "\033[201~";
#define PASTE_END (sizeof(paste_end) - 1)
#define BURST 4 /* characters at once that nobody types, held keys of a slow line aside */

/* Keys by the last byte of CSI or SS3, and by the number before "~" (xterm, VT, rxvt, linux). */
static const struct {
	unsigned char final;
	uint32_t code;
} finals[] = {
	{'A', KEYC_UP},
	{'B', KEYC_DOWN},
	{'C', KEYC_RIGHT},
	{'D', KEYC_LEFT},
	{'H', KEYC_HOME},
	{'F', KEYC_END},
	{'P', KEYC_F1},
	{'Q', KEYC_F1 + 1},
	{'R', KEYC_F1 + 2},
	{'S', KEYC_F1 + 3},
	{'Z', KEYC_BACKTAB},
	{'a', KEYC_UP},
	{'b', KEYC_DOWN},
	{'c', KEYC_RIGHT},
	{'d', KEYC_LEFT},
};
static const struct {
	unsigned number;
	uint32_t code;
} numbers[] = {
	{1, KEYC_HOME},
	{2, KEYC_INSERT},
	{3, KEYC_DELETE},
	{4, KEYC_END},
	{5, KEYC_PGUP},
	{6, KEYC_PGDN},
	{7, KEYC_HOME},
	{8, KEYC_END},
	{11, KEYC_F1},
	{12, KEYC_F1 + 1},
	{13, KEYC_F1 + 2},
	{14, KEYC_F1 + 3},
	{15, KEYC_F1 + 4},
	{17, KEYC_F1 + 5},
	{18, KEYC_F1 + 6},
	{19, KEYC_F1 + 7},
	{20, KEYC_F1 + 8},
	{21, KEYC_F1 + 9},
	{23, KEYC_F1 + 10},
	{24, KEYC_F12},
};

static uint32_t code_of_final(unsigned char final)
{
	for (size_t i = 0; i < sizeof(finals) / sizeof(finals[0]); i++)
		if (finals[i].final == final)
			return finals[i].code;
	return KEYC_UNKNOWN;
}

static uint32_t code_of_number(unsigned number)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (numbers[i].number == number)
			return numbers[i].code;
	return KEYC_UNKNOWN;
}

/*
 * The readers below look at a whole sequence at p. They return how many bytes it takes and set the
 * code; 0 when its end has not come yet.
 */
#define CODE_PASTE UINT32_MAX /* a paste begins */

/* As xterm sends them in the second parameter, and rxvt in the last byte. */
static uint32_t modifiers_of(unsigned second, unsigned char final)
{
	unsigned bits = second > 0 && second <= 16 ? second - 1 : 0;
	bool shift = (bits & 1) || final == '$' || final == '@' || (final >= 'a' && final <= 'd');
	bool ctrl = (bits & 4) || final == '^' || final == '@';

	return (shift ? KEYM_SHIFT : 0) | (ctrl ? KEYM_CTRL : 0);
}

/* What xterm and its kind answer about a mode: 0 unknown, 1 set, 2 reset, 3 and 4 for ever so. */
static bool read_answer(const unsigned char *p, size_t n, uint32_t *code)
{
	static const char begin[] = "\033[?2026;";

	if (n != sizeof(begin) + 2 || memcmp(p, begin, sizeof(begin) - 1) != 0 || p[n - 2] != '$' ||
		p[n - 1] != 'y')
		return false;
	*code = p[n - 3] >= '1' && p[n - 3] <= '3' ? KEYC_SYNC : KEYC_NO_SYNC;
	return true;
}

/* ESC [ parameters final. A control character inside breaks the sequence off and stays a key. */
static size_t read_csi(const unsigned char *p, size_t n, uint32_t *code)
{
	unsigned number = 0, second = 0;
	bool first = true, last = false;
	size_t i = 2;

	*code = KEYC_UNKNOWN;
	if (n > 2 && p[2] == '[') { /* linux: ESC [ [ A to E are F1 to F5 */
		if (n < 4)
			return 0;
		if (p[3] >= 'A' && p[3] <= 'E')
			*code = KEYC_F1 + (uint32_t)(p[3] - 'A');
		return p[3] < ' ' ? 3 : 4;
	}
	for (; i < n && p[i] >= 0x20 && p[i] <= 0x3f; i++) {
		if (p[i] == '$' && first && i > 2)
			break; /* rxvt: Shift with a "~" key */
		bool digit = p[i] >= '0' && p[i] <= '9';
		if (digit && first && number < 1000)
			number = number * 10 + (unsigned)(p[i] - '0');
		else if (digit && last && second < 1000)
			second = second * 10 + (unsigned)(p[i] - '0');
		if (!digit) {
			last = first && p[i] == ';';
			first = false;
		}
	}
	if (i == n)
		return 0;
	if (p[i] < 0x20 || p[i] > 0x7e)
		return i;
	if (read_answer(p, i + 1, code))
		return i + 1;
	if (p[i] == '~' && number == 200)
		*code = CODE_PASTE;
	else if (p[i] == '~' || p[i] == '$' || p[i] == '^' || p[i] == '@')
		*code = code_of_number(number);
	else if (p[2] < '<' || p[2] > '?')
		*code = code_of_final(p[i]);
	if (*code < KEYC_PASTE)
		*code |= modifiers_of(second, p[i]);
	return i + 1;
}

/* ESC O, perhaps a modifier, final. */
static size_t read_ss3(const unsigned char *p, size_t n, uint32_t *code)
{
	size_t i = 2;

	*code = KEYC_UNKNOWN;
	while (i < n && p[i] >= '0' && p[i] <= '9')
		i++;
	if (i == n)
		return 0;
	if (p[i] < 0x20 || p[i] > 0x7e)
		return i;
	*code = p[i] == 'M' ? KEYC_ENTER : code_of_final(p[i]);
	if (p[i] >= 'a' && p[i] <= 'd')
		*code |= KEYM_CTRL; /* rxvt */
	return i + 1;
}

/* A report that nobody asked for (OSC, DCS, APC, PM, SOS), to BEL or ST: its text must not act as
 * keys. */
static size_t read_report(const unsigned char *p, size_t n, uint32_t *code)
{
	*code = KEYC_UNKNOWN;
	for (size_t i = 2; i < n; i++) {
		if (p[i] == '\a')
			return i + 1;
		if (p[i] == ESC)
			return i + 1 == n ? 0 : p[i + 1] == '\\' ? i + 2 : i;
	}
	return 0;
}

static size_t character_bytes(unsigned char lead)
{
	return lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
}

static size_t read_character(const unsigned char *p, size_t n, uint32_t *code)
{
	size_t want = character_bytes(p[0]), have = 1;
	size_t got = utf8_decode((struct span){(const char *)p, n}, 0, code);

	if (got > 0) {
		if (*code >= 0x80 && *code < 0xa0)
			*code = KEYC_UNKNOWN;
		if (*code == 8)
			*code = KEYC_BACKSPACE;
		return got;
	}
	while (have < n && have < want && (p[have] & 0xc0) == 0x80)
		have++;
	*code = KEYC_UNKNOWN;
	return have == n && have < want ? 0 : 1;
}

static size_t read_escape(const unsigned char *p, size_t n, uint32_t *code)
{
	if (n == 1)
		return 0;
	switch (p[1]) {
	case '[': return read_csi(p, n, code);
	case 'O': return read_ss3(p, n, code);
	case ']':
	case 'P':
	case '_':
	case '^':
	case 'X': return read_report(p, n, code);
	default: break;
	}
	size_t took;
	if (p[1] == ESC) {
		/* rxvt: Alt with an arrow is ESC before its sequence. Any other second Escape is
		 * a key of its own, and so is the first. */
		*code = KEYC_ESC;
		if (n == 2)
			return 0;
		if (p[2] != '[' && p[2] != 'O')
			return 1;
		took = read_escape(p + 1, n - 1, code);
		if (*code == CODE_PASTE) {
			*code = KEYC_ESC;
			return 1;
		}
	} else {
		took = read_character(p + 1, n - 1, code);
	}
	*code = KEYC_UNKNOWN; /* Alt with a key never decides anything */
	return took ? took + 1 : 0;
}

/* --- The mouse --- */

#define MOUSE_BUTTON 3u
#define MOUSE_MOTION 32u
#define MOUSE_WHEEL 64u
#define MOUSE_OTHER 128u /* buttons that nobody asked for */
#define MOUSE_FARTHEST 9999 /* rows and columns; no terminal has as many */

/* Digits up to `end`; -1 without any, or for a number that no terminal sends. */
static int read_number(const unsigned char **p, unsigned char end)
{
	int n = -1;

	for (; **p >= '0' && **p <= '9' && n <= MOUSE_FARTHEST; (*p)++)
		n = (n < 0 ? 0 : n) * 10 + (**p - '0');
	if (*(*p)++ != end || n > MOUSE_FARTHEST)
		return -1;
	return n;
}

/* ESC [ < what ; column ; row M, or m for a button that came up (xterm's ?1006); `n` bytes that
 * end with that letter. False when it is none of the reports that mean something here. */
static bool read_mouse(const unsigned char *p, size_t n, struct mouse *out)
{
	unsigned char final = p[n - 1];

	if (n < 4 || p[1] != '[' || p[2] != '<' || (final != 'M' && final != 'm'))
		return false;
	p += 3;
	int what = read_number(&p, ';'), x = what < 0 ? -1 : read_number(&p, ';');
	int y = x < 0 ? -1 : read_number(&p, final);
	if (x < 1 || y < 1)
		return false;
	unsigned bits = (unsigned)what, button = bits & MOUSE_BUTTON;
	bool wheel = bits & MOUSE_WHEEL;
	if (bits >= MOUSE_OTHER || (wheel ? button > 1 || final == 'm' : button == 3))
		return false; /* a wheel that goes sideways, a motion without a button */
	*out = (struct mouse){.button = (int)button, .y = y - 1, .x = x - 1};
	if (wheel)
		out->what = button == 0 ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN;
	else
		out->what = final == 'm'      ? MOUSE_UP
			: bits & MOUSE_MOTION ? MOUSE_MOVED
					      : MOUSE_DOWN;
	return true;
}

/* A terminal that does not know ?1006 reports as of old: three bytes behind ESC [ M, which must not
 * act as keys. */
static bool is_old_report(const struct key_decoder *d)
{
	return d->mouse && d->n >= 3 && memcmp(d->buf, "\033[M", 3) == 0;
}

#define OLD_REPORT 6

static void drop(struct key_decoder *d, size_t n)
{
	memmove(d->buf, d->buf + n, d->n - n);
	d->n -= n;
	explicit_bzero(d->buf + d->n, n);
}

/* Not realloc, which may leave a copy behind. */
static void grow_paste(struct key_decoder *d, size_t cap)
{
	char *larger = xmalloc(cap);

	if (d->paste_len > 0)
		memcpy(larger, d->paste, d->paste_len);
	if (d->paste)
		explicit_bzero(d->paste, d->paste_len);
	free(d->paste);
	d->paste = larger;
	d->paste_cap = cap;
}

static void keep_pasted(struct key_decoder *d, size_t n)
{
	size_t fits = KEY_PASTE_MOST - d->paste_len;

	d->cut |= fits < n;
	if (fits > n)
		fits = n;
	if (d->paste_len + fits > d->paste_cap)
		grow_paste(d, 2 * (d->paste_len + fits));
	if (fits > 0)
		memcpy(d->paste + d->paste_len, d->buf, fits);
	d->paste_len += fits;
	drop(d, n);
}

/* How many of the last bytes may be the beginning of the paste's end. */
static size_t end_begun(const unsigned char *p, size_t n)
{
	for (size_t k = n < PASTE_END ? n : PASTE_END - 1; k > 0; k--)
		if (memcmp(p + n - k, paste_end, k) == 0)
			return k;
	return 0;
}

static bool next_paste(struct key_decoder *d, bool flush, struct key *out, bool *more_is_expected)
{
	const unsigned char *end = memmem(d->buf, d->n, paste_end, PASTE_END);

	if (end) {
		keep_pasted(d, (size_t)(end - d->buf));
		drop(d, PASTE_END);
	} else {
		keep_pasted(d, d->n - (flush ? 0 : end_begun(d->buf, d->n)));
		*more_is_expected = true;
		if (!flush)
			return false;
	}
	out->fast = d->burst;
	d->pasting = d->burst = false;
	*more_is_expected = false;
	out->code = KEYC_PASTE;
	out->paste = (struct span){d->paste ? d->paste : "", d->paste_len};
	out->cut = d->cut;
	return true;
}

/* What was handed out may have been a pass phrase. */
static void forget_paste(struct key_decoder *d)
{
	if (d->paste)
		explicit_bzero(d->paste, d->paste_len);
	d->paste_len = 0;
	d->cut = false;
}

size_t key_feed(struct key_decoder *d, const unsigned char *bytes, size_t n)
{
	size_t room = sizeof(d->buf) - d->n;

	if (n > room)
		n = room;
	if (n > 0)
		memcpy(d->buf + d->n, bytes, n);
	d->n += n;
	return n;
}

bool key_next(struct key_decoder *d, bool flush, struct key *out, bool *more_is_expected)
{
	size_t took;

	*out = (struct key){.code = KEYC_UNKNOWN};
	*more_is_expected = false;
	if (!d->pasting)
		forget_paste(d);
	if (d->pasting)
		return next_paste(d, flush, out, more_is_expected);
	if (d->n == 0)
		return false;
	if (is_old_report(d))
		took = d->n < OLD_REPORT ? 0 : OLD_REPORT;
	else if (d->buf[0] == ESC)
		took = read_escape(d->buf, d->n, &out->code);
	else
		took = read_character(d->buf, d->n, &out->code);
	if (took == 0 && !flush && d->n < sizeof(d->buf)) {
		*more_is_expected = true;
		return false;
	}
	if (took == 0) {
		/* It will not be completed. One or two Escapes are what they seem; else it is
		 * something unknown. */
		bool escape = d->buf[0] == ESC && (d->n == 1 || (d->n == 2 && d->buf[1] == ESC));

		out->code = escape ? KEYC_ESC : KEYC_UNKNOWN;
		took = escape ? 1 : d->n;
	}
	if (d->mouse && out->code == KEYC_UNKNOWN && read_mouse(d->buf, took, &out->mouse))
		out->code = KEYC_MOUSE;
	drop(d, took);
	if (out->code == CODE_PASTE) {
		d->pasting = true;
		return next_paste(d, flush, out, more_is_expected);
	}
	out->modifiers = out->code & KEYM_ANY;
	out->code &= ~KEYM_ANY;
	return true;
}

void key_find_burst(struct key_decoder *d)
{
	size_t characters = 0, took;
	uint32_t code = 0;

	if (d->pasting)
		return;
	for (size_t at = 0; at < d->n && code != CODE_PASTE; at += took) {
		const unsigned char *p = d->buf + at;
		took = (*p == ESC ? read_escape : read_character)(p, d->n - at, &code);
		if (took == 0)
			break;
		characters += code >= ' ' && code < KEYC_UP && code != KEYC_BACKSPACE;
	}
	if (characters < BURST)
		return;
	forget_paste(d);
	d->pasting = d->burst = true;
}

void key_decoder_free(struct key_decoder *d)
{
	forget_paste(d);
	free(d->paste);
	*d = (struct key_decoder){0};
}
