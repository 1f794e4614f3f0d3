# shellcheck shell=bash
# The words of a case: run.sh says what they are for.

phrase() {
	case $1 in
	rosa) echo 'tulips and typewriters 1931' ;;
	admin) echo changeme123 ;;
	*) echo "a calm cup of tea for $1" ;;
	esac
}

say() {
	printf '%s\n' "$*"
}

run() {
	local status word line='$ tenet'
	for word; do
		case $word in
		'' | *[!-A-Za-z0-9_./:=+,]*) line+=" ${word@Q}" ;;
		*) line+=" $word" ;;
		esac
	done
	say "$line"
	setsid -w "$tenet" "$@" 2>&1
	status=$?
	[ "$status" -eq 0 ] || say "[exit $status]"
}

as() {
	local name=$1
	shift
	run "$@" --user "$name" --password-fd 3 3< <(phrase "$name")
}

masked() {
	"$@" | sed -E 's/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/…/g'
}

agent() {
	cp "$work/agent.db" agent.db
	export TENET_DATABASE=agent.db
	"$tenet" posts list --limit 1 >/dev/null 2>&1
}

fresh() {
	export TENET_DATABASE=tenet.db
	"$tenet" db upgrade head >/dev/null
}
