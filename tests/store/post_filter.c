/* What every field of a filter finds, and that letter case does not matter, on both engines. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "fixture.h"
#include "store/ledger.h"
#include "store/posts.h"

/* The first words of what a filter finds, in its order. */
static const char *found(struct store *s, const char *text)
{
	struct post_query q = {.limit = 100};
	struct post_page page;
	struct str words = {0};
	struct err e = {0};
	int64_t n = -1;

	assert_ok(filter_parse(FILTER_DRAFTS, span_of(text), &s->arena, &q.filter, &e), e);
	assert_ok(posts_page(s->db, &q, &s->arena, &page, &e), e);
	for (size_t i = 0; i < page.n; i++)
		str_addf(&words, "%s%.*s", i ? " " : "", (int)strcspn(page.lines[i].snippet.p, " "),
			page.lines[i].snippet.p);
	assert_ok(posts_count(s->db, &q.filter, 100, &n, &e), e);
	assert_int_equal(n, page.n);
	const char *all = arena_strdup(&s->arena, str_cstr(&words));
	str_free(&words);
	return all;
}

/* One draft after the other, each a minute younger. */
static const char *draft(
	struct store *s, const char *content, const char *subreddit, const char *metadata)
{
	int64_t n = store_number(s, "SELECT count(*) FROM pending_posts");

	return store_draft(s,
		&(struct store_draft){.content = content,
			.subreddit = subreddit,
			.metadata = metadata,
			.created =
				arena_printf(&s->arena, "2026-11-22 10:%02lld:00", (long long)n)});
}

static void words_are_found_in_every_script_whatever_their_case(void **state)
{
	static const struct {
		const char *sought, *finds;
	} cases[] = {
		{"ärger", "de1"},
		{"ÄRGER", "de1"},
		{"strassen", "de1 de2"},
		{"STRAẞEN", "de1 de2"},
		{"istanbul", "tr1 tr2"},
		{"İSTANBUL", "tr1 tr2"},
		{"ısparta", "tr1 tr2"},
		{"οδός", "el1 el2"},
		{"ΟΔΌΣ", "el1 el2"},
		{"отрывок", "ru1 ru2"},
		{"ОТРЫВОК", "ru1 ru2"},
		{"kelvin", "k1 k2"},
		{"FISH", "k1 k2"},
		{"fish", "k1 k2"},
		{"100%", "ascii"},
		{"a_b", "ascii"},
		{"'$1@", "ascii"},
		{"b\\c", "ascii"},
		{"学习", "zh"},
		{"arger", ""},
		{"i̇", "de1 de2 tr1 tr2 k1 k2 ascii"},
	};
	struct store *s = *state;

	draft(s, "de1 ÄRGER um die Straßen", NULL, NULL);
	draft(s, "de2 in STRASSEN", NULL, NULL);
	draft(s, "tr1 İstanbul ve ISPARTA", NULL, NULL);
	draft(s, "tr2 istanbul ve ısparta", NULL, NULL);
	draft(s, "el1 ΟΔΌΣ", NULL, NULL);
	draft(s, "el2 οδός", NULL, NULL);
	draft(s, "ru1 ОтРыВоК", NULL, NULL);
	draft(s, "ru2 отрывок", NULL, NULL);
	draft(s, "k1 300 Kelvin of ﬁſh", NULL, NULL);
	draft(s, "k2 300 kelvin of FISH", NULL, NULL);
	draft(s, "ascii 100% a_b b\\c '$1@ I", NULL, NULL);
	draft(s, "zh 学习", NULL, NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *finds = found(s, arena_printf(&s->arena, "\"%s\"", cases[i].sought));
		if (strcmp(finds, cases[i].finds) != 0)
			fail_msg("%s finds \"%s\", not \"%s\"", cases[i].sought, finds,
				cases[i].finds);
	}
}

#define UPDATE(confidence) \
	"{\"belief_proposals\": {\"updates\": [{\"proposed_confidence\": " confidence "}]}}"
#define NEW_BELIEF(confidence) \
	"{\"belief_proposals\": {\"updates\": [], \"new_belief\": " \
	"{\"initial_confidence\": " confidence "}}}"
