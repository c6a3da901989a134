import pg from 'pg';
import type { Database } from '../../contracts/database.ts';
import type { Log } from '../../lib/log.ts';
import type { RunInSession } from './run-in-session.ts';

/** Who listens to which channels, while sessions come and go. */
interface Listeners extends Pick<Database, 'listen'> {
  onPayload(channel: string, payload: string): void;
  /** Listens to everything in a new session. Rejects when that is lost. */
  onUp(): Promise<void>;
  onDown(): void;
}

interface Listener {
  onPayload(payload: string): void;
  onGap(): void;
}

/** Creates the list of listeners to the notifications of PostgreSQL. */
export function createListeners({ run, log }: { run: RunInSession; log: Log }): Listeners {
  const channels = new Map<string, Set<Listener>>();
  let isUp = false;
  /** The channels to which this session listens. */
  const heard = new Set<string>();

  async function start(channel: string): Promise<void> {
    await run(`LISTEN ${pg.escapeIdentifier(channel)}`);
    if (!channels.has(channel)) return;
    heard.add(channel);
    // What was notified before is missing.
    tell(channel, ({ onGap }) => onGap());
  }

  function tell(channel: string, call: (listener: Listener) => void): void {
    for (const listener of channels.get(channel) ?? []) {
      try {
        call(listener);
      } catch (error) {
        log.error({ channel, error }, 'store: a notification was not handled');
      }
    }
  }

  function stop(channel: string): void {
    channels.delete(channel);
    if (!heard.delete(channel)) return;
    run(`UNLISTEN ${pg.escapeIdentifier(channel)}`).catch(() => {});
  }

  return {
    listen(channel, onPayload, onGap) {
      const listener = { onPayload, onGap };
      const known = channels.get(channel);
      const listeners = known ?? new Set();
      channels.set(channel, listeners.add(listener));
      // When the session is lost meanwhile, the next one listens.
      if (!known && isUp) start(channel).catch(() => {});

      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && channels.get(channel) === listeners) stop(channel);
      };
    },

    onPayload: (channel, payload) => tell(channel, (listener) => listener.onPayload(payload)),

    async onUp() {
      isUp = true;
      await Promise.all([...channels.keys()].map(start));
    },

    onDown() {
      isUp = false;
      heard.clear();
    },
  };
}
