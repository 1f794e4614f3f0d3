/* A walk through everything there is to see, on a database that takes no writes: no footer and no
 * box names a key that writes, each such key says why it does nothing, and nothing was written. */
#include "tui/fixture_walk.h"

#include <stdio.h>

#include "base/str.h"
#include "tui/keymap.h"

#define WHY "the database is open read-only"

/* --- What stands in the database. --- */

/* Every table, whole. */
static const char all_rows[] =
	"SELECT md5(string_agg(tablename || query_to_xml('SELECT * FROM ' || quote_ident(tablename)"
	" || ' ORDER BY 1', true, false, '')::text, '' ORDER BY tablename))"
	" FROM pg_tables WHERE schemaname = 'public'";

static void add_file(struct walk *w, const char *name, struct str *out)
{
	FILE *f = fopen(arena_printf(&w->arena, "%s/%s", w->folder, name), "r");
	char part[65536];
	size_t n;

	str_addf(out, "%s:", name);
	while (f && (n = fread(part, 1, sizeof(part), f)) > 0)
		str_addn(out, part, n);
	if (f)
		fclose(f);
}

/* The bytes of the file and of what was written but not yet put there; the rows on a server. */
static void take_all(struct walk *w, struct str *out)
{
	if (w->engine == DB_POSTGRES) {
		str_add(out, walk_text(w, all_rows));
		return;
	}
	add_file(w, WALK_FILE, out);
	add_file(w, WALK_FILE "-wal", out);
}

/* The console's own tables, and something of each kind to look at. */
static void prepare(struct walk *w)
{
	static const char line[] = "\"$TENET\" --database '%s' %s --user rosa --password-fd 3 "
				   ">/dev/null 3<<'END'\n" ROSAS_WORDS "\nEND\n";
	static const char *const commands[] = {"posts reject 3d110dbb", "views save mine"};

	walk_enter(w);
	assert_int_equal(system(arena_printf(&w->arena,
				 "\"$TENET\" --database '%s' posts list >/dev/null", w->address)),
		0);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		assert_int_equal(system(arena_printf(&w->arena, line, w->address, commands[i])), 0);
	walk_leave();
}

/* --- What the console offers. --- */

static struct keymap *usual;

static const enum action writing[] = {ACTION_APPROVE, ACTION_REJECT, ACTION_UNDO, ACTION_EDIT,
	ACTION_EDIT_OUTSIDE, ACTION_MARKED, ACTION_REASONS, ACTION_TAKE_BACK, ACTION_RAISE,
	ACTION_LOWER, ACTION_SET, ACTION_LOCK_BELIEF, ACTION_UNDO_CHANGE, ACTION_ADD_BELIEF,
	ACTION_EDIT_BELIEF, ACTION_LINK, ACTION_CHANGE_EDGE, ACTION_DELETE, ACTION_EVIDENCE};

#define WRITING (sizeof(writing) / sizeof(writing[0]))

/* "a approve", anywhere on the screen, as a footer spells it. */
static void expect_no_writing_key(struct walk *w)
{
	for (int place = 0; place < KEYS_PLACES; place++)
		for (size_t i = 0; i < WRITING; i++) {
			char key[KEYMAP_NAME], hint[128];
			keymap_key(usual, (enum key_place)place, writing[i], key);
			if (!key[0])
				continue;
			snprintf(hint, sizeof(hint), " %s %s ", key, action_info(writing[i])->name);
			console_expect_not(w->c, hint);
		}
}

static void look(struct walk *w, const char *keys)
{
	console_keys(w->c, keys);
	expect_no_writing_key(w);
}

/* Each key that would write says why it does not. Ctrl-L takes nothing away but the message. */
static void expect_refusals(struct walk *w, enum key_place place)
{
	for (size_t i = 0; i < WRITING; i++) {
		char key[KEYMAP_NAME];
		keymap_key(usual, place, writing[i], key);
		if (!key[0] || writing[i] == ACTION_EDIT_OUTSIDE)
			continue;
		console_keys(w->c, K_CTRL_L);
		console_expect_not(w->c, WHY);
		console_keys(w->c, key);
		if (!console_has(w->c, WHY)) {
			console_print(w->c);
			fail_msg("%s does not say why it writes nothing", key);
		}
		expect_no_writing_key(w);
	}
	console_keys(w->c, K_CTRL_L);
}

