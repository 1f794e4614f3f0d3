/* Pass phrases: which are accepted, and bcrypt through libcrypt. */
#include "model/password.h"

#include <crypt.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "wellknown.h"

_Static_assert(PASSWORD_HASH_TEXT > 60, "a bcrypt hash has 60 characters");

static size_t count_characters(struct span s)
{
	size_t count = 0;

	for (size_t at = 0; at < s.n; at += utf8_cluster(s, at))
		count++;
	return count;
}

int password_check(struct span password, struct err *e)
{
	if (!password.p)
		password = SPAN_LIT("");
	if (memchr(password.p, '\0', password.n))
		return err_set(e, ERR_USAGE, "the pass phrase holds a NUL byte");
	if (!utf8_valid(password))
		return err_set(e, ERR_USAGE, "the pass phrase is not valid UTF-8");
	for (size_t i = 0; i < password.n; i++)
		if ((unsigned char)password.p[i] < 0x20 || password.p[i] == 0x7F)
			return err_set(e, ERR_USAGE,
				"the pass phrase holds a character that cannot be typed at the "
				"login");
	if (password.n > PASSWORD_MAX_BYTES)
		return err_set(e, ERR_USAGE,
			"the pass phrase is too long: %zu bytes, and no more than %d count",
			password.n, PASSWORD_MAX_BYTES);
	if (span_is(password, PASSWORD_DEFAULT))
		return err_set(e, ERR_USAGE, "this is the pass phrase that everybody knows");
	size_t count = count_characters(password);
	if (count < PASSWORD_MIN_CHARACTERS)
		return err_set(e, ERR_USAGE,
			"the pass phrase is too short: %zu of at least %d characters", count,
			PASSWORD_MIN_CHARACTERS);
	if (password_is_well_known(password))
		return err_set(
			e, ERR_USAGE, "the pass phrase is a well-known one or a simple pattern");
	return 0;
}

/* What bcrypt reads of it, as a C string. */
static void cut(struct span password, char out[PASSWORD_MAX_BYTES + 1])
{
	size_t n = password.n < PASSWORD_MAX_BYTES ? password.n : PASSWORD_MAX_BYTES;

	if (n > 0)
		memcpy(out, password.p, n);
	out[n] = '\0';
}

static bool bcrypt(struct span password, const char *setting, char out[PASSWORD_HASH_TEXT])
{
	char phrase[PASSWORD_MAX_BYTES + 1];
	struct crypt_data *data = xcalloc(1, sizeof(*data));
	bool done = false;

	cut(password, phrase);
	const char *hash = crypt_r(phrase, setting, data);
	if (hash && hash[0] == '$' && strlen(hash) < PASSWORD_HASH_TEXT) {
		memcpy(out, hash, strlen(hash) + 1);
		done = true;
	}
	password_wipe(phrase, sizeof(phrase));
	password_wipe(data, sizeof(*data));
	free(data);
	return done;
}

int password_hash(struct span password, char out[PASSWORD_HASH_TEXT], struct err *e)
{
	char setting[CRYPT_GENSALT_OUTPUT_SIZE];

	if (password.n > 0 && memchr(password.p, '\0', password.n))
		return err_set(e, ERR_USAGE, "the pass phrase holds a NUL byte");
	if (!crypt_gensalt_rn("$2b$", PASSWORD_COST, NULL, 0, setting, sizeof(setting)))
		return err_set(e, ERR_OTHER, "cannot hash the pass phrase: no random salt");
	if (!bcrypt(password, setting, out))
		return err_set(e, ERR_OTHER, "cannot hash the pass phrase: libcrypt refused");
	return 0;
}

/* "$2b$12$" and 53 characters. */
int password_cost(const char *hash)
{
	static const char alphabet[] =
		"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

	if (!hash || strlen(hash) != 60 || hash[0] != '$' || hash[1] != '2' || hash[3] != '$' ||
		hash[6] != '$' || !strchr("aby", hash[2]))
		return 0;
	if (strspn(hash + 4, "0123456789") != 2 || strspn(hash + 7, alphabet) != 53)
		return 0;
	int cost = (hash[4] - '0') * 10 + (hash[5] - '0');
	return cost >= PASSWORD_COST_LEAST && cost <= PASSWORD_COST_MOST ? cost : 0;
}

bool password_is_dated(const char *hash)
{
	int cost = password_cost(hash);

	return cost > 0 && (cost < PASSWORD_COST || hash[2] != 'b');
}

static bool same(const char *a, const char *b, size_t n)
{
	unsigned char difference = 0;

	for (size_t i = 0; i < n; i++)
		difference |= (unsigned char)(a[i] ^ b[i]);
	return difference == 0;
}

/* The work of one cost is that of both halves of the next: what is missing up to `cost` comes to
 * one bcrypt of each between. */
static void work_on(struct span password, int done, int cost)
{
	char found[PASSWORD_HASH_TEXT], setting[] = "$2b$00$CeiW6MMIDq9DBzjM0LEf7O";

	for (int i = done; i < cost; i++) {
		setting[4] = (char)('0' + i / 10);
		setting[5] = (char)('0' + i % 10);
		if (bcrypt(password, setting, found))
			password_wipe(found, sizeof(found));
	}
}

bool password_matches(struct span password, const char *hash, int cost)
{
	/* The hash of thirty-two random bytes that nobody kept. */
	static const char nobody[] = "$2b$12$CeiW6MMIDq9DBzjM0LEf7OjgbSTgguftkA9OaHsiLlIliv/XNwhlu";
	char found[PASSWORD_HASH_TEXT] = "";
	int own = password_cost(hash);
	bool known = own > 0 && !(password.n > 0 && memchr(password.p, '\0', password.n));
	const char *against = known ? hash : nobody;

	bool done = bcrypt(password, against, found);
	bool equal = same(found, against, 60);
	password_wipe(found, sizeof(found));
	if (done && equal && known)
		return true;
	work_on(password, known ? own : PASSWORD_COST, cost);
	return false;
}

void password_wipe(void *p, size_t n)
{
	explicit_bzero(p, n);
}
