import type { Address } from '../../contracts/address.ts';
import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Observe } from '../../contracts/observation.ts';
import type { DeclineReason } from '../../contracts/trace.ts';
import type { AcceptOutcome, NewTurn, Turn, Turns } from '../../contracts/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { ChatVisits } from '../chat-visits.ts';
import { classifyMessage, isFromPerson, type MessageRules } from '../classify-message.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { WaitSigns } from '../wait-signs.ts';
import { createBareMentions } from './bare-mentions.ts';
import { createBotLoopGuard } from './bot-loop-guard.ts';
import { type CommandQuestions, createCommandQuestions } from './command-questions.ts';
import { findInterruptedQuestion } from './find-interrupted-question.ts';
import { createFollowUps, type FollowUpsParts } from './follow-ups.ts';
import { type KeepNearbyParts, keepNearby } from './keep-nearby.ts';
import type { PartTracker } from './part-tracker.ts';
import { createProxyOriginals } from './proxy-originals.ts';
import { createQuestionStore, type QuestionStoreParts } from './question-store.ts';
import type { ThreadOpener } from './thread-opener.ts';
import { createWritersOfThreads, type WritersOfThreadsParts } from './writers-of-threads.ts';

/** Turns messages into questions, with everything that belongs together in one. */
export interface QuestionIntake {
  /**
   * Takes a message. Gives the reason why it is no question.
   *
   * @throws When the message could not be stored.
   */
  accept(message: ChatMessage, address: Address): Promise<DeclineReason | undefined>;
  /** As in `BareMentions`. */
  whenAlone(mention: ChatMessage): Promise<boolean>;
  readonly commandQuestions: CommandQuestions;
}

