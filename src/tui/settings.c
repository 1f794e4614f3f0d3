/* The settings of the console: a table of what there is, and a reader that knows where it stands.
 */
#include "tui/settings.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/home.h"
#include "base/json.h"
#include "base/nearest.h"
#include "base/small_file.h"
#include "base/str.h"
#include "base/time.h"

#define MACHINE_FILE "/etc/tenet/config.json"
#define KEYS_MOST 8 /* chords of one action */

#define AT(member) offsetof(struct settings, member)

const struct setting_info settings_list[] = {
	{"theme", "\"NAME\" or \"/path/to/theme.json\"", "the colours that the console begins with",
		.kind = SETTING_THEME, .at = AT(theme)},
	{"mouse", "true or false", "click, wheel and drag from the start", .kind = SETTING_SWITCH,
		.at = AT(mouse)},
	{"bell", "true or false", "ring when drafts arrive", .kind = SETTING_SWITCH,
		.at = AT(bell)},
	{"plain", "true or false", "lines for a screen reader, as --plain", .kind = SETTING_SWITCH,
		.at = AT(plain)},
	{"ascii", "true or false", "nothing but ASCII, as --ascii", .kind = SETTING_SWITCH,
		.at = AT(ascii)},
	{"ambiguous", "\"narrow\" or \"wide\"",
		"how many columns the terminal gives to characters of ambiguous width",
		.kind = SETTING_WORD, .at = AT(wide), .no = "narrow", .yes = "wide"},
	{"dates", "\"relative\" or \"absolute\"", "\"2h\", or the time and day",
		.kind = SETTING_WORD, .at = AT(absolute), .no = "relative", .yes = "absolute"},
	{"zone", "\"UTC\", \"local\" or \"Europe/Berlin\"", "whose time of day",
		.kind = SETTING_ZONE, .at = AT(zone)},
	{"overlap", "0 to 10", "rows of a page that the next one shows again",
		.kind = SETTING_NUMBER, .at = AT(overlap), .most = 10},
	{"margin", "0 to 20", "rows kept in sight before and behind the selected one",
		.kind = SETTING_NUMBER, .at = AT(margin), .most = 20},
	{"wheel", "1 to 20", "rows that a notch of the mouse wheel moves", .kind = SETTING_NUMBER,
		.at = AT(wheel), .least = 1, .most = 20},
	{"start", "\"queue\", \"beliefs\", …", "the pane that is in front after the login",
		.kind = SETTING_START, .at = AT(start)},
	{"keys", "{\"ACTION\": [\"KEY\", …], …}", "other keys for actions", .kind = SETTING_KEYS},
	{.name = NULL},
};

const char *settings_path(bool restricted, struct arena *a)
{
	const char *own = restricted ? NULL : home_path(HOME_CONFIG, "config.json", a);

	if (restricted || (own && access(own, F_OK) != 0 && access(MACHINE_FILE, F_OK) == 0))
		return MACHINE_FILE;
	return own;
}

void settings_init(struct settings *s)
{
	*s = (struct settings){.zone = "UTC",
		.overlap = -1,
		.wheel = 3,
		.start = ACTION_PANE_1,
		.keymap = keymap_new()};
}

void settings_clear(struct settings *s)
{
	keymap_free(&s->keymap);
	arena_free(&s->arena);
}

/* --- One value. --- */

static const struct setting_info *find(const char *name)
{
	const struct setting_info *i = settings_list;

	while (i->name && strcmp(i->name, name) != 0)
		i++;
	return i->name ? i : NULL;
}

static int wrong(const struct setting_info *i, struct err *e)
{
	return err_set(e, ERR_USAGE, "%s is %s", i->name, i->holds);
}

static int read_switch(const struct setting_info *i, const json_t *v, bool *out, struct err *e)
{
	if (!json_is_boolean(v))
		return wrong(i, e);
	*out = json_is_true(v);
	return 0;
}

