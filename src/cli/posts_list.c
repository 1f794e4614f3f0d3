/* tenet posts list. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "limit.h"
#include "posts.h"
#include "store/posts.h"
#include "store/views.h"

#define PAGE 200
#define COUNT_CAP 100000

struct listing {
	const struct call *call;
	struct db *db;
	struct post_query query;
	size_t left; /* rows that may still be printed */
	struct arena page;
	struct table *table; /* NULL: JSON */
	bool decided; /* not only pending drafts: say what became of them */
	int64_t now;
};

/* --status is one more term of the filter. */
static int add_status_term(const char *status, struct arena *a, struct filter *f, struct err *e)
{
	struct filter one;

	if (filter_names(f, FILTER_STATUS))
		return err_set(
			e, ERR_USAGE, "--status and the status: of the filter ask the same thing");
	if (filter_parse(FILTER_DRAFTS, span_of(arena_printf(a, "status:%s", status)), a, &one, e) <
		0)
		return err_prefix(e, "--status");
	one.first->next = f->first;
	f->first = one.first;
	f->n++;
	return 0;
}

static int read_filter(const struct call *c, struct arena *a, struct filter *out, struct err *e)
{
	const char *text = call_option(c, "--filter"), *status = call_option(c, "--status");

	if (text && call_option(c, "--view"))
		return err_set(e, ERR_USAGE, "a view is a filter: --view or --filter, not both");
	if (filter_parse(FILTER_DRAFTS, span_of(text ? text : ""), a, out, e) < 0)
		return err_prefix(e, "--filter");
	return status ? add_status_term(status, a, out, e) : 0;
}

/* The filter of a saved view; --status is one more term of it, too. */
static int read_view(struct listing *l, struct arena *a, struct err *e)
{
	const char *name = call_option(l->call, "--view"),
		   *status = call_option(l->call, "--status");
	struct filter *f = &l->query.filter;
	struct session s;
	struct view v;

	if (!name)
		return 0;
	if (command_reader(l->call, l->db, &s, e) < 0)
		return -1;
	if (views_find(l->db, &s, "queue", span_of(name), a, &v, e) < 0) {
		if (e->code == ERR_MISSING)
			err_hint(e, "`tenet views list` lists them, --user NAME one's own as well");
		return -1;
	}
	if (filter_parse(FILTER_DRAFTS, v.filter, a, f, e) < 0)
		return err_prefix(e, "the view \"%s\"", name);
	return status ? add_status_term(status, a, f, e) : 0;
}

static void add_status(struct listing *l, const struct post_line *p)
{
	static const enum print_style styles[] = {
		[POST_PENDING] = PRINT_PLAIN,
		[POST_APPROVED] = PRINT_GOOD,
		[POST_REJECTED] = PRINT_BAD,
		[POST_OTHER] = PRINT_WARN,
	};
	if (p->published)
		table_cell_styled(l->table, PRINT_GOOD, SPAN_LIT("published"));
	else
		table_cell_styled(l->table, styles[p->status], p->status_text);
	table_cell(l->table, p->reviewed_by);
}

/* As the console marks it: flagged by the agent, hiding something. */
static struct span marks_of(const struct post_line *p)
{
	if (p->hides)
		return p->flagged ? SPAN_LIT("!?") : SPAN_LIT("?");
	return p->flagged ? SPAN_LIT("!") : SPAN_LIT("");
}

static void add_row(struct listing *l, const struct post_line *p)
{
	char age[12];

	time_format_age(p->created, l->now, age);
	table_cellf(l->table, "%.*s", SHORT_ID, p->id);
	table_cell(l->table, span_of(age));
	table_cell(l->table, post_place(p->target_subreddit, &l->page));
	table_cell(l->table, p->post_type);
	if (l->decided)
		add_status(l, p);
	table_cell_styled(l->table, PRINT_WARN, marks_of(p));
	table_cell(l->table, post_one_line(p->snippet, &l->page));
}

