/* The belief graph: what is around a belief, and the edges among some. */
#include "store/graph.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "fixture.h"

#define ID(n) "bbbbbbbb-0000-4000-8000-00000000000" #n

static void add_belief(struct store *s, const char *id, const char *title)
{
	const char *const values[] = {id, s->persona, title};

	store_write(s->db,
		"INSERT INTO belief_nodes (id, persona_id, title, summary, current_confidence)"
		" VALUES ($1, $2, $3, '', 0.5)",
		values, 3);
}

static void add_edge(struct store *s, const char *source, const char *target, const char *relation,
	const char *weight)
{
	char id[UUID_TEXT];

	uuid_new(id);
	const char *const values[] = {id, s->persona, source, target, relation, weight};
	store_write(s->db,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation, weight)"
		" VALUES ($1, $2, $3, $4, $5, $6)",
		values, 6);
}

/* 1 → 2 → 3 → 4, 1 → 3, 5 → 1, 1 → 1; 2 and 3 twice. */
static void add_five(struct store *s)
{
	add_belief(s, ID(1), "one");
	add_belief(s, ID(2), "Two");
	add_belief(s, ID(3), "three");
	add_belief(s, ID(4), "four");
	add_belief(s, ID(5), "five");
	add_edge(s, ID(1), ID(2), "supports", "0.4");
	add_edge(s, ID(1), ID(3), "supports", "0.9");
	add_edge(s, ID(1), ID(1), "inspired_by", NULL);
	add_edge(s, ID(5), ID(1), "contradicts", NULL);
	add_edge(s, ID(2), ID(3), "supports", "0.7");
	add_edge(s, ID(2), ID(3), "depends_on", "0.3");
	add_edge(s, ID(3), ID(4), "evidence_for", "7");
}

static struct ego around(struct store *s, const char *id, int depth)
{
	struct ego ego;
	struct err e = {0};

	assert_ok(graph_around(s->db, id, depth, &s->arena, &ego, &e), e);
	return ego;
}

/* "out supports three 0.90 +2; …", deeper ties with a > for each level. */
static const char *written(struct store *s, const struct ego *ego)
{
	struct str out = {0};

	for (size_t i = 0; i < ego->n; i++) {
		const struct tie *t = &ego->ties[i];
		str_addf(&out, "%.*s%s %.*s %.*s %.2f +%d; ", t->depth - 1, ">>>",
			t->outward ? "out" : "in", (int)t->relation.n, t->relation.p,
			(int)t->title.n, t->title.p, t->weight, (int)t->behind);
	}
	const char *text = arena_printf(&s->arena, "%s", str_cstr(&out));
	str_free(&out);
	return text;
}

static void ties_are_grouped_by_direction_and_relation_heaviest_first(void **state)
{
	struct store *s = *state;

	add_five(s);
	struct ego ego = around(s, ID(1), 1);
	assert_string_equal(written(s, &ego),
		"out inspired_by one nan +0; out supports three 0.90 +3; out supports Two 0.40 +2; "
		"in contradicts five nan +0; ");
	assert_int_equal(ego.out, 3);
	assert_int_equal(ego.in, 1);
	assert_int_equal(ego.group_count, 3);
	assert_span(ego.groups[1].relation, "supports");
	assert_int_equal(ego.groups[1].count, 2);
	assert_false(ego.groups[2].outward);
}

static void what_lies_deeper_hangs_on_its_line_and_is_opened_once(void **state)
{
	struct store *s = *state;

	add_five(s);
	struct ego ego = around(s, ID(1), 2);
	assert_int_equal(ego.ties[1].behind, 0);
	assert_int_equal(ego.ties[2].behind, 0);
	assert_int_equal(ego.n, 4 + 3 + 2);
	for (size_t i = 4; i < ego.n; i++) {
		assert_int_equal(ego.ties[i].depth, 2);
		assert_true(ego.ties[i].parent < 4);
		assert_string_not_equal(ego.ties[i].other, ID(1));
	}
	ego = around(s, ID(5), 3);
	assert_string_equal(ego.ties[0].other, ID(1));
	int deepest = 0;
	for (size_t i = 0; i < ego.n; i++) {
		deepest = ego.ties[i].depth > deepest ? ego.ties[i].depth : deepest;
		assert_string_not_equal(ego.ties[i].other, ID(5));
	}
	assert_int_equal(deepest, 3);
}

static size_t reached(struct store *s, const char *id, int depth, size_t most, bool *more)
{
	char(*ids)[UUID_TEXT];
	struct err e = {0};
	size_t n;

	assert_ok(graph_reach(s->db, id, depth, most, &s->arena, &ids, &n, more, &e), e);
	if (n > 0)
		assert_string_equal(ids[0], id);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(ids[i], ids[k]);
	return n;
}

