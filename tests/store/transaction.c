/* Transactions that meet another one are run again as a whole, and not for ever. */
#include "../../src/store/transaction.h"

#include "fixture_beside.h"

static const char add_reason[] =
	"INSERT INTO console_reasons (id, code, text) VALUES ($1, $2, 'because')";
static const char count_reasons[] = "SELECT count(*) FROM console_reasons";

static int write_reason(struct db *db, const char *code, struct err *e)
{
	struct stmt *st = db_prepare(db, add_reason, e);
	char id[UUID_TEXT];

	if (!st)
		return -1;
	uuid_new(id);
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, span_of(code));
	int rc = stmt_step(st, e);
	stmt_done(&st);
	return rc;
}

struct work {
	int runs;
	int meetings; /* how many of the first runs meet another transaction */
	enum err_code code; /* how the others end */
	int result;
};

static int work(struct db *db, void *arg, struct err *e)
{
	struct work *w = arg;

	w->runs++;
	if (write_reason(db, "one", e) < 0)
		return -1;
	if (w->runs <= w->meetings)
		return err_set(e, ERR_RETRY, "could not serialize access");
	if (w->code != ERR_NONE)
		return err_set(e, w->code, "no");
	return w->result;
}

static void what_met_another_transaction_is_done_once_in_the_end(void **state)
{
	struct store *s = *state;
	struct work w = {.meetings = 4};
	struct err e = {0};
	bool in_doubt = true;

	assert_ok(transaction_run(s->db, TRANSACTION_ROWS, work, &w, &in_doubt, &e), e);
	assert_int_equal(e.code, ERR_NONE);
	assert_false(in_doubt);
	assert_int_equal(w.runs, 5);
	assert_int_equal(store_number(s, count_reasons), 1);
}

static void five_meetings_are_enough(void **state)
{
	struct store *s = *state;
	struct work w = {.meetings = 99};
	struct err e = {0};

	assert_fails(transaction_run(s->db, TRANSACTION_ALONE, work, &w, NULL, &e), e, ERR_BUSY);
	assert_says(e, "could not serialize");
	assert_int_equal(w.runs, 5);
	assert_false(db_in_transaction(s->db));
	assert_int_equal(store_number(s, count_reasons), 0);
}

static void other_errors_are_not_tried_again(void **state)
{
	struct store *s = *state;
	struct work w = {.code = ERR_CONSTRAINT};
	struct err e = {0};
	bool in_doubt = true;

	assert_fails(transaction_run(s->db, TRANSACTION_ROWS, work, &w, &in_doubt, &e), e,
		ERR_CONSTRAINT);
	assert_false(in_doubt);
	assert_int_equal(w.runs, 1);
	assert_int_equal(store_number(s, count_reasons), 0);
}

static void work_that_wants_nothing_written_leaves_nothing(void **state)
{
	struct store *s = *state;
	struct work w = {.result = 1};
	struct err e = {0};

	assert_ok(transaction_run(s->db, TRANSACTION_ROWS, work, &w, NULL, &e), e);
	assert_false(db_in_transaction(s->db));
	assert_int_equal(store_number(s, count_reasons), 0);
}

/* --- One at a time: each adds the reason when there is none yet. --- */

struct adder {
	const char *code;
	bool shows; /* tells us when it has looked, and waits until we wait for it */
	int runs;
};

static int add_if_none(struct db *db, void *arg, struct err *e)
{
	struct adder *w = arg;
	struct stmt *st = db_prepare(db, count_reasons, e);

	w->runs++;
	if (!st || stmt_step(st, e) != 1)
		return -1;
	bool none = col_int(st, 0) == 0;
	stmt_done(&st);
	if (w->shows) {
		beside_ready();
		beside_until_waited_for(db);
	}
	return none ? write_reason(db, w->code, e) : 1;
}

static void add_beside(struct db *db, void *arg)
{
	struct err e = {0};

	beside_must(transaction_run(db, TRANSACTION_ALONE, add_if_none, arg, NULL, &e), e);
}

static void what_another_one_adds_meanwhile_is_not_added_again(void **state)
{
	struct store *s = *state;
	struct adder ours = {.code = "ours"}, theirs = {.code = "theirs", .shows = true};
	struct beside other = beside_start(s, add_beside, &theirs);
	struct err e = {0};

	beside_wait(&other);
	assert_ok(transaction_run(s->db, TRANSACTION_ALONE, add_if_none, &ours, NULL, &e), e);
	beside_join(&other);
	assert_int_equal(ours.runs, 1);
	assert_string_equal(store_text(s, "SELECT code FROM console_reasons"), "theirs");
}

/* --- A real meeting: each holds what the other one wants. --- */

static const char *const counters[] = {
	"UPDATE console_reasons SET position = position + 1 WHERE code = 'a'",
	"UPDATE console_reasons SET position = position + 1 WHERE code = 'b'",
};

struct counter {
	int first;
	struct db *looks; /* a connection to look with until the other one waits; NULL: no need */
	struct store *store;
	struct counter *theirs;
	struct beside other;
	int runs;
};

static void count_beside(struct db *db, void *arg);

static int count_both(struct db *db, void *arg, struct err *e)
{
	struct counter *w = arg;

	w->runs++;
	if (db_exec(db, counters[w->first], e) != 0)
		return -1;
	/* The other one begins when the first row is ours, else it could have both and be gone. */
	if (w->runs == 1 && w->looks) {
		w->other = beside_start(w->store, count_beside, w->theirs);
		beside_wait(&w->other);
		beside_until_waited_for(w->looks);
	} else if (w->runs == 1) {
		beside_ready();
	}
	return db_exec(db, counters[!w->first], e);
}

static void count_beside(struct db *db, void *arg)
{
	struct err e = {0};

	beside_must(transaction_run(db, TRANSACTION_ROWS, count_both, arg, NULL, &e), e);
}

static void who_gives_way_in_a_deadlock_comes_through_later(void **state)
{
	struct store *s = *state;
	struct err e = {0};

	assert_ok(write_reason(s->db, "a", &e), e);
	assert_ok(write_reason(s->db, "b", &e), e);
	struct counter theirs = {.first = 1};
	struct counter ours = {.looks = store_connect(s, DB_READ_WRITE),
		.store = s,
		.theirs = &theirs,
		.first = 0};
	assert_ok(transaction_run(s->db, TRANSACTION_ROWS, count_both, &ours, NULL, &e), e);
	beside_join(&ours.other);
	db_close(&ours.looks);
	assert_string_equal(
		store_column(s, "SELECT position FROM console_reasons ORDER BY code"), "2 2 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(what_met_another_transaction_is_done_once_in_the_end),
		ON_FRESH(five_meetings_are_enough),
		ON_FRESH(other_errors_are_not_tried_again),
		ON_FRESH(work_that_wants_nothing_written_leaves_nothing),
		ON_FRESH(what_another_one_adds_meanwhile_is_not_added_again),
		FRESH_POSTGRES(who_gives_way_in_a_deadlock_comes_through_later),
	};

	return RUN_CASES(tests);
}
