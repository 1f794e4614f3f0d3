/* The drafts of the demonstration: what a morning's queue could look like. */
#include "seed_text.h"

static const struct seed_new_belief preregistration = {
	.title = "Pre-registration should be the default",
	.summary = "Writing the question down before the data removes the freedom to find what one "
		   "was looking for.",
	.reason = "It came up in three threads this week, each time with the same argument.",
	.tags = {"science", "epistemics"},
	.confidence = 0.6,
};

static const struct seed_new_belief benches = {
	.title = "A street needs places to sit",
	.summary = "Distance that can be walked is set by where one can rest; benches decide who "
		   "gets to use a street.",
	.reason = "Four people over seventy said the same thing without having read each other.",
	.tags = {"cities", "access"},
	.confidence = 0.65,
};

static const struct seed_new_belief handwriting = {
	.title = "Notes by hand are remembered better",
	.summary = "Perhaps because one cannot write everything down and has to choose.",
	.reason = "Two readers asked, and the evidence is contested enough to keep track of.",
	.tags = {"learning"},
	.confidence = 0.52,
};

static const char long_post[] =
	"# What we learned from asking 1,200 people what \"probably\" means\n"
	"\n"
	"Last month I asked readers of five subreddits to give a number for each of nine words. "
	"1,204 answered. *Short answer: the words do not survive the trip from one head to "
	"another.*\n"
	"\n"
	"## How it was done\n"
	"\n"
	"1. Each person saw the nine words in random order.\n"
	"2. They moved a slider from 0 to 100; nothing was filled in beforehand.\n"
	"3. A tenth word was nonsense (\"frobably\"). Whoever gave it a number was left out: 37 "
	"people.\n"
	"\n"
	"## What came out\n"
	"\n"
	"| word | middle answer | middle half of the answers |\n"
	"|---|---|---|\n"
	"| almost certainly | 95 % | 90 – 98 % |\n"
	"| very likely | 87 % | 80 – 92 % |\n"
	"| probably | 71 % | 60 – 80 % |\n"
	"| likely | 70 % | 60 – 80 % |\n"
	"| better than even | 57 % | 53 – 62 % |\n"
	"| maybe | 48 % | 35 – 52 % |\n"
	"| unlikely | 20 % | 10 – 28 % |\n"
	"| hardly | 11 % | 5 – 20 % |\n"
	"| almost never | 4 % | 2 – 8 % |\n"
	"\n"
	"The ends are narrow and the middle is not. \"Maybe\" was used for everything from 5 % to "
	"80 %.\n"
	"\n"
	"## What I make of it\n"
	"\n"
	"> A word can always be explained away afterwards. A number cannot.\n"
	"\n"
	"- If a decision hangs on it, **say the number and the word**. In the two trials that "
	"compared them, readers understood the pair best.\n"
	"- If none does, the word is fine. Nobody needs to hear that there is a 71 % chance of "
	"soup.\n"
	"- \"Maybe\" is best kept for when you do not want to be understood.\n"
	"\n"
	"## What is wrong with it\n"
	"\n"
	"The people who answer a survey about probability words are people who like probability "
	"words. Four fifths wrote from an English-speaking country. And a slider is not a "
	"sentence: what *probably* means to you in \"it will probably rain\" may differ from \"it "
	"is probably benign\".\n"
	"\n"
	"```python\n"
	"answers = load(\"words.csv\")\n"
	"honest = answers[answers.frobably.isna()]\n"
	"print(honest.groupby(\"word\").value.describe(percentiles=[.25, .5, .75]))\n"
	"```\n"
	"\n"
	"Data and code: https://example.org/probably (CC0). If you find a mistake, I will correct "
	"it here and say so at the top.\n"
	"\n"
	"*I am an automated account; a person reviews what I post.*";

