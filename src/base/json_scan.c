/* Cuts a JSON text into words, strictly as RFC 8259 has them. */
#include "json_scan.h"

#include <stdint.h>
#include <strings.h>

#include "base/utf8.h"

static int fail(struct json_scan *s, size_t at, const char *fault)
{
	s->fault = fault;
	s->fault_at = at;
	return -1;
}

static char byte_at(const struct json_scan *s, size_t at)
{
	return at < s->text.n ? s->text.p[at] : '\0';
}

static bool is_one_of(const char *marks, char c)
{
	return c != '\0' && strchr(marks, c);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Four digits behind \u; -1 when there are none. */
static int32_t read_hex(const struct json_scan *s, size_t at)
{
	int32_t value = 0;

	for (size_t i = at; i < at + 4; i++) {
		char c = byte_at(s, i);
		if (!is_digit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F'))
			return -1;
		value = value * 16 + (is_digit(c) ? c - '0' : (c | 32) - 'a' + 10);
	}
	return value;
}

static int scan_unicode(struct json_scan *s)
{
	size_t begin = s->at;
	int32_t unit = read_hex(s, s->at + 2);

	s->at += 6;
	if (unit < 0)
		return fail(s, begin, "\\u takes four digits of 0-9 and a-f");
	if (unit == 0)
		return fail(s, begin, "U+0000 cannot be stored");
	if (unit < 0xD800 || unit > 0xDFFF)
		return 0;
	int32_t low = byte_at(s, s->at) == '\\' && byte_at(s, s->at + 1) == 'u'
		? read_hex(s, s->at + 2)
		: -1;
	if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
		return fail(s, begin, "half of a surrogate pair is no character");
	s->at += 6;
	return 0;
}

static int scan_escape(struct json_scan *s)
{
	char c = byte_at(s, s->at + 1);

	if (c == 'u')
		return scan_unicode(s);
	if (!is_one_of("\"\\/bfnrt", c))
		return fail(s, s->at, "a backslash stands before one of \" \\ / b f n r t u");
	s->at += 2;
	return 0;
}

static int scan_string(struct json_scan *s)
{
	size_t begin = s->at++;

	while (s->at < s->text.n && s->text.p[s->at] != '"') {
		uint32_t cp;
		size_t n = utf8_decode(s->text, s->at, &cp);
		if (n == 0)
			return fail(s, s->at, "bytes that are not UTF-8");
		if (cp < 0x20)
			return fail(s, s->at,
				"a line break or control character inside a text is written as an"
				" escape, like \\n");
		if (cp != '\\')
			s->at += n;
		else if (scan_escape(s) < 0)
			return -1;
	}
	if (s->at >= s->text.n)
		return fail(s, begin, "the text that begins here has no closing quote");
	s->at++;
	return 0;
}

static void skip_digits(struct json_scan *s)
{
	while (is_digit(byte_at(s, s->at)))
		s->at++;
}

static int scan_number(struct json_scan *s)
{
	size_t begin = s->at;

	s->at += byte_at(s, s->at) == '-';
	if (!is_digit(byte_at(s, s->at)))
		return fail(s, begin, "a number needs a digit behind its sign");
	if (byte_at(s, s->at) == '0' && is_digit(byte_at(s, s->at + 1)))
		return fail(s, begin, "a number does not begin with 0");
	skip_digits(s);
	if (byte_at(s, s->at) == '.') {
		s->at++;
		if (!is_digit(byte_at(s, s->at)))
			return fail(s, begin, "a number needs a digit behind its point");
		skip_digits(s);
	}
	if ((byte_at(s, s->at) | 32) == 'e') {
		s->at++;
		s->at += byte_at(s, s->at) == '+' || byte_at(s, s->at) == '-';
		if (!is_digit(byte_at(s, s->at)))
			return fail(s, begin, "a number needs a digit behind its e");
		skip_digits(s);
	}
	if (is_letter(byte_at(s, s->at)) || byte_at(s, s->at) == '.')
		return fail(s, begin, "this is no number");
	return 0;
}

/* In whatever case. */
static bool is_word(struct span name, const char *word)
{
	return name.n == strlen(word) && strncasecmp(name.p, word, name.n) == 0;
}

static int scan_name(struct json_scan *s)
{
	size_t begin = s->at;

	while (is_letter(byte_at(s, s->at)) || is_digit(byte_at(s, s->at)) ||
		byte_at(s, s->at) == '_')
		s->at++;
	struct span name = {s->text.p + begin, s->at - begin};
	if (span_is(name, "true") || span_is(name, "false") || span_is(name, "null"))
		return 0;
	if (is_word(name, "true") || is_word(name, "false") || is_word(name, "null"))
		return fail(s, begin, "true, false and null are written in small letters");
	if (span_is(name, "NaN") || span_is(name, "Infinity"))
		return fail(s, begin, "JSON has neither NaN nor Infinity");
	return fail(s, begin, "this is no value; a text stands in double quotes");
}

/* What people write who come from another language, or from an editor of another kind. */
static const char *say_strange(const struct json_scan *s)
{
	uint32_t cp;

	if (utf8_decode(s->text, s->at, &cp) == 0)
		return "bytes that are not UTF-8";
	switch (cp) {
	case '\'':
	case 0x201C:
	case 0x201D:
	case 0x201E: return "a text stands in double quotes";
	case '/':
	case '#': return "JSON has no comments";
	case 0xFEFF: return "a byte order mark, which JSON has not";
	default: return "nothing of JSON begins so";
	}
}

int json_scan(struct json_scan *s, struct json_word *out)
{
	while (s->at < s->text.n && is_one_of(" \t\r\n", s->text.p[s->at]))
		s->at++;
	*out = (struct json_word){.at = s->at};
	if (s->at >= s->text.n)
		return 0;
	char c = s->text.p[s->at];
	int rc = 0;
	if (is_one_of("{}[]:,", c)) {
		out->kind = JSON_WORD_MARK;
		s->at++;
	} else if (c == '"') {
		out->kind = JSON_WORD_STRING;
		rc = scan_string(s);
	} else if (c == '-' && byte_at(s, s->at + 1) == 'I') {
		rc = fail(s, s->at, "JSON has neither NaN nor Infinity");
	} else if (c == '-' || is_digit(c)) {
		out->kind = JSON_WORD_NUMBER;
		rc = scan_number(s);
	} else if (is_letter(c)) {
		out->kind = JSON_WORD_NAME;
		rc = scan_name(s);
	} else {
		rc = fail(s, s->at, say_strange(s));
	}
	out->n = s->at - out->at;
	return rc;
}

bool json_is_mark(const struct json_scan *s, const struct json_word *w, char mark)
{
	return w->kind == JSON_WORD_MARK && s->text.p[w->at] == mark;
}
