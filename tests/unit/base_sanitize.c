/* Hidden and misleading text becomes visible; honest text in any language stays as it is. */
#include "base/sanitize.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <wctype.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/err.h"
#include "base64.h"
#include "fuzz/sanitize_promise.h"

static void assert_promises(struct span text)
{
	const char *broken = promise_broken(text);

	if (broken)
		fail_msg("%.*s: %s", (int)text.n, text.p, broken);
}

static unsigned classes_of(struct span text)
{
	struct text_report r;

	text_scan(text, &r);
	return r.classes;
}

static void assert_shown(struct span text, enum text_mode mode, const char *expected)
{
	struct str out = {0};

	text_sanitize(&out, text, mode);
	assert_string_equal(str_cstr(&out), expected);
	str_free(&out);
	assert_promises(text);
}

static const char *class_word(unsigned classes)
{
	if (classes == TEXT_LAYOUT)
		return "layout";
	for (int bit = 1; bit < TEXT_CLASSES; bit++) {
		if ((classes & TEXT_ALARM) == 1u << bit)
			return text_class_short((enum text_class)(1u << bit));
	}
	return classes & TEXT_ALARM ? "several" : "none";
}

static const char *field(json_t *entry, const char *name)
{
	return json_string_value(json_object_get(entry, name));
}

/* `shows`: a part of what is drawn for it. Says what is wrong; 1 if something is. */
static int check_entry(json_t *entry)
{
	struct str text = {0}, safe = {0};
	const char *shows = field(entry, "shows");

	add_base64(&text, field(entry, "content_base64"));
	const char *found = class_word(classes_of(str_span(&text)));
	text_sanitize(&safe, str_span(&text), TEXT_ONE_LINE);
	bool classed = strcmp(found, field(entry, "class")) == 0;
	bool shown = !shows || strstr(str_cstr(&safe), shows);
	if (!classed || !shown)
		print_error(
			"%s is %s, shown as %s\n", field(entry, "name"), found, str_cstr(&safe));
	assert_promises(str_span(&text));
	str_free(&text);
	str_free(&safe);
	return !classed || !shown;
}

static void every_hostile_text_is_classed_and_shown_as_its_table_says(void **state)
{
	static const struct {
		const char *path;
		size_t least;
	} tables[] = {{"tests/data/hostile.json", 32}, {"tests/data/hostile_more.json", 138}};

	(void)state;
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		json_t *table = json_load_file(tables[t].path, 0, NULL), *entry;
		size_t i, n = json_array_size(table);
		int wrong = 0;
		json_array_foreach(table, i, entry) wrong += check_entry(entry);
		json_decref(table);
		assert_true(n >= tables[t].least);
		assert_int_equal(wrong, 0);
	}
}

