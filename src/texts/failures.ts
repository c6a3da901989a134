import type { ProviderErrorKind } from '../errors.ts';

interface Failure {
  /** What follows the name of a model to say why it did not answer. */
  readonly reason: string;
  /** What people can do about it. */
  readonly cure: string;
}

const operator = 'My operator must look at it';
const later = 'Please try again in a minute.';

export const failures: Readonly<Record<ProviderErrorKind, Failure>> = {
  auth: { reason: 'refused its key', cure: `Its key was refused. ${operator}.` },
  permission: {
    reason: 'may not be used with its key',
    cure: `Its key may not use this model. ${operator}, or choose another one with \`/model\`.`,
  },
  payment: {
    reason: 'has no credit left',
    cure: `The account behind it has no credit left. ${operator}, or choose another one with \`/model\`.`,
  },
  not_found: {
    reason: 'does not exist',
    cure: 'There is no such model. Choose another one with `/model`; my operator can name one in `DEFAULT_MODEL`.',
  },
  bad_request: {
    reason: 'refused the request',
    cure: `It refused the request. ${operator}, or choose another one with \`/model\`.`,
  },
  context_length: {
    reason: 'has too small a window for this conversation',
    cure: 'The conversation is too long for it. `/reset` starts afresh.',
  },
  too_large: {
    reason: 'refused a request of this size',
    cure: 'The conversation is too long for it. `/reset` starts afresh.',
  },
  content_filter: {
    reason: "was stopped by its provider's content filter",
    cure: "Its provider's content filter refused.",
  },
  rate_limit: { reason: 'was asked too often', cure: `Too many requests. ${later}` },
  overloaded: { reason: 'is overloaded', cure: `It is overloaded. ${later}` },
  server: { reason: 'has a problem with its server', cure: `Its server has a problem. ${later}` },
  connect: { reason: 'cannot be reached', cure: `Its server cannot be reached. ${later}` },
  timeout_first: {
    reason: 'did not begin to answer in time',
    cure: 'It did not begin to answer in time. Please try again.',
  },
  timeout_idle: { reason: 'fell silent', cure: 'It fell silent. Please ask again.' },
  timeout_total: { reason: 'took too long', cure: 'It took too long.' },
  truncated: { reason: 'broke off', cure: 'The connection to it broke off. Please ask again.' },
  empty: { reason: 'gave no answer', cure: 'It gave no answer. Please ask again.' },
  protocol: {
    reason: 'gave an answer that nobody can read',
    cure: 'Please try again or choose another model with `/model`.',
  },
  canceled: {
    reason: 'was stopped',
    cure: 'Please try again or choose another model with `/model`.',
  },
};
