import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createGatherer } from '../../../src/bot/material/gatherer.ts';
import type { MaterialSources } from '../../../src/bot/material/material-sources.ts';
import type { Senses } from '../../../src/bot/material/read-files.ts';
import type { AttachmentRef, QuotedMessage } from '../../../src/contracts/chat-message.ts';
import type { DownloadedFile, FileContent } from '../../../src/contracts/files.ts';
import type { ScopeSettings } from '../../../src/contracts/settings.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
import { PlatformError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeMessage, createFakeTurn } from '../../helpers/fake-turn.ts';
import { usualSettings } from '../../helpers/usual-settings.ts';

const thread = { platform: 'fake', id: 't', kind: 'thread' } as const;
const { author } = createFakeMessage();
const sees: Senses = {
  seesImages: true,
  seesEarlierImages: true,
  hearsSound: false,
  images: { maxEdge: 1_000, maxBytes: 1_000, maxImages: 8 },
};
const live = new AbortController().signal;

function file(name: string, mime: string, more: Partial<AttachmentRef> = {}): AttachmentRef {
  return { ref: name, name, mime, bytes: 10, ...more };
}
const picture = (name: string) => file(name, 'image/png');
const voice = file('voice.ogg', 'audio/ogg', { sentAs: 'voice' });

function ask(attachments: readonly AttachmentRef[], change: Partial<Turn> = {}): Turn {
  return createFakeTurn({ inputs: [createFakeMessage({ text: 'See', attachments })], ...change });
}

function quoted(id: string, more: Partial<QuotedMessage> = {}): QuotedMessage {
  return { id, author, isOwn: false, text: `words of ${id}`, attachments: [], ...more };
}

/** Reads files by their type: pictures as they are, recordings as sound, all else as text. */
async function readSimply({ name, mime, bytes }: DownloadedFile): Promise<FileContent> {
  if (mime.startsWith('image/')) return { kind: 'images', images: [{ mime, bytes }] };
  if (mime.startsWith('audio/')) return { kind: 'audio', audio: { mime, bytes } };
  return { kind: 'text', text: `text of ${name}` };
}

type Behaviour = 'gives' | 'gone' | 'too large' | 'breaks' | 'hangs' | 'huge';

/** A network that behaves in this way when it is asked for a file. */
async function behave(behaviour: Behaviour, ref: string): Promise<Uint8Array> {
  switch (behaviour) {
    case 'gone':
      throw new PlatformError('x', { kind: 'gone', platform: 'fake' });
    case 'too large':
      throw new PlatformError('x', { kind: 'invalid', platform: 'fake' });
    case 'breaks':
      throw new Error('x');
    case 'hangs':
      return new Promise<never>(() => {});
    default:
      return Buffer.from(ref);
  }
}

interface Options extends Partial<MaterialSources> {
  readonly history?: readonly Turn[];
  readonly found?: Turn;
  readonly settings?: Partial<ScopeSettings>;
}

function setUp({ history = [], found, settings, ...sources }: Options = {}) {
  const clock = createFakeClock();
  const fetched: string[] = [];
  const gather = createGatherer({
    sources: {
      files: { read: readSimply },
      async fetchFile(_channel, ref) {
        fetched.push(ref);
        return Buffer.from(ref);
      },
      ...sources,
    },
    conversations: {
      async *history() {
        yield* history;
      },
      find: async () => found && { turn: found, turnsAhead: 0 },
    },
    settingsOf: usualSettings(settings),
    clock,
    log: silentLog,
  });
  return { clock, fetched, gather };
}

