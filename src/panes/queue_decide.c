/* Deciding on what was on the screen, and taking it back. */
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "edit.h"
#include "queue.h"
#include "store/bulk.h"
#include "tui/ask.h"

struct decide_task {
	struct task task;
	struct queue *queue;
	struct session session;
	char id[UUID_TEXT], hash[SHA256_TEXT];
	struct span seen; /* the text that was on the screen; SPAN_NULL: not known any more */
	struct edit *edit; /* NULL, or who waits for the answer */
	struct decision_request request;
	struct decision_result result;
};

static const char *decided_word(enum decision d)
{
	return d == DECIDE_APPROVE ? "approved" : "rejected";
}

static void decide_run(struct task *task, void *context)
{
	struct decide_task *t = (struct decide_task *)task;

	posts_decide(context, &t->session, &t->request, &task->arena, &t->result, &task->err);
}

/* Decisions that waited for an answer to those before them, in one transaction. */
static void decide_together(struct decide_task *const *all, size_t n, void *context, struct err *e)
{
	struct bulk_item items[TASKS_AT_ONCE] = {0};
	struct bulk_request own[TASKS_AT_ONCE];
	struct decide_task *first = all[0];

	for (size_t i = 0; i < n; i++) {
		const struct decision_request *r = &all[i]->request;
		own[i] = (struct bulk_request){.decision = r->decision,
			.reason = r->reason,
			.note = r->note,
			.forgets = r->forgets};
		memcpy(items[i].post_id, r->post_id, UUID_TEXT);
		memcpy(items[i].seen_hash, r->seen_hash, SHA256_TEXT);
		items[i].own = &own[i];
		items[i].own_viewing_ms = r->viewing_ms;
	}
	bulk_decide(context, &first->session, NULL, items, n, &first->task.arena, e);
	for (size_t i = 0; i < n; i++) {
		struct decision_result *out = &all[i]->result;
		*out = items[i].result;
		out->by = arena_span(&all[i]->task.arena, out->by);
		out->at = arena_span(&all[i]->task.arena, out->at);
	}
}

/* What fails for one of them must not fail for the others. */
static bool concerns_all(const struct err *e)
{
	return e->code == ERR_LOST || e->code == ERR_BUSY || e->code == ERR_DENIED ||
		e->code == ERR_CANCELLED;
}

static void decide_run_all(struct task *const *all, size_t n, void *context)
{
	struct decide_task *const *tasks = (struct decide_task *const *)all;
	struct err e = {0};

	decide_together(tasks, n, context, &e);
	for (size_t i = 0; i < n && e.code != ERR_NONE; i++) {
		if (concerns_all(&e))
			all[i]->err = e;
		else
			decide_run(all[i], context);
	}
}

#define SETTLE_UNASKED_US 1000000 /* it came by itself, in the place of what she was reading */

/* Each press of a key that decides starts the wait anew, heard or not: one that is held down
 * repeats itself sooner than that. */
static int64_t counts_from(const struct queue *q)
{
	int64_t last = q->read_at > q->pressed_at ? q->read_at : q->pressed_at;
	int64_t unasked = q->unasked ? q->shown_at + SETTLE_UNASKED_US : 0;

	return last + QUEUE_SETTLE_US > unasked ? last + QUEUE_SETTLE_US : unasked;
}

int64_t queue_settles(const struct queue *q)
{
	if (q->edit)
		return edit_settles(q->edit);
	return q->shown[0] ? counts_from(q) - time_monotonic() : 0;
}

void queue_notice(struct queue *q, const char *id, const char *text)
{
	str_clear(&q->notice);
	str_add(&q->notice, text);
	q->was_known = false;
	q->noticed_history = SIZE_MAX;
	memcpy(q->noticed, id, sizeof(q->noticed));
	q->viewed[0] = '\0'; /* the view is filled anew, with the notice */
	q->shown[0] = '\0';
}

void queue_told(struct queue *q, const char *id)
{
	memcpy(q->told, id, sizeof(q->told));
	q->told_keys = q->console->keys;
}

void queue_told_of_status(struct queue *q, const char *id, enum post_status now)
{
	bool stands = q->told_keys == q->console->keys;

	if (strcmp(q->told, id) != 0)
		return;
	q->told[0] = '\0';
	if (!stands)
		return;
	console_say(q->console, STYLE_DIM, "this draft is %s",
		now == POST_PENDING            ? "pending again"
			: now == POST_OTHER    ? "not pending any more"
			: now == POST_APPROVED ? "approved by now"
					       : "rejected by now");
}

