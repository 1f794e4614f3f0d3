/* Drafts: status words, the hash of what was seen, and metadata of any shape. */
#include "model/post.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_span(struct span s, const char *expected)
{
	if (!expected) {
		assert_null(s.p);
		return;
	}
	assert_non_null(s.p);
	assert_string_equal(s.p, expected);
	assert_int_equal(s.n, strlen(expected));
}

static void a_status_that_is_not_documented_is_other(void **state)
{
	(void)state;
	for (int s = POST_PENDING; s < POST_OTHER; s++)
		assert_int_equal(post_status_of(span_of(post_status_name((enum post_status)s))), s);
	assert_int_equal(post_status_of(SPAN_LIT("published")), POST_OTHER);
	assert_int_equal(post_status_of(SPAN_LIT("other")), POST_OTHER);
	assert_int_equal(post_status_of(SPAN_NULL), POST_OTHER);
}

static void the_hash_changes_with_everything_that_is_seen(void **state)
{
	struct post p = {.content = SPAN_LIT("text"), .post_type = SPAN_LIT("reply")};
	struct span *const seen[] = {
		&p.content, &p.post_type, &p.target_subreddit, &p.parent_id, &p.draft_metadata};
	char before[SHA256_TEXT], after[SHA256_TEXT];

	(void)state;
	post_hash(&p, before);
	assert_int_equal(strlen(before), 64);
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++) {
		struct span kept = *seen[i];
		*seen[i] = kept.p ? SPAN_NULL : SPAN_LIT("");
		post_hash(&p, after);
		assert_string_not_equal(before, after);
		*seen[i] = kept;
	}
	/* What happens around the draft does not make it another one. */
	p.status_text = SPAN_LIT("approved");
	p.updated_at = SPAN_LIT("2026-11-22 10:00:00");
	post_hash(&p, after);
	assert_string_equal(before, after);
}

static void all_that_the_agent_writes_is_read(void **state)
{
	static const char text[] =
		"{\"post_type\": \"reply\", \"correlation_id\": \"c-1\", \"evaluation\": {"
		"\"approved\": false, \"flagged\": true, \"flags\": [\"banned_keyword: lottery\", "
		"7], \"action\": \"block\"}, \"belief_proposals\": {\"updates\": [{\"belief_id\": "
		"\"b-1\", \"belief_title\": \"Novelty\", \"current_confidence\": 0.94, "
		"\"proposed_confidence\": 1, \"reason\": \"because\", \"evidence_strength\": "
		"\"weak\"}], \"new_belief\": {\"title\": \"T\", \"summary\": \"S\", "
		"\"initial_confidence\": 0.6, \"tags\": [\"science\"], \"reason\": \"R\"}}, "
		"\"original_reply\": {\"body\": \"B\", \"author\": \"A\", \"reddit_id\": "
		"\"t1_a\"}, \"our_original_comment\": {\"body\": \"O\", \"reddit_id\": \"t1_o\"}, "
		"\"conversation_depth\": 4, \"reddit_id\": \"t1_x\", \"post_error\": \"503\", "
		"\"later\": {\"k\": [1]}}";
	struct arena a = {0};
	struct post_meta m;

	(void)state;
	post_meta_read(span_of(text), &a, &m);
	assert_int_equal(m.state, META_OK);
	assert_null(m.problem);
	assert_true(m.evaluated && m.flagged && !m.eval_approved);
	assert_span(m.eval_action, "block");
	assert_int_equal(m.flag_count, 2);
	assert_span(m.flags[0], "banned_keyword: lottery");
	assert_span(m.flags[1], "7");
	assert_int_equal(m.update_count, 1);
	assert_span(m.updates[0].belief_id, "b-1");
	assert_span(m.updates[0].title, "Novelty");
	assert_span(m.updates[0].reason, "because");
	assert_span(m.updates[0].strength, "weak");
	assert_true(m.updates[0].current > 0.939 && m.updates[0].current < 0.941);
	assert_true(m.updates[0].proposed > 0.999);
	assert_true(m.has_new_belief);
	assert_span(m.new_title, "T");
	assert_span(m.new_summary, "S");
	assert_span(m.new_reason, "R");
	assert_int_equal(m.new_tag_count, 1);
	assert_span(m.new_tags[0], "science");
	assert_true(m.new_confidence > 0.59 && m.new_confidence < 0.61);
	assert_span(m.original_reply.author, "A");
	assert_span(m.original_reply.body, "B");
	assert_span(m.original_reply.reddit_id, "t1_a");
	assert_span(m.our_comment.body, "O");
	assert_span(m.our_comment.author, NULL);
	assert_int_equal(m.depth, 4);
	assert_span(m.correlation_id, "c-1");
	assert_span(m.reddit_id, "t1_x");
	assert_span(m.post_error, "503");
	assert_int_equal(m.other_count, 2);
	assert_span(m.other_keys[0], "post_type");
	assert_span(m.other_values[0], "\"reply\"");
	assert_span(m.other_keys[1], "later");
	assert_span(m.other_values[1], "{\"k\": [1]}");
	arena_free(&a);
}

