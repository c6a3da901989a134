import { Form } from '../../../playground/discord/forms/form.ts';
import { readMessageForm } from '../../../playground/discord/forms/message-form.ts';
import {
  type DiscordPage,
  discordDialect,
} from '../../../src/platforms/discord/rendering/dialect.ts';
import { openFences } from './fences.ts';
import type { Judged } from './judged.ts';
import { shownOnDiscord } from './shown.ts';

export const judgedDiscord: Judged<DiscordPage> = {
  name: 'discord',
  dialect: discordDialect,
  rules: {
    isLink: (url) => /^https?:\/\/[^\s/]/i.test(url),
    marker: ({ ordinal, checked }) =>
      (ordinal === undefined ? '•' : `${ordinal}.`) +
      (checked === undefined ? '' : checked ? '☑' : '☐'),
  },
  // Discord links every address, also those that GFM does not take for one.
  allows: (style, { styles }) => style.startsWith('link ') && styles.has('own'),
  refusals(page) {
    const refusals = [...formComplaints(page), ...openFences(page.content)];
    if (page.content.trim() === '') refusals.push('empty');
    // Only these begin a mention.
    const signs = /[@<]/.test(page.content) ? shownOnDiscord([page]).signs : [];
    if (signs.some(({ styles }) => styles.has('mention'))) refusals.push('mentions somebody');
    return refusals;
  },
  shown: shownOnDiscord,
  text: ({ content }) => content,
  code: (value) => value,
};

function formComplaints({ content }: DiscordPage): string[] {
  try {
    readMessageForm(Form.ofBody({ content }));
    return [];
  } catch (error) {
    return [String(error)];
  }
}
