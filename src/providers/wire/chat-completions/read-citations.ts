import type { ProviderEvent } from '../../../contracts/provider.ts';
import { toCitation } from '../body/deltas.ts';
import { asList, dig, type JsonObject } from '../json.ts';

/**
 * The pages that a chunk names beside its choices:
 * - Perplexity: `citations`, which are addresses, and `search_results` with their titles; the text
 *   refers to them by number (docs.perplexity.ai, Sonar API)
 * - xAI: `citations` in the last chunk (docs.x.ai, Live Search)
 * - Zhipu: `web_search`, to which the text refers as `[ref_1]` (docs.bigmodel.cn, web search)
 * - Alibaba: `search_info` (help.aliyun.com, Qwen web search)
 */
export function readChunkCitations(chunk: JsonObject): readonly ProviderEvent[] {
  const { citations, search_results: results, web_search: hits, search_info: info } = chunk;
  if (!citations && !results && !hits && !info) return [];

  const titles = new Map(asList(results).map((result) => [dig(result, 'url'), result]));
  const pages = asList(citations ?? results);

  return [
    ...pages.flatMap((page, index) => {
      const url = dig(page, 'url') ?? page;
      const title = dig(page, 'title') ?? dig(titles.get(url), 'title');
      return toCitation(url, title, index + 1);
    }),
    ...asList(hits).flatMap((hit) =>
      toCitation(dig(hit, 'link'), dig(hit, 'title'), dig(hit, 'refer')),
    ),
    ...asList(dig(info, 'search_results')).flatMap((hit) =>
      toCitation(dig(hit, 'url'), dig(hit, 'title'), dig(hit, 'index')),
    ),
  ];
}

/**
 * The pages in the `context` of a delta or a message: Azure OpenAI On Your Data, whose text refers to
 * them as `[doc1]` (learn.microsoft.com, "Azure OpenAI On Your Data API").
 */
export function readContext(context: unknown): readonly ProviderEvent[] {
  return asList(dig(context, 'citations')).flatMap((page, index) =>
    toCitation(dig(page, 'url'), dig(page, 'title'), `doc${index + 1}`),
  );
}

/**
 * The pages in the `annotations` of a delta, a message or a choice: OpenAI's search models, and
 * OpenRouter (`url_citation`; some of its hosts put them beside the delta, BerriAI/litellm #23662).
 * The text has links of its own, so these pages have no mark.
 */
export function readAnnotations(annotations: unknown): readonly ProviderEvent[] {
  return asList(annotations).flatMap((annotation) => {
    const page = dig(annotation, 'url_citation') ?? annotation;
    return toCitation(dig(page, 'url'), dig(page, 'title'));
  });
}
