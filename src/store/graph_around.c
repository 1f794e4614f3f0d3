/* What is around one belief: its edges, and those of its neighbours. */
#include <string.h>

#include "base/idmap.h"
#include "base/json.h"
#include "belief_row.h"
#include "graph_row.h"
#include "lookup.h"
#include "row.h"
#include "store/graph.h"

/* Beliefs of a level of which more is read, and how much of each. */
#define PARENTS 200
static const int children[EGO_DEPTH + 1] = {[2] = 6, [3] = 4};

struct span ids_json(const char (*ids)[UUID_TEXT], size_t n, struct arena *a)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		if (json_array_append_new(list, json_from_text(span_of(ids[i]))) < 0)
			die_of_memory(0);
	char *text = json_dumps(list, JSON_COMPACT);
	if (!text)
		die_of_memory(0);
	struct span out = arena_span(a, span_of(text));
	free(text);
	json_decref(list);
	return out;
}

/* Of the belief at the other end: edges in all, each direction up to EGO_COUNTED. */
#define EDGES \
	"(SELECT count(*) FROM (SELECT 1 FROM belief_edges x WHERE x.source_id = o.id" \
	" LIMIT 2000) AS xo)" \
	" + (SELECT count(*) FROM (SELECT 1 FROM belief_edges x WHERE x.target_id = o.id" \
	" AND x.source_id <> x.target_id LIMIT 2000) AS xi)"
_Static_assert(EGO_COUNTED == 2000, "the statements say so");
/* What names an edge within an index: the id of one would have to be fetched from the table. */
#define SQLITE_KEY "rowid"
#define POSTGRES_KEY "id"
#define TIE \
	"SELECT e.id, g.relation, g.weight, g.other, o.title, o.current_confidence, " \
	"o.persona_id, " EDGES

/* One direction of the focus. Which edges are left out of very many is settled before a title is
 * read. Whoever writes to SQLite without foreign keys leaves edges behind that lead nowhere. */
#define SIDE(key, here, there, more) \
	TIE ", g.alike, g.total FROM (SELECT " key " AS at, relation, weight, " there " AS other," \
	    " row_number() OVER (PARTITION BY relation ORDER BY weight DESC NULLS LAST, " there \
	    ", " key ") AS place, count(*) OVER (PARTITION BY relation) AS alike," \
	    " count(*) OVER () AS total FROM belief_edges WHERE " here " = $1" more ") g" \
	    " JOIN belief_edges e ON e." key " = g.at" \
	    " LEFT JOIN belief_nodes o ON o.id = g.other WHERE g.place <= $2"
#define SIDE_ORDER(title) \
	" ORDER BY g.relation, g.weight DESC NULLS LAST, " title ", o.id, e.id LIMIT $3"
#define OUTWARD(key) SIDE(key, "source_id", "target_id", "")
#define INWARD(key) SIDE(key, "target_id", "source_id", " AND source_id <> target_id")

static const char *const sides[2][2] = {
	[DB_SQLITE] = {INWARD(SQLITE_KEY) SIDE_ORDER(SQLITE_TITLE("o")),
		OUTWARD(SQLITE_KEY) SIDE_ORDER(SQLITE_TITLE("o"))},
	[DB_POSTGRES] = {INWARD(POSTGRES_KEY) SIDE_ORDER(POSTGRES_TITLE("o")),
		OUTWARD(POSTGRES_KEY) SIDE_ORDER(POSTGRES_TITLE("o"))},
};

/* The ties as they grow. */
struct growing {
	struct db *db;
	struct arena *a;
	struct ego *ego;
	size_t room;
};

static struct tie *add_tie(struct growing *g, struct stmt *st, bool outward)
{
	g->ego->ties = row_room(g->a, g->ego->ties, g->ego->n, sizeof(*g->ego->ties), &g->room);
	struct tie *t = &g->ego->ties[g->ego->n++];

	*t = (struct tie){.outward = outward, .parent = TIE_FOCUS, .depth = 1};
	row_copy(t->edge, sizeof(t->edge), col_text(st, 0));
	t->relation = row_text(st, 1, g->a);
	t->weight = row_real(st, 2);
	row_copy(t->other, sizeof(t->other), col_text(st, 3));
	t->title = row_text(st, 4, g->a);
	t->confidence = row_confidence(st, 5, &t->confidence_broken);
	t->persona_id = row_text(st, 6, g->a);
	t->edges = col_int(st, 7);
	return t;
}

static int read_side(struct growing *g, bool outward, struct err *e)
{
	struct ego *ego = g->ego;
	struct stmt *st = db_prepare(g->db, sides[db_engine(g->db)][outward], e);
	size_t group_room = ego->group_count;
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(ego->focus));
	stmt_int(st, 2, EGO_GROUP);
	stmt_int(st, 3, EGO_SIDE);
	while ((step = stmt_step(st, e)) > 0) {
		const struct tie *t = add_tie(g, st, outward);
		const struct tie_group *last =
			ego->group_count ? &ego->groups[ego->group_count - 1] : NULL;
		*(outward ? &ego->out : &ego->in) = col_int(st, 9);
		if (last && last->outward == outward && span_eq(last->relation, t->relation))
			continue;
		ego->groups = row_room(
			g->a, ego->groups, ego->group_count, sizeof(*ego->groups), &group_room);
		ego->groups[ego->group_count++] =
			(struct tie_group){t->relation, outward, col_int(st, 8)};
	}
	stmt_done(&st);
	return step;
}

