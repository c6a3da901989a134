import { Form } from '../../../playground/discord/forms/form.ts';
import { readMessageForm } from '../../../playground/discord/forms/message-form.ts';
import {
  type DiscordPage,
  discordDialect,
} from '../../../src/platforms/discord/rendering/dialect.ts';
import type { JudgedDialect } from './judged-dialect.ts';
import { complainAboutOpenFences } from './read-fences.ts';
import { readDiscordPages } from './visible-content.ts';

/** Discord's dialect, judged by the playground's forms and its reading of Discord's Markdown. */
export const judgedDiscordDialect: JudgedDialect<DiscordPage> = {
  name: 'discord',
  dialect: discordDialect,
  rules: {
    isLink: (url) => /^https?:\/\/[^\s/]/i.test(url),
    longestAddress: { linked: 1_500, shown: 1_500 },
    itemMarker: ({ ordinal, checked }) => {
      const bullet = checked === undefined ? '•' : '';
      return (ordinal === undefined ? bullet : `${ordinal}.`) + checkboxOf(checked);
    },
  },
  // Discord links every address, also those that GFM does not take for one.
  allows: (style, { styles }) => style.startsWith('link ') && styles.has('own'),
  findRefusals(page) {
    const complaints = [...complainAboutForm(page), ...complainAboutOpenFences(page.content)];
    if (page.content.trim() === '') complaints.push('empty');
    if (mentionsSomebody(page)) complaints.push('mentions somebody');
    return complaints;
  },
  readPages: readDiscordPages,
  readText: ({ content }) => content,
  toStoredCode: (code) => code,
};

function checkboxOf(checked: boolean | undefined): string {
  if (checked === undefined) return '';
  return checked ? '☑' : '☐';
}

function complainAboutForm({ content }: DiscordPage): string[] {
  try {
    readMessageForm(Form.ofBody({ content }));
    return [];
  } catch (error) {
    return [String(error)];
  }
}

function mentionsSomebody(page: DiscordPage): boolean {
  const mayMention = /[@<]/.test(page.content);
  return (
    mayMention && readDiscordPages([page]).characters.some(({ styles }) => styles.has('mention'))
  );
}
