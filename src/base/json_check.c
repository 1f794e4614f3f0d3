/* Checks JSON before it is stored: the grammar, and on the way what depends on names and numbers.
 */
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
	json_t *names[JSON_DEEPEST]; /* of the objects that are open: what has stood in them */
	json_flaw *flaw;
	void *arg;
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
	if (mark == '{' && !(c->names[c->depth] = json_object()))
		die_of_memory(0);
	c->open[c->depth++] = mark;
	c->state = mark == '{' ? NAME_OR_CLOSE : VALUE_OR_CLOSE;
	return 0;
}

static void close_one(struct check *c)
{
	c->depth--;
	json_decref(c->names[c->depth]);
	c->names[c->depth] = NULL;
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
		close_one(c);
		end_value(c);
		return 0;
	}
	return fail(c, w, missing[c->state]);
}

static json_t *decode(const struct check *c, const struct json_word *w)
{
	return json_loadb(c->scan.text.p + w->at, w->n, JSON_DECODE_ANY, NULL);
}

static void take_name(struct check *c, const struct json_word *w)
{
	json_t *names = c->names[c->depth - 1], *name = decode(c, w);

	if (!name)
		die_of_memory(0);
	if (json_object_get(names, json_string_value(name)))
		c->flaw(c->arg, w->at, "this member stands twice in its object");
	else if (json_object_set_new(names, json_string_value(name), json_true()) < 0)
		die_of_memory(0);
	json_decref(name);
}

static void take_number(struct check *c, const struct json_word *w)
{
	json_t *number = decode(c, w);

	if (!number)
		c->flaw(c->arg, w->at, "a number that large cannot be kept");
	json_decref(number);
}

static int take(struct check *c, const struct json_word *w)
{
	if (w->kind == JSON_WORD_MARK)
		return take_mark(c, w);
	if ((c->state == NAME || c->state == NAME_OR_CLOSE) && w->kind == JSON_WORD_STRING) {
		take_name(c, w);
		c->state = COLON;
		return 0;
	}
	if (c->state != VALUE && c->state != VALUE_OR_CLOSE)
		return fail(c, w, missing[c->state]);
	if (w->kind == JSON_WORD_NUMBER)
		take_number(c, w);
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

int json_check_grammar(
	struct span text, json_flaw *flaw, void *arg, struct json_place *where, struct err *e)
{
	struct check c = {.scan = {.text = text.p ? text : SPAN_LIT("")}, .flaw = flaw, .arg = arg};

	*where = (struct json_place){.line = 1, .column = 1};
	if (text.n > JSON_LONGEST)
		return err_set(e, ERR_USAGE, "it has %zu bytes, and a value may have 1 MB (%d)",
			text.n, JSON_LONGEST);
	int rc = check_grammar(&c);
	while (c.depth > 0)
		close_one(&c);
	if (rc == 0)
		return 0;
	*where = json_place_at(c.scan.text, c.scan.fault_at);
	return err_set(
		e, ERR_USAGE, "line %zu, column %zu: %s", where->line, where->column, c.scan.fault);
}

struct first_flaw {
	const char *what;
	size_t at;
};

/* A json_flaw. */
static void keep_first(void *arg, size_t at, const char *what)
{
	struct first_flaw *first = arg;

	if (!first->what)
		*first = (struct first_flaw){what, at};
}

int json_check(struct span text, struct json_place *where, struct err *e)
{
	struct first_flaw first = {0};
	struct json_place place;
	int rc = json_check_grammar(text, keep_first, &first, &place, e);

	if (rc == 0 && first.what) {
		place = json_place_at(text, first.at);
		rc = err_set(e, ERR_USAGE, "line %zu, column %zu: %s", place.line, place.column,
			first.what);
	}
	if (where)
		*where = place;
	return rc;
}