static void honest_text_of_many_languages_raises_no_alarm(void **state)
{
	static const char *const honest[] = {
		"Fair point — I hadn’t read “the paper” yet… 50 % of it, anyway: €5, £3, ½.",
		"Genau das meine ich: „Man weiß es nicht“, sagte die Bäuerin.",
		"Le café, l’œuvre ; déjà vu : ça va ?",
		"Tiếng Việt có nhiều dấu thanh, kể cả khi viết rời: ê\u0301 ơ\u0303.",
		"Убеждения меняются медленно, но верно. Ёлка, подъезд, мышь.",
		"Η γνώμη μου άλλαξε. Οι πολλοί δεν έχουν δίκιο.",
		"Հայերեն լեզուն գեղեցիկ է։",
		"ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ",
		"التواضع المعرفي فضيلة، أليس كذلك؟ بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ",
		"می\u200Cخواهم کتاب\u200Cها را ببینم. ه\u200D هجری",
		"הָאֱמֶת תְּחִלָּה. בְּרֵאשִׁית בָּרָא אֱלֹהִים",
		"नमस्ते दुनिया, क्\u200Dष और क्\u200Cष, श्रीमान्",
		"বাংলা ভাষা, র\u200D্য, தமிழ் மொழி, മലയാളം, ශ්\u200Dරී ලංකා",
		"ภาษาไทยไม่มีวรรคระหว่างคำ น้ำใจที่ยิ่งใหญ่",
		"မြန်မာဘာသာစကား ကျွန်ုပ်၊ ភាសាខ្មែរ",
		"བོད་སྐད་ བསྒྲུབས",
		"日本語の文章です。半角カナｶﾞｷﾞ、葛\U000E0100城、全角　空白",
		"简体中文，繁體中文。",
		"한국어 문장입니다. \u1112\u1161\u11AB\u1100\u1173\u11AF",
		"ᠮᠣᠩᠭᠣᠯ\u180B ᠬᠡᠯᠡ",
		"🇩🇪🇫🇷🇺🇦 😀👍 1\uFE0F\u20E3 ©\uFE0F ☺\uFE0E",
		"∀x ∈ ℝ: x² ≥ 0, ∩\uFE00 and 0\uFE00; 5\u00A0000 km",
		"typed literally: <U+202E> ^[ <9B> <+3 marks> \\n",
		"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(honest) / sizeof(honest[0]); i++) {
		unsigned classes = classes_of(span_of(honest[i]));
		if (classes & TEXT_ALARM)
			fail_msg("%s: %s", honest[i], class_word(classes));
		assert_shown(span_of(honest[i]), TEXT_ONE_LINE, honest[i]);
	}
}

static void of_joined_emoji_each_comes_by_itself(void **state)
{
	static const struct {
		const char *text, *shown;
		int width;
	} joined[] = {
		{"A 😀\u200D🔫\u200D💀\u200D🖕 Z", "A 😀🔫💀🖕 Z", 12},
		{"👨\u200D👩\u200D👧\u200D👦", "👨👩👧👦", 8},
		{"👩🏽\u200D🚀", "👩<tone 4>🚀", 12},
		{"☝🏻 🧑🏿", "☝<tone 1-2> 🧑<tone 6>", 22},
		{"❤\uFE0F\u200D🔥", "❤\uFE0F🔥", 4},
		{"🏳\uFE0F\u200D🌈", "🏳\uFE0F🌈", 4},
		{"🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "<flag gbeng>",
			12},
		{"🏴\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F!",
			"<flag gbwls>!", 13},
		{"🇩🇪🇫🇷", "🇩🇪🇫🇷", 4},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(joined) / sizeof(joined[0]); i++) {
		struct span text = span_of(joined[i].text);
		assert_int_equal(classes_of(text), TEXT_CLEAN);
		assert_shown(text, TEXT_ONE_LINE, joined[i].shown);
		assert_int_equal(text_width(text), joined[i].width);
	}
	struct str many = {0};
	for (int i = 0; i < 30; i++)
		str_add(&many, "😀\u200D");
	str_add(&many, "💣");
	assert_int_equal(classes_of(str_span(&many)), TEXT_CLEAN);
	assert_int_equal(text_width(str_span(&many)), 62);
	str_free(&many);
}

static void what_the_c_library_does_not_know_is_named(void **state)
{
	(void)state;
	assert_false(iswprint(0x1FAE8));
	assert_shown(SPAN_LIT("a\U0001FAE8\u200D😀"), TEXT_ONE_LINE, "a<U+1FAE8>😀");
	assert_shown(SPAN_LIT("а\U0001E08F"), TEXT_ONE_LINE, "а<U+1E08F>");
	assert_int_equal(classes_of(SPAN_LIT("\U0001FAE8а\U0001E08F")), TEXT_CLEAN);
	assert_int_equal(text_width(SPAN_LIT("䷀")), 2);
}

