/** Text as a model or its server sent it, and what it is made of. */
export interface Disguise {
  /** The report, or the document, that shows it. */
  readonly source: string;
  readonly sent: string;
  /** The thoughts that the provider told apart before. */
  readonly field?: string;
  readonly thoughts: string;
  readonly text: string;
}

const tags = (opening: string, closing: string, source: string): Disguise => ({
  source,
  sent: `${opening}\nThe sum is 4.\n${closing}\n\nIt is **4**.`,
  thoughts: '\nThe sum is 4.\n',
  text: 'It is **4**.',
});

/** Opening and closing tags at the start. */
export const taggedThoughts: readonly Disguise[] = [
  tags('<think>', '</think>', 'MiniMax-AI/MiniMax-M2 #18'),
  tags('<thinking>', '</thinking>', 'QwenLM/qwen-code #3228'),
  tags('<thought>', '</thought>', 'NousResearch/hermes-agent PR 8562 (Gemma 4)'),
  tags('<Thought>', '</Thought>', 'open-webui/open-webui, DEFAULT_REASONING_TAGS'),
  tags('<reason>', '</reason>', 'open-webui/open-webui, DEFAULT_REASONING_TAGS'),
  tags('<reasoning>', '</reasoning>', 'NousResearch/hermes-agent PR 4311'),
  tags('<antThinking>', '</antThinking>', 'openclaw/openclaw PR 67134'),
  tags('<mm:think>', '</mm:think>', 'isaiah-harville/Primer #109'),
  tags('<seed:think>', '</seed:think>', "Seed-OSS-36B-Instruct, the tokenizer's added tokens"),
  tags('[THINK]', '[/THINK]', 'RooCodeInc/Roo-Code #8522; egoist/chatwise-releases #1101'),
  tags('[THINK]', '[/THINK]', 'Pasta-Devs/Marinara-Engine #2544; waybarrios/vllm-mlx PR 599'),
  tags('◁think▷', '◁/think▷', 'Kimi-VL, in SGLang’s reasoning parsers'),
  tags(
    '<|begin_of_thought|>',
    '<|end_of_thought|>',
    'open-webui/open-webui, DEFAULT_REASONING_TAGS',
  ),
  tags('<|START_THINKING|>', '<|END_THINKING|>', 'Command R7B, in llama.cpp common/chat.cpp'),
  tags('<longcat_think>', '</longcat_think>', 'mlx-lm, tokenizer_utils.py (LongCat)'),
  tags('<think:opensource>', '</think:opensource>', 'vllm-project/vllm PR 48800 (Hunyuan 3)'),
  tags('<|inner_prefix|>', '<|inner_suffix|>', 'Apertus, in llama.cpp common/chat.cpp'),
  tags('<|think|>', '<|end|><|begin|>assistant<|content|>', 'Solar Open, its chat template'),
  {
    source: 'Open WebUI, utils/middleware.py',
    sent: '<details type="reasoning" done="true" duration="2">\n<summary>Thought</summary>\n> Hm.\n</details>\nYes.',
    thoughts: '"true" duration="2">\n<summary>Thought</summary>\n> Hm.\n',
    text: 'Yes.',
  },
  tags('<unused94>thought', '<unused95>', 'ollama/ollama #15754 (MedGemma)'),
  {
    source: 'openclaw/openclaw PR 6678 (attributes)',
    sent: '<thinking effort="high">\nHm.\n</thinking>\n\nYes.',
    thoughts: 'effort="high">\nHm.\n',
    text: 'Yes.',
  },
  {
    source: 'openclaw/openclaw PR 6678 (blanks)',
    sent: '<think >Hm.</think >Yes.',
    thoughts: '>Hm.',
    text: 'Yes.',
  },
  tags('<|channel>', '<channel|>', 'Blaizzy/mlx-vlm #899 (Gemma 4)'),
  tags('<|channel>thought', '<channel|>', 'odysseus-dev/odysseus #2225; leehack/llamadart PR 108'),
  {
    source: 'odysseus-dev/odysseus #2225: an empty channel',
    sent: '<|channel>thought\n<channel|>Yes.',
    thoughts: '\n',
    text: 'Yes.',
  },
  {
    source: 'wiseria-ai-labs/pie-ai-agent #93 (MiniMax)',
    sent: '<think> They say hi again. </think> Hi there!',
    thoughts: ' They say hi again. ',
    text: 'Hi there!',
  },
  {
    source: 'thoughts that start like a sentence about the tag',
    sent: '<think> okay, they say hi again.\n</think>\n\nHi there!',
    thoughts: '<think> okay, they say hi again.\n',
    text: 'Hi there!',
  },
  {
    source: 'vllm-project/vllm PR 52658 (Hunyuan A13B)',
    sent: '<think>\nSimple.\n</think>\n<answer>\nIt is 4.\n</answer>',
    thoughts: '\nSimple.\n',
    text: 'It is 4.',
  },
  {
    source: 'OpenThoughts-114k: thoughts and solution',
    sent: '<|begin_of_thought|>\n\nHm.\n\n<|end_of_thought|>\n\n<|begin_of_solution|>\n\n4\n\n<|end_of_solution|>',
    thoughts: '\n\nHm.\n\n',
    text: '4',
  },
  {
    source: 'Command A Reasoning, in llama.cpp common/chat.cpp',
    sent: '<|START_THINKING|>Hm.<|END_THINKING|><|START_RESPONSE|>4<|END_RESPONSE|><|END_OF_TURN_TOKEN|>',
    thoughts: 'Hm.',
    text: '4',
  },
  {
    source: 'Reflection 70B: two blocks and an output',
    sent: '<thinking>One.</thinking>\n\n<reflection>Two.</reflection>\n<output>Three.</output>',
    thoughts: 'One.Two.',
    text: 'Three.',
  },
  {
    source: 'Qwen 3 without thoughts: an empty block',
    sent: '<think>\n\n</think>\n\nYes.',
    thoughts: '\n\n',
    text: 'Yes.',
  },
  {
    source: 'several blocks in a row',
    sent: '<think>One.</think>\n<THINK>Two.</THINK>\n\nYes.',
    thoughts: 'One.Two.',
    text: 'Yes.',
  },
  {
    source: 'altic-dev/FluidVoice PR 836: a tag is mentioned after thoughts',
    sent: '<think>Hm.</think>The literal </think> tag is stray.',
    thoughts: 'Hm.',
    text: 'The literal </think> tag is stray.',
  },
  {
    source: 'nesquena/hermes-webui #2152: thoughts about the tags',
    sent: '<think>They ask what `</think>` does.</think>It ends thoughts.',
    thoughts: 'They ask what `</think>` does.',
    text: 'It ends thoughts.',
  },
  {
    source: 'the answer’s own tags after thoughts',
    sent: '<think>Hm.</think>Write <think>\n…\n</think>\n\nThen answer.',
    thoughts: 'Hm.',
    text: 'Write <think>\n…\n</think>\n\nThen answer.',
  },
  {
    source: 'ds4 #1087, EleutherAI: thoughts that never end',
    sent: '<think>\nLet me see. One',
    thoughts: '\nLet me see. One',
    text: '',
  },
];

