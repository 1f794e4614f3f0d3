/* Any bytes as the answer of tenet-layout: what is read of it stands in layers that there are. */
#include <stdint.h>
#include <stdlib.h>

#include "model/layout.h"

#define BOXES 6

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_layers(const struct layout *l, const struct layering *ls)
{
	size_t boxes = 0;

	for (size_t i = 0; i < ls->n; i++)
		for (size_t k = 0; k < ls->layers[i].n; k++) {
			const struct layout_slot *slot = &ls->layers[i].slots[k];
			check((slot->box == SIZE_MAX) != (slot->edge == SIZE_MAX));
			check(slot->box == SIZE_MAX || slot->box < l->box_count);
			check(slot->edge == SIZE_MAX || slot->edge < l->edge_count);
			boxes += slot->box != SIZE_MAX;
		}
	check(boxes == BOXES - 1); /* the one without an edge stands elsewhere */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct layout_box boxes[BOXES] = {0};
	struct layout_edge edges[] = {{.from = 0, .to = 1}, {.from = 1, .to = 2},
		{.from = 2, .to = 0}, {.from = 3, .to = 3}, {.from = 0, .to = 4},
		{.from = 4, .to = 3}, {.from = 0, .to = 1}};
	struct layout l = {.boxes = boxes,
		.box_count = BOXES,
		.edges = edges,
		.edge_count = sizeof(edges) / sizeof(edges[0])};
	struct arena a = {0};
	struct layering ls = {0};

	for (size_t i = 0; i < BOXES; i++)
		boxes[i].w = 10;
	if (layering_read(&l, (struct span){size ? (const char *)data : "", size}, &a, &ls) == 0)
		check_layers(&l, &ls);
	arena_free(&a);
	return 0;
}
