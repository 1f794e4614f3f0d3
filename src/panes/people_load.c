/* Accounts with their sessions, pages of events, and what one account did, asked of the worker. */
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "people_pane.h"

enum { TASK_ACCOUNTS = 1, TASK_DETAIL, TASK_LOG, TASK_NEWER };

#define PAGE_ROWS 64
#define RECENT 8

/* --- Accounts. --- */

struct accounts_task {
	struct task task;
	struct people *pane;
	struct account *list;
	size_t n;
	struct session_row *sessions;
	size_t session_n;
	bool held_back;
};

static void accounts_run(struct task *task, void *context)
{
	struct accounts_task *t = (struct accounts_task *)task;
	struct arena *a = &task->arena;

	if (accounts_held_back(context, &t->held_back, &task->err) == 0 &&
		accounts_list(context, a, &t->list, &t->n, &task->err) == 0 &&
		accounts_terms(context, t->list, t->n, &task->err) == 0)
		sessions_list(context, a, &t->sessions, &t->session_n, &task->err);
}

static void add_sessions(struct people_row *row, const struct accounts_task *t, struct arena *a)
{
	row->sessions = arena_calloc(a, t->session_n, sizeof(*row->sessions));
	for (size_t i = 0; i < t->session_n; i++)
		if (strcmp(t->sessions[i].account_id, row->x.id) == 0)
			row->sessions[row->session_n++] = t->sessions[i];
}

static void fill_accounts(struct accounts_task *t, struct list_page *page)
{
	struct arena *a = &t->task.arena;
	struct people_row *rows = arena_calloc(a, t->n, sizeof(*rows));

	page->n = t->n;
	page->rows = arena_calloc(a, t->n, sizeof(*page->rows));
	for (size_t i = 0; i < t->n; i++) {
		rows[i].x = t->list[i];
		add_sessions(&rows[i], t, a);
		memcpy(page->rows[i].id, rows[i].x.id, UUID_TEXT);
		page->rows[i].data = &rows[i];
	}
	page->arena = *a;
	*a = (struct arena){0};
}

/* Each account once, however many sessions it has. */
static size_t count_in(const struct accounts_task *t)
{
	size_t n = 0;

	for (size_t i = 0, k; i < t->session_n; i++) {
		for (k = 0; k < i; k++)
			if (strcmp(t->sessions[k].account_id, t->sessions[i].account_id) == 0)
				break;
		n += k == i;
	}
	return n;
}

static void accounts_done(struct task *task)
{
	struct accounts_task *t = (struct accounts_task *)task;
	struct people *p = t->pane;
	const struct list_row *selected = list_selected(p->list);
	struct list_page page = {0};
	char id[UUID_TEXT] = "";

	p->loading = false;
	if (task->err.code != ERR_NONE) {
		p->error = task->err;
		console_say_error(p->console, &task->err);
		return;
	}
	memcpy(id, selected ? selected->id : p->console->session.id, UUID_TEXT);
	p->in_now = count_in(t);
	p->held_back = t->held_back;
	fill_accounts(t, &page);
	list_begin(p->list, &page, false, false);
	list_select(p->list, id);
	p->loaded = true;
	p->asked[0] = '\0';
	selected = list_selected(p->list);
	if (!p->in_log && selected)
		people_load_detail(p, selected->data);
}

void people_load(struct people *p)
{
	struct accounts_task *t = task_new(sizeof(*t));

	t->task.run = accounts_run;
	t->task.done = accounts_done;
	t->task.owner = p;
	t->task.kind = TASK_ACCOUNTS;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading accounts";
	t->pane = p;
	p->loading = true;
	worker_submit(p->console->worker, &t->task);
}

/* --- One of them. --- */

struct detail_task {
	struct task task;
	struct people *pane;
	char id[UUID_TEXT];
	struct span name;
	struct event_row *events;
	size_t n;
	struct err events_error;
	int64_t decided;
};

static void detail_run(struct task *task, void *context)
{
	struct detail_task *t = (struct detail_task *)task;
	const struct log_account about = {span_of(t->id), t->name};
	struct log_query q = {.about = &about, .since = TIME_NONE, .limit = RECENT};
	int64_t since = time_now() - PEOPLE_DAYS * 24 * 3600 * TIME_SECOND;
	bool more;

	/* A server whose roles hold events back says so in the place of the events. */
	if (log_events(context, &q, &task->arena, &t->events, &t->n, &more, &t->events_error) < 0)
		t->n = 0;
	accounts_decided(context, t->id, since, &t->decided, &task->err);
}

static void detail_done(struct task *task)
{
	struct detail_task *t = (struct detail_task *)task;
	struct people *p = t->pane;
	const struct list_row *row = list_find(p->list, t->id);
	bool same = strcmp(p->viewed, t->id) == 0;
	int top = same ? textview_top(p->view) : 0;

	if (task->err.code != ERR_NONE)
		console_say_error(p->console, &task->err);
	if (task->err.code != ERR_NONE || !row || p->in_log)
		return;
	arena_free(&p->detail_arena);
	p->detail_arena = task->arena;
	task->arena = (struct arena){0};
	p->events = t->events;
	p->event_n = t->n;
	p->events_error = t->events_error;
	p->decided = t->decided;
	memcpy(p->viewed, t->id, UUID_TEXT);
	textview_reset(p->view);
	people_show(p, row->data, p->view);
	textview_layout(p->view, p->split.detail.w, p->split.detail.h);
	textview_scroll(p->view, top);
}

