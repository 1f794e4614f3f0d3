/* Rows in the order in which they came, and a hash table of their numbers beside them. */
#include "base/idmap.h"

#include <stdlib.h>
#include <string.h>
#include <uuid/uuid.h>

#include "base/err.h"

#define OTHER_KEY (UUID_TEXT - 1)
#define FIRST_ROOM 16

struct key {
	unsigned char bytes[OTHER_KEY];
	size_t n;
};

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Only what comes back as the same text is taken for a UUID. A search for a path asks this a
 * hundred thousand times: uuid_parse, which takes more, was a fifth of its time. */
static bool read_uuid(const char *id, unsigned char *bytes)
{
	for (size_t i = 0; i < sizeof(uuid_t); i++) {
		if ((i == 4 || i == 6 || i == 8 || i == 10) && *id++ != '-')
			return false;
		int high = digit(id[0]), low = high < 0 ? -1 : digit(id[1]);
		if (low < 0)
			return false;
		bytes[i] = (unsigned char)(high << 4 | low);
		id += 2;
	}
	return *id == '\0';
}

static struct key key_of(const char *id)
{
	struct key k = {.n = sizeof(uuid_t)};

	if (read_uuid(id, k.bytes))
		return k;
	k = (struct key){.n = OTHER_KEY};
	memcpy(k.bytes, id, strnlen(id, OTHER_KEY));
	return k;
}

static const struct idmap_table *table_of(const struct idmap *m, const struct key *k)
{
	return k->n == sizeof(uuid_t) ? &m->uuids : &m->others;
}

static struct idmap_table *own_table(struct idmap *m, const struct key *k)
{
	return k->n == sizeof(uuid_t) ? &m->uuids : &m->others;
}

static unsigned char *row_at(
	const struct idmap *m, const struct idmap_table *t, size_t key, size_t i)
{
	return t->rows + i * (key + m->value);
}

/* FNV-1a. */
static size_t hash(const unsigned char *p, size_t n)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

/* Where the key stands, or the free slot where it would. */
static size_t slot_of(const struct idmap *m, const struct idmap_table *t, const struct key *k)
{
	size_t mask = t->slot_count - 1, at = hash(k->bytes, k->n) & mask;

	while (t->slots[at] != 0 &&
		memcmp(row_at(m, t, k->n, t->slots[at] - 1), k->bytes, k->n) != 0)
		at = (at + 1) & mask;
	return at;
}

/* Half of the slots at least stay free. */
static void grow(const struct idmap *m, struct idmap_table *t, size_t key)
{
	struct key k = {.n = key};

	t->room = t->room ? t->room * 2 : FIRST_ROOM;
	t->rows = xrealloc(t->rows, t->room * (key + m->value));
	free(t->slots);
	while (t->slot_count < t->room * 2)
		t->slot_count = t->slot_count ? t->slot_count * 2 : FIRST_ROOM * 2;
	t->slots = xcalloc(t->slot_count, sizeof(*t->slots));
	for (size_t i = 0; i < t->n; i++) {
		memcpy(k.bytes, row_at(m, t, key, i), key);
		t->slots[slot_of(m, t, &k)] = (uint32_t)i + 1;
	}
}

bool idmap_put(struct idmap *m, const char *id, const void *value)
{
	struct key k = key_of(id);
	struct idmap_table *t = own_table(m, &k);

	if (t->n == t->room)
		grow(m, t, k.n);
	size_t at = slot_of(m, t, &k);
	bool added = t->slots[at] == 0;
	if (added)
		t->slots[at] = (uint32_t)++t->n;
	unsigned char *row = row_at(m, t, k.n, t->slots[at] - 1);
	memcpy(row, k.bytes, k.n);
	if (value)
		memcpy(row + k.n, value, m->value);
	else
		memset(row + k.n, 0, m->value);
	return added;
}

const void *idmap_get(const struct idmap *m, const char *id)
{
	struct key k = key_of(id);
	const struct idmap_table *t = table_of(m, &k);

	if (t->n == 0)
		return NULL;
	size_t at = slot_of(m, t, &k);
	return t->slots[at] == 0 ? NULL : row_at(m, t, k.n, t->slots[at] - 1) + k.n;
}

bool idmap_has(const struct idmap *m, const char *id)
{
	return idmap_get(m, id) != NULL;
}

/* Moves back what was pushed behind the slot that becomes free, so that no search ends there too
 * early. */
static void free_slot(const struct idmap *m, struct idmap_table *t, size_t key, size_t at)
{
	size_t mask = t->slot_count - 1;

	for (size_t next = (at + 1) & mask; t->slots[next] != 0; next = (next + 1) & mask) {
		size_t home = hash(row_at(m, t, key, t->slots[next] - 1), key) & mask;
		if (((next - home) & mask) < ((next - at) & mask))
			continue;
		t->slots[at] = t->slots[next];
		at = next;
	}
	t->slots[at] = 0;
}

static void remove_key(struct idmap *m, struct idmap_table *t, const struct key *k, size_t at)
{
	size_t gone = t->slots[at] - 1, last = t->n - 1;
	struct key moved = {.n = k->n};

	free_slot(m, t, k->n, at);
	if (gone != last) {
		memcpy(moved.bytes, row_at(m, t, k->n, last), k->n);
		size_t slot = slot_of(m, t, &moved);
		memcpy(row_at(m, t, k->n, gone), row_at(m, t, k->n, last), k->n + m->value);
		t->slots[slot] = (uint32_t)gone + 1;
	}
	t->n = last;
}

bool idmap_remove(struct idmap *m, const char *id)
{
	struct key k = key_of(id);
	struct idmap_table *t = own_table(m, &k);

	if (t->n == 0)
		return false;
	size_t at = slot_of(m, t, &k);
	if (t->slots[at] == 0)
		return false;
	remove_key(m, t, &k, at);
	return true;
}

size_t idmap_count(const struct idmap *m)
{
	return m->uuids.n + m->others.n;
}

void idmap_at(const struct idmap *m, size_t i, char id[UUID_TEXT])
{
	if (i < m->uuids.n) {
		uuid_unparse_lower(row_at(m, &m->uuids, sizeof(uuid_t), i), id);
		return;
	}
	memcpy(id, row_at(m, &m->others, OTHER_KEY, i - m->uuids.n), OTHER_KEY);
	id[OTHER_KEY] = '\0';
}

static void copy_table(struct idmap_table *to, const struct idmap_table *from, size_t row)
{
	*to = *from;
	to->room = from->n;
	to->rows = NULL;
	to->slots = NULL;
	if (from->n == 0) {
		to->slot_count = 0;
		return;
	}
	to->rows = xmalloc(from->n * row);
	memcpy(to->rows, from->rows, from->n * row);
	to->slots = xcalloc(from->slot_count, sizeof(*to->slots));
	memcpy(to->slots, from->slots, from->slot_count * sizeof(*to->slots));
}

void idmap_copy(struct idmap *to, const struct idmap *from)
{
	to->value = from->value;
	copy_table(&to->uuids, &from->uuids, sizeof(uuid_t) + from->value);
	copy_table(&to->others, &from->others, OTHER_KEY + from->value);
}

static void clear_table(struct idmap_table *t)
{
	free(t->rows);
	free(t->slots);
	*t = (struct idmap_table){0};
}

void idmap_clear(struct idmap *m)
{
	clear_table(&m->uuids);
	clear_table(&m->others);
}