static void metadata_that_is_missing_is_none_and_not_an_error(void **state)
{
	static const char *const none[] = {NULL, "null", " null "};
	struct arena a = {0};
	struct post_meta m;

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		post_meta_read(span_of(none[i]), &a, &m);
		assert_int_equal(m.state, META_NONE);
		assert_null(m.problem);
		assert_int_equal(m.depth, -1);
		assert_true(isnan(m.new_confidence));
	}
	arena_free(&a);
}

static void metadata_that_is_no_object_is_invalid_and_says_why(void **state)
{
	static const char *const invalid[] = {
		"", "{not json", "[1, 2]", "3", "\"text\"", "{\"a\":1} x"};
	struct arena a = {0};
	struct post_meta m;

	(void)state;
	for (size_t i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++) {
		post_meta_read(span_of(invalid[i]), &a, &m);
		assert_int_equal(m.state, META_INVALID);
		assert_non_null(m.problem);
		assert_true(strlen(m.problem) > 10);
	}
	arena_free(&a);
}

static void a_nul_hides_nothing_of_the_metadata(void **state)
{
	static const char text[] = "{\"evaluation\": {\"flagged\": true, \"flags\": "
				   "[\"a\\u0000b\"]}, \"original_reply\": {\"body\": "
				   "\"c\\u0000d\"}, \"other\": \"e\\u0000f\"}";
	struct arena a = {0};
	struct post_meta m;

	(void)state;
	post_meta_read(span_of(text), &a, &m);
	assert_int_equal(m.state, META_OK);
	assert_true(m.flagged);
	assert_int_equal(m.flag_count, 1);
	assert_true(span_eq(m.flags[0], SPAN_LIT("a\0b")));
	assert_true(span_eq(m.original_reply.body, SPAN_LIT("c\0d")));
	assert_int_equal(m.other_count, 1);
	assert_true(span_is(m.other_values[0], "\"e\\u0000f\""));
	arena_free(&a);
}

static void members_of_an_odd_type_stay_visible_among_the_others(void **state)
{
	static const char text[] =
		"{\"evaluation\": \"bad\", \"belief_proposals\": [1], \"original_reply\": 3, "
		"\"conversation_depth\": \"two\", \"reddit_id\": 17, \"post_error\": null}";
	struct arena a = {0};
	struct post_meta m;

	(void)state;
	post_meta_read(span_of(text), &a, &m);
	assert_int_equal(m.state, META_OK);
	assert_false(m.evaluated);
	assert_int_equal(m.depth, -1);
	assert_span(m.reddit_id, NULL);
	assert_int_equal(m.other_count, 5);
	assert_span(m.other_keys[0], "evaluation");
	assert_span(m.other_values[0], "\"bad\"");
	assert_span(m.other_keys[4], "reddit_id");
	assert_span(m.other_values[4], "17");
	arena_free(&a);
}

static void a_proposal_of_an_odd_type_is_shown_as_it_stands(void **state)
{
	static const char text[] =
		"{\"belief_proposals\": {\"updates\": [\"raise it\", {\"current_confidence\": "
		"\"high\"}], \"new_belief\": \"soon\"}, \"evaluation\": {\"flags\": \"x\"}}";
	struct arena a = {0};
	struct post_meta m;

	(void)state;
	post_meta_read(span_of(text), &a, &m);
	assert_int_equal(m.update_count, 2);
	assert_span(m.updates[0].title, "raise it");
	assert_true(isnan(m.updates[0].proposed));
	assert_span(m.updates[1].title, NULL);
	assert_true(isnan(m.updates[1].current));
	assert_false(m.has_new_belief);
	assert_int_equal(m.flag_count, 0);
	arena_free(&a);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_status_that_is_not_documented_is_other),
		cmocka_unit_test(the_hash_changes_with_everything_that_is_seen),
		cmocka_unit_test(all_that_the_agent_writes_is_read),
		cmocka_unit_test(metadata_that_is_missing_is_none_and_not_an_error),
		cmocka_unit_test(metadata_that_is_no_object_is_invalid_and_says_why),
		cmocka_unit_test(a_nul_hides_nothing_of_the_metadata),
		cmocka_unit_test(members_of_an_odd_type_stay_visible_among_the_others),
		cmocka_unit_test(a_proposal_of_an_odd_type_is_shown_as_it_stands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
