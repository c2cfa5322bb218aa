import { builder } from '../../schema/builder.ts';

export const VideoOrientation = builder.enumType('VideoOrientation', {
  description: 'Shape of the cover.',
  values: {
    PORTRAIT: { description: 'Higher than wide.' },
    LANDSCAPE: { description: 'Wider than high.' },
    SQUARE: { description: 'As wide as high.' },
    UNKNOWN: { description: 'TikTok did not tell its size.' },
  },
});

export const VideoFormat = builder.enumType('VideoFormat', {
  description: 'Kind of post; UNKNOWN until a source tells.',
  values: {
    VIDEO: { description: 'Moving pictures.' },
    UNKNOWN: { description: 'No source told.' },
  },
});

export const VideoAvailability = builder.enumType('VideoAvailability', {
  description: "UNAVAILABLE: deleted or no longer public; TikTok's Display API does not say which.",
  values: {
    PUBLIC: { description: 'Listed when last asked.' },
    UNAVAILABLE: { description: 'No longer listed; kept with its history.' },
  },
});

export const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Sort direction; null values come last in both.',
  values: {
    ASC: { description: 'Smallest or oldest first.' },
    DESC: { description: 'Largest or newest first.' },
  },
});

export const VideoOrderField = builder.enumType('VideoOrderField', {
  description: 'Each is indexed.',
  values: {
    POSTED_AT: { description: 'When it was posted.' },
    VIEWS: { description: 'Newest known views.' },
    LIKES: { description: 'Newest known likes.' },
    OUTLIER: { description: 'robustZ of the outlier score; videos without one come last.' },
    ENGAGEMENT_BY_VIEWS: { description: '(likes + comments + shares) / views, newest known.' },
  },
});