/* The heaviest edges of each of many beliefs, in both directions, but for those to the focus. */
#define LEVEL(ids, key, cast) \
	TIE ", g.parent, g.outward FROM (SELECT y.*, row_number() OVER (PARTITION BY y.parent" \
	    " ORDER BY y.weight DESC NULLS LAST, y.relation, y.other, y.at) AS place FROM (" \
	    "SELECT b." key \
	    " AS at, b.source_id AS parent, b.target_id AS other, b.relation, b.weight," \
	    " 1 AS outward FROM " ids " JOIN belief_edges b ON b.source_id = w.value" \
	    " UNION ALL SELECT b." key \
	    ", b.target_id, b.source_id, b.relation, b.weight, 0 FROM " ids \
	    " JOIN belief_edges b ON b.target_id = w.value AND b.source_id <> b.target_id) y" \
	    " WHERE y.other <> " cast " AND y.other <> y.parent) g JOIN belief_edges e ON e." key \
	    " = g.at" \
	    " JOIN belief_nodes o ON o.id = g.other" \
	    " WHERE g.place <= $3 ORDER BY g.parent, g.weight DESC NULLS LAST, g.relation, o.id, " \
	    "e.id"

static const char *const levels[] = {
	[DB_SQLITE] = LEVEL(SQLITE_IDS("$1"), SQLITE_KEY, "$2"),
	[DB_POSTGRES] = LEVEL(POSTGRES_IDS("$1"), POSTGRES_KEY, "CAST($2 AS uuid)"),
};

/* A level is the lines of one depth; a belief that stands in several of them is opened in the
 * first. */
struct level {
	char (*ids)[UUID_TEXT];
	size_t n;
	struct idmap lines; /* from a belief to its line */
};

static void open_level(struct growing *g, struct idmap *opened, int depth, struct level *out)
{
	*out = (struct level){
		.ids = arena_calloc(g->a, PARENTS, sizeof(*out->ids)),
		.lines = {.value = sizeof(size_t)},
	};
	for (size_t i = 0; i < g->ego->n && out->n < PARENTS; i++) {
		const struct tie *t = &g->ego->ties[i];
		if (t->depth != depth || !idmap_put(opened, t->other, NULL))
			continue;
		idmap_put(&out->lines, t->other, &i);
		memcpy(out->ids[out->n++], t->other, UUID_TEXT);
	}
}

/* What leads back to where a line comes from stands there already. */
static bool leads_back(const struct ego *ego, size_t line, const char *other)
{
	size_t parent = ego->ties[line].parent;

	return parent != TIE_FOCUS && strcmp(ego->ties[parent].other, other) == 0;
}

static int read_level(struct growing *g, const struct level *above, int depth, struct err *e)
{
	struct stmt *st = db_prepare(g->db, levels[db_engine(g->db)], e);
	size_t last = TIE_FOCUS;
	int step, of_this = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, ids_json((const char(*)[UUID_TEXT])above->ids, above->n, g->a));
	stmt_text(st, 2, span_of(g->ego->focus));
	/* Some may lead back. */
	stmt_int(st, 3, 2 * children[depth]);
	while ((step = stmt_step(st, e)) > 0) {
		char id[UUID_TEXT], other[UUID_TEXT];
		size_t line;
		row_copy(id, sizeof(id), col_text(st, 8));
		row_copy(other, sizeof(other), col_text(st, 3));
		memcpy(&line, idmap_get(&above->lines, id), sizeof(line));
		of_this = line == last ? of_this : 0;
		last = line;
		if (leads_back(g->ego, line, other) || of_this == children[depth])
			continue;
		of_this++;
		struct tie *t = add_tie(g, st, col_int(st, 9) != 0);
		t->parent = line;
		t->depth = depth;
	}
	stmt_done(&st);
	return step;
}

static const char one_belief[] = "SELECT count(*) FROM belief_nodes WHERE id = $1";

static int read_around(struct growing *g, int depth, struct err *e)
{
	struct idmap opened = {0};
	struct stmt *st = db_prepare(g->db, one_belief, e);
	int64_t found = 0;
	int rc = -1;

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(g->db, span_of(g->ego->focus)));
	if (row_number(st, &found, e) < 0)
		return -1;
	if (found == 0)
		return 0;
	idmap_put(&opened, g->ego->focus, NULL);
	if (read_side(g, true, e) < 0 || read_side(g, false, e) < 0)
		goto out;
	for (int d = 2; d <= depth; d++) {
		struct level above;
		open_level(g, &opened, d - 1, &above);
		int done = above.n > 0 ? read_level(g, &above, d, e) : 0;
		idmap_clear(&above.lines);
		if (done < 0)
			goto out;
	}
	ego_count(g->ego);
	rc = 0;
out:
	idmap_clear(&opened);
	return rc;
}

/* One snapshot, so that counts and lines agree. */
int graph_around(
	struct db *db, const char *id, int depth, struct arena *a, struct ego *out, struct err *e)
{
	bool own = !db_in_transaction(db);
	struct growing g = {.db = db, .a = a, .ego = out};

	*out = (struct ego){.depth = depth};
	row_copy(out->focus, sizeof(out->focus), span_of(id));
	if (own && db_begin_read(db, e) < 0)
		return -1;
	int rc = read_around(&g, depth < 1 ? 1 : depth > EGO_DEPTH ? EGO_DEPTH : depth, e);
	if (own)
		db_rollback(db);
	return rc;
}
