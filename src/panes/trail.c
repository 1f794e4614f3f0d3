/* Where one has been, and where one came back from. */
#include "trail.h"

#include <stdio.h>
#include <string.h>

static bool put(char (*list)[UUID_TEXT], size_t *n, const char *id)
{
	bool full = *n == TRAIL_MOST;

	if (full) {
		memmove(list[0], list[1], (TRAIL_MOST - 1) * UUID_TEXT);
		(*n)--;
	}
	snprintf(list[(*n)++], UUID_TEXT, "%s", id);
	return full;
}

bool trail_push(struct trail *t, const char *from)
{
	t->ahead_count = 0;
	return put(t->back, &t->back_count, from);
}

bool trail_back(struct trail *t, const char *from, char to[UUID_TEXT])
{
	if (t->back_count == 0)
		return false;
	memcpy(to, t->back[--t->back_count], UUID_TEXT);
	put(t->ahead, &t->ahead_count, from);
	return true;
}

bool trail_forward(struct trail *t, const char *from, char to[UUID_TEXT])
{
	if (t->ahead_count == 0)
		return false;
	memcpy(to, t->ahead[--t->ahead_count], UUID_TEXT);
	put(t->back, &t->back_count, from);
	return true;
}

void trail_clear(struct trail *t)
{
	t->back_count = t->ahead_count = 0;
}

void trail_note(const struct trail *t, const struct console *c, struct str *out)
{
	if (t->ahead_count > 0)
		str_addf(out, "%zu ahead: %s", t->ahead_count, console_key(c, ACTION_FORWARD).text);
	if (t->back_count > 0)
		str_addf(out, "%s%zu back: %s", out->len ? " · " : "", t->back_count,
			console_key(c, ACTION_BACK).text);
}
