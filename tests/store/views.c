/* Saved filters: whose they are, who may change them, and what they count. */
#include "store/views.h"

#include "base/str.h"
#include "fixture.h"

static const char *names(struct store *s, const struct session *who)
{
	struct view *list;
	struct str all = {0};
	struct err e = {0};
	size_t n;

	assert_ok(views_list(s->db, who, "queue", &s->arena, &list, &n, &e), e);
	for (size_t i = 0; i < n; i++) {
		if (list[i].owner == VIEW_BUILT_IN)
			continue;
		str_add(&all, list[i].owner == VIEW_SHARED ? "*" : "");
		str_adds(&all, list[i].name);
		str_add(&all, "=");
		str_adds(&all, list[i].filter);
		str_add(&all, ";");
	}
	const char *copy = arena_strdup(&s->arena, str_cstr(&all));
	str_free(&all);
	return copy;
}

static const char *add(struct store *s, const struct session *who, enum view_owner owner,
	const char *name, const char *filter)
{
	char *id = arena_alloc(&s->arena, UUID_TEXT);
	struct err e = {0};

	assert_ok(views_add(s->db, who, "queue", owner, span_of(name), span_of(filter), id, &e), e);
	return id;
}

#define assert_refused(expected, words, owner, name, filter) \
	do { \
		struct err e_ = {0}; \
		char id_[UUID_TEXT]; \
		assert_fails(views_add(s->db, &rosa, "queue", owner, name, filter, id_, &e_), e_, \
			expected); \
		assert_says(e_, words); \
	} while (0)

static void everybody_sees_shared_views_and_her_own(void **state)
{
	struct store *s = *state;
	struct session boss = store_account(s, "boss", ROLE_ADMIN);
	struct session rosa = store_account(s, "rosa", ROLE_MODERATOR);

	assert_string_equal(names(s, &rosa), "");
	add(s, &rosa, VIEW_OWN, "mine", "by:rosa");
	add(s, &boss, VIEW_SHARED, "Old ones", "age>2d");
	add(s, &boss, VIEW_OWN, "mine", "");
	add(s, &rosa, VIEW_OWN, "again", "sort:conf");
	assert_string_equal(names(s, &rosa), "*Old ones=age>2d;mine=by:rosa;again=sort:conf;");
	assert_string_equal(names(s, &boss), "*Old ones=age>2d;mine=;");
}

static void a_view_is_checked_before_it_is_saved(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_MODERATOR);

	add(s, &rosa, VIEW_OWN, "mine", "x");
	assert_refused(ERR_USAGE, "column 3: unknown field", VIEW_OWN, SPAN_LIT("a"),
		SPAN_LIT("x foo:bar"));
	assert_refused(ERR_USAGE, "only text", VIEW_OWN, SPAN_LIT("a"), SPAN_LIT("\xFF"));
	assert_refused(ERR_USAGE, "needs a name", VIEW_OWN, SPAN_LIT(""), SPAN_LIT("x"));
	assert_refused(ERR_USAGE, "may not hold tabs and line breaks", VIEW_OWN, SPAN_LIT("a\nb"),
		SPAN_LIT("x"));
	assert_refused(ERR_USAGE, "at most 64", VIEW_OWN,
		SPAN_LIT("0123456789012345678901234567890123456789012345678901234567890123456789"),
		SPAN_LIT("x"));
	assert_refused(
		ERR_CONSTRAINT, "your view \"mine\"", VIEW_OWN, SPAN_LIT("mine"), SPAN_LIT("y"));
	assert_refused(ERR_CONSTRAINT, "\"old\" is the name of a built-in view", VIEW_OWN,
		SPAN_LIT("old"), SPAN_LIT("y"));
	struct session boss = store_account(s, "boss", ROLE_ADMIN);
	char id[UUID_TEXT];
	struct err e = {0};
	assert_fails(views_add(s->db, &boss, "queue", VIEW_SHARED, SPAN_LIT("waiting"),
			     SPAN_LIT("sub:de"), id, &e),
		e, ERR_CONSTRAINT);
	assert_says(e, "\"waiting\" is the name of a built-in view");
	assert_refused(ERR_DENIED, "rosa (moderator) may not", VIEW_SHARED, SPAN_LIT("all"),
		SPAN_LIT("x"));
	assert_string_equal(names(s, &rosa), "mine=x;");
}

