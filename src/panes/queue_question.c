/* A question about one draft, which is over when somebody else decides the draft meanwhile. */
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "queue.h"
#include "tui/ask.h"

struct draft_question {
	struct queue *queue;
	struct overlay *box;
	char id[UUID_TEXT];
	void (*done)(void *arg);
	void *arg; /* freed in the end */
};

static void answered(void *arg)
{
	struct draft_question *a = arg;

	a->done(a->arg);
}

/* The answer may have led to the next question. */
static void dropped(void *arg)
{
	struct draft_question *a = arg;

	if (a->queue->question == a)
		a->queue->question = NULL;
	free(a->arg);
	free(a);
}

void queue_question(struct queue *q, const char *id, const struct ask *ask)
{
	struct draft_question *a = xcalloc(1, sizeof(*a));
	struct ask wrapped = *ask;

	*a = (struct draft_question){.queue = q, .done = ask->done, .arg = ask->arg};
	memcpy(a->id, id, sizeof(a->id));
	wrapped.done = answered;
	wrapped.drop = dropped;
	wrapped.arg = a;
	a->box = ask_new(&wrapped);
	q->question = a;
	q->console->ops->overlay(q->console, a->box);
}

/* At which time of day: how long ago would stand still while the box is open. */
static void say_decided(const struct post *p, struct str *out)
{
	char at[20], zone[12];
	int64_t when;

	if (p->status == POST_OTHER) {
		str_add(out, "It does not wait for a decision any more.");
		return;
	}
	str_addf(out, "It was %s", post_status_name(p->status));
	if (p->reviewed_by.p) {
		str_add(out, " by ");
		str_adds(out, p->reviewed_by);
	}
	if (time_parse(p->reviewed_at, &when)) {
		time_format_clock(when, at);
		time_format_zone(when, zone);
		str_addf(out, " at %s %s", at + strlen("2026-11-22 "), zone);
	}
	str_add(out, ". There is nothing left to decide.");
}

bool queue_question_over(struct queue *q)
{
	struct draft_question *a = q->question;
	struct str text = {0};

	if (!a)
		return false;
	const struct draft *d = queue_draft_loaded(q, a->id);
	const struct queue_row *row = queue_row_of(list_find(q->list, a->id));
	if (row && row->state == ROW_GONE)
		str_add(&text, "It was deleted. There is nothing left to decide.");
	else if (d && d->post.status != POST_PENDING)
		say_decided(&d->post, &text);
	else
		return false;
	ask_over(a->box,
		row && row->state == ROW_GONE ? "This draft is gone" : "This draft is decided",
		str_span(&text));
	q->question = NULL;
	str_free(&text);
	return true;
}