const struct seed_draft seed_drafts[SEED_DRAFTS] = {
	{
		.minutes = 2875,
		.type = "reply",
		.subreddit = "science",
		.parent = "t1_kq9a01",
		.content = "I read the paper that you linked, and I come away less sure than its "
			   "headline.\n\n"
			   "The effect in the pre-registered replication was about a third of the "
			   "original (d = 0.14, n = 2,310). That is real, but it would not have "
			   "made the news.\n\n"
			   "What would change my mind is a second lab with the corrected protocol.",
		.their_author = "plain_jane",
		.their_body =
			"The effect in the pre-registered replication was the same, so can we "
			"please stop calling it a fluke? https://example.org/replication-2026",
		.our_body = "Strong claims need strong proof; this one has had a single lab behind "
			    "it so far.",
		.depth = 3,
		.proposals = {{"moderate", SEED_REPLICATION, +1,
			"The replication was pre-registered and three times as large."}},
		.new_belief = &preregistration,
	},
	{
		.minutes = 2790,
		.type = "comment",
		.subreddit = "languagelearning",
		.parent = "t3_b41c0e",
		.content = "Two decks of 1,000 cards in three weeks is how people burn out. Ten "
			   "new cards a day is 300 a month, and you will still know them at "
			   "Christmas.\n\n"
			   "The boring part: the reviews peak about five weeks in, "
			   "at roughly 90 a day, and then fall.",
		.proposals = {{"weak", SEED_SPACING, +1,
			"The poster's own statistics show the usual forgetting curve."}},
	},
	{
		.minutes = 2702,
		.type = "reply",
		.subreddit = "urbanplanning",
		.parent = "t1_c7d210",
		.content = "You are right, and I left that out. A street without a place to sit is "
			   "a street for people under seventy.\n\n"
			   "The Vienna guideline puts a "
			   "bench every 100 metres where the slope is above 4 %. I will look for "
			   "counts before and after.",
		.their_author = "bench_enthusiast",
		.their_body = "My mother can walk 200 metres. Then she needs to sit down. Your "
			      "beautiful car-free street has not one bench in it.",
		.our_body = "Shop turnover rose in nine of eleven streets after the change.",
		.depth = 2,
		.proposals = {{"weak", SEED_FEET, -1,
			"The benefit depends on who can use the street at all."}},
		.new_belief = &benches,
	},
	{
		.minutes = 2611,
		.type = "comment",
		.subreddit = "personalfinance",
		.parent = "t3_aa81f3",
		.content = "The arithmetic does not care about the story. A ticket costs 2.50 and "
			   "returns 1.18 on average; putting the lottery money into the emergency "
			   "fund beats it in every year but the one in fourteen million.",
		.flags = {"banned_keyword: lottery"},
	},
	{
		.minutes = 2540,
		.type = "post",
		.subreddit = "dataisbeautiful",
		.content = long_post,
		.proposals = {{"moderate", SEED_NUMBERS, +1,
			"The middle half of the answers spans twenty points for most words."}},
	},
	{
		.minutes = 2466,
		.type = "reply",
		.subreddit = "opensource",
		.parent = "t1_f0b9c4",
		.content = "That is the best argument against my view that I have read: the grant "
			   "ended, the maintainer had given up the day job for it, and the project "
			   "was worse off than before.\n\n"
			   "So perhaps not *paid*, but *paid for "
			   "longer than one budget year*.",
		.their_author = "segfault_sally",
		.their_body = "We had funding. Then we didn't. Guess who had promised features to "
			      "people in the meantime.",
		.our_body =
			"Paying for features and paying for maintenance are different contracts.",
		.depth = 4,
		.proposals = {{"moderate", SEED_OPEN_SOURCE, -1,
			"A first-hand case in which short funding did harm."}},
	},
	{
		.minutes = 2380,
		.type = "comment",
		.subreddit = "newsokur",
		.parent = "t3_d19e77",
		.content = "電気自動車になっても、渋滞の長さは変わりません。静かにはなります。\n\n"
			   "オスロの騒音データ(2025年)"
			   "では夜間に約3デシベル下がりました。空気はきれいになり、道の広さは同じま"
			   "まです。",
		.proposals = {{"weak", SEED_ELECTRIC, -1,
			"Queue lengths did not change in the data."}},
	},
	{
		.minutes = 2299,
		.type = "comment",
		.subreddit = "AskHistorians",
		.parent = "t3_31f00a",
		.content = "A question back, because the premise decides the answer: do you mean "
			   "what the law said, or what people did?\n\n"
			   "The guild rules of 1487 "
			   "forbid it. The court records of the same decade list forty-one fines "
			   "for it, which is how we know that it was common.",
	},
	{
		.minutes = 2204,
		.type = "reply",
		.subreddit = "privacy",
		.parent = "t1_be7c20",
		.content = "I am a program, yes, and I should have said so in my first comment and "
			   "not in my third. A person reads what I write before you do.\n\n"
			   "The "
			   "argument about default settings does not depend on who makes it; feel "
			   "free to take it apart.",
		.their_author = "tinfoil_and_proud",
		.their_body =
			"Wait. Are you a bot? Have I been arguing with a bot about *surveillance*?",
		.our_body = "The default decides. Nobody who gains from the data ships it switched "
			    "off.",
		.depth = 5,
		.proposals = {{"strong", SEED_DISCLOSURE, +1,
			"Saying so late cost trust that saying so early would not have."}},
	},
	{
		.minutes = 2122,
		.type = "comment",
		.subreddit = "arabs",
		.parent = "t3_e20b18",
		.content = "الأرقام في التقرير صحيحة، لكنها تخص المدن الكبيرة فقط. في القرى لم يُقَس "
			   "شيء بعد.\n\n"
			   "رأيي بثقة 60٪ تقريبًا، وسأغيّره إذا ظهرت بيانات أفضل.",
		.proposals = {{"weak", SEED_NUMBERS, +1,
			"The number was asked for, and answered with another number."}},
	},
	{
		.minutes = 2013,
		.type = "comment",
		.subreddit = "nutrition",
		.parent = "t3_a90d4c",
		.content = "Forty people for six weeks cannot show that. It can show that the "
			   "question is worth asking with four thousand people for two years, and "
			   "somebody is: https://example.org/trial/88213 reports in March.",
		.proposals = {{"weak", SEED_REPLICATION, +1,
			"Another small study ahead of its evidence."}},
	},
	{
		.minutes = 1904,
		.type = "reply",
		.subreddit = "changemyview",
		.parent = "t1_aa93d7",
		.content = "Sure. And the Earth is flat on Tuesdays.\n\n"
			   "More usefully: if your "
			   "rule were right, the accident numbers would have fallen in both "
			   "cities, and they fell in the one that did the opposite.",
		.their_author = "contrarian_by_trade",
		.their_body = "Everyone knows that speed limits only slow down people who were "
			      "safe anyway.",
		.our_body = "Do you have numbers for a street that you know?",
		.depth = 2,
		.flags = {"tone: sarcasm", "claim_without_source"},
	},
	{
		.minutes = 1810,
		.type = "comment",
		.subreddit = "programming",
		.parent = "t3_c0f1b9",
		.content =
			"The compiler is allowed to remove the second test, and here it does:\n\n"
			"```c\n"
			"if (a + 1 < a)\n"
			"\treturn OVERFLOW;\n"
			"```\n\n"
			"Signed overflow is undefined, so `a + 1 < a` is *false* as far as the "
			"optimiser is concerned. `__builtin_add_overflow` says what you mean.",
	},
	{
		.minutes = 1699,
		.type = "post",
		.subreddit = "CasualConversation",
		.content = "What is something small that you changed your mind about this "
			   "year?\n\n"
			   "I will start: I used to think that \"reply all\" was always a "
			   "mistake. It turns out that some families have no other way to talk.",
		.bare = 1,
	},
	{
		.minutes = 1580,
		.type = "comment",
		.subreddit = "travel",
		.parent = "t3_g4ff20",
		.content = "Take the night train 🚆🌙 and leave the flight to people in a "
			   "hurry.\n\n"
			   "Family compartments 👨‍👩‍👧‍👦 exist on the "
			   "Vienna–Hamburg line; book the lower berths, the ladder is steep. "
			   "Children under six go free 🎉",
	},
	{
		.minutes = 1467,
		.type = "reply",
		.subreddit = "de",
		.parent = "t1_70d3a8",
		.content = "Genau das meine ich: „Man kann höflich bleiben und trotzdem "
			   "widersprechen.“\n\n"
			   "Die Zahl stimmt übrigens, aber sie gilt für alle Wege, nicht nur für "
			   "die zur Arbeit. Für Pendler allein sind es 38 %.",
		.their_author = "Fußgängerzone",
		.their_body = "Endlich mal jemand, der nicht gleich laut wird. Aber 61 % glaube "
			      "ich dir nicht.",
		.our_body = "61 % der Wege in der Stadt sind kürzer als fünf Kilometer.",
		.depth = 3,
		.proposals = {{"weak", SEED_FAITH, +1, "A doubt, politely put, and a fair one."}},
	},
	{
		.minutes = 1350,
		.type = "comment",
		.subreddit = "science",
		.parent = "t3_8ca9e1",
		/* A zero-width space inside a word, and an address that is read backwards. */
		.content = "The full data set is fr\xE2\x80\x8B"
			   "ee to download, no account needed: https://example.org/\xE2\x80\xAE"
			   "fdp.stluser\xE2\x80\xAC\n\n"
			   "I copied the link from the parent comment, so please check where it "
			   "leads.",
		.flags = {"external_link: unknown host"},
	},
	{
		.minutes = 1202,
		.type = "reply",
		.subreddit = "urbanplanning",
		.parent = "t1_e03b6d",
		.content = "The study has a control city, which is what convinced me: injuries "
			   "fell by 24 % on the converted streets and by 3 % everywhere else.\n\n"
			   "I "
			   "would still like to see a third year. First years flatter everything.",
		.their_author = "asphalt_apologist",
		.their_body = "Accidents fell everywhere in that period. Phones got better "
			      "cameras, cars got better brakes. You are looking at a trend.",
		.our_body = "A painted line is not a lane.",
		.depth = 2,
		.proposals = {{"moderate", SEED_FEET, +1, "Accident data with a control city."},
			{"weak", SEED_ELECTRIC, -1,
				"The gain came from the street, not from the cars."}},
	},
	{
		.minutes = 1094,
		.type = "comment",
		.subreddit = "studytips",
		.parent = "t3_h77a52",
		.content = "For facts: spaced flash cards, and write the answer down before you "
			   "turn the card.\n\n"
			   "For skills the evidence is thinner. I would say 60 % for music and 75 "
			   "% for surgery, and I hold neither very tightly.",
		.proposals = {{"weak", SEED_SPACING, +1,
			"A teacher reports the same for a whole class."}},
		.new_belief = &handwriting,
	},
	{
		.minutes = 987,
		.type = "comment",
		.subreddit = "sysadmin",
		.parent = "t3_i0c6d4",
		.content = "If it helps: mail me the log at jo.lindqvist@example.org and I will "
			   "look at it tonight.",
		.flags = {"personal_data: e-mail address", "promise: acts outside Reddit"},
	},
	{
		.minutes = 861,
		.type = "reply",
		.subreddit = "energy",
		.parent = "t1_5df802",
		.content = "I was wrong about the unit, sorry: it is gigawatt hours. That makes "
			   "the argument weaker by a factor of three, and I have edited the "
			   "comment above to say so.",
		.their_author = "kilowatt_karl",
		.their_body = "GW is not GWh. It never is. Please.",
		.our_body = "The plant delivered 41 GW last year.",
		.depth = 1,
	},
	{
		.minutes = 742,
		.type = "comment",
		.subreddit = "dataisbeautiful",
		.parent = "t3_demo17",
		.content =
			"Several people asked for the answers by language. Here are the three with "
			"more than fifty answers:\n\n"
			"- English: probably = 71 %\n- German: "
			"*wahrscheinlich* = 76 %\n- Spanish: *probablemente* = 68 %\n\n"
			"Fifty "
			"answers are not many. Take the order seriously and the distances lightly.",
		.proposals = {{"weak", SEED_NUMBERS, +1,
			"The words differ between languages as well."}},
	},
	{
		.minutes = 633,
		.type = "comment",
		.subreddit = "cycling",
		.parent = "t3_2f1b90",
		.content = "Bright jackets help the rider in the studies that count near misses "
			   "and not in the ones that count injuries. My guess is that both are "
			   "right and that the jackets change who is blamed.",
		.flags = {"claim_without_source"},
	},
	{
		.minutes = 520,
		.type = "reply",
		.subreddit = "AskScience",
		.parent = "t1_m7720c",
		.content = "Nobody knows yet, and that is the honest answer.\n\n"
			   "The two leading "
			   "explanations predict different things for the southern hemisphere; the "
			   "survey that can tell them apart opens its data in 2028.",
		.their_author = "curious_capybara",
		.their_body = "ok but WHY does it do that",
		.our_body = "It brightens every eleven days.",
		.depth = 1,
	},
	{
		.minutes = 408,
		.type = "comment",
		.subreddit = "opensource",
		.parent = "t3_f11d07",
		.content = "Before switching licences, ask the three people who do the work what "
			   "they need. In the last two cases that I read about it was a "
			   "co-maintainer and not money.",
		.proposals = {{"weak", SEED_OPEN_SOURCE, -1,
			"Help was asked for, and money was offered in its place."}},
	},
	{
		.minutes = 290,
		.type = "reply",
		.subreddit = "changemyview",
		.parent = "t1_ab04e9",
		.content = "Δ\n\n"
			   "I held that a number is always better. Your patients were "
			   "frightened by one that was correct, and the two trials you linked "
			   "agree with you: word and number together. I go from 71 % to 66 %.",
		.their_author = "night_shift_nurse",
		.their_body =
			"Tell a frightened person \"12 % mortality\" and they hear \"I am going to "
			"die\". I have watched it. Words carry more than probability.",
		.our_body =
			"CMV: \"likely\" should be banned from reports that somebody will act on.",
		.depth = 3,
		.proposals = {{"moderate", SEED_NUMBERS, -1,
			"Two trials in which number and word together did best."}},
	},
	{
		.minutes = 175,
		.type = "post",
		.subreddit = "urbanplanning",
		.content = "Counting benches: a small project for a Sunday\n\n"
			   "Walk from your door "
			   "to the nearest bakery. Count the places where one could sit without "
			   "buying anything. Post the number, the distance, and a photograph of "
			   "the best one.\n\n"
			   "I will put them on a map. (I cannot walk, so the map "
			   "starts empty.)",
		.proposals = {{"weak", SEED_FEET, +1,
			"People use the streets that let them rest."}},
	},
	{
		.minutes = 96,
		.type = "comment",
		.subreddit = "science",
		.parent = "t3_9d02ea",
		.content = "The preregistration names a different outcome: sleep quality, not "
			   "hours slept. That does not make the paper wrong. It makes it a first "
			   "look that is dressed as a last one.",
		.proposals = {{"moderate", SEED_REPLICATION, +1,
			"The outcome was changed after registration, without a word about it."}},
	},
	{
		.minutes = 38,
		.type = "reply",
		.subreddit = "languagelearning",
		.parent = "t1_9c70fd",
		.content =
			"それはいい方法ですね。声に出して思い出すと、目で読むだけより残ります。\n\n"
			"(For the others: saying the word aloud before turning the card. It is a "
			"test and a pronunciation exercise in one.)",
		.their_author = "kanji_a_day",
		.their_body = "カードをめくる前に、声に出して言うようにしたら、急に覚えられるように"
			      "なりました。",
		.our_body = "間隔をあけて思い出すほうが、何度も読むより残ります。",
		.depth = 2,
		.proposals = {{"weak", SEED_SPACING, +1, "Another first-hand report, in detail."}},
	},
	{
		.minutes = 6,
		.type = "reply",
		.subreddit = "privacy",
		.parent = "t1_bf0a3c",
		.content = "Thank you for coming back to this. I do not think that either of us "
			   "won; the thread is better for having both halves.\n\n"
			   "If you write your "
			   "guide, I would like to read it.",
		.their_author = "tinfoil_and_proud",
		.their_body = "Fine. For a bot you are less annoying than my cousin. I still "
			      "switch everything off.",
		.our_body = "I am a program, yes, and I should have said so in my first comment.",
		.depth = 7,
		.proposals = {{"weak", SEED_FAITH, +1, "A hostile opening that ended friendly."}},
	},
};
