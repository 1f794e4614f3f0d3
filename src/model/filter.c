/* The parser of the filter language: one pass, one term at a time. */
#include "model/filter.h"

#include <ctype.h>

#include "base/utf8.h"
#include "model/post.h"

#define MAX_TERMS 32

struct parser {
	struct span text;
	size_t at;
	struct arena *arena;
	struct err *err;
};

static const struct {
	const char *name;
	enum filter_field field;
} fields[] = {
	{"status", FILTER_STATUS},
	{"sub", FILTER_SUB},
};

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool more(const struct parser *p)
{
	return p->at < p->text.n;
}

/* Columns are characters, so that the number is what a person counts. */
static size_t column_of(const struct parser *p, size_t at)
{
	size_t column = 1;

	for (size_t i = 0; i < at; column++) {
		uint32_t cp;
		size_t n = utf8_decode(p->text, i, &cp);
		i += n ? n : 1;
	}
	return column;
}

static char *copy_lower(struct arena *a, struct span s)
{
	char *copy = arena_memdup(a, s.p, s.n);

	for (size_t i = 0; i < s.n; i++)
		copy[i] = (char)tolower((unsigned char)copy[i]);
	return copy;
}

/* Reads "name:" if one stands here. A colon without a name before it is part of a word. */
static int read_field(struct parser *p, struct filter_term *t)
{
	size_t start = p->at, end = start;

	while (end < p->text.n && is_name(p->text.p[end]))
		end++;
	if (end == start || end == p->text.n || p->text.p[end] != ':')
		return 0;
	const char *name = copy_lower(p->arena, (struct span){p->text.p + start, end - start});
	p->at = end + 1;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (strcmp(name, fields[i].name) != 0)
			continue;
		t->field = fields[i].field;
		return 0;
	}
	err_set(p->err, ERR_USAGE, "column %zu: unknown field \"%s\" (status, sub)",
		column_of(p, start), name);
	return err_hint(p->err, "put a word that holds a colon in quotes");
}

static int read_quoted(struct parser *p, struct span *out)
{
	size_t start = p->at + 1;
	const char *end = memchr(p->text.p + start, '"', p->text.n - start);

	if (!end)
		return err_set(p->err, ERR_USAGE, "column %zu: this quote is not closed",
			column_of(p, p->at));
	out->p = p->text.p + start;
	out->n = (size_t)(end - out->p);
	p->at = start + out->n + 1;
	return 0;
}

static void read_bare(struct parser *p, struct span *out)
{
	size_t start = p->at;

	while (more(p) && !is_blank(p->text.p[p->at]))
		p->at++;
	*out = (struct span){p->text.p + start, p->at - start};
}

static int check_status(struct parser *p, struct filter_term *t, size_t start)
{
	t->value.p = copy_lower(p->arena, t->value);
	if (span_is(t->value, "any")) {
		if (t->negated)
			return err_set(p->err, ERR_USAGE,
				"column %zu: !status:any would match nothing", t->column);
		return 0;
	}
	if (post_status_of(t->value) == POST_OTHER)
		return err_set(p->err, ERR_USAGE,
			"column %zu: unknown status \"%s\" (pending, approved, rejected, any)",
			column_of(p, start), t->value.p);
	return 0;
}

static void strip_prefix(struct span *s, struct span prefix)
{
	if (s->n < prefix.n || memcmp(s->p, prefix.p, prefix.n) != 0)
		return;
	s->p += prefix.n;
	s->n -= prefix.n;
}

static int read_value(struct parser *p, struct filter_term *t)
{
	size_t start = p->at;

	if (more(p) && p->text.p[start] == '"') {
		if (read_quoted(p, &t->value))
			return -1;
	} else {
		read_bare(p, &t->value);
	}
	if (t->field == FILTER_SUB) {
		strip_prefix(&t->value, SPAN_LIT("/"));
		strip_prefix(&t->value, SPAN_LIT("r/"));
	}
	if (t->value.n == 0)
		return err_set(
			p->err, ERR_USAGE, "column %zu: a value is missing", column_of(p, start));
	t->value = arena_span(p->arena, t->value);
	return t->field == FILTER_STATUS ? check_status(p, t, start) : 0;
}

static int read_term(struct parser *p, struct filter_term *t)
{
	t->column = column_of(p, p->at);
	if (p->text.p[p->at] == '!') {
		t->negated = true;
		p->at++;
	}
	if (read_field(p, t))
		return -1;
	return read_value(p, t);
}

static void skip_blanks(struct parser *p)
{
	while (more(p) && is_blank(p->text.p[p->at]))
		p->at++;
}

int filter_parse(struct span text, struct arena *a, struct filter *out, struct err *e)
{
	struct parser p = {.text = text, .arena = a, .err = e};

	*out = (struct filter){.terms = arena_calloc(a, MAX_TERMS, sizeof(*out->terms))};
	for (skip_blanks(&p); more(&p); skip_blanks(&p)) {
		if (out->n == MAX_TERMS)
			return err_set(e, ERR_USAGE, "column %zu: more than %d terms",
				column_of(&p, p.at), MAX_TERMS);
		if (read_term(&p, &out->terms[out->n]))
			return -1;
		out->n++;
	}
	return 0;
}

const char *filter_status(const struct filter *f)
{
	const struct filter_term *found = NULL;

	for (size_t i = 0; i < f->n; i++) {
		if (f->terms[i].field != FILTER_STATUS)
			continue;
		if (found)
			return NULL;
		found = &f->terms[i];
	}
	if (!found)
		return "pending";
	return found->negated || span_is(found->value, "any") ? NULL : found->value.p;
}
