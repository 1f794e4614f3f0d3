/* Which pass phrases are accepted, and hashing. */
#include "model/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static bool matches(struct span password, const char *hash)
{
	return password_matches(password, hash, PASSWORD_COST);
}

static void assert_refused(struct span password, const char *why)
{
	struct err e = {0};

	if (password_check(password, &e) == 0)
		fail_msg("accepted: %.*s", (int)password.n, password.p);
	assert_int_equal(e.code, ERR_USAGE);
	if (!strstr(e.text, why))
		fail_msg("%.*s: %s", (int)password.n, password.p, e.text);
}

static void assert_accepted(const char *password)
{
	struct err e = {0};

	if (password_check(span_of(password), &e))
		fail_msg("%s: %s", password, e.text);
}

static void good_pass_phrases_are_accepted(void **state)
{
	(void)state;
	assert_accepted("tulips and typewriters 1931");
	assert_accepted("horse battery lamp nine");
	assert_accepted("the password is a lie, said Ada");
	assert_accepted("8273 6451 9920 3817");
	assert_accepted("naïve Fragen gibt es nicht");
	assert_accepted("統計は嘘をつかない、人がつくのだ");
	assert_accepted("123456789012345678901234567890123456789012345678901234567890 and then 72");
}

static void length_is_counted_in_characters_and_limited_in_bytes(void **state)
{
	(void)state;
	assert_refused(SPAN_NULL, "too short: 0 of");
	assert_refused(SPAN_LIT(""), "too short: 0 of");
	assert_refused(SPAN_LIT("fourteen chars"), "too short: 14 of at least 15");
	assert_accepted("fifteen letters");
	/* Fifteen code points, but twelve characters that a person sees. */
	assert_refused(SPAN_LIT("éclair e\xCC\x81 e\xCC\x81 e\xCC\x81"), "too short: 12 of");
	/* 72 bytes, and 73. */
	assert_accepted("a long walk along the river past mills, weirs and 24 sleeping herons yes");
	assert_refused(SPAN_LIT("a long walk along the river past mills, weirs and 24 sleeping "
				"herons yes!"),
		"too long: 73 bytes");
}

static void bytes_that_another_program_would_read_differently_are_refused(void **state)
{
	(void)state;
	assert_refused(SPAN_LIT("tulips and\0typewriters"), "NUL");
	assert_refused(SPAN_LIT("tulips and \xFFtypewriters"), "UTF-8");
}

