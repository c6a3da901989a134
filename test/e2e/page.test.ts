import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { servePage } from '../../playground/web/index.ts';
import { openBrowser } from '../helpers/browser.ts';
import { startParley } from '../helpers/start-parley.ts';

describe('the playground page with the real bot', () => {
  test('takes a mention on Discord, a direct message on Telegram, /model and a button, and shows the final text', async (t) => {
    const page = await openBrowser(t);
    if (!page) return;
    const { discord, telegram } = await startParley(t);
    const served = await servePage({ networks: [discord, telegram], port: 0 });
    t.after(() => served.stop());
    await page.goto(served.url);

    const side = (name: string) => page.locator(`[data-network="${name}"]`);
    const send = async (name: string, text: string) => {
      await side(name).locator('[data-box]').fill(text);
      await side(name).locator('[data-box]').press('Escape');
      await side(name).locator('[data-box]').press('Enter');
    };
    const botSays = (name: string, text: string | RegExp) =>
      side(name).locator('[data-message-id][data-bot]', { hasText: text }).last();

    await side('discord').locator(`[data-room-id="${discord.rooms()[0]?.id}"]`).click();
    await send('discord', '@Parley count to 120');
    await botSays('discord', /118 119 120/).waitFor();
    const times = botSays('discord', /118 119 120/).locator('[data-times][data-final-ms]');
    assert.ok(Number(await times.getAttribute('data-edits')) >= 1);
    assert.ok(
      Number(await times.getAttribute('data-final-ms')) >
        Number(await times.getAttribute('data-first-ms')),
    );

    const direct = telegram.rooms().find(({ kind }) => kind === 'direct');
    await side('telegram').locator(`[data-room-id="${direct?.id}"]`).click();
    await send('telegram', 'echo hello from the page');
    await botSays('telegram', /^.*hello from the page/).waitFor();

    for (const name of ['discord', 'telegram']) {
      await send(name, '/model');
      await botSays(name, 'answers here. Pick')
        .locator('[data-button-id]', { hasText: 'swift' })
        .click();
      await botSays(name, 'From now on, demo/swift answers here.').waitFor();
    }
    await send('telegram', 'count to 120');
    await botSays('telegram', /118 119 120/).waitFor();
  });
});
