/* tenet memory list, search. */
#include "memory.h"

#include <inttypes.h>

#include "base/json.h"
#include "base/time.h"
#include "listing.h"
#include "posts.h"

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

struct memories {
	struct listing list;
	struct memory_query query;
};

static int put_json(struct db *db, const struct memory_line *line, struct arena *a, struct err *e)
{
	struct interaction whole;
	struct err gone = {0};

	if (memory_get(db, span_of(line->id), a, &whole, &gone) == 0)
		return print_json(memory_json(&whole));
	if (gone.code == ERR_MISSING)
		return 0; /* deleted since the page was read */
	*e = gone;
	return -1;
}

static int put_page(
	struct listing *l, size_t most, struct arena *a, size_t *n, bool *more, struct err *e)
{
	struct memories *m = (struct memories *)l;
	struct memory_page page;

	m->query.limit = most;
	if (memory_page(l->db, &m->query, a, &page, e) < 0)
		return -1;
	for (size_t i = 0; i < page.n && !print_lost(); i++) {
		if (l->table)
			memory_cells(l->table, &page.lines[i], l->now, a);
		else if (put_json(l->db, &page.lines[i], a, e) < 0)
			return -1;
	}
	*n = page.n;
	*more = page.more;
	if (page.n > 0) {
		m->query.from = PAGE_AFTER;
		m->query.key = page.lines[page.n - 1].key;
	}
	return 0;
}

static int count(struct listing *l, int64_t cap, int64_t *all, struct err *e)
{
	return memory_count(l->db, &((struct memories *)l)->query.filter, cap, all, e);
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

static const char *const *begin(
	struct listing *l, struct arena *a, const char **none, struct err *e)
{
	static const char *const headings[] = {MEMORY_HEADINGS, NULL};

	*none = "No interactions match.";
	if (read_filter(l->call, a, &((struct memories *)l)->query.filter, e) < 0 ||
		command_open(l->call, DB_READ_ONLY, a, &l->db, e) < 0)
		return NULL;
	return headings;
}

static int run(const struct call *c)
{
	static const struct listing_kind kind = {"interactions", begin, put_page, count};
	struct memories m = {.list.call = c};

	return listing_run(&m.list, &kind);
}

static const struct option_spec options[] = {
	{"--filter", "F",
		"words and field:value, ! for not, | for or, sort:NAME; tenet(5) lists the fields",
		NULL},
	{"--limit", "N", "at most N interactions, or all (default: 50)", NULL},
	{"--json", NULL, "print JSON, one interaction a line, content whole", NULL},
	OPTION_END,
};

const struct command command_memory_list = {
	.name = "memory list",
	.operands = "",
	.help = "List what the agent said and read, newest first or as the filter says",
	.signs = MEMORY_SIGNS,
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
	.signs = MEMORY_SIGNS,
	.options = options,
	.agents_only = true,
	.run = run,
};
