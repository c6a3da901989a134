import type { Sendable } from '../telegram/chat.ts';
import type { LocalTelegram } from '../telegram/index.ts';
import type { Trouble } from './trouble.ts';

const SLOW_MS = 2000;
const FLOOD_SECONDS = 3;
const CUT_MS = 10_000;

/** Lists what can break on the local Telegram. */
export function listTelegramTroubles({ controls, rooms }: LocalTelegram): readonly Trouble[] {
  const { faults } = controls;
  const forbidden = new Set<Sendable>();

  /** The ids of the groups, each once however many topics it has. */
  function listGroupIds(): readonly string[] {
    const groups = rooms().filter(({ kind }) => kind === 'group' || kind === 'topic');
    const chatIds = groups.map(({ id }) => id.split('/')[0] ?? id);
    return [...new Set(chatIds)].filter((id) => id.startsWith('-'));
  }
  const inGroups = (act: (chatId: string) => void) => () => listGroupIds().forEach(act);
  function forbid(content: Sendable, isForbidden: boolean): void {
    if (isForbidden) forbidden.add(content);
    else forbidden.delete(content);
    for (const id of listGroupIds()) controls.restrictBot(id, [...forbidden]);
  }

  const group = 'telegram' as const;
  return [
    {
      id: 'telegram-slow',
      group,
      label: 'Slow network',
      about: 'Each answer to it comes 2 s later.',
      begin: () => faults.slowDown(SLOW_MS),
      end: () => faults.slowDown(0),
    },
    {
      id: 'telegram-flood',
      group,
      label: '429 storm',
      about: 'Every call gets “429, wait 3 s”.',
      begin: () => faults.flood(FLOOD_SECONDS),
      end: () => faults.flood(undefined),
    },
    {
      id: 'telegram-cut',
      group,
      label: 'Connection cut',
      about: 'No polling for 10 s; then it catches up.',
      lastsMs: CUT_MS,
      begin: () => faults.setPollingCut(true),
      end: () => faults.setPollingCut(false),
    },
    {
      id: 'telegram-privacy',
      group,
      label: 'Privacy mode',
      about: 'It sees only what is meant for it in groups.',
      begin: () => controls.setPrivacy(true),
      end: () => controls.setPrivacy(false),
    },
    {
      id: 'telegram-kick',
      group,
      label: 'Kicked out',
      about: 'Out of the groups, until you end it.',
      begin: inGroups((id) => controls.kickBot(id)),
      end: inGroups((id) => controls.addBot(id)),
    },
    {
      id: 'telegram-silence',
      group,
      label: 'Muted',
      about: 'It may not write in groups.',
      begin: () => forbid('text', true),
      end: () => forbid('text', false),
    },
    {
      id: 'telegram-no-files',
      group,
      label: 'No files',
      about: 'It may not send files in groups.',
      begin: () => forbid('files', true),
      end: () => forbid('files', false),
    },
  ];
}
