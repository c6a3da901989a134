import type { TestContext } from 'node:test';
import { type Alerts, createAlerts } from '../../src/alerts/alerts.ts';
import { openTroubleRecords } from '../../src/alerts/trouble-records.ts';
import type { Attempt } from '../../src/contracts/attempt.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { Fleet } from '../../src/contracts/fleet.ts';
import type { NetworkState } from '../../src/contracts/overview.ts';
import type { ModelReport } from '../../src/contracts/router.ts';
import type { Store } from '../../src/contracts/store.ts';
import { createFleetOfOne } from '../../src/fleet/fleet-of-one.ts';
import { createSecretHider } from '../../src/lib/secrets.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';
import { usualSettings } from '../helpers/usual-settings.ts';

/** One message: to a person, as `discord:1`, or to a channel, as `#discord:5`. */
export interface SentMessage {
  readonly to: string;
  readonly text: string;
}

/** Alerts over stand-ins of everything that they are handed. */
export interface StartedAlerts {
  readonly alerts: Alerts;
  readonly clock: FakeClock;
  readonly store: Store;
  readonly sent: SentMessage[];
  readonly logLines: readonly string[];
  /** The people whom no message reaches. */
  readonly unreachable: Set<string>;
  /** What the services say about their models. May be set at any time. */
  report: ModelReport;
  network(name: string, state: NetworkState['state'], problem?: string): Promise<void>;
  /** An attempt of `openai/gpt` with this outcome. */
  attempt(outcome: Attempt['outcome'], more?: Partial<Attempt>): Promise<void>;
  texts(): readonly string[];
}

interface StartOptions {
  readonly clock?: FakeClock;
  /** Of an earlier run. */
  readonly store?: Store;
  readonly targets?: readonly string[] | 'off';
  readonly admins?: Readonly<Record<string, readonly string[]>>;
  readonly fleet?: Fleet;
  readonly update?: Parameters<typeof createAlerts>[0]['update'];
}

const NO_MODELS: ModelReport = { answers: '', providers: [], warnings: [] };

/** Starts alerts, with one admin on each network unless the test says otherwise. They end with the test. */
export async function startAlerts(
  t: TestContext,
  {
    clock = createFakeClock(),
    store = createStore({ adapter: createMemoryAdapter({ clock }), clock }),
    targets = [],
    admins = { discord: ['1'], telegram: ['2'] },
    update,
    fleet = createFleetOfOne({ version: '1', now: clock.now() }),
  }: StartOptions = {},
): Promise<StartedAlerts> {
  const log = createRecordingLog();
  const sent: SentMessage[] = [];
  const unreachable = new Set<string>();
  const record = (to: string, channel: Channel, text: string) => {
    if (unreachable.has(to)) return undefined;
    sent.push({ to, text });
    return { channel, messages: [] };
  };
  const alerts = createAlerts({
    targets,
    records: await openTroubleRecords({ store, clock, log }),
    access: { admins: (platform) => admins[platform] ?? [] },
    direct: {
      async send(platform, id, replyIn) {
        const channel = { platform, id, kind: 'direct' } as const;
        return record(`${platform}:${id}`, channel, replyIn(channel).text);
      },
      sendTo: async (channel, { text }) =>
        record(`#${channel.platform}:${channel.id}`, channel, text),
    },
    languageOf: (_channel, reader) => (reader?.id === 'de' ? 'de' : 'en'),
    settingsOf: usualSettings(),
    timeZone: () => 'UTC',
    models: { describeStart: async () => started.report },
    update,
    fleet,
    names: { platforms: Object.keys(admins), keys: [{ provider: 'openai' }] },
    hideSecrets: createSecretHider(['planted-secret-1']),
    clock,
    log,
  });
  t.after(() => alerts.stop());

  const started: StartedAlerts = {
    alerts,
    clock,
    store,
    sent,
    logLines: log.lines,
    unreachable,
    report: NO_MODELS,
    async network(name, state, problem) {
      alerts.observe({
        kind: 'network',
        state: { name, state, ...(problem === undefined ? {} : { problem }) },
      });
      await clock.advance(0);
    },
    async attempt(outcome, more) {
      const attempt = { provider: 'openai', model: 'gpt', outcome, endMs: 5, ...more };
      alerts.observe({ kind: 'attempt', attempt, purpose: 'answer' });
      await clock.advance(0);
    },
    texts: () => sent.map(({ text }) => text),
  };
  return started;
}