/* What is drawn or written around a belief is all of it, whatever a screen shows. */
static void all_that_lies_so_far_away_is_reached(void **state)
{
	struct store *s = *state;
	char id[UUID_TEXT];
	bool more;

	add_five(s);
	assert_int_equal(reached(s, ID(9), 2, 100, &more), 0);
	assert_int_equal(reached(s, ID(5), 0, 100, &more), 1);
	assert_int_equal(reached(s, ID(5), 1, 100, &more), 2);
	assert_int_equal(reached(s, ID(5), 2, 100, &more), 4);
	assert_int_equal(reached(s, ID(5), 3, 100, &more), 5);
	for (int i = 0; i < 3 * EGO_GROUP; i++) {
		snprintf(id, sizeof(id), "cccccccc-0000-4000-8000-%012d", i);
		add_belief(s, id, "spoke");
		add_edge(s, id, ID(4), "supports", "0.5");
	}
	assert_int_equal(reached(s, ID(4), 1, 5000, &more), 3 * EGO_GROUP + 2);
	assert_int_equal(reached(s, id, 2, 5000, &more), 3 * EGO_GROUP + 2);
	assert_int_equal(reached(s, id, 3, 5000, &more), 3 * EGO_GROUP + 4);
	assert_false(more);
	assert_int_equal(reached(s, id, 3, 3 * EGO_GROUP + 4, &more), 3 * EGO_GROUP + 4);
	assert_false(more);
	assert_int_equal(reached(s, id, 3, 100, &more), 100);
	assert_true(more);
}

static void of_a_hub_the_heaviest_are_shown_and_all_are_counted(void **state)
{
	struct store *s = *state;
	char id[UUID_TEXT], weight[16];

	add_belief(s, ID(1), "hub");
	for (int i = 0; i < EGO_GROUP + 50; i++) {
		snprintf(id, sizeof(id), "cccccccc-0000-4000-8000-%012d", i);
		snprintf(weight, sizeof(weight), "%.3f", i / 1000.0);
		add_belief(s, id, "spoke");
		add_edge(s, id, ID(1), "supports", weight);
	}
	add_edge(s, id, ID(1), "contradicts", "0.001");
	struct ego ego = around(s, ID(1), 1);
	assert_int_equal(ego.in, EGO_GROUP + 51);
	assert_int_equal(ego.n, EGO_GROUP + 1);
	assert_int_equal(ego.groups[1].count, EGO_GROUP + 50);
	assert_true(fabs(ego.ties[1].weight - (EGO_GROUP + 49) / 1000.0) < 1e-9);
	ego = around(s, id, 2);
	assert_int_equal(ego.ties[0].behind, EGO_GROUP + 49 - 6);
	assert_int_equal(ego.n, 2 + 6);
}

/* Titles run against ids: the cut goes by the ids, the lines by the titles. */
static void of_many_equally_heavy_the_same_are_shown_and_by_title(void **state)
{
	struct store *s = *state;
	char id[UUID_TEXT], title[16];

	add_belief(s, ID(1), "hub");
	for (int i = 0; i < 3 * EGO_GROUP; i++) {
		int n = i * 7 % (3 * EGO_GROUP);
		snprintf(id, sizeof(id), "cccccccc-0000-4000-8000-%012d", n);
		snprintf(title, sizeof(title), "Spoke %03d", 999 - n);
		add_belief(s, id, title);
		add_edge(s, id, ID(1), "supports", n == 230 ? "0.7" : n == 3 ? NULL : "0.5");
	}
	struct ego ego = around(s, ID(1), 1);
	assert_int_equal(ego.n, EGO_GROUP);
	assert_span(ego.ties[0].title, "Spoke 769");
	for (int i = 1, n = EGO_GROUP - 1; i < EGO_GROUP; i++, n--) {
		n -= n == 3;
		snprintf(title, sizeof(title), "Spoke %03d", 999 - n);
		assert_span(ego.ties[i].title, title);
	}
}

static void of_many_heavy_relations_each_has_lines(void **state)
{
	static const char *const relations[] = {
		"contradicts", "depends_on", "evidence_for", "supports", "zeroes"};
	struct store *s = *state;
	char id[UUID_TEXT], weight[16];

	add_belief(s, ID(1), "hub");
	add_belief(s, ID(2), "other");
	for (int i = 0; i < EGO_GROUP; i++) {
		snprintf(id, sizeof(id), "cccccccc-0000-4000-8000-%012d", i);
		snprintf(weight, sizeof(weight), "%.3f", i / 1000.0);
		add_belief(s, id, "spoke");
		for (int k = 0; k < 4; k++)
			add_edge(s, ID(1), id, relations[k], weight);
	}
	add_edge(s, ID(1), ID(2), relations[4], "0.9");
	struct ego ego = around(s, ID(1), 1);
	assert_int_equal(ego.out, 4 * EGO_GROUP + 1);
	assert_int_equal(ego.group_count, 5);
	assert_true(ego.n <= EGO_SIDE && ego.n > EGO_SIDE - 5);
	for (size_t i = 0, k = 0; k < 5; k++) {
		assert_span(ego.groups[k].relation, relations[k]);
		assert_int_equal(ego.groups[k].count, k < 4 ? EGO_GROUP : 1);
		assert_span(ego.ties[i].relation, relations[k]);
		if (k < 4)
			assert_true(fabs(ego.ties[i].weight - (EGO_GROUP - 1) / 1000.0) < 1e-9);
		while (i < ego.n && span_eq(ego.ties[i].relation, ego.groups[k].relation))
			i++;
	}
}

