/* Settings on the screen: their rows, and what is known of the selected one. */
#include <string.h>

#include "base/time.h"
#include "config_pane.h"

#define KEY_COLUMNS 26
#define PERSONA_COLUMNS 16
#define TYPE_COLUMNS 22
#define WIDE 44 /* columns behind the name from which the type stands there, too */
#define MOST_SHOWN (64u << 10) /* bytes of a value */

/* --- Rows --- */

static void draw_row(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct config *c = arg;
	const struct config_line *line = data->data;
	enum setting_state state = line->setting.state;
	enum style style = state == SETTING_OPEN ? STYLE_TEXT
		: state == SETTING_BROKEN        ? STYLE_BAD
						 : STYLE_DIM;

	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	rect_left(&r, 2);
	if (c->personas > 1 && r.w >= 3 * PERSONA_COLUMNS)
		draw_text(s, rect_left(&r, PERSONA_COLUMNS), 0, 0, STYLE_DIM,
			line->persona->username);
	struct rect key = rect_left(&r, r.w > 2 * KEY_COLUMNS ? KEY_COLUMNS : r.w / 2);
	key.w -= key.w > 1;
	draw_text(s, key, 0, 0, state == SETTING_UNSET ? STYLE_DIM : STYLE_TEXT, line->setting.key);
	if (r.w >= WIDE) {
		struct rect type = rect_right(&r, TYPE_COLUMNS);
		draw_str(s, type, 0, 1, STYLE_DIM, config_type_name(line->known));
	}
	int x = state == SETTING_BROKEN ? draw_str(s, r, 0, 0, STYLE_BAD, "not JSON: ") : 0;
	draw_text(s, r, 0, x, style, line->title);
}

static void draw_empty(const struct config *c, struct screen *s)
{
	static const char none[] = "There is no persona that could have settings:"
				   " {persona} adds one.";

	if (c->error.code != ERR_NONE)
		split_draw_empty(&c->split, s, STYLE_BAD, c->error.text, "");
	else if (!c->loaded)
		split_draw_empty(&c->split, s, STYLE_DIM, "Loading settings …", "");
	else
		split_draw_empty(
			&c->split, s, STYLE_TEXT, console_words(c->console, none).text, "");
}

void config_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct config *c = (const struct config *)p;
	const struct config_line *line = config_selected(c);
	struct str head = {0};

	(void)r;
	str_add(&head, "Config");
	console_say_persona(c->console, &head);
	draw_subject(s, c->viewed);
	split_draw(s, &c->split, c->detail_focus, str_span(&head),
		SPAN_LIT("by name, not set last"), line ? line->setting.key : SPAN_LIT(""),
		textview_more(c->view)
			? span_of(console_words(c->console, "{scroll-down}: more").text)
			: SPAN_LIT(""));
	if (line) {
		list_draw(c->list, s, c->split.list, !c->detail_focus, draw_row, (void *)c);
		textview_draw(c->view, s, c->split.detail, c->detail_focus);
	} else {
		draw_empty(c, s);
	}
	str_free(&head);
}

/* --- The detail --- */

static void show_field(struct textview *v, const char *name, struct span text)
{
	textview_block(v, 2, 13, false, NULL);
	textview_runf(v, STYLE_DIM, "%-11s", name);
	textview_field(v, STYLE_TEXT, text);
}

static void show_meaning(struct textview *v, const struct config_key *k)
{
	textview_block(v, 2, 2, false, NULL);
	if (k)
		textview_runf(v, STYLE_TEXT, "%s.", k->meaning);
	else
		textview_run(v, STYLE_DIM,
			SPAN_LIT("Nobody here knows this setting: it is kept as it is."));
}

