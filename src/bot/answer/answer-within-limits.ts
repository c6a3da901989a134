import type { Admission, Limits } from '../../contracts/limits.ts';
import type { Reply } from '../../contracts/replies.ts';
import type { Turn } from '../../contracts/turns.ts';
import { StoreError } from '../../errors.ts';
import { textsIn } from '../../texts/index.ts';
import type { CollectedAnswer } from './answer-collector.ts';
import {
  type AnswerOrder,
  type AnswerWithModelParts,
  answerWithModel,
} from './answer-with-model.ts';
import { chooseModel } from './choose-model.ts';
import { limitSentences } from './limit-sentences.ts';
import type { RefusalCounter } from './refusal-counter.ts';
import { refusedAnswer } from './refused-answer.ts';
import { failedAnswer, partialAnswerOf } from './turn-result.ts';
import type { TurnSignals } from './turn-signals.ts';
import { withNotes } from './with-notes.ts';

/** What an answer is built from, with its limits. */
export interface AnswerWithinLimitsParts extends AnswerWithModelParts {
  /** Absent: nothing is limited, and nothing is counted. */
  readonly limits?: Pick<Limits, 'admit'>;
  readonly refusals: RefusalCounter;
}

type OpenAdmission = Exclude<Admission, { kind: 'refused' }>;

/** The signals of a run. `end` aborts when any of them, or anything else, ends the answer. */
interface RunSignals {
  readonly signals: Pick<TurnSignals, 'stop' | 'shutdown' | 'superseded'>;
  readonly end: AbortSignal;
}

/**
 * Asks the model if the limits allow it, before anything costs money. Where they do not, a cheaper model answers,
 * or a sentence says when they reset. Never rejects: a failure becomes a note below the text so far.
 */
export async function answerWithinLimits(
  parts: AnswerWithinLimitsParts,
  turn: Turn,
  reply: Reply,
  signals: RunSignals,
): Promise<CollectedAnswer> {
  try {
    return await answerOrRefuse(parts, turn, reply, signals);
  } catch (error) {
    parts.log.error({ turn: turn.id, error }, 'answer: internal failure');
    const texts = textsIn(parts.language);
    const isOfStore = error instanceof StoreError;
    return failedAnswer(turn, isOfStore ? texts.storeFailed(error.kind) : texts.failedInside);
  }
}

/** @throws Any failure that is not the model's. */
async function answerOrRefuse(
  parts: AnswerWithinLimitsParts,
  turn: Turn,
  reply: Reply,
  { signals, end }: RunSignals,
): Promise<CollectedAnswer> {
  const model = chooseModel(parts, turn);
  const admission = await admit(parts, turn, end);
  if (!admission) return answerWithModel(parts, turn, { model, lead: '' }, reply, end);
  if (admission.kind === 'refused') return refusedAnswer(parts, turn, model, admission.limit);

  const { spending } = admission;
  let counted: CollectedAnswer | undefined;
  try {
    const answer = await answerAdmitted(parts, turn, { model, admission }, reply, end);
    // Who changes or removes the question has read what came so far. Only a restart goes on with the same answer.
    const { stop, shutdown, superseded } = signals;
    const isLeft = shutdown.aborted && !stop.aborted && !superseded.aborted;
    const isOver = answer.end !== 'stopped' || !isLeft;
    if (isOver && isAnswered(turn, answer)) counted = answer;
    const isShown = counted !== undefined && !superseded.aborted;
    return isShown ? withNotes(answer, await nearlyNotes(parts, admission)) : answer;
  } finally {
    // It counts at once; people do not wait until it is stored.
    void spending.end(counted?.attempts.at(-1));
  }
}

/** Goes on with a cheaper model where too little is left for the one that was asked first. */
async function answerAdmitted(
  parts: AnswerWithinLimitsParts,
  turn: Turn,
  { model, admission }: { readonly model: string; readonly admission: OpenAdmission },
  reply: Reply,
  end: AbortSignal,
): Promise<CollectedAnswer> {
  const order = orderOf(parts, model, admission);
  if (admission.kind === 'degraded' && !(await parts.router.find(order.model))) {
    // The log and the doctor tell the operator. People chose no such model.
    return refusedAnswer(parts, turn, model, admission.limit);
  }
  const answer = await answerWithModel(parts, turn, order, reply, end);
  const isOver = isAnswered(turn, answer) || end.aborted;
  const next = isOver ? undefined : await admission.spending.afterSpent();
  if (!next || end.aborted) return answer;
  if (next === 'retry') return answerAdmitted(parts, turn, { model, admission }, reply, end);

  const { attempts } = answer;
  if (next.kind === 'refused')
    return { ...refusedAnswer(parts, turn, order.model, next.limit), attempts };
  const cheaper = await answerAdmitted(parts, turn, { model, admission: next }, reply, end);
  return { ...cheaper, attempts: [...attempts, ...cheaper.attempts] };
}

async function admit(
  { limits }: AnswerWithinLimitsParts,
  turn: Turn,
  signal: AbortSignal,
): Promise<Admission | undefined> {
  const [question] = turn.inputs;
  if (!limits || !question) return undefined;
  const { author } = question;
  const { channel } = turn.address;
  // The run before it, of fewer or other words, has made way for this one before people read an answer.
  const isChanged = (turn.edition ?? 0) > 0 && !turn.rerun && turn.answerMessages.length === 0;
  const isResumed = turn.resumes > 0 || isChanged;
  return limits.admit({ author, channel, turnId: turn.id, isResumed }, signal);
}

function orderOf(
  { language, clock }: AnswerWithinLimitsParts,
  model: string,
  admission: OpenAdmission,
): AnswerOrder {
  const { spending } = admission;
  if (admission.kind === 'admitted') return { model, lead: '', spending };

  const { model: cheaper, limit } = admission;
  const sentences = limitSentences(language, clock.now());
  return {
    model: cheaper,
    lead: cheaper === model ? '' : sentences.degraded(limit, cheaper),
    spending,
  };
}

/** Tells whether people got something new to read from a model. */
function isAnswered(turn: Turn, { end, text, attempts }: CollectedAnswer): boolean {
  const before = partialAnswerOf(turn);
  return end !== 'failed' && text.length > before.text.length && attempts.length > 0;
}

async function nearlyNotes(
  { language, clock }: AnswerWithinLimitsParts,
  admission: OpenAdmission,
): Promise<readonly string[]> {
  if (admission.kind !== 'admitted') return [];
  const nearlyReached = await admission.claimNearlyReached();
  return nearlyReached.map(limitSentences(language, clock.now()).nearly);
}
