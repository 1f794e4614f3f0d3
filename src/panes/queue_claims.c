/* Who has which draft open: one's own claim, and those of others. */
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "queue.h"
#include "tui/ask.h"
#include "tui/loop.h"

#define LOOKED_MS 1000 /* passing by is not opening */
#define RENEW_US (60 * TIME_SECOND)

struct claims_task {
	struct task task;
	struct queue *queue;
	struct session session;
	char take[UUID_TEXT]; /* "": only reads them */
	struct claim *list;
	size_t n;
};

static void claims_run(struct task *task, void *context)
{
	struct claims_task *t = (struct claims_task *)task;
	struct err *e = &task->err;

	if (t->take[0] && claims_take(context, &t->session, t->take, e) < 0)
		return;
	claims_list(context, &task->arena, &t->list, &t->n, e);
}

static bool same(const struct queue *q, const struct claims_task *t)
{
	bool equal = q->claim_count == t->n;

	for (size_t i = 0; equal && i < t->n; i++)
		equal = strcmp(q->claims[i].post_id, t->list[i].post_id) == 0 &&
			strcmp(q->claims[i].account_id, t->list[i].account_id) == 0;
	return equal;
}

/* Of a draft there is one at most; NULL: nobody has it open. */
static const struct claim *find_claim(const struct queue *q, const char *id)
{
	for (size_t i = 0; i < q->claim_count; i++)
		if (strcmp(q->claims[i].post_id, id) == 0)
			return &q->claims[i];
	return NULL;
}

static void ask_for(struct queue *q, const char *take);

/* Whoever had it before has gone on: it is still being read here. */
static void take_over(struct queue *q)
{
	bool reads = q->claimed[0] && strcmp(q->claimed, q->shown) == 0 &&
		q->viewed_status == POST_PENDING;
	bool lately = time_monotonic() - q->claimed_at < CLAIM_SECONDS * TIME_SECOND;

	if (reads && lately && !find_claim(q, q->claimed) &&
		!console_refuses(q->console, MAY_DECIDE))
		ask_for(q, q->claimed);
}

/* A claim that fails is no news: deciding will say what is the matter. */
static void claims_done(struct task *task)
{
	struct claims_task *t = (struct claims_task *)task;
	struct queue *q = t->queue;

	task->quiet = true;
	if (task->err.code != ERR_NONE)
		return;
	task->quiet = same(q, t);
	arena_free(&q->claims_arena);
	q->claims_arena = task->arena;
	task->arena = (struct arena){0};
	q->claims = t->list;
	q->claim_count = t->n;
	if (!t->take[0])
		take_over(q);
}

/* With the id of a draft it is claimed first; "" only reads. */
static void ask_for(struct queue *q, const char *take)
{
	struct claims_task *t = task_new(sizeof(*t));

	t->task.run = claims_run;
	t->task.done = claims_done;
	t->task.owner = q;
	t->task.kind = take[0] ? QUEUE_CLAIM : QUEUE_CLAIMS;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking who is on what";
	t->queue = q;
	t->session = q->console->session;
	if (take[0])
		memcpy(t->take, take, UUID_TEXT);
	worker_submit(q->console->worker, &t->task);
}

void queue_claims_load(struct queue *q)
{
	ask_for(q, "");
}

static void take_shown(void *arg)
{
	struct queue *q = arg;

	q->claim_timer = 0;
	if (!q->shown[0] || console_refuses(q->console, MAY_DECIDE))
		return;
	memcpy(q->claimed, q->shown, UUID_TEXT);
	q->claimed_at = time_monotonic();
	ask_for(q, q->claimed);
}

void queue_claims_painted(struct queue *q)
{
	bool mine = q->shown[0] && strcmp(q->claimed, q->shown) == 0;
	bool fresh = mine && q->console->key_time - q->claimed_at < RENEW_US;

	if (fresh || !q->shown[0] || q->viewed_status != POST_PENDING) {
		loop_cancel(q->console->loop, q->claim_timer);
		q->claim_timer = 0;
		memcpy(q->claiming, q->shown, UUID_TEXT);
		return;
	}
	if (q->claim_timer && strcmp(q->claiming, q->shown) == 0)
		return;
	loop_cancel(q->console->loop, q->claim_timer);
	memcpy(q->claiming, q->shown, UUID_TEXT);
	q->claim_timer = loop_after(q->console->loop, LOOKED_MS, take_shown, q);
}

void queue_claims_renew(struct queue *q, const char *id)
{
	bool mine = strcmp(q->claimed, id) == 0;

	if ((mine && q->console->key_time - q->claimed_at < RENEW_US) ||
		console_refuses(q->console, MAY_DECIDE))
		return;
	memcpy(q->claimed, id, UUID_TEXT);
	q->claimed_at = time_monotonic();
	ask_for(q, q->claimed);
}

void queue_claim_ended(struct queue *q, const char *id)
{
	if (strcmp(q->claimed, id) == 0)
		q->claimed[0] = '\0';
}

struct release_task {
	struct task task;
	struct session session;
};

static void release_run(struct task *task, void *context)
{
	claims_release(context, &((struct release_task *)task)->session, &task->err);
}

static void release_done(struct task *task)
{
	task->quiet = true;
}

void queue_claims_release(struct queue *q)
{
	loop_cancel(q->console->loop, q->claim_timer);
	q->claim_timer = 0;
	if (!q->claimed[0])
		return;
	struct release_task *t = task_new(sizeof(*t));
	q->claimed[0] = '\0';
	t->task.run = release_run;
	t->task.done = release_done;
	t->task.owner = q;
	t->task.mode = TASK_KEEP;
	t->task.what = "letting go of the draft";
	t->session = q->console->session;
	worker_submit(q->console->worker, &t->task);
}

const struct claim *queue_claim_of_other(const struct queue *q, const char *id)
{
	const struct claim *c = find_claim(q, id);
	bool others =
		c && c->until > time_now() && strcmp(c->account_id, q->console->session.id) != 0;

	return others ? c : NULL;
}

/* What waits for the answer. */
struct passing {
	struct queue *queue;
	struct verdict verdict;
};

static void pass(void *arg)
{
	struct passing *p = arg;

	queue_go_on(p->queue, &p->verdict);
}

/* At which time of day: how long ago would stand still while the box is open. */
static void say_opened(int64_t since, struct str *out)
{
	char at[20], zone[12];

	if (since == TIME_NONE) {
		str_add(out, "It");
		return;
	}
	time_format_clock(since, at);
	time_format_zone(since, zone);
	str_addf(out, "It was opened at %s %s, and", at + strlen("2026-11-22 "), zone);
}

void queue_ask_to_pass(struct queue *q, const struct verdict *v, const struct claim *c)
{
	struct passing *p = xcalloc(1, sizeof(*p));
	struct str title = {0}, text = {0};

	*p = (struct passing){q, *v};
	str_adds(&title, c->actor);
	str_add(&title, " has this draft open");
	say_opened(c->since, &text);
	str_add(&text,
		" is perhaps being read or edited right now. You would decide in the middle of"
		" that.");
	queue_question(q, v->id,
		&(struct ask){.title = str_cstr(&title),
			.text = str_span(&text),
			.yes = v->decision == DECIDE_APPROVE ? "approve it all the same"
							     : "reject it all the same",
			.done = pass,
			.arg = p});
	str_free(&title);
	str_free(&text);
}