static void no_more_letters_join_a_syllable_than_a_cell_can_hold(void **state)
{
	(void)state;
	assert_shown(SPAN_LIT("\u1100\u1161\u1161\u1161\u1161\u1161"), TEXT_ONE_LINE,
		"\u1100\u1161\u1161\u1161\u1161<U+1161>");
}

static void words_that_imitate_latin_are_caught(void **state)
{
	static const char *const mixed[] = {
		"pаypal", /* а */
		"раураl", /* all but l */
		"аpple",
		"PayPаl",
		"micrоsоft-login",
		"gοοgle", /* omicron */
		"Αmazon", /* Greek capital */
		"ρaypal",
		"pαypal",
		"гооgle", /* near, same, same */
		"гооglе.com",
		"Facebooк",
		"sкype",
		"օpen", /* Armenian */
		"ᎪᏢᏢle", /* Cherokee */
		"p\u200Bаypal",
		"user123а",
		"https://exаmple.org/pаy",
		"аррӏе.com",
		"https://www.сосо.ru.example.com/login",
		"https://paypal.com/рау",
		"éа",
		"𝗉𝖺𝗒𝗉𝖺𝗅",
		"𝓛𝓸𝓰𝓲𝓷",
		"𝑝𝑎𝑦𝑝𝑎𝑙.com",
		"ℋ𝑒𝓁𝓁ℴ",
		"pay𝗉al",
		"PAY𝗣AL",
		"ｐａｙｐａｌ",
		"Ｆｒｅｅ　ｍｏｎｅｙ",
		"ログインは pａypal.com",
		"paｙpal",
		"日本語\nａｄｍｉｎ",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaаaaaaaa",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(mixed) / sizeof(mixed[0]); i++) {
		if (!(classes_of(span_of(mixed[i])) & TEXT_MIXED))
			fail_msg("%s passes", mixed[i]);
	}
}

static void words_that_mix_scripts_honestly_pass(void **state)
{
	static const char *const honest[] = {
		"5 µm, 3 μm, kΩ, Ω, 10 Ω",
		"β-carotene, α-helix, γ-rays",
		"Δt, ΔH, 2πr, sinα, ρgh, νmax, αx + βy, λx",
		"αSyn, NFκB, TNFα, IFNγ, TGFβ1, PPARγ, ERα",
		"Χ² = 3.84",
		"IT-компания, Wi-Fi-сеть, e-mail-адрес",
		"SMSка, iPhone'ом",
		"https://ru.wikipedia.org/wiki/Россия",
		"https://el.wikipedia.org/wiki/Ελλάδα",
		"яндекс.com, почта@example.org",
		"the word сор means litter",
		"日本語textと混ぜる",
		"ТАСС, AP",
		"𝑥, 2𝑥, 𝑓(𝑥) = sin𝑥, 𝐸 = 𝑚𝑐², 𝑃𝑉 = 𝑛𝑅𝑇, ∫𝑓(𝑥)𝑑𝑥, ∬𝑑𝑥𝑑𝑦",
		"∀𝑥 ∈ ℝ, ℤ[𝑖], 𝐀𝐁 ≠ 𝐁𝐀, 𝑥₁𝑥₂𝑥₃𝑥₄𝑥₅𝑥₆, ℏ, ℓ, 300 K",
		"ＴＶでＡＢＣＤＥを見る（ＮＨＫ　ＷＯＲＬＤ）。",
		"全角ＡＢＣＤＥ、１２３：「Ｌｉｎｕｘ」",
		"微软ＷＩＮＤＯＷＳ系统",
		"Ａ－１，ＯＫ！",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(honest) / sizeof(honest[0]); i++) {
		if (classes_of(span_of(honest[i])))
			fail_msg("%s is %s", honest[i], class_word(classes_of(span_of(honest[i]))));
	}
}

