/* Beliefs: the list with its confidence bars, and one belief with the edges that can be followed.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "panes/console.h"
#include "panes/split.h"
#include "store/beliefs.h"
#include "tui/list.h"
#include "tui/textview.h"

#define PAGE_ROWS 64
#define LIST_CAPACITY 640
#define TRAIL 64

enum { LOAD_PAGE = 1, LOAD_COUNT, LOAD_DETAIL };

struct row {
	struct belief belief;
	struct belief_key key;
};

struct beliefs {
	struct pane pane;
	struct console *console;
	struct list *list;
	struct textview *view;
	struct split split;
	bool detail_focus;
	struct str words;
	int64_t total;
	bool loading, loaded;
	struct err error;

	char focus[UUID_TEXT]; /* whose detail is asked for: the selected row, or a followed edge */
	char viewed[UUID_TEXT]; /* whose detail is in the view */
	char asked[UUID_TEXT]; /* the detail is on its way */
	struct arena detail_arena;
	struct belief_detail detail;
	char trail[TRAIL][UUID_TEXT]; /* where Backspace leads */
	size_t trail_length;
};

struct page_task {
	struct task task;
	struct beliefs *pane;
	struct belief_query query;
	enum list_edge edge;
	bool fresh;
	struct belief_page page;
};

static void page_run(struct task *task, void *context)
{
	struct page_task *t = (struct page_task *)task;

	beliefs_page(context, &t->query, &task->arena, &t->page, &task->err);
}

static void ask_count(struct beliefs *b);

static void page_done(struct task *task)
{
	struct page_task *t = (struct page_task *)task;
	struct beliefs *b = t->pane;

	b->loading = false;
	if (task->err.code != ERR_NONE) {
		b->error = task->err;
		console_say_error(b->console, &task->err);
		if (!t->fresh)
			list_ask_failed(b->list, t->edge);
		return;
	}
	struct list_page page = {.n = t->page.n};
	struct row *rows = arena_calloc(&task->arena, page.n, sizeof(*rows));
	page.rows = arena_calloc(&task->arena, page.n, sizeof(*page.rows));
	for (size_t i = 0; i < page.n; i++) {
		rows[i].belief = t->page.rows[i];
		rows[i].key = t->page.keys[i];
		memcpy(page.rows[i].id, rows[i].belief.id, UUID_TEXT);
		page.rows[i].data = &rows[i];
	}
	page.arena = task->arena;
	task->arena = (struct arena){0};
	if (!t->fresh) {
		list_put(b->list, t->edge, &page, t->page.more);
		return;
	}
	bool last = t->query.from == PAGE_LAST;
	list_begin(b->list, &page, last && t->page.more, !last && t->page.more);
	if (last && list_count(b->list) > 0)
		list_select_index(b->list, list_count(b->list) - 1);
	b->loaded = true;
	ask_count(b);
}

static void ask_page(struct beliefs *b, enum page_from from, const struct row *beside)
{
	struct page_task *t = task_new(sizeof(*t));

	t->task.run = page_run;
	t->task.done = page_done;
	t->task.owner = b;
	t->task.kind = LOAD_PAGE;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading beliefs";
	t->pane = b;
	t->fresh = !beside;
	t->edge = from == PAGE_BEFORE ? LIST_START : LIST_END;
	t->query.words = arena_span(&t->task.arena, str_span(&b->words));
	t->query.from = from;
	t->query.limit = PAGE_ROWS;
	if (beside) {
		t->query.key = beside->key;
		t->query.key.title_key = arena_span(&t->task.arena, beside->key.title_key);
		list_asked(b->list, t->edge);
	}
	b->loading = true;
	worker_submit(b->console->worker, &t->task);
}

static void ask_edge(struct beliefs *b, enum list_edge edge)
{
	size_t n = list_count(b->list);

	if (n > 0 && !b->loading)
		ask_page(b, edge == LIST_START ? PAGE_BEFORE : PAGE_AFTER,
			list_at(b->list, edge == LIST_START ? 0 : n - 1)->data);
}

struct count_task {
	struct task task;
	struct beliefs *pane;
	struct span words;
	int64_t total;
};

static void count_run(struct task *task, void *context)
{
	struct count_task *t = (struct count_task *)task;

	beliefs_count(context, t->words, CONSOLE_COUNT_CAP, &t->total, &task->err);
}

static void count_done(struct task *task)
{
	struct count_task *t = (struct count_task *)task;

	if (task->err.code == ERR_NONE)
		t->pane->total = t->total;
}

