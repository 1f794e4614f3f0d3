/* Themes: what each style looks like, from the files built in or from people's own. */
#include "tui/theme.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/json.h"
#include "base/str.h"

static const char *const styles[STYLE_COUNT] = {
	[STYLE_TEXT] = "text",
	[STYLE_DIM] = "dim",
	[STYLE_STRONG] = "strong",
	[STYLE_BORDER] = "border",
	[STYLE_BAR] = "bar",
	[STYLE_TAB] = "tab",
	[STYLE_TAB_ON] = "tab-on",
	[STYLE_SELECTED] = "selected",
	[STYLE_SELECTED_DIM] = "selected-dim",
	[STYLE_KEY] = "key",
	[STYLE_GOOD] = "good",
	[STYLE_BAD] = "bad",
	[STYLE_WARN] = "warn",
	[STYLE_ACCENT] = "accent",
	[STYLE_ESCAPE] = "escape",
	[STYLE_QUOTE] = "quote",
	[STYLE_INPUT] = "input",
	[STYLE_METER] = "meter",
	[STYLE_METER_REST] = "meter-rest",
	[STYLE_QR] = "qr",
};

/* The terminal's palette by name, and what xterm shows for it. */
static const struct {
	const char *name;
	int32_t rgb;
} palette[16] = {
	{"black", 0x000000},
	{"red", 0xcd0000},
	{"green", 0x00cd00},
	{"yellow", 0xcdcd00},
	{"blue", 0x0000ee},
	{"magenta", 0xcd00cd},
	{"cyan", 0x00cdcd},
	{"white", 0xe5e5e5},
	{"bright-black", 0x7f7f7f},
	{"bright-red", 0xff0000},
	{"bright-green", 0x00ff00},
	{"bright-yellow", 0xffff00},
	{"bright-blue", 0x5c5cff},
	{"bright-magenta", 0xff00ff},
	{"bright-cyan", 0x00ffff},
	{"bright-white", 0xffffff},
};

static const char *const attributes[] = {"bold", "dim", "underline", "reverse", "italic"};

#define ATTRIBUTES (sizeof(attributes) / sizeof(attributes[0]))

const char *style_name(enum style s)
{
	return s < STYLE_COUNT ? styles[s] : "";
}

/* --- Colours --- */

static int32_t cube_level(int32_t i)
{
	return i ? 55 + 40 * i : 0;
}

static int32_t rgb_of(int32_t colour)
{
	if (colour & COLOUR_RGB)
		return colour & 0xffffff;
	if (colour < 16)
		return palette[colour].rgb;
	if (colour < 232) {
		int32_t c = colour - 16;

		return cube_level(c / 36) << 16 | cube_level(c / 6 % 6) << 8 | cube_level(c % 6);
	}
	return (8 + 10 * (colour - 232)) * 0x010101;
}

static int32_t distance(int32_t a, int32_t b)
{
	int32_t r = (a >> 16 & 255) - (b >> 16 & 255), g = (a >> 8 & 255) - (b >> 8 & 255),
		blue = (a & 255) - (b & 255);

	return 3 * r * r + 6 * g * g + blue * blue;
}

static int32_t nearest(int32_t rgb, int32_t from, int32_t to)
{
	int32_t best = from;

	for (int32_t c = from + 1; c < to; c++)
		if (distance(rgb, rgb_of(c)) < distance(rgb, rgb_of(best)))
			best = c;
	return best;
}

int32_t theme_colour(int32_t colour, int colours)
{
	if (colour < 0)
		return COLOUR_OWN;
	if (colours > 256) /* direct colour: its first eight numbers are still the palette */
		return colour < 8 ? colour : rgb_of(colour) < 8 ? 0 : rgb_of(colour);
	if (colour < colours)
		return colour;
	if (colours == 256)
		return nearest(rgb_of(colour), 16, 256);
	if (colours >= 16)
		return nearest(rgb_of(colour), 0, 16);
	if (colour == 8)
		return 7; /* grey: the nearest of eight would be black, unreadable on black */
	return colour < 16 ? colour - 8 : nearest(rgb_of(colour), 0, 8);
}

/* --- Reading a theme file --- */

static int read_colour(const json_t *value, const char *style, int32_t *out, struct err *e)
{
	const char *name = json_string_value(value);
	unsigned rgb;
	int end = 0;

	if (json_is_integer(value)) {
		json_int_t n = json_integer_value(value);

		if (n < 0 || n > 255)
			return err_set(e, ERR_OTHER, "style %s: colour %lld is not 0 to 255", style,
				(long long)n);
		*out = (int32_t)n;
		return 0;
	}
	if (!name)
		return err_set(e, ERR_OTHER,
			"style %s: a colour is a name, a number or \"#rrggbb\"", style);
	if (strcmp(name, "own") == 0) {
		*out = COLOUR_OWN;
		return 0;
	}
	if (strlen(name) == 7 && sscanf(name, "#%6x%n", &rgb, &end) == 1 && end == 7) {
		*out = COLOUR_RGB | (int32_t)rgb;
		return 0;
	}
	for (int32_t i = 0; i < 16; i++)
		if (strcmp(name, palette[i].name) == 0) {
			*out = i;
			return 0;
		}
	return err_set(e, ERR_OTHER, "style %s: no colour is called \"%s\"", style, name);
}

