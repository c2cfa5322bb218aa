import type { Settings } from '../settings.ts';

type AppType = Settings['appType'];

const LONGEST_URI = 511;

/**
 * TikTok's rules for what may be registered. Web: absolute, `https`, shorter than 512 characters, without query and
 * fragment. Desktop: `http` or `https` on localhost or 127.0.0.1 with a port, of which `*` stands for any.
 */
function mayBeRegistered(appType: AppType, uri: string): boolean {
  if (uri.length > LONGEST_URI) return false;
  if (appType === 'desktop') {
    return (
      /^https?:\/\/(localhost|127\.0\.0\.1):(\d{1,5}|\*)(\/[^#]*)?$/.test(uri) &&
      URL.canParse(uri.replace(':*', ':1'))
    );
  }
  return /^https:\/\/[^/?#]+(\/[^?#]*)?$/.test(uri) && URL.canParse(uri);
}

/** Whether `uri` is one of the app's. Without a list of them, all count that may be registered. */
export function isRegistered({ appType, redirectUris }: Settings, uri: string): boolean {
  if (uri.includes(':*') || !mayBeRegistered(appType, uri)) return false;
  if (redirectUris === null) return true;
  const anyPort = uri.replace(/^(https?:\/\/[^/:]+):\d+/, '$1:*');
  return redirectUris.includes(uri) || redirectUris.includes(anyPort);
}
