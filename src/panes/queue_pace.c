/* How quickly one approves: who is tired presses a key before she has read. */
#include <stdlib.h>
#include <string.h>

#include "queue.h"

#define TOO_QUICK_MS 3000

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

bool queue_too_quick(struct queue *q, int64_t viewing_ms)
{
	int64_t sorted[QUEUE_PACE];

	q->looked_ms[q->approvals++ % QUEUE_PACE] = viewing_ms;
	if (viewing_ms >= TOO_QUICK_MS)
		q->tired = false;
	if (q->approvals % QUEUE_PACE != 0)
		return false; /* said once, it need not be said with each */
	memcpy(sorted, q->looked_ms, sizeof(sorted));
	qsort(sorted, QUEUE_PACE, sizeof(sorted[0]), compare);
	q->tired = (sorted[QUEUE_PACE / 2 - 1] + sorted[QUEUE_PACE / 2]) / 2 < TOO_QUICK_MS;
	return q->tired;
}
