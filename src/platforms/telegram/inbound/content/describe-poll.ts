import type { AttachmentRef } from '../../../../contracts/chat-message.ts';
import {
  booleanReader,
  fieldsReader,
  integerReader,
  listReader,
  type ReadBy,
} from '../../../../lib/json-reader.ts';
import { anythingReader, entitiesReader, titleReader, wordsReader } from '../readers.ts';
import { describePollMedia } from './describe-poll-media.ts';
import { toMarkdown } from './to-markdown.ts';

const option = fieldsReader({
  persistent_id: titleReader,
  text: wordsReader,
  voter_count: integerReader,
  media: anythingReader,
});

const poll = fieldsReader({
  question: wordsReader,
  options: listReader(option),
  total_voter_count: integerReader,
  is_closed: booleanReader,
  type: titleReader,
  allows_multiple_answers: booleanReader,
  correct_option_ids: listReader(integerReader),
  correct_option_id: integerReader,
  explanation: wordsReader,
  explanation_entities: entitiesReader,
  explanation_media: anythingReader,
  description: wordsReader,
  description_entities: entitiesReader,
  media: anythingReader,
});
type Poll = ReadBy<typeof poll>;

/** A poll: its question, its options with the votes that are known, and the answer of a quiz. */
export function describePoll(value: unknown, attachments: AttachmentRef[]): string {
  const read = poll(value);
  if (!read) return '';

  const { question = '', description = '', options = [] } = read;
  const correct = read.correct_option_ids ?? [read.correct_option_id];
  const lines = options.map(({ text = '', voter_count: votes, media }, index) => {
    const showsVotes = votes !== undefined && (read.total_voter_count ?? 0) > 0;
    const marks = [
      showsVotes ? `${votes} ${votes === 1 ? 'vote' : 'votes'}` : '',
      correct.includes(index) ? 'the right answer' : '',
      describePollMedia(media, attachments),
    ].filter(Boolean);
    return `- ${text}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
  });
  const explanation = toMarkdown(read.explanation, read.explanation_entities);

  return [
    `${question}${describeRules(read)}`,
    toMarkdown(description, read.description_entities),
    describePollMedia(read.media, attachments),
    ...lines,
    explanation && `Explanation: ${explanation}`,
    describePollMedia(read.explanation_media, attachments),
  ]
    .filter(Boolean)
    .join('\n');
}

function describeRules({ type, is_closed: isClosed, allows_multiple_answers: isMultiple }: Poll) {
  const rules = [
    type === 'quiz' ? 'quiz' : '',
    isMultiple ? 'several answers allowed' : '',
    isClosed ? 'closed' : '',
  ].filter(Boolean);
  return rules.length === 0 ? '' : ` (${rules.join(', ')})`;
}

/** The text of one option. `undefined`: the poll has none with this id. */
export function findPollOption(value: unknown, id: string): string | undefined {
  return poll(value)?.options?.find(({ persistent_id: optionId }) => optionId === id)?.text;
}
