import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consoleAddress } from '../../src/console/console-address.ts';

test('the console answers under the address on which it listens, as browsers write it', () => {
  const hostsOf = (host: string, port: number) => consoleAddress({ host, port }).audience.hosts;
  const local = ['127.0.0.1:8420', 'localhost:8420'];
  assert.deepEqual(hostsOf('127.0.0.1', 8420), local);
  assert.deepEqual(hostsOf('0.0.0.0', 8420), local);
  assert.deepEqual(hostsOf('192.168.1.5', 8420), [...local, '192.168.1.5:8420']);
  assert.deepEqual(hostsOf('::1', 8420), [...local, '[::1]:8420']);
  assert.deepEqual(hostsOf('127.0.0.1', 80), ['127.0.0.1', 'localhost']);
  const { origins } = consoleAddress({ host: '127.0.0.1', port: 80 }).audience;
  assert.deepEqual(origins, ['http://127.0.0.1', 'http://localhost']);
});

test('a link leads to where the console listens, or to CONSOLE_URL', () => {
  const linkOf = (host: string, url?: string) =>
    consoleAddress({ host, port: 8420, ...(url && { url }) }).link;
  assert.equal(linkOf('127.0.0.1'), 'http://127.0.0.1:8420');
  assert.equal(linkOf('::'), 'http://127.0.0.1:8420');
  assert.equal(linkOf('::1'), 'http://[::1]:8420');
  assert.equal(linkOf('192.168.1.5'), 'http://192.168.1.5:8420');
  assert.equal(linkOf('0.0.0.0', 'https://parley.example.org'), 'https://parley.example.org');
});
