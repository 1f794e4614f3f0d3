/* Looks at a database file before SQLite does, because SQLite says "unable to open" to everything.
 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"

/* The header of a database file: https://www.sqlite.org/fileformat2.html#the_database_header */
static const char magic[] = "SQLite format 3";
enum { HEADER = 100, PAGE_SIZE_AT = 16, PAGES_AT = 28, SMALLEST = 512 };

static int cannot_open(
	const struct db_address *where, enum err_code code, const char *why, struct err *e)
{
	return err_set(e, code, "cannot open %s: %s", where->name, why);
}

/* The folder that a path lies in. Free with free(). */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	if (slash == path)
		return xstrdup("/");
	char *folder = xstrdup(path);
	folder[slash - path] = '\0';
	return folder;
}

static int make_folders(const char *path)
{
	char *folder = folder_of(path);
	int result = 0;

	for (char *p = folder + 1; result == 0; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char end = *p;
		*p = '\0';
		if (mkdir(folder, 0700) != 0 && errno != EEXIST)
			result = -1;
		*p = end;
		if (end == '\0')
			break;
	}
	free(folder);
	return result;
}

static int make_file(const struct db_address *where, struct err *e)
{
	if (make_folders(where->target) != 0)
		return err_set(e, ERR_OTHER, "cannot make the folder of %s: %s", where->name,
			strerror(errno));
	int fd = open(where->target, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(e, errno == ENOSPC ? ERR_FULL : ERR_OTHER, "cannot make %s: %s",
			where->name, strerror(errno));
	close(fd);
	return 0;
}

static int missing(const struct db_address *where, struct err *e)
{
	err_set(e, ERR_MISSING, "cannot open %s: there is no such file", where->name);
	return err_hint(e,
		"`%s db upgrade head` makes an empty database there; `seed config` and "
		"`seed demo`, called likewise, fill it with something to try out",
		db_address_call(where));
}

static int read_header(const struct db_address *where, int64_t size, struct err *e)
{
	char header[HEADER] = {0};
	int fd = open(where->target, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return cannot_open(where, ERR_OTHER,
			errno == EACCES ? "no right to read it" : strerror(errno), e);
	ssize_t n = pread(fd, header, sizeof(header), 0);
	int why = errno;
	close(fd);
	if (n < 0)
		return cannot_open(where, ERR_OTHER, strerror(why), e);
	if (size == 0)
		return 0;
	if (memcmp(header, magic, sizeof(magic)) != 0)
		return cannot_open(where, ERR_CORRUPT, "it is not a database", e);
	if (size < SMALLEST)
		return cannot_open(where, ERR_CORRUPT, "the database is damaged (cut off)", e);
	return 0;
}

static bool can_write(const char *path)
{
	char *folder = folder_of(path);
	/* The folder too: a database in WAL mode has two more files beside it. */
	bool yes = faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 &&
		faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0;

	free(folder);
	return yes;
}

int file_examine(
	const struct db_address *where, enum db_access access, enum file_access *out, struct err *e)
{
	struct stat st;
	int found = stat(where->target, &st);

	if (found != 0 && errno == ENOENT) {
		if (access != DB_CREATE)
			return missing(where, e);
		if (make_file(where, e) != 0)
			return -1;
		found = stat(where->target, &st);
	}
	if (found != 0)
		return cannot_open(where, ERR_OTHER,
			errno == EACCES ? "no right to look into its folder" : strerror(errno), e);
	if (S_ISDIR(st.st_mode))
		return cannot_open(where, ERR_OTHER, "it is a directory", e);
	if (!S_ISREG(st.st_mode))
		return cannot_open(where, ERR_OTHER, "it is not a regular file", e);
	if (read_header(where, st.st_size, e) != 0)
		return -1;
	*out = access != DB_READ_ONLY && can_write(where->target) ? FILE_WRITABLE : FILE_READ_ONLY;
	if (access == DB_CREATE && *out == FILE_READ_ONLY)
		return cannot_open(where, ERR_READONLY, "no right to write it or beside it", e);
	return 0;
}

bool file_watch(const char *path, int inotify)
{
	const uint32_t what = IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF;
	struct str log = {0};

	if (inotify_add_watch(inotify, path, what) < 0)
		return false;
	str_add(&log, path);
	str_add(&log, "-wal");
	bool both = inotify_add_watch(inotify, str_cstr(&log), what) >= 0 || errno == ENOENT;
	str_free(&log);
	return both;
}

bool file_has(const char *path, const char *suffix)
{
	struct str beside = {0};
	struct stat st;

	str_add(&beside, path);
	str_add(&beside, suffix);
	bool yes = stat(str_cstr(&beside), &st) == 0 || errno != ENOENT;
	str_free(&beside);
	return yes;
}

void file_uri(const char *path, struct str *out)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "/-._~";

	str_add(out, path[0] == '/' ? "file://" : "file:");
	for (; *path; path++)
		if (strchr(plain, *path))
			str_addc(out, *path);
		else
			str_addf(out, "%%%02X", (unsigned char)*path);
}

static uint32_t big_endian(const unsigned char *p, int bytes)
{
	uint32_t v = 0;

	for (int i = 0; i < bytes; i++)
		v = v << 8 | p[i];
	return v;
}

bool file_cut_off(const char *path, int64_t *size, int64_t *expected)
{
	unsigned char header[HEADER];
	struct stat st;
	bool cut = false;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 &&
		pread(fd, header, sizeof(header), 0) == (ssize_t)sizeof(header)) {
		uint32_t page = big_endian(header + PAGE_SIZE_AT, 2);
		page = page == 1 ? 65536 : page;
		*size = st.st_size;
		*expected = (int64_t)page * big_endian(header + PAGES_AT, 4);
		/* A page size that is none says that the header is damaged, whatever the length. */
		cut = page >= SMALLEST && (page & (page - 1)) == 0 && *size < *expected;
	}
	close(fd);
	return cut;
}
