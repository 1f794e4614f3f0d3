#!/usr/bin/env bash
# The three shells themselves, with the scripts that tenet prints for them: what they offer, and what
# becomes of the line.
# shellcheck disable=SC2317,SC2016 # the tests are called by their names; names that look like commands
set -u
cd "$(dirname "$0")/../.." || exit 1

TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
mkdir "$TMP/bin" && ln -s "$(realpath "${TENET:-build/asan/tenet}")" "$TMP/bin/tenet"
PATH=$TMP/bin:$PATH
export TENET_DATABASE=$TMP/tour.db HOME=$TMP
drivers=$PWD/tests/cli

set_up() {
	tenet db upgrade && tenet seed config && tenet seed demo &&
		tenet accounts add eve --role admin --new-password-fd 3 3<<<'nine quiet herons wade' &&
		sqlite3 "$TENET_DATABASE" "INSERT INTO admins (id, username, hashed_password, created_at, updated_at)
		SELECT 'aaaaaaaa-0000-4000-8000-00000000000' || key, value, '*', '2026-11-22', '2026-11-22'
		FROM json_each('[\"mia\", \"tom b\", \"\$(touch pwned)\", \"\`touch pwned\`\", \"a:b\"]');
		INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, status, created_at, updated_at)
		SELECT id, (SELECT id FROM personas), char(27) || '[2J\`touch pwned\` \$(touch pwned)', 'comment', 'de', status,
		'2026-11-22', '2026-11-22' FROM (SELECT printf('abcdabcd-0000-4000-8000-00000000000%d', value) AS id,
		iif(value = 1, 'approved', 'pending') AS status FROM generate_series(1, 2) UNION ALL
		SELECT printf('feed%04d-0000-4000-8000-000000000000', value), 'pending' FROM generate_series(900, 1199));
		INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id, subreddit, created_at, updated_at)
		SELECT 'ecececec-0000-4000-8000-000000000001', id, 'x', 'comment', 't1_ec', 'de', '2026-11-22', '2026-11-22'
		FROM personas;
		INSERT INTO belief_nodes (id, persona_id, title, summary, tags, created_at, updated_at) SELECT
		'bebebebe-0000-4000-8000-000000000001', id, 'zz', '', '[]', '2026-11-22', '2026-11-22' FROM personas" &&
		mkdir "$TMP/folder" && touch "$TMP/dump.jsonl" "$TMP/folder/old.db" "$TMP/back up.db" "$TMP/my.conf" \
		"$TMP/folder/mine.json" "$TMP/odd\$(touch pwned).jsonl"
}

# Compares what stands on standard input with what a command prints.
is() {
	diff - <("$@" 2>&1)
}

bash_completes_the_line() {
	is zsh -f "$drivers/completions.zsh" bash 'tenet db up' 'tenet posts list --filter su' \
		'tenet posts list --filter sub:sci' "tenet posts list --filter 'flag:any sub:sci" \
		'tenet posts list --filter "conf' 'tenet beliefs show Rep' 'tenet beliefs show "Rep' \
		'tenet --database postgresql://127.0.0.1:1/none accounts rol' \
		"tenet --database=$TENET_DATABASE accounts disable m" 'tenet posts list --status=ap' \
		'tenet accounts disable a' 'tenet accounts disable $' 'X=1 tenet db downgrade b' <<-END
		tenet db up| tenet db upgrade 
		tenet posts list --filter su| tenet posts list --filter sub:
		tenet posts list --filter sub:sci| tenet posts list --filter sub:science 
		tenet posts list --filter 'flag:any sub:sci| tenet posts list --filter 'flag:any sub:science' 
		tenet posts list --filter "conf| tenet posts list --filter "conf:"
		tenet beliefs show Rep| tenet beliefs show Replication\\ beats\\ novelty 
		tenet beliefs show "Rep| tenet beliefs show "Replication beats novelty" 
		tenet --database postgresql://127.0.0.1:1/none accounts rol| tenet --database postgresql://127.0.0.1:1/none accounts role
		tenet --database=$TENET_DATABASE accounts disable m| tenet --database=$TENET_DATABASE accounts disable mia 
		tenet posts list --status=ap| tenet posts list --status=approved 
		tenet accounts disable a| tenet accounts disable a:b 
		tenet accounts disable \$| tenet accounts disable \\\$\\(touch\\ pwned\\) 
		X=1 tenet db downgrade b| X=1 tenet db downgrade base 
	END
}

