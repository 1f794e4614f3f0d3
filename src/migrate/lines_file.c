/* The bytes of an export: written beside its name until it is whole, read line by line. */
#include <errno.h>
#include <fcntl.h>
#include <sha256.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "lines.h"
#include "new_file.h"

#define BUFFER 131072
#define LONGEST (256 << 20) /* bytes of a line */

/* --- Writing. --- */

struct lines_out {
	struct new_file file; /* none: standard output */
	gzFile gz;
	SHA256_CTX sha;
};

/* Only a stop ends a call that waits for the other side of a pipe. */
static int fail_write(const struct lines_out *o, int error, struct err *e)
{
	if (error == EINTR)
		return err_set(e, ERR_CANCELLED, "stopped while nobody read standard output");
	return new_file_fail(o->file.path ? o->file.path : "standard output", error, e);
}

static bool is_standard(const char *path)
{
	return strcmp(path, "-") == 0;
}

static bool is_compressed(const char *path)
{
	size_t n = strlen(path);

	return n > 3 && strcmp(path + n - 3, ".gz") == 0;
}

int lines_refuse(const char *path, struct err *e)
{
	if (is_standard(path) || new_file_refuse(path, e) == 0)
		return 0;
	return err_hint(e,
		"an export never replaces a file: give another name, or - for standard"
		" output");
}

int lines_create(const char *path, struct lines_out **out, struct err *e)
{
	struct lines_out *o = xcalloc(1, sizeof(*o));

	if (!is_standard(path) && new_file_make(&o->file, path, e) != 0) {
		free(o);
		return -1;
	}
	/* zlib closes what it is given, and this one is still to be synchronised. */
	int fd = dup(o->file.path ? o->file.fd : STDOUT_FILENO);
	if (fd < 0) {
		fail_write(o, errno, e);
		lines_discard(&o);
		return -1;
	}
	o->gz = gzdopen(fd, is_compressed(path) ? "wb6" : "wbT");
	if (!o->gz)
		die_of_memory(0);
	gzbuffer(o->gz, BUFFER);
	SHA256Init(&o->sha);
	*out = o;
	return 0;
}

int lines_put(struct lines_out *o, struct span bytes, struct err *e)
{
	SHA256Update(&o->sha, (const uint8_t *)bytes.p, bytes.n);
	for (size_t n; bytes.n > 0; bytes = (struct span){bytes.p + n, bytes.n - n}) {
		n = bytes.n < BUFFER ? bytes.n : BUFFER;
		errno = 0;
		if (gzwrite(o->gz, bytes.p, (unsigned)n) <= 0)
			return fail_write(o, errno ? errno : EIO, e);
	}
	return 0;
}

void lines_sum(const struct lines_out *o, char out[65])
{
	SHA256_CTX sha = o->sha;

	SHA256End(&sha, out);
}

int lines_commit(struct lines_out **out, struct err *e)
{
	struct lines_out *o = *out;

	errno = 0;
	int result = gzclose(o->gz) == Z_OK ? 0 : fail_write(o, errno ? errno : EIO, e);
	o->gz = NULL;
	if (result == 0 && o->file.path)
		result = new_file_keep(&o->file, e);
	lines_discard(out);
	return result;
}

void lines_discard(struct lines_out **o)
{
	if (!*o)
		return;
	if ((*o)->gz)
		gzclose((*o)->gz);
	new_file_drop(&(*o)->file);
	free(*o);
	*o = NULL;
}

/* --- Reading. --- */

struct lines_in {
	char *path;
	gzFile gz;
	struct str buffer;
	size_t at; /* where the next line begins in the buffer */
	size_t number, bytes; /* that were read */
	bool broken; /* the last line had no end */
	SHA256_CTX before, sha; /* without and with the last line */
};

int lines_open(const char *path, struct lines_in **out, struct err *e)
{
	int fd = is_standard(path) ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		fd = -1;
		errno = EISDIR;
	}
	if (fd < 0)
		return err_set(e, errno == ENOENT ? ERR_MISSING : ERR_OTHER, "cannot read %s: %s",
			path, strerror(errno));
	struct lines_in *in = xcalloc(1, sizeof(*in));
	in->path = is_standard(path) ? xstrdup("standard input") : xstrdup(path);
	in->gz = gzdopen(fd, "rb");
	if (!in->gz)
		die_of_memory(0);
	gzbuffer(in->gz, BUFFER);
	SHA256Init(&in->sha);
	*out = in;
	return 0;
}

static int fail_read(struct lines_in *in, struct err *e)
{
	int code;
	const char *why = gzerror(in->gz, &code);

	if (code == Z_ERRNO && errno == EINTR)
		return err_set(e, ERR_CANCELLED, "stopped while nothing came from %s", in->path);
	if (code == Z_BUF_ERROR)
		why = "the compressed data ends too early";
	return err_set(e, ERR_CORRUPT, "cannot read %s: %s", in->path,
		code == Z_ERRNO ? strerror(errno) : why);
}

/* More bytes behind those that are there. 0: there are no more. */
static int fill(struct lines_in *in, struct err *e)
{
	size_t left = in->buffer.len - in->at;

	if (left > LONGEST)
		return err_set(e, ERR_CORRUPT, "%s:%zu: a line of more than 256 MiB", in->path,
			in->number + 1);
	if (in->at > 0) {
		memmove(in->buffer.p, in->buffer.p + in->at, left);
		in->buffer.len = left;
		in->at = 0;
	}
	int n = gzread(in->gz, str_reserve(&in->buffer, BUFFER), BUFFER);
	if (n < 0)
		return fail_read(in, e);
	int code = Z_OK;
	if (n == 0 && (gzerror(in->gz, &code), code != Z_OK))
		return fail_read(in, e);
	in->buffer.len += (size_t)n;
	return n > 0;
}

int lines_next(struct lines_in *in, struct span *out, struct err *e)
{
	size_t looked = 0;
	const char *end;
	int more = 1;

	for (;;) {
		size_t n = in->buffer.len - in->at;
		const char *from = in->buffer.p + in->at;
		end = n > looked ? memchr(from + looked, '\n', n - looked) : NULL;
		if (end || more == 0)
			break;
		looked = n;
		if ((more = fill(in, e)) < 0)
			return -1;
	}
	out->p = in->buffer.p + in->at;
	out->n = end ? (size_t)(end - out->p) + 1 : in->buffer.len - in->at;
	if (out->n == 0)
		return 0;
	in->at += out->n;
	in->number++;
	in->bytes += out->n;
	in->broken = !end;
	in->before = in->sha;
	SHA256Update(&in->sha, (const uint8_t *)out->p, out->n);
	return 1;
}

void lines_sum_before(const struct lines_in *in, char out[65])
{
	SHA256_CTX sha = in->before;

	SHA256End(&sha, out);
}

size_t lines_number(const struct lines_in *in)
{
	return in->number;
}

size_t lines_bytes(const struct lines_in *in)
{
	return in->bytes;
}

bool lines_broken(const struct lines_in *in)
{
	return in->broken;
}

const char *lines_path(const struct lines_in *in)
{
	return in->path;
}

void lines_close(struct lines_in **in)
{
	if (!*in)
		return;
	gzclose((*in)->gz);
	str_free(&(*in)->buffer);
	free((*in)->path);
	free(*in);
	*in = NULL;
}
