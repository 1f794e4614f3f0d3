/* Which lines of the palette fit what was typed, and in which order. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/nearest.h"
#include "base/str.h"
#include "palette_private.h"

#define KEYS_WIDEST 16

/* --- The lines. --- */

static bool has_line(const struct palette *p, enum action a)
{
	for (size_t i = 0; i < p->line_count; i++) {
		if (p->lines[i].action == a)
			return true;
	}
	return false;
}

/* What is drawn has no sides that lead in and out, and rows of boxes. */
const char *palette_help(const struct palette *p, enum action a)
{
	static const char *const drawn[] = {
		[ACTION_DOWN] = "select the next belief below",
		[ACTION_UP] = "select the next belief above",
		[ACTION_LEFT] = "select the next belief to the left",
		[ACTION_RIGHT] = "select the next belief to the right",
		[ACTION_SCROLL_DOWN] = "move the window over the drawing down",
		[ACTION_SCROLL_UP] = "move the window over the drawing up",
	};
	bool known = p->place == KEYS_DRAWING && a < sizeof(drawn) / sizeof(*drawn);

	return known && drawn[a] ? drawn[a] : action_info(a)->help;
}

/* All keys that mean `a` here: those of the place, and those from everywhere that it leaves alone.
 */
static const char *keys_of(struct palette *p, enum action a)
{
	struct str keys = {0};
	size_t n;
	const struct key_binding *table = keymap_table(p->keys, &n);
	for (size_t i = 0; i < n; i++) {
		char name[KEYMAP_NAME];
		if (table[i].action != a || !keymap_holds(p->keys, p->place, &table[i]) ||
			table[i].n == 0)
			continue;
		keymap_say(table[i].codes, table[i].n, name);
		if (keys.len)
			str_add(&keys, ", ");
		str_add(&keys, name);
	}
	const char *copy = arena_strdup(&p->arena, str_cstr(&keys));
	str_free(&keys);
	return copy;
}

/* Name, both helps and the other words, for searching. */
static const char *words_of(struct palette *p, const struct palette_line *line)
{
	const struct action_info *info = action_info(line->action);
	struct str words = {0};

	str_addf(&words, "%s %s %s %s", line->keys, info->name, info->help,
		palette_help(p, line->action));
	for (const char *const *word = action_words(line->action); *word; word++)
		str_addf(&words, " %s", *word);
	const char *copy = arena_strdup(&p->arena, str_cstr(&words));
	str_free(&words);
	return copy;
}

/* Of another place: to be found, and to say where it works. */
static bool is_here(const struct palette *p, enum key_place place)
{
	return place == p->place || place == KEYS_EVERYWHERE;
}

static bool is_bound_in(const struct palette *p, enum action a, enum key_place place)
{
	size_t n;
	const struct key_binding *table = keymap_table(p->keys, &n);

	for (size_t i = 0; i < n; i++)
		if (table[i].action == a && table[i].place == place)
			return true;
	return false;
}

/* "only in queue, beliefs, memory" */
static const char *places_of(struct palette *p, enum action a)
{
	struct str places = {0};

	for (int place = 0; place < KEYS_PLACES; place++)
		if (is_bound_in(p, a, (enum key_place)place))
			str_addf(&places, "%s%s", places.len ? ", " : "only in ",
				key_place_name((enum key_place)place));
	const char *copy = arena_strdup(&p->arena, str_cstr(&places));
	str_free(&places);
	return copy;
}

static void add_lines(struct palette *p, enum key_place place)
{
	size_t n;
	const struct key_binding *table = keymap_table(p->keys, &n);
	for (size_t i = 0; i < n; i++) {
		enum action a = table[i].action;
		if (table[i].place != place || has_line(p, a))
			continue;
		struct palette_line *line = &p->lines[p->line_count++];
		line->action = a;
		line->keys = is_here(p, place) ? keys_of(p, a) : "";
		if (!is_here(p, place))
			line->elsewhere = places_of(p, a);
		line->words = words_of(p, line);
		int width = (int)text_width(span_of(line->keys));
		if (width > p->keys_width)
			p->keys_width = width < KEYS_WIDEST ? width : KEYS_WIDEST;
	}
}

void palette_gather(struct palette *p)
{
	add_lines(p, p->place);
	add_lines(p, KEYS_EVERYWHERE);
	for (int other = 0; p->scope == PALETTE_ALL && other < KEYS_PLACES; other++)
		if (!is_here(p, (enum key_place)other))
			add_lines(p, (enum key_place)other);
}

bool palette_works(const struct palette *p, const struct palette_line *line, const char **why)
{
	*why = line->elsewhere;
	if (*why)
		return false;
	if (!p->enabled || p->enabled(p->arg, line->action, why))
		return true;
	if (!*why)
		*why = "not now";
	return false;
}

/* --- How well they fit. --- */

static bool begins(const char *text, const char *typed)
{
	return strncasecmp(text, typed, strlen(typed)) == 0;
}

/* FIT_NAMED for a whole word. */
static enum palette_fit fit_of_words(const struct palette_line *line, const char *typed)
{
	enum palette_fit fit = FIT_NONE;

	for (const char *const *word = action_words(line->action); *word; word++) {
		if (strcmp(*word, typed) == 0)
			return FIT_NAMED;
		if (begins(*word, typed))
			fit = FIT_CALLED;
	}
	return fit;
}

