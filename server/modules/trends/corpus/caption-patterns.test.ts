import { describe, expect, it } from '@jest/globals';
import { captionPatternsOf } from './caption-patterns.ts';

describe('what a caption does', () => {
  it.each([
    ['Which one is better?', ['question']],
    ['これ、知ってた？', ['question']],
    ['هل تعرف هذا؟', ['question']],
    ['5 ways to style a scarf', ['list']],
    ['Top 10 cafés', ['list']],
    ['1. Mix 2. Bake', ['list']],
    ['Day one of 30', []],
    ['10:30 in the morning', []],
    ['50% off', []],
    ['So good!', ['exclamation']],
    ['with @maya.cooks', ['mention']],
    ['mail me at maya@example.org', []],
    ['sunny 🌞', ['emoji']],
    ['just digits 123 © ™', []],
    ['How to fold a shirt', ['how-to']],
    ['showroom', []],
    ['Comment faire du pain', ['how-to']],
    ['餃子の作り方', ['how-to']],
    ['Link in bio', ['call-to-action']],
    ['Abonne-toi', ['call-to-action']],
    ['ПОДПИСЫВАЙТЕСЬ', ['call-to-action']],
    ['nothing of it', []],
    ['', []],
  ])('%s', (caption, patterns) => {
    expect(captionPatternsOf(caption)).toEqual(patterns);
  });

  it('is not what its hashtags say', () => {
    expect(captionPatternsOf('calm #howto #tutorial')).toEqual([]);
  });
});
