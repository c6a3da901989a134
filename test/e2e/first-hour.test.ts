import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startApp } from '../../src/app.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { silentLog } from '../../src/lib/log.ts';
import { runSetup } from '../../src/setup/run-setup.ts';
import { createStartReport } from '../../src/setup/start-report/start-report.ts';
import { eventually } from '../helpers/eventually.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import { roomOf, startNetworks, TIME_SCALE, waitForAnswer } from '../helpers/start-parley.ts';
import { startProcess } from '../helpers/start-process.ts';
import { createScriptedPrompts, ENTER } from '../setup/scripted-prompts.ts';

describe('the first hour', () => {
  test('leads from nothing to an answer on each network with one file and one start', async (t) => {
    // The bot ends before the networks.
    const ends: (() => Promise<void>)[] = [];
    t.after(() => Promise.all(ends.map((end) => end())));
    const { discord, telegram } = await startNetworks(t);
    const model = await startOpenAiServer();
    t.after(() => model.stop());
    const folder = mkdtempSync(join(tmpdir(), 'parley-first-hour-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const env: Env = {
      DISCORD_API_URL: discord.apiUrl,
      TELEGRAM_API_URL: telegram.apiUrl,
      NO_PROXY: '127.0.0.1',
      STORE_URL: 'memory:',
    };

    const { prompts } = createScriptedPrompts([
      [/Discord: paste/, discord.token],
      [/Telegram: paste/, telegram.token],
      [/Which models answer/, ENTER],
      [/Which model answers/, ENTER],
      [/What next/, 'start'],
    ]);
    const ports = [Number(new URL(model.url).port)];
    const path = join(folder, '.env');
    const { changes } = await runSetup({ env, path, clock: systemClock, prompts, ports });
    assert.deepEqual(readdirSync(folder), ['.env']);

    let screen = '';
    const terminal = {
      columns: 100,
      isScreen: true,
      write(text: string) {
        screen += text;
      },
    };
    const parts = { env: { ...env, ...changes }, clock: systemClock, log: silentLog };
    const report = createStartReport({ ...parts, terminal });
    const { onOverview, onNetwork } = report;
    const onLeaseLost = () => assert.fail('the lease was lost');
    const timeScale = TIME_SCALE;
    const app = await startApp({ ...parts, onLeaseLost, timeScale, onOverview, onNetwork });
    ends.push(app.stop);
    report.onStarted();

    // The link of the pairing stands at the end of the report.
    const link = /https:\/\/t\.me\/parley_bot\?start=(\w+)/;
    await eventually('the link on the terminal', () => link.test(screen));
    assert.match(screen, /openai\/test-model answers, because DEFAULT_MODEL names it/);
    const [, code] = link.exec(screen) ?? [];
    const direct = roomOf(telegram, 'direct');
    const started = await telegram.say({ roomId: direct, text: `/start ${code}` });
    await waitForAnswer(telegram, started, /admin/);

    for (const network of [telegram, discord]) {
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'Hello?' });
      await waitForAnswer(network, question, /Hello!/);
    }
  });

  // found-2026-11.md, A15: nothing said so.
  test('names the variable that a misspelt one means where nothing is set up', async () => {
    const parts = { clock: systemClock, log: silentLog, onLeaseLost: () => {} };
    await assert.rejects(
      startApp({ ...parts, env: { TELEGRAM_TOKN: '1:secret' } }),
      ({ message }) =>
        /TELEGRAM_TOKN is set.*Did you mean TELEGRAM_TOKEN\?/.test(message) &&
        !message.includes('secret'),
    );
  });

  test('says without a terminal what to do in place of the set-up', async () => {
    const parley = startProcess('setup', {});
    assert.equal(await parley.ended, 1);
    assert.match(parley.output(), /needs a terminal.*copy \.env\.example to \.env/is);
  });
});
