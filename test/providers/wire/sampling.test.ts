import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitSampling, writeSampling } from '../../../src/providers/wire/sampling.ts';

const parameters = {
  temperature: 3,
  topP: 0,
  topK: 7,
  stop: ['a', 'b', 'c'],
  reasoningEffort: 'low',
} as const;

it('fitSampling moves parameters into their ranges, and leaves out those without a range', () => {
  const ranges = {
    temperature: { min: 0, max: 2 },
    topP: { min: 0.01 },
    stop: { max: 2 },
    reasoningEffort: {},
  };
  assert.deepEqual(fitSampling(parameters, ranges), {
    temperature: 2,
    topP: 0.01,
    stop: ['a', 'b'],
    reasoningEffort: 'low',
  });
  assert.deepEqual(fitSampling(parameters, {}), {});
  assert.deepEqual(fitSampling(undefined, ranges), {});
});

it('fitSampling changes nothing without ranges', () => {
  assert.deepEqual(fitSampling(parameters), parameters);
});

it('writeSampling uses the names of the protocol, and leaves out parameters without a name', () => {
  assert.deepEqual(writeSampling(parameters, { topK: 'k', stop: 'stop_sequences' }), {
    k: 7,
    stop_sequences: ['a', 'b', 'c'],
  });
});
