import type { Random } from '../../chaos/random.ts';
import { type JsonNode, listSpots, rawNode, type Spot, toNode, writeNode } from './json-node.ts';

/** Values of every type that no field expects. */
const WRONG_VALUES = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '5',
  '0.5',
  '-0',
  '""',
  '"5"',
  '"text"',
  '[]',
  '{}',
  '[null]',
  '[[]]',
  '{"id":{}}',
  '{"length":-1}',
  '{"toString":1}',
] as const;

const NUMBERS = [
  '-1',
  '-9007199254740993',
  '9007199254740993',
  '99999999999999999999999999',
  '1e308',
  '1e999',
  '-1e999',
  '0.1',
  '2147483648',
  '-2147483649',
] as const;

const TEXTS = [
  '"\\ud800"',
  '"\\udfff tail"',
  '"a\\ud83d"',
  '"\\u0000\\u0001\\u001f"',
  '"\\u202e\\u2066evil"',
  '"__proto__"',
  '"constructor"',
  '"../../../etc"',
  '"@everyone <@900> @ParleyBot"',
  '"<a:b:1><@&1><#1></x:1><t:1e9><t:99999999999999999>"',
  '"/model@ParleyBot other-model"',
  '"a type of the future"',
] as const;

const NEW_NAMES = ['__proto__', 'constructor', 'toString', 'length', 'future_field', ''] as const;

const MAX_MUTATIONS = 4;
const HUGE_TEXT_CHANCE = 0.002;
const DEEP_CHANCE = 0.004;

/** Changes a payload at one to four places, and gives it as JSON. `ids` are ids that exist elsewhere. */
export function mutate(
  payload: unknown,
  random: Random,
  ids: readonly (string | number)[],
): string {
  const root: JsonNode = { kind: 'object', entries: [['root', toNode(payload)]] };
  const count = 1 + random.below(MAX_MUTATIONS);
  for (let index = 0; index < count; index += 1) {
    const spots = listSpots(root);
    if (spots.length > 0) change(random.pick(spots), spots, random, ids);
  }

  const [, value] = root.entries.find(([name]) => name === 'root') ?? ['', rawNode('null')];
  return writeNode(value);
}

type Change = (
  spot: Spot,
  spots: readonly Spot[],
  random: Random,
  ids: readonly (string | number)[],
) => void;

const CHANGES: readonly Change[] = [
  (spot) => spot.remove(),
  (spot) => spot.remove(),
  (spot) => spot.replace(rawNode('null')),
  (spot, _spots, random) => spot.replace(rawNode(random.pick(WRONG_VALUES))),
  (spot, _spots, random) => spot.replace(rawNode(random.pick(WRONG_VALUES))),
  (spot, _spots, random) => spot.replace(rawNode(random.pick(NUMBERS))),
  (spot, _spots, random) => spot.replace(rawNode(random.pick(TEXTS))),
  (spot, _spots, random, ids) => spot.replace(rawNode(JSON.stringify(random.pick(ids)))),
  // The last of two equal names counts, so the first one is what some other reader saw.
  (spot, _spots, random) => spot.repeat(rawNode(random.pick(WRONG_VALUES))),
  (spot) => spot.repeat(spot.value),
  (spot, spots, random) => spot.replace(copy(random.pick(spots).value)),
  (spot) =>
    spot.replace({ kind: 'list', items: Array.from({ length: 30 }, () => copy(spot.value)) }),
  (spot) => spot.replace({ kind: 'list', items: [copy(spot.value)] }),
  (spot, _spots, random) => {
    const { value } = spot;
    if (value.kind === 'object') value.entries.push([random.pick(NEW_NAMES), copy(value)]);
    else spot.replace({ kind: 'object', entries: [[random.pick(NEW_NAMES), value]] });
  },
];

function change(
  spot: Spot,
  spots: readonly Spot[],
  random: Random,
  ids: readonly (string | number)[],
): void {
  if (random.chance(HUGE_TEXT_CHANCE)) {
    const piece = random.pick(['a', ' ', '@ParleyBot ', '<@900> ', '\ud83d\ude00', '[a](', '\n']);
    spot.replace(rawNode(JSON.stringify(piece.repeat(200_000 / piece.length))));
    return;
  }
  if (random.chance(DEEP_CHANCE)) {
    const depth = 10 ** (1 + random.below(3));
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"reply_to_message":', '}'],
      ['{"referenced_message":', '}'],
    ] as const);
    spot.replace(rawNode(`${open.repeat(depth)}5${close.repeat(depth)}`));
    return;
  }
  random.pick(CHANGES)(spot, spots, random, ids);
}

function copy(node: JsonNode): JsonNode {
  return structuredClone(node);
}
