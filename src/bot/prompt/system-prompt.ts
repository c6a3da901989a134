import type { Channel } from '../../contracts/chat-message.ts';
import type { Platform } from '../../contracts/platform.ts';
import type { ScopeSettings } from '../../contracts/settings.ts';
import type { Turn } from '../../contracts/turns.ts';
import { networkName } from '../../lib/network-name.ts';
import { networkOf } from '../../lib/network-of.ts';
import { fillPlaceholders } from './fill-placeholders.ts';
import { FRAMES_EXPLAINED } from './frame.ts';
import { nameInPrompt } from './name-in-prompt.ts';

/** What a model must know about a network. */
export type PlatformFacts = Pick<Platform, 'abilities' | 'botName'>;

const SEVERAL_PEOPLE =
  'Several people write in this channel; each of their messages begins with the name of who wrote it. Begin yours without a name.';
const DATES =
  'Each question begins with the date and time at which it was asked. Begin your answers without them.';

/**
 * Writes the instructions of the place, and what the model must know about the channel. The same for all
 * questions of a channel, so that services need not read it again: what changes is in the question. Only
 * placeholders of the instructions can change.
 */
export function systemPromptFor(
  turn: Turn,
  { instructions, timeZone }: Pick<ScopeSettings, 'instructions' | 'timeZone'>,
  platform?: PlatformFacts,
): string {
  const { channel } = turn.address;
  const isShared = channel.kind !== 'direct';
  const botName = platform?.botName();
  const paragraphs = [
    fillPlaceholders(instructions, turn, { timeZone, botName }),
    [describeChannel(channel, botName), platform?.abilities].filter(Boolean).join(' '),
    isShared ? SEVERAL_PEOPLE : '',
    `${DATES} ${FRAMES_EXPLAINED}`,
  ];
  return paragraphs.filter(Boolean).join('\n\n');
}

function describeChannel(channel: Channel, botName: string | undefined): string {
  const { platform, kind, name, parentName, serverName } = channel;
  const network = networkOf(platform);
  const labels = {
    direct: 'a direct chat',
    group: `the ${serverName === undefined ? 'group' : 'channel'}${quote(name)}`,
    thread: `the ${network === 'telegram' ? 'topic' : 'thread'}${quote(name)}`,
  };
  const within = [parentName, serverName]
    .filter((outer) => outer !== undefined && outer !== name)
    .map((outer) => ` of${quote(outer)}`);
  const identity = botName === undefined ? 'You are' : `You are${quote(botName)},`;
  return `${identity} in ${labels[kind]}${within.join('')} on ${networkName(platform)}.`;
}

function quote(name: string | undefined): string {
  const line = nameInPrompt(name);
  return line ? ` “${line}”` : '';
}
