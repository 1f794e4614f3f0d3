/* Finds the affinity of a type by the words in it. */
#include "affinity.h"

#include <stddef.h>
#include <string.h>

/* The first word that a type holds decides. */
static const struct {
	const char *word;
	const char *affinity;
} words[] = {{"{{id}}", "TEXT"}, {"{{key}}", "TEXT"}, {"{{json}}", "TEXT"},
	{"{{timestamp}}", "TEXT"}, {"{{blob}}", ""}, {"{{real}}", "REAL"}, {"INT", "NUMERIC"},
	{"CHAR", "TEXT"}, {"CLOB", "TEXT"}, {"TEXT", "TEXT"}, {"BLOB", ""}, {"REAL", "REAL"},
	{"FLOA", "REAL"}, {"DOUB", "REAL"}};

const char *affinity_of(const char *type)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(type, words[i].word))
			return words[i].affinity;
	return type[0] ? "NUMERIC" : "";
}

bool affinity_is_same(const char *type, const char *other)
{
	return strcmp(affinity_of(type), affinity_of(other)) == 0;
}
