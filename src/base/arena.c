/* Arena allocation in blocks that double up to one mebibyte. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define ALIGN sizeof(max_align_t)
#define FIRST_BLOCK 4096
#define LARGEST_BLOCK (1024 * 1024)

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	max_align_t bytes[];
};

static struct arena_block *block_new(size_t size, struct arena_block *next)
{
	struct arena_block *b = xmalloc(sizeof(*b) + size);

	b->next = next;
	b->used = 0;
	b->size = size;
	return b;
}

/* What is in it is not defined. */
static char *take(struct arena *a, size_t n)
{
	if (n > SIZE_MAX / 2)
		die_of_memory(n);
	size_t need = (n + ALIGN - 1) / ALIGN * ALIGN;
	if (need == 0)
		need = ALIGN;
	if (!a->head || a->head->size - a->head->used < need) {
		size_t size = a->head ? a->head->size * 2 : FIRST_BLOCK;
		if (size > LARGEST_BLOCK)
			size = LARGEST_BLOCK;
		a->head = block_new(size < need ? need : size, a->head);
	}
	char *p = (char *)a->head->bytes + a->head->used;
	a->head->used += need;
	a->used += need;
	return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
	return memset(take(a, n), 0, n);
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		die_of_memory(n);
	return arena_alloc(a, n * size);
}

char *arena_memdup(struct arena *a, const char *p, size_t n)
{
	char *copy = take(a, n + 1);

	if (n > 0)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_memdup(a, s, strlen(s));
}

struct span arena_span(struct arena *a, struct span s)
{
	if (!s.p)
		return SPAN_NULL;
	return (struct span){arena_memdup(a, s.p, s.n), s.n};
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return arena_strdup(a, "");
	char *p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

static void free_blocks(struct arena_block *b)
{
	while (b) {
		struct arena_block *next = b->next;
		free(b);
		b = next;
	}
}

void arena_clear(struct arena *a)
{
	if (!a->head)
		return;
	free_blocks(a->head->next);
	a->head->next = NULL;
	a->head->used = 0;
	a->used = 0;
}

void arena_free(struct arena *a)
{
	free_blocks(a->head);
	*a = (struct arena){0};
}
