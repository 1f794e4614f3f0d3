/* The filter language: what it reads, and where its errors point. */
#include "model/filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

/* The names of the fields are nobody's business but the model's and this test's. */
#include "../../src/model/filter_field.h"

/* The filter written out again in one fixed form. */
static void say(enum filter_dialect dialect, const struct filter_node *list, const char *between,
	struct str *out)
{
	static const char *const signs[] = {"=", "<", "<=", ">", ">="};

	for (const struct filter_node *t = list; t; t = t->next) {
		str_addf(out, "%s%s", t == list ? "" : between, t->negated ? "not " : "");
		if (t->kind != FILTER_TERM) {
			str_addc(out, '(');
			say(dialect, t->first, t->kind == FILTER_ALL ? " " : " or ", out);
			str_addc(out, ')');
			continue;
		}
		str_addf(out, "%s%s",
			t->field ? filter_field_spec(dialect, t->field)->name : "word",
			signs[t->compare]);
		if (t->number)
			str_addf(out, "%lld", (long long)t->number);
		else
			str_adds(out, t->value);
		str_addf(out, "@%zu", t->column);
	}
}

static void assert_says(enum filter_dialect dialect, const char *text, const char *expected)
{
	struct arena a = {0};
	struct filter f;
	struct err e = {0};
	struct str s = {0};

	if (filter_parse(dialect, span_of(text), &a, &f, &e))
		fail_msg("%s: %s", text, e.text);
	assert_int_equal(f.dialect, dialect);
	say(dialect, f.first, " ", &s);
	assert_string_equal(str_cstr(&s), expected);
	str_free(&s);
	arena_free(&a);
}

static void assert_read(const char *text, const char *expected)
{
	assert_says(FILTER_DRAFTS, text, expected);
}

