/* What the machine says about a database: files, disk, clock. */
#ifndef CLI_DOCTOR_HOST_H
#define CLI_DOCTOR_HOST_H

#include "migrate/doctor.h"

/* Who may read and write the file, those beside it, and its folder; the file system, and what is
 * left on it. */
void doctor_files(const char *path, struct arena *a, struct doctor *out);
/* `newest` is the newest time in the database, TIME_NONE for none. */
void doctor_clock(int64_t newest, struct arena *a, struct doctor *out);

#endif