void people_load_detail(struct people *p, const struct people_row *row)
{
	struct detail_task *t = task_new(sizeof(*t));

	t->task.run = detail_run;
	t->task.done = detail_done;
	t->task.owner = p;
	t->task.kind = TASK_DETAIL;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the account";
	t->pane = p;
	memcpy(t->id, row->x.id, UUID_TEXT);
	memcpy(p->asked, row->x.id, UUID_TEXT);
	t->name = arena_span(&t->task.arena, row->x.username);
	worker_submit(p->console->worker, &t->task);
}

/* --- Events. --- */

struct log_task {
	struct task task;
	struct people *pane;
	struct log_query query;
	enum list_edge edge;
	bool fresh;
	struct event_row *rows;
	size_t n;
	bool more;
};

static void log_run(struct task *task, void *context)
{
	struct log_task *t = (struct log_task *)task;

	log_events(context, &t->query, &task->arena, &t->rows, &t->n, &t->more, &task->err);
}

static void fill_events(struct log_task *t, struct list_page *page)
{
	struct arena *a = &t->task.arena;

	page->n = t->n;
	page->rows = arena_calloc(a, t->n, sizeof(*page->rows));
	for (size_t i = 0; i < t->n; i++) {
		snprintf(
			page->rows[i].id, UUID_TEXT, "%.*s", (int)t->rows[i].id.n, t->rows[i].id.p);
		page->rows[i].data = &t->rows[i];
	}
	page->arena = *a;
	*a = (struct arena){0};
}

/* A page from the oldest on says nothing about the newest. */
static void note_newest(const struct log_task *t)
{
	struct people *p = t->pane;
	int64_t newest = t->n > 0 ? t->rows[0].seq : 0;

	if ((t->fresh && t->query.after == 0) || newest > p->log_newest)
		p->log_newest = newest;
}

static void log_done(struct task *task)
{
	struct log_task *t = (struct log_task *)task;
	struct people *p = t->pane;
	bool last = t->query.after != 0;
	struct list_page page = {0};

	p->log_loading = false;
	p->error = task->err;
	if (task->err.code != ERR_NONE) {
		console_say_error(p->console, &task->err);
		if (t->fresh)
			list_reset(p->log);
		else
			list_ask_failed(p->log, t->edge);
		return;
	}
	note_newest(t);
	fill_events(t, &page);
	if (!t->fresh) {
		list_put(p->log, t->edge, &page, t->more);
		return;
	}
	list_begin(p->log, &page, last && t->more, !last && t->more);
	if (last && list_count(p->log) > 0)
		list_select_index(p->log, list_count(p->log) - 1);
	p->log_loaded = true;
	p->stale = false;
	if (p->in_log)
		p->viewed[0] = '\0';
}

static struct log_query query_of(const struct people *p, size_t limit, struct arena *a)
{
	return (struct log_query){.limit = limit,
		.since = p->filter.since,
		.kind = arena_span(a, p->filter.kind),
		.actor = arena_span(a, p->filter.by),
		.words = arena_span(a, p->filter.words)};
}

static struct log_task *log_task(struct people *p)
{
	struct log_task *t = task_new(sizeof(*t));

	t->task.run = log_run;
	t->task.done = log_done;
	t->task.owner = p;
	t->task.kind = TASK_LOG;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading events";
	t->pane = p;
	t->query = query_of(p, PAGE_ROWS, &t->task.arena);
	p->log_loading = true;
	return t;
}

void people_load_log(struct people *p, enum page_from from)
{
	struct log_task *t = log_task(p);

	t->fresh = true;
	t->query.after = from == PAGE_LAST ? -1 : 0;
	worker_submit(p->console->worker, &t->task);
}

void people_load_log_edge(struct people *p, enum list_edge edge)
{
	size_t n = list_count(p->log);

	if (n == 0 || p->log_loading)
		return;
	struct log_task *t = log_task(p);
	const struct event_row *row = list_at(p->log, edge == LIST_START ? 0 : n - 1)->data;
	t->edge = edge;
	if (edge == LIST_START)
		t->query.after = row->seq;
	else
		t->query.before = row->seq;
	list_asked(p->log, edge);
	worker_submit(p->console->worker, &t->task);
}

static void newer_done(struct task *task)
{
	struct log_task *t = (struct log_task *)task;
	struct people *p = t->pane;

	task->quiet = true;
	if (task->err.code != ERR_NONE || p->stale)
		return;
	if (t->query.after != p->log_newest) { /* the log was read meanwhile */
		people_look_for_events(p);
		return;
	}
	p->stale = t->n > 0;
	task->quiet = !p->stale;
}

/* Events are only ever added: one that was taken out of the table by hand is not seen. */
void people_look_for_events(struct people *p)
{
	if (!p->in_log || !p->log_loaded || p->stale)
		return;
	struct log_task *t = task_new(sizeof(*t));
	t->task.run = log_run;
	t->task.done = newer_done;
	t->task.owner = p;
	t->task.kind = TASK_NEWER;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for changes";
	t->pane = p;
	t->query = query_of(p, 1, &t->task.arena);
	t->query.after = p->log_newest;
	worker_submit(p->console->worker, &t->task);
}

bool people_filter_by(void *arg, struct span text, struct err *problem)
{
	struct people *p = arg;
	struct arena a = {0};
	struct event_filter f;
	struct str kept = {0};

	if (event_filter_read(text, time_now(), &a, &f, problem) < 0) {
		arena_free(&a);
		return false;
	}
	str_adds(&kept, text);
	str_free(&p->filter_text);
	p->filter_text = kept;
	arena_free(&p->filter_arena);
	p->filter_arena = a;
	p->filter = f;
	people_load_log(p, PAGE_FIRST);
	return true;
}
