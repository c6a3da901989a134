import type { ShownCommand } from '../local-network.ts';

/** A typed command with its options. */
interface CommandLine {
  readonly command: ShownCommand;
  readonly options: Readonly<Record<string, string>>;
  /** The value that is being typed at the end of the line, and the index at which it begins. */
  readonly current:
    | { readonly option: string; readonly typed: string; readonly start: number }
    | undefined;
}

/**
 * The option that takes the text after a command of Telegram, whose commands have no named options.
 */
const UNNAMED_OPTION = 'text';

/**
 * Reads a command line such as `/model openai/gpt` or `/model name:openai/gpt`. The text after the
 * command belongs to its first option, until another option is named. Returns `undefined` for any
 * other text.
 */
export function readCommandLine(
  text: string,
  commands: readonly ShownCommand[],
): CommandLine | undefined {
  const [head, name] = /^\/(\S+)(?:\s+|$)/.exec(text) ?? [];
  const command = commands.find((candidate) => candidate.name === name);
  if (head === undefined || command === undefined) return undefined;

  const options: Record<string, string> = {};
  let option = command.options[0]?.name ?? UNNAMED_OPTION;
  let start = head.length;
  const endOption = (end: number) => {
    const value = text.slice(start, end).trim();
    if (value !== '') options[option] = value;
  };

  for (const match of text.matchAll(/(?<=\s)(\w+):\s*/g)) {
    if (!command.options.some((candidate) => candidate.name === match[1])) continue;
    endOption(match.index);
    option = match[1] ?? option;
    start = match.index + match[0].length;
  }
  endOption(text.length);
  return {
    command,
    options,
    current: option === UNNAMED_OPTION ? undefined : { option, typed: text.slice(start), start },
  };
}
