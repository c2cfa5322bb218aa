import type { TikTokProfile } from '../../vendors/tiktok/port.ts';

/** What a connection's row keeps of a profile. */
export function profileColumns(profile: TikTokProfile) {
  const { displayName, username, profileUrl, isVerified, bio } = profile;
  return { displayName, username, profileUrl, isVerified, bio };
}
