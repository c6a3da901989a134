import type { Channel } from '../contracts/chat-message.ts';
import type { Turn } from '../contracts/turns.ts';
import { cutEnd } from '../lib/cut-end.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { EndedTurn, RunningAnswer, ShownPlace } from './protocol.ts';

/** More of a text is not shown: 50 turns go out at once. */
const MAX_TEXT_CHARACTERS = 8_000;

/** A place, as the page shows it. */
export function toShownPlace({ platform, id, server, name, kind }: Channel): ShownPlace {
  return omitUndefined({ platform, channelId: id, server, name, kind });
}

/** The facts of a turn that both running and ended ones have. */
export function toShownTurn({ id, address, inputs, acceptedAt }: Turn) {
  const author = inputs.at(-1)?.author;
  const asker = author && { id: author.id, name: author.name };
  const facts = { turnId: id, place: toShownPlace(address.channel), asker, acceptedAt };
  return omitUndefined(facts) satisfies Partial<RunningAnswer>;
}

/** The words of a turn. A person who wants nothing to be remembered has none here either. */
export function toShownText(turn: Turn): Pick<EndedTurn, 'question' | 'answer'> {
  if (turn.isPrivate) return {};
  const question = turn.inputs.map(({ text }) => text).join('\n');
  const answer = turn.versions[turn.shownVersion]?.text;
  return omitUndefined({ question: shorten(question), answer: answer && shorten(answer) });
}

function shorten(text: string): string {
  return text.length > MAX_TEXT_CHARACTERS ? `${cutEnd(text, MAX_TEXT_CHARACTERS)}…` : text;
}
