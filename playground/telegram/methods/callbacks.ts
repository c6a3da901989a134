import { badRequest } from '../api-error.ts';
import type { Method } from './method.ts';

const MAX_ANSWER_CHARACTERS = 200;

/** Answers a button press. */
export const answerCallbackQuery: Method = ({ world, params }) => {
  const text = params.get('text') ?? '';
  if ([...text].length > MAX_ANSWER_CHARACTERS) throw badRequest('MESSAGE_TOO_LONG');
  world.callbackQueries.answer(params.get('callback_query_id') ?? '', text);
  return true;
};