/** A closing tag without an opening one. */
export const lateClosingTags: readonly Disguise[] = [
  {
    source: 'Apriel 1.6, whose template begins the thoughts (llama.cpp, tests/test-chat.cpp)',
    sent: 'The sum is 4.\n[BEGIN FINAL RESPONSE]\nIt is 4.\n[END FINAL RESPONSE]<|end|>',
    thoughts: 'The sum is 4.\n',
    text: 'It is 4.',
  },
  {
    source: 'thoughts about a question about tags (vllm-project/vllm #13125)',
    sent: 'The user asks what `<think>` means.\n</think>\n\nIt opens thoughts.',
    thoughts: 'The user asks what `<think>` means.\n',
    text: 'It opens thoughts.',
  },
  {
    source: 'vllm-project/vllm #13125; kekzl/imp PR 86',
    sent: 'They want a number. 2+2 is 4.\n</think>\n\nThe answer is 4.',
    thoughts: 'They want a number. 2+2 is 4.\n',
    text: 'The answer is 4.',
  },
  {
    source: 'NousResearch/hermes-agent PR 4311 (Kimi K2.5 at Alibaba)',
    sent: 'Simple question.</think>Four.',
    thoughts: 'Simple question.',
    text: 'Four.',
  },
  {
    source: 'ikawrakow/ik_llama.cpp #776 (DeepSeek V3.1, Qwen, GLM)',
    sent: 'Hmm, they said "hi".\n\nI keep it simple.</think>Hi! How are you?',
    thoughts: 'Hmm, they said "hi".\n\nI keep it simple.',
    text: 'Hi! How are you?',
  },
  {
    source: 'jundot/omlx PR 2533 (Gemma 4)',
    sent: 'The tool gave 4. I say so.<channel|>It is 4.',
    thoughts: 'The tool gave 4. I say so.',
    text: 'It is 4.',
  },
  {
    source: 'waybarrios/vllm-mlx PR 599: [/THINK] alone',
    sent: 'Okay, 17×23 is 391.[/THINK]391',
    thoughts: 'Okay, 17×23 is 391.',
    text: '391',
  },
  {
    source: 'openclaw/openclaw PR 17455, with code in the thoughts',
    sent: 'I write:\n```js\nx = `1`\n```\nGood. </think>\nDone:\n```js\nx\n```',
    thoughts: 'I write:\n```js\nx = `1`\n```\nGood. ',
    text: 'Done:\n```js\nx\n```',
  },
  {
    source: 'the same, right behind the code',
    sent: 'I write:\n\n1. a\n   ~~~\n   x\n   ~~~\n```\ny\n```</think>Done.',
    thoughts: 'I write:\n\n1. a\n   ~~~\n   x\n   ~~~\n```\ny\n```',
    text: 'Done.',
  },
  {
    source: 'RT15548/LittleWhiteBox PR 21, in Chinese',
    sent: '用户想要一个数字。</think>答案是4。',
    thoughts: '用户想要一个数字。',
    text: '答案是4。',
  },
  {
    source: 'a late tag, then an end token: vllm-project/vllm #48645',
    sent: 'Good morning is enough.\n</think>Good morning!<｜end▁of▁sentence｜>',
    thoughts: 'Good morning is enough.\n',
    text: 'Good morning!',
  },
  {
    source: 'a late tag, then an answer tag (Hunyuan)',
    sent: 'Simple.\n</think>\n<answer>\n4\n</answer>',
    thoughts: 'Simple.\n',
    text: '4',
  },
  {
    source: 'vLLM’s granite parser (Granite 3.2)',
    sent: 'Here is my thought process: 2+2. Here is my response: It is 4.',
    thoughts: 'Here is my thought process: 2+2. ',
    text: 'It is 4.',
  },
];

