/* Any bytes as two embeddings: what is compared gives a cosine, and everything else says why not.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "model/embedding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What stands in the header: how far off a cosine may be. */
static double bound(size_t n)
{
	return ((double)n / 16 + 8) * 0x1p-23;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t half = size / 2;
	struct span a = {(const char *)data, half}, b = {(const char *)data + half, size - half};
	enum embedding_fault fault = embedding_check(b), compared;
	struct embedding e;
	double cosine;

	if (size == 0)
		return 0;
	if (embedding_read(a, &e) != embedding_check(a))
		abort();
	if (!e.v)
		return 0;
	compared = embedding_cosine(&e, b, &cosine);
	if (compared == EMBEDDING_FINE && !(fabs(cosine) <= 1 + bound(e.n)))
		abort();
	if (compared == EMBEDDING_DIMENSION ? b.n == e.n * sizeof(float) : compared != fault)
		abort();
	embedding_clear(&e);
	return 0;
}
