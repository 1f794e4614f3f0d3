/* What callers name, made fit to be looked for. */
#include "lookup.h"

#include <string.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "row.h"

static const char lowest[] = "00000000-0000-0000-0000-000000000000";
static const char highest[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";
_Static_assert(sizeof(lowest) == UUID_TEXT && sizeof(highest) == UUID_TEXT, "these are ids");

bool lookup_possible(enum db_engine engine, struct span text)
{
	if (engine == DB_SQLITE || !text.p)
		return true;
	return utf8_valid(text) && !memchr(text.p, '\0', text.n);
}

struct span lookup_text(const struct db *db, struct span text)
{
	return lookup_possible(db_engine(db), text) ? text : SPAN_NULL;
}

static bool begins_id(struct span text)
{
	if (!text.p || text.n > UUID_TEXT - 1)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
		if (lowest[i] == '-' ? c != '-' : !digit)
			return false;
	}
	return true;
}

struct span lookup_id(const struct db *db, struct span id)
{
	if (db_engine(db) == DB_SQLITE || (id.n == UUID_TEXT - 1 && begins_id(id)))
		return id;
	return SPAN_NULL;
}

void lookup_bind_ids(struct stmt *st, const struct db *db, const char (*ids)[UUID_TEXT], size_t n)
{
	for (size_t i = 0; i < ROW_BATCH; i++)
		stmt_text(st, (int)i + 1, i < n ? lookup_id(db, span_of(ids[i])) : SPAN_NULL);
}

struct id_range lookup_prefix(enum db_engine engine, struct span prefix, struct arena *a)
{
	int n = (int)prefix.n;

	/* Text is text there: the sign after all letters and digits ends the range. */
	if (engine == DB_SQLITE)
		return (struct id_range){prefix, span_of(arena_printf(a, "%.*s~", n, prefix.p))};
	if (!begins_id(prefix))
		return (struct id_range){SPAN_NULL, SPAN_NULL};
	return (struct id_range){
		span_of(arena_printf(a, "%.*s%s", n, prefix.p, lowest + n)),
		span_of(arena_printf(a, "%.*s%s", n, prefix.p, highest + n)),
	};
}

void lookup_hint(struct stmt *st, struct span name, const char *otherwise, struct err *e)
{
	struct arena a = {0};
	struct err ignored = {0};
	struct nearest near = {.word = arena_memdup(&a, name.p, name.n)};

	while (st && stmt_step(st, &ignored) > 0) {
		struct span row = col_text(st, 0);
		nearest_offer(&near, arena_memdup(&a, row.p, row.n));
	}
	stmt_done(&st);
	if (near.best)
		err_hint(e, "did you mean %s?", near.best);
	else
		err_hint(e, "%s", otherwise);
	arena_free(&a);
}