void queue_notice_was(struct queue *q, struct span content)
{
	str_clear(&q->was);
	str_adds(&q->was, content);
	q->was_known = content.p != NULL;
}

/* Brings the reader back to the draft that was not decided as she meant, and says why on top of it.
 */
void queue_fall_back(struct queue *q, const char *id, const char *why)
{
	list_select(q->list, id);
	queue_notice(q, id, why);
	q->console->failed = true;
}

/* What was on the screen when she decided, also when the new text has come behind a question since.
 */
static struct span seen_then(const struct queue *q, const struct decide_task *t)
{
	if (t->seen.p || strcmp(q->replaced_hash, t->hash) != 0)
		return t->seen;
	return str_span(&q->replaced);
}

static void say_decided(struct queue *q, const struct decide_task *t, const struct queue_row *row)
{
	struct str where = {0};

	if (row && row->line.target_subreddit.p) {
		str_add(&where, " r/");
		str_adds(&where, row->line.target_subreddit);
	}
	bool approved = t->request.decision == DECIDE_APPROVE;
	if (approved && queue_too_quick(q, t->request.viewing_ms)) {
		console_say(q->console, STYLE_WARN,
			"approved · %d in a row, half in under 3 s: time for a break?", QUEUE_PACE);
		str_free(&where);
		return;
	}
	q->console->done = true;
	console_say(q->console, approved ? STYLE_GOOD : STYLE_BAD, "%s%s%s · {undo} takes it back",
		decided_word(t->request.decision), str_cstr(&where),
		t->request.content.p ? " as you edited it" : "");
	str_free(&where);
}

static void lost_to_another(struct queue *q, const struct decide_task *t)
{
	struct str why = {0};
	char ago[24];
	int64_t at;

	time_parse(t->result.at, &at);
	time_format_ago(at, time_now(), ago);
	str_add(&why, "Not decided: ");
	str_adds(&why, t->result.by.p ? t->result.by : SPAN_LIT("somebody"));
	str_addf(&why, " %s it first, %s.",
		t->result.status == POST_OTHER ? "changed" : post_status_name(t->result.status),
		ago);
	queue_fall_back(q, t->id, str_cstr(&why));
	str_free(&why);
}

static void take_answer(struct task *task)
{
	struct decide_task *t = (struct decide_task *)task;
	struct queue *q = t->queue;
	struct queue_row *row = queue_row_of(list_find(q->list, t->id));

	q->console->writes--;
	if (task->err.code == ERR_LOST && t->result.ledger_id[0]) {
		queue_doubt(q, t->id, t->result.ledger_id,
			t->request.decision == DECIDE_APPROVE ? POST_APPROVED : POST_REJECTED);
		return;
	}
	if (task->err.code != ERR_NONE) {
		struct str why = {0};
		if (row)
			row->state = ROW_FAILED;
		str_addf(&why, "%s. Press the key again to try once more.", task->err.text);
		queue_fall_back(q, t->id, str_cstr(&why));
		str_free(&why);
		console_say(q->console, STYLE_BAD, "%s", task->err.text);
		queue_told(q, t->id);
		return;
	}
	if (row) {
		row->state = t->result.outcome == DECISION_GONE ? ROW_GONE : ROW_STORED;
		row->line.status = t->result.status;
	}
	queue_draft_forget(q, t->id);
	queue_claim_ended(q, t->id);
	switch (t->result.outcome) {
	case DECIDED:
		idmap_remove(&q->marks.set, t->id);
		say_decided(q, t, row);
		if (strcmp(q->noticed, t->id) == 0)
			q->noticed[0] = '\0';
		q->undo_before = 0;
		if (queue_kept(q, t->id))
			queue_kept_load(q);
		console_pending_changed(q->console, -1);
		return;
	case DECIDED_BEFORE: lost_to_another(q, t); break;
	case DECISION_CHANGED:
		queue_fall_back(q, t->id,
			"Not decided: the draft changed since you saw it. Here is what it says "
			"now.");
		queue_notice_was(q, seen_then(q, t));
		break;
	case DECISION_EDITED:
		queue_kept_load(q);
		queue_fall_back(q, t->id,
			console_words(q->console,
				"Not decided: you have edited this draft elsewhere, and your text "
				"is kept. {edit} goes on with it.")
				.text);
		break;
	case DECISION_HIDDEN: /* only bulk_decide gives it, */
	case DECISION_UNASKED: /* … and this */
	case DECISION_GONE: queue_fall_back(q, t->id, "Not decided: the draft was deleted."); break;
	case DECISION_FIRST:
		console_say(q->console, STYLE_GOOD,
			"approved, the first of two: somebody else decides · {undo} takes it back");
		q->undo_before = 0;
		queue_refresh_lines(q); /* what one does oneself is told by nobody else */
		return;
	case DECISION_SAME:
		queue_fall_back(q, t->id,
			"Not decided: the first of two approvals is yours. Somebody else decides.");
		break;
	}
	console_say(q->console, STYLE_WARN, "%s", str_cstr(&q->notice));
	queue_told(q, t->id);
	queue_count(q);
}

