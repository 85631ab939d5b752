import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the system keeps what a program can make again: FASTFACE_CACHE, or fastface in the user's cache folder. */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  const { FASTFACE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (FASTFACE_CACHE) return FASTFACE_CACHE;
  const home = homedir();
  if (platform === 'win32') return join(LOCALAPPDATA || join(home, 'AppData', 'Local'), 'fastface', 'Cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'fastface');
  return join(XDG_CACHE_HOME || join(home, '.cache'), 'fastface');
}