/** Closing tags that close nothing. */
export const strayTags: readonly Disguise[] = [
  {
    source: 'skalesapp/skales #166: beside a reasoning field',
    field: 'Hm.',
    sent: '</think>\n\nYes.',
    thoughts: '',
    text: 'Yes.',
  },
  {
    source: 'lbds137/tzurot, Kimi K2: stray, after blanks',
    field: 'Hm.',
    sent: '\n\n</think>\n</think>\n\nYes.',
    thoughts: '',
    text: 'Yes.',
  },
  {
    source: 'Layr-Labs/d-inference PR 963 (Nemotron): stray, without thoughts',
    sent: '</think>\n\nYes.',
    thoughts: '',
    text: 'Yes.',
  },
  {
    source: 'Layr-Labs/d-inference PR 963: stray between two parts of an answer',
    field: 'Hm.',
    sent: 'Yes.\n</think>\nIt is.',
    thoughts: '',
    text: 'Yes.\n\nIt is.',
  },
  {
    source: 'vllm-project/vllm #48645: stray at the end',
    field: 'Hm.',
    sent: 'Yes.</think><｜end▁of▁sentence｜>',
    thoughts: '',
    text: 'Yes.',
  },
  {
    source: 'the thoughts apart, and again before a closing tag (OpenRouter)',
    field: 'They want a number.',
    sent: 'They want a number.\n</think>\n\nFour.',
    thoughts: 'They want a number.\n',
    text: 'Four.',
  },
  {
    source: 'a repeated closing tag after a block',
    sent: '<think>Hm.</think>\n</think>\nYes.',
    thoughts: 'Hm.',
    text: 'Yes.',
  },
];

