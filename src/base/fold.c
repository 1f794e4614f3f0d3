/* Looking for folded text: bytes first, and characters only where bytes cannot tell. */
#include "base/fold.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/err.h"
#include "base/str.h"
#include "base/utf8.h"

#define STOP_BYTES 65536 /* between two looks whether to stop */
#define DOT_ABOVE 0x307
#define DOTLESS_I 0x131

struct fold {
	struct str sought; /* folded */
	struct str room; /* for a text that has to be folded whole */
	bool ascii;
	size_t rare; /* its byte that stands in the fewest places of a text */
};

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

#define WORD sizeof(uint64_t)

static bool is_ascii_word(const char *p)
{
	uint64_t word;

	memcpy(&word, p, WORD);
	return !(word & UINT64_C(0x8080808080808080));
}

/* How many bytes of ASCII stand at `at`. */
static size_t ascii_run(struct span text, size_t at)
{
	size_t end = at;

	while (end + WORD <= text.n && is_ascii_word(text.p + end))
		end += WORD;
	while (end < text.n && (unsigned char)text.p[end] < 0x80)
		end++;
	return end - at;
}

/* General punctuation, and the scripts of East Asia: much of what is not ASCII in any text. */
static bool has_no_case(uint32_t cp)
{
	return (cp >= 0x2000 && cp < 0x2100) || (cp >= 0x2E80 && cp < 0xA640);
}

static void add_character(struct str *out, uint32_t cp)
{
	utf8proc_int32_t folded[8];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, folded,
		sizeof(folded) / sizeof(folded[0]), UTF8PROC_CASEFOLD, &boundary);

	for (utf8proc_ssize_t i = 0; i < n; i++) {
		uint32_t c = (uint32_t)folded[i];
		/* İ folds to i and a dot. */
		if (c == DOT_ABOVE && out->len > 0 && out->p[out->len - 1] == 'i')
			continue;
		out->len += utf8_encode(c == DOTLESS_I ? 'i' : c, str_reserve(out, 4));
	}
}

static void add_ascii(struct str *out, const char *from, size_t n)
{
	char *to = str_reserve(out, n);

	for (size_t i = 0; i < n; i++)
		to[i] = (char)lower(from[i]);
	out->len += n;
}

/* False when it was stopped. */
static bool fold(struct str *out, struct span text, const atomic_bool *stop)
{
	for (size_t i = 0, look = STOP_BYTES; i < text.n;) {
		uint32_t cp;
		size_t n = ascii_run(text, i);
		add_ascii(out, text.p + i, n);
		i += n;
		if (i == text.n)
			break;
		n = utf8_decode(text, i, &cp);
		if (n > 0 && !has_no_case(cp))
			add_character(out, cp);
		else
			str_addn(out, &text.p[i], n = n ? n : 1);
		i += n;
		if (i < look)
			continue;
		look = i + STOP_BYTES;
		if (stop && atomic_load(stop))
			return false;
	}
	return true;
}

/* Letters by how often English has them; other signs come between, and a blank last. */
static size_t rarity(char c)
{
	static const char order[] = "zqxjkvbpygfwmu.cldrhsnioate ";
	const char *place = c ? strchr(order, c) : NULL;

	return place ? (size_t)(place - order) : sizeof("zqxjkvbpygfwmu") - 1;
}

struct fold *fold_new(struct span sought)
{
	struct fold *f = xcalloc(1, sizeof(*f));

	fold(&f->sought, sought, NULL);
	f->ascii = true;
	for (size_t i = 0; i < f->sought.len; i++)
		f->ascii = f->ascii && (unsigned char)f->sought.p[i] < 0x80;
	for (size_t i = 1; i < f->sought.len; i++)
		if (rarity(f->sought.p[i]) < rarity(f->sought.p[f->rare]))
			f->rare = i;
	return f;
}

void fold_free(struct fold **f)
{
	if (!*f)
		return;
	str_free(&(*f)->sought);
	str_free(&(*f)->room);
	free(*f);
	*f = NULL;
}

static bool stands_at(const struct fold *f, const char *text)
{
	for (size_t i = 0; i < f->sought.len; i++)
		if (lower(text[i]) != (unsigned char)f->sought.p[i])
			return false;
	return true;
}

/* Looks for the rare byte in both cases, each with memchr, which is quicker than anything that
 * looks at one byte after the other. */
static bool find_ascii(const struct fold *f, struct span text)
{
	if (text.n < f->sought.len)
		return false;
	char c = f->sought.p[f->rare];
	char cases[] = {c, (char)(c >= 'a' && c <= 'z' ? c & ~0x20 : c)};
	const char *from = text.p + f->rare, *end = text.p + text.n - (f->sought.len - 1 - f->rare);

	for (size_t i = 0; i < (cases[0] == cases[1] ? 1 : 2); i++) {
		const char *p = from - 1;
		while ((p = memchr(p + 1, cases[i], (size_t)(end - p - 1))))
			if (stands_at(f, p - f->rare))
				return true;
	}
	return false;
}

/* The characters beyond ASCII that fold to letters of ASCII: ß, ı, İ, ŉ, ſ, ǰ, ẖ to ẞ, the Kelvin
 * sign, the ligatures ﬀ to ﬆ. Only a dot above may stand behind an i and yet not part a word. */
static bool folds_to_ascii(unsigned char c, unsigned char next)
{
	switch (c) {
	case 0xC3: return next == 0x9F;
	case 0xC4: return (next & 0xFE) == 0xB0;
	case 0xC5: return next == 0x89 || next == 0xBF;
	case 0xC7: return next == 0xB0;
	case 0xCC: return next == 0x87;
	case 0xE1: return next == 0xBA;
	case 0xE2: return next == 0x84;
	case 0xEF: return next == 0xAC;
	default: return false;
	}
}

static bool may_fold_to_ascii(struct span text)
{
	static const bool leads[256] = {[0xC3] = true,
		[0xC4] = true,
		[0xC5] = true,
		[0xC7] = true,
		[0xCC] = true,
		[0xE1] = true,
		[0xE2] = true,
		[0xEF] = true};
	const unsigned char *p = (const unsigned char *)text.p;

	for (size_t i = 0; i + 1 < text.n;) {
		size_t end = i + WORD < text.n ? i + WORD : text.n - 1;
		if (i + WORD <= text.n && is_ascii_word(text.p + i))
			i = end;
		for (; i < end; i++)
			if (leads[p[i]] && folds_to_ascii(p[i], p[i + 1]))
				return true;
	}
	return false;
}

bool fold_find(struct fold *f, struct span text, const atomic_bool *stop)
{
	if (!text.p)
		return false;
	if (f->sought.len == 0)
		return true;
	if (f->ascii && find_ascii(f, text))
		return true;
	if (f->ascii ? !may_fold_to_ascii(text) : ascii_run(text, 0) == text.n)
		return false;
	str_clear(&f->room);
	str_reserve(&f->room, text.n);
	return fold(&f->room, text, stop) &&
		memmem(f->room.p, f->room.len, f->sought.p, f->sought.len);
}
