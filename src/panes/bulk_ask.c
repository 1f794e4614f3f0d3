/* What is asked before many drafts are decided on, and the keys that lead there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bulk.h"
#include "panes/reasons.h"
#include "store/four_eyes.h"
#include "tui/ask.h"

#define TYPED_ABOVE 20 /* so many are decided by y, more by typing their number */
#define COUNTED_AT_ONCE 1024

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* A box was closed without an answer. */
static void give_up(void *arg)
{
	struct queue *q = arg;

	if (q->bulk && q->bulk->state == ASKING)
		bulk_clear(q);
}

static void give_no_reason(void *arg)
{
	struct queue *q = arg;

	if (q->bulk && q->bulk->state == ASKING_WHY)
		bulk_clear(q);
}

static size_t count_in(const struct bulk *b, const struct idmap *set)
{
	char id[UUID_TEXT];
	size_t n = 0;

	for (size_t i = 0; i < b->count; i++) {
		idmap_at(&b->able, i, id);
		n += idmap_has(set, id);
	}
	return n;
}

static size_t count_claimed(const struct bulk *b)
{
	const struct queue *q = b->queue;
	size_t n = 0;

	for (size_t i = 0; i < q->claim_count; i++)
		n += idmap_has(&b->able, q->claims[i].post_id) &&
			queue_claim_of_other(q, q->claims[i].post_id);
	return n;
}

static size_t count_edited(const struct bulk *b)
{
	const struct queue *q = b->queue;
	size_t n = 0;

	for (size_t i = 0; i < q->kept_count; i++)
		n += idmap_has(&b->able, q->kept[i].post_id);
	return n;
}

static void add_hidden(const struct bulk *b, struct str *out)
{
	size_t hidden = b->count - b->shown;
	char text[16];

	console_number((int64_t)hidden, text);
	if (b->count == 1)
		str_addf(out, "The filter %s it.", hidden > 0 ? "hides" : "does not hide");
	else
		str_addf(out, "The filter hides %s of them.", hidden > 0 ? text : "none");
}

static void add_read(const struct bulk *b, struct str *out)
{
	size_t opened = count_in(b, &b->queue->opened), read = count_in(b, &b->queue->read);
	char text[16];

	if (opened == 0) {
		str_addf(out, "\nYou have %s.",
			b->count == 1 ? "not opened it" : "opened none of them");
		return;
	}
	if (b->count == 1) {
		str_addf(out, "\nYou have read it %s.", read > 0 ? "to the end" : "in part");
		return;
	}
	console_number((int64_t)read, text);
	str_addf(out, "\nYou have read %s to the end",
		read == b->count   ? "all"
			: read > 0 ? text
				   : "none");
	console_number((int64_t)(opened - read), text);
	if (opened > read)
		str_addf(out, ", %s in part", text);
	console_number((int64_t)(b->count - opened), text);
	if (b->count > opened)
		str_addf(out, "; never opened: %s", text);
	str_add(out, ".");
}

static void add_flagged(const struct bulk *b, struct str *out)
{
	char text[16];

	console_number((int64_t)b->flagged, text);
	if (b->flagged > 0 && b->count == 1)
		str_add(out, "\nThe agent's own check has flagged it.");
	else if (b->flagged > 0)
		str_addf(out, "\nFlagged by the agent's own check: %s.", text);
}

static void add_waiting(const struct bulk *b, struct str *out)
{
	char text[16];

	if (b->waiting == 0)
		return;
	console_number((int64_t)b->waiting, text);
	if (b->count == 1)
		str_add(out, "\nIt needs");
	else if (b->waiting == b->count)
		str_add(out, "\nAll of them need");
	else
		str_addf(out, "\n%s of them need%s", text, b->waiting == 1 ? "s" : "");
	str_add(out, " somebody else's approval, too.");
}

/* What stays as it is, and is in the report. */
static void add_unable(const struct bulk *b, struct str *out)
{
	size_t over = b->total - b->count - b->own;
	char text[16];

	console_number((int64_t)over, text);
	if (over > 0)
		str_addf(out, "\n%s more cannot be decided: decided or deleted meanwhile.", text);
	console_number((int64_t)b->own, text);
	if (b->own > 0)
		str_addf(out, "\n%s more cannot be approved: the first approval is yours.", text);
}

