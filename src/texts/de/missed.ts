import type { missedTexts as original } from '../en/missed.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

/** The sentences about questions that came while the bot was away. */
export const missedTexts: typeof original = {
  offer: (count) =>
    `Während ich weg war, ${count === 1 ? 'kam' : 'kamen'} hier ${plural(count, { one: 'Frage', other: 'Fragen' })} an. Soll ich jetzt antworten?`,
  answerLabel: 'Antworten',
  skipLabel: 'Überspringen',
  answering: (count) =>
    count === 0
      ? 'Diese Fragen sind schon erledigt.'
      : `Ich beantworte jetzt ${plural(count, { one: 'Frage', other: 'Fragen' })}.`,
  skipped: 'Übersprungen. Frag mich gern jederzeit noch einmal.',
  notYours: 'Das können nur diejenigen entscheiden, die gefragt haben, und die Moderation.',
  over: 'Diese Fragen sind schon erledigt.',
  unreadable: 'Ich kann diese Fragen gerade nicht lesen. Vielleicht wurden sie gelöscht.',
};
