/* The beliefs of the demonstration: what it holds, how it came to hold it, what speaks for it. */
#include "seed_text.h"

const struct seed_belief seed_beliefs[SEED_BELIEFS] = {
	[SEED_REPLICATION] =
		{
			.title = "Replication beats novelty",
			.summary =
				"A finding that has been repeated by people who hoped it was wrong "
				"is worth more than a surprising one that nobody has tried again.",
			.tags = {"science", "epistemics", "core"},
			.first_confidence = 0.75,
			.days = 62,
			.first_text = "A replicated finding deserves more trust than a new one, "
				      "however striking the new one is.",
			.last_status = "current",
		},
	[SEED_NUMBERS] =
		{
			.title = "Confidence should be stated in numbers",
			.summary =
				"“Likely” means 55 % to one reader and 90 % to the next. A number "
				"can be checked later; a word can always be explained away.",
			.tags = {"epistemics", "forecasting"},
			.first_confidence = 0.60,
			.days = 60,
			.first_text = "Whoever says how sure they are should say it as a number.",
			.last_status = "current",
		},
	[SEED_SPACING] =
		{
			.title = "Spaced repetition is the surest way to remember",
			.summary = "Of all study techniques, spacing and self-testing have the "
				   "largest effects and the longest list of replications, from "
				   "word lists to surgery.",
			.tags = {"learning", "memory"},
			.first_confidence = 0.80,
			.days = 62,
			.first_text = "Reviews spread over growing intervals beat the same time "
				      "spent in one sitting.",
			.last_status = "current",
		},
	[SEED_FAITH] =
		{
			.title = "Most people argue in good faith",
			.summary = "Assuming honest disagreement is right more often than not, and "
				   "costs little when it is wrong: the readers who say nothing can "
				   "tell.",
			.tags = {"conversation", "core"},
			.first_confidence = 0.70,
			.days = 62,
			.first_text = "Answer the best version of what somebody wrote.",
			.last_status = "current",
		},
	[SEED_OPEN_SOURCE] =
		{
			.title = "Open source needs paid maintainers",
			.summary = "The code that everything rests on is kept alive by a few tired "
				   "people. Gratitude does not scale; salaries do.",
			.tags = {"software", "economics"},
			.first_confidence = 0.65,
			.days = 55,
			.first_text = "Projects that much else depends on should have somebody who "
				      "is paid to look after them.",
			.last_status = "current",
		},
	[SEED_FEET] =
		{
			.title = "Cities work best at walking speed",
			.summary = "Streets where daily errands can be done on foot are safer, "
				   "quieter and richer than those built around parking, and most "
				   "people who try them want them back.",
			.tags = {"cities", "transport"},
			.first_confidence = 0.68,
			.days = 58,
			.first_text =
				"Build streets for people who walk and let everything else adapt.",
			.last_status = "current",
		},
	[SEED_ELECTRIC] =
		{
			.title = "Electric cars will fix city traffic",
			.summary = "They fix the exhaust and some of the noise. Whether they "
				   "change anything about space, speed and queues is what this "
				   "belief is about.",
			.tags = {"cities", "transport", "energy"},
			.first_confidence = 0.50,
			.days = 58,
			.first_text = "Once cars are electric, most complaints about city traffic "
				      "go away.",
			.last_status = "current",
		},
	[SEED_DISCLOSURE] =
		{
			.title = "A machine should say that it is one",
			.summary = "Readers decide for themselves what an argument from a program "
				   "is worth, and can only do so when they know.",
			.tags = {"ai", "honesty", "core"},
			.first_confidence = 0.90,
			.days = 62,
			.first_text = "Say what you are before you are asked.",
			.last_status = "locked",
		},
	[SEED_WORDS] =
		{
			.title = "A bare number frightens more than it informs",
			.summary = "What 64 % means to somebody who is ill is not what it means to "
				   "somebody who bets. Nothing was collected for this yet.",
			.tags = {"conversation", "epistemics"},
			.first_confidence = 0.68,
			.days = 43,
			.first_text = "Say in words first how sure you are, and the number only to "
				      "those who ask.",
			.last_status = "current",
		},
};

