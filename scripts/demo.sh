#!/bin/sh
# demo.sh: makes a database under build/ with something to see in it, and opens the console.
set -eu

tenet=build/tenet
folder=build/demo
db=$folder/tenet.db
phrase='a calm cup of tea'

make_database() {
	new=$folder.new
	rm -rf "$new" "$folder"
	mkdir -p "$new"
	for step in 'db upgrade head' 'seed admin' 'seed config' 'seed demo'; do
		# shellcheck disable=SC2086 # the words of a command
		$tenet --database "$new/tenet.db" $step
	done
	$tenet --database "$new/tenet.db" accounts add demo --role moderator \
		--new-password-fd 3 3<<-EOF
			$phrase
		EOF
	mv "$new" "$folder"
}

if $tenet --database "$db" db current 2>/dev/null | grep -q '(head)'; then
	echo "tenet: $db is here from last time (rm -r $folder for a fresh one)"
else
	echo "tenet: making $db"
	make_database
fi

if ! [ -t 0 ] || ! [ -t 1 ]; then
	echo "tenet: this is no terminal; open the console in one with"
	echo "  $tenet --database $db"
	echo "and log in as demo with the pass phrase: $phrase"
	exit 0
fi
TENET_LOGIN_NOTE="user demo, pass phrase: $phrase" exec $tenet --database "$db"
