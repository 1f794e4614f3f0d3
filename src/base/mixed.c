/* Judges words and host names by the looks of their letters. */
#include "mixed.h"

/* A near look-alike beside so many lower-case letters is no symbol of a formula (νmax, 2πr). */
#define ROW_OF_WORD 4
/* So many beside same look-alikes are a word that goes on (гооgle), near ones among them or not. */
#define ROW_BESIDE_SAME 2
/* Formulas multiply by writing side by side (𝑑𝑥𝑑𝑦), but not this often. */
#define ROW_OF_MATHS 5

static bool is_latin(const struct mixed_word *w, size_t i)
{
	return i < w->n && (w->looks[i] == LOOK_LOWER || w->looks[i] == LOOK_LATIN);
}

static bool is_imitation(const struct mixed_word *w, size_t i)
{
	return i < w->n &&
		(w->looks[i] == LOOK_SAME || w->looks[i] == LOOK_NEAR ||
			w->looks[i] == LOOK_MATHS || w->looks[i] == LOOK_WIDE);
}

static bool holds(const struct mixed_word *w, size_t from, size_t to, enum look look)
{
	for (size_t i = from; i < to; i++) {
		if (w->looks[i] == look)
			return true;
	}
	return false;
}

static size_t lower_before(const struct mixed_word *w, size_t i)
{
	size_t n = 0;

	while (n < i && w->looks[i - n - 1] == LOOK_LOWER)
		n++;
	return n;
}

static size_t lower_from(const struct mixed_word *w, size_t i)
{
	size_t n = 0;

	while (i + n < w->n && w->looks[i + n] == LOOK_LOWER)
		n++;
	return n;
}

/*
 * Whether the look-alikes [from, to) mislead. Between Latin letters they do. At an edge, same ones
 * do unless another letter shows that the word is not Latin, and all others do beside a row of
 * lower-case letters. So a Cyrillic "a" at the end of PayPa… is caught; NFκB, αSyn, SMSка, 2𝑥 are
 * not.
 */
static bool run_misleads(const struct mixed_word *w, size_t from, size_t to)
{
	size_t before = lower_before(w, from), after = lower_from(w, to);
	bool inside = from > 0 && is_latin(w, from - 1) && is_latin(w, to);
	bool same = holds(w, from, to, LOOK_SAME), near = holds(w, from, to, LOOK_NEAR);
	bool styled = holds(w, from, to, LOOK_MATHS) || holds(w, from, to, LOOK_WIDE);

	if (inside && (same || styled))
		return true;
	if (same && !holds(w, 0, w->n, LOOK_DISTINCT) && !holds(w, 0, w->n, LOOK_NEAR))
		return true;
	if (same && !holds(w, 0, w->n, LOOK_DISTINCT) && before + after >= ROW_BESIDE_SAME)
		return true;
	return (near || styled) &&
		((before > 0 && after > 0) || before >= ROW_OF_WORD || after >= ROW_OF_WORD);
}

static bool word_misleads(const struct mixed_word *w)
{
	if (w->maths)
		return true;
	if (!w->foreign || (!holds(w, 0, w->n, LOOK_LOWER) && !holds(w, 0, w->n, LOOK_LATIN)))
		return false;
	for (size_t from = 0, to; from < w->n; from = to + 1) {
		to = from;
		while (is_imitation(w, to))
			to++;
		if (to > from && run_misleads(w, from, to))
			return true;
	}
	return false;
}

static void found(struct mixed *m, size_t from, size_t count)
{
	if (m->count == 0 || from < m->first)
		m->first = from;
	m->count += count;
}

static void end_word(struct mixed *m)
{
	if (word_misleads(&m->word)) {
		found(m, m->word.from, 1);
	} else if (m->word.wide) {
		if (m->line.wide == 0)
			m->line.first = m->word.from;
		m->line.wide++;
	}
	m->word.n = 0;
	m->word.foreign = m->word.maths = m->word.wide = false;
}

/* A label of two or more letters that all imitate Latin (аррӏе in аррӏе.com). */
static void end_label(struct mixed *m)
{
	end_word(m);
	if (m->label.same > 1 && !m->label.latin && !m->label.other && !m->token.imitation) {
		m->token.imitation = true;
		m->token.imitation_from = m->label.from;
	}
	m->token.latin = m->token.latin || m->label.latin;
	m->label = (struct mixed_label){0};
}

void mixed_end(struct mixed *m)
{
	end_label(m);
	if (m->token.imitation && m->token.latin)
		found(m, m->token.imitation_from, 1);
	m->token = (struct mixed_token){0};
	m->row.n = 0;
}

void mixed_end_line(struct mixed *m)
{
	mixed_end(m);
	if (m->line.wide > 0 && !m->line.east)
		found(m, m->line.first, m->line.wide);
	m->line = (struct mixed_line){0};
}

static void add_letter(struct mixed *m, enum look look, size_t at)
{
	bool latin = look == LOOK_LOWER || look == LOOK_LATIN;

	if (m->word.n == MIXED_LETTERS)
		end_word(m);
	if (m->word.n == 0)
		m->word.from = at;
	m->word.looks[m->word.n++] = (unsigned char)look;
	m->word.foreign = m->word.foreign || !latin;
	m->word.maths = m->word.maths || (look == LOOK_MATHS && m->row.n >= ROW_OF_MATHS);
	m->word.wide = m->word.wide || (look == LOOK_WIDE && m->row.n >= ROW_OF_WORD);
	if (m->label.same == 0)
		m->label.from = at;
	m->label.same += look == LOOK_SAME;
	m->label.latin = m->label.latin || latin;
	m->label.other = m->label.other || (!latin && look != LOOK_SAME);
}

void mixed_add(struct mixed *m, uint32_t cp, size_t at)
{
	enum look look = char_look(cp);

	m->row.n = look == m->row.look ? m->row.n + 1 : 1;
	m->row.look = look;
	switch (look) {
	case LOOK_NEUTRAL: break;
	case LOOK_EAST: m->line.east = true; break;
	case LOOK_NONE: mixed_end(m); break;
	case LOOK_HYPHEN: end_word(m); break;
	case LOOK_SEPARATOR: end_label(m); break;
	default: add_letter(m, look, at);
	}
}
