import { WireFault } from '../wire-fault.ts';
import type { FrameCutter } from './frame-cutter.ts';
import { createJsonSplitter } from './json-splitter.ts';
import { createLineBuffer } from './line-buffer.ts';
import { isCutOff, takeApart } from './take-apart.ts';

/**
 * Cuts newline-delimited JSON into its lines. Skips empty lines. A last line without a line end
 * counts when it is complete. An object on several lines is one frame.
 *
 * Throws a `WireFault` for a web page and for an endless line.
 */
export function createNdjsonCutter(): FrameCutter {
  const lineBuffer = createLineBuffer();
  const splitter = createJsonSplitter();
  let hasBegun = false;

  const toFrames = (line: string): readonly string[] => {
    const isPart = splitter.isInside() || (/^\s*[{[]/.test(line) && !line.trimEnd().endsWith('}'));
    return isPart ? splitter.takeLine(line) : [line];
  };

  return {
    take(text) {
      const isBlank = text.trim() === '';

      if (!hasBegun && !isBlank) {
        hasBegun = true;
        if (text.trimStart().startsWith('<'))
          throw new WireFault('sent a web page instead of an answer');
      }

      // To cut many empty lines apart takes long, and one says the same.
      const lines = lineBuffer.take(isBlank ? text.replace(/\n\s*\n/, '\n') : text);
      return splitLines(lines).flatMap(toFrames);
    },

    finish(lastText) {
      const lastLine = lineBuffer.takeRest() + lastText;
      const lastFrames = [...splitLines(lastLine).flatMap(toFrames), splitter.takeRest()];
      const parts = lastFrames.flatMap((frame) => (isCutOff(frame) ? takeApart(frame) : [frame]));

      return {
        frames: parts.filter((frame) => frame !== '' && !isCutOff(frame)),
        isCutOff: parts.some(isCutOff),
      };
    },
  };
}

function splitLines(text: string): readonly string[] {
  return text.split(/\r\n|[\r\n]/).filter((line) => line.trim() !== '');
}
