/* Codes of the second factor, by the vectors of their RFCs. */
#include "model/totp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/time.h"

#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" /* "12345678901234567890" */

static void base32_is_that_of_rfc_4648(void **state)
{
	static const struct {
		const char *bytes, *text;
	} vectors[] = {{"", ""}, {"f", "MY"}, {"fo", "MZXQ"}, {"foo", "MZXW6"}, {"foob", "MZXW6YQ"},
		{"fooba", "MZXW6YTB"}, {"foobar", "MZXW6YTBOI"}, {"12345678901234567890", SECRET}};

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		unsigned char back[32];
		struct str text = {0};
		size_t n = strlen(vectors[i].bytes);
		base32_encode((const unsigned char *)vectors[i].bytes, n, &text);
		assert_string_equal(str_cstr(&text), vectors[i].text);
		assert_int_equal(base32_decode(str_span(&text), back, sizeof(back)), n);
		assert_memory_equal(back, vectors[i].bytes, n);
		str_free(&text);
	}
}

static void what_is_no_base32_is_refused(void **state)
{
	static const char *const texts[] = {
		"0", "M", "MZ1W6", "MY======", "MZ", "M Y", "M\xC3\x84"};
	unsigned char out[4];

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(base32_decode(span_of(texts[i]), out, sizeof(out)), -1);
	assert_int_equal(base32_decode(SPAN_LIT("MZXW6YTBOI"), out, sizeof(out)), -1);
	assert_int_equal(base32_decode(SPAN_LIT("mzxw6"), out, sizeof(out)), 3);
}

static void values_are_those_of_rfc_4226(void **state)
{
	static const uint32_t values[] = {
		755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		assert_int_equal(hotp_value((const unsigned char *)"12345678901234567890", 20, i),
			values[i]);
}

static bool accepts(const char *text, int64_t seconds, int64_t last_step, int64_t *step)
{
	return totp_accepts(
		SPAN_LIT(SECRET), span_of(text), seconds * TIME_SECOND, last_step, step);
}

/* The last six of their eight digits. */
static void codes_are_those_of_rfc_6238(void **state)
{
	int64_t step;

	(void)state;
	assert_true(accepts("287082", 59, 0, &step));
	assert_int_equal(step, 1);
	assert_true(accepts("081804", 1111111109, 0, &step));
	assert_true(accepts("050471", 1111111111, 0, &step));
	assert_true(accepts("005 924", 1234567890, 0, &step));
	assert_true(accepts("279037", 2000000000, 0, &step));
	assert_true(accepts("353130", 20000000000, 0, &step));
}

static void a_code_holds_for_one_step_before_and_after_and_once(void **state)
{
	int64_t step = -1;

	(void)state;
	assert_true(accepts("287082", 30, 0, &step));
	assert_true(accepts("287082", 89, 0, &step));
	assert_int_equal(step, 1);
	assert_true(accepts("287082", 29, 0, &step));
	assert_false(accepts("287082", 90, 0, &step));
	assert_false(accepts("287082", 59, 1, &step));
	assert_false(accepts("287082", 59, 7, &step));
}

static void what_is_no_code_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "28708", "2870822", "0287082", "28708a", "-87082", "+287082", "287082\n"};
	int64_t step;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(accepts(texts[i], 59, 0, &step));
	assert_false(totp_accepts(SPAN_LIT(""), SPAN_LIT("287082"), 0, 0, &step));
	assert_false(totp_accepts(SPAN_LIT("not base32!"), SPAN_LIT("287082"), 0, 0, &step));
}

static void secrets_and_recovery_codes_are_of_their_length_and_never_the_same(void **state)
{
	char a[TOTP_SECRET_TEXT], b[TOTP_SECRET_TEXT], c[TOTP_CODE_TEXT], d[TOTP_CODE_TEXT];
	unsigned char bytes[TOTP_SECRET_BYTES];

	(void)state;
	totp_new_secret(a);
	totp_new_secret(b);
	assert_int_equal(base32_decode(span_of(a), bytes, sizeof(bytes)), TOTP_SECRET_BYTES);
	assert_string_not_equal(a, b);
	totp_new_code(c);
	totp_new_code(d);
	assert_int_equal(strlen(c), 19);
	assert_true(c[4] == '-' && c[9] == '-' && c[14] == '-');
	assert_string_not_equal(c, d);
}

static void a_recovery_code_is_the_same_however_it_is_typed(void **state)
{
	char a[SHA256_TEXT], b[SHA256_TEXT];

	(void)state;
	assert_true(totp_code_hash(SPAN_LIT("ABCD-EFGH-IJKL-MNOP"), a));
	assert_true(totp_code_hash(SPAN_LIT(" abcdefgh ijklmnop"), b));
	assert_string_equal(a, b);
	assert_true(totp_code_hash(SPAN_LIT("ABCD-EFGH-IJKL-MNOQ"), b));
	assert_string_not_equal(a, b);
	assert_false(totp_code_hash(SPAN_LIT("ABCD-EFGH-IJKL-MNO"), b));
	assert_false(totp_code_hash(SPAN_LIT("ABCD-EFGH-IJKL-MNOPQ"), b));
	assert_false(totp_code_hash(SPAN_LIT("123456"), b));
	assert_false(totp_code_hash(SPAN_LIT(""), b));
}

static void the_uri_holds_name_and_secret(void **state)
{
	struct str uri = {0};

	(void)state;
	totp_uri(SPAN_LIT("zo\xC3\xAB b&c"), SPAN_LIT(SECRET), &uri);
	assert_string_equal(str_cstr(&uri), "otpauth://totp/tenet:zo%C3%AB%20b%26c?secret=" SECRET);
	str_free(&uri);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base32_is_that_of_rfc_4648),
		cmocka_unit_test(what_is_no_base32_is_refused),
		cmocka_unit_test(values_are_those_of_rfc_4226),
		cmocka_unit_test(codes_are_those_of_rfc_6238),
		cmocka_unit_test(a_code_holds_for_one_step_before_and_after_and_once),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(secrets_and_recovery_codes_are_of_their_length_and_never_the_same),
		cmocka_unit_test(a_recovery_code_is_the_same_however_it_is_typed),
		cmocka_unit_test(the_uri_holds_name_and_secret),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
