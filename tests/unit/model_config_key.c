/* Known settings take what fits them; secrets are known by their names; risks are named. */
#include "model/config_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json_text.h"

static void names_that_look_like_secrets_are_secret(void **state)
{
	static const char *const secret[] = {"api_key", "apiKey", "API-KEY", "reddit.apikey",
		"token", "accessToken", "refresh_tokens", "password", "dbPassword", "passwd",
		"passphrase", "pwd", "user_pass", "secret", "clientSecret", "CLIENT_SECRET",
		"credential", "credentials", "private_key", "privateKey", "private key", "ssh_key",
		"auth", "auth_header", "Authorization", "cookie", "bearer", "jwt", "openai_key",
		"anthropic_key", "openaiKey", "llm-key", "openai_key_2", "oauth", "reddit_oauth",
		"hmac", "webhook_hmac", "otp_seed", "totp", "seed_phrase", "wallet.seedPhrase",
		"mnemonic", "pem", "cert_pem", "pin", "sim_pin", "dsn", "sentry_dsn", "SENTRY_DSN",
		"database_url", "DATABASE_URL", "db_uri", "connection_string", "connectionString"};
	static const char *const plain[] = {"target_subreddits", "max_tokens", "maxTokens",
		"token_limit", "tokens_per_minute", "tokenizer", "author", "compass", "passive",
		"keys", "keyboard", "monkey", "persona_style", "safety_flags", "console", "", "key",
		"keyword", "keywords", "key_topics", "keyTopics", "topic_keywords", "public_key",
		"primary_key", "sort_key", "turkey", "pin_threads", "pinned", "spin", "opinion",
		"seed", "random_seed", "phrases", "url", "base_url", "stamp", "temper",
		"otp_required", "author_id"};

	(void)state;
	for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
		if (!config_key_is_secret(span_of(secret[i])))
			fail_msg("%s is not secret", secret[i]);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (config_key_is_secret(span_of(plain[i])))
			fail_msg("%s is secret", plain[i]);
	assert_true(config_text_names_secret(SPAN_LIT("{\"api_key\": \"sk-")));
	assert_true(config_text_names_secret(SPAN_LIT("{\"openai_key\": \"sk-")));
	assert_true(config_text_names_secret(SPAN_LIT("{\"db\": \"postgres://u:pw@h/d")));
	assert_false(config_text_names_secret(SPAN_LIT("{\"plain\": ")));
	assert_false(config_text_names_secret(SPAN_LIT("{\"keywords\": [\"monkey\", ")));
}

static void a_url_with_a_password_is_hidden_whatever_it_is_called(void **state)
{
	static const char *const secret[] = {"postgres://u:PW@h/db", "redis://:pw@host:6379/0",
		"see https://a:b@example.org", "one http://h/ and amqp://u:p@h",
		"postgresql://h/d?user=u&password=pw", "host=h password=pw", "https://h/?api_key=x",
		"password=x"};
	static const char *const plain[] = {"https://example.org:8080/@user", "https://u@h/db",
		"postgres://u:@h/db", "a:b@c", "https://r/a:b@c", "://", "u:p@h://", "",
		"max_tokens=100", "password=", "password= x", "https://h/?page=2&sort=key", "=x",
		"no password here"};

	(void)state;
	for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
		if (!config_hides(span_of(secret[i]), JSON_VALUE))
			fail_msg("%s is not hidden", secret[i]);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (config_hides(span_of(plain[i]), JSON_VALUE))
			fail_msg("%s is hidden", plain[i]);
	assert_true(config_hides(SPAN_LIT("api_key"), JSON_NAME));
	assert_false(config_hides(SPAN_LIT("api_key"), JSON_VALUE));
}

static void a_misspelled_name_means_the_known_one(void **state)
{
	(void)state;
	assert_string_equal(
		config_key_meant(SPAN_LIT("auto_posting_enabld")), "auto_posting_enabled");
	assert_string_equal(config_key_meant(SPAN_LIT("Console")), "console");
	assert_null(config_key_meant(SPAN_LIT("console")));
	assert_null(config_key_meant(SPAN_LIT("of our own")));
}

static void each_known_setting_takes_its_own_beginning(void **state)
{
	(void)state;
	for (size_t i = 0; i < config_keys_n; i++) {
		const struct config_key *k = &config_keys[i];
		struct err e = {0};
		assert_ptr_equal(config_key_find(span_of(k->name)), k);
		if (!k->fallback)
			continue;
		assert_int_equal(json_check(span_of(k->fallback), NULL, &e), 0);
		if (config_key_check(k, span_of(k->fallback), &e) < 0)
			fail_msg("%s: %s", k->name, e.text);
	}
}

