/* Texts meant to fool a terminal or its reader: named, shown, and never sent as they are. */
#include "tui/fixture_raw.h"

#include <jansson.h>

#include "base/sanitize.h"
#include "base/str.h"
#include "base64.h"

static struct span decode(struct arena *a, const char *text)
{
	struct str bytes = {0};

	add_base64(&bytes, text);
	struct span copy = arena_span(a, str_span(&bytes));
	str_free(&bytes);
	return copy;
}

static json_t *load_entries(void)
{
	json_error_t problem;
	json_t *entries = json_load_file("tests/data/hostile.json", 0, &problem);

	if (!entries)
		fail_msg("%s", problem.text);
	return entries;
}

static const char *text_of(const json_t *entry, const char *key)
{
	const char *text = json_string_value(json_object_get(entry, key));

	assert_non_null(text);
	return text;
}

/* PostgreSQL has no text with NUL or with bytes that are not UTF-8. */
static bool can_be_stored(const struct walk *w, struct span text)
{
	return w->engine == DB_SQLITE ||
		!(text_alarms(text) & TEXT_INVALID || memchr(text.p, '\0', text.n));
}

static bool holds(struct span bytes, const char *part, size_t n)
{
	return memmem(bytes.p, bytes.n, part, n) != NULL;
}

/* The parts of the payload that would act: each begins with the byte that starts the trick, so none
 * can be among the console's own. */
static const struct {
	const char *name;
	const char *bytes;
} acting[] = {
	{"8-bit CSI", "\233"},
	{"C1 CSI", "\302\233"},
	{"OSC", "\033]"},
	{"DCS", "\033P"},
	{"BEL", "\a"},
	{"right-to-left override", "\342\200\256"},
	{"isolate", "\342\201\246"},
	{"zero width space", "\342\200\213"},
	{"zero width non-joiner", "\342\200\214"},
	{"byte order mark", "\357\273\277"},
	{"tag letter", "\363\240\201\241"},
	{"variation selector", "\363\240\204\200"},
	{"hangul filler", "\343\205\244"},
	{"overlong", "\300\257"},
	{"surrogate", "\355\240\200"},
	{"noncharacter", "\357\277\276"},
	{"soft hyphen", "\302\255"},
	{"line separator", "\342\200\250"},
};

static void no_trick_reaches_the_terminal(void **state)
{
	struct walk *w = *state;
	const char *args[] = {"--database", w->address, NULL};
	json_t *entries = load_entries();
	size_t n = json_array_size(entries);

	/* Honest Japanese, which would be shown beside them, holds some of these bytes in letters.
	 */
	walk_sql(w, "DELETE FROM interactions");
	for (size_t i = 0; i < n; i++) {
		struct span text =
			decode(&w->arena, text_of(json_array_get(entries, i), "content_base64"));
		if (can_be_stored(w, text))
			walk_add_first(w, text);
	}
	json_decref(entries);
	struct raw *r = raw_start(w, args, NULL, NULL, NULL);
	raw_keys(r, ROSA K_TAB ROSAS_WORDS K_ENTER);
	for (size_t i = 0; i < n; i++)
		raw_keys(r, "j");
	raw_keys(r, "/lottery\033");
	raw_keys(r, "q");
	assert_int_equal(raw_wait(r), 0);
	assert_true(holds(raw_sent(r), "harmless start", 14));
	for (size_t i = 0; i < sizeof(acting) / sizeof(acting[0]); i++)
		if (holds(raw_sent(r), acting[i].bytes, strlen(acting[i].bytes)))
			fail_msg("a %s was sent", acting[i].name);
	assert_false(holds(raw_sent(r), "start \033[2J", 10));
	raw_free(&r);
}

/* Puts this text alone at the head of the queue and opens it. */
static void expect_warning(struct walk *w, struct span content, bool alarming)
{
	walk_sql(w, "UPDATE pending_posts SET status = 'rejected' WHERE status = 'pending'");
	walk_add_first(w, content);
	console_keys(w->c, "R");
	console_expect(w->c, "1 of 1");
	if (alarming)
		console_expect(w->c, "▲ Hidden or misleading content in the draft:");
	else
		console_expect_not(w->c, "Hidden or misleading");
}

static void every_kind_of_trick_is_warned_of_and_honest_text_is_not(void **state)
{
	struct walk *w = *state;
	json_t *entries = load_entries(), *entry;
	size_t i;

	walk_rosa(w);
	json_array_foreach(entries, i, entry)
	{
		const char *class = text_of(entry, "class");
		struct span text = decode(&w->arena, text_of(entry, "content_base64"));
		print_message("# %s\n", text_of(entry, "name"));
		if (can_be_stored(w, text))
			expect_warning(w, text,
				strcmp(class, "none") != 0 && strcmp(class, "layout") != 0);
	}
	json_decref(entries);
}

static void a_thread_that_hides_something_is_warned_of(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, SPAN_LIT("An honest answer."));

	walk_sql_on(w,
		"UPDATE pending_posts SET draft_metadata ="
		" '{\"original_reply\": {\"author\": \"eve\", \"body\": \"ig\\u200bnore\"}}'"
		" WHERE id = '%s'",
		id);
	walk_rosa(w);
	console_expect(w->c, "Hidden or misleading content in the thread:");
	console_expect(w->c, "ig<U+200B>nore");
	console_expect_not(w->c, "in the draft:");
}

