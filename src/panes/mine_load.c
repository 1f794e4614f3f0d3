/* Pages of one's own decisions, what became of them, and one whole, asked of the worker. */
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "mine_pane.h"
#include "store/log.h"

#define PAGE_ROWS 64

enum { LOAD_PAGE = 1, LOAD_FATES, LOAD_DETAIL };

/* --- Pages --- */

struct page_task {
	struct task task;
	struct mine *pane;
	struct session session;
	struct mine_query query;
	bool fresh;
	struct mine_row *rows;
	size_t n;
	bool more;
};

static void page_run(struct task *task, void *context)
{
	struct page_task *t = (struct page_task *)task;

	mine_page(context, &t->session, &t->query, &task->arena, &t->rows, &t->n, &t->more,
		&task->err);
}

static void put_fresh(struct mine *m, const struct page_task *t, struct list_page *page)
{
	const struct list_row *selected = list_selected(m->list);
	bool last = t->query.from == MINE_NEWER;
	char id[UUID_TEXT] = "";

	if (selected && m->keeps)
		memcpy(id, selected->id, UUID_TEXT);
	list_begin(m->list, page, last && t->more, !last && t->more);
	if (list_count(m->list) > 0 && (last || !id[0] || !list_select(m->list, id)))
		list_select_index(m->list, last ? list_count(m->list) - 1 : 0);
	m->loaded = true;
	m->viewed[0] = '\0';
}

static void page_done(struct task *task)
{
	struct page_task *t = (struct page_task *)task;
	struct mine *m = t->pane;
	enum list_edge edge = t->query.from == MINE_OLDER ? LIST_END : LIST_START;
	struct list_page page = {.n = t->n};

	m->loading = false;
	m->load_error = task->err;
	if (task->err.code != ERR_NONE) {
		console_say_error(m->console, &task->err);
		if (!t->fresh)
			list_ask_failed(m->list, edge);
		return;
	}
	page.rows = arena_calloc(&task->arena, t->n, sizeof(*page.rows));
	for (size_t i = 0; i < t->n; i++) {
		t->rows[i].snippet = post_one_line(t->rows[i].snippet, &task->arena);
		memcpy(page.rows[i].id, t->rows[i].id, UUID_TEXT);
		page.rows[i].data = &t->rows[i];
	}
	page.arena = task->arena;
	task->arena = (struct arena){0};
	if (t->fresh)
		put_fresh(m, t, &page);
	else
		list_put(m->list, edge, &page, t->more);
}

static void ask_page(struct mine *m, enum mine_from from, int64_t seq, bool fresh)
{
	struct page_task *t = task_new(sizeof(*t));

	t->task.run = page_run;
	t->task.done = page_done;
	t->task.owner = m;
	t->task.kind = LOAD_PAGE;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading your decisions";
	t->pane = m;
	t->session = m->console->session;
	t->query = (struct mine_query){from, seq, PAGE_ROWS};
	t->fresh = fresh;
	m->loading = true;
	worker_submit(m->console->worker, &t->task);
}

void mine_load(struct mine *m, enum mine_from end)
{
	ask_page(m, end, end == MINE_OLDER ? INT64_MAX : 0, true);
}

void mine_load_edge(struct mine *m, enum list_edge edge)
{
	size_t n = list_count(m->list);

	if (n == 0 || m->loading)
		return;
	list_asked(m->list, edge);
	if (edge == LIST_START)
		ask_page(m, MINE_NEWER, mine_row_of(list_at(m->list, 0))->seq, false);
	else
		ask_page(m, MINE_OLDER, mine_row_of(list_at(m->list, n - 1))->seq, false);
}

/* --- What became of them --- */

struct fates_task {
	struct task task;
	struct mine *pane;
	struct session session;
	int64_t seq;
	struct mine_row *rows[2];
	size_t n[2];
};

static void fates_run(struct task *task, void *context)
{
	struct fates_task *t = (struct fates_task *)task;
	const struct mine_query around[] = {
		{MINE_OLDER, t->seq + 1, PAGE_ROWS}, {MINE_NEWER, t->seq, PAGE_ROWS}};
	bool more;

	for (int i = 0; i < 2; i++)
		if (mine_page(context, &t->session, &around[i], &task->arena, &t->rows[i], &t->n[i],
			    &more, &task->err) < 0)
			return;
}