/* And so does the list of actions, which runs none of them. */
static void expect_palette_refuses(struct walk *w, enum key_place place)
{
	for (size_t i = 0; i < WRITING; i++) {
		char key[KEYMAP_NAME];
		keymap_key(usual, place, writing[i], key);
		if (!key[0] || writing[i] == ACTION_EDIT_OUTSIDE)
			continue;
		console_keys(w->c, ":");
		console_keys(w->c, action_info(writing[i])->name);
		console_keys(w->c, K_ENTER);
		console_expect(w->c, WHY);
		console_keys(w->c, K_ESC);
		console_keys(w->c, K_ESC);
	}
}

static void expect_place(struct walk *w, enum key_place place)
{
	expect_no_writing_key(w);
	expect_refusals(w, place);
	expect_palette_refuses(w, place);
}

/* --- The walk. --- */

static void walk_queue(struct walk *w)
{
	expect_place(w, KEYS_QUEUE);
	look(w, K_TAB); /* the draft */
	expect_refusals(w, KEYS_QUEUE);
	look(w, "h"); /* what it hides */
	look(w, K_ESC);
	look(w, K_BACKSPACE " "); /* one is marked */
	expect_refusals(w, KEYS_QUEUE);
	look(w, "U");
	look(w, "V");
	look(w, "G"); /* one's own */
	console_expect_not(w->c, " s save");
	console_expect_not(w->c, " d delete");
	console_expect_not(w->c, " r rename");
	console_expect(w->c, "Enter show");
	for (const char *k = "sSrd"; *k; k++) {
		look(w, (char[]){*k, '\0'});
		console_expect(w->c, WHY);
	}
	look(w, K_ESC);
	look(w, "/");
	look(w, K_ESC);
	look(w, "P");
	console_expect(w->c, "Personas");
	console_expect_not(w->c, " a add");
	console_expect_not(w->c, " e edit");
	for (const char *k = "ae"; *k; k++) {
		look(w, (char[]){*k, '\0'});
		console_expect(w->c, WHY);
	}
	look(w, K_ESC);
	look(w, "?");
	look(w, K_ESC);
}

static void walk_beliefs(struct walk *w)
{
	look(w, "2");
	expect_place(w, KEYS_BELIEFS);
	look(w, K_TAB); /* what is around it */
	look(w, "j");
	expect_refusals(w, KEYS_BELIEFS);
	look(w, K_BACKSPACE " ");
	look(w, "U");
	look(w, "m"); /* drawn */
	look(w, "2");
	look(w, "f"); /* what is wrong */
	look(w, K_TAB);
	look(w, "2");
}

static void walk_stances(struct walk *w)
{
	look(w, "3");
	expect_place(w, KEYS_STANCES);
	look(w, K_TAB);
	look(w, K_BACKSPACE "h"); /* what happened */
	look(w, K_TAB);
	look(w, K_BACKSPACE "h");
}

static void walk_others(struct walk *w)
{
	look(w, "4");
	look(w, K_TAB);
	look(w, K_BACKSPACE "s"); /* what is alike */
	look(w, "5");
	look(w, "6");
	look(w, "7");
	look(w, "D");
	expect_place(w, KEYS_MINE);
	look(w, K_ENTER);
	look(w, K_BACKSPACE "1");
}

static void nothing_that_writes_is_offered(void **state)
{
	static const char *const args[] = {"--read-only", NULL};
	struct walk *w = *state;
	struct str before = {0}, after = {0};

	prepare(w);
	take_all(w, &before);
	walk_open_with(w, args, NULL);
	console_idle(w->c);
	console_resize(w->c, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "· read-only");
	walk_queue(w);
	walk_beliefs(w);
	walk_stances(w);
	walk_others(w);
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	take_all(w, &after);
	assert_true(before.len > 30);
	assert_true(span_eq(str_span(&before), str_span(&after)));
	str_free(&before);
	str_free(&after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {WALK_BOTH(nothing_that_writes_is_offered)};

	usual = keymap_new();
	int failed = RUN_WALKS(tests);
	keymap_free(&usual);
	return failed;
}
