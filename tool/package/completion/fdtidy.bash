# bash completion for fdtidy: what its own --help says, so that it is never behind.
_fdtidy() {
  local cur prev words cword split=false
  _init_completion -s || return
  local program=${words[0]} name help values
  name=${words[1]}
  if [[ $cword -eq 1 ]]; then
    COMPREPLY=($(compgen -W "--version $("$program" help 2>/dev/null |
      sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p')" -- "$cur"))
    return
  fi
  case $name in
  explain)
    COMPREPLY=($(compgen -W "$("$program" explain 2>/dev/null |
      sed -n 's/^\(fd[a-z-]*\).*/\1/p')" -- "$cur"))
    return
    ;;
  models)
    [[ $cur == -* || $prev == -* ]] || {
      COMPREPLY=($(compgen -W "$("$program" models 2>/dev/null)" -- "$cur"))
      return
    }
    ;;
  esac
  help=$("$program" "$name" --help 2>/dev/null) || help=$("$program" help 2>/dev/null)
  if [[ $prev == -* && $prev != -- ]]; then
    # "--format=FORMAT  text, json or html" has its values in the help, and any
    # other that takes one takes a file or a folder.
    case $prev in
    -p) _filedir -d && return ;;
    esac
    values=$(printf '%s\n' "$help" | sed -n "s/^  $prev=[A-Z]*  *\(.*\)/\1/p")
    if [[ $values =~ ^[a-z]+(, [a-z]+)*\ or\ [a-z]+$ ]]; then
      values=${values//,/ }
      COMPREPLY=($(compgen -W "${values/ or / }" -- "$cur"))
      return
    elif [[ -n $values ]]; then
      _filedir
      return
    fi
  fi
  $split && return
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "--help $(printf '%s\n' "$help" |
      sed -n 's/^  \(-[^ =]*=\{0,1\}\).*/\1/p')" -- "$cur"))
    [[ ${COMPREPLY-} == *= ]] && compopt -o nospace
    return
  fi
  _filedir
} && complete -F _fdtidy fdtidy fdtidy-19 fdtidy-22