static void hidden_characters_are_named(void **state)
{
	(void)state;
	assert_shown(SPAN_LIT("a\x1b[2J\x07\x7f\0z"), TEXT_ONE_LINE, "a^[[2J^G^?^@z");
	assert_shown(SPAN_LIT("a\xC2\x9B!"), TEXT_ONE_LINE, "a<U+009B>!");
	assert_shown(SPAN_LIT("a\x9b\xC0\xAFz"), TEXT_ONE_LINE, "a<9B><C0><AF>z");
	assert_shown(SPAN_LIT("user\u202Egpj.exe"), TEXT_ONE_LINE, "user<U+202E>gpj.exe");
	assert_shown(SPAN_LIT("\u2028\u200B\uFEFF\uFFFC\uFFFE"), TEXT_ONE_LINE,
		"<U+2028><U+200B><U+FEFF><U+FFFC><U+FFFE>");
	assert_shown(SPAN_LIT("x\U000E0041\U0010FFFD"), TEXT_ONE_LINE, "x<U+E0041><U+10FFFD>");
	assert_shown(SPAN_LIT("cut \xF0\x9F\x98"), TEXT_ONE_LINE, "cut <F0><9F><98>");
}

static void joiners_and_selectors_pass_only_where_they_mean_something(void **state)
{
	(void)state;
	assert_shown(SPAN_LIT("a\u200Db"), TEXT_ONE_LINE, "a<U+200D>b");
	assert_shown(SPAN_LIT("\u200Dm"), TEXT_ONE_LINE, "<U+200D>m");
	assert_shown(SPAN_LIT("👨\u200Dx"), TEXT_ONE_LINE, "👨<U+200D>x");
	assert_shown(SPAN_LIT("👨\u200D\u200D👩"), TEXT_ONE_LINE, "👨<U+200D><U+200D>👩");
	assert_shown(SPAN_LIT("ب\u200C\u200Cب"), TEXT_ONE_LINE, "ب\u200C<U+200C>ب");
	assert_shown(SPAN_LIT("a\uFE0F"), TEXT_ONE_LINE, "a<U+FE0F>");
	assert_shown(SPAN_LIT("❤\uFE0F\uFE0F"), TEXT_ONE_LINE, "❤\uFE0F<U+FE0F>");
	assert_shown(SPAN_LIT("漢\U000E0100\U000E0101"), TEXT_ONE_LINE, "漢\U000E0100<U+E0101>");
	assert_shown(SPAN_LIT("😀\U000E0100"), TEXT_ONE_LINE, "😀<U+E0100>");
	assert_int_equal(classes_of(SPAN_LIT("😀\U000E0100")), TEXT_INVISIBLE);
}

static void tags_pass_only_in_the_three_flags(void **state)
{
	(void)state;
	assert_shown(SPAN_LIT("🏴\U000E0067\U000E0062"), TEXT_ONE_LINE, "🏴<U+E0067><U+E0062>");
	assert_int_equal(classes_of(SPAN_LIT("🏴\U000E0067\U000E0062")), TEXT_TAG);
	/* Texas: well formed, but recommended nowhere. */
	assert_int_equal(classes_of(SPAN_LIT("🏴\U000E0075\U000E0073\U000E0074\U000E0078"
					     "\U000E007F")),
		TEXT_TAG);
}

static void four_marks_are_drawn_and_the_rest_is_counted(void **state)
{
	(void)state;
	assert_shown(SPAN_LIT("Z\u0301\u0302\u0303\u0304!"), TEXT_ONE_LINE,
		"Z\u0301\u0302\u0303\u0304!");
	assert_shown(SPAN_LIT("Z\u0301\u0302\u0303\u0304\u0305!"), TEXT_ONE_LINE,
		"Z\u0301\u0302\u0303\u0304<+1 mark>!");
	assert_shown(SPAN_LIT("Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307!"), TEXT_ONE_LINE,
		"Z\u0301\u0302\u0303\u0304<+3 marks>!");
	assert_shown(SPAN_LIT("\n\u0301"), TEXT_MANY_LINES, "\n<+1 mark>");
	assert_int_equal(classes_of(SPAN_LIT("Z\u0301\u0302\u0303\u0304")), TEXT_CLEAN);
}

