/* Saved filters in the console: showing, saving, renaming and deleting them. */
#include "tui/fixture_walk.h"

#define VIEWS "SELECT name || '=' || filter FROM console_views ORDER BY position"

static void open_views(struct walk *w)
{
	walk_rosa(w);
	console_keys(w->c, "V");
	console_expect(w->c, "Saved filters");
}

static const char *pending(struct walk *w, const char *and)
{
	return walk_text(w,
		arena_printf(&w->arena,
			"SELECT count(*) FROM pending_posts WHERE status = 'pending' %s", and));
}

static void each_view_stands_with_the_drafts_that_it_shows(void **state)
{
	struct walk *w = *state;

	open_views(w);
	console_expect(w->c, "▸      180  waiting");
	console_expect(w->c, "         0  decided");
	console_expect(w->c, "all that waits, oldest first");
	walk_add_first(w, SPAN_LIT("One more."));
	console_wait_text(w->c, "181  waiting", 20);
}

static void enter_takes_filter_and_order_into_the_queue(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "/type:reply sort:-length" K_ENTER);
	console_keys(w->c, "Vs");
	console_expect(w->c, "filter: type:reply sort:-length");
	console_keys(w->c, "long replies" K_ENTER);
	console_expect(w->c, "saved");
	console_expect(w->c, "long replies");
	walk_expect_sql(w, VIEWS, "long replies=type:reply sort:-length");
	console_keys(w->c, K_ESC);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "Queue  status:pending");
	console_keys(w->c, "V");
	console_keys(w->c, "G" K_ENTER);
	console_expect_not(w->c, "Saved filters");
	console_expect(w->c, "Queue  type:reply sort:-length");
	console_expect(w->c, "longest first");
	console_expect(
		w->c, arena_printf(&w->arena, "1 of %s", pending(w, "AND post_type = 'reply'")));
}

static void a_view_is_renamed_and_deleted_with_a_question(void **state)
{
	struct walk *w = *state;

	open_views(w);
	console_keys(w->c, "sall" K_ENTER);
	console_keys(w->c, "r");
	console_expect(w->c, "new name: all");
	console_keys(w->c, " of them" K_ENTER);
	console_expect(w->c, "renamed");
	walk_expect_sql(w, VIEWS, "all of them=");
	console_keys(w->c, "d");
	console_expect(w->c, "Delete the view all of them?");
	console_keys(w->c, K_ENTER "d");
	console_expect(w->c, "y delete it");
	console_keys(w->c, "n");
	walk_expect_sql(w, VIEWS, "all of them=");
	console_keys(w->c, "dy");
	console_expect(w->c, "deleted");
	console_expect_not(w->c, "all of them");
	walk_expect_sql(w, "SELECT count(*) FROM console_views", "0");
}

static void a_name_that_is_taken_or_missing_is_said_and_what_was_typed_stays(void **state)
{
	struct walk *w = *state;

	open_views(w);
	console_keys(w->c, "s" K_ENTER);
	console_expect(w->c, "not saved: a view needs a name");
	console_keys(w->c, "mine" K_ENTER);
	console_keys(w->c, "smine" K_ENTER);
	console_expect(w->c, "not saved: there is your view \"mine\" already");
	console_expect(w->c, "save as: mine");
	console_keys(w->c, "2" K_ENTER);
	walk_expect_sql(w, VIEWS, "mine= mine2=");
	console_keys(w->c, "s" K_ESC);
	console_expect_not(w->c, "save as:");
	walk_expect_sql(w, VIEWS, "mine= mine2=");
}

static void what_comes_with_tenet_stays(void **state)
{
	struct walk *w = *state;

	open_views(w);
	console_keys(w->c, "d");
	console_expect(w->c, "not deleted: it comes with tenet");
	console_keys(w->c, "r");
	console_expect(w->c, "not renamed: it comes with tenet");
}

