import type { Dialect, PageLimits, Rendering } from '../contracts/dialect.ts';
import type { ReplySurface } from '../contracts/reply-surface.ts';
import { textsIn } from '../texts/index.ts';
import { createRefusedPages } from './refused-pages.ts';
import type { Revision } from './revision.ts';

/** Divides the text of one reply into pages that its network takes. */
export interface ReplyPages {
  /** All pages that show a revision. It is rendered once, unless the look or the limits change. */
  render(revision: Revision): readonly unknown[];
  /** The pages of this revision are there, so that `render` costs nothing. */
  isRendered(revision: Revision): boolean;
  /** See `Reply.showTranscript`. */
  setTranscript(words: string): void;
  /** See `Reply.showReasoning`. */
  setReasoning(reasoning: string): void;
  /** Renders the text in another look from now on. */
  setDialect(dialect: Dialect<unknown>): void;
  isFile(page: unknown): boolean;
  isPicture(page: unknown): boolean;
  /** Makes the pages smaller. `false`: that does not help, and they are as large as before. */
  shrink(): boolean;
  /** Shows the rest of the text without a file. Gives a function that takes this back. */
  refuseFiles(): () => void;
  /**
   * Shows something else in place of a page of the final text: `shown`, or a sentence. Gives a function
   * that takes this back. `undefined`: the page already replaces another one.
   */
  refuse(index: number, shown: unknown): (() => void) | undefined;
  /** The text is not the one that was shown first. What is left of that one is wrong. */
  readonly isCorrected: boolean;
  /** A part of the text is not shown. */
  readonly hasRefusedPages: boolean;
}

/** Pages smaller than this share of a message are refused for another reason than their length. */
const SMALLEST_FILL = 1 / 16;
/** Smaller pages have no room for the reasoning. */
const SMALLEST_FILL_WITH_REASONING = 1 / 2;

/** Creates the pages of an empty text. `maxMessages` as in `Dialect.open`. */
export function createReplyPages(
  { dialect: firstDialect, language = 'en' }: Pick<ReplySurface, 'dialect' | 'language'>,
  maxMessages: number | undefined,
): ReplyPages {
  const texts = textsIn(language);
  const { continuesInFile, wholeInFile, fileRefused } = texts;
  const fileWords = { continuesInFile, wholeInFile, fileRefused };
  let dialect = firstDialect;
  let transcript: string | undefined;
  let reasoning: string | undefined;
  let limits: PageLimits = {};
  let rendering: Rendering<unknown> | undefined;
  let rendered: { revision: Revision; pages: readonly unknown[] } | undefined;
  let renderedText = '';
  let isCorrected = false;
  let textPageCount = 0;
  let isShrinkingUseless = false;
  const refused = createRefusedPages({
    whole: () => renderSentence(texts.refused),
    part: () => renderSentence(texts.refusedPart),
  });

  function renderSentence(sentence: string): unknown {
    return dialect.open().update(sentence, 'final')[0];
  }

  function openRendering(): Rendering<unknown> {
    const { largestFill = 1 } = limits;
    const hasRoom = largestFill >= SMALLEST_FILL_WITH_REASONING;
    const folded = [transcript && texts.material.transcript(transcript), reasoning].filter(Boolean);
    const text = hasRoom && folded.length > 0 ? folded.join('\n\n') : undefined;
    const label = transcript ? texts.material.transcriptLabel : texts.reasoningLabel;
    return dialect.open(text, maxMessages, limits, { ...fileWords, label });
  }

  /** The text is divided anew. */
  function changeLimits(changed: PageLimits): void {
    limits = { ...limits, ...changed };
    forgetRendering();
  }

  function forgetRendering(): void {
    rendering = undefined;
    rendered = undefined;
  }

  function renderAnew({ stage, text, closing, file }: Revision): readonly unknown[] {
    // A notice is no part of the text, so it has a rendering of its own.
    if (stage === 'notice') return dialect.open().update(text, 'final').slice(0, 1);

    // The final text has no blanks at its end.
    if (!text.startsWith(renderedText.trimEnd())) {
      rendering = undefined;
      isCorrected = true;
    }
    renderedText = text;

    rendering ??= openRendering();
    const pages = rendering.update(text, stage, closing, file);
    textPageCount = pages.length;
    return pages;
  }

  return {
    render(revision) {
      if (rendered?.revision !== revision) rendered = { revision, pages: renderAnew(revision) };
      return revision.stage === 'final' ? refused.apply(rendered.pages) : rendered.pages;
    },

    isRendered: (revision) => rendered?.revision === revision,

    setTranscript(words) {
      transcript = words;
    },

    setReasoning(text) {
      reasoning = text;
    },

    setDialect(next) {
      dialect = next;
      forgetRendering();
    },

    isFile: (page) => dialect.isFile?.(page) ?? false,
    isPicture: (page) => dialect.isPicture?.(page) ?? false,

    shrink() {
      if (isShrinkingUseless) return false;

      const largestFill = (limits.largestFill ?? 1) / 2;
      isShrinkingUseless = largestFill < SMALLEST_FILL;
      changeLimits({ largestFill: isShrinkingUseless ? 1 : largestFill });
      return !isShrinkingUseless;
    },

    refuseFiles() {
      changeLimits({ withoutFile: true });
      return () => changeLimits({ withoutFile: false });
    },

    refuse(index, shown) {
      if (refused.has(index) || index >= textPageCount) return undefined;

      refused.add(index, shown);
      return () => refused.remove(index);
    },

    get isCorrected() {
      return isCorrected;
    },

    get hasRefusedPages() {
      return !refused.isEmpty;
    },
  };
}
