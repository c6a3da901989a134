import { element } from './element.ts';
import type { RichElement, RichKind, RichNode } from './rich-text.ts';

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
  item: wrap('li'),
  mention: wrap('span', 'mention'),
  spoiler: (_node, content) => reveal(element('span', { class: 'spoiler' }, ...content), 'spoiler'),
  'expandable-quote': (_node, content) =>
    reveal(element('blockquote', { class: 'expandable' }, ...content), 'quote'),
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
    const address = webAddress(href ?? '');
    if (address === undefined) return element('span', {}, ...content);
    return element(
      'a',
      { href: address, title: address, target: '_blank', rel: 'noopener noreferrer' },
      ...content,
    );
  },
  command: ({ children }, content, onCommand) => {
    const made = element('button', { type: 'button', class: 'command' }, ...content);
    made.addEventListener('click', () => onCommand(children.join('')));
    return made;
  },
};

/** Formatted text as elements. `onCommand` is called with the text of a command that was clicked. */
export function renderRichText(
  nodes: readonly RichNode[],
  onCommand: (command: string) => void,
): Node[] {
  return nodes.map((node) => {
    if (typeof node === 'string') return document.createTextNode(node);
    return RENDERERS[node.kind](node, renderRichText(node.children, onCommand), onCommand);
  });
}

/** Only what leads to the web: a message must not carry `javascript:` or `data:` into the page. */
function webAddress(href: string): string | undefined {
  const url = URL.parse(/^[\w+.-]+:/.test(href) ? href : `https://${href}`);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** Hidden until it is clicked or Enter is pressed on it. */
function reveal(made: HTMLElement, what: string): HTMLElement {
  const toggle = () => made.toggleAttribute('data-open');
  made.tabIndex = 0;
  made.setAttribute('role', 'button');
  made.setAttribute('aria-label', `Show or hide the ${what}`);
  made.addEventListener('click', toggle);
  made.addEventListener('keydown', (event) => {
    if (event.target === made && event.key === 'Enter') toggle();
  });
  return made;
}
