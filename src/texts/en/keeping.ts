import type { DeletedData } from '../../contracts/personal-data.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

/** The sentences about what is kept: pins, exports, personal data. */
export const keeping = {
  /** By the outcome of a pin. */
  pinned: {
    added: "Pinned. I'll keep this message in mind; `/pins` shows all of them.",
    known: 'This message is pinned already. `/pins` shows all of them.',
    full: 'I can keep at most 20 messages in mind. Remove one with `/pins` first.',
  },
  /** By platform. */
  pinHowTo: {
    discord:
      'Open the menu of a message (right-click it, or hold it), then **Apps**, **Pin**. `/pins` shows what is pinned.',
    telegram: 'Reply with `/pin` to the message to keep in mind. `/pins` shows what is pinned.',
  } as Readonly<Record<string, string>>,
  pinImpossible: "I can't pin this message: it has no words, or I no longer know it.",
  noPins: 'Nothing is pinned here.',
  pins: (lines: readonly string[]) => ['I keep in mind here:', '', ...lines].join('\n'),
  pinLine: (number: number, author: string | undefined, text: string) =>
    `${number}. ${author ?? 'I'}: ${text}`,
  unpinLabel: (number: number) => `Remove ${number}`,
  exported: 'Here is our conversation.',
  exportedInPart: 'Here is the newest part of our conversation; the whole is too long for a file.',
  /** The title of a conversation without a name. */
  exportHeading: (network: string) => `A conversation on ${network}`,
  exportForwarded: (name: string) => `Forwarded from ${name}`,
  exportFile: (name: string) => `File: ${name}`,
  nothingToExport: 'There is no conversation here yet.',
  deleteMyDataLabel: 'Delete all of it',
  deleteMyDataOthers:
    'That button is for the person who called the command. To delete what you said, send /delete_my_data yourself.',
  deleteMyDataConfirm:
    'I will delete every question that you asked me on this network, with my answers, and your words where others quoted or pinned them. This cannot be undone.',
  dataDeleted: ({ questions, quotes, pins, conversations }: DeletedData) =>
    [
      `Done. I deleted ${plural(questions, { one: 'question', other: 'questions' })} of yours with my answers, in ${plural(conversations, { one: 'conversation', other: 'conversations' })}, ${plural(quotes, { one: 'quote', other: 'quotes' })} of your words and ${plural(pins, { one: 'pin', other: 'pins' })}.`,
      'The messages themselves stay on this network: delete them there. My answers to others stay, and lists of who may use me, which hold no words.',
      'Of what you used, only numbers stay. Those of earlier months no longer say that it was you; those of this month keep your id, without your name, until the month ends, because limits count with them.',
    ].join(' '),
};
