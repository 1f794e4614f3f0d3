/* Which settings are secret, going by their names. */
#include "model/config_key.h"

#include <stdint.h>
#include <string.h>

#include "base/str.h"

/* In a name of which nothing is left but letters and digits. */
static const char *const anywhere[] = {"password", "passwd", "passphrase", "secret", "credential",
	"apikey", "privatekey", "accesskey", "signingkey", "encryptionkey", "sshkey", "bearer",
	"cookie", "authorization", "token", "oauth", "hmac", "otpseed", "seedphrase", "seedword",
	"recoveryphrase", "mnemonic", "databaseurl", "databaseuri", "dburl", "dburi",
	"connectionstring"};
/* What a text model counts is no secret. */
static const char *const counts[] = {"maxtoken", "mintoken", "tokenlimit", "tokencount",
	"tokenbudget", "tokensper", "tokeniz", "numtoken"};
/* As a word of its own. */
static const char *const words[] = {"auth", "jwt", "pass", "pwd", "pw", "pem", "dsn"};
/* As the last word, whatever number stands behind it: pin_threads is none. */
static const char *const last[] = {"pin", "otp", "totp"};
/* What ends in "key" is the key of something, but for these. */
static const char *const open_keys[] = {"public key", "primary key", "foreign key", "sort key",
	"cache key", "group key", "partition key", "lookup key"};

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

static bool ends_with(struct span text, const char *word)
{
	size_t n = strlen(word);

	return text.n >= n && memcmp(text.p + text.n - n, word, n) == 0;
}

/* `apart` begins and ends with a blank; digits and blanks at the end do not count. */
static bool has_last_word(const struct str *apart)
{
	struct span text = str_span(apart);

	while (text.n > 1 && strchr(" 0123456789", text.p[text.n - 1]))
		text.n--;
	for (size_t i = 0; i < sizeof(last) / sizeof(last[0]); i++)
		if (ends_with(text, last[i]) && text.p[text.n - strlen(last[i]) - 1] == ' ')
			return true;
	/* A key alone is the name of something. */
	if (!ends_with(text, " key") || text.n <= strlen(" key"))
		return false;
	for (size_t i = 0; i < sizeof(open_keys) / sizeof(open_keys[0]); i++)
		if (ends_with(text, open_keys[i]))
			return false;
	return true;
}

bool config_key_is_secret(struct span name)
{
	struct str joined = {0}, apart = {0};

	squeeze(name, &joined, &apart);
	bool counted = ANY(counts, str_cstr(&joined));
	bool secret = (ANY(anywhere, str_cstr(&joined)) && !counted) ||
		has_word(str_cstr(&apart)) || has_last_word(&apart);
	str_free(&joined);
	str_free(&apart);
	return secret;
}

/* Of what stands behind "://": whether it is "user:password@". */
static bool begins_with_password(struct span rest)
{
	size_t colon = SIZE_MAX;

	for (size_t i = 0; i < rest.n && !strchr("/?#\"'<> \t\r\n", rest.p[i]); i++) {
		if (rest.p[i] == ':' && colon == SIZE_MAX)
			colon = i;
		if (rest.p[i] == '@')
			return colon < i - 1;
	}
	return false;
}

static bool is_of_name(char c)
{
	return is_part(c) || c == '_' || c == '-' || c == '.';
}

/* Whether "password=…" stands there, as in "host=h password=pw" and behind the "?" of a URL. */
static bool sets_password(struct span text)
{
	for (size_t i = 1; text.p && i + 1 < text.n; i++) {
		size_t from = i;
		if (text.p[i] != '=' || strchr(" \t\r\n&;,\"'", text.p[i + 1]))
			continue;
		while (from > 0 && is_of_name(text.p[from - 1]))
			from--;
		if (config_key_is_secret((struct span){text.p + from, i - from}))
			return true;
	}
	return false;
}

static bool has_password(struct span text)
{
	static const char mark[] = "://";
	const char *end = text.p + text.n, *at = text.p;

	while (at && at < end && (at = memmem(at, (size_t)(end - at), mark, strlen(mark)))) {
		at += strlen(mark);
		if (begins_with_password((struct span){at, (size_t)(end - at)}))
			return true;
	}
	return sets_password(text);
}

bool config_hides(struct span text, enum json_string what)
{
	return what == JSON_NAME ? config_key_is_secret(text) : has_password(text);
}

/* Whether a word of the text is the name of a secret. */
static bool has_name(struct span text)
{
	for (size_t from = 0, to; from < text.n; from = to + 1) {
		for (to = from; to < text.n && is_of_name(text.p[to]);)
			to++;
		if (config_key_is_secret((struct span){text.p + from, to - from}))
			return true;
	}
	return false;
}

bool config_text_names_secret(struct span text)
{
	struct str joined = {0}, apart = {0};

	squeeze(text, &joined, &apart);
	bool secret = ANY(anywhere, str_cstr(&joined)) || has_name(text) || has_password(text);
	str_free(&joined);
	str_free(&apart);
	return secret;
}

int config_check_open(struct span json, const char *what, struct err *e)
{
	struct str ignored = {0};
	size_t hidden = json_lay_out(&ignored, json, JSON_STORED, config_hides);

	str_free(&ignored);
	if (hidden == 0)
		return 0;
	err_set(e, ERR_DENIED, "part of %s looks like a secret: secrets are not set here", what);
	return err_hint(e, "give it to the agent where it gets its secrets from");
}