static void only_admins_save_for_everybody(void **state)
{
	struct walk *w = *state;

	open_views(w);
	console_keys(w->c, "S");
	console_expect(w->c, "save for everybody as:");
	console_keys(w->c, "ours" K_ENTER);
	walk_expect_sql(w, "SELECT count(*) FROM console_views WHERE account_id IS NULL", "1");
	walk_sql(w, "UPDATE console_accounts SET role = 'moderator'");
	console_keys(w->c, "Stheirs" K_ENTER);
	console_expect(w->c, "not saved: rosa (moderator) may not");
	console_keys(w->c, K_ESC K_ESC);
	console_type(w->c, "q");
	walk_expect_exit(w, 0);

	open_views(w);
	console_keys(w->c, "S");
	console_expect(w->c, "not saved: only admins may change saved reasons and shared views");
	console_keys(w->c, "/");
	console_keys(w->c, "Gd");
	console_expect(w->c, "not deleted: only admins");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Queue  status:pending");
}

static void a_filter_that_is_none_any_more_is_named_and_not_shown(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w,
		"INSERT INTO console_views (id, pane, name, filter) VALUES"
		" ('e1000000-0000-4000-8000-000000000001', 'queue', 'older', 'mood:bad')");
	console_keys(w->c, "V");
	console_keys(w->c, "G");
	console_expect(w->c, "▸        ▲  older");
	console_expect(w->c, "column 1: unknown field \"mood\": tenet(5) lists them");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "not shown: column 1: unknown field");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "Queue  status:pending");
}

static void names_and_filters_of_others_are_shown_safely(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w,
		w->engine == DB_SQLITE ? "INSERT INTO console_views (id, pane, name, filter) VALUES"
					 " ('e1000000-0000-4000-8000-000000000001', 'queue',"
					 " 'a' || char(27) || '[2Jb', 'x' || char(27) || '[2J')"
				       : "INSERT INTO console_views (id, pane, name, filter) VALUES"
					 " ('e1000000-0000-4000-8000-000000000001', 'queue',"
					 " 'a' || chr(27) || '[2Jb', 'x' || chr(27) || '[2J')");
	console_keys(w->c, "V");
	console_keys(w->c, "G");
	console_expect(w->c, "a^[[2Jb");
	console_expect(w->c, "x^[[2J");
}

static void the_box_fits_narrow_windows(void **state)
{
	struct walk *w = *state;

	open_views(w);
	console_keys(w->c, "j");
	console_expect_screen(w->c, "views-24x80");
	console_resize(w->c, 24, 60);
	console_expect(w->c, "S save for all  r rename  d delete");
	console_resize(w->c, 15, 40);
	console_expect_screen(w->c, "views-15x40");
	console_resize(w->c, 2, 8);
	console_resize(w->c, 24, 80);
	console_expect(w->c, "Saved filters");
}

static void counts_that_take_long_keep_no_key_waiting(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w, "BEGIN; LOCK TABLE pending_posts IN ACCESS EXCLUSIVE MODE");
	console_type(w->c, "V");
	console_wait_text(w->c, "▸        …  waiting", 20);
	console_type(w->c, "j");
	console_wait_text(w->c, "▸        …  flagged", 20);
	console_type(w->c, K_ENTER);
	console_wait_text(w->c, "Loading drafts …", 20);
	walk_sql(w, "ROLLBACK");
	console_idle(w->c);
	console_expect(w->c, "Queue  flag:any");
	console_expect(w->c, "1 of 25");
}

static void what_is_gone_is_said(void **state)
{
	struct walk *w = *state;

	open_views(w);
	console_keys(w->c, "smine" K_ENTER);
	console_keys(w->c, "r");
	walk_sql(w, "DELETE FROM console_views");
	console_keys(w->c, "x" K_ENTER);
	console_expect(w->c, "not renamed: this view is gone");
	console_expect_not(w->c, "new name:");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(each_view_stands_with_the_drafts_that_it_shows),
		WALK_BOTH(enter_takes_filter_and_order_into_the_queue),
		WALK_BOTH(a_view_is_renamed_and_deleted_with_a_question),
		WALK_BOTH(a_name_that_is_taken_or_missing_is_said_and_what_was_typed_stays),
		WALK(what_comes_with_tenet_stays),
		WALK_BOTH(only_admins_save_for_everybody),
		WALK_BOTH(a_filter_that_is_none_any_more_is_named_and_not_shown),
		WALK_BOTH(names_and_filters_of_others_are_shown_safely),
		WALK(the_box_fits_narrow_windows),
		WALK_POSTGRES(counts_that_take_long_keep_no_key_waiting),
		WALK_BOTH(what_is_gone_is_said),
	};

	return RUN_WALKS(tests);
}
