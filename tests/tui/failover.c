/* A synchronous standby: first it is read, then the primary dies under four people who decide, and
 * it takes over. Everybody goes on, and what was acknowledged stands, once. */
#include "tui/fixture_walk.h"

#include <stdio.h>
#include <time.h>

#define SEATS 4 /* at most ten: their names */
#define ROUNDS 4

/* One for both walks. */
static struct server standby;

struct seat {
	char name[16];
	struct console *c;
	int acknowledged; /* when the primary died */
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- Deciding. --- */

/* Rows of the list that say so; nobody else decides what this one sees. */
static int decided(struct seat *s)
{
	int rows, columns, n = 0;

	console_size(s->c, &rows, &columns);
	for (int row = 0; row < rows; row++)
		n += strstr(console_row(s->c, row), "✗ r/") != NULL;
	return n;
}

/* Until it is known what became of what got no answer. */
static void settle(struct seat *s)
{
	while (console_has(s->c, " saving "))
		console_keys(s->c, K_CTRL_L);
}

/* As a person does: again, after a failure. */
static void decide_one(struct seat *s)
{
	int before = decided(s);

	while (decided(s) == before) {
		console_keys(s->c, "x1");
		settle(s);
	}
}

static void decide_some(struct seat seats[SEATS])
{
	for (int round = 0; round < ROUNDS; round++)
		for (int i = 0; i < SEATS; i++)
			decide_one(&seats[i]);
}

/* --- The two servers, and who sits before them. --- */

static void add_accounts(struct walk *w)
{
	for (int i = 0; i < SEATS; i++)
		walk_sql(w,
			arena_printf(&w->arena,
				"INSERT INTO admins (id, username, hashed_password) SELECT"
				" 'bbbbbbbb-0000-4000-8000-00000000000%d', 'mod%d',"
				" hashed_password FROM admins WHERE username = 'rosa'",
				i, i));
}

static void sit_down(struct walk *w, struct seat *s, int number)
{
	static const char subs[] = "SELECT target_subreddit FROM pending_posts WHERE status ="
				   " 'pending' AND target_subreddit IS NOT NULL GROUP BY 1"
				   " HAVING count(*) >= 12 ORDER BY 1 LIMIT 1 OFFSET %d";

	snprintf(s->name, sizeof(s->name), "mod%d", number);
	const char *sub = walk_text(w, arena_printf(&w->arena, subs, number));
	walk_open_size(w, 40, 120);
	walk_login(w, s->name, ROSAS_WORDS);
	console_keys(w->c, arena_printf(&w->arena, "/sub:%s status:pending" K_ENTER, sub));
	console_expect(w->c, "1 of ");
	s->c = w->c;
	w->c = NULL;
}

static void open_both(struct walk *w, const struct server *other)
{
	w->address = arena_printf(&w->arena,
		"postgresql://postgres@/walk?host=%s,%s&target_session_attrs=read-write",
		walk_server()->dir, other->dir);
}

/* The other process looks at the server that took over. */
static void reopen(struct walk *w)
{
	struct db_address where;
	struct err e = {0};

	if (db_address_parse(w->address, &w->arena, &where, &e) != 0 ||
		db_open(&where, DB_READ_WRITE, &w->db, &e) != 0)
		fail_msg("%s", e.text);
}

/* --- What must hold. --- */

static int64_t in_ledger(struct walk *w, const struct seat *s)
{
	return walk_number(w,
		arena_printf(&w->arena, "SELECT count(*) FROM console_decisions WHERE actor = '%s'",
			s->name));
}

static void expect_what_the_screens_say(struct walk *w, struct seat seats[SEATS])
{
	int all = 0;

	for (int i = 0; i < SEATS; i++) {
		assert_int_equal(in_ledger(w, &seats[i]), decided(&seats[i]));
		all += decided(&seats[i]);
	}
	assert_int_equal(
		walk_number(w, "SELECT count(DISTINCT post_id) FROM console_decisions"), all);
	assert_int_equal(walk_number(w,
				 "SELECT count(*) FROM pending_posts p JOIN console_decisions d"
				 " ON d.post_id = p.id AND d.status_after = p.status"
				 " AND d.actor = p.reviewed_by"),
		all);
}

/* Who asked for no server that can be written finds the standby, and may read until it takes over.
 */
static struct console *look_on(struct walk *w)
{
	const char *kept = w->address;

