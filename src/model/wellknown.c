/* Recognises well-known pass phrases by what they are made of; a list of all would never be long
 * enough. */
#include "wellknown.h"

#include <ctype.h>
#include <stddef.h>

#include "model/password.h"

static const char *const known[] = {
	/* phrases */
	"correcthorsebatterystaple",
	"thequickbrownfox",
	"jumpsoverthelazydog",
	"loremipsumdolorsitamet",
	"tobeornottobe",
	"thatisthequestion",
	"maytheforcebewithyou",
	"allyourbasearebelongtous",
	"nevergonnagiveyouup",
	"openthepodbaydoors",
	"winteriscoming",
	"onceuponatime",
	"inthebeginning",
	"ourfatherwhoartinheaven",
	"fourscoreandsevenyearsago",
	"ilovemyfamily",
	"trustnoone",
	"opensesame",
	/* words */
	"password",
	"passw0rd",
	"p@ssw0rd",
	"p@ssword",
	"passwort",
	"passphrase",
	"changeme",
	"changeit",
	"letmein",
	"welcome",
	"administrator",
	"admin",
	"moderator",
	"operator",
	"reddit",
	"tenet",
	"qwerty",
	"iloveyou",
	"trustno1",
	"monkey",
	"dragon",
	"football",
	"baseball",
	"superman",
	"batman",
	"starwars",
	"princess",
	"sunshine",
	"whatever",
	"default",
	"master",
	"shadow",
	"secret",
	"hello",
	"world",
	"login",
	"please",
	"test",
	"user",
	"root",
	"guest",
	/* what holds them together */
	"thisis",
	"my",
	"the",
	"new",
	"is",
	"!",
};

static const char *const rows[] = {
	"01234567890",
	"1234567890",
	"abcdefghijklmnopqrstuvwxyz",
	"qwertyuiop",
	"qwertzuiop",
	"azertyuiop",
	"asdfghjkl",
	"zxcvbnm",
	"yxcvbnm",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm",
	"1q2w3e4r5t6y7u8i9o0p",
	"!@#$%^&*()+",
};

/* Lower case without separators; `n` bytes, at most PASSWORD_MAX_BYTES. */
struct folded {
	char text[PASSWORD_MAX_BYTES];
	size_t n;
};

static void fold(struct span password, struct folded *f)
{
	f->n = 0;
	for (size_t i = 0; i < password.n && f->n < sizeof(f->text); i++)
		if (password.p[i] != '\0' && !strchr(" -_.,'", password.p[i]))
			f->text[f->n++] = (char)tolower((unsigned char)password.p[i]);
}

static bool repeats(const struct folded *f)
{
	for (size_t period = 1; period * 2 <= f->n; period++)
		if (memcmp(f->text, f->text + period, f->n - period) == 0)
			return true;
	return false;
}

static size_t same_length(const char *p, size_t n)
{
	size_t length = 1;

	while (length < n && p[length] == p[0])
		length++;
	return length;
}

/* How far the text follows the row from where its first character stands there. */
static size_t row_length(const char *p, size_t n, const char *row)
{
	const char *at = strchr(row, p[0]);
	size_t length = 0;

	while (at && *at && length < n && p[length] == *at) {
		at++;
		length++;
	}
	return length;
}

static size_t row_length_back(const char *p, size_t n, const char *row)
{
	const char *at = strchr(row, p[0]);
	size_t length = 0;

	if (!at)
		return 0;
	for (size_t left = (size_t)(at - row) + 1; left > 0 && length < n; left--) {
		if (p[length] != row[left - 1])
			break;
		length++;
	}
	return length;
}

/* Three characters are the least that make a run; it may end early, where a word begins. */
static void reach(bool *reached, size_t from, size_t length)
{
	for (size_t i = 3; i <= length; i++)
		reached[from + i] = true;
}

/* Marks every place that a known word, a run or a keyboard row leads to from here. */
static void reach_from(const struct folded *f, size_t at, bool *reached)
{
	const char *p = f->text + at;
	size_t left = f->n - at;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t n = strlen(known[i]);
		if (n <= left && memcmp(p, known[i], n) == 0)
			reached[at + n] = true;
	}
	reach(reached, at, same_length(p, left));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		reach(reached, at, row_length(p, left, rows[i]));
		reach(reached, at, row_length_back(p, left, rows[i]));
	}
}

static bool ends_in_digits(const struct folded *f, size_t at)
{
	if (f->n - at > 4)
		return false;
	while (at < f->n && isdigit((unsigned char)f->text[at]))
		at++;
	return at == f->n;
}

static bool is_put_together(const struct folded *f)
{
	bool reached[PASSWORD_MAX_BYTES + 1] = {true};

	for (size_t at = 0; at < f->n; at++) {
		if (!reached[at])
			continue;
		if (at > 0 && ends_in_digits(f, at))
			return true;
		reach_from(f, at, reached);
	}
	return reached[f->n];
}

bool password_is_well_known(struct span password)
{
	struct folded f;

	fold(password, &f);
	bool found = repeats(&f) || is_put_together(&f);
	password_wipe(&f, sizeof(f));
	return found;
}
