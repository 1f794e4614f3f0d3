/* The review queue: the list of drafts, the draft beside it, and one key to decide. */
#include "queue.h"

#include <string.h>

#include "base/time.h"

#define LIST_CAPACITY 192

static void queue_open(struct pane *p, void *console)
{
	struct queue *q = (struct queue *)p;

	q->console = console;
	q->list = list_new(LIST_CAPACITY);
	q->view = textview_new();
	textview_gradual(q->view);
	q->total = -1;
	queue_filter_open(q);
	q->read.value = q->examined.value = SHA256_TEXT;
	queue_load_first(q);
	queue_reasons_load(q);
	queue_claims_load(q);
	queue_kept_load(q);
}

static void queue_leave(struct pane *p)
{
	queue_claims_release((struct queue *)p);
}

static void queue_close(struct pane *p)
{
	struct queue *q = (struct queue *)p;

	queue_claims_release(q);
	worker_forget(q->console->worker, q);
	queue_drafts_clear(q);
	queue_doubts_clear(q);
	bulk_clear(q);
	queue_marks_clear(q);
	idmap_clear(&q->opened);
	idmap_clear(&q->read);
	idmap_clear(&q->examined);
	list_free(&q->list);
	arena_free(&q->changed_titles);
	textview_free(&q->view);
	str_free(&q->filter_text);
	str_free(&q->notice);
	str_free(&q->was);
	str_free(&q->ages);
	str_free(&q->context_ages);
	str_free(&q->replaced);
	arena_free(&q->kept_arena);
	arena_free(&q->reasons_arena);
	arena_free(&q->claims_arena);
	filter_ask_clear(&q->ask);
	arena_free(&q->filter_arena);
}

static void queue_changed(struct pane *p)
{
	struct queue *q = (struct queue *)p;

	queue_doubts_ask(q);
	bulk_lost_and_back(q);
	queue_views_changed(q);
	queue_reasons_edit_changed(q);
	if (!q->loaded) {
		if (!q->loading)
			queue_load_first(q);
		return;
	}
	queue_count(q);
	queue_claims_load(q);
	queue_kept_load(q);
	queue_refresh_lines(q);
	queue_draft_verify(q);
}

static void reload(struct queue *q)
{
	queue_drafts_clear(q);
	queue_reasons_load(q);
	queue_kept_load(q);
	q->failed[0] = '\0';
	q->failed_ahead = false;
	queue_load_anew(q);
}

static bool is_viewed(const struct queue *q, const struct draft *d)
{
	return strcmp(q->viewed, d->post.id) == 0 && strcmp(q->viewed_hash, d->post.hash) == 0 &&
		q->viewed_status == d->post.status && q->viewed_history == d->history_count &&
		q->viewed_two == d->two && textview_lines(q->view) > 0;
}

/* Whether there is something to say of it; what there was is forgotten with the next decision. */
static bool keep_notice(struct queue *q, const struct draft *d)
{
	if (strcmp(q->noticed, d->post.id) != 0)
		return false;
	if (q->noticed_history == SIZE_MAX) {
		q->noticed_history = d->history_count;
		q->noticed_status = d->post.status;
	}
	if (q->noticed_history != d->history_count || q->noticed_status != d->post.status)
		q->noticed[0] = '\0';
	return q->noticed[0] != '\0';
}

static void fill_view(struct queue *q, const struct draft *d,
	void (*show)(const struct draft *d, const char *reader, struct span notice, struct span was,
		struct textview *v))
{
	bool told = keep_notice(q, d);

	show(d, q->console->session.id, told ? str_span(&q->notice) : SPAN_LIT(""),
		told && q->was_known ? str_span(&q->was) : SPAN_NULL, q->view);
}

/* Takes over what is there now; false where it is the same. */
static bool take_ages(struct str *ages, const struct draft *d,
	void (*tell)(const struct draft *d, struct str *out))
{
	struct str now = {0};

	tell(d, &now);
	bool other = !span_eq(str_span(&now), str_span(ages));
	str_clear(ages);
	str_adds(ages, str_span(&now));
	str_free(&now);
	return other;
}

