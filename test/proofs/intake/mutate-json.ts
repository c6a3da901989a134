import type { Random } from '../../chaos/random.ts';

const HUGE_CHARACTERS = 200_000;
const DEEP_LEVELS = 20_000;

/** Values of the wrong type, and strings that few programs expect. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'x',
  '\ud800',
  'a\udc00b',
  '\u0000\u202e',
  '__proto__',
  [],
  [[]],
  [null, 5],
  {},
  { toString: 5 },
  { text: { text: {} } },
];

/** JSON text in which one value is missing, of a wrong type, huge or nested too deeply. */
export function mutateJson(json: unknown, random: Random): string {
  if (random.chance(0.03)) return nestDeeply(json, random);

  const root = { json: structuredClone(json) };
  const places = listPlaces(root);
  const { parent, key } = random.pick(places);
  const odd = random.chance(0.03) ? 'y'.repeat(HUGE_CHARACTERS) : random.pick(ODD_VALUES);

  if (random.chance(0.3)) delete parent[key];
  else parent[key] = odd;
  return JSON.stringify(root.json) ?? '';
}

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function listPlaces(parent: object): readonly Place[] {
  return Object.entries(parent).flatMap(([key, value]) => {
    const place = { parent: parent as Record<string, unknown>, key };
    return typeof value === 'object' && value !== null ? [place, ...listPlaces(value)] : [place];
  });
}

/** Written by hand, since `JSON.stringify` overflows the stack at this depth. */
function nestDeeply(json: unknown, random: Random): string {
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"error":', '}'],
    ['{"choices":[', ']}'],
  ] as const);
  return `${open.repeat(DEEP_LEVELS)}${JSON.stringify(json)}${close.repeat(DEEP_LEVELS)}`;
}
