/* What is around one belief: its edges, and those of its neighbours. */
#include <stdlib.h>
#include <string.h>

#include "base/idmap.h"
#include "base/json.h"
#include "graph_row.h"
#include "heaviest.h"
#include "lookup.h"
#include "row.h"
#include "store/graph.h"

/* Beliefs of a level of which more is read, more than a screen has lines, and how much of each. */
#define PARENTS 64
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

/* What names an edge within an index: the id of one would have to be fetched from the table. */
#define SQLITE_KEY "rowid"
#define POSTGRES_KEY "id"

/* One direction of the focus, out of an index alone: key, other end, relation, weight, and how many
 * edges the row stands for. A file is next to us and gives all of them. A server may be far away:
 * it leaves out all but the heaviest itself, for which the first row of a relation stands, too. */
#define EDGES_OF(here, there, more) " FROM belief_edges WHERE " here " = $1" more
#define SQLITE_SIDE(here, there, more) \
	"SELECT rowid, " there ", relation, weight, 1" EDGES_OF(here, there, more)
#define POSTGRES_SIDE(here, there, more) \
	"SELECT at, other, relation, weight," \
	" CASE WHEN place = 1 THEN alike - least(alike, 200) + 1 ELSE 1 END" \
	" FROM (SELECT id AS at, " there " AS other, relation, weight," \
	" row_number() OVER (PARTITION BY relation ORDER BY weight DESC NULLS LAST, " there \
	", id) AS place, count(*) OVER (PARTITION BY relation) AS alike" EDGES_OF( \
		here, there, more) ") g WHERE place <= 200"
_Static_assert(EGO_GROUP == 200, "the statements say so");
#define INWARD(side) side("target_id", "source_id", " AND source_id <> target_id")
#define OUTWARD(side) side("source_id", "target_id", "")

static const char *const sides[2][2] = {
	[DB_SQLITE] = {INWARD(SQLITE_SIDE), OUTWARD(SQLITE_SIDE)},
	[DB_POSTGRES] = {INWARD(POSTGRES_SIDE), OUTWARD(POSTGRES_SIDE)},
};

/* The ties as they grow. */
struct growing {
	struct db *db;
	struct arena *a;
	struct ego *ego;
	size_t room, group_room;
};

static void read_edge(struct stmt *st, struct light_edge *out)
{
	row_copy(out->key, sizeof(out->key), col_text(st, 0));
	row_copy(out->other, sizeof(out->other), col_text(st, 1));
	out->relation = col_text(st, 2);
	out->weight = row_real(st, 3);
}

static void add_tie(struct growing *g, const struct light_edge *edge, size_t parent, int depth)
{
	g->ego->ties = row_room(g->a, g->ego->ties, g->ego->n, sizeof(*g->ego->ties), &g->room);
	struct tie *t = &g->ego->ties[g->ego->n++];

	*t = (struct tie){
		.relation = edge->relation,
		.weight = edge->weight,
		.outward = edge->outward,
		.parent = parent,
		.depth = depth,
	};
	memcpy(t->edge, edge->key, UUID_TEXT);
	memcpy(t->other, edge->other, UUID_TEXT);
}

/* --- Next to the focus. --- */

/* The edges of one relation and direction. */
struct group {
	struct tie_group is;
	struct heaviest heaviest;
};

struct side {
	struct group *groups;
	size_t n, room;
};

static struct group *group_of(struct side *side, const struct light_edge *edge, struct arena *a)
{
	for (size_t i = 0; i < side->n; i++)
		if (span_eq(side->groups[i].is.relation, edge->relation))
			return &side->groups[i];
	side->groups = row_room(a, side->groups, side->n, sizeof(*side->groups), &side->room);
	side->groups[side->n] = (struct group){
		.is = {arena_span(a, edge->relation), edge->outward, 0},
		.heaviest = {.most = EGO_GROUP},
	};
	return &side->groups[side->n++];
}

static int read_edges(struct growing *g, bool outward, struct side *side, struct err *e)
{
	struct stmt *st = db_prepare(g->db, sides[db_engine(g->db)][outward], e);
	struct light_edge edge = {.outward = outward};
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(g->ego->focus));
	while ((step = stmt_step(st, e)) > 0) {
		read_edge(st, &edge);
		struct group *group = group_of(side, &edge, g->a);
		group->is.count += col_int(st, 4);
		heaviest_add(&group->heaviest, &edge, g->a);
	}
	stmt_done(&st);
	return step;
}

static int by_relation(const void *a, const void *b)
{
	const struct group *left = a, *right = b;

	return span_compare(left->is.relation, right->is.relation);
}

/* How many lines each relation may have, so that all of them together fit. */
static size_t share_of(const struct side *side)
{
	for (size_t share = EGO_GROUP; share > 1; share--) {
		size_t lines = 0;
		for (size_t i = 0; i < side->n; i++)
			lines += side->groups[i].heaviest.n < share ? side->groups[i].heaviest.n
								    : share;
		if (lines <= EGO_SIDE)
			return share;
	}
	return 1;
}

