/* Rows that were rejected. */
#include "rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/utf8.h"
#include "copy_source.h"

static int fail(const struct rejects *r, int error, struct err *e)
{
	return err_set(e, error == ENOSPC ? ERR_FULL : ERR_OTHER, "cannot write %s: %s", r->path,
		strerror(error));
}

int rejects_open(struct rejects *r, const char *path, struct err *e)
{
	*r = (struct rejects){.path = path};
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(r, errno, e);
	r->file = fdopen(fd, "w");
	r->keys = json_object();
	if (!r->file || !r->keys)
		die_of_memory(0);
	return 0;
}

/* "personas.config of 65132… holds U+0000": as one sentence. */
static int say(const struct copy_row *row, const struct copy_fault *why, struct err *e)
{
	struct str key = {0};

	copy_row_key(row, &key);
	err_set(e, ERR_CONSTRAINT, "%s %.*s: %s%s%s", row->table->name,
		key.len < 80 ? (int)key.len : 80, str_cstr(&key),
		why->column < 0 ? "" : row->table->columns[why->column].name,
		why->column < 0 ? "" : " ", why->reason);
	str_free(&key);
	return err_hint(e, "put it right, or leave such rows behind with --on-bad reject");
}

static void remember(struct rejects *r, const struct copy_row *row, struct span key)
{
	json_t *keys = json_object_get(r->keys, row->table->name);

	if (!keys) {
		keys = json_object();
		json_put(r->keys, row->table->name, keys);
	}
	if (utf8_valid(key) && json_object_setn_new_nocheck(keys, key.p, key.n, json_true()) != 0)
		die_of_memory(0);
}

int rejects_add(
	struct rejects *r, const struct copy_row *row, const struct copy_fault *why, struct err *e)
{
	struct str line = {0}, key = {0};
	int result = 0;

	if (!r->file)
		return say(row, why, e);
	copy_row_key(row, &key);
	str_addf(&line, "{\"table\":\"%s\",\"key\":", row->table->name);
	json_t *shown = json_from_text(str_span(&key));
	copy_add_string(&line, (struct span){json_string_value(shown), json_string_length(shown)});
	json_decref(shown);
	if (why->column < 0)
		str_add(&line, ",\"column\":null");
	else
		str_addf(&line, ",\"column\":\"%s\"", row->table->columns[why->column].name);
	str_add(&line, ",\"reason\":");
	copy_add_string(&line, span_of(why->reason));
	str_add(&line, ",\"row\":");
	copy_row_write(row, COPY_UNCHECKED, &line);
	str_add(&line, "}\n");
	if (fwrite(line.p, 1, line.len, r->file) != line.len)
		result = fail(r, errno, e);
	remember(r, row, str_span(&key));
	str_free(&line);
	str_free(&key);
	return result;
}

bool rejects_hang_on(const struct rejects *r, const struct copy_row *row, struct copy_fault *why)
{
	const struct copy_table *t = row->table;

	for (size_t i = 0; r->file && i < t->n; i++) {
		const struct copy_value *v = &row->v[i];
		const json_t *keys = t->columns[i].parent
			? json_object_get(r->keys, t->columns[i].parent)
			: NULL;
		if (!keys || v->kind != COL_TEXT || !json_object_getn(keys, v->bytes.p, v->bytes.n))
			continue;
		why->column = (int)i;
		snprintf(why->reason, sizeof(why->reason), "names a row of %s that was rejected",
			t->columns[i].parent);
		return true;
	}
	return false;
}

int rejects_close(struct rejects *r, struct err *e)
{
	int result = 0;

	if (!r->file)
		return 0;
	if (fflush(r->file) != 0 || fsync(fileno(r->file)) != 0)
		result = fail(r, errno, e);
	if (fclose(r->file) != 0 && result == 0)
		result = fail(r, errno, e);
	json_decref(r->keys);
	*r = (struct rejects){0};
	return result;
}