static void ask_count(struct beliefs *b)
{
	struct count_task *t = task_new(sizeof(*t));

	t->task.run = count_run;
	t->task.done = count_done;
	t->task.owner = b;
	t->task.kind = LOAD_COUNT;
	t->task.mode = TASK_LATEST;
	t->task.what = "counting beliefs";
	t->pane = b;
	t->words = arena_span(&t->task.arena, str_span(&b->words));
	worker_submit(b->console->worker, &t->task);
}

struct detail_task {
	struct task task;
	struct beliefs *pane;
	char id[UUID_TEXT];
	struct belief_detail detail;
};

static void detail_run(struct task *task, void *context)
{
	struct detail_task *t = (struct detail_task *)task;

	beliefs_get(context, span_of(t->id), &task->arena, &t->detail, &task->err);
}

static void show_detail(struct beliefs *b);

static void detail_done(struct task *task)
{
	struct detail_task *t = (struct detail_task *)task;
	struct beliefs *b = t->pane;

	if (task->err.code != ERR_NONE) {
		console_say_error(b->console, &task->err);
		return;
	}
	arena_free(&b->detail_arena);
	b->detail_arena = task->arena;
	b->detail = t->detail;
	task->arena = (struct arena){0};
	bool again = strcmp(b->viewed, t->id) == 0;
	memcpy(b->viewed, t->id, UUID_TEXT);
	char target[UUID_TEXT];
	snprintf(target, sizeof(target), "%s", textview_target(b->view));
	show_detail(b);
	if (again)
		textview_select(b->view, target);
}

static void ask_detail(struct beliefs *b, const char *id)
{
	struct detail_task *t = task_new(sizeof(*t));

	t->task.run = detail_run;
	t->task.done = detail_done;
	t->task.owner = b;
	t->task.kind = LOAD_DETAIL;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the belief";
	t->pane = b;
	memcpy(t->id, id, UUID_TEXT);
	memcpy(b->asked, id, UUID_TEXT);
	worker_submit(b->console->worker, &t->task);
}

/* How the agent's relations read from the focus outward, and from the others inward. */
static struct span relation_words(struct span relation, bool outward)
{
	static const struct {
		const char *stored, *out, *in;
	} words[] = {
		{"supports", "supports", "supported by"},
		{"contradicts", "contradicts", "contradicted by"},
		{"depends_on", "depends on", "needed by"},
		{"evidence_for", "is evidence for", "has as evidence"},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_is(relation, words[i].stored))
			return span_of(outward ? words[i].out : words[i].in);
	return relation;
}

static enum style relation_style(struct span relation)
{
	switch (relation_of(relation)) {
	case REL_CONTRADICTS: return STYLE_BAD;
	case REL_SUPPORTS:
	case REL_EVIDENCE_FOR: return STYLE_GOOD;
	default: return STYLE_TEXT;
	}
}

static void show_edges(struct textview *v, const struct belief_edge *edges, size_t n, bool outward)
{
	struct span last = SPAN_NULL;

	for (size_t i = 0; i < n; i++) {
		const struct belief_edge *e = &edges[i];
		if (i == 0 || !span_eq(last, e->relation)) {
			textview_block(v, 0, 2, false, NULL);
			textview_glyph(
				v, relation_style(e->relation), outward ? GLYPH_RIGHT : GLYPH_LEFT);
			textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
			textview_run(v, relation_style(e->relation),
				relation_words(e->relation, outward));
		}
		last = e->relation;
		textview_block(v, 2, 4, false, e->other_id);
		textview_meter(v, e->other_confidence, 8);
		if (isnan(e->other_confidence))
			textview_run(v, STYLE_DIM, SPAN_LIT("   –  "));
		else
			textview_runf(v, STYLE_TEXT, " %.3f ", e->other_confidence);
		textview_run(v, STYLE_ACCENT, e->other_title);
		if (!isnan(e->weight))
			textview_runf(v, STYLE_DIM, "  weight %.2f", e->weight);
	}
}

static void show_evidence(struct textview *v, const struct belief_detail *d)
{
	for (size_t i = 0; i < d->evidence_count; i++) {
		const struct evidence *e = &d->evidence[i];
		textview_block(v, 0, 11, false, NULL);
		textview_runf(v, STYLE_TEXT, "%-9.*s", (int)e->strength.n,
			e->strength.p ? e->strength.p : "");
		textview_run(v, STYLE_DIM, SPAN_LIT("  "));
		textview_run(v, STYLE_DIM, e->source_type);
		textview_run(v, STYLE_DIM, SPAN_LIT("  "));
		textview_run(v, STYLE_TEXT, e->source_ref);
	}
	if (d->evidence_count == 0)
		textview_line(v, STYLE_WARN, SPAN_LIT("No evidence is linked to this belief."));
}

