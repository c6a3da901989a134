import type { controls as original } from '../en/controls.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

/** The sentences of the buttons and commands that act on answers. */
export const controls: typeof original = {
  stopLabel: 'Stoppen',
  regenerateLabel: 'Neu generieren',
  continueLabel: 'Fortsetzen',
  regenerating: 'Ich antworte noch einmal …',
  continuing: 'Ich schreibe weiter …',
  controlRefused: {
    forbidden:
      'Das dürfen nur die Person, die gefragt hat, das Moderationsteam hier und meine Admins.',
    busy: 'Ich arbeite noch an dieser Antwort, oder es warten zu viele Fragen. Bitte versuch es später noch einmal.',
    gone: 'Ich finde diese Antwort nicht. Es gibt noch keine, oder sie ist zu alt. Bitte frag noch einmal.',
    forgotten:
      'Diese Frage kenne ich nicht mehr: Sie wurde gelöscht, oder ich sollte sie vergessen. Bitte stelle sie noch einmal.',
    pointless: 'Bei dieser Antwort gibt es nichts zu tun.',
  },
  forgotten:
    'Erledigt. Ich habe diese Frage und meine Antwort vergessen. Lösche auch die Nachrichten, wenn niemand sie sehen soll.',
  forgetHowTo: {
    discord:
      'Öffne das Menü einer Frage oder einer Antwort (Rechtsklick oder lange drücken), dann **Apps**, **Vergessen**.',
    telegram:
      'Antworte mit `/forget` auf die Frage oder die Antwort, die ich vergessen soll. `/reset` vergisst die ganze Unterhaltung.',
  },
  undone:
    'Erledigt. Ich habe die letzte Frage und meine Antwort darauf zurückgenommen. Die Nachrichten bleiben hier sichtbar.',
  undoneOwn:
    'Erledigt. Ich habe deine letzte Frage und meine Antwort darauf zurückgenommen. Was andere gefragt haben, bleibt. Die Nachrichten bleiben hier sichtbar.',
  nothingToStop: 'Ich beantworte hier gerade nichts.',
  nothingOwnToStop:
    'Ich beantworte hier gerade nichts von dir. Was andere gefragt haben, können sie selbst, das Moderationsteam hier oder meine Admins stoppen.',
  stoppedTurns: (count) =>
    count === 1
      ? 'Gestoppt.'
      : `Gestoppt, dazu ${plural(count - 1, { one: 'wartende Frage', other: 'wartende Fragen' })}.`,
  stoppedOwnTurns: (count) =>
    count === 1
      ? 'Ich habe deine Frage gestoppt. Was andere gefragt haben, läuft weiter.'
      : `Ich habe deine ${count} Fragen gestoppt. Was andere gefragt haben, läuft weiter.`,
  reset: 'Erledigt. Ich habe vergessen, was hier gesagt wurde, und beginne eine neue Unterhaltung.',
  resetExceptPins:
    'Erledigt. Ich habe vergessen, was hier gesagt wurde, und beginne eine neue Unterhaltung. Angepinntes bleibt: `/pins` zeigt es.',
};
