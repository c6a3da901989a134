import type { alertTexts as original } from '../en/alerts.ts';
import { pluralIn } from '../plural.ts';

const counted = pluralIn('de');

/** What the bot tells its admins about itself. `key`, `model` and `network` are names. */
export const alertTexts: typeof original = {
  keyRefused: {
    what: (key) => `Der Dienst lehnt meinen Schlüssel für ${key} ab.`,
    helps: (variable) =>
      `Trag einen gültigen Schlüssel in ${variable} ein und starte mich neu; \`npm run doctor\` prüft ihn.`,
    over: (key) => `Der Dienst nimmt meinen Schlüssel für ${key} wieder an.`,
  },
  keyLimited: {
    what: (key, model) => `Mein Schlüssel für ${key} darf ${model} nicht nutzen.`,
    helps:
      'Gib dieses Modell beim Dienst für den Schlüssel frei, oder wähle mit `/model` ein anderes. Manche Dienste lehnen auch ganze Länder ab.',
    over: (key, model) => `Mein Schlüssel für ${key} darf ${model} wieder nutzen.`,
  },
  noCredit: {
    what: (key) => `Das Konto hinter meinem Schlüssel für ${key} hat kein Guthaben mehr.`,
    helps: 'Lade beim Dienst Guthaben auf. Ich merke es bei der nächsten Frage.',
    over: (key) => `Das Konto hinter meinem Schlüssel für ${key} hat wieder Guthaben.`,
  },
  modelFails: {
    what: (model, why) => `${model} versagt immer wieder, zuletzt mit ${why}.`,
    helps:
      'Solange antworten seine Ausweichmodelle, wenn `parley.yaml` welche nennt. `/why` zeigt jeden Versuch einer Antwort.',
    over: (model) => `${model} antwortet wieder.`,
  },
  modelEnds: {
    what: (model, day) => `${model} endet am ${day}: Der Dienst schaltet es ab.`,
    helps: (place) => `Nenne dort ein anderes Modell: ${place}.`,
  },
  limitNearlyReached: {
    what: (limit) => `Mehr als 80 % eines Limits sind verbraucht: ${limit}.`,
  },
  limitReached: {
    what: (limit) => `Ein Limit ist erreicht: ${limit}.`,
    helps: (time) =>
      `Es beginnt wieder bei null: ${time}. \`limits\` in \`parley.yaml\` ändert es, und \`/usage\` zeigt, was es verbraucht hat.`,
    over: (limit) => `Dieses Limit beginnt wieder bei null: ${limit}.`,
  },
  unpriced: {
    what: (model) =>
      `Ich frage ${model} nicht, denn es gibt ein Budget, und ich kenne den Preis dieses Modells nicht.`,
    helps: 'Gib seinen `price` in `parley.yaml` an, oder schreib `unpriced: allow` unter `limits`.',
    over: (model) => `${model} antwortet wieder.`,
  },
  diskNearlyFull: {
    what: (free) => `Die Festplatte mit meinem Speicher ist fast voll: Nur noch ${free} sind frei.`,
    helps:
      'Schaff dort Platz: Wenn sie voll ist, kann ich niemandem antworten. Ein kleineres `HISTORY_DAYS` macht den Speicher kleiner.',
    over: 'Die Festplatte mit meinem Speicher hat wieder genug Platz.',
  },
  storeFails: {
    what: 'Mein Speicher funktioniert nicht, deshalb kann ich niemandem antworten.',
    helps: '`npm run doctor` prüft ihn. Das steht dazu im Log:',
    over: 'Mein Speicher funktioniert wieder.',
  },
  networkLost: {
    what: (network) => `Ich erreiche ${network} nicht.`,
    helps:
      'Ich versuche es weiter. Wenn es anhält, sieh dir das Netz des Rechners und `HTTPS_PROXY` an, und ob andere das Problem auch haben.',
    over: (network) => `Ich bin wieder mit ${network} verbunden.`,
  },
  networkLeftOut: {
    what: (network) => `Ich bin nicht mit ${network} verbunden und versuche es nicht mehr.`,
    helps: 'Erst muss etwas geändert werden; starte mich danach neu. `npm run doctor` prüft es.',
  },
  newVersion: {
    what: (version, current) =>
      `Es gibt eine neue Version von Parley: ${version}. Ich bin Version ${current}.`,
    helps: 'In `docs/operating.md` steht, wie du mich aktualisierst.',
  },
  since: (time) => `Bemerkt: ${time}.`,
  began: (time) => `Das Problem bestand seit: ${time}.`,
  summary: (count) =>
    `Es gab viel zu melden, deshalb hier eine Zusammenfassung von ${counted(count, { one: 'Nachricht', other: 'Nachrichten' })}:`,
  more: (count) => `und ${count} weitere`,
};
