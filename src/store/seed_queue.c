/* The drafts and the memory of the demonstration. */
#include <endian.h>
#include <jansson.h>
#include <string.h>

#include "base/json.h"
#include "base/time.h"
#include "base/words.h"
#include "model/belief.h"
#include "row.h"
#include "seed.h"

#define MINUTE (60 * TIME_SECOND)

static json_t *proposal_json(const struct seed_proposal *p, const struct seed_graph *g)
{
	double current = g->confidence[p->belief];
	double proposed = belief_update(current, strength_of(span_of(p->strength)), p->direction);
	json_t *o = json_object();

	json_put(o, "belief_id", json_string(g->ids[p->belief]));
	json_put(o, "belief_title", json_string(seed_beliefs[p->belief].title));
	json_put(o, "current_confidence", json_from_real(current));
	json_put(o, "proposed_confidence", json_from_real(proposed));
	json_put(o, "reason", json_string(p->reason));
	json_put(o, "evidence_strength", json_string(p->strength));
	return o;
}

static json_t *new_belief_json(const struct seed_new_belief *b)
{
	json_t *o = json_object(), *tags = json_array();

	for (int i = 0; i < 3 && b->tags[i]; i++)
		seed_append(tags, json_string(b->tags[i]));
	json_put(o, "title", json_string(b->title));
	json_put(o, "summary", json_string(b->summary));
	json_put(o, "initial_confidence", json_real(b->confidence));
	json_put(o, "tags", tags);
	json_put(o, "reason", json_string(b->reason));
	return o;
}

static json_t *proposals_json(const struct seed_draft *d, const struct seed_graph *g)
{
	json_t *o = json_object(), *updates = json_array();

	for (int i = 0; d->proposals[i].strength; i++)
		seed_append(updates, proposal_json(&d->proposals[i], g));
	json_put(o, "updates", updates);
	json_put(o, "new_belief", d->new_belief ? new_belief_json(d->new_belief) : json_null());
	return o;
}

static json_t *evaluation_json(const struct seed_draft *d)
{
	json_t *o = json_object(), *flags = json_array();
	bool flagged = d->flags[0] != NULL;

	for (int i = 0; d->flags[i]; i++)
		seed_append(flags, json_string(d->flags[i]));
	json_put(o, "approved", json_boolean(!flagged));
	json_put(o, "flagged", json_boolean(flagged));
	json_put(o, "flags", flags);
	json_put(o, "action", json_string(flagged ? "block" : "allow"));
	return o;
}

/* The thread that a reply answers. Comments of others are known to Reddit by the draft's parent. */
static void put_thread(json_t *o, const struct seed_draft *d, const char *our_id)
{
	json_t *theirs = json_object(), *ours = json_object();

	json_put(theirs, "body", json_string(d->their_body));
	json_put(theirs, "author", json_string(d->their_author));
	json_put(theirs, "reddit_id", json_string(d->parent));
	json_put(ours, "body", json_string(d->our_body));
	json_put(ours, "reddit_id", json_string(our_id));
	json_put(o, "conversation_depth", json_integer(d->depth));
	json_put(o, "original_reply", theirs);
	json_put(o, "our_original_comment", ours);
}

static struct span metadata_json(
	struct seed *s, const struct seed_draft *d, const struct seed_graph *g)
{
	json_t *o = json_object();
	char correlation[UUID_TEXT];

	uuid_new(correlation);
	json_put(o, "post_type", json_string(d->type));
	json_put(o, "target_subreddit", json_string(d->subreddit));
	json_put(o, "correlation_id", json_string(correlation));
	json_put(o, "evaluation", evaluation_json(d));
	json_put(o, "belief_proposals", proposals_json(d, g));
	if (d->their_body)
		put_thread(o, d, arena_printf(s->arena, "t1_%.7s", correlation));
	return seed_json(s, o);
}

static const char find_draft[] =
	"SELECT id FROM pending_posts WHERE persona_id = $1 AND content = $2";
static const char add_draft[] =
	"INSERT INTO pending_posts (id, created_at, updated_at, persona_id, content, post_type,"
	" target_subreddit, parent_id, draft_metadata, status)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending')";