/* The same draft once more: ages go on as those of the list do, and what is beside it came. */
static void show_again(struct queue *q, const struct draft *d)
{
	bool aged = take_ages(&q->ages, d, draft_ages);
	bool context = take_ages(&q->context_ages, d, draft_context_ages) ||
		q->viewed_context != d->context.serial;

	if (aged)
		fill_view(q, d, draft_show_again);
	else if (context)
		draft_show_context(d, q->view);
	q->viewed_context = d->context.serial;
}

/* What is on the screen says what may be decided: when the draft that is being read changed under
 * the reader, she is told, and the new text is shown from its beginning. */
static void show_draft(struct queue *q, const struct draft *d)
{
	if (is_viewed(q, d)) {
		show_again(q, d);
		return;
	}
	if (strcmp(q->shown, d->post.id) == 0 && strcmp(q->shown_hash, d->post.hash) != 0 &&
		d->post.status == POST_PENDING) {
		queue_notice(q, d->post.id,
			"This draft changed while you read it: here is what it says now.");
		if (strcmp(q->replaced_hash, q->shown_hash) == 0)
			queue_notice_was(q, str_span(&q->replaced));
	}
	memcpy(q->viewed, d->post.id, sizeof(q->viewed));
	memcpy(q->viewed_hash, d->post.hash, sizeof(q->viewed_hash));
	q->viewed_status = d->post.status;
	q->viewed_context = d->context.serial;
	q->viewed_history = d->history_count;
	q->viewed_two = d->two;
	take_ages(&q->ages, d, draft_ages);
	take_ages(&q->context_ages, d, draft_context_ages);
	fill_view(q, d, draft_show);
	const char *read = idmap_get(&q->read, d->post.id);
	if (read && strcmp(read, d->post.hash) == 0)
		textview_read_before(q->view);
}

static void queue_layout(struct pane *p, struct rect r)
{
	struct queue *q = (struct queue *)p;
	const struct list_row *selected = list_selected(q->list);

	q->unfinished = false;
	q->left = q->console->plain ? rect_bottom(&r, 1) : (struct rect){0};
	q->split = split_of(q->console, r, q->detail_focus);
	q->edited = (struct rect){0};
	list_set_height(q->list, q->split.list.h);
	if (list_wants(q->list, LIST_END))
		queue_load_edge(q, LIST_END);
	else if (list_wants(q->list, LIST_START))
		queue_load_edge(q, LIST_START);
	if (!selected)
		return;
	if (queue_offers_edit(q, selected) && q->split.detail.h > 1)
		q->edited = rect_top(&q->split.detail, 1);
	queue_drafts_want(q);
	const struct draft *d = queue_draft(q, selected->id);
	if (!d)
		return;
	show_draft(q, d);
	textview_layout(q->view, q->split.detail.w, q->split.detail.h);
	q->unfinished = textview_unfinished(q->view);
}

static bool queue_unfinished(const struct pane *p)
{
	return ((const struct queue *)p)->unfinished;
}

static bool queue_waits(const struct pane *p)
{
	const struct queue *q = (const struct queue *)p;
	const struct list_row *selected = list_selected(q->list);

	return q->console->writes > 0 || !q->loaded ||
		(selected && strcmp(q->wanted, selected->id) == 0);
}

static int settles(const struct pane *p)
{
	int64_t left = queue_settles((const struct queue *)p);

	return left > 0 ? (int)(left / 1000) + 1 : 0;
}

