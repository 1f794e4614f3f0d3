/*
 * A database with one page of garbage, each page in turn: what can be read is read, what cannot is
 * an error that names the damage, and a decision is made whole or not at all.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/fixture.h"
#include "fault/fixture_decide.h"
#include "migrate/ready.h"

#define PAGE 4096
#define DRAFTS 40

struct scene {
	char *path;
	unsigned char *whole; /* the file as it should be */
	size_t pages;
};

static int prepare(void **state)
{
	struct scene *s = xcalloc(1, sizeof(*s));
	struct stat st;

	s->path = scratch_path("damage.db");
	decide_prepare(s->path, DRAFTS);
	int fd = open(s->path, O_RDONLY);
	assert_true(fd >= 0 && fstat(fd, &st) == 0);
	s->pages = (size_t)st.st_size / PAGE;
	s->whole = xmalloc(s->pages * PAGE);
	assert_int_equal(read(fd, s->whole, s->pages * PAGE), st.st_size);
	close(fd);
	*state = s;
	return 0;
}

static int clean(void **state)
{
	struct scene *s = *state;

	unlink(s->path);
	free(s->path);
	free(s->whole);
	free(s);
	return 0;
}

enum garbage { ZEROS, NOISE, OTHER_PAGE };

static void make_garbage(
	const struct scene *s, size_t page, enum garbage kind, unsigned char out[PAGE])
{
	uint32_t noise = (uint32_t)page * 2654435761U + 1;

	switch (kind) {
	case OTHER_PAGE: memcpy(out, s->whole + (page + 7) % s->pages * PAGE, PAGE); break;
	case NOISE:
		for (size_t i = 0; i < PAGE; i++) {
			noise = noise * 1664525U + 1013904223U;
			out[i] = (unsigned char)(noise >> 24);
		}
		break;
	default: memset(out, 0, PAGE);
	}
}

/* The whole file anew, but for one page. */
static void write_damaged(const struct scene *s, size_t page, enum garbage kind)
{
	unsigned char bytes[PAGE];
	int fd = open(s->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	make_garbage(s, page, kind, bytes);
	assert_int_equal(write(fd, s->whole, s->pages * PAGE), s->pages * PAGE);
	assert_int_equal(pwrite(fd, bytes, PAGE, (off_t)(page * PAGE)), PAGE);
	close(fd);
}

/* A page may be damaged, and read as a table without the row, but every error says what it is. */
static bool check(int result, const struct err *e, size_t page)
{
	if (result == 0)
		return true;
	if (e->code != ERR_CORRUPT && e->code != ERR_SCHEMA && e->code != ERR_MISSING &&
		e->code != ERR_DENIED && e->code != ERR_CONSTRAINT)
		fail_msg("page %zu: code %d: %s", page + 1, (int)e->code, e->text);
	if (e->text[0] == '\0')
		fail_msg("page %zu: an error without a sentence", page + 1);
	return false;
}

/* These are false when the damage was noticed. */
static bool read_all(struct db *db, size_t page)
{
	struct post_query query = {.from = PAGE_FIRST, .limit = 50};
	struct post_page drafts = {.more = true};
	struct arena a = {0};
	struct err e = {0};
	int result = 0, pages = 0;

	while (result == 0 && drafts.more && pages++ < 20) {
		arena_clear(&a);
		result = posts_page(db, &query, &a, &drafts, &e);
		if (check(result, &e, page) && drafts.n > 0) {
			query.from = PAGE_AFTER;
			query.key = drafts.lines[drafts.n - 1].key;
		}
	}
	arena_free(&a);
	return result == 0;
}

/* Decides what it can; all that was acknowledged is still there for the next connection. */
static bool decide_some(const struct scene *s, struct db **db, size_t page)
{
	bool decided[3], unharmed = true;

	for (int i = 0; i < 3; i++) {
		struct err e = {0};
		int result = decide_try(*db, i + 1, &e);
		if (result < 0)
			unharmed = check(result, &e, page);
		decided[i] = result == 0;
	}
	db_close(db);
	struct err e = {0};
	if (decide_try_open(s->path, db, &e) != 0)
		fail_msg("%s", e.text);
	for (int i = 0; i < 3; i++) {
		struct err again = {0};
		if (decided[i] && decide_try(*db, i + 1, &again) == 0)
			fail_msg("page %zu: draft %d was decided twice", page + 1, i + 1);
	}
	return unharmed;
}

static bool work_on(const struct scene *s, size_t page)
{
	struct db *db = NULL;
	struct str notice = {0};
	struct err e = {0};
	int result = decide_try_open(s->path, &db, &e);

	if (result == 0)
		result = migrate_ready(db, &notice, &e);
	bool unharmed = check(result, &e, page);
	if (unharmed) {
		unharmed = read_all(db, page);
		unharmed = decide_some(s, &db, page) && unharmed;
	}
	db_close(&db);
	str_free(&notice);
	return unharmed;
}

static void work_on_each(const struct scene *s, enum garbage kind)
{
	size_t noticed = 0;

	for (size_t page = 0; page < s->pages; page++) {
		write_damaged(s, page, kind);
		noticed += !work_on(s, page);
	}
	/* The pages of memory and evidence, which are most, are not looked at. */
	assert_true(noticed > 10);
}

static void a_page_of_zeros_is_survived(void **state)
{
	work_on_each(*state, ZEROS);
}

static void a_page_of_noise_is_survived(void **state)
{
	work_on_each(*state, NOISE);
}

static void a_page_that_belongs_elsewhere_is_survived(void **state)
{
	work_on_each(*state, OTHER_PAGE);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_of_zeros_is_survived),
		cmocka_unit_test(a_page_of_noise_is_survived),
		cmocka_unit_test(a_page_that_belongs_elsewhere_is_survived),
	};
	return cmocka_run_group_tests(tests, prepare, clean);
}