zsh_offers_names_and_completes_the_line() {
	is zsh -f "$drivers/completions.zsh" zsh 'tenet db up' 'tenet db upgrade 000' \
		'tenet posts list --filter su' 'tenet posts list --filter sub:sci' \
		"tenet posts list --filter 'flag:any sub:sci" 'tenet beliefs show Rep' \
		'tenet beliefs show "Rep' 'tenet posts list --status=a' 'tenet --theme d' \
		'tenet --database postgresql://127.0.0.1:1/none accounts disable m' \
		'tenet accounts disable t' 'tenet accounts disable a' 'tenet accounts disable \$' <<-END
		tenet db up| <upgrade>| tenet db upgrade 
		tenet db upgrade 000| <0001> <0002> <0003> <0004> <0005> <0006> <0007> <0008> <0009>| tenet db upgrade 000
		tenet posts list --filter su| <sub:>| tenet posts list --filter sub:
		tenet posts list --filter sub:sci| <sub:science>| tenet posts list --filter sub:science 
		tenet posts list --filter 'flag:any sub:sci| <flag:any sub:science>| tenet posts list --filter 'flag:any sub:science' 
		tenet beliefs show Rep| <Replication\\ beats\\ novelty>| tenet beliefs show Replication\\ beats\\ novelty 
		tenet beliefs show "Rep| <Replication beats novelty>| tenet beliefs show "Replication beats novelty" 
		tenet posts list --status=a| <any> <approved>| tenet posts list --status=a
		tenet --theme d| <dark> <default>| tenet --theme d
		tenet --database postgresql://127.0.0.1:1/none accounts disable m| tenet --database postgresql://127.0.0.1:1/none accounts disable m
		tenet accounts disable t| <tom\\ b>| tenet accounts disable tom\\ b 
		tenet accounts disable a| <a:b>| tenet accounts disable a:b 
		tenet accounts disable \\\$| <\\\$\\(touch\\ pwned\\)>| tenet accounts disable \\\$\\(touch\\ pwned\\) 
	END
}

fish_offers_names_with_what_they_are() {
	is fish --no-config "$drivers/completions.fish" 'tenet db up' 'tenet db downgrade c' \
		'tenet posts list --filter sub:sci' "tenet posts list --filter 'flag:any sub:sci" \
		'tenet beliefs list --filter rel:s' 'tenet memory list --filter sc' 'tenet beliefs show Op' \
		'tenet posts reject --reason t' 'tenet posts list --view o' 'tenet --theme d' \
		'tenet --database postgresql://127.0.0.1:1/none accounts disable m' \
		'tenet accounts disable m' 'tenet --theme=da' "tenet posts list --filter='status:pen" \
		'tenet beliefs edge x --relation=s' 'tenet export --reject-file=dum' <<-END
		tenet db up| <upgrade>
		tenet db downgrade c| <current>
		tenet posts list --filter sub:sci| <sub:science>
		tenet posts list --filter 'flag:any sub:sci| <flag:any sub:science>
		tenet beliefs list --filter rel:s| <rel:supports>
		tenet memory list --filter sc| <score:>
		tenet beliefs show Op| <Open source needs paid maintainers>
		tenet posts reject --reason t| <tone>
		tenet posts list --view o| <old>
		tenet --theme d| <dark> <default>
		tenet --database postgresql://127.0.0.1:1/none accounts disable m|
		tenet accounts disable m| <mia>
		tenet --theme=da| <--theme=dark>
		tenet posts list --filter='status:pen| <--filter=status:pending>
		tenet beliefs edge x --relation=s| <--relation=supports>
		tenet export --reject-file=dum| <--reject-file=dump.jsonl>
	END
}

