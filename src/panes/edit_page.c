/* The pages beside the editor: what was changed, by whom, and what can be done about it. */
#include "base/time.h"
#include "edit.h"
#include "panes/changes.h"
#include "panes/hidden.h"

#define SCAN_MOST (1u << 20) /* bytes that are scanned while one waits */

static void begin(struct edit *e, enum edit_stage stage)
{
	e->stage = stage;
	e->page_at = 0;
	e->drawn = e->waiting = false;
	textview_reset(e->view);
}

static void warn(struct edit *e, enum style style, const char *text)
{
	textview_block(e->view, 0, 2, false, NULL);
	textview_glyph(e->view, style, GLYPH_WARN);
	textview_runf(e->view, style, " %s", text);
	textview_gap(e->view);
}

/* What the agent wrote may hide something, and so may what was pasted. */
static void show_report(struct edit *e, struct span text)
{
	struct text_report report;
	struct str said = {0};

	e->alarms = text_alarms(str_span(&e->subreddit));
	/* Of what is very long, the draft itself has said already what it holds. */
	if (text.n > SCAN_MOST) {
		e->alarms |= e->alarms_before;
		text = changes_between(str_span(&e->original), text).new;
	}
	text_scan(text, &report);
	e->alarms |= report.classes;
	if (text_report_say(&report, &said)) {
		textview_block(e->view, 0, 2, false, NULL);
		textview_glyph(e->view, STYLE_WARN, GLYPH_WARN);
		textview_run(e->view, STYLE_WARN,
			SPAN_LIT(" Hidden or misleading content in your text: "));
		textview_run(e->view, STYLE_WARN, str_span(&said));
		textview_gap(e->view);
	}
	str_free(&said);
}

/* A changed text is another than the one that somebody may have approved. */
static void say_two(const struct edit *e)
{
	const struct draft *d = queue_draft(e->queue, e->id);

	if (!d || !d->two)
		return;
	textview_line(e->view, STYLE_STRONG,
		edit_modified(e) ? SPAN_LIT("Two have to approve it: you would be the first, and "
					    "somebody else decides.")
				 : SPAN_LIT("Two have to approve it."));
	textview_gap(e->view);
}

void edit_page_confirm(struct edit *e)
{
	struct span text = editor_text(e->editor);

	begin(e, EDIT_CONFIRM);
	e->examined = false;
	show_report(e, text);
	if (text.n == 0)
		warn(e, STYLE_WARN, "Nothing is left of it: an empty text would be published.");
	say_two(e);
	textview_heading(e->view, "What you changed");
	textview_read_from(e->view);
	changes_show(e->view, str_span(&e->original), text);
	if (e->unread) {
		textview_heading(e->view, "The whole text, as it would be published");
		textview_block(e->view, 2, 2, false, NULL);
		textview_run(e->view, STYLE_TEXT, text);
	}
	textview_read_to(e->view);
}

static void examined(void *arg, const char *id, const char *hash)
{
	struct edit *e = arg;

	(void)id;
	(void)hash;
	e->examined = true;
}

void edit_examine(struct edit *e)
{
	struct draft d = {.post = {.content = editor_text(e->editor),
				  .target_subreddit = str_span(&e->subreddit)}};

	draft_find_tricks(&d);
	e->queue->console->ops->overlay(e->queue->console,
		hidden_new(&(struct hidden_ask){.draft = &d, .seen = examined, .arg = e}));
	draft_free(&d);
}

bool edit_must_examine(const struct edit *e)
{
	return (e->alarms & TEXT_EXAMINE) && !e->examined;
}

void edit_page_offer(struct edit *e)
{
	char ago[24];

	time_format_ago(e->offered_at, time_now(), ago);
	begin(e, EDIT_OFFER);
	textview_block(e->view, 0, 2, false, NULL);
	textview_runf(e->view, STYLE_STRONG, "You edited this draft %s and did not finish.", ago);
	textview_gap(e->view);
	if (strcmp(e->offered_hash, e->hash) != 0)
		warn(e, STYLE_WARN, "The draft changed since: compare with what it says now.");
	textview_heading(e->view, "How your text differs from the draft");
	changes_show(e->view, str_span(&e->original), str_span(&e->offered));
}

const struct draft *edit_newer(const struct edit *e)
{
	const struct draft *d = queue_draft(e->queue, e->id);

	if (d && d->post.status == POST_PENDING && strcmp(d->post.hash, e->hash) == 0)
		d = NULL;
	return d;
}

/* From then on her text is compared with, and approved in the place of, what the draft says now. */
static void begin_anew(struct edit *e, const struct draft *d)
{
	e->unread = true;
	edit_set_original(e, d);
	e->kept_version = 0;
	edit_keep_soon(e);
}

void edit_page_changed(struct edit *e)
{
	const struct draft *d = edit_newer(e);

	begin(e, EDIT_CHANGED);
	e->waiting = !d;
	if (!d)
		return;
	if (d->post.status != POST_PENDING) {
		edit_page_over(e, "This draft was decided while you edited it.");
		return;
	}
	warn(e, STYLE_BAD, "The draft changed while you edited it. Your text is kept beside it.");
	if (span_eq(str_span(&e->original), d->post.content)) {
		textview_line(e->view, STYLE_TEXT,
			SPAN_LIT("Its text is the same; what stands around it changed."));
	} else {
		textview_heading(e->view, "What changed in the draft");
		changes_show(e->view, str_span(&e->original), d->post.content);
	}
	begin_anew(e, d);
}

void edit_page_wait(struct edit *e)
{
	if (!e->waiting)
		return;
	if (strcmp(e->queue->failed, e->id) == 0 && e->queue->draft_error.code == ERR_MISSING)
		edit_page_gone(e, "This draft was deleted while you edited it.");
	else if (edit_newer(e))
		edit_page_changed(e);
}

void edit_page_over(struct edit *e, const char *why)
{
	begin(e, EDIT_OVER);
	warn(e, STYLE_BAD, why);
	textview_heading(e->view, "What you had changed");
	changes_show(e->view, str_span(&e->original), editor_text(e->editor));
}

void edit_page_gone(struct edit *e, const char *why)
{
	e->gone = true;
	edit_page_over(e, why);
}