describe('createGatherer', () => {
  test('fetches no file where the place takes none, and says so of each', async () => {
    const file = { ref: 'a', name: 'a.txt', mime: 'text/plain', bytes: 1 };
    const inputs = [createFakeMessage({ text: 'See', attachments: [file] })];
    const { gather, fetched } = setUp({ settings: { takesFiles: false } });
    const first = await gather(createFakeTurn({ inputs }), sees, live);
    assert.deepEqual(first.material.files, [
      { ref: 'a', name: 'a.txt', kind: 'unreadable', why: 'off' },
    ]);
    assert.deepEqual(fetched, []);

    const later = setUp();
    const turn = createFakeTurn({ inputs, material: first.material });
    const second = await later.gather(turn, sees, live);
    assert.equal(second.material.files[0]?.kind, 'text');
  });

  test('reads the files of a question and of what it quotes, each once', async () => {
    const { gather, fetched } = setUp();
    const turn = createFakeTurn({
      inputs: [
        createFakeMessage({
          attachments: [picture('cat.png'), file('log.txt', 'text/plain')],
          quoted: quoted('9', { attachments: [picture('cat.png'), picture('dog.png')] }),
        }),
      ],
    });
    const { material, media } = await gather(turn, sees, live);
    assert.deepEqual(fetched.toSorted(), ['cat.png', 'dog.png', 'log.txt']);
    assert.deepEqual(material.files, [
      { ref: 'cat.png', name: 'cat.png', kind: 'image' },
      { ref: 'log.txt', name: 'log.txt', kind: 'text', text: 'text of log.txt' },
      { ref: 'dog.png', name: 'dog.png', kind: 'image' },
    ]);
    assert.deepEqual([...media.keys()], ['cat.png', 'dog.png']);
  });

  test('reads no text twice, and fetches no picture again that it still has', async () => {
    const { gather, fetched } = setUp();
    const turn = ask([picture('cat.png'), file('log.txt', 'text/plain')]);
    const { material } = await gather(turn, sees, live);
    const again = await gather({ ...turn, material }, sees, live);
    assert.deepEqual(again.material, material);
    assert.equal(again.media.size, 1);
    assert.deepEqual(fetched, ['cat.png', 'log.txt']);
  });

  test('reads what an edit adds, and forgets what it removes', async () => {
    const { gather } = setUp();
    const before = await gather(ask([file('a.txt', 'text/plain')]), sees, live);
    const edited = ask([file('b.txt', 'text/plain')], { material: before.material });
    const { material } = await gather(edited, sees, live);
    assert.deepEqual(
      material.files.map(({ name }) => name),
      ['b.txt'],
    );
  });

  test('looks again for what a question builds on when its messages have changed', async () => {
    const archive = {
      read: async ({ messageId }: { messageId: string }) => createFakeMessage({ id: messageId }),
      readBefore: async () => [],
      readThreadStart: async () => undefined,
    };
    const { gather } = setUp({ archiveOf: () => archive });
    const { material } = await gather(ask([]), sees, live);
    const links = [{ channelId: 'x', messageId: '7' }];
    const joined = ask([], { edition: 1, material, inputs: [createFakeMessage({ links })] });
    const second = await gather(joined, sees, live);
    assert.deepEqual(
      second.material.background.map(({ kind }) => kind),
      ['link'],
    );
    const { material: kept } = await gather({ ...joined, material: second.material }, sees, live);
    assert.deepEqual(kept, second.material);
  });

  test('tries a file again that the network did not give, and no file that is gone', async () => {
    let kind: 'network' | 'gone' = 'network';
    const { gather } = setUp({
      fetchFile: async () => {
        throw new PlatformError('no', { kind, platform: 'fake' });
      },
    });
    const turn = ask([file('a.txt', 'text/plain')]);
    const whyOf = async (asked: Turn) => {
      const { material } = await gather(asked, sees, live);
      const [reading] = material.files;
      return { material, why: reading?.kind === 'unreadable' && reading.why };
    };
    const first = await whyOf(turn);
    kind = 'gone';
    const second = await whyOf({ ...turn, material: first.material });
    assert.deepEqual([first.why, second.why], ['failed', 'gone']);
  });

  test('shows at most eight pictures, those of the newest message first', async () => {
    const { gather, fetched } = setUp();
    const inputs = [0, 1].map((index) =>
      createFakeMessage({
        id: `${index}`,
        attachments: Array.from({ length: 5 }, (_, n) => picture(`${index}${n}.png`)),
      }),
    );
    const { material, media } = await gather(createFakeTurn({ inputs }), sees, live);
    assert.equal(media.size, 8);
    assert.equal(fetched.length, 8);
    const left = material.files.filter(({ kind }) => kind === 'unreadable');
    assert.deepEqual(
      left.map(({ name }) => name),
      ['03.png', '04.png'],
    );
  });

  test('stores at most 200,000 characters of a question, and says what is missing', async () => {
    const { gather } = setUp({
      files: { read: async () => ({ kind: 'text', text: 'x'.repeat(60_000) }) },
    });
    const files = Array.from({ length: 5 }, (_, n) => file(`${n}.txt`, 'text/plain'));
    const { material } = await gather(ask(files), sees, live);
    const lengths = material.files.map((read) =>
      read.kind === 'text' ? read.text.length : read.kind,
    );
    assert.deepEqual(lengths, [60_000, 60_000, 60_000, 20_000, 'unreadable']);
    const last = material.files[3];
    assert.equal(last?.kind === 'text' && last.cut, 'the first 20000 of 60000 characters');
  });

  test('says what is missing of a long recording', async () => {
    const { gather } = setUp({ transcriber: { transcribe: async () => 'x'.repeat(90_000) } });
    const { material } = await gather(ask([voice]), sees, live);
    const [reading] = material.files;
    assert.ok(reading?.kind === 'transcript');
    assert.deepEqual(
      [reading.text.length, reading.cut],
      [60_000, 'the first 60000 of 90000 characters'],
    );
  });

  test('does not fetch pictures for a model that cannot see', async () => {
    const { gather, fetched } = setUp();
    const blind = { ...sees, seesImages: false, seesEarlierImages: false };
    const { material, media } = await gather(ask([picture('cat.png')]), blind, live);
    assert.deepEqual([fetched, media.size, material.files[0]?.kind], [[], 0, 'image']);
  });

  test('gives sound to a model that hears, else its words, else neither', async () => {
    const kinds = async (senses: Senses, sources: Partial<MaterialSources>) => {
      const { material, media } = await setUp(sources).gather(ask([voice]), senses, live);
      return [material.files[0]?.kind, media.get('voice.ogg')?.audio !== undefined];
    };
    const transcriber = { transcribe: async () => 'Buy milk.' };
    const hears = { ...sees, hearsSound: true };
    assert.deepEqual(await kinds(hears, {}), ['audio', true]);
    // Few services take Ogg, so the words are safer.
    assert.deepEqual(await kinds(hears, { transcriber }), ['transcript', false]);
    assert.deepEqual(await kinds(sees, { transcriber }), ['transcript', false]);
    assert.deepEqual(await kinds(sees, {}), ['audio', false]);
  });

  // A type by the name: jshttp/mime-types #99, broofa/mime #308, MoonshotAI/kimi-cli PR 602.
  test('reads the text of a file that its network takes for a recording', async () => {
    const transcriber = {
      transcribe: async () => assert.fail('no service hears it'),
    };
    const names = ['main.ts', 'main.mts'];
    for (const sources of [{}, { transcriber }]) {
      for (const sentAs of [undefined, 'video'] as const) {
        const files = names.map((name) => file(name, 'video/mp2t', sentAs && { sentAs }));
        const { gather, fetched } = setUp(sources);
        const { material } = await gather(ask(files), sees, live);
        assert.deepEqual(
          material.files.map(({ kind }) => kind),
          ['text', 'text'],
        );
        assert.deepEqual(fetched, names);
      }
    }
  });

  test('sends no silent video to a service, and says that it was not watched', async () => {
    const files = {
      read: async (): Promise<FileContent> => ({ kind: 'unreadable', why: 'unknown kind' }),
    };
    const transcriber = { transcribe: async () => assert.fail('nothing is said in it') };
    const clip = file('clip.mp4', 'video/mp4', { sentAs: 'video', stillRef: 'still' });
    for (const sources of [{ files }, { files, transcriber }]) {
      const { material } = await setUp(sources).gather(ask([clip]), sees, live);
      const reading = material.files.find(({ ref }) => ref === 'clip.mp4');
      assert.equal(reading?.kind === 'unreadable' && reading.why, 'unseen');
    }
  });

  test('has a recording written down once, however often its question begins anew', async () => {
    let heard = 0;
    const { promise: words, resolve } = Promise.withResolvers<string>();
    const { gather } = setUp({
      transcriber: {
        transcribe: () => {
          heard += 1;
          return words;
        },
      },
    });
    for (let joined = 0; joined < 5; joined += 1) {
      const join = new AbortController();
      const gathering = gather(ask([voice]), sees, join.signal);
      await new Promise(setImmediate);
      join.abort();
      await gathering;
    }
    const last = gather(ask([voice]), sees, live);
    resolve('Buy milk.');
    assert.equal((await last).material.files[0]?.kind, 'transcript');
    assert.equal((await gather(ask([voice]), sees, live)).material.files[0]?.kind, 'transcript');
    assert.equal(heard, 1);
  });

  test('stops the writing of a recording for which nobody waits any more', async () => {
    let signalOfService: AbortSignal | undefined;
    const { gather, clock } = setUp({
      transcriber: {
        transcribe: (_file, signal) => {
          signalOfService = signal;
          return new Promise<never>(() => {});
        },
      },
    });
    const stop = new AbortController();
    const gathering = gather(ask([voice]), sees, stop.signal);
    await new Promise(setImmediate);
    stop.abort();
    await gathering;
    assert.equal(signalOfService?.aborted, false);
    await clock.advance(10_000);
    assert.equal(signalOfService?.aborted, true);
  });

  test('keeps no picture waiting for the words of recordings', async () => {
    const transcriber = { transcribe: () => new Promise<never>(() => {}) };
    const { gather } = setUp({ transcriber });
    const stop = new AbortController();
    const recordings = Array.from({ length: 8 }, (_, index) => ({ ...voice, ref: `${index}` }));
    const hearing = gather(ask(recordings), sees, stop.signal);
    const { media } = await gather(ask([picture('cat.png')]), sees, live);
    assert.equal(media.size, 1);
    stop.abort();
    await hearing;
  });

  test('keeps nobody waiting for the slow files of another conversation', async () => {
    const { gather } = setUp({
      fetchFile: async (_channel, ref) =>
        ref.startsWith('slow') ? new Promise<never>(() => {}) : Buffer.from(ref),
    });
    const stop = new AbortController();
    const names = Array.from({ length: 8 }, (_, index) => `slow${index}.png`);
    const slow = gather(ask(names.map(picture)), sees, stop.signal);
    const elsewhere = ask([picture('cat.png')], { address: { channel: thread } });
    assert.equal((await gather(elsewhere, sees, live)).media.size, 1);
    stop.abort();
    assert.equal((await slow).media.size, 0);
    assert.equal((await gather(ask([picture('cat.png')]), sees, live)).media.size, 1);
  });

  test('shows the still picture of a video message, and tells its words', async () => {
    const note = file('note.mp4', 'video/mp4', { sentAs: 'video note', stillRef: 'still' });
    const transcriber = { transcribe: async () => 'Buy milk.' };
    const { material, media } = await setUp({ transcriber }).gather(ask([note]), sees, live);
    assert.deepEqual(
      material.files.map(({ ref, kind }) => [ref, kind]),
      [
        ['still', 'image'],
        ['note.mp4', 'transcript'],
      ],
    );
    assert.ok(media.get('still')?.images);
  });

  test('shows the newest pictures of earlier questions again, at most four, as far as they are there', async () => {
    const history = Array.from({ length: 6 }, (_, index) =>
      ask([picture(`${index}.png`)], {
        id: `c#${9 - index}`,
        material: { files: [{ ref: `${index}.png`, name: '', kind: 'image' }], background: [] },
      }),
    );
    const asked: string[] = [];
    const { gather } = setUp({
      history,
      fetchFile: async (_channel, ref) => {
        asked.push(ref);
        if (ref === '1.png') throw new PlatformError('no', { kind: 'gone', platform: 'fake' });
        return Buffer.from(ref);
      },
    });
    const { media, material } = await gather(ask([]), sees, live);
    assert.deepEqual([...media.keys()], ['0.png', '2.png', '3.png']);
    assert.deepEqual(material.files, []);
    await gather(ask([]), sees, live);
    assert.equal(asked.length, 4, 'neither the pictures nor the gone one are fetched again');
    const withoutSight = { ...sees, seesEarlierImages: false };
    assert.equal((await gather(ask([]), withoutSight, live)).media.size, 0);
  });

  test('gives up after 45 seconds, whatever hangs', async () => {
    const never = () => new Promise<never>(() => {});
    for (const sources of [{ fetchFile: never }, { files: { read: never } }]) {
      const { gather, clock } = setUp(sources);
      const gathering = gather(ask([picture('cat.png')]), sees, live);
      await clock.advance(45_000);
      const { material } = await gathering;
      assert.deepEqual(material.files[0], {
        ref: 'cat.png',
        name: 'cat.png',
        kind: 'unreadable',
        why: 'failed',
      });
    }
  });

  test('waits two minutes for the words of a recording', async () => {
    const transcriber = { transcribe: () => new Promise<never>(() => {}) };
    const { gather, clock } = setUp({ transcriber });
    let isDone = false;
    const gathering = gather(ask([voice]), sees, live).finally(() => {
      isDone = true;
    });
    await clock.advance(119_000);
    assert.equal(isDone, false);
    await clock.advance(1_000);
    const { material } = await gathering;
    assert.equal(material.files[0]?.kind, 'unreadable');
  });

  test('ends at once when the answer is stopped', async () => {
    const stop = new AbortController();
    const { gather } = setUp({ fetchFile: () => new Promise<never>(() => {}) });
    const gathering = gather(ask([picture('cat.png')]), sees, stop.signal);
    stop.abort();
    assert.equal((await gathering).media.size, 0);
  });

  test('reads the message that a thread hangs on, for its first answer', async () => {
    const start = createFakeMessage({
      id: 's',
      text: 'Release notes',
      attachments: [picture('a.png')],
    });
    const archive = {
      read: async () => undefined,
      readBefore: async () => [],
      readThreadStart: async () => start,
    };
    const turn = ask([], { address: { channel: thread } });
    const first = await setUp({ archiveOf: () => archive }).gather(turn, sees, live);
    assert.deepEqual(
      first.material.background.map(({ kind, message }) => [kind, message.text]),
      [['thread', 'Release notes']],
    );
    assert.equal(first.media.size, 1);

    const later = await setUp({ archiveOf: () => archive, history: [ask([])] }).gather(
      turn,
      sees,
      live,
    );
    assert.deepEqual(later.material.background, []);
  });

  test('reads the whole album that a thread hangs on, and says what is too many', async () => {
    const attachments = Array.from({ length: 10 }, (_, index) => picture(`${index}.png`));
    const start = createFakeMessage({ id: 's', attachments });
    const archive = {
      read: async () => undefined,
      readBefore: async () => [],
      readThreadStart: async () => start,
    };
    const turn = ask([], { address: { channel: thread } });
    const { gather } = setUp({ archiveOf: () => archive });
    const { material, media } = await gather(turn, sees, live);
    assert.deepEqual([media.size, material.files.length], [8, 10]);
    assert.deepEqual(material.background[0]?.message.attachments, attachments);
  });

  test('reads the question of an answer on which a thread hangs', async () => {
    const start = createFakeMessage({ id: 'page 1', text: 'Page one.', isOwn: true });
    const archive = {
      read: async () => undefined,
      readBefore: async () => [],
      readThreadStart: async () => start,
    };
    const found = createFakeTurn({
      state: 'done',
      inputs: [createFakeMessage({ id: 'q', text: 'Which pages?' })],
      versions: [{ text: 'Page one. Page two.', provider: 'p', model: 'm', end: 'stop' }],
    });
    const turn = ask([], { address: { channel: thread } });
    const wordsOf = async (answered: Turn) => {
      const { gather } = setUp({ archiveOf: () => archive, found: answered });
      const { material } = await gather(turn, sees, live);
      return material.background.map(({ kind, message }) => [kind, message.isOwn, message.text]);
    };
    assert.deepEqual(await wordsOf(found), [
      ['chain', false, 'Which pages?'],
      ['thread', true, 'Page one. Page two.'],
    ]);
    const stopped = await wordsOf({ ...found, state: 'stopped' });
    assert.deepEqual(stopped, [['thread', true, 'Page one.']]);
    assert.deepEqual(await wordsOf({ ...found, isPrivate: true }), []);
  });

  test('follows a chain of replies up to five messages, oldest first, and reads links', async () => {
    const archive = {
      read: async ({ messageId }: { messageId: string }) =>
        createFakeMessage({
          id: messageId,
          text: `words of ${messageId}`,
          quoted: quoted(String(Number(messageId) - 1)),
        }),
      readBefore: async () => [],
      readThreadStart: async () => undefined,
    };
    const message = createFakeMessage({
      id: '50',
      quoted: quoted('20'),
      links: [{ channelId: 'x', messageId: '7' }],
    });
    const { gather } = setUp({ archiveOf: () => archive });
    const { material } = await gather(createFakeTurn({ inputs: [message] }), sees, live);
    assert.deepEqual(
      material.background.map(({ kind, message: { id } }) => `${kind} ${id}`),
      ['chain 15', 'chain 16', 'chain 17', 'chain 18', 'chain 19', 'link 7'],
    );
  });

  test('looks for a chain where the question was asked, also when it opens a thread', async () => {
    const asked: string[] = [];
    const archive = {
      async read({ channelId }: { readonly channelId: string }) {
        asked.push(channelId);
        return undefined;
      },
      readBefore: async () => [],
      readThreadStart: async () => undefined,
    };
    const { gather } = setUp({ archiveOf: () => archive });
    const question = createFakeMessage({ quoted: quoted('9') });
    const address = { channel: thread, questionId: question.id, opensThread: 'See' };
    await gather(createFakeTurn({ inputs: [question], address }), sees, live);
    assert.deepEqual(asked, [question.channel.id]);
  });

  test('tells an answer of the bot from the words of others', async () => {
    const archive = {
      read: async () => createFakeMessage({ id: '7', text: 'It is blue.', isOwn: true }),
      readBefore: async () => [],
      readThreadStart: async () => undefined,
    };
    const { gather } = setUp({ archiveOf: () => archive });
    const question = createFakeMessage({ links: [{ channelId: 'c', messageId: '7' }] });
    const { material } = await gather(createFakeTurn({ inputs: [question] }), sees, live);
    assert.equal(material.background[0]?.message.isOwn, true);
  });

  test('an old answer that is quoted brings its question, unless the history has both', async () => {
    const found = createFakeTurn({
      sequence: 3,
      state: 'done',
      inputs: [createFakeMessage({ id: 'q' })],
      answerMessages: [{ messageId: 'page 1' }, { messageId: 'page 2' }],
      versions: [{ text: 'Page one. Page two.', provider: 'p', model: 'm', end: 'stop' }],
    });
    const inputs = [createFakeMessage({ quoted: quoted('page 2', { isOwn: true }) })];
    const wordsOf = async (change: Partial<Turn>, answer = found) => {
      const { gather } = setUp({ found: answer });
      const turn = createFakeTurn({ inputs, sequence: 40, ...change });
      const { material } = await gather(turn, sees, live);
      return material.background.map(({ message: { text, isOwn } }) => [isOwn, text]);
    };
    assert.deepEqual(await wordsOf({}), [
      [false, 'Hello?'],
      [true, 'Page one. Page two.'],
    ]);
    const [version] = found.versions;
    assert.ok(version);
    const onePage = { ...found, versions: [{ ...version, text: 'words of page 2' }] };
    assert.deepEqual(await wordsOf({}, onePage), [[false, 'Hello?']]);
    assert.deepEqual(await wordsOf({ sequence: 5 }), []);
    assert.deepEqual(await wordsOf({ epoch: 1 }), []);
    assert.deepEqual(await wordsOf({}, { ...found, state: 'stopped' }), []);
    assert.deepEqual(await wordsOf({}, { ...found, inputs: [] }), []);
    assert.deepEqual(await wordsOf({}, { ...found, isPrivate: true }), []);
    assert.deepEqual(await wordsOf({ isPrivate: true }), []);
  });

  test('the question of an old answer comes with its files', async () => {
    const found = createFakeTurn({
      sequence: 3,
      state: 'done',
      inputs: [
        createFakeMessage({
          id: 'q',
          text: '',
          details: '[poll] Red?',
          attachments: [picture('a.png')],
        }),
      ],
      answerMessages: [{ messageId: 'page' }],
      versions: [{ text: 'A cat.', provider: 'p', model: 'm', end: 'stop' }],
    });
    const inputs = [createFakeMessage({ quoted: quoted('page', { isOwn: true }) })];
    const { gather } = setUp({ found });
    const { material, media } = await gather(createFakeTurn({ inputs, sequence: 40 }), sees, live);
    assert.equal(material.background[0]?.message.text, '[poll] Red?');
    assert.deepEqual([...media.keys()], ['a.png']);
  });

  test('an archive that fails or hangs costs only the background', async () => {
    const hangs = () => new Promise<never>(() => {});
    const fails = async () => {
      throw new Error('no');
    };
    for (const look of [hangs, fails]) {
      const archive = { read: look, readBefore: look, readThreadStart: look };
      const { gather, clock } = setUp({ archiveOf: () => archive });
      const inputs = [
        createFakeMessage({ quoted: quoted('1'), links: [{ channelId: 'x', messageId: '7' }] }),
      ];
      const gathering = gather(
        createFakeTurn({ inputs, address: { channel: thread } }),
        sees,
        live,
      );
      await clock.advance(10_000);
      assert.deepEqual((await gathering).material, { files: [], background: [] });
    }
  });

  test('always ends, within its limits and with every file accounted for', async () => {
    const behaviour = fc.constantFrom<Behaviour[]>(
      'gives',
      'gone',
      'too large',
      'breaks',
      'hangs',
      'huge',
    );
    const kinds = ['image/png', 'audio/ogg', 'text/plain', 'application/pdf', 'video/mp4'];
    const files = fc.array(fc.tuple(behaviour, fc.constantFrom(...kinds), fc.nat(30_000_000)), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(files, fc.boolean(), fc.boolean(), async (plans, seesImages, hearsSound) => {
        const attachments = plans.map(([, mime, bytes], index) =>
          file(`${index}`, mime, { bytes }),
        );
        const { gather, clock } = setUp({
          fetchFile: (_channel, ref) => behave(plans[Number(ref)]?.[0] ?? 'breaks', ref),
          files: {
            async read(downloaded) {
              const isHuge = plans[Number(downloaded.name)]?.[0] === 'huge';
              if (!isHuge) return readSimply(downloaded);
              const image = { mime: 'image/png', bytes: new Uint8Array(10) };
              return downloaded.mime === 'application/pdf'
                ? { kind: 'images', images: Array.from({ length: 50 }, () => image) }
                : { kind: 'text', text: 'x'.repeat(1_000_000) };
            },
          },
        });
        const senses = { ...sees, seesImages, seesEarlierImages: seesImages, hearsSound };
        const gathering = gather(ask(attachments), senses, live);
        await clock.advance(45_000);
        const { material, media } = await gathering;

        assert.deepEqual(
          new Set(material.files.map(({ ref }) => ref)),
          new Set(attachments.map(({ ref }) => ref)),
        );
        const pictures = [...media.values()].flatMap(({ images = [] }) => images);
        assert.ok(pictures.length <= 8 && (seesImages || pictures.length === 0));
        const characters = material.files.map((read) =>
          read.kind === 'text' ? read.text.length : 0,
        );
        assert.ok(characters.reduce((sum, count) => sum + count, 0) <= 200_000);
        assert.ok(JSON.stringify(material).length < 300_000);
      }),
      { numRuns: 60, seed: 11 },
    );
  });
});
