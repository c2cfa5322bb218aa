import type { ConnectionFieldsFragment } from '../../../sdk/index.ts';

type Access = Pick<ConnectionFieldsFragment, 'missingScopes' | 'sync'>;

/** What each of TikTok's permissions is called, and what the dashboard lacks without it. */
const PERMISSIONS: Readonly<Record<string, { readonly name: string; readonly lack: string }>> = {
  'user.info.basic': { name: 'name and picture', lack: 'no name or picture' },
  'user.info.profile': { name: 'profile', lack: 'no @name or biography' },
  'user.info.stats': { name: 'statistics', lack: 'no followers, likes or growth' },
  'video.list': { name: 'public videos', lack: 'no videos, views or recommendations' },
};

/** Each permission that was not given, with what that costs: "public videos, so no videos, views …". */
export function describeMissing(scopes: readonly string[]): string[] {
  return scopes.map((scope) => {
    const known = PERMISSIONS[scope];
    return known === undefined ? scope : `${known.name}, so ${known.lack}`;
  });
}

const REASONS: Readonly<Record<string, string>> = {
  access_token_invalid: 'the access was withdrawn or has expired',
  invalid_grant: 'the access was withdrawn or has expired',
  scope_not_authorized: 'a permission was taken back',
  scope_permission_missed: 'a permission was taken back',
};

/** Why TikTok refuses us, from its own code. */
export function describeRefusal(statusReason: string | null): string {
  const reason = statusReason === null ? null : (REASONS[statusReason] ?? `it says “${statusReason}”`);
  return `TikTok no longer accepts our access${reason === null ? '' : `: ${reason}`}. Nothing new is collected.`;
}

/** TikTok's numbers for why it ended our access. */
const REMOVALS: Readonly<Record<string, string>> = {
  '1': 'The app was removed in TikTok’s settings.',
  '2': 'The account was deleted at TikTok.',
  '3': 'TikTok changed the age of the account.',
  '4': 'The account was banned at TikTok.',
};

/** How the connection ended, from its own code, and what that means. */
export function describeEnd(statusReason: string | null): string {
  const [event, number] = (statusReason ?? '').split(': ');
  const how =
    event === 'authorization.removed'
      ? (REMOVALS[number ?? ''] ?? 'TikTok ended our access.')
      : 'Disconnected.';
  return `${how} Nothing new is collected; the history is kept.`;
}

/** Whether we were not allowed to read the videos. */
export function lacksVideos({ missingScopes }: Pick<Access, 'missingScopes'>): boolean {
  return missingScopes.includes('video.list');
}

/** Why an account shows no video: a permission, a sync that is still to come, or that there is none. */
export function whyNoVideos(access: Access): { readonly title: string; readonly text: string } {
  if (lacksVideos(access))
    return {
      title: 'Videos are not shared with us',
      text: 'The permission to read public videos was not given. Reconnect and allow it.',
    };
  if (access.sync.lastSyncedAt === null)
    return { title: 'No video yet', text: 'Videos appear with the first sync.' };
  return {
    title: 'This account has no public video',
    text: 'There was none at the last sync. What is posted appears with the next.',
  };
}
