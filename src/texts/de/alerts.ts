import { dayIn } from '../day-in.ts';
import type { alertTexts as original } from '../en/alerts.ts';
import { pluralIn } from '../plural.ts';

const counted = pluralIn('de');
const day = dayIn('de');

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
      'Gib dieses Modell beim Dienst für den Schlüssel frei, oder wähle mit `/model` ein anderes. Manche Dienste sperren auch ganze Länder aus.',
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
      'Inzwischen antworten seine Ersatzmodelle, falls `parley.yaml` welche nennt. `/why` zeigt zu einer Antwort alle Versuche.',
    over: (model) => `${model} antwortet wieder.`,
  },
  modelEnds: {
    what: (model, endsOn) => `${model} endet am ${day(endsOn)}: Der Dienst schaltet es ab.`,
    helps: (place) => `Trag hier ein anderes Modell ein: ${place}.`,
  },
  limitNearlyReached: {
    what: (limit) => `Mehr als 80 % eines Limits sind verbraucht: ${limit}.`,
  },
  limitReached: {
    what: (limit) => `Ein Limit ist erreicht: ${limit}.`,
    helps: (time) =>
      `Das Limit wird zurückgesetzt: ${time}. Ändern lässt es sich bei \`limits\` in \`parley.yaml\`; \`/usage\` zeigt, was es verbraucht hat.`,
    over: (limit) => `Dieses Limit wurde zurückgesetzt: ${limit}.`,
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
      'Ich versuche es weiter. Wenn es länger dauert, prüfe das Netz des Rechners und `HTTPS_PROXY`, und sieh nach, ob andere das Problem auch haben.',
    over: (network) => `Ich bin wieder mit ${network} verbunden.`,
  },
  networkLeftOut: {
    what: (network) => `Ich bin nicht mit ${network} verbunden und versuche es nicht mehr.`,
    helps: 'Zuerst muss etwas geändert werden; starte mich danach neu. `npm run doctor` prüft es.',
  },
  noWorkers: {
    what: 'Niemand bekommt eine Antwort: Es läuft kein Worker.',
    helps:
      'Ich bewahre die Fragen auf und beantworte sie, sobald ein Worker läuft. Starte einen Prozess mit `PARLEY_ROLE=worker`, oder sieh in den Logs nach, warum die anderen nicht mehr laufen.',
    over: 'Es läuft wieder ein Worker.',
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
