/* Personas: who may change them, what is refused, and what stands in the log. */
#include "store/personas.h"

#include <string.h>

#include "base/json.h"
#include "fixture.h"
#include "store/events.h"
#include "store/log.h"

static struct persona get(struct store *s, const char *name)
{
	struct persona p;
	struct err e = {0};

	assert_ok(personas_get(s->db, span_of(name), &s->arena, &p, &e), e);
	return p;
}

static struct persona called(const char *name, const char *display_name, const char *config)
{
	return (struct persona){.username = span_of(name),
		.display_name = span_of(display_name),
		.config = span_of(config)};
}

static const char *config_of(struct store *s, const char *name, const char *member)
{
	json_t *config = json_read(get(s, name).config, NULL);
	struct span text = json_get_text(config, member, &s->arena);

	json_decref(config);
	return text.p;
}

static void one_is_found_by_name_in_either_case_or_id(void **state)
{
	struct store *s = *state;
	struct persona p;
	struct err e = {0};

	assert_string_equal(get(s, "testbot").id, s->persona);
	assert_string_equal(get(s, "u/TestBot").id, s->persona);
	assert_span(get(s, s->persona).username, "TestBot");
	assert_fails(personas_get(s->db, SPAN_LIT("nobody"), &s->arena, &p, &e), e, ERR_MISSING);
}

static void an_admin_adds_one_and_the_log_says_so(void **state)
{
	struct store *s = *state;
	struct session admin = store_account(s, "rosa", ROLE_ADMIN);
	struct persona p = called("Second_Bot", "Second", "{\"tone\": \"dry\", \"own\": \"x\"}"),
		       *all;
	struct err e = {0};
	char id[UUID_TEXT];
	size_t n;

	assert_ok(personas_add(s->db, &admin, &p, id, &e), e);
	assert_string_equal(get(s, "second_bot").id, id);
	assert_span(get(s, id).display_name, "Second");
	assert_string_equal(config_of(s, id, "own"), "x");
	assert_ok(personas_list(s->db, &s->arena, &all, &n, &e), e);
	assert_int_equal(n, 2);
	assert_span(all[0].username, "Second_Bot");
	assert_string_equal(
		store_text(s, "SELECT subject FROM console_events WHERE kind = 'persona.add'"),
		"Second_Bot");
	const char *detail =
		store_text(s, "SELECT detail FROM console_events WHERE kind = 'persona.add'");
	assert_non_null(strstr(detail, "\"before\":null"));
	assert_non_null(strstr(detail, "\"dry\""));
}

static void names_differ_by_more_than_case(void **state)
{
	struct store *s = *state;
	struct session admin = store_account(s, "rosa", ROLE_ADMIN);
	struct persona p = called("TESTBOT", NULL, "{}");
	struct err e = {0};
	char id[UUID_TEXT];

	assert_fails(personas_add(s->db, &admin, &p, id, &e), e, ERR_CONSTRAINT);
	assert_says(e, "there is a persona TESTBOT already");
}

static void what_is_no_name_or_no_object_is_refused(void **state)
{
	static const struct {
		const char *name, *display_name, *config, *says;
	} wrong[] = {
		{"ab", NULL, "{}", "3 to 20 letters"},
		{"a name", NULL, "{}", "3 to 20 letters"},
		{"abcdefghijklmnopqrstu", NULL, "{}", "3 to 20 letters"},
		{"Another", "two\nlines", "{}", "display name"},
		{"Another", "\xE2\x80\xAEtxt", "{}", "display name"},
		{"Another", NULL, "{\"a\": 1,\n \"b\": }", "line 2, column 7"},
		{"Another", NULL, "{\"a\": 1,\n \"a\": 2}",
			"line 2, column 2: this member stands twice"},
		{"Another", NULL, "[1]", "not an object"},
		{"Another", NULL, "", "not JSON"},
		{"Another", NULL, "{} {}", "line 1, column 4"},
	};
	struct store *s = *state;
	struct session admin = store_account(s, "rosa", ROLE_ADMIN);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct persona p = called(wrong[i].name, wrong[i].display_name, wrong[i].config);
		struct err e = {0};
		char id[UUID_TEXT];
		assert_fails(personas_add(s->db, &admin, &p, id, &e), e, ERR_USAGE);
		assert_says(e, wrong[i].says);
	}
	assert_int_equal(store_number(s, "SELECT count(*) FROM personas"), 1);
}

static void a_change_keeps_what_it_was_in_the_log(void **state)
{
	struct store *s = *state;
	struct session admin = store_account(s, "rosa", ROLE_ADMIN);
	struct persona was = get(s, "TestBot"), now = was;
	struct err e = {0};

	now.display_name = SPAN_LIT("Test Bot");
	now.config = SPAN_LIT("{\"tone\": \"calm\"}");
	assert_ok(personas_set(s->db, &admin, &now, &was, &e), e);
	assert_span(get(s, "TestBot").display_name, "Test Bot");
	assert_string_equal(config_of(s, "TestBot", "tone"), "calm");
	was = get(s, "TestBot");
	now = was;
	now.display_name = SPAN_LIT("");
	assert_ok(personas_set(s->db, &admin, &now, &was, &e), e);
	assert_null(get(s, "TestBot").display_name.p);
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM console_events WHERE kind = 'persona.set'"
				 " AND detail LIKE '%Test Bot%' AND actor = 'rosa'"),
		2);
}

