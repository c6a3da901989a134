import type { RootContent } from 'mdast';
import type { OpenBlocks } from './continue-lines.ts';
import { type Ordinal, ordinalBefore } from './read-ordinals.ts';

/** The beginning of a part, as far as numbers depend on it. */
type Beginning = Pick<OpenBlocks, 'containers' | 'reopening'> & {
  readonly previousOrdinal?: Ordinal | undefined;
};

/** Gives the lists that go on the numbers with which they go on. */
export function renumber(
  nodes: readonly RootContent[],
  { previousOrdinal, containers, reopening }: Beginning,
): readonly RootContent[] {
  const [first, ...rest] = nodes;
  if (!first) return nodes;
  if (previousOrdinal !== undefined && first.type === 'list')
    return [{ ...first, data: { previousOrdinal } }, ...rest];
  if (reopening.text === '') return nodes;

  let index = 0;
  for (let node: RootContent | undefined = first; node && 'children' in node; ) {
    const container = containers[index];
    if (node.type === 'list' && container?.kind === 'item')
      node.data = { previousOrdinal: ordinalBefore(container, node.start ?? 1) };
    if (node.type !== 'list') index += 1;
    node = node.children[0];
  }
  return nodes;
}
