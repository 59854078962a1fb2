/** For zsh: the options and arguments of each command as `_arguments` of its completion system takes them. */
import type { Argument, CommandEntry, Option, Takes } from '../table/command.ts';
import {
  argumentName,
  type Completed,
  defaultOf,
  isRepeated,
  nameOf,
  optionsOf,
  program,
  quoted,
  valueKind,
  valueName,
  version,
  wordsOf,
} from './words.ts';

export function zsh(all: Completed): string {
  const { commands, labs } = all;
  const run = defaultOf(all);
  const own = [...optionsOf(run), version].map((option) => optionSpec(option, all));
  return `#compdef ${program}
# Completion of ${program} for zsh: source <(${program} completion zsh), after compinit
_http_version_lab() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands=(
${commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`).join('\n')}
  )
  local -a labs=(${labs.join(' ')})
  _arguments -C \\
${own.map((spec) => `    ${spec} \\`).join('\n')}
    '1: :->command' '*:: :->rest' && return
  case $state in
    command) _describe command commands; _describe lab labs ;;
    rest)
      case $words[1] in
${commands.map((command) => commandCase(command, all)).join('\n')}
        *) _arguments ${argumentSpecs(run, all)} ;;
      esac
      ;;
  esac
}
# Loaded by compinit from a folder, or sourced.
if [[ $funcstack[1] == _http-version-lab || $funcstack[1] == _http_version_lab ]]; then
  _http_version_lab "$@"
else
  compdef _http_version_lab ${program}
fi
`;
}

function commandCase(command: CommandEntry, all: Completed): string {
  const options = optionsOf(command).map((option) => optionSpec(option, all));
  const specs = [...options, argumentSpecs(command, all)].filter((spec) => spec !== '');
  return `        ${command.name})\n          _arguments \\\n            ${specs.join(' \\\n            ')}\n          ;;`;
}

function optionSpec(option: Option, all: Completed): string {
  const about = option.about.replaceAll(/[[\]\\]/g, '\\$&');
  const value = valueKind(option) === 'none' ? '' : valueSpec(option, all);
  return quoted(`${nameOf(option)}[${about}]${value}`);
}

/** Two colons before what may be left out. */
const valueSpec = (option: Option, all: Completed): string =>
  `${valueKind(option) === 'optional' ? '::' : ':'}${valueName(option).replaceAll(':', '\\:')}:${actionOf(option.takes, all)}`;

const argumentSpecs = ({ arguments: given = [] }: CommandEntry, all: Completed): string =>
  given.map((argument) => quoted(argumentSpec(argument, all))).join(' ');

const argumentSpec = (argument: Argument, all: Completed): string =>
  argument.takes === 'program'
    ? '*:: :_normal'
    : `${isRepeated(argument) ? '*' : '1'}:${argumentName(argument)}:${actionOf(argument.takes, all)}`;

function actionOf(takes: Takes | undefined, all: Completed): string {
  const words = wordsOf(takes, all);
  // A lab may be a file, too.
  if (takes === 'lab') return `{compadd -a labs; _files -g "*.ts"}`;
  if (words) return `(${words.join(' ')})`;
  return takes === 'file' ? '_files' : takes === 'folder' ? '_files -/' : ' ';
}
