/* The table of fields, and the reading of their values. */
#include "filter_field.h"

#include <ctype.h>

#include "base/nearest.h"
#include "base/str.h"

#define DIGITS 9 /* more are a mistake, and no product of them overflows */

static const char *const statuses[] = {"pending", "approved", "rejected", "any", NULL};
static const char *const types[] = {"post", "comment", "reply", "other", NULL};
static const char *const flags[] = {"any", "none", NULL};
static const char *const parts[] = {"thread", "beliefs", "note", "error", NULL};
static const char *const sorts[] = {"oldest", "newest", "conf", "length", "flags", "sub", NULL};

static const struct filter_field_spec fields[] = {
	[FILTER_WORD] = {"", NULL, NULL, FILTER_TEXT, false},
	[FILTER_STATUS] = {"status", statuses, NULL, FILTER_CHOICE, false},
	[FILTER_SUB] = {"sub", NULL, "r/", FILTER_TEXT, false},
	[FILTER_TYPE] = {"type", types, NULL, FILTER_CHOICE, false},
	[FILTER_PERSONA] = {"persona", NULL, "u/", FILTER_TEXT, false},
	[FILTER_BY] = {"by", NULL, NULL, FILTER_TEXT, true},
	[FILTER_AGE] = {"age", NULL, NULL, FILTER_SPAN, false},
	[FILTER_REVIEWED] = {"reviewed", NULL, NULL, FILTER_SPAN, true},
	[FILTER_CONF] = {"conf", NULL, NULL, FILTER_SHARE, false},
	[FILTER_LEN] = {"len", NULL, NULL, FILTER_COUNT, false},
	[FILTER_FLAG] = {"flag", flags, NULL, FILTER_TEXT, false},
	[FILTER_DEPTH] = {"depth", NULL, NULL, FILTER_COUNT, false},
	[FILTER_ID] = {"id", NULL, NULL, FILTER_TEXT, true},
	[FILTER_HAS] = {"has", parts, NULL, FILTER_CHOICE, false},
	[FILTER_REASON] = {"reason", NULL, NULL, FILTER_TEXT, true},
	[FILTER_SORT] = {"sort", sorts, "-", FILTER_CHOICE, false},
};

const struct filter_field_spec *filter_field_find(struct span name, enum filter_field *out)
{
	for (int f = FILTER_WORD + 1; f <= FILTER_SORT; f++) {
		if (!span_is(name, fields[f].name))
			continue;
		*out = (enum filter_field)f;
		return &fields[f];
	}
	return NULL;
}

const struct filter_field_spec *filter_field_spec(enum filter_field field)
{
	return &fields[field];
}

const char *filter_field_sign(const struct filter_field_spec *spec)
{
	return spec->value == FILTER_SPAN ? ">" : ":";
}

const char *filter_field_name(enum filter_field field)
{
	return fields[field].name;
}

const char *const *filter_field_values(enum filter_field field)
{
	return fields[field].values;
}

int filter_field_unknown(size_t column, const char *name, struct err *e)
{
	struct nearest near = {.word = name};
	struct str all = {0};

	for (int f = FILTER_WORD + 1; f <= FILTER_SORT; f++) {
		nearest_offer(&near, fields[f].name);
		str_addf(&all, "%s%s", all.len ? ", " : "", fields[f].name);
	}
	if (near.best)
		err_set(e, ERR_USAGE, "column %zu: unknown field \"%s\": did you mean %s?", column,
			name, near.best);
	else
		err_set(e, ERR_USAGE, "column %zu: unknown field \"%s\" (%s)", column, name,
			str_cstr(&all));
	str_free(&all);
	return err_hint(e, "put a word that holds a colon in quotes");
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
		return true;
	}
	return false;
}

static bool read_count(struct span s, int64_t *out)
{
	size_t n = read_digits(s, 0, out);

	return n > 0 && n <= DIGITS && n == s.n;
}

/* "0.65", ".65", "1" in thousandths; what is finer is cut off. */
static bool read_share(struct span s, int64_t *out)
{
	int64_t fraction = 0;
	size_t n = read_digits(s, 0, out), places = 0;

	if (n < s.n && s.p[n] == '.')
		places = read_digits(s, n + 1, &fraction);
	if (n + places == 0 || n > DIGITS || places > DIGITS ||
		n + places + (n < s.n && s.p[n] == '.') != s.n)
		return false;
	for (; places < 3; places++)
		fraction *= 10;
	for (; places > 3; places--)
		fraction /= 10;
	*out = *out * 1000 + fraction;
	return *out <= 1000;
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

int filter_value_read(
	const char *name, size_t column, struct filter_node *t, struct arena *a, struct err *e)
{
	const struct filter_field_spec *spec = &fields[t->field];

	if (check_compare(name, t->column, spec, t->compare, e) < 0)
		return -1;
	switch (spec->value) {
	case FILTER_TEXT: return 0;
	case FILTER_CHOICE: {
		char *low = arena_memdup(a, t->value.p, t->value.n);
		for (size_t i = 0; i < t->value.n; i++)
			low[i] = (char)tolower((unsigned char)low[i]);
		t->value.p = low;
		return read_choice(name, column, spec->values, t->value, e);
	}
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
		if (read_share(t->value, &t->number))
			return 0;
		return err_set(e, ERR_USAGE, "column %zu: \"%s\" is no confidence (0 to 1)", column,
			t->value.p);
	}
	return 0;
}
