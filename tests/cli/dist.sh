#!/usr/bin/env bash
# What people get: the source tarball, and the lists of the Debian package.
# shellcheck disable=SC2317 # the tests are called by their names
set -u
cd "$(dirname "$0")/../.." || exit 1

TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
version=$(sed -n 's/^VERSION := //p' Makefile)

a_commit_is_one_tarball_from_every_folder_zone_and_language() {
	git clone --quiet --shared . "$TMP/a folder of its own" || return
	(umask 077 && TZ=Pacific/Auckland LC_ALL=C scripts/dist.sh "$version" "$TMP/one" 0) || return
	(cd "$TMP/a folder of its own" && find . -type f -exec touch -d 2001-01-01 {} + &&
		umask 002 && TZ=UTC scripts/dist.sh "$version" "$TMP/two" 0) || return
	cmp "$TMP/one/tenet-$version.tar.xz" "$TMP/two/tenet-$version.tar.xz"
}

the_tarball_holds_what_git_tracks_and_belongs_to_root() {
	tar -tf "$TMP/one/tenet-$version.tar.xz" | grep -v '/$' | sort >"$TMP/held"
	git ls-tree -r --name-only HEAD | sed "s|^|tenet-$version/|" | sort | diff - "$TMP/held" || return
	tar --numeric-owner -tvf "$TMP/one/tenet-$version.tar.xz" | grep -v ' 0/0 ' && return 1
	return 0
}

# What every Debian machine that builds packages has is not to be named there.
the_package_is_built_with_what_make_installs() {
	scripts/deps.sh --list build | grep -vx -e gcc -e libc6-dev | sort >"$TMP/make"
	sed -n '/^Build-Depends:/,/^[^ ]*:.* /p' debian/control | sed -n 's/^ \([a-z0-9.+-]*\).*/\1/p' |
		grep -vx -e debhelper-compat -e libcmocka-dev | sort | diff "$TMP/make" -
}

the_package_has_the_version_and_the_license_of_the_program() {
	[ "$(sed -n '1s/^tenet (\(.*\)) .*/\1/p' debian/changelog)" = "$version" ] || return
	sed -n '/^Permission/,$p' LICENSE >"$TMP/license"
	sed -n '/^ Permission/,$s/^ //p' debian/copyright | sed 's/^\.$//' | diff "$TMP/license" -
}

# All but the programs, which need not be built for this.
what_is_installed_names_the_folder_that_it_was_installed_to() {
	make --no-print-directory -n -o all install PREFIX=/usr DESTDIR="$TMP/installed" |
		grep -v -e ' build/' -e '^build/' | sh || return
	grep -rn /usr/local "$TMP/installed" && return 1
	grep -q '^\.It Pa /usr/share/tenet/themes/$' "$TMP/installed/usr/share/man/man5/tenet-theme.5"
}

# Each for a reader's light and dark ground; and no picture that nobody shows.
the_readme_shows_every_picture_on_both_grounds() {
	grep -o 'docs/screens/[a-z-]*\.svg' README.md | sort -u >"$TMP/shown"
	printf '%s\n' docs/screens/*.svg | diff "$TMP/shown" - || return
	[ "$(grep -c 'light\.svg$' "$TMP/shown")" -eq "$(grep -c 'dark\.svg$' "$TMP/shown")" ]
}

of_git=(a_commit_is_one_tarball_from_every_folder_zone_and_language
	the_tarball_holds_what_git_tracks_and_belongs_to_root)
of_files=(the_package_is_built_with_what_make_installs
	the_package_has_the_version_and_the_license_of_the_program
	what_is_installed_names_the_folder_that_it_was_installed_to
	the_readme_shows_every_picture_on_both_grounds)
number=0 failed=0
echo "1..$((${#of_git[@]} + ${#of_files[@]}))"
for name in "${of_git[@]}" "${of_files[@]}"; do
	number=$((number + 1))
	# Who unpacked the tarball has no git folder, and another tenet may lie within somebody's.
	if [[ " ${of_git[*]} " == *" $name "* ]] && ! [ -e .git ]; then
		echo "ok $number - ${name//_/ } # SKIP this is no git checkout"
	elif "$name" >"$TMP/out" 2>&1; then
		echo "ok $number - ${name//_/ }"
	else
		echo "not ok $number - ${name//_/ }"
		sed 's/^/# /' "$TMP/out"
		failed=1
	fi
done
exit $failed
