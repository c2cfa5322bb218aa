import { connectionFiles, connectionRows, type ErasureContribution } from '../privacy/erasure-place.ts';
import { imagesPrefix } from './image-keys.ts';

export const coversErasure: ErasureContribution = {
  of: 'CONNECTION',
  // Rows first: a copy under way that finds its row gone removes what it stored.
  places: [connectionRows('TikTokImage'), connectionFiles('images', imagesPrefix)],
};