static void show_head(struct textview *v, const struct belief *b)
{
	textview_block(v, 0, 0, false, NULL);
	textview_run(v, STYLE_STRONG, b->title);
	textview_block(v, 0, 0, false, NULL);
	textview_meter(v, b->confidence, 20);
	if (isnan(b->confidence))
		textview_run(v, STYLE_WARN, SPAN_LIT("  no confidence"));
	else
		textview_runf(v, STYLE_TEXT, "  %.3f", b->confidence);
	if (b->locked) {
		textview_run(v, STYLE_TEXT, SPAN_LIT("   "));
		textview_glyph(v, STYLE_WARN, GLYPH_LOCK);
		textview_run(v, STYLE_WARN, SPAN_LIT(" locked"));
	}
	if (b->tags_broken) {
		textview_line(v, STYLE_WARN, SPAN_LIT("The tags are not a list; as they stand:"));
		textview_line(v, STYLE_QUOTE, b->tags);
	} else if (b->tag_count > 0) {
		textview_block(v, 0, 0, false, NULL);
		for (size_t i = 0; i < b->tag_count; i++) {
			textview_run(v, STYLE_DIM, i ? SPAN_LIT("  #") : SPAN_LIT("#"));
			textview_run(v, STYLE_DIM, b->tag[i]);
		}
	}
	textview_gap(v);
	textview_line(v, STYLE_TEXT, b->summary);
	textview_gap(v);
}

static void show_detail(struct beliefs *b)
{
	const struct belief_detail *d = &b->detail;
	struct textview *v = b->view;

	textview_reset(v);
	show_head(v, &d->belief);
	textview_heading(v, "Edges");
	show_edges(v, d->out, d->out_count, true);
	show_edges(v, d->in, d->in_count, false);
	if (d->out_count + d->in_count == 0)
		textview_line(v, STYLE_DIM, SPAN_LIT("No edges to other beliefs."));
	textview_gap(v);
	textview_heading(v, "Evidence");
	show_evidence(v, d);
	textview_gap(v);
	textview_block(v, 0, 10, false, NULL);
	textview_run(v, STYLE_DIM, SPAN_LIT("belief    "));
	textview_run(v, STYLE_DIM, span_of(d->belief.id));
	textview_block(v, 0, 10, false, NULL);
	textview_run(v, STYLE_DIM, SPAN_LIT("held by   "));
	textview_run(v, STYLE_DIM, d->belief.persona);
	textview_block(v, 0, 10, false, NULL);
	textview_run(v, STYLE_DIM, SPAN_LIT("changed   "));
	textview_run(v, STYLE_DIM, d->belief.updated_at);
}

static void beliefs_open(struct pane *p, void *console)
{
	struct beliefs *b = (struct beliefs *)p;

	b->console = console;
	b->list = list_new(LIST_CAPACITY);
	b->view = textview_new();
	b->total = -1;
	ask_page(b, PAGE_FIRST, NULL);
}

static void beliefs_close(struct pane *p)
{
	struct beliefs *b = (struct beliefs *)p;

	worker_forget(b->console->worker, b);
	list_free(&b->list);
	textview_free(&b->view);
	str_free(&b->words);
	arena_free(&b->detail_arena);
}

static void beliefs_changed(struct pane *p)
{
	struct beliefs *b = (struct beliefs *)p;

	if (b->focus[0])
		ask_detail(b, b->focus);
}

/* Looks at a belief: the detail shows it, and the list follows where it has the row. */
static void look_at(struct beliefs *b, const char *id)
{
	snprintf(b->focus, sizeof(b->focus), "%s", id);
	snprintf(b->console->belief, sizeof(b->console->belief), "%s", id);
	list_select(b->list, id);
}

static void beliefs_layout(struct pane *p, struct rect r)
{
	struct beliefs *b = (struct beliefs *)p;
	const struct list_row *selected = list_selected(b->list);

	b->split = split_of(r, b->detail_focus);
	list_set_height(b->list, b->split.list.h);
	if (list_wants(b->list, LIST_END))
		ask_edge(b, LIST_END);
	else if (list_wants(b->list, LIST_START))
		ask_edge(b, LIST_START);
	if (!b->focus[0] && selected)
		look_at(b, selected->id);
	if (b->focus[0] && strcmp(b->focus, b->viewed) != 0 && strcmp(b->focus, b->asked) != 0)
		ask_detail(b, b->focus);
	textview_layout(b->view, b->split.detail.w, b->split.detail.h);
}

