/** SVG paths in a square of 24 units. */
const SHAPES = {
  attach: 'M8 12.5 14.8 5.7a3 3 0 0 1 4.3 4.3L10.6 18.5a5 5 0 0 1-7.1-7.1L11 4',
  send: 'M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4',
  reply: 'M10 6 4 11l6 5v-3.5c5 0 7.5 1.5 9.5 5 0-6-3-9.5-9.5-10z',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5-11 11zM13.5 7l3.5 3.5',
  remove: 'M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13M10.5 10.5v6M13.5 10.5v6',
  close: 'M6 6l12 12M18 6 6 18',
  file: 'M6 3.5h8l4 4v13H6zM14 3.5v4h4',
  eye: 'M2.5 12C5 7.5 8.5 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-6 6.5-9.5 6.5S5 16.5 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  thread: 'M5 4v9a3 3 0 0 0 3 3h11M15 12l4 4-4 4',
} as const;

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * Creates a small line drawing in the colour of the text around it. Screen readers skip it, because
 * its button has a label.
 */
export function createIcon(name: keyof typeof SHAPES): SVGSVGElement {
  const svg = document.createElementNS(SVG_NAMESPACE, 'svg');
  const path = document.createElementNS(SVG_NAMESPACE, 'path');
  path.setAttribute('d', SHAPES[name]);
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path);
  return svg;
}
