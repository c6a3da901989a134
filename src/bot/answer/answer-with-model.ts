import type { ChatRequest } from '../../contracts/provider.ts';
import type { Reply } from '../../contracts/replies.ts';
import type { AnswerVersion, Turn } from '../../contracts/turns.ts';
import { ProviderError } from '../../errors.ts';
import { modelName } from '../../texts/model-name.ts';
import { texts } from '../../texts/texts.ts';
import type { BotDependencies } from '../bot-parts.ts';
import {
  type AnswerCollector,
  type CollectedAnswer,
  createAnswerCollector,
} from './answer-collector.ts';
import { createAnswerPresenter } from './answer-presenter.ts';
import { buildPrompt, type Prompt } from './build-prompt.ts';
import { dropRepetition } from './drop-repetition.ts';
import { splitReasoning } from './split-reasoning.ts';
import { partialAnswerOf } from './turn-result.ts';

/** Networks show nothing of a text that has nothing of this, or refuse it. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;
/** Where the window is smaller than was thought: try with half of it, so often. */
const MOST_HALVINGS = 3;

/** Asks the model and shows its answer as it comes. A failed model is an answer too, with a note; other failures are thrown. */
export async function answerWithModel(
  parts: BotDependencies,
  turn: Turn,
  reply: Reply,
  signal: AbortSignal,
): Promise<CollectedAnswer> {
  const model = await modelFor(parts, turn);
  const beginning = partialAnswerOf(turn);
  let begun = { ...beginning, model: beginning.model || model };
  for (let share = 1, halvings = 0; ; share /= 2, halvings++) {
    const prompt = await buildPrompt(parts, turn, model, share);
    const collector = createAnswerCollector(begun);
    try {
      const isLastTry = halvings === MOST_HALVINGS;
      const answer = await readStream(
        parts,
        { ...prompt.request, model },
        { collector, reply, signal, isLastTry },
      );
      return { ...answer, notes: [...answer.notes, ...(await promptNotes(parts, turn, prompt))] };
    } catch (error) {
      const isTooLong = error instanceof ProviderError && error.kind === 'context_length';
      if (!isTooLong || signal.aborted) throw error;
      begun = { ...begun, attempts: collector.answer.attempts };
    }
  }
}

/** Who wrote the beginning of an answer also writes its end. */
async function modelFor({ conversations, router }: BotDependencies, turn: Turn): Promise<string> {
  if (turn.rerun?.kind === 'regenerate' && turn.rerun.model) return turn.rerun.model;
  const begun = modelName(partialAnswerOf(turn));
  if (begun) return begun;
  return (await conversations.settings(turn.address.channel)).model ?? router.defaultModel;
}

interface Reading {
  readonly collector: AnswerCollector;
  readonly reply: Reply;
  readonly signal: AbortSignal;
  /** Otherwise a prompt that is too long is thrown, to be tried shorter. */
  readonly isLastTry: boolean;
}

async function readStream(
  parts: BotDependencies,
  request: ChatRequest,
  reading: Reading,
): Promise<CollectedAnswer> {
  const { collector, reply, signal, isLastTry } = reading;
  const begun = collector.answer.text;
  const presenter = createAnswerPresenter({
    reply,
    clock: parts.clock,
    foldsReasoning: parts.reasoning === 'folded',
  });
  const full = new AbortController();
  const events = parts.router.stream(request, AbortSignal.any([signal, full.signal]));
  try {
    for await (const event of dropRepetition(splitReasoning(events), begun)) {
      collector.take(event);
      presenter.see(event, collector.answer);
      if (collector.isFull) full.abort();
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.kind === 'context_length' && !collector.hasContent && !isLastTry) throw error;
    parts.log.warn(
      { provider: error.provider, model: request.model, kind: error.kind, error: error.message },
      'a model failed',
    );
    const { answer } = collector;
    return {
      ...answer,
      end: 'failed',
      notes: [...answer.notes, texts.failed(error.kind, modelName(answer))],
    };
  } finally {
    presenter.end();
  }
  const { answer } = collector;
  return { ...answer, notes: [...answer.notes, ...endNotes(answer, collector.isFull)] };
}

function endNotes(
  { text, end }: { text: string; end: AnswerVersion['end'] },
  isTooLong: boolean,
): string[] {
  if (isTooLong) return [texts.cutBySize];
  if (end === 'length') return [texts.cutByLength];
  if (end === 'filter') return [texts.cutByFilter];
  return !VISIBLE.test(text) && end !== 'stopped' ? [texts.noAnswer] : [];
}

async function promptNotes(parts: BotDependencies, turn: Turn, prompt: Prompt): Promise<string[]> {
  const unread = turn.inputs.flatMap(({ attachments }) => attachments.map(({ name }) => name));
  const tellTrimmed =
    prompt.isTrimmed && (await parts.conversations.claimTrimNotice(turn.address.channel));
  return [
    ...(unread.length > 0 ? [`(${texts.attachmentsUnread(unread)})`] : []),
    ...(prompt.isQuestionCut ? [texts.questionCut] : []),
    ...(tellTrimmed ? [texts.trimmed] : []),
  ];
}
