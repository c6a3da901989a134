import type { Method } from './method.ts';

/** The bot itself. */
export const getMe: Method = ({ world }) => ({
  ...world.bot,
  can_join_groups: true,
  can_read_all_group_messages: !world.isPrivacyOn,
  supports_guest_queries: world.guests.isOn,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: world.hasPrivateTopics,
  allows_users_to_create_topics: world.hasPrivateTopics,
  can_manage_bots: false,
  supports_join_request_queries: false,
});

/** For bots that move to another server. The local server has no other, so nothing happens. */
export const logOut: Method = () => true;
/** As `logOut`: for bots that move to another server. */
export const close: Method = () => true;