static void who_was_slower_is_told_and_changes_nothing(void **state)
{
	struct store *s = *state;
	struct session admin = store_account(s, "rosa", ROLE_ADMIN);
	struct persona was = get(s, "TestBot"), now = was;
	struct err e = {0};

	store_exec(s->db, "UPDATE personas SET display_name = 'Faster'");
	now.display_name = SPAN_LIT("Slower");
	assert_fails(personas_set(s->db, &admin, &now, &was, &e), e, ERR_CONFLICT);
	assert_span(get(s, "TestBot").display_name, "Faster");
	was = get(s, "TestBot");
	store_exec(s->db, "DELETE FROM personas");
	err_clear(&e);
	assert_fails(personas_set(s->db, &admin, &now, &was, &e), e, ERR_MISSING);
	assert_int_equal(
		store_number(s, "SELECT count(*) FROM console_events WHERE kind = 'persona.set'"),
		0);
}

static void only_admins_change_them(void **state)
{
	struct store *s = *state;
	struct session steers = store_account(s, "tom", ROLE_OPERATOR);
	struct persona was = get(s, "TestBot"), p = called("Another", NULL, "{}");
	struct err e = {0};
	char id[UUID_TEXT];

	assert_fails(personas_add(s->db, &steers, &p, id, &e), e, ERR_DENIED);
	err_clear(&e);
	assert_fails(personas_set(s->db, &steers, &was, &was, &e), e, ERR_DENIED);
	assert_int_equal(store_number(s, "SELECT count(*) FROM personas"), 1);
}

static void refuse_config(
	struct store *s, const struct session *admin, const struct persona *was, const char *config)
{
	struct persona now = *was;
	struct err e = {0};

	now.config = span_of(config);
	assert_fails(personas_set(s->db, admin, &now, was, &e), e, ERR_DENIED);
	assert_says(e, "looks like a secret");
	err_clear(&e);
}

/* By the rule of settings. */
static void a_secret_in_the_config_is_neither_shown_nor_set_nor_logged(void **state)
{
	struct store *s = *state;
	struct session admin = store_account(s, "rosa", ROLE_ADMIN);
	struct persona was = get(s, "TestBot"), now = was,
		       added = called("SecondBot", NULL, "{\"api_key\": \"hush\"}");
	struct event_row *events;
	struct err e = {0};
	char id[UUID_TEXT];
	size_t n;
	bool more;

	refuse_config(s, &admin, &was, "{\"llm\": {\"openai_key\": \"hush\"}}");
	refuse_config(s, &admin, &was, "{\"db\": [\"postgres://u:hush@h/d\"]}");
	assert_fails(personas_add(s->db, &admin, &added, id, &e), e, ERR_DENIED);
	err_clear(&e);
	store_exec(
		s->db, "UPDATE personas SET config = '{\"tone\": \"dry\", \"token\": \"hush\"}'");
	was = get(s, "TestBot");
	assert_true(was.hides);
	assert_span(was.config, "{\"tone\": \"dry\", \"token\": \"(hidden)\"}");
	refuse_config(s, &admin, &was, "{\"tone\": \"dry\"}");
	now = was;
	now.display_name = SPAN_LIT("Another");
	assert_ok(personas_set(s->db, &admin, &now, &was, &e), e);
	assert_span(get(s, "TestBot").display_name, "Another");
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM personas"
				 " WHERE CAST(config AS text) LIKE '%hush%'"),
		1);
	assert_int_equal(
		store_number(s, "SELECT count(*) FROM console_events WHERE detail LIKE '%hush%'"),
		0);
	/* What an older rule let through is not shown. */
	assert_ok(events_record(s->db, &admin, "persona.set", SPAN_LIT("TestBot"),
			  SPAN_LIT("{\"after\": {\"config\": {\"api_key\": \"hush\"}}}"), &e),
		e);
	assert_ok(log_events(s->db, &(struct log_query){.limit = 1}, &s->arena, &events, &n, &more,
			  &e),
		e);
	assert_span(events[0].detail, "{\"after\": {\"config\": {\"api_key\": \"(hidden)\"}}}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(one_is_found_by_name_in_either_case_or_id),
		ON_FRESH(an_admin_adds_one_and_the_log_says_so),
		ON_FRESH(names_differ_by_more_than_case),
		ON_FRESH(what_is_no_name_or_no_object_is_refused),
		ON_FRESH(a_change_keeps_what_it_was_in_the_log),
		ON_FRESH(who_was_slower_is_told_and_changes_nothing),
		ON_FRESH(only_admins_change_them),
		ON_FRESH(a_secret_in_the_config_is_neither_shown_nor_set_nor_logged),
	};

	return RUN_CASES(tests);
}
