import type { chat as original } from '../en/chat.ts';
import { pluralIn } from '../plural.ts';
import { afterPreposition } from './after-preposition.ts';

const plural = pluralIn('de');
const MESSAGES = { one: 'Nachricht', other: 'Nachrichten' };
const list = new Intl.ListFormat('de');

/** The ways to call a command on a message, by network. */
const howToTarget: Readonly<Record<string, string>> = {
  discord: 'Zu einer Nachricht: Öffne ihr Menü (Rechtsklick oder lange drücken), dann **Apps**.',
  telegram: 'Zu einer Nachricht: Antworte auf sie mit dem Befehl.',
};

const askOperatorFirst =
  'Bitte sag der Person Bescheid, die mich betreibt; der Grund steht in meinem Log.';

/** The sentences of a conversation that belong to no single command. */
export const chat: typeof original = {
  howToAsk:
    'Schreib deine Frage hinter meinen Namen, oder erwähne mich in einer Antwort auf die Nachricht, um die es geht. `/help` zeigt, was ich sonst noch kann.',
  greeting:
    'Hallo! Erwähne mich oder antworte auf eine meiner Nachrichten, dann antworte ich. `/model` wählt das Modell, `/help` zeigt den Rest.',
  queuePlace: (place) => `Deine Frage ist hier auf Platz ${place} in der Warteschlange.`,
  threadTitle: 'Frage',
  queueFull:
    'Hier warten zu viele Fragen. Bitte frag noch einmal, wenn einige davon beantwortet sind.',
  unknownCommand: (name, commands) =>
    `\`/${name}\` kenne ich nicht. Ich kenne ${list.format(commands.map((command) => `\`/${command}\``))}.`,
  commandFailed: (name) =>
    `\`/${name}\` hat nicht geklappt. Bitte versuch es noch einmal; der Grund steht in meinem Log.`,
  tooManyChoices:
    'Ich merke mir schon so viele Einstellungen von Orten und Personen, wie ich kann. Bitte setz welche zurück, die niemand mehr braucht, oder frag die Person, die mich betreibt.',
  storeFailed: (kind) => storeFailures[kind],
  tooOldButton: 'Dieser Button ist zu alt. Bitte verwende den Befehl noch einmal.',
  welcome: 'Hallo!',
  listComma: ', ',
  help: ({ commands, network, isDirect }) =>
    [
      isDirect
        ? 'Schreib mir, dann antworte ich mit einem Sprachmodell. Ich merke mir, was hier gesagt wurde.'
        : 'Erwähne mich oder antworte mir, dann antworte ich mit einem Sprachmodell. Ich merke mir, was hier gesagt wurde.',
      '',
      ...commands.map(
        ({ name, description, target }) =>
          `- \`/${name}\` ${description}${target ? ' (zu einer Nachricht)' : ''}`,
      ),
      '',
      howToTarget[network] ?? '',
    ]
      .join('\n')
      .trim(),
  nearbyIsOn: ({ messages, ageMs }) =>
    `Die Person, die mich betreibt, lässt mich dem Modell auch sagen, was hier rund um eine Frage geschrieben wurde: aus den letzten ${afterPreposition(ageMs)} höchstens ${plural(messages, MESSAGES)}.`,
  rich: {
    on: 'Ab der nächsten Antwort schreibe ich hier erweiterte Nachrichten. Manche Apps, zum Beispiel Telegram Web, zeigen sie vielleicht nicht an; `/rich off` schaltet sie aus.',
    off: 'Ab der nächsten Antwort schreibe ich hier einfache Nachrichten. `/rich on` macht daraus erweiterte Nachrichten, mit Tabellen und Formeln.',
    default:
      'Die Person, die mich betreibt, entscheidet, ob Antworten hier erweiterte Nachrichten sind. `/rich on` und `/rich off` ändern das für diesen Chat.',
  },
  richUnknown: 'Bitte schreib `/rich on`, `/rich off` oder `/rich default`.',
};

/** The words for each way in which the store can fail. */
const storeFailures: Readonly<Record<Parameters<typeof original.storeFailed>[0], string>> = {
  full: 'Ich kann gerade keine Nachrichten speichern, weil mein Speicherplatz voll ist. Bitte sag der Person, die mich betreibt, dass sie Platz schaffen soll. Wenn danach keine Antwort kommt, frag noch einmal.',
  damaged: `Ich kann diese Unterhaltung nicht lesen und nichts dazu speichern, weil mein Speicher beschädigt ist. ${askOperatorFirst}`,
  unreachable:
    'Ich erreiche meine Datenbank gerade nicht. Bitte versuch es in ein paar Minuten noch einmal. Wenn das nicht hilft, sag der Person Bescheid, die mich betreibt; der Grund steht in meinem Log.',
  unavailable: `Ich kann gerade keine Nachrichten speichern. ${askOperatorFirst} Wenn danach keine Antwort kommt, frag noch einmal.`,
};
