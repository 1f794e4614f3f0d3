/* The walk that yields only what a terminal may be sent. */
#include "base/sanitize.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "chars.h"
#include "piece.h"

void text_begin(struct text_iter *it, struct span text, enum text_mode mode)
{
	*it = (struct text_iter){
		.text = text.p ? text : SPAN_LIT(""), .mode = mode, .ascii = MB_CUR_MAX == 1};
}

/* Of some texts this is most of the work. */
static void name_number(char *buf, const char *before, uint32_t number, int digits)
{
	char *p = stpcpy(buf, before);

	for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
		*p++ = "0123456789ABCDEF"[number >> shift & 15];
	memcpy(p, ">", 2);
}

static void name_piece(const struct piece *p, char *buf, size_t size)
{
	if (p->class == TEXT_COMBINING)
		snprintf(buf, size, "<+%zu mark%s>", p->marks, p->marks == 1 ? "" : "s");
	else if (p->class == TEXT_INVALID)
		name_number(buf, "<", p->cp, 2);
	else if (p->region)
		snprintf(buf, size, "<flag %s>", p->region);
	else if (p->cp == CHAR_LIGHTEST)
		snprintf(buf, size, "<tone 1-2>");
	else if (char_is_emoji_modifier(p->cp))
		snprintf(buf, size, "<tone %u>", p->cp - CHAR_LIGHTEST + 2);
	else if (p->class == TEXT_CONTROL && p->cp < 0x80)
		snprintf(buf, size, "^%c", (int)(p->cp ^ 0x40));
	else
		name_number(buf, "<U+", p->cp, p->cp > 0xFFFFF ? 6 : p->cp > 0xFFFF ? 5 : 4);
}

/* A line feed or a tab. */
static void yield_layout(struct text_iter *it, const struct piece *p, struct text_cluster *out)
{
	if (it->mode == TEXT_MANY_LINES) {
		out->p = p->cp == '\n' ? "\n" : "\t";
		out->n = 1;
		return;
	}
	if (it->ascii)
		out->p = p->cp == '\n' ? "$" : ">";
	else
		out->p = p->cp == '\n' ? "␊" : "␉";
	out->n = strlen(out->p);
	out->width = 1;
	out->escaped = true;
}

/* The signs of the program's own sentences. NULL for all else. */
static const char *plain_sign(uint32_t cp)
{
	switch (cp) {
	case 0x00B7: /* · */
	case 0x2013: /* – */ return "-";
	case 0x00D7: return "x"; /* × */
	case 0x2026: return "~"; /* … */
	default: return NULL;
	}
}

/* Where there is only ASCII, code points come one by one. Returns true when one was yielded. */
static bool yield_ascii(struct text_iter *it, struct piece *p, struct text_cluster *out)
{
	p->n = p->drawn = utf8_decode(it->text, out->from, &p->cp);
	it->at = out->to = out->from + p->n;
	out->p = plain_sign(p->cp);
	out->n = 1;
	out->width = 1;
	p->named = p->cp >= 0x80;
	return out->p != NULL;
}

bool text_next(struct text_iter *it, struct text_cluster *out)
{
	if (it->at >= it->text.n)
		return false;
	struct piece p = piece_at(it->text, it->at);
	*out = (struct text_cluster){.from = it->at, .to = it->at + p.n};
	it->at = out->to;
	if (p.class == TEXT_LAYOUT) {
		yield_layout(it, &p, out);
		return true;
	}
	if (it->ascii && p.class == TEXT_CLEAN && !p.named && yield_ascii(it, &p, out))
		return true;
	if (p.class != TEXT_CLEAN || p.named) {
		name_piece(&p, it->buf, sizeof(it->buf));
		out->p = it->buf;
		out->n = strlen(it->buf);
		out->width = (int)out->n;
		out->escaped = true;
	} else {
		out->p = it->text.p + out->from;
		out->n = p.drawn;
		out->width = utf8_cluster_width((struct span){out->p, out->n});
	}
	return true;
}

static bool is_hidden(const struct piece *p)
{
	return (p->class & TEXT_ALARM) != 0;
}

size_t text_step(struct span text, size_t at)
{
	struct piece p = piece_at(text, at);
	size_t n = p.n, whole = is_hidden(&p) ? 0 : utf8_cluster(text, at);

	while (n < whole) {
		p = piece_at(text, at + n);
		if (is_hidden(&p))
			break;
		n += p.n;
	}
	return n;
}

void text_sanitize(struct str *out, struct span text, enum text_mode mode)
{
	struct text_iter it;
	struct text_cluster c;

	text_begin(&it, text, mode);
	do {
		size_t plain = piece_ascii_run(it.text, it.at);
		if (plain > 0)
			str_addn(out, it.text.p + it.at, plain);
		it.at += plain;
		if (!text_next(&it, &c))
			return;
		str_addn(out, c.p, c.n);
	} while (true);
}

size_t text_width(struct span text)
{
	struct text_iter it;
	struct text_cluster c;
	size_t width = 0;

	text_begin(&it, text, TEXT_ONE_LINE);
	do {
		size_t plain = piece_ascii_run(it.text, it.at);
		width += plain;
		it.at += plain;
		if (!text_next(&it, &c))
			return width;
		width += (size_t)c.width;
	} while (true);
}

size_t text_fit(struct span text, int columns)
{
	struct text_iter it;
	struct text_cluster c;
	size_t blank = 0, end = 0;
	int width = 0;

	text_begin(&it, text, TEXT_ONE_LINE);
	while (text_next(&it, &c)) {
		width += c.width;
		if (width > columns)
			return blank > 0 ? blank : end;
		end = c.to;
		if (c.n == 1 && c.p[0] == ' ')
			blank = c.to;
	}
	return text.n;
}

size_t text_within(struct span text, int columns)
{
	struct text_iter it;
	struct text_cluster c;
	size_t end = 0;

	text_begin(&it, text, TEXT_ONE_LINE);
	while (text_next(&it, &c) && (columns -= c.width) >= 0)
		end = c.to;
	return end;
}
