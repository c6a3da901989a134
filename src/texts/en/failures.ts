import type { ProviderErrorKind } from '../../contracts/provider.ts';

interface FailureText {
  /** Completes the sentence "NAME OF THE MODEL …". */
  readonly reason: string;
  /** The failure and what people can do about it, in whole sentences. */
  readonly cure: string;
}

const FOR_OPERATOR = 'Please tell the person who runs me';
const TRY_LATER = 'Please try again in a minute.';
const PICK_ANOTHER = 'pick another model with `/model`.';

/** The words for each way in which a model can fail. */
export const failures: Readonly<Record<ProviderErrorKind, FailureText>> = {
  auth: { reason: 'refused its key', cure: `Its key was refused. ${FOR_OPERATOR}.` },
  permission: {
    reason: "isn't allowed with its key, or from here",
    cure: `Its service doesn't allow it with my key, or from my country. ${FOR_OPERATOR}, or ${PICK_ANOTHER}`,
  },
  payment: {
    reason: 'has no credit left',
    cure: `Its account has no credit left. ${FOR_OPERATOR}, or ${PICK_ANOTHER}`,
  },
  not_found: {
    reason: "doesn't exist",
    cure: "This model doesn't exist. Pick another one with `/model`. `npm run doctor` shows the person who runs me where this name stands.",
  },
  bad_request: {
    reason: 'refused the request',
    cure: `It refused the request. ${FOR_OPERATOR}, or ${PICK_ANOTHER}`,
  },
  context_length: {
    reason: "can't take a conversation of this length",
    cure: 'The conversation is too long for it. `/reset` starts a new one.',
  },
  too_large: {
    reason: 'refused a request of this size',
    cure: 'The conversation and its files are too large for it. `/reset` starts a new one.',
  },
  content_filter: {
    reason: "was stopped by its provider's content filter",
    cure: `Its provider's content filter refused. Please try other words, or ${PICK_ANOTHER}`,
  },
  rate_limit: { reason: 'got too many requests', cure: `It got too many requests. ${TRY_LATER}` },
  overloaded: { reason: 'is overloaded', cure: `It is overloaded. ${TRY_LATER}` },
  server: {
    reason: 'has a problem with its server',
    cure: `Its server has a problem. ${TRY_LATER}`,
  },
  connect: { reason: "can't be reached", cure: `Its server can't be reached. ${TRY_LATER}` },
  timeout_first: {
    reason: "didn't start to answer in time",
    cure: "It didn't start to answer in time. Please try again.",
  },
  timeout_idle: {
    reason: 'stopped in the middle of its answer',
    cure: 'It stopped in the middle of its answer. Please ask again.',
  },
  timeout_total: { reason: 'took too long', cure: 'It took too long. Please ask again.' },
  truncated: {
    reason: 'lost the connection',
    cure: 'The connection to it broke. Please ask again.',
  },
  empty: { reason: 'gave no answer', cure: 'It gave no answer. Please ask again.' },
  protocol: {
    reason: 'sent a malformed answer',
    cure: `It sent a malformed answer. Please try again, or ${PICK_ANOTHER}`,
  },
  unseen: {
    reason: "can't see pictures",
    cure: `It can't see pictures. Please ${PICK_ANOTHER}`,
  },
  unchosen: {
    reason: "isn't set up yet",
    cure: 'No model has been chosen, and I found none that I could choose. Pick one with `/model`; the person who runs me can name one in `DEFAULT_MODEL`.',
  },
  unpriced: {
    reason: 'has no price that I know',
    cure: `There is a budget here, and I don't know the price of this model. ${FOR_OPERATOR}, or ${PICK_ANOTHER}`,
  },
  spent: {
    reason: 'costs more than what is left of the budget',
    cure: `What is left of the budget is too little for it. Please ${PICK_ANOTHER}`,
  },
  canceled: {
    reason: 'was stopped',
    cure: `It was stopped. Please try again, or ${PICK_ANOTHER}`,
  },
};
