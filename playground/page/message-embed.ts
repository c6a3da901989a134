import { element } from '../../src/lib/page/element.ts';
import type { ShownEmbed } from '../shown-message.ts';
import { parseDiscordMarkdown } from './parse-discord-markdown.ts';
import { renderRichText } from './render-rich-text.ts';
import type { Names } from './rich-text.ts';

/** Creates the view of an embed. It loads no picture, because those are on other servers. */
export function createMessageEmbed(embed: ShownEmbed, names: Names): HTMLElement {
  const render = (text: string) => renderRichText(parseDiscordMarkdown(text, names), () => {});
  const line = (name: string, text: string | undefined) =>
    text === undefined ? undefined : element('div', { class: `embed-${name}` }, ...render(text));

  const view = element(
    'div',
    { class: 'embed', 'data-embed': true },
    line('author', embed.author),
    line('title', embed.title),
    line('text', embed.description),
    ...embed.fields.map(({ name, value }) =>
      element('div', { class: 'embed-field' }, element('b', {}, ...render(name)), ...render(value)),
    ),
    line('footer', embed.footer),
  );
  if (embed.colour !== undefined)
    view.style.borderLeftColor = `#${embed.colour.toString(16).padStart(6, '0')}`;
  return view;
}
