/* What the benchmark's programs share: failing, time, samples and their quantiles. */
#ifndef FIXTURE_BENCH_H
#define FIXTURE_BENCH_H

#include <stddef.h>
#include <stdint.h>

/* The account of the generated files. Its bcrypt has the lowest cost and takes a millisecond: so it
 * is left out of what is measured. */
#define BENCH_USER "bench"
#define BENCH_PASSWORD "a bench in the shade 1931"
#define BENCH_HASH "$2b$04$TlhAV6Q37jDH9ySmQ2HlsOuYrsqD4zCnGXz6Io0t8Wy78Rt/Q5Q3m"

/* Says why and ends the program: a benchmark that is half measured is none. */
_Noreturn void bench_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The whole file, NUL-terminated; free it. */
char *bench_read_file(const char *path);

/* Milliseconds on the clock that only moves forward. */
double bench_now(void);

/* All zero is empty. */
struct samples {
	double *values;
	size_t n, cap;
};

void samples_add(struct samples *s, double value);
/* The smallest value that at least the share `q` (0 to 1) of the samples does not exceed. */
double samples_quantile(struct samples *s, double q);
double samples_median(struct samples *s);
double samples_p99(struct samples *s);
void samples_free(struct samples *s);

#endif
