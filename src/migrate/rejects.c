/* Rows that were rejected. */
#include "rejects.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/utf8.h"
#include "copy_source.h"

int rejects_refuse(const char *path, struct err *e)
{
	if (new_file_refuse(path, e) == 0)
		return 0;
	return err_hint(e, "rejected rows never replace a file: name another with --reject-file");
}

int rejects_open(struct rejects *r, const char *path, struct err *e)
{
	*r = (struct rejects){0};
	if (new_file_make(&r->as, path, e) != 0)
		return -1;
	/* The descriptor is needed once more when the stream is closed. */
	int fd = dup(r->as.fd);
	if (fd < 0) {
		new_file_fail(path, errno, e);
		new_file_drop(&r->as);
		return -1;
	}
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
		result = new_file_fail(r->as.path, errno, e);
	r->rows++;
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

static int close_stream(struct rejects *r, struct err *e)
{
	int result = fclose(r->file) == 0 ? 0 : new_file_fail(r->as.path, errno, e);

	r->file = NULL;
	return result;
}

int rejects_keep(struct rejects *r, struct err *e)
{
	int result = 0;

	if (r->rows > 0)
		result = close_stream(r, e) == 0 ? new_file_keep(&r->as, e) : -1;
	rejects_drop(r);
	return result;
}

void rejects_drop(struct rejects *r)
{
	struct err ignored = {0};

	if (r->file)
		(void)close_stream(r, &ignored);
	new_file_drop(&r->as);
	json_decref(r->keys);
	*r = (struct rejects){0};
}
