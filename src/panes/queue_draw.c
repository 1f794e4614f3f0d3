/* The queue on the screen: its rows, what stands above them, and what stands in their place. */
#include "queue.h"

#include <string.h>

#include "base/time.h"

struct row_pen {
	const struct queue *queue;
	int64_t now;
};

/* What stands where the type stands otherwise, and what before it: a state is a glyph and a word.
 */
static const char *state_word(const struct queue_row *row, enum style *style)
{
	*style = STYLE_DIM;
	switch (row->state) {
	case ROW_FAILED: *style = STYLE_BAD; return "FAILED";
	case ROW_GONE: return "deleted";
	case ROW_DECIDING: return "saving";
	case ROW_STORED: break;
	}
	if (row->line.published)
		return "published";
	if (row->line.status == POST_PENDING)
		return NULL;
	*style = row->line.status == POST_APPROVED ? STYLE_GOOD : STYLE_BAD;
	return row->line.status == POST_OTHER ? "not pending" : post_status_name(row->line.status);
}

/* It waits for somebody else's approval. */
static bool approved_once(const struct queue_row *row)
{
	return row->line.approved_once && row->line.status == POST_PENDING;
}

/* Something of more weight than the first of two approvals stands in the place of the type. */
static bool has_other_word(const struct row_pen *pen, const struct queue_row *row)
{
	enum style ignored;

	return state_word(row, &ignored) || queue_claim_of_other(pen->queue, row->line.id) ||
		queue_kept(pen->queue, row->line.id);
}

/* Ends in the column before `end`. */
static void draw_age(
	struct screen *s, struct rect r, int end, const struct queue_row *row, int64_t now)
{
	char age[12];

	if (row->state == ROW_FAILED)
		draw_glyph(s, r, 0, end - 1, STYLE_BAD, GLYPH_WARN);
	else if (row->line.status == POST_APPROVED)
		draw_glyph(s, r, 0, end - 1, STYLE_GOOD, GLYPH_APPROVED);
	else if (row->line.status == POST_REJECTED)
		draw_glyph(s, r, 0, end - 1, STYLE_BAD, GLYPH_REJECTED);
	else {
		time_format_age(row->line.created, now, age);
		draw_right(s, r, 0, end, STYLE_DIM, span_of(age));
	}
}

/* The part of a row that ends before a column. */
static struct rect row_until(struct rect r, int end)
{
	r.w = end < r.w ? end : r.w;
	return r;
}

/* The type of the draft, or what is more important: its state, or who has it open. */
static int draw_word(const struct row_pen *pen, struct screen *s, struct rect r, int x,
	const struct queue_row *row)
{
	enum style style;
	const char *word = state_word(row, &style);
	const struct claim *other = word ? NULL : queue_claim_of_other(pen->queue, row->line.id);

	if (other) {
		x = draw_str(s, r, 0, x, STYLE_ACCENT, "@");
		return draw_text(s, r, 0, x, STYLE_ACCENT, other->actor);
	}
	if (word)
		return draw_str(s, r, 0, x, style, word);
	if (queue_kept(pen->queue, row->line.id))
		return draw_str(s, r, 0, x, STYLE_ACCENT, "edited");
	if (approved_once(row))
		return draw_str(s, r, 0, x, STYLE_ACCENT, "1 of 2");
	return draw_text(s, r, 0, x, STYLE_DIM,
		row->line.post_type.p ? row->line.post_type : SPAN_LIT("draft"));
}

/* What its agent and what the text itself warns of; the title begins behind it. */
static int draw_marks(const struct row_pen *pen, struct screen *s, struct rect r, int x,
	const struct queue_row *row)
{
	int title = x + 2;

	if (approved_once(row) && has_other_word(pen, row)) {
		x = draw_str(s, r, 0, x, STYLE_ACCENT, "1 of 2 ");
		title = x + 2;
	}
	if (row->line.flagged)
		x = draw_glyph(s, r, 0, x, STYLE_WARN, GLYPH_FLAG);
	if (row->line.hides)
		x = draw_glyph(s, r, 0, x, STYLE_WARN, GLYPH_HIDES);
	return x < title ? title : title + 1;
}

static void draw_row(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct row_pen *pen = arg;
	const struct queue_row *row = data->data;
	enum style ignored;
	bool told = has_other_word(pen, row) || approved_once(row);
	enum style style = state_word(row, &ignored) ? STYLE_DIM : STYLE_TEXT;
	struct span sub = row->line.target_subreddit;
	int narrow = r.w >= 56 ? 18 : r.w >= 44 ? 14 : 10, ages = 5 + time_age_wider();
	struct rect cell = row_until(r, ages + 1 + (screen_plain(s) ? r.w / 2 : narrow));
	int x = draw_column(s, ages, ages + 1);

	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	draw_age(s, r, ages, row, pen->now);
	if (queue_marked(pen->queue, row->line.id))
		draw_glyph(s, r, 0, ages, STYLE_ACCENT, GLYPH_MARK);
	x = draw_str(s, cell, 0, x, STYLE_DIM, sub.p ? "r/" : "");
	x = draw_text(s, cell, 0, x, style, sub.p ? sub : SPAN_LIT("no subreddit"));
	x = draw_column(s, x, cell.w + 1);
	if (r.w >= 56 || told) {
		cell = row_until(r, x + (screen_plain(s) ? 20 : 9));
		x = draw_column(s, draw_word(pen, s, cell, x, row), cell.w + 1);
	}
	draw_text(s, r, 0, draw_marks(pen, s, r, x, row), style, row->title);
}

