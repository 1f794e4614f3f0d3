/* The words of a text, told apart whatever their letter case. */
#include "base/words.h"

#include <utf8proc.h>

#include "base/utf8.h"

#define FNV_OFFSET 14695981039346656037u
#define FNV_PRIME 1099511628211u

/* The letter in lower case, or 0 for what parts words. */
static uint32_t letter_of(uint32_t cp)
{
	if (cp < 0x80) {
		if (cp >= 'A' && cp <= 'Z')
			return cp | 0x20;
		return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') ? cp : 0;
	}
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);
	bool part = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
	return part ? (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp) : 0;
}

/* The letter at a byte and its length; 0 for what is none, which has a length of 1 at least. */
static uint32_t letter_at(struct span text, size_t at, size_t *n)
{
	uint32_t cp = (unsigned char)text.p[at];

	*n = cp < 0x80 ? 1 : utf8_decode(text, at, &cp);
	if (*n > 0)
		return letter_of(cp);
	*n = 1;
	return 0;
}

bool words_next(struct words *w, struct word *out)
{
	size_t n;

	while (w->at < w->text.n && letter_at(w->text, w->at, &n) == 0)
		w->at += n;
	*out = (struct word){.text = {w->text.p + w->at, 0}, .key = FNV_OFFSET};
	while (w->at < w->text.n) {
		uint32_t letter = letter_at(w->text, w->at, &n);
		if (letter == 0)
			break;
		out->key = (out->key ^ letter) * FNV_PRIME;
		out->letters++;
		w->at += n;
		out->text.n += n;
	}
	return out->letters > 0;
}
