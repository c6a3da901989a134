import type { SummaryDraft } from '../contracts/summaries.ts';

/** The summaries that are being written in this process. */
export interface SummaryDrafts {
  begin(draft: Omit<SummaryDraft, 'signal'>): SummaryDraft;
  /** Aborts the drafts of a conversation that cover a turn from `sequence` on. */
  dropFrom(conversation: string, sequence: number): void;
  end(draft: SummaryDraft): void;
}

/** Creates an empty set of drafts. The caller of `begin` bounds their number. */
export function createSummaryDrafts(): SummaryDrafts {
  const drafts = new Map<SummaryDraft, AbortController>();

  return {
    begin(draft) {
      const controller = new AbortController();
      const begun = { ...draft, signal: controller.signal };
      drafts.set(begun, controller);
      return begun;
    },

    dropFrom(conversation, sequence) {
      for (const [draft, controller] of drafts) {
        if (draft.conversation === conversation && draft.to >= sequence) controller.abort();
      }
    },

    end: (draft) => void drafts.delete(draft),
  };
}
