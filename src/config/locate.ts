import { isMap, isNode, isScalar, isSeq, type Pair } from 'yaml';

/** Where something stands in a file. */
export interface Location {
  /** Characters from the beginning. */
  readonly offset: number;
  /** As people would say it: `aliases.smart[1]`. */
  readonly path: string;
}

/** Finds what `path` leads to, or as much of the way as there is. */
export function locate(root: unknown, path: readonly PropertyKey[]): Location {
  let node = root;
  let offset = 0;
  let said = '';
  for (const segment of path) {
    // The short form of an alias is its list of targets.
    if (isSeq(node) && typeof segment !== 'number') continue;
    const found = step(node, segment);
    offset = found.offset ?? offset;
    node = found.node;
    said += typeof segment === 'number' ? `[${segment}]` : `${said && '.'}${String(segment)}`;
  }
  return { offset, path: said || 'the file' };
}

function step(node: unknown, segment: PropertyKey): { node: unknown; offset?: number | undefined } {
  if (isMap(node)) {
    const pair = node.items.find(
      (item: Pair) => isScalar(item.key) && String(item.key.value) === String(segment),
    );
    const key = pair?.key;
    return { node: pair?.value, offset: isScalar(key) ? key.range?.[0] : undefined };
  }
  const item = isSeq(node) ? node.items[Number(segment)] : undefined;
  return { node: item, offset: isNode(item) ? item.range?.[0] : undefined };
}
