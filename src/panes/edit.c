/* Editing a draft before it is approved: from the key that opens the editor to the answer. */
#include "edit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "tui/ask.h"

#define HELD_US 500000 /* keyboards wait about so long before a held key repeats itself */
#define SETTLE_UNASKED_US 500000 /* it came by itself */

void edit_say(struct edit *e, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	str_clear(&e->problem);
	str_add(&e->problem, text);
}

void edit_close(struct edit *e)
{
	e->queue->console->ops->uncover(e->queue->console, &e->overlay);
}

void edit_type(struct edit *e)
{
	e->stage = EDIT_TYPING;
	e->held_since = e->queue->console->key_time;
	e->held_code = e->queue->console->key_code;
}

void edit_set_original(struct edit *e, const struct draft *d)
{
	memcpy(e->hash, d->post.hash, sizeof(e->hash));
	str_clear(&e->original);
	str_adds(&e->original, d->post.content);
	str_clear(&e->subreddit);
	str_adds(&e->subreddit, d->post.target_subreddit);
	e->alarms_before = d->report.classes;
}

bool edit_modified(const struct edit *e)
{
	return !span_eq(editor_text(e->editor), str_span(&e->original));
}

static bool is_unasked(const struct edit *e)
{
	return e->stage == EDIT_OFFER || e->stage == EDIT_CHANGED || e->stage == EDIT_OVER;
}

static int64_t answers_from(const struct edit *e)
{
	return e->page_at + (is_unasked(e) ? SETTLE_UNASKED_US : QUEUE_SETTLE_US);
}

int64_t edit_settles(const struct edit *e)
{
	bool asks = e->stage != EDIT_TYPING && e->stage != EDIT_LOADING && e->stage != EDIT_SAVING;

	return asks && e->page_at ? answers_from(e) - time_monotonic() : 0;
}

/* --- Leaving --- */

static void throw_away(void *arg)
{
	struct edit *e = arg;

	e->thrown_away = true;
	edit_keep_drop(e);
	edit_close(e);
}

static void ask_to_throw_away(struct edit *e)
{
	const char *what = e->gone
		? "The draft was deleted: your text can be kept no longer, only copied."
		: "What was kept of it goes as well; the draft is left alone. To keep your text "
		  "and go on later: n, then Ctrl-S, then Esc.";

	e->queue->console->ops->overlay(e->queue->console,
		ask_new(&(struct ask){
			.title = "Throw away all that you typed?",
			.text = span_of(what),
			.yes = "throw it away",
			.done = throw_away,
			.arg = e,
		}));
}

static void forget(void *arg)
{
	struct edit *e = arg;

	e->kept = true; /* by an earlier edit: that is what goes */
	throw_away(e);
}

static void ask_to_forget(struct edit *e)
{
	e->queue->console->ops->overlay(e->queue->console,
		ask_new(&(struct ask){
			.title = "Forget the text that was kept?",
			.text = SPAN_LIT("It is kept nowhere else; the draft is left alone."),
			.yes = "forget it",
			.done = forget,
			.arg = e,
		}));
}

static enum overlay_result leave_editor(struct edit *e)
{
	if (edit_modified(e)) {
		ask_to_throw_away(e);
		return OVERLAY_STAY;
	}
	e->thrown_away = true;
	edit_keep_drop(e);
	return OVERLAY_CLOSE;
}

/* Only what is safe is left. */
static enum overlay_result leave_and_keep(struct edit *e)
{
	if (e->gone || !edit_modified(e))
		return leave_editor(e);
	if (edit_is_kept(e)) {
		edit_say_kept(e);
		return OVERLAY_CLOSE;
	}
	e->leaving = true;
	e->stage = EDIT_SAVING;
	edit_keep_now(e);
	return OVERLAY_STAY;
}

/* What was gone on with is as it was kept: nothing was typed that could be thrown away. */
static bool is_as_offered(const struct edit *e)
{
	return e->offered_at && span_eq(editor_text(e->editor), str_span(&e->offered));
}

/* --- Approving --- */

