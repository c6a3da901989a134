import type { MessageContent, QuotedMessage } from '../../contracts/chat-message.ts';
import type { FileReading, Material } from '../../contracts/material.ts';
import type { PromptMessage } from '../../contracts/provider.ts';
import type { Turn } from '../../contracts/turns.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { cutEnd, leaveOutMiddle } from './shorten-text.ts';

/** A question as the model reads it. */
export interface FittedQuestion {
  readonly message: PromptMessage;
  /** Parts of its files, or of messages that it refers to, are left out. */
  readonly isMaterialCut: boolean;
  /** The end of the person's own words is left out. */
  readonly isQuestionCut: boolean;
}

/** Writes a question, and counts what it wrote. */
export interface QuestionWriter {
  write(turn: Turn): PromptMessage;
  count(message: PromptMessage): number;
}

/** The most tokens of a question. */
export interface QuestionLimits {
  /** Files and quotes are shortened to this, so that the next question still finds them in the prompt. */
  readonly withMaterial: number;
  /** The person's own words are shortened to this. */
  readonly ofWords: number;
}

/** Gives a turn whose texts of one kind have at most `maxCharacters` each. */
type Shorten = (turn: Turn, maxCharacters: number) => Turn;

/** Longer than any text of a turn. */
const LONGEST_TEXT = 2 ** 24;
const OMITTED_MEDIA = '[a picture or recording, left out because it does not fit]';

/**
 * Writes a question that fits: the longest files are shortened first, then quotes and background, and the
 * person's own words last. What is still too long loses its recordings and pictures. The same question and
 * limits give the same words.
 */
export function fitQuestion(
  turn: Turn,
  limits: QuestionLimits,
  writer: QuestionWriter,
): FittedQuestion {
  const whole = writer.write(turn);
  if (writer.count(whole) <= limits.withMaterial) {
    return { message: whole, isMaterialCut: false, isQuestionCut: false };
  }

  const withShortFiles = shortenToFit(turn, shortenFiles, limits.withMaterial, writer);
  const withShortQuotes = shortenToFit(withShortFiles, shortenQuotes, limits.withMaterial, writer);
  const fitted = shortenToFit(withShortQuotes, shortenWords, limits.ofWords, writer);
  const written = writer.write(fitted);
  const message = omitMedia(written, limits.ofWords, writer);
  return {
    message,
    isMaterialCut: withShortQuotes !== turn || message !== written,
    isQuestionCut: fitted !== withShortQuotes,
  };
}

/** Leaves out one recording or picture after another, the last ones first, until the rest fits. */
function omitMedia(
  message: PromptMessage,
  maxTokens: number,
  writer: Pick<QuestionWriter, 'count'>,
): PromptMessage {
  const { images = [], audio = [], role, text } = message;
  const hasMedia = images.length + audio.length > 0;
  if (!hasMedia || writer.count(message) <= maxTokens) return message;

  const media =
    audio.length > 0 ? { images, audio: audio.slice(0, -1) } : { images: images.slice(0, -1) };
  const shorter = { role, text: `${text}\n${OMITTED_MEDIA}`, ...media };
  return omitMedia(shorter, maxTokens, writer);
}

/** Finds the greatest length of the texts with which the question fits. The same turn: it has no such text. */
function shortenToFit(
  turn: Turn,
  shorten: Shorten,
  maxTokens: number,
  { write, count }: QuestionWriter,
): Turn {
  const fits = (candidate: Turn) => count(write(candidate)) <= maxTokens;
  if (fits(turn)) return turn;

  const shortest = shorten(turn, 0);
  if (JSON.stringify(shortest) === JSON.stringify(turn)) return turn;

  let [fitting, tooLong] = [0, LONGEST_TEXT];
  while (tooLong - fitting > 1) {
    const middle = Math.floor((fitting + tooLong) / 2);
    if (fits(shorten(turn, middle))) fitting = middle;
    else tooLong = middle;
  }
  return shorten(turn, fitting);
}

const shortenFiles: Shorten = (turn, max) =>
  withMaterial(turn, (material) => ({
    ...material,
    files: material.files.map(
      (file): FileReading =>
        file.kind === 'text' || file.kind === 'transcript'
          ? { ...file, text: leaveOutMiddle(file.text, max) }
          : file,
    ),
  }));

const shortenQuotes: Shorten = (turn, max) => {
  const shortened = withMaterial(turn, (material) => ({
    ...material,
    background: material.background.map(({ kind, message }) => ({
      kind,
      message: shortenContent(message, max),
    })),
  }));
  const inputs = shortened.inputs.map((input) =>
    omitUndefined({ ...input, quoted: input.quoted && shortenContent(input.quoted, max) }),
  );
  return { ...shortened, inputs };
};

const shortenWords: Shorten = (turn, max) => ({
  ...turn,
  inputs: turn.inputs.map((input) => shortenContent(input, max)),
});

function shortenContent<Content extends MessageContent & Partial<Pick<QuotedMessage, 'selected'>>>(
  content: Content,
  max: number,
): Content {
  const { text, details, selected } = content;
  const shorter = (part: string | undefined) => (part === undefined ? part : cutEnd(part, max));
  return {
    ...content,
    text: cutEnd(text, max),
    ...omitUndefined({ details: shorter(details), selected: shorter(selected) }),
  };
}

function withMaterial(turn: Turn, change: (material: Material) => Material): Turn {
  return turn.material ? { ...turn, material: change(turn.material) } : turn;
}