static void queue_painted(struct pane *p)
{
	struct queue *q = (struct queue *)p;
	const struct list_row *selected = list_selected(q->list);
	bool there = selected && strcmp(q->viewed, selected->id) == 0 && q->split.detail.w > 0 &&
		q->split.detail.h > 0 && queue_draft(q, selected->id);

	queue_opened(q); /* what was on the screen until now */
	if (!there) {
		q->shown[0] = '\0';
		queue_claims_painted(q);
		return;
	}
	textview_painted(q->view);
	int unread = textview_unread(q->view);
	bool read = unread == 0 && q->unread > 0;
	q->unread = unread;
	if (strcmp(q->shown, q->viewed) == 0 && strcmp(q->shown_hash, q->viewed_hash) == 0) {
		if (read)
			q->read_at = time_monotonic();
		queue_claims_painted(q);
		return;
	}
	memcpy(q->shown, q->viewed, sizeof(q->shown));
	memcpy(q->shown_hash, q->viewed_hash, sizeof(q->shown_hash));
	q->shown_at = q->read_at = time_monotonic();
	q->unasked = strcmp(q->noticed, q->shown) == 0;
	queue_claims_painted(q);
}

static bool filter_by(struct queue *q, struct span text, struct err *problem)
{
	if (!filter_ask_read(&q->ask, text, &q->filter, &q->filter_arena, &q->filter_text, problem))
		return false;
	q->total = -1;
	queue_marks_filtered(q);
	q->loaded = false;
	q->detail_focus = false;
	return true;
}

bool queue_filter(struct queue *q, struct span text, struct err *problem)
{
	if (!filter_by(q, text, problem))
		return false;
	list_reset(q->list);
	queue_load_first(q);
	return true;
}

/* The draft that was selected stays so: keys of every order hold that of the usual one. */
static void clear_filter(struct queue *q)
{
	struct err none = {0};

	filter_by(q, SPAN_LIT(""), &none);
	queue_load_anew(q);
	list_reset(q->list);
}

static void queue_narrowed(struct pane *p)
{
	struct queue *q = (struct queue *)p;
	struct err none = {0};

	queue_filter(q, str_span(&q->filter_text), &none);
}

/* Where the list has no such row, a filter shows it alone. */
static void queue_show(struct pane *p, const char *id)
{
	struct queue *q = (struct queue *)p;
	struct err none = {0};
	struct str alone = {0};

	if (list_select(q->list, id)) {
		q->detail_focus = true;
		return;
	}
	str_addf(&alone, "id:%s", id);
	queue_filter(q, str_span(&alone), &none);
	str_free(&alone);
	console_say(q->console, STYLE_DIM, "this draft alone · Esc shows what is pending");
}

static void move(struct queue *q, enum action a)
{
	if (q->detail_focus)
		textview_act(q->view, a);
	else if (list_act(q->list, a))
		return;
	else if (a == ACTION_TOP)
		queue_load_first(q);
	else
		queue_load_last(q);
}

/* A draft is selected, and there is room for the list alone. */
static bool shut(const struct queue *q)
{
	return list_selected(q->list) && q->split.detail.w == 0;
}

static void scroll(struct queue *q, enum action a)
{
	int rows = q->split.detail.h / 2 + 1;

	if (shut(q))
		console_say(q->console, STYLE_WARN, QUEUE_OPEN_FIRST);
	else if (a == ACTION_SCROLL_UP)
		textview_scroll(q->view, -rows);
	else if (!textview_back_to_unread(q->view))
		textview_scroll(q->view, rows);
}

/* Esc peels off one layer: the open draft, then the filter. */
static bool cancel(struct queue *q)
{
	if (q->detail_focus)
		q->detail_focus = false;
	else if (q->filter.n > 0)
		clear_filter(q);
	else
		return false;
	return true;
}