static int put_json(struct listing *l, const struct post_line *p, struct err *e)
{
	struct post whole;
	struct err gone = {0};

	if (posts_get(l->db, span_of(p->id), &l->page, &whole, &gone) == 0)
		return print_json(post_json(&whole));
	if (gone.code == ERR_MISSING)
		return 0; /* deleted since the page was read */
	*e = gone;
	return -1;
}

static int put_page(struct listing *l, const struct post_page *page, struct err *e)
{
	for (size_t i = 0; i < page->n && !print_lost(); i++) {
		if (l->table)
			add_row(l, &page->lines[i]);
		else if (put_json(l, &page->lines[i], e) < 0)
			return -1;
	}
	return 0;
}

/* Page by page, so that a million drafts need the memory of one page. */
static int put_pages(struct listing *l, bool *more, struct err *e)
{
	struct post_page page = {.more = true};

	while (page.more && l->left > 0 && !print_lost()) {
		arena_clear(&l->page);
		l->query.limit = l->left < PAGE ? l->left : PAGE;
		if (posts_page(l->db, &l->query, &l->page, &page, e) < 0 ||
			put_page(l, &page, e) < 0)
			return -1;
		if (page.n == 0)
			break;
		l->query.from = PAGE_AFTER;
		l->query.key = page.lines[page.n - 1].key;
		l->left -= page.n;
	}
	*more = page.more;
	return 0;
}

/* People, not programs, are told how much more there is. */
static int say_more(struct listing *l, size_t limit, struct err *e)
{
	int64_t all;

	if (!isatty(STDOUT_FILENO) || !isatty(STDERR_FILENO))
		return 0;
	if (posts_count(l->db, &l->query.filter, COUNT_CAP, &all, e) < 0)
		return -1;
	fprintf(stderr, "%zu of %s%" PRId64 " drafts; --limit N shows more\n", limit,
		all > COUNT_CAP ? "over " : "", all > COUNT_CAP ? COUNT_CAP : all);
	return 0;
}

static int list(struct listing *l, struct arena *a, struct err *e)
{
	static const char *const waiting[] = {
		"ID", ">AGE", "SUBREDDIT", "TYPE", "!", "DRAFT", NULL};
	static const char *const decided[] = {
		"ID", ">AGE", "SUBREDDIT", "TYPE", "STATUS", "BY", "!", "DRAFT", NULL};
	const char *status;
	size_t limit;
	bool more;
	int result;

	if (limit_read(l->call, &limit, e) < 0 ||
		read_filter(l->call, a, &l->query.filter, e) < 0 ||
		command_open(l->call, DB_READ_ONLY, a, &l->db, e) < 0 || read_view(l, a, e) < 0)
		return -1;
	status = filter_status(&l->query.filter);
	l->decided = !status || strcmp(status, "pending") != 0;
	l->now = time_now();
	l->left = limit;
	if (!call_option(l->call, "--json"))
		l->table = table_new(l->decided ? decided : waiting);
	result = put_pages(l, &more, e);
	if (l->table && table_print(&l->table, result < 0 ? NULL : "No drafts match.") < 0)
		return -1;
	if (result == 0 && more && !call_option(l->call, "--json"))
		result = say_more(l, limit, e);
	return result;
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
	arena_free(&l.page);
	arena_free(&a);
	return status;
}

static const char *const statuses[] = {"pending", "approved", "rejected", "any", NULL};

static const struct option_spec options[] = {
	{"--status", "S", "only drafts of this status (default: pending)", statuses},
	{"--filter", "F",
		"words and field:value, ! for not, | for or, sort:NAME; tenet(1) lists the fields",
		NULL},
	{"--view", "NAME", "the filter that was saved under this name (tenet views list)", NULL},
	{"--user", "NAME", "with --view: whose own views are meant, too", NULL},
	{"--password-fd", "N", "read the pass phrase of --user from file descriptor N", NULL},
	{"--limit", "N", "at most N drafts (default: 50)", NULL},
	{"--json", NULL, "print JSON, one draft a line, content whole", NULL},
	OPTION_END,
};

const struct command command_posts_list = {
	.name = "posts list",
	.operands = "",
	.help = "List drafts, oldest first or as the filter says",
	.options = options,
	.agents_only = true,
	.run = run,
};