static void show_bounds(struct textview *v, const struct config_key *k)
{
	struct str type = {0};

	config_key_describe(&type, k);
	show_field(v, "holds", str_span(&type));
	for (const struct config_key *m = k ? k->members : NULL; m && m->type != CONFIG_ANY; m++) {
		str_clear(&type);
		config_key_describe(&type, m);
		textview_block(v, 15, 17, false, NULL);
		textview_run(v, STYLE_TEXT, m->name ? span_of(m->name) : SPAN_LIT("each"));
		textview_runf(v, STYLE_DIM, ": %s%s%s", str_cstr(&type), m->meaning ? "; " : "",
			m->meaning ? m->meaning : "");
	}
	if (k && k->fallback)
		show_field(v, "default", span_of(k->fallback));
	str_free(&type);
}

void config_show_known(struct textview *v, const struct config_key *k)
{
	show_meaning(v, k);
	show_bounds(v, k);
}

static void show_value(struct textview *v, const struct setting *s)
{
	struct str text = {0};

	setting_show(s, JSON_LINES, &text);
	size_t n = text.len < MOST_SHOWN ? text.len : MOST_SHOWN;
	textview_block(v, 2, 2, false, NULL);
	textview_run(v, s->state == SETTING_OPEN ? STYLE_TEXT : STYLE_DIM,
		(struct span){str_cstr(&text), n});
	if (n < text.len) {
		textview_block(v, 2, 2, false, NULL);
		textview_runf(v, STYLE_WARN, "(the first 64 KB of %zu bytes)", text.len);
	}
	if (s->state == SETTING_BROKEN || setting_is_unreadable(s))
		textview_line(v, STYLE_BAD,
			SPAN_LIT("What is stored is no JSON, or more than can be read here."));
	if (s->state == SETTING_SECRET || s->state == SETTING_PARTLY_SECRET)
		textview_line(v, STYLE_DIM,
			SPAN_LIT("What looks like a secret is neither shown nor changed here."));
	str_free(&text);
}

static void show_past(const struct config *c, struct textview *v)
{
	char when[20], ago[24], zone[12];
	int64_t t;

	if (c->past_state == PAST_UNKNOWN || c->past_state == PAST_NONE)
		return;
	textview_gap(v);
	if (c->past_state == PAST_FAILED) {
		textview_block(v, 2, 2, false, NULL);
		textview_run(v, STYLE_DIM,
			c->past_error.code == ERR_DENIED
				? SPAN_LIT("Who changed it last is for admins to read.")
				: span_of(c->past_error.text));
		return;
	}
	time_parse(c->past.at, &t);
	time_format_minutes(t, when);
	time_format_ago(t, time_now(), ago);
	time_format_zone(t, zone);
	textview_block(v, 2, 2, false, NULL);
	textview_run(v, STYLE_DIM,
		c->past.setting.state == SETTING_UNSET ? SPAN_LIT("Removed by ")
						       : SPAN_LIT("Changed by "));
	textview_field(v, STYLE_TEXT,
		c->past.outside ? SPAN_LIT("the agent, a seed or by hand: not recorded")
				: c->past.by);
	if (t != TIME_NONE && time_shows_ages())
		textview_runf(v, STYLE_DIM, ", %s (%s %s)", ago, when, zone);
	else if (t != TIME_NONE)
		textview_runf(v, STYLE_DIM, ", %s %s", when, zone);
	if (c->past.restores)
		textview_runf(
			v, STYLE_DIM, ", as it was in version %lld", (long long)c->past.restores);
}

void config_show_rest(const struct config *c, struct textview *v)
{
	const struct config_line *line = config_selected(c);

	show_past(c, v);
	textview_gap(v);
	show_bounds(v, line->known);
	if (c->personas > 1)
		show_field(v, "persona", line->persona->username);
}

void config_show(struct config *c, struct textview *v)
{
	const struct config_line *line = config_selected(c);

	textview_reset(v);
	if (!line)
		return;
	show_meaning(v, line->known);
	textview_gap(v);
	show_value(v, &line->setting);
	textview_mark(v);
	c->past_state = PAST_UNKNOWN;
	config_show_rest(c, v);
}
