/* What a whole text holds that a moderator must know of, counted and said. */
#include "base/sanitize.h"

#include <string.h>

#include "base/utf8.h"
#include "mixed.h"
#include "piece.h"

static const struct class_words {
	const char *key, *one, *many;
} words[TEXT_CLASSES] = {
	{"layout", "tab or line break", "tabs and line breaks"},
	{"control", "control character", "control characters"},
	{"bidi", "bidirectional control", "bidirectional controls"},
	{"invisible", "invisible character", "invisible characters"},
	{"tag", "hidden tag character", "hidden tag characters"},
	{"invalid", "invalid byte", "invalid bytes"},
	{"mixed-script", "word with look-alike letters", "words with look-alike letters"},
	{"combining", "pile of combining marks", "piles of combining marks"},
};

static int bit_of(enum text_class one)
{
	return one > 0 && (unsigned)one < 1u << TEXT_CLASSES ? __builtin_ctz((unsigned)one) : -1;
}

static void note(struct text_report *r, enum text_class class, size_t count, size_t at)
{
	int bit = bit_of(class);

	if (bit < 0 || count == 0)
		return;
	if (!(r->classes & (unsigned)class) || at < r->first[bit])
		r->first[bit] = at;
	r->classes |= (unsigned)class;
	r->count[bit] += count;
}

/* Words go on across what cannot be seen, but not across what is shown as something else. */
static void follow_words(struct mixed *m, const struct piece *p, size_t at)
{
	switch (p->class) {
	case TEXT_CLEAN: mixed_add(m, p->cp, at); break;
	case TEXT_LAYOUT:
		if (p->cp == '\n')
			mixed_end_line(m);
		else
			mixed_end(m);
		break;
	case TEXT_CONTROL:
	case TEXT_INVALID: mixed_end(m); break;
	default: break;
	}
}

/* Only the first and the last word of a run of ASCII can go on in what is not. */
static void follow_ascii(struct mixed *m, struct span text, size_t from, size_t to)
{
	const char *blank = memchr(text.p + from, ' ', to - from);
	const char *last = memrchr(text.p + from, ' ', to - from);

	for (size_t at = from; at < to; at++) {
		if (blank && text.p + at == blank)
			at = (size_t)(last - text.p);
		mixed_add(m, (unsigned char)text.p[at], at);
	}
}

struct findings {
	struct span text;
	size_t from,
		end; /* what stands between two blanks, and holds the last word that was found */
	struct text_finding *out;
	size_t n, most;
};

/* Words are judged at their end: what stands in one was found before it. */
static void put(struct findings *f, struct text_finding found)
{
	size_t i = f->n;

	if (f->most == 0)
		return;
	while (i > 0 && f->out[i - 1].at > found.at)
		i--;
	if (i == f->most)
		return;
	f->n += f->n < f->most;
	memmove(&f->out[i + 1], &f->out[i], (f->n - 1 - i) * sizeof(*f->out));
	f->out[i] = found;
}

/* Words that look like others, from the last that was asked for to here. */
static void take_words(struct mixed *m, struct text_report *r, struct findings *f)
{
	if (m->count == 0)
		return;
	if (m->first < f->from || m->first >= f->end) {
		f->from = f->end = m->first;
		while (f->end < f->text.n && (unsigned char)f->text.p[f->end] > ' ')
			f->end++;
	}
	note(r, TEXT_MIXED, m->count, m->first);
	put(f, (struct text_finding){.at = m->first, .n = f->end - m->first, .class = TEXT_MIXED});
	m->count = 0;
}

static void take_piece(const struct piece *p, size_t at, struct text_report *r, struct findings *f)
{
	note(r, p->class, 1, at);
	if ((unsigned)p->class & TEXT_ALARM)
		put(f,
			(struct text_finding){.at = at,
				.n = p->n,
				.class = p->class,
				.cp = p->class == TEXT_COMBINING ? 0 : p->cp});
}

size_t text_examine(
	struct span text, struct text_report *out, struct text_finding *found, size_t most)
{
	struct findings f = {.text = text, .out = found, .most = most};
	struct mixed mixed = {0};
	bool ascii = utf8_is_ascii(text); /* then nothing imitates a letter */

	*out = (struct text_report){0};
	for (size_t at = 0; at < text.n;) {
		size_t plain = piece_ascii_run(text, at);
		if (plain > 0 && !ascii)
			follow_ascii(&mixed, text, at, at + plain);
		at += plain;
		if (at == text.n)
			break;
		if (text.p[at] == '\t') {
			note(out, TEXT_LAYOUT, 1, at++);
			if (!ascii)
				mixed_end(&mixed);
			take_words(&mixed, out, &f);
			continue;
		}
		struct piece p = piece_at(text, at);
		if (!ascii)
			follow_words(&mixed, &p, at);
		take_words(&mixed, out, &f);
		if (p.class != TEXT_CLEAN)
			take_piece(&p, at, out, &f);
		at += p.n;
	}
	mixed_end_line(&mixed);
	take_words(&mixed, out, &f);
	return f.n;
}

void text_scan(struct span text, struct text_report *out)
{
	text_examine(text, out, NULL, 0);
}

static bool imitates(enum look look)
{
	return look == LOOK_SAME || look == LOOK_NEAR || look == LOOK_MATHS || look == LOOK_WIDE;
}

/* Asked of every word of a text: most of them hold nothing to judge. */
static bool holds_imitation(struct span word)
{
	uint32_t cp;

	for (size_t at = 0, n; at < word.n; at += n) {
		n = utf8_decode(word, at, &cp);
		if (n == 0)
			n = 1;
		else if (imitates(char_look(cp)))
			return true;
	}
	return false;
}

bool text_misleads(struct span word)
{
	struct mixed mixed = {0};

	if (!holds_imitation(word))
		return false;
	for (size_t at = 0; at < word.n;) {
		struct piece p = piece_at(word, at);
		follow_words(&mixed, &p, at);
		at += p.n;
	}
	mixed_end_line(&mixed);
	return mixed.count > 0;
}

static bool is_plain(char c)
{
	return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t';
}

unsigned text_alarms(struct span text)
{
	struct text_report report;
	size_t plain = 0;

	while (plain < text.n && is_plain(text.p[plain]))
		plain++;
	if (plain == text.n)
		return TEXT_CLEAN;
	text_scan(text, &report);
	return report.classes & TEXT_ALARM;
}

const char *text_class_name(enum text_class one)
{
	int bit = bit_of(one);

	return bit < 0 ? "nothing hidden" : words[bit].many;
}

const char *text_class_short(enum text_class one)
{
	int bit = bit_of(one);

	return bit < 0 ? "none" : words[bit].key;
}

bool text_report_say(const struct text_report *r, struct str *out)
{
	bool said = false;

	for (int bit = 0; bit < TEXT_CLASSES; bit++) {
		if (!(r->classes & TEXT_ALARM & 1u << bit))
			continue;
		str_addf(out, "%s%zu %s", said ? ", " : "", r->count[bit],
			r->count[bit] == 1 ? words[bit].one : words[bit].many);
		said = true;
	}
	return said;
}

int text_check_line(struct span text, const char *what, struct err *e)
{
	struct text_report r;

	text_scan(text, &r);
	if (r.classes == TEXT_CLEAN)
		return 0;
	return err_set(
		e, ERR_USAGE, "%s may not hold %s", what, words[__builtin_ctz(r.classes)].many);
}
