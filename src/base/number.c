/* Numbers as text, whatever decimal point the user's language has. */
#include "base/number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The decimal point of a locale may take several bytes. */
static void use_point(char *text)
{
	char *to = text;
	bool point = false;

	for (const char *p = text; *p; p++) {
		bool plain = strchr("0123456789e+-", *p);
		if (plain || !point)
			*to++ = plain ? *p : '.';
		point = !plain;
	}
	*to = '\0';
}

void number_format(double v, char out[NUMBER_TEXT])
{
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(out, NUMBER_TEXT, "%.*g", digits, v);
		if (strtod(out, NULL) == v)
			break;
	}
	use_point(out);
}

bool number_read(struct span text, double *out)
{
	char copy[NUMBER_TEXT], *end;
	locale_t plain;

	if (text.n == 0 || text.n >= sizeof(copy))
		return false;
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	/* Neither hexadecimal nor blanks, which strtod takes. */
	if (strspn(copy, "0123456789+-.eE") != text.n)
		return false;
	plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (plain == (locale_t)0)
		return false;
	double v = strtod_l(copy, &end, plain);
	freelocale(plain);
	if (*end != '\0' || !isfinite(v))
		return false;
	*out = v;
	return true;
}
