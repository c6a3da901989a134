import type { SaidExtra } from '../said-message.ts';
import { askForm, type FormField, type FormValues } from './ask-form.ts';

/** The kinds that a form describes. A sticker is chosen by its picture, and a story has no fields. */
type AskedKind = Exclude<SaidExtra['kind'], 'sticker' | 'story'>;

interface ExtraForm {
  readonly title: string;
  readonly fields: readonly FormField[];
  read(values: FormValues): SaidExtra;
}

const DICE = ['🎲', '🎯', '🏀', '⚽', '🎳', '🎰'];

const FORMS: Readonly<Record<AskedKind, ExtraForm>> = {
  poll: {
    title: 'New poll',
    fields: [
      { name: 'question', label: 'Question', isRequired: true },
      { name: 'options', label: 'Answers, one per line', kind: 'lines', isRequired: true },
      { name: 'multiple', label: 'Several answers can be chosen', kind: 'checkbox' },
    ],
    read: ({ question = '', options, multiple }) => ({
      kind: 'poll',
      question,
      options: readLines(options),
      isMultiple: multiple === 'on',
    }),
  },
  location: {
    title: 'Send a place',
    fields: [
      { name: 'title', label: 'Name (empty: only the point on the map)' },
      { name: 'address', label: 'Address' },
      { name: 'latitude', label: 'Latitude', value: '51.4779', isRequired: true },
      { name: 'longitude', label: 'Longitude', value: '-0.0015', isRequired: true },
    ],
    read: ({ title, address = '', latitude, longitude }) => ({
      kind: 'location',
      latitude: Number(latitude),
      longitude: Number(longitude),
      ...(title ? { title, ...(address ? { address } : {}) } : {}),
    }),
  },
  contact: {
    title: 'Send a contact',
    fields: [
      { name: 'name', label: 'Name', isRequired: true },
      { name: 'phone', label: 'Phone number', isRequired: true },
    ],
    read: ({ name = '', phone = '' }) => ({ kind: 'contact', name, phone }),
  },
  dice: {
    title: 'Roll',
    fields: [
      {
        name: 'emoji',
        label: 'Dice',
        kind: 'select',
        options: DICE.map((emoji) => ({ value: emoji, label: emoji })),
      },
    ],
    read: ({ emoji = '' }) => ({ kind: 'dice', emoji }),
  },
  checklist: {
    title: 'New checklist',
    fields: [
      { name: 'title', label: 'Title', isRequired: true },
      { name: 'tasks', label: 'Tasks, one per line', kind: 'lines', isRequired: true },
    ],
    read: ({ title = '', tasks }) => ({ kind: 'checklist', title, tasks: readLines(tasks) }),
  },
};

/** Asks for the content of a poll, a place and the like. `undefined`: the person canceled. */
export async function askExtra(kind: AskedKind): Promise<SaidExtra | undefined> {
  const { title, fields, read } = FORMS[kind];
  const values = await askForm(title, fields, 'Send');
  return values && read(values);
}

function readLines(text = ''): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '');
}
