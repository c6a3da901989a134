import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { Store } from '../../src/contracts/store.ts';
import { BotError, ConfigError } from '../../src/errors.ts';
import { createFleetOfOne } from '../../src/fleet/fleet-of-one.ts';
import { silentLog } from '../../src/lib/log.ts';
import { exportUsage } from '../../src/maintenance/export-usage.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openUsage } from '../../src/usage/open-usage.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { startProcess } from '../helpers/start-process.ts';
import { chargeOf, SERVER_CHANNEL } from '../usage/charges.ts';

const clock = createFakeClock(Date.parse('2026-11-29T12:00:00Z'));
const NUMBERS =
  'answers,attempts,input_tokens,cached_input_tokens,output_tokens,reasoning_tokens,images,audio_ms,usd,unpriced_attempts,estimated_attempts';
let folder: string;
let url: string;
/** That of the running bot, which is open all the time. */
let store: Store;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-usage-'));
  url = `sqlite:${join(folder, 'parley.sqlite')}`;
  store = await openStore({ url, clock, log: silentLog });
  const { ledger } = await openUsage({
    ...{ store, clock, log: silentLog },
    timeZone: () => 'UTC',
    fleet: createFleetOfOne({ version: '1', now: clock.now() }),
  });
  await ledger.settle(chargeOf());
  const named: Channel = { ...SERVER_CHANNEL, id: 'other', name: '=HYPERLINK("http://x","a, b")' };
  await ledger.settle(chargeOf({ channel: named, person: '', purpose: 'summary' }));
  await clock.advance(24 * 60 * 60 * 1000);
  const attempt = { keyAlias: 'spare', usd: 0.0000002, model: '@cf/llama' };
  await ledger.settle(chargeOf({ attempt }));
});

after(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

async function exported(args: readonly string[], env = { STORE_URL: url }) {
  let text = '';
  let notes = '';
  await exportUsage({
    env,
    clock,
    args,
    write: async (part) => {
      text += part;
    },
    note: (part) => {
      notes += part;
    },
  });
  return { lines: text.split('\r\n').slice(0, -1), notes };
}

describe('the export of usage', () => {
  test('writes all rows as CSV beside the running bot, with names that no spreadsheet runs', async () => {
    const { lines, notes } = await exported([]);
    assert.equal(notes, '');
    const [header, ...rows] = lines;
    assert.equal(
      header,
      `platform,day,purpose,person,person_name,channel,channel_name,server,server_name,provider,model,key,${NUMBERS}`,
    );
    const ann = 'discord:ann,Name of ann,discord:room,general,discord:guild,The guild';
    assert.deepEqual(rows.sort(), [
      `discord,2026-11-29,answer,${ann},openai,m,,0,1,100,0,50,0,0,0,0.01,0,0`,
      `discord,2026-11-29,summary,,,discord:other,"'=HYPERLINK(""http://x"",""a, b"")",discord:guild,The guild,openai,m,,0,1,100,0,50,0,0,0,0.01,0,0`,
      `discord,2026-11-30,answer,${ann},openai,'@cf/llama,spare,0,1,100,0,50,0,0,0,0.0000002,0,0`,
    ]);
  });

  test('adds rows up, and picks days', async () => {
    const { lines } = await exported(['--by', 'person,day', '--to=2026-11-29']);
    assert.deepEqual(lines.sort(), [
      '2026-11-29,,,0,1,100,0,50,0,0,0,0.01,0,0',
      '2026-11-29,discord:ann,Name of ann,0,1,100,0,50,0,0,0,0.01,0,0',
      `day,person,person_name,${NUMBERS}`,
    ]);
    const sums = await exported(['--by', 'purpose', '--from', '2026-11-29']);
    assert.deepEqual(sums.lines.slice(1).sort(), [
      'answer,0,2,200,0,100,0,0,0,0.0100002,0,0',
      'summary,0,1,100,0,50,0,0,0,0.01,0,0',
    ]);
  });

  test('writes the header alone where nothing was used, and says so', async () => {
    const { lines, notes } = await exported(['--from', '2026-01-01', '--to', '2026-01-31']);
    assert.equal(lines.length, 1);
    assert.match(notes, /Nothing was used/);
  });

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['--from', '2026-02-30'], /--from: “2026-02-30” is not a day.*2026-11-01/],
    [['--to', 'yesterday'], /--to: “yesterday” is not a day/],
    [['--from', '2026-12-01', '--to', '2026-11-01'], /--from 2026-12-01 is after --to 2026-11-01/],
    [['--by', 'day,week'], /--by: “week” is not among day, purpose, person/],
    [['--by', 'day,', 'model'], /[Uu]nexpected argument 'model'.*--by day,model/],
    [['--since', '2026-11-01'], /[Uu]nknown option '--since'.*--from/],
  ];
  for (const [args, complaint] of wrong) {
    test(`refuses ${args.join(' ')}`, async () => {
      await assert.rejects(exported(args), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, complaint);
        return true;
      });
    });
  }

  test('says why where there is no store to read', async () => {
    const missing = { STORE_URL: `sqlite:${join(folder, 'none.sqlite')}` };
    await assert.rejects(exported([], missing), { name: BotError.name, message: /no store at/ });
    await assert.rejects(exported([], { STORE_URL: 'memory:' }), { message: /memory:/ });
  });

  test('is an action of the program', async () => {
    const process = startProcess('usage', { STORE_URL: url }, '--by=server');
    assert.equal(await process.ended, 0, process.output());
    const [header, row] = process.output().split('\r\n');
    assert.equal(header, `server,server_name,${NUMBERS}`);
    assert.match(row ?? '', /^discord:guild,The guild,0,3,/);
  });
});