static void draw_row(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct belief *b = &((const struct row *)data->data)->belief;

	(void)arg;
	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	if (b->locked)
		draw_glyph(s, r, 0, 1, STYLE_WARN, GLYPH_LOCK);
	draw_meter(s, r, 0, 3, 10, b->confidence);
	if (isnan(b->confidence))
		draw_str(s, r, 0, 14, STYLE_DIM, "  –  ");
	else
		draw_fmt(s, r, 0, 14, STYLE_TEXT, "%.3f", b->confidence);
	struct rect tail = r;
	int end = r.w;
	if (r.w >= 56) {
		char edges[24];
		snprintf(edges, sizeof(edges), "%lld %s", (long long)(b->edges_in + b->edges_out),
			b->edges_in + b->edges_out == 1 ? "edge" : "edges");
		end = draw_right(s, r, 0, r.w - 1, STYLE_DIM, span_of(edges)) - 1;
	}
	tail.w = end;
	int x = draw_text(s, tail, 0, 21, STYLE_TEXT, b->title) + 1;
	for (size_t i = 0; i < b->tag_count && x + 4 < end; i++) {
		x = draw_str(s, tail, 0, x + 1, STYLE_DIM, "#");
		x = draw_text(s, tail, 0, x, STYLE_DIM, b->tag[i]);
	}
}

static void draw_empty(const struct beliefs *b, struct screen *s)
{
	struct rect r = b->split.list.w > 0 ? b->split.list : b->split.detail;

	if (!b->loaded && b->error.code != ERR_NONE)
		draw_str(s, r, 1, 2, STYLE_BAD, b->error.text);
	else if (!b->loaded)
		draw_str(s, r, 1, 2, STYLE_DIM, "Loading beliefs …");
	else if (b->words.len > 0)
		draw_str(s, r, 1, 2, STYLE_TEXT, "No belief holds these words. / changes them.");
	else
		draw_str(s, r, 1, 2, STYLE_TEXT, "The agent holds no beliefs yet.");
}

static void beliefs_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct beliefs *b = (const struct beliefs *)p;
	struct str head = {0}, note = {0};
	bool ready = b->viewed[0] && strcmp(b->viewed, b->focus) == 0;

	(void)r;
	str_add(&head, "Beliefs");
	if (b->words.len > 0)
		str_addf(&head, "  %s", str_cstr(&b->words));
	if (b->trail_length > 0)
		str_addf(&note, "%zu back: Backspace", b->trail_length);
	else if (textview_more(b->view))
		str_add(&note, b->detail_focus ? "more below" : "more below: J");
	split_draw(s, &b->split, b->detail_focus, str_span(&head), SPAN_LIT("by title"),
		ready ? b->detail.belief.title : SPAN_LIT(""), str_span(&note));
	if (list_count(b->list) > 0)
		list_draw(b->list, s, b->split.list, !b->detail_focus, draw_row, NULL);
	else
		draw_empty(b, s);
	if (ready)
		textview_draw(b->view, s, b->split.detail, b->detail_focus);
	str_free(&head);
	str_free(&note);
}

static bool filter_done(void *arg, struct span text, struct err *problem)
{
	struct beliefs *b = arg;

	(void)problem;
	str_clear(&b->words);
	str_adds(&b->words, text);
	list_reset(b->list);
	b->loaded = false;
	b->detail_focus = false;
	b->focus[0] = '\0';
	b->trail_length = 0;
	ask_page(b, PAGE_FIRST, NULL);
	return true;
}

static void push_trail(struct beliefs *b)
{
	if (b->trail_length == TRAIL) {
		memmove(b->trail[0], b->trail[1], sizeof(b->trail) - sizeof(b->trail[0]));
		b->trail_length--;
	}
	memcpy(b->trail[b->trail_length++], b->focus, UUID_TEXT);
}

static void open_part(struct beliefs *b)
{
	if (!b->detail_focus) {
		b->detail_focus = b->focus[0] != '\0';
		return;
	}
	const char *target = textview_target(b->view);
	if (!target[0]) {
		console_say(b->console, STYLE_DIM, "choose an edge with j and k; Enter follows it");
		return;
	}
	char id[UUID_TEXT];
	snprintf(id, sizeof(id), "%s", target);
	push_trail(b);
	look_at(b, id);
}

static void go_back(struct beliefs *b)
{
	if (b->trail_length == 0) {
		b->detail_focus = false;
		return;
	}
	look_at(b, b->trail[--b->trail_length]);
}

