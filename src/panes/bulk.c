/* One step for many drafts: asks, runs in transactions of some hundreds between which everything
 * else goes on, and reports. */
#include "store/bulk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "bulk_report.h"
#include "panes/reasons.h"
#include "queue.h"
#include "tui/ask.h"

#define TYPED_ABOVE 20 /* so many are decided by y, more by typing their number */
#define FIRST_SIZE 64
#define SMALLEST_SIZE 16
#define QUICK_US 100000 /* a transaction may last about so long: decisions wait for it */
#define COUNTED_AT_ONCE 1024

enum { LOAD_HIDDEN = 40 };

struct bulk {
	struct queue *queue;
	enum { ASKING, COUNTING, RUNNING, IN_DOUBT } state;
	struct session session; /* who said yes */
	bool undo;
	enum decision decision; /* what is done, or what is taken back */
	char batch[UUID_TEXT];
	struct str reason, note;
	struct idmap ids; /* what was marked when the key was pressed */
	size_t next; /* of ids: not tried yet */
	int64_t after, first; /* ledger order of what was taken back last, and first */
	size_t size; /* of the next transaction */
	size_t shown; /* of the first `next` ids: the filter shows them */
	size_t total, done, refused;
	int64_t began;
	struct err err; /* what ended it too early */
	struct report *report;
	struct batch_task *doubtful; /* IN_DOUBT: got no answer, and asked for */
	bool asked;
};

