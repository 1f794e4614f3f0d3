/* The box of saved filters: one is shown with Enter, the one that is on can be saved. */
#include "views.h"

#include <stdlib.h>

#include "tui/ask.h"

struct views_row *views_selected(const struct views *v)
{
	return v->menu.n > 0 ? &v->rows[v->menu.at] : NULL;
}

/* --- Showing one --- */

static enum overlay_result show(struct views *v)
{
	const struct views_row *row = views_selected(v);
	struct err problem = {0};

	if (!row)
		return OVERLAY_STAY;
	if (!queue_filter(v->queue, row->view.filter, &problem)) {
		said_set(&v->said, STYLE_BAD, "not shown: %s", problem.text);
		return OVERLAY_STAY;
	}
	return OVERLAY_CLOSE;
}

/* --- Saving, renaming, deleting --- */

/* Why this session may not change views of this owner; NULL when it may. */
static const char *refuses(const struct views *v, enum view_owner owner)
{
	if (owner == VIEW_BUILT_IN)
		return "it comes with tenet, and stays as it is";
	return console_refuses(v->queue->console, owner == VIEW_SHARED ? MAY_SHARE : MAY_READ);
}

static void begin_name(struct views *v, enum views_stage stage, struct span name)
{
	v->stage = stage;
	lineedit_set(&v->name, name);
}

static void begin_saving(struct views *v, enum views_stage stage)
{
	const char *why = refuses(v, stage == VIEWS_SAVING_SHARED ? VIEW_SHARED : VIEW_OWN);

	if (why)
		said_set(&v->said, STYLE_WARN, "not saved: %s", why);
	else
		begin_name(v, stage, SPAN_LIT(""));
}

static void begin_renaming(struct views *v)
{
	const struct views_row *row = views_selected(v);
	const char *why = row ? refuses(v, row->view.owner) : NULL;

	if (why) {
		said_set(&v->said, STYLE_WARN, "not renamed: %s", why);
	} else if (row) {
		memcpy(v->renamed, row->view.id, UUID_TEXT);
		begin_name(v, VIEWS_RENAMING, row->view.name);
	}
}

struct removing {
	struct queue *queue;
	char id[UUID_TEXT];
};

static void remove_it(void *arg)
{
	const struct removing *r = arg;

	views_remove(r->queue, r->id);
}

static void ask_to_remove(struct views *v)
{
	const struct views_row *row = views_selected(v);
	const char *why = row ? refuses(v, row->view.owner) : NULL;
	struct str title = {0};

	if (why)
		said_set(&v->said, STYLE_WARN, "not deleted: %s", why);
	if (why || !row)
		return;
	struct removing *r = xcalloc(1, sizeof(*r));
	r->queue = v->queue;
	memcpy(r->id, row->view.id, UUID_TEXT);
	str_addf(&title, "Delete the %sview ", row->view.owner == VIEW_SHARED ? "shared " : "");
	str_adds(&title, row->view.name);
	str_add(&title, "?");
	v->queue->console->ops->overlay(v->queue->console,
		ask_new(&(struct ask){.title = str_cstr(&title),
			.text = row->view.owner == VIEW_SHARED
				? SPAN_LIT("Nobody will have it any more. No draft is changed.")
				: SPAN_LIT("No draft is changed."),
			.yes = "delete it",
			.done = remove_it,
			.drop = free,
			.arg = r}));
	str_free(&title);
}

/* --- Keys --- */

static enum overlay_result choosing_key(struct views *v, const struct key *k)
{
	if (menu_key(&v->menu, k))
		return OVERLAY_STAY;
	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('C'):
	case 'q': return OVERLAY_CLOSE;
	case KEYC_ENTER: return show(v);
	case 's': begin_saving(v, VIEWS_SAVING_OWN); break;
	case 'S': begin_saving(v, VIEWS_SAVING_SHARED); break;
	case 'r': begin_renaming(v); break;
	case 'd': ask_to_remove(v); break;
	default: break;
	}
	return OVERLAY_STAY;
}

static void enter_name(struct views *v)
{
	struct span name = lineedit_text(&v->name);

	if (v->stage == VIEWS_RENAMING)
		views_rename_to(v, v->renamed, name);
	else
		views_save(v, v->stage == VIEWS_SAVING_SHARED ? VIEW_SHARED : VIEW_OWN, name);
}

static void naming_key(struct views *v, const struct key *k)
{
	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('C'): v->stage = VIEWS_CHOOSING; break;
	case KEYC_ENTER: enter_name(v); break;
	default:
		lineedit_key(&v->name, k);
		if (v->name.full)
			said_set(&v->said, STYLE_WARN, "too long for this line: it was not taken");
	}
}

static enum overlay_result views_key(struct overlay *o, const struct key *k)
{
	struct views *v = (struct views *)o;

	if (v->writing && k->code == KEY_CTRL('C'))
		worker_cancel(v->queue->console->worker);
	if (v->writing)
		return OVERLAY_STAY;
	str_clear(&v->said.text);
	if (v->stage == VIEWS_CHOOSING)
		return choosing_key(v, k);
	naming_key(v, k);
	return OVERLAY_STAY;
}

static enum overlay_result views_point(struct overlay *o, const struct point *at)
{
	struct views *v = (struct views *)o;

	if (v->stage != VIEWS_CHOOSING) {
		lineedit_point(&v->name, at);
		return OVERLAY_STAY;
	}
	bool again = menu_point(&v->menu, at) == POINTED_AGAIN;
	return again ? views_key(o, &(struct key){.code = KEYC_ENTER}) : OVERLAY_STAY;
}

/* --- Opening and closing --- */

static void views_free(struct overlay *o)
{
	struct views *v = (struct views *)o;

	worker_forget(v->queue->console->worker, v);
	v->queue->views = NULL;
	arena_free(&v->arena);
	str_free(&v->said.text);
	free(v);
}

void queue_views(struct queue *q)
{
	static const struct overlay_ops ops = {views_key, views_draw, views_free, views_point};
	struct views *v = xcalloc(1, sizeof(*v));

	v->overlay.ops = &ops;
	v->queue = q;
	q->views = v;
	views_load(v);
	q->console->ops->overlay(q->console, &v->overlay);
}
