import { attributeOf } from '../xml/attribute-of.ts';
import { childOf, childrenOf } from '../xml/children-of.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import type { DocxListPlace } from './docx-styles.ts';
import { formatOrdinal } from './format-ordinal.ts';

interface Level {
  readonly format: string;
  /** With a placeholder for the number of each level: `%1.%2.` */
  readonly text: string;
  readonly start: number;
}

/** Counts the items of the lists of one document, in their order. */
export interface DocxNumbering {
  /** The label of the next item: `-`, `1.`, `2.1`, `a)`. `undefined`: none is shown. */
  next(place: DocxListPlace): string | undefined;
}

const PLAIN_LEVEL: Level = { format: 'bullet', text: '', start: 1 };

/** Reads `word/numbering.xml`. */
export function readDocxNumbering(root: XmlElement | undefined): DocxNumbering {
  const numbering = childOf(root, 'numbering');
  const abstracts = new Map(
    childrenOf(numbering, 'abstractNum').map(
      (each) => [attributeOf(each, 'abstractNumId'), readLevels(each)] as const,
    ),
  );
  const lists = new Map(
    childrenOf(numbering, 'num').map((list) => [attributeOf(list, 'numId'), list]),
  );
  /** Lists of one definition count on together; one that overrides the start counts for itself. */
  const counters = new Map<string, number[]>();

  return {
    next({ listId, level }) {
      const list = lists.get(listId);
      const abstractId = attributeOf(childOf(list, 'abstractNumId'), 'val');
      const levels = abstracts.get(abstractId) ?? new Map<number, Level>();
      const start = overriddenStart(list, level);
      const key = start === undefined ? `abstract ${abstractId}` : `list ${listId}`;
      const counts = counters.get(key) ?? [];
      counters.set(key, counts);

      const levelOf = (index: number) => levels.get(index) ?? PLAIN_LEVEL;
      counts[level] = (counts[level] ?? (start ?? levelOf(level).start) - 1) + 1;
      counts.length = level + 1;
      return labelOf(level, counts, levelOf);
    },
  };
}

function readLevels(abstract: XmlElement): ReadonlyMap<number, Level> {
  return new Map(
    childrenOf(abstract, 'lvl').map((level) => [
      Number(attributeOf(level, 'ilvl')),
      {
        format: attributeOf(childOf(level, 'numFmt'), 'val') ?? 'decimal',
        text: attributeOf(childOf(level, 'lvlText'), 'val') ?? '',
        start: Number.parseInt(attributeOf(childOf(level, 'start'), 'val') ?? '1', 10) || 0,
      },
    ]),
  );
}

function overriddenStart(list: XmlElement | undefined, level: number): number | undefined {
  const override = childrenOf(list, 'lvlOverride').find(
    (each) => Number(attributeOf(each, 'ilvl')) === level,
  );
  const start = Number.parseInt(attributeOf(childOf(override, 'startOverride'), 'val') ?? '', 10);
  return Number.isNaN(start) ? undefined : start;
}

function labelOf(
  level: number,
  counts: readonly number[],
  levelOf: (index: number) => Level,
): string | undefined {
  const { format, text } = levelOf(level);
  if (format === 'bullet') return '-';
  if (format === 'none' || text === '') return undefined;
  return text.replace(/%([1-9])/g, (_, digit: string) => {
    const index = Number(digit) - 1;
    return formatOrdinal(counts[index] ?? levelOf(index).start, levelOf(index).format);
  });
}
