#compdef fdtidy fdtidy-19 fdtidy-22
# zsh completion for fdtidy: what its own --help says, so that it is never behind.
_fdtidy() {
  local program=$words[1] name=$words[2] help values
  local -a items
  if (( CURRENT == 2 )); then
    items=(${(f)"$($program help 2>/dev/null |
      sed -n 's/^  \([a-z][a-z]*\)  *\(.*\)/\1:\2/p')"})
    _describe subcommand items
    return
  fi
  case $name in
  explain)
    items=(${(f)"$($program explain 2>/dev/null |
      sed -n 's/^\(fd[a-z-]*\) .*CWE-[0-9]*  *\(.*\)/\1:\2/p')"})
    _describe check items
    return
    ;;
  models)
    if [[ $PREFIX != -* ]]; then
      items=(${(f)"$($program models 2>/dev/null | sed 's/:/\\:/g')"})
      _describe function items
      return
    fi
    ;;
  esac
  help=$($program $name --help 2>/dev/null) || help=$($program help 2>/dev/null)
  if [[ $PREFIX == --*=* ]]; then
    # "--format=FORMAT  text, json or html" has its values in the help; any other that
    # takes one takes a file or a folder.
    values=$(print -r -- $help |
      sed -n "s/^  ${PREFIX%%=*}=[A-Z]*  *\(.*\)/\1/p")
    compset -P '*='
    if [[ $values =~ '^[a-z]+(, [a-z]+)* or [a-z]+$' ]]; then
      items=(${=${values//(,| or )/ }})
      _describe value items
    else
      _files
    fi
  elif [[ $PREFIX == -* ]]; then
    items=(${(f)"$(print -r -- $help |
      sed -n 's/^  \(-[^ =]*=\{0,1\}\)[^ ]*  *\(.*\)/\1:\2/p')"})
    _describe -o option items -S ''
  else
    _files
  fi
}
_fdtidy "$@"
