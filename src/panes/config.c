/* The agent's settings: by persona, with what each means and how it came to be what it is. */
#include <string.h>

#include "config_pane.h"

#define LIST_CAPACITY 4096

static void pane_open(struct pane *p, void *console)
{
	struct config *c = (struct config *)p;

	c->console = console;
	c->list = list_new(LIST_CAPACITY);
	c->view = textview_new();
}

static void pane_close(struct pane *p)
{
	struct config *c = (struct config *)p;

	worker_forget(c->console->worker, c);
	list_free(&c->list);
	textview_free(&c->view);
	arena_free(&c->past_arena);
}

static void pane_load(struct pane *p)
{
	config_load((struct config *)p);
}

static void pane_layout(struct pane *p, struct rect r)
{
	struct config *c = (struct config *)p;
	const struct list_row *row = list_selected(c->list);

	c->split = split_of(c->console, r, c->detail_focus);
	list_set_height(c->list, c->split.list.h);
	if (!row || strcmp(row->id, c->viewed) != 0) {
		config_show(c, c->view);
		c->viewed[0] = '\0';
	}
	if (row && strcmp(row->id, c->viewed) != 0) {
		memcpy(c->viewed, row->id, UUID_TEXT);
		config_load_past(c);
	}
	textview_layout(c->view, c->split.detail.w, c->split.detail.h);
}

static void pane_aged(struct pane *p)
{
	struct config *c = (struct config *)p;

	if (!c->viewed[0] || c->past_state != PAST_KNOWN)
		return;
	textview_cut(c->view);
	config_show_rest(c, c->view);
}

static bool pane_waits(const struct pane *p)
{
	const struct config *c = (const struct config *)p;

	return c->loading && !c->loaded;
}

/* --- Acting --- */

static bool writes(enum action a)
{
	return a == ACTION_CHANGE_SETTING || a == ACTION_STEP_UP || a == ACTION_STEP_DOWN ||
		a == ACTION_ADD_SETTING || a == ACTION_UNSET;
}

/* Why it would do nothing now; NULL: it does. */
static const char *refusal(const struct config *c, enum action a)
{
	const struct config_line *line = config_selected(c);
	const char *why = writes(a) ? console_refuses(c->console, MAY_CONFIGURE) : NULL;

	if (why || (!writes(a) && a != ACTION_VERSIONS))
		return why;
	if (!line)
		return "there is no setting";
	if (a == ACTION_ADD_SETTING || a == ACTION_VERSIONS)
		return NULL;
	if (setting_is_unreadable(&line->setting))
		return "it is no JSON, and names what looks like a secret: it is not changed here";
	if (setting_check_open(&line->setting, NULL) < 0)
		return "what looks like a secret is not changed here";
	if (a == ACTION_UNSET && line->setting.state == SETTING_UNSET)
		return "it is not set";
	if ((a == ACTION_STEP_UP || a == ACTION_STEP_DOWN) &&
		(!line->known || line->known->type != CONFIG_NUMBER))
		return "it is no number";
	return NULL;
}

static void change(struct config *c, const struct config_line *line)
{
	if (line->known && line->known->type == CONFIG_SWITCH &&
		line->setting.state != SETTING_BROKEN)
		config_toggle(c, line);
	else
		config_edit(c, line, 0, c->console->key_code);
}

static bool pane_act(struct pane *p, enum action a)
{
	struct config *c = (struct config *)p;
	const struct config_line *line = config_selected(c);
	const char *why = refusal(c, a);

	if (why) {
		console_say_words(c->console, STYLE_WARN, why);
		return true;
	}
	if (split_text_act(&c->split, c->view, c->detail_focus, a))
		return true;
	if (split_moves(a)) {
		list_act(c->list, a);
		return true;
	}
	switch (a) {
	case ACTION_OPEN:
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART:
		c->detail_focus = (a == ACTION_OPEN || !c->detail_focus) && line;
		return true;
	case ACTION_CHANGE_SETTING: change(c, line); return true;
	case ACTION_STEP_UP: config_edit(c, line, +1, KEYC_NONE); return true;
	case ACTION_STEP_DOWN: config_edit(c, line, -1, KEYC_NONE); return true;
	case ACTION_ADD_SETTING: config_add(c, line->persona, c->console->key_code); return true;
	case ACTION_UNSET: config_remove(c, line); return true;
	case ACTION_VERSIONS: config_versions(c, line); return true;
	case ACTION_REFRESH: config_load(c); return true;
	case ACTION_BACK:
	case ACTION_QUIT:
	case ACTION_CANCEL:
		if (!c->detail_focus)
			return false;
		c->detail_focus = false;
		return true;
	default: return false;
	}
}

/* A click on the selected row changes nothing: Enter does. */
static enum action pane_point(struct pane *p, const struct point *at)
{
	struct config *c = (struct config *)p;

	split_point(c->list, c->view, &c->detail_focus, at);
	return ACTION_NONE;
}

static bool pane_enabled(const struct pane *p, enum action a, const char **why)
{
	const struct config *c = (const struct config *)p;

	*why = refusal(c, a);
	if (a == ACTION_FILTER)
		*why = "all settings are listed";
	else if (a == ACTION_BACK && !c->detail_focus)
		*why = "there is nothing to go back to";
	return !*why;
}

static const enum action *pane_footer(const struct pane *p)
{
	static const enum action list[] = {ACTION_CHANGE_SETTING, ACTION_STEP_UP, ACTION_VERSIONS,
		ACTION_ADD_SETTING, ACTION_UNSET, ACTION_PERSONA, ACTION_NONE};
	static const enum action alone[] = {ACTION_CHANGE_SETTING, ACTION_NEXT_PART,
		ACTION_VERSIONS, ACTION_ADD_SETTING, ACTION_UNSET, ACTION_NONE};
	static const enum action detail[] = {
		ACTION_CHANGE_SETTING, ACTION_VERSIONS, ACTION_BACK, ACTION_NONE};
	const struct config *c = (const struct config *)p;

	if (c->detail_focus)
		return detail;
	return c->split.mode == SPLIT_SINGLE ? alone : list;
}

static void pane_status(const struct pane *p, struct str *out)
{
	const struct config *c = (const struct config *)p;

	if (!c->loaded)
		return;
	if (list_count(c->list) > 0)
		str_addf(out, "%zu of %zu", list_selected_index(c->list) + 1, list_count(c->list));
	if (!role_may(c->console->session.role, MAY_CONFIGURE))
		str_addf(out, "%sadmins change them", out->len ? " · " : "");
}

const struct pane_ops config_pane = {
	.name = "Config",
	.keys = KEYS_CONFIG,
	.size = sizeof(struct config),
	.open = pane_open,
	.close = pane_close,
	.enter = pane_load,
	.layout = pane_layout,
	.draw = config_draw,
	.waits = pane_waits,
	.act = pane_act,
	.point = pane_point,
	.enabled = pane_enabled,
	.footer = pane_footer,
	.status = pane_status,
	.changed = pane_load,
	.aged = pane_aged,
	.narrowed = pane_load,
};
