/* A file that nobody else may read, where a program keeps what is its user's own. */
#include "base/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/home.h"

/* Makes what is missing of a path. */
static int make_folders(char *path, struct err *e)
{
	for (char *at = path + 1;; at++) {
		char kept = *at;
		if (kept != '/' && kept != '\0')
			continue;
		*at = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return err_set(e, ERR_OTHER, "cannot make %s: %s", path, strerror(errno));
		*at = kept;
		if (kept == '\0')
			return 0;
	}
}

static int write_all(int fd, struct span bytes)
{
	for (size_t at = 0; at < bytes.n;) {
		ssize_t n = write(fd, bytes.p + at, bytes.n - at);
		if (n < 0 && errno != EINTR)
			return -1;
		at += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

/* Beside its place first: nobody finds half of it there. */
static int write_file(const char *path, struct span bytes, struct err *e)
{
	struct str beside = {0};
	int rc = -1;

	str_addf(&beside, "%s.XXXXXX", path);
	int fd = mkostemp(beside.p, O_CLOEXEC); /* 0600 */
	if (fd < 0) {
		err_set(e, ERR_OTHER, "cannot write %s: %s", path, strerror(errno));
		goto out;
	}
	rc = write_all(fd, bytes);
	rc = close(fd) != 0 ? -1 : rc;
	if (rc == 0)
		rc = rename(beside.p, path);
	if (rc != 0) {
		err_set(e, ERR_OTHER, "cannot write %s: %s", path, strerror(errno));
		unlink(beside.p);
	}
out:
	str_free(&beside);
	return rc;
}

int private_file(const char *name, struct span bytes, struct str *path, struct err *e)
{
	struct arena a = {0};
	const char *folder = home_path(HOME_STATE, "", &a);
	size_t before = path->len;
	int rc = -1;

	if (!folder) {
		err_set(e, ERR_OTHER, "neither XDG_STATE_HOME nor HOME names a folder");
		goto out;
	}
	str_add(path, folder);
	if (make_folders(path->p + before, e) < 0)
		goto out;
	str_addf(path, "/%s", name);
	rc = write_file(path->p + before, bytes, e);
out:
	arena_free(&a);
	return rc;
}
