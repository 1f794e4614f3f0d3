#!/bin/sh
# demo_database.sh FILE: a new database with something to see in it, and an account for a visitor.
set -eu
tenet="${TENET:-build/tenet} --database $1"

$tenet db upgrade head
# The ids are for the build of the tests, from which the pictures are taken.
TENET_IDS='admin' $tenet seed admin
TENET_IDS='config' $tenet seed config
TENET_IDS='demo' $tenet seed demo
TENET_IDS='accounts' $tenet accounts add demo --role admin --new-password-fd 3 3<<EOF
a calm cup of tea
EOF
