/* A draft as a text to decide on: first what may fool, then what it answers, then what it says. */
#include "panes/draft.h"

#include "base/time.h"
#include "base/utf8.h"
#include "draft_parts.h"
#include "panes/changes.h"
#include "store/ahead.h"
#include "store/beliefs.h"
#include "store/four_eyes.h"
#include "store/posts.h"

static void add_counts(struct text_report *sum, const struct text_report *one)
{
	sum->classes |= one->classes;
	for (int i = 0; i < TEXT_CLASSES; i++)
		sum->count[i] += one->count[i];
}

static void add_report(struct text_report *sum, struct span text)
{
	struct text_report one;

	text_scan(text, &one);
	add_counts(sum, &one);
}

static void report_beliefs(const struct post_meta *m, struct text_report *sum)
{
	for (size_t i = 0; i < m->update_count; i++) {
		add_report(sum, m->updates[i].title);
		add_report(sum, m->updates[i].reason);
	}
	for (size_t i = 0; i < m->update_count; i++)
		add_report(sum, m->updates[i].other);
	add_report(sum, m->new_other);
	add_report(sum, m->proposals_other);
	add_report(sum, m->new_title);
	add_report(sum, m->new_summary);
	add_report(sum, m->new_reason);
}

void draft_find_tricks(struct draft *d)
{
	struct text_finding findings[DRAFT_FINDINGS];
	struct link_warning links[DRAFT_LINKS];
	struct text_report report;
	size_t n = text_examine(d->post.content, &report, findings, DRAFT_FINDINGS);

	add_counts(&d->report, &report);
	d->finding_count = n;
	d->findings = arena_calloc(&d->arena, n, sizeof(*d->findings));
	if (n > 0)
		memcpy(d->findings, findings, n * sizeof(*findings));
	n = links_check(d->post.content, &d->arena, links, DRAFT_LINKS);
	d->link_count = n;
	d->links = arena_calloc(&d->arena, n, sizeof(*d->links));
	if (n > 0)
		memcpy(d->links, links, n * sizeof(*links));
}

/* What the row says, and what it hides. */
static void decode(struct draft *d)
{
	post_meta_read(d->post.draft_metadata, &d->arena, &d->meta);
	add_report(&d->report, d->post.target_subreddit);
	add_report(&d->thread, d->meta.original_reply.author);
	add_report(&d->thread, d->meta.original_reply.body);
	add_report(&d->thread, d->meta.our_comment.body);
	report_beliefs(&d->meta, &d->beliefs);
	draft_find_tricks(d);
	draft_read_tree(d);
}

/* What the agent says of a belief is compared with what holds. */
static int load_beliefs(struct db *db, struct draft *const *d, size_t n, struct err *e)
{
	struct arena scratch = {0}, **arenas;
	struct span *ids;
	struct belief *found;
	size_t all = 0, at = 0;

	for (size_t i = 0; i < n; i++)
		all += d[i]->meta.update_count;
	ids = arena_calloc(&scratch, all, sizeof(*ids));
	arenas = arena_calloc(&scratch, all, sizeof(struct arena *));
	found = arena_calloc(&scratch, all, sizeof(*found));
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < d[i]->meta.update_count; k++, at++) {
			ids[at] = d[i]->meta.updates[k].belief_id;
			arenas[at] = &d[i]->arena;
		}
	}
	int rc = beliefs_find_all(db, ids, all, arenas, found, e);
	at = 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		size_t count = d[i]->meta.update_count;
		d[i]->now = arena_calloc(&d[i]->arena, count, sizeof(*found));
		if (count > 0)
			memcpy(d[i]->now, found + at, count * sizeof(*found));
		at += count;
	}
	arena_free(&scratch);
	return rc;
}

static int load_two(struct db *db, struct draft *const *d, size_t n, struct err *e)
{
	const struct post *posts[AHEAD_MOST] = {0};
	bool two[AHEAD_MOST] = {false};

	for (size_t i = 0; i < n; i++)
		posts[i] = &d[i]->post;
	int rc = four_eyes_ask(db, posts, n, two, e);
	for (size_t i = 0; i < n; i++)
		d[i]->two = two[i];
	return rc;
}

int draft_load(struct db *db, const char *id, struct draft *d, struct err *e)
{
	if (posts_get(db, span_of(id), &d->arena, &d->post, e) < 0)
		return -1;
	decode(d);
	if (load_beliefs(db, &d, 1, e) < 0 || load_two(db, &d, 1, e) < 0)
		return -1;
	return ledger_of_post(db, d->post.id, &d->arena, &d->history, &d->history_count, e);
}

#define AHEAD_BYTES 65536

int draft_load_ahead(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct draft *const *d,
	struct err *e)
{
	struct post_ahead rows[AHEAD_MOST] = {0};
	int rc = posts_ahead(db, ids, n, AHEAD_BYTES, rows, e);

