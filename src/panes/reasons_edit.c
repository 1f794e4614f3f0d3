/* The box in which admins edit the saved reasons: a list, and a form for one of them. */
#include "reasons_edit.h"

#include <stdlib.h>

#include "tui/ask.h"

struct reason *reasons_edit_selected(const struct reasons_edit *r)
{
	return r->menu.n > 0 ? &r->list[r->menu.at] : NULL;
}

/* --- The form --- */

static void remember(struct reasons_edit *r, const struct reason *was)
{
	arena_clear(&r->was_arena);
	r->was = reason_copy(was, &r->was_arena);
	r->was_changed = false;
}

bool reasons_edit_take_current(struct reasons_edit *r)
{
	for (size_t i = 0; i < r->menu.n; i++) {
		if (strcmp(r->list[i].id, r->was.id) != 0)
			continue;
		remember(r, &r->list[i]);
		return true;
	}
	return false;
}

static void open_form(struct reasons_edit *r, const struct reason *was)
{
	remember(r, was);
	lineedit_set(&r->field[REASONS_CODE], was->code);
	lineedit_set(&r->field[REASONS_TEXT], was->text);
	lineedit_set(&r->field[REASONS_SUBREDDIT], was->subreddit);
	lineedit_set(&r->field[REASONS_TYPE], was->post_type);
	r->at = was->code.n > 0 ? REASONS_TEXT : REASONS_CODE;
	r->typing = true;
}

/* What was typed, "r/" before the subreddit or not; an empty line is no restriction. */
static struct reason typed(const struct reasons_edit *r)
{
	struct span subreddit = lineedit_text(&r->field[REASONS_SUBREDDIT]);
	struct span type = lineedit_text(&r->field[REASONS_TYPE]);
	struct reason now = {.code = lineedit_text(&r->field[REASONS_CODE]),
		.text = lineedit_text(&r->field[REASONS_TEXT])};

	if (subreddit.n >= 2 && memcmp(subreddit.p, "r/", 2) == 0)
		subreddit = (struct span){subreddit.p + 2, subreddit.n - 2};
	now.subreddit = subreddit.n > 0 ? subreddit : SPAN_NULL;
	now.post_type = type.n > 0 ? type : SPAN_NULL;
	memcpy(now.id, r->was.id, UUID_TEXT);
	return now;
}

static void form_key(struct reasons_edit *r, const struct key *k)
{
	struct reason now;

	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('C'): r->typing = false; break;
	case KEYC_ENTER:
		now = typed(r);
		reasons_edit_save(r, &now);
		break;
	case KEYC_TAB:
	case KEYC_DOWN: r->at = (r->at + 1) % REASONS_FIELDS; break;
	case KEYC_BACKTAB:
	case KEYC_UP: r->at = (r->at + REASONS_FIELDS - 1) % REASONS_FIELDS; break;
	default:
		lineedit_key(&r->field[r->at], k);
		if (r->field[r->at].full)
			said_set(&r->said, STYLE_WARN, "too long for this line: it was not taken");
	}
}

/* --- Removing and moving --- */

struct removing {
	struct queue *queue;
	struct arena arena;
	struct reason was;
};

static void remove_it(void *arg)
{
	const struct removing *x = arg;

	reasons_edit_remove(x->queue, &x->was);
}

static void forget(void *arg)
{
	struct removing *x = arg;

	arena_free(&x->arena);
	free(x);
}

static void ask_to_remove(struct reasons_edit *r)
{
	const struct reason *selected = reasons_edit_selected(r);
	struct str title = {0};

	if (!selected)
		return;
	struct removing *x = xcalloc(1, sizeof(*x));
	x->queue = r->queue;
	x->was = reason_copy(selected, &x->arena);
	str_add(&title, "Remove the reason ");
	str_adds(&title, selected->code);
	str_add(&title, "?");
	r->queue->console->ops->overlay(r->queue->console,
		ask_new(&(struct ask){.title = str_cstr(&title),
			.text = r->menu.n == 1
				? SPAN_LIT("Decisions that name it keep its code. It is the last "
					   "one: those that tenet begins with come back.")
				: SPAN_LIT("Decisions that name it keep its code."),
			.yes = "remove it",
			.done = remove_it,
			.drop = forget,
			.arg = x}));
	str_free(&title);
}

/* Where use decides, an admin does not. */
static void move(struct reasons_edit *r, bool down)
{
	size_t at = r->menu.at, other = down ? at + 1 : at - 1;

	if (r->menu.n == 0 || (down ? at + 1 == r->menu.n : at == 0))
		return;
	if (r->list[at].uses != r->list[other].uses)
		said_set(&r->said, STYLE_WARN,
			"not moved: what is used more often comes first, and has the lower digit");
	else
		reasons_edit_exchange(r, &r->list[at], &r->list[other]);
}

/* --- Keys --- */

static enum overlay_result list_key(struct reasons_edit *r, const struct key *k)
{
	if (menu_key(&r->menu, k))
		return OVERLAY_STAY;
	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('C'):
	case 'q': return OVERLAY_CLOSE;
	case 'a':
		if (r->loaded)
			open_form(r, &(struct reason){0});
		break;
	case KEYC_ENTER:
	case 'e':
		if (reasons_edit_selected(r))
			open_form(r, reasons_edit_selected(r));
		break;
	case 'd': ask_to_remove(r); break;
	case '+': move(r, false); break;
	case '-': move(r, true); break;
	default: break;
	}
	return OVERLAY_STAY;
}

static enum overlay_result box_key(struct overlay *o, const struct key *k)
{
	struct reasons_edit *r = (struct reasons_edit *)o;

	if (r->writing && k->code == KEY_CTRL('C'))
		worker_cancel(r->queue->console->worker);
	if (r->writing)
		return OVERLAY_STAY;
	str_clear(&r->said.text);
	if (!r->typing)
		return list_key(r, k);
	form_key(r, k);
	return OVERLAY_STAY;
}

static enum overlay_result box_point(struct overlay *o, const struct point *at)
{
	struct reasons_edit *r = (struct reasons_edit *)o;

	if (r->typing) {
		if (at->on == r && at->what == POINT_PRESS && at->index < REASONS_FIELDS)
			r->at = (enum reasons_field)at->index;
		lineedit_point(&r->field[r->at], at);
		return OVERLAY_STAY;
	}
	bool again = menu_point(&r->menu, at) == POINTED_AGAIN;
	return again ? box_key(o, &(struct key){.code = KEYC_ENTER}) : OVERLAY_STAY;
}

/* --- Opening and closing --- */

static void box_free(struct overlay *o)
{
	struct reasons_edit *r = (struct reasons_edit *)o;

	worker_forget(r->queue->console->worker, r);
	r->queue->reasons_edit = NULL;
	arena_free(&r->arena);
	arena_free(&r->was_arena);
	str_free(&r->select);
	str_free(&r->said.text);
	free(r);
}

void queue_reasons_edit(struct queue *q)
{
	static const struct overlay_ops ops = {box_key, reasons_edit_draw, box_free, box_point};
	const char *why = console_refuses(q->console, MAY_SHARE);

	if (why) {
		console_say_words(q->console, STYLE_WARN, why);
		return;
	}
	struct reasons_edit *r = xcalloc(1, sizeof(*r));
	r->overlay.ops = &ops;
	r->queue = q;
	q->reasons_edit = r;
	reasons_edit_load(r);
	q->console->ops->overlay(q->console, &r->overlay);
}
