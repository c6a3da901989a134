import type { Conversations } from '../../contracts/conversations.ts';
import type { Limits, Spending } from '../../contracts/limits.ts';
import type { Observe } from '../../contracts/observation.ts';
import type { Router } from '../../contracts/router.ts';
import type { SettingsOf } from '../../contracts/settings.ts';
import type { Summaries, SummaryDraft } from '../../contracts/summaries.ts';
import type { Turn } from '../../contracts/turns.ts';
import { ProviderError } from '../../errors.ts';
import { chatKey } from '../../lib/chat-key.ts';
import type { Clock } from '../../lib/clock.ts';
import { cutEnd } from '../../lib/cut-end.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import type { Log } from '../../lib/log.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { observeAttempts } from '../observe-attempts.ts';
import { askForSummary } from './ask-for-summary.ts';
import { createTokenCounter, type TokenCounter } from './token-counter.ts';
import {
  SUMMARY_INSTRUCTIONS,
  writeExchange,
  writeSummaryRequest,
} from './write-summary-request.ts';

/** Summarises in the background what prompts no longer hold. */
export interface Summarizer {
  /**
   * Starts to summarise everything before the turn with the sequence number `historyStart`, and returns at
   * once. Does nothing while too many summaries are under way: the next answer tries again.
   *
   * @param model The model that answered, as people name models.
   */
  start(turn: Turn, model: string, historyStart: number): void;
  /** Aborts those of a chat (see `chatKey`), where another process answers from now on. Resolves when they have ended. */
  release(chat: string): Promise<void>;
  /** Aborts the summaries under way. Resolves when all have ended. */
  stop(): Promise<void>;
}

