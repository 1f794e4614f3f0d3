/* JSON of any shape as the lines of an indented tree. */
#include "model/meta_tree.h"

#include <stdlib.h>

#include "base/json.h"

static struct meta_line *add_line(
	struct meta_tree *t, int depth, enum meta_kind kind, struct span key, struct span value)
{
	struct meta_line *line = &t->lines[t->n++];

	*line = (struct meta_line){.depth = depth, .kind = kind, .key = key, .value = value};
	return line;
}

static bool full(const struct meta_tree *t)
{
	return t->n >= META_TREE_LINES;
}

static void add_text(
	struct meta_tree *t, int depth, struct span key, const json_t *value, struct arena *a)
{
	struct span text = {json_string_value(value), json_string_length(value)};
	size_t n = text.n;

	if (n > META_TREE_TEXT) {
		n = META_TREE_TEXT;
		while (n > META_TREE_TEXT - 3 && ((unsigned char)text.p[n] & 0xC0) == 0x80)
			n--;
	}
	struct span shown = arena_span(a, (struct span){text.p, n});
	add_line(t, depth, META_TEXT, key, shown)->left = text.n - n;
}

static void add_word(
	struct meta_tree *t, int depth, struct span key, const json_t *value, struct arena *a)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);

	add_line(t, depth, META_WORD, key, arena_span(a, text ? span_of(text) : SPAN_LIT("?")));
	free(text);
}

static size_t size_of(const json_t *value)
{
	return json_is_object(value) ? json_object_size(value) : json_array_size(value);
}

static struct span count_of(const json_t *value, struct arena *a)
{
	size_t n = size_of(value);
	const char *what = json_is_object(value) ? "member" : "item";

	return span_of(arena_printf(a, "%zu %s%s", n, what, n == 1 ? "" : "s"));
}

static void add_value(
	struct meta_tree *t, int depth, struct span key, json_t *value, struct arena *a);

/* One fold stands for all members that have no room: at most one in each level. */
static void add_members(struct meta_tree *t, int depth, json_t *value, struct arena *a)
{
	size_t n = size_of(value), shown = 0;

	if (json_is_object(value)) {
		for (void *at = json_object_iter(value); at && !full(t);
			at = json_object_iter_next(value, at), shown++) {
			struct span key = {json_object_iter_key(at), json_object_iter_key_len(at)};
			add_value(t, depth, arena_span(a, key), json_object_iter_value(at), a);
		}
	} else {
		for (; shown < n && !full(t); shown++)
			add_value(t, depth, SPAN_NULL, json_array_get(value, shown), a);
	}
	if (shown < n)
		add_line(t, depth, META_FOLD, SPAN_NULL,
			span_of(arena_printf(a, "… and %zu more", n - shown)));
}

static void add_value(
	struct meta_tree *t, int depth, struct span key, json_t *value, struct arena *a)
{
	if (json_is_string(value)) {
		add_text(t, depth, key, value, a);
	} else if (size_of(value) == 0) {
		add_word(t, depth, key, value, a);
	} else if (depth + 1 >= META_TREE_DEPTH) {
		add_line(t, depth, META_FOLD, key,
			span_of(arena_printf(
				a, "… %s, too deep to be shown", count_of(value, a).p)));
	} else {
		add_line(t, depth, META_HEAD, key, count_of(value, a));
		add_members(t, depth + 1, value, a);
	}
}

void meta_tree_add(struct meta_tree *t, struct span key, struct span json, struct arena *a)
{
	struct err e = {0};

	if (t->n > META_TREE_LINES)
		return;
	if (full(t)) {
		add_line(t, 0, META_FOLD, SPAN_NULL, SPAN_LIT("… and more members"));
		return;
	}
	json_t *value = json.n <= META_TREE_BYTES ? json_read(json, &e) : NULL;
	if (value)
		add_value(t, 0, key, value, a);
	else
		add_line(t, 0, META_FOLD, key,
			span_of(arena_printf(a, "… %zu bytes of JSON", json.n)));
	json_decref(value);
}
