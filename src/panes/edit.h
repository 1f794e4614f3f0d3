/* The inside of the editor of a draft, shared by the files that make it up. */
#ifndef PANES_EDIT_H
#define PANES_EDIT_H

#include "queue.h"
#include "tui/editor.h"

enum edit_stage {
	EDIT_LOADING, /* a text was kept, and comes from the database */
	EDIT_OFFER, /* go on with it, or begin with the draft as it is */
	EDIT_TYPING,
	EDIT_CONFIRM, /* what was changed, to approve it */
	EDIT_SAVING, /* no key may come in between until the answer is there */
	EDIT_CHANGED, /* the draft is not what she began with any more */
	EDIT_OVER, /* it cannot be approved: the notice says why */
};

/* An overlay over the draft; it belongs to whoever shows overlays, and q->edit points to it. */
struct edit {
	struct overlay overlay;
	struct queue *queue;
	struct editor *editor;
	struct textview *view; /* the page of every stage but typing */
	struct str title;
	struct str problem; /* what stands in the status line until the next key */
	struct str original; /* what the draft said when she began */
	struct str subreddit;
	unsigned alarms_before; /* of what the draft said when she began */
	unsigned alarms; /* of what EDIT_CONFIRM would have published */
	struct str offered; /* what was kept of an earlier time */
	int64_t offered_at;
	int64_t since; /* when the draft came on the screen */
	int64_t held_since; /* when the key that opened this was last pressed; 0: it was let go */
	uint32_t held_code;
	int64_t page_at; /* when the page came on the glass; 0: not yet */
	uint64_t kept_version; /* of the editor's text that needs no keeping; 0: none */
	enum edit_stage stage;
	int keep_timer;
	char id[UUID_TEXT], hash[SHA256_TEXT]; /* of the draft as she began */
	char offered_hash[SHA256_TEXT];
	bool examined; /* what that hides was looked at */
	bool unread; /* it was opened before it was read to its end */
	bool drawn; /* the page was drawn since the last key */
	bool waiting; /* EDIT_CHANGED: for what the draft says now */
	bool kept; /* a row of the database holds what was typed here */
	bool keeping; /* it is being written */
	bool leaving; /* as soon as it is kept */
	bool gone; /* the draft was deleted, and with it what was kept */
	bool in_doubt; /* EDIT_SAVING: the answer was lost with the connection */
	bool thrown_away; /* nothing is to be kept at the end */
};

/* edit.c */
int64_t edit_settles(const struct edit *e); /* µs until a key may answer what the page asks */
/* What became of approving the edited text; after what the queue does for any decision. */
void edit_answered(struct edit *e, const struct decision_result *r, const struct err *why);
/* What the ledger says of a draft whose answer was lost. */
void edit_settled(struct edit *e, const char *post_id, bool stands);
void edit_set_original(struct edit *e, const struct draft *d); /* what her text is compared with */
void edit_say(struct edit *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void edit_type(struct edit *e);
bool edit_modified(const struct edit *e); /* the text is not what the draft says */
void edit_close(struct edit *e); /* and frees it */

/* edit_page.c: what is read instead of typed in. */
void edit_page_offer(struct edit *e);
void edit_page_confirm(struct edit *e);
void edit_examine(struct edit *e); /* what the text to be approved hides */
bool edit_must_examine(const struct edit *e); /* before it is approved */
/* Shows how the draft changed under her, as soon as it is loaded. */
void edit_page_changed(struct edit *e);
void edit_page_wait(struct edit *e);
void edit_page_over(struct edit *e, const char *why);
void edit_page_gone(struct edit *e, const char *why);
/* The draft as it was last loaded, when it is not what she began with any more, or not pending;
 * else NULL. */
const struct draft *edit_newer(const struct edit *e);

/* edit_draw.c */
void edit_draw(struct overlay *o, struct screen *s, struct rect r);

/* edit_keep.c */
void edit_keep_load(struct edit *e);
void edit_keep_soon(struct edit *e); /* after a change */
void edit_keep_now(struct edit *e);
bool edit_is_kept(const struct edit *e);
void edit_say_kept(const struct edit *e); /* as one leaves, and what goes on with it */
void edit_keep_at_end(struct edit *e); /* nobody waits for the answer */
void edit_keep_drop(struct edit *e);

#endif
