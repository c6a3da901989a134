import type { ShownCommand } from '../local-network.ts';

export interface CommandLine {
  readonly command: ShownCommand;
  readonly options: Readonly<Record<string, string>>;
  /** What is being typed at the end of the line, and where it begins. */
  readonly current:
    | { readonly option: string; readonly typed: string; readonly start: number }
    | undefined;
}

/** Telegram's commands name no options, and take whatever follows them. */
const UNNAMED = 'text';

/** `/model openai/gpt` or `/model name:openai/gpt`: what follows the command is its first option until another one is named. */
export function readCommandLine(
  text: string,
  commands: readonly ShownCommand[],
): CommandLine | undefined {
  const [head, name] = /^\/(\S+)(?:\s+|$)/.exec(text) ?? [];
  const command = commands.find((one) => one.name === name);
  if (head === undefined || command === undefined) return undefined;
  const options: Record<string, string> = {};
  let option = command.options[0]?.name ?? UNNAMED;
  let start = head.length;
  const take = (end: number) => {
    const value = text.slice(start, end).trim();
    if (value !== '') options[option] = value;
  };
  for (const match of text.matchAll(/(?<=\s)(\w+):\s*/g)) {
    if (!command.options.some((one) => one.name === match[1])) continue;
    take(match.index);
    option = match[1] ?? option;
    start = match.index + match[0].length;
  }
  take(text.length);
  return {
    command,
    options,
    current: option === UNNAMED ? undefined : { option, typed: text.slice(start), start },
  };
}
