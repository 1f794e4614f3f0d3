/* A box with labelled fields, and a button below them that does what the box is for. */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "tui/overlay.h"
#include "tui/textview.h"

struct form; /* an overlay */

enum form_kind {
	FORM_LINE, /* a line of at most a kilobyte, its first value selected: a reason, a number */
	FORM_SECRET, /* the same, but nothing of it is shown, and it is overwritten at the end */
	FORM_LONG, /* one line of any length, wrapped into `rows` rows */
	FORM_TEXT, /* several lines, `rows` of which are shown */
	FORM_CHOICE, /* one of a few words */
	FORM_PICK, /* words that are typed, and one of the things that form_offer found for them */
};

struct form_field {
	const char *label; /* borrowed: a literal */
	enum form_kind kind;
	int rows; /* FORM_LONG, FORM_TEXT */
	const char *none; /* what stands there while it is empty; borrowed, may be NULL */
	struct span value; /* to begin with; copied */
	const char *const *choices; /* FORM_CHOICE: ended by NULL; borrowed */
	size_t choice; /* to begin with */
};

/* Everything runs on the UI thread. */
struct form_ask {
	const char *title; /* copied */
	const struct form_field *fields; /* copied */
	size_t n;
	size_t at; /* the field to begin in */
	const char *button; /* "nudge it"; copied */
	uint32_t opened_by; /* the key that opened it: held down, it does nothing */
	void (*changed)(void *arg, struct form *f, size_t field); /* something was typed; or NULL */
	/* Do it: check, say what is wrong with form_fail, or submit a task and form_wait. */
	void (*submit)(void *arg, struct form *f);
	void (*cancel)(void *arg); /* Ctrl-C while it waits; may be NULL */
	void (*drop)(void *arg); /* always, at the end; may be NULL */
	void *arg;
};

/*
 * Tab, Shift-Tab, Up and Down go from field to field, Enter to the next one and on the button does
 * it, as Ctrl-S and Ctrl-O do everywhere. Left, Right, Space and a first letter choose. Esc leaves,
 * and asks when something was typed; a choice that was moved is none. The box belongs to whoever
 * shows overlays.
 */
struct form *form_new(const struct form_ask *ask);
struct overlay *form_overlay(struct form *f);

/* What stands in a field, borrowed until the next key; the number of the chosen word. */
struct span form_text(const struct form *f, size_t field);
size_t form_choice(const struct form *f, size_t field);

/* Begins anew with another value, or choice: nothing was typed there. */
void form_set(struct form *f, size_t field, struct span value);
void form_set_choice(struct form *f, size_t field, size_t choice);

/* What a FORM_PICK may choose from now; copied. What was picked is forgotten. */
void form_offer(struct form *f, size_t field, const struct span *texts, size_t n);
/* Which of those offered was picked; SIZE_MAX: none. */
size_t form_picked(const struct form *f, size_t field);

/* Says what is wrong with a field below it, until it changes, and goes there; with FORM_WHOLE below
 * all of them, until the next key. */
#define FORM_WHOLE SIZE_MAX
void form_fail(struct form *f, size_t field, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* What the title and the button say from now on; kept, not copied. */
void form_rename(struct form *f, const char *title, const char *button);
const char *form_button(const struct form *f);
/* Another value, as if it had been typed. */
void form_type(struct form *f, size_t field, struct span value);
/* The same for what a line begins with: leaving throws nothing of it away. */
void form_begin(struct form *f, size_t field, struct span value);
/* Puts the cursor of a field of several lines at this byte. */
void form_go(struct form *f, size_t field, size_t at);

/* Says below all fields that what it shows is new; it is not done, and said again, until that was
 * drawn and a key came that would not do it. */
void form_doubt(struct form *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Takes no key but Ctrl-C until form_go_on, and says what it waits for ("saving …"; borrowed). */
void form_wait(struct form *f, const char *what);
/* The same, but Esc leaves: nothing was asked for but what it shows. */
void form_load(struct form *f, const char *what);
void form_go_on(struct form *f);

/* What is written above the fields; the caller fills it, and again when it changes. Where there is
 * little room, what stands before its mark goes before all but the field one is in. */
struct textview *form_about(struct form *f);

#endif