/** gpt-oss' channels. */
export const harmony: readonly Disguise[] = [
  {
    source: 'kekzl/imp PR 768; scouzi1966/maclocal-api #121',
    sent: '<|channel|>analysis<|message|>They ask.<|end|><|start|>assistant<|channel|>final<|message|>It is 4.<|return|>',
    thoughts: 'They ask.',
    text: 'It is 4.',
  },
  {
    source: 'NousResearch/hermes-agent PR 62680: with the first header',
    sent: '<|start|>assistant<|channel|>analysis<|message|>They ask.<|end|>\n<|start|>assistant<|channel|>final<|message|>It is 4.<|return|>',
    thoughts: 'They ask.',
    text: 'It is 4.',
  },
  {
    source: 'cuga-project/cuga-agent PR 672: the start token is lost',
    sent: '<|channel|>analysis<|message|>They ask.<|end|><|channel|>final<|message|>It is 4.',
    thoughts: 'They ask.',
    text: 'It is 4.',
  },
  {
    source: 'odysseus-dev/odysseus #4522: commentary to a tool',
    sent: '<|channel|>commentary to=functions.search <|constrain|>json<|message|>{"q":1}<|call|><|start|>assistant<|channel|>final<|message|>4',
    thoughts: '{"q":1}',
    text: '4',
  },
  {
    source: 'NVIDIA/TensorRT-LLM #9256: commentary only',
    sent: '<|channel|>commentary<|message|>{"path":"/"}<|end|>',
    thoughts: '{"path":"/"}',
    text: '',
  },
  {
    source: 'Augustas11/macprovider #743: the tokens are lost, the names are not',
    sent: 'analysisThey ask for 2+2. Nothing else.assistantfinalfour',
    thoughts: 'analysisThey ask for 2+2. Nothing else.',
    text: 'four',
  },
  {
    source: 'the first header stands in the prompt',
    sent: 'They ask for 2+2.<|end|><|start|>assistant<|channel|>final<|message|>four<|return|>',
    thoughts: 'They ask for 2+2.',
    text: 'four',
  },
  {
    source: 'cuga-project/cuga-agent: assistantfinal after a block',
    sent: '<think>a</think>assistantfinal{"y":2}',
    thoughts: 'a',
    text: '{"y":2}',
  },
];

const token = (end: string, source: string): Disguise => ({
  source,
  sent: `Hello! How can I help you?${end}`,
  thoughts: '',
  text: 'Hello! How can I help you?',
});

/** Tokens of chat templates at the end and at the start. */
export const controlTokens: readonly Disguise[] = [
  token('<|im_end|>', 'moltis-org/moltis #306'),
  token('<|eot_id|>', 'pytorch/torchchat #459'),
  token('</s>', 'huggingface/candle PR 1001 (Mistral)'),
  token('<|endoftext|>', 'EleutherAI/text-generation-testing-ui #4'),
  token('<|end|><|assistant|>', 'airockchip/rknn-llm #36 (Phi 3)'),
  token('<｜end▁of▁sentence｜>', 'vllm-project/vllm #48645 (DeepSeek)'),
  token('<end_of_turn>', 'Gemma 3, its chat template'),
  token('<turn|>', 'Gemma 4, its chat template'),
  token('<|user|>', 'ikawrakow/ik_llama.cpp PR 668 (GLM 4.5)'),
  token('<|END_OF_TURN_TOKEN|>', 'Command R, its chat template'),
  token(' [/INST]', 'Mistral 7B Instruct, its chat template'),
  token('[|endofturn|]', 'EXAONE, its chat template'),
  {
    ...token('<|EOT|>\n<|EOT|>\n'.repeat(100), 'deepseek-ai/DeepSeek-Coder #136'),
    text: 'Hello! How can I help you?',
  },
  token('<|im_end|>\n<|im_start|>user\n', 'ChatML: the header of the next turn'),
  token('<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n', 'Llama 3: the same'),
  {
    source: 'Llama 3: the header of its own turn',
    sent: '<|start_header_id|>assistant<|end_header_id|>\n\nHello!<|eot_id|>',
    thoughts: '',
    text: 'Hello!',
  },
  {
    source: 'ChatML: the header of its own turn, then thoughts',
    sent: '<|im_start|>assistant\n<think>Hm.</think>Hello!<|im_end|>',
    thoughts: 'Hm.',
    text: 'Hello!',
  },
  { source: 'Llama 2: tokens of the text', sent: '<s> Hello! </s>', thoughts: '', text: 'Hello! ' },
  {
    source: 'Qwen Coder: right behind code',
    sent: 'Here:\n```js\nx(`1`)\n```<|im_end|>',
    thoughts: '',
    text: 'Here:\n```js\nx(`1`)\n```',
  },
  {
    source: 'right behind inline code',
    sent: 'Use `npm ci`.\n\n- `a`</s>',
    thoughts: '',
    text: 'Use `npm ci`.\n\n- `a`',
  },
  {
    source: 'NousResearch/hermes-agent #116486 (Grok 4.6)',
    sent: 'normal answer<|eos|>',
    thoughts: '',
    text: 'normal answer',
  },
  {
    source: 'the boxes of GLM-4.5V (zai-org/GLM-V, README)',
    sent: 'It is <|begin_of_box|>4<|end_of_box|>.',
    thoughts: '',
    text: 'It is 4.',
  },
  {
    source: 'a box in the answer of GLM-4.1V',
    sent: '<think>Hm.</think><answer><|begin_of_box|>4<|end_of_box|></answer>',
    thoughts: 'Hm.',
    text: '4',
  },
  { source: 'the token of Llama 4', sent: 'Yes.<|eom|>', thoughts: '', text: 'Yes.' },
  { source: 'only a token', sent: '<|im_end|>', thoughts: '', text: '' },
];

