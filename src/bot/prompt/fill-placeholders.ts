import type { Turn } from '../../contracts/turns.ts';
import { formatMoment } from './format-moment.ts';
import { nameInPrompt } from './name-in-prompt.ts';

/** What instructions can name besides the facts of a question. */
interface PlaceholderFacts {
  /** As in `ScopeSettings`. */
  readonly timeZone: string;
  readonly botName: string | undefined;
}

/** Only these words: other words in braces, as in examples of JSON, are the operator's own. */
const PLACEHOLDER = /\{(date|time|user|channel|server|bot)\}/g;
const DIRECT = 'direct chat';

/**
 * Fills in the placeholders of instructions for one question. A name that people chose is not filled in again. A
 * placeholder whose fact is unknown stays.
 */
export function fillPlaceholders(
  instructions: string,
  { acceptedAt, inputs, address: { channel } }: Turn,
  { timeZone, botName }: PlaceholderFacts,
): string {
  const isDirect = channel.kind === 'direct';
  const name = isDirect ? DIRECT : channel.name;

  const facts: Readonly<Record<string, () => string>> = {
    date: () => formatMoment(acceptedAt, timeZone, 'date'),
    time: () => formatMoment(acceptedAt, timeZone, 'time'),
    user: () => nameInPrompt(inputs.at(-1)?.author.name),
    channel: () => nameInPrompt(name ?? channel.parentName),
    server: () => nameInPrompt(channel.serverName ?? channel.parentName ?? name),
    bot: () => nameInPrompt(botName),
  };
  return instructions.replaceAll(PLACEHOLDER, (whole, word: string) => facts[word]?.() || whole);
}
