/* The value of one setting. */
#include "settings_private.h"

#include <string.h>

#include "base/nearest.h"
#include "base/str.h"
#include "base/time.h"

int setting_wrong(const struct setting_info *i, struct err *e)
{
	return err_set(e, ERR_USAGE, "%s is %s", i->name, i->holds);
}

static int read_switch(const struct setting_info *i, const json_t *v, bool *out, struct err *e)
{
	if (!json_is_boolean(v))
		return setting_wrong(i, e);
	*out = json_is_true(v);
	return 0;
}

static int hint_near(const char *typed, const char *const *words, struct err *e)
{
	struct nearest near = {.word = typed ? typed : ""};

	for (; *words; words++)
		nearest_offer(&near, *words);
	return near.best ? err_hint(e, "did you mean %s?", near.best) : -1;
}

static int read_word(const struct setting_info *i, const json_t *v, bool *out, struct err *e)
{
	const char *word = json_string_value(v);

	if (!word || (strcmp(word, i->no) != 0 && strcmp(word, i->yes) != 0)) {
		setting_wrong(i, e);
		return hint_near(word, (const char *[]){i->no, i->yes, NULL}, e);
	}
	*out = strcmp(word, i->yes) == 0;
	return 0;
}

static int read_number(const struct setting_info *i, const json_t *v, long *out, struct err *e)
{
	if (!json_is_integer(v) || json_integer_value(v) < i->least ||
		json_integer_value(v) > i->most)
		return setting_wrong(i, e);
	*out = (long)json_integer_value(v);
	return 0;
}

static int read_text(struct settings *s, const struct setting_info *i, const json_t *v,
	const char **out, struct err *e)
{
	if (json_string_length(v) == 0)
		return setting_wrong(i, e);
	*out = arena_strdup(&s->arena, json_string_value(v));
	return 0;
}

static int read_zone(struct settings *s, const struct setting_info *i, const json_t *v,
	const char **out, struct err *e)
{
	return read_text(s, i, v, out, e) < 0 ? -1 : time_check_zone(*out, e);
}

/* Those that have a number. */
static int say_panes(const char *typed, struct err *e)
{
	const char *panes[ACTION_PANE_MINE - ACTION_PANE_1 + 1] = {0};
	struct str names = {0};

	for (int a = ACTION_PANE_1; a < ACTION_PANE_MINE; a++) {
		const char *between = a + 1 < ACTION_PANE_MINE ? ", " : " or ";
		const char *name = panes[a - ACTION_PANE_1] = action_info((enum action)a)->name;
		str_addf(&names, "%s\"%s\"", a > ACTION_PANE_1 ? between : "", name);
	}
	err_set(e, ERR_USAGE, "start is %s", str_cstr(&names));
	str_free(&names);
	return hint_near(typed, panes, e);
}

static int read_start(const json_t *v, enum action *out, struct err *e)
{
	enum action a = action_named(span_of(json_string_value(v)));

	if (a < ACTION_PANE_1 || a >= ACTION_PANE_MINE)
		return say_panes(json_string_value(v), e);
	*out = a;
	return 0;
}

int setting_read(struct settings *s, const struct setting_info *i, const json_t *v, struct err *e)
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
