/* Which settings are secret, going by their names. */
#include "base/str.h"
#include "model/config_key.h"

/* In a name of which nothing is left but letters and digits. */
static const char *const anywhere[] = {"password", "passwd", "passphrase", "secret", "credential",
	"apikey", "privatekey", "accesskey", "signingkey", "encryptionkey", "sshkey", "bearer",
	"cookie", "authorization", "token"};
/* What a text model counts is no secret. */
static const char *const counts[] = {"maxtoken", "mintoken", "tokenlimit", "tokencount",
	"tokenbudget", "tokensper", "tokeniz", "numtoken"};
/* As a word of its own. */
static const char *const words[] = {"auth", "jwt", "pass", "pwd", "pw"};

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_part(char c)
{
	return (c >= 'a' && c <= 'z') || is_upper(c) || (c >= '0' && c <= '9');
}

/* Small letters and digits, and " word word ": accessToken is two words. */
static void squeeze(struct span name, struct str *joined, struct str *apart)
{
	str_addc(apart, ' ');
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool begins = is_upper(c) && i > 0 && !is_upper(name.p[i - 1]);
		if (!is_part(c) || begins)
			str_addc(apart, ' ');
		if (!is_part(c))
			continue;
		char small = is_upper(c) ? (char)(c | 32) : c;
		str_addc(joined, small);
		str_addc(apart, small);
	}
	str_addc(apart, ' ');
}

#define ANY(list, text) any(list, sizeof(list) / sizeof((list)[0]), text)

static bool any(const char *const *list, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(text, list[i]))
			return true;
	return false;
}

static bool has_word(const char *apart)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);
		for (const char *at = apart; (at = strstr(at, words[i])); at++)
			if (at[-1] == ' ' && at[n] == ' ')
				return true;
	}
	return false;
}

bool config_key_is_secret(struct span name)
{
	struct str joined = {0}, apart = {0};

	squeeze(name, &joined, &apart);
	bool counted = ANY(counts, str_cstr(&joined));
	bool secret = (ANY(anywhere, str_cstr(&joined)) && !counted) || has_word(str_cstr(&apart));
	str_free(&joined);
	str_free(&apart);
	return secret;
}

bool config_text_names_secret(struct span text)
{
	struct str joined = {0}, apart = {0};

	squeeze(text, &joined, &apart);
	bool secret = ANY(anywhere, str_cstr(&joined)) || has_word(str_cstr(&apart));
	str_free(&joined);
	str_free(&apart);
	return secret;
}
