#!/bin/sh
# deps.sh LIST...: installs what is missing of the lists named. Quick when nothing is.
# deps.sh --list LIST...: prints them.
set -eu

packages() {
	case $1 in
	build)
		echo gcc libc6-dev pkg-config libncurses-dev libsqlite3-dev libjansson-dev \
			libutf8proc-dev uuid-dev libcrypt-dev libmd-dev libqrencode-dev libpq-dev zlib1g-dev libxxhash-dev libgraphviz-dev
		;;
	check)
		echo libcmocka-dev libvterm-dev tmux strace sqlite3 postgresql openssl openssh-server openssh-client \
			xz-utils jq zsh fish
		;;
	bench) echo neomutt tig git ;;
	lint) echo clang-format clang-tidy cppcheck groff-base mandoc shellcheck ;;
	fuzz) echo clang libclang-rt-dev ;;
	dist) echo git xz-utils ;;
	deb) echo build-essential debhelper lintian ;;
	screenshots) echo librsvg2-bin fonts-dejavu-core ncurses-term ;;
	*) echo "deps.sh: no list is called $1" >&2 && exit 2 ;;
	esac
}

only_list=
[ "$1" != --list ] || { only_list=1 && shift; }
wanted=$(for list; do packages "$list"; done | tr ' ' '\n')
[ -z "$only_list" ] || { printf '%s\n' "$wanted" && exit 0; }

# What dpkg does not know at all stands on no line of its answer.
installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' 2>/dev/null | sed -n 's/^ii //p') || true
missing=$(printf '%s\n' "$wanted" | while read -r package; do
	printf '%s\n' "$installed" | grep -qxF "$package" || printf '%s ' "$package"
done)
[ -n "$missing" ] || exit 0

give_up() {
	echo "tenet: $1. These Debian packages, or what your system calls them, are needed:" >&2
	echo "  $missing" >&2
	echo "Once they are installed, these need no package manager:" >&2
	echo "  make all && scripts/demo.sh" >&2
	echo "  make tests && tests/run" >&2
	exit 1
}

command -v apt-get >/dev/null || give_up "there is no apt-get here"
as_root=
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || give_up "installing takes root, and there is no sudo here"
	as_root=sudo
fi

echo "tenet: installing $missing"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y -qq --no-install-recommends $missing </dev/null
