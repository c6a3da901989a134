const LONGEST_NAME = 40;

/** The text that stands for an image: its alternative text, or the name of its file. */
export function imageLabel(alt: string | null | undefined, address: string | undefined): string {
  return `🖼 ${alt || fileNameIn(address)}`.replaceAll(/\s+/g, ' ');
}

function fileNameIn(address = ''): string {
  const name = /([^/?#]+)(?:[?#].*)?$/.exec(address)?.[1];
  return name === undefined || address.startsWith('data:') ? 'image' : name.slice(0, LONGEST_NAME);
}