#define FLAGS(flagged, flags) "{\"evaluation\": {\"flagged\": " flagged ", \"flags\": " flags "}}"

static void the_confidence_is_that_of_the_belief_that_a_draft_moves(void **state)
{
	struct store *s = *state;

	draft(s, "sure", NULL, UPDATE("0.94"));
	draft(s, "half", NULL, UPDATE("0.5"));
	draft(s, "new", NULL, NEW_BELIEF("0.6"));
	draft(s, "none", NULL, "{\"belief_proposals\": {\"updates\": []}}");
	draft(s, "bare", NULL, NULL);
	draft(s, "odd", NULL, UPDATE("\"0.1\""));
	draft(s, "huge", NULL, UPDATE("7e300"));
	draft(s, "list", NULL, "[1]");
	assert_string_equal(found(s, "conf<0.6"), "half");
	assert_string_equal(found(s, "conf<=0.6"), "half new");
	assert_string_equal(found(s, "conf>0.6"), "sure huge");
	assert_string_equal(found(s, "conf:.94"), "sure");
	assert_string_equal(found(s, "conf>=0"), "sure half new huge");
	assert_string_equal(found(s, "!conf>=0"), "none bare odd list");
	assert_string_equal(found(s, "sort:conf"), "half new sure huge none bare odd list");
	assert_string_equal(found(s, "sort:-conf"), "list odd bare none huge sure new half");
	assert_string_equal(found(s, "has:beliefs"), "sure half new odd huge");
}

/* Where half a thousandth decides, the number counts as it is written. */
static void confidences_are_rounded_as_they_are_written(void **state)
{
	struct store *s = *state;

	draft(s, "below", NULL, UPDATE("0.5004999"));
	draft(s, "tie", NULL, UPDATE("0.5005"));
	draft(s, "whole", NULL, UPDATE("1"));
	draft(s, "small", NULL, UPDATE("1e-7"));
	draft(s, "odd", NULL, UPDATE("4.35e-1"));
	draft(s, "huge", NULL, UPDATE("1.5e300"));
	draft(s, "below_zero", NULL, UPDATE("-0.25"));
	assert_string_equal(found(s, "conf:0.5"), "below");
	assert_string_equal(found(s, "conf<=0.5"), "below small odd below_zero");
	assert_string_equal(found(s, "conf>0.5"), "tie whole huge");
	assert_string_equal(found(s, "conf:0.435"), "odd");
	assert_string_equal(found(s, "conf:0"), "small below_zero");
	assert_string_equal(found(s, "sort:conf"), "small below_zero odd below tie whole huge");
}

/* PostgreSQL takes the number of an entry for a key, too. */
static void a_list_that_is_an_object_has_its_first_entry(void **state)
{
	struct store *s = *state;

	draft(s, "object", NULL,
		"{\"belief_proposals\": {\"updates\": {\"0\": {\"proposed_confidence\": 0.3}}}}");
	draft(s, "bare", NULL, NULL);
	assert_string_equal(found(s, "conf<0.5"), "object");
	assert_string_equal(found(s, "!conf<0.5"), "bare");
	assert_string_equal(found(s, "sort:-conf"), "bare object");
	assert_string_equal(found(s, "has:beliefs"), "");
}

static bool marked(struct store *s, const char *text)
{
	struct post_query q = {.limit = 1};
	struct post_page page;
	struct err e = {0};

	assert_ok(filter_parse(FILTER_DRAFTS, span_of(text), &s->arena, &q.filter, &e), e);
	assert_ok(posts_page(s->db, &q, &s->arena, &page, &e), e);
	assert_int_equal(page.n, 1);
	return page.lines[0].flagged;
}