static void decide_done(struct task *task)
{
	struct decide_task *t = (struct decide_task *)task;

	take_answer(task);
	if (t->edit)
		edit_answered(t->edit, &t->result, &task->err);
}

bool queue_next_pending(struct queue *q)
{
	size_t n = list_count(q->list);

	for (size_t i = list_selected_index(q->list) + 1; i < n; i++) {
		const struct queue_row *row = queue_row_of(list_at(q->list, i));
		if (row->line.status == POST_PENDING && row->state == ROW_STORED) {
			list_select_index(q->list, i);
			return true;
		}
	}
	return false;
}

/* Why the key is too early for what is on the screen, or NULL. */
static const char *too_early(const struct queue *q)
{
	if (q->console->key_time >= counts_from(q))
		return NULL;
	if (q->unasked && q->console->key_time < q->shown_at + SETTLE_UNASKED_US)
		return "not decided: what is on the screen has just changed; read it first";
	if (q->console->key_time < q->pressed_at + QUEUE_SETTLE_US)
		return "not decided: the key was held, or pressed again at once";
	return "not decided: the draft has only just come on the screen";
}

const char *queue_refuses(const struct queue *q, const struct list_row *selected)
{
	const char *why = console_refuses(q->console, MAY_DECIDE);

	if (why)
		return why;
	const struct queue_row *row = queue_row_of(selected);
	if (row->state == ROW_DECIDING)
		return "this draft is being decided";
	if (row->state == ROW_GONE)
		return "this draft was deleted";
	if (row->line.status != POST_PENDING)
		return QUEUE_DECIDED;
	if (strcmp(q->shown, selected->id) != 0)
		return q->split.detail.w > 0 ? "not decided: the draft was not on the screen yet"
					     : QUEUE_OPEN_FIRST;
	return too_early(q);
}

void queue_decide(struct queue *q, enum decision decision)
{
	const struct list_row *selected = list_selected(q->list);

	if (!selected) {
		console_say(q->console, STYLE_DIM, "there is no draft to decide on");
		return;
	}
	const char *why = queue_refuses(q, selected);
	q->pressed_at = q->console->key_time;
	if (why) {
		console_say_words(q->console, STYLE_WARN, why);
		if (queue_row_of(selected)->state == ROW_STORED)
			queue_told(q, selected->id);
		return;
	}
	if (decision == DECIDE_APPROVE && q->unread > 0) {
		console_say(q->console, STYLE_WARN,
			"not approved: %d unread · {scroll-down} goes on", q->unread);
		return;
	}
	if (decision == DECIDE_APPROVE && queue_must_examine(q, selected->id))
		return;
	struct verdict v = {
		.decision = decision,
		.viewing_ms = (q->console->key_time - q->shown_at) / 1000,
	};
	memcpy(v.id, selected->id, sizeof(v.id));
	memcpy(v.hash, q->shown_hash, sizeof(v.hash));
	const struct claim *other = queue_claim_of_other(q, v.id);
	if (other)
		queue_ask_to_pass(q, &v, other);
	else
		queue_go_on(q, &v);
}

/* What waits for the answer. */
struct forgetting {
	struct queue *queue;
	struct verdict verdict;
};

static void forget(void *arg)
{
	struct forgetting *f = arg;

	f->verdict.forgets = true;
	queue_submit(f->queue, &f->verdict);
}

static void ask_to_forget(struct queue *q, const struct verdict *v)
{
	struct forgetting *f = xcalloc(1, sizeof(*f));

	*f = (struct forgetting){q, *v};
	queue_question(q, v->id,
		&(struct ask){.title = "You have edited this draft",
			.text = span_of(console_words(q->console,
				"Your text is kept, and {edit} goes on with it. Approving the "
				"draft as the agent wrote it forgets your text.")
						.text),
			.yes = "approve the agent's text",
			.done = forget,
			.arg = f});
}

void queue_go_on(struct queue *q, const struct verdict *v)
{
	if (v->decision == DECIDE_REJECT)
		queue_ask_reason(q, v);
	else if (queue_kept(q, v->id))
		ask_to_forget(q, v);
	else
		queue_submit(q, v);
}

