import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  booleanReader,
  fieldsReader,
  integerReader,
  listReader,
  objectReader,
  patternReader,
  recordReader,
  textReader,
} from '../../src/lib/json-reader.ts';

const ANYTHING: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  Number.NaN,
  '',
  'text',
  '\ud800',
  [],
  [[]],
  {},
  { id: { id: {} } },
  Object.create(null),
  () => 1,
  10n,
  Symbol('s'),
];

describe('json readers', () => {
  test('no reader throws, whatever it reads', () => {
    const readers = [
      booleanReader,
      integerReader,
      objectReader,
      textReader(10),
      patternReader(/^\d+$/),
      listReader(integerReader),
      recordReader(integerReader),
      fieldsReader({ id: integerReader, name: textReader(5) }, 'id'),
    ];
    for (const read of readers)
      for (const value of ANYTHING) assert.doesNotThrow(() => read(value));
  });

  test('a field of the wrong type is left out, and the rest is read', () => {
    const read = fieldsReader(
      { id: integerReader, name: textReader(9), isBot: booleanReader },
      'id',
    );
    assert.deepEqual(read({ id: 7, name: 5, isBot: 'yes', more: 1 }), { id: 7 });
    assert.deepEqual(read({ id: 7, name: null, isBot: true }), { id: 7, isBot: true });
  });

  test('an object without a required field cannot be read', () => {
    const read = fieldsReader({ id: integerReader, name: textReader(9) }, 'id');
    for (const value of [{}, { id: null }, { id: 'x' }, { id: 2 ** 60 }, [], 5, null])
      assert.equal(read(value), undefined);
  });

  test('an inherited field does not count', () => {
    assert.deepEqual(fieldsReader({ constructor: objectReader })({}), {});
  });

  test('a list keeps the items that can be read', () => {
    assert.deepEqual(listReader(integerReader)([1, 'x', null, 3]), [1, 3]);
    assert.equal(listReader(integerReader)({ 0: 1 }), undefined);
  });

  test('a record keeps any name, also the names of built-in fields', () => {
    const read = recordReader(integerReader);
    assert.deepEqual(
      [...(read(JSON.parse('{"__proto__": 1, "b": "x"}')) ?? [])],
      [['__proto__', 1]],
    );
  });

  test('a text is cut and has no halves of characters', () => {
    assert.equal(textReader(3)('a\ud83d\ude00b'), 'a😀');
    assert.equal(textReader(2)('a😀'), 'a\ufffd');
    assert.equal(textReader(9)('\ud800'), '\ufffd');
  });

  test('an id in digits counts as a number, and a number as an id', () => {
    assert.equal(integerReader('-100'), -100);
    assert.equal(patternReader(/^\d+$/)(12), '12');
    assert.equal(patternReader(/^\d+$/)('1/2'), undefined);
  });
});
