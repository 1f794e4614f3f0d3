/* The ego graph: rows for the hub out of ties. */
#include "ego.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/confidence.h"
#include "model/relation.h"
#include "panes/belief.h"
#include "panes/console.h"
#include "store/graph.h"

enum { LEGENDS = 9, LONGEST_WORD = 20 };

enum line_kind ego_line(struct span relation)
{
	switch (relation_of(relation)) {
	case REL_CONTRADICTS: return LINE_DOUBLE;
	case REL_DEPENDS_ON: return LINE_DASHED;
	case REL_EVIDENCE_FOR: return LINE_DOTTED;
	default: return LINE_PLAIN;
	}
}

enum style ego_style(struct span relation)
{
	switch (relation_of(relation)) {
	case REL_CONTRADICTS: return STYLE_BAD;
	case REL_SUPPORTS:
	case REL_EVIDENCE_FOR: return STYLE_GOOD;
	default: return STYLE_TEXT;
	}
}

void ego_open(struct ego_view *v, const struct console *c)
{
	v->console = c;
	v->hub = hub_new();
	v->text = textview_new();
	v->depth = 1;
}

void ego_close(struct ego_view *v)
{
	hub_free(&v->hub);
	textview_free(&v->text);
	arena_free(&v->arena);
}

/* --- Rows. --- */

struct rows {
	struct ego_view *v;
	struct hub_row *row;
	size_t n;
	const size_t *first,
		*next; /* of each tie, the first that hangs on it and the next beside it */
};

static bool is_foreign(const struct ego_view *v, const struct tie *t)
{
	return t->persona_id.p && !span_eq(t->persona_id, v->detail.belief.persona_id);
}

/* An edge across personas is a mistake of somebody: it is said where it stands. */
static struct span title_of(struct ego_view *v, const struct tie *t)
{
	if (!t->title.p)
		return SPAN_LIT("(deleted belief)");
	if (!is_foreign(v, t))
		return t->title;
	return span_of(arena_printf(&v->arena, "@ %.*s", (int)t->title.n, t->title.p));
}

static void add_tie(struct rows *r, size_t at)
{
	const struct tie *t = &r->v->ego.ties[at];
	struct hub_row *row = &r->row[r->n++];

	*row = (struct hub_row){
		.kind = t->depth == 1 ? HUB_TIE : HUB_SUB,
		.indent = t->depth - 2,
		.outward = t->outward,
		.line = ego_line(t->relation),
		.style = ego_style(t->relation),
		.letter = relation_letter(t->relation),
		.word = relation_words(t->relation, t->outward),
		.value = t->confidence_broken ? (double)NAN : t->confidence,
		.text = title_of(r->v, t),
		.tag = at,
	};
	relation_weight_text(t->weight, row->weight);
	confidence_short(t->confidence, t->confidence_broken, row->number);
	if (t->confidence_broken)
		memcpy(row->brief, "?", 2);
	else
		relation_weight_text(t->confidence, row->brief);
	if (t->edges >= EGO_COUNTED)
		snprintf(row->note, sizeof(row->note), "2k+");
	else if (t->behind > 999)
		snprintf(row->note, sizeof(row->note), "+%.0fk", floor((double)t->behind / 1000));
	else if (t->behind > 0)
		snprintf(row->note, sizeof(row->note), "+%d", (int)t->behind);
	for (size_t i = r->first[at]; i != TIE_FOCUS; i = r->next[i])
		add_tie(r, i);
}

static void add_more(struct rows *r, int64_t more)
{
	char number[16];

	console_number(more, number);
	r->row[r->n++] = (struct hub_row){
		.kind = HUB_NOTE,
		.text = span_of(arena_printf(&r->v->arena, "… %s more, none heavier", number)),
	};
}

static size_t add_group(struct rows *r, const struct tie_group *g, size_t at)
{
	const struct ego *ego = &r->v->ego;
	struct hub_row *head = &r->row[r->n++];
	int64_t shown = 0;

	*head = (struct hub_row){
		.kind = HUB_HEAD,
		.style = ego_style(g->relation),
		.text = relation_words(g->relation, g->outward),
	};
	console_number(g->count, head->note);
	for (; at < ego->n && ego->ties[at].depth == 1 && ego->ties[at].outward == g->outward &&
		span_eq(ego->ties[at].relation, g->relation);
		at++, shown++)
		add_tie(r, at);
	if (g->count > shown)
		add_more(r, g->count - shown);
	return at;
}

