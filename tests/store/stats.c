/* The numbers of the queue, the two logs, and the values that completion offers. */
#include "store/stats.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/time.h"
#include "fixture.h"
#include "store/events.h"
#include "store/filter_values.h"
#include "store/log.h"
#include "store/posts.h"

static void decide(struct store *s, const struct session *who, const char *at, const char *id,
	enum decision what, int64_t viewed)
{
	struct decision_result result;
	struct err e = {0};

	setenv("TENET_NOW", at, 1);
	assert_ok(posts_decide(s->db, who,
			  &(struct decision_request){.post_id = id,
				  .decision = what,
				  .reason = what == DECIDE_REJECT ? SPAN_LIT("spam") : SPAN_NULL,
				  .viewing_ms = viewed},
			  &s->arena, &result, &e),
		e);
	assert_int_equal(result.outcome, DECIDED);
}

static const char *draft(struct store *s, const char *at, const char *subreddit)
{
	return store_draft(s,
		&(struct store_draft){.created = at, .subreddit = subreddit, .content = "words"});
}

/* Now is noon. */
static struct session fill(struct store *s)
{
	struct session rosa = store_account(s, "rosa", ROLE_MODERATOR);
	struct session tom = store_account(s, "tom", ROLE_MODERATOR);
	struct undo_result undone;
	struct err e = {0};

	decide(s, &tom, "2026-11-01 08:00:00", draft(s, "2026-11-01 07:00:00", "de"),
		DECIDE_APPROVE, 9);
	decide(s, &rosa, "2026-11-21 09:59:59", draft(s, "2026-11-21 08:00:00", "de"),
		DECIDE_APPROVE, 100);
	decide(s, &rosa, "2026-11-22 11:00:00", draft(s, "2026-11-22T10:00:00.5", "de"),
		DECIDE_REJECT, 300);
	decide(s, &rosa, "2026-11-22 11:10:00", draft(s, "2026-11-22 10:00:00", "de"),
		DECIDE_REJECT, -1);
	decide(s, &tom, "2026-11-22 11:20:00", draft(s, "2026-11-22 11:15:00", "Science"),
		DECIDE_APPROVE, -1);
	assert_ok(posts_undo(s->db, &tom, NULL, 0, &s->arena, &undone, &e), e);
	draft(s, "2026-11-22 11:00:00", "science");
	draft(s, "2026-11-20 12:00:00", "energy");
	setenv("TENET_NOW", "2026-11-22 12:00:00", 1);
	return rosa;
}

static void the_numbers_are_those_of_the_queue(void **state)
{
	struct store *s = *state;
	struct stats n;
	struct err e = {0};

	fill(s);
	assert_ok(stats_read(s->db, time_now(), &s->arena, &n, &e), e);
	assert_int_equal(n.status_n, 3);
	assert_int_equal(n.pending, 3);
	assert_int_equal(n.subreddit_n, 2);
	assert_span(n.subreddits[0].name, "science");
	assert_int_equal(n.subreddits[0].n, 2);
	assert_int_equal(n.age_p50, 3600 * TIME_SECOND);
	assert_int_equal(n.age_p95, 2 * 86400 * TIME_SECOND);
	assert_int_equal(n.arrived[STATS_HOURS - 1], 0);
	assert_int_equal(n.arrived[STATS_HOURS - 2], 2);
	assert_int_equal(n.arrived[STATS_HOURS - 3], 2);
	assert_int_equal(n.decided[STATS_HOURS - 2], 3);
	assert_int_equal(n.decided[STATS_HOURS - 1 - 27], 1);
	assert_int_equal(n.moderator_n, 2);
	assert_span(n.moderators[0].name, "rosa");
	assert_int_equal(n.moderators[0].approved, 1);
	assert_int_equal(n.moderators[0].rejected, 2);
	assert_int_equal(n.moderators[0].reversed, 0);
	assert_int_equal(n.moderators[0].median_ms, 100);
	assert_span(n.moderators[1].name, "tom");
	assert_int_equal(n.moderators[1].approved, 1);
	assert_int_equal(n.moderators[1].reversed, 1);
	assert_int_equal(n.moderators[1].median_ms, -1);
	unsetenv("TENET_NOW");
}

