/* The fields and orders of each dialect. */
#include "filter_field.h"

#define TABLE(fields, orders) \
	{ \
		(fields), sizeof(fields) / sizeof((fields)[0]), (orders) \
	}

static const char *const types[] = {"post", "comment", "reply", "other", NULL};

/* --- Drafts. --- */

static const char *const statuses[] = {"pending", "approved", "rejected", "any", NULL};
static const char *const flags[] = {"any", "none", NULL};
static const char *const draft_parts[] = {"thread", "beliefs", "note", "error", NULL};
static const char *const draft_sorts[] = {
	"oldest", "newest", "conf", "length", "flags", "sub", NULL};
static const struct filter_order draft_orders[] = {
	{FILTER_OLDEST, false},
	{FILTER_OLDEST, true},
	{FILTER_BY_CONF, false},
	{FILTER_BY_LENGTH, false},
	{FILTER_BY_FLAGS, false},
	{FILTER_BY_SUB, false},
};

static const struct filter_field_spec draft_fields[] = {
	{FILTER_WORD, "", NULL, NULL, NULL, FILTER_TEXT, false},
	{FILTER_STATUS, "status", NULL, statuses, NULL, FILTER_CHOICE, false},
	{FILTER_SUB, "sub", NULL, NULL, "r/", FILTER_TEXT, false},
	{FILTER_TYPE, "type", NULL, types, NULL, FILTER_CHOICE, false},
	{FILTER_PERSONA, "persona", NULL, NULL, "u/", FILTER_TEXT, false},
	{FILTER_BY, "by", NULL, NULL, NULL, FILTER_TEXT, true},
	{FILTER_AGE, "age", NULL, NULL, NULL, FILTER_SPAN, false},
	{FILTER_REVIEWED, "reviewed", NULL, NULL, NULL, FILTER_SPAN, true},
	{FILTER_CONF, "conf", NULL, NULL, NULL, FILTER_SHARE, false},
	{FILTER_LEN, "len", NULL, NULL, NULL, FILTER_COUNT, false},
	{FILTER_FLAG, "flag", NULL, flags, NULL, FILTER_TEXT, false},
	{FILTER_DEPTH, "depth", NULL, NULL, NULL, FILTER_COUNT, false},
	{FILTER_ID, "id", NULL, NULL, NULL, FILTER_TEXT, true},
	{FILTER_HAS, "has", NULL, draft_parts, NULL, FILTER_CHOICE, false},
	{FILTER_REASON, "reason", NULL, NULL, NULL, FILTER_TEXT, true},
	{FILTER_SORT, "sort", NULL, draft_sorts, "-", FILTER_CHOICE, false},
};

/* --- Beliefs. --- */

static const char *const none[] = {"none", NULL};
static const char *const yes_no[] = {"yes", "no", NULL};
static const char *const relations[] = {
	"supports", "contradicts", "depends_on", "evidence_for", "other", "any", NULL};
static const char *const belief_parts[] = {"summary", "tags", NULL};
static const char *const belief_sorts[] = {"title", "conf", "changed", "degree", "evidence", NULL};
static const struct filter_order belief_orders[] = {
	{FILTER_BY_TITLE, false},
	{FILTER_BY_CONF, false},
	{FILTER_BY_CHANGED, false},
	{FILTER_BY_DEGREE, false},
	{FILTER_BY_EVIDENCE, false},
};

static const struct filter_field_spec belief_fields[] = {
	{FILTER_WORD, "", NULL, NULL, NULL, FILTER_TEXT, false},
	{FILTER_CONF, "conf", NULL, none, NULL, FILTER_SHARE, false},
	{FILTER_TAG, "tag", NULL, NULL, "#", FILTER_TEXT, false},
	{FILTER_REL, "rel", NULL, relations, NULL, FILTER_TEXT, false},
	{FILTER_LOCKED, "locked", NULL, yes_no, NULL, FILTER_CHOICE, false},
	{FILTER_EVIDENCE, "evidence", NULL, NULL, NULL, FILTER_COUNT, false},
	{FILTER_DEGREE, "degree", "edges", NULL, NULL, FILTER_COUNT, false},
	{FILTER_CHANGED, "changed", NULL, NULL, NULL, FILTER_SPAN, false},
	{FILTER_AGE, "created", NULL, NULL, NULL, FILTER_SPAN, false},
	{FILTER_BY, "by", NULL, NULL, NULL, FILTER_TEXT, false},
	{FILTER_PERSONA, "persona", NULL, NULL, "u/", FILTER_TEXT, false},
	{FILTER_STANCES, "stances", NULL, NULL, NULL, FILTER_COUNT, false},
	{FILTER_NEAR, "near", NULL, NULL, NULL, FILTER_TEXT, false},
	{FILTER_ID, "id", NULL, NULL, NULL, FILTER_TEXT, false},
	{FILTER_HAS, "has", NULL, belief_parts, NULL, FILTER_CHOICE, false},
	{FILTER_SORT, "sort", NULL, belief_sorts, "-", FILTER_CHOICE, false},
};

/* --- Interactions. --- */

static const char *const interaction_parts[] = {
	"parent", "metadata", "embedding", "score", "cost", NULL};
static const char *const interaction_sorts[] = {"newest", "oldest", "score", NULL};
static const struct filter_order interaction_orders[] = {
	{FILTER_OLDEST, true},
	{FILTER_OLDEST, false},
	{FILTER_BY_SCORE, false},
};

static const struct filter_field_spec interaction_fields[] = {
	{FILTER_WORD, "", NULL, NULL, NULL, FILTER_TEXT, false},
	{FILTER_SUB, "sub", NULL, NULL, "r/", FILTER_TEXT, false},
	{FILTER_TYPE, "type", NULL, types, NULL, FILTER_CHOICE, false},
	{FILTER_PERSONA, "persona", NULL, NULL, "u/", FILTER_TEXT, false},
	{FILTER_AGE, "age", NULL, NULL, NULL, FILTER_SPAN, false},
	{FILTER_SCORE, "score", NULL, NULL, NULL, FILTER_NUMBER, false},
	{FILTER_COST, "cost", NULL, NULL, NULL, FILTER_AMOUNT, false},
	{FILTER_LEN, "len", NULL, NULL, NULL, FILTER_COUNT, false},
	{FILTER_REDDIT, "reddit", NULL, NULL, NULL, FILTER_TEXT, false},
	{FILTER_PARENT, "parent", NULL, NULL, NULL, FILTER_TEXT, false},
	{FILTER_ID, "id", NULL, NULL, NULL, FILTER_TEXT, false},
	{FILTER_HAS, "has", NULL, interaction_parts, NULL, FILTER_CHOICE, false},
	{FILTER_SORT, "sort", NULL, interaction_sorts, "-", FILTER_CHOICE, false},
};

const struct filter_dialect_spec *filter_dialect_spec(enum filter_dialect dialect)
{
	static const struct filter_dialect_spec dialects[] = {
		[FILTER_DRAFTS] = TABLE(draft_fields, draft_orders),
		[FILTER_BELIEFS] = TABLE(belief_fields, belief_orders),
		[FILTER_INTERACTIONS] = TABLE(interaction_fields, interaction_orders),
	};

	return &dialects[dialect];
}
