import type { ChatRequest } from '../contracts/provider.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { estimatePrompt } from './estimate-prompt.ts';
import type { ModelTarget } from './model-target.ts';
import { targetName } from './route.ts';

/**
 * Learns how many tokens each model counts for an estimated one: languages and tokenizers differ by a
 * factor of three. Starts with the estimate itself, which is rather too high.
 */
export interface TokenCalibration {
  /** Records the tokens that a service reported for the prompt of an answer. */
  record(target: ModelTarget, request: ChatRequest, inputTokens: number | undefined): void;
  /** As `RoutedModel.tokensPerEstimate`. */
  ratioOf(target: ModelTarget): number | undefined;
}

/** In a short prompt, the parts that a service adds itself count too much. */
const MIN_ESTIMATE = 500;
/** Other reports are nonsense: of the new part of a prompt only, or of several requests together. */
const POSSIBLE_RATIOS = { min: 0.3, max: 4 };
/** No text that people write has more than 5 bytes for each token of any known model. */
const MIN_RATIO = 0.6;
const MAX_RATIO = 3;
const REMEMBERED_REPORTS = 16;
const MIN_REPORTS = 4;
/** The next prompt may have denser text than the last ones. */
const MARGIN = 1.05;
/** In steps, so that a small change does not move the beginning of the history. */
const STEP = 0.1;
const MAX_MODELS = 1_000;

/** Creates the memory that all answers of one router share. */
export function createTokenCalibration(clock: Clock): TokenCalibration {
  const reports = createExpiringMap<string, readonly number[]>({ clock, maxEntries: MAX_MODELS });

  return {
    record(target, request, inputTokens) {
      const estimate = estimatePrompt(request);
      // Services count images and sound by rules of their own, which say nothing about text.
      const isText = request.messages.every(
        ({ images, audio }) => !images?.length && !audio?.length,
      );
      if (!inputTokens || !isText || estimate < MIN_ESTIMATE) return;

      const ratio = inputTokens / estimate;
      if (ratio < POSSIBLE_RATIOS.min || ratio > POSSIBLE_RATIOS.max) return;

      const name = targetName(target);
      reports.set(name, [...(reports.get(name) ?? []), ratio].slice(-REMEMBERED_REPORTS));
    },

    ratioOf(target) {
      const ratios = reports.get(targetName(target)) ?? [];
      if (ratios.length < MIN_REPORTS) return undefined;

      // The largest one may be an outlier.
      const [, second = 1] = ratios.toSorted((a, b) => b - a);
      const rounded = Math.ceil((second * MARGIN) / STEP) * STEP;
      return Math.min(MAX_RATIO, Math.max(MIN_RATIO, Number(rounded.toFixed(1))));
    },
  };
}
