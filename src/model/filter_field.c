/* Finding fields, and the reading of their values. */
#include "filter_field.h"

#include <ctype.h>

#include "base/nearest.h"
#include "base/str.h"

#define DIGITS 9 /* more are a mistake, and no product of them overflows */

const struct filter_field_spec *filter_field_find(enum filter_dialect dialect, struct span name)
{
	const struct filter_dialect_spec *d = filter_dialect_spec(dialect);

	for (size_t i = 1; i < d->n; i++)
		if (span_is(name, d->fields[i].name) ||
			(d->fields[i].also && span_is(name, d->fields[i].also)))
			return &d->fields[i];
	return NULL;
}

const struct filter_field_spec *filter_field_spec(
	enum filter_dialect dialect, enum filter_field field)
{
	const struct filter_dialect_spec *d = filter_dialect_spec(dialect);

	for (size_t i = 0; i < d->n; i++)
		if (d->fields[i].field == field)
			return &d->fields[i];
	return NULL;
}

const char *filter_field_sign(const struct filter_field_spec *spec)
{
	return spec->value == FILTER_SPAN ? ">" : ":";
}

const char *const *filter_field_values(enum filter_dialect dialect, enum filter_field field)
{
	const struct filter_field_spec *spec = filter_field_spec(dialect, field);

	return spec ? spec->values : NULL;
}

int filter_field_unknown(
	enum filter_dialect dialect, size_t column, const char *name, char sign, struct err *e)
{
	const struct filter_dialect_spec *d = filter_dialect_spec(dialect);
	struct nearest near = {.word = name};
	struct str all = {0};

	for (size_t i = 1; i < d->n; i++) {
		nearest_offer(&near, d->fields[i].name);
		str_addf(&all, "%s%s", all.len ? ", " : "", d->fields[i].name);
	}
	if (near.best) {
		err_set(e, ERR_USAGE, "column %zu: unknown field \"%s\": did you mean %s?", column,
			name, near.best);
		err_hint(e, "put a word that holds \"%c\" in quotes", sign);
	} else {
		/* One line of the console has no room for all of them. */
		err_set(e, ERR_USAGE, "column %zu: unknown field \"%s\": tenet(5) lists them",
			column, name);
		err_hint(e, "there are %s; a word that holds \"%c\" goes in quotes", str_cstr(&all),
			sign);
	}
	str_free(&all);
	return -1;
}

static int read_choice(const char *name, size_t column, const char *const *values,
	struct span value, struct err *e)
{
	struct nearest near = {.word = value.p};
	struct str all = {0};

	for (; *values; values++) {
		if (span_is(value, *values)) {
			str_free(&all);
			return 0;
		}
		nearest_offer(&near, *values);
		str_addf(&all, "%s%s", all.len ? ", " : "", *values);
	}
	if (near.best)
		err_set(e, ERR_USAGE, "column %zu: unknown %s \"%s\": did you mean %s?", column,
			name, value.p, near.best);
	else
		err_set(e, ERR_USAGE, "column %zu: unknown %s \"%s\" (%s)", column, name, value.p,
			str_cstr(&all));
	str_free(&all);
	return -1;
}

/* How many digits stand at `at`, and their value. */
static size_t read_digits(struct span s, size_t at, int64_t *out)
{
	size_t n = 0;

	for (*out = 0; at + n < s.n && n <= DIGITS && isdigit((unsigned char)s.p[at + n]); n++)
		*out = *out * 10 + (s.p[at + n] - '0');
	return n;
}

#define LONGEST_AGE (INT64_C(1000) * 365 * 86400) /* in seconds; nothing is older */

