import { attributeOf } from '../xml/attribute-of.ts';
import { childAt, childOf, childrenOf } from '../xml/children-of.ts';
import type { XmlElement } from '../xml/parse-xml.ts';

/** The place of a paragraph in a list. */
export interface DocxListPlace {
  readonly listId: string;
  readonly level: number;
}

/** What the styles of a document say about a paragraph. */
export interface DocxStyles {
  /** 1 to 6; `undefined` for a plain paragraph. */
  headingLevel(paragraph: XmlElement): number | undefined;
  listPlace(paragraph: XmlElement): DocxListPlace | undefined;
}

const MAX_ANCESTORS = 20;

/** Reads `word/styles.xml`. A style has what the style that it is based on has. */
export function readDocxStyles(root: XmlElement | undefined): DocxStyles {
  const styles = new Map(
    childrenOf(childOf(root, 'styles'), 'style').map(
      (style) => [attributeOf(style, 'styleId') ?? '', style] as const,
    ),
  );

  function ancestorsOf(paragraph: XmlElement): XmlElement[] {
    const found: XmlElement[] = [];
    let id = attributeOf(childAt(paragraph, 'pPr', 'pStyle'), 'val');
    while (id !== undefined && found.length < MAX_ANCESTORS) {
      const style = styles.get(id);
      if (!style) break;
      found.push(style);
      id = attributeOf(childOf(style, 'basedOn'), 'val');
    }
    return found;
  }

  /** The nearest value: of the paragraph itself, then of its styles. */
  function property(paragraph: XmlElement, ...path: readonly string[]): string | undefined {
    const sources = [paragraph, ...ancestorsOf(paragraph)];
    for (const source of sources) {
      const value = attributeOf(childAt(source, 'pPr', ...path), 'val');
      if (value !== undefined) return value;
    }
    return undefined;
  }

  return {
    headingLevel(paragraph) {
      const outline = Number.parseInt(property(paragraph, 'outlineLvl') ?? '', 10);
      if (outline >= 0 && outline < 9) return Math.min(6, outline + 1);
      const ids = [attributeOf(childAt(paragraph, 'pPr', 'pStyle'), 'val') ?? ''];
      const names = ancestorsOf(paragraph).map((style) =>
        attributeOf(childOf(style, 'name'), 'val'),
      );
      return levelOfNames([...ids, ...names.map((name) => name ?? '')]);
    },

    listPlace(paragraph) {
      const listId = property(paragraph, 'numPr', 'numId');
      // 0 takes the paragraph out of the list of its style.
      if (listId === undefined || listId === '0') return undefined;
      const level = Number.parseInt(property(paragraph, 'numPr', 'ilvl') ?? '', 10);
      return { listId, level: level >= 0 && level < 9 ? level : 0 };
    },
  };
}

/** The level that the name of a style tells. Ids stay English where Word speaks another language. */
function levelOfNames(names: readonly string[]): number | undefined {
  for (const name of names) {
    if (/^title$/i.test(name)) return 1;
    const level = /^heading ?([1-9])$/i.exec(name)?.[1];
    if (level) return Math.min(6, Number(level));
  }
  return undefined;
}
