import type { RichElement, RichNode } from './rich-text.ts';

interface Item {
  /** The number of spaces before the marker. */
  readonly indent: number;
  /** `undefined` for a bullet. */
  readonly number: string | undefined;
  /** The lines of the item: the first one, and those that are indented further. */
  readonly lines: string[];
}

const ITEM = /^( *)(?:[-*]|(\d+)\.)( +)(.*)$/;

/**
 * Parses lines that begin with a list item. A change between bullets and numbers begins another
 * list. `parse` parses the text of an item.
 */
export function parseDiscordList(
  source: string,
  parse: (text: string) => readonly RichNode[],
): readonly RichElement[] {
  const lists: { readonly first: Item; readonly elements: RichElement[] }[] = [];

  for (const item of readItems(source.split('\n'))) {
    const children = removeLineFeeds(parse(item.lines.join('\n')));
    const element = { kind: 'item', children } as const;
    const last = lists.at(-1);
    if (last && isSameList(last.first, item)) last.elements.push(element);
    else lists.push({ first: item, elements: [element] });
  }

  return lists.map(({ first: { number }, elements }) =>
    number === undefined
      ? { kind: 'list', children: elements }
      : { kind: 'ordered-list', detail: number, children: elements },
  );
}

/** True when an item belongs to the list that `first` began. */
function isSameList(first: Item, item: Item): boolean {
  const isSameKind = (first.number === undefined) === (item.number === undefined);
  return isSameKind && item.indent >= first.indent - 1;
}

/** Removes the line feed before each list, because a list begins a line by itself. */
function removeLineFeeds(nodes: readonly RichNode[]): readonly RichNode[] {
  return nodes.map((node, index) =>
    isList(nodes[index + 1]) && typeof node === 'string' ? node.replace(/\n$/, '') : node,
  );
}

function isList(node: RichNode | undefined): boolean {
  return typeof node === 'object' && (node.kind === 'list' || node.kind === 'ordered-list');
}

function readItems(lines: readonly string[]): readonly Item[] {
  const items: Item[] = [];
  for (const line of lines) {
    const [, space = '', number, , text = ''] = ITEM.exec(line) ?? [];
    const last = items.at(-1);
    const isNested = last && (!ITEM.test(line) || space.length > last.indent + 1);
    if (isNested) last.lines.push(line.slice(Math.min(last.indent + 2, line.search(/\S|$/))));
    else items.push({ indent: space.length, number, lines: [text] });
  }
  return items.map((item) => ({
    ...item,
    lines: item.lines.filter((line, index) => index === 0 || line !== ''),
  }));
}
