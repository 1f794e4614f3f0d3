/* Reads a theme file, and says where it is wrong. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_text.h"
#include "base/nearest.h"
#include "tui/theme.h"

struct reader {
	struct json_faults faults;
	struct theme *theme;
	struct arena *arena; /* strings without their quotes and escapes */
};

/* Notes the sentence with the place of what it is about. What comes behind is read all the same. */
static int wrong(struct reader *r, struct span what, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static int wrong(struct reader *r, struct span what, const char *fmt, ...)
{
	struct err why = {0};
	char *sentence;
	va_list args;

	va_start(args, fmt);
	if (vasprintf(&sentence, fmt, args) < 0)
		die_of_memory(0);
	va_end(args);
	err_set(&why, ERR_OTHER, "%s", sentence);
	free(sentence);
	json_faults_note(&r->faults, json_faults_place(&r->faults, what), &why);
	return -1;
}

/* "no style is called "selectd": did you mean "selected"?" */
static int unknown(struct reader *r, struct span what, const char *kind, const struct nearest *near)
{
	if (near->best)
		return wrong(r, what, "no %s is called \"%s\": did you mean \"%s\"?", kind,
			near->word, near->best);
	return wrong(r, what, "no %s is called \"%s\"", kind, near->word);
}

/* NULL when it is no string. */
static const char *decode(struct reader *r, struct span word)
{
	json_t *value = *word.p == '"' ? json_read(word, NULL) : NULL;
	const char *text = value
		? arena_memdup(r->arena, json_string_value(value), json_string_length(value))
		: NULL;

	json_decref(value);
	return text;
}

static int read_colour(struct reader *r, struct span value, int32_t *out)
{
	const char *name = decode(r, value);
	char *end;

	if (name) {
		struct nearest near = {.word = name};
		if (theme_colour_read(name, out))
			return 0;
		nearest_offer(&near, "own");
		for (int32_t i = 0; i < 16; i++)
			nearest_offer(&near, theme_colour_name(i));
		return unknown(r, value, "colour", &near);
	}
	const char *digits = arena_memdup(r->arena, value.p, value.n);
	double n = strtod(digits, &end);
	if (end == digits || *end)
		return wrong(r, value, "a colour is a name, a number or \"#rrggbb\"");
	if (n < 0 || n > 255 || strspn(digits, "0123456789") != value.n)
		return wrong(r, value, "colour %s is not one of 0 to 255", digits);
	*out = (int32_t)n;
	return 0;
}

static int read_attribute(struct reader *r, struct span value, uint8_t *set)
{
	const char *name = decode(r, value);
	struct nearest near = {.word = name};

	if (!name)
		return wrong(r, value, "an attribute is a name, such as \"bold\"");
	for (size_t i = 0; attribute_name(i); i++) {
		if (strcmp(name, attribute_name(i)) == 0) {
			*set = (uint8_t)(*set | 1u << i);
			return 0;
		}
		nearest_offer(&near, attribute_name(i));
	}
	return unknown(r, value, "attribute", &near);
}

static int read_attributes(struct reader *r, struct span value, uint8_t *out)
{
	struct json_part item;
	uint8_t set = 0;
	int rc = 0;

	if (*value.p != '[')
		return wrong(r, value, "attributes are a list, such as [\"bold\"]");
	for (size_t at = 0; json_part_next(value, &at, &item);)
		rc |= read_attribute(r, item.value, &set);
	*out = set;
	return rc;
}

static int read_pair(struct reader *r, const struct json_part *part, struct theme_pair *p)
{
	const char *member = decode(r, part->name);
	struct nearest near = {.word = member};

	if (strcmp(member, "fg") == 0)
		return read_colour(r, part->value, &p->fg);
	if (strcmp(member, "bg") == 0)
		return read_colour(r, part->value, &p->bg);
	if (strcmp(member, "attributes") == 0)
		return read_attributes(r, part->value, &p->attributes);
	nearest_offer(&near, "attributes");
	return unknown(r, part->name, "member of a style", &near);
}

static int read_style(struct reader *r, const struct json_part *style)
{
	const char *name = decode(r, style->name);
	struct nearest near = {.word = name};
	struct json_part part;
	int s = 0, rc = 0;

	for (; s < STYLE_COUNT && strcmp(name, style_name((enum style)s)) != 0; s++)
		nearest_offer(&near, style_name((enum style)s));
	if (s == STYLE_COUNT)
		return unknown(r, style->name, "style", &near);
	if (*style->value.p != '{')
		return wrong(r, style->value, "a style is an object, such as {\"fg\": \"red\"}");
	r->theme->pair[s] = (struct theme_pair){COLOUR_OWN, COLOUR_OWN, 0};
	for (size_t at = 0; json_part_next(style->value, &at, &part);)
		rc |= read_pair(r, &part, &r->theme->pair[s]);
	return rc;
}

static int read_styles(struct reader *r, struct span value)
{
	struct json_part style;
	int rc = 0;

	if (*value.p != '{')
		return wrong(r, value, "\"styles\" is an object of styles by their names");
	for (size_t at = 0; json_part_next(value, &at, &style);)
		rc |= read_style(r, &style);
	return rc;
}

static int read_label(struct reader *r, struct span value, char *out, size_t size)
{
	const char *text = decode(r, value);

	if (!text)
		return wrong(r, value, "this is to be a text in quotes");
	if (strlen(text) >= size)
		return wrong(r, value, "a text of more than %zu bytes", size - 1);
	memcpy(out, text, strlen(text) + 1);
	return 0;
}

static int read_theme(struct reader *r)
{
	struct theme *t = r->theme;
	struct json_part part;
	int rc = 0;

	struct span whole = r->faults.text;
	while (*whole.p != '{' && strchr(" \t\r\n", *whole.p))
		whole.p++; /* there is a value */
	if (*whole.p != '{')
		return wrong(r, whole, "a theme is an object: {\"styles\": {…}}");
	for (size_t at = 0; json_part_next(r->faults.text, &at, &part);) {
		const char *member = decode(r, part.name);
		struct nearest near = {.word = member};

		if (strcmp(member, "name") == 0) {
			rc |= read_label(r, part.value, t->name, sizeof(t->name));
		} else if (strcmp(member, "about") == 0) {
			rc |= read_label(r, part.value, t->about, sizeof(t->about));
		} else if (strcmp(member, "styles") == 0) {
			rc |= read_styles(r, part.value);
		} else {
			nearest_offer(&near, "about");
			nearest_offer(&near, "name");
			nearest_offer(&near, "styles");
			rc |= unknown(r, part.name, "member", &near);
		}
	}
	return rc;
}

/* Reads a file over what stands in `t`. */
static struct json_fault *apply(struct span text, struct theme *t, struct arena *a)
{
	struct reader r = {.faults = {.text = text, .arena = a}, .theme = t, .arena = a};

	if (json_faults_check(&r.faults) == 0)
		(void)read_theme(&r); /* what is wrong is noted */
	for (struct json_fault *f = r.faults.first; f; f = f->next)
		f->why.code = ERR_OTHER; /* it is no call that is wrong */
	return r.faults.first;
}

struct json_fault *theme_faults(struct span json, struct theme *out, struct arena *a)
{
	struct theme t = {.name = "unnamed"};

	for (int i = 0; i < STYLE_COUNT; i++)
		t.pair[i] = (struct theme_pair){COLOUR_OWN, COLOUR_OWN, 0};
	struct json_fault *faults = apply(theme_text("default"), &t, a);
	if (faults) {
		err_prefix(&faults->why, "theme default");
		return faults;
	}
	t.about[0] = '\0';
	faults = apply(json, &t, a);
	if (!faults)
		*out = t;
	return faults;
}

int theme_parse(struct span json, struct theme *out, struct err *e)
{
	struct arena a = {0};
	const struct json_fault *fault = theme_faults(json, out, &a);
	int rc = fault ? err_set(e, ERR_OTHER, "%s", fault->why.text) : 0;

	arena_free(&a);
	return rc;
}
