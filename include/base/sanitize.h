/* The one door through which untrusted text reaches a terminal: hidden, moving and broken content
 * becomes visible. */
#ifndef BASE_SANITIZE_H
#define BASE_SANITIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "base/str.h"

/* What a moderator must be warned of. A set. TEXT_LAYOUT (tab, line feed, CR before LF) is no
 * alarm: it matters in one-line places only. */
enum text_class {
	TEXT_CLEAN = 0,
	TEXT_LAYOUT = 1 << 0,
	TEXT_CONTROL = 1 << 1, /* C0, C1, DEL, NUL, line and paragraph separators */
	TEXT_BIDI =
		1 << 2, /* embeddings, overrides, isolates and marks that reorder what is read */
	TEXT_INVISIBLE = 1 << 3, /* zero-width and blank-looking characters, fillers, stray
				    variation selectors, noncharacters, private use */
	TEXT_TAG = 1 << 4, /* tag characters outside one of the three subdivision flags */
	TEXT_INVALID = 1 << 5, /* bytes that are not UTF-8 */
	TEXT_MIXED = 1 << 6, /* one word that mixes scripts, or styles, with look-alike letters */
	TEXT_COMBINING = 1 << 7, /* more than four marks on one letter, or marks on none */
};
#define TEXT_ALARM (~(unsigned)TEXT_LAYOUT)
/* Of them, what can make a text act or read as another one: nobody approves it who has not looked
 * at each of its bytes. All other alarms are plain to see where they stand. */
#define TEXT_EXAMINE (TEXT_CONTROL | TEXT_BIDI | TEXT_TAG | TEXT_INVALID)
#define TEXT_CLASSES 8

/* Whether line feeds break lines (a text view splits there itself) or are shown as a symbol (lists,
 * titles, prompts). */
enum text_mode { TEXT_ONE_LINE, TEXT_MANY_LINES };

/*
 * A walk over untrusted bytes that yields what may be drawn. Each step gives one cluster that is
 * safe to send to a terminal: either the original characters of one cell or pair of cells (at most
 * four combining marks; a spacing mark is a cluster of its own) or printable ASCII that names what
 * stood there: ^[ (C0), <U+202E>, <9B> (an invalid byte), <+12 marks> (those beyond four, or
 * without a letter). Emoji that are joined come one by one, without the joiner between them, so
 * that none hides behind another. What terminals draw in different ways is named as well, and
 * raises no alarm: <tone 4> (a skin tone), <flag gbsct> (a flag spelled in tags), and a character
 * that Unicode or the C library does not know yet. In TEXT_MANY_LINES a line feed (or CR LF) is
 * yielded as "\n" with width 0, and a tab as one cluster "\t" of width 0 which the caller expands;
 * in TEXT_ONE_LINE they come as escaped "␊" and "␉".
 *
 * In a locale without UTF-8 every character beyond ASCII is named (<U+00F6>), and so is each mark,
 * since what a terminal shows as a question mark is hidden; only the signs of our own sentences
 * become plain ones (a dot "-", an ellipsis "~").
 */
struct text_iter {
	struct span text;
	enum text_mode mode;
	size_t at; /* byte offset of the next cluster in the source */
	/* private */
	bool ascii; /* the locale knows nothing else */
	char buf[32];
};

struct text_cluster {
	const char *p; /* safe bytes: in the source, or in the iterator (until its next step) */
	size_t n;
	int width; /* columns: 0, 1, 2, or n for an escape */
	bool escaped; /* stands for something that must be shown in the escape style */
	size_t from, to; /* the source bytes that it stands for, with a joiner after them */
};

void text_begin(struct text_iter *it, struct span text, enum text_mode mode);
/* True and one cluster, or false at the end. NULL spans are empty. */
bool text_next(struct text_iter *it, struct text_cluster *out);

/*
 * Bytes from `at` (at < text.n) that a reader takes for one character: a grapheme cluster, but
 * everything that is hidden in it or behind it (what raises an alarm) for itself, so that it can be
 * counted, compared and deleted alone. `at` is the start of the text or the end of another step.
 */
size_t text_step(struct span text, size_t at);

/* Appends the safe form of `text` to `out`. With TEXT_MANY_LINES, line feeds and tabs stay. This is
 * what every command prints through. */
void text_sanitize(struct str *out, struct span text, enum text_mode mode);
/* Columns of the safe form (one line). */
size_t text_width(struct span text);
/* Bytes of the first line when the text is broken into lines of so many columns, after a blank if
 * it can be; all of it when it fits. */
size_t text_fit(struct span text, int columns);
/* The same, but breaking anywhere. */
size_t text_within(struct span text, int columns);

/*
 * Counts of what a whole text holds. `classes` is the union; `first` the byte offset of the first
 * of each class by bit number. TEXT_MIXED counts words, and is the one alarm that a walk does not
 * escape: its letters are honest one by one. A label of a host or path that consists of look-alikes
 * only counts when a neighbour of it is Latin; a word of letters from mathematics when it has five
 * in a row; a full-width word of four where the line holds nothing of an East Asian script.
 */
struct text_report {
	unsigned classes;
	size_t count[TEXT_CLASSES];
	size_t first[TEXT_CLASSES];
};

void text_scan(struct span text, struct text_report *out);
/* Whether a word by itself, from a blank to a blank, is one that TEXT_MIXED counts. */
bool text_misleads(struct span word);
/* Only which alarms it holds; of plain ASCII that is known at once. */
unsigned text_alarms(struct span text);
/* One of the alarms, where it stands: a character, a byte, a pile of marks; for TEXT_MIXED the word
 * or host name, up to the next blank. */
struct text_finding {
	size_t at, n; /* bytes of the text */
	enum text_class class;
	uint32_t cp; /* the character or invalid byte; 0 for TEXT_MIXED and TEXT_COMBINING */
};

/* text_scan() that also gives the first `most` alarms in the order of the text; returns how many.
 * Of the full-width words of one line, the first stands for all. */
size_t text_examine(
	struct span text, struct text_report *out, struct text_finding *found, size_t most);
/* The class as people call it: "control characters", "bidirectional controls", …; for one bit. The
 * short form is the word in hostile.json. */
const char *text_class_name(enum text_class one);
const char *text_class_short(enum text_class one);
/* "2 bidirectional controls, 1 invisible character" for the alarm classes of the report; returns
 * false and adds nothing when there is no alarm. */
bool text_report_say(const struct text_report *r, struct str *out);

/* For what is one line and hides nothing, as a name: ERR_USAGE where it holds any of the classes.
 * `what` it is: "a title". */
int text_check_line(struct span text, const char *what, struct err *e);

#endif
