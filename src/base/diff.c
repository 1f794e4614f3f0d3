/* Words of two texts get numbers, the numbers are compared, and runs of changes become pieces. */
#include "base/diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/sanitize.h"
#include "diff_compare.h"
#include "diff_tokens.h"
#include "piece.h"

#define TEXT_MOST (64u << 20) /* bytes of both texts that are compared */

struct token {
	uint32_t end; /* byte offset in the side's text */
	uint32_t id; /* equal for equal bytes, on both sides */
};

struct side {
	struct span text;
	struct token *tokens;
	size_t n, room;
	bool *changed; /* by token */
};

/* --- Numbers for words --- */

struct names {
	struct name {
		struct span text; /* NULL: free */
		uint32_t id;
	} * slots;
	size_t size; /* a power of two, more than twice the names */
	uint32_t count;
};

static uint32_t hash(struct span s)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h ^ h >> 15;
}

static struct name *find_slot(const struct names *names, struct span text)
{
	size_t i = hash(text) & (names->size - 1);

	while (names->slots[i].text.p && !span_eq(names->slots[i].text, text))
		i = (i + 1) & (names->size - 1);
	return &names->slots[i];
}

static void grow_names(struct names *names)
{
	struct names larger = {.size = names->size ? names->size * 2 : 1024, .count = names->count};

	larger.slots = xcalloc(larger.size, sizeof(*larger.slots));
	for (size_t i = 0; i < names->size; i++)
		if (names->slots[i].text.p)
			*find_slot(&larger, names->slots[i].text) = names->slots[i];
	free(names->slots);
	*names = larger;
}

static uint32_t name_token(struct names *names, struct span text)
{
	if ((size_t)names->count * 2 >= names->size)
		grow_names(names);
	struct name *slot = find_slot(names, text);
	if (!slot->text.p)
		*slot = (struct name){text, names->count++};
	return slot->id;
}

static void read_tokens(struct side *s, struct names *names)
{
	for (size_t at = 0, n; at < s->text.n; at += n) {
		n = diff_token(s->text, at);
		if (s->n == s->room) {
			s->room = s->room ? s->room * 2 : 256;
			s->tokens = xrealloc(s->tokens, s->room * sizeof(*s->tokens));
		}
		uint32_t id = name_token(names, (struct span){s->text.p + at, n});
		s->tokens[s->n++] = (struct token){(uint32_t)(at + n), id};
	}
	s->changed = xcalloc(s->n + 1, sizeof(*s->changed));
}

/* --- The comparison --- */

/* The tokens of one side that occur on the other, too: all others cannot but have changed. */
struct shared {
	size_t *where; /* in the side's tokens */
	uint32_t *ids;
	bool *changed;
	size_t n;
};

static struct shared find_shared(const struct side *s, const struct side *other, uint32_t names)
{
	struct shared out;
	bool *there = xcalloc((size_t)names + 1, sizeof(*there));

	for (size_t i = 0; i < other->n; i++)
		there[other->tokens[i].id] = true;
	out.where = xcalloc(s->n + 1, sizeof(*out.where));
	out.ids = xcalloc(s->n + 1, sizeof(*out.ids));
	out.changed = xcalloc(s->n + 1, sizeof(*out.changed));
	out.n = 0;
	for (size_t i = 0; i < s->n; i++) {
		s->changed[i] = !there[s->tokens[i].id];
		if (s->changed[i])
			continue;
		out.where[out.n] = i;
		out.ids[out.n++] = s->tokens[i].id;
	}
	free(there);
	return out;
}

static struct diff_row row_of(const struct shared *s)
{
	return (struct diff_row){s->ids, s->changed, (int32_t)s->n};
}

static void take_changes(struct side *s, struct shared *from)
{
	for (size_t i = 0; i < from->n; i++)
		s->changed[from->where[i]] = from->changed[i];
	free(from->where);
	free(from->ids);
	free(from->changed);
}

static bool compare_sides(struct side *old, struct side *new, uint32_t names)
{
	struct shared a = find_shared(old, new, names), b = find_shared(new, old, names);
	bool coarse = diff_compare(row_of(&a), row_of(&b));

	take_changes(old, &a);
	take_changes(new, &b);
	return coarse;
}

/* --- What came of it --- */

static size_t token_start(const struct side *s, size_t i)
{
	return i ? s->tokens[i - 1].end : 0;
}

static bool is_blank(const struct side *s, size_t i)
{
	char c = s->text.p[token_start(s, i)];

	return c == ' ' || c == '\t';
}

static bool is_changed(const struct side *s, size_t i)
{
	return i < s->n && s->changed[i];
}

static size_t changes_end(const struct side *s, size_t i)
{
	while (i < s->n && s->changed[i])
		i++;
	return i;
}

/* {x}a{b a} reads better as {x a b}a, and says the same. */
static void slide_together(struct side *s)
{
	for (size_t i = 2; i < s->n; i++) {
		size_t end = changes_end(s, i);
		if (end == i || s->changed[i - 1])
			continue;
		if (s->changed[i - 2] && s->tokens[i - 1].id == s->tokens[end - 1].id) {
			s->changed[i - 1] = true;
			s->changed[end - 1] = false;
		}
		i = end;
	}
}

/* "the quick" that became "a slow" reads better as one change than as two with a blank between. */
static void join_over_blanks(struct side *old, struct side *new)
{
	size_t i = 0, j = 0;

	while (i < old->n && j < new->n) {
		if (old->changed[i]) {
			i++;
		} else if (new->changed[j]) {
			j++;
		} else {
			if (i && j && is_blank(old, i) && is_changed(old, i - 1) &&
				is_changed(new, j - 1) && is_changed(old, i + 1) &&
				is_changed(new, j + 1))
				old->changed[i] = new->changed[j] = true;
			i++;
			j++;
		}
	}
}