/* The rows stay where they are: only what is said of them changes. */
static bool take_fate(struct mine *m, const struct mine_row *now)
{
	struct mine_row *row = mine_row_of(list_find(m->list, now->id));

	if (!row || memcmp(&row->fate, &now->fate, sizeof(row->fate)) == 0)
		return false;
	row->fate = now->fate;
	if (strcmp(m->viewed, row->id) == 0)
		m->viewed[0] = '\0';
	return true;
}

static void fates_done(struct task *task)
{
	struct fates_task *t = (struct fates_task *)task;
	bool changed = false;

	task->quiet = true;
	if (task->err.code != ERR_NONE)
		return;
	for (int i = 0; i < 2; i++)
		for (size_t k = 0; k < t->n[i]; k++)
			changed |= take_fate(t->pane, &t->rows[i][k]);
	task->quiet = !changed;
}

void mine_refresh(struct mine *m)
{
	const struct list_row *selected = list_selected(m->list);

	if (!selected)
		return;
	struct fates_task *t = task_new(sizeof(*t));
	t->task.run = fates_run;
	t->task.done = fates_done;
	t->task.owner = m;
	t->task.kind = LOAD_FATES;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for changes";
	t->pane = m;
	t->session = m->console->session;
	t->seq = mine_row_of(selected)->seq;
	worker_submit(m->console->worker, &t->task);
}

/* --- One whole --- */

struct detail_task {
	struct task task;
	struct mine *pane;
	char id[UUID_TEXT], post_id[UUID_TEXT];
	int64_t seq;
	struct mine_detail detail;
};

static void detail_run(struct task *task, void *context)
{
	struct detail_task *t = (struct detail_task *)task;
	struct mine_detail *d = &t->detail;
	const struct log_query q = {.before = t->seq + 1, .since = TIME_NONE, .limit = 1};
	struct err gone = {0};
	struct ledger_row *rows;
	size_t n;
	bool more;

	if (log_decisions(context, &q, &task->arena, &rows, &n, &more, &task->err) < 0)
		return;
	d->found = n > 0 && rows[0].seq == t->seq;
	if (!d->found)
		return;
	d->row = rows[0];
	text_scan(
		d->row.content_after.p ? d->row.content_after : d->row.content_before, &d->report);
	if (posts_get(context, span_of(t->post_id), &task->arena, &d->post, &gone) == 0)
		post_meta_read(d->post.draft_metadata, &task->arena, &d->meta);
	else if (gone.code == ERR_MISSING)
		d->gone = true;
	else
		task->err = gone;
}

static void detail_done(struct task *task)
{
	struct detail_task *t = (struct detail_task *)task;
	struct mine *m = t->pane;
	const struct mine_row *row = mine_row_of(list_find(m->list, t->id));

	m->wanted[0] = '\0';
	if (task->err.code != ERR_NONE)
		console_say_error(m->console, &task->err);
	if (!row)
		return;
	memcpy(m->viewed, t->id, UUID_TEXT);
	if (task->err.code == ERR_NONE) {
		mine_show(m->console, &t->detail, row, m->view);
		return;
	}
	textview_reset(m->view);
	textview_line(m->view, STYLE_BAD, span_of(task->err.text));
	textview_line(m->view, STYLE_DIM,
		span_of(console_words(m->console, "{refresh} reads it again.").text));
}

void mine_want_detail(struct mine *m)
{
	const struct list_row *selected = list_selected(m->list);

	if (!selected || strcmp(m->viewed, selected->id) == 0 ||
		strcmp(m->wanted, selected->id) == 0)
		return;
	struct detail_task *t = task_new(sizeof(*t));
	t->task.run = detail_run;
	t->task.done = detail_done;
	t->task.owner = m;
	t->task.kind = LOAD_DETAIL;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the decision";
	t->pane = m;
	memcpy(t->id, selected->id, UUID_TEXT);
	memcpy(t->post_id, mine_row_of(selected)->post_id, UUID_TEXT);
	memcpy(m->wanted, selected->id, UUID_TEXT);
	t->seq = mine_row_of(selected)->seq;
	worker_submit(m->console->worker, &t->task);
}