static void add_stakes(const struct bulk *b, struct str *out)
{
	size_t claimed = count_claimed(b), edited = count_edited(b);

	add_hidden(b, out);
	add_read(b, out);
	if (b->decision == DECIDE_APPROVE) {
		add_flagged(b, out);
		add_waiting(b, out);
		str_add(out, "\nWhat hides something that you have not looked at stays as it is.");
		if (edited > 0)
			str_addf(out, "\nWhat you have edited stays as it is, too: %zu.", edited);
	}
	add_unable(b, out);
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
		.text = text, .yes = yes, .done = bulk_start, .drop = give_up, .arg = b->queue};

	b->state = ASKING;
	console_number((int64_t)b->count, count);
	snprintf(typed, sizeof(typed), "%zu", b->count);
	str_addf(&title, "%s %s %s%s?", verb, count, things, plural(b->count));
	question.title = str_cstr(&title);
	if (b->count > TYPED_ABOVE && !b->undo)
		question.typed = typed;
	b->queue->console->ops->later(b->queue->console, ask_new(&question));
	str_free(&title);
}

static void say_none(struct bulk *b)
{
	struct queue *q = b->queue;

	console_say(q->console, STYLE_WARN, "none of what is marked can be %s: %s",
		b->decision == DECIDE_APPROVE ? "approved" : "rejected",
		b->own == 0                  ? "all of it is decided or deleted meanwhile"
			: b->own == b->total ? "the first approval is yours"
					     : "decided meanwhile, or the first approval is yours");
	bulk_clear(q);
}

static void ask_to_decide(struct bulk *b)
{
	bool approve = b->decision == DECIDE_APPROVE;
	struct str text = {0}, yes = {0};

	b->count = idmap_count(&b->able);
	if (b->count == 0) {
		say_none(b);
		return;
	}
	add_stakes(b, &text);
	str_addf(&yes, "%s %s", approve ? "approve" : "reject", b->count == 1 ? "it" : "them");
	ask(b, approve ? "Approve" : "Reject", "draft", str_cstr(&yes), str_span(&text));
	str_free(&yes);
	str_free(&text);
}

void bulk_take_back(struct queue *q, const struct undo_result *r)
{
	if (bulk_runs(q)) {
		console_say(q->console, STYLE_WARN, "not while a batch runs · Ctrl-C stops it");
		return;
	}
	struct bulk *b = bulk_new(q);
	struct str text = {0};

	b->undo = true;
	b->decision = r->decision;
	b->total = b->count = (size_t)r->batch_count;
	memcpy(b->batch, r->batch, sizeof(b->batch));
	str_addf(&text,
		"You %s them in one step. What the agent has published, or somebody decided anew, "
		"stays.",
		r->decision == DECIDE_APPROVE ? "approved" : "rejected");
	ask(b, "Take back", "decision", "take them back", str_span(&text));
	str_free(&text);
}

struct stakes_task {
	struct task task;
	struct queue *queue;
	struct session session;
	bool filtered, approves; /* what is counted */
	struct filter filter;
	char (*ids)[UUID_TEXT]; /* afterwards, those in front can be decided */
	size_t n, able, own;
	int64_t shown, waiting, flagged;
};

static int find_able(struct stakes_task *t, struct db *db)
{
	const char(*ids)[UUID_TEXT] = (const char(*)[UUID_TEXT])t->ids;
	bool *pending = arena_calloc(&t->task.arena, t->n, sizeof(*pending));
	bool *own = arena_calloc(&t->task.arena, t->n, sizeof(*own));

	if (bulk_pending(db, ids, t->n, pending, &t->task.err) < 0 ||
		(t->approves && four_eyes_own(db, &t->session, ids, t->n, own, &t->task.err) < 0))
		return -1;
	for (size_t i = 0; i < t->n; i++) {
		t->own += own[i];
		if (pending[i] && !own[i])
			memmove(t->ids[t->able++], t->ids[i], UUID_TEXT);
	}
	return 0;
}

static int count_flagged(struct stakes_task *t, struct db *db, const char (*ids)[UUID_TEXT])
{
	struct filter flagged;

	if (filter_parse(FILTER_DRAFTS, SPAN_LIT("flag:any"), &t->task.arena, &flagged,
		    &t->task.err) < 0)
		return -1;
	return bulk_matching(db, &flagged, ids, t->able, &t->flagged, &t->task.err);
}