static bool queue_act(struct pane *p, enum action a)
{
	struct queue *q = (struct queue *)p;

	if (bulk_act(q, a))
		return true;
	switch (a) {
	case ACTION_DOWN:
	case ACTION_UP:
	case ACTION_PAGE_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_TOP:
	case ACTION_BOTTOM:
		move(q, a);
		queue_range_follow(q);
		return true;
	case ACTION_MARK: queue_mark(q); return true;
	case ACTION_RANGE: queue_range(q); return true;
	case ACTION_MARK_ALL: queue_mark_all(q); return true;
	case ACTION_UNMARK_ALL: queue_unmark_all(q); return true;
	case ACTION_MARKED: bulk_await(q); return true;
	case ACTION_INTERRUPT: return queue_marks_stop(q) || bulk_stop(q);
	case ACTION_SCROLL_DOWN:
	case ACTION_SCROLL_UP: scroll(q, a); return true;
	case ACTION_APPROVE: queue_decide(q, DECIDE_APPROVE); return true;
	case ACTION_REJECT: queue_decide(q, DECIDE_REJECT); return true;
	case ACTION_UNDO: queue_undo(q); return true;
	case ACTION_EDIT: queue_edit(q, false); return true;
	case ACTION_EDIT_OUTSIDE: queue_edit(q, true); return true;
	case ACTION_HIDDEN: queue_examine(q); return true;
	case ACTION_COPY:
	case ACTION_COPY_ID: queue_copy(q, a); return true;
	case ACTION_SKIP:
		if (!queue_next_pending(q))
			console_say(q->console, STYLE_DIM, "no undecided draft below this one");
		return true;
	case ACTION_OPEN:
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART:
		if (!list_selected(q->list))
			console_say(q->console, STYLE_DIM, "there is no draft to open");
		else if (a == ACTION_OPEN && q->detail_focus && textview_target(q->view)[0])
			q->console->ops->show(q->console, PANE_BELIEFS, textview_target(q->view));
		else
			q->detail_focus = a == ACTION_OPEN || !q->detail_focus;
		return true;
	case ACTION_BACK: q->detail_focus = false; return true;
	case ACTION_QUIT: return cancel(q);
	case ACTION_CANCEL: return marks_range_leave(&q->marks, q->console) || cancel(q);
	case ACTION_REFRESH: reload(q); return true;
	case ACTION_FILTER: filter_ask(&q->ask, "filter", str_span(&q->filter_text)); return true;
	case ACTION_SORT: filter_ask_order(&q->ask, str_span(&q->filter_text)); return true;
	case ACTION_VIEWS: queue_views(q); return true;
	case ACTION_REASONS: queue_reasons_edit(q); return true;
	default: return false;
	}
}

static enum action queue_point(struct pane *p, const struct point *at)
{
	struct queue *q = (struct queue *)p;

	if (marks_drag(&q->marks, q->list, at))
		queue_range(q);
	enum action opens = split_point(q->list, q->view, &q->detail_focus, at);
	queue_range_follow(q);
	return opens;
}

static bool decided(const struct queue *q)
{
	const struct queue_row *row = queue_row_of(list_selected(q->list));

	return row && row->state == ROW_STORED && row->line.status != POST_PENDING;
}

/* The key after `;` is for what is marked, whatever is selected. */
static const char *refuses(const struct queue *q)
{
	const char *why = console_refuses(q->console, MAY_DECIDE);

	if (why || bulk_awaits(q))
		return why;
	if (decided(q))
		return QUEUE_DECIDED;
	return shut(q) ? QUEUE_OPEN_FIRST : NULL;
}

/* What needs a draft, where none is listed. */
static const char *lacks(const struct queue *q, enum action a)
{
	bool comes = !q->loaded && q->load_error.code == ERR_NONE;

	if (comes || list_selected(q->list))
		return NULL;
	switch (a) {
	case ACTION_APPROVE:
	case ACTION_REJECT: return bulk_awaits(q) ? NULL : "no draft is listed";
	case ACTION_SKIP:
	case ACTION_EDIT:
	case ACTION_EDIT_OUTSIDE:
	case ACTION_HIDDEN:
	case ACTION_COPY:
	case ACTION_COPY_ID:
	case ACTION_MARK:
	case ACTION_RANGE:
	case ACTION_MARK_ALL:
	case ACTION_OPEN: return "no draft is listed";
	default: return NULL;
	}
}