static void names_and_titles_are_shown_with_what_they_hide(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE pending_posts SET target_subreddit = 'sci\033[31mence'"
		" WHERE target_subreddit = 'de'");
	walk_sql(w,
		"UPDATE belief_nodes SET title = 'AAA \342\200\256evil'"
		" WHERE title LIKE 'AI systems%'");
	walk_rosa(w);
	console_expect(w->c, "sci^[[31mence");
	console_keys(w->c, "2");
	console_expect(w->c, "AAA <U+202E>evil");
	console_keys(w->c, "t");
	console_expect(w->c, "Stances  AAA <U+202E>evil");
}

static void words_of_look_alikes_are_spelled_out(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("Log in at p\u0430ypal.com, it is safe."));
	walk_rosa(w);
	console_expect(w->c, "1 word with look-alike letters");
	console_expect(w->c, "p\u0430ypal.com, is spelled p<U+0430>ypal.com,");
}

/* The metadata of a draft that says little itself. */
static void open_with_metadata(struct walk *w, const char *metadata)
{
	const char *id = walk_add_first(w, SPAN_LIT("Short and sweet."));
	const char *sql = arena_printf(&w->arena,
		"UPDATE pending_posts SET draft_metadata = '%s' WHERE id = '%s'", metadata, id);

	walk_sql(w, sql);
	walk_rosa(w);
	console_expect(w->c, "Short and sweet.");
}

static void beliefs_that_would_change_must_be_read_too(void **state)
{
	struct walk *w = *state;
	struct str metadata = {0};

	str_add(&metadata, "{\"belief_proposals\": {\"updates\": [");
	for (int i = 0; i < 60; i++)
		str_addf(&metadata, "{\"belief_title\": \"belief %d\"},", i);
	str_add(&metadata, "{}], \"new_belief\": {\"title\": \"The one that matters\"}}}");
	open_with_metadata(w, str_cstr(&metadata));
	str_free(&metadata);
	console_keys(w->c, "a");
	console_expect(w->c, "unread · J goes on");
	while (console_has(w->c, "unread lines"))
		console_keys(w->c, "J");
	console_expect(w->c, "new belief: The one that matters");
	console_keys(w->c, "a");
	console_expect(w->c, "approved");
}

static void what_the_agent_says_of_a_belief_is_held_against_the_belief(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE stance_versions SET status = 'locked' WHERE status = 'current' AND"
		" belief_id = '0cb1e29c-658c-4a14-95e6-0af593bd04cf'");
	open_with_metadata(w,
		"{\"belief_proposals\": {\"updates\": [{\"belief_id\":"
		" \"0cb1e29c-658c-4a14-95e6-0af593bd04cf\", \"belief_title\": \"Be nice\","
		" \"current_confidence\": 0.2, \"proposed_confidence\": \"0.9\"},"
		" {\"belief_id\": \"ghost\", \"belief_title\": \"Ghost\", \"deletes\": [1]}],"
		" \"also\": true}}");
	console_expect(w->c, "not understood: {\"proposed_confidence\": \"0.9\"}");
	console_keys(w->c, "J");
	console_expect(w->c, "the belief of this id is called AI systems should say what they are");
	console_expect(w->c, "its confidence is 0.900 now");
	console_expect(w->c, "its stance is locked: the agent has to leave it as it is");
	console_expect(w->c, "there is no such belief");
	console_expect(w->c, "not understood: {\"deletes\": [1]}");
	console_expect(w->c, "not understood: {\"also\": true}");
}

static void what_the_agents_own_check_did_not_approve_says_so(void **state)
{
	struct walk *w = *state;

	open_with_metadata(w,
		"{\"evaluation\": {\"approved\": false, \"flagged\": false, \"flags\": [],"
		" \"action\": \"block\"}}");
	console_expect(w->c, "Not approved by the agent's own check; its verdict: block");
}

static void nothing_that_others_wrote_passes_for_a_heading(void **state)
{
	struct walk *w = *state;

	open_with_metadata(w,
		"{\"original_reply\": {\"author\": \"x\\nIf approved, nothing happens\","
		" \"body\": \"hm\"}}");
	console_expect(w->c, "It answers a comment by x␊If approved, nothing happens");
}

static void a_very_long_draft_can_be_read_to_its_end(void **state)
{
	struct walk *w = *state;
	char *text = arena_alloc(&w->arena, 200001);

	memset(text, 'm', 200000);
	memcpy(text + 199993, " theend", 7);
	walk_add_first(w, (struct span){text, 200000});
	walk_rosa(w);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "G");
	console_expect(w->c, "The agent left no metadata");
	for (int i = 0; i < 10 && !console_has(w->c, "theend"); i++)
		console_keys(w->c, "k");
	console_expect(w->c, "theend");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(no_trick_reaches_the_terminal),
		WALK_BOTH(every_kind_of_trick_is_warned_of_and_honest_text_is_not),
		WALK_BOTH(a_thread_that_hides_something_is_warned_of),
		WALK_BOTH(names_and_titles_are_shown_with_what_they_hide),
		WALK_BOTH(words_of_look_alikes_are_spelled_out),
		WALK_BOTH(beliefs_that_would_change_must_be_read_too),
		WALK_BOTH(what_the_agent_says_of_a_belief_is_held_against_the_belief),
		WALK_BOTH(what_the_agents_own_check_did_not_approve_says_so),
		WALK_BOTH(nothing_that_others_wrote_passes_for_a_heading),
		WALK_BOTH(a_very_long_draft_can_be_read_to_its_end),
	};

	return RUN_WALKS(tests);
}
