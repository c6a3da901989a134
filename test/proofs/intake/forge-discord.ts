import type { Random } from '../../chaos/random.ts';
import type { ScriptedDiscord } from '../../platforms/discord/scripted-discord.ts';
import { ADA, CLEAN_CHANNEL, discordPayloads, pressEvent } from './discord-payloads.ts';
import { mapFields } from './map-fields.ts';
import { mutate } from './mutate.ts';

const STRANGER = { id: '66', username: 'mallory', discriminator: '0', avatar: null };
/** Ids that exist elsewhere; neither Ada's nor that of the channel of the good questions. */
const IDS = [
  '66',
  '67',
  '900',
  '20',
  '21',
  '30',
  '2',
  '3',
  '1000',
  '5001',
  '901',
  7,
  '../x',
  '1/2',
];

const COMMANDS_OF_STRANGERS = [
  {
    type: 1,
    id: '1',
    name: 'model',
    options: [{ type: 3, name: 'name', value: 'openai/other-model' }],
  },
  { type: 1, id: '1', name: 'reset' },
  { type: 1, id: '1', name: 'stop' },
  {
    type: 1,
    id: '1',
    name: 'regenerate',
    options: [{ type: 3, name: 'model', value: 'other-model' }],
  },
];

const FORGED_IDS: readonly unknown[] = [
  'stop:1',
  'regenerate:1:1',
  'regenerate:1:-1',
  'regenerate:1:999999999',
  'regenerate:NaN:NaN',
  'continue:1',
  'continue:99999999999999999999',
  'model:page:1e9',
  'reset',
  '__proto__:1',
  'x'.repeat(300),
  '\u0000\u0001\ud800',
  5,
  null,
];

/** Kinds of events that a person causes in a channel. */
const OF_PEOPLE = /^(MESSAGE_CREATE|MESSAGE_UPDATE|INTERACTION_CREATE)$/;
const ofPeople = discordPayloads.filter(({ t }) => OF_PEOPLE.test(t));

/** A dispatch of the gateway: an event of Ada, in her own channels, mutated. */
export function forgeOfAda(random: Random, sequence: number): string {
  const { t, d } = random.pick(discordPayloads);
  const moved = mapFields(d, (name, value) => {
    if (name === 'channel_id' && (value === '10' || value === '11')) return '20';
    return name === 'guild_id' && value === '1' ? '2' : value;
  });
  const data = mutateUntil(moved, random, (json) => !/"10"|:10\b/.test(json));
  return dispatch(t, sequence, data);
}

/** As `forgeOfAda`, of a stranger, in their own channel and in the channel of the good questions. */
export function forgeOfOther(random: Random, sequence: number, answers: readonly string[]): string {
  const { t, d } = forgeEvent(random, answers);
  return dispatch(
    t,
    sequence,
    mutateUntil(d, random, (json) => !isOfAda(json)),
  );
}

function forgeEvent(random: Random, answers: readonly string[]) {
  if (random.chance(0.2) && answers.length > 0)
    return pressEvent(STRANGER, random.pick(answers), random.pick(FORGED_IDS));

  const { t, d } = random.pick(ofPeople);
  const isInChannel = random.chance(0.6);
  const data = mapFields(d, (name, value) => {
    if (value === ADA.id) return STRANGER.id;
    if (name === 'channel_id') return isInChannel ? CLEAN_CHANNEL.channel_id : '31';
    if (name === 'guild_id') return isInChannel ? CLEAN_CHANNEL.guild_id : undefined;
    return name === 'content' && typeof value === 'string' ? `${value} STRANGER` : value;
  });
  const isCommand = t === 'INTERACTION_CREATE' && random.chance(0.5);
  return {
    t,
    d: isCommand ? { ...Object(data), type: 2, data: random.pick(COMMANDS_OF_STRANGERS) } : data,
  };
}

function mutateUntil(data: unknown, random: Random, isAllowed: (json: string) => boolean): string {
  for (;;) {
    const json = mutate(data, random, IDS);
    if (isAllowed(json)) return json;
  }
}

/** A stranger with Ada's id is Ada. */
function isOfAda(json: string): boolean {
  const data = JSON.parse(json);
  const authors = [data?.author, data?.user, data?.member?.user];
  return authors.some((author) => author?.id === ADA.id || author?.id === Number(ADA.id));
}

function dispatch(name: string, sequence: number, data: string): string {
  return `{"op":0,"t":${JSON.stringify(name)},"s":${sequence},"d":${data}}`;
}

/** Asks a good question in a channel. */
export function askOnDiscord(
  discord: ScriptedDiscord,
  marker: string,
  place: { readonly channel_id: string; readonly guild_id?: string },
): void {
  discord.sendEvent('MESSAGE_CREATE', {
    id: String(100_000 + Number(/\d+/.exec(marker)?.[0])),
    ...place,
    author: ADA,
    type: 0,
    content: `<@900> ${marker}`,
    timestamp: '2026-11-21T10:00:00.000000+00:00',
    mentions: [{ id: '900', username: 'parley' }],
  });
}