static bool queue_enabled(const struct pane *p, enum action a, const char **why)
{
	const struct queue *q = (const struct queue *)p;

	*why = lacks(q, a);
	if (*why)
		return false;
	switch (a) {
	case ACTION_APPROVE:
	case ACTION_REJECT:
	case ACTION_EDIT: *why = refuses(q); return !*why;
	case ACTION_SCROLL_DOWN:
	case ACTION_SCROLL_UP: *why = shut(q) ? QUEUE_OPEN_FIRST : NULL; return !*why;
	case ACTION_MARK: *why = queue_mark_refuses(q); return !*why;
	case ACTION_MARKED:
	case ACTION_UNDO: *why = console_refuses(q->console, MAY_DECIDE); return !*why;
	case ACTION_EDIT_OUTSIDE:
		*why = q->console->may_edit_outside ? refuses(q)
			: q->console->restricted    ? "this console starts no editor"
						    : "needs --allow-editor";
		return !*why;
	case ACTION_REASONS: *why = console_refuses(q->console, MAY_SHARE); return !*why;
	default: return true;
	}
}

static size_t count_marks(const struct pane *p)
{
	return marks_count(&((const struct queue *)p)->marks);
}

static const enum action *queue_footer(const struct pane *p)
{
	static const enum action list[] = {ACTION_APPROVE, ACTION_REJECT, ACTION_SKIP, ACTION_EDIT,
		ACTION_UNDO, ACTION_MARK, ACTION_FILTER, ACTION_VIEWS, ACTION_OPEN, ACTION_NONE};
	static const enum action marked[] = {ACTION_MARKED, ACTION_MARK, ACTION_RANGE,
		ACTION_MARK_ALL, ACTION_UNMARK_ALL, ACTION_UNDO, ACTION_NONE};
	static const enum action awaited[] = {
		ACTION_APPROVE, ACTION_REJECT, ACTION_CANCEL, ACTION_NONE};
	static const enum action alone[] = {
		ACTION_OPEN, ACTION_SKIP, ACTION_UNDO, ACTION_FILTER, ACTION_NONE};
	static const enum action draft[] = {ACTION_APPROVE, ACTION_REJECT, ACTION_BACK, ACTION_EDIT,
		ACTION_SKIP, ACTION_UNDO, ACTION_NONE};
	const struct queue *q = (const struct queue *)p;

	if (bulk_awaits(q))
		return awaited;
	if (q->detail_focus)
		return draft;
	if (idmap_count(&q->marks.set) > 0 || q->marks.range_end[0])
		return marked;
	return q->split.mode == SPLIT_SINGLE ? alone : list;
}

static void queue_status(const struct pane *p, struct str *out)
{
	const struct queue *q = (const struct queue *)p;
	uint64_t position = list_position(q->list);
	char number[16];

	if (!q->loaded)
		return;
	console_count(q->total, number);
	if (position > 0 && q->total >= 0)
		str_addf(out, "%llu of %s", (unsigned long long)position, number);
	else if (q->total >= 0)
		str_addf(out, "%s %s", q->total > 0 ? number : "no",
			q->total == 1 ? "draft" : "drafts");
	marks_status(&q->marks, out);
	if (q->arrived > 0) {
		console_count(q->arrived, number);
		str_addf(
			out, " · %s new: %s", number, console_key(q->console, ACTION_REFRESH).text);
	}
}

const struct pane_ops queue_pane = {
	.name = "Queue",
	.keys = KEYS_QUEUE,
	.size = sizeof(struct queue),
	.open = queue_open,
	.close = queue_close,
	.enter = queue_changed,
	.leave = queue_leave,
	.layout = queue_layout,
	.draw = queue_draw,
	.waits = queue_waits,
	.unfinished = queue_unfinished,
	.settles = settles,
	.painted = queue_painted,
	.act = queue_act,
	.point = queue_point,
	.enabled = queue_enabled,
	.footer = queue_footer,
	.status = queue_status,
	.marked = count_marks,
	.show = queue_show,
	.narrowed = queue_narrowed,
	.changed = queue_changed,
};
