/* Looking at what a draft hides, which approving it may require. */
#include <string.h>

#include "panes/hidden.h"
#include "queue.h"
#include "tui/keymap.h"

static void seen(void *arg, const char *id, const char *hash)
{
	struct queue *q = arg;

	idmap_put(&q->examined, id, hash);
}

bool queue_examined(const struct queue *q, const char *id, const char *hash)
{
	const char *known = idmap_get(&q->examined, id);

	return known && strcmp(known, hash) == 0;
}

void queue_examine(struct queue *q)
{
	const struct list_row *selected = list_selected(q->list);
	struct draft *d = selected ? queue_draft(q, selected->id) : NULL;

	if (!d)
		console_say(q->console, STYLE_DIM, "there is no draft to look at");
	else
		q->console->ops->overlay(q->console,
			hidden_new(&(struct hidden_ask){.draft = d, .seen = seen, .arg = q}));
}

bool queue_must_examine(struct queue *q, const char *id)
{
	const struct draft *d = queue_draft(q, id);

	/* What is on the screen is judged, and nothing else is known of it. */
	if (!d || strcmp(d->post.hash, q->shown_hash) != 0) {
		console_say(q->console, STYLE_WARN, "not approved: the draft is being loaded");
		return true;
	}
	if (!(d->report.classes & TEXT_EXAMINE) || queue_examined(q, id, d->post.hash))
		return false;
	console_say(q->console, STYLE_WARN,
		"not approved: it hides something · {hidden} shows what, then approve");
	return true;
}
