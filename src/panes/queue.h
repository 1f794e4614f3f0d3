/* The inside of the queue pane, shared by the files that make it up. */
#ifndef QUEUE_H
#define QUEUE_H

#include "base/idmap.h"
#include "marks.h"
#include "model/filter.h"
#include "panes/console.h"
#include "panes/draft.h"
#include "panes/filter_ask.h"
#include "panes/split.h"
#include "store/claims.h"
#include "store/posts.h"
#include "store/reasons.h"
#include "store/recovery.h"
#include "tui/list.h"
#include "tui/textview.h"

/* A decision, or its taking back, whose commit got no answer. */
struct doubt {
	struct doubt *next;
	char post_id[UUID_TEXT], ledger_id[UUID_TEXT];
	enum post_status status; /* of the draft if it stands */
	bool asked; /* the database is being asked */
};

#define QUEUE_DRAFTS 14 /* kept loaded: the one on the screen, those ahead, those just left */

struct queue_row {
	struct post_line line;
	struct span title; /* the snippet on one line */
	enum { ROW_STORED, ROW_DECIDING, ROW_FAILED, ROW_GONE } state;
};

/* The kinds of the queue's tasks: of each the queue asks one question at a time, and a newer one
 * drops it. */
enum queue_kind {
	QUEUE_PAGE = 1,
	QUEUE_COUNTS,
	QUEUE_LINES,
	QUEUE_DRAFT,
	QUEUE_REASONS,
	QUEUE_CLAIMS,
	QUEUE_CLAIM, /* takes one */
	QUEUE_VALUES_OF_FILTER,
	QUEUE_MARK_ALL,
	QUEUE_STAKES, /* what is told before a batch */
	QUEUE_KEPT, /* texts that wait to be gone on with */
};

/* Nobody has read it sooner; a held key or a paste would not wait. */
#define QUEUE_SETTLE_US 150000
#define QUEUE_PACE 20 /* approvals of which the median viewing time is taken */

struct ask;

struct queue {
	struct pane pane;
	struct console *console;
	struct list *list;
	struct arena changed_titles; /* of rows that others changed; the rest lives in the pages */
	struct textview *view;
	struct split split;
	struct rect left; /* in lines: says what of the draft was not said yet */
	bool detail_focus;
	bool unfinished; /* the text of `view` is not laid out to the end */

	struct str filter_text;
	struct arena filter_arena;
	struct filter filter;
	struct filter_ask ask;
	int64_t total, arrived; /* total: -1 until counted */
	struct post_key newest; /* when the list was loaded */
	bool loading, loaded;
	bool marking; /* all that match are being marked */
	bool refiltered; /* some marks were set under another filter */
	struct err load_error;

	struct draft *draft[QUEUE_DRAFTS]; /* most recently used first */
	char wanted[UUID_TEXT]; /* being loaded; "" when nothing is */
	bool wanted_more; /* drafts ahead, or the context of one, are being loaded */
	unsigned changes; /* how often the database was said to have changed */
	bool failed_ahead; /* those ahead could not be loaded: not again before something changes */
	char failed[UUID_TEXT]; /* could not be loaded: draft_error */
	struct err draft_error;

	struct rect edited; /* above the view, where an edit of the draft is kept; or empty */
	char viewed[UUID_TEXT]; /* what the view holds */
	char viewed_hash[SHA256_TEXT];
	enum post_status viewed_status;
	bool viewed_two;
	size_t viewed_history; /* decisions */
	struct str ages, context_ages; /* how long ago the view says that things were */
	unsigned contexts, viewed_context; /* loaded so far; the serial of the one in the view */
	int unread; /* lines of what is shown that were not on the glass */
	char shown[UUID_TEXT]; /* what was on the glass, and since when (time_monotonic) */
	char shown_hash[SHA256_TEXT];
	int64_t shown_at;
	int64_t read_at; /* since when there are none */
	int64_t pressed_at; /* when a key last decided, or was refused: a held one counts once */
	struct str notice; /* what the reader must know of the draft `noticed` */
	char noticed[UUID_TEXT];
	char told[UUID_TEXT]; /* the draft of which the line below says why it was not decided */
	bool tired; /* too quick; until a draft is looked at for long enough */
	bool was_known;
	bool unasked; /* what is on the screen changed by itself: a decision waits longer */
	char replaced_hash[SHA256_TEXT]; /* of the draft that was on the screen … */
	struct str replaced; /* … and its text, when it was loaded anew */
	struct str was; /* what `noticed` said when it was seen, if `was_known` */
	enum post_status noticed_status;
	size_t noticed_history; /* decisions on it until then; SIZE_MAX: it was not shown yet */
	uint64_t told_keys; /* console.keys when `told` was: the next key takes the line away */

