import {
  type NumberParts,
  numberSetting,
  takenParameters,
  takesParameter,
  withoutParameter,
  withParameter,
} from './number-setting.ts';
import type { Setting } from './setting.ts';

const share = { min: 0, max: 1, isWhole: false };
const factor = { min: 0, max: 2, isWhole: false };
const penalty = { min: -2, max: 2, isWhole: false };
const count = { min: 1, max: 1_000_000, isWhole: true };

const numbers: readonly NumberParts[] = [
  {
    name: 'temperature',
    parameter: 'temperature',
    limits: factor,
    usual: [0, 0.3, 0.7, 1, 1.3],
    isCommon: true,
  },
  { name: 'top_p', parameter: 'topP', limits: share, usual: [0.1, 0.5, 0.9, 1], isCommon: true },
  { name: 'top_k', parameter: 'topK', limits: count, usual: [1, 20, 40, 100] },
  { name: 'typical_p', parameter: 'typicalP', limits: share, usual: [0.1, 0.5, 0.9, 1] },
  {
    name: 'repetition_penalty',
    parameter: 'repetitionPenalty',
    limits: factor,
    usual: [1, 1.1, 1.2, 1.5],
  },
  { name: 'presence_penalty', parameter: 'presencePenalty', limits: penalty, usual: [0, 0.5, 1] },
  { name: 'frequency_penalty', parameter: 'frequencyPenalty', limits: penalty, usual: [0, 0.5, 1] },
  {
    name: 'max_tokens',
    parameter: 'maxOutputTokens',
    limits: count,
    usual: [300, 1_000, 2_000, 4_000],
    isCommon: true,
    words: (value, { settings }) => settings.tokens(value),
  },
  {
    name: 'seed',
    parameter: 'seed',
    limits: { min: 0, max: 2_147_483_647, isWhole: true },
    usual: [],
  },
];

const EFFORTS = ['none', 'low', 'medium', 'high'] as const;

const reasoningEffort: Setting = {
  name: 'reasoning_effort',
  rule: 'parameters',
  parameter: 'reasoningEffort',
  power: 'settings',
  isFree: false,
  isOffered: (facts) => takesParameter('reasoningEffort', facts, true),

  describe(facts) {
    const { reasoningEffort: effort } = takenParameters(facts);
    return effort && facts.texts.settings.effort[effort];
  },

  entries: ({ settings: { parameters }, texts }) =>
    EFFORTS.map((value) => ({
      value,
      label: texts.settings.effort[value],
      isCurrent: parameters.reasoningEffort === value,
    })),

  read(typed, { texts }) {
    const effort = EFFORTS.find((value) => value === typed.trim().toLowerCase());
    if (!effort) return undefined;
    const change = withParameter('reasoningEffort', effort);
    return { label: texts.settings.effort[effort], change };
  },

  clear: withoutParameter('reasoningEffort'),

  explain: (_typed, { texts: { settings } }) =>
    settings.possible.choice(settings.names.reasoning_effort, EFFORTS),
};

/** The sampling parameters. Where a model names the ones that it takes, no others are offered. */
export const parameterSettings: readonly Setting[] = [
  ...numbers.map(numberSetting),
  reasoningEffort,
];
