/* The kinds of the memory pane's tasks, and the row that two of them make. */
#ifndef MEMORY_TASKS_H
#define MEMORY_TASKS_H

#include "memory_pane.h"

enum memory_task {
	MEMORY_TASK_PAGE = 1,
	MEMORY_TASK_COUNT,
	MEMORY_TASK_DETAIL,
	MEMORY_TASK_LED,
	MEMORY_TASK_NEAR,
	MEMORY_TASK_VALUES,
	MEMORY_TASK_ROWS,
};

void memory_fill_row(
	struct memory_row *row, const struct memory_line *line, double cosine, struct arena *a);

#endif