static bool is_mentioned(const struct palette_line *line, const char *typed)
{
	bool all = true;
	char *copy = xstrdup(typed), *rest = copy;

	for (char *word; all && (word = strsep(&rest, " "));)
		all = strcasestr(line->words, word) != NULL;
	free(copy);
	return all;
}

/* "mka" is mark-all. */
static bool is_abbreviated(const struct palette_line *line, const char *typed)
{
	const char *name = action_info(line->action)->name;

	for (const char *c = typed; *c; c++) {
		name = strchr(name, *c);
		if (!name++)
			return false;
	}
	return typed[0] && typed[1];
}

/* "sort newest", where it cannot go on to the words: why not is said. */
static bool is_named_with_words(const struct palette_line *line, const char *typed)
{
	const char *name = action_info(line->action)->name;
	size_t n = strlen(name);

	return action_asks(line->action) && strncmp(typed, name, n) == 0 && typed[n] == ' ';
}

static enum palette_fit fit_of(const struct palette_line *line, const char *typed)
{
	if (is_named_with_words(line, typed) || begins(line->keys, typed) ||
		begins(action_info(line->action)->name, typed))
		return FIT_NAMED;
	enum palette_fit fit = fit_of_words(line, typed);
	if (fit != FIT_NONE)
		return fit;
	if (is_mentioned(line, typed))
		return FIT_MENTIONED;
	return is_abbreviated(line, typed) ? FIT_ABBREVIATED : FIT_NONE;
}

/* One slip in a word of four letters, two in one of eight. */
static enum palette_fit fit_but_for_slips(const struct palette_line *line, const char *typed)
{
	size_t letters = strlen(typed), allowed = letters < 4 ? 0 : letters < 8 ? 1 : 2;
	struct nearest near = {.word = typed};

	nearest_offer(&near, action_info(line->action)->name);
	for (const char *const *word = action_words(line->action); *word; word++)
		nearest_offer(&near, *word);
	if (!near.best || near.distance > allowed)
		return FIT_NONE;
	return near.distance > 1 ? FIT_SLIPS : FIT_SLIP;
}

/* Nobody slipped who typed what is there. */
static void fit_lines(struct palette *p)
{
	struct span filter = lineedit_text(&p->filter);
	char *typed = xcalloc(1, filter.n + 1);
	enum palette_fit best = FIT_NONE;

	for (size_t i = 0; i < filter.n; i++)
		typed[i] = (char)tolower((unsigned char)filter.p[i]);
	for (size_t i = 0; i < p->line_count; i++) {
		p->lines[i].fit = fit_of(&p->lines[i], typed);
		best = p->lines[i].fit < best ? p->lines[i].fit : best;
	}
	for (size_t i = 0; i < p->line_count && best >= FIT_ABBREVIATED; i++)
		if (p->lines[i].fit == FIT_NONE)
			p->lines[i].fit = fit_but_for_slips(&p->lines[i], typed);
	free(typed);
}

/* --- Their order. --- */

static void add_matches(struct palette *p, bool works)
{
	for (enum palette_fit fit = FIT_NAMED; fit < FIT_NONE; fit++)
		for (size_t i = 0; i < p->line_count; i++)
			if (p->lines[i].fit == fit && p->lines[i].works == works)
				p->matches[p->match_count++] = i;
}

static void put_in_order(struct palette *p)
{
	const char *why;

	for (size_t i = 0; i < p->line_count; i++)
		p->lines[i].works = palette_works(p, &p->lines[i], &why);
	p->match_count = 0;
	add_matches(p, true);
	p->works = p->match_count;
	add_matches(p, false);
}

static void select_line(struct palette *p, const struct palette_line *line)
{
	p->selected = PALETTE_NOTHING;
	for (size_t i = 0; line && i < p->match_count; i++)
		if (&p->lines[p->matches[i]] == line)
			p->selected = i;
}

void palette_sort(struct palette *p)
{
	const struct palette_line *line = palette_selected(p);

	put_in_order(p);
	select_line(p, line);
}

/* What was named is meant although it does not work: Enter says why, and nothing else is done in
 * its place. */
static bool fits_better(const struct palette_line *one, const struct palette_line *other)
{
	if (one->fit != other->fit)
		return one->fit < other->fit;
	return one->fit > FIT_CALLED && one->works && !other->works;
}

void palette_find(struct palette *p)
{
	const struct palette_line *best = NULL;

	fit_lines(p);
	put_in_order(p);
	for (size_t i = 0; p->filter.len > 0 && i < p->line_count; i++)
		if (!best || fits_better(&p->lines[i], best))
			best = &p->lines[i];
	select_line(p, best);
	p->top = 0;
	p->seen = false;
}

static bool has_heading(const struct palette *p)
{
	return p->works < p->match_count;
}

size_t palette_rows(const struct palette *p)
{
	return p->match_count + has_heading(p);
}

size_t palette_row(const struct palette *p, size_t match)
{
	return match + (match >= p->works);
}

size_t palette_matches_before(const struct palette *p, size_t row)
{
	return row - (row > p->works);
}

size_t palette_match(const struct palette *p, size_t row)
{
	return row == p->works && has_heading(p) ? PALETTE_NOTHING : palette_matches_before(p, row);
}

const struct palette_line *palette_selected(const struct palette *p)
{
	return p->selected < p->match_count ? &p->lines[p->matches[p->selected]] : NULL;
}
