/* Themes: the words of their files, the colours that a terminal has for them, and those built in.
 */
#include "tui/theme.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "tui/contrast.h"

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

#define BLACK 0
#define WHITE 7
#define READABLE 3 /* contrast; on black the red of eight has not much more */
#define GREY_MOST 32 /* by which red, green and blue of a grey differ */

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

/* --- Words --- */

const char *style_name(enum style s)
{
	return s < STYLE_COUNT ? styles[s] : "";
}

const char *attribute_name(size_t i)
{
	return i < ATTRIBUTES ? attributes[i] : NULL;
}

bool theme_colour_read(const char *name, int32_t *out)
{
	unsigned rgb;
	int end = 0;

	if (strcmp(name, "own") == 0) {
		*out = COLOUR_OWN;
		return true;
	}
	if (strlen(name) == 7 && strspn(name + 1, "0123456789abcdefABCDEF") == 6 &&
		sscanf(name, "#%6x%n", &rgb, &end) == 1 && end == 7) {
		*out = COLOUR_RGB | (int32_t)rgb;
		return true;
	}
	for (int32_t i = 0; i < 16; i++)
		if (strcmp(name, palette[i].name) == 0) {
			*out = i;
			return true;
		}
	return false;
}

const char *theme_colour_name(int32_t colour)
{
	return colour == COLOUR_OWN          ? "own"
		: colour >= 0 && colour < 16 ? palette[colour].name
					     : NULL;
}

/* --- Colours --- */

static int32_t cube_level(int32_t i)
{
	return i ? 55 + 40 * i : 0;
}

int32_t theme_rgb(int32_t colour)
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
		if (distance(rgb, theme_rgb(c)) < distance(rgb, theme_rgb(best)))
			best = c;
	return best;
}

/* The nearest of eight, in which there is none but white, would be yellow or cyan for many. */
static bool is_grey(int32_t rgb)
{
	int32_t most = 0, least = 255;

	for (int shift = 0; shift <= 16; shift += 8) {
		int32_t channel = rgb >> shift & 255;
		most = channel > most ? channel : most;
		least = channel < least ? channel : least;
	}
	return most - least <= GREY_MOST;
}

static int32_t of_eight(int32_t rgb)
{
	if (!is_grey(rgb))
		return nearest(rgb, 0, 8);
	return distance(rgb, theme_rgb(BLACK)) < distance(rgb, theme_rgb(WHITE)) ? BLACK : WHITE;
}

int32_t theme_colour(int32_t colour, int colours)
{
	if (colour < 0)
		return COLOUR_OWN;
	if (colours > 256) /* direct colour: its first eight numbers are still the palette */
		return colour < 8 ? colour : theme_rgb(colour) < 8 ? 0 : theme_rgb(colour);
	if (colour < colours)
		return colour;
	if (colours == 256)
		return nearest(theme_rgb(colour), 16, 256);
	if (colours >= 16)
		return nearest(theme_rgb(colour), 0, 16);
	if (colour == 8)
		return WHITE; /* grey: black would be unreadable on black */
	return colour < 16 ? colour - 8 : of_eight(theme_rgb(colour));
}

/* Degrees on the circle of colours, from red over green and blue; of no grey. */
static double hue_of(int32_t rgb)
{
	double r = rgb >> 16 & 255, g = rgb >> 8 & 255, b = rgb & 255;
	double most = fmax(r, fmax(g, b)), range = most - fmin(r, fmin(g, b));

	if (most == r)
		return fmod(360 + 60 * (g - b) / range, 360);
	return most == g ? 120 + 60 * (b - r) / range : 240 + 60 * (r - g) / range;
}

/* Of six colours the one that is most alike, among those that can be read on the ground: what is
 * good, bad or a warning stays apart, where the nearest of them would be yellow for all three. One
 * that is taken has its bit set. */
static int32_t by_hue(int32_t rgb, int32_t ground, unsigned taken)
{
	double least = 360;
	int32_t best = WHITE;

	for (int32_t i = BLACK + 1; i < WHITE; i++) {
		double apart = fabs(hue_of(theme_rgb(i)) - hue_of(rgb));
		apart = apart > 180 ? 360 - apart : apart;
		if (apart < least && !(taken >> i & 1) &&
			contrast_ratio(theme_rgb(i), ground) >= READABLE) {
			least = apart;
			best = i;
		}
	}
	return best;
}

static int32_t black_or_white(int32_t ground)
{
	return contrast_ratio(theme_rgb(BLACK), ground) > contrast_ratio(theme_rgb(WHITE), ground)
		? BLACK
		: WHITE;
}

static struct theme_pair pair_shown(const struct theme_pair *p, int colours, unsigned taken)
{
	struct theme_pair shown = {
		theme_colour(p->fg, colours), theme_colour(p->bg, colours), p->attributes};
	bool known = p->fg != COLOUR_OWN && p->bg != COLOUR_OWN;

	if (colours >= 16 || !known)
		return shown;
	int32_t rgb = theme_rgb(p->fg), ground = theme_rgb(shown.bg);
	if (is_grey(rgb))
		shown.fg = black_or_white(ground);
	else if (p->fg >= 16) /* no name of a colour */
		shown.fg = by_hue(rgb, ground, taken);
	return shown;
}

static bool same_colours(const struct theme_pair *a, const struct theme_pair *b)
{
	bool turned = ((a->attributes ^ b->attributes) & ATTR_REVERSE) != 0;

	return a->fg == b->fg && a->bg == b->bg && !turned;
}

/* Where yellow cannot be read, a warning would be red: as is what is bad. */
static unsigned taken_from(const struct theme *t, enum style s, int colours)
{
	static const enum style others[] = {STYLE_BAD, STYLE_GOOD};
	unsigned taken = 0;

	for (int i = 0; i < 2 && s == STYLE_WARN && colours < 16; i++) {
		int32_t fg = pair_shown(&t->pair[others[i]], colours, 0).fg;
		if (fg >= 0)
			taken |= 1u << fg;
	}
	return taken;
}

struct theme_pair theme_shown(const struct theme *t, enum style s, int colours)
{
	const struct theme_pair *p = &t->pair[s], *text = &t->pair[STYLE_TEXT];
	struct theme_pair shown = pair_shown(p, colours, taken_from(t, s, colours)),
			  beside = pair_shown(text, colours, 0);

	if (s == STYLE_SELECTED && same_colours(&shown, &beside) && !same_colours(p, text))
		shown.attributes ^= ATTR_REVERSE;
	return shown;
}

/* --- The themes built in --- */

static struct span text_of(const struct embedded *file)
{
	return file ? (struct span){file->text, file->n} : SPAN_NULL;
}

static const struct embedded *find_file(const char *name)
{
	size_t n = strlen(name);

	for (const struct embedded *f = embedded_themes; f->name; f++)
		if (strncmp(f->name, name, n) == 0 && strcmp(f->name + n, ".json") == 0)
			return f;
	return NULL;
}

struct span theme_text(const char *name)
{
	return text_of(find_file(name));
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

size_t theme_count(void)
{
	size_t n = 0;

	while (embedded_themes[n].name)
		n++;
	return n;
}

int theme_load(size_t i, struct theme *out, struct err *e)
{
	struct span text = text_of(file_at(i));

	if (!text.p)
		return err_set(e, ERR_MISSING, "there is no theme number %zu", i);
	return theme_parse(text, out, e);
}

int theme_find(const char *name, struct theme *out, struct err *e)
{
	struct span text = theme_text(name);

	if (!text.p)
		return err_set(e, ERR_MISSING, "no theme that is built in is called %s", name);
	return theme_parse(text, out, e);
}
