/* Deciding on many drafts in one go, and taking that back. */
#include <inttypes.h>
#include <string.h>

#include "base/idmap.h"
#include "base/time.h"
#include "cli/print.h"
#include "doubt.h"
#include "posts_decide.h"
#include "store/bulk.h"
#include "waiting.h"

#define PAGE 500
#define LOG_LIMIT \
	(INT64_C(64) << 20) /* bytes beside the file after which they are moved into it \
			     */

struct many {
	struct decider *d;
	struct idmap ids;
	char batch[UUID_TEXT];
	int worst; /* exit status so far */
};

static void note(struct many *m, int status)
{
	if (status > m->worst)
		m->worst = status;
}

/* Whoever is named twice is decided once. */
static int take_words(struct many *m, struct err *e)
{
	const struct call *c = m->d->call;

	for (int i = 0; i < c->n; i++) {
		struct err one = {0};
		struct post p;
		if (posts_get(m->d->db, span_of(c->words[i]), &m->d->arena, &p, &one) == 0)
			idmap_put(&m->ids, p.id, NULL);
		else if (decide_hopeless(&one)) {
			*e = one;
			return -1;
		} else
			note(m, command_fail(&one));
		arena_clear(&m->d->arena);
	}
	return 0;
}

static int take_pages(struct many *m, struct post_query *q, struct err *e)
{
	struct post_page page = {.more = true};

	while (page.more) {
		arena_clear(&m->d->arena);
		if (posts_page(m->d->db, q, &m->d->arena, &page, e) < 0)
			return -1;
		if (page.n == 0)
			break;
		for (size_t i = 0; i < page.n; i++)
			if (page.lines[i].status == POST_PENDING)
				idmap_put(&m->ids, page.lines[i].id, NULL);
		q->from = PAGE_AFTER;
		q->key = page.lines[page.n - 1].key;
	}
	return 0;
}

/* All ids first: what the agent adds meanwhile was not meant. */
static int take_filter(struct many *m, const char *text, struct err *e)
{
	struct arena a = {0};
	struct post_query q = {.from = PAGE_FIRST, .limit = PAGE};
	int rc = filter_parse(FILTER_DRAFTS, span_of(text), &a, &q.filter, e);

	if (rc < 0)
		err_prefix(e, "--filter");
	q.filter.sort = FILTER_OLDEST;
	if (rc == 0)
		rc = take_pages(m, &q, e);
	arena_free(&a);
	if (rc < 0 || call_option(m->d->call, "--yes"))
		return rc;
	size_t n = idmap_count(&m->ids);
	err_set(e, ERR_USAGE, "%s: %zu undecided draft%s", m->d->call->command->name, n,
		n == 1 ? " matches" : "s match");
	return err_hint(e, "--yes decides on %s", n == 1 ? "it" : "them");
}

/* Of all that one transaction decided one row is enough to ask for. */
static int settle(const struct many *m, const struct bulk_item *items, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].result.ledger_id[0])
			return doubt_settle(
				m->d->db, items[i].post_id, items[i].result.ledger_id, e);
	return -1;
}

static int decide_some(
	struct many *m, struct bulk_item *items, size_t n, struct arena *a, struct err *e)
{
	const struct call *c = m->d->call;
	const struct bulk_request r = {
		.decision = m->d->decision,
		.reason = span_of(call_option(c, "--reason")),
		.note = span_of(call_option(c, "--note")),
		.batch = m->batch,
		.refuse_hidden = true,
		.forgets = call_option(c, "--forget-edit"),
	};
	bool sure = bulk_decide(m->d->db, &m->d->session, &r, items, n, a, e) == 0;

	if (!sure && settle(m, items, n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		note(m,
			decide_say(m->d, items[i].post_id, items[i].target_subreddit,
				&items[i].result, sure ? "" : decide_found_late));
	fflush(stdout);
	return 0;
}

static int decide_all(struct many *m, struct err *e)
{
	struct arena a = {0};
	size_t all = idmap_count(&m->ids), n, size = BULK_LEAST;
	int rc = 0;

	for (size_t at = 0; at < all && rc == 0; at += n) {
		int64_t began = time_monotonic();
		n = all - at < size ? all - at : size;
		struct bulk_item *items = arena_calloc(&a, n, sizeof(*items));
		for (size_t i = 0; i < n; i++)
			idmap_at(&m->ids, at + i, items[i].post_id);
		rc = decide_some(m, items, n, &a, e);
		if (rc < 0)
			print_note("tenet: %zu of %zu drafts were not decided", all - at, all);
		size = bulk_fit(size, time_monotonic() - began);
		if (rc == 0 && db_log_size(m->d->db) >= LOG_LIMIT)
			rc = db_checkpoint(m->d->db, e);
		arena_clear(&a);
	}
	arena_free(&a);
	return rc;
}

int decide_many(struct decider *d)
{
	struct many m = {.d = d};
	struct err e = {0};
	const char *filter = call_option(d->call, "--filter");

	uuid_new(m.batch);

	if (filter)
		waiting_begin(d->call);
	int rc = filter ? take_filter(&m, filter, &e) : take_words(&m, &e);
	if (filter)
		waiting_end();
	if (rc == 0)
		rc = decide_all(&m, &e);
	if (rc < 0)
		note(&m, command_fail(&e));
	else if (filter && idmap_count(&m.ids) == 0)
		print_note("No undecided draft matches.");
	idmap_clear(&m.ids);
	return m.worst;
}

static int settle_undo(struct db *db, const struct undo_result *r, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (r[i].ledger_id[0])
			return doubt_settle(db, r[i].post_id, r[i].ledger_id, e);
	return -1;
}

int undo_many(const struct call *c, struct db *db, const struct session *s, const char *batch)
{
	struct arena a = {0};
	struct err e = {0};
	int64_t after = 0;
	int worst = EXIT_DONE;
	size_t n, size = BULK_LEAST;

	do {
		int64_t began = time_monotonic();
		struct undo_result *r = arena_calloc(&a, size, sizeof(*r));
		bool sure = bulk_undo(db, s, batch, after, size, &a, r, &n, &e) == 0;
		if (!sure && settle_undo(db, r, n, &e) < 0) {
			int status = command_fail(&e);
			worst = status > worst ? status : worst;
			break;
		}
		for (size_t i = 0; i < n; i++) {
			int status = undo_say(c, &r[i], sure ? "" : decide_found_late, &a);
			worst = status > worst ? status : worst;
			after = r[i].seq;
		}
		size = bulk_fit(size, time_monotonic() - began);
		fflush(stdout);
		arena_clear(&a);
	} while (n > 0);
	arena_free(&a);
	return worst;
}