void queue_submit(struct queue *q, const struct verdict *v)
{
	struct decide_task *t = task_new(sizeof(*t));
	struct list_row *row = list_find(q->list, v->id);
	const struct list_row *selected = list_selected(q->list);
	const struct draft *d = queue_draft(q, v->id);

	t->task.run = decide_run;
	if (!v->content.p)
		t->task.run_all = decide_run_all;
	t->task.done = decide_done;
	t->task.owner = q;
	t->task.mode = TASK_URGENT;
	t->task.what = v->decision == DECIDE_APPROVE ? "approving" : "rejecting";
	t->queue = q;
	t->session = q->console->session;
	memcpy(t->id, v->id, sizeof(t->id));
	memcpy(t->hash, v->hash, sizeof(t->hash));
	t->request = (struct decision_request){
		.post_id = t->id,
		.seen_hash = t->hash,
		.decision = v->decision,
		.reason = arena_span(&t->task.arena, v->reason),
		.note = arena_span(&t->task.arena, v->note),
		.viewing_ms = v->viewing_ms,
		.content = arena_span(&t->task.arena, v->content),
		.forgets = v->forgets,
	};
	if (d && strcmp(d->post.hash, v->hash) == 0)
		t->seen = arena_span(&t->task.arena, d->post.content);
	t->edit = v->edit;
	if (row)
		queue_row_of(row)->state = ROW_DECIDING;
	q->console->writes++;
	worker_submit(q->console->worker, &t->task);
	if (row && row == selected && !v->edit)
		queue_next_pending(q);
}

struct undo_task {
	struct task task;
	struct queue *queue;
	struct session session;
	int64_t before;
	struct undo_result result;
};

static void undo_run(struct task *task, void *context)
{
	struct undo_task *t = (struct undo_task *)task;

	posts_undo(context, &t->session, NULL, t->before, &task->arena, &t->result, &task->err);
}

static void undone(struct queue *q, const struct undo_result *r)
{
	struct list_row *found = list_find(q->list, r->post_id);
	struct str more = {0};

	if (found) {
		queue_row_of(found)->line.status = POST_PENDING;
		queue_row_of(found)->state = ROW_STORED;
		list_select(q->list, r->post_id);
		queue_draft_forget(q, r->post_id);
		if (r->restored && strcmp(q->shown, r->post_id) == 0)
			q->shown[0] = '\0'; /* asked for: no change under the reader */
		queue_refresh_lines(q);
	}
	/* Of a batch it was the only one that is left: marked again, as several would be. */
	bool marked = r->batch_count > 0 && marks_add(&q->marks, r->post_id);
	str_add(&more, marked ? " · marked again" : "");
	str_add(&more, found ? "" : console_words(q->console, " · {refresh} shows it").text);
	console_say_undone(q->console, r, str_cstr(&more));
	str_free(&more);
}

static void undo_done(struct task *task)
{
	struct undo_task *t = (struct undo_task *)task;
	struct queue *q = t->queue;

	q->console->writes--;
	q->console->failed = q->console->failed || task->err.code != ERR_NONE || t->result.refused;
	if (task->err.code == ERR_MISSING) {
		console_say(q->console, STYLE_DIM, "you have no %sdecision to take back",
			t->before ? "earlier " : "");
		q->undo_before = 0;
	} else if (task->err.code == ERR_LOST && t->result.ledger_id[0]) {
		queue_doubt(q, t->result.post_id, t->result.ledger_id, POST_PENDING);
	} else if (task->err.code != ERR_NONE) {
		console_say_error(q->console, &task->err);
	} else if (t->result.batch[0]) {
		bulk_take_back(q, &t->result);
	} else if (t->result.refused) {
		q->undo_before = t->result.seq;
		console_say(q->console, STYLE_WARN,
			"not taken back: %s · {undo} again goes to the one before it",
			t->result.refused);
	} else {
		undone(q, &t->result);
		console_pending_changed(q->console, t->result.first ? 0 : +1);
	}
}

void queue_undo(struct queue *q)
{
	const char *why = console_refuses(q->console, MAY_DECIDE);

	if (why) {
		console_say_words(q->console, STYLE_WARN, why);
		return;
	}
	struct undo_task *t = task_new(sizeof(*t));
	t->task.run = undo_run;
	t->task.done = undo_done;
	t->task.owner = q;
	t->task.mode = TASK_URGENT;
	t->task.what = "taking back";
	t->queue = q;
	t->session = q->console->session;
	t->before = q->undo_before;
	q->console->writes++;
	worker_submit(q->console->worker, &t->task);
}