static void what_says_true_in_a_text_is_flagged(void **state)
{
	struct store *s = *state;

	draft(s, "bool", NULL, FLAGS("true", "[]"));
	draft(s, "text", NULL, FLAGS("\"true\"", "[]"));
	draft(s, "one", NULL, FLAGS("1", "[]"));
	draft(s, "digit", NULL, FLAGS("\"1\"", "[]"));
	draft(s, "no", NULL, FLAGS("\"false\"", "[]"));
	assert_string_equal(found(s, "flag:any"), "bool text");
	assert_string_equal(found(s, "flag:none"), "one digit no");
	assert_string_equal(found(s, "sort:flags"), "bool text one digit no");
	assert_true(marked(s, "bool"));
	assert_true(marked(s, "text"));
	assert_false(marked(s, "one"));
	assert_false(marked(s, "digit"));
	assert_false(marked(s, "no"));
}

static void flags_are_found_by_a_part_of_their_name(void **state)
{
	struct store *s = *state;

	draft(s, "clean", NULL, FLAGS("false", "[]"));
	draft(s, "one", NULL, FLAGS("true", "[\"banned_keyword: Lottery\"]"));
	draft(s, "mute", NULL, FLAGS("true", "null"));
	draft(s, "three", NULL, FLAGS("false", "[\"ÄRGER\", {\"a\": 1}, \"lottery\"]"));
	draft(s, "odd", NULL, FLAGS("\"yes\"", "7"));
	draft(s, "bare", NULL, NULL);
	assert_string_equal(found(s, "flag:any"), "one mute three");
	assert_string_equal(found(s, "!flag:any"), "clean odd bare");
	assert_string_equal(found(s, "flag:none"), "clean odd bare");
	assert_string_equal(found(s, "flag:lottery"), "one three");
	assert_string_equal(found(s, "flag:ärger"), "three");
	assert_string_equal(found(s, "!flag:ärger"), "clean one mute odd bare");
	assert_string_equal(found(s, "sort:flags"), "three one mute clean odd bare");
}

static void ages_count_back_from_now(void **state)
{
	struct store *s = *state;

	setenv("TENET_NOW", "2026-11-22 12:00:00", 1);
	store_draft(s, &(struct store_draft){.content = "old", .created = "2026-11-20 12:00:00"});
	store_draft(s, &(struct store_draft){.content = "edge", .created = "2026-11-22 10:00:00"});
	store_draft(s,
		&(struct store_draft){.content = "young", .created = "2026-11-22T10:00:00.000001"});
	assert_string_equal(found(s, "age>2h"), "old");
	assert_string_equal(found(s, "age>=2h"), "old edge");
	assert_string_equal(found(s, "age<2h"), "young");
	assert_string_equal(found(s, "!age<2h"), "old edge");
	assert_string_equal(found(s, "age>119m age<1d"), "edge young");
	assert_string_equal(found(s, "age>1w"), "");
	assert_string_equal(found(s, "age>999999999w"), "");
	assert_string_equal(found(s, "age<999999999w"), "old edge young");
	unsetenv("TENET_NOW");
}

/* Decides by hand: who, and when. */
static void review(
	struct store *s, const char *id, const char *status, const char *by, const char *at)
{
	const char *const values[] = {id, status, by, at};

	store_write(s->db,
		"UPDATE pending_posts SET status = $2, reviewed_by = $3, reviewed_at = $4"
		" WHERE id = $1",
		values, 4);
}

static void decided_drafts_are_found_by_who_and_when(void **state)
{
	struct store *s = *state;

	setenv("TENET_NOW", "2026-11-22 12:00:00", 1);
	review(s, draft(s, "rosas", NULL, NULL), "approved", "Rosa", "2026-11-22T11:30:00.5");
	review(s, draft(s, "toms", NULL, NULL), "rejected", "tom", "2026-11-19 12:00:00");
	draft(s, "waiting", NULL, NULL);
	assert_string_equal(found(s, "by:rosa"), "rosas");
	assert_string_equal(found(s, "by:rosa|TOM"), "rosas toms");
	assert_string_equal(found(s, "!by:rosa"), "waiting");
	assert_string_equal(found(s, "!by:rosa status:any"), "toms waiting");
	assert_string_equal(found(s, "by:rosa status:rejected"), "");
	assert_string_equal(found(s, "reviewed<1h"), "rosas");
	assert_string_equal(found(s, "reviewed>1h"), "toms");
	assert_string_equal(found(s, "!reviewed<1h status:any"), "toms waiting");
	unsetenv("TENET_NOW");
}