static void an_empty_database_has_no_numbers(void **state)
{
	struct store *s = *state;
	struct stats n;
	struct err e = {0};

	assert_ok(stats_read(s->db, time_now(), &s->arena, &n, &e), e);
	assert_int_equal(n.status_n + n.subreddit_n + n.moderator_n, 0);
	assert_int_equal(n.pending, 0);
	assert_int_equal(n.age_p50, -1);
}

/* "action/reason" of what is read, newest first. */
static const char *decisions(struct store *s, struct log_query q, const char *filter)
{
	struct filter f;
	struct ledger_row *rows;
	struct str all = {0};
	struct err e = {0};
	bool more = true;
	size_t n;

	if (filter) {
		assert_ok(filter_parse(FILTER_DRAFTS, span_of(filter), &s->arena, &f, &e), e);
		q.filter = &f;
	}
	while (more) {
		assert_ok(log_decisions(s->db, &q, &s->arena, &rows, &n, &more, &e), e);
		for (size_t i = 0; i < n; i++) {
			str_adds(&all, rows[i].action);
			str_addc(&all, '/');
			str_adds(&all, rows[i].reason);
			str_addc(&all, ' ');
			q.before = rows[i].seq;
		}
	}
	const char *copy = arena_strdup(&s->arena, str_cstr(&all));
	str_free(&all);
	return copy;
}

static void decisions_are_read_newest_first_page_by_page(void **state)
{
	static const char whole[] = "undo/ approve/ reject/spam reject/spam approve/ approve/ ";
	struct store *s = *state;
	struct log_query q = {.since = TIME_NONE, .limit = 2};

	assert_string_equal(decisions(s, q, NULL), "");
	fill(s);
	assert_string_equal(decisions(s, q, NULL), whole);
	q.limit = 100;
	assert_string_equal(decisions(s, q, NULL), whole);
	assert_string_equal(decisions(s, q, "sub:science"), "undo/ approve/ ");
	assert_string_equal(decisions(s, q, "status:rejected"), "reject/spam reject/spam ");
	assert_true(time_parse(SPAN_LIT("2026-11-22 11:10:00"), &q.since));
	assert_string_equal(decisions(s, q, NULL), "undo/ approve/ reject/spam ");
	unsetenv("TENET_NOW");
}

static void what_one_did_is_found_whatever_the_case_of_the_name(void **state)
{
	struct store *s = *state;
	struct log_query q = {.since = TIME_NONE, .limit = 100, .actor = SPAN_LIT("KIM")};
	struct session kim = store_account(s, "kim", ROLE_MODERATOR);
	struct session rosa = store_account(s, "rosa", ROLE_MODERATOR);
	const char *now = "2026-11-22 11:00:00";

	decide(s, &kim, now, draft(s, now, "science"), DECIDE_APPROVE, 1);
	decide(s, &rosa, now, draft(s, now, "science"), DECIDE_REJECT, 1);
	unsetenv("TENET_NOW");
	assert_string_equal(decisions(s, q, NULL), "approve/ ");
}