	struct draft_question *question; /* about one draft, while it is open and not over */
	struct edit *edit; /* the editor, while it is open */
	struct views *views; /* the box of saved filters, while it is open */
	struct reasons_edit *reasons_edit; /* that of saved reasons, while it is open */
	struct arena kept_arena;
	struct recovery *kept; /* texts of one's own that wait to be gone on with */
	size_t kept_count;

	struct arena reasons_arena;
	struct reason *reasons; /* in the order of their use at the login, new ones last */
	size_t reason_count;

	struct arena claims_arena;
	struct claim *claims; /* everybody's */
	size_t claim_count;
	int64_t claimed_at;
	char claimed[UUID_TEXT]; /* one's own, or another's who had it before; "": none */
	char claiming[UUID_TEXT]; /* on the screen, and claimed when the timer is over */
	int claim_timer;

	struct idmap opened; /* drafts of which something was on the screen */
	struct idmap read; /* that were on it to their end, with their hash */
	struct idmap examined; /* of which was looked at what they hide, with their hash */
	struct marks marks;
	uint64_t awaits; /* console.keys when `;` was pressed: the next key is for all marked */
	struct bulk *bulk; /* NULL: none runs */

	int64_t looked_ms[QUEUE_PACE]; /* how long at the last drafts that were approved */
	size_t approvals;

	struct doubt *doubts;
	int64_t undo_before; /* where the walk back through one's own decisions stands; 0: newest */
};

#define QUEUE_OPEN_FIRST "{open} opens the draft first"
#define QUEUE_DECIDED "this draft is decided already; {decisions} shows what you can take back"

/* queue_load.c: what is asked of the worker. */
void queue_load_anew(struct queue *q); /* around the selected row, which stays selected */
void queue_load_first(struct queue *q);
void queue_load_last(struct queue *q);
void queue_load_edge(struct queue *q, enum list_edge edge);
void queue_count(struct queue *q);
void queue_refresh_lines(struct queue *q);

/* queue_drafts.c: drafts whole, loaded ahead. */
struct draft *queue_draft(struct queue *q, const char *id); /* NULL: not loaded */
/* The same, which does not count as a use of it. */
const struct draft *queue_draft_loaded(const struct queue *q, const char *id);
void queue_draft_forget(struct queue *q, const char *id);
void queue_drafts_clear(struct queue *q);
void queue_drafts_want(struct queue *q); /* asks for the selected one, then for those ahead */
void queue_draft_verify(struct queue *q); /* reads them again */

