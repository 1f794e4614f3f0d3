/* The inside of the boxes that change beliefs: what all kinds share, and what each brings. */
#ifndef STEER_BOX_H
#define STEER_BOX_H

#include "steer.h"
#include "store/steer.h"
#include "tui/form.h"

#define STEER_OFFERS 8

/* The last field of every box. */
#define STEER_REASON \
	{ \
		.label = "reason", .kind = FORM_LINE, .none = "why; it stands in the audit log" \
	}
#define STEER_COUNT(fields) (sizeof(fields) / sizeof((fields)[0]))

/* What was loaded, as it was seen. In the arena of the box, or of the task that writes. */
struct steer_data {
	struct steer_belief belief;
	struct steer_edge edge;
	struct steer_toll toll;
	struct steer_undo undo;
};

/* What the fields ask for. */
struct steer_order {
	struct steer_change change;
	struct steer_edge_change edge;
	char target[UUID_TEXT];
	struct steer_new new;
	struct span title, reason;
};

struct steer_box {
	struct steer *steer;
	struct form *form;
	const struct steer_kind *kind;
	struct arena arena;
	struct steer_data data;
	bool loaded;
	bool doubtful; /* it was sent, and nobody knows whether it was saved */
	struct str problem; /* why it was not saved, while what is there now is loaded */
	char belief[UUID_TEXT], edge[UUID_TEXT]; /* "": none */
	struct steer_target *targets; /* FORM_PICK: what it offers */
	size_t target_count;
	bool looking; /* for the words as they stand now */
	struct span elsewhere; /* there is none, but this persona has one */
	struct arena target_arena;
};

#define STEER_UNDOES " · {undo-change} undoes"
#define STEER_BRINGS_BACK " · {undo-change} brings it back"

/* One kind of box. */
struct steer_kind {
	enum action action;
	const char *title, *button;
	const struct form_field *fields;
	size_t n, at;
	enum { NEEDS_NOTHING, NEEDS_BELIEF, NEEDS_EDGE } needs;
	/* On the worker: fills in what the box shows. */
	int (*load)(struct db *db, const struct session *s, const char *belief, const char *edge,
		struct arena *a, struct steer_data *out, struct err *e);
	void (*fill)(struct steer_box *b); /* the fields, once; may be NULL */
	void (*about)(struct steer_box *b, struct textview *v); /* again after every key */
	/* False: form_fail says what is wrong. Texts go into b->arena. */
	bool (*read)(struct steer_box *b, struct steer_order *o);
	/* On the worker. */
	int (*write)(struct db *db, const struct session *s, const struct steer_data *d,
		const struct steer_order *o, struct arena *a, struct steer_result *out,
		struct err *e);
	/* What the status line says then, which may hold foreign text; returns what it says of the
	 * way back: one of the two below, or "". */
	const char *(*say)(
		const struct steer_data *d, const struct steer_result *r, struct str *out);
	void (*typed)(struct steer_box *b, size_t field); /* may be NULL */
};

/* Ended by NULL: steer_stance.c, steer_edge.c, steer_whole.c. */
extern const struct steer_kind *const steer_stance_kinds[], *const steer_edge_kinds[],
								    *const steer_whole_kinds[];

/* A field's text, copied into the arena of the box. */
struct span steer_text(struct steer_box *b, size_t field);
/* Whether a number from 0 to 1 stands in a field. */
bool steer_is_number(const struct steer_box *b, size_t field, double *out);
/* The same; false and said below it when it is none. */
bool steer_field_number(struct steer_box *b, size_t field, const char *what, double *out);
/* The reason, in the last field; false and said below it when there is none. */
bool steer_field_reason(struct steer_box *b, size_t field, struct span *out);
/* The title, in one row. */
void steer_about_title(struct textview *v, enum style style, struct span title);
/* Who will stand in the audit log: a hint, as is what follows. */
void steer_about_actor(const struct steer_box *b, struct textview *v);
/* A load of what NEEDS_BELIEF. */
int steer_load_belief(struct db *db, const struct session *s, const char *belief, const char *edge,
	struct arena *a, struct steer_data *out, struct err *e);
/* steer_doubt.c: nobody knows whether it was saved; and, in steer.c, the box hears it. */
void steer_doubt(struct steer *s, const char *belief_id, const char *update_id);
void steer_box_settled(struct steer *s, bool stands);
/* Asks the worker which beliefs the words in the field mean. */
void steer_search(struct steer_box *b, size_t field);
/* Says below the field why none is picked yet. */
void steer_say_no_target(struct steer_box *b, size_t field);

#endif