static void events_are_found_by_a_text(void **state)
{
	struct store *s = *state;
	struct log_query q = {.since = TIME_NONE, .limit = 2};
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);
	struct event_row *rows;
	struct err e = {0};
	int64_t before = store_number(s, "SELECT count(*) FROM console_events");
	bool more;
	size_t n;

	for (int i = 0; i < 3; i++)
		assert_ok(
			events_record(s->db, &rosa, "account.add", SPAN_LIT("Zoë"), SPAN_NULL, &e),
			e);
	assert_ok(events_record(s->db, NULL, "login.failed", SPAN_LIT("tom"), SPAN_NULL, &e), e);
	assert_ok(log_events(s->db, &q, &s->arena, &rows, &n, &more, &e), e);
	assert_int_equal(n, 2);
	assert_true(more);
	assert_span(rows[0].kind, "login.failed");
	assert_null(rows[0].actor.p);
	assert_span(rows[1].actor, "rosa");
	q.words = SPAN_LIT("ZOË");
	q.limit = 100;
	assert_ok(log_events(s->db, &q, &s->arena, &rows, &n, &more, &e), e);
	assert_int_equal(n, 3);
	assert_false(more);
	q.words = SPAN_NULL;
	assert_ok(log_events(s->db, &q, &s->arena, &rows, &n, &more, &e), e);
	assert_int_equal(n, before + 4);
}

static const char *values_of(
	struct store *s, enum filter_dialect dialect, enum filter_field field, const char *typed)
{
	struct span *list;
	struct str all = {0};
	struct err e = {0};
	size_t n;

	assert_ok(
		filter_values(s->db, dialect, field, span_of(typed), 10, &s->arena, &list, &n, &e),
		e);
	for (size_t i = 0; i < n; i++) {
		str_adds(&all, list[i]);
		str_addc(&all, ';');
	}
	const char *copy = arena_strdup(&s->arena, str_cstr(&all));
	str_free(&all);
	return copy;
}

static const char *values(struct store *s, enum filter_field field, const char *typed)
{
	return values_of(s, FILTER_DRAFTS, field, typed);
}

static void values_for_completion_come_from_the_rows(void **state)
{
	struct store *s = *state;

	fill(s);
	store_draft(s,
		&(struct store_draft){
			.metadata = "{\"evaluation\": {\"flags\": [\"spam: x\", \"b\"]}}"});
	store_draft(s, &(struct store_draft){.metadata = "{\"evaluation\": {\"flags\": 7}}"});
	assert_string_equal(values(s, FILTER_SUB, "SCI"), "Science;science;");
	assert_string_equal(values(s, FILTER_SUB, "e"), "energy;");
	assert_string_equal(values(s, FILTER_BY, ""), "rosa;tom;");
	assert_string_equal(values(s, FILTER_PERSONA, "t"), "TestBot;");
	assert_string_equal(values(s, FILTER_FLAG, "sp"), "spam: x;");
	assert_string_equal(values(s, FILTER_REASON, ""), "spam;");
	assert_string_equal(values(s, FILTER_LEN, ""), "");
	assert_string_equal(values(s, FILTER_SUB, "\xFF"), "");
	unsetenv("TENET_NOW");
}

static void add_belief(struct store *s, const char *id, const char *tags)
{
	const char *const belief[] = {id, s->persona, tags};
	const char *const edge[] = {id, s->persona, tags ? "supports" : "Somehow_Like", id};

	store_write(s->db,
		"INSERT INTO belief_nodes (id, persona_id, title, summary, tags)"
		" VALUES ($1, $2, 't', 's', $3)",
		belief, 3);
	store_write(s->db,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation)"
		" VALUES ($1, $2, $1, $1, $3)",
		edge, 3);
	store_write(s->db,
		"INSERT INTO belief_updates (id, persona_id, belief_id, reason, updated_by)"
		" VALUES ($1, $2, $1, 'r', $3)",
		edge, 3);
	store_write(s->db,
		"INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id,"
		" subreddit) VALUES ($1, $2, 'c', 'post', $4, $3)",
		edge, 4);
}