static void line_feeds_and_tabs_are_layout(void **state)
{
	const struct span text = SPAN_LIT("a\tb\nc\r\nd\re");

	(void)state;
	assert_shown(text, TEXT_MANY_LINES, "a\tb\nc\nd^Me");
	assert_shown(text, TEXT_ONE_LINE, "a␉b␊c␊d^Me");
	assert_int_equal(classes_of(SPAN_LIT("a\tb\nc\r\n")), TEXT_LAYOUT);
	assert_int_equal(classes_of(text), TEXT_LAYOUT | TEXT_CONTROL);
}

static void every_character_alone_is_drawn_or_named(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		char bytes[4];
		struct text_iter it;
		struct text_cluster c;
		size_t n = utf8_encode(cp, bytes);
		if (n == 0)
			continue;
		text_begin(&it, (struct span){bytes, n}, TEXT_ONE_LINE);
		assert_true(text_next(&it, &c));
		bool must = !promise_may_show(cp) || promise_is_tag(cp) ||
			utf8proc_get_property((utf8proc_int32_t)cp)->ignorable;
		if (must && !c.escaped)
			fail_msg("U+%04X is drawn as it is", cp);
		if (!c.escaped && c.width < 1)
			fail_msg("U+%04X is drawn without a column", cp);
	}
}

static void a_letter_keeps_its_accent_in_every_script(void **state)
{
	(void)state;
	for (uint32_t cp = 'A'; cp < 0x20000; cp++) {
		char bytes[8];
		struct text_iter it;
		struct text_cluster c;
		size_t n = utf8_encode(cp, bytes);
		utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);
		if (category < UTF8PROC_CATEGORY_LU || category > UTF8PROC_CATEGORY_LO)
			continue;
		n += utf8_encode(0x301, bytes + n);
		text_begin(&it, (struct span){bytes, n}, TEXT_ONE_LINE);
		assert_true(text_next(&it, &c));
		if (!c.escaped && c.n != n)
			fail_msg("U+%04X lost its accent", cp);
	}
}

/* A generator of its own, so that a failure comes again. */
static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

static void any_mixture_of_troublesome_characters_keeps_the_promises(void **state)
{
	static const uint32_t trouble[] = {'a', '0', ' ', '\n', '\r', '\t', 0x1B, 0x9B, 0x301,
		0x20E3, 0x200B, 0x200C, 0x200D, 0x202E, 0xFE00, 0xFE0F, 0xE0100, 0xE0067, 0xE007F,
		0x1F3F4, 0x1F468, 0x1F3FB, 0x1F1E6, 0x2764, 0x628, 0x64B, 0x915, 0x94D, 0x93F,
		0xE33, 0x4E00, 0x1100, 0x1161, 0x11A8, 0xAC00, 0x600, 0x1820, 0x180B, 0x430, 0x3BF,
		0x378, 0xFFFE, 0x1160, 0x34F, 0xFF9E};
	uint64_t seed = 1931;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char text[160];
		size_t n = 0, parts = next_random(&seed) % 40;
		for (size_t i = 0; i < parts; i++) {
			uint32_t r = next_random(&seed);
			if (r % 16 == 0)
				text[n++] = (char)(r >> 8);
			else
				n += utf8_encode(
					trouble[(r >> 4) % (sizeof(trouble) / sizeof(trouble[0]))],
					text + n);
		}
		assert_promises((struct span){text, n});
	}
}