static void decide(struct store *s, const struct session *who, const char *id, const char *reason,
	const char *note)
{
	struct decision_result result;
	struct err e = {0};

	assert_ok(posts_decide(s->db, who,
			  &(struct decision_request){.post_id = id,
				  .decision = DECIDE_REJECT,
				  .reason = span_of(reason),
				  .note = span_of(note),
				  .viewing_ms = -1},
			  &s->arena, &result, &e),
		e);
	assert_int_equal(result.outcome, DECIDED);
}

static void reasons_count_while_their_decision_stands(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_MODERATOR);
	struct undo_result undone;
	struct err e = {0};

	decide(s, &rosa, draft(s, "spam", NULL, NULL), "Spam", NULL);
	decide(s, &rosa, draft(s, "tone", NULL, NULL), "off tone", "too sharp");
	decide(s, &rosa, draft(s, "taken", NULL, NULL), "spam", NULL);
	draft(s, "waiting", NULL, NULL);
	assert_ok(posts_undo(s->db, &rosa, NULL, 0, &s->arena, &undone, &e), e);
	assert_string_equal(found(s, "reason:spam"), "spam");
	assert_string_equal(found(s, "reason:\"OFF TONE\""), "tone");
	assert_string_equal(found(s, "has:note status:any"), "tone");
	assert_string_equal(found(s, "!reason:spam status:any"), "tone taken waiting");
}

static void the_rest_of_the_metadata_is_asked_for_by_what_it_has(void **state)
{
	struct store *s = *state;

	draft(s, "deep", NULL,
		"{\"conversation_depth\": 5, \"original_reply\": {\"body\": \"x\"}}");
	draft(s, "flat", NULL, "{\"conversation_depth\": 1, \"original_reply\": null}");
	draft(s, "failed", NULL, "{\"post_error\": \"HTTP 500\", \"conversation_depth\": \"9\"}");
	draft(s, "bare", NULL, NULL);
	draft(s, "broken", NULL, "{\"conversation_depth\": 3.7}");
	assert_string_equal(found(s, "depth>1"), "deep");
	assert_string_equal(found(s, "depth<=5"), "deep flat");
	assert_string_equal(found(s, "!depth<=5"), "failed bare broken");
	assert_string_equal(found(s, "has:thread"), "deep");
	assert_string_equal(found(s, "has:error"), "failed");
	assert_string_equal(found(s, "!has:error|thread"), "flat bare broken");
}

static void names_are_compared_without_case(void **state)
{
	struct store *s = *state;
	const char *first = draft(s, "one", "Science", NULL);

	draft(s, "two", "de", NULL);
	store_exec(s->db, "UPDATE pending_posts SET post_type = NULL WHERE content = 'two'");
	assert_string_equal(found(s, "sub:/r/SCIENCE"), "one");
	assert_string_equal(found(s, "sub:science|DE"), "one two");
	assert_string_equal(found(s, "type:comment"), "one");
	assert_string_equal(found(s, "type:other"), "two");
	assert_string_equal(found(s, "!type:post|other"), "one");
	assert_string_equal(found(s, "persona:u/testbot"), "one two");
	assert_string_equal(found(s, "!persona:testbot"), "");
	assert_string_equal(found(s, arena_printf(&s->arena, "id:%.9s", first)), "one");
	assert_string_equal(found(s, "id:zebra"), "");
	assert_string_equal(found(s, "!id:zebra"), "one two");
	assert_string_equal(found(s, "persona:\xFF"), "");
}

/* Whatever the language of the database. */
static void of_names_only_letters_of_ascii_are_one_in_both_cases(void **state)
{
	struct store *s = *state;

	draft(s, "latin", "Istanbul", NULL);
	draft(s, "dotted", "İstanbul", NULL);
	draft(s, "large", "Ärger", NULL);
	draft(s, "small", "ärger", NULL);
	review(s, draft(s, "kims", NULL, NULL), "approved", "Kim Ö", "2026-11-22 10:00:00");
	assert_string_equal(found(s, "sub:ISTANBUL"), "latin");
	assert_string_equal(found(s, "sub:İstanbul"), "dotted");
	assert_string_equal(found(s, "sub:ÄRGER"), "large");
	assert_string_equal(found(s, "sub:ärGER"), "small");
	assert_string_equal(found(s, "by:\"KIM Ö\""), "kims");
	assert_string_equal(found(s, "by:\"kim ö\""), "");
	assert_string_equal(found(s, "persona:TESTBOT sub:ISTANBUL"), "latin");
	assert_string_equal(found(s, "sort:sub"), "latin large small dotted");
}

