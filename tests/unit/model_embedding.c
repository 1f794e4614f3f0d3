/* Embeddings: what is wrong with one is said, and cosines are as exact as is promised. */
#include "model/embedding.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MOST 2048

static struct span bytes_of(const float *v, size_t n)
{
	return (struct span){(const char *)v, n * sizeof(*v)};
}

static void what_is_wrong_with_one_is_said(void **state)
{
	static const float fine[] = {0.5F, -1}, zero[] = {0, -0.0F}, nan[] = {1, NAN},
			   infinite[] = {-INFINITY, 1}, tiny[] = {1e-40F, 0};

	(void)state;
	assert_int_equal(embedding_check(bytes_of(fine, 2)), EMBEDDING_FINE);
	assert_int_equal(embedding_check(SPAN_NULL), EMBEDDING_NONE);
	assert_int_equal(embedding_check(SPAN_LIT("")), EMBEDDING_EMPTY);
	assert_int_equal(embedding_check(SPAN_LIT("abcde")), EMBEDDING_ODD);
	assert_int_equal(embedding_check(bytes_of(zero, 2)), EMBEDDING_ZERO);
	assert_int_equal(embedding_check(bytes_of(nan, 2)), EMBEDDING_NOT_FINITE);
	assert_int_equal(embedding_check(bytes_of(infinite, 2)), EMBEDDING_NOT_FINITE);
	assert_int_equal(embedding_check(bytes_of(tiny, 2)), EMBEDDING_FINE);
	assert_int_equal(embedding_dimension(SPAN_LIT("abcde")), 1);
}

static void numbers_are_little_endian(void **state)
{
	static const char one_and_minus_two[] = {0, 0, '\x80', '\x3F', 0, 0, 0, '\xC0'};
	struct embedding e;

	(void)state;
	assert_int_equal(embedding_read((struct span){one_and_minus_two, 8}, &e), EMBEDDING_FINE);
	assert_int_equal(e.n, 2);
	assert_float_equal(e.v[0], 1 / sqrtf(5), 1e-7);
	assert_float_equal(e.v[1], -2 / sqrtf(5), 1e-7);
	embedding_clear(&e);
	assert_null(e.v);
}

static enum embedding_fault fault_beside(struct span bytes)
{
	static const float base[] = {3, 4};
	enum embedding_fault f;
	struct embedding e;
	double cosine;

	assert_int_equal(embedding_read(bytes_of(base, 2), &e), EMBEDDING_FINE);
	f = embedding_cosine(&e, bytes, &cosine);
	embedding_clear(&e);
	return f;
}

static void what_cannot_be_compared_is_told_apart(void **state)
{
	static const float three[] = {1, 2, 3}, zero[] = {0, 0}, nan[] = {NAN, 1},
			   infinite[] = {INFINITY, 1};

	(void)state;
	assert_int_equal(fault_beside(SPAN_NULL), EMBEDDING_NONE);
	assert_int_equal(fault_beside(SPAN_LIT("")), EMBEDDING_EMPTY);
	assert_int_equal(fault_beside(SPAN_LIT("abcdefg")), EMBEDDING_ODD);
	assert_int_equal(fault_beside(bytes_of(three, 3)), EMBEDDING_DIMENSION);
	assert_int_equal(fault_beside(bytes_of(zero, 2)), EMBEDDING_ZERO);
	assert_int_equal(fault_beside(bytes_of(nan, 2)), EMBEDDING_NOT_FINITE);
	assert_int_equal(fault_beside(bytes_of(infinite, 2)), EMBEDDING_NOT_FINITE);
}

static double cosine_of(const float *a, const char *b, size_t n)
{
	struct embedding e;
	double cosine = NAN;

	assert_int_equal(embedding_read(bytes_of(a, n), &e), EMBEDDING_FINE);
	assert_int_equal(
		embedding_cosine(&e, (struct span){b, n * sizeof(*a)}, &cosine), EMBEDDING_FINE);
	embedding_clear(&e);
	return cosine;
}

/* In long double, from the numbers as they are. */
static long double exact_cosine(const float *a, const float *b, size_t n)
{
	long double dot = 0, aa = 0, bb = 0;

	for (size_t i = 0; i < n; i++) {
		dot += (long double)a[i] * (long double)b[i];
		aa += (long double)a[i] * (long double)a[i];
		bb += (long double)b[i] * (long double)b[i];
	}
	return dot / sqrtl(aa * bb);
}

/* A sequence that is the same in each run (Marsaglia 2003, xorshift). */
static float next_number(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return (float)(int32_t)*state / 2147483648.0F;
}

static void cosines_are_within_the_bound_on_vectors_of_any_length(void **state)
{
	static float a[MOST], b[MOST];
	static char moved[sizeof(b) + 1];
	uint32_t random = 2463534242U;

	(void)state;
	for (size_t round = 0; round < 2000; round++) {
		size_t n = round < 100 ? round + 1 : 1 + random % MOST;
		float mix = next_number(&random);
		for (size_t i = 0; i < n; i++) {
			a[i] = next_number(&random);
			b[i] = mix * a[i] + next_number(&random);
		}
		memcpy(moved + 1, b, n * sizeof(*b));
		double bound = ((double)n / 16 + 8) * 0x1p-23;
		double off = fabs((double)(exact_cosine(a, b, n) - cosine_of(a, moved + 1, n)));
		if (off > bound)
			fail_msg("%zu numbers: off by %g, promised is %g", n, off, bound);
	}
}

static void very_large_and_very_small_numbers_are_compared_as_others(void **state)
{
	static const float large[] = {3e38F, 3e38F, 0}, small[] = {1e-39F, 0, 0},
			   mixed[] = {1e30F, 1e-30F, 0};

	(void)state;
	assert_float_equal(cosine_of(large, (const char *)large, 3), 1, 1e-6);
	assert_float_equal(cosine_of(large, (const char *)small, 3), (float)M_SQRT1_2, 1e-6);
	assert_float_equal(cosine_of(small, (const char *)small, 3), 1, 1e-6);
	assert_float_equal(cosine_of(mixed, (const char *)large, 3), (float)M_SQRT1_2, 1e-6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_with_one_is_said),
		cmocka_unit_test(numbers_are_little_endian),
		cmocka_unit_test(what_cannot_be_compared_is_told_apart),
		cmocka_unit_test(cosines_are_within_the_bound_on_vectors_of_any_length),
		cmocka_unit_test(very_large_and_very_small_numbers_are_compared_as_others),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
