import type { ChatMessage, MessageContent } from '../contracts/chat-message.ts';
import type { Material } from '../contracts/material.ts';

/** Drops what was read of files that no remaining message has. */
export function withoutLooseFiles(inputs: readonly ChatMessage[], material: Material): Material {
  const contents: readonly MessageContent[] = [
    ...inputs,
    ...inputs.flatMap(({ quoted }) => quoted ?? []),
    ...material.background.map(({ message }) => message),
  ];
  const attachments = contents.flatMap((content) => content.attachments);
  const refs = new Set(attachments.flatMap(({ ref, stillRef }) => [ref, stillRef]));
  return { ...material, files: material.files.filter(({ ref }) => refs.has(ref)) };
}
