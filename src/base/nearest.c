/* Distance between words, counted in slips: a letter more, less, another, or two swapped; upper and
 * lower case are the same. */
#include "base/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static bool same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Optimal string alignment (Damerau 1964): three rows of the table are enough. */
static size_t slips(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	size_t *cells = xcalloc(3 * (m + 1), sizeof *cells);
	size_t *before = cells, *last = cells + m + 1, *row = cells + 2 * (m + 1);

	for (size_t j = 0; j <= m; j++)
		last[j] = j;
	for (size_t i = 1; i <= n; i++) {
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			row[j] = least(least(last[j], row[j - 1]) + 1,
				last[j - 1] + !same(a[i - 1], b[j - 1]));
			if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
		size_t *oldest = before;
		before = last;
		last = row;
		row = oldest;
	}
	size_t distance = last[m];
	free(cells);
	return distance;
}

void nearest_offer(struct nearest *n, const char *name)
{
	size_t typed = strlen(n->word);
	bool abbreviated = typed >= 3 && strncasecmp(name, n->word, typed) == 0;
	size_t distance = abbreviated ? 1 : slips(n->word, name);
	size_t letters = typed - strspn(n->word, "-"); /* what makes an option one says nothing */
	size_t allowed = letters < 3 ? 0 : least(letters * 2 / 5, 3);

	if (distance <= allowed && distance < typed && (!n->best || distance < n->distance)) {
		n->best = name;
		n->distance = distance;
	}
}
