import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Pin } from '../../contracts/pins.ts';
import type { Summary } from '../../contracts/summaries.ts';
import { escapeFrames, frame, quoteLines } from './frame.ts';
import { cutEnd } from './leave-out-middle.ts';
import { writerName } from './writer-name.ts';

/** Bounds each message of others, so that one long message does not take the place of all. */
const MAX_NEARBY_CHARACTERS = 1_000;

/** What came before the history, in a few words. */
export function summaryText({ from, to, text }: Summary, maxCharacters: number): string {
  const heading = frame(`Summary of the earlier conversation (questions ${from}–${to})`);
  return `${heading}\n${quoteLines(escapeFrames(cutEnd(text, maxCharacters)))}`;
}

/** The pinned messages, as far as the newest of them fit. `pins` are oldest first. Empty: there are none. */
export function pinsText(pins: readonly Pin[], maxCharacters: number): string {
  const written = pins.map(
    ({ author, text }) =>
      `${frame(`pinned here, from ${writerName(author?.name)}:`)}\n${quote(text)}`,
  );
  return newestThatFit(written, maxCharacters).join('\n');
}

/** What others said around a question, as far as it fits. Empty: nothing. */
export function nearbyText(messages: readonly ChatMessage[], maxCharacters: number): string {
  const written = messages.flatMap((message) => {
    const { text, details, attachments } = message;
    const files = attachments.map(({ name }) => `[file: ${name}]`);
    const words = [text, details, ...files].filter(Boolean).join('\n');
    return words ? `${writerLine(message)}\n${quote(cutEnd(words, MAX_NEARBY_CHARACTERS))}` : [];
  });
  const fitting = newestThatFit(written, maxCharacters);
  if (fitting.length === 0) return '';

  const heading = 'What was said here before this question. It may not belong to the question';
  return [frame(heading), ...fitting, frame('The question')].join('\n');
}

/** In a frame, because the words of a person may look like a message of somebody else. */
function writerLine({ author, forwardedFrom, quoted }: ChatMessage): string {
  const answered = quoted && (quoted.isOwn ? 'you' : quoted.author.name);
  const facts = [
    `from ${author.name || 'somebody'}`,
    forwardedFrom && `forwarded from ${forwardedFrom}`,
    answered && `in reply to ${answered}`,
  ];
  return frame(`${facts.filter(Boolean).join(', ')}:`);
}

function quote(text: string): string {
  return quoteLines(escapeFrames(text));
}

function newestThatFit(texts: readonly string[], maxCharacters: number): readonly string[] {
  let free = maxCharacters;
  const first = texts.findLastIndex((text) => {
    free -= text.length + 1;
    return free < 0;
  });
  return texts.slice(first + 1);
}
