/* Loads the edges of depends_on and looks for cycles among them. */
#include "findings_cycle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/idmap.h"
#include "base/str.h"
#include "model/cycles.h"
#include "row.h"
#include "store/beliefs.h"

#define SHOWN 6 /* beliefs of a way round that are named */

struct edges {
	struct cycle_edge *v;
	size_t n, room;
	struct idmap number; /* of each belief, in the order of its id's first use */
	char (*ids)[UUID_TEXT]; /* by number */
	uint32_t nodes;
	size_t ids_room;
};

/* In the order of ids, so that what is found first does not hang on the order of the rows. */
static const char depends_on[] = "SELECT source_id, target_id FROM belief_edges"
				 " WHERE relation = 'depends_on' AND source_id <> target_id"
				 " ORDER BY source_id, target_id";

static uint32_t number_of(struct edges *g, struct span id)
{
	char text[UUID_TEXT];

	row_copy(text, sizeof(text), id);
	const uint32_t *known = idmap_get(&g->number, text);
	if (known)
		return *known;
	if (g->nodes == g->ids_room) {
		g->ids_room = g->ids_room ? g->ids_room * 2 : 256;
		g->ids = xrealloc(g->ids, g->ids_room * sizeof(*g->ids));
	}
	memcpy(g->ids[g->nodes], text, sizeof(text));
	idmap_put(&g->number, text, &g->nodes);
	return g->nodes++;
}

static int load_edges(struct db *db, struct edges *g, struct err *e)
{
	struct stmt *st = db_prepare(db, depends_on, e);
	int step;

	if (!st)
		return -1;
	stmt_stream(st);
	while ((step = stmt_step(st, e)) > 0) {
		if (g->n == g->room) {
			g->room = g->room ? g->room * 2 : 1024;
			g->v = xrealloc(g->v, g->room * sizeof(*g->v));
		}
		uint32_t from = number_of(g, col_text(st, 0));
		g->v[g->n++] = (struct cycle_edge){from, number_of(g, col_text(st, 1))};
	}
	stmt_done(&st);
	return step;
}

/* "A → B → C → A", with what does not fit counted. */
static struct span describe(
	const struct belief *b, size_t n, const struct cycle *c, struct arena *a)
{
	struct str way = {0};

	for (size_t i = 0; i < n; i++) {
		str_adds(&way, b[i].title.n > 0 ? b[i].title : SPAN_LIT("(no title)"));
		str_add(&way, " → ");
	}
	if (c->length > n)
		str_addf(&way, "%zu more → ", c->length - n);
	str_adds(&way, b[0].title.n > 0 ? b[0].title : SPAN_LIT("(no title)"));
	struct span text = arena_span(a, str_span(&way));
	str_free(&way);
	return text;
}

static int read_cycle(struct db *db, const struct edges *g, const struct cycle *c, struct arena *a,
	struct finding *out, struct err *e)
{
	size_t n = c->length < SHOWN ? c->length : SHOWN;
	struct span ids[SHOWN] = {0};
	struct arena *arenas[SHOWN];
	struct belief *b = arena_calloc(a, n, sizeof(*b));

	for (size_t i = 0; i < n; i++) {
		ids[i] = span_of(g->ids[c->path[i]]);
		arenas[i] = a;
	}
	if (beliefs_find_all(db, ids, n, arenas, b, e) < 0)
		return -1;
	*out = (struct finding){.kind = FINDING_CYCLE,
		.title = b[0].title,
		.other_title = b[1].title,
		.confidence = b[0].confidence,
		.other_confidence = b[1].confidence,
		.confidence_broken = b[0].confidence_broken,
		.other_broken = b[1].confidence_broken,
		.weight = (double)NAN,
		.other_weight = (double)NAN,
		.count = (int64_t)c->members,
		.since = TIME_NONE};
	row_copy(out->belief, sizeof(out->belief), ids[0]);
	row_copy(out->other, sizeof(out->other), ids[1]);
	out->detail = describe(b, n, c, a);
	return 0;
}

int findings_cycles(struct db *db, struct span persona_id, size_t limit, struct arena *a,
	struct finding_list *out, struct err *e)
{
	struct edges g = {.number.value = sizeof(uint32_t)};
	struct arena scratch = {0};
	struct cycle *cycles;
	size_t n = 0;
	int rc = load_edges(db, &g, e);

	if (rc == 0)
		cycles_find(g.v, g.n, g.nodes, &scratch, &cycles, &n);
	if (!persona_id.p && n > limit)
		n = limit + 1;
	out->rows = arena_calloc(a, n, sizeof(*out->rows));
	while (rc == 0 && out->n < n) {
		rc = read_cycle(db, &g, &cycles[out->n], a, &out->rows[out->n], e);
		out->n += rc == 0;
	}
	if (rc == 0 && persona_id.p)
		rc = findings_narrow(db, persona_id, out, e);
	out->more = out->n > limit;
	out->n = out->more ? limit : out->n;
	arena_free(&scratch);
	idmap_clear(&g.number);
	free(g.v);
	free(g.ids);
	return rc;
}
