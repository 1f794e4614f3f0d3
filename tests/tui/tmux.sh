#!/usr/bin/env bash
# The console in a real tmux, as most meet it: Escape, copy, TERM, resize, suspend.
#
# Two servers of tmux, on sockets of their own: one plays the terminal, in which the client of the
# other runs. So keys and sizes take the way that they take for people.
# shellcheck disable=SC2317 # the tests are called by their names
set -u
cd "$(dirname "$0")/../.." || exit 1

tests=(escape_is_a_key_of_its_own_and_no_alt a_copy_arrives_in_the_buffer_of_tmux
	each_term_that_tmux_sets_shows_the_same_words another_size_is_another_layout_and_back
	control_z_stops_and_fg_comes_back)
command -v tmux >/dev/null || {
	echo "1..${#tests[@]}"
	printf 'ok - %s # SKIP there is no tmux\n' "${tests[@]}"
	exit
}

tenet=$(realpath "${TENET:-build/asan/tenet}")
phrase='nine quiet herons wade'
id=3d110dbb-0000-4000-8000-00000000000
patience=60 # seconds; only a test that fails waits that long
TMP=$(mktemp -d)
unset TMUX
export TMUX_TMPDIR=$TMP TENET_NOW='2026-11-22 12:00:00'
turn=0 # a server that is ending would not be asked anew
as_terminal() { tmux -L "terminal$turn" -f /dev/null "$@"; }
inside() { tmux -L "inside$turn" -f "$TMP/conf" "$@"; }
close_shell() {
	as_terminal kill-server
	inside kill-server
} 2>/dev/null
trap 'close_shell; rm -rf "$TMP"' EXIT

set_up() {
	cat >"$TMP/conf" <<-CONF
		set -g status off
		set -s set-clipboard on
		set -g default-command "exec bash --rcfile $TMP/rc -i"
	CONF
	echo "PS1='shell> '" >"$TMP/rc"
	cd "$TMP" || return
	"$tenet" --database agent.db db upgrade head &&
		"$tenet" --database agent.db accounts add anna --role admin --new-password-fd 3 \
			3<<<"$phrase" &&
		sqlite3 agent.db "
			INSERT INTO personas (id, reddit_username, config) VALUES ('${id}0', 'bot', '{}');
			INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, status, created_at)
				VALUES ('${id}1', '${id}0', 'The first thought.', 'comment', 'science', 'pending', '2026-11-22 10:00:00'),
				('${id}2', '${id}0', 'The second thought.', 'comment', 'energy', 'pending', '2026-11-22 11:00:00');"
}

screen() { inside capture-pane -p; }
keys() { as_terminal send-keys "$@"; }

# Looks again until the command given succeeds; shows the screen when it does not.
until_() {
	local end=$((SECONDS + patience))
	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || { echo "waited for: $*" && screen && return 1; }
	done
}
has() { screen | grep -qF -- "$1"; }
has_not() { ! has "$1"; }
shows() { until_ has "$1"; }
hides() { until_ has_not "$1"; }

# A shell in tmux in a terminal of 80 columns; with what tmux is to call itself, if given.
open_shell() {
	close_shell
	turn=$((turn + 1))
	inside new-session -d -x 80 -y 24 \; set -g default-terminal "${1:-screen}" \; respawn-pane -k &&
		as_terminal new-session -d -x 80 -y 24 "env -u TMUX tmux -L inside$turn attach" &&
		shows 'shell>'
}

log_in() {
	keys -l "$tenet --database agent.db" && keys Enter && shows 'Pass phrase' &&
		keys -l anna && keys Tab && keys -l "$phrase" && keys Enter && shows 'welcome, anna' &&
		keys g && hides 'welcome' && shows 'bot would write'
}

leave() {
	keys q && until_ is 0 '#{alternate_on}' && shows 'shell>'
}
is() { [ "$(inside display-message -p "$2")" = "$1" ]; }
count() { sqlite3 agent.db 'SELECT count(*) FROM console_decisions'; }

escape_is_a_key_of_its_own_and_no_alt() {
	open_shell && log_in && keys / && keys -l 'thought' && shows 'filter: thought' || return
	keys Escape && hides 'filter: thought' && has '2 pending' || return
	# In one go it is Alt with a key, which decides nothing; j says that both have been read.
	keys Escape a && keys j && shows '2 of 2' && has '2 pending' && [ "$(count)" = 0 ] && leave
}

a_copy_arrives_in_the_buffer_of_tmux() {
	open_shell && log_in && keys y && shows 'sent' || return
	buffer() { [ "$(inside show-buffer 2>/dev/null)" = 'The first thought.' ]; }
	until_ buffer && leave
}

each_term_that_tmux_sets_shows_the_same_words() {
	local term first=
	for term in screen screen-256color tmux tmux-256color; do
		infocmp "$term" >/dev/null 2>&1 || continue
		open_shell "$term" && log_in && keys '?' && shows 'What works here' &&
			keys Escape && hides 'What works here' || return
		[ -n "$first" ] || first=$(screen)
		[ "$(screen)" = "$first" ] || { echo "$term differs" && screen && return 1; }
		leave || return
	done
	[ -n "$first" ]
}

another_size_is_another_layout_and_back() {
	local before
	open_shell && log_in && before=$(screen) || return
	as_terminal resize-window -x 120 -y 40 && shows '┬' && has 'bot would write' || return
	as_terminal resize-window -x 50 -y 15 && hides 'bot would write' && keys Enter &&
		shows 'bot would write' && keys BSpace && hides 'bot would write' || return
	as_terminal resize-window -x 1 -y 1 && until_ is 1x1 '#{pane_width}x#{pane_height}' || return
	as_terminal resize-window -x 80 -y 24 || return
	same() { [ "$(screen)" = "$before" ]; }
	until_ same && leave
}

control_z_stops_and_fg_comes_back() {
	local before
	open_shell && keys -l 'stty -g >modes' && keys Enter && until_ test -s modes &&
		log_in && before=$(screen) || return
	keys C-z && shows 'Stopped' && is 0 '#{alternate_on}' && is 1 '#{cursor_flag}' || return
	keys -l 'stty -g >stopped' && keys Enter && until_ test -s stopped && cmp modes stopped || return
	keys -l fg && keys Enter || return
	same() { [ "$(screen)" = "$before" ]; }
	until_ same && keys j && shows '2 of 2' && leave || return
	keys -l 'stty -g >after' && keys Enter && until_ test -s after && cmp modes after &&
		is 1 '#{cursor_flag}' && is 0 '#{mouse_any_flag}'
}

echo "1..${#tests[@]}"
set_up >"$TMP/said" 2>&1 || { echo "Bail out! $(head -c 500 "$TMP/said")" && exit 1; }
cd "$TMP" || exit 1
failed=0
for name in "${tests[@]}"; do
	if "$name" >"$TMP/said" 2>&1; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		sed 's/^/# /' "$TMP/said"
		failed=1
	fi
done
exit "$failed"