/** Everything that summaries need. */
export interface SummarizerParts {
  readonly router: Pick<Router, 'find' | 'stream'>;
  readonly conversations: Pick<Conversations, 'history'>;
  readonly summaries: Summaries;
  /** Absent: the model of the conversation writes its summary. */
  readonly settingsOf?: SettingsOf;
  /** Absent: nothing is limited, and nothing is counted. */
  readonly limits?: Pick<Limits, 'spendingOf'>;
  readonly observe?: Observe | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

interface RunningSummary {
  readonly chat: string;
  readonly release: AbortController;
  readonly ended: Promise<void>;
}

/** Answers come first: they need the same models. */
const MAX_RUNNING = 2;
/** After a failure, a conversation waits this long for the next summary. */
const PAUSE_AFTER_FAILURE_MS = 10 * 60_000;
const MAX_PAUSED = 10_000;
/** Bounds the cost of the first summary of a long conversation. The oldest turns are left out. */
const MAX_TURNS = 400;
const MAX_REQUESTS = 8;
/** Bounds each question and each answer, of which a summary needs only the gist. */
const MAX_CHARACTERS = 3_000;
/** The share of the room for one text, so that several fit. */
const SHARE_OF_TEXT = 1 / 8;
const MAX_SUMMARY_CHARACTERS = 4_000;
/** The share of a prompt for the summary so far. One character per token is a safe estimate. */
const SHARE_OF_SUMMARY = 1 / 4;

/** Creates the summarizer. */
export function createSummarizer(parts: SummarizerParts): Summarizer {
  const { clock, log, summaries } = parts;
  const running = new Map<string, RunningSummary>();
  const paused = createExpiringMap<string, true>({ clock, maxEntries: MAX_PAUSED });
  const stopping = new AbortController();

  async function run(
    turn: Turn,
    model: string,
    draft: SummaryDraft,
    released: AbortSignal,
  ): Promise<void> {
    const { conversation } = turn;
    const signal = AbortSignal.any([draft.signal, released, stopping.signal]);
    try {
      await summarize(parts, turn, model, draft, signal);
    } catch (error) {
      if (signal.aborted) return;
      const { message } = error instanceof ProviderError ? error : { message: error };
      log.warn({ conversation, error: message }, 'summary: failed, the oldest turns are left out');
      paused.set(conversation, true, PAUSE_AFTER_FAILURE_MS);
    } finally {
      summaries.end(draft);
      running.delete(conversation);
    }
  }

  return {
    start(turn, model, historyStart) {
      const { conversation } = turn;
      const isFree = running.size < MAX_RUNNING && !running.has(conversation);
      if (!isFree || paused.has(conversation) || stopping.signal.aborted) return;

      const draft = summaries.begin(turn, historyStart - 1);
      const release = new AbortController();
      const ended = run(turn, model, draft, release.signal);
      running.set(conversation, { chat: chatKey(turn.address.channel), release, ended });
    },

    async release(chat) {
      const released = [...running.values()].filter((each) => each.chat === chat);
      for (const { release } of released) release.abort();
      await Promise.all(released.map(({ ended }) => ended));
    },

    async stop() {
      stopping.abort();
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

async function summarize(
  parts: SummarizerParts,
  turn: Turn,
  answeringModel: string,
  draft: SummaryDraft,
  signal: AbortSignal,
): Promise<void> {
  const { settingsOf, summaries, observe, clock, log } = parts;
  const settings = settingsOf?.(turn.address.channel);
  const model = settings?.summaryModel ?? answeringModel;
  const previous = await summaries.find(turn);
  const turns = await readTurns(parts, turn, (previous?.to ?? 0) + 1, draft.to);
  const counter = createTokenCounter(await parts.router.find(model));
  const chunks = divide(turns, counter, settings?.timeZone ?? 'UTC');
  const [oldest] = chunks.flat();
  if (!oldest) return;

  const spending = spendingFor(parts, turn);
  const onAttempt = observeAttempts(observe, 'summary');
  let written = { text: previous?.text ?? '', model };
  for (const chunk of chunks) {
    const transcript = writeSummaryRequest(
      written.text,
      chunk.map(({ text }) => text),
    );
    const { conversation } = turn;
    const request = { model, system: SUMMARY_INSTRUCTIONS, transcript, conversation, spending };
    const { text, model: writer } = await askForSummary(parts, { ...request, onAttempt }, signal);
    if (signal.aborted) return;
    written = { text: cutEnd(text, maxSummaryCharacters(counter)), model: writer };
  }

  const outcome = await summaries.keep(draft, {
    text: written.text,
    from: previous?.from ?? oldest.sequence,
    since: previous?.since ?? oldest.acceptedAt,
    to: draft.to,
    epoch: turn.epoch,
    model: written.model,
    at: clock.now(),
  });
  const covered = { conversation: turn.conversation, to: draft.to, model: written.model };
  log.info(covered, outcome === 'kept' ? 'summary: made' : 'summary: dropped, a turn has changed');
}

/** A summary is for all, but the question of this person made it necessary. */
function spendingFor(
  { limits }: SummarizerParts,
  { id, address, inputs }: Turn,
): Spending | undefined {
  const author = inputs[0]?.author;
  const person = author && { id: author.id, name: author.name };
  return limits?.spendingOf(omitUndefined({ channel: address.channel, person }), 'summary', id);
}

/** The turns from one sequence number to another, oldest first. */
async function readTurns(
  { conversations }: SummarizerParts,
  turn: Turn,
  from: number,
  to: number,
): Promise<readonly Turn[]> {
  const turns: Turn[] = [];
  for await (const earlier of conversations.history({ ...turn, sequence: to + 1 })) {
    if (earlier.sequence < from || turns.length === MAX_TURNS) break;
    turns.unshift(earlier);
  }
  return turns;
}

interface WrittenExchange extends Pick<Turn, 'sequence' | 'acceptedAt'> {
  readonly text: string;
}

/** Divides the turns into parts that fit one request each. */
function divide(
  turns: readonly Turn[],
  counter: TokenCounter,
  timeZone: string,
): readonly (readonly WrittenExchange[])[] {
  const otherTokens = counter.text(SUMMARY_INSTRUCTIONS) + maxSummaryCharacters(counter);
  const freeTokens = counter.promptTokens - otherTokens;
  const maxCharacters = Math.min(MAX_CHARACTERS, freeTokens * SHARE_OF_TEXT);

  const chunks: WrittenExchange[][] = [];
  let tokens = Infinity;
  for (const turn of turns) {
    const text = writeExchange(turn, timeZone, Math.floor(maxCharacters));
    tokens += counter.text(text);
    if (tokens > freeTokens) {
      chunks.push([]);
      tokens = counter.text(text);
    }
    const { sequence, acceptedAt } = turn;
    chunks.at(-1)?.push({ sequence, acceptedAt, text });
  }
  return chunks.slice(-MAX_REQUESTS);
}

function maxSummaryCharacters({ promptTokens }: TokenCounter): number {
  return Math.floor(Math.min(MAX_SUMMARY_CHARACTERS, promptTokens * SHARE_OF_SUMMARY));
}
