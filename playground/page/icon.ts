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
  forum: 'M4 5h12v8H9l-5 4zM19 9v12l-4-4H9',
  plus: 'M12 5v14M5 12h14',
  microphone:
    'M12 3.5a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0v-5a3 3 0 0 0-3-3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21',
  voice: 'M4 10v4M8 7v10M12 4v16M16 8v8M20 10v4',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  forward: 'M14 6l6 5-6 5v-3.5c-5 0-7.5 1.5-9.5 5 0-6 3-9.5 9.5-10z',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17',
  quote: 'M5 6h5v6c0 3-2 5-4.5 6M14 6h5v6c0 3-2 5-4.5 6',
  poll: 'M5 20V10M12 20V4M19 20v-7',
  sticker: 'M5 4h14v9l-6 7H5zM13 20v-7h6',
  location:
    'M12 21c-5-6-6.5-8.5-6.5-11.5a6.5 6.5 0 0 1 13 0C18.5 12.5 17 15 12 21zM12 7.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  contact: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6',
  dice: 'M5 5h14v14H5zM9 9h.01M15 15h.01M12 12h.01M15 9h.01M9 15h.01',
  checklist: 'M4 6l1.5 1.5L8 5M4 12l1.5 1.5L8 11M4 18l1.5 1.5L8 17M12 6h8M12 12h8M12 18h8',
  list: 'M4 6.5h16M4 12h16M4 17.5h16',
  app: 'M12 3.5l7.5 4.2v8.6L12 20.5l-7.5-4.2V7.7zM4.5 7.7L12 12l7.5-4.3M12 12v8.5',
  story: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v8M8 12h8',
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof SHAPES;

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * Creates a small line drawing in the colour of the text around it. Screen readers skip it, because
 * its button has a label.
 */
export function createIcon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG_NAMESPACE, 'svg');
  const path = document.createElementNS(SVG_NAMESPACE, 'path');
  path.setAttribute('d', SHAPES[name]);
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path);
  return svg;
}
