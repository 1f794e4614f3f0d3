/* Reads what a terminal is sent, byte by byte, and knows what may be in it. */
#include "fixture_stream.h"

#include <string.h>

#include "base/span.h"
#include "fuzz/sanitize_promise.h"

const char stream_terminfo[] =
	STREAM_TERM "|a terminal whose every capability is framed,\n"
		    "\tam, bce, cols#80, lines#40, colors#256, pairs#32767,\n"
		    "\tclear=\\001J\\002, cup=\\001H%p1%d;%p2%d\\002, el=\\001K\\002,\n"
		    "\tech=\\001X%p1%d\\002, civis=\\001i\\002, cnorm=\\001v\\002,\n"
		    "\tsgr0=\\001m\\002, bold=\\001B\\002, dim=\\001D\\002, rev=\\001R\\002,\n"
		    "\tsmul=\\001U\\002, rmul=\\001u\\002, sitm=\\001I\\002, ritm=\\001j\\002,\n"
		    "\tsetaf=\\001F%p1%d\\002, setab=\\001G%p1%d\\002, op=\\001O\\002,\n"
		    "\tsmcup=\\001A\\002, rmcup=\\001a\\002,\n";

#define LEFT_TO_RIGHT_MARK 0x200E /* of isolate.c */
#define MARKS_MOST 4

static void begin(struct stream *s, char c)
{
	s->sequence[0] = c;
	s->n = 1;
}

static bool holds_numbers(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((p[i] < '0' || p[i] > '9') && p[i] != ';')
			return false;
	return true;
}

static void end_sequence(struct stream *s)
{
	s->sequences++;
	s->styled = s->sequence[s->n - 1] == 'm';
	s->marks_in_row = 0;
	s->n = 0;
}

static void add_framed(struct stream *s)
{
	const char *p = s->sequence;
	bool letter = s->n > 1 && ((p[1] >= 'A' && p[1] <= 'Z') || (p[1] >= 'a' && p[1] <= 'z'));

	if (s->n < 3 || p[s->n - 1] != 2) {
		if (s->n > 1 && (!letter || !holds_numbers(p + 2, s->n - 2)))
			s->wrong = "a frame that is none of the terminal's";
		return;
	}
	end_sequence(s);
}

/* Cursor, erasing, scrolling, styles; and the modes that term.c switches. */
static bool is_our_csi(const char *p, size_t n)
{
	static const char finals[] = "@ABCDGHJKLMPSTXdmr";
	static const char *const modes[] = {"?1", "?25", "?12", "?12;25", "?7", "?1049", "?2004",
		"?2026", "4", "34", "22;0;0", "23;0;0"};
	static const char question[] = "?2026$p"; /* once, before the first frame */
	char final = p[n - 1];

	if (n == sizeof(question) - 1 && memcmp(p, question, n) == 0)
		return true;
	if (final != 'h' && final != 'l' && final != 't')
		return memchr(finals, final, sizeof(finals) - 1) && holds_numbers(p, n - 1);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strlen(modes[i]) == n - 1 && memcmp(modes[i], p, n - 1) == 0)
			return (final == 't') == (modes[i][n - 2] == '0');
	return false;
}

static void add_ecma(struct stream *s)
{
	const char *p = s->sequence;

	if (s->n == 1)
		return;
	if (p[1] == '[') {
		if (s->n == 2 || p[s->n - 1] < '@')
			return;
		if (!is_our_csi(p + 2, s->n - 2))
			s->wrong = "a control sequence that is none of ours";
	} else if (p[1] == '(') {
		if (s->n == 2)
			return;
		if (p[2] != 'B')
			s->wrong = "another character set";
	} else if (!strchr("=>M78", p[1])) {
		s->wrong = "an escape sequence that is none of ours";
	}
	end_sequence(s);
}

static void add_character(struct stream *s)
{
	struct span bytes = {s->sequence, s->n};
	unsigned char lead = (unsigned char)s->sequence[0];
	size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0x80 ? 2 : 1;
	uint32_t cp;

	if (s->n < wanted)
		return;
	s->n = 0;
	s->styled = false;
	if (utf8_decode(bytes, 0, &cp) != wanted) {
		s->wrong = "bytes that are not UTF-8";
		return;
	}
	s->characters++;
	if (cp == LEFT_TO_RIGHT_MARK)
		return;
	if (!promise_may_show(cp) || promise_is_tag(cp))
		s->wrong = "a character that hides something";
	bool mark = utf8_width(cp) == 0;
	s->marks += mark;
	s->marks_in_row = mark ? s->marks_in_row + 1 : 0;
	if (s->marks_in_row > MARKS_MOST)
		s->wrong = "more than four marks on one letter";
}

/* Between sequences a terminal of today may be told to go back or down, and, where a style ends, to
 * take its usual characters again (tmux, screen and linux: sgr0 ends in ^O). */
static bool is_our_control(const struct stream *s, char c)
{
	if (s->kind == STREAM_FRAMED)
		return false;
	return c == '\r' || c == '\n' || c == '\b' || (c == '\017' && s->styled);
}

static void add(struct stream *s, char c)
{
	bool framed = s->kind == STREAM_FRAMED;
	char introducer = framed ? 1 : '\033';

	s->bytes++;
	if (s->n > 0) {
		if (s->n == sizeof(s->sequence)) {
			s->wrong = "a sequence without an end";
			return;
		}
		s->sequence[s->n++] = c;
	} else if (c == introducer || (unsigned char)c >= 0x20) {
		begin(s, c);
	} else {
		if (!is_our_control(s, c))
			s->wrong = "a control byte";
		s->styled = false;
		return;
	}
	if (s->sequence[0] != introducer)
		add_character(s);
	else if (framed)
		add_framed(s);
	else
		add_ecma(s);
}

void stream_add(struct stream *s, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n && !s->wrong; i++)
		add(s, bytes[i]);
}
