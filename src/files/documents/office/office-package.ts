import { posix } from 'node:path';
import { attributeOf } from '../xml/attribute-of.ts';
import { childrenOf } from '../xml/children-of.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import type { ZipArchive } from '../zip/zip-archive.ts';

/** A link from one part of an Office document to another part, or to an address. */
export interface Relation {
  readonly id: string;
  /** The last word of its type: `worksheet`, `hyperlink`. */
  readonly type: string;
  /** The name of a part in the package, or an address. */
  readonly target: string;
}

/** A parsed part of an Office document. */
export interface OfficePart {
  readonly name: string;
  readonly root: XmlElement;
  readonly isCut: boolean;
}

/** An Office document: parts in a ZIP archive that relate to each other (ECMA-376, part 2). */
export interface OfficePackage {
  readonly archive: ZipArchive;
  readonly mainPart: string;
  part(name: string | undefined): OfficePart | undefined;
  relationsOf(part: string): readonly Relation[];
  /** The name of the part that a part relates to by a type. */
  related(part: string, type: string): string | undefined;
}

/** @returns `undefined` if the archive is no Office document. */
export function openOfficePackage(archive: ZipArchive): OfficePackage | undefined {
  const office = { archive, part: readPart, relationsOf, related };
  const mainPart = related('', 'officeDocument') ?? findMainPart(archive);
  return mainPart === undefined ? undefined : { ...office, mainPart };

  function readPart(name: string | undefined): OfficePart | undefined {
    const tree = archive.parse(name);
    return tree && name !== undefined ? { name, ...tree } : undefined;
  }

  function relationsOf(part: string): readonly Relation[] {
    const { dir, base } = posix.parse(part);
    const relations = readPart(posix.join(dir, '_rels', `${base}.rels`));
    return childrenOf(relations?.root.children.find((child) => typeof child !== 'string')).map(
      (element) => ({
        id: attributeOf(element, 'Id') ?? '',
        type: attributeOf(element, 'Type')?.split('/').at(-1) ?? '',
        target: resolveTarget(dir, element),
      }),
    );
  }

  function related(part: string, type: string): string | undefined {
    return relationsOf(part).find((relation) => relation.type === type)?.target;
  }
}

function resolveTarget(folder: string, element: XmlElement): string {
  const target = attributeOf(element, 'Target') ?? '';
  if (attributeOf(element, 'TargetMode') === 'External') return target;
  return target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
}

/** Documents of some exporters lack their first relations. */
function findMainPart(archive: ZipArchive): string | undefined {
  const names = ['word/document.xml', 'xl/workbook.xml', 'ppt/presentation.xml'];
  return names.find((name) => archive.find(name) !== undefined);
}