	for (size_t i = 0; i < n; i++) {
		d[i]->arena = rows[i].arena;
		d[i]->post = rows[i].post;
		d[i]->history = rows[i].history;
		d[i]->history_count = rows[i].history_count;
		if (rc == 0 && d[i]->post.id[0])
			decode(d[i]);
	}
	if (rc < 0 || load_beliefs(db, d, n, e) < 0)
		return -1;
	return load_two(db, d, n, e);
}

void draft_free(struct draft *d)
{
	arena_free(&d->arena);
	arena_free(&d->context.arena);
	*d = (struct draft){0};
}

void draft_title(const struct draft *d, struct str *title, struct str *note)
{
	const struct post *p = &d->post;
	char age[12];

	str_adds(title, p->post_type.p ? p->post_type : SPAN_LIT("draft"));
	if (p->target_subreddit.p) {
		str_add(title, " in r/");
		str_adds(title, p->target_subreddit);
	} else {
		str_add(title, " without a subreddit");
	}
	time_format_age(p->created, time_now(), age);
	str_add(note, age);
	if (p->persona.p) {
		str_add(note, " · ");
		str_adds(note, p->persona);
	}
}

static void show_flags(const struct draft *d, struct textview *v)
{
	const struct post_meta *m = &d->meta;
	bool allowed = m->eval_approved && (!m->eval_action.p || span_is(m->eval_action, "allow"));

	if (!m->flagged && m->flag_count == 0 && (!m->evaluated || allowed))
		return;
	textview_block(v, 0, 2, false, NULL);
	textview_glyph(v, STYLE_WARN, GLYPH_FLAG);
	textview_run(v, STYLE_WARN,
		m->flagged || m->flag_count > 0
			? SPAN_LIT(" Flagged by the agent's own check")
			: SPAN_LIT(" Not approved by the agent's own check"));
	for (size_t i = 0; i < d->meta.flag_count; i++) {
		textview_run(v, STYLE_WARN, i == 0 ? SPAN_LIT(": ") : SPAN_LIT(", "));
		textview_field(v, STYLE_WARN, d->meta.flags[i]);
	}
	if (d->meta.eval_action.p) {
		textview_run(v, STYLE_DIM, SPAN_LIT("; its verdict: "));
		textview_field(v, STYLE_DIM, d->meta.eval_action);
	}
	textview_gap(v);
}

void draft_show_when(struct textview *v, struct span stored)
{
	char ago[24], text[20], zone[12];
	int64_t at;

	if (!time_parse(stored, &at))
		return;
	time_format_ago(at, time_now(), ago);
	time_format_minutes(at, text);
	time_format_zone(at, zone);
	if (time_shows_ages())
		textview_runf(v, STYLE_DIM, ", %s (%s %s)", ago, text, zone);
	else
		textview_runf(v, STYLE_DIM, ", %s %s", text, zone);
}

/* Of the decision that stands. */
static void show_reason(const struct draft *d, struct textview *v)
{
	const struct ledger_row *last = d->history_count ? &d->history[d->history_count - 1] : NULL;

	if (d->post.status != POST_REJECTED || !last || !span_is(last->action, "reject") ||
		!last->reason.p)
		return;
	textview_run(v, STYLE_DIM, SPAN_LIT(": "));
	textview_field(v, STYLE_TEXT, last->reason);
}

/* The approval that waits for a second one. A text that its approver wrote waits for it whatever
 * is asked for by now (store/four_eyes.h). */
static const struct ledger_row *first_of_two(const struct draft *d)
{
	if (d->post.status != POST_PENDING)
		return NULL;
	const struct ledger_row *first = four_eyes_first(&d->post, d->history, d->history_count);
	return first && (d->two || first->content_after.p) ? first : NULL;
}

static void show_change(
	const struct draft *d, const char *heading, struct span was, struct textview *v)
{
	if (!was.p)
		return;
	if (span_eq(was, d->post.content)) {
		textview_line(v, STYLE_DIM,
			SPAN_LIT("Its text is the same; what stands around it changed."));
	} else {
		textview_heading(v, heading);
		changes_show(v, was, d->post.content);
	}
	textview_gap(v);
}

/* What the agent wrote: back along the edits of people, those that were taken back as well. */
static struct span agents_text(const struct draft *d)
{
	struct span text = d->post.content;

	for (size_t i = d->history_count; i-- > 0;)
		if (d->history[i].content_after.p && span_eq(d->history[i].content_after, text))
			text = d->history[i].content_before;
	return text;
}

/* Whether a second approver is asked for a text that people made of the agent's. */
static bool is_edited(const struct draft *d, const struct ledger_row *first)
{
	return first && first->content_after.p && !span_eq(agents_text(d), d->post.content);
}

