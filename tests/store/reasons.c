/* Saved reasons: who may change them, which fit a draft, and in which order they come. */
#include "fixture.h"

#include "store/reasons.h"

static struct reason *all(struct store *s, size_t *n)
{
	struct reason *list = NULL;
	struct err e = {0};

	assert_int_equal(reasons_list(s->db, &s->arena, &list, n, &e), 0);
	return list;
}

static int save(struct store *s, const struct session *who, const char *code, const char *text,
	const char *subreddit, struct err *e)
{
	const struct reason r = {
		.code = span_of(code), .text = span_of(text), .subreddit = span_of(subreddit)};

	return reasons_save(s->db, who, &r, NULL, e);
}

static struct session admin_without_reasons(struct store *s)
{
	store_exec(s->db, "DELETE FROM console_reasons");
	return store_account(s, "ada", ROLE_ADMIN);
}

static void reject(struct store *s, const struct session *who, const char *reason)
{
	struct decision_request r = {
		.post_id = store_draft(s, &(struct store_draft){.content = "x"}),
		.decision = DECIDE_REJECT,
		.reason = span_of(reason),
		.viewing_ms = -1};
	struct decision_result out;
	struct err e = {0};

	assert_ok(posts_decide(s->db, who, &r, &s->arena, &out, &e), e);
}

static void the_most_used_comes_first_and_others_as_they_were_made(void **state)
{
	struct store *s = *state;
	struct session ada = admin_without_reasons(s);
	struct err e = {0};
	size_t n;

	assert_ok(save(s, &ada, "spam", "Is an advertisement", NULL, &e), e);
	assert_ok(save(s, &ada, "rude", "Is rude", NULL, &e), e);
	assert_ok(save(s, &ada, "off-topic", "Is about something else", NULL, &e), e);
	reject(s, &ada, "rude");
	reject(s, &ada, "rude");
	reject(s, &ada, "off-topic");
	reject(s, &ada, "typed by hand");
	struct reason *list = all(s, &n);
	assert_int_equal(n, 3);
	assert_span(list[0].code, "rude");
	assert_int_equal(list[0].uses, 2);
	assert_span(list[1].code, "off-topic");
	assert_span(list[2].code, "spam");
	assert_int_equal(list[2].uses, 0);
}

static void to_begin_with_there_are_a_handful(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct err e = {0};
	size_t n;

	reject(s, &ada, "tone");
	struct reason *list = all(s, &n);
	assert_int_equal(n, 6);
	assert_span(list[0].code, "tone");
	assert_string_equal(list[0].id, "");
	assert_span(list[1].code, "off-topic");
	assert_ok(save(s, &ada, "spam", "Is an advertisement", NULL, &e), e);
	list = all(s, &n);
	assert_int_equal(n, 1);
	assert_span(list[0].code, "spam");
}

static void a_reason_can_be_changed_and_deleted_under_audit(void **state)
{
	struct store *s = *state;
	struct session ada = admin_without_reasons(s);
	struct err e = {0};
	size_t n;

	assert_ok(save(s, &ada, "spam", "Is an advertisement", NULL, &e), e);
	struct reason *list = all(s, &n);
	struct reason changed = list[0];
	changed.text = SPAN_LIT("Sells something");
	changed.subreddit = SPAN_LIT("Science");
	assert_ok(reasons_save(s->db, &ada, &changed, &list[0], &e), e);
	list = all(s, &n);
	assert_int_equal(n, 1);
	assert_span(list[0].text, "Sells something");
	assert_true(reason_fits(&list[0], SPAN_LIT("science"), SPAN_NULL));
	assert_false(reason_fits(&list[0], SPAN_LIT("scienc"), SPAN_NULL));
	assert_false(reason_fits(&list[0], SPAN_NULL, SPAN_NULL));
	assert_ok(reasons_delete(s->db, &ada, &list[0], &e), e);
	assert_string_equal(store_column(s,
				    "SELECT kind FROM console_events WHERE kind LIKE 'reason%'"
				    " ORDER BY seq"),
		"reason.save reason.save reason.delete ");
	assert_span(all(s, &n)[0].code, "off-topic");
	assert_fails(reasons_delete(s->db, &ada, &list[0], &e), e, ERR_MISSING);
	e = (struct err){0};
	assert_fails(reasons_save(s->db, &ada, &changed, &list[0], &e), e, ERR_MISSING);
}

static void of_two_admins_the_second_overwrites_nothing_unseen(void **state)
{
	struct store *s = *state;
	struct session ada = admin_without_reasons(s);
	struct session bob = store_account(s, "bob", ROLE_ADMIN);
	struct err e = {0};
	size_t n;

	assert_ok(save(s, &ada, "spam", "Is an advertisement", NULL, &e), e);
	const struct reason seen = all(s, &n)[0];
	struct reason adas = seen, bobs = seen;
	adas.text = SPAN_LIT("Sells something");
	bobs.post_type = SPAN_LIT("reply");
	assert_ok(reasons_save(s->db, &ada, &adas, &seen, &e), e);
	assert_fails(reasons_save(s->db, &bob, &bobs, &seen, &e), e, ERR_CONFLICT);
	assert_says(e, "somebody changed it meanwhile");
	e = (struct err){0};
	assert_fails(reasons_delete(s->db, &bob, &seen, &e), e, ERR_CONFLICT);
	e = (struct err){0};
	assert_span(all(s, &n)[0].text, "Sells something");
	assert_null(all(s, &n)[0].post_type.p);
	assert_ok(reasons_save(s->db, &bob, &bobs, &adas, &e), e);
	assert_ok(reasons_delete(s->db, &ada, &bobs, &e), e);
	assert_span(all(s, &n)[0].code, "off-topic");
}