/* A quadratic walk would meet the runner's time limit. */
static void hostile_megabytes_are_walked_to_their_end(void **state)
{
	static const char *const units[] = {"\u0301", "\u200D", "👨\u200D", "\u1100", "ि", "\u0600",
		"🇩", "aа", "а.", "\x1b", "\xF0\x9F"};
	const size_t size = 1 << 20;
	char *text = xmalloc(size);

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		size_t unit = strlen(units[i]), n = 1;
		struct text_report r;
		text[0] = 'Z';
		for (; n + unit <= size; n += unit)
			memcpy(text + n, units[i], unit);
		text_scan((struct span){text, n}, &r);
		assert_true(text_width((struct span){text, n}) > 0);
	}
	free(text);
}

static void the_report_counts_and_says_where_it_begins(void **state)
{
	struct text_report r;
	struct str out = {0};

	(void)state;
	text_scan(SPAN_LIT("ab\u202Ecd\u202Cef\u200B\tpаypal"), &r);
	assert_int_equal(r.classes, TEXT_BIDI | TEXT_INVISIBLE | TEXT_LAYOUT | TEXT_MIXED);
	assert_int_equal(r.count[2], 2);
	assert_int_equal(r.first[2], 2);
	assert_int_equal(r.first[3], 12);
	assert_int_equal(r.first[6], 16);
	assert_true(text_report_say(&r, &out));
	assert_string_equal(str_cstr(&out),
		"2 bidirectional controls, 1 invisible character, 1 word with look-alike letters");
	str_clear(&out);
	text_scan(SPAN_LIT("nothing\tto say"), &r);
	assert_false(text_report_say(&r, &out));
	assert_int_equal(out.len, 0);
	str_free(&out);
}

static void classes_have_names(void **state)
{
	(void)state;
	assert_string_equal(text_class_name(TEXT_CONTROL), "control characters");
	assert_string_equal(text_class_name(TEXT_BIDI), "bidirectional controls");
	assert_string_equal(text_class_short(TEXT_MIXED), "mixed-script");
	assert_string_equal(text_class_short(TEXT_CLEAN), "none");
}

static void null_is_empty(void **state)
{
	struct text_iter it;
	struct text_cluster c;

	(void)state;
	text_begin(&it, SPAN_NULL, TEXT_ONE_LINE);
	assert_false(text_next(&it, &c));
	assert_int_equal(text_width(SPAN_NULL), 0);
	assert_int_equal(classes_of(SPAN_NULL), TEXT_CLEAN);
	assert_shown(SPAN_NULL, TEXT_MANY_LINES, "");
}

/* The steps of a text as their lengths. */
static void assert_steps(const char *text, const char *lengths)
{
	struct str out = {0};
	struct span s = span_of(text);

	for (size_t at = 0, n; at < s.n; at += n) {
		n = text_step(s, at);
		assert_true(n > 0 && n <= s.n - at);
		str_addf(&out, "%zu ", n);
	}
	assert_string_equal(str_cstr(&out), lengths);
	str_free(&out);
}