static void a_belief_that_is_gone_has_no_ties(void **state)
{
	struct ego ego = around(*state, ID(1), 3);

	assert_int_equal(ego.n, 0);
	assert_int_equal(ego.in + ego.out, 0);
}

static void the_graph_among_some_has_their_edges_alone(void **state)
{
	struct store *s = *state;
	static const char ids[][UUID_TEXT] = {ID(3), ID(1), ID(9), ID(2), ID(3)};
	struct graph g;
	struct err e = {0};

	add_five(s);
	assert_ok(graph_among(s->db, ids, 5, &s->arena, &g, &e), e);
	assert_int_equal(g.node_count, 3);
	assert_span(g.nodes[0].title, "Two");
	assert_span(g.nodes[2].title, "three");
	assert_int_equal(g.edge_count, 5);
	for (size_t i = 1; i < g.edge_count; i++)
		assert_true(g.edges[i - 1].source <= g.edges[i].source);
	assert_false(graph_is_mixed(&g));
	assert_ok(graph_among(s->db, ids, 0, &s->arena, &g, &e), e);
	assert_int_equal(g.node_count, 0);
}

static void a_graph_is_the_same_whatever_the_order_of_its_ids(void **state)
{
	struct store *s = *state;
	static const char one[][UUID_TEXT] = {ID(1), ID(2), ID(3), ID(4), ID(5)};
	static const char other[][UUID_TEXT] = {ID(5), ID(3), ID(4), ID(2), ID(1)};
	struct graph g, h;
	struct err e = {0};

	add_five(s);
	assert_ok(graph_among(s->db, one, 5, &s->arena, &g, &e), e);
	assert_ok(graph_among(s->db, other, 5, &s->arena, &h, &e), e);
	assert_int_equal(g.edge_count, 7);
	assert_int_equal(h.edge_count, 7);
	for (size_t i = 0; i < 7; i++) {
		assert_string_equal(g.edges[i].id, h.edges[i].id);
		assert_string_equal(g.nodes[g.edges[i].target].id, h.nodes[h.edges[i].target].id);
	}
}

static struct graph_paths paths(struct store *s, const char *from, const char *to)
{
	struct graph_paths p;
	struct err e = {0};

	assert_ok(graph_paths_find(s->db, from, to, &s->arena, &p, &e), e);
	return p;
}

static void the_shortest_path_has_few_edges_and_the_strongest_heavy_ones(void **state)
{
	struct store *s = *state;

	add_five(s);
	add_edge(s, ID(5), ID(4), "contradicts", "0.1");
	add_edge(s, ID(4), ID(5), "supports", "0.2");
	struct graph_paths p = paths(s, ID(1), ID(4));
	assert_int_equal(p.shortest.n, 3);
	assert_int_equal(p.strongest.n, 3);
	assert_string_equal(p.strongest.steps[1].node.id, ID(3));
	assert_true(fabs(p.strongest.product - 0.9) < 1e-9);
	assert_true(p.strongest.steps[0].forward);
	p = paths(s, ID(4), ID(5));
	assert_int_equal(p.shortest.n, 2);
	assert_span(p.shortest.steps[0].relation, "supports");
	assert_int_equal(p.strongest.n, 4);
	assert_false(p.strongest.steps[0].forward);
	assert_true(isnan(p.strongest.steps[2].weight));
	assert_true(fabs(p.strongest.product - 0.45) < 1e-9);
}

static void without_a_path_it_is_known_what_was_looked_at(void **state)
{
	struct store *s = *state;
	struct graph_paths p;
	struct err e = {0};

	add_five(s);
	add_belief(s, ID(6), "alone");
	p = paths(s, ID(1), ID(6));
	assert_int_equal(p.shortest.n, 0);
	assert_int_equal(p.strongest.n, 0);
	assert_true(p.looked_at > 0);
	assert_span(p.ends[1].title, "alone");
	assert_fails(graph_paths_find(s->db, ID(1), ID(9), &s->arena, &p, &e), e, ERR_MISSING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(ties_are_grouped_by_direction_and_relation_heaviest_first),
		ON_FRESH(what_lies_deeper_hangs_on_its_line_and_is_opened_once),
		ON_FRESH(all_that_lies_so_far_away_is_reached),
		ON_FRESH(of_a_hub_the_heaviest_are_shown_and_all_are_counted),
		ON_FRESH(of_many_equally_heavy_the_same_are_shown_and_by_title),
		ON_FRESH(of_many_heavy_relations_each_has_lines),
		ON_BOTH(a_belief_that_is_gone_has_no_ties),
		ON_FRESH(the_graph_among_some_has_their_edges_alone),
		ON_FRESH(the_shortest_path_has_few_edges_and_the_strongest_heavy_ones),
		ON_FRESH(without_a_path_it_is_known_what_was_looked_at),
		ON_FRESH(a_graph_is_the_same_whatever_the_order_of_its_ids),
	};

	return RUN_CASES(tests);
}