/* queue_decide.c: decisions and taking them back. */
int64_t queue_settles(const struct queue *q); /* µs until a key may decide what is on the screen */
void queue_notice(struct queue *q, const char *id, const char *text);
/* What the draft of the notice said when it was seen; how it differs is shown below the notice. */
void queue_notice_was(struct queue *q, struct span content);
/* The line below says why this draft was not decided; it goes when that holds no more. */
void queue_told(struct queue *q, const char *id);
void queue_told_of_status(struct queue *q, const char *id, enum post_status now);
/* Why the selected draft cannot be decided, or edited, now; or NULL. */
const char *queue_refuses(const struct queue *q, const struct list_row *selected);
void queue_decide(struct queue *q, enum decision decision);
/* What was on the screen, and what is to become of it. */
struct verdict {
	char id[UUID_TEXT], hash[SHA256_TEXT];
	enum decision decision;
	int64_t viewing_ms;
	struct span reason, note; /* borrowed; SPAN_NULL: none */
	struct span content; /* borrowed: what was edited; SPAN_NULL: nothing was */
	bool forgets; /* the edit of her own that is kept: she was asked */
	struct edit *edit; /* who waits for the answer; NULL: the queue alone */
};
void queue_go_on(struct queue *q, const struct verdict *v); /* asks for what it lacks */
void queue_submit(struct queue *q, const struct verdict *v);
/* queue.c: another filter; false: it is none, and `problem` says why. */
bool queue_filter(struct queue *q, struct span text, struct err *problem);
/* views.c: filters that were saved. */
void queue_views(struct queue *q);
/* queue_views.c: what is in that box may have changed. */
void queue_views_changed(struct queue *q);
/* reasons_edit.c: the saved reasons, for admins. */
void queue_reasons_edit(struct queue *q);
/* queue_reasons_edit.c: what is in that box may have changed. */
void queue_reasons_edit_changed(struct queue *q);
/* queue_filter.c: how it is asked for. */
void queue_filter_open(struct queue *q);
/* queue_draw.c */
void queue_draw(const struct pane *p, struct screen *s, struct rect r);
/* queue_reasons.c: why it is rejected. */
void queue_reasons_load(struct queue *q);
void queue_ask_reason(struct queue *q, const struct verdict *v);
void queue_undo(struct queue *q);
/* queue_question.c: asks about a draft; ask->arg is freed in the end, and ask->drop is not used. */
void queue_question(struct queue *q, const char *id, const struct ask *ask);
/* When its draft was decided meanwhile, the box says so; true when it does from now on. */
bool queue_question_over(struct queue *q);
/* queue_claims.c: who has which draft open. */
void queue_claims_load(struct queue *q);
void queue_claims_painted(struct queue *q); /* what is looked at for a second is claimed */
void queue_claims_release(struct queue *q);
const struct claim *queue_claim_of_other(const struct queue *q, const char *id);
void queue_ask_to_pass(struct queue *q, const struct verdict *v, const struct claim *c);
void queue_claims_renew(struct queue *q, const char *id); /* while it is being edited */
void queue_claim_ended(struct queue *q, const char *id); /* by a decision of one's own */
/* edit.c: what is approved can be edited before. */
void queue_edit(struct queue *q, bool outside); /* or in the user's own editor */
/* edit_keep.c: texts that wait to be gone on with. */
void queue_kept_load(struct queue *q);
const struct recovery *queue_kept(const struct queue *q, const char *id);
bool queue_offers_edit(const struct queue *q, const struct list_row *row);
/* queue_copy.c: the content or the id, to the clipboard. */
void queue_copy(struct queue *q, enum action what);
/* Appends the name of a draft's own file, without a folder. */
void queue_file_name(const char *id, const char *ending, struct str *out);
/* queue_hidden.c: what a draft hides. */
void queue_examine(struct queue *q);
/* Whether it was looked at so, when it had this hash. */
bool queue_examined(const struct queue *q, const char *id, const char *hash);
/* Says so when this draft, which is on the screen, cannot be approved before it was looked at so.
 */
bool queue_must_examine(struct queue *q, const char *id);
/* queue_pace.c: adds an approval; true when those of late were too quick to have been read. */
bool queue_too_quick(struct queue *q, int64_t viewing_ms);
/* queue_doubt.c: what got no answer is looked up when the connection is back. */
void queue_doubt(
	struct queue *q, const char *post_id, const char *ledger_id, enum post_status status);
void queue_doubts_ask(struct queue *q);
void queue_doubts_clear(struct queue *q);
void queue_fall_back(struct queue *q, const char *id, const char *why);
bool queue_next_pending(
	struct queue *q); /* selects the next undecided row; false: none is loaded */

/* queue_marks.c: drafts marked by id, whatever the list shows. */
bool queue_marked(const struct queue *q, const char *id);
void queue_mark(struct queue *q); /* or takes the mark away, or ends a range */
/* Why the selected draft cannot be marked, or NULL. */
const char *queue_mark_refuses(const struct queue *q);
void queue_range(struct queue *q); /* begins one, or ends it */
void queue_range_follow(struct queue *q); /* the selection may have moved */
void queue_mark_all(struct queue *q);
void queue_unmark_all(struct queue *q);
void queue_marks_filtered(struct queue *q); /* the filter is another */
bool queue_marks_stop(struct queue *q); /* true: something was stopped */
void queue_marks_clear(struct queue *q);
/* What is on the screen was there long enough to be read, perhaps to its end. */
void queue_opened(struct queue *q);

/* bulk.c: one step for all that is marked. */
void bulk_await(struct queue *q); /* the next key says which */
bool bulk_awaits(const struct queue *q);
/* Takes that key: true if it was one that is awaited, or was told that it is not. */
bool bulk_act(struct queue *q, enum action a);
/* Asks whether to take a whole batch back. */
void bulk_take_back(struct queue *q, const struct undo_result *r);
void bulk_lost_and_back(struct queue *q); /* asks what became of a commit without an answer */
bool bulk_stop(struct queue *q); /* true: something runs that stops soon */
void bulk_clear(struct queue *q);

static inline struct queue_row *queue_row_of(const struct list_row *r)
{
	return r ? r->data : NULL;
}

#endif