static void values_of_beliefs_and_memories_come_from_their_rows(void **state)
{
	struct store *s = *state;

	add_belief(s, "11111111-0000-4000-8000-000000000001", "[\"science\", \"Sea\"]");
	add_belief(s, "11111111-0000-4000-8000-000000000002", "{\"s\": 1}");
	add_belief(s, "11111111-0000-4000-8000-000000000003", NULL);
	assert_string_equal(values_of(s, FILTER_BELIEFS, FILTER_TAG, "s"), "Sea;science;");
	assert_string_equal(values_of(s, FILTER_BELIEFS, FILTER_REL, ""), "Somehow_Like;supports;");
	assert_string_equal(values_of(s, FILTER_BELIEFS, FILTER_BY, "SU"), "supports;");
	assert_string_equal(values_of(s, FILTER_BELIEFS, FILTER_PERSONA, "t"), "TestBot;");
	assert_string_equal(values_of(s, FILTER_BELIEFS, FILTER_SUB, ""), "");
	assert_string_equal(values_of(s, FILTER_INTERACTIONS, FILTER_SUB, "some"), "Somehow_Like;");
	assert_string_equal(values_of(s, FILTER_INTERACTIONS, FILTER_PERSONA, "x"), "");
}

static void subreddits_are_counted_by_their_whole_name_in_small_letters(void **state)
{
	static const char *const names[] = {"", "A_name_that_is_longer_than_a_key",
		"A_name_that_is_longer_than_another", "a_name_that_is_longer_than_a_KEY"};
	struct store *s = *state;
	struct stats n;
	struct err e = {0};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		draft(s, "2026-11-22 10:00:00", names[i]);
	store_exec(s->db,
		"UPDATE pending_posts SET target_subreddit = NULL WHERE target_subreddit = ''");
	draft(s, "2026-11-22 10:00:00", "");
	draft(s, "2026-11-22 10:00:00", "");
	assert_ok(stats_read(s->db, time_now(), &s->arena, &n, &e), e);
	assert_int_equal(n.subreddit_n, 3);
	assert_span(n.subreddits[0].name, "");
	assert_int_equal(n.subreddits[0].n, 3);
	assert_span(n.subreddits[1].name, "a_name_that_is_longer_than_a_key");
	assert_int_equal(n.subreddits[1].n, 2);
	assert_span(n.subreddits[2].name, "a_name_that_is_longer_than_another");
}

static void an_account_is_sought_in_the_newest_part_of_the_log(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const struct log_account about = {span_of(mia.id), SPAN_LIT("mia")};
	const struct log_query q = {.since = TIME_NONE, .limit = 8, .about = &about};
	struct event_row *rows;
	struct err e = {0};
	size_t n;
	bool more;

	store_exec(s->db,
		"INSERT INTO console_events (seq, id, kind, subject) VALUES"
		" (900, 'eeeeeeee-0000-4000-8000-000000000001', 'login.failed', 'mia'),"
		" (901, 'eeeeeeee-0000-4000-8000-000000000002', 'account.role', 'mia'),"
		" (902, 'eeeeeeee-0000-4000-8000-000000000003', 'persona.add', 'mia'),"
		" (10900, 'eeeeeeee-0000-4000-8000-000000000004', 'login.failed', 'otto')");
	assert_ok(log_events(s->db, &q, &s->arena, &rows, &n, &more, &e), e);
	assert_int_equal(n, 1);
	assert_span(rows[0].kind, "account.role");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(subreddits_are_counted_by_their_whole_name_in_small_letters),
		ON_FRESH(the_numbers_are_those_of_the_queue),
		ON_FRESH(an_empty_database_has_no_numbers),
		ON_FRESH(decisions_are_read_newest_first_page_by_page),
		IN_TURKISH(what_one_did_is_found_whatever_the_case_of_the_name),
		ON_FRESH(events_are_found_by_a_text),
		ON_FRESH(values_for_completion_come_from_the_rows),
		ON_FRESH(values_of_beliefs_and_memories_come_from_their_rows),
		ON_FRESH(an_account_is_sought_in_the_newest_part_of_the_log),
	};

	return RUN_CASES(tests);
}
