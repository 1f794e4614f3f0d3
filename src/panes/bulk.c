/* A batch runs in transactions of some hundreds, between which everything else goes on, and ends
 * with a report. */
#include "bulk.h"

#include <stdlib.h>
#include <string.h>

#include "base/time.h"

/* "approved", "rejected", "taken back". */
static const char *done_word(const struct bulk *b)
{
	return b->undo ? "taken back" : b->decision == DECIDE_APPROVE ? "approved" : "rejected";
}

struct bulk *bulk_new(struct queue *q)
{
	struct bulk *b = xcalloc(1, sizeof(*b));

	bulk_clear(q);
	b->queue = q;
	b->size = BULK_LEAST;
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
	idmap_clear(&b->able);
	report_free(&b->report);
	free_task(&b->doubtful);
	free(b);
	q->bulk = NULL;
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
	size_t n, most;
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
		bulk_undo(context, &t->session, t->batch, t->after, t->most, &task->arena,
			t->undone, &t->n, &task->err);
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
		const char *seen = idmap_get(&b->queue->read, item->post_id);
		if (seen)
			memcpy(item->seen_hash, seen, sizeof(item->seen_hash));
		item->examined = seen && queue_examined(b->queue, item->post_id, seen);
		item->barred = !idmap_has(&b->able, item->post_id);
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
	t->most = b->size;
	if (b->undo) {
		t->undone = arena_calloc(a, b->size, sizeof(*t->undone));
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

/* As the list shows what they are now. */
static struct report *new_report(const struct bulk *b)
{
	if (b->undo)
		return report_new(STYLE_ACCENT, GLYPH_MARK);
	return b->decision == DECIDE_APPROVE ? report_new(STYLE_GOOD, GLYPH_APPROVED)
					     : report_new(STYLE_BAD, GLYPH_REJECTED);
}

void bulk_start(void *arg)
{
	struct queue *q = arg;
	struct bulk *b = q->bulk;

	if (!b || b->state != ASKING)
		return;
	b->state = RUNNING;
	b->session = q->console->session;
	b->report = new_report(b);
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

#define LABEL 160 /* bytes of a draft that the report has room for */

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
	if (line.n > LABEL) {
		line.n = LABEL;
		while (line.n > 0 && ((unsigned char)line.p[line.n] & 0xC0) == 0x80)
			line.n--;
	}
	str_adds(out, line.n > 0 || !snippet.p ? line : SPAN_LIT("(nothing but blanks)"));
	arena_free(&a);
}

static void add_why(struct str *out, const struct decision_result *r)
{
	char ago[24];
	int64_t at;

	switch (r->outcome) {
	case DECIDED: break;
	case DECISION_FIRST: str_add(out, "the first of two approvals"); break;
	case DECIDED_BEFORE:
		time_parse(r->at, &at);
		time_format_ago(at, time_now(), ago);
		str_addf(out, "%s by ", post_status_name(r->status));
		str_adds(out, r->by.p ? r->by : SPAN_LIT("somebody"));
		str_addf(out, ", %s", ago);
		break;
	case DECISION_CHANGED: str_add(out, "it changed since you read it"); break;
	case DECISION_GONE: str_add(out, "it was deleted"); break;
	case DECISION_HIDDEN: str_add(out, "it hides what you did not look at"); break;
	case DECISION_EDITED: str_add(out, "your edit of it is kept"); break;
	case DECISION_SAME: str_add(out, "the first approval is yours"); break;
	case DECISION_UNASKED: str_add(out, "it is pending again"); break;
	}
}

static enum report_kind kind_of(enum decision_outcome outcome)
{
	if (outcome == DECISION_FIRST)
		return REPORT_FIRST;
	return outcome == DECIDED ? REPORT_DONE : REPORT_NOT_DONE;
}

static void take_item(struct bulk *b, const struct bulk_item *item)
{
	struct queue *q = b->queue;
	const struct decision_result *r = &item->result;
	struct queue_row *row = queue_row_of(list_find(q->list, item->post_id));
	enum report_kind kind = kind_of(r->outcome);
	struct str why = {0}, text = {0};

	if (row) {
		row->state = r->outcome == DECISION_GONE ? ROW_GONE : ROW_STORED;
		row->line.status = r->status;
	}
	if (kind != REPORT_NOT_DONE)
		idmap_remove(&q->marks.set, item->post_id);
	b->done += kind != REPORT_NOT_DONE;
	b->refused += kind == REPORT_NOT_DONE;
	b->firsts += kind == REPORT_FIRST;
	queue_draft_forget(q, item->post_id);
	queue_claim_ended(q, item->post_id);
	add_why(&why, r);
	add_label(&text, item->target_subreddit, item->snippet);
	report_add(b->report, kind, item->post_id, str_span(&why), str_span(&text));
	str_free(&why);
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
	b->firsts += r->first && !r->refused;
	b->unlisted = b->unlisted || (!row && !r->refused);
	if (!r->refused)
		marks_add(&q->marks, r->post_id);
	if (row && !r->refused) {
		row->line.status = POST_PENDING;
		row->state = ROW_STORED;
	}
	queue_draft_forget(q, r->post_id);
	add_label(&text, r->target_subreddit, r->snippet);
	report_add(b->report, r->refused ? REPORT_NOT_DONE : REPORT_DONE, r->post_id,
		span_of(r->refused), str_span(&text));
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

/* --- The end. --- */

/* What a first approval of two decides is nothing yet. */
static size_t decided(const struct bulk *b)
{
	return b->undo ? b->done : b->done - b->firsts;
}

static void add_title(const struct bulk *b, struct str *out)
{
	char n[16], firsts[16];

	console_number((int64_t)decided(b), n);
	console_number((int64_t)b->firsts, firsts);
	if (b->firsts > 0 && !b->undo)
		str_addf(out, "%s approved, %s as first of two", n, firsts);
	else
		str_addf(out, "%s draft%s %s", n, b->done == 1 ? "" : "s", done_word(b));
}

static void add_firsts(const struct bulk *b, struct str *out)
{
	char firsts[16];

	if (b->firsts == 0)
		return;
	console_number((int64_t)b->firsts, firsts);
	str_addf(out,
		b->undo ? "\n%s had been first of two, pending all along"
			: "\n%s as first of two, still pending",
		firsts);
}

static void add_summary(const struct bulk *b, struct str *out)
{
	char done[16], total[16], other[16];
	int64_t ms = (time_monotonic() - b->began) / 1000;
	size_t rest = b->total > b->next ? b->total - b->next : 0;

	console_number((int64_t)decided(b), done);
	console_number((int64_t)b->total, total);
	str_addf(out, "%s of %s %s in %lld.%lld s", done, total, done_word(b),
		(long long)(ms / 1000), (long long)(ms / 100 % 10));
	add_firsts(b, out);
	if (b->done > 0 && !b->undo)
		str_add(out,
			console_words(b->queue->console,
				b->done == 1
					? "\none {undo} takes it back, until you decide again"
					: "\none {undo} takes all of it back, until you decide "
					  "again")
				.text);
	if (b->done > 0 && b->undo)
		str_add(out,
			console_words(
				b->queue->console, "\nmarked again · {unmark-all} unmarks all")
				.text);
	if (b->refused > 0) {
		console_number((int64_t)b->refused, other);
		str_addf(out, "\n%s not: see below%s", other, b->undo ? "" : "; still marked");
	}
	if (rest > 0) {
		console_number((int64_t)rest, other);
		str_addf(out, "\n%s not tried%s", other, b->undo ? "" : "; still marked");
	}
	if (b->err.code == ERR_CANCELLED)
		str_add(out, "\nstopped, as you asked");
	else if (b->err.code != ERR_NONE)
		str_addf(out, "\n%s", b->err.text);
}

static void take_back(void *arg)
{
	queue_undo(arg);
}

/* A box takes single keys: where a chord takes back, it works when the box is closed. */
static struct report_undo undo_of(const struct bulk *b)
{
	struct report_undo undo = {KEYC_NONE, take_back, b->queue};
	const struct key_binding *keys =
		keymap_binding(b->queue->console->keymap, KEYS_QUEUE, ACTION_UNDO);

	if (!b->undo && b->done > 0 && keys && keys->n == 1)
		undo.key = keys->codes[0];
	return undo;
}

static void finish(struct bulk *b)
{
	struct queue *q = b->queue;
	struct str summary = {0}, title = {0};
	struct report_undo undo = undo_of(b);
	bool whole = b->done == b->total;

	add_title(b, &title);
	add_summary(b, &summary);
	if (!q->console->plain) /* the box says all of it there */
		console_say(q->console, whole ? STYLE_GOOD : STYLE_WARN, "%s%s", str_cstr(&title),
			b->undo || b->done == 0
				? ""
				: console_words(q->console, " · {undo} takes it back").text);
	q->console->failed = q->console->failed || !whole;
	q->console->progress = (struct console_progress){0};
	if (!b->undo)
		q->undo_before = 0;
	else if (b->refused > 0)
		q->undo_before = b->first; /* u again goes to what was before them */
	q->console->ops->later(q->console,
		report_overlay(&b->report, q->console->plain ? "The batch" : str_cstr(&title),
			str_span(&summary), &undo));
	str_free(&title);
	str_free(&summary);
	if (b->unlisted)
		queue_load_anew(q);
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
		b->size = bulk_fit(b->size, t->took);
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
