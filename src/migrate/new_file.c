/* Files that appear whole or not at all. */
#include "new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

int new_file_fail(const char *path, int why, struct err *e)
{
	return err_set(e, why == ENOSPC || why == EDQUOT ? ERR_FULL : ERR_OTHER,
		"cannot write %s: %s", path, strerror(why));
}

static bool is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

int new_file_refuse(const char *path, struct err *e)
{
	return is_there(path) ? err_set(e, ERR_USAGE, "%s is there already", path) : 0;
}

/* With its slash; free with free(). */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : xstrdup("./");

	if (!folder)
		die_of_memory(0);
	return folder;
}

static bool same_folder(const char *a, const char *b)
{
	char *one = folder_of(a), *other = folder_of(b);
	struct stat x, y;
	bool same = stat(one, &x) == 0 && stat(other, &y) == 0 && x.st_dev == y.st_dev &&
		x.st_ino == y.st_ino;

	free(one);
	free(other);
	return same;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool new_file_same(const char *a, const char *b)
{
	return strcmp(last_part(a), last_part(b)) == 0 && same_folder(a, b);
}

int new_file_make(struct new_file *f, const char *path, struct err *e)
{
	struct str part = {0};

	str_addf(&part, "%s.XXXXXX", path);
	int fd = mkostemp(part.p, O_CLOEXEC);
	if (fd < 0) {
		new_file_fail(path, errno, e);
		str_free(&part);
		return -1;
	}
	*f = (struct new_file){.path = xstrdup(path), .part = part.p, .fd = fd};
	return 0;
}

/* File systems that cannot do both in one call are looked at first. */
static int give_name(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (is_there(to)) {
		errno = EEXIST;
		return -1;
	}
	return rename(from, to);
}

/* A name is on the disk once its folder is. */
static int sync_folder(const char *path)
{
	char *folder = folder_of(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	free(folder);
	return result;
}

int new_file_name(const char *from, const char *to)
{
	if (give_name(from, to) != 0)
		return errno;
	if (sync_folder(to) == 0)
		return 0;
	int why = errno;
	(void)unlink(to);
	return why;
}

static void forget(struct new_file *f)
{
	close(f->fd);
	free(f->path);
	free(f->part);
	*f = (struct new_file){0};
}

int new_file_keep(struct new_file *f, struct err *e)
{
	int why = fsync(f->fd) == 0 ? new_file_name(f->part, f->path) : errno;

	if (why != 0) {
		new_file_fail(f->path, why, e);
		new_file_drop(f);
		return -1;
	}
	forget(f);
	return 0;
}

void new_file_drop(struct new_file *f)
{
	if (!f->part)
		return;
	(void)unlink(f->part);
	forget(f);
}
