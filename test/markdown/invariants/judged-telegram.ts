import { isDeepStrictEqual } from 'node:util';
import { detectEntities } from '../../../playground/telegram/text/detect-entities.ts';
import { normaliseLink } from '../../../playground/telegram/text/normalise-link.ts';
import { normaliseText } from '../../../playground/telegram/text/normalise-text.ts';
import { readEntities } from '../../../playground/telegram/text/read-entities.ts';
import { repairEntities } from '../../../playground/telegram/text/repair-entities.ts';
import type { Entity } from '../../../playground/telegram/wire.ts';
import {
  type TelegramPage,
  telegramDialect,
} from '../../../src/platforms/telegram/rendering/dialect.ts';
import type { Judged } from './judged.ts';
import { shownOnTelegram } from './shown.ts';

const LONGEST_TEXT = 4_096;
const MOST_ENTITIES = 100;

export const judgedTelegram: Judged<TelegramPage> = {
  name: 'telegram',
  dialect: telegramDialect,
  rules: {
    // Without a scheme it would be taken for the web, where it does not lead.
    isLink: (url) => /^[a-z][a-z0-9+.-]*:/i.test(url) && normaliseLink(url) !== undefined,
    marker: ({ ordinal, checked }) => {
      if (checked !== undefined) return checked ? '☑' : '☐';
      return ordinal === undefined ? '•' : `${ordinal}.`;
    },
  },
  // Names of files are code: as text, Telegram would make links of them.
  allows: (style) => style === 'code',
  refusals({ text, entities = [] }) {
    const refusals = [...serverComplaints(text, entities)];
    if (text.trim() === '') refusals.push('empty');
    if ([...text].length > LONGEST_TEXT) refusals.push(`${text.length} is too long`);
    if (entities.length > MOST_ENTITIES) refusals.push(`${entities.length} entities`);
    if (detectEntities(text, entities).some(({ type }) => type === 'mention'))
      refusals.push('may notify somebody');
    return refusals;
  },
  shown: shownOnTelegram,
  text: ({ text }) => text,
  code: (value) =>
    normaliseText({
      text: value.replaceAll('\t', '    '),
      entities: [{ type: 'pre', offset: 0, length: value.length }],
    }).text,
};

/** What the server refuses, and what it would store in another way than it was sent. */
function serverComplaints(text: string, entities: readonly Entity[]): readonly string[] {
  try {
    const read = readEntities(entities, text, () => undefined);
    const stored = normaliseText({ text, entities: read });
    const complaints: string[] = [];
    if (stored.text !== text) complaints.push('the server would change the text');
    if (!isDeepStrictEqual(stored.entities, read))
      complaints.push('the server would move entities');
    if (!isDeepStrictEqual(repairEntities(read), read))
      complaints.push('the server would repair entities');
    return complaints;
  } catch (error) {
    return [String(error)];
  }
}