static int read_attributes(const json_t *value, const char *style, uint8_t *out, struct err *e)
{
	uint8_t set = 0;

	if (!json_is_array(value))
		return err_set(e, ERR_OTHER, "style %s: attributes is not a list", style);
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *name = json_string_value(json_array_get(value, i));
		size_t a = 0;

		while (name && a < ATTRIBUTES && strcmp(name, attributes[a]) != 0)
			a++;
		if (!name || a == ATTRIBUTES)
			return err_set(e, ERR_OTHER, "style %s: no attribute is called \"%s\"",
				style, name ? name : "(not text)");
		set = (uint8_t)(set | 1u << a);
	}
	*out = set;
	return 0;
}

static int read_style(const char *name, json_t *members, struct theme *t, struct err *e)
{
	const char *member;
	json_t *value;
	size_t s = 0;

	while (s < STYLE_COUNT && strcmp(name, styles[s]) != 0)
		s++;
	if (s == STYLE_COUNT)
		return err_set(e, ERR_OTHER, "no style is called \"%s\"", name);
	if (!json_is_object(members))
		return err_set(e, ERR_OTHER, "style %s is not an object", name);
	json_object_foreach(members, member, value)
	{
		struct theme_pair *p = &t->pair[s];
		int bad;

		if (strcmp(member, "fg") == 0)
			bad = read_colour(value, name, &p->fg, e);
		else if (strcmp(member, "bg") == 0)
			bad = read_colour(value, name, &p->bg, e);
		else if (strcmp(member, "attributes") == 0)
			bad = read_attributes(value, name, &p->attributes, e);
		else
			bad = err_set(
				e, ERR_OTHER, "style %s: no member is called \"%s\"", name, member);
		if (bad)
			return -1;
	}
	return 0;
}

static int read_label(
	const json_t *value, const char *member, char *out, size_t size, struct err *e)
{
	const char *text = json_string_value(value);

	if (!text)
		return err_set(e, ERR_OTHER, "\"%s\" is not text", member);
	if (strlen(text) >= size)
		return err_set(e, ERR_OTHER, "\"%s\" is longer than %zu bytes", member, size - 1);
	memcpy(out, text, strlen(text) + 1);
	return 0;
}

static int read_theme(json_t *root, struct theme *t, struct err *e)
{
	const char *member, *style;
	json_t *value, *members;

	if (!json_is_object(root))
		return err_set(e, ERR_OTHER, "a theme is a JSON object");
	json_object_foreach(root, member, value)
	{
		int bad = 0;

		if (strcmp(member, "name") == 0)
			bad = read_label(value, member, t->name, sizeof(t->name), e);
		else if (strcmp(member, "about") == 0)
			bad = read_label(value, member, t->about, sizeof(t->about), e);
		else if (strcmp(member, "styles") != 0)
			bad = err_set(e, ERR_OTHER, "no member is called \"%s\"", member);
		else if (!json_is_object(value))
			bad = err_set(e, ERR_OTHER, "\"styles\" is not an object");
		else
			json_object_foreach(value, style, members) if (!bad) bad =
				read_style(style, members, t, e);
		if (bad)
			return -1;
	}
	return 0;
}

/* Reads a file over what stands in `t`. */
static int apply(struct span text, struct theme *t, struct err *e)
{
	json_t *root = json_read(text, e);

	if (!root)
		return -1;
	int status = read_theme(root, t, e);
	json_decref(root);
	return status;
}

/* --- The themes built in --- */

static const struct embedded *find_file(const char *name)
{
	size_t n = strlen(name);

	for (const struct embedded *f = embedded_themes; f->name; f++)
		if (strncmp(f->name, name, n) == 0 && strcmp(f->name + n, ".json") == 0)
			return f;
	return NULL;
}

static struct span text_of(const struct embedded *file)
{
	return (struct span){file->text, file->n};
}

int theme_parse(struct span json, struct theme *out, struct err *e)
{
	struct theme t = {.name = "unnamed"};
	const struct embedded *base = find_file("default");

	for (int i = 0; i < STYLE_COUNT; i++)
		t.pair[i] = (struct theme_pair){COLOUR_OWN, COLOUR_OWN, 0};
	if (base && apply(text_of(base), &t, e) < 0)
		return err_prefix(e, "theme default");
	if (apply(json, &t, e) < 0)
		return err_prefix(e, "theme");
	*out = t;
	return 0;
}

size_t theme_count(void)
{
	size_t n = 0;

	while (embedded_themes[n].name)
		n++;
	return n;
}

/* The default comes first, the others follow by name. */
static const struct embedded *file_at(size_t i)
{
	const struct embedded *base = find_file("default");

	if (i == 0)
		return base;
	for (const struct embedded *f = embedded_themes; f->name; f++)
		if (f != base && --i == 0)
			return f;
	return NULL;
}

int theme_load(size_t i, struct theme *out, struct err *e)
{
	const struct embedded *file = file_at(i);

	if (!file)
		return err_set(e, ERR_MISSING, "there is no theme number %zu", i);
	return theme_parse(text_of(file), out, e);
}

int theme_find(const char *name, struct theme *out, struct err *e)
{
	const struct embedded *file = find_file(name);

	if (file)
		return theme_parse(text_of(file), out, e);
	struct str names = {0};
	for (const struct embedded *f = embedded_themes; f->name; f++)
		str_addf(&names, "%s%.*s", names.len ? ", " : "",
			(int)(strlen(f->name) - strlen(".json")), f->name);
	err_set(e, ERR_USAGE, "no theme is called %s", name);
	err_hint(e, "there are %s", str_cstr(&names));
	str_free(&names);
	return -1;
}
