import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** A fenced block of code. */
export interface Fence {
  /** The first word after the fence: `sh`, `yaml`. */
  readonly language: string;
  /** The words after it: `parley.yaml`. */
  readonly title: string;
  readonly text: string;
}

/** The parts of a Markdown file that tests compare with the program. */
export interface Document {
  /** Targets of links and images, as written. */
  readonly links: readonly string[];
  /** The anchors of its headings, as code hosts make them. */
  readonly anchors: ReadonlySet<string>;
  /** Texts of the code spans. */
  readonly spans: readonly string[];
  readonly fences: readonly Fence[];
}

export function readDocument(markdown: string): Document {
  const root = fromMarkdown(markdown, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const nodes = [...descendantsOf(root)];

  return {
    links: nodes.flatMap((node) =>
      node.type === 'link' || node.type === 'image' || node.type === 'definition' ? [node.url] : [],
    ),
    anchors: anchorsOf(nodes.filter(({ type }) => type === 'heading').map(textOf)),
    spans: nodes.flatMap((node) => (node.type === 'inlineCode' ? [node.value] : [])),
    fences: nodes.flatMap((node) =>
      node.type === 'code'
        ? [{ language: node.lang ?? '', title: node.meta ?? '', text: node.value }]
        : [],
    ),
  };
}

function* descendantsOf(node: Nodes): Iterable<Nodes> {
  yield node;
  if (!('children' in node)) return;
  for (const child of node.children) yield* descendantsOf(child);
}

function textOf(node: Nodes): string {
  return [...descendantsOf(node)].map((each) => ('value' in each ? each.value : '')).join('');
}

/** GitHub's rule: lower case, no punctuation, a hyphen for each blank, and a number after a repeated heading. */
function anchorsOf(headings: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const anchors = new Set<string>();
  for (const heading of headings) {
    const anchor = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    anchors.add(count === 0 ? anchor : `${anchor}-${count}`);
  }
  return anchors;
}
