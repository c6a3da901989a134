/** Finds the markers of a table in a text that comes in pieces. Upper and lower case are alike. */
export interface MarkerIndex<Meaning> {
  /**
   * Finds the longest marker at `position`. `partial`: the text ends inside what may become a marker,
   * or a longer one; never when the text is complete.
   */
  match(
    text: string,
    position: number,
    isComplete: boolean,
  ): FoundMarker<Meaning> | 'partial' | undefined;
  /** Finds the first marker at `start` or behind it. */
  search(text: string, start: number, isComplete: boolean): MarkerHit<Meaning> | undefined;
}

/** A marker in a text. */
export interface FoundMarker<Meaning> {
  /** The marker as the table has it, in lower case. */
  readonly marker: string;
  readonly meaning: Meaning;
}

/** The place of a marker in a text. */
export interface MarkerHit<Meaning> {
  readonly index: number;
  readonly found: FoundMarker<Meaning> | 'partial';
}

/** Creates the index of a table. */
export function createMarkerIndex<Meaning>(
  table: Iterable<readonly [marker: string, meaning: Meaning]>,
): MarkerIndex<Meaning> {
  const markers = Array.from(table, ([marker, meaning]) => ({
    marker: marker.toLowerCase(),
    meaning,
  })).sort((a, b) => b.marker.length - a.marker.length);
  const byFirstTwo = Map.groupBy(markers, ({ marker }) => marker.slice(0, 2));
  const firsts = new Set(markers.map(({ marker }) => marker.charAt(0)));
  const longest = markers[0]?.marker.length ?? 0;
  const anyFirst = new RegExp(
    `[${[...firsts].map((first) => RegExp.escape(first)).join('')}]`,
    'gi',
  );

  const index: MarkerIndex<Meaning> = {
    match(text, position, isComplete) {
      const piece = text.slice(position, position + longest).toLowerCase();
      const mayGrow = !isComplete && position + longest > text.length;
      const isShort = piece.length < 2;

      // The longest come first.
      for (const candidate of isShort ? markers : (byFirstTwo.get(piece.slice(0, 2)) ?? [])) {
        if (piece.startsWith(candidate.marker)) return candidate;
        if (mayGrow && candidate.marker.startsWith(piece)) return 'partial';
      }
      return undefined;
    },

    search(text, start, isComplete) {
      anyFirst.lastIndex = start;
      for (let hit = anyFirst.exec(text); hit; hit = anyFirst.exec(text)) {
        const found = index.match(text, hit.index, isComplete);
        if (found) return { index: hit.index, found };
      }
      return undefined;
    },
  };
  return index;
}
