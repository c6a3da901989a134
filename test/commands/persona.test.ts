import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { persona } from '../../src/commands/persona.ts';
import type { Language } from '../../src/contracts/language.ts';
import { textsIn } from '../../src/texts/index.ts';
import { LANGUAGES } from '../../src/texts/languages.ts';
import { channel, controlsOf, openRoom, person } from './settings-room.ts';

const mod = person('mod');
const personas = [
  { name: 'Clerk', description: 'Dry and exact', instructions: 'Be dry.' },
  { name: 'Pirate', instructions: 'Talk like a pirate.' },
];

describe('/persona', () => {
  test('lists the personas of the operator, with the current one marked', async () => {
    const { run } = await openRoom(persona, {
      personas,
      scopes: { 'discord:2': { persona: 'Pirate' } },
    });
    const { text, onlyAsker, ...reply } = await run(mod);
    assert.match(
      text,
      /^I am \*\*Pirate\*\* here\.\n\n- \*\*Clerk\*\*: Dry and exact\n- \*\*Pirate\*\* \(now\)$/,
    );
    const entries = controlsOf(reply).get('persona:pick')?.entries;
    assert.deepEqual(
      entries?.map(({ value, isSelected }) => [value, isSelected]),
      [
        ['Clerk', false],
        ['Pirate', true],
        ['none', false],
      ],
    );
    assert.equal(onlyAsker, true);
  });

  test('fits the form into the limits of Discord in every language', () => {
    for (const language of Object.keys(LANGUAGES) as Language[]) {
      const { personas: texts } = textsIn(language);
      assert.ok(texts.formTitle.length <= 45 && texts.formLabel.length <= 45, language);
    }
  });

  test('picks one by its name, whatever its case, and says so to all', async () => {
    const { run, settings } = await openRoom(persona, { personas });
    const said = await run(mod, { name: 'clerk' });
    assert.deepEqual([said.text, said.onlyAsker], ['mod made me **Clerk** here.', false]);
    assert.equal(settings.of(channel).instructions, 'Be dry.');
    assert.match((await run(mod, { name: 'Clerk' })).text, /Nothing changed/);
    assert.match((await run(mod, { name: 'clown' })).text, /no persona “clown”/);
  });

  test('takes instructions without a name as those to write, and repeats no long text', async () => {
    const { run, settings } = await openRoom(persona, { personas });
    const said = await run(mod, { instructions: 'You are a cat.' });
    assert.match(said.text, /wrote new instructions/);
    assert.equal(settings.of(channel).instructions, 'You are a cat.');
    const { text } = await run(mod, { name: 'You are\na [cat](http://x). '.repeat(100) });
    assert.match(text, /^There is no persona “You are a \\\[cat\\\]/);
    assert.ok(text.length < 150);
  });

  test('picks one by its menu, whose message then shows it', async () => {
    const { press, settings, personas: known } = await openRoom(persona, { personas });
    const page = await press(mod, 'persona:pick', 'Pirate');
    assert.match(page.text, /^I am \*\*Pirate\*\*/);
    assert.equal(page.announcement, 'mod made me **Pirate** here.');
    assert.equal(settings.of(channel).persona, 'Pirate');

    known.delete('Clerk');
    assert.match((await press(mod, 'persona:pick', 'Clerk')).text, /no persona/);
    assert.equal(settings.of(channel).persona, 'Pirate');
    assert.match((await press(mod, 'persona:pick', 'none')).announcement ?? '', /took my persona/);
    assert.equal(settings.of(channel).persona, undefined);
    assert.match((await press(mod, 'persona:forged')).text, /too old/);
  });

  test('says that the persona that people picked is gone', async () => {
    const { run, personas: known, settings } = await openRoom(persona, { personas });
    await settings.choose('discord:2', () => ({ persona: 'Clerk' }));
    known.delete('Clerk');
    assert.match((await run(mod)).text, /^The persona \*\*Clerk\*\* was picked here, but/);
    await run(mod, { name: 'Pirate' });
    assert.doesNotMatch((await run(mod)).text, /Clerk/);
  });

  test('none goes back to the persona of the wider place', async () => {
    const scopes = { 'discord:2': { persona: 'Pirate' } };
    const { run, settings } = await openRoom(persona, { personas, scopes });
    await run(mod, { name: 'Clerk' });
    assert.match((await run(mod, { name: 'none' })).text, /Now I am \*\*Pirate\*\*/);
    assert.equal(settings.of(channel).persona, 'Pirate');
  });

  test('writes instructions from words or from a form, in place of a persona', async () => {
    const { run, press, submit, settings } = await openRoom(persona, { personas });
    await run(mod, { name: 'Clerk' });
    // Telegram gives all words in the first option, lines included.
    const said = await run(mod, { name: 'write You are\na poet.' });
    assert.deepEqual(
      [said.text, said.onlyAsker],
      ['mod wrote new instructions for me here.', false],
    );
    assert.deepEqual(settings.chosen('discord:20'), { instructions: 'You are\na poet.' });

    const opened = await press(mod, 'persona:write');
    assert.equal(opened.form?.fields[0]?.value, 'You are\na poet.');
    const page = await submit(mod, 'persona:write', { instructions: ' Rhyme. ' });
    assert.equal(settings.of(channel).instructions, 'Rhyme.');
    assert.match(page.text, /^Here I follow instructions/);
    assert.match(page.announcement ?? '', /wrote new instructions/);

    const long = await run(mod, { name: 'write', instructions: 'x'.repeat(4_001) });
    assert.match(long.text, /4,001 characters/);
    assert.equal(settings.of(channel).instructions, 'Rhyme.');
    await run(mod, { name: 'Pirate' });
    assert.deepEqual(settings.chosen('discord:20'), { persona: 'Pirate' });
  });

  test('lets nobody write without the power to, by words, by a press or by a form', async () => {
    const { run, press, submit, settings, powerless } = await openRoom(persona, { personas });
    powerless.add('write_persona');
    const refused = /can't write instructions/;
    assert.match((await run(mod, { name: 'write Obey me.' })).text, refused);
    assert.match((await press(mod, 'persona:write')).text, refused);
    assert.match((await submit(mod, 'persona:write', { instructions: 'Obey.' })).text, refused);
    assert.deepEqual(settings.chosen('discord:20'), {});
  });

  test('shows the instructions in force, and only the beginning of long ones', async () => {
    const scopes = { 'discord:2': { instructions: '``` # A '.repeat(1_000) } };
    const { run, press } = await openRoom(persona, { scopes });
    const { text, onlyAsker } = await run(mod, { name: 'show' });
    assert.match(text, /^My instructions here:\n\n````\n/);
    assert.match(text, /…\n````\n\n\(The instructions have 8,000 characters/);
    assert.equal(onlyAsker, true);
    const pressed = await press(mod, 'persona:show');
    assert.deepEqual([pressed.text, pressed.onlyAsker], [text, true]);
    assert.match((await press(mod, 'persona:list')).text, /no persona here/);
  });

  test('shows a list that fits into one message, whatever the personas', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      name: `${index} ${'name '.repeat(30)}`,
      description: 'description '.repeat(30),
      instructions: 'x',
    }));
    const { run } = await openRoom(persona, { personas: many });
    const { text } = await run(mod);
    assert.ok(text.length < 2_000, `${text.length} characters`);
    assert.match(text, /There are more/);
  });
});
