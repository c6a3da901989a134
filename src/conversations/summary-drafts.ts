import type { SummaryDraft } from '../contracts/summaries.ts';

/** The summaries that are being written in this process. */
export interface SummaryDrafts {
  begin(draft: Omit<SummaryDraft, 'signal'>): SummaryDraft;
  /** Aborts the drafts of a conversation that cover a turn from `sequence` on. */
  dropFrom(conversation: string, sequence: number): void;
  /** Aborts drafts that are wanted no longer. */
  dropWhere(isUnwanted: (draft: SummaryDraft) => boolean): void;
  end(draft: SummaryDraft): void;
}

/** Creates an empty set of drafts. The caller of `begin` bounds their number. */
export function createSummaryDrafts(): SummaryDrafts {
  const drafts = new Map<SummaryDraft, AbortController>();
  const dropWhere: SummaryDrafts['dropWhere'] = (isUnwanted) => {
    for (const [draft, controller] of drafts) if (isUnwanted(draft)) controller.abort();
  };

  return {
    begin(draft) {
      const controller = new AbortController();
      const begun = { ...draft, signal: controller.signal };
      drafts.set(begun, controller);
      return begun;
    },

    dropWhere,
    dropFrom: (conversation, sequence) =>
      dropWhere((draft) => draft.conversation === conversation && draft.to >= sequence),

    end: (draft) => void drafts.delete(draft),
  };
}
