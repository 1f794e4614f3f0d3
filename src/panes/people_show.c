/* One account, or one event, as a text. */
#include "base/time.h"
#include "people_pane.h"

/* --- An account. --- */

static void show_moment(struct textview *v, const char *label, struct span stored)
{
	char when[20], ago[24];
	int64_t at;

	if (!time_parse(stored, &at))
		return;
	time_format_minutes(at, when);
	time_format_ago(at, time_now(), ago);
	textview_block(v, 2, 4, false, NULL);
	textview_run(v, STYLE_DIM, span_of(label));
	textview_runf(v, STYLE_TEXT, " %s", when);
	if (time_shows_ages())
		textview_runf(v, STYLE_TEXT, ", %s", ago);
}

static void show_role(const struct people_row *row, struct textview *v)
{
	bool first = true;

	textview_block(v, 2, 4, false, NULL);
	textview_run(v, STYLE_STRONG, span_of(role_name(row->x.role)));
	textview_run(v, STYLE_DIM, SPAN_LIT(" may "));
	for (int p = 0; p < PERMISSIONS; p++) {
		if (!role_may(row->x.role, (enum permission)p))
			continue;
		textview_runf(v, STYLE_TEXT, "%s%s", first ? "" : ", ",
			permission_name((enum permission)p));
		first = false;
	}
	if (!row->x.has_role)
		textview_line(v, STYLE_DIM,
			SPAN_LIT("  The agent made this account, and nobody gave it a role: it is "
				 "an "
				 "admin until somebody does."));
}

static void say_state(struct textview *v, enum style style, enum glyph g)
{
	textview_block(v, 2, 4, false, NULL);
	textview_glyph(v, style, g);
	textview_run(v, style, SPAN_LIT(" "));
}

static void show_state(const struct account *x, struct textview *v)
{
	int64_t now = time_now();
	char when[20];

	if (x->disabled) {
		say_state(v, STYLE_BAD, GLYPH_REJECTED);
		textview_run(v, STYLE_BAD, SPAN_LIT("disabled: it is not let in"));
	}
	if (!x->usable) {
		say_state(v, STYLE_BAD, GLYPH_WARN);
		textview_run(
			v, STYLE_BAD, SPAN_LIT("what is stored of its pass phrase lets nobody in"));
	}
	time_format_minutes(x->expires, when);
	if (x->must_change) {
		bool over = account_ran_out(x, now);
		say_state(v, over ? STYLE_BAD : STYLE_WARN, GLYPH_WARN);
		if (over)
			textview_runf(v, STYLE_BAD,
				"its pass phrase was for one login, and ran out at %s", when);
		else if (x->expires == TIME_NONE)
			textview_run(v, STYLE_WARN,
				SPAN_LIT("must choose another pass phrase at the next login"));
		else
			textview_runf(
				v, STYLE_WARN, "must choose another pass phrase, until %s", when);
	}
	time_format_minutes(x->next_try, when);
	if (x->next_try != TIME_NONE && x->next_try > now) {
		say_state(v, STYLE_WARN, GLYPH_WARN);
		textview_runf(v, STYLE_WARN, "%lld failed logins: waits until %s",
			(long long)x->failures, when);
	} else if (x->failures > 0) {
		say_state(v, STYLE_DIM, GLYPH_WARN);
		textview_runf(
			v, STYLE_DIM, "%lld failed since the last login", (long long)x->failures);
	}
	if (x->second_factor) {
		say_state(v, STYLE_GOOD, GLYPH_LOCK);
		textview_run(v, STYLE_GOOD, SPAN_LIT("a second factor is on"));
	}
}

static void show_draft(const struct session_row *s, const char *lead, struct textview *v)
{
	textview_run(v, STYLE_DIM, span_of(lead));
	textview_runf(v, STYLE_TEXT, "%.*s", s->draft.n < 8 ? (int)s->draft.n : 8, s->draft.p);
	if (s->draft_place.p && s->draft_place.n > 0) {
		textview_run(v, STYLE_DIM, SPAN_LIT(" for r/"));
		textview_field(v, STYLE_TEXT, s->draft_place);
	}
}

static void show_session(const struct session_row *s, bool own, struct textview *v)
{
	char since[20], idle[24];

	time_format_minutes(s->since, since);
	session_idle_ago(s, time_now(), idle);
	textview_block(v, 2, 4, false, s->id);
	textview_runf(v, STYLE_TEXT, "since %s", since);
	textview_run(v, STYLE_DIM, SPAN_LIT(", from "));
	if (s->origin.p)
		textview_field(v, STYLE_TEXT, s->origin);
	else
		textview_run(v, STYLE_TEXT, SPAN_LIT("this machine"));
	if (s->host.p) {
		textview_run(v, STYLE_DIM, SPAN_LIT(" on "));
		textview_field(v, STYLE_TEXT, s->host);
	}
	if (s->seen > s->since && !own) /* whoever reads this is at the keys */
		textview_runf(v, STYLE_DIM, ", last key %s", idle);
	if (own)
		textview_run(v, STYLE_ACCENT, SPAN_LIT(", this console"));
	if (s->draft.p && !s->shared)
		show_draft(s, ", with the draft ", v);
}