static void approve(struct edit *e)
{
	struct queue *q = e->queue;
	const char *why = console_refuses(q->console, MAY_DECIDE);
	struct verdict v = {
		.decision = DECIDE_APPROVE,
		.viewing_ms = (q->console->key_time - e->since) / 1000,
		.content = editor_text(e->editor),
		.edit = e,
	};
	int left = textview_unread(e->view);

	if (!why && left == 0 && edit_must_examine(e))
		why = "not approved: your text hides something · h shows what, then approve";
	if (why)
		edit_say(e, "%s", why);
	else if (left > 0)
		edit_say(e, "not approved: %d unread · J goes on", left);
	if (why || left > 0)
		return;
	memcpy(v.id, e->id, sizeof(v.id));
	memcpy(v.hash, e->hash, sizeof(v.hash));
	e->stage = EDIT_SAVING;
	queue_submit(q, &v);
}

static void decided(struct edit *e)
{
	struct queue *q = e->queue;
	const struct list_row *selected = list_selected(q->list);

	e->thrown_away = true; /* it is in the draft, and its row went with the decision */
	if (selected && strcmp(selected->id, e->id) == 0)
		queue_next_pending(q);
	edit_close(e);
}

static void say_doubt(struct edit *e)
{
	edit_say(e, "lost while saving: looked up when the connection is back · Esc leaves");
}

void edit_settled(struct edit *e, const char *post_id, bool stands)
{
	if (!e->in_doubt || strcmp(e->id, post_id) != 0)
		return;
	e->in_doubt = false;
	if (stands) {
		decided(e);
		return;
	}
	edit_type(e);
	edit_say(e, "your text is still here: the connection was lost before it was saved");
}

void edit_answered(struct edit *e, const struct decision_result *r, const struct err *why)
{
	if (why->code == ERR_LOST && r->ledger_id[0]) {
		e->in_doubt = true;
		say_doubt(e);
		return;
	}
	if (why->code != ERR_NONE) {
		edit_type(e);
		edit_say(e, "your text is still here: %s", why->text);
		return;
	}
	switch (r->outcome) {
	case DECIDED:
	case DECISION_FIRST: decided(e); break;
	case DECISION_CHANGED: edit_page_changed(e); break;
	case DECISION_GONE: edit_page_gone(e, str_cstr(&e->queue->notice)); break;
	case DECIDED_BEFORE:
	case DECISION_HIDDEN: /* none of an edit */
	case DECISION_UNASKED:
	case DECISION_EDITED:
	case DECISION_SAME: edit_page_over(e, str_cstr(&e->queue->notice)); break;
	}
}

/* --- Keys --- */

static void go_on(struct edit *e)
{
	if (!edit_modified(e)) {
		edit_say(e, "nothing was changed · Esc leaves, then a approves the draft as it is");
		return;
	}
	edit_keep_now(e);
	if (edit_newer(e))
		edit_page_changed(e);
	else
		edit_page_confirm(e);
}

/* The key that opened the editor, held down, types nothing. */
static bool is_held(struct edit *e, const struct key *k)
{
	int64_t now = e->queue->console->key_time;
	bool held = e->held_since && k->code == e->held_code && now - e->held_since < HELD_US;

	e->held_since = held ? now : 0;
	return held;
}

static enum overlay_result typing_key(struct edit *e, const struct key *k)
{
	char name[24];

	if (is_held(e, k))
		return OVERLAY_STAY;
	if (editor_key(e->editor, k)) {
		edit_keep_soon(e);
		return OVERLAY_STAY;
	}
	switch (k->code) {
	case KEYC_ESC: return is_as_offered(e) ? leave_and_keep(e) : leave_editor(e);
	case KEY_CTRL('O'):
	case KEY_CTRL('S'): go_on(e); return OVERLAY_STAY;
	case KEY_CTRL('C'):
		edit_say(e, "nothing is selected to be copied · Esc leaves");
		return OVERLAY_STAY;
	default:
		key_name(k->code, name);
		edit_say(e, "%s means nothing in the editor", name);
		return OVERLAY_STAY;
	}
}

