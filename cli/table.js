"use strict";

const GAP = "  ";

/**
 * Renders rows of cells as lines: columns are as wide as their widest cell, lines no wider than `width`.
 *
 * @param {{ text: string, style?: string }[][]} rows
 * @param {number} width what is longer ends in an ellipsis
 * @param {(text: string, style?: string) => string} paint colours a text; it never changes its length on screen
 */
function renderTable(rows, width, paint) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].text.length)));
  return rows.map((row) => renderLine(row, widths, width, paint));
}

/** Fits before it paints: a cut through a colour would leave the terminal in it. */
function renderLine(row, widths, width, paint) {
  let left = width;
  let line = "";
  for (const [column, { text, style }] of row.entries()) {
    const isLast = column === row.length - 1;
    const padded = isLast ? text : text.padEnd(widths[column]) + GAP;
    const fitted = fit(padded, left);
    left -= fitted.length;
    line += paint(fitted.trimEnd(), style) + fitted.slice(fitted.trimEnd().length);
    if (left <= 0) break;
  }
  return line.trimEnd();
}

function fit(text, width) {
  if (text.length <= width) return text;
  // A column that is cut where only its padding is has lost nothing.
  return text.trimEnd().length <= width ? text.slice(0, width) : `${text.slice(0, width - 1)}…`;
}

module.exports = { renderTable };
