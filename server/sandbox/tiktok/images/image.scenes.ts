import { createRandom, uniform, type Random } from '../world/random.ts';

/** Every scene is drawn on this canvas, and cut or filled to the size that is asked for. */
const WIDTH = 360;
const HEIGHT = 640;

type Draw = (random: Random, hue: number) => string;

const color = (hue: number, saturation: number, lightness: number): string =>
  `hsl(${Math.round(((hue % 360) + 360) % 360)},${saturation}%,${lightness}%)`;
const disc = (x: number, y: number, radius: number, fill: string): string =>
  `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" fill="${fill}"/>`;
const box = (x: number, y: number, width: number, height: number, fill: string, round = 0): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="${round}" fill="${fill}"/>`;
const repeat = (count: number, draw: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => draw(index)).join('');

/** A plate from above, with what was cooked on it. */
const plate: Draw = (random, hue) => {
  const [x, y, radius] = [uniform(random, 130, 230), uniform(random, 260, 380), uniform(random, 110, 150)];
  const food = repeat(26, () => {
    const [angle, away] = [uniform(random, 0, 6.28), radius * 0.55 * Math.sqrt(random())];
    const fill = color(hue + uniform(random, -40, 70), 70, uniform(random, 35, 60));
    return disc(x + away * Math.cos(angle), y + away * Math.sin(angle), uniform(random, 9, 24), fill);
  });
  return (
    disc(x + 8, y + 12, radius, '#0004') +
    disc(x, y, radius, '#f6f2ea') +
    disc(x, y, radius * 0.72, '#e6dfd2') +
    food
  );
};

/** Hills under a low sun. */
const hills: Draw = (random, hue) => {
  const sun = disc(uniform(random, 80, 280), uniform(random, 150, 300), uniform(random, 26, 48), '#fff3cfdd');
  const ranges = repeat(4, (index) => {
    const base = 330 + index * 75;
    const points = Array.from(
      { length: 9 },
      (_, point) => `${point * 45},${(base + uniform(random, -55, 45)).toFixed(0)}`,
    );
    return `<polygon points="0,640 ${points.join(' ')} 360,640" fill="${color(hue + 150 + index * 8, 38, 52 - index * 11)}"/>`;
  });
  return sun + ranges;
};

/** A barbell before a wall. */
const barbell: Draw = (random, hue) => {
  const y = uniform(random, 300, 420);
  const plates = [-1, 1].map((side) =>
    repeat(3, (index) => {
      const height = 150 - index * 34;
      return box(
        180 + side * (112 + index * 17) - 7,
        y - height / 2,
        14,
        height,
        color(hue + index * 40, 62, 34),
        4,
      );
    }),
  );
  const floor = box(0, y + 82, WIDTH, HEIGHT, color(hue + 20, 10, 24));
  return floor + box(20, y - 4, 320, 8, '#c9ccd2', 4) + plates.join('');
};

/** Strokes of a broad brush. */
const strokes: Draw = (random, hue) =>
  repeat(14, () => {
    const [x, y] = [uniform(random, -40, 320), uniform(random, 40, 600)];
    const stroke = color(hue + uniform(random, -60, 120), 75, uniform(random, 40, 70));
    return `<path d="M${x.toFixed(0)} ${y.toFixed(0)} q ${uniform(random, 20, 90).toFixed(0)} ${uniform(random, -120, 120).toFixed(0)} ${uniform(random, 90, 180).toFixed(0)} ${uniform(random, -50, 50).toFixed(0)}" fill="none" stroke="${stroke}" stroke-width="${uniform(random, 10, 42).toFixed(0)}" stroke-linecap="round" opacity="0.85"/>`;
  });

/** Two people, half seen. */
const people: Draw = (random, hue) =>
  [110, 250]
    .map((x, index) => {
      const y = uniform(random, 260, 330);
      const skin = color(uniform(random, 18, 34), uniform(random, 30, 50), uniform(random, 34, 74));
      const [shirt, hair] = [
        color(hue + index * 130, 55, 45),
        color(uniform(random, 10, 45), 30, uniform(random, 12, 40)),
      ];
      return box(x - 74, y + 62, 148, 400, shirt, 60) + disc(x, y - 14, 62, hair) + disc(x, y, 54, skin);
    })
    .join('');

/** A pile of books. */
const books: Draw = (random, hue) => {
  let y = 540;
  const table = box(0, y, WIDTH, HEIGHT, color(hue + 30, 25, 26));
  const pile = repeat(7, () => {
    const [height, width] = [uniform(random, 26, 52), uniform(random, 170, 260)];
    y -= height;
    const x = 180 - width / 2 + uniform(random, -18, 18);
    const cover = color(hue + uniform(random, 0, 200), 45, uniform(random, 28, 55));
    return box(x, y, width, height - 2, cover, 4) + box(x + 16, y + height / 2 - 2, width * 0.4, 3, '#fff9');
  });
  return table + pile;
};

const SCENES: Readonly<Record<string, Draw>> = {
  cooking: plate,
  travel: hills,
  fitness: barbell,
  art: strokes,
  comedy: people,
  books,
};

/** A still from a video of `niche`, as SVG. Deterministic; no text in it, since that depends on installed fonts. */
export function coverScene(name: string, niche: string, width: number, height: number): string {
  const random = createRandom(name, 'cover');
  const hue = random() * 360;
  const ground = [color(hue, 48, 66), color(hue + uniform(random, 20, 60), 42, 38)];
  const light = `<circle cx="${uniform(random, 60, 300).toFixed(0)}" cy="${uniform(random, 40, 220).toFixed(0)}" r="260" fill="url(#light)"/>`;
  const scene = (SCENES[niche] ?? strokes)(random, hue);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="xMidYMid slice"><defs><linearGradient id="ground" x1="0" y1="0" x2="0.3" y2="1"><stop offset="0" stop-color="${ground[0]}"/><stop offset="1" stop-color="${ground[1]}"/></linearGradient><radialGradient id="light"><stop offset="0" stop-color="#fff" stop-opacity="0.5"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient><linearGradient id="shade" x1="0" y1="0" x2="0" y2="1"><stop offset="0.7" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.5"/></linearGradient></defs><rect width="${WIDTH}" height="${HEIGHT}" fill="url(#ground)"/>${light}${scene}<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#shade)"/></svg>`;
}

/** A mirrored 5 × 5 pattern on a gradient, as SVG. Deterministic. */
export function avatarScene(name: string, size: number): string {
  const random = createRandom(name, 'avatar');
  const hue = random() * 360;
  const cells = Array.from({ length: 15 }, () => random() < 0.5);
  const pattern = repeat(25, (index) => {
    const [column, row] = [index % 5, Math.floor(index / 5)];
    return cells[row * 3 + Math.min(column, 4 - column)] ? box(column + 1, row + 1, 1.02, 1.02, '#fff') : '';
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 7 7"><defs><linearGradient id="ground" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${color(hue, 55, 42)}"/><stop offset="1" stop-color="${color(hue + 60, 55, 42)}"/></linearGradient></defs><rect width="7" height="7" fill="url(#ground)"/>${pattern}</svg>`;
}
