import type {
  AskedQuestion,
  CommandCall,
  CommandContext,
  CommandReply,
} from '../contracts/command.ts';
import { textsIn } from '../texts/index.ts';

/** Asks the model. Where that is not possible, the reply says why. */
export async function askModel(
  call: CommandCall,
  question: AskedQuestion,
  context: CommandContext,
): Promise<CommandReply> {
  const reason = await context.ask(call, question);
  if (!reason) return { text: '', isQuestion: true };

  const texts = textsIn(context.language);
  const text = reason.kind === 'full' ? texts.queueFull : texts.guest.whatToAsk;
  return { text, onlyAsker: true };
}