static void terms_join_by_and_or_and_not(void **state)
{
	struct store *s = *state;

	draft(s, "ab", "x", NULL);
	draft(s, "bc", "y", NULL);
	draft(s, "cd", "z", NULL);
	assert_string_equal(found(s, "b c"), "bc");
	assert_string_equal(found(s, "a | d"), "ab cd");
	assert_string_equal(found(s, "b a|c"), "ab bc");
	assert_string_equal(found(s, "(a b) | d"), "ab cd");
	assert_string_equal(found(s, "!(a | sub:y)"), "cd");
	assert_string_equal(found(s, "!(b c) sort:newest"), "cd ab");
}

static void length_is_counted_in_characters(void **state)
{
	struct store *s = *state;

	draft(s, "größer", NULL, NULL);
	draft(s, "a", NULL, NULL);
	draft(s, "学习学", NULL, NULL);
	assert_string_equal(found(s, "len:6"), "größer");
	assert_string_equal(found(s, "len<4"), "a 学习学");
	assert_string_equal(found(s, "sort:length"), "a 学习学 größer");
}

static void metadata_that_is_not_json_has_nothing(void **state)
{
	struct store *s = *state;

	draft(s, "broken", NULL, "{\"evaluation\": {");
	assert_string_equal(found(s, "conf>=0"), "");
	assert_string_equal(found(s, "flag:any"), "");
	assert_string_equal(found(s, "flag:none"), "broken");
	assert_string_equal(found(s, "!flag:x !depth>0 !has:thread|beliefs|error"), "broken");
	assert_string_equal(found(s, "sort:conf"), "broken");
	assert_string_equal(found(s, "sort:flags"), "broken");
}

/* Every term there can be at once, and the filter of the design. */
static void a_long_filter_is_one_statement(void **state)
{
	struct store *s = *state;
	struct str long_one = {0};

	for (int i = 0; i < 32; i++)
		str_addf(&long_one, "!id:%07d ", i);
	draft(s, "the lottery", "science", FLAGS("true", "[\"x\"]"));
	assert_string_equal(found(s, str_cstr(&long_one)), "the");
	assert_string_equal(found(s, "sub:science type:comment flag:any !by:admin lottery"), "the");
	assert_string_equal(
		found(s, "sub:science type:reply age>2h conf<0.6 flag:any !by:admin lottery"), "");
	str_free(&long_one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TURKISH(words_are_found_in_every_script_whatever_their_case),
		ON_FRESH(the_confidence_is_that_of_the_belief_that_a_draft_moves),
		ON_FRESH(confidences_are_rounded_as_they_are_written),
		ON_FRESH(a_list_that_is_an_object_has_its_first_entry),
		ON_FRESH(what_says_true_in_a_text_is_flagged),
		ON_FRESH(flags_are_found_by_a_part_of_their_name),
		ON_FRESH(ages_count_back_from_now),
		ON_FRESH(decided_drafts_are_found_by_who_and_when),
		ON_FRESH(reasons_count_while_their_decision_stands),
		ON_FRESH(the_rest_of_the_metadata_is_asked_for_by_what_it_has),
		IN_TURKISH(names_are_compared_without_case),
		IN_TURKISH(of_names_only_letters_of_ascii_are_one_in_both_cases),
		ON_FRESH(terms_join_by_and_or_and_not),
		ON_FRESH(length_is_counted_in_characters),
		FRESH_SQLITE(metadata_that_is_not_json_has_nothing),
		ON_FRESH(a_long_filter_is_one_statement),
	};

	return RUN_CASES(tests);
}
