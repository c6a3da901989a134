import type { ChatRequest } from '../contracts/provider.ts';
import type { Reply } from '../contracts/replies.ts';
import type { AnswerVersion, Turn } from '../contracts/turns.ts';
import { ProviderError } from '../errors.ts';
import { texts } from '../texts/texts.ts';
import type { BotParts } from './bot-parts.ts';
import { buildPrompt, type Prompt } from './build-prompt.ts';

/** What came of asking the model. */
export interface Answer extends AnswerVersion {
  /** Sentences that follow the text. */
  readonly notes: readonly string[];
}

/** A runaway model must not fill the memory, nor the channel. */
const LONGEST_ANSWER_CHARACTERS = 100_000;
const HALF_A_CHARACTER = /[\uD800-\uDBFF]$/;
/** Networks show nothing of a text that has nothing of this, or refuse it. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;
/** Where the window is smaller than was thought: try with half of it, so often. */
const MOST_HALVINGS = 3;

/** Asks the model and shows its answer as it comes. A failed model is an answer too, with a note; other failures are thrown. */
export async function streamAnswer(parts: BotParts, turn: Turn, reply: Reply, signal: AbortSignal): Promise<Answer> {
  const { model = parts.router.defaultModel } = await parts.conversations.settings(turn.address.channel);
  for (let share = 1, halvings = 0; ; share /= 2, halvings++) {
    const prompt = await buildPrompt(parts, turn, model, share);
    try {
      const isLastTry = halvings === MOST_HALVINGS;
      const answer = await readStream(parts, { ...prompt.request, model }, { reply, signal, isLastTry });
      return { ...answer, notes: [...answer.notes, ...(await promptNotes(parts, turn, prompt))] };
    } catch (error) {
      const isTooLong = error instanceof ProviderError && error.kind === 'context_length';
      if (isTooLong && !signal.aborted) continue;
      throw error;
    }
  }
}

interface Reading {
  readonly reply: Reply;
  readonly signal: AbortSignal;
  /** Otherwise a prompt that is too long is thrown, to be tried shorter. */
  readonly isLastTry: boolean;
}

async function readStream(parts: BotParts, request: ChatRequest, reading: Reading): Promise<Answer> {
  const { reply, signal, isLastTry } = reading;
  const answer = { text: '', provider: '', model: request.model, end: 'stopped' as AnswerVersion['end'] };
  const tooLong = new AbortController();
  try {
    for await (const event of parts.router.stream(request, AbortSignal.any([signal, tooLong.signal]))) {
      if (event.type === 'source') Object.assign(answer, { provider: event.provider, model: event.model });
      if (event.type === 'end') answer.end = event.reason;
      if (event.type !== 'text-delta') continue;
      answer.text += event.text;
      if (answer.text.length > LONGEST_ANSWER_CHARACTERS) {
        answer.text = answer.text.slice(0, LONGEST_ANSWER_CHARACTERS).replace(HALF_A_CHARACTER, '');
        answer.end = 'length';
        tooLong.abort();
      }
      reply.show(answer.text);
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.kind === 'context_length' && answer.text === '' && !isLastTry) throw error;
    parts.log.warn(
      { provider: error.provider, model: request.model, kind: error.kind, error: error.message },
      'a model failed',
    );
    return { ...answer, end: 'failed', notes: [texts.failed(error.kind, request.model)] };
  }
  return { ...answer, notes: endNotes(answer, tooLong.signal.aborted) };
}

function endNotes({ text, end }: { text: string; end: AnswerVersion['end'] }, isTooLong: boolean): string[] {
  if (isTooLong) return [texts.cutBySize];
  if (end === 'length') return [texts.cutByLength];
  if (end === 'filter') return [texts.cutByFilter];
  return !VISIBLE.test(text) && end !== 'stopped' ? [texts.noAnswer] : [];
}

async function promptNotes(parts: BotParts, turn: Turn, prompt: Prompt): Promise<string[]> {
  const unread = turn.inputs.flatMap(({ attachments }) => attachments.map(({ name }) => name));
  const tellTrimmed = prompt.isTrimmed && (await parts.conversations.tellTrimmed(turn.address.channel));
  return [
    ...(unread.length > 0 ? [`(${texts.attachmentsUnread(unread)})`] : []),
    ...(prompt.isQuestionCut ? [texts.questionCut] : []),
    ...(tellTrimmed ? [texts.trimmed] : []),
  ];
}
