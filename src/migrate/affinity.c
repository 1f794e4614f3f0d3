/* Finds the affinity of a type by the words in it. */
#include "affinity.h"

#include <stddef.h>
#include <string.h>

enum affinity { NUMERIC, TEXT, NONE, REAL };

/* The first word that a type holds decides. */
static const struct {
	const char *word;
	enum affinity affinity;
} words[] = {{"{{id}}", TEXT}, {"{{key}}", TEXT}, {"{{json}}", TEXT}, {"{{timestamp}}", TEXT},
	{"{{blob}}", NONE}, {"{{real}}", REAL}, {"INT", NUMERIC}, {"CHAR", TEXT}, {"CLOB", TEXT},
	{"TEXT", TEXT}, {"BLOB", NONE}, {"REAL", REAL}, {"FLOA", REAL}, {"DOUB", REAL}};

static enum affinity affinity_of(const char *type)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(type, words[i].word))
			return words[i].affinity;
	return type[0] ? NUMERIC : NONE;
}

bool affinity_is_same(const char *type, const char *other)
{
	return affinity_of(type) == affinity_of(other);
}
