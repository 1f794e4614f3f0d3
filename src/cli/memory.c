/* tenet memory list, search. */
#include "memory.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/json.h"
#include "base/time.h"
#include "limit.h"
#include "posts.h"

#define PAGE 200
#define COUNT_CAP 100000
#define MOST_WORDS 32

json_t *memory_json(const struct interaction *it)
{
	json_t *o = json_object(), *embedding = json_null();

	json_put(o, "id", json_from_text(span_of(it->id)));
	json_put(o, "persona_id", json_from_text(it->persona_id));
	json_put(o, "content", json_from_text(it->content));
	json_put(o, "interaction_type", json_from_text(it->type));
	json_put(o, "reddit_id", json_from_text(it->reddit_id));
	json_put(o, "subreddit", json_from_text(it->subreddit));
	json_put(o, "parent_id", json_from_text(it->parent_id));
	json_put(o, "metadata", json_from_column(it->metadata));
	if (it->embedding != EMBEDDING_NONE) {
		const char *problem = it->embedding == EMBEDDING_FINE
			? NULL
			: embedding_fault_text(it->embedding);
		embedding = json_object();
		json_put(embedding, "dimension", json_integer((json_int_t)it->dimension));
		json_put(embedding, "bytes", json_integer((json_int_t)it->embedding_bytes));
		json_put(embedding, "problem", json_from_text(span_of(problem)));
	}
	json_put(o, "embedding", embedding);
	json_put(o, "created_at", json_from_time(it->created_at));
	json_put(o, "updated_at", json_from_time(it->updated_at));
	return o;
}

void memory_cells(struct table *t, const struct memory_line *line, int64_t now, struct arena *a)
{
	char age[12];

	time_format_age(line->created, now, age);
	table_cellf(t, "%.*s", SHORT_ID, line->id);
	table_cell(t, span_of(age));
	table_cell(t, post_place(line->subreddit, a));
	table_cell(t, line->type);
	if (line->has_score)
		table_cellf(t, "%" PRId64, line->score);
	else
		table_cell(t, SPAN_LIT("-"));
	table_cell_styled(t, PRINT_WARN, line->hides ? SPAN_LIT("?") : SPAN_LIT(""));
	table_cell(t, post_one_line(line->snippet, a));
}

struct listing {
	const struct call *call;
	struct db *db;
	struct memory_query query;
	size_t left; /* rows that may still be printed */
	struct arena page;
	struct table *table; /* NULL: JSON */
	int64_t now;
};

static int put_json(struct listing *l, const struct memory_line *line, struct err *e)
{
	struct interaction whole;
	struct err gone = {0};

	if (memory_get(l->db, span_of(line->id), &l->page, &whole, &gone) == 0)
		return print_json(memory_json(&whole));
	if (gone.code == ERR_MISSING)
		return 0; /* deleted since the page was read */
	*e = gone;
	return -1;
}

static int put_page(struct listing *l, const struct memory_page *page, struct err *e)
{
	for (size_t i = 0; i < page->n && !print_lost(); i++) {
		if (l->table)
			memory_cells(l->table, &page->lines[i], l->now, &l->page);
		else if (put_json(l, &page->lines[i], e) < 0)
			return -1;
	}
	return 0;
}

/* Page by page, so that a million rows need the memory of one page. */
static int put_pages(struct listing *l, bool *more, struct err *e)
{
	struct memory_page page = {.more = true};

	while (page.more && l->left > 0 && !print_lost()) {
		arena_clear(&l->page);
		l->query.limit = l->left < PAGE ? l->left : PAGE;
		if (memory_page(l->db, &l->query, &l->page, &page, e) < 0 ||
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
	if (memory_count(l->db, &l->query.filter, COUNT_CAP, &all, e) < 0)
		return -1;
	fprintf(stderr, "%zu of %s%" PRId64 " interactions; --limit N shows more\n", limit,
		all > COUNT_CAP ? "over " : "", all > COUNT_CAP ? COUNT_CAP : all);
	return 0;
}

/* Each operand must occur, whatever the filter says besides. */
static int read_filter(const struct call *c, struct arena *a, struct filter *out, struct err *e)
{
	const char *text = call_option(c, "--filter");

	if (filter_parse(FILTER_INTERACTIONS, span_of(text ? text : ""), a, out, e) < 0)
		return err_prefix(e, "--filter");
	if (c->n > MOST_WORDS)
		return err_set(e, ERR_USAGE, "more than %d words", MOST_WORDS);
	for (int i = 0; i < c->n; i++) {
		if (!c->words[i][0])
			return err_set(e, ERR_USAGE, "an empty text is everywhere");
		filter_require(out, FILTER_WORD, span_of(c->words[i]), a);
	}
	return 0;
}

static int list(struct listing *l, struct arena *a, struct err *e)
{
	static const char *const headings[] = {MEMORY_HEADINGS, NULL};
	size_t limit;
	bool more = false;
	int result;

	if (limit_read(l->call, &limit, e) < 0 ||
		read_filter(l->call, a, &l->query.filter, e) < 0 ||
		command_open(l->call, DB_READ_ONLY, a, &l->db, e) < 0)
		return -1;
	l->now = time_now();
	l->left = limit;
	if (!call_option(l->call, "--json"))
		l->table = table_new(headings);
	result = put_pages(l, &more, e);
	if (l->table && table_print(&l->table, result < 0 ? NULL : "No interactions match.") < 0)
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

static const struct option_spec options[] = {
	{"--filter", "F",
		"words and field:value, ! for not, | for or, sort:NAME; tenet(1) lists the fields",
		NULL},
	{"--limit", "N", "at most N interactions (default: 50)", NULL},
	{"--json", NULL, "print JSON, one interaction a line, content whole", NULL},
	OPTION_END,
};

const struct command command_memory_list = {
	.name = "memory list",
	.operands = "",
	.help = "List what the agent said and read, newest first or as the filter says",
	.options = options,
	.agents_only = true,
	.run = run,
};

const struct command command_memory_search = {
	.name = "memory search",
	.operands = "TEXT…",
	.min = 1,
	.max = -1,
	.help = "List the interactions that hold each of these texts",
	.options = options,
	.agents_only = true,
	.run = run,
};
