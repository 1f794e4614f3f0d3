/* The people pane on the screen: its rows, and what stands around them. */
#include <string.h>

#include "base/time.h"
#include "people_pane.h"

#define ROLE_COLUMN 2
#define NAME_COLUMN 12
#define STATE_WIDTH 15
#define ROOM_FOR_STATE 44

static struct rect row_until(struct rect r, int end)
{
	r.w = end < r.w ? end : r.w;
	return r;
}

struct state {
	const char *word; /* NULL: there is nothing to say */
	enum style style;
	enum glyph glyph;
};

/* What matters most of what stands with an account. */
static struct state state_of(const struct people_row *row)
{
	const struct account *a = &row->x;
	int64_t now = time_now();

	if (a->disabled)
		return (struct state){"disabled", STYLE_BAD, GLYPH_REJECTED};
	if (!a->usable)
		return (struct state){"unusable", STYLE_BAD, GLYPH_WARN};
	if (account_ran_out(a, now))
		return (struct state){"ran out", STYLE_BAD, GLYPH_WARN};
	if (a->next_try != TIME_NONE && a->next_try > now)
		return (struct state){"waits", STYLE_WARN, GLYPH_WARN};
	if (a->must_change)
		return (struct state){"must change", STYLE_WARN, GLYPH_WARN};
	if (row->session_n > 0)
		return (struct state){"in", STYLE_GOOD, GLYPH_APPROVED};
	if (a->second_factor)
		return (struct state){"second factor", STYLE_DIM, GLYPH_LOCK};
	return (struct state){0};
}

static void draw_state(struct screen *s, struct rect r, int x, const struct state *state)
{
	if (!screen_plain(s)) /* the word says it */
		x = draw_glyph(s, r, 0, x, state->style, state->glyph) + 1;
	draw_str(s, r, 0, x, state->style, state->word);
}

/* Role; name; last login; state. */
static void draw_account(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct people_row *row = data->data;
	struct state state = state_of(row);
	bool wide = r.w >= ROOM_FOR_STATE;
	int end = wide ? r.w - STATE_WIDTH - 7 : r.w - 3;
	char age[12] = "never";
	int64_t at;

	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	draw_str(s, row_until(r, NAME_COLUMN - 1), 0, ROLE_COLUMN, STYLE_DIM,
		role_name(row->x.role));
	draw_text(s, row_until(r, end), 0, NAME_COLUMN, row->x.disabled ? STYLE_DIM : STYLE_TEXT,
		row->x.username);
	if (!wide) {
		if (state.word)
			draw_glyph(s, r, 0, r.w - 2, state.style, state.glyph);
		return;
	}
	if (time_parse(row->x.last_login, &at))
		time_format_age(at, *(const int64_t *)arg, age);
	end += time_age_wider();
	draw_right(s, r, 0, end + 6, STYLE_DIM, span_of(age));
	if (state.word)
		draw_state(s, r, draw_column(s, end + 6, end + 7), &state);
}

static void draw_event(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct event_row *row = data->data;
	struct str text = {0};
	char age[12];
	int64_t at;

	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	time_parse(row->at, &at);
	time_format_age(at, *(const int64_t *)arg, age);
	draw_right(s, r, 0, 6 + time_age_wider(), STYLE_DIM, span_of(age));
	people_say_event(row, &text);
	draw_text(s, r, 0, 8 + time_age_wider(),
		span_is(row->kind, "login.failed") ? STYLE_WARN : STYLE_TEXT, str_span(&text));
	str_free(&text);
}