static void two_that_are_used_as_often_exchange_their_places(void **state)
{
	struct store *s = *state;
	struct session ada = admin_without_reasons(s);
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct err e = {0};
	size_t n;

	assert_ok(save(s, &ada, "first", "x", NULL, &e), e);
	assert_ok(save(s, &ada, "second", "y", NULL, &e), e);
	assert_ok(save(s, &ada, "third", "z", NULL, &e), e);
	struct reason *list = all(s, &n);
	assert_fails(reasons_exchange(s->db, &mia, list[0].id, list[2].id, &e), e, ERR_DENIED);
	e = (struct err){0};
	assert_ok(reasons_exchange(s->db, &ada, list[2].id, list[0].id, &e), e);
	assert_span(all(s, &n)[0].code, "third");
	assert_span(all(s, &n)[1].code, "second");
	assert_span(all(s, &n)[2].code, "first");
	assert_string_equal(store_text(s,
				    "SELECT subject || ' ' || detail FROM console_events"
				    " WHERE kind = 'reason.move'"),
		"third first");
	assert_fails(reasons_exchange(
			     s->db, &ada, list[0].id, "00000000-0000-4000-8000-000000000000", &e),
		e, ERR_MISSING);
}

static void the_handful_is_saved_once_and_can_then_be_changed(void **state)
{
	struct store *s = *state;
	struct session ada = admin_without_reasons(s);
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct err e = {0};
	size_t n;

	assert_fails(reasons_begin(s->db, &mia, &e), e, ERR_DENIED);
	e = (struct err){0};
	assert_ok(reasons_begin(s->db, &ada, &e), e);
	assert_ok(reasons_begin(s->db, &ada, &e), e);
	struct reason *list = all(s, &n);
	assert_int_equal(n, 6);
	assert_true(list[0].id[0] != '\0');
	assert_span(list[0].code, "off-topic");
	assert_ok(reasons_delete(s->db, &ada, &list[1], &e), e);
	all(s, &n);
	assert_int_equal(n, 5);
	assert_ok(reasons_begin(s->db, &ada, &e), e);
	all(s, &n);
	assert_int_equal(n, 5);
}

static void what_is_no_reason_is_refused_and_says_why(void **state)
{
	struct store *s = *state;
	struct session ada = admin_without_reasons(s);
	static const char *const wrong[] = {"", "two words", "-dash", "umlaut-\303\244",
		"far-too-long-to-be-a-code-that-anybody-would-ever-want", "esc\033"};
	struct err e = {0};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		e = (struct err){0};
		assert_fails(save(s, &ada, wrong[i], "text", NULL, &e), e, ERR_USAGE);
	}
	e = (struct err){0};
	assert_fails(save(s, &ada, "empty", "", NULL, &e), e, ERR_USAGE);
	e = (struct err){0};
	assert_ok(save(s, &ada, "spam", "Is an advertisement", NULL, &e), e);
	assert_fails(save(s, &ada, "spam", "Again", NULL, &e), e, ERR_CONSTRAINT);
	assert_says(e, "spam is taken");
	e = (struct err){0};
	assert_fails(save(s, &ada, "odd", "esc\033", NULL, &e), e, ERR_USAGE);
	e = (struct err){0};
	assert_fails(save(s, &ada, "odd", "text", "a\u202eb", &e), e, ERR_USAGE);
}

static void only_an_admin_changes_reasons(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session otto = store_account(s, "otto", ROLE_OPERATOR);
	struct err e = {0};
	size_t n;

	assert_fails(save(s, &mia, "spam", "Is an advertisement", NULL, &e), e, ERR_DENIED);
	e = (struct err){0};
	assert_fails(save(s, &otto, "spam", "Is an advertisement", NULL, &e), e, ERR_DENIED);
	admin_without_reasons(s);
	assert_string_equal(all(s, &n)[0].id, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(the_most_used_comes_first_and_others_as_they_were_made),
		ON_FRESH(to_begin_with_there_are_a_handful),
		ON_FRESH(a_reason_can_be_changed_and_deleted_under_audit),
		ON_FRESH(of_two_admins_the_second_overwrites_nothing_unseen),
		ON_FRESH(two_that_are_used_as_often_exchange_their_places),
		ON_FRESH(the_handful_is_saved_once_and_can_then_be_changed),
		ON_FRESH(what_is_no_reason_is_refused_and_says_why),
		ON_FRESH(only_an_admin_changes_reasons),
	};

	return RUN_CASES(tests);
}
