import { joinItems, type MarkdownBlock } from '../markdown/join-items.ts';
import { writeHeading } from '../markdown/write-heading.ts';
import { writeLink } from '../markdown/write-link.ts';
import { writeListItem } from '../markdown/write-list-item.ts';
import { writeTable } from '../markdown/write-table.ts';
import { addressOfField } from '../office/address-of-field.ts';

/** Puts the words of an RTF document into paragraphs, tables and links. */
export interface RtfBlocks {
  /** @param destination The kind of the group that the text stands in. */
  write(text: string, destination: string): void;
  control(name: string, value: number | undefined, destination: string): void;
  startDestination(name: string): void;
  endDestination(name: string): void;
  end(): Iterable<string>;
}

const MAX_FIELDS = 50;

/** Collects the blocks of one document. */
export function createRtfBlocks(): RtfBlocks {
  const blocks: MarkdownBlock[] = [];
  let listLevel = 0;
  let line: string[] = [];
  let listMarker = '';
  let outlineLevel: number | undefined;
  let isInTable = false;
  let cells: string[] = [];
  let rows: string[][] = [];
  const fields: { instruction: string; start: number }[] = [];
  let footnoteStart: number | undefined;
  const footnotes: string[] = [];

  function push(text: string, isItem = false): void {
    blocks.push({ text, isItem });
  }

  function endTable(): void {
    if (cells.some((cell) => cell.trim())) rows.push(cells);
    cells = [];
    if (rows.length > 0) push(writeTable(rows));
    rows = [];
  }

  function endParagraph(): void {
    const text = line.join('').trim();
    line = [];
    if (isInTable) {
      // Several paragraphs of one cell.
      if (text) line = [text, '\n'];
      return;
    }
    endTable();
    const marker = listMarker;
    listMarker = '';
    if (!text) return;
    if (outlineLevel !== undefined) push(writeHeading(outlineLevel + 1, `${marker} ${text}`));
    else push(marker ? writeListItem(marker, listLevel, text) : text, marker !== '');
    for (const footnote of footnotes.splice(0)) push(footnote);
  }

  const controls: Readonly<Record<string, (value: number | undefined) => void>> = {
    par: endParagraph,
    sect: endParagraph,
    page: endParagraph,
    pard: () => {
      outlineLevel = undefined;
      isInTable = false;
      listLevel = 0;
    },
    intbl: () => {
      isInTable = true;
    },
    ilvl: (value) => {
      listLevel = Math.min(9, Math.max(0, value ?? 0));
    },
    outlinelevel: (value) => {
      outlineLevel = value !== undefined && value >= 0 && value < 9 ? value : undefined;
    },
    cell: () => {
      cells.push(line.join('').trim());
      line = [];
      listMarker = '';
    },
    row: () => {
      rows.push(cells);
      cells = [];
      line = [];
    },
  };
  const aliases: Readonly<Record<string, string>> = { nestcell: 'tab', '\n': 'par', '\r': 'par' };

  return {
    write(text, destination) {
      if (destination === 'fldinst') {
        const field = fields.at(-1);
        if (field && field.instruction.length < 4_000) field.instruction += text;
      } else if (destination === 'listtext' || destination === 'pntext') {
        listMarker += text.trim();
      } else if (destination !== 'field') {
        line.push(text);
      }
    },

    control(name, value) {
      const known = Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name;
      if (known === 'tab') line.push('\t');
      else if (Object.hasOwn(controls, known)) controls[known]?.(value);
    },

    startDestination(name) {
      if (name === 'field' && fields.length < MAX_FIELDS) {
        fields.push({ instruction: '', start: line.length });
      } else if (name === 'footnote') footnoteStart = line.length;
    },

    endDestination(name) {
      if (name === 'field') {
        const field = fields.pop();
        if (!field) return;
        const address = addressOfField(field.instruction);
        const label = line.splice(field.start).join('');
        line.push(writeLink(label, address));
      } else if (name === 'footnote' && footnoteStart !== undefined) {
        footnotes.push(`[footnote: ${line.splice(footnoteStart).join('').trim()}]`);
        footnoteStart = undefined;
      } else if (/^(listtext|pntext)$/.test(name)) {
        listMarker = /^[\w.()]+$/.test(listMarker) ? listMarker : '-';
      }
    },

    end() {
      isInTable = false;
      endParagraph();
      endTable();
      return joinItems(blocks);
    },
  };
}
