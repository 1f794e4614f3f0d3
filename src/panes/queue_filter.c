/* The queue's part in asking for its filter. */
#include "queue.h"

static bool filter_done(void *queue, struct span text, struct err *problem)
{
	return queue_filter(queue, text, problem);
}

void queue_filter_open(struct queue *q)
{
	static const enum filter_field fields[] = {
		FILTER_SUB, FILTER_PERSONA, FILTER_BY, FILTER_FLAG, FILTER_REASON};

	q->ask = (struct filter_ask){
		.console = q->console,
		.dialect = FILTER_DRAFTS,
		.fields = fields,
		.n = sizeof(fields) / sizeof(fields[0]),
		.owner = q,
		.kind = QUEUE_VALUES_OF_FILTER,
		.done = filter_done,
	};
}
