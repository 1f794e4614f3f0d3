# completions.fish LINE...: what fish offers for each line.
tenet completion fish | source
for line in $argv
	set -l offered (complete -C "$line" | string replace -r '\t.*' '' | LC_ALL=C sort)
	echo "$line|" (string replace -r '(.*)' '<$1>' -- $offered)
end
