"use strict";

const zones = new Map();

/** The clocks of a timezone. */
class Zone {
  #format;

  constructor(name) {
    const timeZone = name;
    /** @type {Intl.DateTimeFormatOptions} */
    const numeric = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
    this.#format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", era: "short", ...numeric });
  }

  /** Returns what the clocks show at an instant. */
  read(instant) {
    const parts = this.#format.formatToParts(instant).filter(({ value }) => /^\d+$/.test(value));
    return Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  }

  /** Returns when the clocks show this time of a date, or undefined where they skip it. */
  find(date, hour, minute) {
    const wanted = date.getTime() + (hour * 60 + minute) * 60_000;
    let instant = wanted;
    // The second time it counts with the offset of that hour, not of the one before a change.
    for (let round = 0; round < 2; round++) instant += wanted - this.#shown(instant);
    return this.#shown(instant) === wanted ? instant : undefined;
  }

  #shown(instant) {
    const { year, month, day, hour, minute } = this.read(instant);
    return Date.UTC(year, month - 1, day, hour, minute) + (instant % 60_000);
  }
}

function createZone(name) {
  if (!zones.has(name)) zones.set(name, new Zone(name));
  return zones.get(name);
}

/** Returns the timezones that schedules can have, UTC first. */
function listTimezones() {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC")];
}

module.exports = { createZone, listTimezones };
