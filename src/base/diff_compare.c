/* Myers' comparison in linear space: from both ends, a difference a round, until the paths meet. */
#include "diff_compare.h"

#include <stdlib.h>

#include "base/err.h"

#define ROUNDS_MOST 256 /* differences in a row before the best place found is taken */
#define STEPS_MOST 60000000 /* places looked at in all: less than a second */

/* Paths that end on the diagonals (place in a less place in b) from `low` to `high`, every
 * second of them, after so many differences: where each got to, as the place in a. */
struct front {
	int32_t *at; /* by diagonal, negative ones too */
	int32_t low, high;
};

struct comparison {
	struct diff_row a, b;
	struct front forward, backward;
	int64_t steps; /* left */
	bool coarse;
};

/* Stretches of both rows, and a place in them. */
struct box {
	int32_t a0, a1, b0, b1;
};
struct place {
	int32_t a, b;
};

/* One diagonal more on either side, or one less where the box ends. `none` is what no path is. */
static void widen(struct front *f, const struct box *box, int32_t none)
{
	if (f->low > box->a0 - box->b1)
		f->at[--f->low - 1] = none;
	else
		f->low++;
	if (f->high < box->a1 - box->b0)
		f->at[++f->high + 1] = none;
	else
		f->high--;
}

static bool has(const struct front *f, int32_t diagonal)
{
	return diagonal >= f->low && diagonal <= f->high;
}

/* One difference further on from the beginning; true when a path meets one from the end. */
static bool go_forward(
	struct comparison *c, const struct box *box, bool may_meet, struct place *out)
{
	struct front *f = &c->forward;

	widen(f, box, -1);
	for (int32_t d = f->high; d >= f->low; d -= 2) {
		int32_t a = f->at[d - 1] >= f->at[d + 1] ? f->at[d - 1] + 1 : f->at[d + 1];
		int32_t b = a - d;
		for (; a < box->a1 && b < box->b1 && c->a.ids[a] == c->b.ids[b]; a++, b++)
			c->steps--;
		f->at[d] = a;
		c->steps--;
		if (may_meet && has(&c->backward, d) && c->backward.at[d] <= a) {
			*out = (struct place){a, b};
			return true;
		}
	}
	return false;
}

static bool go_backward(
	struct comparison *c, const struct box *box, bool may_meet, struct place *out)
{
	struct front *f = &c->backward;

	widen(f, box, INT32_MAX);
	for (int32_t d = f->high; d >= f->low; d -= 2) {
		int32_t a = f->at[d - 1] < f->at[d + 1] ? f->at[d - 1] : f->at[d + 1] - 1;
		int32_t b = a - d;
		for (; a > box->a0 && b > box->b0 && c->a.ids[a - 1] == c->b.ids[b - 1]; a--, b--)
			c->steps--;
		f->at[d] = a;
		c->steps--;
		if (may_meet && has(&c->forward, d) && a <= c->forward.at[d]) {
			*out = (struct place){a, b};
			return true;
		}
	}
	return false;
}

static int32_t within(int32_t n, int32_t least, int32_t most)
{
	return n < least ? least : n > most ? most : n;
}

/* The place furthest from the corner of its front, measured along both rows. */
static struct place furthest(const struct comparison *c, const struct box *box)
{
	struct place best = {box->a0, box->b0};
	int32_t gained = 0;

	for (int32_t d = c->forward.high; d >= c->forward.low; d -= 2) {
		int32_t a = within(c->forward.at[d], box->a0, box->a1);
		a = within(a, box->b0 + d, box->b1 + d);
		if (a - box->a0 + (a - d) - box->b0 > gained) {
			gained = a - box->a0 + (a - d) - box->b0;
			best = (struct place){a, a - d};
		}
	}
	for (int32_t d = c->backward.high; d >= c->backward.low; d -= 2) {
		int32_t a = within(c->backward.at[d], box->a0, box->a1);
		a = within(a, box->b0 + d, box->b1 + d);
		if (box->a1 - a + box->b1 - (a - d) > gained) {
			gained = box->a1 - a + box->b1 - (a - d);
			best = (struct place){a, a - d};
		}
	}
	return best;
}

/* A place through which a shortest way leads, or after ROUNDS_MOST a long one. */
static struct place find_middle(struct comparison *c, const struct box *box)
{
	int32_t first = box->a0 - box->b0, last = box->a1 - box->b1;
	bool odd = ((first - last) & 1) != 0;
	struct place middle;

	c->forward.low = c->forward.high = first;
	c->forward.at[first] = box->a0;
	c->backward.low = c->backward.high = last;
	c->backward.at[last] = box->a1;
	for (int round = 0; round < ROUNDS_MOST; round++) {
		if (go_forward(c, box, odd, &middle) || go_backward(c, box, !odd, &middle))
			return middle;
	}
	return furthest(c, box);
}

static void mark(const struct diff_row *row, int32_t from, int32_t to)
{
	for (int32_t i = from; i < to; i++)
		row->changed[i] = true;
}

static void trim(const struct comparison *c, struct box *box)
{
	const uint32_t *a = c->a.ids, *b = c->b.ids;

	while (box->a0 < box->a1 && box->b0 < box->b1 && a[box->a0] == b[box->b0]) {
		box->a0++;
		box->b0++;
	}
	while (box->a0 < box->a1 && box->b0 < box->b1 && a[box->a1 - 1] == b[box->b1 - 1]) {
		box->a1--;
		box->b1--;
	}
}

static int32_t size_of(const struct box *box)
{
	return box->a1 - box->a0 + box->b1 - box->b0;
}

static void compare(struct comparison *c, struct box box)
{
	for (trim(c, &box); box.a0 < box.a1 && box.b0 < box.b1; trim(c, &box)) {
		if (c->steps <= 0) {
			c->coarse = true;
			break;
		}
		struct place at = find_middle(c, &box);
		struct box before = {box.a0, at.a, box.b0, at.b};
		struct box after = {at.a, box.a1, at.b, box.b1};
		/* The larger part comes last, without another call: the stack stays low. */
		bool first = size_of(&before) < size_of(&after);
		compare(c, first ? before : after);
		box = first ? after : before;
	}
	mark(&c->a, box.a0, box.a1);
	mark(&c->b, box.b0, box.b1);
}

bool diff_compare(struct diff_row a, struct diff_row b)
{
	size_t diagonals = (size_t)a.n + (size_t)b.n + 3;
	int32_t *room = xcalloc(2 * diagonals, sizeof(*room));
	struct comparison c = {.a = a, .b = b, .steps = STEPS_MOST};

	c.forward.at = room + b.n + 1;
	c.backward.at = room + diagonals + b.n + 1;
	compare(&c, (struct box){0, a.n, 0, b.n});
	free(room);
	return c.coarse;
}
