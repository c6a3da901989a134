import type { RefusalRule } from './refusal-rule.ts';

/** Codes that vendors use for several things. A wording says more. */
export const VAGUE_CODES: readonly RefusalRule[] = [
  { kind: 'auth', codes: ['authentication', 'authentication_error', 'authenticationerror'] },
  {
    kind: 'permission',
    codes: [
      'permission_denied',
      'permission_error',
      'request_forbidden',
      'forbidden',
      'access_denied',
      'accessdenied',
      'accessdeniedexception',
      'accessdenied.unpurchased',
      'model.accessdenied',
      'key_model_access_denied',
      'team_model_access_denied',
      'user_model_access_denied',
      'zhipu 1220',
      'zhipu 1311',
      'baidu 6',
    ],
  },
  {
    kind: 'not_found',
    codes: [
      'not_found',
      'not_found_error',
      'notfounderror',
      'resourcenotfoundexception',
      'siliconflow 20012',
    ],
  },
  { kind: 'bad_request', codes: ['invalid_prompt', 'not_supported_error'] },
  {
    kind: 'rate_limit',
    codes: [
      'rate_limit_exceeded',
      'rate_limit_error',
      'rate_limited',
      'ramp_limit_exceeded',
      'slow_down',
      'too_many_requests_error',
      'throttling',
      'ratelimitexceeded',
      'throttling_error',
      'throttlingexception',
    ],
  },
  {
    kind: 'overloaded',
    codes: [
      'overloaded',
      'overloaded_error',
      'provider_overloaded',
      'unavailable_error',
      'serviceunavailableexception',
      'modelnotreadyexception',
    ],
  },
  {
    kind: 'server',
    codes: [
      'server',
      'server_error',
      'api_error',
      'internal_error',
      'internal_server_error',
      'internalserverexception',
      'modelerrorexception',
      'provider_unavailable',
      'timeout',
      'timeout_error',
    ],
  },
];
