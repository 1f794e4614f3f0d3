/* What a whole text holds that a moderator must know of, counted and said. */
#include "base/sanitize.h"
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
	if (!(r->classes & (unsigned)class))
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

void text_scan(struct span text, struct text_report *out)
{
	struct mixed mixed = {0};

	*out = (struct text_report){0};
	for (size_t at = 0; at < text.n;) {
		for (size_t plain = piece_ascii_run(text, at); plain > 0; plain--, at++)
			mixed_add(&mixed, (unsigned char)text.p[at], at);
		if (at == text.n)
			break;
		struct piece p = piece_at(text, at);
		note(out, p.class, 1, at);
		follow_words(&mixed, &p, at);
		at += p.n;
	}
	mixed_end_line(&mixed);
	note(out, TEXT_MIXED, mixed.count, mixed.first);
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