/* Of a draft that waits for the second of two: who was the first. */
static void show_first(const struct draft *d, const struct ledger_row *first, const char *reader,
	struct textview *v)
{
	if (!first)
		return;
	textview_block(v, 0, 2, false, NULL);
	bool own = span_is(first->actor_id, reader), edited = is_edited(d, first);
	textview_glyph(v, STYLE_GOOD, GLYPH_APPROVED);
	textview_run(v, STYLE_GOOD, SPAN_LIT(" Approved by "));
	textview_field(v, STYLE_GOOD, own ? SPAN_LIT("you") : first->actor);
	if (edited)
		textview_run(v, STYLE_STRONG, SPAN_LIT(" with another text than the agent's"));
	draft_show_when(v, first->decided_at);
	textview_run(v, STYLE_STRONG,
		own ? SPAN_LIT(": the first of two approvals. Somebody else's decides.")
		    : SPAN_LIT(": the first of two approvals. The second one decides."));
	textview_gap(v);
	if (edited && !own)
		show_change(d, "What people changed in it", agents_text(d), v);
}

static void show_state(const struct draft *d, struct textview *v)
{
	const struct post *p = &d->post;
	bool approved = p->status == POST_APPROVED;

	if (p->status == POST_PENDING)
		return;
	textview_block(v, 0, 2, false, NULL);
	if (p->status == POST_OTHER) {
		textview_run(v, STYLE_WARN, SPAN_LIT("Status: "));
		textview_field(v, STYLE_WARN, p->status_text.p ? p->status_text : SPAN_LIT("none"));
		textview_run(v, STYLE_DIM, SPAN_LIT(" (only pending drafts can be decided)"));
	} else {
		enum style style = approved ? STYLE_GOOD : STYLE_BAD;
		textview_glyph(v, style, approved ? GLYPH_APPROVED : GLYPH_REJECTED);
		textview_runf(v, style, " %s", approved ? "Approved" : "Rejected");
		if (p->reviewed_by.p) {
			textview_run(v, style, SPAN_LIT(" by "));
			textview_field(v, style, p->reviewed_by);
		}
		draft_show_when(v, p->reviewed_at);
		show_reason(d, v);
	}
	if (d->meta.reddit_id.p) {
		textview_block(v, 0, 2, false, NULL);
		textview_run(v, STYLE_STRONG, SPAN_LIT("Published as "));
		textview_field(v, STYLE_STRONG, d->meta.reddit_id);
		textview_run(v, STYLE_DIM, SPAN_LIT(": nothing can take it back"));
	}
	textview_gap(v);
}

/* Whose it is stands outside of the bar, where nothing that they wrote can. */
void draft_show_quote(struct textview *v, const char *whose, const struct thread_part *part)
{
	if (!part->body.p)
		return;
	textview_block(v, 0, 2, false, NULL);
	textview_runf(v, STYLE_DIM, "%s", whose);
	if (part->author.p) {
		textview_run(v, STYLE_DIM, SPAN_LIT(" by "));
		textview_field(v, STYLE_DIM, part->author);
	}
	textview_block(v, 0, 0, true, NULL);
	textview_run(v, STYLE_QUOTE, part->body);
	textview_gap(v);
}

static const char *action_word(struct span action)
{
	if (span_is(action, "approve"))
		return "approved";
	if (span_is(action, "reject"))
		return "rejected";
	return "taken back";
}

static void show_history(const struct draft *d, struct textview *v)
{
	if (d->history_count == 0)
		return;
	textview_heading(v, "Decisions");
	for (size_t i = 0; i < d->history_count; i++) {
		const struct ledger_row *row = &d->history[i];
		char text[20];
		int64_t at;
		time_parse(row->decided_at, &at);
		time_format_minutes(at, text);
		textview_block(v, 0, 2, false, NULL);
		textview_runf(v, STYLE_DIM, "%s  ", text);
		textview_runf(v, STYLE_TEXT, "%s by ", action_word(row->action));
		textview_field(v, STYLE_TEXT, row->actor);
		if (ledger_is_first(row))
			textview_run(v, STYLE_TEXT, SPAN_LIT(", the first of two"));
		if (row->content_after.p)
			textview_runf(v, STYLE_TEXT, "%s",
				row->undoes.p ? ", the text as well:" : ", edited:");
		if (row->reason.p) {
			textview_run(v, STYLE_DIM, SPAN_LIT(": "));
			textview_field(v, STYLE_DIM, row->reason);
		}
		if (row->note.p) {
			textview_run(v, STYLE_DIM, SPAN_LIT(" · "));
			textview_run(v, STYLE_DIM, row->note);
		}
		if (row->content_after.p)
			changes_show(v, row->content_before, row->content_after);
	}
	textview_gap(v);
}

