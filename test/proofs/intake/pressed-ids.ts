/** The ids of buttons that people press in the payloads of both networks. */
export const PRESSED_IDS = [
  'stop:1',
  'regenerate:1:1',
  'regenerate:1:0',
  'continue:1',
  'model:page:1',
  'model:0123456789abcdef',
];
