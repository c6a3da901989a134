import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settings } from '../../src/commands/settings.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import { channel, controlsOf, openRoom, person } from './settings-room.ts';

const mod = person('mod');
const admin = person('admin');
const stranger = person('stranger');
const topic: Channel = { platform: 'telegram', id: '-1/7', kind: 'thread', parentId: '-1' };
const direct: Channel = { platform: 'telegram', id: '7', kind: 'direct' };

describe('/settings', () => {
  test('shows what is in force, and where each value comes from', async () => {
    const { run, settings: store } = await openRoom(settings, {
      scopes: { 'discord:2': { model: 'p/two' }, discord: { historyDays: 7 } },
    });
    await store.choose('discord:20', () => ({
      language: 'de',
      parameters: { temperature: 0.5 },
    }));
    const { text, onlyAsker } = await run(mod);
    assert.match(text, /\*\*Model\*\*: p\/two \(set for this server by the person who runs me\)/);
    assert.match(text, /\*\*Language\*\*: Deutsch \(chosen here\)/);
    assert.match(text, /\*\*Temperature\*\*: 0.5 \(chosen here\)/);
    assert.match(text, /\*\*Days kept\*\*: 7 days \(set for this network/);
    assert.match(text, /\*\*Files and pictures\*\*: on \(the default\)/);
    assert.doesNotMatch(text, /Rich messages|Top P/);
    assert.equal(onlyAsker, true);
  });

  test('tells of each parameter by itself where it comes from', async () => {
    const { run, settings: store } = await openRoom(settings, {
      scopes: { 'discord:2': { parameters: { temperature: 1 } } },
    });
    await store.choose('discord:20', () => ({ parameters: { maxOutputTokens: 500 } }));
    const { text } = await run(mod);
    assert.match(text, /\*\*Temperature\*\*: 1 \(set for this server/);
    assert.match(text, /\*\*Longest answer\*\*: 500 tokens \(chosen here\)/);
  });

  test('fits into one message, whatever is set', async () => {
    const {
      run,
      press,
      settings: store,
    } = await openRoom(settings, {
      place: { ...topic, platform: 'discord' },
      scopes: { 'discord:-1': { model: 'x'.repeat(300), persona: 'y'.repeat(300) } },
    });
    const parameters = {
      temperature: 1,
      topP: 1,
      topK: 1,
      typicalP: 1,
      repetitionPenalty: 1,
      presencePenalty: 1,
      frequencyPenalty: 1,
      maxOutputTokens: 1_000_000,
      seed: 2_147_483_647,
      reasoningEffort: 'medium' as const,
    };
    await store.choose('discord:-1', () => ({
      parameters,
      footer: ['model', 'tokens', 'seconds'],
    }));
    assert.ok((await run(mod)).text.length < 2_000);
    const page = await press(mod, 'settings:open:here', 'model');
    assert.ok(page.text.length < 2_000);
  });

  test('offers its menus only to people who may change something', async () => {
    const { run } = await openRoom(settings);
    const shown = await run(stranger);
    assert.deepEqual([...controlsOf(shown).keys()], ['settings:me:stranger']);
    assert.match(shown.text, /only look/);
    assert.deepEqual(
      [...controlsOf(await run(mod)).keys()],
      ['settings:open:here', 'settings:me:mod'],
    );
  });

  test('offers the model to a person who has no other power than that', async () => {
    const room = await openRoom(settings);
    for (const power of ['settings', 'persona']) room.powerless.add(power);
    const menu = controlsOf(await room.run(mod)).get('settings:open:here');
    assert.deepEqual(
      menu?.entries?.map(({ value }) => value),
      ['model'],
    );
    assert.ok(controlsOf(await room.press(mod, 'settings:all:here')).has('settings:open:here'));
  });

  test('offers the server to those who manage it, and the network and all places to admins', async () => {
    const { run } = await openRoom(settings);
    const places = async (author = mod) =>
      controlsOf(await run(author))
        .get('settings:in')
        ?.entries?.map(({ value }) => value);
    assert.equal(await places(), undefined);
    assert.deepEqual(await places(person('mod', { isServerAdmin: true })), ['here', 'server']);
    assert.deepEqual(await places(admin), ['here', 'server', 'network', 'bot']);
  });

  test('changes a setting by its menus, for the place that was picked, and says so to all', async () => {
    const { press, settings: store } = await openRoom(settings);
    const overview = await press(admin, 'settings:in', 'server');
    assert.ok(controlsOf(overview).has('settings:open:server'));
    const page = await press(admin, 'settings:open:server', 'follow_up');
    assert.deepEqual(
      controlsOf(page)
        .get('settings:set:server:follow_up')
        ?.entries?.map(({ value }) => value),
      ['own', 'always', 'never'],
    );
    const changed = await press(admin, 'settings:set:server:follow_up', 'never');
    assert.deepEqual(store.chosen('discord:2'), { followUp: 'never' });
    assert.match(changed.text, /\*\*Without a mention\*\*: nowhere \(chosen for this server\)/);
    assert.equal(
      changed.announcement,
      'admin changed **Without a mention** to **nowhere**. Applies to: the whole server.',
    );
    assert.equal(changed.onlyAsker, undefined);

    const again = await press(admin, 'settings:set:server:follow_up', 'never');
    assert.equal(again.announcement, undefined);
    const cleared = await press(admin, 'settings:clear:server:follow_up');
    assert.deepEqual(store.chosen('discord:2'), {});
    assert.match(cleared.announcement ?? '', /reset \*\*Without a mention\*\*, which is \*\*in my/);
    assert.ok(!controlsOf(cleared).has('settings:clear:server:follow_up'));
    assert.match((await press(admin, 'settings:all:here')).text, /In force here/);
  });

  test('changes the group of a topic as a whole', async () => {
    const { press, settings: store } = await openRoom(settings, { place: topic });
    await press(mod, 'settings:set:parent:rich', 'on');
    assert.deepEqual(store.chosen('telegram:-1'), { isRich: true });
  });

  test('asks the powers of the group before it changes the group from a topic', async () => {
    const { context, settings: store } = await openRoom(settings, { place: topic });
    const inTopic = {
      ...context,
      may: async (_power: string, _author: unknown, { id }: Channel) => id === topic.id,
    };
    const call = { name: 'settings', channel: topic, author: stranger };
    for (const name of ['parent files off', 'files off'])
      await settings.run({ ...call, options: { name } }, inTopic);
    assert.deepEqual(store.chosen('telegram:-1'), {});
    assert.deepEqual(store.chosen('telegram:-1/7'), { takesFiles: false });
  });

  test('lets an admin of one of several bots change that one only', async () => {
    const place = { ...channel, platform: 'discord@memes' };
    const { context, settings: store } = await openRoom(settings, { place });
    const ofMemes = {
      ...context,
      isAdmin: (_author: unknown, { platform }: Channel) => platform === place.platform,
    };
    const call = { name: 'settings', channel: place, author: mod };
    for (const name of ['bot files off', 'network files off'])
      await settings.run({ ...call, options: { name } }, ofMemes);
    assert.deepEqual(store.chosen('bot'), {});
    assert.deepEqual(store.chosen('discord@memes'), { takesFiles: false });
  });

  test('says nothing to all in a chat with one person', async () => {
    const { press } = await openRoom(settings, { place: direct });
    const page = await press(mod, 'settings:set:here:rich', 'off');
    assert.equal(page.announcement, undefined);
  });

  test('takes a typed value, also for a wider place, and says what is possible', async () => {
    const { run, settings: store } = await openRoom(settings);
    const said = await run(mod, { name: 'temperature', value: '0,5' });
    assert.equal(said.text, 'mod changed **Temperature** to **0.5**. Applies to: this channel.');
    assert.equal(said.onlyAsker, false);
    // Telegram gives all words in the first option.
    await run(admin, { name: 'server footer model, cost' });
    assert.deepEqual(store.chosen('discord:20'), { parameters: { temperature: 0.5 } });
    assert.deepEqual(store.chosen('discord:2'), { footer: ['model', 'cost'] });
    await run(mod, { name: 'temperature default' });
    assert.deepEqual(store.chosen('discord:20'), {});

    for (const [name, possible] of [
      ['temperature 3', /number from 0 to 2/],
      // In some countries, this is one token, and in others a thousand.
      ['max_tokens 1,000', /whole number from 1 to/],
      ['max_tokens 1.000', /whole number from 1 to/],
      ['temperature warm', /number from 0 to 2/],
      ['reasoning loud', /can be: `hidden`, `folded`/],
      ['persona clown', /no personas/],
      ['model tw', /No single model matches “tw”/],
      ['model p/three', /No single model/],
      ['nearby 101', /off, or a number of messages/],
      ['footer price', /none, all, or some of/],
      ['colour red', /no setting “colour”. There are: `model`/],
    ] as const) {
      const refused = await run(mod, { name });
      assert.match(refused.text, possible);
      assert.equal(refused.onlyAsker, true);
    }
    assert.deepEqual(store.chosen('discord:20'), {});
  });

  test('keeps parameters within the ranges of the model, and offers no others', async () => {
    const ranges = { temperature: { min: 0.1, max: 1 }, topK: { max: 50 } };
    const { run, press, settings: store } = await openRoom(settings, { ranges });
    const menu = controlsOf(await run(mod)).get('settings:open:here');
    const names = menu?.entries?.map(({ value }) => value) ?? [];
    assert.ok(names.includes('top_k') && !names.includes('top_p'));
    const page = await press(mod, 'settings:open:here', 'temperature');
    assert.deepEqual(
      controlsOf(page)
        .get('settings:set:here:temperature')
        ?.entries?.map(({ value }) => value),
      ['0.3', '0.7', '1'],
    );
    assert.match((await run(mod, { name: 'temperature 1.5' })).text, /from 0.1 to 1/);
    assert.match((await run(mod, { name: 'top_k 51' })).text, /whole number from 1 to 50/);
    assert.match((await run(mod, { name: 'top_p 0.5' })).text, /Top P/);
    // What the operator wrote for another model is moved into the range, or left out.
    await store.choose('discord:2', () => ({ parameters: { temperature: 1.5, topP: 0.5 } }));
    const { text } = await run(mod);
    assert.match(text, /Temperature\*\*: 1 \(/);
    assert.doesNotMatch(text, /Top P/);
    assert.deepEqual(store.chosen('discord:20'), {});
  });

  test('lets only admins keep things for longer than the operator says', async () => {
    const {
      run,
      press,
      settings: store,
    } = await openRoom(settings, {
      scopes: { bot: { historyDays: 30 } },
    });
    assert.match((await run(mod, { name: 'history_days 60' })).text, /from 1 to 30/);
    assert.match((await run(mod, { name: 'history_days 0' })).text, /from 1 to 30/);
    await run(mod, { name: 'history_days 7' });
    assert.equal(store.of(channel).historyDays, 7);
    // Without this choice, the operator's 30 days would count again.
    assert.match((await run(mod, { name: 'history_days default' })).text, /from 1 to 7/);
    const page = await press(mod, 'settings:open:here', 'history_days');
    assert.ok(!controlsOf(page).has('settings:clear:here:history_days'));
    assert.equal(store.of(channel).historyDays, 7);
    await run(admin, { name: 'history_days 0' });
    assert.equal(store.of(channel).historyDays, 0);
    await run(admin, { name: 'history_days default' });
    assert.equal(store.of(channel).historyDays, 30);
  });

  test('lets nobody keep things longer in a whole server because one channel does', async () => {
    const { run, settings: store } = await openRoom(settings, {
      scopes: { 'discord:2': { historyDays: 7 }, 'discord:20': { historyDays: 60 } },
    });
    const owner = person('mod', { isServerAdmin: true });
    assert.match((await run(owner, { name: 'server history_days 60' })).text, /from 1 to 7/);
    await run(owner, { name: 'server history_days 3' });
    assert.deepEqual(store.chosen('discord:2'), { historyDays: 3 });
  });

  test('opens a form for free values, and takes what was filled in', async () => {
    const { press, submit, settings: store } = await openRoom(settings);
    const opened = await press(mod, 'settings:type:here:max_tokens');
    assert.deepEqual(
      [opened.form?.id, opened.form?.fields.map(({ name }) => name), opened.text],
      ['settings:typed:here:max_tokens', ['value'], 'Type `/settings max_tokens` and the value.'],
    );
    const page = await submit(mod, 'settings:typed:here:max_tokens', { value: '500' });
    assert.match(page.announcement ?? '', /\*\*Longest answer\*\* to \*\*500 tokens\*\*/);
    assert.deepEqual(store.chosen('discord:20'), { parameters: { maxOutputTokens: 500 } });
    const wrong = await submit(mod, 'settings:typed:here:max_tokens', { value: 'many' });
    assert.match(wrong.text, /whole number/);
    assert.equal(wrong.onlyAsker, true);
  });

  test('refuses presses, forms and words of people without the power, or who lost it', async () => {
    const room = await openRoom(settings);
    const { run, press, submit, settings: store, moderators, powerless } = room;
    const opened = await press(mod, 'settings:open:here', 'model');
    const refused = /can't change that here/;
    moderators.delete('mod');
    assert.match((await press(mod, 'settings:set:here:model', 'x')).text, refused);
    for (const id of ['settings:clear:here:model', 'settings:type:here:model', 'settings:all:here'])
      assert.match((await press(mod, id)).text, refused);
    assert.match((await press(mod, 'settings:open:here', 'model')).text, refused);
    assert.match((await submit(mod, 'settings:typed:here:seed', { value: '1' })).text, refused);
    assert.match((await run(stranger, { name: 'seed 1' })).text, refused);
    assert.ok(opened.controls);

    moderators.add('mod');
    for (const place of ['server', 'network', 'bot', 'parent'])
      assert.match((await press(mod, `settings:set:${place}:files`, 'off')).text, refused);
    assert.match((await run(mod, { place: 'bot', name: 'files', value: 'off' })).text, refused);

    // An admin of one bot changes nothing for the others.
    const ofMemes = { ...channel, platform: 'discord@memes' };
    const isAdmin = (_author: unknown, { platform }: Channel) => platform === 'discord@memes';
    const { text } = await settings.run(
      { name: 'settings', author: mod, channel: ofMemes, options: { name: 'bot files off' } },
      { ...room.context, isAdmin },
    );
    assert.match(text, refused);

    // The powers `model` and `persona` are not bypassed by `settings`.
    powerless.add('model');
    assert.match((await run(mod, { name: 'model p/two' })).text, refused);
    const entries = controlsOf(await run(mod)).get('settings:open:here')?.entries ?? [];
    assert.ok(!entries.some(({ value }) => value === 'model'));
    for (const scope of ['discord:20', 'discord:2', 'discord', 'bot'])
      assert.deepEqual(store.chosen(scope), {});
  });

  test('takes no forged ids, and says what changed while a menu was open', async () => {
    const personas = [{ name: 'clerk', instructions: 'Be dry.' }];
    const room = await openRoom(settings, { personas });
    const { press, settings: store } = room;
    for (const [id, value] of [
      ['settings:set:here:powers', 'x'],
      ['settings:set:moon:model', 'x'],
      ['settings:nothing:here:model', 'x'],
      ['settings:open:here', 'constructor'],
      ['settings:', undefined],
    ] as const) {
      const reply = await press(mod, id, value);
      assert.match(reply.text, /too old/);
      assert.equal(reply.onlyAsker, true);
    }
    room.personas.delete('clerk');
    assert.match((await press(mod, 'settings:set:here:persona', 'clerk')).text, /^That changed/);
    assert.deepEqual(store.chosen('discord:20'), {});
  });

  test('changes nothing by any press or form of people without the power', async () => {
    const personas = [{ name: 'clerk', instructions: 'Be dry.' }];
    const room = await openRoom(settings, { personas });
    const actions = ['open', 'in', 'set', 'clear', 'type', 'typed', 'all', 'me', 'x'];
    const places = [
      'here',
      'server',
      'network',
      'bot',
      'parent',
      'mod',
      'stranger',
      '',
      '__proto__',
    ];
    const names = [
      'model',
      'persona',
      'files',
      'seed',
      'language',
      'memory',
      'back',
      '',
      'toString',
    ];
    const ids = actions.flatMap((action) =>
      places.flatMap((place) => names.map((name) => ['settings', action, place, name].join(':'))),
    );
    for (const id of ids) {
      for (const value of [undefined, 'off', 'clerk', 'here', 'files'])
        await room.press(stranger, id, value);
      await room.submit(stranger, id, { value: 'off' });
    }
    for (const scope of ['discord:20', 'discord:2', 'discord', 'bot'])
      assert.deepEqual(room.settings.chosen(scope), {});
    assert.deepEqual(room.people.settings('discord', 'mod'), {});
  });

  test('has ids of at most 64 bytes on Telegram, whatever the names', async () => {
    const long = 'a persona with a very long name indeed, which nobody will ever type';
    const { run, press } = await openRoom(settings, {
      place: topic,
      personas: [{ name: long, instructions: 'x' }],
    });
    const replies = [await run(admin), await press(admin, 'settings:me:admin')];
    for (const place of ['here', 'parent', 'network', 'bot'])
      for (const { value } of controlsOf(await run(admin)).get('settings:open:here')?.entries ?? [])
        replies.push(await press(admin, `settings:open:${place}`, value));
    const data = replies
      .flatMap((reply) => [...controlsOf(reply).values()])
      .flatMap(({ id, entries }) => entries?.map(({ value }) => `${id}|${value}`) ?? [id]);
    assert.deepEqual(
      data.filter((id) => Buffer.byteLength(id) > 64),
      [],
    );
    assert.ok(data.length > 100);
  });

  test('lets everybody choose for themselves, and nobody for others', async () => {
    const { run, press, people } = await openRoom(settings);
    await press(stranger, 'settings:me:stranger:language', 'ru');
    await press(stranger, 'settings:me:stranger:threads', 'on');
    const page = await press(stranger, 'settings:me:stranger:memory', 'off');
    assert.deepEqual(people.settings('discord', 'stranger'), {
      language: 'ru',
      opensThreads: true,
      isRemembered: false,
    });
    assert.ok(page.controls && page.announcement === undefined);

    const refused = await press(mod, 'settings:me:stranger:memory', 'on');
    assert.match(refused.text, /somebody else/);
    await run(stranger, { name: 'me language default' });
    await press(stranger, 'settings:me:stranger:memory', 'on');
    assert.deepEqual(people.settings('discord', 'stranger'), { opensThreads: true });
    assert.match((await run(stranger, { name: 'me memory maybe' })).text, /can be: `on`, `off`/);
    assert.deepEqual(people.settings('discord', 'mod'), {});
  });

  test('suggests names, values and places', async () => {
    const personas = Array.from({ length: 30 }, (_, index) => ({
      name: `clerk-${index}`,
      instructions: 'Be dry.',
    }));
    const { context, press } = await openRoom(settings, { personas });
    const menu = controlsOf(await press(mod, 'settings:open:here', 'persona'));
    assert.equal(menu.get('settings:set:here:persona')?.entries?.length, 24);
    const complete = async (index: number, typed: string, options = {}, author = mod) => {
      const call = { name: 'settings', channel, author, options };
      const option = settings.options?.[index];
      return (await option?.complete?.(typed, call, context))?.map(({ value }) => value);
    };
    assert.deepEqual(await complete(0, 'temp'), ['temperature']);
    assert.deepEqual(await complete(1, '', { name: 'reasoning' }), ['hidden', 'folded', 'default']);
    assert.deepEqual(await complete(1, 'clerk-29', { name: 'persona' }), ['clerk-29']);
    assert.deepEqual(await complete(2, ''), ['here', 'me']);
    assert.deepEqual(await complete(0, '', { place: 'me' }), ['language', 'threads', 'memory']);
    assert.deepEqual(await complete(1, '', { place: 'me', name: 'memory' }), ['on', 'off']);
    assert.deepEqual(await complete(2, '', {}, admin), ['here', 'server', 'network', 'bot', 'me']);
  });

  test('writes no part of a name as Markdown', async () => {
    const { run } = await openRoom(settings);
    const named = { ...mod, name: '**[x](http://evil)**' };
    const { text } = await run(named, { name: 'files off' });
    assert.ok(text.startsWith('\\*\\*\\[x\\](http://evil)\\*\\* changed'));
  });
});
