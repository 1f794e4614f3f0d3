/* Pass phrases that are made up for somebody. */
#include <sys/random.h>

#include "model/password.h"

#define GROUPS 5
#define GROUP 4

int password_generate(char out[PASSWORD_ONE_TIME], struct err *e)
{
	/* Crockford's Base32, in which no letter is taken for a digit. */
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned char chance[GROUPS * GROUP];
	char *to = out;

	if (getrandom(chance, sizeof(chance), 0) != sizeof(chance))
		return err_set(e, ERR_OTHER, "the system has no random numbers");
	for (size_t i = 0; i < sizeof(chance); i++) {
		if (i > 0 && i % GROUP == 0)
			*to++ = '-';
		*to++ = letters[chance[i] % 32];
	}
	*to = '\0';
	password_wipe(chance, sizeof(chance));
	return 0;
}
