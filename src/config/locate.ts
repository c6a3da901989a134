import { isMap, isNode, isScalar, isSeq, type Pair } from 'yaml';

/** A place in a YAML file. */
interface Location {
  /** Characters from the beginning of the file. */
  readonly offset: number;
  /** For people: `aliases.smart[1]`. */
  readonly path: string;
}

/** Finds the node at `path`, or the last node on the way that exists. */
export function locate(root: unknown, path: readonly PropertyKey[]): Location {
  let node = root;
  let offset = 0;
  let readablePath = '';

  for (const segment of path) {
    // The short form of an alias is the list of its targets.
    if (isSeq(node) && typeof segment !== 'number') continue;

    const child = findChild(node, segment);
    offset = child.offset ?? offset;
    node = child.node;
    const separator = readablePath === '' ? '' : '.';
    readablePath += typeof segment === 'number' ? `[${segment}]` : `${separator}${String(segment)}`;
  }
  return { offset, path: readablePath || 'the file' };
}

interface Child {
  readonly node: unknown;
  readonly offset: number | undefined;
}

function findChild(node: unknown, segment: PropertyKey): Child {
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