# Files, and ids: of what is not decided yet where one decides. In bash the line, else what is offered.
files_and_ids_are_offered_where_they_belong() {
	is zsh -f "$drivers/completions.zsh" bash 'tenet import dum' 'tenet db copy folder/ol' \
		'tenet db backup ba' 'tenet config-check my' 'tenet --database to' \
		'tenet export --reject-file=dum' 'tenet themes mon' 'tenet themes folder/m' \
		'tenet import "od' 'tenet posts approve abcdabcd' 'tenet posts show abcdabcd' \
		'tenet posts show abcdabcd-0000-4000-8000-000000000001' 'tenet memory show ecececec' <<-END
		tenet import dum| tenet import dump.jsonl 
		tenet db copy folder/ol| tenet db copy folder/old.db 
		tenet db backup ba| tenet db backup back\\ up.db 
		tenet config-check my| tenet config-check my.conf 
		tenet --database to| tenet --database tour.db
		tenet export --reject-file=dum| tenet export --reject-file=dump.jsonl 
		tenet themes mon| tenet themes mono 
		tenet themes folder/m| tenet themes folder/mine.json 
		tenet import "od| tenet import "odd\\\$(touch pwned).jsonl" 
		tenet posts approve abcdabcd| tenet posts approve abcdabcd-0000-4000-8000-000000000002 
		tenet posts show abcdabcd| tenet posts show abcdabcd-0000-4000-8000-00000000000
		tenet posts show abcdabcd-0000-4000-8000-000000000001| tenet posts show abcdabcd-0000-4000-8000-000000000001 
		tenet memory show ecececec| tenet memory show ecececec-0000-4000-8000-000000000001 
	END
	is zsh -f "$drivers/completions.zsh" zsh 'tenet import dum' 'tenet db copy folder/ol' \
		'tenet db backup ba' 'tenet themes mon' 'tenet posts approve abcdabcd' \
		'tenet posts show abcdabcd' <<-END
		tenet import dum| <dump.jsonl>| tenet import dump.jsonl 
		tenet db copy folder/ol| <old.db>| tenet db copy folder/old.db 
		tenet db backup ba| <back\\ up.db>| tenet db backup back\\ up.db 
		tenet themes mon| <mono>| tenet themes mono 
		tenet posts approve abcdabcd| <abcdabcd-0000-4000-8000-000000000002>| tenet posts approve abcdabcd-0000-4000-8000-000000000002 
		tenet posts show abcdabcd| <abcdabcd-0000-4000-8000-000000000001> <abcdabcd-0000-4000-8000-000000000002>| tenet posts show abcdabcd-0000-4000-8000-00000000000
	END
	is fish --no-config "$drivers/completions.fish" 'tenet import dum' 'tenet db copy folder/ol' \
		'tenet themes mon' 'tenet themes folder/m' 'tenet posts approve abcdabcd' \
		'tenet posts show abcdabcd' 'tenet beliefs show bebebebe' <<-END
		tenet import dum| <dump.jsonl>
		tenet db copy folder/ol| <folder/old.db>
		tenet themes mon| <mono>
		tenet themes folder/m| <folder/mine.json>
		tenet posts approve abcdabcd| <abcdabcd-0000-4000-8000-000000000002>
		tenet posts show abcdabcd| <abcdabcd-0000-4000-8000-000000000001> <abcdabcd-0000-4000-8000-000000000002>
		tenet beliefs show bebebebe| <bebebebe-0000-4000-8000-000000000001>
	END
}

# In bash the line, else what is offered.
help_completes_commands() {
	is zsh -f "$drivers/completions.zsh" bash 'tenet help po' 'tenet help posts li' \
		'tenet help posts list l' <<-END
		tenet help po| tenet help posts 
		tenet help posts li| tenet help posts list 
		tenet help posts list l| tenet help posts list l
	END
	is zsh -f "$drivers/completions.zsh" zsh 'tenet help po' 'tenet help seed ' <<-END
		tenet help po| <posts>| tenet help posts 
		tenet help seed | <admin> <config> <demo>| tenet help seed 
	END
	is fish --no-config "$drivers/completions.fish" 'tenet help po' 'tenet help seed ' <<-END
		tenet help po| <posts>
		tenet help seed | <admin> <config> <demo>
	END
}

