/* Looking for folded text: bytes first, and characters only where bytes cannot tell. */
#include "base/fold.h"

#include <stdlib.h>
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
	size_t skip[256]; /* by the byte under the last one sought (Horspool 1980) */
};

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
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

/* False when it was stopped. */
static bool fold(struct str *out, struct span text, const atomic_bool *stop)
{
	for (size_t i = 0, look = STOP_BYTES; i < text.n;) {
		uint32_t cp;
		size_t n = 1;
		if ((unsigned char)text.p[i] < 0x80)
			str_addc(out, (char)lower(text.p[i]));
		else if ((n = utf8_decode(text, i, &cp)) > 0)
			add_character(out, cp);
		else
			str_addn(out, &text.p[i], n = 1);
		i += n;
		if (i < look)
			continue;
		look = i + STOP_BYTES;
		if (stop && atomic_load(stop))
			return false;
	}
	return true;
}

struct fold *fold_new(struct span sought)
{
	struct fold *f = xcalloc(1, sizeof(*f));

	fold(&f->sought, sought, NULL);
	f->ascii = true;
	for (size_t i = 0; i < f->sought.len; i++)
		f->ascii = f->ascii && (unsigned char)f->sought.p[i] < 0x80;
	for (size_t c = 0; c < 256; c++)
		f->skip[c] = f->sought.len;
	for (size_t i = 0; i + 1 < f->sought.len; i++) {
		f->skip[(unsigned char)f->sought.p[i]] = f->sought.len - 1 - i;
		if (f->sought.p[i] >= 'a' && f->sought.p[i] <= 'z')
			f->skip[f->sought.p[i] & ~0x20] = f->sought.len - 1 - i;
	}
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

static bool find_ascii(const struct fold *f, struct span text)
{
	const char *sought = f->sought.p;
	size_t n = f->sought.len;

	for (size_t end = n; end <= text.n; end += f->skip[(unsigned char)text.p[end - 1]]) {
		size_t k = n;
		while (k > 0 && lower(text.p[end - n + k - 1]) == (unsigned char)sought[k - 1])
			k--;
		if (k == 0)
			return true;
	}
	return false;
}

/* The characters beyond ASCII that fold to letters of ASCII: ß, ı, İ, ŉ, ſ, ǰ, ẖ to ẞ, the Kelvin
 * sign, the ligatures ﬀ to ﬆ. Only a dot above may stand behind an i and yet not part a word. */
static bool may_fold_to_ascii(struct span text)
{
	for (size_t i = 0; i + 1 < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i], next = (unsigned char)text.p[i + 1];
		if (c < 0xC3)
			continue;
		if ((c == 0xC3 && next == 0x9F) || (c == 0xC4 && (next & 0xFE) == 0xB0) ||
			(c == 0xC5 && (next == 0x89 || next == 0xBF)) ||
			(c == 0xC7 && next == 0xB0) || (c == 0xCC && next == 0x87) ||
			(c == 0xE1 && next == 0xBA) || (c == 0xE2 && next == 0x84) ||
			(c == 0xEF && next == 0xAC))
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
	if (f->ascii && !may_fold_to_ascii(text))
		return false;
	str_clear(&f->room);
	str_reserve(&f->room, text.n);
	return fold(&f->room, text, stop) &&
		memmem(f->room.p, f->room.len, f->sought.p, f->sought.len);
}
