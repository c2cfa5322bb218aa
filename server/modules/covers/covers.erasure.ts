import {
  type ConnectionSubject,
  connectionRows,
  type ErasureContribution,
  type ErasureServices,
} from '../privacy/erasure-place.ts';
import { imagesPrefix } from './image-keys.ts';

export const coversErasure: ErasureContribution = {
  // Rows first: a copy under way that finds its row gone removes what it stored.
  places: [
    connectionRows('TikTokImage'),
    { kind: 'FILES', name: 'images', count: countFiles, erase: eraseFiles },
  ],
};

function countFiles({ files }: ErasureServices, { connectionId }: ConnectionSubject): Promise<number> {
  return files.count(imagesPrefix(connectionId));
}

async function eraseFiles({ files }: ErasureServices, { connectionId }: ConnectionSubject): Promise<void> {
  await files.removeAll(imagesPrefix(connectionId));
}
