/**
 * The models of the public service, with the number of tokens that the prompt and the answer may
 * have together. The first one was its default.
 */
export const openAssistantModels: ReadonlyMap<string, number> = new Map([
  ['OA_SFT_Llama_30B_6', 1_792],
  ['OA_SFT_Llama_30B', 1_792],
  ['OA_SFT_Llama_30Bq', 1_792],
  ['OA_SFT_Llama_30B_2', 1_792],
  ['OA_SFT_Llama_30Bq_2', 1_792],
  ['OA_SFT_Llama_30B_5', 1_792],
  ['OA_SFT_Llama_30Bq_5', 1_792],
  ['OA_SFT_Llama_30Bq_6', 1_792],
  ['OA_SFT_Llama_30B_7', 1_792],
  ['OA_SFT_Llama_30B_7e3', 1_792],
  ['OA_RLHF_Llama_30B_2_7k', 1_792],
  ['Carper_RLHF_13B_1', 2_048],
  ['OA_SFT_Llama_7B', 2_048],
  ['OA_SFT_Llama_13B', 2_048],
  ['OA_SFT_Llama_13Bq', 2_048],
  ['OA_SFT_Pythia_12B', 2_048],
  ['OA_SFT_Pythia_12Bq', 2_048],
  ['OA_SFT_Pythia_12B_4', 2_048],
  ['OA_SFT_Pythia_12Bq_4', 2_048],
  ['OA_SFT_Llama2_70B_10', 4_096],
  ['OA_SFT_CodeLlama_13B_10', 12_288],
  ['distilgpt2', 1_024],
  ['_lorem', 256],
]);
