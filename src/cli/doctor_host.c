/* Looks at files, disk and clock for `tenet db doctor`. */
#include "doctor_host.h"

#include <errno.h>
#include <libgen.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/time.h"

#define MIB (INT64_C(1) << 20)
#define LITTLE_DISK (64 * MIB)

static void add(struct doctor *d, struct arena *a, enum doctor_state state, const char *what,
	const char *text, const char *todo)
{
	doctor_add(d, a, &(struct doctor_line){state, what, text, todo});
}

static const char *folder_of(const char *path, struct arena *a)
{
	return dirname(arena_strdup(a, path));
}

/* --- Modes. --- */

static void look_at_file(
	const char *path, const struct stat *st, struct arena *a, struct doctor *out)
{
	unsigned mode = st->st_mode & 07777;

	if (mode & S_IWOTH)
		add(out, a, DOCTOR_BAD, "file",
			arena_printf(a, "everybody on this machine may write %s (mode %04o)", path,
				mode),
			arena_printf(a, "chmod o-rw %s", path));
	else if (mode & S_IROTH)
		add(out, a, DOCTOR_WARN, "file",
			arena_printf(a,
				"everybody on this machine may read drafts and password hashes in"
				" %s (mode %04o)",
				path, mode),
			arena_printf(a, "chmod o-r %s", path));
	else if (access(path, W_OK) != 0)
		add(out, a, DOCTOR_WARN, "file",
			arena_printf(a, "you may not write %s (mode %04o)", path, mode),
			"give your group the right to write it, and its folder");
	else
		add(out, a, DOCTOR_OK, "file",
			arena_printf(a, "only its owner%s may use it (mode %04o)",
				mode & (S_IRGRP | S_IWGRP) ? " and group" : "", mode),
			NULL);
}

/* Who may write the file must be able to write its log, too. */
static void look_beside(const char *path, const struct stat *file, const char *suffix,
	struct arena *a, struct doctor *out)
{
	const char *beside = arena_printf(a, "%s%s", path, suffix);
	struct stat st;

	if (stat(beside, &st) != 0)
		return;
	if (st.st_uid == file->st_uid && st.st_gid == file->st_gid &&
		(st.st_mode & 0777) == (file->st_mode & 0777))
		return;
	add(out, a, DOCTOR_WARN, "file",
		arena_printf(a, "%s belongs to others, or has another mode, than %s", beside, path),
		"close everything that has it open, and give both the same owner, group and mode");
}

static void look_at_folder(const char *path, struct arena *a, struct doctor *out)
{
	const char *folder = folder_of(path, a);
	struct stat st;

	if (stat(folder, &st) != 0)
		return;
	if ((st.st_mode & S_IWOTH) && !(st.st_mode & S_ISVTX))
		add(out, a, DOCTOR_BAD, "folder",
			arena_printf(a, "everybody may replace files in %s (mode %04o)", folder,
				(unsigned)st.st_mode & 07777),
			arena_printf(a, "chmod o-w %s", folder));
	else if (access(folder, W_OK | X_OK) != 0)
		add(out, a, DOCTOR_WARN, "folder",
			arena_printf(
				a, "you may not write in %s, where the log must stand", folder),
			"give your group the right to write there");
	else
		add(out, a, DOCTOR_OK, "folder", "the log can stand beside the file", NULL);
}

/* --- The disk. --- */

static void look_at_system(const char *path, struct arena *a, struct doctor *out)
{
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return;
	if (fs.f_type == NFS_SUPER_MAGIC || fs.f_type == SMB_SUPER_MAGIC ||
		fs.f_type == (__fsword_t)SMB2_SUPER_MAGIC ||
		fs.f_type == (__fsword_t)CIFS_SUPER_MAGIC || fs.f_type == V9FS_MAGIC)
		add(out, a, DOCTOR_BAD, "disk",
			"the file is on a network file system, where processes on two machines "
			"damage"
			" it",
			"move it to a local disk, or use PostgreSQL");
}

/* A backup and a rebuild each need as much again as there is. */
static void look_at_disk(
	const char *path, const struct stat *st, struct arena *a, struct doctor *out)
{
	struct statvfs vfs;

	look_at_system(path, a, out);
	if (statvfs(path, &vfs) != 0) {
		add(out, a, DOCTOR_WARN, "disk",
			arena_printf(a, "nobody knows what is free: %s", strerror(errno)), NULL);
		return;
	}
	int64_t left = (int64_t)(vfs.f_bavail * vfs.f_frsize);
	const char *text = arena_printf(a, "%lld MiB are free, and the file has %lld MiB",
		(long long)(left / MIB), (long long)(st->st_size / MIB));
	if (left < LITTLE_DISK / 4)
		add(out, a, DOCTOR_BAD, "disk", text, "make room before decisions fail");
	else if (left < 2 * st->st_size + LITTLE_DISK)
		add(out, a, DOCTOR_WARN, "disk", text,
			"make room: a backup and a migration need twice the file");
	else
		add(out, a, DOCTOR_OK, "disk", text, NULL);
}

void doctor_files(const char *path, struct arena *a, struct doctor *out)
{
	struct stat st;

	if (stat(path, &st) != 0) {
		add(out, a, DOCTOR_BAD, "file", arena_strdup(a, strerror(errno)), NULL);
		return;
	}
	look_at_file(path, &st, a, out);
	look_beside(path, &st, "-wal", a, out);
	look_beside(path, &st, "-shm", a, out);
	look_at_folder(path, a, out);
	look_at_disk(path, &st, a, out);
}

/* --- The clock. --- */

void doctor_clock(int64_t newest, struct arena *a, struct doctor *out)
{
	/* No tenet was built before: 2026-01-01. */
	const int64_t earliest = INT64_C(1767225600) * TIME_SECOND;
	int64_t now = time_now();
	char here[20], row[20];

	time_format_minutes(now, here);
	time_format_minutes(newest, row);
	if (now < earliest)
		add(out, a, DOCTOR_BAD, "clock", arena_printf(a, "it says %s UTC", here),
			"set it, and let NTP keep it: every decision bears its time");
	else if (newest != TIME_NONE && newest > now + 300 * TIME_SECOND)
		add(out, a, DOCTOR_WARN, "clock",
			arena_printf(a, "it says %s UTC, and the newest row is of %s", here, row),
			"compare the clocks of this machine and of the agent's; let NTP keep both");
	else
		add(out, a, DOCTOR_OK, "clock", arena_printf(a, "%s UTC, after every row", here),
			NULL);
}