static int read_word(const struct setting_info *i, const json_t *v, bool *out, struct err *e)
{
	const char *word = json_string_value(v);

	if (!word || (strcmp(word, i->no) != 0 && strcmp(word, i->yes) != 0))
		return wrong(i, e);
	*out = strcmp(word, i->yes) == 0;
	return 0;
}

static int read_number(const struct setting_info *i, const json_t *v, long *out, struct err *e)
{
	if (!json_is_integer(v) || json_integer_value(v) < i->least ||
		json_integer_value(v) > i->most)
		return wrong(i, e);
	*out = (long)json_integer_value(v);
	return 0;
}

static int read_text(struct settings *s, const struct setting_info *i, const json_t *v,
	const char **out, struct err *e)
{
	if (json_string_length(v) == 0)
		return wrong(i, e);
	*out = arena_strdup(&s->arena, json_string_value(v));
	return 0;
}

static int read_zone(struct settings *s, const struct setting_info *i, const json_t *v,
	const char **out, struct err *e)
{
	return read_text(s, i, v, out, e) < 0 ? -1 : time_check_zone(*out, e);
}

/* Those that have a number. */
static int say_panes(struct err *e)
{
	struct str names = {0};

	for (int a = ACTION_PANE_1; a < ACTION_PANE_MINE; a++) {
		const char *between = a + 1 < ACTION_PANE_MINE ? ", " : " or ";
		str_addf(&names, "%s\"%s\"", a > ACTION_PANE_1 ? between : "",
			action_info((enum action)a)->name);
	}
	err_set(e, ERR_USAGE, "start is %s", str_cstr(&names));
	str_free(&names);
	return -1;
}

static int read_start(const json_t *v, enum action *out, struct err *e)
{
	enum action a = action_named(span_of(json_string_value(v)));

	if (a < ACTION_PANE_1 || a >= ACTION_PANE_MINE)
		return say_panes(e);
	*out = a;
	return 0;
}

static int read_value(
	struct settings *s, const struct setting_info *i, const json_t *v, struct err *e)
{
	void *out = (char *)s + i->at;

	switch (i->kind) {
	case SETTING_SWITCH: return read_switch(i, v, out, e);
	case SETTING_WORD: return read_word(i, v, out, e);
	case SETTING_NUMBER: return read_number(i, v, out, e);
	case SETTING_THEME: return read_text(s, i, v, out, e);
	case SETTING_ZONE: return read_zone(s, i, v, out, e);
	case SETTING_START: return read_start(v, out, e);
	case SETTING_KEYS: break; /* of many parts, each with a place */
	}
	return 0;
}

static int say_unknown(const char *name, struct err *e)
{
	struct nearest near = {.word = name};

	for (const struct setting_info *i = settings_list; i->name; i++)
		nearest_offer(&near, i->name);
	err_set(e, ERR_USAGE, "there is no setting \"%s\"", name);
	return near.best ? err_hint(e, "did you mean %s?", near.best)
			 : err_hint(e, "tenet(5) lists them");
}

/* --- The text, part by part. --- */

struct reading {
	struct span text;
	size_t at; /* where the fault is */
};

