/* The list of beliefs on the screen: its rows, what stands above them, and what stands in their
 * place. */
#include <math.h>
#include <stdio.h>

#include "base/time.h"
#include "beliefs_pane.h"
#include "model/confidence.h"
#include "panes/belief.h"
#include "tui/spark.h"

#define TITLE_COLUMNS 20 /* columns beside it give way before it is narrower */
#define HEADING_ROWS 5 /* lists with fewer rows do without a heading */
#define METER 3 /* where it begins, behind cursor, mark and lock */
#define EDGES 6 /* columns, with a blank before them */
#define EVIDENCE 5
#define AGE 5
#define SAID_COLUMNS 46 /* in lines: what is said behind a title */

/* Which columns stand where; 0: not at all. */
struct columns {
	int meter, number, title, title_end;
	int spark, spark_width;
	int edges, evidence, age; /* they end in the column before */
};

/* From the right; each only where the title keeps its room. */
static struct columns columns_of(int w)
{
	struct columns c = {0};
	int end = w - 1, aged = AGE + time_age_wider();

	if (w >= 36)
		c.meter = w >= 72 ? 8 : 5;
	c.number = METER + c.meter + (c.meter > 0);
	c.title = c.number + CONFIDENCE_COLUMNS + 1;
	c.spark_width = w >= 72 ? 8 : 6;
	int room = end - c.title - TITLE_COLUMNS;
	bool edges = room >= EDGES, age = room >= EDGES + aged,
	     evidence = room >= EDGES + aged + EVIDENCE,
	     spark = room >= EDGES + aged + EVIDENCE + c.spark_width + 1;
	c.age = age ? end : 0;
	end -= age ? aged : 0;
	c.evidence = evidence ? end : 0;
	end -= evidence ? EVIDENCE : 0;
	c.edges = edges ? end : 0;
	end -= edges ? EDGES : 0;
	c.spark = spark ? end - c.spark_width : 0;
	end -= spark ? c.spark_width + 1 : 0;
	c.title_end = end;
	return c;
}

static struct rect until(struct rect r, int end)
{
	r.w = end < r.w ? end : r.w;
	return r;
}

/* Where there is room for it, words say what is the matter. */
static void draw_confidence(
	struct screen *s, struct rect r, const struct columns *c, const struct belief *b)
{
	enum confidence_kind kind = confidence_kind(b->confidence, b->confidence_broken);

	belief_draw_confidence(s, r, c->number, STYLE_TEXT, b->confidence, b->confidence_broken);
	if (kind == CONFIDENCE_BEYOND && c->meter > 5)
		draw_str(s, until(r, METER + c->meter), 0, METER, STYLE_BAD,
			confidence_wrong(b->confidence, true));
	else if (c->meter > 0)
		draw_meter(s, r, 0, METER, c->meter,
			kind == CONFIDENCE_RIGHT ? b->confidence : (double)NAN);
}

static void draw_count(struct screen *s, struct rect r, int end, int64_t n)
{
	char number[24];

	snprintf(number, sizeof(number), "%lld", (long long)n);
	if (end > 0)
		draw_right(s, r, 0, end, STYLE_DIM, span_of(number));
}

/* Said even where the title would have all the room. */
#define BROKEN "tags?"
#define BROKEN_ROOM 6

static void draw_tags(struct screen *s, struct rect r, int x, const struct belief *b)
{
	if (b->tags_broken)
		x = draw_str(s, r, 0, x + 1, STYLE_WARN, BROKEN);
	for (size_t i = 0; i < b->tag_count && x + 4 < r.w; i++) {
		x = draw_str(s, r, 0, x + 1, STYLE_DIM, "#");
		x = draw_text(s, r, 0, x, STYLE_DIM, b->tag[i]);
	}
}

struct row_pen {
	const struct beliefs *pane;
	int64_t now;
};

/* In lines, where no heading stands above: "locked, 0.86, A title, up from 0.70, 3 edges, 2d". */
static void say_row(
	const struct row_pen *pen, struct screen *s, struct rect r, const struct belief_row *row)
{
	const struct belief *b = &row->belief;
	long long edges = b->edges_in + b->edges_out;
	char age[12];
	int x = 0;

	if (marks_have(&pen->pane->marks, b->id))
		x = draw_glyph(s, r, 0, x, STYLE_ACCENT, GLYPH_MARK);
	if (b->locked)
		x = draw_glyph(s, r, 0, x, STYLE_WARN, GLYPH_LOCK);
	x = belief_draw_confidence(s, r, x, STYLE_TEXT, b->confidence, b->confidence_broken) + 2;
	if (row->gone)
		x = draw_str(s, r, 0, x, STYLE_WARN, "deleted") + 2;
	struct rect title = until(r, r.w - SAID_COLUMNS);
	x = b->title.n > 0 ? draw_text(s, title, 0, x, STYLE_TEXT, b->title)
			   : draw_str(s, title, 0, x, STYLE_DIM, "(no title)");
	if (row->course.n > 1) {
		draw_spark(s, r, 0, x + 2, 14, STYLE_DIM, row->course.v, row->course.n);
		x += 14;
	}
	x = draw_fmt(s, r, 0, x + 4, STYLE_DIM, "%lld %s", edges, edges == 1 ? "edge" : "edges");
	x = draw_fmt(s, r, 0, x + 2, STYLE_DIM, "%lld evidence", (long long)b->evidence);
	time_format_age(b->updated, pen->now, age);
	x = draw_str(s, r, 0, x + 2, STYLE_DIM, age);
	draw_tags(s, r, x + 2, b);
}