/** Answers about tags and tokens, or with them. All of them stay as they are. */
export const answersAboutTags: readonly string[] = [
  'Use `<think>` to start and `</think>` to end.',
  'R1 writes <think> first and </think> last.\n\nThen comes the answer.',
  'The closing tag is </think>, and nothing else.',
  'Models end their thoughts with </think> and go on.',
  'They end with </think>',
  'The tag "</think>" ends thoughts. (</think>) too, and **</think>** as well.',
  'An example:\n\n```xml\nI think.\n</think>\n\nDone.\n```\n\nThat is all.',
  'An example:\n\n~~~\nI think.</think>Done.\n~~~',
  '- Example:\n\n  ```\n  Hm.</think>Yes.\n  ```\n- End',
  'An example:\n\n    Hm.\n    </think>\n',
  'In code: `Hm.</think>Yes.` is cut at the tag.',
  '| model | end |\n|---|---|\n| R1 | </think> |\n| Magistral | [/THINK] |\n\nThat is all.',
  'The tags:\n\n* </think>\n* </thinking>\n\nThat is all.',
  'The tags:\n\n1. </think>\n2. </thinking>\n\nThat is all.',
  '> </think>\n\nThat is all.',
  '## </think>\n\nIt ends thoughts.',
  'prompt → thoughts → </think> → answer',
  'Split at </think>/</thinking> first.',
  'Split at "x" or </think>|</thinking> first.',
  'XML:\n\n<order>\n<reason\n  code="1">\nLate.\n</reason>\n</order>',
  'GLM puts a result between <|begin_of_box|> and <|end_of_box|>.',
  'In code: `<|begin_of_box|>4<|end_of_box|>`',
  '<thin air> is no tag, and neither is </thin>.',
  'XML:\n\n<thought>\nHm.\n</thought>\n<answer>4</answer>',
  'XML: <reason code="4">It is late.</reason>Then it goes on.',
  '1. </think> ends them.\n2. [/THINK] does, too.',
  '</think> ends the thoughts of R1.',
  '<think> opens the thoughts of R1, and </think> ends them.',
  '<think>, <thinking> and <thought> are tags. So is </think>.',
  '<|channel|> is a token of gpt-oss.',
  '使用</think>标签来结束思考。',
  'ChatML ends a turn with <|im_end|> and starts one with <|im_start|>user.',
  'The token that ends a turn is <|im_end|>',
  'Llama 3 uses `<|eot_id|>`.',
  'A template:\n\n```\n<|im_start|>user\nHi<|im_end|>\n```',
  'It was <s>5 euros</s> 4 euros. Old: <s>9</s>',
  '<s>Wrong.</s> Right.',
  'Send [INST] a question [/INST]',
  'if (a < b && c[i] <= d) { return [a, b]; }',
  '<details>\n<summary>More</summary>\nText\n</details>',
  'Text\n</details>\n\nEnd',
  'analysis of the data shows it.',
  'Here is my thought process: first I add, then I check. It is 4.',
  'Assistant is a word, and <|channel|> is a token.',
  'A `tick that never ends\nand a line. </s> is HTML here: it closes <s>.',
];
