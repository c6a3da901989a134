import type { Random } from '../../chaos/random.ts';
import type { BareTelegram, SentMessage } from './bare-telegram.ts';
import { mapFields } from './map-fields.ts';
import { mutate } from './mutate.ts';
import { ANN, CLEAN_GROUP, callbackUpdate, telegramPayloads } from './telegram-payloads.ts';

const STRANGER = { id: 666, is_bot: false, first_name: 'Mallory' };
/** Ids that exist elsewhere; neither Ann's nor that of the group of the good questions. */
const IDS = [666, 667, 8, 1, -100, -51, -1002, 41, 42, 5_001, 5_002, 5, 'abc', '-100/5'];

const COMMANDS_OF_STRANGERS = [
  '/model openai/other-model',
  '/model@ParleyBot openai/other-model',
  '/reset@ParleyBot',
  '/stop@ParleyBot',
  '/regenerate@ParleyBot openai/other-model',
  '/continue@ParleyBot',
];

/** Data that no button of the message has. */
const FORGED_DATA: readonly unknown[] = [
  'stop:1',
  'regenerate:1:1',
  'regenerate:1:-1',
  'regenerate:1:999999999',
  'regenerate:NaN:NaN',
  'regenerate',
  'continue:99999999999999999999',
  'model:page:-1',
  'model:page:1e9',
  'reset',
  '__proto__:1',
  'constructor',
  ':',
  'x'.repeat(300),
  '\u0000\u0001\ud800',
  5,
  null,
];

/** What a person causes. Telegram itself tells of migrations and memberships, and nobody can forge that. */
const ofPeople = telegramPayloads.filter(
  (update) =>
    /"(message|edited_message|callback_query)"/.test(JSON.stringify(update)) &&
    !JSON.stringify(update).includes('migrate_to'),
);

/** The fields of an update of Ann, in her own chats, mutated. */
export function forgeOfAnn(random: Random): string {
  const update = mapFields(random.pick(telegramPayloads), (name, value) =>
    name === 'id' && value === CLEAN_GROUP.id ? -51 : value,
  );
  return fieldsOf(update, random, (json) => !/:-50\b/.test(json));
}

/** The fields of an update of a stranger, in their own chats and in the group of the good questions, mutated. */
export function forgeOfStranger(random: Random, answers: readonly SentMessage[]): string {
  const isPress = random.chance(0.2) && answers.length > 0;
  const forged = isPress ? forgePress(random, answers) : forgeMessage(random);
  // Telegram gives each query an id of its own: one that was answered already falls back to a message.
  const update = mapFields(forged, (name, value) =>
    name === 'callback_query' ? { ...Object(value), id: String(random.below(2 ** 31)) } : value,
  );
  return fieldsOf(update, random, (json) => !isOfAnn(json));
}

function forgeMessage(random: Random): object {
  const message = { message_id: 43, date: 1_700_000_000, from: STRANGER, chat: CLEAN_GROUP };
  if (random.chance(0.1))
    return { message: { ...message, text: random.pick(COMMANDS_OF_STRANGERS) } };

  const isInGroup = random.chance(0.5);
  return mapFields(random.pick(ofPeople), (name, value) => {
    if (name === 'chat' && isInGroup) return CLEAN_GROUP;
    if (name === 'id' && value === ANN.id) return STRANGER.id;
    const isWords = ['text', 'caption', 'title', 'first_name'].includes(name);
    return isWords && typeof value === 'string' && !value.startsWith('/')
      ? `${value} STRANGER`
      : value;
  });
}

function forgePress(random: Random, answers: readonly SentMessage[]): object {
  const { messageId, buttons } = random.pick(answers);
  const data = random.pick([...buttons, ...FORGED_DATA]);
  return callbackUpdate(STRANGER, CLEAN_GROUP, messageId, data);
}

/** Mutates until the payload is still one that the network could have sent for this person. */
function fieldsOf(update: object, random: Random, isAllowed: (json: string) => boolean): string {
  for (;;) {
    const json = mutate(update, random, IDS);
    const isFields = json.startsWith('{"');
    if (isFields && isAllowed(json)) return json.slice(1, -1);
  }
}

/** A stranger with Ann's id is Ann. */
function isOfAnn(json: string): boolean {
  const update = JSON.parse(json);
  const parts = [
    update.message,
    update.edited_message,
    update.callback_query,
    update.my_chat_member,
  ];
  return parts.some((part) =>
    [part?.from, part?.sender_chat, part?.chat].some(
      (author) => author?.id === ANN.id || author?.id === String(ANN.id),
    ),
  );
}

/** Asks a good question in a chat. */
export function askOnTelegram(telegram: BareTelegram, marker: string, chat: object): void {
  const message = {
    message_id: 100_000 + Number(/\d+/.exec(marker)?.[0]),
    date: 1_700_000_000,
    from: ANN,
    chat,
    text: `@ParleyBot ${marker}`,
    entities: [{ type: 'mention', offset: 0, length: 10 }],
  };
  telegram.push(JSON.stringify({ message }).slice(1, -1));
}
