import type { Definition } from 'mdast';

/** Makes the address at the end of a part a cut one: what is there of it leads elsewhere. */
export function cutLastAddress(definitions: ReadonlyMap<string, Definition>, text: string): void {
  for (const definition of definitions.values())
    if (definition.position?.end.offset === text.length) {
      definition.data = { cutAddress: definition.url };
      definition.url = '';
    }
}
