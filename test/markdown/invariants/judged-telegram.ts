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
import type { JudgedDialect } from './judged-dialect.ts';
import { readTelegramPages } from './visible-content.ts';

/** In code points. */
const LONGEST_TEXT = 4_096;
const MAX_ENTITIES = 100;

/** Telegram's dialect, judged by the text rules of the playground's server. */
export const judgedTelegramDialect: JudgedDialect<TelegramPage> = {
  name: 'telegram',
  dialect: telegramDialect,
  rules: {
    // Telegram would take an address without a scheme for one of the web, where it leads nowhere.
    isLink: (url) => /^[a-z][a-z0-9+.-]*:/i.test(url) && normaliseLink(url) !== undefined,
    longestAddress: { linked: 4_000, shown: 3_000 },
    itemMarker: ({ ordinal, checked }) => {
      if (checked !== undefined) return checked ? '☑' : '☐';
      return ordinal === undefined ? '•' : `${ordinal}.`;
    },
  },
  // Names of files are code: as text, Telegram would make links of them.
  allows: (style) => style === 'code',
  findRefusals({ text, entities = [] }) {
    const complaints = [...complainAsServer(text, entities)];
    if (text.trim() === '') complaints.push('empty');
    if ([...text].length > LONGEST_TEXT) complaints.push(`${text.length} units are too long`);
    if (entities.length > MAX_ENTITIES) complaints.push(`${entities.length} entities`);
    if (detectEntities(text, entities).some(({ type }) => type === 'mention'))
      complaints.push('may notify somebody');
    return complaints;
  },
  readPages: readTelegramPages,
  readText: ({ text }) => text,
  toStoredCode: (code) =>
    normaliseText({
      text: code.replaceAll('\t', '    '),
      entities: [{ type: 'pre', offset: 0, length: code.length }],
    }).text,
};

/**
 * Complains about a page that the server would refuse, or store in another way than it was sent.
 */
function complainAsServer(text: string, entities: readonly Entity[]): readonly string[] {
  try {
    const sent = readEntities(entities, text, () => undefined);
    const stored = normaliseText({ text, entities: sent });
    const complaints: string[] = [];

    if (stored.text !== text) complaints.push('the server would change the text');
    if (!isDeepStrictEqual(stored.entities, sent))
      complaints.push('the server would move entities');
    if (!isDeepStrictEqual(repairEntities(sent), sent))
      complaints.push('the server would repair entities');
    return complaints;
  } catch (error) {
    return [String(error)];
  }
}
