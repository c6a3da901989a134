import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfig } from '../../src/config/read-config.ts';
import { ConfigError } from '../../src/errors.ts';

describe('readConfig', () => {
  test('has a default for everything', () => {
    const config = readConfig({});
    assert.equal(config.storeUrl, 'sqlite:./data/parley.sqlite');
    assert.deepEqual(config.settings, {});
    assert.deepEqual(config.admins, []);
    assert.equal('defaultModel' in config, false);
  });

  test('treats an empty variable, as in a copied .env.example, like one that is not set', () => {
    assert.deepEqual(readConfig({ STORE_URL: ' ', HISTORY_DAYS: '', ADMINS: '' }), readConfig({}));
  });

  test('reads lists of ids with commas, spaces and names of platforms', () => {
    assert.deepEqual(readConfig({ ADMINS: '1, -100 telegram:2,' }).admins, [
      '1',
      '-100',
      'telegram:2',
    ]);
  });

  test('reads whether reasoning is shown, and the parts of the footer', () => {
    const { settings } = readConfig({ REASONING: 'folded', FOOTER: 'model, cost' });
    assert.deepEqual(settings, { reasoning: 'folded', footer: ['model', 'cost'] });
    assert.throws(() => readConfig({ REASONING: 'loud' }), /REASONING: must be hidden or folded/);
    assert.throws(
      () => readConfig({ FOOTER: 'model, weather' }),
      /FOOTER: “weather” cannot be in the footer\. Use any of model, tokens/,
    );
  });

  test('reads the number of messages for one answer', () => {
    assert.equal(readConfig({}).maxMessages, 5);
    assert.equal(readConfig({ MOST_MESSAGES: '20' }).maxMessages, 20);
    for (const wrong of ['0', '21', '2.5', 'many']) {
      assert.throws(
        () => readConfig({ MOST_MESSAGES: wrong }),
        /MOST_MESSAGES: must be a whole number from 1 to 20/,
      );
    }
  });

  test('serves metrics only where a port is set, and then on this machine alone', () => {
    assert.equal(readConfig({ METRICS_HOST: '0.0.0.0' }).metrics, undefined);
    assert.equal(readConfig({ METRICS_PORT: ' ' }).metrics, undefined);
    const local = { host: '127.0.0.1', port: 9464 };
    assert.deepEqual(readConfig({ METRICS_PORT: '9464' }).metrics, local);
    const open = readConfig({ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' });
    assert.deepEqual(open.metrics, { host: '0.0.0.0', port: 9464 });
    for (const wrong of ['0', '65536', '94.64', 'on'])
      assert.throws(() => readConfig({ METRICS_PORT: wrong }), /METRICS_PORT: .*9464/);
    const both = { METRICS_PORT: '8420', CONSOLE_PORT: '8420' };
    assert.throws(() => readConfig(both), /METRICS_PORT: 8420 is the port of the console/);
  });

  test('reads the chats that are told of troubles', () => {
    const chats = ['discord:12', 'telegram:-100/5', 'discord@memes:3'];
    assert.deepEqual(readConfig({ ALERTS_TO: chats.join(', ') }).alertsTo, chats);
    assert.equal(readConfig({ ALERTS_TO: 'off' }).alertsTo, 'off');
    assert.equal('alertsTo' in readConfig({ ALERTS_TO: '' }), false);
    for (const wrong of ['12', 'off, discord:12', '#general'])
      assert.throws(() => readConfig({ ALERTS_TO: wrong }), /ALERTS_TO: .*is no chat\. Write off/);
  });

  test('reads the address that tells the newest version', () => {
    const url = 'https://api.example.org/releases/latest';
    assert.equal(readConfig({ UPDATE_CHECK: url }).updateCheck, url);
    for (const wrong of ['yes', 'file:///etc/passwd'])
      assert.throws(() => readConfig({ UPDATE_CHECK: wrong }), /UPDATE_CHECK: must be the address/);
  });

  test('names every wrong variable and its cure', () => {
    assert.throws(
      () => readConfig({ ADMINS: '@anna', HISTORY_DAYS: 'soon' }),
      (error) =>
        error instanceof ConfigError &&
        /ADMINS: “@anna” is not an id/.test(error.message) &&
        /HISTORY_DAYS: .*30/.test(error.message),
    );
    assert.throws(() => readConfig({ HISTORY_DAYS: '-1' }), ConfigError);
  });
});
