#!/bin/sh
# demo.sh: makes a database under build/ with something to see in it, and opens the console.
set -eu

folder=build/demo
db=$folder/tenet.db
note='user demo, pass phrase: a calm cup of tea'

if build/tenet --database "$db" db current 2>/dev/null | grep -q '(head)'; then
	echo "tenet: $db is here from last time (rm -r $folder for a fresh one)"
else
	echo "tenet: making $db"
	rm -rf "$folder" "$folder.new"
	mkdir -p "$folder.new"
	TENET=build/tenet scripts/demo_database.sh "$folder.new/tenet.db"
	mv "$folder.new" "$folder"
fi

if ! [ -t 0 ] || ! [ -t 1 ]; then
	echo "tenet: this is no terminal; open the console in one with"
	echo "  build/tenet --database $db"
	echo "and log in: $note"
	exit 0
fi
TENET_LOGIN_NOTE=$note exec build/tenet --database "$db"
