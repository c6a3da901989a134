import { fieldsReader, objectReader } from '../../../lib/json-reader.ts';
import type { RestCalls } from './rest-calls.ts';

/** The number of the installation for a person, in `integration_types_config`. */
const USER_INSTALL = '1';

const applicationReader = fieldsReader({ integration_types_config: objectReader });

/**
 * Reads whether people may install the application for themselves:
 * https://discord.com/developers/docs/resources/application#application-object. `undefined`: the server does
 * not say.
 */
export function readPersonalInstall(application: unknown): boolean | undefined {
  const { integration_types_config: config } = applicationReader(application) ?? {};
  return config && Object.hasOwn(config, USER_INSTALL);
}

/** Asks Discord whether people may install the application for themselves. `false` where it does not say. */
export async function allowsPersonalInstall(calls: RestCalls): Promise<boolean> {
  const application = await calls
    .send<unknown>('get', '/applications/@me', {
      purpose: 'look at the application',
      rateLimitKey: 'application',
    })
    .catch(() => undefined);
  return readPersonalInstall(application) ?? false;
}

/** The page on which a person installs the application for themselves. */
export function personalInstallUrl(applicationId: string): string {
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&integration_type=${USER_INSTALL}&scope=applications.commands`;
}
