/* Which of many texts are most like one text, by the rare words that they share with it. */
#include "model/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/words.h"

#define SHORTEST 4 /* characters */
#define SLOTS 1024 /* of the table of words, four for each */
#define COMMON 4 /* a word that one text in so many holds is no rare one */
#define SET (SIMILAR_WORDS / 64)
#define SHARED_LEAST 2

_Static_assert(SIMILAR_WORDS<0xFFFF && SLOTS> 2 * SIMILAR_WORDS, "the table has room");

struct similar {
	struct word words[SIMILAR_WORDS];
	size_t word_count;
	uint16_t slots[SLOTS]; /* word + 1 by its key; 0: free */
	uint32_t holders[SIMILAR_WORDS]; /* texts that hold the word */
	uint64_t (*shared)[SET]; /* which words a text shares */
	size_t count, room;
};

/* The slot of a word, or the free one where it belongs. */
static uint16_t *slot_of(struct similar *s, uint64_t key)
{
	size_t i = key % SLOTS;

	while (s->slots[i] && s->words[s->slots[i] - 1].key != key)
		i = (i + 1) % SLOTS;
	return &s->slots[i];
}

struct similar *similar_new(struct span text)
{
	struct similar *s = xcalloc(1, sizeof(*s));
	struct words walk = {.text = text};
	struct word word;

	while (s->word_count < SIMILAR_WORDS && words_next(&walk, &word)) {
		uint16_t *slot = slot_of(s, word.key);
		if (word.letters < SHORTEST || *slot)
			continue;
		s->words[s->word_count++] = word;
		*slot = (uint16_t)s->word_count;
	}
	return s;
}

void similar_free(struct similar **s)
{
	if (!*s)
		return;
	free((*s)->shared);
	free(*s);
	*s = NULL;
}

static bool holds(const uint64_t *set, size_t word)
{
	return set[word / 64] >> word % 64 & 1;
}

void similar_add(struct similar *s, struct span text)
{
	struct words walk = {.text = text};
	struct word word;

	if (s->count == s->room) {
		s->room = s->room ? s->room * 2 : 64;
		s->shared = xrealloc(s->shared, s->room * sizeof(*s->shared));
	}
	uint64_t *set = s->shared[s->count++];
	memset(set, 0, sizeof(*s->shared));
	while (words_next(&walk, &word)) {
		uint16_t slot = *slot_of(s, word.key);
		if (slot == 0 || holds(set, slot - 1u))
			continue;
		set[(slot - 1u) / 64] |= UINT64_C(1) << (slot - 1u) % 64;
		s->holders[slot - 1u]++;
	}
}

/* 0 for a word that too many hold. */
static double weight_of(const struct similar *s, size_t word)
{
	double holders = s->holders[word], n = (double)s->count;

	/* Among very few texts no word can be seen to be common. */
	if (n >= COMMON && holders * COMMON > n && holders > 1)
		return 0;
	return log((n + 1) / holders);
}

/* The rarest words that the text shares, and the sum of their weights. */
static struct similar_match match_of(const struct similar *s, size_t index)
{
	struct similar_match m = {.index = index};
	double best[SIMILAR_NAMED] = {0};
	size_t shared = 0;

	for (size_t word = 0; word < s->word_count; word++) {
		if (!holds(s->shared[index], word))
			continue;
		double weight = weight_of(s, word);
		m.score += weight;
		shared += weight > 0;
		size_t i = SIMILAR_NAMED;
		while (i > 0 && weight > best[i - 1])
			i--;
		if (i == SIMILAR_NAMED)
			continue;
		size_t behind = SIMILAR_NAMED - 1 - i;
		memmove(&best[i + 1], &best[i], behind * sizeof(best[0]));
		memmove(&m.words[i + 1], &m.words[i], behind * sizeof(m.words[0]));
		best[i] = weight;
		m.words[i] = s->words[word].text;
	}
	if (shared < SHARED_LEAST)
		m.score = 0;
	return m;
}

size_t similar_best(const struct similar *s, struct similar_match *out, size_t most)
{
	size_t n = 0;

	for (size_t index = 0; index < s->count; index++) {
		struct similar_match m = match_of(s, index);
		if (m.score <= 0)
			continue;
		size_t i = n;
		while (i > 0 && m.score > out[i - 1].score)
			i--;
		if (i == most)
			continue;
		n += n < most;
		memmove(&out[i + 1], &out[i], (n - 1 - i) * sizeof(*out));
		out[i] = m;
	}
	return n;
}
