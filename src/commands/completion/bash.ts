/** For bash: a function that is told the words of the line, and puts what one may become into COMPREPLY. */
import type { CommandEntry, Takes } from '../table/command.ts';
import {
  type Completed,
  defaultOf,
  nameOf,
  optionsOf,
  program,
  valueKind,
  version,
  wordsOf,
} from './words.ts';

export function bash(all: Completed): string {
  const { commands } = all;
  const names = commands.map(({ name }) => name).join(' ');
  const run = defaultOf(all);
  return `# Completion of ${program} for bash: source <(${program} completion bash)
_http_version_lab() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} at
  local options= takes=
  # --name=value comes as three words.
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = && $COMP_CWORD -gt 1 ]]; then
    before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case " ${names} " in
    *" $command "*) [[ $COMP_CWORD -eq 1 ]] && command=${run.name} ;;
    *) command=${run.name} ;;
  esac
  for ((at = 1; at < COMP_CWORD; at++)); do
    if [[ \${COMP_WORDS[at]} == -- ]]; then
      [[ $command == observe && $at -eq $((COMP_CWORD - 1)) ]] && takes=program || takes=file
    fi
  done
  [[ $takes ]] || case "$command $before" in
${commands.flatMap((command) => valueCases(command, all)).join('\n')}
  esac
  [[ $takes ]] || case $command in
${commands.map((command) => commandCase(command, all)).join('\n')}
  esac
  if [[ $COMP_CWORD -eq 1 ]]; then
    options="$options ${nameOf(version)}"
    takes="${names} $takes"
  fi
  COMPREPLY=()
  if [[ $options && $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
    return
  fi
  case $takes in
    nothing) ;;
    folder) compopt -o filenames 2> /dev/null; COMPREPLY=($(compgen -d -- "$word")) ;;
    program) COMPREPLY=($(compgen -c -- "$word")) ;;
    file) _http_version_lab_file ;;
    *)
      COMPREPLY=($(compgen -W "$takes" -- "$word"))
      # A lab may be a file, too.
      [[ \${#COMPREPLY[@]} -gt 0 || $word != */* ]] || _http_version_lab_file
      ;;
  esac
}
# The shell's own completion of files quotes their names.
_http_version_lab_file() {
  compopt -o default 2> /dev/null || COMPREPLY=($(compgen -f -- "$word"))
}
complete -F _http_version_lab ${program}
`;
}

/** After an option that has a value. */
function valueCases(command: CommandEntry, all: Completed): string[] {
  return command.options
    .filter((option) => valueKind(option) === 'required')
    .map((option) => `    '${command.name} ${nameOf(option)}') takes=${kindOf(option.takes, all)} ;;`);
}

/** Else: an option, or an argument. */
function commandCase(command: CommandEntry, all: Completed): string {
  const options = optionsOf(command).map(nameOf).join(' ');
  const [argument] = command.arguments ?? [];
  // What a client of observe's is called comes after --.
  const takes = argument?.takes === 'program' ? 'nothing' : kindOf(argument?.takes, all);
  return `    ${command.name}) options='${options}' takes=${takes} ;;`;
}

const kindOf = (takes: Takes | undefined, all: Completed): string => {
  const words = wordsOf(takes, all);
  return words ? `'${words.join(' ')}'` : typeof takes === 'string' ? takes : 'nothing';
};
