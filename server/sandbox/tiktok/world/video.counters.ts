import { DAY_SECONDS, type Fall, type VideoPlan } from './video.plan.ts';

/** A video's public counters at an instant: whole numbers, not below 0. */
export interface VideoCounters {
  views: number;
  likes: number;
  comments: number;
  shares: number;
}

/** Shape of the log-logistic growth curve (see `VideoPlan`). */
const GROWTH_SHAPE = 0.8;
/** A late burst is over within days. */
const BURST_HALF_LIFE_DAYS = 1.2;
const BURST_SHAPE = 1.3;
/** Likes come a little earlier in a video's life than views. */
const LIKE_LEAD = 1.1;

/** Counters at `at` (Unix seconds, fractions count): pure, so that a clock may move either way. */
export function countersAt(video: VideoPlan, at: number): VideoCounters {
  const views = viewsReached(video, at, 1);
  const likes = viewsReached(video, at, LIKE_LEAD) * video.likeRatio;
  return {
    views: Math.floor(views * left(video.viewFall, at)),
    likes: Math.floor(likes * left(video.likeFall, at)),
    comments: Math.floor(views * video.commentRatio * left(video.commentFall, at)),
    shares: Math.floor(views * video.shareRatio),
  };
}

/** Views of the first wave and of the late burst, as real numbers, for what followers gain from them. */
export function wavesAt(video: VideoPlan, at: number): { first: number; burst: number } {
  const until = Math.min(at, video.removedAt ?? at);
  return {
    first: video.reach * grown(until - video.createdAt, video.halfLifeDays, GROWTH_SHAPE),
    burst:
      video.burst === null
        ? 0
        : video.burst.reach * grown(until - video.burst.at, BURST_HALF_LIFE_DAYS, BURST_SHAPE),
  };
}

function viewsReached(video: VideoPlan, at: number, pace: number): number {
  const first = video.reach * grown((at - video.createdAt) * pace, video.halfLifeDays, GROWTH_SHAPE);
  if (video.burst === null) return first;
  return first + video.burst.reach * grown((at - video.burst.at) * pace, BURST_HALF_LIFE_DAYS, BURST_SHAPE);
}

/** Share of the final number that is reached `ageSeconds` after the start: 0 before it, then towards 1. */
function grown(ageSeconds: number, halfLifeDays: number, shape: number): number {
  if (ageSeconds <= 0) return 0;
  const x = (ageSeconds / DAY_SECONDS / halfLifeDays) ** shape;
  return x / (1 + x);
}

function left(fall: Fall | null, at: number): number {
  return fall !== null && at >= fall.at ? 1 - fall.share : 1;
}
