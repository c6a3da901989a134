import { htmlText } from 'micromark-core-commonmark';
import type { Extension, State, TokenizeContext } from 'micromark-util-types';
import { isFormattingTag } from '../html/formatting-tags.ts';

const LESS_THAN = 60;
/** The most characters of a tag or a comment. */
const LONGEST_TAG = 1_000;
/** Enough of a tag to read its name. */
const LONGEST_BEGINNING = 16;
const COMMENT = /^<!--/;
const TAG_NAME = /^<\/?([a-zA-Z][a-zA-Z\d]*)(?=[\s/>]|$)/;

/**
 * Finds comments and the tags that format, whose names are known. Everything else between angle
 * brackets is text: names of types, placeholders, and programs in prose.
 */
export const htmlTagExtension: Extension = {
  disable: { null: ['htmlFlow', 'htmlText'] },
  text: {
    [LESS_THAN]: {
      ...htmlText,
      name: 'htmlTag',
      tokenize(effects, ok, nok) {
        const { offset } = this.now();
        if (offset < (endsOfFailures.get(this) ?? 0) || !mayBeTag(this)) return nok;

        let length = 0;
        let isDone = false;
        const leave =
          (state: State): State =>
          (code) => {
            isDone = true;
            return state(code);
          };
        const fail = leave((code) => {
          endsOfFailures.set(this, offset + length);
          return nok(code);
        });
        /** Gives up a tag that is too long: a search for its end behind each `<` would cost too much. */
        const limit =
          (state: State): State =>
          (code) => {
            length += 1;
            const next = length > LONGEST_TAG ? fail(code) : state(code);
            return isDone || next === undefined ? next : limit(next);
          };
        return limit(htmlText.tokenize.call(this, effects, leave(ok), fail));
      },
    },
  },
};

/** The offset in a text up to which a search for the end of a tag has found none. */
const endsOfFailures = new WeakMap<TokenizeContext, number>();

function mayBeTag(context: TokenizeContext): boolean {
  const start = context.now();
  const end = { ...start, _bufferIndex: start._bufferIndex + LONGEST_BEGINNING };
  const beginning = context.sliceSerialize({ start, end });
  if (COMMENT.test(beginning)) return true;

  const name = TAG_NAME.exec(beginning)?.[1];
  return name !== undefined && isFormattingTag(name);
}
