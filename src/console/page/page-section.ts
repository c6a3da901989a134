import type { ConsoleEvent } from '../protocol.ts';

/** One section of the console. It shows one at a time. */
export interface PageSection {
  /** The part of the address: `#usage`. */
  readonly id: string;
  readonly title: string;
  readonly element: HTMLElement;
  /** It is shown now. Rejects with an `Error` for people. */
  open(): Promise<void>;
  /** Takes every event, also while it is hidden. */
  take?(event: ConsoleEvent): void;
  /** The person has typed something that would be lost. */
  hasUnsavedChanges?(): boolean;
}
