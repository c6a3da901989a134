import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ShownMessage } from '../../../playground/local-network.ts';
import { NetworkModel } from '../../../playground/page/network-model.ts';

const ada = { id: '1', name: 'ada', isBot: false };
const bot = { id: '2', name: 'bot', isBot: true };

function createModel(): NetworkModel {
  const room = { kind: 'direct', history: [], commands: [], messageCommands: [] } as const;
  return new NetworkModel({
    name: 'telegram',
    viewerId: ada.id,
    bot,
    people: [ada, bot],
    online: true,
    stickers: [],
    rooms: [
      { ...room, id: 'a', name: 'a' },
      { ...room, id: 'b', name: 'b' },
    ],
  });
}

function message(fields: Partial<ShownMessage>): ShownMessage {
  return {
    id: '1',
    roomId: 'a',
    author: bot,
    text: '',
    buttons: [],
    files: [],
    edits: 0,
    createdAt: 0,
    onlyYou: false,
    draft: false,
    pings: [],
    ...fields,
  };
}

function create(model: NetworkModel, fields: Partial<ShownMessage>): ShownMessage {
  const created = message(fields);
  model.applyChange({ kind: 'message-created', message: created }, true);
  return created;
}

test('the times of a reply count from the message that it replies to, or else from the newest message of a person', () => {
  const model = createModel();
  create(model, { id: '1', author: ada, createdAt: 1000 });
  create(model, { id: '2', author: ada, createdAt: 2000 });
  const reply = create(model, { id: '3', replyTo: '1', createdAt: 2500, edits: 2, editedAt: 4000 });
  assert.deepEqual(model.measureTimes(reply), { edits: 2, firstMs: 1500, finalMs: 3000 });
  assert.deepEqual(model.measureTimes({ ...reply, replyTo: '0' }), {
    edits: 2,
    firstMs: 500,
    finalMs: 2000,
  });
  assert.equal(createModel().measureTimes(reply), undefined);
});

test('the times of an answer to a command count from the command', () => {
  const model = createModel();
  create(model, { id: '1', author: ada, createdAt: 1000 });
  const answer = create(model, {
    id: '2',
    createdAt: 9100,
    usedCommand: { by: ada, name: 'model', at: 9000 },
  });
  assert.deepEqual(model.measureTimes(answer), { edits: 0, firstMs: 100, finalMs: 100 });
});

test('the first words of a reply that was a draft are those of the draft', () => {
  for (const removedFirst of [true, false]) {
    const model = createModel();
    create(model, { id: '1', author: ada, createdAt: 1000 });
    create(model, { id: 'd', draft: true, createdAt: 1200, edits: 3 });
    const remove = () =>
      model.applyChange({ kind: 'message-removed', roomId: 'a', messageId: 'd' }, true);
    if (removedFirst) remove();
    const reply = create(model, { id: '2', createdAt: 3000 });
    if (!removedFirst) remove();
    assert.deepEqual(model.measureTimes(reply), { edits: 3, firstMs: 200, finalMs: 2000 });

    create(model, { id: '3', author: ada, createdAt: 5000 });
    const next = create(model, { id: '4', createdAt: 5100 });
    assert.deepEqual(model.measureTimes(next), { edits: 0, firstMs: 100, finalMs: 100 });
  }
});

test('a room becomes unread when somebody else writes while it is not watched', () => {
  const model = createModel();
  create(model, { id: '1' });
  create(model, { id: '2', roomId: 'b', author: ada });
  assert.deepEqual([...model.unread], []);

  create(model, { id: '3', roomId: 'b' });
  model.applyChange({ kind: 'message-created', message: message({ id: '4' }) }, false);
  assert.deepEqual([...model.unread], ['b', 'a']);

  model.openRoom('b');
  assert.deepEqual([...model.unread], ['a']);
});

test('a history stays bounded, and an edit of a forgotten message adds it once', () => {
  const model = createModel();
  for (let id = 0; id < 400; id += 1) create(model, { id: String(id) });
  assert.equal(model.messages.length, 300);

  model.applyChange({ kind: 'message-edited', message: message({ id: '399', text: 'new' }) }, true);
  assert.equal(model.messages.at(-1)?.text, 'new');
  assert.equal(model.messages.length, 300);
});

test('typing ends when the message arrives', () => {
  const model = createModel();
  model.applyChange({ kind: 'typing', roomId: 'a', author: bot }, true);
  assert.deepEqual(model.typing, [bot]);

  create(model, { id: '1' });
  assert.deepEqual(model.typing, []);
});
