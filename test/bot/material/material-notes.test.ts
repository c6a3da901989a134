import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isAllUnread, materialNotes } from '../../../src/bot/material/material-notes.ts';
import type { PromptMedia } from '../../../src/bot/material/prompt-media.ts';
import type { AttachmentRef } from '../../../src/contracts/chat-message.ts';
import type { FileReading } from '../../../src/contracts/material.ts';
import type { RoutedModel } from '../../../src/contracts/router.ts';
import { createFakeMessage, createFakeTurn } from '../../helpers/fake-turn.ts';

type Outcome = {
  readonly [Kind in FileReading as Kind['kind']]: Omit<Kind, 'ref' | 'name'>;
}[FileReading['kind']];

/** A question without words, by its files and what was read of them. */
function ask(files: readonly (readonly [Partial<AttachmentRef> & { name: string }, Outcome?])[]) {
  const attachments = files.map(([file]) => ({ ref: file.name, mime: '', bytes: 1, ...file }));
  return createFakeTurn({
    inputs: [createFakeMessage({ text: '', attachments })],
    material: {
      files: files.flatMap(([{ name }, outcome]) =>
        outcome ? [{ ref: name, name, ...outcome } as FileReading] : [],
      ),
      background: [],
    },
  });
}

const models: readonly RoutedModel[] = ['a', 'b', 'c', 'd'].map((id) => ({
  id,
  name: `p/${id}`,
  images: true,
}));
const seen: PromptMedia = new Map([
  ['cat.png', { images: [{ mime: '', bytes: new Uint8Array() }] }],
]);

function notesOf(turn: ReturnType<typeof ask>, blindModel?: string, media = seen) {
  return materialNotes(turn, { media, language: 'en', blindModel, models: async () => models });
}

describe('materialNotes', () => {
  test('says nothing of what was read', async () => {
    const turn = ask([
      [{ name: 'a.txt' }, { kind: 'text', text: 'a' }],
      [{ name: 'cat.png' }, { kind: 'image' }],
      [
        { name: 'v.ogg', sentAs: 'voice' },
        { kind: 'transcript', text: '' },
      ],
      [
        { name: 's.tgs', sentAs: 'sticker' },
        { kind: 'unreadable', why: 'unseen' },
      ],
    ]);
    assert.deepEqual(await notesOf(turn), []);
  });

  test('tells of the pictures that a thread hangs on', async () => {
    const { inputs, material } = ask([[{ name: 'cat.png' }, { kind: 'image' }]]);
    const [message] = inputs;
    const background = message
      ? [{ kind: 'thread' as const, message: { ...message, isOwn: false } }]
      : [];
    const files = material?.files ?? [];
    const turn = createFakeTurn({ material: { files, background } });
    assert.match((await notesOf(turn, 'p/blind')).join(), /^\(p\/blind can't see pictures\./);
  });

  test('groups the files that were not read by their reasons, in one sentence', async () => {
    const turn = ask([
      [{ name: 'bomb.zip' }, { kind: 'unreadable', why: 'too large' }],
      [{ name: 'a.docx' }, { kind: 'unreadable', why: 'locked' }],
      [{ name: 'huge.csv' }, { kind: 'unreadable', why: 'too large' }],
    ]);
    assert.deepEqual(await notesOf(turn), [
      "(I couldn't read `bomb.zip` and `huge.csv`: they are too large, packed or unpacked; nor `a.docx`: it is protected by a password.)",
    ]);
  });

  test('says which part of each file was read', async () => {
    const book = [
      { name: 'book.pdf' },
      { kind: 'text', text: 'a', cut: 'the first 20 of 340 pages' },
    ] as const;
    const files = [
      { name: 'all.zip' },
      { kind: 'text', text: 'b', cut: 'the other files are only listed' },
    ] as const;
    assert.deepEqual(await notesOf(ask([book])), [
      '(I read only a part of `book.pdf`: the first 20 of 340 pages.)',
    ]);
    const talk = [
      { name: 'v.ogg', sentAs: 'voice' },
      { kind: 'transcript', text: 'c', cut: 'the first 2 of 3 characters' },
    ] as const;
    assert.deepEqual(await notesOf(ask([talk])), [
      '(I read only a part of voice messages: the first 2 of 3 characters.)',
    ]);
    assert.deepEqual(await notesOf(ask([book, files])), [
      '(I read only a part of `book.pdf`: the first 20 of 340 pages; and of `all.zip`: the other files are only listed.)',
    ]);
  });

  test('names at most three models that see, in place of one that does not', async () => {
    const turn = ask([[{ name: 'cat.png' }, { kind: 'image' }]]);
    assert.deepEqual(await notesOf(turn, 'p/mole'), [
      "(p/mole can't see pictures. `/model` picks one that can: `p/a`, `p/b` and `p/c`.)",
    ]);
  });

  test('says once that several voice messages cannot be heard', async () => {
    const turn = ask([
      [{ name: 'v1.ogg', sentAs: 'voice' }, { kind: 'audio' }],
      [{ name: 'v2.ogg', sentAs: 'voice' }, { kind: 'audio' }],
    ]);
    const [note = '', ...others] = await notesOf(turn);
    assert.match(note, /^\(I can't listen to voice messages\. .+TRANSCRIPTION_API_KEY/);
    assert.deepEqual(others, []);
  });

  test('names one voice message that was not read', async () => {
    const turn = ask([
      [
        { name: 'v', sentAs: 'voice' },
        { kind: 'unreadable', why: 'gone' },
      ],
    ]);
    assert.deepEqual(await notesOf(turn), [
      "(I couldn't read the voice message: the network no longer has it.)",
    ]);
  });

  test('shows the names of files as code, without what could end it', async () => {
    const turn = ask([[{ name: '`@everyone`\n# a' }, { kind: 'unreadable', why: 'empty' }]]);
    assert.match((await notesOf(turn))[0] ?? '', /couldn't read `@everyone # a`:/);
  });
});

describe('isAllUnread', () => {
  test('holds for a question of files alone of which the model gets nothing', () => {
    const voice = ask([[{ name: 'v.ogg', sentAs: 'voice' }, { kind: 'audio' }]]);
    assert.equal(isAllUnread(voice, new Map()), true);
    assert.equal(isAllUnread(ask([[{ name: 'cat.png' }, { kind: 'image' }]]), seen), false);
    const withWords = createFakeTurn({ inputs: [createFakeMessage({ text: 'What?' })] });
    assert.equal(isAllUnread(withWords, new Map()), false);
    const poll = createFakeMessage({ text: '', details: '[poll] Friday?' });
    assert.equal(isAllUnread(createFakeTurn({ inputs: [poll] }), new Map()), false);
  });
});
