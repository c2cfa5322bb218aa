import { builder } from '../../schema/builder.ts';

export const ConnectionStatus = builder.enumType('ConnectionStatus', {
  description: 'Whether we can still ask TikTok.',
  values: {
    ACTIVE: { description: 'Tokens are alive.' },
    REAUTHORIZATION_REQUIRED: { description: 'Tokens are dead or a needed scope is gone; connect again.' },
    REVOKED: { description: 'Disconnected here or at TikTok; history kept.' },
  },
});

export const MetricSource = builder.enumType('MetricSource', {
  description: 'Where a figure comes from.',
  values: {
    DISPLAY_API: { description: "TikTok's Display API." },
    STUDIO_EXPORT: { description: 'A file of TikTok Studio or Business Suite.' },
    DATA_EXPORT: { description: 'user_data_tiktok.json, which TikTok gives a person on request.' },
  },
});

export const SyncPhase = builder.enumType('SyncPhase', {
  description: 'Steps of a sync.',
  values: {
    WAITING_FOR_QUOTA: {
      description: "TikTok's quota is used up for the moment; nextSyncAt says when it goes on.",
    },
    PROFILE: { description: "Asking for the account's profile and counters." },
    VIDEOS: { description: 'Paging through its public videos and their counters.' },
    METRICS: { description: 'Asking by id for videos that the list did not show.' },
    COVERS: { description: 'Copying covers and the avatar before their links end.' },
  },
});
