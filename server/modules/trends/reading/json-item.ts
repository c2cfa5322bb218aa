import { quote } from '../../imports/reading/cell.ts';
import type { JsonValue } from '../../imports/reading/json-values.ts';
import { RowProblem } from '../../imports/reading/problems.ts';
import type { TrendCurvePoint, TrendCurveSighting, TrendUnit } from '../trend-sighting.ts';
import { assertPast } from './trend-values.ts';

export type JsonObject = Readonly<Record<string, JsonValue>>;

/** Of a year and more; TikTok's longest curve has 120 points. */
const MAX_POINTS = 400;

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of its own: the file's words may be names of built-in members. */
export function memberOf(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** An object that is a member; an empty one where there is none. */
export function objectOf(object: JsonObject, key: string): JsonObject {
  const value = memberOf(object, key);
  return isObject(value) ? value : {};
}

/** The text of a string or number; empty where there is none. */
export function textOf(object: JsonObject, key: string): string {
  const value = memberOf(object, key) ?? '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new RowProblem(key, `Its ${key} is neither a text nor a number.`);
}

/**
 * A curve as Creative Center draws it, in any order; null where there is none.
 *
 * @param keys of the list, and in each of its points of the time (seconds since 1970) and the value.
 * @param top of the scale.
 */
export function curveOf(
  object: JsonObject,
  keys: { list: string; time: string; value: string },
  { unit, top }: { unit: TrendUnit; top: number },
  now: Date,
): TrendCurveSighting | null {
  const list = memberOf(object, keys.list) ?? [];
  if (!Array.isArray(list)) throw new RowProblem(keys.list, `Its ${keys.list} is no list.`);
  if (list.length === 0) return null;
  if (list.length > MAX_POINTS) {
    throw new RowProblem(keys.list, `Its ${keys.list} has more than ${String(MAX_POINTS)} points.`);
  }
  const points = list.map((point: JsonValue): TrendCurvePoint => {
    if (!isObject(point)) throw new RowProblem(keys.list, `Its ${keys.list} has a point that is no object.`);
    return {
      at: secondsOf(textOf(point, keys.time), keys.list, now),
      value: levelOf(textOf(point, keys.value), keys.list, top),
    };
  });
  return { unit, points };
}

function secondsOf(text: string, column: string, now: Date): number {
  if (!/^\d{9,11}$/.test(text))
    throw new RowProblem(column, `${quote(text)} is no time in seconds since 1970.`);
  const at = Number(text) * 1000;
  assertPast(at, text, column, now);
  return at;
}

function levelOf(text: string, column: string, top: number): number {
  const value = /^\d/.test(text) ? Number(text) : NaN;
  // TikTok rounds a little above its own maximum.
  if (!(value >= 0 && value <= top * 1.001)) {
    throw new RowProblem(column, `${quote(text)} is not on the curve's scale, 0 to ${String(top)}.`);
  }
  return Math.min(value, top);
}
