import { handleParentRequests } from '../shared/handle-parent-requests.ts';

/** The name of the platform whose syntax is rendered. */
export type Dialect = 'discord' | 'telegram';

/** The rendering of one growing text. */
interface GrowingText {
  /** Takes the new characters, which costs nothing. */
  append(delta: string): void;
  /** Renders the whole text, as for an edit. */
  render(): void;
  /**
   * Each render starts from scratch, so the renders of edits that are not measured can be left out.
   */
  readonly rendersFromScratch: boolean;
}

/** What the parent process wants to be rendered. */
export interface RenderingTask {
  readonly dialect: Dialect;
  readonly text: string;
  /** The number of new characters in each edit. */
  readonly charactersPerEdit: number;
  /** The edits that are measured, as ranges of their numbers from 0, each without its `end`. */
  readonly measuredEdits: readonly { readonly start: number; readonly end: number }[];
}

/** What a task costs. */
export interface RenderingTimes {
  /** The duration of each edit, in order; about 0 for an edit whose render was left out. */
  readonly durationsMs: readonly number[];
}

/**
 * Carries out the tasks of the parent process, and responds with their durations: renders a text
 * that grows edit by edit. `open` starts the rendering of a new text.
 */
export function measureRendering(open: (dialect: Dialect) => GrowingText): void {
  handleParentRequests<RenderingTask>(
    ({ dialect, text, charactersPerEdit, measuredEdits }): RenderingTimes => {
      const growingText = open(dialect);
      const durationsMs: number[] = [];

      for (let offset = 0; offset < text.length; offset += charactersPerEdit) {
        const edit = durationsMs.length;
        const isMeasured = measuredEdits.some(({ start, end }) => edit >= start && edit < end);
        growingText.append(text.slice(offset, offset + charactersPerEdit));

        const startedAt = performance.now();
        if (isMeasured || !growingText.rendersFromScratch) growingText.render();
        durationsMs.push(performance.now() - startedAt);
      }
      return { durationsMs };
    },
  );
}