static void link_ties(const struct ego *ego, size_t *first, size_t *next)
{
	for (size_t i = 0; i < ego->n; i++)
		first[i] = next[i] = TIE_FOCUS;
	for (size_t i = ego->n; i-- > 0;) {
		size_t parent = ego->ties[i].parent;
		if (parent == TIE_FOCUS)
			continue;
		next[i] = first[parent];
		first[parent] = i;
	}
}

static void fill_hub(struct ego_view *v)
{
	const struct ego *ego = &v->ego;
	size_t *first = arena_calloc(&v->arena, ego->n, sizeof(*first));
	size_t *next = arena_calloc(&v->arena, ego->n, sizeof(*next));
	size_t room = ego->n + 2 * ego->group_count + 1, at = 0, n[2];
	struct rows side[2];
	char total[16];

	link_ties(ego, first, next);
	for (int out = 1; out >= 0; out--) {
		struct rows *r = &side[out];
		*r = (struct rows){.v = v, .first = first, .next = next};
		r->row = arena_calloc(&v->arena, room, sizeof(*r->row));
		for (size_t g = 0; g < ego->group_count; g++)
			if (ego->groups[g].outward == (out == 1))
				at = add_group(r, &ego->groups[g], at);
		n[out] = r->n;
	}
	hub_set(v->hub, side[0].row, n[0], side[1].row, n[1]);
	console_number(ego->in, total);
	hub_total(v->hub, HUB_IN, total);
	console_number(ego->out, total);
	hub_total(v->hub, HUB_OUT, total);
}

void ego_put(struct ego_view *v, const struct belief_detail *d, const struct ego *ego,
	struct arena *arena)
{
	const struct tie *selected = ego_selected(v);
	bool again = strcmp(v->shown, d->belief.id) == 0;
	char edge[UUID_TEXT] = "";

	if (again && selected)
		memcpy(edge, selected->edge, UUID_TEXT);
	arena_free(&v->arena);
	v->arena = *arena;
	*arena = (struct arena){0};
	v->detail = *d;
	v->ego = *ego;
	memcpy(v->shown, d->belief.id, UUID_TEXT);
	belief_box(d, hub_box(v->hub));
	belief_show(d, v->text);
	fill_hub(v);
	for (size_t i = 0; edge[0] && i < ego->n; i++)
		if (strcmp(ego->ties[i].edge, edge) == 0 && hub_select(v->hub, i))
			break;
}

void ego_gone(struct ego_view *v, struct span title, const char *then)
{
	struct textview *box = hub_box(v->hub);

	textview_reset(box);
	if (title.n > 0) {
		textview_block(box, 0, 0, false, NULL);
		textview_field(box, STYLE_DIM, title);
	}
	textview_line(box, STYLE_WARN, SPAN_LIT("This belief was deleted."));
	textview_line(box, STYLE_DIM, span_of(then));
	arena_free(&v->arena);
	v->detail = (struct belief_detail){0};
	v->ego = (struct ego){0};
	v->shown[0] = '\0';
	hub_set(v->hub, NULL, 0, NULL, 0);
	textview_reset(v->text);
}

/* --- The screen. --- */

/* The text keeps a third where it needs that much; the graph takes what it wants of the rest. */
void ego_layout(struct ego_view *v, struct rect r)
{
	int wants = hub_wants(v->hub, r.w) + (r.h >= 30 ? 2 : 0), text = r.h < 9 ? 0 : r.h / 3;

	textview_layout(v->text, r.w, text);
	if (textview_lines(v->text) < text)
		text = textview_lines(v->text);
	if (text < r.h - wants - 1)
		text = r.h - wants - 1;
	v->rest = rect_bottom(&r, text);
	if (text > 0)
		rect_bottom(&r, 1);
	v->graph = r;
	hub_layout(v->hub, r.w, r.h);
	textview_layout(v->text, v->rest.w, v->rest.h);
}

/* What a letter on the screen means. */
struct legend {
	struct span word;
	enum style style;
	char letter;
};

static bool crosses_personas(const struct ego_view *v)
{
	for (size_t i = 0; i < v->ego.n; i++)
		if (is_foreign(v, &v->ego.ties[i]))
			return true;
	return false;
}

