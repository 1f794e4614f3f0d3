/* The time zones that this machine knows. */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/nearest.h"
#include "base/time.h"

#define ZONES "/usr/share/zoneinfo/"
#define ZONE_MOST 64 /* bytes of a name */

static bool is_zone(const char *zone)
{
	char path[sizeof(ZONES) + ZONE_MOST];

	if (strcmp(zone, "UTC") == 0 || strcmp(zone, "local") == 0)
		return true;
	bool named = zone[0] && !strstr(zone, "..") &&
		zone[strspn(zone,
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			"0123456789_+-/")] == '\0' &&
		isalnum((unsigned char)zone[0]);
	int n = snprintf(path, sizeof(path), ZONES "%s", zone);
	struct stat st;
	return named && n < (int)sizeof(path) && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static void offer(const char *name, char best[ZONE_MOST], struct nearest *near)
{
	const char *slash = strrchr(name, '/'), *town = slash ? slash + 1 : name;

	nearest_offer(near, name);
	nearest_offer(near, town);
	if (near->best == name || near->best == town)
		near->best = memcpy(best, name, strlen(name) + 1);
}

/* All in a folder of names, "" or "America/", and in those below it. */
static void offer_zones(const char *folder, char best[ZONE_MOST], struct nearest *near)
{
	char path[sizeof(ZONES) + ZONE_MOST], name[ZONE_MOST];

	snprintf(path, sizeof(path), ZONES "%s", folder);
	DIR *d = opendir(path);
	for (struct dirent *f; d && (f = readdir(d));) {
		int n = snprintf(name, sizeof(name) - 1, "%s%s", folder, f->d_name);
		/* What begins with no capital letter is a table, or a copy for another clock. */
		if (!isupper((unsigned char)f->d_name[0]) || n >= (int)sizeof(name) - 1)
			continue;
		if (is_zone(name)) {
			offer(name, best, near);
		} else {
			memcpy(name + n, "/", 2);
			offer_zones(name, best, near);
		}
	}
	if (d)
		closedir(d);
}

int time_check_zone(const char *zone, struct err *e)
{
	if (is_zone(zone))
		return 0;
	struct nearest near = {.word = zone};
	char best[ZONE_MOST] = "";
	offer_zones("", best, &near);
	err_set(e, ERR_USAGE, "there is no time zone \"%s\" on this machine", zone);
	if (near.best)
		return err_hint(e, "did you mean %s?", near.best);
	return err_hint(e, "UTC, local, or a name as in " ZONES ": Europe/Berlin");
}
