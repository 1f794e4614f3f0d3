/* The memory pane on the screen: its rows, and what stands around them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "memory_pane.h"

/* The part of a row that ends before a column. */
static struct rect row_until(struct rect r, int end)
{
	r.w = end < r.w ? end : r.w;
	return r;
}

/* In four columns: "0.52", "-.52", "-1.0". */
static void say_cosine(double cosine, char out[24])
{
	snprintf(out, 24, cosine <= -0.995 ? "%.1f" : "%.2f", cosine);
	if (out[0] == '-' && out[1] == '0')
		memmove(out + 1, out + 2, strlen(out + 1));
}

/* Age, or how alike it is; subreddit; type; score; text. */
static void draw_row(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct memory_row *row = data->data;
	const struct memory_line *line = &row->line;
	int wider = isnan(row->cosine) ? time_age_wider() : 0;
	int x = draw_column(s, 5 + wider, 6 + wider),
	    end = x +
		(screen_plain(s)            ? r.w / 2
				: r.w >= 56 ? 18
				: r.w >= 44 ? 14
					    : 10);
	char text[24];

	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	if (isnan(row->cosine)) {
		time_format_age(line->created, *(const int64_t *)arg, text);
		draw_right(s, r, 0, 5 + wider, STYLE_DIM, span_of(text));
	} else {
		say_cosine(row->cosine, text);
		draw_right(s, r, 0, 5, STYLE_STRONG, span_of(text));
	}
	x = draw_str(s, row_until(r, end), 0, x, STYLE_DIM, "r/");
	x = draw_text(s, row_until(r, end), 0, x, STYLE_TEXT, line->subreddit);
	x = draw_column(s, x, end + 1);
	if (r.w >= 36) {
		int type = r.w >= 56 ? 8 : 7;
		int said = draw_text(s, row_until(r, x + type), 0, x, STYLE_DIM, line->type);
		x = draw_column(s, said, x + type + 1);
	}
	if (screen_plain(s) && line->has_score) {
		x = draw_fmt(s, r, 0, x, STYLE_TEXT, "score %lld", (long long)line->score) + 1;
	} else if (r.w >= 44 && !screen_plain(s)) {
		if (line->has_score)
			draw_fmt(s, r, 0, x, line->score < 0 ? STYLE_BAD : STYLE_TEXT, "%5lld",
				(long long)line->score);
		else
			draw_str(s, r, 0, x + 4, STYLE_DIM, "–");
		x += 6;
	}
	if (line->hides)
		draw_glyph(s, r, 0, x, STYLE_WARN, GLYPH_HIDES);
	draw_text(s, r, 0, x + 2, STYLE_TEXT, row->title);
}

static void draw_empty(const struct memory *m, struct screen *s)
{
	bool filtered = m->filter_text.len > 0, one = m->console->persona_id[0] != '\0';
	const char *first, *then = "";

	if (m->near_to[0]) {
		first = "No other interaction has an embedding like it.";
		then = "{back} goes back";
	} else if (!m->loaded && m->error.code != ERR_NONE) {
		first = m->error.text;
		then = "{refresh} tries again";
	} else if (!m->loaded) {
		first = "Loading interactions …";
	} else if (filtered) {
		first = "No interaction matches this filter.";
		then = "{filter} changes it · Esc clears it";
	} else if (one) {
		first = "This persona remembers nothing yet.";
		then = "{persona} chooses another, or all";
	} else {
		first = "The agent remembers nothing yet.";
		then = "What it says and reads on Reddit shows up here.";
	}
	split_draw_empty(&m->split, s, STYLE_TEXT, first, console_words(m->console, then).text);
}

static void say_head(const struct memory *m, struct str *head)
{
	str_add(head, m->near_to[0] ? "Memory  like " : "Memory");
	if (m->near_to[0]) {
		str_addf(head, "%.8s", m->near_to);
	} else if (m->filter_text.len > 0) {
		str_add(head, "  ");
		str_adds(head, str_span(&m->filter_text));
	}
	console_say_persona(m->console, head);
}

static void say_note(const struct memory *m, struct str *note)
{
	if (m->near_to[0])
		str_add(note, "by cosine, the nearest first");
	else if (m->filter.sort == FILTER_BY_SCORE)
		str_add(note, m->filter.reversed ? "the lowest score first" : "by score");
	else
		str_add(note, m->filter.reversed ? "newest first" : "oldest first");
}

/* "comment in r/science" and "9w · HonestBubble". */
static void say_detail(const struct memory *m, struct str *title, struct str *note)
{
	char age[12];

	if (!m->it.id[0])
		return;
	str_adds(title, m->it.type);
	str_add(title, " in r/");
	str_adds(title, m->it.subreddit);
	if (m->trail.back_count > 0) {
		str_addf(note, "%zu back: %s", m->trail.back_count,
			console_key(m->console, ACTION_BACK).text);
		return;
	}
	time_format_age(m->it.created, time_now(), age);
	str_add(note, age);
	if (m->it.persona.p) {
		str_add(note, " · ");
		str_adds(note, m->it.persona);
	}
	if (textview_more(m->view))
		str_add(note, console_words(m->console, " · {scroll-down}: more").text);
}

void memory_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct memory *m = (const struct memory *)p;
	struct str head = {0}, order = {0}, title = {0}, note = {0};
	bool ready = m->viewed[0] && strcmp(m->viewed, m->focus) == 0;
	int64_t now = time_now();

	(void)r;
	say_head(m, &head);
	say_note(m, &order);
	if (ready)
		say_detail(m, &title, &note);
	draw_subject(s, m->viewed);
	split_draw(s, &m->split, m->detail_focus, str_span(&head), str_span(&order),
		str_span(&title), str_span(&note));
	if (list_count(memory_list(m)) > 0)
		list_draw(memory_list(m), s, m->split.list, !m->detail_focus, draw_row, &now);
	else if (m->split.list.w > 0 || !m->focus[0])
		draw_empty(m, s);
	if (ready)
		textview_draw(m->view, s, m->split.detail, m->detail_focus);
	str_free(&head);
	str_free(&order);
	str_free(&title);
	str_free(&note);
}

void memory_status(const struct pane *p, struct str *out)
{
	const struct memory *m = (const struct memory *)p;
	uint64_t position = list_position(m->list);
	char number[16];

	if (m->near_to[0]) {
		memory_near_say(m, out);
		return;
	}
	if (!m->loaded || m->total < 0)
		return;
	console_count(m->total, number);
	if (position > 0)
		str_addf(out, "%llu of ", (unsigned long long)position);
	str_add(out, number);
	if (m->stale)
		str_add(out, console_words(m->console, " · changed: {refresh}").text);
}
