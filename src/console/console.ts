import type { Fleet } from '../contracts/fleet.ts';
import type { Observation } from '../contracts/observation.ts';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createAssetReader } from '../lib/web/asset-reader.ts';
import { createResponder } from '../lib/web/responder.ts';
import { consoleAddress } from './console-address.ts';
import { createConsoleChanges } from './console-changes.ts';
import { createConsoleHandler } from './console-handler.ts';
import { createConsoleLogin } from './console-login.ts';
import { createConsoleReads } from './console-reads.ts';
import { type ConsoleServer, openConsoleServer } from './console-server.ts';
import type { ConsoleSessions } from './console-sessions.ts';
import type { ConsoleSources } from './console-sources.ts';
import { createConsoleStreams } from './console-streams.ts';
import { createLiveState } from './live-state.ts';
import { createLoginAttempts } from './login-attempts.ts';
import { toShownText } from './to-shown.ts';
import { openTrail } from './trail.ts';

/** The operator's page, live. */
export interface Console {
  /** Takes note of an observation. Returns at once. */
  take(observation: Observation): void;
  /** Listens. Where the port is taken, tries again and again in the background: the bot answers meanwhile. */
  start(): Promise<void>;
  /** A person deleted their data. Resolves when no record says any more that they asked. */
  forgetPerson(platform: string, personId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Where the console listens, and what it may show. */
export interface ConsoleOptions {
  readonly host: string;
  readonly port: number;
  /** The address under which people reach it, behind a proxy. */
  readonly url?: string;
  readonly showsText: boolean;
}

/** What the console is built from. */
export interface ConsoleParts {
  readonly options: ConsoleOptions;
  readonly sources: ConsoleSources;
  readonly sessions: ConsoleSessions;
  readonly store: Store;
  /** Absent: this process is alone on its store. */
  readonly fleet?: Fleet | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

const PAGE = new URL('page/', import.meta.url);
/** Nothing shorter counts as a secret. */
const SHORTEST_SECRET = 8;
const MS_PER_DAY = 24 * 60 * 60_000;

/** Creates the console. It serves its page from `start` on, and takes observations from the beginning. */
export function createConsole(parts: ConsoleParts): Console {
  const { options, sources, sessions, store, fleet, clock, log } = parts;
  const { showsText, port, host } = options;
  const address = consoleAddress(options);
  const isHttps = address.link.startsWith('https:');
  const responder = createResponder(["img-src 'self' data:"], isHttps ? TRANSPORT : {});
  const toJson = (value: unknown) => JSON.stringify(value, hideInTexts);
  const live = createLiveState(sources, clock);
  const trail = openTrail({ store, fleet, clock, log });
  trail.catch((error: unknown) => log.error({ error }, 'console: the ended turns cannot be read'));
  const { logTail } = sources;
  const streams = createConsoleStreams({
    readState: live.read,
    logTail,
    responder,
    toJson,
    clock,
  });
  const handle = createConsoleHandler({
    address,
    port,
    about: { version: sources.version, showsText, startedAt: clock.now() },
    readAsset: createAssetReader(PAGE),
    sessions,
    login: createConsoleLogin(sessions, createLoginAttempts(clock), log),
    reads: createConsoleReads({ sources, live, trail, showsText }),
    changes: createConsoleChanges(sources, log),
    streams,
    responder,
    toJson,
    log,
  });
  let server: ConsoleServer | undefined;

  function hideInTexts(_key: string, value: unknown): unknown {
    const canHold = typeof value === 'string' && value.length >= SHORTEST_SECRET;
    return canHold ? sources.hideSecrets(value) : value;
  }

  return {
    take(observation) {
      const ended = live.take(observation);
      if (!ended) return;
      const { turn, record } = ended;
      const keptMs = sources.settings.of(turn.address.channel).historyDays * MS_PER_DAY;
      trail.then((opened) => opened.add(record, keptMs)).catch(() => {});
      if (streams.hasReaders)
        streams.sendTurn(showsText ? { ...record, ...toShownText(turn) } : record);
    },

    async start() {
      if (!LOOPBACK.test(host) && !isHttps) log.warn({ host }, EXPOSED);
      const onListening = () => log.info({ url: address.link, host }, 'console: ready');
      server = await openConsoleServer({ host, port, handle, onListening, clock, log });
    },

    forgetPerson: async (platform, personId) => (await trail).forgetPerson(platform, personId),

    async stop() {
      streams.closeAll();
      await server?.stop();
      await trail.then((opened) => opened.close()).catch(() => {});
    },
  };
}

/** Once reached encrypted, browsers reach it no other way. */
const TRANSPORT = { 'strict-transport-security': 'max-age=31536000' };
const LOOPBACK = /^(?:127\.|::1$|localhost$)/;
const EXPOSED =
  'console: it listens beyond this machine and without encryption, so who is in between can read the session and act with it. Publish its port on loopback only, or put a proxy with https before it and set CONSOLE_URL';
