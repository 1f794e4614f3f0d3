/* The settings of the console: a table of what there is, and a reader that knows where it stands.
 */
#include "tui/settings.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/home.h"
#include "base/json.h"
#include "base/nearest.h"
#include "base/small_file.h"
#include "base/str.h"
#include "settings_private.h"

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
	{"overlap", "a whole number from 0 to 10", "rows of a page that the next one shows again",
		.kind = SETTING_NUMBER, .at = AT(overlap), .most = 10},
	{"margin", "a whole number from 0 to 20",
		"rows kept in sight before and behind the selected one", .kind = SETTING_NUMBER,
		.at = AT(margin), .most = 20},
	{"wheel", "a whole number from 1 to 20", "rows that a notch of the mouse wheel moves",
		.kind = SETTING_NUMBER, .at = AT(wheel), .least = 1, .most = 20},
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

static const struct setting_info *find(const char *name)
{
	const struct setting_info *i = settings_list;

	while (i->name && strcmp(i->name, name) != 0)
		i++;
	return i->name ? i : NULL;
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
	struct json_faults faults;
	size_t theme; /* where it is named */
};

static json_t *value_of(struct span part)
{
	return json_loadb(part.p, part.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
}

static size_t without(struct key_text *keys, size_t n, size_t at)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (keys[i].at != at)
			keys[kept++] = keys[i];
	return kept;
}

/* A key that is wrong is noted and left out. */
static void rebind(struct settings *s, struct reading *r, struct span action, size_t action_at,
	struct key_text *keys, size_t n)
{
	struct err why = {0};

	for (size_t at = action_at; keymap_rebind(s->keymap, action, keys, n, &at, &why) < 0;
		at = action_at) {
		json_faults_note(&r->faults, at, &why);
		if (at == action_at)
			return;
		n = without(keys, n, at);
	}
}

static int say_no_text(struct err *e)
{
	return err_set(e, ERR_USAGE, "a key is a text, as in \"j\" or \"g g\"");
}

/* A key beyond the last that an action has may be wrong, too. */
static void check_key_too_many(struct reading *r, struct span value, size_t before)
{
	size_t here = json_faults_place(&r->faults, value);
	json_t *v = value_of(value);
	struct span text = {json_string_value(v), json_string_length(v)};
	struct err why = {0};

	if (before == KEYS_MOST) {
		err_set(&why, ERR_USAGE, "more than %d keys for one action", KEYS_MOST);
		json_faults_note(&r->faults, here, &why);
	}
	if ((json_is_string(v) ? keymap_check_key(text, &why) : say_no_text(&why)) < 0)
		json_faults_note(&r->faults, here, &why);
	json_decref(v);
}

/* The keys of one action: a list of chords, or one. */
static void read_keys_of(struct settings *s, struct reading *r, const struct json_part *part)
{
	json_t *name = value_of(part->name), *values[KEYS_MOST] = {0};
	struct key_text keys[KEYS_MOST];
	struct json_part item = {.value = part->value};
	bool list = part->value.n > 0 && part->value.p[0] == '[';
	struct err why = {0};
	size_t at = 0, n = 0, read = 0;

	for (; list ? json_part_next(part->value, &at, &item) : read == 0; read++) {
		if (read >= KEYS_MOST) {
			check_key_too_many(r, item.value, read);
			continue;
		}
		size_t here = json_faults_place(&r->faults, item.value);
		json_t *v = values[read] = value_of(item.value);
		if (json_is_string(v)) {
			struct span text = {json_string_value(v), json_string_length(v)};
			keys[n++] = (struct key_text){text, here};
		} else {
			say_no_text(&why);
			json_faults_note(&r->faults, here, &why);
		}
	}
	struct span action = {json_string_value(name), json_string_length(name)};
	rebind(s, r, action, json_faults_place(&r->faults, part->name), keys, n);
	for (size_t i = 0; i < KEYS_MOST; i++)
		json_decref(values[i]);
	json_decref(name);
}

static void check_keys(struct settings *s, struct reading *r, size_t object_at)
{
	struct err why = {0};

	for (size_t at = object_at; keymap_check(s->keymap, &at, &why) < 0; at = object_at) {
		json_faults_note(&r->faults, at, &why);
		if (at == object_at)
			return;
		keymap_forget(s->keymap, at);
	}
}

/* Those of one place come last: what is said of all must not take them back. */
static void read_keys(struct settings *s, struct reading *r, struct span object)
{
	struct json_part part;
	struct err why = {0};

	if (object.p[0] != '{') {
		setting_wrong(find("keys"), &why);
		json_faults_note(&r->faults, json_faults_place(&r->faults, object), &why);
		return;
	}
	for (int of_place = 0; of_place < 2; of_place++)
		for (size_t at = 0; json_part_next(object, &at, &part);)
			if (!!memchr(part.name.p, '.', part.name.n) == of_place)
				read_keys_of(s, r, &part);
	check_keys(s, r, json_faults_place(&r->faults, object));
}

