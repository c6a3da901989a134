import type { Conversations } from '../../contracts/conversations.ts';
import type { Language } from '../../contracts/language.ts';
import type { AnswerSpending } from '../../contracts/limits.ts';
import type { Observe } from '../../contracts/observation.ts';
import type { ChatRequest } from '../../contracts/provider.ts';
import type { Reply } from '../../contracts/replies.ts';
import type { Router } from '../../contracts/router.ts';
import type { Turn } from '../../contracts/turns.ts';
import { ProviderError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import { limitAfterRefusal } from '../../lib/limit-after-refusal.ts';
import { linkAbort } from '../../lib/link-abort.ts';
import type { Log } from '../../lib/log.ts';
import { textsIn } from '../../texts/index.ts';
import { observeAttempts } from '../observe-attempts.ts';
import { buildPrompt, type Prompt, type PromptParts } from '../prompt/build-prompt.ts';
import type { Summarizer } from '../prompt/summarizer.ts';
import {
  type AnswerCollector,
  type CollectedAnswer,
  createAnswerCollector,
} from './answer-collector.ts';
import { createAnswerPresenter } from './answer-presenter.ts';
import { dropOverlap } from './drop-overlap.ts';
import { filterEvents } from './event-filter.ts';
import { listSources } from './list-sources.ts';
import {
  type PreparedQuestion,
  type PrepareQuestionParts,
  prepareQuestion,
} from './prepare-question.ts';
import { splitReasoning } from './split-reasoning.ts';
import { partialAnswerOf } from './turn-result.ts';
import { withEndNotes, withFailureNote, withNotes, withTooLongNote } from './with-notes.ts';

/** What an answer of a model is built from. */
export interface AnswerWithModelParts
  extends Omit<PromptParts, 'fetchMedia' | 'readNearby'>,
    PrepareQuestionParts {
  readonly conversations: Pick<Conversations, 'history' | 'claimTrimNotice'>;
  readonly router: Pick<Router, 'find' | 'models' | 'stream' | 'defaultModel'>;
  readonly language: Language;
  /** Absent: what no longer fits is left out. */
  readonly summarizer?: Pick<Summarizer, 'start'>;
  readonly observe?: Observe | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** How a question is to be answered. */
export interface AnswerOrder {
  /** As people name models. */
  readonly model: string;
  /** Says above the answer why this model answers. Empty: it is the one that people chose. */
  readonly lead: string;
  /** Absent: nothing is counted. */
  readonly spending?: AnswerSpending;
}

/** Eight halvings make a prompt for a window of a million tokens fit into one of four thousand. */
const MAX_REQUESTS = 9;

/**
 * Asks the model and shows its answer while it grows. When the model fails, the answer says so in a note.
 *
 * @throws Any failure that is not the model's.
 */
export async function answerWithModel(
  parts: AnswerWithModelParts,
  turn: Turn,
  order: AnswerOrder,
  reply: Reply,
  signal: AbortSignal,
): Promise<CollectedAnswer> {
  const { model } = order;
  const question = await prepareQuestion(parts, turn, model, signal);
  const beginning = partialAnswerOf(turn);
  const partial = { ...beginning, model: beginning.model || model };
  if (signal.aborted) return partial;
  const unread = question.isAllUnread ? await question.notes(false) : [];
  if (unread.length > 0) return { ...partial, end: 'failed', notes: unread };

  if (question.shownTranscript) reply.showTranscript(question.shownTranscript);
  return askUntilItFits(parts, { question, order }, partial, { reply, signal });
}

/** Asks with shorter and shorter prompts, as long as the model refuses them for their length. */
async function askUntilItFits(
  parts: AnswerWithModelParts,
  { question, order }: { readonly question: PreparedQuestion; readonly order: AnswerOrder },
  beginning: CollectedAnswer,
  { reply, signal }: { readonly reply: Reply; readonly signal: AbortSignal },
): Promise<CollectedAnswer> {
  const { turn } = question;
  const promptParts = {
    ...parts,
    fetchMedia: async () => question.media,
    readNearby: async () => question.nearby,
  };
  const { model } = order;
  let partial = beginning;
  let prompt = await buildPrompt(promptParts, turn, model);
  let isSummarized = parts.summarizer !== undefined;

  for (let requests = 1; ; requests++) {
    const collector = createAnswerCollector(partial, parts.language, order.lead);
    const failure = await streamToReply(parts, turn, prompt.request, order, collector, {
      reply,
      signal,
    });

    const mayShorten = !collector.hasContent && !signal.aborted && requests < MAX_REQUESTS;
    const shorter =
      mayShorten && (await shortenPrompt(promptParts, { turn, order }, prompt, failure));
    if (shorter) {
      // No later prompt is shorter because of a budget, so nothing is summarised for it.
      isSummarized &&= failure?.kind !== 'spent';
      partial = { ...partial, attempts: collector.answer.attempts };
      prompt = shorter;
      continue;
    }
    if (mayShorten && isPromptTooLong(failure, order) && failure?.kind !== 'spent')
      return withTooLongNote(collector, prompt, parts.language);

    const answer = failure
      ? await withFailureNote(collector, failure, parts)
      : withEndNotes(collector, parts.language);
    // A prompt that was shortened after a refusal is an exception: the next one knows the limit.
    if (!failure && !signal.aborted && prompt.isTrimmed && requests === 1) {
      parts.summarizer?.start(turn, model, prompt.historyStart);
    }
    const sources = listSources(answer.text, answer.citations, parts.language);
    const unread = await question.notes(collector.omitsImages);
    const trimming = await promptNotes(parts, turn, prompt, isSummarized);
    return withNotes(answer, [...sources, ...unread, ...trimming]);
  }
}

/**
 * A shorter prompt, after a failure that it may cure. `undefined`: none would, or none is shorter.
 *
 * A refusal for a reason that no rule knows may be about the history, or about its length in unknown
 * words: without the history, the conversation goes on.
 */
async function shortenPrompt(
  parts: PromptParts,
  { turn, order }: { readonly turn: Turn; readonly order: AnswerOrder },
  prompt: Prompt,
  failure: ProviderError | undefined,
): Promise<Prompt | undefined> {
  const isUnknown = failure?.kind === 'bad_request';
  if (!failure || !(isUnknown || isPromptTooLong(failure, order))) return undefined;

  const limit = isUnknown ? prompt.tokensWithoutHistory : limitAfterRefusal(prompt.tokens, failure);
  const shorter = await buildPrompt(parts, turn, order.model, limit);
  return shorter.tokens < prompt.tokens ? shorter : undefined;
}

/** Tells whether a shorter prompt cures the failure: the model cannot take it, or no budget is large enough for it. */
function isPromptTooLong(failure: ProviderError | undefined, { spending }: AnswerOrder): boolean {
  if (failure?.kind === 'spent') return spending?.needsShorterPrompt() === true;
  return failure?.kind === 'context_length' || failure?.kind === 'too_large';
}

/** Streams the answer into the collector and the reply. Gives the failure of the model, if it failed. */
async function streamToReply(
  { router, settingsOf, language, observe, clock, log }: AnswerWithModelParts,
  turn: Turn,
  prompt: Omit<ChatRequest, 'model'>,
  { model, spending }: AnswerOrder,
  collector: AnswerCollector,
  { reply, signal }: { readonly reply: Reply; readonly signal: AbortSignal },
): Promise<ProviderError | undefined> {
  const foldsReasoning = settingsOf(turn.address.channel).reasoning === 'folded';
  const presenter = createAnswerPresenter({ reply, language, clock, foldsReasoning });
  const partialText = collector.answer.text;
  const streaming = linkAbort(signal);
  const onAttempt = observeAttempts(observe, 'answer');
  const request = { ...prompt, model };
  const events = router.stream(request, streaming.signal, spending, onAttempt);

  try {
    const filters = [splitReasoning(partialText), dropOverlap(partialText)];
    await filterEvents(events, filters, (event) => {
      collector.take(event);
      presenter.present(event, collector);
      // The stream is read to its end, because the record of the attempt comes last.
      if (collector.cutFor) streaming.abort();
    });
    if (collector.cutFor === 'repetition') {
      const { provider, model, text } = collector.answer;
      const characters = text.length;
      log.warn({ provider, model, characters }, 'answer: stopped a model that repeated itself');
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { provider, kind, message } = error;
    log.warn({ provider, model, kind, error: message }, 'answer: the model failed');
    return error;
  } finally {
    streaming.unlink();
    presenter.end();
  }
}

/** The notes about the parts of the conversation that the model did not read. */
async function promptNotes(
  { conversations, language }: AnswerWithModelParts,
  { address }: Turn,
  { isTrimmed, isQuestionCut, isMaterialCut }: Prompt,
  isSummarized: boolean,
): Promise<string[]> {
  const showsTrimNotice = isTrimmed && (await conversations.claimTrimNotice(address.channel));

  const texts = textsIn(language);
  const notes: string[] = [];
  if (isQuestionCut) notes.push(texts.questionCut);
  if (isMaterialCut) notes.push(texts.materialCut);
  if (showsTrimNotice) notes.push(isSummarized ? texts.trimmed : texts.trimmedWithoutSummary);
  return notes;
}
