import type { LocalDiscord } from '../discord/index.ts';
import type { PermissionName } from '../discord/permissions.ts';
import type { Trouble } from './trouble.ts';

const SLOW_MS = 2000;
const FLOOD_MS = 3000;
const CUT_MS = 10_000;

/** Lists what can break on the local Discord. */
export function listDiscordTroubles({ controls, rooms }: LocalDiscord): readonly Trouble[] {
  const { faults } = controls;
  const deniedPermissions = new Set<PermissionName>();

  /** Permissions are taken in all channels of the server, and with them in the threads. */
  function applyPermissions(): void {
    for (const { id, kind } of rooms())
      if (kind === 'channel' || kind === 'forum')
        controls.denyPermissions(id, [...deniedPermissions]);
  }
  function deny(name: PermissionName, isDenied: boolean): void {
    if (isDenied) deniedPermissions.add(name);
    else deniedPermissions.delete(name);
    applyPermissions();
  }

  const group = 'discord' as const;
  return [
    {
      id: 'discord-slow',
      group,
      label: 'Slow network',
      about: 'Each of its requests takes 2 s.',
      begin: () => faults.slowDown(SLOW_MS),
      end: () => faults.slowDown(0),
    },
    {
      id: 'discord-flood',
      group,
      label: '429 storm',
      about: 'Every write gets “429, wait 3 s”.',
      begin: () => faults.flood(FLOOD_MS),
      end: () => faults.flood(undefined),
    },
    {
      id: 'discord-cut',
      group,
      label: 'Connection cut',
      about: 'No gateway for 10 s; then it resumes.',
      lastsMs: CUT_MS,
      begin: () => controls.setCut(true),
      end: () => controls.setCut(false),
    },
    {
      id: 'discord-kick',
      group,
      label: 'Kicked out',
      about: 'Out of the server, until you end it.',
      begin: () => controls.setBotMembership(false),
      end: () => controls.setBotMembership(true),
    },
    {
      id: 'discord-silence',
      group,
      label: 'No “Send Messages”',
      about: 'It may not write in the channels.',
      begin: () => {
        deny('sendMessages', true);
        deny('sendInThreads', true);
      },
      end: () => {
        deny('sendMessages', false);
        deny('sendInThreads', false);
      },
    },
    {
      id: 'discord-no-files',
      group,
      label: 'No “Attach Files”',
      about: 'It may not send files.',
      begin: () => deny('attachFiles', true),
      end: () => deny('attachFiles', false),
    },
  ];
}
