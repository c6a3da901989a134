import { ROLE_TOKENS } from './role-tokens.ts';

/**
 * Tokens that servers leave at the end of an answer. `opening` makes a pair with it: in an answer
 * that has it, the token is text.
 */
export const END_TOKENS: readonly { readonly token: string; readonly opening?: string }[] = [
  // ChatML, of Qwen and many others: moltis-org/moltis #306.
  { token: '<|im_end|>', opening: '<|im_start|>' },
  // Llama 3: pytorch/torchchat #459.
  { token: '<|eot_id|>' },
  { token: '<|eom_id|>' },
  { token: '<|end_of_text|>' },
  // Llama 4.
  { token: '<|eom|>' },
  // Grok: NousResearch/hermes-agent #116486.
  { token: '<|eos|>' },
  // Grok 2 and Ling 2: their chat templates.
  { token: '<|separator|>' },
  { token: '<|role_end|>' },
  // Apriel.
  { token: '[END FINAL RESPONSE]' },
  { token: '<|end_of_solution|>' },
  { token: '<|END_RESPONSE|>' },
  { token: '</s>', opening: '<s>' },
  { token: '[/INST]', opening: '[INST]' },
  // Phi 3, with the next header behind it: airockchip/rknn-llm #36.
  { token: '<|end|>' },
  { token: '<|return|>' },
  { token: '<|call|>' },
  { token: '<|endoftext|>' },
  { token: '<eos>' },
  { token: '<end_of_turn>', opening: '<start_of_turn>' },
  { token: '<turn|>', opening: '<|turn>' },
  { token: '<|END_OF_TURN_TOKEN|>', opening: '<|START_OF_TURN_TOKEN|>' },
  { token: '<｜end▁of▁sentence｜>' },
  // DeepSeek Coder, thousands in a row: deepseek-ai/DeepSeek-Coder #136.
  { token: '<|EOT|>' },
  { token: '<|end_of_sentence|>' },
  { token: '<|end_of_turn|>' },
  { token: '<|endofturn|>' },
  { token: '[|endofturn|]' },
  { token: '<seed:eos>', opening: '<seed:bos>' },
  { token: '[e~[' },
  { token: '<|assistant_end|>' },
  { token: '<longcat_s>' },
  { token: '<｜hy_eos｜>' },
  { token: '<｜hy_eos:opensource｜>' },
  // GLM ends its turns with the header of the next one: ikawrakow/ik_llama.cpp PR 668.
  { token: '<|user|>' },
  { token: '<|observation|>' },
  { token: '<|system|>' },
  { token: '[|user|]' },
  { token: '<｜User｜>' },
  { token: '<|USER_TOKEN|>' },
  { token: '<|START_OF_TURN_TOKEN|>' },
  ...ROLE_TOKENS.any.map((token) => ({ token })),
];
