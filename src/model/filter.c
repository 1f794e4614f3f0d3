/* The parser of the filter language: one pass by recursive descent. */
#include "model/filter.h"

#include <ctype.h>

#include "base/utf8.h"
#include "filter_field.h"

#define MAX_TERMS 32
#define MAX_DEPTH 16

struct parser {
	enum filter_dialect dialect;
	struct span text;
	size_t at;
	size_t terms;
	int depth; /* parentheses that are open */
	bool sorted;
	bool turned; /* a "-" stood before the order */
	struct filter *out;
	struct arena *arena;
	struct err *err;
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

static bool stands(const struct parser *p, char c)
{
	return more(p) && p->text.p[p->at] == c;
}

static void skip_blanks(struct parser *p)
{
	while (more(p) && is_blank(p->text.p[p->at]))
		p->at++;
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

static int refuse(struct parser *p, size_t at, const char *why)
{
	return err_set(p->err, ERR_USAGE, "column %zu: %s", column_of(p, at), why);
}

/* --- Terms. --- */

static enum filter_compare read_sign(struct parser *p)
{
	bool more_than = stands(p, '>'), less = stands(p, '<');

	p->at++;
	if (!more_than && !less)
		return FILTER_IS;
	if (!stands(p, '='))
		return more_than ? FILTER_MORE : FILTER_LESS;
	p->at++;
	return more_than ? FILTER_MORE_OR_IS : FILTER_LESS_OR_IS;
}

static bool is_sign(char c)
{
	return c == ':' || c == '<' || c == '>' || c == '=';
}

/* Whether a value stands behind the sign at `at`: "a <" and "x=" are words. */
static bool has_value(const struct parser *p, size_t at)
{
	at += at + 1 < p->text.n && p->text.p[at + 1] == '=' ? 2 : 1;
	return at < p->text.n && !is_blank(p->text.p[at]) && !strchr("|)", p->text.p[at]);
}

/* Where a name ends behind which a sign stands; 0: none stands here. The name in lower case. */
static size_t find_name(const struct parser *p, const char **name)
{
	size_t end = p->at;

	while (end < p->text.n && is_name(p->text.p[end]))
		end++;
	if (end == p->at || end == p->text.n || !is_sign(p->text.p[end]))
		return 0;
	char *low = arena_memdup(p->arena, p->text.p + p->at, end - p->at);
	for (char *c = low; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	*name = low;
	return end;
}

/* Reads "name:" if one stands here. A sign without a name before it is part of a word, and so is a
 * comparison of a name that is none of ours with nothing. */
static int read_field(struct parser *p, struct filter_node *t)
{
	const char *name;
	size_t end = find_name(p, &name);

	if (end == 0)
		return 0;
	const struct filter_field_spec *spec = filter_field_find(p->dialect, span_of(name));
	if (!spec) {
		if (p->text.p[end] != ':' && !has_value(p, end))
			return 0;
		return filter_field_unknown(
			p->dialect, column_of(p, p->at), name, p->text.p[end], p->err);
	}
	t->field = spec->field;
	p->at = end;
	t->compare = read_sign(p);
	return 0;
}

static int read_quoted(struct parser *p, struct span *out)
{
	size_t start = p->at + 1;
	const char *end = memchr(p->text.p + start, '"', p->text.n - start);

	if (!end)
		return refuse(p, p->at, "this quote is not closed");
	*out = (struct span){p->text.p + start, (size_t)(end - p->text.p) - start};
	p->at = start + out->n + 1;
	return 0;
}

static void read_bare(struct parser *p, struct span *out)
{
	size_t start = p->at;

	while (more(p) && !is_blank(p->text.p[p->at]) && !stands(p, '|') &&
		!(p->depth > 0 && stands(p, ')')))
		p->at++;
	*out = (struct span){p->text.p + start, p->at - start};
}

static void strip_prefix(struct span *s, struct span prefix)
{
	if (s->n < prefix.n || memcmp(s->p, prefix.p, prefix.n) != 0)
		return;
	s->p += prefix.n;
	s->n -= prefix.n;
}

static int read_value(struct parser *p, struct filter_node *t)
{
	const struct filter_field_spec *spec = filter_field_spec(p->dialect, t->field);
	size_t start = p->at;

	if (p->terms++ == MAX_TERMS)
		return err_set(p->err, ERR_USAGE, "column %zu: more than %d terms",
			column_of(p, start), MAX_TERMS);
	if (!stands(p, '"'))
		read_bare(p, &t->value);
	else if (read_quoted(p, &t->value) < 0)
		return -1;
	if (spec->prefix && t->field != FILTER_SORT) {
		if (strchr(spec->prefix, '/'))
			strip_prefix(&t->value, SPAN_LIT("/"));
		strip_prefix(&t->value, span_of(spec->prefix));
	} else if (t->field == FILTER_SORT && t->value.n > 0 && t->value.p[0] == '-') {
		p->turned = true;
		strip_prefix(&t->value, SPAN_LIT("-"));
	}
	if (t->value.n == 0)
		return refuse(p, start, "a value is missing");
	t->value = arena_span(p->arena, t->value);
	return filter_value_read(spec, column_of(p, start), t, p->arena, p->err);
}

/* A "|" right behind a value with another value right behind it, and no field of its own. */
static bool goes_on(const struct parser *p)
{
	struct parser next = *p;
	const char *name;

	next.at++;
	if (!stands(p, '|') || !more(&next) || is_blank(p->text.p[next.at]) ||
		strchr("|!()", p->text.p[next.at]))
		return false;
	return find_name(&next, &name) == 0 || !filter_field_find(p->dialect, span_of(name));
}

/* One value, or a list of them: `status:pending|rejected`. */
static struct filter_node *read_values(struct parser *p, struct filter_node *t)
{
	struct filter_node *list = t;

	if (read_value(p, t) < 0)
		return NULL;
	for (struct filter_node *last = t; goes_on(p); last = last->next) {
		if (list == t) {
			list = arena_alloc(p->arena, sizeof(*list));
			*list = (struct filter_node){.kind = FILTER_SOME, .first = t};
		}
		p->at++;
		last->next = arena_alloc(p->arena, sizeof(*last));
		*last->next = (struct filter_node){
			.field = t->field, .compare = t->compare, .column = column_of(p, p->at)};
		if (read_value(p, last->next) < 0)
			return NULL;
	}
	return list;
}

static bool holds_any(const struct filter_node *n)
{
	if (n->kind == FILTER_TERM)
		return n->field == FILTER_STATUS && span_is(n->value, "any");
	for (n = n->first; n; n = n->next)
		if (holds_any(n))
			return true;
	return false;
}

static struct filter_node *read_term(struct parser *p, size_t start)
{
	struct filter_node *t = arena_alloc(p->arena, sizeof(*t));

	t->column = column_of(p, start);
	if (read_field(p, t) < 0)
		return NULL;
	return read_values(p, t);
}

/* --- Terms together. --- */

static int read_all(struct parser *p, struct filter_node **out);

static struct filter_node *read_group(struct parser *p)
{
	struct filter_node *group = arena_alloc(p->arena, sizeof(*group));
	size_t start = p->at++;

	group->kind = FILTER_ALL;
	if (p->depth++ == MAX_DEPTH) {
		refuse(p, start, "too many parentheses are open");
		return NULL;
	}
	if (read_all(p, &group->first) < 0)
		return NULL;
	if (!stands(p, ')')) {
		refuse(p, start, "this parenthesis is not closed");
		err_hint(p->err, "put a word that begins with one in quotes");
		return NULL;
	}
	if (!group->first) {
		refuse(p, start, "nothing stands in these parentheses");
		return NULL;
	}
	p->at++;
	p->depth--;
	return group;
}

static struct filter_node *read_part(struct parser *p)
{
	size_t start = p->at;
	bool negated = stands(p, '!');

	p->at += negated;
	struct filter_node *part = stands(p, '(') ? read_group(p) : read_term(p, start);
	if (!part)
		return NULL;
	if (negated && holds_any(part)) {
		refuse(p, start, "!status:any would match nothing");
		return NULL;
	}
	part->negated = negated;
	return part;
}

/* Whether "|" joins what stands behind it to what stood before. */
static bool joins(struct parser *p)
{
	size_t start = p->at;

	skip_blanks(p);
	if (stands(p, '|'))
		return true;
	p->at = start;
	return false;
}

static bool missing_beside(struct parser *p, size_t bar)
{
	skip_blanks(p);
	if (more(p) && !stands(p, '|') && !(p->depth > 0 && stands(p, ')')))
		return false;
	refuse(p, bar, "a term is missing beside \"|\"");
	return true;
}

static struct filter_node *read_some(struct parser *p)
{
	struct filter_node *first = read_part(p), *some = NULL;

	for (struct filter_node *last = first; last && joins(p); last = last->next) {
		size_t bar = p->at++;
		if (missing_beside(p, bar))
			return NULL;
		last->next = read_part(p);
		if (!last->next)
			return NULL;
		if (some)
			continue;
		some = arena_alloc(p->arena, sizeof(*some));
		*some = (struct filter_node){.kind = FILTER_SOME, .first = first};
	}
	return some ? some : first;
}

static void set_order(struct parser *p, const struct filter_order *order)
{
	p->out->sort = order->sort;
	p->out->reversed = order->reversed != p->turned;
}

/* The order is no condition: its term stands alone, and leaves the tree. */
static int take_sort(struct parser *p, const struct filter_node *part, size_t start)
{
	const char *const *values = filter_field_values(p->dialect, FILTER_SORT);

	if (p->sorted)
		return refuse(p, start, "the order is given twice");
	if (part->negated || p->depth > 0)
		return refuse(p, start, "sort: stands alone (sort:-conf turns it round)");
	p->sorted = true;
	for (size_t i = 0; values[i]; i++)
		if (span_is(part->value, values[i]))
			set_order(p, &filter_dialect_spec(p->dialect)->orders[i]);
	return 0;
}

static bool names(const struct filter_node *n, enum filter_field field)
{
	if (n->kind == FILTER_TERM)
		return n->field == field;
	for (n = n->first; n; n = n->next)
		if (names(n, field))
			return true;
	return false;
}

/* Up to the end or the parenthesis that closes. */
static int read_all(struct parser *p, struct filter_node **out)
{
	for (skip_blanks(p); more(p); skip_blanks(p)) {
		size_t start = p->at;
		if (stands(p, ')') && p->depth > 0)
			return 0;
		if (stands(p, ')'))
			return refuse(p, start, "no parenthesis is open that this could close");
		if (stands(p, '|'))
			return refuse(p, start, "a term is missing beside \"|\"");
		struct filter_node *part = read_some(p);
		if (!part)
			return -1;
		if (part->kind == FILTER_TERM && part->field == FILTER_SORT) {
			if (take_sort(p, part, start) < 0)
				return -1;
			continue;
		}
		if (names(part, FILTER_SORT))
			return refuse(p, start, "sort: stands alone (sort:-conf turns it round)");
		*out = part;
		out = &part->next;
	}
	return 0;
}

int filter_parse(enum filter_dialect dialect, struct span text, struct arena *a, struct filter *out,
	struct err *e)
{
	struct parser p = {.dialect = dialect, .text = text, .out = out, .arena = a, .err = e};

	*out = (struct filter){.dialect = dialect};
	set_order(&p, &filter_dialect_spec(dialect)->orders[0]);
	int rc = read_all(&p, &out->first);
	out->n = p.terms;
	return rc;
}