static void stakes_run(struct task *task, void *context)
{
	struct stakes_task *t = (struct stakes_task *)task;
	const char(*ids)[UUID_TEXT] = (const char(*)[UUID_TEXT])t->ids;

	if (find_able(t, context) < 0)
		return;
	t->shown = (int64_t)t->able;
	if (t->filtered &&
		bulk_matching(context, &t->filter, ids, t->able, &t->shown, &task->err) < 0)
		return;
	if (t->approves && count_flagged(t, context, ids) == 0)
		four_eyes_waiting(context, &t->session, ids, t->able, &t->waiting, &task->err);
}

static void count_next(struct bulk *b);

static void stakes_done(struct task *task)
{
	struct stakes_task *t = (struct stakes_task *)task;
	struct bulk *b = t->queue->bulk;

	if (!b || b->state != COUNTING)
		return;
	if (task->err.code != ERR_NONE) {
		console_say_error(t->queue->console, &task->err);
		bulk_clear(t->queue);
		return;
	}
	for (size_t i = 0; i < t->able; i++)
		idmap_put(&b->able, t->ids[i], NULL);
	b->own += t->own;
	b->shown += (size_t)t->shown;
	b->waiting += (size_t)t->waiting;
	b->flagged += (size_t)t->flagged;
	b->next += t->n;
	count_next(b);
}

/* Which of them can be decided, and how many of those the filter shows, are flagged, and wait for
 * two; some at a time. */
static void count_next(struct bulk *b)
{
	size_t left = b->total - b->next;

	if (left == 0) {
		b->next = 0;
		ask_to_decide(b);
		return;
	}
	struct stakes_task *t = task_new(sizeof(*t));
	t->task.run = stakes_run;
	t->task.done = stakes_done;
	t->task.owner = b->queue;
	t->task.kind = QUEUE_STAKES;
	t->task.mode = TASK_LATEST;
	t->task.what = "counting what is at stake";
	t->queue = b->queue;
	t->session = b->queue->console->session;
	t->filtered = b->queue->refiltered;
	t->approves = b->decision == DECIDE_APPROVE;
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

	if (!q->bulk || q->bulk->state != ASKING_WHY)
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
	struct reasons_ask ask_why = {.list = fit,
		.opened_by = q->console->key_code,
		.done = reason_given,
		.drop = give_no_reason,
		.arg = q};
	struct str title = {0};
	char count[16];

	for (size_t i = 0; i < q->reason_count; i++)
		if (reason_fits(&q->reasons[i], SPAN_NULL, SPAN_NULL))
			fit[ask_why.n++] = q->reasons[i];
	console_number((int64_t)b->total, count);
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
	if (bulk_runs(q))
		return "not while a batch runs · Ctrl-C stops it";
	if (q->marking)
		return "not while drafts are being marked · Ctrl-C stops it";
	if (idmap_count(&q->marks.set) == 0)
		return "nothing is marked: {mark} marks a draft, {mark-all} all that match";
	return NULL;
}

/* Also where it says no: who typed on without looking meant the marked ones, and must not decide
 * the draft that is selected. */
void bulk_await(struct queue *q)
{
	if (q->marks.range_end[0])
		queue_range(q);
	const char *why = refuses(q);
	q->awaits = q->console->keys;
	if (why) {
		console_say_words(q->console, STYLE_WARN, why);
		return;
	}
	console_say(q->console, STYLE_TEXT,
		"to all marked: {approve} approves · {reject} rejects · Esc leaves them");
}

bool bulk_awaits(const struct queue *q)
{
	return q->awaits > 0 && q->console->keys == q->awaits && !refuses(q);
}

static void begin(struct queue *q, enum decision decision)
{
	const char *why = refuses(q);

	if (why) {
		console_say_words(q->console, STYLE_WARN, why);
		return;
	}
	struct bulk *b = bulk_new(q);
	b->decision = decision;
	b->total = idmap_count(&q->marks.set);
	uuid_new(b->batch);
	idmap_copy(&b->ids, &q->marks.set);
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
	if (refuses(q) && a != ACTION_APPROVE && a != ACTION_REJECT)
		return false;
	switch (a) {
	case ACTION_APPROVE: begin(q, DECIDE_APPROVE); break;
	case ACTION_REJECT: begin(q, DECIDE_REJECT); break;
	case ACTION_CANCEL:
	case ACTION_QUIT:
		console_say(q->console, STYLE_DIM, "the marked drafts stay as they are");
		break;
	default:
		console_say(q->console, STYLE_WARN,
			"not for marked drafts: only {approve} and {reject} are");
	}
	return true;
}
