"use strict";

/** How many letters a slip of the fingers may change. */
const MOST_SLIPS = 2;

/** Returns a question that names what somebody may have meant, or nothing. */
function question(word, names) {
  const found = names
    .map((name) => ({ name, slips: name.startsWith(word) && word.length > 1 ? 1 : distance(word, name) }))
    .sort((one, other) => one.slips - other.slips)[0];
  const isNear = found !== undefined && found.slips <= Math.min(MOST_SLIPS, word.length - 1);
  return isNear ? `; did you mean ${found.name}?` : "";
}

/** How many letters are changed, added, left out or swapped with their neighbour between two words. */
function distance(one, other) {
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}

module.exports = { question };