static void well_known_pass_phrases_are_refused(void **state)
{
	static const char *const known[] = {
		"correct horse battery staple",
		"Correct-Horse-Battery-Staple!",
		"correcthorsebatterystaple2026",
		"passwordpassword",
		"Password Password 1",
		"changeme123changeme123",
		"changeme123changeme",
		"changeme 123456",
		"changemechangeme2026",
		"aaaaaaaaaaaaaaaaaaaa",
		"ééééééééééééééé",
		"abcabcabcabcabcabc",
		"tick tock tick tock ",
		"123456789012345",
		"0123456789012345",
		"987654321098765",
		"abcdefghijklmnopq",
		"qwertyuiopasdfghjkl",
		"poiuytrewqlkjhgfdsa",
		"1q2w3e4r5t6y7u8i",
		"1qaz2wsx3edc4rfv",
		"qwerty1234567890",
		"the quick brown fox jumps over the lazy dog",
		"To be, or not to be, that is the question",
		"this is my password",
		"admin admin admin 1",
		"letmeinletmein123",
		"               ",
		"!@#$%^&*()_+!@#$",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		assert_refused(span_of(known[i]), "well-known");
	assert_refused(SPAN_LIT(PASSWORD_DEFAULT), "everybody knows");
}

static void a_password_matches_its_own_hash_only(void **state)
{
	char hash[PASSWORD_HASH_TEXT];
	struct err e = {0};

	(void)state;
	assert_int_equal(password_hash(SPAN_LIT("fifteen letters"), hash, &e), 0);
	assert_int_equal(strlen(hash), 60);
	assert_memory_equal(hash, "$2b$12$", 7);
	assert_true(matches(SPAN_LIT("fifteen letters"), hash));
	assert_false(matches(SPAN_LIT("fifteen letterS"), hash));
	assert_false(matches(SPAN_LIT("fifteen letters\0"), hash));
}

static void a_nul_byte_is_never_hashed(void **state)
{
	char hash[PASSWORD_HASH_TEXT];
	struct err e = {0};

	(void)state;
	assert_int_equal(password_hash(SPAN_LIT("a\0b"), hash, &e), -1);
	assert_non_null(strstr(e.text, "NUL"));
}

static void the_hashes_of_the_agent_are_understood(void **state)
{
	(void)state;
	assert_true(matches(SPAN_LIT("tulips and typewriters 1931"),
		"$2b$12$yGTCfHh.LYmsDDurXEAxQu18a5gXm9Hgtt6y3DLF7ZRe/wJ/x1J2O"));
	/* The older letters for the same function, at a lower cost. */
	assert_true(matches(SPAN_LIT("fifteen letters"),
		"$2y$04$EZucQk9CLvBEt1Ecp3NwJeIzfU3Hd35pJNMh1tErVRVhbg.KDitxq"));
	assert_true(matches(SPAN_LIT("fifteen letters"),
		"$2a$04$eW2l8RbI078PcJwpbxGGr.lFz/gN/JF1X7ksFI2a78s5BMtgN/JrW"));
}

/* libcrypt knows most of these, and some would take it a week. */
static void a_hash_is_used_only_when_form_and_cost_are_right(void **state)
{
#define REST "$yGTCfHh.LYmsDDurXEAxQu18a5gXm9Hgtt6y3DLF7ZRe/wJ/x1J2O"
	static const char *const not_used[] = {NULL, "", "*0", "*1", "x", "fifteen letters",
		"ab.dZ.XJCh6Ls", /* DES */
		"$1$abcdefgh$FNM5Q6o6vKNW6XuXVTiOC0", /* MD5 */
		"$2b$03" REST, "$2b$00" REST, "$2b$16" REST, "$2b$31" REST, "$2b$99" REST,
		"$2x$12" REST, "$2$12" REST, "$2b$1a" REST, "$2b$12" REST "x",
		"$2b$12$yGTCfHh.LYmsDDurXEAxQu18a5gXm9Hgtt6y3DLF7ZRe/wJ/x1J2",
		"$2b$12$yGTCfHh.LYmsDDurXEAxQu18a5gXm9Hgtt6y3DLF7ZRe/wJ/x1J2:",
		"$2b$12$yGTCfHh.LYmsDDurXEAxQ"};

	(void)state;
	for (size_t i = 0; i < sizeof(not_used) / sizeof(not_used[0]); i++)
		if (password_cost(not_used[i]) != 0)
			fail_msg("used: %s", not_used[i]);
	assert_int_equal(password_cost("$2b$04" REST), 4);
	assert_int_equal(password_cost("$2y$12" REST), 12);
	assert_int_equal(password_cost("$2a$15" REST), 15);
	assert_false(matches(SPAN_LIT("fifteen letters"), NULL));
	assert_false(matches(SPAN_LIT(""), ""));
	assert_false(matches(SPAN_NULL, "*0"));
	assert_false(matches(SPAN_LIT("fifteen letters"), "$2b$31" REST));
}

static void older_letters_and_lower_costs_are_dated(void **state)
{
	(void)state;
	assert_true(password_is_dated("$2a$12" REST));
	assert_true(password_is_dated("$2y$12" REST));
	assert_true(password_is_dated("$2b$10" REST));
	assert_true(password_is_dated("$2b$04" REST));
	assert_false(password_is_dated("$2b$12" REST));
	assert_false(password_is_dated("$2b$13" REST));
	assert_false(password_is_dated("$2a$31" REST));
	assert_false(password_is_dated(NULL));
}

/* In processor time, which other programs do not lengthen. */
static clock_t work_of(struct span password, const char *hash)
{
	clock_t start = clock();

	assert_false(matches(password, hash));
	return clock() - start;
}

static void what_does_not_match_takes_the_same_work_whatever_the_hash(void **state)
{
	static const char *const hashes[] = {"$2b$04" REST, "$2y$10" REST, "$2b$12" REST, "*0"};
	static const char with_nul[] = "fifteen letters\0and a NUL";

	(void)state;
	long usual = work_of(SPAN_LIT("fifteen letters"), NULL);
	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++) {
		long work = work_of(SPAN_LIT("fifteen letters"), hashes[i]);
		assert_true(work > usual / 2 && work < usual * 2);
	}
	long work = work_of((struct span){with_nul, sizeof(with_nul) - 1}, "$2b$12" REST);
	assert_true(work > usual / 2 && work < usual * 2);
}

static void what_bcrypt_does_not_read_makes_no_difference(void **state)
{
	char text[512], hash[PASSWORD_HASH_TEXT];
	struct err e = {0};

	(void)state;
	memset(text, 'x', sizeof(text));
	assert_int_equal(password_hash((struct span){text, 72}, hash, &e), 0);
	assert_true(matches((struct span){text, 72}, hash));
	assert_true(matches((struct span){text, 73}, hash));
	assert_true(matches((struct span){text, 512}, hash));
	assert_false(matches((struct span){text, 71}, hash));
	assert_false(matches(SPAN_NULL, hash));
}

static void a_wiped_secret_is_gone(void **state)
{
	char secret[] = "fifteen letters";
	static const char zeros[sizeof(secret)];

	(void)state;
	password_wipe(secret, sizeof(secret));
	assert_memory_equal(secret, zeros, sizeof(secret));
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_pass_phrases_are_accepted),
		cmocka_unit_test(length_is_counted_in_characters_and_limited_in_bytes),
		cmocka_unit_test(bytes_that_another_program_would_read_differently_are_refused),
		cmocka_unit_test(well_known_pass_phrases_are_refused),
		cmocka_unit_test(a_password_matches_its_own_hash_only),
		cmocka_unit_test(a_nul_byte_is_never_hashed),
		cmocka_unit_test(the_hashes_of_the_agent_are_understood),
		cmocka_unit_test(a_hash_is_used_only_when_form_and_cost_are_right),
		cmocka_unit_test(older_letters_and_lower_costs_are_dated),
		cmocka_unit_test(what_does_not_match_takes_the_same_work_whatever_the_hash),
		cmocka_unit_test(what_bcrypt_does_not_read_makes_no_difference),
		cmocka_unit_test(a_wiped_secret_is_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