static void draw_empty(const struct queue *q, struct screen *s)
{
	const char *first, *then;

	if (!q->loaded && q->load_error.code != ERR_NONE) {
		first = q->load_error.text;
		then = "{refresh} tries again";
	} else if (!q->loaded) {
		first = "Loading drafts …";
		then = "";
	} else if (q->filter.n > 0) {
		first = "No draft matches this filter.";
		then = "{filter} changes it · Esc clears it";
	} else {
		first = "Nothing waits for review.";
		then = "New drafts show up here as the agent writes them.";
	}
	split_draw_empty(&q->split, s, STYLE_TEXT, first, console_words(q->console, then).text);
}

static void draw_detail(const struct queue *q, struct screen *s, const struct list_row *selected)
{
	struct rect r = q->split.detail;

	if (r.w <= 0)
		return;
	if (q->detail_focus)
		draw_cursor(s, r, 0, 0, false);
	draw_str(s, q->edited, 0, 0, STYLE_WARN,
		console_words(q->console, "Your edit is kept: {edit} goes on with it").text);
	if (strcmp(q->failed, selected->id) == 0) {
		bool gone = q->draft_error.code == ERR_MISSING;
		draw_str(s, r, 0, 0, STYLE_BAD,
			gone ? "This draft was deleted." : q->draft_error.text);
		draw_str(s, r, 1, 0, STYLE_DIM,
			console_words(q->console, "{refresh} reads the queue again").text);
	} else if (strcmp(q->viewed, selected->id) != 0) {
		draw_str(s, r, 0, 0, STYLE_DIM, "Loading the draft …");
	} else {
		textview_draw(q->view, s, r, q->detail_focus);
	}
}

/* What lies beyond the window, and the keys that bring it; before all what must be read. Returns
 * the columns of what has to be seen. */
static int add_more(const struct queue *q, struct str *note)
{
	const struct textview *v = q->view;
	int unread = q->viewed_status == POST_PENDING ? textview_unread_after(v) : 0;
	bool above = textview_top(v) > 0, below = textview_more(v);
	size_t from;

	if (unread == 0 && !above && !below)
		return 0;
	str_add(note, note->len > 0 ? " · " : "");
	str_add(note, unread > 0 ? "unread lines · " : "");
	from = note->len;
	if (unread > 0)
		str_addf(note, "%s: %d left", console_key(q->console, ACTION_SCROLL_DOWN).text,
			unread);
	else
		str_addf(note, "%s: more",
			console_words(q->console,
				above && below  ? "{scroll-up} {scroll-down}"
					: above ? "{scroll-up}"
						: "{scroll-down}")
				.text);
	return (int)text_width((struct span){str_cstr(note) + from, note->len - from});
}

/* In lines it comes after what was said of the draft, and by itself. */
static void say_left(const struct queue *q, struct screen *s, const struct list_row *selected)
{
	struct str left = {0};

	if (q->split.detail.w > 0 && strcmp(q->viewed, selected->id) == 0)
		add_more(q, &left);
	draw_text(s, q->left, 0, 0, STYLE_TEXT, str_span(&left));
	str_free(&left);
}

static struct span order_words(const struct filter *f)
{
	static const struct {
		const char *straight, *reversed;
	} words[] = {
		[FILTER_OLDEST] = {"oldest first", "newest first"},
		[FILTER_BY_CONF] = {"least sure first", "most sure first"},
		[FILTER_BY_LENGTH] = {"shortest first", "longest first"},
		[FILTER_BY_FLAGS] = {"most flags first", "fewest flags first"},
		[FILTER_BY_SUB] = {"by subreddit", "by subreddit, from the end"},
	};

	return span_of(f->reversed ? words[f->sort].reversed : words[f->sort].straight);
}

void queue_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct queue *q = (const struct queue *)p;
	const struct list_row *selected = list_selected(q->list);
	struct str title = {0}, note = {0}, head = {0};
	struct row_pen pen = {q, time_now()};
	struct split sp = q->split;

	(void)r;
	str_add(&head, "Queue  ");
	str_add(&head, q->filter_text.len ? str_cstr(&q->filter_text) : "status:pending");
	console_say_persona(q->console, &head);
	if (q->tired)
		str_add(&head, "  · quick: a break?");
	for (int i = 0; selected && i < QUEUE_DRAFTS; i++)
		if (q->draft[i] && strcmp(q->draft[i]->post.id, selected->id) == 0)
			draft_title(q->draft[i], &title, &note);
	const struct claim *other = selected ? queue_claim_of_other(q, selected->id) : NULL;
	if (other) {
		str_add(&note, " · open: ");
		str_adds(&note, other->actor);
	}
	if (selected && strcmp(q->viewed, selected->id) == 0 && !q->console->plain)
		sp.insists = add_more(q, &note);
	draw_subject(s, q->viewed);
	split_draw(s, &sp, q->detail_focus, str_span(&head), order_words(&q->filter),
		str_span(&title), str_span(&note));
	if (selected) {
		list_draw(q->list, s, q->split.list, !q->detail_focus, draw_row, &pen);
		draw_detail(q, s, selected);
		say_left(q, s, selected);
	} else {
		draw_empty(q, s);
	}
	str_free(&head);
	str_free(&title);
	str_free(&note);
}
