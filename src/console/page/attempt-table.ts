import type { Attempt } from '../../contracts/attempt.ts';
import { type Column, dataTable } from './data-table.ts';
import { formatCost } from './format-cost.ts';
import { formatMs } from './format-ms.ts';
import { formatWhole } from './format-whole.ts';

/** The outcomes that do not explain themselves. */
const OUTCOMES: Readonly<Partial<Record<Attempt['outcome'], string>>> = {
  auth: 'its key was refused',
  permission: 'not allowed with this key',
  payment: 'no credit left',
  not_found: 'no such model',
  bad_request: 'refused the request',
  context_length: 'the conversation is too long',
  content_filter: 'stopped by its content filter',
  too_large: 'the request is too large',
  rate_limit: 'too many requests',
  server: 'a problem of its server',
  connect: 'not reached',
  timeout_first: 'no first words in time',
  timeout_idle: 'fell silent in the middle',
  timeout_total: 'took too long',
  truncated: 'the connection broke',
  protocol: 'a malformed answer',
  unseen: 'cannot see pictures',
  unchosen: 'no model is chosen',
  unpriced: 'has no known price',
  spent: 'too little of a limit was left',
};

const columns: readonly Column<Attempt>[] = [
  { title: 'Model', cell: nameOf },
  { title: 'Outcome', cell: ({ outcome }) => OUTCOMES[outcome] ?? outcome },
  { title: 'First words', isNumber: true, cell: ({ firstContentMs }) => timeOf(firstContentMs) },
  { title: 'End', isNumber: true, cell: ({ endMs }) => formatMs(endMs) },
  { title: 'Read', isNumber: true, cell: ({ inputTokens }) => countOf(inputTokens) },
  { title: 'Written', isNumber: true, cell: ({ outputTokens }) => countOf(outputTokens) },
  { title: 'Cost', isNumber: true, cell: ({ usd, isEstimated }) => formatCost(usd, isEstimated) },
];

/** The attempts at one answer, in order. */
export function attemptTable(attempts: readonly Attempt[]): HTMLElement {
  return dataTable('Attempts, in order', columns, attempts);
}

function nameOf({ provider, model, keyAlias }: Attempt): string {
  return keyAlias === undefined ? `${provider}/${model}` : `${provider}/${model}, ${keyAlias}`;
}

function timeOf(ms: number | undefined): string {
  return ms === undefined ? '–' : formatMs(ms);
}

function countOf(tokens: number | undefined): string {
  return tokens === undefined ? '–' : formatWhole(tokens);
}
