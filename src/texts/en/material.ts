import type { UnreadableFileReason } from '../../contracts/material.ts';

/** The words for one file, or for several. */
interface Subject {
  readonly itIs: string;
  readonly it: string;
}

const ONE: Subject = { itIs: 'it is', it: 'it' };
const SEVERAL: Subject = { itIs: 'they are', it: 'them' };

/** The reasons why files were not read, each as the end of a sentence. */
const reasons: Readonly<Record<UnreadableFileReason, (subject: Subject) => string>> = {
  'unknown kind': ({ itIs }) => `${itIs} of a kind that I don't know`,
  damaged: ({ itIs }) => `${itIs} damaged, or not what the name says`,
  locked: ({ itIs }) => `${itIs} protected by a password`,
  empty: ({ it }) => `there is nothing in ${it}`,
  'too large': ({ itIs }) => `${itIs} too large, packed or unpacked`,
  'too heavy': ({ it }) => `reading ${it} takes too long or too much memory`,
  gone: ({ it }) => `the network no longer has ${it}`,
  failed: ({ it }) => `I couldn't get ${it} in time; please try again`,
  unseen: ({ it }) => `I can't watch ${it}`,
  unheard: ({ it }) => `I can't listen to ${it}`,
  spent: ({ it }) => `too little is left of the budget here to listen to ${it}`,
  off: () => 'files are not read here',
  'too many': () => 'there are too many at once, and I read the newest ones',
};

/** The sentences around an answer about what its question refers to. */
export const material = {
  voiceMessages: 'voice messages',
  theVoiceMessage: 'the voice message',
  videoMessages: 'video messages',
  theVideoMessage: 'the video message',
  /** A file without a name. */
  file: 'file',
  transcriptLabel: 'What I heard',
  transcript: (words: string) => `🎤 “${words}”`,

  unread: (groups: readonly (readonly [why: UnreadableFileReason, names: readonly string[]])[]) =>
    `(I couldn't read ${groups.map(describeGroup).join('; nor ')}.)`,

  /** @param files What was read of each, or what was not, in any words. */
  cut: (files: readonly { readonly name: string; readonly cut: string }[]) =>
    `(I read only a part of ${files.map(({ name, cut }) => `${name}: ${cut}`).join('; and of ')}.)`,

  /** @param names Recordings, as people see them. */
  unheard: (names: readonly string[]) =>
    `(I can't listen to ${listNames(names)}. The person who runs me can set \`TRANSCRIPTION_API_KEY\`, so that I can.)`,

  /** @param models At most three that see. */
  unseen: (model: string, models: readonly string[]) =>
    models.length === 0
      ? `(${model} can't see pictures.)`
      : `(${model} can't see pictures. \`/model\` picks one that can: ${listNames(models)}.)`,
};

const MAX_NAMES = 5;

function describeGroup([why, names]: readonly [UnreadableFileReason, readonly string[]]): string {
  return `${listNames(names)}: ${reasons[why](names.length === 1 ? ONE : SEVERAL)}`;
}

function listNames(names: readonly string[]): string {
  const hidden = names.length - MAX_NAMES;
  if (hidden > 1) return `${names.slice(0, MAX_NAMES).join(', ')} and ${hidden} more`;
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
