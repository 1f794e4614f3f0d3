# completions.zsh bash|zsh LINE...: what that shell itself, on a terminal, makes of each line when Tab
# is pressed behind it; and before that, of zsh, what it offers.
zmodload zsh/zpty
setopt extendedglob

case $1 in
bash)
	zpty z bash --norc --noprofile -i
	zpty -w z 'PS1=; bind "set enable-bracketed-paste off"; eval "$(tenet completion bash)"
show() { echo "LINE<$READLINE_LINE>"; READLINE_LINE=; }
bind -x "\"\\C-t\": show"; echo LINE"<>"'
	;;
zsh)
	zpty z zsh -f -i
	zpty -w z 'unset zle_bracketed_paste; PROMPT= ; stty cols 200
autoload -U compinit; compinit -D -u; eval "$(tenet completion zsh)"
compadd() {
	if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return $?; fi
	typeset -a hits
	builtin compadd -A hits "$@"
	(($#hits)) && print -rl -- "${(@)hits/(#b)(*)/HIT<$match[1]>}"
	builtin compadd "$@"
}
setopt extendedglob nolistbeep noautomenu; LISTMAX=1000
show() { print -r -- "LINE<$BUFFER>"; BUFFER=; }
zle -N show; bindkey "^T" show; bindkey "^I" complete-word
print LINE"<>"'
	;;
esac
zpty -r z said $'*LINE<>*'

# The marked parts of what was said, one a line.
marked() {
	print -r -- ${said//$'\r'/} | sed -n "s/.*$1<\\(.*\\)>\$/$2/p" | LC_ALL=C sort
}

for line in $@[2,-1]; do
	zpty -w -n z "$line"$'\t\x14'
	zpty -r z said $'*LINE<*>*'
	hits=(${(f)"$(marked HIT '<\1>')"})
	print -r -- "$line|${hits:+ $hits|} $(marked LINE '\1')"
done