static void views_are_renamed_and_deleted_by_whom_they_belong_to(void **state)
{
	struct store *s = *state;
	struct session boss = store_account(s, "boss", ROLE_ADMIN);
	struct session rosa = store_account(s, "rosa", ROLE_MODERATOR);
	struct session tom = store_account(s, "tom", ROLE_MODERATOR);
	const char *mine = add(s, &rosa, VIEW_OWN, "mine", "x");
	const char *shared = add(s, &boss, VIEW_SHARED, "all", "y");
	struct err e = {0};

	add(s, &boss, VIEW_SHARED, "taken", "z");
	assert_ok(views_rename(s->db, &rosa, mine, SPAN_LIT("ours"), &e), e);
	assert_ok(views_rename(s->db, &boss, shared, SPAN_LIT("All"), &e), e);
	assert_fails(views_rename(s->db, &tom, mine, SPAN_LIT("his"), &e), e, ERR_MISSING);
	err_clear(&e);
	assert_fails(views_rename(s->db, &tom, shared, SPAN_LIT("his"), &e), e, ERR_DENIED);
	err_clear(&e);
	assert_fails(views_rename(s->db, &boss, shared, SPAN_LIT("taken"), &e), e, ERR_CONSTRAINT);
	err_clear(&e);
	assert_fails(views_delete(s->db, &tom, shared, &e), e, ERR_DENIED);
	err_clear(&e);
	assert_fails(views_delete(s->db, &boss, mine, &e), e, ERR_MISSING);
	err_clear(&e);
	assert_string_equal(names(s, &rosa), "*All=y;*taken=z;ours=x;");
	assert_ok(views_delete(s->db, &rosa, mine, &e), e);
	assert_ok(views_delete(s->db, &boss, shared, &e), e);
	assert_fails(views_delete(s->db, &boss, shared, &e), e, ERR_MISSING);
	assert_string_equal(names(s, &rosa), "*taken=z;");
}

static void some_views_are_there_to_begin_with_and_stay_as_they_are(void **state)
{
	struct store *s = *state;
	struct session boss = store_account(s, "boss", ROLE_ADMIN);
	struct view *list;
	struct err e = {0};
	int64_t drafts;
	size_t n;

	assert_ok(views_list(s->db, &boss, "queue", &s->arena, &list, &n, &e), e);
	assert_int_equal(n, 5);
	assert_span(list[0].filter, "");
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(list[i].owner, VIEW_BUILT_IN);
		assert_ok(views_count(s->db, &list[i], 9, &drafts, &e), e);
	}
	assert_fails(views_rename(s->db, &boss, list[0].id, SPAN_LIT("x"), &e), e, ERR_MISSING);
	err_clear(&e);
	assert_fails(views_delete(s->db, &boss, list[0].id, &e), e, ERR_MISSING);
	err_clear(&e);
	assert_ok(views_list(s->db, &boss, "beliefs", &s->arena, &list, &n, &e), e);
	assert_int_equal(n, 0);
}

static void a_name_finds_ones_own_view_before_a_shared_one_before_a_built_in_one(void **state)
{
	struct store *s = *state;
	struct session boss = store_account(s, "boss", ROLE_ADMIN);
	struct session rosa = store_account(s, "rosa", ROLE_MODERATOR);
	struct session nobody = {0};
	struct view v;
	struct err e = {0};

	assert_ok(views_find(s->db, &rosa, "queue", SPAN_LIT("flagged"), &s->arena, &v, &e), e);
	assert_int_equal(v.owner, VIEW_BUILT_IN);
	/* From before such a name was refused. */
	add(s, &boss, VIEW_SHARED, "all flagged", "flag:any age>1h");
	store_exec(s->db, "UPDATE console_views SET name = 'flagged'");
	assert_ok(views_find(s->db, &rosa, "queue", SPAN_LIT("flagged"), &s->arena, &v, &e), e);
	assert_span(v.filter, "flag:any age>1h");
	add(s, &boss, VIEW_SHARED, "spam", "flag:any");
	add(s, &rosa, VIEW_OWN, "spam", "flag:spam");
	assert_ok(views_find(s->db, &rosa, "queue", SPAN_LIT("spam"), &s->arena, &v, &e), e);
	assert_span(v.filter, "flag:spam");
	assert_ok(views_find(s->db, &nobody, "queue", SPAN_LIT("spam"), &s->arena, &v, &e), e);
	assert_span(v.filter, "flag:any");
	assert_fails(views_find(s->db, &rosa, "queue", SPAN_LIT("flag"), &s->arena, &v, &e), e,
		ERR_MISSING);
	assert_says(e, "no view \"flag\"");
}

static void a_view_counts_what_it_shows_up_to_a_cap(void **state)
{
	struct store *s = *state;
	struct view v = {.filter = SPAN_LIT("lottery")};
	struct err e = {0};
	int64_t n;

	for (int i = 0; i < 5; i++)
		store_draft(s, &(struct store_draft){.content = i < 4 ? "lottery" : "other"});
	assert_ok(views_count(s->db, &v, 9, &n, &e), e);
	assert_int_equal(n, 4);
	assert_ok(views_count(s->db, &v, 2, &n, &e), e);
	assert_int_equal(n, 3);
	v.filter = SPAN_LIT("gone:x");
	assert_fails(views_count(s->db, &v, 9, &n, &e), e, ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(everybody_sees_shared_views_and_her_own),
		ON_FRESH(a_view_is_checked_before_it_is_saved),
		ON_FRESH(views_are_renamed_and_deleted_by_whom_they_belong_to),
		ON_FRESH(some_views_are_there_to_begin_with_and_stay_as_they_are),
		ON_FRESH(a_name_finds_ones_own_view_before_a_shared_one_before_a_built_in_one),
		ON_FRESH(a_view_counts_what_it_shows_up_to_a_cap),
	};

	return RUN_CASES(tests);
}