static json_t *value_of(struct span part)
{
	return json_loadb(part.p, part.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
}

static void stand_at(struct reading *r, struct span part)
{
	r->at = (size_t)(part.p - r->text.p);
}

/* The keys of one action: a list of chords, or one. */
static int read_keys_of(
	struct settings *s, struct reading *r, const struct json_part *part, struct err *e)
{
	json_t *name = value_of(part->name), *values[KEYS_MOST] = {0};
	struct key_text keys[KEYS_MOST];
	struct json_part item = {.value = part->value};
	bool list = part->value.n > 0 && part->value.p[0] == '[';
	size_t at = 0, n = 0;
	int rc = 0;

	while (rc == 0 && (list ? json_part_next(part->value, &at, &item) : n == 0)) {
		stand_at(r, item.value);
		if (n == KEYS_MOST) {
			rc = err_set(e, ERR_USAGE, "more than %d keys for one action", KEYS_MOST);
			break;
		}
		json_t *v = values[n] = value_of(item.value);
		if (!json_is_string(v))
			rc = err_set(e, ERR_USAGE, "a key is a text, as in \"j\" or \"g g\"");
		keys[n++] = (struct key_text){{json_string_value(v), json_string_length(v)}, r->at};
	}
	if (rc == 0) {
		stand_at(r, part->name);
		rc = keymap_rebind(s->keymap,
			(struct span){json_string_value(name), json_string_length(name)}, keys, n,
			&r->at, e);
	}
	for (size_t i = 0; i < KEYS_MOST; i++)
		json_decref(values[i]);
	json_decref(name);
	return rc;
}

/* Those of one place come last: what is said of all must not take them back. */
static int read_keys(struct settings *s, struct reading *r, struct span object, struct err *e)
{
	struct json_part part;

	if (object.p[0] != '{')
		return wrong(find("keys"), e);
	for (int of_place = 0; of_place < 2; of_place++)
		for (size_t at = 0; json_part_next(object, &at, &part);)
			if (!!memchr(part.name.p, '.', part.name.n) == of_place &&
				read_keys_of(s, r, &part, e) < 0)
				return -1;
	stand_at(r, object);
	return keymap_check(s->keymap, &r->at, e);
}

static int read_member(
	struct settings *s, struct reading *r, const struct json_part *part, struct err *e)
{
	json_t *name = value_of(part->name), *value = value_of(part->value);
	const struct setting_info *i = find(json_string_value(name));
	int rc;

	stand_at(r, i ? part->value : part->name);
	if (i && i->kind == SETTING_THEME)
		s->theme_at = json_place_at(r->text, r->at);
	if (!i)
		rc = say_unknown(json_string_value(name), e);
	else if (i->kind == SETTING_KEYS)
		rc = read_keys(s, r, part->value, e);
	else
		rc = read_value(s, i, value, e);
	json_decref(name);
	json_decref(value);
	return rc;
}

/* How many the text begins with. */
static size_t blanks(struct span text)
{
	size_t n = 0;

	while (n < text.n && strchr(" \t\r\n", text.p[n]))
		n++;
	return n;
}

static int read_members(struct settings *s, struct reading *r, struct err *e)
{
	struct json_part part;

	r->at = blanks(r->text);
	if (r->text.p[r->at] != '{')
		return err_set(e, ERR_USAGE, "settings are an object: {\"theme\": \"dark\"}");
	for (size_t at = 0; json_part_next(r->text, &at, &part);)
		if (read_member(s, r, &part, e) < 0)
			return -1;
	return 0;
}

int settings_read(struct settings *s, struct span json, struct err *e)
{
	struct reading r = {.text = json};
	struct err why = {0};
	int rc = json_check(json, NULL, &why);

	if (rc < 0 && blanks(json) == json.n)
		err_hint(&why, "a file that sets nothing holds {}");
	if (rc == 0 && (rc = read_members(s, &r, &why)) < 0) {
		struct json_place at = json_place_at(r.text, r.at);
		err_prefix(&why, "line %zu, column %zu", at.line, at.column);
	}
	if (rc < 0) {
		err_take(e, &why);
		settings_clear(s);
		settings_init(s);
	}
	return rc;
}

int settings_load(struct settings *s, const char *path, struct err *e)
{
	struct str text = {0};
	struct err why = {0};
	int rc = small_file_read(path, &text, &why);

	if (rc < 0 && why.code == ERR_MISSING)
		rc = 0;
	else if (rc == 0 && settings_read(s, str_span(&text), &why) < 0)
		rc = err_prefix(&why, "%s", path);
	if (rc < 0)
		err_take(e, &why);
	s->path = arena_strdup(&s->arena, path);
	str_free(&text);
	return rc;
}

int settings_blame_theme(const struct settings *s, struct err *e)
{
	return err_prefix(
		e, "%s: line %zu, column %zu", s->path, s->theme_at.line, s->theme_at.column);
}
