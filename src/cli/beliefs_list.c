/* tenet beliefs list. */
#include <inttypes.h>
#include <unistd.h>

#include "base/time.h"
#include "beliefs.h"
#include "cli/print.h"
#include "commands.h"
#include "limit.h"
#include "store/beliefs.h"

#define PAGE 200
#define COUNT_CAP 100000

struct listing {
	const struct call *call;
	struct db *db;
	struct belief_query query;
	size_t left; /* rows that may still be printed */
	struct table *table; /* NULL: JSON */
	int64_t now;
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
	table_cell(l->table, str_span(&tags));
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

/* Page by page, so that JSON of any number needs the memory of one. */
static int put_pages(struct listing *l, bool *more, struct err *e)
{
	struct belief_page page = {.more = true};
	struct arena pages[2] = {0}; /* the key lives in the page before */
	int rc = 0;

	for (size_t turn = 0; rc == 0 && page.more && l->left > 0 && !print_lost(); turn++) {
		struct arena *a = &pages[turn % 2];
		arena_clear(a);
		l->query.limit = l->left < PAGE ? l->left : PAGE;
		rc = beliefs_page(l->db, &l->query, a, &page, e);
		if (rc < 0 || page.n == 0)
			break;
		for (size_t i = 0; i < page.n && !print_lost(); i++) {
			if (l->table)
				add_row(l, &page.rows[i]);
			else if (print_json(row_json(&page.rows[i])) < 0)
				break;
		}
		l->query.from = PAGE_AFTER;
		l->query.key = page.keys[page.n - 1];
		l->left -= page.n;
	}
	*more = page.more;
	arena_free(&pages[0]);
	arena_free(&pages[1]);
	return rc;
}

/* People, not programs, are told how much more there is. */
static int say_more(struct listing *l, size_t limit, struct err *e)
{
	int64_t all;

	if (!isatty(STDOUT_FILENO) || !isatty(STDERR_FILENO))
		return 0;
	if (beliefs_count(l->db, &l->query.filter, COUNT_CAP, &all, e) < 0)
		return -1;
	fprintf(stderr, "%zu of %s%" PRId64 " beliefs; --limit N shows more\n", limit,
		all > COUNT_CAP ? "over " : "", all > COUNT_CAP ? COUNT_CAP : all);
	return 0;
}

static int list(struct listing *l, struct arena *a, struct err *e)
{
	static const char *const headings[] = {"ID", ">CONFIDENCE", ">EDGES", ">EVIDENCE",
		">CHANGED", "LOCK", "TITLE", "TAGS", NULL};
	size_t limit;
	bool more;

	if (limit_read(l->call, &limit, e) < 0 ||
		read_filter(l->call, a, &l->query.filter, e) < 0 ||
		command_open(l->call, DB_READ_ONLY, a, &l->db, e) < 0)
		return -1;
	l->now = time_now();
	l->left = limit;
	if (!call_option(l->call, "--json"))
		l->table = table_new(headings);
	int rc = put_pages(l, &more, e);
	const char *none = l->query.filter.first ? "No beliefs match." : "There are no beliefs.";
	if (l->table && table_print(&l->table, rc < 0 ? NULL : none) < 0)
		return -1;
	if (rc == 0 && more && !call_option(l->call, "--json"))
		rc = say_more(l, limit, e);
	return rc;
}

static int run(const struct call *c)
{
	struct listing l = {.call = c};
	struct arena a = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	if (list(&l, &a, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&l.db);
	arena_free(&a);
	return status;
}

static const char *const orders[] = {"title", "-title", "conf", "-conf", "changed", "-changed",
	"degree", "-degree", "evidence", "-evidence", NULL};

static const struct option_spec options[] = {
	{"--filter", "F",
		"words and field:value, ! for not, | for or, sort:NAME; tenet(1) lists the fields",
		NULL},
	{"--sort", "S", "the order; - turns it round (default: title)", orders},
	{"--limit", "N", "at most N beliefs (default: 50)", NULL},
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