/** The rules, the stored turns, and the memory of nearby messages. */
export interface QuestionIntakeParts
  extends MessageRules,
    WritersOfThreadsParts,
    KeepNearbyParts,
    Pick<FollowUpsParts, 'placesOfOthers'> {
  readonly conversations: WritersOfThreadsParts['conversations'] & FollowUpsParts['conversations'];
  readonly turns: QuestionStoreParts['turns'] & Pick<Turns, 'substitute'>;
  readonly visits: ChatVisits;
  readonly observe?: Observe | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The parts of the bot that run the questions. */
interface IntakeTargets {
  readonly dispatcher: Pick<Dispatcher, 'kick' | 'supersede' | 'isStopped' | 'startsAtOnce'>;
  readonly tracker: PartTracker;
  readonly threads: Pick<ThreadOpener, 'addressOf'>;
  readonly signs: Pick<WaitSigns, 'show'>;
}

/** Within this time after a start, or after another process answered there, networks deliver again what an earlier process did not take. */
const AFTER_START_MS = 60_000;
const LOOP: DeclineReason = { kind: 'loop' };

/** Creates the intake of questions. */
export function createQuestionIntake(
  parts: QuestionIntakeParts,
  { dispatcher, tracker, threads, signs }: IntakeTargets,
): QuestionIntake {
  const { turns, settingsOf, access, visits, observe, clock } = parts;
  const writers = createWritersOfThreads(parts);
  const followUps = createFollowUps({ ...parts, writers });
  const originals = createProxyOriginals(clock);
  const loopGuard = createBotLoopGuard(clock, visits);
  const bareMentions = createBareMentions(clock);

  const store = createQuestionStore(parts, { dispatcher, signs });

  async function ask(message: ChatMessage, address: Address): Promise<DeclineReason | undefined> {
    // Not a moment later than it must: other parts of the question may arrive meanwhile.
    const isForAll = settingsOf(message.channel).powers.ask === 'everyone';
    const refusal = isForAll ? undefined : await refusalOf(message);
    if (refusal) return refusal;
    if (message.origin !== 'proxy') originals.record(message);
    else if (await substitute(message, address)) return undefined;

    const companions = tracker.takeParts(message);
    try {
      const outcome = await storeQuestion({ message, address, companions });
      return outcome === 'full' ? { kind: 'full' } : undefined;
    } catch (error) {
      // The network sends the message again, but not its companions.
      for (const companion of companions) tracker.recordPart(companion);
      throw error;
    }
  }

  /** Refuses people who are let in, but do not have the power to ask. */
  async function refusalOf({ author, channel }: ChatMessage): Promise<DeclineReason | undefined> {
    if (await access.may('ask', author, channel, true)) return undefined;
    return { kind: 'denied', denied: 'power', personId: `${channel.platform}:${author.id}` };
  }

  async function storeQuestion(turn: NewTurn): Promise<AcceptOutcome> {
    const { message, address } = turn;
    const recent = tracker.recentQuestion(message);
    // The question before this one opens a thread of its own, and this may be a part of it.
    if (recent?.opensThread && recent.channel.id !== address.channel.id) {
      tracker.recordQuestion(message, recent);
      const outcome = await store({ ...turn, address: recent, onlyJoins: true });
      if (outcome !== 'unjoined') return outcome;
    }

    const ownAddress = threads.addressOf(message, address);
    tracker.recordQuestion(message, ownAddress);
    return store({ ...turn, address: ownAddress });
  }

  /** Puts the copy of a proxy in the place of the question that it repeats, if there is one. */
  async function substitute(message: ChatMessage, address: Address): Promise<boolean> {
    const original = originals.find(message);
    if (!original) return false;
    const change = await turns.substitute(original, { message, address });
    if (change.kind === 'reopened') await dispatcher.supersede(change.turn, { pauses: false });
    return change.kind !== 'unknown';
  }

  /** Takes a message that does not address the bot: a part of a question, a question without a mention, or neither. */
  async function acceptUnaddressed(
    message: ChatMessage,
    address: Address,
  ): Promise<DeclineReason | undefined> {
    const isAllowed = access.check(message.author, message.channel).allowed;
    const taken = isAllowed ? await takeAsPart(message, address) : undefined;
    if (taken) return taken.reason;
    if (isAllowed && !message.isForOthers && bareMentions.take(message)) {
      return ask({ ...message, addressed: 'mention' }, address);
    }

    await writers.record(message);
    const reason = await followUps.judge(message);
    return reason ?? ask({ ...message, addressed: 'thread' }, address);
  }

  /** Takes a part of a question, or the copy of one. `undefined`: the message is neither. */
  async function takeAsPart(
    message: ChatMessage,
    address: Address,
  ): Promise<{ readonly reason?: DeclineReason | undefined } | undefined> {
    // Its original may have replied to the bot, which a copy cannot do.
    if (message.origin === 'proxy' && (await substitute(message, address))) return {};

    const question = tracker.questionOf(message);
    // Not after a pause: the question that it belongs to may arrive at the same moment.
    if (!question) tracker.recordPart(message);
    const joinable = question ?? (await findInterrupted(message));
    if (joinable && (await joinQuestion(message, joinable))) return {};
    if (!question || !isFromPerson(message)) return undefined;
    return { reason: await askLate(message, address, question) };
  }

  /** For a short time, the store knows questions that this process does not. */
  async function findInterrupted(message: ChatMessage): Promise<Address | undefined> {
    const since = visits.since(message.channel);
    if (clock.now() - since > AFTER_START_MS) return undefined;
    const queue = await turns.open(message.channel);
    const isOlder = ({ acceptedAt }: Turn) => acceptedAt < since;
    return findInterruptedQuestion(message, queue.filter(isOlder))?.address;
  }

  /** Joins the question that the message is a late part of, while people see nothing of its answer. */
  async function joinQuestion(message: ChatMessage, address: Address): Promise<boolean> {
    originals.record(message);
    tracker.recordQuestion(message, address);
    return (await store({ message, address, onlyJoins: true })) !== 'unjoined';
  }

  /** A part whose question has its answer already is the next question, in the same place. */
  function askLate(part: ChatMessage, own: Address, { channel }: Address) {
    const address = channel.id === own.channel.id ? own : { channel };
    return ask({ ...part, addressed: 'thread' }, address);
  }

  /** People who are not let in are not let in under the name of a proxy. */
  function refusalOfOriginal(copy: ChatMessage): DeclineReason | undefined {
    const original = copy.origin === 'proxy' ? originals.find(copy) : undefined;
    const reason = original && classifyMessage(original, parts);
    return reason?.kind === 'denied' ? reason : undefined;
  }

  /** A mention alone is the comment of a forward, or the end of a split text: those have the words. */
  function reasonAgainst(message: ChatMessage): DeclineReason | undefined {
    const reason = refusalOfOriginal(message) ?? classifyMessage(message, parts);
    return reason?.kind === 'wordless' && tracker.partsOf(message).length > 0 ? undefined : reason;
  }

  async function decide(message: ChatMessage, address: Address) {
    if (isFromPerson(message)) loopGuard.recordPerson(message);
    const reason = reasonAgainst(message);
    if (reason?.kind === 'denied' && message.origin !== 'proxy') originals.record(message);
    if (reason?.kind === 'wordless') bareMentions.record(message);
    if (!reason) bareMentions.take(message);
    if (reason?.kind === 'unaddressed') return acceptUnaddressed(message, address);

    // This does not wait for the store, because other parts of the question may arrive meanwhile.
    const recorded = writers.record(message);
    const outcome = reason ?? (await askIfAdmitted(message, address));
    await recorded;
    return outcome;
  }

  async function askIfAdmitted(message: ChatMessage, address: Address) {
    const isBot = !isFromPerson(message) && message.origin === undefined;
    // The parts of one long message count once.
    const isPart = tracker.questionOf(message) !== undefined;
    const isLoop = isBot && !isPart && !loopGuard.admit(message);
    return isLoop ? LOOP : ask(message, address);
  }

  return {
    async accept(message, address) {
      const reason = await decide(message, address);
      if (reason) keepNearby(parts, message, reason);
      const { platform } = message.channel;
      observe?.({ kind: 'message', platform, ...omitUndefined({ declined: reason?.kind }) });
      return reason;
    },

    whenAlone: bareMentions.whenAlone,
    commandQuestions: createCommandQuestions({ clock, store }),
  };
}
