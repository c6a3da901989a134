import type { NetworkModel } from './network-model.ts';
import { readCommandLine } from './read-command-line.ts';
import { request } from './request.ts';

/** A suggestion in the list above the message box. */
export interface Suggestion {
  readonly label: string;
  readonly hint: string;
  /** The text before the caret after the suggestion is accepted. */
  readonly text: string;
}

/** The list above the message box. */
export interface Suggestions {
  readonly title: string;
  readonly items: readonly Suggestion[];
  /**
   * True when Enter accepts the first suggestion even if none is chosen, because the typed text has
   * no meaning as it is.
   */
  readonly isCertain: boolean;
}

/** Suggests how to continue `typed`, the text before the caret. */
export async function suggest(
  typed: string,
  model: NetworkModel,
): Promise<Suggestions | undefined> {
  return (
    suggestCommands(typed, model) ??
    (await suggestValues(typed, model)) ??
    suggestPeople(typed, model)
  );
}

function suggestCommands(typed: string, model: NetworkModel): Suggestions | undefined {
  const prefix = /^\/(\S*)$/.exec(typed)?.[1];
  if (prefix === undefined) return undefined;
  const items = (model.room?.commands ?? [])
    .filter((command) => command.name.startsWith(prefix.toLowerCase()))
    .map(({ name, description }) => ({ label: `/${name}`, hint: description, text: `/${name} ` }));
  const isComplete = items.some((item) => item.label === typed);
  return { title: 'Commands', items, isCertain: !isComplete };
}

async function suggestValues(typed: string, model: NetworkModel): Promise<Suggestions | undefined> {
  const line = readCommandLine(typed, model.room?.commands ?? []);
  const option = line?.command.options.find(({ name }) => name === line.current?.option);
  if (line?.current === undefined || option === undefined) return undefined;

  const { start, typed: value } = line.current;
  const choices = option.autocomplete
    ? await request(model.state.name, 'complete', {
        roomId: model.roomId,
        authorId: model.state.viewerId,
        name: line.command.name,
        option: option.name,
        typed: value,
      })
    : [];
  const items = choices
    .filter((choice) => choice.value !== value.trim())
    .map((choice) => ({
      label: choice.name,
      hint: '',
      text: typed.slice(0, start) + choice.value,
    }));
  return { title: `${option.name}: ${option.description}`, items, isCertain: false };
}

function suggestPeople(typed: string, model: NetworkModel): Suggestions | undefined {
  const [, before, prefix] = /^(|[\s\S]*\s)@(\S*)$/.exec(typed) ?? [];
  if (before === undefined || prefix === undefined) return undefined;
  const items = model.state.people
    .filter(
      ({ id, name }) =>
        id !== model.state.viewerId && name.toLowerCase().startsWith(prefix.toLowerCase()),
    )
    // The bot is the one whom people come here to talk with.
    .toSorted((a, b) => Number(b.isBot) - Number(a.isBot))
    .map(({ name, isBot }) => ({
      label: `@${name}`,
      hint: isBot ? 'bot' : '',
      text: `${before}@${name} `,
    }));
  return items.length === 0 ? undefined : { title: 'Members', items, isCertain: true };
}
