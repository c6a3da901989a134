/**
 * The tags around thoughts, opening and closing, in any case. Models write them into their answers
 * where a server does not tell the thoughts apart.
 */
export const THOUGHT_TAGS: readonly (readonly [opening: string, closing: string])[] = [
  // DeepSeek R1, Qwen, QwQ, GLM, Kimi K2, Nemotron, Hunyuan, ERNIE: vLLM's reasoning parsers.
  ['<think>', '</think>'],
  // MiniMax M2.5 and M2.7: QwenLM/qwen-code #3228.
  ['<thinking>', '</thinking>'],
  // Gemma 4, EXAONE Deep, Gemini's OpenAI endpoint: NousResearch/hermes-agent PR 8562.
  ['<thought>', '</thought>'],
  ['<thoughts>', '</thoughts>'],
  // open-webui's list of defaults, `DEFAULT_REASONING_TAGS`.
  ['<reason>', '</reason>'],
  ['<reasoning>', '</reasoning>'],
  // Reflection 70B, in a block after the first.
  ['<reflection>', '</reflection>'],
  // Claude, when its prompt asks for thoughts: openclaw's list.
  ['<antThinking>', '</antThinking>'],
  // Hermes: NousResearch/hermes-agent PR 4311.
  ['<REASONING_SCRATCHPAD>', '</REASONING_SCRATCHPAD>'],
  // MiniMax: isaiah-harville/Primer #109.
  ['<mm:think>', '</mm:think>'],
  // Seed-OSS: the model's tokenizer.
  ['<seed:think>', '</seed:think>'],
  // LongCat Flash Thinking and Hunyuan 3: mlx-lm, `tokenizer_utils.py`.
  ['<longcat_think>', '</longcat_think>'],
  ['<think:opensource>', '</think:opensource>'],
  // Apertus: llama.cpp, `common/chat.cpp`.
  ['<|inner_prefix|>', '<|inner_suffix|>'],
  // Solar Open: the model's chat template.
  ['<|think|>', '<|end|><|begin|>assistant<|content|>'],
  // Magistral, Ministral, Mistral Medium 3.5: RooCodeInc/Roo-Code #8522.
  ['[THINK]', '[/THINK]'],
  ['[REASONING]', '[/REASONING]'],
  // Kimi-VL, Kimi K1.5: SGLang's reasoning parsers.
  ['◁think▷', '◁/think▷'],
  // OpenThoughts, Sky-T1 and models trained on their data.
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  // Command R7B, Command A Reasoning: llama.cpp, `common/chat.cpp`.
  ['<|START_THINKING|>', '<|END_THINKING|>'],
  // Gemma 4, with or without the channel's name: Blaizzy/mlx-vlm #899, odysseus-dev/odysseus #2225.
  ['<|channel>thought', '<channel|>'],
  ['<|channel>', '<channel|>'],
  // MedGemma: ollama/ollama #15754.
  ['<unused94>thought', '<unused95>'],
];

/** Opening tags with attributes, up to the first: Gemini writes some (openclaw/openclaw PR 6678). */
export const TAGS_WITH_ATTRIBUTES: readonly (readonly [opening: string, closing: string])[] = [
  ['<think ', '</think>'],
  ['<thinking ', '</thinking>'],
  ['<thought ', '</thought>'],
];

/** Everything that looks like an opening tag in the text of an answer: with attributes, too. */
export const OPENINGS_IN_TEXT: readonly string[] = THOUGHT_TAGS.flatMap(([opening]) =>
  /^<[\w:]+>$/.test(opening)
    ? ['>', ' ', '\n', '\r', '\t'].map((end) => opening.replace('>', end))
    : [opening],
);

/** Apriel's thoughts begin in the prompt. The model ends them so: llama.cpp, `tests/test-chat.cpp`. */
export const FINAL_RESPONSE = '[BEGIN FINAL RESPONSE]';

/** The tags around an answer after its thoughts. */
export const ANSWER_TAGS: readonly (readonly [opening: string, closing: string])[] = [
  // Hunyuan A13B: vllm-project/vllm PR 52658.
  ['<answer>', '</answer>'],
  // Reflection 70B.
  ['<output>', '</output>'],
  ['<response>', '</response>'],
  // openclaw's list.
  ['<final>', '</final>'],
];

/**
 * Ordinary words that begin thoughts, and the words that end them. An answer may begin with the
 * first as well, so only the second prove that there were thoughts.
 */
export const THOUGHT_PHRASES: readonly (readonly [opening: string, closing: string])[] = [
  // Granite 3.2: vLLM's granite parser.
  ['Here is my thought process:', 'Here is my response:'],
  ["Here's my thought process:", "Here's my response:"],
  // gpt-oss behind a server that drops the special tokens: Augustas11/macprovider #743.
  ['analysis', 'assistantfinal'],
];