static void number(size_t n, char out[16])
{
	console_number((int64_t)n, out);
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* "approved", "rejected", "taken back". */
static const char *done_word(const struct bulk *b)
{
	return b->undo ? "taken back" : b->decision == DECIDE_APPROVE ? "approved" : "rejected";
}

static struct bulk *bulk_new(struct queue *q)
{
	struct bulk *b = xcalloc(1, sizeof(*b));

	bulk_clear(q);
	b->queue = q;
	b->size = FIRST_SIZE;
	q->bulk = b;
	return b;
}

static void free_task(struct batch_task **t);

void bulk_clear(struct queue *q)
{
	struct bulk *b = q->bulk;

	if (!b)
		return;
	str_free(&b->reason);
	str_free(&b->note);
	idmap_clear(&b->ids);
	report_free(&b->report);
	free_task(&b->doubtful);
	free(b);
	q->bulk = NULL;
}

/* The question was closed without a yes. */
static void give_up(void *arg)
{
	struct queue *q = arg;

	if (q->bulk && q->bulk->state == ASKING)
		bulk_clear(q);
}

/* --- Running. --- */

struct batch_task {
	struct task task;
	struct queue *queue;
	struct session session;
	bool undo;
	struct bulk_request request;
	char batch[UUID_TEXT];
	int64_t after;
	struct bulk_item *items;
	struct undo_result *undone;
	size_t n;
	int64_t took;
};

static void free_task(struct batch_task **t)
{
	if (*t)
		arena_free(&(*t)->task.arena);
	free(*t);
	*t = NULL;
}

static void batch_run(struct task *task, void *context)
{
	struct batch_task *t = (struct batch_task *)task;
	int64_t began = time_monotonic();

	if (t->undo)
		bulk_undo(context, &t->session, t->batch, t->after, &task->arena, t->undone, &t->n,
			&task->err);
	else
		bulk_decide(context, &t->session, &t->request, t->items, t->n, &task->arena,
			&task->err);
	t->took = time_monotonic() - began;
}

static void set_deciding(struct queue *q, const char *id, bool deciding)
{
	struct queue_row *row = queue_row_of(list_find(q->list, id));

	if (row && deciding && row->state == ROW_STORED)
		row->state = ROW_DECIDING;
	else if (row && !deciding && row->state == ROW_DECIDING)
		row->state = ROW_STORED;
}

static void put_items(const struct bulk *b, struct batch_task *t)
{
	size_t left = b->total - b->next;

	t->n = left < b->size ? left : b->size;
	t->items = arena_calloc(&t->task.arena, t->n, sizeof(*t->items));
	for (size_t i = 0; i < t->n; i++) {
		struct bulk_item *item = &t->items[i];
		idmap_at(&b->ids, b->next + i, item->post_id);
		const char *seen = idmap_get(&b->queue->opened, item->post_id);
		if (seen)
			memcpy(item->seen_hash, seen, sizeof(item->seen_hash));
		set_deciding(b->queue, item->post_id, true);
	}
}

static void batch_done(struct task *task);

static void next_batch(struct bulk *b)
{
	struct batch_task *t = task_new(sizeof(*t));
	struct arena *a = &t->task.arena;

	t->task.run = batch_run;
	t->task.done = batch_done;
	t->task.owner = b->queue;
	t->task.mode = TASK_KEEP;
	t->task.what = b->undo ? "taking back" : "deciding";
	t->queue = b->queue;
	t->session = b->session;
	t->undo = b->undo;
	memcpy(t->batch, b->batch, sizeof(t->batch));
	t->after = b->after;
	if (b->undo) {
		t->undone = arena_calloc(a, BULK_MOST, sizeof(*t->undone));
	} else {
		t->request = (struct bulk_request){
			.decision = b->decision,
			.reason = b->reason.len ? arena_span(a, str_span(&b->reason)) : SPAN_NULL,
			.note = b->note.len ? arena_span(a, str_span(&b->note)) : SPAN_NULL,
			.batch = t->batch,
			.refuse_hidden = true,
		};
		put_items(b, t);
	}
	worker_submit(b->queue->console->worker, &t->task);
}

static void start(void *arg)
{
	struct queue *q = arg;
	struct bulk *b = q->bulk;

	if (!b || b->state != ASKING)
		return;
	b->state = RUNNING;
	b->session = q->console->session;
	b->report = report_new();
	b->began = time_monotonic();
	q->console->writes++;
	q->console->progress = (struct console_progress){
		.what = b->undo                         ? "taking back"
			: b->decision == DECIDE_APPROVE ? "approving"
							: "rejecting",
		.total = b->total,
		.since = b->began,
	};
	next_batch(b);
}

/* --- Results. --- */

/* "r/science  The first words of it". */
static void add_label(struct str *out, struct span subreddit, struct span snippet)
{
	struct arena a = {0};

	if (subreddit.p) {
		str_add(out, "r/");
		str_adds(out, subreddit);
		str_add(out, "  ");
	}
	struct span line = post_one_line(snippet, &a);
	str_adds(out, (struct span){line.p, line.n < 160 ? line.n : 160});
	arena_free(&a);
}

static void add_why(struct str *out, const struct decision_result *r)
{
	char ago[24];
	int64_t at;

	switch (r->outcome) {
	case DECIDED: break;
	case DECISION_FIRST: str_add(out, "the first of two approvals · "); break;
	case DECIDED_BEFORE:
		time_parse(r->at, &at);
		time_format_ago(at, time_now(), ago);
		str_addf(out, "%s by ", post_status_name(r->status));
		str_adds(out, r->by.p ? r->by : SPAN_LIT("somebody"));
		str_addf(out, ", %s · ", ago);
		break;
	case DECISION_CHANGED: str_add(out, "it changed since you read it · "); break;
	case DECISION_GONE: str_add(out, "it was deleted"); break;
	case DECISION_HIDDEN: str_add(out, "hidden content, and you did not read it · "); break;
	case DECISION_SAME: str_add(out, "the other approval has to be somebody else's · "); break;
	}
}

static void take_item(struct bulk *b, const struct bulk_item *item)
{
	struct queue *q = b->queue;
	const struct decision_result *r = &item->result;
	struct queue_row *row = queue_row_of(list_find(q->list, item->post_id));
	bool done = r->outcome == DECIDED || r->outcome == DECISION_FIRST;
	struct str text = {0};

	if (row) {
		row->state = r->outcome == DECISION_GONE ? ROW_GONE : ROW_STORED;
		row->line.status = r->status;
	}
	if (done)
		idmap_remove(&q->marks, item->post_id);
	b->done += done;
	b->refused += !done;
	queue_draft_forget(q, item->post_id);
	add_why(&text, r);
	add_label(&text, item->target_subreddit, item->snippet);
	report_add(b->report, done ? REPORT_DONE : REPORT_NOT_DONE, item->post_id, str_span(&text));
	str_free(&text);
}

static void take_undone(struct bulk *b, const struct undo_result *r)
{
	struct queue *q = b->queue;
	struct queue_row *row = queue_row_of(list_find(q->list, r->post_id));
	struct str text = {0};

	b->after = r->seq;
	b->first = b->first ? b->first : r->seq;
	b->done += !r->refused;
	b->refused += r->refused != NULL;
	if (row && !r->refused) {
		row->line.status = POST_PENDING;
		row->state = ROW_STORED;
	}
	queue_draft_forget(q, r->post_id);
	if (r->refused)
		str_addf(&text, "%s · ", r->refused);
	add_label(&text, r->target_subreddit, r->snippet);
	report_add(
		b->report, r->refused ? REPORT_NOT_DONE : REPORT_DONE, r->post_id, str_span(&text));
	str_free(&text);
}

static void take(struct bulk *b, const struct batch_task *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (b->undo)
			take_undone(b, &t->undone[i]);
		else
			take_item(b, &t->items[i]);
	b->next += t->n;
	b->queue->console->progress.done = b->next;
}

/* Long transactions make decisions wait, short ones cost more than they do. */
static void fit_size(struct bulk *b, int64_t took)
{
	if (took < QUICK_US / 2 && b->size < BULK_MOST)
		b->size *= 2;
	else if (took > QUICK_US && b->size > SMALLEST_SIZE)
		b->size /= 2;
}

/* --- The end. --- */

static void add_summary(const struct bulk *b, struct str *out)
{
	char done[16], total[16], other[16];
	int64_t ms = (time_monotonic() - b->began) / 1000;
	size_t rest = b->total > b->next ? b->total - b->next : 0;

	number(b->done, done);
	number(b->total, total);
	str_addf(out, "%s of %s %s in %lld.%lld s", done, total, done_word(b),
		(long long)(ms / 1000), (long long)(ms / 100 % 10));
	if (b->done > 0 && !b->undo)
		str_add(out, " · one u takes them back");
	if (b->refused > 0) {
		number(b->refused, other);
		str_addf(out, "\n%s not: see below%s", other, b->undo ? "" : "; they stay marked");
	}
	if (rest > 0) {
		number(rest, other);
		str_addf(out, "\n%s not tried%s", other, b->undo ? "" : "; they stay marked");
	}
	if (b->err.code == ERR_CANCELLED)
		str_add(out, "\nstopped, as you asked");
	else if (b->err.code != ERR_NONE)
		str_addf(out, "\n%s", b->err.text);
}

static void finish(struct bulk *b)
{
	struct queue *q = b->queue;
	struct str summary = {0}, title = {0};
	char done[16];

	bool whole = b->done == b->total;
	number(b->done, done);
	str_addf(&title, "%s draft%s %s", done, plural(b->done), done_word(b));
	add_summary(b, &summary);
	console_say(q->console, whole ? STYLE_GOOD : STYLE_WARN, "%s%s", str_cstr(&title),
		b->undo || b->done == 0 ? "" : " · u takes them back");
	q->console->failed = q->console->failed || !whole;
	q->console->progress = (struct console_progress){0};
	if (!b->undo)
		q->undo_before = 0;
	else if (b->refused > 0)
		q->undo_before = b->first; /* u again goes to what was before them */
	q->console->ops->later(
		q->console, report_overlay(&b->report, str_cstr(&title), str_span(&summary)));
	str_free(&title);
	str_free(&summary);
	bulk_clear(q);
	queue_count(q);
	queue_refresh_lines(q);
}

/* Whether the transaction may stand although it failed: one row of it is enough to ask for. */
static const char *doubtful_row(const struct batch_task *t)
{
	if (t->task.err.code != ERR_LOST)
		return NULL;
	for (size_t i = 0; i < t->n; i++) {
		const char *id = t->undo ? t->undone[i].ledger_id : t->items[i].result.ledger_id;
		if (id[0])
			return id;
	}
	return NULL;
}

/* Keeps the results until it is known whether they hold. */
static void doubt(struct bulk *b, struct batch_task *t)
{
	struct batch_task *kept = xcalloc(1, sizeof(*kept));

	*kept = *t;
	t->task.arena = (struct arena){0};
	b->doubtful = kept;
	b->state = IN_DOUBT;
	b->queue->console->in_doubt += (int)kept->n;
	b->queue->console->progress = (struct console_progress){0};
	console_say(b->queue->console, STYLE_WARN,
		"the connection was lost while %zu drafts were being saved: whether they were is "
		"looked up when it is back",
		kept->n);
}

static void batch_done(struct task *task)
{
	struct batch_task *t = (struct batch_task *)task;
	struct queue *q = t->queue;
	struct bulk *b = q->bulk;

	if (doubtful_row(t)) {
		q->console->writes--;
		doubt(b, t);
		return;
	}
	if (task->err.code == ERR_NONE) {
		take(b, t);
		fit_size(b, t->took);
		bool over = b->undo ? t->n == 0 : b->next >= b->total;
		if (!over && !q->console->progress.stop) {
			next_batch(b);
			return;
		}
		if (!over)
			err_set(&b->err, ERR_CANCELLED, "stopped");
	} else {
		b->err = task->err;
		for (size_t i = 0; !b->undo && i < t->n; i++)
			set_deciding(q, t->items[i].post_id, false);
	}
	q->console->writes--;
	finish(b);
}

/* --- A commit without an answer. --- */

struct known_task {
	struct task task;
	struct queue *queue;
	char ledger_id[UUID_TEXT];
	bool found;
};

static void known_run(struct task *task, void *context)
{
	struct known_task *t = (struct known_task *)task;

	posts_decision_known(context, t->ledger_id, &t->found, &task->err);
}

static void known_done(struct task *task)
{
	struct known_task *t = (struct known_task *)task;
	struct queue *q = t->queue;
	struct bulk *b = q->bulk;

	b->asked = false;
	if (task->err.code != ERR_NONE)
		return; /* the next time that the connection is back */
	q->console->in_doubt -= (int)b->doubtful->n;
	if (t->found)
		take(b, b->doubtful);
	for (size_t i = 0; !b->undo && i < b->doubtful->n; i++)
		set_deciding(q, b->doubtful->items[i].post_id, false);
	err_set(&b->err, ERR_LOST, "the connection was lost, and the rest was not tried");
	finish(b);
}

void bulk_lost_and_back(struct queue *q)
{
	struct bulk *b = q->bulk;

	if (!b || b->state != IN_DOUBT || b->asked)
		return;
	struct known_task *t = task_new(sizeof(*t));
	t->task.run = known_run;
	t->task.done = known_done;
	t->task.owner = q;
	t->task.mode = TASK_URGENT;
	t->task.what = "looking up what was saved";
	t->queue = q;
	memcpy(t->ledger_id, doubtful_row(b->doubtful), sizeof(t->ledger_id));
	b->asked = true;
	worker_submit(q->console->worker, &t->task);
}

bool bulk_stop(struct queue *q)
{
	struct bulk *b = q->bulk;

	if (b && b->state == RUNNING) {
		q->console->progress.stop = true;
		console_say(q->console, STYLE_DIM, "stopping …");
		return true;
	}
	if (b && b->state == COUNTING) {
		bulk_clear(q);
		console_say(q->console, STYLE_DIM, "given up: nothing was decided");
		return true;
	}
	return false;
}

/* --- Asking. --- */

static size_t count_unread(const struct bulk *b)
{
	char id[UUID_TEXT];
	size_t n = 0;

	for (size_t i = 0; i < b->total; i++) {
		idmap_at(&b->ids, i, id);
		n += !idmap_has(&b->queue->opened, id);
	}
	return n;
}

static size_t count_claimed(const struct bulk *b)
{
	const struct queue *q = b->queue;
	size_t n = 0;

	for (size_t i = 0; i < q->claim_count; i++)
		n += idmap_has(&b->ids, q->claims[i].post_id) &&
			queue_claim_of_other(q, q->claims[i].post_id);
	return n;
}

static void add_stakes(const struct bulk *b, struct str *out)
{
	size_t unread = count_unread(b), claimed = count_claimed(b), hidden = b->total - b->shown;
	char text[16];

	number(hidden, text);
	str_addf(out, "The filter hides %s of them.", hidden > 0 ? text : "none");
	number(unread, text);
	str_addf(out, "\nYou have read %s to the end%s%s.", unread > 0 ? "the others" : "all",
		unread > 0 ? "; never opened: " : "", unread > 0 ? text : "");
	if (unread == b->total) {
		str_clear(out);
		number(hidden, text);
		str_addf(out, "The filter hides %s of them.\nYou have opened none of them.",
			hidden > 0 ? text : "none");
	}
	if (unread > 0 && b->decision == DECIDE_APPROVE)
		str_add(out, "\nWhat you have not opened and holds hidden content stays as it is.");
	if (claimed > 0)
		str_addf(out, "\nOpen in front of somebody else now: %zu.", claimed);
	if (b->reason.len > 0) {
		str_add(out, "\nThe reason: ");
		str_adds(out, str_span(&b->reason));
	}
	if (b->note.len > 0) {
		str_add(out, "\nThe note: ");
		str_adds(out, str_span(&b->note));
	}
}

static void ask(
	struct bulk *b, const char *verb, const char *things, const char *yes, struct span text)
{
	char count[16], typed[24];
	struct str title = {0};
	struct ask question = {
		.text = text, .yes = yes, .done = start, .drop = give_up, .arg = b->queue};

	b->state = ASKING;
	number(b->total, count);
	snprintf(typed, sizeof(typed), "%zu", b->total);
	str_addf(&title, "%s %s %s%s?", verb, count, things, plural(b->total));
	question.title = str_cstr(&title);
	if (b->total > TYPED_ABOVE && !b->undo)
		question.typed = typed;
	b->queue->console->ops->later(b->queue->console, ask_new(&question));
	str_free(&title);
}

static void ask_to_decide(struct bulk *b)
{
	bool approve = b->decision == DECIDE_APPROVE;
	struct str text = {0};

	add_stakes(b, &text);
	ask(b, approve ? "Approve" : "Reject", "draft", approve ? "approve them" : "reject them",
		str_span(&text));
	str_free(&text);
}

void bulk_take_back(struct queue *q, const struct undo_result *r)
{
	if (q->bulk && q->bulk->state != ASKING) {
		console_say(q->console, STYLE_WARN, "not while a batch runs · Ctrl-C stops it");
		return;
	}
	struct bulk *b = bulk_new(q);
	struct str text = {0};

	b->undo = true;
	b->decision = r->decision;
	b->total = (size_t)r->batch_count;
	memcpy(b->batch, r->batch, sizeof(b->batch));
	str_addf(&text,
		"You %s them in one step. What the agent has published, or somebody decided anew, "
		"stays.",
		r->decision == DECIDE_APPROVE ? "approved" : "rejected");
	ask(b, "Take back", "decision", "take them back", str_span(&text));
	str_free(&text);
}

struct hidden_task {
	struct task task;
	struct queue *queue;
	struct filter filter;
	char (*ids)[UUID_TEXT];
	size_t n;
	int64_t shown;
};

static void hidden_run(struct task *task, void *context)
{
	struct hidden_task *t = (struct hidden_task *)task;

	bulk_matching(
		context, &t->filter, (const char(*)[UUID_TEXT])t->ids, t->n, &t->shown, &task->err);
}

static void count_next(struct bulk *b);

static void hidden_done(struct task *task)
{
	struct hidden_task *t = (struct hidden_task *)task;
	struct bulk *b = t->queue->bulk;

	if (!b || b->state != COUNTING)
		return;
	if (task->err.code != ERR_NONE) {
		console_say_error(t->queue->console, &task->err);
		bulk_clear(t->queue);
		return;
	}
	b->shown += (size_t)t->shown;
	b->next += t->n;
	count_next(b);
}

/* How many of them the filter shows, some at a time. */
static void count_next(struct bulk *b)
{
	size_t left = b->total - b->next;

	if (left == 0 || !b->queue->refiltered) {
		b->shown = b->queue->refiltered ? b->shown : b->total;
		b->next = 0;
		ask_to_decide(b);
		return;
	}
	struct hidden_task *t = task_new(sizeof(*t));
	t->task.run = hidden_run;
	t->task.done = hidden_done;
	t->task.owner = b->queue;
	t->task.kind = LOAD_HIDDEN;
	t->task.mode = TASK_LATEST;
	t->task.what = "counting what the filter hides";
	t->queue = b->queue;
	t->filter = filter_copy(&b->queue->filter, &t->task.arena);
	t->n = left < COUNTED_AT_ONCE ? left : COUNTED_AT_ONCE;
	t->ids = arena_calloc(&t->task.arena, t->n, sizeof(*t->ids));
	for (size_t i = 0; i < t->n; i++)
		idmap_at(&b->ids, b->next + i, t->ids[i]);
	b->state = COUNTING;
	worker_submit(b->queue->console->worker, &t->task);
}

static void reason_given(void *arg, struct span reason, struct span note)
{
	struct queue *q = arg;

	if (!q->bulk || q->bulk->state != ASKING)
		return;
	str_adds(&q->bulk->reason, reason);
	if (note.p)
		str_adds(&q->bulk->note, note);
	q->bulk->state = COUNTING;
	count_next(q->bulk);
}

/* Only reasons for drafts of all kinds: the marked ones may be of many. */
static void ask_reason(struct bulk *b)
{
	struct queue *q = b->queue;
	struct reason *fit = xcalloc(q->reason_count + 1, sizeof(*fit));
	struct reasons_ask ask_why = {
		.list = fit, .opened_by = 'x', .done = reason_given, .drop = give_up, .arg = q};
	struct str title = {0};
	char count[16];

	for (size_t i = 0; i < q->reason_count; i++)
		if (reason_fits(&q->reasons[i], SPAN_NULL, SPAN_NULL))
			fit[ask_why.n++] = q->reasons[i];
	number(b->total, count);
	str_addf(&title, "Reject %s draft%s: why?", count, plural(b->total));
	ask_why.title = str_cstr(&title);
	q->console->ops->overlay(q->console, reasons_new(&ask_why));
	str_free(&title);
	free(fit);
}

/* --- The key, and the one behind it. --- */

static const char *refuses(const struct queue *q)
{
	const char *why = console_refuses(q->console, MAY_DECIDE);

	if (why)
		return why;
	if (q->bulk && q->bulk->state != ASKING)
		return "not while a batch runs · Ctrl-C stops it";
	if (q->marking)
		return "not while drafts are being marked · Ctrl-C stops it";
	if (idmap_count(&q->marks) == 0)
		return "nothing is marked: Space marks a draft, * all that match";
	return NULL;
}

void bulk_await(struct queue *q)
{
	if (q->range_end[0])
		queue_range(q);
	const char *why = refuses(q);
	if (why) {
		console_say(q->console, STYLE_WARN, "%s", why);
		return;
	}
	q->awaits = q->console->keys;
	console_say(
		q->console, STYLE_TEXT, "to all marked: a approves · x rejects · Esc leaves them");
}

bool bulk_awaits(const struct queue *q)
{
	return q->awaits > 0 && q->console->keys == q->awaits;
}

static void begin(struct queue *q, enum decision decision)
{
	const char *why = refuses(q);

	if (why) {
		console_say(q->console, STYLE_WARN, "%s", why);
		return;
	}
	struct bulk *b = bulk_new(q);
	b->decision = decision;
	b->total = idmap_count(&q->marks);
	uuid_new(b->batch);
	idmap_copy(&b->ids, &q->marks);
	if (decision == DECIDE_REJECT)
		ask_reason(b);
	else
		count_next(b);
}

bool bulk_act(struct queue *q, enum action a)
{
	if (q->awaits == 0 || q->console->keys != q->awaits + 1)
		return false;
	q->awaits = 0;
	switch (a) {
	case ACTION_APPROVE: begin(q, DECIDE_APPROVE); break;
	case ACTION_REJECT: begin(q, DECIDE_REJECT); break;
	case ACTION_CANCEL:
	case ACTION_QUIT:
		console_say(q->console, STYLE_DIM, "the marked drafts stay as they are");
		break;
	default:
		console_say(q->console, STYLE_WARN,
			"this key does nothing to marked drafts: ; then a approves, x rejects "
			"them");
	}
	return true;
}