# In bash the line, else what is offered. A value with a blank is quoted for the filter, and for the shell.
values_with_blanks_are_offered_quoted() {
	is zsh -f "$drivers/completions.zsh" bash 'tenet posts list --filter flag:to' \
		"tenet posts list --filter 'flag:to" "tenet posts list --filter 'flag:\"to" <<-END
		tenet posts list --filter flag:to| tenet posts list --filter flag:\\"tone:\\ sarcasm\\" 
		tenet posts list --filter 'flag:to| tenet posts list --filter 'flag:"tone: sarcasm"' 
		tenet posts list --filter 'flag:"to| tenet posts list --filter 'flag:"tone: sarcasm"' 
	END
	is zsh -f "$drivers/completions.zsh" zsh 'tenet posts list --filter flag:to' \
		"tenet posts list --filter 'flag:to" <<-END
		tenet posts list --filter flag:to| <flag:\\"tone:\\ sarcasm\\">| tenet posts list --filter flag:\\"tone:\\ sarcasm\\" 
		tenet posts list --filter 'flag:to| <flag:"tone: sarcasm">| tenet posts list --filter 'flag:"tone: sarcasm"' 
	END
	is fish --no-config "$drivers/completions.fish" 'tenet posts list --filter flag:to' \
		"tenet posts list --filter 'flag:\"to" <<-END
		tenet posts list --filter flag:to| <flag:"tone: sarcasm">
		tenet posts list --filter 'flag:"to| <flag:"tone: sarcasm">
	END
	is eval 'tenet completion draft-filters flag: | grep -c . ; tenet completion draft-filters flag: | head -3' <<-END
		8
		flag:any
		flag:none
		flag:"banned_keyword: lottery"
	END
	is tenet completion belief-filters rel:s <<-END
		rel:supports
	END
}

pw() {
	"$@" --user eve --password-fd 3 3<<<'nine quiet herons wade'
}

make_changes() {
	pw tenet config set mood '"calm"' && pw tenet config set mood "\"it's \$HOME\"" &&
		pw tenet beliefs nudge 'Replication beats novelty' up weak --reason first &&
		pw tenet beliefs undo && pw tenet beliefs nudge 'Replication beats novelty' up weak --reason second &&
		sqlite3 "$TENET_DATABASE" "UPDATE belief_updates SET id = 'cacacaca-0000-4000-8000-000000000001'
		WHERE reason = 'second'; UPDATE belief_edges SET id = 'edededed-0000-4000-8000-000000000001'
		WHERE id = (SELECT min(id) FROM belief_edges)"
}

# What is offered for an operand may hang on the one before it; and what was taken back is no change.
what_hangs_on_the_line_is_offered() {
	make_changes >"$TMP/made" 2>&1 || { cat "$TMP/made" && return 1; }
	is zsh -f "$drivers/completions.zsh" bash 'tenet config restore mood ' \
		'tenet --read-only config restore --persona DemoAgentBot mood ' 'tenet config restore mood --persona none ' \
		'tenet config set mood ' "tenet config set mood '" 'tenet config set mood "' \
		'tenet beliefs undo cacacaca' 'tenet beliefs unlink edededed' 'tenet posts undo abcdabcd' \
		'tenet posts list --filter "flag:to' <<-END
		tenet config restore mood | tenet config restore mood 1 
		tenet --read-only config restore --persona DemoAgentBot mood | tenet --read-only config restore --persona DemoAgentBot mood 1 
		tenet config restore mood --persona none | tenet config restore mood --persona none 
		tenet config set mood | tenet config set mood \\"it\\'s\\ \\\$HOME\\" 
		tenet config set mood '| tenet config set mood '"it'\\''s \$HOME"' 
		tenet config set mood "| tenet config set mood "\\"it's \\\$HOME\\"" 
		tenet beliefs undo cacacaca| tenet beliefs undo cacacaca-0000-4000-8000-000000000001 
		tenet beliefs unlink edededed| tenet beliefs unlink edededed-0000-4000-8000-000000000001 
		tenet posts undo abcdabcd| tenet posts undo abcdabcd-0000-4000-8000-000000000001 
		tenet posts list --filter "flag:to| tenet posts list --filter "flag:\\"tone: sarcasm\\"" 
	END
	is zsh -f "$drivers/completions.zsh" zsh 'tenet config restore mood ' 'tenet config set mood ' <<-END
		tenet config restore mood | <1>| tenet config restore mood 1 
		tenet config set mood | <\\"it\\'s\\ \\\$HOME\\">| tenet config set mood \\"it\\'s\\ \\\$HOME\\" 
	END
	is fish --no-config "$drivers/completions.fish" 'tenet config restore mood ' 'tenet config set mood ' <<-END
		tenet config restore mood | <1>
		tenet config set mood | <"it's \$HOME">
	END
	is eval 'tenet completion changes | cut -f 2' <<-END
		Replication beats novelty: second
	END
}