static void read_member(struct settings *s, struct reading *r, const struct json_part *part)
{
	json_t *name = value_of(part->name), *value = value_of(part->value);
	const struct setting_info *i = find(json_string_value(name));
	size_t at = json_faults_place(&r->faults, i ? part->value : part->name);
	struct err why = {0};

	if (i && i->kind == SETTING_THEME) {
		r->theme = at;
		s->theme_at = json_place_at(r->faults.text, at);
	}
	if (i && i->kind == SETTING_KEYS)
		read_keys(s, r, part->value);
	else if ((i ? setting_read(s, i, value, &why)
		    : say_unknown(json_string_value(name), &why)) < 0)
		json_faults_note(&r->faults, at, &why);
	json_decref(name);
	json_decref(value);
}

/* How many the text begins with. */
static size_t blanks(struct span text)
{
	size_t n = 0;

	while (n < text.n && strchr(" \t\r\n", text.p[n]))
		n++;
	return n;
}

static void read_text(struct settings *s, struct reading *r)
{
	struct span text = r->faults.text;
	size_t begin = blanks(text);
	struct json_part part;
	struct err why = {0};

	if (json_faults_check(&r->faults) < 0) {
		if (begin == text.n)
			err_hint(&r->faults.first->why, "a file that sets nothing holds {}");
	} else if (text.p[begin] != '{') {
		err_set(&why, ERR_USAGE, "settings are an object: {\"theme\": \"dark\"}");
		json_faults_note(&r->faults, begin, &why);
	} else {
		for (size_t at = 0; json_part_next(text, &at, &part);)
			read_member(s, r, &part);
	}
}

/* What is wrong in its file has a place there, and stands where the settings name it. */
static void check_theme(
	const char *named, const char *path, enum themes_from from, struct reading *r)
{
	const char *name = themes_beside(named, path, r->faults.arena);
	struct theme_source source;
	struct theme theme;
	struct err why = {0};

	if (themes_locate(name, from, r->faults.arena, &source, &why) < 0) {
		json_faults_note(&r->faults, r->theme, &why);
		return;
	}
	for (struct json_fault *f = themes_faults(&source, &theme, r->faults.arena); f; f = f->next)
		json_faults_note(&r->faults, r->theme, &f->why);
}

struct json_fault *settings_faults(struct span json, const char *path, struct arena *a)
{
	struct reading r = {.faults = {.text = json, .arena = a}};
	struct settings s;

	settings_init(&s);
	read_text(&s, &r);
	if (s.theme)
		check_theme(s.theme, path, THEMES_ALL, &r);
	settings_clear(&s);
	return r.faults.first;
}

/* Names that stand behind a question would be taken for what is counted. */
static void hint_more(struct err *e, size_t more)
{
	char *question = strchr(e->hint, '?');

	if (more == 0)
		return;
	if (question)
		question[1] = '\0';
	size_t hint = strlen(e->hint);
	const char *between = hint == 0 ? "" : question ? " " : "; ";
	snprintf(e->hint + hint, sizeof(e->hint) - hint, "%s" SETTINGS_MORE, between, more);
}

int settings_read(struct settings *s, struct span json, const char *path, enum themes_from from,
	struct err *e)
{
	struct arena a = {0};
	struct reading r = {.faults = {.text = json, .arena = &a}};

	read_text(s, &r);
	if (r.faults.first && s->theme)
		check_theme(s->theme, path, from, &r);
	struct json_fault *first = r.faults.first;
	if (first) {
		settings_clear(s);
		settings_init(s);
		for (const struct json_fault *f = first->next; f; f = f->next)
			s->more_faults++;
		hint_more(&first->why, s->more_faults);
		err_take(e, &first->why);
	}
	int rc = first ? -1 : 0;
	arena_free(&a);
	return rc;
}

int settings_load(struct settings *s, const char *path, enum themes_from from, struct err *e)
{
	struct str text = {0};
	struct err why = {0};
	int rc = small_file_read(path, &text, &why);

	if (rc < 0 && why.code == ERR_MISSING)
		rc = 0;
	else if (rc == 0 && settings_read(s, str_span(&text), path, from, &why) < 0)
		rc = err_prefix(&why, "%s", path);
	if (rc < 0)
		err_take(e, &why);
	if (s->theme)
		s->theme = themes_beside(s->theme, path, &s->arena);
	s->path = arena_strdup(&s->arena, path);
	str_free(&text);
	return rc;
}

int settings_blame_theme(const struct settings *s, struct err *e)
{
	return err_prefix(
		e, "%s: line %zu, column %zu", s->path, s->theme_at.line, s->theme_at.column);
}
