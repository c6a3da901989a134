/**
 * The services that OpenTelemetry names otherwise than Parley: the well-known values of `gen_ai.provider.name` in
 * open-telemetry/semantic-conventions-genai v0.1.0. All other names are the same, or Parley's own.
 */
const WELL_KNOWN: ReadonlyMap<string, string> = new Map([
  ['openai_responses', 'openai'],
  ['azure_openai', 'azure.ai.openai'],
  ['gemini', 'gcp.gemini'],
  ['mistral', 'mistral_ai'],
  ['moonshot', 'moonshot_ai'],
  ['xai', 'x_ai'],
]);

/** The name of a service for the label `gen_ai_provider_name`. */
export function wellKnownProvider(name: string): string {
  return WELL_KNOWN.get(name) ?? name;
}