static int read_side(struct growing *g, bool outward, struct err *e)
{
	struct ego *ego = g->ego;
	struct side side = {0};

	if (read_edges(g, outward, &side, e) < 0)
		return -1;
	if (side.n > 0)
		qsort(side.groups, side.n, sizeof(*side.groups), by_relation);
	for (size_t i = 0; i < side.n; i++)
		heaviest_end(&side.groups[i].heaviest);
	size_t share = share_of(&side), before = ego->n;
	for (size_t i = 0; i < side.n; i++) {
		const struct group *group = &side.groups[i];
		*(outward ? &ego->out : &ego->in) += group->is.count;
		if (ego->n - before >= EGO_SIDE)
			continue;
		ego->groups = row_room(
			g->a, ego->groups, ego->group_count, sizeof(*ego->groups), &g->group_room);
		ego->groups[ego->group_count++] = group->is;
		for (size_t k = 0; k < group->heaviest.n && k < share; k++)
			add_tie(g, &group->heaviest.v[k], TIE_FOCUS, 1);
	}
	return 0;
}

/* --- Further away. --- */

/* All edges of each of many beliefs, in both directions, but for those to the focus: as of a side,
 * then whether it goes out, and the belief. */
#define ENDS(ids, key) \
	"SELECT b." key " AS at, b.target_id AS other, b.relation, b.weight, 1 AS outward," \
	" w.value AS parent FROM " ids " JOIN belief_edges b ON b.source_id = w.value" \
	" WHERE b.target_id <> w.value AND b.target_id <> $2 UNION ALL" \
	" SELECT b." key ", b.source_id, b.relation, b.weight, 0, w.value FROM " ids \
	" JOIN belief_edges b ON b.target_id = w.value" \
	" WHERE b.source_id <> w.value AND b.source_id <> $2"

/* Some of the twelve may lead back. */
static const char *const levels[] = {
	[DB_SQLITE] = ENDS(SQLITE_IDS("$1"), SQLITE_KEY),
	[DB_POSTGRES] = "SELECT at, other, relation, weight, outward, parent FROM (SELECT y.*,"
			" row_number() OVER (PARTITION BY parent ORDER BY weight DESC NULLS LAST,"
			" relation, other, at) AS place FROM (" ENDS(
				POSTGRES_IDS("$1"), POSTGRES_KEY) ") y) g WHERE place <= 12",
};

/* A level is the lines of one depth; a belief that stands in several of them is opened in the
 * first. */
struct level {
	char (*ids)[UUID_TEXT];
	size_t *lines; /* where it stands */
	struct heaviest *heaviest; /* of its edges */
	size_t n;
	struct idmap places; /* from a belief to its place in the three */
};

static void open_level(struct growing *g, struct idmap *opened, int depth, struct level *out)
{
	*out = (struct level){
		.ids = arena_calloc(g->a, PARENTS, sizeof(*out->ids)),
		.lines = arena_calloc(g->a, PARENTS, sizeof(*out->lines)),
		.heaviest = arena_calloc(g->a, PARENTS, sizeof(*out->heaviest)),
		.places = {.value = sizeof(size_t)},
	};
	for (size_t i = 0; i < g->ego->n && out->n < PARENTS; i++) {
		const struct tie *t = &g->ego->ties[i];
		if (t->depth != depth || !idmap_put(opened, t->other, NULL))
			continue;
		idmap_put(&out->places, t->other, &out->n);
		memcpy(out->ids[out->n], t->other, UUID_TEXT);
		out->heaviest[out->n].most = (size_t)children[depth + 1];
		out->lines[out->n++] = i;
	}
}

/* What leads back to where a line comes from stands there already. */
static bool leads_back(const struct ego *ego, size_t line, const char *other)
{
	size_t parent = ego->ties[line].parent;

	return parent != TIE_FOCUS && strcmp(ego->ties[parent].other, other) == 0;
}

static int read_level(struct growing *g, struct level *above, int depth, struct err *e)
{
	struct stmt *st = db_prepare(g->db, levels[db_engine(g->db)], e);
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, ids_json((const char(*)[UUID_TEXT])above->ids, above->n, g->a));
	stmt_text(st, 2, span_of(g->ego->focus));
	while ((step = stmt_step(st, e)) > 0) {
		struct light_edge edge = {.outward = col_int(st, 4) != 0};
		char id[UUID_TEXT];
		size_t at;
		read_edge(st, &edge);
		row_copy(id, sizeof(id), col_text(st, 5));
		const void *place = idmap_get(&above->places, id);
		if (!place)
			continue; /* JSON has no bytes that are no text: another belief's id */
		memcpy(&at, place, sizeof(at));
		if (!leads_back(g->ego, above->lines[at], edge.other))
			heaviest_add(&above->heaviest[at], &edge, g->a);
	}
	stmt_done(&st);
	for (size_t i = 0; i < above->n; i++) {
		heaviest_end(&above->heaviest[i]);
		for (size_t k = 0; k < above->heaviest[i].n; k++)
			add_tie(g, &above->heaviest[i].v[k], above->lines[i], depth);
	}
	return step;
}

static const char one_belief[] = "SELECT count(*) FROM belief_nodes WHERE id = $1";

int graph_belief_there(struct db *db, const char *id, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, one_belief, e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(id)));
	return row_number(st, out, e);
}

static int read_around(struct growing *g, int depth, struct err *e)
{
	struct idmap opened = {0};
	int64_t found = 0;
	int rc = -1;

	if (graph_belief_there(g->db, g->ego->focus, &found, e) < 0)
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
		idmap_clear(&above.places);
		if (done < 0)
			goto out;
	}
	if (graph_describe(g->db, g->ego, g->a, e) < 0)
		goto out;
	ego_sort(g->ego, g->a);
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
