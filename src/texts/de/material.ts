import type { UnreadableFileReason } from '../../contracts/material.ts';
import type { material as original } from '../en/material.ts';

/** The reasons why files were not read, for one file and for several. */
const reasons: Readonly<Record<UnreadableFileReason, string>> = {
  'unknown kind': 'eine Art von Datei, die ich nicht kenne',
  damaged: 'beschädigt oder nicht das, was der Name sagt',
  locked: 'mit einem Passwort geschützt',
  empty: 'ohne Inhalt',
  'too large': 'zu groß, gepackt oder entpackt',
  'too heavy': 'das Lesen dauert zu lange oder braucht zu viel Arbeitsspeicher',
  gone: 'im Netzwerk nicht mehr vorhanden',
  failed: 'nicht rechtzeitig angekommen, bitte versuch es noch einmal',
  unseen: 'ansehen kann ich so etwas nicht',
  unheard: 'anhören kann ich so etwas nicht',
  spent: 'zum Anhören reicht das Budget hier nicht mehr',
  off: 'hier werden keine Dateien gelesen',
  'too many': 'zu viele auf einmal, gelesen habe ich die neuesten',
};

const MAX_NAMES = 5;
const list = new Intl.ListFormat('de');
const choice = new Intl.ListFormat('de', { type: 'disjunction' });

/** The sentences around an answer about what its question refers to. */
export const material: typeof original = {
  voiceMessages: 'Sprachnachrichten',
  theVoiceMessage: 'die Sprachnachricht',
  videoMessages: 'Videonachrichten',
  theVideoMessage: 'die Videonachricht',
  file: 'Datei',
  transcriptLabel: 'Was ich gehört habe',
  transcript: (words) => `🎤 „${words}“`,

  unread: (groups) =>
    `(Das konnte ich nicht lesen: ${groups.map(([why, names]) => `${listNames(names)} – ${reasons[why]}`).join('; ')}.)`,

  cut: (files) =>
    `(Davon habe ich nur einen Teil gelesen: ${list.format(files.map(({ name }) => name))}.)`,

  unheard: (names) =>
    `(Ich kann ${listNames(names)} nicht anhören. Die Person, die mich betreibt, kann \`TRANSCRIPTION_API_KEY\` setzen, damit das geht.)`,

  unseen: (model, models) =>
    models.length === 0
      ? `(${model} kann keine Bilder sehen.)`
      : `(${model} kann keine Bilder sehen. Mit \`/model\` kannst du eins wählen, das es kann: ${choice.format(models)}.)`,
};

function listNames(names: readonly string[]): string {
  const hidden = names.length - MAX_NAMES;
  if (hidden > 1) return `${names.slice(0, MAX_NAMES).join(', ')} und ${hidden} weitere`;
  return list.format(names);
}
