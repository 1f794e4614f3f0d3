/* Who may come in, who is in, and what they did: accounts with their sessions, and the log. */
#include <stdio.h>
#include <string.h>

#include "people_pane.h"

#define LIST_CAPACITY 192
#define NO_ACCOUNT "there is no account here"

struct list *people_list(const struct people *p)
{
	return p->in_log ? p->log : p->list;
}

static void pane_open(struct pane *pane, void *console)
{
	struct people *p = (struct people *)pane;

	p->console = console;
	p->list = list_new(LIST_CAPACITY);
	p->log = list_new(LIST_CAPACITY);
	p->view = textview_new();
	p->filter.since = TIME_NONE;
}

static void pane_close(struct pane *pane)
{
	struct people *p = (struct people *)pane;

	worker_forget(p->console->worker, p);
	list_free(&p->list);
	list_free(&p->log);
	textview_free(&p->view);
	str_free(&p->filter_text);
	arena_free(&p->filter_arena);
	arena_free(&p->detail_arena);
}

static void load(struct people *p)
{
	if (p->in_log)
		people_load_log(p, PAGE_FIRST);
	else
		people_load(p);
}

static void pane_enter(struct pane *pane)
{
	load((struct people *)pane);
}

/* Accounts and sessions are few: they are read again at once. Events wait for R. */
static void pane_changed(struct pane *pane)
{
	struct people *p = (struct people *)pane;

	people_look_for_events(p);
	people_load(p);
}

static const struct people_row *selected_account(const struct people *p)
{
	const struct list_row *row = list_selected(p->list);

	return row ? row->data : NULL;
}

/* The detail follows the selection. */
static void follow(struct people *p)
{
	const struct list_row *row = list_selected(people_list(p));

	if (!row) {
		textview_reset(p->view);
		p->viewed[0] = '\0';
	} else if (strcmp(p->viewed, row->id) == 0) {
		return;
	} else if (p->in_log) {
		memcpy(p->viewed, row->id, UUID_TEXT);
		textview_reset(p->view);
		people_show_event(row->data, p->view);
	} else if (strcmp(p->asked, row->id) != 0) {
		people_load_detail(p, row->data);
	}
}

static void pane_layout(struct pane *pane, struct rect r)
{
	struct people *p = (struct people *)pane;

	p->split = split_of(p->console, r, p->detail_focus);
	list_set_height(people_list(p), p->split.list.h);
	if (p->in_log && list_wants(p->log, LIST_END))
		people_load_log_edge(p, LIST_END);
	else if (p->in_log && list_wants(p->log, LIST_START))
		people_load_log_edge(p, LIST_START);
	follow(p);
	textview_layout(p->view, p->split.detail.w, p->split.detail.h);
}

/* Whoever reads or chose a session there stays where she is. */
static void pane_aged(struct pane *pane)
{
	struct people *p = (struct people *)pane;
	const struct people_row *row = selected_account(p);
	int top = textview_top(p->view);
	char target[UUID_TEXT];

	if (p->in_log || !row || strcmp(p->viewed, row->x.id) != 0)
		return;
	snprintf(target, sizeof(target), "%s", textview_target(p->view));
	textview_reset(p->view);
	people_show(p, row, p->view);
	textview_layout(p->view, p->split.detail.w, p->split.detail.h);
	textview_scroll(p->view, top);
	textview_select(p->view, target);
}

static bool pane_waits(const struct pane *pane)
{
	const struct people *p = (const struct people *)pane;
	const struct list_row *row = list_selected(people_list(p));

	return p->loading || p->log_loading || (row && strcmp(p->viewed, row->id) != 0);
}

static void move(struct people *p, enum action a)
{
	if (!list_act(people_list(p), a) && p->in_log)
		people_load_log(p, a == ACTION_TOP ? PAGE_FIRST : PAGE_LAST);
}

static void turn_to(struct people *p, bool log)
{
	p->in_log = log;
	p->detail_focus = false;
	p->viewed[0] = p->asked[0] = '\0';
	p->error = (struct err){0};
	load(p);
}

/* Esc and Backspace peel off one layer: the detail, the filter, the log. */
static bool go_back(struct people *p)
{
	struct err none = {0};

	if (p->detail_focus)
		p->detail_focus = false;
	else if (p->in_log && p->filter_text.len > 0)
		people_filter_by(p, SPAN_LIT(""), &none);
	else if (p->in_log)
		turn_to(p, false);
	else
		return false;
	return true;
}

