import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeConnections, judgeVersion } from '../../../src/store/postgres/judge-connections.ts';

test('PostgreSQL 13 is the oldest that works', () => {
  assert.equal(judgeVersion('13.0', 130_000, 'db:5432/parley').state, 'good');
  const tooOld = judgeVersion('12.22', 120_022, 'db:5432/parley');
  assert.equal(tooOld.state, 'bad');
  assert.match(`${tooOld.result} ${tooOld.cure}`, /12\.22 .*too old.*needs PostgreSQL 13 or newer/);
});

test('the connections of a server limit the number of processes, unless a pooler stands before it', () => {
  const facts = { most: 97, used: 7, ofProcess: 10, isPooled: false };
  assert.match(judgeConnections(facts).result, /7 of 97.*takes up to 15, so there is room for 6/);
  const pooled = judgeConnections({ ...facts, isPooled: true });
  assert.match(pooled.result, /takes up to 5, beside those of the pooler.*room for 18/);
  const full = judgeConnections({ ...facts, used: 83 });
  assert.equal(full.state, 'note');
  assert.match(full.cure ?? '', /STORE_DIRECT_URL/);
});
