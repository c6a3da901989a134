const WIDTH = 320;
const HEIGHT = 200;

/** Draws a small landscape to send: a sun over two hills. */
export async function drawPicture(): Promise<File> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser cannot draw a picture.');

  const fill = (colour: string, shape: () => void) => {
    context.fillStyle = colour;
    context.beginPath();
    shape();
    context.fill();
  };
  fill('#bfe3f7', () => context.rect(0, 0, WIDTH, HEIGHT));
  fill('#ffd34d', () => context.arc(236, 62, 30, 0, 2 * Math.PI));
  fill('#7fb069', () => context.ellipse(90, 210, 170, 90, 0, 0, 2 * Math.PI));
  fill('#5b8c5a', () => context.ellipse(270, 220, 150, 80, 0, 0, 2 * Math.PI));

  const drawn = await canvas.convertToBlob({ type: 'image/png' });
  return new File([drawn], 'landscape.png', { type: 'image/png' });
}
