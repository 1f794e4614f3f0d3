/* tenet beliefs list. */
#include <inttypes.h>

#include "base/time.h"
#include "beliefs.h"
#include "cli/print.h"
#include "commands.h"
#include "listing.h"
#include "store/beliefs.h"

#define TAGS_SHOWN 60 /* characters */

struct held {
	struct listing list;
	struct belief_query query;
};

/* --sort is one more term of the filter. */
static int read_filter(const struct call *c, struct arena *a, struct filter *out, struct err *e)
{
	const char *text = call_option(c, "--filter"), *sort = call_option(c, "--sort");

	text = text ? text : "";
	if (filter_parse(FILTER_BELIEFS, span_of(text), a, out, e) < 0)
		return err_prefix(e, "--filter");
	if (sort &&
		filter_parse(FILTER_BELIEFS, span_of(arena_printf(a, "%s sort:%s", text, sort)), a,
			out, NULL) < 0)
		return err_set(
			e, ERR_USAGE, "--sort and the sort: of the filter ask the same thing");
	return 0;
}

static void add_row(const struct listing *l, const struct belief *b)
{
	struct str tags = {0};
	char age[12];

	time_format_age(b->updated, l->now, age);
	belief_add_tags(&tags, b);
	table_cellf(l->table, "%.*s", SHORT_ID, b->id);
	table_confidence(l->table, b->confidence, b->confidence_broken);
	table_cellf(l->table, "%" PRId64, b->edges_in + b->edges_out);
	table_cellf(l->table, "%" PRId64, b->evidence);
	table_cell(l->table, span_of(age));
	table_cell_styled(l->table, PRINT_WARN, span_of(b->locked ? "locked" : ""));
	table_cell(l->table, belief_titled(b->title));
	table_cell_cut(l->table, str_span(&tags), TAGS_SHOWN);
	str_free(&tags);
}

static json_t *row_json(const struct belief *b)
{
	json_t *o = belief_json(b);

	json_put(o, "persona", json_from_text(b->persona));
	json_put(o, "edges", json_integer(b->edges_in + b->edges_out));
	json_put(o, "evidence", json_integer(b->evidence));
	json_put(o, "locked", json_boolean(b->locked));
	return o;
}

static int put_page(
	struct listing *l, size_t most, struct arena *a, size_t *n, bool *more, struct err *e)
{
	struct held *h = (struct held *)l;
	struct belief_page page;

	h->query.limit = most;
	if (beliefs_page(l->db, &h->query, a, &page, e) < 0)
		return -1;
	for (size_t i = 0; i < page.n && !print_lost(); i++) {
		if (l->table)
			add_row(l, &page.rows[i]);
		else if (print_json(row_json(&page.rows[i])) < 0)
			return -1;
	}
	*n = page.n;
	*more = page.more;
	if (page.n > 0) {
		h->query.from = PAGE_AFTER;
		h->query.key = page.keys[page.n - 1];
	}
	return 0;
}

static int count(struct listing *l, int64_t cap, int64_t *all, struct err *e)
{
	return beliefs_count(l->db, &((struct held *)l)->query.filter, cap, all, e);
}

static const char *const *begin(
	struct listing *l, struct arena *a, const char **none, struct err *e)
{
	static const char *const headings[] = {"ID", ">CONFIDENCE", "->EDGES", "->EVIDENCE",
		"->CHANGED", "-LOCK", "TITLE", "-TAGS", NULL};
	struct filter *f = &((struct held *)l)->query.filter;

	if (read_filter(l->call, a, f, e) < 0 ||
		command_open(l->call, DB_READ_ONLY, a, &l->db, e) < 0)
		return NULL;
	*none = f->first ? "No beliefs match." : "There are no beliefs.";
	return headings;
}

static int run(const struct call *c)
{
	static const struct listing_kind kind = {"beliefs", begin, put_page, count};
	struct held h = {.list.call = c};

	return listing_run(&h.list, &kind);
}

static const char *const orders[] = {"title", "-title", "conf", "-conf", "changed", "-changed",
	"degree", "-degree", "evidence", "-evidence", NULL};

static const struct option_spec options[] = {
	{"--filter", "F",
		"words and field:value, ! for not, | for or, sort:NAME; tenet(5) lists the fields",
		NULL},
	{"--sort", "S", "the order; - turns it round (default: title)", orders},
	{"--limit", "N", "at most N beliefs, or all (default: 50)", NULL},
	{"--json", NULL, "print JSON, one belief a line", NULL},
	OPTION_END,
};

const struct command command_beliefs_list = {
	.name = "beliefs list",
	.operands = "",
	.help = "List the beliefs with their confidence",
	.options = options,
	.agents_only = true,
	.run = run,
};