	w->address = arena_printf(&w->arena, "postgresql://postgres@/walk?host=%s,%s",
		walk_server()->dir, standby.dir);
	walk_rosa(w);
	console_expect_not(w->c, "read-only");
	struct console *c = w->c;
	w->c = NULL;
	w->address = kept;
	return c;
}

/* Everybody has just pressed a key; what the screens then call rejected was acknowledged. */
static void die(struct walk *w, struct seat seats[SEATS])
{
	server_crash(walk_server());
	db_close(&w->db);
	for (int i = 0; i < SEATS; i++) {
		console_idle(seats[i].c);
		seats[i].acknowledged = decided(&seats[i]);
		assert_true(seats[i].acknowledged >= ROUNDS);
	}
}

static void go_on(struct walk *w, struct seat seats[SEATS], double died)
{
	for (int i = 0; i < SEATS; i++) {
		settle(&seats[i]);
		int64_t n = in_ledger(w, &seats[i]);
		assert_in_range(n, seats[i].acknowledged, ROUNDS + 1);
		decide_one(&seats[i]);
		print_message("# %s decides again %.1f s after the primary died\n", seats[i].name,
			now() - died);
	}
}

static struct server *follow(void)
{
	if (!standby.dir[0])
		server_start_standby(&standby, walk_server());
	return &standby;
}

static void a_standby_can_be_read_and_decides_nothing(void **state)
{
	struct walk *w = *state;

	walk_rosa(w); /* the primary gets the console's tables */
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	w->address = arena_printf(&w->arena, "postgresql://postgres@/walk?host=%s", follow()->dir);
	walk_rosa(w);
	console_expect(w->c, "s skip");
	console_expect_not(w->c, "a approve");
	console_keys(w->c, "a");
	console_expect(w->c, "the database is open read-only");
	console_keys(w->c, "j");
	console_expect(w->c, "2 of 180");
	walk_sql(w,
		"UPDATE pending_posts SET status = 'rejected', reviewed_by = 'bruno'"
		" WHERE target_subreddit = 'de'");
	console_wait_text(w->c, "162 pending", 60);
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
}

static void when_the_primary_dies_everybody_goes_on_and_no_decision_is_lost_or_made_twice(
	void **state)
{
	struct walk *w = *state;
	struct seat seats[SEATS] = {0};
	struct console *looker;

	add_accounts(w);
	open_both(w, follow());
	for (int i = 0; i < SEATS; i++)
		sit_down(w, &seats[i], i);
	looker = look_on(w);
	decide_some(seats);
	for (int i = 0; i < SEATS; i++)
		console_type(seats[i].c, "x1");
	double died = now();
	die(w, seats);
	console_wait_text(looker, "· read-only", 60);
	console_keys(looker, "a");
	console_expect(looker, "the database is open read-only");
	server_promote(&standby);
	print_message("# the standby takes over after %.1f s\n", now() - died);
	reopen(w);
	go_on(w, seats, died);
	console_wait_text(looker, "the server takes decisions now", 60);
	console_expect_not(looker, "· read-only");
	decide_some(seats);

	expect_what_the_screens_say(w, seats);
	for (int i = 0; i < SEATS; i++)
		console_free(&seats[i].c);
	console_free(&looker);
	db_close(&w->db);
	server_stop(&standby);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_POSTGRES(a_standby_can_be_read_and_decides_nothing),
		/* The last: its primary does not come back. */
		WALK_POSTGRES(
			when_the_primary_dies_everybody_goes_on_and_no_decision_is_lost_or_made_twice),
	};

	return RUN_WALKS(tests);
}