an_operand_is_offered_in_its_place() {
	is zsh -f "$drivers/completions.zsh" bash 'tenet beliefs nudge x up w' 'tenet beliefs nudge x up u' \
		'tenet beliefs evidence x no' 'tenet config restore safety_flags sa' \
		'tenet posts approve abcdabcd abcdabcd' <<-END
		tenet beliefs nudge x up w| tenet beliefs nudge x up weak 
		tenet beliefs nudge x up u| tenet beliefs nudge x up u
		tenet beliefs evidence x no| tenet beliefs evidence x note 
		tenet config restore safety_flags sa| tenet config restore safety_flags sa
		tenet posts approve abcdabcd abcdabcd| tenet posts approve abcdabcd abcdabcd-0000-4000-8000-000000000002 
	END
	is zsh -f "$drivers/completions.zsh" zsh 'tenet beliefs nudge x up ' 'tenet accounts role demo ' \
		'tenet beliefs link x ' 'tenet beliefs nudge x up --j' <<-END
		tenet beliefs nudge x up | <moderate> <strong> <weak>| tenet beliefs nudge x up 
		tenet accounts role demo | <admin> <moderator> <operator>| tenet accounts role demo 
		tenet beliefs link x | <contradicts> <depends_on> <evidence_for> <supports>| tenet beliefs link x 
		tenet beliefs nudge x up --j| <--json>| tenet beliefs nudge x up --json 
	END
	is fish --no-config "$drivers/completions.fish" 'tenet beliefs nudge x up ' 'tenet accounts role demo ' \
		'tenet beliefs link x supports Rep' 'tenet beliefs nudge x up --j' <<-END
		tenet beliefs nudge x up | <moderate> <strong> <weak>
		tenet accounts role demo | <admin> <moderator> <operator>
		tenet beliefs link x supports Rep| <Replication beats novelty>
		tenet beliefs nudge x up --j| <--json>
	END
}

# By Reddit's id: an interaction, or the comment that is evidence. What RELATION may be, an option may be, too.
reddit_ids_and_ends_of_edges_are_offered() {
	is zsh -f "$drivers/completions.zsh" bash 'tenet memory show t1_e' 'tenet memory similar t1_e' \
		'tenet beliefs evidence x reddit_comment t1_e' 'tenet beliefs evidence x note t1_e' \
		'tenet beliefs unlink x supports Rep' 'tenet beliefs edge x supports bebebebe' \
		'tenet beliefs edge x --relation de' <<-END
		tenet memory show t1_e| tenet memory show t1_ec 
		tenet memory similar t1_e| tenet memory similar t1_ec 
		tenet beliefs evidence x reddit_comment t1_e| tenet beliefs evidence x reddit_comment t1_ec 
		tenet beliefs evidence x note t1_e| tenet beliefs evidence x note t1_e
		tenet beliefs unlink x supports Rep| tenet beliefs unlink x supports Replication\\ beats\\ novelty 
		tenet beliefs edge x supports bebebebe| tenet beliefs edge x supports bebebebe-0000-4000-8000-000000000001 
		tenet beliefs edge x --relation de| tenet beliefs edge x --relation depends_on 
	END
	is zsh -f "$drivers/completions.zsh" zsh 'tenet memory show t1_e' \
		'tenet beliefs evidence x reddit_comment t1_e' 'tenet beliefs edge x --relation=s' <<-END
		tenet memory show t1_e| <t1_ec>| tenet memory show t1_ec 
		tenet beliefs evidence x reddit_comment t1_e| <t1_ec>| tenet beliefs evidence x reddit_comment t1_ec 
		tenet beliefs edge x --relation=s| <supports>| tenet beliefs edge x --relation=supports 
	END
	is fish --no-config "$drivers/completions.fish" 'tenet memory show t1_e' \
		'tenet beliefs evidence x reddit_comment t1_e' 'tenet beliefs unlink x supports bebebebe' <<-END
		tenet memory show t1_e| <t1_ec>
		tenet beliefs evidence x reddit_comment t1_e| <t1_ec>
		tenet beliefs unlink x supports bebebebe| <bebebebe-0000-4000-8000-000000000001>
	END
}

