import assert from 'node:assert/strict';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import { type ConsoleOptions, createConsole } from '../../src/console/console.ts';
import { type ConsoleAdmin, createConsoleSessions } from '../../src/console/console-sessions.ts';
import type { ConsoleSources } from '../../src/console/console-sources.ts';
import type { AccessChange, AccessRequest } from '../../src/contracts/access.ts';
import type { ScopeRules } from '../../src/contracts/settings.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { Turn } from '../../src/contracts/turns.ts';
import { createLogTail } from '../../src/lib/log-tail.ts';
import { readRule } from '../../src/settings/read-rule.ts';
import { openStore } from '../../src/store/open-store.ts';
import { NOTHING_USED } from '../../src/usage/add-numbers.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { findFreePort } from './free-port.ts';
import { createRecordingLog } from './recording-log.ts';
import { usualSettings } from './usual-settings.ts';

/** What a test may change about the console. */
interface TestConsoleOptions {
  readonly options?: Partial<ConsoleOptions>;
  readonly token?: string;
  readonly sources?: Partial<ConsoleSources>;
  readonly store?: Store;
  readonly clock?: FakeClock;
}

/** One request. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

/** What came back. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export const CONSOLE_TOKEN = 'a-token-of-the-operator';
export const consoleAdmin: ConsoleAdmin = { platform: 'fake', id: '7', name: 'Ada', roles: [] };

/** Starts a console in front of a bot that only exists as far as the console sees it. It ends with the test. */
export async function startTestConsole(t: TestContext, test: TestConsoleOptions = {}) {
  const clock = test.clock ?? createFakeClock();
  const log = createRecordingLog();
  const store = test.store ?? (await openStore({ url: 'memory:', clock, log }));
  const port = test.options?.port ?? (await findFreePort());
  const admins = new Set([consoleAdmin.id]);
  const open: Turn[] = [];
  const requests: AccessRequest[] = [];
  const decisions: AccessChange[] = [];
  const chosen = new Map<string, ScopeRules>();
  const logTail = createLogTail();
  const sources: ConsoleSources = {
    version: '1.2.3',
    platforms: ['fake'],
    openTurns: () => open,
    stopTurn: async (turnId) => open.some(({ id }) => id === turnId),
    readTurns: async (ids) => ids.map(() => undefined),
    models: {
      defaultModel: 'demo/echo',
      models: async () => [{ name: 'demo/echo', id: 'echo', provider: 'demo' } as never],
      find: async (name) => (name === 'demo/echo' ? ({ name } as never) : undefined),
    },
    usage: {
      today: () => '2026-11-30',
      report: async () => ({ total: NOTHING_USED, by: {} }),
    },
    limits: { totals: () => [] },
    troubles: () => [],
    access: {
      requests: () => requests,
      answer: async (change) => {
        decisions.push(change);
        return requests.length > 0
          ? { ...change, name: 'Eve', by: change.by.name, at: clock.now() }
          : undefined;
      },
    },
    settings: {
      of: usualSettings(),
      explain: () => [
        { name: 'model', by: 'default' },
        { name: 'instructions', by: 'default' },
        { name: 'parameters', parameter: 'temperature', by: 'operator' },
      ],
      personas: () => [{ name: 'pirate', instructions: 'Arr.' }],
      chosen: (scope) => chosen.get(scope) ?? {},
      choose: async (scope, change) => void chosen.set(scope, change(chosen.get(scope) ?? {})),
    },
    readRule,
    file: {
      read: async () => ({ path: 'parley.yaml', text: '', revision: 'r', isWritable: true }),
      check: () => ({ errors: [], warnings: [] }),
      save: async () => 'saved',
    },
    logTail,
    isAdmin: ({ id }) => admins.has(id),
    hideSecrets: (text) => text,
    ...test.sources,
  };
  const sessions = createConsoleSessions({
    store,
    token: test.token ?? CONSOLE_TOKEN,
    isAdmin: sources.isAdmin,
    clock,
  });
  const console = createConsole({
    options: { host: '127.0.0.1', showsText: false, ...test.options, port },
    sources,
    sessions,
    store,
    clock,
    log,
  });
  await console.start();
  t.after(() => console.stop());

  const host = `127.0.0.1:${port}`;
  const ask = (path: string, asked: Asked = {}) => askConsole(port, path, asked);

  /** Logs in, and gives the headers of the page. */
  async function login(code = test.token ?? CONSOLE_TOKEN) {
    const answer = await ask('/api/login', post({ code }));
    assert.equal(answer.status, 200, answer.text);
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
    const session = JSON.parse((await ask('/api/session', { headers: { cookie } })).text);
    return { cookie, 'x-parley-token': String(session.token) };
  }

  return {
    ...{ console, sessions, store, clock, log, logTail, ask, login, port, host },
    ...{ admins, open, requests, decisions, chosen },
  };
}

/** A change, as the page asks for it. */
export function post(value: unknown, headers: Record<string, string> = {}): Asked {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

/** Sends with `node:http`, because `fetch` cannot set Host, Origin and paths that are wrong. */
export function askConsole(port: number, path: string, asked: Asked = {}): Promise<Answered> {
  const { method = 'GET', headers = {}, body } = asked;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      async (response) => {
        let text = '';
        try {
          for await (const chunk of response.setEncoding('utf8')) text += chunk;
        } catch (error) {
          return reject(error);
        }
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Opens /api/changes, and gives what has come when it matches. The stream ends with the test. */
export function readStream(
  t: TestContext,
  port: number,
  { cookie }: { readonly cookie: string },
  pattern: RegExp,
): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  t.after(() => socket.destroy());
  socket.write(`GET /api/changes HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`The stream ended: ${text}`)));
    socket.on('data', (chunk) => {
      text += chunk;
      if (pattern.test(text)) resolve(text);
    });
  });
}
