import { randomUUID } from 'node:crypto';
import type { Access } from '../contracts/access.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { Fleet } from '../contracts/fleet.ts';
import type {
  Admission,
  LimitedQuestion,
  LimitRules,
  LimitState,
  Limits,
} from '../contracts/limits.ts';
import type { Observe } from '../contracts/observation.ts';
import type { Store } from '../contracts/store.ts';
import type { Spender, UsageLedger } from '../contracts/usage.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { isInDollars } from '../lib/page/is-in-dollars.ts';
import { NEARLY_SHARE, shareUsed } from '../lib/page/share-used.ts';
import { personKey } from '../lib/person-key.ts';
import { createSlidingWindow } from '../lib/sliding-window.ts';
import { createAnswerAccounts } from './answer-account.ts';
import { createCommandLimits } from './command-limits.ts';
import { createLimitMeter, keyOfLimit, MINUTE_MS } from './limit-meter.ts';
import { createLimitSharing } from './limit-sharing.ts';
import { type LimitInForce, type LimitList, listLimits, listTotals } from './list-limits.ts';
import { createOpenHolds, LONGEST_WAIT_FOR_HOLDS_MS } from './open-holds.ts';
import { createRoles } from './roles.ts';
import { createSpending } from './spending.ts';
import { createToldMarks } from './told-marks.ts';

/** The rules, the ledger, and the parts that know people. */
export interface LimitsParts {
  /** The present `Routing.limits`. `undefined`: nothing is limited. */
  rules(): ReadonlyMap<string, LimitRules> | undefined;
  readonly ledger: Pick<UsageLedger, 'hold' | 'settle' | 'countAnswer' | 'spent' | 'heldElsewhere'>;
  readonly access: Pick<Access, 'isAdmin' | 'isModerator'>;
  /** The zone of the operator's days and months. */
  timeZone(): string;
  readonly store: Pick<Store, 'swap'>;
  readonly fleet: Pick<Fleet, 'self' | 'members' | 'onMembers' | 'tell' | 'onTold'>;
  readonly observe: Observe;
  readonly clock: Clock;
  readonly log: Log;
}

/** A full memory forgets those who have waited the longest. */
const MAX_KEYS = 20_000;
const NO_RULES: ReadonlyMap<string, LimitRules> = new Map();
const NO_SIGNAL = new AbortController().signal;

