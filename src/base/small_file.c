/* Reads a file that a person writes by hand. */
#include "base/small_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int refuse(const char *path, int why, struct err *e)
{
	return err_set(e, why == ENOENT ? ERR_MISSING : ERR_OTHER, "cannot read %s: %s", path,
		strerror(why));
}

/* One byte more than it may have, so that a file which grows meanwhile is noticed. */
int small_file_read_open(int fd, const char *name, struct str *out, struct err *e)
{
	size_t before = out->len, most = SMALL_FILE_MOST + 1;
	ssize_t n = 1;

	str_reserve(out, most);
	while (n != 0 && out->len - before < most) {
		n = read(fd, out->p + out->len, most - (out->len - before));
		if (n < 0 && errno != EINTR) {
			int why = errno;
			out->p[out->len = before] = '\0';
			return refuse(name, why, e);
		}
		out->len += n > 0 ? (size_t)n : 0;
	}
	bool fits = out->len - before < most;
	out->len = fits ? out->len : before;
	out->p[out->len] = '\0';
	if (fits)
		return 0;
	return err_set(e, ERR_OTHER, "%s has more than 64 KiB", name);
}

int small_file_read(const char *path, struct str *out, struct err *e)
{
	struct stat st;
	int rc = -1;
	/* Without waiting for the other end of a pipe. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return refuse(path, errno, e);
	if (fstat(fd, &st) != 0)
		refuse(path, errno, e);
	else if (!S_ISREG(st.st_mode))
		err_set(e, ERR_OTHER, "%s is not a file", path);
	else
		rc = small_file_read_open(fd, path, out, e);
	close(fd);
	return rc;
}