static int seed_draft(struct seed *s, const struct seed_draft *d, const struct seed_graph *g)
{
	const char *const where[] = {s->persona, d->content};
	char id[UUID_TEXT];
	int found = seed_find(s, find_draft, where, 2, id);

	if (found != 0)
		return found;
	struct stmt *st = seed_insert(s, add_draft, NULL, s->now - d->minutes * MINUTE);
	if (!st)
		return -1;
	stmt_text(st, 5, span_of(d->content));
	stmt_text(st, 6, span_of(d->type));
	stmt_text(st, 7, span_of(d->subreddit));
	stmt_text(st, 8, span_of(d->parent));
	stmt_text(st, 9, d->bare ? SPAN_NULL : metadata_json(s, d, g));
	return row_write(st, NULL, s->err);
}

int seed_drafts_add(struct seed *s, const struct seed_graph *g)
{
	int there = 0;

	for (int i = 0; i < SEED_DRAFTS; i++) {
		int found = seed_draft(s, &seed_drafts[i], g);
		if (found < 0)
			return -1;
		there += found;
	}
	seed_say(s, "drafts", SEED_DRAFTS - there, there);
	return 0;
}

/* As many numbers as the agent's model gives. */
#define EMBEDDING 384

static void add_trigrams(float *v, struct span word)
{
	struct word three;

	for (size_t i = 0; i + 3 <= word.n; i++)
		if (words_next(&(struct words){{word.p + i, 3}, 0}, &three))
			v[three.key % EMBEDDING] += three.key >> 63 ? 1 : -1;
}

/* Stands in for what a model would say: the more rows of three letters two texts share, the more
 * they point alike. Words no longer than "that" say nothing. */
static struct span embedding_of(struct seed *s, const struct seed_memory *m)
{
	const struct span topic = span_of(m->subreddit);
	const struct span texts[] = {span_of(m->content), topic, topic};
	float *v = arena_calloc(s->arena, EMBEDDING, sizeof(*v));
	struct word word;

	for (size_t i = 0; i < 3; i++)
		for (struct words w = {texts[i], 0}; words_next(&w, &word);)
			if (word.letters > 4)
				add_trigrams(v, word.text);
	for (size_t i = 0; i < EMBEDDING; i++) {
		uint32_t bits;
		memcpy(&bits, &v[i], sizeof(bits));
		bits = htole32(bits);
		memcpy(&v[i], &bits, sizeof(bits));
	}
	return (struct span){(const char *)v, EMBEDDING * sizeof(*v)};
}

static const char find_memory[] = "SELECT id FROM interactions WHERE reddit_id = $1";
static const char add_memory[] =
	"INSERT INTO interactions (id, created_at, updated_at, persona_id, content,"
	" interaction_type, reddit_id, subreddit, parent_id, metadata, embedding)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

static int seed_memory(struct seed *s, const struct seed_memory *m)
{
	const char *const where[] = {m->reddit_id};
	char id[UUID_TEXT];
	int found = seed_find(s, find_memory, where, 1, id);

	if (found != 0)
		return found;
	struct stmt *st = seed_insert(s, add_memory, NULL, s->now - m->hours * 60 * MINUTE);
	if (!st)
		return -1;
	json_t *metadata = json_object();
	json_put(metadata, "score", json_integer(m->score));
	json_put(metadata, "author", json_string("DemoAgentBot"));
	stmt_text(st, 5, span_of(m->content));
	stmt_text(st, 6, span_of(m->type));
	stmt_text(st, 7, span_of(m->reddit_id));
	stmt_text(st, 8, span_of(m->subreddit));
	stmt_text(st, 9, span_of(m->parent));
	stmt_text(st, 10, seed_json(s, metadata));
	stmt_blob(st, 11, embedding_of(s, m));
	return row_write(st, NULL, s->err);
}

int seed_memories_add(struct seed *s)
{
	int there = 0;

	for (int i = 0; i < SEED_MEMORIES; i++) {
		int found = seed_memory(s, &seed_memories[i]);
		if (found < 0)
			return -1;
		there += found;
	}
	seed_say(s, "memories", SEED_MEMORIES - there, there);
	return 0;
}
