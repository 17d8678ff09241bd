# bash completion for sidecar: what its own --help says, and for `ctl` the daemons of
# the sidecar that runs here.
_sidecar() {
  local cur prev words cword i word command=() help
  _init_completion || return
  for ((i = 1; i < cword; i++)); do
    word=${words[i]}
    case $word in
    --) _command_offset $((i + 1)) && return ;;
    -*) ;;
    run | check | health | ctl) [[ $command ]] || command=("$word") ;;
    *) [[ ${command-} == ctl && ${#command[@]} -eq 1 ]] && command+=("$word") ;;
    esac
  done
  [[ $prev == --socket ]] && _filedir && return
  help=$("${words[0]}" "${command[@]}" --help 2>/dev/null) || return
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$(printf '%s\n' "$help" |
      sed -n 's/^  \(-[^ ,]*\)\(,\(-[^ ]*\)\)\{0,1\}.*/\1 \3/p')" -- "$cur"))
  elif [[ ${#command[@]} -eq 2 ]]; then
    COMPREPLY=($(compgen -W "$("${words[0]}" ctl status --json 2>/dev/null |
      grep -o '"name":"[^"]*"' | cut -d'"' -f4)" -- "$cur"))
  elif [[ ${command-} == run || ${command-} == check ]]; then
    _filedir toml
  else
    COMPREPLY=($(compgen -W "$(printf '%s\n' "$help" |
      sed -n '/^Subcommands:/,$s/^  \([a-z][a-z]*\) .*/\1/p')" -- "$cur"))
  fi
} && complete -F _sidecar sidecar