/* Blanks of all widths, line breaks among them (Unicode's White_Space), and nothing else. */
static bool is_blank(struct span text)
{
	static const uint32_t blanks[] = {
		' ', '\t', '\n', '\r', 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000};
	uint32_t cp = ' ';
	bool blank = true;

	for (size_t at = 0, n; at < text.n && blank; at += n) {
		n = utf8_decode(text, at, &cp);
		blank = n > 0 && cp >= 0x2000 && cp <= 0x200A;
		for (size_t i = 0; n > 0 && !blank && i < sizeof(blanks) / sizeof(blanks[0]); i++)
			blank = cp == blanks[i];
	}
	return blank;
}

/* Nothing of the draft stands in the first column: what it says cannot pass for what we say of it.
 */
static void show_content(const struct draft *d, const struct ledger_row *first, struct textview *v)
{
	struct str who = {0};

	str_adds(&who, d->post.persona.p ? d->post.persona : SPAN_LIT("The agent"));
	str_add(&who, d->meta.reddit_id.p ? " wrote" : " would write");
	if (is_edited(d, first)) {
		str_add(&who, ", as edited by ");
		str_adds(&who, first->actor);
	}
	textview_heading(v, str_cstr(&who));
	textview_read_from(v);
	textview_block(v, 2, 2, false, NULL);
	if (d->post.content.n == 0)
		textview_run(v, STYLE_WARN, SPAN_LIT("(nothing: the draft is empty)"));
	else if (is_blank(d->post.content))
		textview_run(v, STYLE_WARN, SPAN_LIT("(nothing but blanks)"));
	else
		draft_show_text(v, STYLE_TEXT, d->post.content, &d->report);
	textview_read_to(v);
	textview_gap(v);
	str_free(&who);
}

static void fill(const struct draft *d, const char *reader, struct span notice, struct span was,
	struct textview *v)
{
	const struct ledger_row *first = first_of_two(d);
	unsigned hidden = d->report.classes | d->thread.classes | d->beliefs.classes;
	bool warned = notice.n > 0 || first || (hidden & TEXT_ALARM) || d->link_count > 0;

	if (notice.n > 0) {
		textview_block(v, 0, 2, false, NULL);
		textview_glyph(v, STYLE_BAD, GLYPH_WARN);
		textview_run(v, STYLE_BAD, SPAN_LIT(" "));
		textview_run(v, STYLE_BAD, notice);
		textview_gap(v);
	}
	show_change(d, "What changed in it", was, v);
	show_state(d, v);
	show_first(d, first, reader, v);
	draft_show_report(v, "the draft", &d->report, d->post.content);
	draft_show_links(d, v);
	draft_show_report(v, "the thread", &d->thread, d->meta.original_reply.body);
	draft_show_report(v, "what it would believe", &d->beliefs, d->meta.new_title);
	show_flags(d, v);
	draft_show_quote(v, "Our comment", &d->meta.our_comment);
	draft_show_quote(v, "It answers a comment", &d->meta.original_reply);
	if (!warned)
		textview_start(v);
	if (d->two && !first) {
		textview_line(v, STYLE_STRONG, SPAN_LIT("Two have to approve it."));
		textview_gap(v);
	}
	show_content(d, first, v);
	if (d->meta.post_error.p) {
		textview_block(v, 0, 2, false, NULL);
		textview_run(v, STYLE_BAD, SPAN_LIT("Publishing failed: "));
		textview_field(v, STYLE_BAD, d->meta.post_error);
		textview_gap(v);
	}
	draft_show_beliefs(d, v);
	show_history(d, v);
	textview_mark(v);
	draft_show_context(d, v);
}

void draft_show(const struct draft *d, const char *reader, struct span notice, struct span was,
	struct textview *v)
{
	textview_reset(v);
	fill(d, reader, notice, was, v);
}

void draft_show_again(const struct draft *d, const char *reader, struct span notice,
	struct span was, struct textview *v)
{
	textview_refill(v);
	fill(d, reader, notice, was, v);
	textview_scroll(v, 0); /* it does not open once more where it begins */
}

static void add_ago(struct span stored, struct str *out)
{
	char ago[24];
	int64_t at;

	if (!time_shows_ages() || !time_parse(stored, &at))
		return;
	time_format_ago(at, time_now(), ago);
	str_add(out, ago);
}

void draft_ages(const struct draft *d, struct str *out)
{
	if (d->post.status != POST_PENDING)
		add_ago(d->post.reviewed_at, out);
	else
		for (size_t i = 0; i < d->history_count; i++)
			add_ago(d->history[i].decided_at, out);
}

void draft_show_context(const struct draft *d, struct textview *v)
{
	textview_cut(v);
	draft_show_earlier(d, v);
	draft_show_similar(d, v);
	draft_show_details(d, v);
}
