import { amountsIn } from '../amounts-in.ts';
import type { usageTexts as original } from '../en/usage.ts';
import { pluralIn } from '../plural.ts';
import { afterPreposition } from './after-preposition.ts';

const plural = pluralIn('de');

/** The sentences of `/usage`. Places stand after a colon, in the nominative. */
export const usageTexts: typeof original = {
  ...amountsIn('de'),
  ownTitle: (network) => `Dein Verbrauch auf ${network}`,
  placeTitle: (place) => `Verbrauch: ${place}`,
  periods: { today: 'Heute', month: 'Dieser Monat', last: 'Letzter Monat' },
  periodLine: (period, facts) => `- **${period}**: ${facts}`,
  entryLine: (number, name, facts) => `${number}. ${name}: ${facts}`,
  facts: (facts) => facts.join('; '),
  caption: (title, month) => `${title}, ${month}`,
  nothing: 'nichts',
  answers: (count) => plural(count, { one: 'Antwort', other: 'Antworten' }),
  tokens: (input, output, cached) =>
    `Tokens: ${input} gelesen${cached === undefined ? '' : ` (davon ${cached} aus dem Cache)`}, ${output} geschrieben`,
  allTokens: (tokens) => `Tokens: ${tokens}`,
  about: (usd) => `≈ ${usd}`,
  unpriced: (count) =>
    `${plural(count, { one: 'Anfrage', other: 'Anfragen' })} ohne bekannten Preis`,
  estimated: '≈: zum Teil geschätzt, weil ein Dienst den Verbrauch nicht genannt hat.',
  by: {
    model: 'Nach Modell',
    person: 'Nach Person',
    server: 'Nach Server',
    key: 'Nach Schlüssel',
  },
  noPerson: 'niemand oder Personen, die ihre Daten gelöscht haben',
  noServer: 'außerhalb von Servern',
  more: (count) => `und ${count} weitere`,
  usdByDay: 'Dollar pro Tag',
  tokensByDay: 'Tokens pro Tag',
  picture: 'Die Nummern im Bild sind die aus dieser Liste.',
  pictureRest: 'Grau ist der Rest.',
  limits: 'Limits',
  limitNames: {
    answersPerMinute: 'Antworten pro Minute',
    answersPerDay: 'Antworten pro Tag',
    tokensPerDay: 'Tokens pro Tag',
    usdPerDay: 'Dollar pro Tag',
    usdPerMonth: 'Dollar pro Monat',
    commandsPerMinute: 'Befehle pro Minute',
  },
  limitIn: (name, place) => `${name}, ${place}`,
  limitLine: (name, { used, most, left }, resetMs) =>
    `- ${name}: ${used} von ${most}, noch ${left} übrig. Wird in ${afterPreposition(resetMs)} zurückgesetzt.`,
  me: 'Mein Verbrauch',
  howTo:
    'Schreib `/usage`, oder ergänze, was du sehen willst: `here`, `server` oder `all`, dann `today`, `month` oder `last`, und für das Bild `dark` oder `light`.',
  others:
    'Diese Buttons sind für die Person, die den Befehl gegeben hat. Um deinen Verbrauch zu sehen, schick selbst `/usage`.',
};