static void what_does_not_fit_is_named_by_its_member(void **state)
{
	static const struct {
		const char *key, *json, *says;
	} wrong[] = {
		{"auto_posting_enabled", "\"yes\"", "auto_posting_enabled is not true or false"},
		{"polling_interval_seconds", "1.5", "is not a whole number from 1 to 86400"},
		{"polling_interval_seconds", "86401", "is not a whole number from 1 to 86400"},
		{"polling_interval_seconds", "\"300\"", "is not a whole number"},
		{"persona_style", "{\"humor\": 1.01}",
			"persona_style.humor is not a number from 0"},
		{"persona_style", "[]", "persona_style is not an object"},
		{"safety_flags", "{\"require_approval\": 1}",
			"safety_flags.require_approval is not true or false"},
		{"safety_flags", "{\"max_comment_length\": 0}",
			"safety_flags.max_comment_length is not"},
		{"target_subreddits", "[\"science\", 5]", "number 2 is no subreddit"},
		{"target_subreddits", "[\"r/science\"]", "number 1 is no subreddit"},
		{"target_subreddits", "[\"science\", \"de\", \"Science\"]",
			"number 3, Science, is number 1 again"},
		{"target_subreddits", "\"science\"", "target_subreddits is not a list"},
		{"console", "{\"four_eyes\": \"nothing:5\"}", "console.four_eyes: column 1"},
		{"console", "{\"four_eyes\": 5}", "console.four_eyes is not a filter of drafts"},
		{"console", "{\"four_eye\": \"\"}",
			"no member \"four_eye\": did you mean four_eyes?"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct err e = {0};
		const struct config_key *k = config_key_find(span_of(wrong[i].key));
		if (config_key_check(k, span_of(wrong[i].json), &e) == 0)
			fail_msg("%s: %s passed", wrong[i].key, wrong[i].json);
		if (!strstr(e.text, wrong[i].says))
			fail_msg("%s: %s", wrong[i].json, e.text);
	}
}

static void members_and_settings_that_nobody_knows_hold_anything(void **state)
{
	struct err e = {0};

	(void)state;
	assert_int_equal(config_key_check(NULL, SPAN_LIT("[1, {\"a\": null}]"), &e), 0);
	assert_int_equal(config_key_check(config_key_find(SPAN_LIT("safety_flags")),
				 SPAN_LIT("{\"of our own\": [1]}"), &e),
		0);
}

static bool risky(const char *key, const char *before, const char *after)
{
	return config_key_risk(span_of(key), span_of(before), span_of(after)) != NULL;
}

static void what_lets_the_agent_go_alone_is_risky(void **state)
{
	static const char asks[] = "{\"require_approval\": true}";

	(void)state;
	assert_true(risky("auto_posting_enabled", "false", "true"));
	assert_true(risky("auto_posting_enabled", NULL, "true"));
	assert_false(risky("auto_posting_enabled", "true", "false"));
	assert_false(risky("auto_posting_enabled", "true", NULL));
	assert_true(risky("safety_flags", asks, "{\"require_approval\": false}"));
	assert_true(risky("safety_flags", asks, "{}"));
	assert_true(risky("safety_flags", asks, NULL));
	assert_true(risky("safety_flags", NULL, "{}"));
	assert_false(risky("safety_flags", "{}", asks));
	assert_true(risky("console", "{\"four_eyes\": \"flag:any\"}", "{}"));
	assert_false(risky("other", "true", "false"));
}

static void a_name_can_be_read(void **state)
{
	static const char *const wrong[] = {"", "a\nb", "a\tb", "a\xE2\x80\xAE", "a\x1b", "\xff"};
	struct err e = {0};
	char many[257];

	(void)state;
	memset(many, 'x', 256);
	many[256] = '\0';
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_true(config_key_check_name(span_of(wrong[i]), NULL) < 0);
	assert_true(config_key_check_name(span_of(many), NULL) < 0);
	assert_int_equal(config_key_check_name(SPAN_LIT("of our own"), &e), 0);
	assert_int_equal(config_key_check_name(SPAN_LIT("größe"), &e), 0);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_look_like_secrets_are_secret),
		cmocka_unit_test(a_url_with_a_password_is_hidden_whatever_it_is_called),
		cmocka_unit_test(each_known_setting_takes_its_own_beginning),
		cmocka_unit_test(a_misspelled_name_means_the_known_one),
		cmocka_unit_test(what_does_not_fit_is_named_by_its_member),
		cmocka_unit_test(members_and_settings_that_nobody_knows_hold_anything),
		cmocka_unit_test(what_lets_the_agent_go_alone_is_risky),
		cmocka_unit_test(a_name_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