static void a_step_is_a_cluster_without_what_is_hidden(void **state)
{
	(void)state;
	assert_steps("ae\xcc\x81z", "1 3 1 ");
	assert_steps("a\r\nb\n", "1 2 1 1 ");
	assert_steps("👩‍👩‍👧x", "18 1 ");
	assert_steps("👩🏽x", "8 1 ");
	assert_steps("🇩🇪🇫🇷", "8 8 ");
	assert_steps("a\xe2\x80\x8b\xe2\x80\x8d\xef\xb8\x8f", "1 3 3 3 ");
	assert_steps("❤\xef\xb8\x8f", "6 ");
	assert_steps("a\xff\xcc\xe2\x80", "1 1 1 1 1 ");
	assert_steps("a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "9 4 ");
}

static void assert_named(struct span text, const char *expected)
{
	struct str out = {0};

	text_sanitize(&out, text, TEXT_ONE_LINE);
	assert_string_equal(str_cstr(&out), expected);
	assert_int_equal(text_width(text), strlen(expected));
	str_free(&out);
}

static void without_utf8_every_character_is_named_and_none_hides(void **state)
{
	(void)state;
	setlocale(LC_CTYPE, "C");
	assert_named(SPAN_LIT("a gr\u00FC\u00DF \u4E2D"), "a gr<U+00FC><U+00DF> <U+4E2D>");
	assert_named(SPAN_LIT("e\u0301 \u00E9\u0301\u0302"), "e<+1 mark> <U+00E9><+2 marks>");
	assert_named(SPAN_LIT("1 \u00B7 2 \u2026\n"), "1 - 2 ~$");
	assert_named(SPAN_LIT("\U0001F469\u200D\U0001F467"), "<U+1F469><U+200D><U+1F467>");
	assert_named(SPAN_LIT("\u202E\x9B\x1B"), "<U+202E><9B>^[");
	setlocale(LC_CTYPE, "C.UTF-8");
}

static void findings_say_where_each_alarm_stands(void **state)
{
	static const char text[] =
		"a\0b\342\200\256c p\320\260ypal\342\200\213 x\377\n\360\237\230\200";
	struct text_finding f[8];
	struct text_report r;

	(void)state;
	assert_int_equal(text_examine((struct span){text, sizeof(text) - 1}, &r, f, 8), 5);
	assert_int_equal(f[0].class, TEXT_CONTROL);
	assert_int_equal(f[0].at, 1);
	assert_int_equal(f[1].class, TEXT_BIDI);
	assert_int_equal(f[1].at, 3);
	assert_int_equal(f[1].n, 3);
	assert_int_equal(f[1].cp, 0x202E);
	assert_int_equal(f[2].class, TEXT_MIXED);
	assert_int_equal(f[2].at, 8);
	assert_int_equal(f[3].class, TEXT_INVISIBLE);
	assert_int_equal(f[3].at, 15);
	assert_int_equal(f[4].class, TEXT_INVALID);
	assert_int_equal(f[4].cp, 0xFF);
	assert_int_equal(text_examine(SPAN_LIT("honest\ttext\r\n"), &r, f, 8), 0);
}

/* A word that is found at its end pushes out what stands behind it. */
static void alarms_are_those_of_the_scan(void **state)
{
	(void)state;
	assert_int_equal(text_alarms(SPAN_NULL), 0);
	assert_int_equal(text_alarms(SPAN_LIT("plain\n\ttext ~")), 0);
	assert_int_equal(text_alarms(SPAN_LIT("h\303\266flich\r\n")), 0);
	assert_int_equal(text_alarms(SPAN_LIT("a\033b\177")), TEXT_CONTROL);
	assert_int_equal(text_alarms(SPAN_LIT("a\0b")), TEXT_CONTROL);
	assert_int_equal(text_alarms(SPAN_LIT("\342\200\256 \377")), TEXT_BIDI | TEXT_INVALID);
	assert_int_equal(text_alarms(SPAN_LIT("in\342\200\213visible")), TEXT_INVISIBLE);
}

static void the_first_findings_are_kept(void **state)
{
	static const char text[] = "p\320\260y\342\200\213pal \001\002";
	struct text_finding f[2];
	struct text_report r;

	(void)state;
	assert_int_equal(text_examine((struct span){text, sizeof(text) - 1}, &r, f, 2), 2);
	assert_int_equal(f[0].class, TEXT_MIXED);
	assert_int_equal(f[0].at, 0);
	assert_int_equal(f[1].class, TEXT_INVISIBLE);
}

static void a_word_alone_misleads_as_it_does_in_a_text(void **state)
{
	static const struct {
		const char *word;
		bool misleads;
	} words[] = {{"paypal", false}, {"p\u0430ypal", true},
		{"\u0430\u0440\u0440\u04CF\u0435.com", true},
		{"\u0440\u0430\u0443\u0440\u0430", false}, {"\u0627\u0644\u062A", false},
		{"\U0001D465\U0001D466", false}, {"p\u0430y\u200Bpal", true}, {"\xFF", false},
		{"", false}};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct text_report r;
		text_scan(span_of(words[i].word), &r);
		assert_int_equal(text_misleads(span_of(words[i].word)), words[i].misleads);
		assert_int_equal((r.classes & TEXT_MIXED) != 0, words[i].misleads);
	}
}

