/** The pages where people buy credit for their account, by the host of the service. */
const BILLING_PAGES: Readonly<Record<string, string>> = {
  'api.openai.com': 'https://platform.openai.com/settings/organization/billing',
  'api.anthropic.com': 'https://platform.claude.com/settings/billing',
  'generativelanguage.googleapis.com': 'https://ai.google.dev/gemini-api/docs/billing',
  'api.deepseek.com': 'https://platform.deepseek.com/top_up',
  'api.x.ai': 'https://console.x.ai',
  'openrouter.ai': 'https://openrouter.ai/settings/credits',
  'api.groq.com': 'https://console.groq.com/settings/billing',
  'api.together.xyz': 'https://api.together.xyz/settings/billing',
  'api.fireworks.ai': 'https://fireworks.ai/account/billing',
  'api.mistral.ai': 'https://console.mistral.ai/billing',
  'api.cohere.com': 'https://dashboard.cohere.com/billing',
  'router.huggingface.co': 'https://huggingface.co/settings/billing',
  'dashscope-intl.aliyuncs.com':
    'https://help.aliyun.com/zh/model-studio/error-code#overdue-payment',
  'dashscope.aliyuncs.com': 'https://help.aliyun.com/zh/model-studio/error-code#overdue-payment',
  'ai-gateway.vercel.sh': 'https://vercel.com/docs/ai-gateway/pricing',
};

/** Finds the page for the service at this address. `undefined`: it is not known. */
export function findBillingPage(host: string): string | undefined {
  return BILLING_PAGES[host];
}