static void show_sessions(const struct people *p, const struct people_row *row, struct textview *v)
{
	const struct session_row *first = row->sessions;

	textview_heading(v, "In now");
	for (size_t i = 0; i < row->session_n; i++)
		show_session(&row->sessions[i],
			span_is(span_of(p->console->session.console), row->sessions[i].id), v);
	if (row->session_n == 0) {
		textview_line(v, STYLE_DIM, SPAN_LIT("  Not in."));
	} else if (first->draft.p && first->shared) {
		textview_block(v, 2, 4, false, NULL);
		show_draft(first, "has the draft ", v);
		textview_run(v, STYLE_DIM, SPAN_LIT(" open in one of them"));
	}
	textview_gap(v);
}

static void show_events(const struct people *p, struct textview *v)
{
	int64_t now = time_now(), at;
	struct str text = {0};
	char age[12];

	textview_heading(v, "Lately");
	if (p->events_error.code == ERR_DENIED)
		textview_line(v, STYLE_DIM, SPAN_LIT("  The log is for admins here."));
	else if (p->events_error.code != ERR_NONE)
		textview_line(v, STYLE_BAD, span_of(p->events_error.text));
	else if (p->held_back)
		textview_line(v, STYLE_DIM,
			SPAN_LIT("  All but what happened to beliefs is for admins here."));
	else if (p->event_n == 0)
		textview_line(v, STYLE_DIM, SPAN_LIT("  Nothing stands in the log of late."));
	for (size_t i = 0; i < p->event_n; i++) {
		str_clear(&text);
		people_say_event(&p->events[i], &text);
		time_parse(p->events[i].at, &at);
		time_format_age(at, now, age);
		textview_block(v, 2, 9, false, NULL);
		textview_runf(v, STYLE_DIM, "%5s  ", age);
		textview_field(v, STYLE_TEXT, str_span(&text));
	}
	str_free(&text);
}

void people_show(const struct people *p, const struct people_row *row, struct textview *v)
{
	const char *why = console_refuses(p->console, MAY_MANAGE);

	show_role(row, v);
	show_state(&row->x, v);
	textview_gap(v);
	show_moment(v, "last login", row->x.last_login);
	if (!row->x.last_login.p)
		textview_line(v, STYLE_DIM, SPAN_LIT("  never logged in to the console"));
	show_moment(v, "added", row->x.created_at);
	textview_block(v, 2, 4, false, NULL);
	textview_runf(v, STYLE_TEXT, "%lld decision%s", (long long)p->decided,
		p->decided == 1 ? "" : "s");
	textview_runf(v, STYLE_DIM, " in the last %d days", PEOPLE_DAYS);
	textview_gap(v);
	show_sessions(p, row, v);
	show_events(p, v);
	if (p->held_back) {
		textview_gap(v);
		textview_line(
			v, STYLE_DIM, SPAN_LIT("  The server shows you no account but your own."));
	}
	if (!why)
		return;
	textview_gap(v);
	textview_block(v, 2, 4, false, NULL);
	textview_run(v, STYLE_DIM, SPAN_LIT("Nothing can be changed here: "));
	textview_run(v, STYLE_DIM, span_of(why));
}

/* --- An event. --- */

/* What was kept of a belief or a persona is long, and for machines. */
static bool is_json(struct span detail)
{
	return detail.n > 0 && detail.p[0] == '{';
}

void people_say_event(const struct event_row *r, struct str *out)
{
	if (r->actor.p) {
		str_adds(out, r->actor);
		str_add(out, " ");
	}
	event_say(r->kind, r->subject, r->actor.p && span_eq(r->subject, r->actor), out);
	if (r->detail.p && !is_json(r->detail)) {
		str_add(out, ": ");
		str_adds(out, r->detail);
	}
}

static void show_part(struct textview *v, const char *label, struct span value)
{
	if (!value.p)
		return;
	textview_block(v, 2, 12, false, NULL);
	textview_runf(v, STYLE_DIM, "%-9s ", label);
	textview_field(v, STYLE_TEXT, value);
}

void people_show_event(const struct event_row *r, struct textview *v)
{
	struct str text = {0};
	char stored[40];

	people_say_event(r, &text);
	textview_block(v, 2, 4, false, NULL);
	textview_field(v, STYLE_STRONG, str_span(&text));
	textview_gap(v);
	show_part(v, "at", time_format_exact(r->at, stored));
	show_part(v, "by", r->actor.p ? r->actor : SPAN_LIT("nobody who was logged in"));
	show_part(v, "kind", r->kind);
	show_part(v, "subject", r->subject);
	show_part(v, "detail", r->detail);
	show_part(v, "id", r->id);
	str_free(&text);
}