static bool scroll_key(struct textview *v, uint32_t code)
{
	switch (code) {
	case 'j':
	case KEYC_DOWN: textview_scroll(v, 1); return true;
	case 'k':
	case KEYC_UP: textview_scroll(v, -1); return true;
	case 'J':
	case KEYC_SPACE:
	case KEYC_PGDN: textview_page(v, 1); return true;
	case 'K':
	case KEYC_PGUP: textview_page(v, -1); return true;
	case 'g':
	case KEYC_HOME: textview_edge(v, -1); return true;
	case 'G':
	case KEYC_END: textview_edge(v, 1); return true;
	default: return false;
	}
}

static enum overlay_result offer_key(struct edit *e, const struct key *k)
{
	if (k->code == 'y') {
		editor_set_text(e->editor, str_span(&e->offered));
		e->kept_version = editor_version(e->editor);
		e->kept = true;
		edit_type(e);
	} else if (k->code == 'n') {
		edit_type(e);
	} else if (k->code == 'd') {
		ask_to_forget(e);
	}
	return OVERLAY_STAY;
}

static enum overlay_result page_key(struct edit *e, const struct key *k)
{
	if (scroll_key(e->view, k->code))
		return OVERLAY_STAY;
	if (k->code == KEYC_ESC || k->code == KEY_CTRL('C'))
		return e->stage == EDIT_OFFER ? OVERLAY_CLOSE : leave_and_keep(e);
	if (!e->page_at || e->queue->console->key_time < answers_from(e)) {
		edit_say(e, "this has only just come on the screen");
		return OVERLAY_STAY;
	}
	if (e->stage == EDIT_OFFER)
		return offer_key(e, k);
	if (k->code == 'a' && e->stage == EDIT_CONFIRM)
		approve(e);
	else if (k->code == 'h' && e->stage == EDIT_CONFIRM)
		edit_examine(e);
	else if (k->code == 'e')
		edit_type(e);
	return OVERLAY_STAY;
}

/* Only a text whose answer is lost can be left alone: it is kept, or it is in the draft. */
static enum overlay_result saving_key(struct edit *e, const struct key *k)
{
	if (e->in_doubt && k->code == KEYC_ESC)
		return OVERLAY_CLOSE;
	if (e->in_doubt)
		say_doubt(e);
	else if (k->code == KEY_CTRL('C'))
		worker_cancel(e->queue->console->worker);
	return OVERLAY_STAY;
}

/* What the reader did something about was on the glass. */
static void seen(struct edit *e)
{
	str_clear(&e->problem);
	queue_claims_renew(e->queue, e->id);
	if (e->drawn)
		textview_painted(e->view);
	e->drawn = false;
}

static enum overlay_result edit_key(struct overlay *o, const struct key *k)
{
	struct edit *e = (struct edit *)o;

	seen(e);
	switch (e->stage) {
	case EDIT_LOADING: return k->code == KEYC_ESC ? OVERLAY_CLOSE : OVERLAY_STAY;
	case EDIT_TYPING: return typing_key(e, k);
	case EDIT_SAVING: return saving_key(e, k);
	default: return page_key(e, k);
	}
}

static enum overlay_result edit_point(struct overlay *o, const struct point *at)
{
	struct edit *e = (struct edit *)o;

	seen(e);
	if (e->stage == EDIT_TYPING)
		editor_point(e->editor, at);
	else
		textview_point(e->view, at);
	return OVERLAY_STAY;
}

/* --- Opening and closing --- */

/* A line that drops or a program that ends keeps what was typed. */
static void edit_free(struct overlay *o)
{
	struct edit *e = (struct edit *)o;

	loop_cancel(e->queue->console->loop, e->keep_timer);
	edit_keep_at_end(e);
	worker_forget(e->queue->console->worker, e);
	e->queue->edit = NULL;
	queue_kept_load(e->queue);
	editor_free(&e->editor);
	textview_free(&e->view);
	str_free(&e->title);
	str_free(&e->problem);
	str_free(&e->original);
	str_free(&e->subreddit);
	str_free(&e->offered);
	free(e);
}