static bool read_age(struct span s, int64_t *out)
{
	static const struct {
		char sign;
		int seconds;
	} units[] = {{'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
	size_t n = read_digits(s, 0, out);

	if (n == 0 || n > DIGITS || n + 1 != s.n)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (tolower((unsigned char)s.p[n]) != units[i].sign)
			continue;
		*out *= units[i].seconds;
		if (*out > LONGEST_AGE)
			*out = LONGEST_AGE;
		return true;
	}
	return false;
}

static bool read_count(struct span s, int64_t *out)
{
	size_t n = read_digits(s, 0, out);

	return n > 0 && n <= DIGITS && n == s.n;
}

static bool read_number(struct span s, int64_t *out)
{
	bool below = s.p[0] == '-';

	if (!read_count((struct span){s.p + below, s.n - below}, out))
		return false;
	*out = below ? -*out : *out;
	return true;
}

/* "0.65", ".65", "1" with so many places behind the point; what is finer is cut off. */
static bool read_decimal(struct span s, size_t most, int64_t *out)
{
	int64_t fraction = 0;
	size_t n = read_digits(s, 0, out), places = 0;

	if (n < s.n && s.p[n] == '.')
		places = read_digits(s, n + 1, &fraction);
	if (n + places == 0 || n > DIGITS || places > DIGITS ||
		n + places + (n < s.n && s.p[n] == '.') != s.n)
		return false;
	for (; places > most; places--)
		fraction /= 10;
	for (size_t i = 0; i < most; i++)
		*out *= 10;
	for (; places < most; places++)
		fraction *= 10;
	*out += fraction;
	return true;
}

/* In thousandths. */
static bool read_share(struct span s, int64_t *out)
{
	return read_decimal(s, 3, out) && *out <= 1000;
}

/* "0.6" with a comparison, and an age without one, are what people get wrong here. */
static int check_compare(const char *name, size_t column, const struct filter_field_spec *spec,
	enum filter_compare compare, struct err *e)
{
	bool measured = spec->value >= FILTER_SPAN;

	if (!measured && compare != FILTER_IS)
		return err_set(
			e, ERR_USAGE, "column %zu: %s takes \":\" and a value", column, name);
	if (spec->value == FILTER_SPAN && compare == FILTER_IS)
		return err_set(e, ERR_USAGE, "column %zu: %s takes < or >, as in %s>2h", column,
			name, name);
	return 0;
}

static void lower(struct span *s, struct arena *a)
{
	char *low = arena_memdup(a, s->p, s->n);

	for (size_t i = 0; i < s->n; i++)
		low[i] = (char)tolower((unsigned char)low[i]);
	s->p = low;
}

/* A word in the place of a number. */
static bool is_none(const struct filter_field_spec *spec, struct filter_node *t)
{
	return spec->values && t->compare == FILTER_IS && span_is(t->value, spec->values[0]);
}

int filter_value_read(const struct filter_field_spec *spec, size_t column, struct filter_node *t,
	struct arena *a, struct err *e)
{
	if (check_compare(spec->name, t->column, spec, t->compare, e) < 0)
		return -1;
	if (spec->value == FILTER_CHOICE || (spec->value == FILTER_SHARE && spec->values))
		lower(&t->value, a);
	switch (spec->value) {
	case FILTER_TEXT: return 0;
	case FILTER_CHOICE: return read_choice(spec->name, column, spec->values, t->value, e);
	case FILTER_SPAN:
		if (read_age(t->value, &t->number))
			return 0;
		return err_set(e, ERR_USAGE, "column %zu: \"%s\" is no age (90m, 2h, 3d, 2w)",
			column, t->value.p);
	case FILTER_COUNT:
		if (read_count(t->value, &t->number))
			return 0;
		return err_set(e, ERR_USAGE, "column %zu: \"%s\" is no number (0 and more)", column,
			t->value.p);
	case FILTER_SHARE:
		if (is_none(spec, t)) {
			t->number = FILTER_NONE;
			return 0;
		}
		if (read_share(t->value, &t->number))
			return 0;
		return err_set(e, ERR_USAGE, "column %zu: \"%s\" is no confidence (0 to 1)", column,
			t->value.p);
	case FILTER_NUMBER:
		if (read_number(t->value, &t->number))
			return 0;
		return err_set(e, ERR_USAGE, "column %zu: \"%s\" is no number (-5, 0, 12)", column,
			t->value.p);
	case FILTER_AMOUNT:
		if (read_decimal(t->value, 6, &t->number))
			return 0;
		return err_set(e, ERR_USAGE, "column %zu: \"%s\" is no amount (0.01, 2)", column,
			t->value.p);
	}
	return 0;
}
