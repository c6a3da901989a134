import { answerParent } from '../shared/handle-parent-requests.ts';

/** One growing text. */
export interface Growing {
  /** Takes what is new, which costs nothing. */
  push(delta: string): void;
  /** Renders all of it, as for an edit. */
  render(): void;
  /** What was rendered before is of no use: edits that nobody measures can be left out. */
  readonly beginsAnew: boolean;
}

export interface Task {
  readonly dialect: 'discord' | 'telegram';
  readonly text: string;
  /** How much is new in each edit. */
  readonly step: number;
  /** Those that are measured, by number. */
  readonly edits: readonly { readonly start: number; readonly end: number }[];
}

export interface Measured {
  /** What each edit cost, in order. */
  readonly ms: readonly number[];
}

/** Renders a growing text as often as it is edited. */
export function measureRendering(open: (dialect: Task['dialect']) => Growing): void {
  answerParent<Task>(({ dialect, text, step, edits }): Measured => {
    const growing = open(dialect);
    const ms: number[] = [];
    for (let at = 0; at < text.length; at += step) {
      growing.push(text.slice(at, at + step));
      const isMeasured = edits.some(({ start, end }) => ms.length >= start && ms.length < end);
      const startedAt = performance.now();
      if (isMeasured || !growing.beginsAnew) growing.render();
      ms.push(performance.now() - startedAt);
    }
    return { ms };
  });
}
