"use strict";

// Where a call was made: the stack of its caller, without the frames of this package.

const FRAME = "\n    at ";

/** How many frames a stack is taken with: those of this package, which are cut off later, and the caller's. */
const DEPTH = 8;

/** The frames of `whereCalled` and of the function that asks. */
const ASKING = 2;

/** The stack of the caller, taken now because a promise that fails later has lost it. */
function whereCalled() {
  const { stackTraceLimit } = Error;
  const isLong = stackTraceLimit > DEPTH;
  // Not by assignment, which throws where a program has frozen its intrinsics.
  if (isLong) Reflect.set(Error, "stackTraceLimit", DEPTH);
  const origin = new Error();
  if (isLong) Reflect.set(Error, "stackTraceLimit", stackTraceLimit);
  return origin;
}

/** What `whereCalled` took, as text: without its first line, which names no error yet, and our own frames. */
function callersFrames({ stack }) {
  const frames = framesOf(stack).slice(ASKING);
  own ??= ownPlace();
  const first = frames.findIndex((frame) => !own || !frame.includes(own));
  return first === -1 ? "" : FRAME + frames.slice(first).join(FRAME);
}

function framesOf(stack) {
  // A program may have its stacks made in another form.
  return typeof stack === "string" ? stack.split(FRAME).slice(1) : [];
}

/** What the frames of this package have in common; undefined until a stack has shown it. */
let own;

/**
 * Answers, from a frame of this file, the folder of the sources, or the file that is published. In a program
 * that a bundler has made one file of, nothing tells our frames from the caller's: there are none then.
 */
function ownPlace() {
  const path = thisFile();
  if (path === undefined) return undefined;
  if (SOURCE.test(path)) return path.replace(SOURCE, "$1");
  return PUBLISHED.test(path) ? `${path}:` : "";
}

/** The path or URL of this file, or of what a bundler has put it into. */
function thisFile() {
  const [, path] = /\((.+):\d+:\d+\)/.exec(framesOf(new Error().stack)[0]) ?? [];
  return path;
}

/** This file, with the folder it is in; a source map has it so too. */
const SOURCE = /([/\\]js[/\\])frames\.js$/;
const PUBLISHED = /[/\\]hairtrigger[/\\]js[/\\]bundle\.js$/;

module.exports = { callersFrames, thisFile, whereCalled };
