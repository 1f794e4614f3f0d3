/* The settings of the console: a table of what there is, and a reader that knows where it stands.
 */
#include "tui/settings.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/home.h"
#include "base/json.h"
#include "base/json_text.h"
#include "base/nearest.h"
#include "base/small_file.h"

#define MACHINE_FILE "/etc/tenet/config.json"
#define KEYS_MOST 8 /* chords of one action */

const struct setting_info settings_list[] = {
	{"theme", "\"NAME\" or \"/path/to/theme.json\"",
		"the colours that the console begins with"},
	{"mouse", "true or false", "click, wheel and drag from the start"},
	{"bell", "true or false", "ring when drafts arrive"},
	{"plain", "true or false", "lines for a screen reader, as --plain"},
	{"ascii", "true or false", "nothing but ASCII, as --ascii"},
	{"ambiguous", "\"narrow\" or \"wide\"",
		"how many columns the terminal gives to characters of ambiguous width"},
	{"dates", "\"relative\" or \"absolute\"", "\"2h\", or the time and day"},
	{"zone", "\"UTC\", \"local\" or \"Europe/Berlin\"", "whose time of day"},
	{"overlap", "0 to 10", "rows of a page that the next one shows again"},
	{"margin", "0 to 20", "rows kept in sight before and behind the selected one"},
	{"wheel", "1 to 20", "rows that a notch of the mouse wheel moves"},
	{"start", "\"queue\", \"beliefs\", …", "the pane that is in front after the login"},
	{"keys", "{\"ACTION\": [\"KEY\", …], …}", "other keys for actions"},
	{NULL, NULL, NULL},
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

static int expect(struct err *e, const char *name)
{
	const struct setting_info *i = settings_list;

	while (i->name && strcmp(i->name, name) != 0)
		i++;
	return err_set(e, ERR_USAGE, "%s is %s", name, i->holds);
}

static int read_switch(const json_t *v, const char *name, bool *out, struct err *e)
{
	if (!json_is_boolean(v))
		return expect(e, name);
	*out = json_is_true(v);
	return 0;
}

static int read_number(
	const json_t *v, const char *name, long least, long most, long *out, struct err *e)
{
	if (!json_is_integer(v) || json_integer_value(v) < least || json_integer_value(v) > most)
		return expect(e, name);
	*out = (long)json_integer_value(v);
	return 0;
}

/* One of two words: which. */
static int read_word(const json_t *v, const char *name, const char *no, const char *yes, bool *out,
	struct err *e)
{
	const char *word = json_string_value(v);

	if (!word || (strcmp(word, no) != 0 && strcmp(word, yes) != 0))
		return expect(e, name);
	*out = strcmp(word, yes) == 0;
	return 0;
}

static int read_start(const json_t *v, enum action *out, struct err *e)
{
	enum action a = action_named(span_of(json_string_value(v)));

	if (a < ACTION_PANE_1 || a > ACTION_PANE_7)
		return err_set(e, ERR_USAGE,
			"start is \"queue\", \"beliefs\", \"stances\", \"memory\", \"config\", "
			"\"people\" or \"pulse\"");
	*out = a;
	return 0;
}

static int read_zone(struct settings *s, const json_t *v, struct err *e)
{
	const char *zone = json_string_value(v);

	if (!zone)
		return expect(e, "zone");
	if (!time_zone_known(zone)) {
		err_set(e, ERR_USAGE, "there is no time zone \"%s\" on this machine", zone);
		return err_hint(e, "UTC, local, or a name as in /usr/share/zoneinfo");
	}
	s->zone = arena_strdup(&s->arena, zone);
	return 0;
}

static int read_setting(struct settings *s, const char *name, const json_t *v, struct err *e)
{
	bool absolute = false;

	if (strcmp(name, "theme") == 0) {
		if (!json_string_length(v))
			return expect(e, name);
		s->theme = arena_strdup(&s->arena, json_string_value(v));
		return 0;
	}
	if (strcmp(name, "mouse") == 0)
		return read_switch(v, name, &s->mouse, e);
	if (strcmp(name, "bell") == 0)
		return read_switch(v, name, &s->bell, e);
	if (strcmp(name, "plain") == 0)
		return read_switch(v, name, &s->plain, e);
	if (strcmp(name, "ascii") == 0)
		return read_switch(v, name, &s->ascii, e);
	if (strcmp(name, "ambiguous") == 0)
		return read_word(v, name, "narrow", "wide", &s->wide, e);
	if (strcmp(name, "dates") == 0) {
		if (read_word(v, name, "relative", "absolute", &absolute, e) < 0)
			return -1;
		s->dates = absolute ? TIME_ABSOLUTE : TIME_RELATIVE;
		return 0;
	}
	if (strcmp(name, "zone") == 0)
		return read_zone(s, v, e);
	if (strcmp(name, "overlap") == 0)
		return read_number(v, name, 0, 10, &s->overlap, e);
	if (strcmp(name, "margin") == 0)
		return read_number(v, name, 0, 20, &s->margin, e);
	if (strcmp(name, "wheel") == 0)
		return read_number(v, name, 1, 20, &s->wheel, e);
	if (strcmp(name, "start") == 0)
		return read_start(v, &s->start, e);
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
	struct span keys[KEYS_MOST];
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
		keys[n++] = (struct span){json_string_value(v), json_string_length(v)};
	}
	if (rc == 0) {
		stand_at(r, part->name);
		rc = keymap_rebind(s->keymap,
			(struct span){json_string_value(name), json_string_length(name)}, keys, n,
			e);
	}
	for (size_t i = 0; i < KEYS_MOST; i++)
		json_decref(values[i]);
	json_decref(name);
	return rc;
}

static int read_keys(struct settings *s, struct reading *r, struct span object, struct err *e)
{
	struct json_part part;

	if (object.p[0] != '{')
		return expect(e, "keys");
	for (size_t at = 0; json_part_next(object, &at, &part);)
		if (read_keys_of(s, r, &part, e) < 0)
			return -1;
	stand_at(r, object);
	return keymap_check(s->keymap, e);
}

static int read_members(struct settings *s, struct reading *r, struct err *e)
{
	size_t lead = strspn(r->text.p, " \t\r\n");
	struct span whole = {r->text.p + lead, r->text.n - lead};
	struct json_part part;
	int rc = 0;

	stand_at(r, whole);
	if (whole.p[0] != '{')
		return err_set(e, ERR_USAGE, "settings are an object: {\"theme\": \"dark\"}");
	for (size_t at = 0; rc == 0 && json_part_next(whole, &at, &part);) {
		json_t *name = value_of(part.name), *value = value_of(part.value);
		bool keys = strcmp(json_string_value(name), "keys") == 0;
		stand_at(r, part.name);
		rc = keys ? read_keys(s, r, part.value, e)
			  : read_setting(s, json_string_value(name), value, e);
		json_decref(name);
		json_decref(value);
	}
	return rc;
}

int settings_read(struct settings *s, struct span json, struct err *e)
{
	struct str text = {0};
	struct err why = {0};
	int rc = json_check(json, NULL, &why);

	str_adds(&text, json);
	if (rc == 0) {
		struct reading r = {{str_cstr(&text), text.len}, 0};
		rc = read_members(s, &r, &why);
		struct json_place at = json_place_at(r.text, r.at);
		if (rc < 0)
			err_prefix(&why, "line %zu, column %zu", at.line, at.column);
	}
	str_free(&text);
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
	str_free(&text);
	return rc;
}
