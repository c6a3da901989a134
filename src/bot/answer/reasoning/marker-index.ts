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
  const byStart = Map.groupBy(markers, ({ marker }) => marker.charAt(0));
  const longest = markers[0]?.marker.length ?? 0;
  const starts = new RegExp(
    `[${[...byStart.keys()].map((start) => RegExp.escape(start)).join('')}]`,
    'gi',
  );

  const index: MarkerIndex<Meaning> = {
    match(text, position, isComplete) {
      const candidates = byStart.get(text.charAt(position).toLowerCase()) ?? [];
      const piece = text.slice(position, position + longest).toLowerCase();
      const mayGrow = !isComplete && position + longest > text.length;

      // The longest come first.
      for (const candidate of candidates) {
        if (piece.startsWith(candidate.marker)) return candidate;
        if (mayGrow && candidate.marker.startsWith(piece)) return 'partial';
      }
      return undefined;
    },

    search(text, start, isComplete) {
      starts.lastIndex = start;
      for (let hit = starts.exec(text); hit; hit = starts.exec(text)) {
        const found = index.match(text, hit.index, isComplete);
        if (found) return { index: hit.index, found };
      }
      return undefined;
    },
  };
  return index;
}
