/* Lays JSON out anew, word by word. */
#include "base/json_text.h"
#include "base/sanitize.h"
#include "base/utf8.h"
#include "json_scan.h"

/* Levels beyond it stand below each other: a deep list of a megabyte would become a hundred. */
#define MOST_INDENT 16

struct layout {
	struct json_scan scan;
	struct str *out;
	enum json_layout kind;
	json_hides *hides;
	size_t depth, hidden;
};

static uint32_t read_unit(struct span text, size_t *at)
{
	uint32_t unit = 0;

	for (size_t i = *at + 2; i < *at + 6; i++) {
		char c = text.p[i];
		unit = unit * 16 + (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
	}
	*at += 6;
	return unit;
}

/* The character at a place inside of a string that was checked. */
static uint32_t next_character(struct span text, size_t *at)
{
	static const char names[] = "bfnrt", meant[] = "\b\f\n\r\t";
	uint32_t cp = 0;

	if (text.p[*at] != '\\') {
		*at += utf8_decode(text, *at, &cp);
		return cp;
	}
	if (text.p[*at + 1] == 'u') {
		uint32_t unit = read_unit(text, at);
		if (unit < 0xD800 || unit > 0xDFFF)
			return unit;
		return 0x10000 + ((unit - 0xD800) << 10) + (read_unit(text, at) - 0xDC00);
	}
	char c = text.p[*at + 1];
	const char *name = strchr(names, c);
	*at += 2;
	return (uint32_t)(unsigned char)(name ? meant[name - names] : c);
}

static void add_escaped(struct str *out, uint32_t cp)
{
	if (cp > 0xFFFF)
		str_addf(out, "\\u%04x\\u%04x", 0xD800 + ((cp - 0x10000) >> 10),
			0xDC00 + ((cp - 0x10000) & 0x3FF));
	else
		str_addf(out, "\\u%04x", cp);
}

static bool is_seen(const char *bytes, size_t n)
{
	struct text_report report;

	text_scan((struct span){bytes, n}, &report);
	return !(report.classes & TEXT_ALARM & ~(unsigned)TEXT_COMBINING); /* it may follow one */
}

static void add_character(struct str *out, uint32_t cp, enum json_layout kind)
{
	static const char meant[] = "\b\f\n\r\t\"\\", names[] = "bfnrt\"\\";
	const char *known = cp > 0 && cp < 0x7F ? strchr(meant, (int)cp) : NULL;
	char bytes[4];
	size_t n = utf8_encode(cp, bytes);

	if (known)
		str_addf(out, "\\%c", names[known - meant]);
	else if ((cp >= 0x20 && cp < 0x7F) || (cp == 0x7F && kind == JSON_STORED))
		str_addc(out, (char)cp); /* U+007F as Python writes it */
	else if (kind != JSON_STORED && cp >= 0xA0 && is_seen(bytes, n))
		str_addn(out, bytes, n);
	else
		add_escaped(out, cp);
}

static void add_string(struct layout *l, const struct json_word *w)
{
	size_t end = w->at + w->n - 1;

	str_addc(l->out, '"');
	for (size_t at = w->at + 1; at < end;)
		add_character(l->out, next_character(l->scan.text, &at), l->kind);
	str_addc(l->out, '"');
}

static bool is_hidden(const struct layout *l, const struct json_word *w, enum json_string what)
{
	struct str text = {0};
	size_t end = w->at + w->n - 1;
	char bytes[4];

	if (!l->hides)
		return false;
	for (size_t at = w->at + 1; at < end;)
		str_addn(&text, bytes, utf8_encode(next_character(l->scan.text, &at), bytes));
	bool hidden = l->hides((struct span){str_cstr(&text), text.len}, what);
	str_free(&text);
	return hidden;
}

static void break_line(struct layout *l)
{
	if (l->kind != JSON_LINES)
		return;
	str_addc(l->out, '\n');
	for (size_t i = 0; i < l->depth && i < MOST_INDENT; i++)
		str_add(l->out, "  ");
}

/* The next word is read, and after it what belongs to it. */
static void skip_value(struct json_scan *s)
{
	struct json_word w;
	size_t depth = 0;

	do {
		if (json_scan(s, &w) < 0 || w.kind == JSON_WORD_END)
			return;
		if (json_is_mark(s, &w, '{') || json_is_mark(s, &w, '['))
			depth++;
		else if (depth > 0 && (json_is_mark(s, &w, '}') || json_is_mark(s, &w, ']')))
			depth--;
	} while (depth > 0);
}

static bool closes_at_once(const struct json_scan *s)
{
	struct json_scan ahead = *s;
	struct json_word w;

	return json_scan(&ahead, &w) == 0 &&
		(json_is_mark(&ahead, &w, '}') || json_is_mark(&ahead, &w, ']'));
}

static void put_mark(struct layout *l, char mark)
{
	switch (mark) {
	case '{':
	case '[':
		str_addc(l->out, mark);
		l->depth++;
		if (!closes_at_once(&l->scan))
			break_line(l);
		break;
	case ',':
		str_add(l->out, l->kind == JSON_LINES ? "," : ", ");
		break_line(l);
		break;
	case ':': str_add(l->out, ": "); break;
	default: {
		char before = l->out->p[l->out->len - 1];
		l->depth--;
		if (before != '{' && before != '[')
			break_line(l);
		str_addc(l->out, mark);
	}
	}
}

/* A string with a colon behind it is a name. */
static void put_string(struct layout *l, const struct json_word *w)
{
	struct json_scan ahead = l->scan;
	struct json_word next;

	bool names = json_scan(&ahead, &next) == 0 && json_is_mark(&ahead, &next, ':');
	bool hidden = is_hidden(l, w, names ? JSON_NAME : JSON_VALUE);
	if (names || !hidden)
		add_string(l, w);
	if (!hidden)
		return;
	l->hidden++;
	if (names) {
		l->scan = ahead;
		skip_value(&l->scan);
		str_add(l->out, ": ");
	}
	str_add(l->out, "\"(hidden)\"");
}

size_t json_lay_out(struct str *out, struct span json, enum json_layout layout, json_hides *hides)
{
	struct layout l = {.scan = {.text = json}, .out = out, .kind = layout, .hides = hides};
	struct json_word w;

	while (json_scan(&l.scan, &w) == 0 && w.kind != JSON_WORD_END) {
		if (w.kind == JSON_WORD_MARK)
			put_mark(&l, json.p[w.at]);
		else if (w.kind == JSON_WORD_STRING)
			put_string(&l, &w);
		else
			str_addn(out, json.p + w.at, w.n);
	}
	return l.hidden;
}

/* A string with a colon behind it. */
static struct span take_name(struct json_scan *s)
{
	struct json_scan ahead = *s;
	struct json_word name, colon;

	if (json_scan(&ahead, &name) < 0 || name.kind != JSON_WORD_STRING ||
		json_scan(&ahead, &colon) < 0 || !json_is_mark(&ahead, &colon, ':'))
		return SPAN_NULL;
	*s = ahead;
	return (struct span){s->text.p + name.at, name.n};
}

bool json_part_next(struct span whole, size_t *at, struct json_part *out)
{
	struct json_scan s = {.text = whole, .at = *at};
	struct json_word w;

	if (json_scan(&s, &w) < 0 || w.kind != JSON_WORD_MARK ||
		!strchr(*at == 0 ? "{[" : ",", whole.p[w.at]))
		return false;
	out->name = take_name(&s);
	struct json_scan ahead = s;
	if (json_scan(&ahead, &w) < 0 || w.kind == JSON_WORD_END || json_is_mark(&ahead, &w, '}') ||
		json_is_mark(&ahead, &w, ']'))
		return false;
	skip_value(&s);
	out->value = (struct span){whole.p + w.at, s.at - w.at};
	*at = s.at;
	return true;
}

struct span json_text_member(struct span json, const char *name)
{
	struct json_part part;
	size_t at = 0, n = strlen(name);

	while (json_part_next(json, &at, &part))
		if (part.name.p && part.name.n == n + 2 && memcmp(part.name.p + 1, name, n) == 0)
			return part.value;
	return SPAN_NULL;
}
