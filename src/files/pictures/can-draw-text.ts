import sharp from 'sharp';

let answer: Promise<boolean> | undefined;

/**
 * Tells whether this machine has fonts, which the text of an SVG needs. Images of containers have none:
 * all letters are the same empty box there.
 */
export function canDrawText(): Promise<boolean> {
  answer ??= Promise.all([draw('W'), draw('i')]).then(([wide, narrow]) => !wide.equals(narrow));
  return answer;
}

function draw(letter: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text y="30" font-size="30" font-family="sans-serif">${letter}</text></svg>`;
  return sharp(Buffer.from(svg)).raw().toBuffer();
}
