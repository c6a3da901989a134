import { element } from '../../src/lib/page/element.ts';
import { createFormula } from './formula.ts';
import type { RichElement, RichKind, RichNode } from './rich-text.ts';

/** Creates the element of a node. `content` is the rendered content of the node. */
type Render = (
  node: RichElement,
  content: readonly Node[],
  onCommand: (command: string) => void,
) => Node;

const wrap = (tag: keyof HTMLElementTagNameMap, className?: string): Render => {
  return (_node, content) => element(tag, { class: className }, ...content);
};

const RENDERERS: Readonly<Record<RichKind, Render>> = {
  bold: wrap('strong'),
  italic: wrap('em'),
  underline: wrap('u'),
  strike: wrap('s'),
  code: wrap('code'),
  quote: wrap('blockquote'),
  subtext: wrap('small', 'subtext'),
  list: wrap('ul'),
  item: ({ detail }, content) => element('li', { value: detail }, ...content),
  task: ({ detail }, content) =>
    element(
      'li',
      { class: 'task-item', 'data-done': detail === 'done' },
      element('input', { type: 'checkbox', disabled: true, checked: detail === 'done' }),
      element('div', {}, ...content),
    ),
  paragraph: wrap('p'),
  divider: () => element('hr'),
  formula: ({ children, detail }) => createFormula(children.join(''), detail === 'block'),
  subscript: wrap('sub'),
  superscript: wrap('sup'),
  table: (_node, content) =>
    element('div', { class: 'table', tabindex: 0 }, element('table', {}, ...content)),
  row: wrap('tr'),
  cell: ({ detail }, content) => element('td', { 'data-align': detail }, ...content),
  'head-cell': ({ detail }, content) => element('th', { 'data-align': detail }, ...content),
  details: ({ detail }, content) => element('details', { open: detail === 'open' }, ...content),
  summary: wrap('summary'),
  mention: wrap('span', 'mention'),
  spoiler: (_node, content) =>
    hideUntilOpened(element('span', { class: 'spoiler' }, ...content), 'spoiler'),
  'expandable-quote': (_node, content) =>
    hideUntilOpened(element('blockquote', { class: 'expandable' }, ...content), 'quote'),
  heading: ({ detail }, content) =>
    element(
      'div',
      { class: 'heading', role: 'heading', 'aria-level': Number(detail ?? 1) + 2 },
      ...content,
    ),
  'ordered-list': ({ detail }, content) => element('ol', { start: detail }, ...content),
  'code-block': ({ detail }, content) =>
    element(
      'pre',
      { class: 'code-block', 'data-language': detail || undefined, tabindex: 0 },
      element('code', {}, ...content),
    ),
  link: ({ href }, content) => {
    const address = toWebAddress(href ?? '');
    if (address === undefined) return element('span', {}, ...content);
    return element(
      'a',
      { href: address, title: address, target: '_blank', rel: 'noopener noreferrer' },
      ...content,
    );
  },
  command: ({ children }, content, onCommand) => {
    const button = element('button', { type: 'button', class: 'command' }, ...content);
    button.addEventListener('click', () => onCommand(children.join('')));
    return button;
  },
};

/**
 * Renders formatted text as elements. `onCommand` gets the text of a command that the person
 * clicked.
 */
export function renderRichText(
  nodes: readonly RichNode[],
  onCommand: (command: string) => void,
): Node[] {
  return nodes.map((node) => {
    if (typeof node === 'string') return document.createTextNode(node);
    return RENDERERS[node.kind](node, renderRichText(node.children, onCommand), onCommand);
  });
}

/**
 * The address if it is one of the web. A message must not bring `javascript:` or `data:` into the
 * page.
 */
function toWebAddress(href: string): string | undefined {
  const url = URL.parse(/^[\w+.-]+:/.test(href) ? href : `https://${href}`);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/**
 * Makes an element show its content only after a click or Enter. `name` is the name of the content.
 */
function hideUntilOpened(hidden: HTMLElement, name: string): HTMLElement {
  const toggle = () => hidden.toggleAttribute('data-open');
  hidden.tabIndex = 0;
  hidden.setAttribute('role', 'button');
  hidden.setAttribute('aria-label', `Show or hide the ${name}`);
  hidden.addEventListener('click', toggle);
  hidden.addEventListener('keydown', (event) => {
    if (event.target === hidden && event.key === 'Enter') toggle();
  });
  return hidden;
}
