import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { checkPorts } from '../../src/doctor/check-ports.ts';
import { findFreePort } from '../helpers/free-port.ts';

const host = '127.0.0.1';
const check = (port: number, isRunning: boolean, at = host) =>
  checkPorts({ config: { metrics: { host: at, port } }, isRunning: async () => isRunning });

describe('the check of ports', () => {
  test('says nothing where nothing is to listen', async () => {
    assert.deepEqual(await checkPorts({ config: {}, isRunning: async () => false }), []);
  });

  test('finds a port free, and leaves it so', async () => {
    const port = await findFreePort();
    for (const _ of [1, 2]) {
      const [row] = await check(port, false);
      assert.deepEqual([row?.part, row?.subject, row?.state], ['metrics', 'port', 'good']);
    }
  });

  test('finds a port that another program has, unless Parley runs', async (t) => {
    const port = await findFreePort();
    const other = createServer().listen(port, host);
    await new Promise((resolve) => other.once('listening', resolve));
    t.after(() => other.close());

    const [taken] = await check(port, false);
    assert.equal(taken?.state, 'bad');
    assert.match(taken?.result ?? '', /^METRICS_PORT: another program listens on port/);
    assert.match(taken?.cure ?? '', /choose another port/);
    const [own] = await check(port, true);
    assert.equal(own?.state, 'good');
  });

  test('finds an address that the machine does not have', async () => {
    // A documentation address, which no machine has: https://www.rfc-editor.org/rfc/rfc5737
    const [row] = await check(await findFreePort(), true, '192.0.2.1');
    assert.match(row?.result ?? '', /^METRICS_HOST: .*no address 192\.0\.2\.1\.$/);
    assert.match(row?.cure ?? '', /127\.0\.0\.1/);
  });
});