/* The console stands still meanwhile. What comes back is here, to be confirmed or typed on. */
static void go_outside(struct edit *e)
{
	struct console *c = e->queue->console;
	struct str text = {0}, name = {0};
	struct err why = {0};

	queue_file_name(e->id, ".md", &name);
	if (c->ops->outside(c, str_cstr(&name), editor_text(e->editor), &text, &why) < 0) {
		edit_say(e, "%s%s%s", why.text, why.hint[0] ? "; " : "", why.hint);
	} else {
		editor_set_text(e->editor, str_span(&text));
		go_on(e);
	}
	str_free(&text);
	str_free(&name);
}

static void open_editor(struct queue *q, const struct draft *d, bool outside)
{
	static const struct overlay_ops ops = {edit_key, edit_draw, edit_free, edit_point};
	struct edit *e = xcalloc(1, sizeof(*e));
	struct str note = {0};

	e->overlay.ops = &ops;
	e->overlay.undoes = true;
	e->queue = q;
	e->editor = editor_new();
	e->view = textview_new();
	e->unread = q->unread > 0;
	e->since = q->shown_at;
	memcpy(e->id, d->post.id, sizeof(e->id));
	edit_set_original(e, d);
	draft_title(d, &e->title, &note);
	str_free(&note);
	editor_set_text(e->editor, d->post.content);
	e->kept_version = editor_version(e->editor);
	q->edit = e;
	edit_type(e);
	if (queue_kept(q, e->id))
		edit_keep_load(e);
	q->console->ops->overlay(q->console, &e->overlay);
	if (outside)
		go_outside(e);
}

/* What waits for the answer. */
struct passing {
	struct queue *queue;
	char id[UUID_TEXT];
	bool outside;
};

static void pass(void *arg)
{
	struct passing *p = arg;
	const struct draft *d = queue_draft(p->queue, p->id);

	if (d && !p->queue->edit)
		open_editor(p->queue, d, p->outside);
}

static void ask_to_pass(struct queue *q, const struct draft *d, const struct claim *c, bool outside)
{
	struct passing *p = xcalloc(1, sizeof(*p));
	struct str title = {0};

	p->queue = q;
	p->outside = outside;
	memcpy(p->id, d->post.id, sizeof(p->id));
	str_adds(&title, c->actor);
	str_add(&title, " has this draft open");
	queue_question(q, p->id,
		&(struct ask){.title = str_cstr(&title),
			.text = SPAN_LIT("It is perhaps being read or edited right now. Whoever "
					 "approves first decides what it says."),
			.yes = "edit it all the same",
			.done = pass,
			.arg = p});
	str_free(&title);
}

/* Why it cannot be edited in the user's own editor; NULL: it can. */
static const char *stays_inside(const struct queue *q, const char *id)
{
	if (q->console->restricted)
		return "this console starts no editor of your own; {edit} edits it";
	if (!q->console->may_edit_outside)
		return "your own editor is not allowed here (tenet --allow-editor); {edit} edits "
		       "it";
	return queue_kept(q, id) ? "what you typed before is kept: {edit} goes on with it" : NULL;
}

void queue_edit(struct queue *q, bool outside)
{
	static const char decided[] = "not decided: ";
	const struct list_row *selected = list_selected(q->list);
	const struct draft *d = selected ? queue_draft(q, selected->id) : NULL;

	if (!selected) {
		console_say(q->console, STYLE_DIM, "there is no draft to edit");
		return;
	}
	const char *why = queue_refuses(q, selected);
	q->pressed_at = q->console->key_time;
	if (!why && (!d || strcmp(d->post.hash, q->shown_hash) != 0))
		why = "the draft is being loaded";
	if (!why && outside)
		why = stays_inside(q, selected->id);
	if (why) {
		bool ours = strncmp(why, decided, strlen(decided)) == 0;
		console_say(q->console, STYLE_WARN, "%s%s", ours ? "not opened: " : "",
			console_words(q->console, ours ? why + strlen(decided) : why).text);
		queue_told(q, selected->id);
		return;
	}
	const struct claim *other = queue_claim_of_other(q, selected->id);
	if (other)
		ask_to_pass(q, d, other, outside);
	else
		open_editor(q, d, outside);
}
