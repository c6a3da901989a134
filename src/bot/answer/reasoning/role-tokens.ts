/** Tokens with which a chat template opens the turn of a role. The role's name follows. */
const OPENINGS = [
  '<|im_start|>',
  '<|start_header_id|>',
  '<|start_of_role|>',
  '<start_of_turn>',
  '<|turn>',
  '<|start|>',
  '<|begin|>',
  '<seed:bos>',
];
/** Tokens that are a whole header of the model's own turn, or the end of one. */
const WHOLE_HEADERS = [
  '<|assistant|>',
  '[|assistant|]',
  '<｜Assistant｜>',
  '<|CHATBOT_TOKEN|>',
  '<|assistant_start|>',
  '<longcat_assistant>',
  '<｜hy_Assistant｜>',
  '<｜hy_Assistant:opensource｜>',
  '<|content|>',
  '<|end_header_id|>',
  '<|end_of_role|>',
  '<|im_sep|>',
];
const OWN_ROLES = ['assistant', 'model'];
const OTHER_ROLES = ['user', 'system', 'tool'];

/** The tokens with which chat templates say whose turn it is. */
export const ROLE_TOKENS = {
  /** The model's own turn. */
  own: [...WHOLE_HEADERS, ...withNames(OWN_ROLES)],
  /** Any turn, also one whose name is still to come. */
  any: [...WHOLE_HEADERS, ...OPENINGS, ...withNames([...OWN_ROLES, ...OTHER_ROLES])],
} as const;

function withNames(names: readonly string[]): string[] {
  return OPENINGS.flatMap((opening) => names.map((name) => opening + name));
}