/* One after the other without a blank between: each is counted, and the rest of the text is not
 * walked for each. */
static void words_without_blanks_are_all_counted(void **state)
{
	struct str text = {0};
	struct text_report r;
	struct text_finding f[2];

	(void)state;
	for (int i = 0; i < 100000; i++)
		str_add(&text, "p\u0430ypal-");
	assert_int_equal(text_examine(str_span(&text), &r, f, 2), 2);
	assert_int_equal(r.count[__builtin_ctz(TEXT_MIXED)], 100000);
	assert_int_equal(f[1].at, 8);
	assert_int_equal(f[1].n, text.len - 8);
	str_free(&text);
}

static void a_name_is_refused_by_what_it_holds(void **state)
{
	static const struct {
		const char *text, *says;
	} names[] = {
		{"Caf\u00e9 \u65e5\u672c", NULL},
		{"a\nb", "a name may not hold tabs and line breaks"},
		{"a\033b", "a name may not hold control characters"},
		{"a\u202eb", "a name may not hold bidirectional controls"},
		{"a\u200bb", "a name may not hold invisible characters"},
		{"\xff", "a name may not hold invalid bytes"},
		{"p\u0430ypal", "a name may not hold words with look-alike letters"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct err e = {0};
		int rc = text_check_line(span_of(names[i].text), "a name", &e);
		assert_int_equal(rc, names[i].says ? -1 : 0);
		assert_int_equal(e.code, names[i].says ? ERR_USAGE : ERR_NONE);
		if (names[i].says)
			assert_string_equal(e.text, names[i].says);
	}
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_hostile_text_is_classed_and_shown_as_its_table_says),
		cmocka_unit_test(honest_text_of_many_languages_raises_no_alarm),
		cmocka_unit_test(of_joined_emoji_each_comes_by_itself),
		cmocka_unit_test(what_the_c_library_does_not_know_is_named),
		cmocka_unit_test(no_more_letters_join_a_syllable_than_a_cell_can_hold),
		cmocka_unit_test(words_that_imitate_latin_are_caught),
		cmocka_unit_test(words_that_mix_scripts_honestly_pass),
		cmocka_unit_test(hidden_characters_are_named),
		cmocka_unit_test(joiners_and_selectors_pass_only_where_they_mean_something),
		cmocka_unit_test(tags_pass_only_in_the_three_flags),
		cmocka_unit_test(four_marks_are_drawn_and_the_rest_is_counted),
		cmocka_unit_test(line_feeds_and_tabs_are_layout),
		cmocka_unit_test(every_character_alone_is_drawn_or_named),
		cmocka_unit_test(a_letter_keeps_its_accent_in_every_script),
		cmocka_unit_test(any_mixture_of_troublesome_characters_keeps_the_promises),
		cmocka_unit_test(hostile_megabytes_are_walked_to_their_end),
		cmocka_unit_test(the_report_counts_and_says_where_it_begins),
		cmocka_unit_test(classes_have_names),
		cmocka_unit_test(without_utf8_every_character_is_named_and_none_hides),
		cmocka_unit_test(null_is_empty),
		cmocka_unit_test(a_step_is_a_cluster_without_what_is_hidden),
		cmocka_unit_test(findings_say_where_each_alarm_stands),
		cmocka_unit_test(alarms_are_those_of_the_scan),
		cmocka_unit_test(the_first_findings_are_kept),
		cmocka_unit_test(a_word_alone_misleads_as_it_does_in_a_text),
		cmocka_unit_test(words_without_blanks_are_all_counted),
		cmocka_unit_test(a_name_is_refused_by_what_it_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
