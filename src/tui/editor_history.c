/* The history of an editor: a row of changes, and how many of them are done. */
#include "editor_history.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define BYTES_MOST (32u << 20)

static void free_change(struct editor_history *h, struct editor_change *c)
{
	h->bytes -= c->removed.len + c->inserted.len;
	str_free(&c->removed);
	str_free(&c->inserted);
}

static void forget_from(struct editor_history *h, size_t first)
{
	while (h->n > first)
		free_change(h, &h->v[--h->n]);
}

static void forget_oldest(struct editor_history *h)
{
	size_t n = 0;

	while (h->bytes > BYTES_MOST && n + 1 < h->n)
		free_change(h, &h->v[n++]);
	if (!n)
		return;
	h->n -= n;
	h->done -= n;
	memmove(h->v, h->v + n, h->n * sizeof(*h->v));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool ends_blank(const struct str *s)
{
	return s->len && is_blank(s->p[s->len - 1]);
}

/* Whether the change goes on where the last one stopped, within a word and the blanks behind it. */
static bool continues(const struct editor_change *last, enum change_kind kind, size_t at,
	struct span removed, struct span inserted)
{
	if (last->kind != kind)
		return false;
	switch (kind) {
	case CHANGE_TYPED:
		return !removed.n && at == last->at + last->inserted.len &&
			(is_blank(inserted.p[0]) || !ends_blank(&last->inserted));
	case CHANGE_ERASED_BEFORE:
		return at + removed.n == last->at &&
			(!is_blank(removed.p[0]) || is_blank(last->removed.p[0]));
	case CHANGE_ERASED_BEHIND:
		return at == last->at && (is_blank(removed.p[0]) || !ends_blank(&last->removed));
	default: return false;
	}
}

static void prepend(struct str *s, struct span text)
{
	str_reserve(s, text.n);
	memmove(s->p + text.n, s->p, s->len + 1);
	memcpy(s->p, text.p, text.n);
	s->len += text.n;
}

static void extend(struct editor_change *last, size_t at, struct span removed, struct span inserted)
{
	str_adds(&last->inserted, inserted);
	if (last->kind == CHANGE_ERASED_BEFORE) {
		prepend(&last->removed, removed);
		last->at = at;
	} else {
		str_adds(&last->removed, removed);
	}
}

void history_add(struct editor_history *h, enum change_kind kind, size_t at, struct span removed,
	struct span inserted, size_t cursor)
{
	forget_from(h, h->done);
	h->bytes += removed.n + inserted.n;
	if (h->open && h->n && continues(&h->v[h->n - 1], kind, at, removed, inserted)) {
		extend(&h->v[h->n - 1], at, removed, inserted);
		return;
	}
	if (h->n == h->room) {
		h->room = h->room ? h->room * 2 : 64;
		h->v = xrealloc(h->v, h->room * sizeof(*h->v));
	}
	struct editor_change *c = &h->v[h->n++];
	*c = (struct editor_change){.kind = kind, .at = at, .cursor = cursor};
	str_adds(&c->removed, removed);
	str_adds(&c->inserted, inserted);
	h->done = h->n;
	h->open = kind != CHANGE_OTHER;
	forget_oldest(h);
}

void history_pause(struct editor_history *h)
{
	h->open = false;
}

const struct editor_change *history_undo(struct editor_history *h)
{
	h->open = false;
	return h->done ? &h->v[--h->done] : NULL;
}

const struct editor_change *history_redo(struct editor_history *h)
{
	h->open = false;
	return h->done < h->n ? &h->v[h->done++] : NULL;
}

void history_clear(struct editor_history *h)
{
	forget_from(h, 0);
	h->done = 0;
	h->open = false;
}

void history_free(struct editor_history *h)
{
	history_clear(h);
	free(h->v);
	*h = (struct editor_history){0};
}
