import type { Definition, Nodes } from 'mdast';

/** The labels that blocks define. Identifiers are in capitals, as the parser compares them. */
export interface Labels {
  /** The first definition of each identifier, which is the one that counts. */
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly footnotes: readonly string[];
}

/** Collects the labels of links and footnotes that these blocks define. */
export function collectLabels(nodes: readonly Nodes[]): Labels {
  const definitions = new Map<string, Definition>();
  const footnotes: string[] = [];

  function visit(node: Nodes): void {
    if (node.type === 'footnoteDefinition') footnotes.push(node.identifier.toUpperCase());

    if (node.type === 'definition') {
      const identifier = node.identifier.toUpperCase();
      if (!definitions.has(identifier)) definitions.set(identifier, node);
    } else if (node.type !== 'paragraph' && 'children' in node) node.children.forEach(visit);
  }

  nodes.forEach(visit);
  return { definitions, footnotes };
}
