import type { missedTexts as original } from '../en/missed.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

/** The sentences about questions that came while the bot was away. */
export const missedTexts: typeof original = {
  offer: (count) =>
    `Ich war weg und habe hier ${plural(count, { one: 'Frage', other: 'Fragen' })} verpasst. Soll ich jetzt antworten?`,
  answerLabel: 'Beantworten',
  skipLabel: 'Überspringen',
  answering: (count) =>
    count === 0
      ? 'Hier ist keine Frage mehr offen.'
      : `Ich beantworte jetzt ${plural(count, { one: 'Frage', other: 'Fragen' })}.`,
  skipped: 'Übersprungen. Frag mich gern jederzeit noch einmal.',
  notYours:
    'Das dürfen nur die Personen entscheiden, die gefragt haben, und das Moderationsteam hier.',
  over: 'Das ist schon entschieden oder zu lange her. Wenn du noch eine Antwort möchtest, frag mich noch einmal.',
  unreadable:
    'Ich kann gerade nicht lesen, was gefragt wurde. Vielleicht wurde es gelöscht; wenn nicht, versuch es später noch einmal.',
};