static void draw_empty(const struct people *p, struct screen *s)
{
	bool loaded = p->in_log ? p->log_loaded : p->loaded;
	const char *first, *then = "";

	if (p->in_log && p->error.code == ERR_DENIED) {
		first = "The server keeps the log for admins.";
		then = "{back} goes back";
	} else if (p->error.code != ERR_NONE) {
		first = p->error.text;
		then = "{refresh} tries again";
	} else if (!loaded) {
		first = p->in_log ? "Loading events …" : "Loading accounts …";
	} else if (p->in_log && p->filter_text.len > 0) {
		first = p->held_back ? "No event that you may see matches this filter."
				     : "No event matches this filter.";
		then = "{filter} changes it · Esc clears it";
	} else if (p->in_log && p->held_back) {
		first = "Nothing stands in the log that you may see.";
		then = "The server keeps all but what happened to beliefs for admins.";
	} else if (p->in_log) {
		first = "Nothing stands in the log yet.";
		then = "Logins, accounts, settings and migrations show up here.";
	} else {
		first = "There are no accounts.";
	}
	split_draw_empty(&p->split, s, STYLE_TEXT, first, console_words(p->console, then).text);
}

#define HEAD_AROUND 8 /* columns of a heading around its two texts */
#define FILTER_LEAST 12 /* … that a filter keeps */

/* What a date was taken for, in whose zone: the filter, which one knows, gives way to it. */
static void say_log(const struct people *p, struct str *head, struct str *note)
{
	struct span filter = str_span(&p->filter_text);
	char at[20], zone[12];
	struct str since = {0};

	str_add(head, filter.n > 0 ? "The log  " : "The log");
	if (p->filter.since != TIME_NONE) {
		time_format_minutes(p->filter.since, at);
		time_format_zone(p->filter.since, zone);
		str_addf(&since, "since %s %s", at, zone);
	}
	int room = p->split.list_head.w - HEAD_AROUND -
		(int)(text_width(str_span(head)) + text_width(str_span(&since)));
	bool whole = since.len == 0 || room < FILTER_LEAST || (int)text_width(filter) <= room ||
		p->console->plain;
	str_addn(head, filter.p, whole ? filter.n : text_within(filter, room - 1));
	str_add(head, whole ? "" : "…");
	str_addf(note, "newest first%s%s", since.len > 0 ? " · " : "", str_cstr(&since));
	str_free(&since);
}

static void say_heads(const struct people *p, struct str *head, struct str *note, struct str *title)
{
	const struct list_row *row = list_selected(people_list(p));

	if (p->in_log)
		say_log(p, head, note);
	else
		str_add(head, "People");
	if (!p->in_log && p->loaded)
		str_addf(note, "last login · %zu in now", p->in_now);
	if (row && !p->in_log)
		str_adds(title, ((const struct people_row *)row->data)->x.username);
	else if (row)
		str_adds(title, ((const struct event_row *)row->data)->kind);
}

void people_draw(const struct pane *pane, struct screen *s, struct rect r)
{
	const struct people *p = (const struct people *)pane;
	const struct list_row *row = list_selected(people_list(p));
	struct str head = {0}, note = {0}, title = {0};
	int64_t now = time_now();

	(void)r;
	say_heads(p, &head, &note, &title);
	draw_subject(s, p->viewed);
	split_draw(s, &p->split, p->detail_focus, str_span(&head), str_span(&note),
		str_span(&title),
		textview_more(p->view)
			? span_of(console_words(p->console, "{scroll-down}: more").text)
			: SPAN_LIT(""));
	if (row)
		list_draw(people_list(p), s, p->split.list, !p->detail_focus,
			p->in_log ? draw_event : draw_account, &now);
	else
		draw_empty(p, s);
	if (row && strcmp(p->viewed, row->id) == 0)
		textview_draw(p->view, s, p->split.detail, p->detail_focus);
	str_free(&head);
	str_free(&note);
	str_free(&title);
}

void people_status(const struct pane *pane, struct str *out)
{
	const struct people *p = (const struct people *)pane;
	uint64_t position = list_position(people_list(p));

	if (!p->in_log && p->loaded && list_count(p->list) > 0)
		str_addf(out, "%llu of %zu", (unsigned long long)position, list_count(p->list));
	else if (p->in_log && p->log_loaded)
		list_say_position(p->log, out);
	if (p->in_log && p->stale)
		str_add(out, console_words(p->console, " · changed: {refresh}").text);
}
