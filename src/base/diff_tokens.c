/* What belongs together when texts are compared by words. */
#include "diff_tokens.h"

#include <stdbool.h>
#include <stdint.h>
#include <utf8proc.h>

#include "base/sanitize.h"
#include "piece.h"

enum token_kind { TOKEN_WORD, TOKEN_BLANK, TOKEN_SINGLE };

/* Sorted: scripts whose words follow each other without blanks. */
static const struct {
	uint32_t first, last;
} unspaced[] = {
	{0x0E00, 0x0EFF}, /* Thai, Lao */
	{0x0F00, 0x0FFF}, /* Tibetan */
	{0x1000, 0x109F}, /* Myanmar */
	{0x1780, 0x17FF}, /* Khmer */
	{0x1950, 0x19DF}, /* Tai Le, New Tai Lue */
	{0x1A20, 0x1AAF}, /* Tai Tham */
	{0x1B00, 0x1B7F}, /* Balinese */
	{0x2E80, 0x312F}, /* Han radicals, kana, Bopomofo */
	{0x31A0, 0x9FFF}, /* Bopomofo, kana, Han */
	{0xA980, 0xA9FF}, /* Javanese, Myanmar */
	{0xAA60, 0xAADF}, /* Myanmar, Tai Viet */
	{0xF900, 0xFAFF}, /* Han */
	{0xFF66, 0xFF9F}, /* half-width kana */
	{0x1B000, 0x1B16F}, /* kana */
	{0x20000, 0x3FFFD}, /* Han */
};

static bool is_unspaced(uint32_t cp)
{
	for (size_t i = 0; i < sizeof(unspaced) / sizeof(unspaced[0]); i++)
		if (cp >= unspaced[i].first && cp <= unspaced[i].last)
			return true;
	return false;
}

static enum token_kind kind_of_ascii(uint32_t cp)
{
	if ((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9') ||
		cp == '_')
		return TOKEN_WORD;
	return cp == ' ' ? TOKEN_BLANK : TOKEN_SINGLE;
}

static enum token_kind kind_of(const struct piece *p)
{
	if (p->class == TEXT_LAYOUT)
		return p->cp == '\t' ? TOKEN_BLANK : TOKEN_SINGLE;
	if (p->class != TEXT_CLEAN || p->named)
		return TOKEN_SINGLE;
	if (p->cp < 0x80)
		return kind_of_ascii(p->cp);
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)p->cp);
	if (category == UTF8PROC_CATEGORY_ZS)
		return TOKEN_BLANK;
	if (category < UTF8PROC_CATEGORY_LU || category > UTF8PROC_CATEGORY_NO)
		return TOKEN_SINGLE;
	return is_unspaced(p->cp) ? TOKEN_SINGLE : TOKEN_WORD;
}

static bool is_apostrophe(const struct piece *p)
{
	return p->class == TEXT_CLEAN && (p->cp == '\'' || p->cp == 0x2019);
}

/* Whether a word goes on behind the piece, which is not of a word itself: don't, l'État. */
static bool joins_word(struct span text, const struct piece *p, size_t behind)
{
	if (!is_apostrophe(p) || behind >= text.n)
		return false;
	struct piece next = piece_at(text, behind);
	return kind_of(&next) == TOKEN_WORD;
}

size_t diff_token(struct span text, size_t at)
{
	struct piece p = piece_at(text, at);
	enum token_kind kind = kind_of(&p);

	if (kind == TOKEN_SINGLE)
		return text_step(text, at);
	size_t end = at + p.n;
	while (end < text.n) {
		p = piece_at(text, end);
		if (kind_of(&p) != kind && (kind != TOKEN_WORD || !joins_word(text, &p, end + p.n)))
			break;
		end += p.n;
	}
	return end - at;
}
