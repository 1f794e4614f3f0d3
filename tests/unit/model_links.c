/* Links that lead elsewhere than they say, and those that do not. */
#include "model/links.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const tricks[] = {"other host", "user", "look-alike"};

static void assert_text(struct span actual, const char *expected)
{
	if (!span_is(actual, expected))
		fail_msg("\"%.*s\", not \"%s\"", (int)actual.n, actual.p ? actual.p : "", expected);
}

static void assert_honest(const char *text)
{
	struct arena a = {0};
	struct link_warning w[4];

	if (links_check(span_of(text), &a, w, 4) > 0)
		fail_msg("%s: %s, \"%.*s\"", text, tricks[w[0].trick], (int)w[0].shown.n,
			w[0].shown.p);
	arena_free(&a);
}

static void assert_warns(
	const char *text, enum link_trick trick, const char *shown, const char *host)
{
	struct arena a = {0};
	struct link_warning w[4];

	if (links_check(span_of(text), &a, w, 4) != 1)
		fail_msg("no warning, or several, of: %s", text);
	assert_int_equal(w[0].trick, trick);
	assert_text(w[0].shown, shown);
	assert_text(w[0].host, host);
	assert_true(w[0].at + w[0].n <= strlen(text));
	arena_free(&a);
}

static void a_text_that_names_another_host_is_warned_of(void **state)
{
	static const char *const evil[] = {"[good.example](https://evil.example)",
		"[https://good.example/page](https://evil.example/page)",
		"[see good.example for more](http://evil.example)",
		"[**good.example**](https://evil.example)",
		"[good\\.example](https://evil.example)", "[Good.Example](<https://evil.example>)",
		"[good.example](//evil.example/x)",
		"[good.example]( https://evil.example \"a title\")",
		"[good.example](https://evil.example:8080)",
		"[good.example](https://evil.example.)",
		"a [b [good.example](https://evil.example) c]",
		"[good.example](https:\\\\evil.example)",
		"[good.example][1]\n\n[1]: https://evil.example",
		"[good.example]\n\n[GOOD.example]: https://evil.example",
		"[good.example][]\n\n [good.example]: <https://evil.example>"};

	(void)state;
	for (size_t i = 0; i < sizeof(evil) / sizeof(evil[0]); i++) {
		struct arena a = {0};
		struct link_warning w[4];
		if (links_check(span_of(evil[i]), &a, w, 4) == 0)
			fail_msg("no warning of: %s", evil[i]);
		assert_int_equal(w[0].trick, LINK_OTHER_HOST);
		arena_free(&a);
	}
	assert_warns("x [good.example](https://evil.example/a?b)", LINK_OTHER_HOST, "good.example",
		"evil.example");
	assert_warns("[good.example](https://good.example.evil.example)", LINK_OTHER_HOST,
		"good.example", "good.example.evil.example");
	assert_warns("[good.example](https://notgood.example)", LINK_OTHER_HOST, "good.example",
		"notgood.example");
}

static void honest_links_are_not(void **state)
{
	static const char *const honest[] = {"[good.example](https://good.example/page)",
		"[good.example](https://www.good.example)",
		"[www.good.example](https://good.example)", "[GOOD.example](https://good.EXAMPLE)",
		"[good.example](/relative/link)", "[good.example](page)",
		"[good.example](evil.example)", "[good.example](#anchor)",
		"[the source](https://evil.example)", "[good.example](mailto:me@evil.example)",
		"[me@good.example](https://mail.example)",
		"[wikipedia.org](https://en.wikipedia.org/x)",
		"[en.wikipedia.org](https://wikipedia.org)", "[node.js](https://nodejs.org)",
		"[README.md](https://git.example/README.md)", "[1.2.3](https://good.example)",
		"[e.g. this](https://good.example)", "[U.S. law](https://good.example)",
		"[a](https://good.example/a_(b)) and [good.example](https://good.example)",
		"[good.example or evil.example](https://evil.example)",
		"good.example [1](https://x.org)", "[good.example] is no link", "[good.example](",
		"[](https://good.example)", "]](", "", "\\[good.example](https://evil.example)",
		"https://good.example/page?a=b@c", "[münchen.de](https://xn--mnchen-3ya.de)",
		"https://xn--mnchen-3ya.de/", "https://user:word@good.example", "https://пример.рф",
		"[x]: https://evil.example"};

	(void)state;
	for (size_t i = 0; i < sizeof(honest) / sizeof(honest[0]); i++)
		assert_honest(honest[i]);
}

static void a_user_name_that_looks_like_a_host_is_warned_of(void **state)
{
	(void)state;
	assert_warns("go to https://good.example@evil.example/x now", LINK_USER, "good.example",
		"evil.example");
	assert_warns(
		"https://good.example:80@evil.example", LINK_USER, "good.example", "evil.example");
	assert_honest("https://evil.example\\@good.example");
}

static void a_host_of_imitated_letters_is_warned_of(void **state)
{
	(void)state;
	assert_warns("https://\320\260\321\200\321\200\323\217\320\265.com/x", LINK_LOOKALIKE,
		"\320\260\321\200\321\200\323\217\320\265.com",
		"\320\260\321\200\321\200\323\217\320\265.com");
	assert_warns("https://xn--80ak6aa92e.com", LINK_LOOKALIKE,
		"\320\260\321\200\321\200\323\217\320\265.com", "xn--80ak6aa92e.com");
	assert_warns("https://p\320\260ypal.example", LINK_LOOKALIKE, "p\320\260ypal.example",
		"p\320\260ypal.example");
}

/* What stands behind the fraction slash is a part of the host, and decides where it leads. */
static void a_host_with_an_imitated_slash_is_warned_of(void **state)
{
	(void)state;
	assert_warns("https://example.org\342\201\204evil.example", LINK_LOOKALIKE, "example.org",
		"example.org\342\201\204evil.example");
	assert_warns("https://example.org\342\210\225a\342\201\204.example/x", LINK_LOOKALIKE,
		"example.org", "example.org\342\210\225a\342\201\204.example");
	/* Behind the host it is a text like any other, and a Japanese sentence may end there. */
	assert_honest("https://example.org/1\342\201\2042 https://example.jp\343\200\202");
}

static void a_broken_xn_name_stays_as_it_is(void **state)
{
	(void)state;
	assert_honest("https://xn--.com https://xn--99999999999.com https://xn--a-.com"
		      " https://xn--\303\244.com");
}

static void no_more_are_given_than_asked_for(void **state)
{
	struct arena a = {0};
	struct link_warning w[2];

	(void)state;
	assert_int_equal(links_check(SPAN_LIT("[a.example](https://b.example)"
					      "[c.example](https://d.example)"
					      "[e.example](https://f.example)"),
				 &a, w, 2),
		2);
	assert_int_equal(w[0].at, 1);
	assert_int_equal(w[0].n, 9);
	assert_int_equal(w[1].at, 31);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_that_names_another_host_is_warned_of),
		cmocka_unit_test(honest_links_are_not),
		cmocka_unit_test(a_user_name_that_looks_like_a_host_is_warned_of),
		cmocka_unit_test(a_host_of_imitated_letters_is_warned_of),
		cmocka_unit_test(a_host_with_an_imitated_slash_is_warned_of),
		cmocka_unit_test(a_broken_xn_name_stays_as_it_is),
		cmocka_unit_test(no_more_are_given_than_asked_for),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
