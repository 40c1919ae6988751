"use strict";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = {
  ms: 1,
  s: SECOND,
  sec: SECOND,
  m: MINUTE,
  min: MINUTE,
  h: HOUR,
  hr: HOUR,
  d: DAY,
  w: 7 * DAY,
  mo: 30.4375 * DAY,
  y: 365.25 * DAY,
};

/** Returns the milliseconds of a period such as `7d` or `1h30m`, or undefined for anything else. */
function parsePeriod(text) {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)];
  const lengths = parts.map(([, amount, unit]) => Number(amount) * UNITS[unit.toLowerCase()]);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return parts.length > 0 && !Number.isNaN(total) ? total : undefined;
}

/**
 * Returns when a delay ends, or undefined if it is not a delay.
 *
 * A string is a duration (`1h30m`) or a date in the future; a number counts from 1970, in the
 * past or not, because the API takes it for a date without looking further.
 */
function parseDelay(delay, now) {
  if (typeof delay === "number") return delay;
  const duration = /^(?=\d)(\d+w)?(\d+d)?(\d+hr?)?(\d+m)?(\d+s)?$/.test(delay);
  if (duration) return now + parsePeriod(delay);
  const date = Date.parse(delay);
  return date > now ? date : undefined;
}

/** Returns the milliseconds of how long a key is remembered (`24h`), or undefined for anything else. */
function parseLifetime(text) {
  return /^\d+[smhd]$/.test(text) ? parsePeriod(text) : undefined;
}

module.exports = { DAY, parseDelay, parseLifetime, parsePeriod };