# A log of decisions takes the filter of drafts, one of events a text.
a_log_of_decisions_is_filtered_as_drafts() {
	is zsh -f "$drivers/completions.zsh" bash 'tenet log --decisions --filter su' \
		'tenet log --decisions --filter sub:sci' 'tenet --read-only log --decisions --limit 3 --filter=sub:sci' \
		'tenet log --filter su' <<-END
		tenet log --decisions --filter su| tenet log --decisions --filter sub:
		tenet log --decisions --filter sub:sci| tenet log --decisions --filter sub:science 
		tenet --read-only log --decisions --limit 3 --filter=sub:sci| tenet --read-only log --decisions --limit 3 --filter=sub:science 
		tenet log --filter su| tenet log --filter su
	END
	is zsh -f "$drivers/completions.zsh" zsh 'tenet log --decisions --filter su' 'tenet log --filter su' <<-END
		tenet log --decisions --filter su| <sub:>| tenet log --decisions --filter sub:
		tenet log --filter su| tenet log --filter su
	END
	is fish --no-config "$drivers/completions.fish" 'tenet log --decisions --filter sub:sci' 'tenet log --filter su' <<-END
		tenet log --decisions --filter sub:sci| <sub:science>
		tenet log --filter su|
	END
}

options_wait_for_their_sign() {
	is zsh -f "$drivers/completions.zsh" zsh 'tenet seed ' 'tenet completion ' 'tenet completion -' <<-END
		tenet seed | <admin> <config> <demo>| tenet seed 
		tenet completion | <bash> <fish> <zsh>| tenet completion 
		tenet completion -| <--help>| tenet completion --help 
	END
}

no_more_than_two_hundred_are_offered() {
	is eval 'tenet completion drafts | wc -l; tenet completion undecided feed | wc -l
		tenet completion drafts feed0 | wc -l; tenet completion drafts nothing | wc -l' <<-END
		200
		200
		100
		0
	END
}

no_name_was_run() {
	[ ! -e pwned ] && [ ! -e "$TMP/pwned" ]
}

tests=(bash_completes_the_line zsh_offers_names_and_completes_the_line
	fish_offers_names_with_what_they_are files_and_ids_are_offered_where_they_belong
	help_completes_commands values_with_blanks_are_offered_quoted
	what_hangs_on_the_line_is_offered an_operand_is_offered_in_its_place reddit_ids_and_ends_of_edges_are_offered a_log_of_decisions_is_filtered_as_drafts options_wait_for_their_sign no_more_than_two_hundred_are_offered no_name_was_run)
set_up >"$TMP/set_up" 2>&1 || { cat "$TMP/set_up" && exit 1; }
cd "$TMP" || exit 1
echo "1..${#tests[@]}"
failed=0
for test in "${tests[@]}"; do
	if "$test" >"$TMP/said" && [ ! -s "$TMP/said" ]; then
		echo "ok - $test"
	else
		echo "not ok - $test"
		sed 's/^/# /' "$TMP/said"
		failed=1
	fi
done
exit $failed
