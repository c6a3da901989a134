import type { List } from 'mdast';
import type { Container } from './layout.ts';

/** The number of an item in a numbered list. */
export interface Ordinal {
  /** The number in the source. */
  readonly written: number;
  /** The number to show. */
  readonly shown: number;
  /** A reader who counts from the first item comes to this number. */
  readonly isCounted: boolean;
}

declare module 'mdast' {
  interface ListData {
    /** The number of the item before the list, where the list goes on behind a boundary. */
    previousOrdinal?: Ordinal | undefined;
  }
}

const NUMBER = /^[ \t]*(\d{1,9})/;
const LONGEST_NUMBER = 20;

/**
 * Reads the numbers of a list as they were written: a countdown counts down, and a year stays. Equal
 * numbers in a row are Markdown's way to leave the counting to the reader, and count up. Each
 * number follows from the one before it, so that a list that grows is numbered once.
 *
 * @returns `undefined` for a list of bullets.
 */
export function readOrdinals(
  list: List,
  source: string,
  base: number,
): readonly Ordinal[] | undefined {
  if (!list.ordered) return undefined;

  const ordinals: Ordinal[] = [];
  for (const item of list.children) {
    const previous = ordinals.at(-1) ?? list.data?.previousOrdinal;
    const offset = base + (item.position?.start.offset ?? 0);
    const number = NUMBER.exec(source.slice(offset, offset + LONGEST_NUMBER))?.[1];
    ordinals.push(toOrdinal(number === undefined ? undefined : Number(number), previous));
  }
  return ordinals;
}

/**
 * The number before an item that goes on with its shown number, and with the number that was written
 * before it. `undefined`: the item has no number.
 */
export function ordinalBefore(
  { ordinal, isOutOfOrder }: Extract<Container, { kind: 'item' }>,
  written: number,
): Ordinal | undefined {
  return ordinal === undefined
    ? undefined
    : { written, shown: ordinal - 1, isCounted: isOutOfOrder !== true };
}

function toOrdinal(number: number | undefined, previous: Ordinal | undefined): Ordinal {
  const written = number ?? previous?.written ?? 1;
  if (previous === undefined) return { written, shown: written, isCounted: true };

  const counted = previous.shown + 1;
  const shown = written === previous.written ? counted : written;
  return { written, shown, isCounted: previous.isCounted && shown === counted };
}
