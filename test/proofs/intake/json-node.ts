/** JSON as a tree that can hold what `JSON.stringify` never writes: a name twice, any number, half a character. */
export type JsonNode =
  | { kind: 'object'; entries: [name: string, value: JsonNode][] }
  | { kind: 'list'; items: JsonNode[] }
  | { kind: 'raw'; text: string };

/** Builds the tree of plain data. */
export function toNode(value: unknown): JsonNode {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(toNode) };
  if (typeof value !== 'object' || value === null) return rawNode(JSON.stringify(value) ?? 'null');
  return {
    kind: 'object',
    entries: Object.entries(value).map(([name, field]) => [name, toNode(field)]),
  };
}

export function rawNode(text: string): JsonNode {
  return { kind: 'raw', text };
}

/** Writes the tree as JSON. */
export function writeNode(node: JsonNode): string {
  if (node.kind === 'raw') return node.text;
  if (node.kind === 'list') return `[${node.items.map(writeNode).join(',')}]`;
  return `{${node.entries.map(([name, value]) => `${JSON.stringify(name)}:${writeNode(value)}`).join(',')}}`;
}

/** One place in the tree, and how to change what is there. */
export interface Spot {
  readonly name: string;
  readonly value: JsonNode;
  replace(value: JsonNode): void;
  remove(): void;
  /** Adds a value under the same name. */
  repeat(value: JsonNode): void;
}

/** Lists every place below the root. */
export function listSpots(node: JsonNode): Spot[] {
  if (node.kind === 'raw') return [];

  if (node.kind === 'list') {
    const { items } = node;
    return items.flatMap((value, index) => [
      {
        name: String(index),
        value,
        replace: (other) => void items.splice(index, 1, other),
        remove: () => void items.splice(index, 1),
        repeat: (other) => void items.push(other),
      },
      ...listSpots(value),
    ]);
  }

  const { entries } = node;
  return entries.flatMap((entry) => [
    {
      name: entry[0],
      value: entry[1],
      replace: (other) => {
        entry[1] = other;
      },
      remove: () => void entries.splice(entries.indexOf(entry), 1),
      repeat: (other) => void entries.push([entry[0], other]),
    },
    ...listSpots(entry[1]),
  ]);
}
