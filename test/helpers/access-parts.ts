import { createAccess } from '../../src/access/access.ts';
import { openChatMoves } from '../../src/access/chat-moves.ts';
import { openGrants } from '../../src/access/grants.ts';
import { createPairing } from '../../src/access/pairing.ts';
import type { Access, AccessRules } from '../../src/contracts/access.ts';
import type { Platform } from '../../src/contracts/platform.ts';
import type { SettingsOf } from '../../src/contracts/settings.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from './fake-clock.ts';
import { usualSettings } from './usual-settings.ts';

interface AccessOptions {
  readonly admins?: readonly string[];
  readonly allowedUsers?: readonly string[];
  readonly allowedChats?: readonly string[];
  rules?(): Partial<AccessRules> | undefined;
  readonly settingsOf?: SettingsOf;
  readonly platform?: Pick<Platform, 'identity' | 'isModerator'>;
}

/** The access rules over a store in memory, and the parts that change them. */
export async function createAccessParts({
  admins = [],
  allowedUsers = [],
  allowedChats = [],
  rules = () => undefined,
  settingsOf = usualSettings(),
  platform,
}: AccessOptions = {}) {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const log = silentLog;
  const grants = await openGrants({ store, clock, log });
  const access: Access = createAccess({
    variables: { admins, allowedUsers, allowedChats },
    rules,
    grants,
    moves: await openChatMoves({ store, clock, log }),
    settingsOf,
    findPlatform: () => platform,
    clock,
    log,
  });
  return { access, grants, pairing: createPairing({ store, grants, clock }), store, clock };
}
