import { Form } from '../../../playground/discord/forms/form.ts';
import { readMessageForm } from '../../../playground/discord/forms/message-form.ts';
import {
  type DiscordPage,
  discordDialect,
} from '../../../src/platforms/discord/rendering/dialect.ts';
import type { JudgedDialect } from './judged-dialect.ts';
import { openFences } from './read-fences.ts';
import { readDiscordPages } from './visible-content.ts';

export const judgedDiscordDialect: JudgedDialect<DiscordPage> = {
  name: 'discord',
  dialect: discordDialect,
  rules: {
    isLink: (url) => /^https?:\/\/[^\s/]/i.test(url),
    itemMarker: ({ ordinal, checked }) =>
      (ordinal === undefined ? '•' : `${ordinal}.`) +
      (checked === undefined ? '' : checked ? '☑' : '☐'),
  },
  // Discord links every address, also those that GFM does not take for one.
  allows: (style, { styles }) => style.startsWith('link ') && styles.has('own'),
  findRefusals(page) {
    const refusals = [...formComplaints(page), ...openFences(page.content)];
    if (page.content.trim() === '') refusals.push('empty');
    // Only these begin a mention.
    const signs = /[@<]/.test(page.content) ? readDiscordPages([page]).characters : [];
    if (signs.some(({ styles }) => styles.has('mention'))) refusals.push('mentions somebody');
    return refusals;
  },
  readPages: readDiscordPages,
  readText: ({ content }) => content,
  storedCode: (value) => value,
};

function formComplaints({ content }: DiscordPage): string[] {
  try {
    readMessageForm(Form.of({ content }));
    return [];
  } catch (error) {
    return [String(error)];
  }
}