static void assert_refuses(enum filter_dialect dialect, const char *text, const char *expected)
{
	struct arena a = {0};
	struct filter f;
	struct err e = {0};

	assert_int_equal(filter_parse(dialect, span_of(text), &a, &f, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_string_equal(e.text, expected);
	arena_free(&a);
}

static void assert_refused(const char *text, const char *expected)
{
	assert_refuses(FILTER_DRAFTS, text, expected);
}

static void assert_status(const char *text, const char *expected)
{
	struct arena a = {0};
	struct filter f;

	assert_int_equal(filter_parse(FILTER_DRAFTS, span_of(text), &a, &f, NULL), 0);
	const char *status = filter_status(&f);
	if (expected)
		assert_string_equal(status, expected);
	else
		assert_null(status);
	arena_free(&a);
}

static void words_and_fields_are_read_with_their_columns(void **state)
{
	(void)state;
	assert_read(NULL, "");
	assert_read("", "");
	assert_read(" \t ", "");
	assert_read("lottery", "word=lottery@1");
	assert_read("sub:science !lottery \"two words\" status:pending",
		"sub=science@1 not word=lottery@13 word=two words@22 status=pending@34");
	assert_read("  !sub:de", "not sub=de@3");
	assert_read("größer für", "word=größer@1 word=für@8");
}

static void quotes_keep_blanks_colons_and_bangs(void **state)
{
	(void)state;
	assert_read("\"status: done\"", "word=status: done@1");
	assert_read("!\"!x\"", "not word=!x@1");
	assert_read("sub:\"r/science\"", "sub=science@1");
	assert_read("\"a\"b", "word=a@1 word=b@4");
	assert_read("5\"disk :x", "word=5\"disk@1 word=:x@8");
	assert_read("10:30", "word=10:30@1");
}

static void field_names_and_statuses_may_be_written_in_capitals(void **state)
{
	(void)state;
	assert_read("Status:Approved SUB:Science", "status=approved@1 sub=Science@17");
}

static void a_subreddit_may_be_named_with_its_prefix(void **state)
{
	(void)state;
	assert_read("sub:r/science sub:/r/de", "sub=science@1 sub=de@15");
	assert_refused("sub:r/", "column 5: a value is missing");
}

static void errors_point_at_the_column(void **state)
{
	(void)state;
	assert_refused("für foo:bar", "column 5: unknown field \"foo\": tenet(5) lists them");
	assert_refused("status:done",
		"column 8: unknown status \"done\" (pending, approved, rejected, any)");
	assert_refused("a sub:", "column 7: a value is missing");
	assert_refused("a ! b", "column 4: a value is missing");
	assert_refused("\"\"", "column 1: a value is missing");
	assert_refused("a \"b c", "column 3: this quote is not closed");
	assert_refused("!status:any", "column 1: !status:any would match nothing");
}

static void errors_name_the_nearest(void **state)
{
	(void)state;
	assert_refused("stauts:any", "column 1: unknown field \"stauts\": did you mean status?");
	assert_refused(
		"status:pendign", "column 8: unknown status \"pendign\": did you mean pending?");
	assert_refused("type:coment", "column 6: unknown type \"coment\": did you mean comment?");
	assert_refused(
		"has:wings", "column 5: unknown has \"wings\" (thread, beliefs, note, error)");
	assert_refused(
		"für sort:lenght", "column 10: unknown sort \"lenght\": did you mean length?");
}

static void numbers_and_ages_are_compared(void **state)
{
	(void)state;
	assert_read("age>2h age<=90m reviewed<3d age>=2W",
		"age>7200@1 age<=5400@8 reviewed<259200@17 age>=1209600@29");
	assert_read("conf<0.6 conf:.75 conf>=1 conf>0.12345",
		"conf<600@1 conf=750@10 conf>=1000@19 conf>123@27");
	assert_read("len>500 depth:3 LEN<=0", "len>500@1 depth=3@9 len<=0@17");
	assert_refused("age:2h", "column 1: age takes < or >, as in age>2h");
	assert_refused("x age>2x", "column 7: \"2x\" is no age (90m, 2h, 3d, 2w)");
	assert_refused("age>h", "column 5: \"h\" is no age (90m, 2h, 3d, 2w)");
	assert_refused(
		"age>12345678901h", "column 5: \"12345678901h\" is no age (90m, 2h, 3d, 2w)");
	assert_refused("conf<6", "column 6: \"6\" is no confidence (0 to 1)");
	assert_refused("conf<.", "column 6: \".\" is no confidence (0 to 1)");
	assert_refused("conf<0.5x", "column 6: \"0.5x\" is no confidence (0 to 1)");
	assert_refused("len>many", "column 5: \"many\" is no number (0 and more)");
	assert_refused("len>-1", "column 5: \"-1\" is no number (0 and more)");
	assert_refused("len>", "column 5: a value is missing");
	assert_refused("x !sub<science", "column 3: sub takes \":\" and a value");
}

static void a_comparison_of_what_is_no_field_is_refused(void **state)
{
	(void)state;
	assert_refused("cnf<0.5", "column 1: unknown field \"cnf\": did you mean conf?");
	assert_refused("x !cnf>=0.5", "column 4: unknown field \"cnf\": did you mean conf?");
	assert_refused("(lne=5)", "column 2: unknown field \"lne\": did you mean len?");
	assert_refused("i>n", "column 1: unknown field \"i\": tenet(5) lists them");
	assert_refuses(FILTER_INTERACTIONS, "scor>3",
		"column 1: unknown field \"scor\": did you mean score?");
	assert_read("conf=0.5 status=pending", "conf=500@1 status=pending@10");
	assert_refused("age=2h", "column 1: age takes < or >, as in age>2h");
}

static void arrows_hearts_and_code_in_quotes_may_be_looked_for(void **state)
{
	(void)state;
	assert_read("<3 a->b a -> b", "word=<3@1 word=a->b@4 word=a@9 word=->@11 word=b@14");
	assert_read("a < b x= (y>=)", "word=a@1 word=<@3 word=b@5 word=x=@7 (word=y>=@11)");
	assert_read("\"i>n\" f(x)", "word=i>n@1 word=f(x)@7");
	assert_read(":)", "word=:)@1");
}

static void a_bar_means_or_and_binds_closer_than_a_blank(void **state)
{
	(void)state;
	assert_read("a b | c d", "word=a@1 (word=b@3 or word=c@7) word=d@9");
	assert_read("a|b", "(word=a@1 or word=b@3)");
	assert_read("status:pending|rejected sub:\"x y\"|r/de",
		"(status=pending@1 or status=rejected@16) (sub=x y@25 or sub=de@35)");
	assert_read("sub:de|type:reply", "(sub=de@1 or type=reply@8)");
	assert_read("sub:de | more | !x", "(sub=de@1 or word=more@10 or not word=x@17)");
	assert_read("!by:rosa|tom x", "not (by=rosa@1 or by=tom@10) word=x@14");
	assert_read("!a | b", "(not word=a@1 or word=b@6)");
	assert_refused("a |", "column 3: a term is missing beside \"|\"");
	assert_refused("| a", "column 1: a term is missing beside \"|\"");
	assert_refused("a || b", "column 3: a term is missing beside \"|\"");
	assert_refused("a|", "column 2: a term is missing beside \"|\"");
	assert_refused("status:pending|done",
		"column 16: unknown status \"done\" (pending, approved, rejected, any)");
}

static void parentheses_hold_together(void **state)
{
	(void)state;
	assert_read("(a b) | c", "((word=a@2 word=b@4) or word=c@9)");
	assert_read("!(a | sub:de) x", "not ((word=a@3 or sub=de@7)) word=x@15");
	assert_read("((a))", "((word=a@3))");
	assert_read("(f(x)", "(word=f(x@2)");
	assert_refused("(a", "column 1: this parenthesis is not closed");
	assert_refused("a )", "column 3: no parenthesis is open that this could close");
	assert_refused("a ()", "column 3: nothing stands in these parentheses");
	assert_refused("((((((((((((((((( a )))))))))))))))))",
		"column 17: too many parentheses are open");
}

static void assert_order(
	enum filter_dialect dialect, const char *text, enum filter_sort sort, bool reversed)
{
	struct arena a = {0};
	struct filter f;

	assert_int_equal(filter_parse(dialect, span_of(text), &a, &f, NULL), 0);
	assert_int_equal(f.sort, sort);
	assert_int_equal(f.reversed, reversed);
	arena_free(&a);
}

static void assert_sort(const char *text, enum filter_sort sort, bool reversed, const char *rest)
{
	assert_order(FILTER_DRAFTS, text, sort, reversed);
	assert_read(text, rest);
}

static void the_order_is_part_of_the_text(void **state)
{
	(void)state;
	assert_sort("", FILTER_OLDEST, false, "");
	assert_sort("sort:oldest", FILTER_OLDEST, false, "");
	assert_sort("sort:newest", FILTER_OLDEST, true, "");
	assert_sort("a sort:-newest b", FILTER_OLDEST, false, "word=a@1 word=b@16");
	assert_sort("sort:-conf", FILTER_BY_CONF, true, "");
	assert_sort("sort:length", FILTER_BY_LENGTH, false, "");
	assert_sort("sort:flags", FILTER_BY_FLAGS, false, "");
	assert_sort("SORT:Sub", FILTER_BY_SUB, false, "");
	assert_refused("sort:conf sort:sub", "column 11: the order is given twice");
	assert_refused("!sort:conf", "column 1: sort: stands alone (sort:-conf turns it round)");
	assert_refused("(sort:conf)", "column 2: sort: stands alone (sort:-conf turns it round)");
	assert_refused("a | sort:conf", "column 1: sort: stands alone (sort:-conf turns it round)");
	assert_refused("sort:sub|conf", "column 1: sort: stands alone (sort:-conf turns it round)");
}

static void a_copy_needs_nothing_of_the_original(void **state)
{
	char text[] = "sub:de (a | !b) sort:sub";
	struct arena first = {0}, second = {0};
	struct filter f;
	struct str s = {0};

	(void)state;
	assert_int_equal(filter_parse(FILTER_DRAFTS, span_of(text), &first, &f, NULL), 0);
	struct filter copy = filter_copy(&f, &second);
	arena_free(&first);
	memset(text, 'x', sizeof(text) - 1);
	say(FILTER_DRAFTS, copy.first, " ", &s);
	assert_string_equal(str_cstr(&s), "sub=de@1 ((word=a@9 or not word=b@13))");
	assert_int_equal(copy.sort, FILTER_BY_SUB);
	assert_int_equal(copy.n, 4);
	assert_true(filter_names(&copy, FILTER_SUB));
	assert_false(filter_names(&copy, FILTER_BY));
	str_free(&s);
	arena_free(&second);
}

/* "|" stands where the cursor is. */
static void assert_offers_of(
	enum filter_dialect dialect, const char *marked, size_t start, const char *expected)
{
	const char *bar = strchr(marked, '^');
	size_t cursor = bar ? (size_t)(bar - marked) : strlen(marked);
	struct filter_completion c;
	struct arena a = {0};
	struct str s = {0};

	filter_complete(dialect, span_of(marked), cursor, &a, &c);
	for (size_t i = 0; i < c.n; i++)
		str_addf(&s, "%s%s", i ? " " : "", c.choices[i]);
	assert_string_equal(str_cstr(&s), expected);
	assert_int_equal(c.start, start);
	assert_int_equal(c.end, cursor);
	str_free(&s);
	arena_free(&a);
}

static void assert_offers(const char *marked, size_t start, const char *expected)
{
	assert_offers_of(FILTER_DRAFTS, marked, start, expected);
}

static void fields_and_fixed_values_are_completed(void **state)
{
	(void)state;
	assert_offers("", 0,
		"status: sub: type: persona: by: age> reviewed> conf: len: flag: depth: id: has:"
		" reason: sort:");
	assert_offers("lottery s", 8, "status: sub: sort:");
	assert_offers("!s^ x", 1, "status: sub: sort:");
	assert_offers("(RE", 1, "reviewed> reason:");
	assert_offers("status:", 7, "pending approved rejected any");
	assert_offers("status:pending|re", 15, "rejected");
	assert_offers("sub:\"a b\"|ty", 10, "");
	assert_offers("x type:c", 7, "comment");
	assert_offers("sub:de ", 7,
		"status: sub: type: persona: by: age> reviewed> conf: len: flag: depth: id: has:"
		" reason: sort:");
	assert_offers("age>=2", 5, "");
}

static void a_completion_says_whose_value_is_written(void **state)
{
	struct filter_completion c;
	struct arena a = {0};

	(void)state;
	filter_complete(FILTER_DRAFTS, SPAN_LIT("a sub:science|\"d"), 16, &a, &c);
	assert_int_equal(c.field, FILTER_SUB);
	assert_int_equal(c.start, 14);
	assert_int_equal(c.typed.n, 1);
	assert_memory_equal(c.typed.p, "d", 1);
	filter_complete(FILTER_DRAFTS, SPAN_NULL, 7, &a, &c);
	assert_int_equal(c.field, FILTER_WORD);
	assert_int_equal(c.end, 0);
	arena_free(&a);
}

static void thirty_two_terms_are_enough(void **state)
{
	struct str s = {0};
	struct arena a = {0};
	struct filter f;
	struct err e = {0};

	(void)state;
	for (int i = 0; i < 32; i++)
		str_add(&s, "x ");
	assert_int_equal(filter_parse(FILTER_DRAFTS, str_span(&s), &a, &f, &e), 0);
	assert_int_equal(f.n, 32);
	str_add(&s, "y");
	assert_int_equal(filter_parse(FILTER_DRAFTS, str_span(&s), &a, &f, &e), -1);
	assert_string_equal(e.text, "column 65: more than 32 terms");
	str_free(&s);
	arena_free(&a);
}

static void a_filter_without_status_asks_for_pending_drafts(void **state)
{
	(void)state;
	assert_status("", "pending");
	assert_status("lottery sub:de", "pending");
	assert_status("status:rejected lottery", "rejected");
	assert_status("status:any", NULL);
	assert_status("!status:pending", NULL);
	assert_status("status:pending status:approved", NULL);
	assert_status("status:pending|approved", NULL);
	assert_status("status:pending | lottery", NULL);
	assert_status("(status:pending)", NULL);
}

static void a_filter_for_what_only_decided_drafts_have_asks_for_all(void **state)
{
	(void)state;
	assert_status("by:rosa", NULL);
	assert_status("by:rosa|tom", NULL);
	assert_status("(sub:de reviewed<2h)", NULL);
	assert_status("id:07ed", NULL);
	assert_status("reason:spam status:rejected", "rejected");
	assert_status("!by:rosa", "pending");
	assert_status("by:rosa | lottery", "pending");
	assert_status("age>2h", "pending");
}

/* --- Of other lists. --- */

static void beliefs_have_fields_of_their_own(void **state)
{
	(void)state;
	assert_says(FILTER_BELIEFS, "conf>0.8 tag:#science rel:contradicts locked:yes evidence:0",
		"conf>800@1 tag=science@10 rel=contradicts@23 locked=yes@39 evidence=0@50");
	assert_says(FILTER_BELIEFS, "changed<7d created>=2w word degree>3 edges:3",
		"changed<604800@1 created>=1209600@12 word=word@24 degree>3@29 degree=3@38");
	assert_says(FILTER_BELIEFS, "stances>1 near:07ed id:07 by:rosa persona:u/TestBot has:tags",
		"stances>1@1 near=07ed@11 id=07@21 by=rosa@27 persona=TestBot@35 has=tags@53");
	assert_says(FILTER_BELIEFS, "tag:/x|y", "(tag=/x@1 or tag=y@8)");
	assert_refuses(FILTER_BELIEFS, "status:any",
		"column 1: unknown field \"status\": tenet(5) lists them");
	assert_refuses(
		FILTER_BELIEFS, "x sub:de", "column 3: unknown field \"sub\": tenet(5) lists them");
	assert_refuses(
		FILTER_BELIEFS, "locked:maybe", "column 8: unknown locked \"maybe\" (yes, no)");
	assert_refuses(
		FILTER_BELIEFS, "changed:7d", "column 1: changed takes < or >, as in changed>2h");
}

static void a_belief_without_a_confidence_is_asked_for_by_a_word(void **state)
{
	(void)state;
	assert_says(FILTER_BELIEFS, "conf:None !conf:none", "conf=-1@1 not conf=-1@11");
	assert_refuses(FILTER_BELIEFS, "conf<none", "column 6: \"none\" is no confidence (0 to 1)");
	assert_refused("conf:none", "column 6: \"none\" is no confidence (0 to 1)");
}

static void interactions_have_fields_of_their_own(void **state)
{
	(void)state;
	assert_says(FILTER_INTERACTIONS, "type:Reply sub:r/de score<-5 score:12 cost>0.0125",
		"type=reply@1 sub=de@12 score<-5@21 score=12@30 cost>12500@39");
	assert_says(FILTER_INTERACTIONS, "has:embedding parent:t3_80915aa reddit:t1_1388 len>5",
		"has=embedding@1 parent=t3_80915aa@15 reddit=t1_1388@33 len>5@48");
	assert_refuses(FILTER_INTERACTIONS, "score>-", "column 7: \"-\" is no number (-5, 0, 12)");
	assert_refuses(FILTER_INTERACTIONS, "cost>-1", "column 6: \"-1\" is no amount (0.01, 2)");
	assert_refuses(FILTER_INTERACTIONS, "has:note",
		"column 5: unknown has \"note\" (parent, metadata, embedding, score, cost)");
}

static void each_list_has_an_order_without_being_asked(void **state)
{
	(void)state;
	assert_order(FILTER_BELIEFS, "", FILTER_BY_TITLE, false);
	assert_order(FILTER_BELIEFS, "sort:-title", FILTER_BY_TITLE, true);
	assert_order(FILTER_BELIEFS, "x sort:conf", FILTER_BY_CONF, false);
	assert_order(FILTER_BELIEFS, "sort:changed", FILTER_BY_CHANGED, false);
	assert_order(FILTER_BELIEFS, "sort:-degree", FILTER_BY_DEGREE, true);
	assert_order(FILTER_BELIEFS, "sort:evidence", FILTER_BY_EVIDENCE, false);
	assert_order(FILTER_INTERACTIONS, "", FILTER_OLDEST, true);
	assert_order(FILTER_INTERACTIONS, "sort:oldest", FILTER_OLDEST, false);
	assert_order(FILTER_INTERACTIONS, "sort:-newest", FILTER_OLDEST, false);
	assert_order(FILTER_INTERACTIONS, "sort:score", FILTER_BY_SCORE, false);
	assert_refuses(FILTER_BELIEFS, "sort:newest",
		"column 6: unknown sort \"newest\" (title, conf, changed, degree, evidence)");
}

static void each_list_completes_what_it_has(void **state)
{
	(void)state;
	assert_offers_of(FILTER_BELIEFS, "", 0,
		"conf: tag: rel: locked: evidence: degree: changed> created> by: persona: stances:"
		" near: id: has: sort:");
	assert_offers_of(FILTER_BELIEFS, "rel:", 4,
		"supports contradicts depends_on evidence_for other any");
	assert_offers_of(FILTER_BELIEFS, "conf:", 5, "none");
	assert_offers_of(FILTER_BELIEFS, "conf>", 5, "");
	assert_offers_of(FILTER_BELIEFS, "edges:", 6, "");
	assert_offers_of(FILTER_INTERACTIONS, "s", 0, "sub: score: sort:");
	assert_offers_of(FILTER_INTERACTIONS, "sort:", 5, "newest oldest score");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_fields_are_read_with_their_columns),
		cmocka_unit_test(quotes_keep_blanks_colons_and_bangs),
		cmocka_unit_test(field_names_and_statuses_may_be_written_in_capitals),
		cmocka_unit_test(a_subreddit_may_be_named_with_its_prefix),
		cmocka_unit_test(errors_point_at_the_column),
		cmocka_unit_test(errors_name_the_nearest),
		cmocka_unit_test(numbers_and_ages_are_compared),
		cmocka_unit_test(arrows_hearts_and_code_in_quotes_may_be_looked_for),
		cmocka_unit_test(a_comparison_of_what_is_no_field_is_refused),
		cmocka_unit_test(a_bar_means_or_and_binds_closer_than_a_blank),
		cmocka_unit_test(parentheses_hold_together),
		cmocka_unit_test(the_order_is_part_of_the_text),
		cmocka_unit_test(a_copy_needs_nothing_of_the_original),
		cmocka_unit_test(fields_and_fixed_values_are_completed),
		cmocka_unit_test(a_completion_says_whose_value_is_written),
		cmocka_unit_test(thirty_two_terms_are_enough),
		cmocka_unit_test(a_filter_without_status_asks_for_pending_drafts),
		cmocka_unit_test(a_filter_for_what_only_decided_drafts_have_asks_for_all),
		cmocka_unit_test(beliefs_have_fields_of_their_own),
		cmocka_unit_test(a_belief_without_a_confidence_is_asked_for_by_a_word),
		cmocka_unit_test(interactions_have_fields_of_their_own),
		cmocka_unit_test(each_list_has_an_order_without_being_asked),
		cmocka_unit_test(each_list_completes_what_it_has),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
