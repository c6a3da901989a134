import type { MessageContent, QuotedMessage } from '../../contracts/chat-message.ts';
import type { FileReading, Material } from '../../contracts/material.ts';
import type { PromptMessage } from '../../contracts/provider.ts';
import type { Turn } from '../../contracts/turns.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { ALL_MEDIA, type MediaLimits } from './file-mentions.ts';
import { cutEnd, leaveOutMiddle } from './leave-out-middle.ts';

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
  write(turn: Turn, media: MediaLimits): PromptMessage;
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

/** However many pictures come with them, words keep this share. */
const SHARE_OF_WORDS = 1 / 4;

/**
 * Writes a question that fits: pictures that leave no room for words are left out, then the longest files
 * are shortened, then quotes and background, and the person's own words last. The same question and limits
 * give the same words.
 */
export function fitQuestion(
  turn: Turn,
  limits: QuestionLimits,
  writer: QuestionWriter,
): FittedQuestion {
  const whole = writer.write(turn, ALL_MEDIA);
  if (writer.count(whole) <= limits.withMaterial) {
    return { message: whole, isMaterialCut: false, isQuestionCut: false };
  }

  const textTokens = writer.count({ role: whole.role, text: whole.text });
  const wordTokens = Math.min(textTokens, limits.ofWords * SHARE_OF_WORDS);
  const media = omitMedia(whole, limits.ofWords - wordTokens, writer);
  const withMedia: WordsWriter = {
    count: writer.count,
    write: (shortened) => writer.write(shortened, media.kept),
  };

  const materialTokens = Math.max(limits.withMaterial, media.tokens + wordTokens);
  const withShortFiles = shortenToFit(turn, shortenFiles, materialTokens, withMedia);
  const withShortQuotes = shortenToFit(withShortFiles, shortenQuotes, materialTokens, withMedia);
  const fitted = shortenToFit(withShortQuotes, shortenWords, limits.ofWords, withMedia);
  return {
    message: withMedia.write(fitted),
    isMaterialCut: withShortQuotes !== turn || media.isCut,
    isQuestionCut: fitted !== withShortQuotes,
  };
}

interface KeptMedia {
  readonly kept: MediaLimits;
  readonly isCut: boolean;
  readonly tokens: number;
}

/** As `QuestionWriter`, once it is known which pictures and recordings go along. */
interface WordsWriter extends Pick<QuestionWriter, 'count'> {
  write(turn: Turn): PromptMessage;
}

/** Leaves out one recording or picture after another, the last ones first, until the rest fits. */
function omitMedia(
  { images = [], audio = [] }: PromptMessage,
  maxTokens: number,
  writer: Pick<QuestionWriter, 'count'>,
  isCut = false,
): KeptMedia {
  const kept = { images: images.length, audio: audio.length };
  const tokens = writer.count({ role: 'user', text: '', images, audio });
  if (images.length + audio.length === 0 || tokens <= maxTokens) return { kept, isCut, tokens };

  const shorter =
    audio.length > 0 ? { images, audio: audio.slice(0, -1) } : { images: images.slice(0, -1) };
  return omitMedia({ role: 'user', text: '', ...shorter }, maxTokens, writer, true);
}

/** Finds the greatest length of the texts with which the question fits. The same turn: it has no such text. */
function shortenToFit(
  turn: Turn,
  shorten: Shorten,
  maxTokens: number,
  { write, count }: WordsWriter,
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
