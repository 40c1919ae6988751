"use strict";

/** The date a text says; a text that is no date stays a text: an unknown value is not an error. */
function toDate(text) {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date;
}

module.exports = { toDate };
