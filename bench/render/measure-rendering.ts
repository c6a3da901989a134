import { handleParentRequests } from '../shared/handle-parent-requests.ts';

/** One growing text. */
export interface GrowingText {
  /** Takes what is new, which costs nothing. */
  append(delta: string): void;
  /** Renders all of it, as for an edit. */
  render(): void;
  /** What was rendered before is of no use: edits that nobody measures can be left out. */
  readonly rendersFromScratch: boolean;
}

export interface RenderingTask {
  readonly dialect: 'discord' | 'telegram';
  readonly text: string;
  /** How much is new in each edit. */
  readonly step: number;
  /** Those that are measured, by number. */
  readonly edits: readonly { readonly start: number; readonly end: number }[];
}

export interface RenderingTimes {
  /** What each edit cost, in order. */
  readonly durationsMs: readonly number[];
}

/** Renders a growing text as often as it is edited. */
export function measureRendering(open: (dialect: RenderingTask['dialect']) => GrowingText): void {
  handleParentRequests<RenderingTask>(({ dialect, text, step, edits }): RenderingTimes => {
    const growing = open(dialect);
    const ms: number[] = [];
    for (let at = 0; at < text.length; at += step) {
      growing.append(text.slice(at, at + step));
      const isMeasured = edits.some(({ start, end }) => ms.length >= start && ms.length < end);
      const startedAt = performance.now();
      if (isMeasured || !growing.rendersFromScratch) growing.render();
      ms.push(performance.now() - startedAt);
    }
    return { durationsMs: ms };
  });
}
