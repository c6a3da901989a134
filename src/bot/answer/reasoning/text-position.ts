/** The end of a growing Markdown text: the characters before it, and whether it is in code. */
export interface TextPosition {
  /** Moves the position behind `text`. */
  advance(text: string): void;
  /** The position is in a fence, in the middle of inline code, or in an indented line. */
  readonly isInCode: boolean;
  /** Only the marker of an item, a quote or a heading stands before the position in its line. */
  readonly isAtItemStart: boolean;
  /** The character before the position. Empty at the start of the text. */
  readonly lastCharacter: string;
  /** Only blanks are before the position. */
  readonly isAtStart: boolean;
  /** The last character of this line that is not blank. Empty: the line has none yet. */
  readonly lastInk: string;
}

/** This much of a line decides whether it is a fence. A longer line is none. */
const MAX_LINE_START = 200;
const SPECIAL = /[\n`]/;
const PIECES = /\n|`+|[^\n`]+/g;
/** A fence may be in a quote or in an item of a list. */
const FENCE = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING_FENCE = /^[\s>]*(`{3,}|~{3,})\s*$/;
const ITEM_START = /^[\s>]*(?:[-*+>]|\d{1,9}[.)]|#{1,6})[ \t]+$/;
const INDENTED = /^(?: {4}|\t)/;

/** Creates the position at the start of a text. It costs the same for every character. */
export function createTextPosition(): TextPosition {
  let lineStart = '';
  let lastCharacter = '';
  let lastInk = '';
  let isAtStart = true;
  /** The fence that is open. */
  let fence = '';
  /** The length of the backticks that opened inline code in this line. */
  let openTicks = 0;
  /** The length of the backticks right before the position. More may follow. */
  let lastTicks = 0;

  /** This line is the end of the open fence, as far as it goes. */
  function closesFence(): boolean {
    return CLOSING_FENCE.exec(lineStart)?.[1]?.startsWith(fence) === true;
  }

  function endLine(): void {
    if (!fence) fence = FENCE.exec(lineStart)?.[1] ?? '';
    else if (closesFence()) fence = '';

    lineStart = '';
    lastInk = '';
    openTicks = 0;
    lastTicks = 0;
  }

  /** The backticks that are open when the last ones count. */
  function ticksAfterLast(): number {
    if (lastTicks === 0) return openTicks;
    if (openTicks === 0) return lastTicks;
    return openTicks === lastTicks ? 0 : openTicks;
  }

  function advancePiece(piece: string): void {
    lastCharacter = piece.charAt(piece.length - 1);
    if (piece === '\n') {
      endLine();
      return;
    }

    isAtStart &&= piece.trim() === '';
    if (lineStart.length < MAX_LINE_START) lineStart += piece.slice(0, MAX_LINE_START);
    if (piece.startsWith('`')) {
      lastTicks += piece.length;
      lastInk = '`';
      return;
    }

    openTicks = ticksAfterLast();
    lastTicks = 0;
    lastInk = piece.trimEnd().at(-1) ?? lastInk;
  }

  return {
    advance(text) {
      if (text === '') return;
      // Most deltas are a part of a word.
      if (!SPECIAL.test(text)) advancePiece(text);
      else for (const [piece] of text.matchAll(PIECES)) advancePiece(piece);
    },

    get isInCode() {
      // Models write their last token right behind the last fence.
      if (fence) return !closesFence();
      const isIndented = lastInk === '' && INDENTED.test(lineStart);
      return isIndented || ticksAfterLast() !== 0;
    },

    get isAtItemStart() {
      return ITEM_START.test(lineStart);
    },

    get isAtStart() {
      return isAtStart;
    },

    get lastCharacter() {
      return lastCharacter;
    },

    get lastInk() {
      return lastInk;
    },
  };
}
