/* JSON of any shape as the lines of an indented tree. */
#ifndef MODEL_META_TREE_H
#define MODEL_META_TREE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

#define META_TREE_LINES 200
#define META_TREE_DEPTH 6
#define META_TREE_TEXT 2000 /* bytes of one text */
#define META_TREE_BYTES 262144 /* of JSON: what is larger is not read */

enum meta_kind {
	META_TEXT, /* shown in quotes, which keep "5" and 5 apart */
	META_WORD, /* a number, true, false, null, {} or [], as JSON writes it */
	META_HEAD, /* of an object or a list whose members follow one level deeper */
	META_FOLD, /* stands for what is not shown: "… and 12 more" */
};

struct meta_line {
	int depth;
	enum meta_kind kind;
	struct span key; /* of a member; SPAN_NULL in a list */
	struct span value; /* META_HEAD: "2 members", "3 items" */
	size_t left; /* META_TEXT: bytes that were cut off */
};

struct meta_tree {
	struct meta_line lines[META_TREE_LINES + META_TREE_DEPTH + 2];
	size_t n;
};

/* Adds one member with all that it holds, at depth 0. What cannot be read, and what goes beyond the
 * bounds above, is folded into one line that says how much it is. Texts are in the arena. */
void meta_tree_add(struct meta_tree *t, struct span key, struct span json, struct arena *a);

#endif
