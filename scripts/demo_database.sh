#!/bin/sh
# demo_database.sh FILE: a new database with something to see in it, and an account for a visitor.
set -eu
tenet="${TENET:-build/tenet} --database $1"

$tenet db upgrade head
$tenet seed admin
$tenet seed config
$tenet seed demo
$tenet accounts add demo --role admin --new-password-fd 3 3<<EOF
a calm cup of tea
EOF
