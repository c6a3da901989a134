import type { keeping as original } from '../en/keeping.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

const QUESTIONS = { one: 'Frage', other: 'Fragen' };
const CONVERSATIONS = { one: 'Unterhaltung', other: 'Unterhaltungen' };
const QUOTES = { one: 'Zitat', other: 'Zitate' };
const PINS = { one: 'angepinnte Nachricht', other: 'angepinnte Nachrichten' };

/** The sentences about what is kept: pins, exports, personal data. */
export const keeping: typeof original = {
  pinned: {
    added: 'Angepinnt. Ich merke mir diese Nachricht; `/pins` zeigt alle.',
    known: 'Diese Nachricht ist schon angepinnt. `/pins` zeigt alle.',
    full: 'Ich kann mir höchstens 20 Nachrichten merken. Entferne zuerst eine mit `/pins`.',
  },
  pinHowTo: {
    discord:
      'Öffne das Menü einer Nachricht (Rechtsklick oder lange drücken), dann **Apps**, **Anpinnen**. `/pins` zeigt, was angepinnt ist.',
    telegram:
      'Antworte mit `/pin` auf die Nachricht, die ich mir merken soll. `/pins` zeigt, was angepinnt ist.',
  },
  pinImpossible:
    'Ich kann diese Nachricht nicht anpinnen: Sie enthält keine Wörter, oder ich kenne sie nicht mehr.',
  noPins: 'Hier ist nichts angepinnt.',
  pins: (lines) => ['Das merke ich mir hier:', '', ...lines].join('\n'),
  pinLine: (number, author, text) => `${number}. ${author ?? 'Ich'}: ${text}`,
  unpinLabel: (number) => `${number} entfernen`,
  exported: 'Hier ist unsere Unterhaltung.',
  exportedInPart:
    'Hier ist der neueste Teil unserer Unterhaltung; im Ganzen ist sie zu lang für eine Datei.',
  exportHeading: (network) => `Eine Unterhaltung auf ${network}`,
  exportForwarded: (name) => `Weitergeleitet von ${name}`,
  exportFile: (name) => `Datei: ${name}`,
  nothingToExport: 'Hier gibt es noch keine Unterhaltung.',
  deleteMyDataLabel: 'Alles löschen',
  deleteMyDataOthers:
    'Dieser Button ist für die Person, die den Befehl gegeben hat. Um zu löschen, was du gesagt hast, schick selbst /delete_my_data.',
  deleteMyDataConfirm:
    'Ich lösche dann jede Frage, die du mir in diesem Netzwerk gestellt hast, samt meinen Antworten, und deine Worte überall, wo andere sie zitiert oder angepinnt haben. Das lässt sich nicht rückgängig machen.',
  dataDeleted: ({ questions, quotes, pins, conversations }) =>
    [
      `Erledigt. Gelöscht habe ich ${plural(questions, QUESTIONS)} von dir samt meinen Antworten, in ${plural(conversations, CONVERSATIONS)}, außerdem ${plural(quotes, QUOTES)} deiner Worte und ${plural(pins, PINS)}.`,
      'Die Nachrichten selbst bleiben im Netzwerk: Lösche sie dort. Meine Antworten an andere bleiben, ebenso die Listen, wer mich nutzen darf; sie enthalten keine Worte von dir.',
      'Von deinem Verbrauch bleiben nur Zahlen. Bei denen aus früheren Monaten steht nicht mehr, dass du es warst; bei denen aus diesem Monat bleibt deine ID stehen, ohne deinen Namen, bis der Monat endet, weil die Limits sie brauchen.',
    ].join(' '),
};
