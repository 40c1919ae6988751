/** Values the typings do not know yet pass through, so keep a default branch. */
export type ErrorStatus = "unresolved" | "resolved" | "ignored" | (string & {});
