#!/bin/sh
# screenshots.sh: renders docs/screens/*.svg from the real console, and PNGs beside the build.
set -eu
export TENET=build/tenet TENET_NOW='2026-11-22 12:00:00' LC_ALL=C.UTF-8
folder=build/screens
db=$folder/tenet.db

rm -rf "$folder"
mkdir -p "$folder" docs/screens
HOME=$(cd "$folder" && pwd) && export HOME
scripts/demo_database.sh "$db" >/dev/null
build/tests/screenshots/scenes "$db" docs/screens
for picture in docs/screens/*.svg; do
	rsvg-convert -o "$folder/$(basename "$picture" .svg).png" "$picture"
done
echo "PNGs for looking at are in $folder"
