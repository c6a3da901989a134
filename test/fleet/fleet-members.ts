import type { TestContext } from 'node:test';
import type { ChatWork } from '../../src/fleet/host-chat.ts';
import type { Hosting } from '../../src/fleet/hosting.ts';
import { type OpenFleet, openFleet } from '../../src/fleet/open-fleet.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';

/** What a test makes of a member. */
interface MemberOptions {
  readonly role?: 'all' | 'gateway' | 'worker';
  /** The version of its program, and the newest format that it reads. */
  readonly version?: string;
  readonly storeFormat?: number;
  readonly mostChats?: number;
  onLost?(): void;
}

/** A member of a fleet that lives in this process, beside others. */
export async function startMember(t: TestContext, url: string, options: MemberOptions = {}) {
  const { role = 'all', version = '1.0.0', storeFormat, mostChats, onLost = () => {} } = options;
  const clock = systemClock;
  const store = await openStore({ url, clock, log: silentLog });
  const { database } = store;
  if (!database) throw new Error('This store has no database.');

  const parts = { store, database, role, version, storeFormat, mostChats, clock, log: silentLog };
  // All members of a test have the id of one process.
  const opened: OpenFleet = await openFleet({
    ...parts,
    ...{ onLost, isGone: () => false },
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const hostings: Hosting[] = [];
  const member = {
    ...opened,
    startHosting(work: ChatWork) {
      const hosting = opened.startHosting(work);
      hostings.push(hosting);
      return hosting;
    },
    store,
    database,
    async close() {
      await Promise.all(hostings.map((hosting) => hosting.pause()));
      await Promise.all(hostings.map((hosting) => hosting.stop()));
      opened.stop();
      await opened.membership.release();
      await store.close();
    },
  };
  t.after(() => member.close().catch(() => {}));
  return member;
}

/** Work that records what it is given, and is idle. */
export function recordWork(
  record: (entry: string) => void,
  more: Partial<ChatWork> = {},
): ChatWork {
  return {
    adopt: async (chat, { end }) => record(`adopt ${chat} (${end})`),
    accept: async ({ event }) => record(event.kind === 'deleted' ? event.messageId : event.kind),
    countOpenIn: () => 0,
    release: async (chat) => record(`release ${chat}`),
    ...more,
  };
}
