import { localName } from '../xml/parse-xml.ts';
import { streamXml } from '../xml/stream-xml.ts';
import type { OfficePackage } from './office-package.ts';

/** Excel's own limit for a cell. */
const MAX_STRING_CHARACTERS = 32_767;
const MAX_STRINGS = 1_000_000;

/** The texts that the cells of a workbook point to by their index. */
export function readSharedStrings(office: OfficePackage): readonly string[] {
  const name = office.related(office.mainPart, 'sharedStrings') ?? 'xl/sharedStrings.xml';
  const entry = office.archive.find(name);
  if (!entry) return [];

  const strings: string[] = [];
  const isFull = () => strings.length >= MAX_STRINGS;
  streamXml(office.archive.chunksOf(entry), createStringHandler(strings), isFull);
  return strings;
}

function createStringHandler(strings: string[]) {
  let text = '';
  let isInText = false;
  /** The reading of Japanese words, which is not a part of them. */
  let isInReading = false;

  return {
    onopentag(name: string) {
      const local = localName(name);
      if (local === 'si') text = '';
      if (local === 'rPh') isInReading = true;
      isInText = local === 't' && !isInReading;
    },
    onclosetag(name: string) {
      const local = localName(name);
      isInText = false;
      if (local === 'rPh') isInReading = false;
      if (local === 'si') strings.push(text);
    },
    ontext(part: string) {
      if (isInText && text.length < MAX_STRING_CHARACTERS) text += part;
    },
  };
}