/* What an action does to the account that is selected. */
static const struct act {
	enum action action;
	enum people_what what;
} acts[] = {
	{ACTION_ROLE, PEOPLE_ROLE},
	{ACTION_DISABLE, PEOPLE_DISABLE},
	{ACTION_RESET, PEOPLE_RESET},
	{ACTION_REMOVE_FACTOR, PEOPLE_FACTOR},
	{ACTION_RENAME, PEOPLE_RENAME},
	{ACTION_END_SESSION, PEOPLE_END},
};

static const struct act *find_act(enum action a)
{
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (acts[i].action == a)
			return &acts[i];
	return NULL;
}

static bool act_on_account(struct people *p, enum action a)
{
	const struct people_row *row = selected_account(p);
	const struct act *act = find_act(a);

	if (!act)
		return false;
	if (p->in_log || !row)
		console_say(p->console, STYLE_DIM, NO_ACCOUNT);
	else
		people_do(p, a == ACTION_DISABLE && row->x.disabled ? PEOPLE_ENABLE : act->what,
			row, p->detail_focus ? textview_target(p->view) : "");
	return true;
}

static bool pane_act(struct pane *pane, enum action a)
{
	struct people *p = (struct people *)pane;

	if (split_text_act(&p->split, p->view, p->detail_focus, a))
		return true;
	if (split_moves(a)) {
		move(p, a);
		return true;
	}
	switch (a) {
	case ACTION_OPEN:
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART:
		p->detail_focus = (a == ACTION_OPEN || !p->detail_focus) &&
			list_selected(people_list(p)) != NULL;
		return true;
	case ACTION_BACK: go_back(p); return true;
	case ACTION_QUIT:
	case ACTION_CANCEL: return go_back(p);
	case ACTION_REFRESH:
		p->viewed[0] = p->asked[0] = '\0';
		load(p);
		return true;
	case ACTION_EVENTS: turn_to(p, !p->in_log); return true;
	case ACTION_FILTER:
		if (!p->in_log)
			turn_to(p, true);
		p->console->ops->prompt(p->console, "filter the log", str_span(&p->filter_text),
			people_filter_by, people_filter_complete, p);
		return true;
	case ACTION_ADD_ACCOUNT: people_do(p, PEOPLE_ADD, NULL, ""); return true;
	default: return act_on_account(p, a);
	}
}

static enum action pane_point(struct pane *pane, const struct point *at)
{
	struct people *p = (struct people *)pane;

	return split_point(people_list(p), p->view, &p->detail_focus, at);
}

static bool pane_enabled(const struct pane *pane, enum action a, const char **why)
{
	const struct people *p = (const struct people *)pane;
	const struct people_row *row = selected_account(p);
	const struct act *act = find_act(a);

	*why = NULL;
	if (act && (p->in_log || (p->loaded && !row)))
		*why = NO_ACCOUNT;
	else if (act)
		*why = people_refuses(p, act->what, row);
	else if (a == ACTION_ADD_ACCOUNT)
		*why = people_refuses(p, PEOPLE_ADD, NULL);
	return !*why;
}

static const enum action *pane_footer(const struct pane *pane)
{
	static const enum action admin[] = {ACTION_ROLE, ACTION_DISABLE, ACTION_RESET,
		ACTION_REMOVE_FACTOR, ACTION_END_SESSION, ACTION_ADD_ACCOUNT, ACTION_RENAME,
		ACTION_EVENTS, ACTION_NONE};
	/* Where one sees only the list, the way to the rest comes first. */
	static const enum action alone[] = {ACTION_OPEN, ACTION_ROLE, ACTION_DISABLE, ACTION_RESET,
		ACTION_END_SESSION, ACTION_ADD_ACCOUNT, ACTION_EVENTS, ACTION_NONE};
	static const enum action reader[] = {
		ACTION_OPEN, ACTION_EVENTS, ACTION_REFRESH, ACTION_NONE};
	static const enum action log[] = {
		ACTION_OPEN, ACTION_FILTER, ACTION_REFRESH, ACTION_EVENTS, ACTION_NONE};
	const struct people *p = (const struct people *)pane;

	if (p->in_log)
		return log;
	if (console_refuses(p->console, MAY_MANAGE))
		return reader;
	return p->split.mode == SPLIT_SINGLE && !p->detail_focus ? alone : admin;
}

const struct pane_ops people_pane = {
	.name = "People",
	.keys = KEYS_PEOPLE,
	.size = sizeof(struct people),
	.open = pane_open,
	.close = pane_close,
	.enter = pane_enter,
	.layout = pane_layout,
	.draw = people_draw,
	.waits = pane_waits,
	.act = pane_act,
	.point = pane_point,
	.enabled = pane_enabled,
	.footer = pane_footer,
	.status = people_status,
	.changed = pane_changed,
	.aged = pane_aged,
};
