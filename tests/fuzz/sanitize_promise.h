/* What the sanitizer promises for any bytes, checked from outside; shared by its unit test and its
 * fuzzer. */
#ifndef FUZZ_SANITIZE_PROMISE_H
#define FUZZ_SANITIZE_PROMISE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "base/sanitize.h"
#include "base/utf8.h"

static inline bool promise_is_tag(uint32_t cp)
{
	return cp >= 0xE0020 && cp <= 0xE007F;
}

/* By the properties of utf8proc, not by the tables of the sanitizer: characters that may stand in
 * what a terminal is sent. Joiners, selectors and tags may, where the sanitizer lets them. */
static inline bool promise_may_show(uint32_t cp)
{
	const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)cp);
	bool selector = (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF) ||
		(cp >= 0x180B && cp <= 0x180F && cp != 0x180E);

	if (cp == 0x200C || cp == 0x200D || selector || promise_is_tag(cp))
		return true;
	switch (p->category) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP: return false;
	default: return !p->ignorable && cp != 0x2800 && !(cp >= 0xFFF9 && cp <= 0xFFFC);
	}
}

static inline bool promise_is_printable_ascii(const struct text_cluster *c)
{
	for (size_t i = 0; i < c->n; i++) {
		if (c->p[i] < 0x20 || c->p[i] > 0x7E)
			return false;
	}
	return c->n > 0;
}

static inline const char *promise_of_bytes(struct span s)
{
	for (size_t at = 0, n; at < s.n; at += n) {
		uint32_t cp;
		n = utf8_decode(s, at, &cp);
		if (n == 0)
			return "what is drawn is valid UTF-8";
		if (!promise_may_show(cp))
			return "what is drawn holds nothing hidden";
	}
	return NULL;
}

static inline const char *promise_of_cluster(const struct text_cluster *c, enum text_mode mode)
{
	struct span s = {c->p, c->n};
	bool layout = span_is(s, "\n") || span_is(s, "\t");

	if (layout)
		return mode == TEXT_MANY_LINES && c->width == 0 && !c->escaped
			? NULL
			: "line feeds and tabs pass in many lines only";
	if (c->escaped && (span_is(s, "␊") || span_is(s, "␉")))
		return mode == TEXT_ONE_LINE && c->width == 1 ? NULL : "symbols are for one line";
	if (c->escaped && (!promise_is_printable_ascii(c) || c->width != (int)c->n))
		return "a name is printable ASCII of its own width";
	if (!c->escaped && (c->width < 0 || c->width > 2))
		return "a cluster has at most two columns";
	return promise_of_bytes(s);
}

/* Characters without a form of their own are named without an alarm, and so are skin tones and the
 * flag of tags, which terminals draw in different ways. */
static inline bool promise_has_no_form(struct span source)
{
	uint32_t cp;

	if (utf8_decode(source, 0, &cp) == 0)
		return false;
	const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)cp);
	return p->category == UTF8PROC_CATEGORY_CN || p->boundclass == UTF8PROC_BOUNDCLASS_V ||
		p->boundclass == UTF8PROC_BOUNDCLASS_T || (cp >= 0x1F3FB && cp <= 0x1F3FF) ||
		(cp == 0x1F3F4 && source.n == 28) || !utf8_is_drawn(cp);
}

static inline bool promise_is_picture(uint32_t cp)
{
	return utf8proc_get_property((utf8proc_int32_t)cp)->boundclass ==
		UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* The cluster's source without the joiner that leads from one picture to another. */
static inline struct span promise_of_source(struct span text, const struct text_cluster *c)
{
	struct span source = {text.p + c->from, c->to - c->from};
	uint32_t base, next;

	if (source.n > 3 && memcmp(source.p + source.n - 3, "\u200D", 3) == 0 && c->to < text.n &&
		utf8_decode(text, c->from, &base) > 0 && utf8_decode(text, c->to, &next) > 0 &&
		(promise_is_picture(base) || (base >= 0x1F3FB && base <= 0x1F3FF)) &&
		promise_is_picture(next))
		source.n -= 3;
	return source;
}

/* The cluster's own alarms, added to `sum`. */
static inline const char *promise_of_report(
	struct span text, const struct text_cluster *c, struct text_report *sum)
{
	struct span source = promise_of_source(text, c);
	struct text_report own;

	if (!c->escaped && c->width > 0 && !span_is(source, "\t") &&
		!span_eq(source, (struct span){c->p, c->n}))
		return "nothing is left out but a joiner between two emoji";
	text_scan(source, &own);
	own.classes &= TEXT_ALARM & ~(unsigned)TEXT_MIXED;
	if (c->escaped != (own.classes != 0) && !(c->escaped && promise_has_no_form(source)))
		return "what is escaped is reported, and what is reported is escaped";
	sum->classes |= own.classes;
	for (int bit = 0; bit < TEXT_CLASSES; bit++)
		sum->count[bit] += own.count[bit];
	return NULL;
}

static inline const char *promise_of_walk(struct span text, enum text_mode mode, struct str *drawn)
{
	struct text_iter it;
	struct text_cluster c;
	struct text_report report, sum = {0};
	size_t at = 0, width = 0;
	const char *broken = NULL;

	text_begin(&it, text, mode);
	while (!broken && text_next(&it, &c)) {
		if (c.from != at || c.to <= c.from || c.to > text.n)
			return "every byte of the source is stood for once";
		at = c.to;
		width += (size_t)c.width;
		str_addn(drawn, c.p, c.n);
		broken = promise_of_cluster(&c, mode);
		if (!broken && mode == TEXT_MANY_LINES)
			broken = promise_of_report(text, &c, &sum);
	}
	if (broken)
		return broken;
	if (at != text.n)
		return "the walk reaches the end";
	if (mode == TEXT_ONE_LINE)
		return width == text_width(text) ? NULL : "the width is the sum of the widths";
	text_scan(text, &report);
	if (sum.classes != (report.classes & TEXT_ALARM & ~(unsigned)TEXT_MIXED))
		return "the report holds the classes of the parts";
	for (int bit = 1; bit < TEXT_CLASSES; bit++) {
		if (1u << bit != TEXT_MIXED && sum.count[bit] != report.count[bit])
			return "the report counts what the parts hold";
	}
	return NULL;
}

static inline const char *promise_of_output(
	struct span text, enum text_mode mode, const struct str *drawn, struct str *out)
{
	struct text_report report;

	text_sanitize(out, text, mode);
	if (!span_eq(str_span(out), str_span(drawn)))
		return "what is printed is what is drawn";
	text_scan(str_span(out), &report);
	if (report.classes & TEXT_ALARM & ~(unsigned)TEXT_MIXED)
		return "what is printed raises no alarm";
	struct str again = {0};
	text_sanitize(&again, str_span(out), mode);
	bool same = span_eq(str_span(out), str_span(&again));
	str_free(&again);
	return same ? NULL : "what is safe stays as it is";
}

/* NULL, or the promise that the sanitizer broke for these bytes. */
static inline const char *promise_broken(struct span text)
{
	const char *broken = NULL;

	for (int mode = TEXT_ONE_LINE; mode <= TEXT_MANY_LINES && !broken; mode++) {
		struct str drawn = {0}, out = {0};
		broken = promise_of_walk(text, (enum text_mode)mode, &drawn);
		if (!broken)
			broken = promise_of_output(text, (enum text_mode)mode, &drawn, &out);
		str_free(&drawn);
		str_free(&out);
	}
	return broken;
}

#endif
