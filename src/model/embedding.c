/* Rows of float32 and the angle between two of them. */
#include "model/embedding.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define WIDTH sizeof(float)
#define LANES 16
#define PARTS 4
#define BIG_ENDIAN_MACHINE (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)

_Static_assert(sizeof(float) == 4, "a float is what the agent stores");

static const struct {
	const char *name, *text;
} faults[EMBEDDING_FAULTS] = {
	[EMBEDDING_FINE] = {"fine", "is fine"},
	[EMBEDDING_NONE] = {"none", "was never made"},
	[EMBEDDING_EMPTY] = {"empty", "is empty"},
	[EMBEDDING_ODD] = {"odd length", "has a length that is no multiple of four bytes"},
	[EMBEDDING_DIMENSION] = {"another dimension", "has another dimension"},
	[EMBEDDING_NOT_FINITE] = {"not finite", "holds a NaN or an infinity"},
	[EMBEDDING_ZERO] = {"all zero", "is all zero, and points nowhere"},
};

const char *embedding_fault_text(enum embedding_fault f)
{
	return faults[f].text;
}

const char *embedding_fault_name(enum embedding_fault f)
{
	return faults[f].name;
}

static float number_at(const char *p)
{
	uint32_t bits;
	float v;

	memcpy(&bits, p, WIDTH);
	if (BIG_ENDIAN_MACHINE)
		bits = __builtin_bswap32(bits);
	memcpy(&v, &bits, WIDTH);
	return v;
}

size_t embedding_dimension(struct span bytes)
{
	return bytes.n / WIDTH;
}

static enum embedding_fault check_length(struct span bytes)
{
	if (!bytes.p)
		return EMBEDDING_NONE;
	if (bytes.n == 0)
		return EMBEDDING_EMPTY;
	return bytes.n % WIDTH == 0 ? EMBEDDING_FINE : EMBEDDING_ODD;
}

/* The square of its length, which a double can hold whatever the numbers are. */
static enum embedding_fault measure(struct span bytes, double *square)
{
	double sum = 0;

	for (size_t i = 0; i < bytes.n; i += WIDTH) {
		double v = (double)number_at(bytes.p + i);
		if (!isfinite(v))
			return EMBEDDING_NOT_FINITE;
		sum += v * v;
	}
	*square = sum;
	return sum > 0 ? EMBEDDING_FINE : EMBEDDING_ZERO;
}

enum embedding_fault embedding_check(struct span bytes)
{
	enum embedding_fault f = check_length(bytes);
	double square;

	return f == EMBEDDING_FINE ? measure(bytes, &square) : f;
}

enum embedding_fault embedding_read(struct span bytes, struct embedding *out)
{
	enum embedding_fault f = check_length(bytes);
	double square = 0;

	*out = (struct embedding){0};
	if (f == EMBEDDING_FINE)
		f = measure(bytes, &square);
	if (f != EMBEDDING_FINE)
		return f;
	out->n = embedding_dimension(bytes);
	out->v = xcalloc(out->n, WIDTH);
	for (size_t i = 0; i < out->n; i++)
		out->v[i] = (float)((double)number_at(bytes.p + i * WIDTH) / sqrt(square));
	return EMBEDDING_FINE;
}

void embedding_clear(struct embedding *e)
{
	free(e->v);
	*e = (struct embedding){0};
}

static enum embedding_fault cosine_in_double(
	const struct embedding *e, struct span bytes, double *out)
{
	double dot = 0, square = 0;
	enum embedding_fault f = measure(bytes, &square);

	for (size_t i = 0; f == EMBEDDING_FINE && i < e->n; i++)
		dot += (double)e->v[i] * (double)number_at(bytes.p + i * WIDTH);
	*out = dot / sqrt(square);
	return f;
}

/* Vectors of the compiler's own kind, which it puts on whatever the machine has. */
typedef float lanes __attribute__((vector_size(LANES / PARTS * sizeof(float))));

static lanes load(const void *p)
{
	lanes v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static float total(const lanes *v)
{
	lanes all = (v[0] + v[1]) + (v[2] + v[3]);

	return (all[0] + all[1]) + (all[2] + all[3]);
}

/* The dot product of both and the square of the second. */
static void multiply(const float *a, const char *b, size_t n, float *dot, float *square)
{
	lanes dots[PARTS] = {{0}}, squares[PARTS] = {{0}};
	float rest_a[LANES] = {0};
	char rest_b[LANES * WIDTH] = {0};

	if (n % LANES > 0) {
		memcpy(rest_a, a + n - n % LANES, n % LANES * WIDTH);
		memcpy(rest_b, b + (n - n % LANES) * WIDTH, n % LANES * WIDTH);
	}
	for (size_t i = 0; i < n; i += LANES) {
		const float *from_a = n - i < LANES ? rest_a : a + i;
		const char *from_b = n - i < LANES ? rest_b : b + i * WIDTH;
		for (size_t k = 0; k < PARTS; k++) {
			lanes x = load(from_a + k * (LANES / PARTS));
			lanes y = load(from_b + k * sizeof(lanes));
			dots[k] += x * y;
			squares[k] += y * y;
		}
	}
	*dot = total(dots);
	*square = total(squares);
}

/* Below the first, what was lost of the squares may count; what overflowed is above the second, and
 * NaN is neither. */
#define LEAST_SQUARE (FLT_MIN * 0x1p40F)
#define MOST_SQUARE FLT_MAX

enum embedding_fault embedding_cosine(const struct embedding *e, struct span bytes, double *out)
{
	enum embedding_fault f = check_length(bytes);
	float dot, square;

	if (f != EMBEDDING_FINE)
		return f;
	if (bytes.n != e->n * WIDTH)
		return EMBEDDING_DIMENSION;
	multiply(e->v, bytes.p, e->n, &dot, &square);
	if (BIG_ENDIAN_MACHINE || !(square >= LEAST_SQUARE && square <= MOST_SQUARE))
		return cosine_in_double(e, bytes, out);
	*out = (double)dot / sqrt((double)square);
	return EMBEDDING_FINE;
}