/* The pieces as they come, before the arena gets them. */
struct pieces {
	struct diff_piece *v;
	size_t n, room;
};

static void add(struct pieces *out, enum diff_kind kind, struct span text)
{
	struct diff_piece *last = out->n ? &out->v[out->n - 1] : NULL;

	if (!text.n)
		return;
	if (last && last->kind == kind) {
		last->text.n += text.n;
		return;
	}
	if (out->n == out->room) {
		out->room = out->room ? out->room * 2 : 64;
		out->v = xrealloc(out->v, out->room * sizeof(*out->v));
	}
	out->v[out->n++] = (struct diff_piece){kind, text};
}

static struct span part(struct span s, size_t from, size_t to)
{
	return (struct span){s.p + from, to - from};
}

static struct span next_step(struct span s, size_t at)
{
	return at < s.n ? part(s, at, at + text_step(s, at)) : SPAN_NULL;
}

static bool is_hidden(struct span s, size_t at)
{
	return at < s.n && (piece_at(s, at).class & TEXT_ALARM) != 0;
}

/* Whether two texts differ in what is hidden only; then adds their pieces, if asked to. */
static bool split_hidden(struct span a, struct span b, struct pieces *out)
{
	size_t i = 0, j = 0;

	while (i < a.n || j < b.n) {
		struct span was = next_step(a, i), is = next_step(b, j);
		if (was.n && span_eq(was, is)) {
			if (out)
				add(out, DIFF_KEPT, is);
			i += was.n;
			j += is.n;
		} else if (is_hidden(a, i)) {
			if (out)
				add(out, DIFF_DELETED, was);
			i += was.n;
		} else if (is_hidden(b, j)) {
			if (out)
				add(out, DIFF_INSERTED, is);
			j += is.n;
		} else {
			return false;
		}
	}
	return true;
}

static void add_change(struct pieces *out, struct span old, struct span new)
{
	if (old.n && new.n && split_hidden(old, new, NULL)) {
		split_hidden(old, new, out);
		return;
	}
	add(out, DIFF_DELETED, old);
	add(out, DIFF_INSERTED, new);
}

static void add_middle(struct pieces *out, const struct side *old, const struct side *new)
{
	size_t i = 0, j = 0;

	while (i < old->n || j < new->n) {
		size_t i1 = changes_end(old, i), j1 = changes_end(new, j);

		add_change(out, part(old->text, token_start(old, i), token_start(old, i1)),
			part(new->text, token_start(new, j), token_start(new, j1)));
		i = i1;
		j = j1;
		for (; i < old->n && j < new->n && !old->changed[i] && !new->changed[j]; i++, j++)
			add(out, DIFF_KEPT,
				part(new->text, token_start(new, j), new->tokens[j].end));
	}
}

/* --- The whole --- */

/* Bytes of the lines that both texts begin with. */
static size_t same_lines_before(struct span a, struct span b)
{
	size_t n = 0, lines = 0, least = a.n < b.n ? a.n : b.n;

	for (; n < least && a.p[n] == b.p[n]; n++)
		if (a.p[n] == '\n')
			lines = n + 1;
	return n == a.n && n == b.n ? n : lines;
}

static size_t same_lines_behind(struct span a, struct span b)
{
	size_t lines = 0, least = a.n < b.n ? a.n : b.n;

	for (size_t n = 0; n < least && a.p[a.n - 1 - n] == b.p[b.n - 1 - n]; n++)
		if (a.p[a.n - 1 - n] == '\n')
			lines = n;
	return lines;
}

static void free_side(struct side *s)
{
	free(s->tokens);
	free(s->changed);
}

static bool compare_words(struct side *old, struct side *new)
{
	struct names names = {0};

	read_tokens(old, &names);
	read_tokens(new, &names);
	free(names.slots);
	bool coarse = compare_sides(old, new, names.count);
	slide_together(old);
	slide_together(new);
	join_over_blanks(old, new);
	return coarse;
}

void diff_words(struct span old, struct span new, struct arena *a, struct diff *out)
{
	old.p = old.p ? old.p : "";
	new.p = new.p ? new.p : "";
	size_t before = same_lines_before(old, new);
	size_t behind = same_lines_behind(part(old, before, old.n), part(new, before, new.n));
	struct side from = {.text = part(old, before, old.n - behind)};
	struct side to = {.text = part(new, before, new.n - behind)};
	struct pieces pieces = {0};

	*out = (struct diff){.coarse = from.text.n + to.text.n > TEXT_MOST};
	add(&pieces, DIFF_KEPT, part(new, 0, before));
	if (out->coarse) {
		add(&pieces, DIFF_DELETED, from.text);
		add(&pieces, DIFF_INSERTED, to.text);
	} else {
		out->coarse = compare_words(&from, &to);
		add_middle(&pieces, &from, &to);
	}
	add(&pieces, DIFF_KEPT, part(new, new.n - behind, new.n));
	out->v = arena_calloc(a, pieces.n, sizeof(*out->v));
	out->n = pieces.n;
	if (pieces.n)
		memcpy(out->v, pieces.v, pieces.n * sizeof(*out->v));
	free(pieces.v);
	free_side(&from);
	free_side(&to);
}

void diff_add_signs(const struct diff *d, struct str *out)
{
	static const char *const signs[][2] = {[DIFF_KEPT] = {"", ""},
		[DIFF_DELETED] = {"[-", "-]"},
		[DIFF_INSERTED] = {"{+", "+}"}};

	for (size_t i = 0; i < d->n; i++) {
		str_add(out, signs[d->v[i].kind][0]);
		str_adds(out, d->v[i].text);
		str_add(out, signs[d->v[i].kind][1]);
	}
}