static void draw_row(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct row_pen *pen = arg;
	const struct belief_row *row = data->data;
	const struct belief *b = &row->belief;
	struct columns c = columns_of(r.w);
	char age[12];

	if (screen_plain(s)) {
		say_row(pen, s, r, row);
		return;
	}
	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	if (marks_have(&pen->pane->marks, b->id))
		draw_glyph(s, r, 0, 1, STYLE_ACCENT, GLYPH_MARK);
	if (b->locked)
		draw_glyph(s, r, 0, 2, STYLE_WARN, GLYPH_LOCK);
	draw_confidence(s, r, &c, b);
	if (c.spark > 0)
		draw_spark(
			s, r, 0, c.spark, c.spark_width, STYLE_METER, row->course.v, row->course.n);
	draw_count(s, r, c.edges, b->edges_in + b->edges_out);
	draw_count(s, r, c.evidence, b->evidence);
	time_format_age(b->updated, pen->now, age);
	if (c.age > 0)
		draw_right(s, r, 0, c.age, STYLE_DIM, span_of(age));
	r = until(r, c.title_end);
	int x = row->gone ? draw_str(s, r, 0, c.title, STYLE_WARN, "deleted ") : c.title;
	struct rect title = until(r, b->tags_broken ? r.w - BROKEN_ROOM - 1 : r.w);
	x = b->title.n > 0 ? draw_text(s, title, 0, x, row->gone ? STYLE_DIM : STYLE_TEXT, b->title)
			   : draw_str(s, title, 0, x, STYLE_DIM, "(no title)");
	draw_tags(s, r, x + 1 - b->tags_broken, b);
}

struct rect beliefs_rows_of(const struct beliefs *b)
{
	struct rect r = b->split.list;

	if (r.h >= HEADING_ROWS)
		rect_top(&r, 1);
	return r;
}

static void draw_heading(struct screen *s, struct rect r)
{
	struct columns c = columns_of(r.w);

	if (r.h < HEADING_ROWS || screen_plain(s))
		return;
	draw_str(s, r, 0, METER, STYLE_DIM, c.meter > 0 ? "confidence" : "conf");
	draw_str(s, until(r, c.title_end), 0, c.title, STYLE_DIM, "belief");
	if (c.spark > 0)
		draw_right(s, r, 0, c.spark + c.spark_width, STYLE_DIM, SPAN_LIT("course"));
	if (c.edges > 0)
		draw_right(s, r, 0, c.edges, STYLE_DIM, SPAN_LIT("edges"));
	if (c.evidence > 0)
		draw_right(s, r, 0, c.evidence, STYLE_DIM, SPAN_LIT("evid"));
	if (c.age > 0)
		draw_right(
			s, r, 0, c.age, STYLE_DIM, span_of(time_shows_ages() ? "ago" : "changed"));
}

static void draw_empty(const struct beliefs *b, struct screen *s)
{
	const char *first, *then = "";

	if (!b->loaded && b->error.code != ERR_NONE) {
		first = b->error.text;
		then = "{refresh} tries again";
	} else if (!b->loaded) {
		first = "Loading beliefs …";
	} else if (b->filter_text.len > 0) {
		first = "No belief matches this filter.";
		then = "{filter} changes it · Esc clears it";
	} else if (b->console->persona_id[0]) {
		first = "This persona holds no beliefs yet.";
		then = "{persona} chooses another, or all";
	} else {
		first = "The agent holds no beliefs yet.";
	}
	split_draw_empty(&b->split, s, STYLE_TEXT, first, console_words(b->console, then).text);
}

void beliefs_draw_list(const struct beliefs *b, struct screen *s)
{
	struct row_pen pen = {b, time_now()};

	if (list_count(b->list) == 0) {
		if (b->split.list.w > 0 || !b->focus[0])
			draw_empty(b, s);
		return;
	}
	draw_heading(s, b->split.list);
	list_draw(b->list, s, beliefs_rows_of(b), !b->detail_focus, draw_row, &pen);
}

struct span beliefs_order(const struct beliefs *b)
{
	static const struct {
		const char *straight, *reversed;
	} words[] = {
		[FILTER_BY_TITLE] = {"by title", "by title, from the end"},
		[FILTER_BY_CONF] = {"least sure first", "most sure first"},
		[FILTER_BY_CHANGED] = {"last changed first", "longest unchanged first"},
		[FILTER_BY_DEGREE] = {"most edges first", "fewest edges first"},
		[FILTER_BY_EVIDENCE] = {"most evidence first", "least evidence first"},
	};
	enum filter_sort sort = b->filter.sort;

	return span_of(b->filter.reversed ? words[sort].reversed : words[sort].straight);
}