/* Only what stands in this graph, each once. */
static size_t legend_of(const struct ego_view *v, struct legend out[LEGENDS])
{
	size_t n = 0;

	if (crosses_personas(v))
		out[n++] = (struct legend){SPAN_LIT("another persona"), STYLE_WARN, '@'};
	for (size_t i = 0; i < v->ego.n && n < LEGENDS; i++) {
		struct span relation = v->ego.ties[i].relation;
		struct span word = relation.n > 0 ? relation : SPAN_LIT("(no relation)");
		size_t k = 0;
		while (k < n && !span_eq(out[k].word, word))
			k++;
		if (k == n)
			out[n++] = (struct legend){
				word, ego_style(relation), relation_letter(relation)};
	}
	return n;
}

static int legend_width(const struct legend *l, int longest)
{
	int w = (int)text_width(l->word);

	return 4 + (w < longest ? w : longest);
}

/* The most columns for a word with which all of them fit; 1 where none do. */
static int longest_word(const struct legend *legend, size_t n, int room)
{
	int longest = LONGEST_WORD, all;

	do {
		all = 0;
		for (size_t i = 0; i < n; i++)
			all += legend_width(&legend[i], longest);
	} while (all > room && --longest > 1);
	return longest;
}

static void draw_rule(const struct ego_view *v, struct screen *s, struct rect r)
{
	struct legend legend[LEGENDS];
	size_t n = legend_of(v, legend);
	struct console_text more = console_words(v->console, " {scroll-down} more ");
	int x = 1;
	int end = textview_more(v->text) ? r.w - (int)text_width(span_of(more.text)) - 1 : r.w;
	int longest = longest_word(legend, n, end - x);

	draw_hline(s, r, 0, 0, r.w, STYLE_BORDER);
	if (end < r.w)
		draw_str(s, r, 0, end, STYLE_DIM, more.text);
	if (screen_plain(s))
		return; /* each edge says what it is */
	for (size_t i = 0; i < n; i++) {
		int w = legend_width(&legend[i], longest);
		struct rect part = {r.y, r.x + x, 1, w - 1};
		if (x + w > end)
			return;
		draw_fill(s, (struct rect){r.y, r.x + x, 1, w}, STYLE_TEXT);
		draw_str(s, part, 0, 1, legend[i].style, (char[2]){legend[i].letter});
		draw_text(s, part, 0, 3, STYLE_DIM, legend[i].word);
		x += w;
	}
	if (v->ego.n > 0 && x + 17 < end)
		draw_str(s, r, 0, x, STYLE_DIM, " +n edges behind ");
}

void ego_draw(const struct ego_view *v, struct screen *s, bool focused)
{
	hub_draw(v->hub, s, v->graph, focused);
	if (v->rest.h <= 0)
		return;
	struct rect rule = {v->rest.y - 1, v->rest.x, 1, v->rest.w};
	draw_rule(v, s, rule);
	textview_draw(v->text, s, v->rest, false);
}

void ego_choose(struct ego_view *v)
{
	if (!hub_selected(v->hub))
		hub_select(v->hub, SIZE_MAX);
}

bool ego_act(struct ego_view *v, enum action a)
{
	return hub_act(v->hub, a);
}

const struct tie *ego_selected(const struct ego_view *v)
{
	const struct hub_row *row = hub_selected(v->hub);

	return row ? &v->ego.ties[row->tag] : NULL;
}

#define SAY_(n) "the depth is 1 to " #n
#define SAY(n) SAY_(n)

const char *ego_keeps_depth(int depth, int by)
{
	return depth + by < 1 || depth + by > EGO_DEPTH ? SAY(EGO_DEPTH) : NULL;
}

void ego_heading(const struct ego_view *v, struct str *out)
{
	const struct belief *b = &v->detail.belief;
	char in[16], leaving[16], confidence[CONFIDENCE_COLUMNS + 1];

	console_number(v->ego.in, in);
	console_number(v->ego.out, leaving);
	str_add(out, "Belief");
	if (b->id[0] && !v->console->plain && !hub_shows_box(v->hub)) {
		confidence_short(b->confidence, b->confidence_broken, confidence);
		str_addf(out, " %s%s", confidence, b->locked ? " locked" : "");
	}
	str_addf(out, "  %s in · %s out", in, leaving);
	if (v->ego.depth > 1)
		str_addf(out, " · depth %d", v->ego.depth);
}
