/* What may be written next in a filter. */
#include <ctype.h>
#include <strings.h>

#include "base/str.h"
#include "filter_field.h"

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A quote elsewhere is part of a word. */
static bool opens_quote(struct span text, size_t at)
{
	return text.p[at] == '"' &&
		(at == 0 || is_blank(text.p[at - 1]) || strchr("!(|:<>=", text.p[at - 1]));
}

/* The byte behind the last blank, or behind the last of `c`, that no quotes hold. */
static size_t behind_last(struct span text, size_t from, size_t end, char c)
{
	size_t start = from;
	bool quoted = false;

	for (size_t at = from; at < end; at++) {
		if (quoted ? text.p[at] == '"' : opens_quote(text, at))
			quoted = !quoted;
		else if (!quoted && (c == ' ' ? is_blank(text.p[at]) : text.p[at] == c))
			start = at + 1;
	}
	return start;
}

/* The field whose value begins at `*start`, which moves behind its sign. */
static enum filter_field field_at(
	enum filter_dialect dialect, struct span text, size_t end, size_t *start, struct arena *a)
{
	size_t at = *start;

	while (at < end && isalpha((unsigned char)text.p[at]))
		at++;
	if (at == *start || at == end || !strchr(":<>", text.p[at]))
		return FILTER_WORD;
	char *name = arena_memdup(a, text.p + *start, at - *start);
	for (char *c = name; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	const struct filter_field_spec *spec = filter_field_find(dialect, span_of(name));
	if (!spec)
		return FILTER_WORD;
	*start = at + (at + 1 < end && text.p[at + 1] == '=' ? 2 : 1);
	return spec->field;
}

static void find_place(enum filter_dialect dialect, struct span text, size_t end, struct arena *a,
	struct filter_completion *out)
{
	size_t term = behind_last(text, 0, end, ' ');

	while (term < end && (text.p[term] == '!' || text.p[term] == '('))
		term++;
	size_t value = behind_last(text, term, end, '|');
	out->field = field_at(dialect, text, end, &value, a);
	/* A value of a list: the field stands before the first one. */
	if (out->field == FILTER_WORD && value > term)
		out->field = field_at(dialect, text, end, &term, a);
	out->start = value;
	out->end = end;
	value += value < end && text.p[value] == '"';
	out->typed = (struct span){text.p + value, end - value};
}

static void offer(struct filter_completion *out, const char *choice)
{
	if (strlen(choice) >= out->typed.n && strncasecmp(choice, out->typed.p, out->typed.n) == 0)
		out->choices[out->n++] = choice;
}

void filter_complete(enum filter_dialect dialect, struct span text, size_t cursor, struct arena *a,
	struct filter_completion *out)
{
	const struct filter_dialect_spec *d = filter_dialect_spec(dialect);

	*out = (struct filter_completion){
		.choices = arena_calloc(a, FILTER_SORT + 1, sizeof(*out->choices))};
	find_place(dialect, text, cursor < text.n ? cursor : text.n, a, out);
	if (!out->typed.p)
		out->typed = SPAN_LIT("");
	const struct filter_field_spec *spec = filter_field_spec(dialect, out->field);
	bool compared = text.p && out->start > 0 && strchr("<>=", text.p[out->start - 1]);
	for (const char *const *v = spec->values; v && *v && !compared; v++)
		offer(out, *v);
	for (size_t i = 1; out->field == FILTER_WORD && i < d->n; i++)
		offer(out,
			arena_printf(
				a, "%s%s", d->fields[i].name, filter_field_sign(&d->fields[i])));
}

bool filter_has_choice(const struct filter_completion *c, struct span value)
{
	for (size_t i = 0; i < c->n; i++)
		if (span_is(value, c->choices[i]))
			return true;
	return false;
}

/* Whether it means something else, or nothing, without quotes. */
static bool needs_quotes(struct span value)
{
	for (size_t i = 0; i < value.n; i++)
		if (strchr(" |()!<>:=", value.p[i]))
			return true;
	return value.n == 0;
}

static bool can_be_written(struct span value)
{
	for (size_t i = 0; i < value.n; i++)
		if (strchr("\"\t\n", value.p[i]))
			return false;
	return true;
}

struct span filter_written(struct span value, struct arena *a)
{
	struct str s = {0};

	if (!can_be_written(value))
		return SPAN_NULL;
	if (!needs_quotes(value))
		return arena_span(a, value);
	str_add(&s, "\"");
	str_adds(&s, value);
	str_add(&s, "\"");
	struct span written = arena_span(a, str_span(&s));
	str_free(&s);
	return written;
}