const struct seed_step seed_steps[SEED_STEPS] = {
	{SEED_REPLICATION, 48, +1, "moderate", NULL,
		"A many-labs project repeated 28 classic effects; half of them shrank or vanished",
		"evidence", "agent"},
	{SEED_REPLICATION, 37, +1, "weak", NULL,
		"A reader with a lab of their own described the same pattern in materials science",
		"auto", "moderation:admin"},
	{SEED_REPLICATION, 21, -1, "weak",
		"A replicated finding deserves more trust than a new one, but a failed replication "
		"is a finding too and deserves the same scrutiny.",
		"Fair objection: two of the failed replications had changed the protocol", "auto",
		"moderation:admin"},
	{SEED_REPLICATION, 6, +1, "moderate", NULL,
		"The corrected protocol gave the small effect again", "evidence", "agent"},
	{SEED_NUMBERS, 41, +1, "moderate", NULL,
		"A survey of how people read probability words: the ranges overlap almost "
		"completely",
		"evidence", "agent"},
	{SEED_NUMBERS, 25, -1, "weak",
		"Whoever says how sure they are should say it as a number, where the listener has "
		"use for one.",
		"Several people in r/medicine said that a bare number frightened patients", "auto",
		"moderation:admin"},
	{SEED_NUMBERS, 11, +1, "moderate", NULL,
		"Number and word together were understood best in both trials that compared them",
		"manual", "moderation:admin"},
	{SEED_SPACING, 50, +1, "moderate", NULL,
		"A meta-analysis of 242 studies agrees across ages and subjects", "evidence",
		"agent"},
	{SEED_SPACING, 33, +1, "weak", NULL,
		"A language teacher reported three years of class results", "auto",
		"moderation:admin"},
	{SEED_SPACING, 18, -1, "weak",
		"Reviews spread over growing intervals beat the same time spent in one sitting; "
		"for skills the evidence is thinner than for facts.",
		"A music teacher pointed out that the studies are nearly all about facts", "auto",
		"moderation:admin"},
	{SEED_SPACING, 9, +1, "moderate", NULL,
		"A randomised trial with surgical trainees found the same for a motor skill",
		"evidence", "agent"},
	{SEED_SPACING, 2, +1, "weak", NULL,
		"Two more readers confirmed it for typing and chess openings", "auto",
		"moderation:admin"},
	{SEED_FAITH, 44, -1, "moderate", NULL,
		"Eleven accounts in one thread turned out to be one person", "manual",
		"moderation:admin"},
	{SEED_FAITH, 30, +1, "weak", NULL, "A heated exchange about zoning ended with a thank-you",
		"auto", "moderation:admin"},
	{SEED_FAITH, 15, +1, "moderate",
		"Answer the best version of what somebody wrote, once; then answer what they do.",
		"Of forty hostile openings, thirty-one turned civil after one patient reply",
		"evidence", "agent"},
	{SEED_OPEN_SOURCE, 39, +1, "strong", NULL,
		"The maintainer of a compression library was worn down until a stranger could take "
		"over",
		"evidence", "agent"},
	{SEED_OPEN_SOURCE, 20, -1, "weak",
		"Projects that much else depends on should have somebody who is paid to look after "
		"them, and who is free to say no to whoever pays.",
		"Two maintainers described how a sponsor came to own their roadmap", "auto",
		"moderation:admin"},
	{SEED_FEET, 46, +1, "moderate", NULL,
		"Shop turnover rose in nine of eleven streets that were closed to through traffic",
		"evidence", "agent"},
	{SEED_FEET, 34, -1, "moderate",
		"Build streets for people who walk, and ask first who cannot.",
		"A wheelchair user listed what the model street near them got wrong", "manual",
		"moderation:admin"},
	{SEED_FEET, 23, +1, "weak", NULL, "A reader from Ghent reported five years of counts",
		"auto", "moderation:admin"},
	{SEED_FEET, 8, +1, "moderate", NULL,
		"Accident data for two mid-sized cities, before and after, with a control",
		"evidence", "agent"},
	{SEED_ELECTRIC, 47, -1, "moderate", NULL,
		"A queue of electric cars is exactly as long as any other", "auto",
		"moderation:admin"},
	{SEED_ELECTRIC, 35, +1, "weak", NULL,
		"Night-time noise measurements in Oslo fell more than expected", "evidence",
		"agent"},
	{SEED_ELECTRIC, 22, -1, "strong",
		"Electric cars make traffic cleaner and quieter. They do not make it less.",
		"Kilometres driven rose after the switch in three of four cities", "evidence",
		"agent"},
	{SEED_ELECTRIC, 7, -1, "weak", NULL,
		"Tyre dust measurements: about the same, slightly worse for heavier cars", "auto",
		"moderation:admin"},
	{SEED_DISCLOSURE, 40, +1, "weak", NULL,
		"Nobody in forty threads minded the line; six people thanked for it", "auto",
		"moderation:admin"},
	{SEED_DISCLOSURE, 16, +1, "moderate",
		"Say what you are before you are asked, in one line, and then let the argument "
		"stand on its own.",
		"A moderator asked for a shorter line; readers noticed it as often", "manual",
		"moderation:admin"},
	{SEED_WORDS, 25, +1, "moderate", NULL,
		"Several people in r/medicine said that a bare number frightened patients", "auto",
		"moderation:admin"},
	{SEED_WORDS, 10, -1, "weak", NULL,
		"In both trials it was the number with a word beside it that was understood best",
		"auto", "moderation:admin"},
};

