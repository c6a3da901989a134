import { formatUtc } from '../../../../lib/format-utc.ts';
import type { RawPoll } from '../raw-content.ts';
import { clip } from './clip.ts';
import { emojiText } from './emoji-text.ts';

type PollMedia = RawPoll['question'];

/** Discord allows 300 characters for a question and 55 for an answer. */
const MAX_TEXT = 400;

/** Describes a poll: its question, the answers with their votes, and how it ends. */
export function describePoll(poll: RawPoll): string {
  const { question, answers = [], results, expiry, allow_multiselect: hasSeveral } = poll;
  const votes = new Map(results?.answer_counts?.map(({ id, count = 0 }) => [id, count]));
  const isClosed = results?.is_finalized === true;

  const remarks = [
    hasSeveral ? 'several answers allowed' : 'one answer each',
    isClosed ? 'closed' : endOf(expiry),
  ];
  const lines = answers.map(({ answer_id: id = 0, poll_media: media }, index) => {
    // Discord leaves answers without a vote out of the counts.
    const count = results ? (votes.get(id) ?? 0) : undefined;
    return `${index + 1}. ${mediaText(media)}${count === undefined ? '' : `: ${votesText(count)}`}`;
  });

  const heading = ['[poll]', mediaText(question), `(${remarks.filter(Boolean).join(', ')})`];
  return [heading.filter(Boolean).join(' '), ...lines].join('\n');
}

function endOf(expiry: string | undefined): string {
  const end = formatUtc(Date.parse(expiry ?? ''));
  return end === undefined ? '' : `open until ${end}`;
}

function mediaText({ text, emoji }: NonNullable<PollMedia> = {}): string {
  return [emojiText(emoji), clip(text ?? '', MAX_TEXT)].filter(Boolean).join(' ');
}

function votesText(count: number): string {
  return count === 1 ? '1 vote' : `${count} votes`;
}
