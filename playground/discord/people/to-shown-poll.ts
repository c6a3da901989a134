import type { ShownCard } from '../../shown-message.ts';
import type { Json } from '../json.ts';

/** A poll as a person's screen shows it. */
export function toShownPoll(poll: Json): ShownCard {
  const answers = Array.isArray(poll.answers) ? poll.answers : [];
  return {
    kind: 'poll',
    question: textOf(Object(poll.question).text),
    options: answers.map((answer) => textOf(Object(Object(answer).poll_media).text)),
    isMultiple: poll.allow_multiselect === true,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
