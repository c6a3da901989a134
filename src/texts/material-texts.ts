import type { UnreadableFileReason } from '../contracts/material.ts';

/** The reasons why a file was not read, each as the end of a sentence. */
const reasons: Readonly<Record<UnreadableFileReason, string>> = {
  'unknown kind': "I don't know this kind of file",
  damaged: 'it is damaged, or not what its name says',
  locked: 'it is protected by a password',
  empty: 'there is nothing in it',
  'too large': 'it is too large, packed or unpacked',
  'too heavy': 'reading it takes too long or too much memory',
  gone: 'the network no longer has it',
  failed: "I couldn't get it in time; please try again",
  unseen: "I can't watch it",
  unheard: "I can't listen to it",
  'too many': 'there are too many at once, and I read the newest ones',
};

/** The sentences below an answer about what the model did not read. */
export const materialTexts = {
  unread: (groups: readonly (readonly [why: UnreadableFileReason, names: readonly string[]])[]) =>
    `(I couldn't read ${groups.map(([why, names]) => `${listNames(names)}: ${reasons[why]}`).join('; nor ')}.)`,

  cut: (files: readonly { readonly name: string; readonly cut: string }[]) =>
    `(I read only a part: ${files.map(({ name, cut }) => `${cut} of ${name}`).join(', ')}.)`,

  /** @param names Recordings, as people see them. */
  unheard: (names: readonly string[]) =>
    `(I can't listen to ${listNames(names)}. The person who runs me can set \`TRANSCRIPTION_API_KEY\`, so that I can.)`,

  /** @param models At most three that see. */
  unseen: (model: string, models: readonly string[]) =>
    models.length === 0
      ? `(${model} can't see pictures.)`
      : `(${model} can't see pictures. \`/model\` picks one that can: ${listNames(models)}.)`,
} as const;

const MAX_NAMES = 5;

function listNames(names: readonly string[]): string {
  const hidden = names.length - MAX_NAMES;
  if (hidden > 1) return `${names.slice(0, MAX_NAMES).join(', ')} and ${hidden} more`;
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
