/* Checks JSON before it is stored: the grammar by itself, what depends on values by jansson. */
#include <jansson.h>

#include "base/json_text.h"
#include "base/utf8.h"
#include "json_scan.h"

/* What may come next. */
enum state { VALUE, VALUE_OR_CLOSE, NAME, NAME_OR_CLOSE, COLON, COMMA_OR_CLOSE, DONE };

struct check {
	struct json_scan scan;
	enum state state;
	size_t depth;
	char open[JSON_DEEPEST]; /* '{' or '[' */
};

static const char *const missing[] = {
	[VALUE] = "a value is missing",
	[VALUE_OR_CLOSE] = "a value or ] is missing",
	[NAME] = "a member's name in double quotes is missing",
	[NAME_OR_CLOSE] = "a member's name in double quotes, or }, is missing",
	[COLON] = "the colon behind a member's name is missing",
	[COMMA_OR_CLOSE] = "a comma or the closing bracket is missing",
	[DONE] = "there is more behind the end of the value",
};

static int fail(struct check *c, const struct json_word *w, const char *fault)
{
	c->scan.fault = fault;
	c->scan.fault_at = w->at;
	return -1;
}

static void end_value(struct check *c)
{
	c->state = c->depth > 0 ? COMMA_OR_CLOSE : DONE;
}

static int open_one(struct check *c, const struct json_word *w, char mark)
{
	if (c->depth == JSON_DEEPEST)
		return fail(c, w, "more than 100 lists and objects inside each other");
	c->open[c->depth++] = mark;
	c->state = mark == '{' ? NAME_OR_CLOSE : VALUE_OR_CLOSE;
	return 0;
}

static bool may_close(const struct check *c, char mark)
{
	char open = mark == '}' ? '{' : '[';

	return c->depth > 0 && c->open[c->depth - 1] == open &&
		(c->state == COMMA_OR_CLOSE ||
			c->state == (mark == '}' ? NAME_OR_CLOSE : VALUE_OR_CLOSE));
}

/* What a comma promised does not come. */
static bool closes_early(const struct check *c, char mark)
{
	char open = c->depth > 0 ? c->open[c->depth - 1] : '\0';

	return (mark == '}' && open == '{' && c->state == NAME) ||
		(mark == ']' && open == '[' && c->state == VALUE);
}

static int take_mark(struct check *c, const struct json_word *w)
{
	char mark = c->scan.text.p[w->at];

	switch (mark) {
	case '{':
	case '[':
		if (c->state == VALUE || c->state == VALUE_OR_CLOSE)
			return open_one(c, w, mark);
		break;
	case ':':
		if (c->state != COLON)
			break;
		c->state = VALUE;
		return 0;
	case ',':
		if (c->state != COMMA_OR_CLOSE)
			break;
		c->state = c->open[c->depth - 1] == '{' ? NAME : VALUE;
		return 0;
	default:
		if (closes_early(c, mark))
			return fail(c, w, "there is a comma too many before this");
		if (!may_close(c, mark))
			break;
		c->depth--;
		end_value(c);
		return 0;
	}
	return fail(c, w, missing[c->state]);
}

static int take(struct check *c, const struct json_word *w)
{
	if (w->kind == JSON_WORD_MARK)
		return take_mark(c, w);
	if ((c->state == NAME || c->state == NAME_OR_CLOSE) && w->kind == JSON_WORD_STRING) {
		c->state = COLON;
		return 0;
	}
	if (c->state != VALUE && c->state != VALUE_OR_CLOSE)
		return fail(c, w, missing[c->state]);
	end_value(c);
	return 0;
}

/* A word that is no value stands where none belongs. */
static int fail_scan(struct check *c)
{
	char at = c->scan.fault_at < c->scan.text.n ? c->scan.text.p[c->scan.fault_at] : '\0';

	if (c->state == DONE && ((at >= 'a' && at <= 'z') || (at >= 'A' && at <= 'Z')))
		c->scan.fault = missing[DONE];
	return -1;
}

static int check_grammar(struct check *c)
{
	struct json_word w;

	for (;;) {
		if (json_scan(&c->scan, &w) < 0)
			return fail_scan(c);
		if (w.kind == JSON_WORD_END)
			return c->state == DONE ? 0 : fail(c, &w, missing[c->state]);
		if (take(c, &w) < 0)
			return -1;
	}
}

/* jansson says where the word ended; it begins here. */
static size_t begin_of(struct span text, size_t end)
{
	struct json_scan s = {.text = text};
	struct json_word w;

	while (json_scan(&s, &w) == 0 && w.kind != JSON_WORD_END)
		if (s.at >= end)
			return w.at;
	return 0;
}

/* The grammar is right by now. */
static int check_values(struct check *c)
{
	json_error_t why;
	json_t *value = json_loadb(
		c->scan.text.p, c->scan.text.n, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &why);

	if (value) {
		json_decref(value);
		return 0;
	}
	c->scan.fault_at = begin_of(c->scan.text, (size_t)why.position);
	c->scan.fault = json_error_code(&why) == json_error_duplicate_key
		? "this member stands twice in its object"
		: json_error_code(&why) == json_error_numeric_overflow
		? "a number that large cannot be kept"
		: "this cannot be read";
	return -1;
}

struct json_place json_place_at(struct span text, size_t at)
{
	struct json_place out = {.line = 1, .column = 1, .at = at};
	uint32_t cp;

	for (size_t i = 0; i < at && i < text.n;) {
		size_t n = utf8_decode(text, i, &cp);
		bool line = n == 1 && cp == '\n';
		out.line += line;
		out.column = line ? 1 : out.column + 1;
		i += n ? n : 1;
	}
	return out;
}

int json_check(struct span text, struct json_place *where, struct err *e)
{
	struct check c = {.scan = {.text = text.p ? text : SPAN_LIT("")}};

	if (where)
		*where = (struct json_place){.line = 1, .column = 1};
	if (text.n > JSON_LONGEST)
		return err_set(e, ERR_USAGE, "it has %zu bytes, and a value may have 1 MB (%d)",
			text.n, JSON_LONGEST);
	if (check_grammar(&c) == 0 && check_values(&c) == 0)
		return 0;
	struct json_place at = json_place_at(c.scan.text, c.scan.fault_at);
	if (where)
		*where = at;
	return err_set(e, ERR_USAGE, "line %zu, column %zu: %s", at.line, at.column, c.scan.fault);
}
