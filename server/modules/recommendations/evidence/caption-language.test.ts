import { describe, expect, it } from '@jest/globals';
import { guessLanguage } from './caption-language.ts';

describe('the language of captions', () => {
  it.each<[string, string[]]>([
    [
      'en',
      [
        'How I tie this knot in ten seconds #knots #howto',
        'The mistake everybody makes with a bowline, and how to see it',
        'What you asked me for all week @someone',
      ],
    ],
    [
      'fr',
      [
        'Comment je fais ce nœud en dix secondes #knots #howto',
        'L’erreur que tout le monde fait, et comment la voir',
        'Ce que vous m’avez demandé toute la semaine',
      ],
    ],
    [
      'de',
      [
        'Wie ich diesen Knoten in zehn Sekunden binde #knots #howto',
        'Der Fehler, den alle machen, und woran man ihn erkennt',
        'Was ihr mich die ganze Woche gefragt habt',
      ],
    ],
    [
      'es',
      [
        'Cómo hago este nudo en diez segundos #knots #howto',
        'El error que todo el mundo comete y cómo verlo a tiempo',
        'Lo que me pedisteis durante toda la semana',
      ],
    ],
    [
      'ja',
      [
        'この結び方を十秒で覚えられる方法を紹介します #knots #howto',
        'みんながやってしまう間違いと、それを見分けるコツについて話します',
        '今週ずっと聞かれていたことにお答えします。最後まで見てくださいね',
        'ロープの選び方で結果はこんなに変わります。初めての人はここから始めましょう',
      ],
    ],
  ])('is seen by their words, not by hashtags: %s', (language, captions) => {
    expect(guessLanguage(captions)).toBe(language);
  });

  it('is English where they say too little to tell', () => {
    expect(guessLanguage([])).toBe('en');
    expect(guessLanguage(['#fürdich #knoten @jemand https://example.com/der-lange-weg'])).toBe('en');
    expect(guessLanguage(['Nœud de chaise'])).toBe('en');
  });
});
