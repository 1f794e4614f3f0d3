/* Reading old and new values of the audit log, which a foreign program wrote. */
#include "model/audit.h"

#include <math.h>

#include "base/json.h"

void audit_value_read(struct span column, struct arena *a, struct audit_value *out)
{
	struct err broken = {0};
	json_t *o = column.p ? json_read(column, &broken) : NULL;

	*out = (struct audit_value){.raw = column, .confidence = (double)NAN};
	out->readable = json_is_object(o);
	if (out->readable) {
		out->text = json_get_text(o, "text", a);
		out->status = json_get_text(o, "status", a);
		out->summary = json_get_text(o, "summary", a);
		const json_t *confidence = json_object_get(o, "confidence");
		double p = json_get_real(o, "confidence", (double)NAN);
		out->confidence = p;
		out->confidence_broken =
			confidence && !json_is_null(confidence) && !(p >= 0 && p <= 1);
	}
	json_decref(o);
}

bool audit_same_confidence(const struct audit_value *old, const struct audit_value *new)
{
	return old->confidence_broken == new->confidence_broken &&
		(old->confidence == new->confidence ||
			(isnan(old->confidence) && isnan(new->confidence)));
}