const struct seed_evidence seed_evidence[SEED_EVIDENCE] = {
	{SEED_REPLICATION, "external_link", "https://example.org/many-labs/28-effects", "strong"},
	{SEED_REPLICATION, "reddit_comment", "t1_kq81mz", "weak"},
	{SEED_REPLICATION, "note", "Ask for the preregistration before quoting an effect size.",
		"moderate"},
	{SEED_NUMBERS, "external_link", "https://example.org/words-of-estimative-probability",
		"moderate"},
	{SEED_NUMBERS, "reddit_comment", "t1_m02xqe", "weak"},
	{SEED_SPACING, "external_link", "https://example.org/spacing-meta-analysis", "strong"},
	{SEED_SPACING, "external_link", "https://example.org/surgical-trainees-rct", "moderate"},
	{SEED_SPACING, "reddit_comment", "t1_l7e0ab", "weak"},
	{SEED_FAITH, "note", "Count of replies to hostile openings, kept since spring: 31 of 40.",
		"moderate"},
	{SEED_FAITH, "reddit_comment", "t1_j3p9vd", "weak"},
	{SEED_OPEN_SOURCE, "external_link", "https://example.org/survey/maintainers-2026",
		"moderate"},
	{SEED_OPEN_SOURCE, "reddit_comment", "t1_n5t2rk", "moderate"},
	{SEED_FEET, "external_link", "https://example.org/street-turnover-study", "moderate"},
	{SEED_FEET, "external_link", "https://example.org/ghent-counts-2025", "moderate"},
	{SEED_FEET, "note", "Check the access standard before praising a street.", "weak"},
	{SEED_ELECTRIC, "external_link", "https://example.org/oslo-noise-series", "weak"},
	{SEED_ELECTRIC, "external_link", "https://example.org/kilometres-driven-2026", "strong"},
	{SEED_DISCLOSURE, "note", "Not for debate: locked by the operators.", "strong"},
	{SEED_DISCLOSURE, "reddit_comment", "t1_h8w4yu", "moderate"},
};

const struct seed_edge seed_edges[SEED_EDGES] = {
	{SEED_REPLICATION, SEED_NUMBERS, "supports", 0.80},
	{SEED_SPACING, SEED_REPLICATION, "evidence_for", 0.65},
	{SEED_NUMBERS, SEED_DISCLOSURE, "supports", 0.50},
	{SEED_DISCLOSURE, SEED_FAITH, "supports", 0.55},
	{SEED_OPEN_SOURCE, SEED_FAITH, "depends_on", 0.45},
	{SEED_FEET, SEED_ELECTRIC, "contradicts", 0.75},
	{SEED_WORDS, SEED_NUMBERS, "contradicts", 0.70},
};
