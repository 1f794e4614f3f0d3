/* tenet posts list. */
#include <string.h>

#include "base/json.h"
#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "listing.h"
#include "posts.h"
#include "store/posts.h"
#include "store/views.h"

struct drafts {
	struct listing list;
	struct post_query query;
	bool decided; /* not only pending drafts: say what became of them */
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

/* Drafts are the same for everybody; only views are somebody's. */
static int refuse_login(const struct call *c, struct err *e)
{
	static const char *const login[] = {"--user", "--password-fd"};

	for (size_t i = 0; i < sizeof(login) / sizeof(login[0]); i++)
		if (call_option(c, login[i]) && !call_option(c, "--view"))
			return err_set(e, ERR_USAGE, "posts list: %s has no meaning without --view",
				login[i]);
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
static int read_view(struct drafts *d, struct arena *a, struct err *e)
{
	const char *name = call_option(d->list.call, "--view"),
		   *status = call_option(d->list.call, "--status");
	struct filter *f = &d->query.filter;
	struct session s;
	struct view v;

	if (!name)
		return 0;
	if (command_reader(d->list.call, d->list.db, &s, e) < 0)
		return -1;
	if (views_find(d->list.db, &s, "queue", span_of(name), a, &v, e) < 0) {
		if (e->code == ERR_MISSING)
			err_hint(e, "`tenet views list` lists them, --user NAME one's own as well");
		return -1;
	}
	if (filter_parse(FILTER_DRAFTS, v.filter, a, f, e) < 0)
		return err_prefix(e, "the view \"%s\"", name);
	return status ? add_status_term(status, a, f, e) : 0;
}

static void add_status(struct table *table, const struct post_line *p)
{
	static const enum print_style styles[] = {
		[POST_PENDING] = PRINT_PLAIN,
		[POST_APPROVED] = PRINT_GOOD,
		[POST_REJECTED] = PRINT_BAD,
		[POST_OTHER] = PRINT_WARN,
	};
	if (p->published)
		table_cell_styled(table, PRINT_GOOD, SPAN_LIT("published"));
	else
		table_cell_styled(table, styles[p->status], p->status_text);
	table_cell(table, p->reviewed_by);
}

/* As the console marks it: flagged by the agent, hiding something, approved by one of two. */
static const char *marks_of(const struct post_line *p, struct arena *a)
{
	bool both = p->approved_once && (p->flagged || p->hides);

	return arena_printf(a, "%s%s%s%s", p->flagged ? "!" : "", p->hides ? "?" : "",
		both ? " " : "", p->approved_once ? "1 of 2" : "");
}

static void add_row(const struct drafts *d, const struct post_line *p, struct arena *a)
{
	struct table *table = d->list.table;
	char age[12];

	time_format_age(p->created, d->list.now, age);
	table_cellf(table, "%.*s", SHORT_ID, p->id);
	table_cell(table, span_of(age));
	table_cell(table, post_place(p->target_subreddit, a));
	table_cell(table, p->post_type);
	if (d->decided)
		add_status(table, p);
	table_cell_styled(table, PRINT_WARN, span_of(marks_of(p, a)));
	table_cell(table, post_one_line(p->snippet, a));
}

static int put_json(struct db *db, const struct post_line *p, struct arena *a, struct err *e)
{
	struct post whole;
	struct err gone = {0};

	if (posts_get(db, span_of(p->id), a, &whole, &gone) == 0) {
		json_t *o = post_json(&whole, a);
		json_put(o, "approved_once", json_boolean(p->approved_once));
		return print_json(o);
	}
	if (gone.code == ERR_MISSING)
		return 0; /* deleted since the page was read */
	*e = gone;
	return -1;
}

static const char *const *begin(
	struct listing *l, struct arena *a, const char **none, struct err *e)
{
	static const char *const waiting[] = {
		"ID", ">AGE", "-SUBREDDIT", "-TYPE", "!", "DRAFT", NULL};
	static const char *const decided[] = {
		"ID", ">AGE", "-SUBREDDIT", "-TYPE", "STATUS", "-BY", "!", "DRAFT", NULL};
	struct drafts *d = (struct drafts *)l;

	if (refuse_login(l->call, e) < 0 || read_filter(l->call, a, &d->query.filter, e) < 0 ||
		command_open(l->call, DB_READ_ONLY, a, &l->db, e) < 0 || read_view(d, a, e) < 0)
		return NULL;
	const char *status = filter_status(&d->query.filter);
	d->decided = !status || strcmp(status, "pending") != 0;
	*none = "No drafts match.";
	return d->decided ? decided : waiting;
}

static int put_page(
	struct listing *l, size_t most, struct arena *a, size_t *n, bool *more, struct err *e)
{
	struct drafts *d = (struct drafts *)l;
	struct post_page page;

	d->query.limit = most;
	if (posts_page(l->db, &d->query, a, &page, e) < 0)
		return -1;
	for (size_t i = 0; i < page.n && !print_lost(); i++) {
		if (l->table)
			add_row(d, &page.lines[i], a);
		else if (put_json(l->db, &page.lines[i], a, e) < 0)
			return -1;
	}
	*n = page.n;
	*more = page.more;
	if (page.n > 0) {
		d->query.from = PAGE_AFTER;
		d->query.key = page.lines[page.n - 1].key;
	}
	return 0;
}

static int count(struct listing *l, int64_t cap, int64_t *all, struct err *e)
{
	return posts_count(l->db, &((struct drafts *)l)->query.filter, cap, all, e);
}

static int run(const struct call *c)
{
	static const struct listing_kind kind = {"drafts", begin, put_page, count};
	struct drafts d = {.list.call = c};

	return listing_run(&d.list, &kind);
}

static const char *const statuses[] = {"pending", "approved", "rejected", "any", NULL};

static const struct option_spec options[] = {
	{"--status", "S", "only drafts of this status (default: pending)", statuses},
	{"--filter", "F",
		"words and field:value, ! for not, | for or, sort:NAME; tenet(5) lists the fields",
		NULL},
	{"--view", "NAME", "the filter that was saved under this name (tenet views list)", NULL},
	{"--user", "NAME", "with --view: whose own views are meant, too", NULL},
	{"--password-fd", "N", "read the pass phrase of --user from file descriptor N", NULL},
	{"--limit", "N", "at most N drafts, or all (default: 50)", NULL},
	{"--json", NULL, "print JSON, one draft a line, content whole", NULL},
	OPTION_END,
};

const struct command command_posts_list = {
	.name = "posts list",
	.operands = "",
	.help = "List drafts, oldest first or as the filter says",
	.signs = "in the column !, ! is for what the agent flagged, ? for hidden or misleading "
		 "content",
	.options = options,
	.agents_only = true,
	.run = run,
};
