/* Small things that every aggregate does with statements and rows. */
#ifndef STORE_ROW_H
#define STORE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "db/db.h"

/* As many at once as a connection to another machine makes worth while. */
#define ROW_BATCH 32
#define ROW_PLACES \
	"($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19," \
	" $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)"

/* Copies into a fixed field; longer text is cut, NULL gives "". */
void row_copy(char *out, size_t size, struct span text);
/* Room for one more behind the `used` things of a list that grows in the arena by doubling: gives
 * the list, moved or not. Begin with NULL and a room of 0. */
void *row_room(struct arena *a, void *list, size_t used, size_t size, size_t *room);
/* A column copied into the arena; SPAN_NULL for NULL. */
struct span row_text(struct stmt *st, int col, struct arena *a);
/* A column of numbers: NAN for NULL and for what is no number. */
double row_real(struct stmt *st, int col);
/* The same, of a confidence; `broken` as model/confidence.h says. */
double row_confidence(struct stmt *st, int col, bool *broken);
/* Runs a bound statement that gives no rows and gives it back. `changed` may be NULL. */
int row_write(struct stmt *st, int64_t *changed, struct err *e);
/* Runs a bound statement that gives one number and gives it back. */
int row_number(struct stmt *st, int64_t *out, struct err *e);

#endif
