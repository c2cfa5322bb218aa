import type { TikTokProfile } from '../../vendors/tiktok/port.ts';

/** What a connection's row keeps of a profile. */
export function profileColumns(
  profile: TikTokProfile,
): Pick<TikTokProfile, 'displayName' | 'username' | 'profileUrl' | 'isVerified' | 'bio'> {
  const { displayName, username, profileUrl, isVerified, bio } = profile;
  return { displayName, username, profileUrl, isVerified, bio };
}
