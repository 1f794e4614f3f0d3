/* Keeps right-to-left texts of a frame from moving what stands beside them. */
#ifndef TUI_ISOLATE_H
#define TUI_ISOLATE_H

#include <stdbool.h>
#include <stdint.h>

struct screen;

/* To which text each cell of the frame belongs. */
struct isolation {
	uint32_t *text; /* a cell: the number of its text, or 0 */
	bool *second; /* the cell is the second half of a wide character */
	bool *rows; /* that hold a letter which goes right to left */
	bool any;
	uint32_t texts; /* so far in this frame */
	uint32_t now; /* the text that is being drawn, or 0 */
};

/* For a screen of another size, and before and after a frame is drawn. */
void isolate_resize(struct screen *s, int rows, int columns);
void isolate_begin(struct screen *s);
void isolate_end(struct screen *s);
void isolate_free(struct screen *s);

/* The number of a text: `now` while it, or a part of it, is drawn. */
uint32_t isolate_text(struct screen *s);
/* A cell of so many columns was drawn. */
void isolate_cell(struct screen *s, int y, int x, uint32_t cp, int width);

#endif