/** Creates the limits. An edited `parley.yaml` counts from the next question on. */
export function createLimits(parts: LimitsParts): Limits {
  const { access, observe, clock } = parts;
  const rules = () => parts.rules() ?? NO_RULES;
  const roles = createRoles(access, rules);
  const ofAll = { scope: 'bot', period: 'month' } as const;
  const holds = createOpenHolds(clock, () => (parts.ledger.heldElsewhere?.(ofAll).tokens ?? 0) > 0);
  const lastMinute = createSlidingWindow({ clock, maxKeys: MAX_KEYS });
  const onHappened = (key: string) => void lastMinute.add(key, MINUTE_MS);
  const sharing = createLimitSharing({ ...parts, onHappened });
  const meter = createLimitMeter({ ...parts, holds, sharing, lastMinute });
  const marks = createToldMarks(parts);
  const accounts = createAnswerAccounts({
    ...parts,
    meter,
    holds,
    onReached: (limit, { channel }) => observeOnce(limit, 1, channel),
  });
  // The ids of two processes differ, also for the same turn.
  const runId = randomUUID().slice(0, 8);
  let lastId = 0;

  function observeOnce(limit: LimitInForce, share: 0.8 | 1, channel: Channel): void {
    if (isPerMinute(limit) || limit.most === 0) return;
    const state = meter.state(limit);
    void marks.claim(`observed ${share} ${keyOfLimit(limit)}`, state.resetsAt).then((isFirst) => {
      if (isFirst) observe({ kind: 'limit', limit: state, share, channel });
    });
  }

  /** Waits while running answers hold back all that is left. */
  async function waitForHolds(list: LimitList, signal: AbortSignal): Promise<void> {
    const giveUpAt = clock.now() + LONGEST_WAIT_FOR_HOLDS_MS;
    for (;;) {
      const reached = list.measured.filter(meter.isReached);
      const remainingMs = giveUpAt - clock.now();
      const mayHelp = reached.length > 0 && reached.every(meter.isOnlyHeld);
      if (!mayHelp || remainingMs <= 0 || signal.aborted) return;
      await holds.whenOneEnds(remainingMs, signal);
    }
  }

  /** The limits of this person that are nearly reached at this moment, each once in its period. */
  function nearlyReachedBy(nearly: readonly LimitInForce[]): () => Promise<LimitState[]> {
    const own = nearly
      .filter(({ person }) => person !== undefined)
      .map((limit) => ({ key: `told ${keyOfLimit(limit)}`, state: meter.state(limit) }));
    return async () => {
      const told: LimitState[] = [];
      for (const { key, state } of own) {
        if (await marks.claim(key, state.resetsAt)) told.push(state);
      }
      return told;
    };
  }

  async function listFor({ author, channel }: LimitedQuestion): Promise<LimitList> {
    const role = await roles.find(author, channel);
    const key = personKey(channel.platform, author.id);
    return withoutCommands(listLimits(rules(), channel, { key, role }));
  }

  async function findRefusal(question: LimitedQuestion): Promise<LimitState | undefined> {
    const { measured } = await listFor(question);
    const refusing = measured.find((limit) => {
      if (isPerMinute(limit)) return !question.isResumed && meter.isReached(limit);
      return limit.degrade === undefined && meter.isReached(limit) && !meter.isOnlyHeld(limit);
    });
    return refusing && meter.state(refusing);
  }

  async function admit(
    question: LimitedQuestion,
    signal: AbortSignal = NO_SIGNAL,
  ): Promise<Admission> {
    const { channel, turnId, isResumed } = question;
    const list = await listFor(question);
    await waitForHolds(list, signal);

    // From here to the reservation, it is one step of the event loop.
    const reached = list.measured.filter(meter.isReached);
    const tooFast = isResumed ? undefined : reached.find(isPerMinute);
    if (tooFast) return { kind: 'refused', limit: meter.state(tooFast) };
    const admitted = { question, list, id: `${turnId}:${runId}${++lastId}`, signal };
    const byLimit = accounts.decide(
      admitted,
      reached.filter((limit) => !isPerMinute(limit)),
    );
    if (byLimit) return byLimit;

    const spending = accounts.open(admitted);
    const nearly = list.measured.filter((limit) => !isPerMinute(limit) && isNearlyReached(limit));
    for (const limit of nearly) observeOnce(limit, NEARLY_SHARE, channel);
    return { kind: 'admitted', spending, claimNearlyReached: nearlyReachedBy(nearly) };
  }

  function isNearlyReached(limit: LimitInForce): boolean {
    const used = meter.used(limit);
    return used >= limit.most * NEARLY_SHARE && used < limit.most;
  }

  function statesOf(measured: readonly LimitInForce[]): readonly LimitState[] {
    return measured.map(meter.state).toSorted((a, b) => shareUsed(b) - shareUsed(a));
  }

  return {
    admit,
    findRefusal,

    spendingOf(spender: Spender, purpose, id) {
      const list = listLimits(rules(), spender.channel);
      const budgets = list.measured.filter(isInDollars);
      const { allowsUnpriced } = list;
      const limits = { budgets, allowsUnpriced };
      return createSpending(
        { ...parts, meter, holds },
        { id: `${id}:${runId}${++lastId}`, spender, purpose, limits },
      );
    },

    ...createCommandLimits({ roles, rules, meter, clock }),
    runAtOnce: sharing.run,
    runningElsewhere: sharing.runningElsewhere,

    async states(author: Author, channel) {
      const role = await roles.find(author, channel);
      const person = { key: personKey(channel.platform, author.id), role };
      return statesOf(listLimits(rules(), channel, person).measured);
    },

    totals() {
      return [...rules()].flatMap(([scope, { total }]) =>
        total ? statesOf(listTotals(scope, total)) : [],
      );
    },
  };
}

function isPerMinute({ measure }: LimitInForce): boolean {
  return measure === 'answersPerMinute' || measure === 'commandsPerMinute';
}

function withoutCommands(list: LimitList): LimitList {
  return {
    ...list,
    measured: list.measured.filter(({ measure }) => measure !== 'commandsPerMinute'),
  };
}