static void move_list(struct beliefs *b, enum action a)
{
	switch (a) {
	case ACTION_DOWN: list_move(b->list, 1); break;
	case ACTION_UP: list_move(b->list, -1); break;
	case ACTION_PAGE_DOWN: list_page_move(b->list, 1); break;
	case ACTION_PAGE_UP: list_page_move(b->list, -1); break;
	case ACTION_TOP:
		if (list_at_edge(b->list, LIST_START))
			list_select_index(b->list, 0);
		else
			ask_page(b, PAGE_FIRST, NULL);
		break;
	default:
		if (list_at_edge(b->list, LIST_END) && list_count(b->list) > 0)
			list_select_index(b->list, list_count(b->list) - 1);
		else
			ask_page(b, PAGE_LAST, NULL);
	}
	b->trail_length = 0;
	b->focus[0] = '\0';
}

static void move_detail(struct beliefs *b, enum action a)
{
	switch (a) {
	case ACTION_DOWN: textview_move(b->view, 1); break;
	case ACTION_UP: textview_move(b->view, -1); break;
	case ACTION_PAGE_DOWN: textview_page(b->view, 1); break;
	case ACTION_PAGE_UP: textview_page(b->view, -1); break;
	case ACTION_TOP: textview_edge(b->view, -1); break;
	default: textview_edge(b->view, 1); break;
	}
}

static bool cancel(struct beliefs *b)
{
	struct err none = {0};

	if (b->detail_focus) {
		b->detail_focus = false;
		return true;
	}
	return b->words.len > 0 && filter_done(b, SPAN_LIT(""), &none);
}

static bool beliefs_act(struct pane *p, enum action a)
{
	struct beliefs *b = (struct beliefs *)p;

	switch (a) {
	case ACTION_DOWN:
	case ACTION_UP:
	case ACTION_PAGE_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_TOP:
	case ACTION_BOTTOM:
		if (b->detail_focus)
			move_detail(b, a);
		else
			move_list(b, a);
		return true;
	case ACTION_SCROLL_DOWN: textview_scroll(b->view, b->split.detail.h / 2 + 1); return true;
	case ACTION_SCROLL_UP: textview_scroll(b->view, -(b->split.detail.h / 2 + 1)); return true;
	case ACTION_OPEN: open_part(b); return true;
	case ACTION_BACK: go_back(b); return true;
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART: b->detail_focus = !b->detail_focus && b->focus[0]; return true;
	case ACTION_STANCES:
		if (b->focus[0])
			b->console->ops->show(b->console, PANE_STANCES, b->focus);
		return true;
	case ACTION_QUIT:
	case ACTION_CANCEL: return cancel(b);
	case ACTION_REFRESH:
		list_reset(b->list);
		b->loaded = false;
		b->focus[0] = '\0';
		ask_page(b, PAGE_FIRST, NULL);
		return true;
	case ACTION_FILTER:
		b->console->ops->prompt(b->console, "words", str_span(&b->words), filter_done, b);
		return true;
	default: return false;
	}
}

static bool beliefs_enabled(const struct pane *p, enum action a, const char **why)
{
	(void)p;
	(void)a;
	(void)why;
	return true;
}

static const enum action *beliefs_footer(const struct pane *p)
{
	static const enum action list[] = {
		ACTION_OPEN, ACTION_STANCES, ACTION_FILTER, ACTION_REFRESH, ACTION_NONE};
	static const enum action detail[] = {ACTION_OPEN, ACTION_BACK, ACTION_STANCES, ACTION_NONE};

	return ((const struct beliefs *)p)->detail_focus ? detail : list;
}

static void beliefs_status(const struct pane *p, struct str *out)
{
	const struct beliefs *b = (const struct beliefs *)p;
	uint64_t position = list_position(b->list);
	char number[16];

	if (!b->loaded || b->total < 0)
		return;
	console_count(b->total, number);
	if (position > 0)
		str_addf(out, "%llu of ", (unsigned long long)position);
	str_add(out, number);
}

static void beliefs_show(struct pane *p, const char *id)
{
	struct beliefs *b = (struct beliefs *)p;

	if (b->focus[0])
		push_trail(b);
	b->detail_focus = true;
	look_at(b, id);
}

const struct pane_ops beliefs_pane = {
	.name = "Beliefs",
	.keys = KEYS_BELIEFS,
	.size = sizeof(struct beliefs),
	.open = beliefs_open,
	.close = beliefs_close,
	.enter = beliefs_changed,
	.layout = beliefs_layout,
	.draw = beliefs_draw,
	.act = beliefs_act,
	.enabled = beliefs_enabled,
	.footer = beliefs_footer,
	.status = beliefs_status,
	.show = beliefs_show,
	.changed = beliefs_changed,
};
