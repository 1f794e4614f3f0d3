/* Halving a table until one range is left. */
#include "range.h"

const struct range *range_find(const struct range *table, size_t n, uint32_t cp)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (cp > table[mid].last)
			low = mid + 1;
		else if (cp < table[mid].first)
			high = mid;
		else
			return &table[mid];
	}
	return NULL;
}
